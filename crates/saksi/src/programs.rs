//! The programs by which anyone checks one statement, or asks the tables, in a browser. A publication has them beside its figures, outside the manifests.

use crate::error::Failure;
use crate::folder::{Folder, write_whole};

/// Their paths in a publication, and their bytes. None where they were not built.
pub static PROGRAMS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/programs.rs"));

/// Puts them into the public folder. A binary without them leaves alone what another one put there.
pub fn write(folder: &Folder) -> Result<(), Failure> {
    for (name, bytes) in PROGRAMS {
        let path = folder.public().join(name);
        if std::fs::read(&path).is_ok_and(|there| there == *bytes) {
            continue;
        }
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)
                .map_err(|error| Failure::file("creating the folder", parent, error))?;
        }
        write_whole(&path, bytes, 0o644)?;
    }
    Ok(())
}
