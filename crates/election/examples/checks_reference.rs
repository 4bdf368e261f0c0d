//! Writes docs/checks.md from the profile's rows.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use election::{Profile, ProfileBundle, reference};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024");
    let mut files = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root)?.display().to_string();
                files.insert(name, std::fs::read_to_string(&path)?);
            }
        }
    }
    let profile = Profile::from_bundle(&ProfileBundle { files })?;
    print!("{}", reference::checks_markdown(&profile, "en"));
    Ok(())
}
