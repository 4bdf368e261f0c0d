//! The published formats, written and read: pure functions from a tally to bytes.
//!
//! Guaranteed: the same ledger and the same list of cut sizes give the same bytes, on any machine. So nothing here knows a
//! clock, a file system, a hash map's order or a floating-point number, and a verifier can render every file again and
//! compare.

mod evidence;
mod json;
mod keys;
mod kpu;
mod manifest;
mod overview;
mod packages;
pub mod pages;
mod part;
mod picture;
mod plan;
mod progress;
mod search;
mod sheets;
pub mod tables;
mod view;

pub use keys::KeysByPlace;
pub use manifest::{FileEntry, MANIFEST_FORMAT, ManifestError, ManifestHead, Tree, Was, parse_head};

pub use overview::{KEYS_PATH, LATEST_PATH, NOTICES_PATH, keys, latest, totals};
pub use packages::packages;
pub use part::{Kept, MIRROR_FORMAT, MIRROR_PATH, MirrorNote, Part};
pub use plan::{Renderer, Unit};
pub use progress::{PROGRESS_FORMAT, progress, progress_path};
pub use sheets::{sheets, sheets_path};
pub use view::{Cut, File, RenderError, View};

/// The programs for a browser, which a publication may have: for checking one statement, and for asking the tables. No figures, and in no
/// manifest.
pub const PROGRAM_PATHS: [&str; 7] = [
    "program/duckdb.wasm.gz",
    "program/explorer-engine.js",
    "program/explorer-worker.js",
    "program/explorer.js",
    "program/verify.html",
    "program/verify.js",
    "program/verify.wasm",
];

/// The list of others who have the publication: no figures, and in no manifest.
pub const MIRRORS_PATH: &str = "mirrors.json";

/// Where the server is for what needs one, such as reports of errors: no figures, and in no manifest.
pub const SERVICES_PATH: &str = "services.json";

/// Version of the published formats as a whole; files of another version are rendered by another version of Saksi.
pub const FORMAT: &str = "saksi/1";
