//! Bundles the profile for the targets that need an election.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../profiles/id-2024");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the profile's folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).expect("a file below it").display().to_string();
                files.insert(name, std::fs::read_to_string(&path).expect("a text"));
            }
        }
    }
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("an output folder")).join("profile.json");
    std::fs::write(out, serde_json::to_string(&files).expect("JSON")).expect("the bundle");
}
