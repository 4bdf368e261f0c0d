//! Where the reference data lies.

use std::path::{Path, PathBuf};

/// The reference data, or one line that says what is skipped.
pub fn reference_data(test: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {test} (no reference data at ../shared/data)");
    None
}
