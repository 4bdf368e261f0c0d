//! What every parser of bytes from outside promises of any bytes at all, one a file. Each panics where a promise is broken.

mod bodies;
mod boxes_weights;
mod bundle;
mod carry;
mod checkpoint;
mod entry;
mod expression;
mod forwarded;
mod import;
mod judgement;
mod layout;
mod manifest;
mod minutes;
mod mirrored;
mod note;
mod one_statement;
mod paper_photo;
mod path;
mod photo;
mod policy;
mod profile;
mod statement;
mod station;
mod station_tables;
mod strip;
mod tables;
mod tlog_proof;
mod upload;
mod vkey;
mod words_weights;

/// A parser's promise.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name: that of its file here, and of its seeds' folder in `seeds/`.
    pub name: &'static str,
    /// Holds it on these bytes.
    pub run: fn(&[u8]),
}

macro_rules! targets {
    ($($name:ident),* $(,)?) => {
        /// All of them, by name.
        pub const TARGETS: &[Target] = &[$(Target { name: stringify!($name), run: $name::run }),*];
    };
}

targets!(
    bodies,
    boxes_weights,
    bundle,
    carry,
    checkpoint,
    entry,
    expression,
    forwarded,
    import,
    judgement,
    layout,
    manifest,
    minutes,
    mirrored,
    note,
    one_statement,
    paper_photo,
    path,
    photo,
    policy,
    profile,
    statement,
    station,
    station_tables,
    strip,
    tables,
    tlog_proof,
    upload,
    vkey,
    words_weights,
);
