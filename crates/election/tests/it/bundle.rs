//! A profile read from its folder, for the tests of every crate.

use std::fs;
use std::path::Path;

use election::ProfileBundle;

/// All files of a folder, which is named from the top of the project: `profiles/id-2024`.
pub fn bundle(folder: &str) -> ProfileBundle {
    // Whichever crate's test this is compiled into.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut bundle = ProfileBundle::default();
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
                bundle.files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    bundle
}
