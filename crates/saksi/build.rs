//! Builds into the binary what it hands on: the profiles, and the programs that publications have for browsers.

#[path = "build/profiles.rs"]
mod profiles;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    profiles::main();
    programs()
}

/// What `cargo xtask web` made of `web/verify`, `wasm/verify` and `web/explorer`. Without it a publication has no such program: its pages
/// leave their button hidden, and its explorer leads to the files.
fn programs() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/program");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files: Vec<PathBuf> = Vec::new();
    if root.is_dir() {
        for entry in fs::read_dir(&root)? {
            files.push(entry?.path().canonicalize()?);
        }
    }
    files.sort();
    let mut text = String::from("&[");
    for path in &files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let path = path.display().to_string();
        let _ = write!(text, "({:?}, include_bytes!({path:?}) as &[u8]),", format!("program/{name}"));
    }
    text.push(']');
    fs::write(env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default().join("programs.rs"), text)
}
