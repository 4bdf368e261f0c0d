//! Files that are old or new, never half.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::ServicesError;

/// Writes a file whole and durably, with these permissions from its first byte on. Folders above it are made.
pub fn write_whole(path: &Path, bytes: &[u8], mode: u32) -> Result<(), ServicesError> {
    let wrong = || ServicesError::file("writing", path);
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(ServicesError::file("creating the folder", folder))?;
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("file");
    let unfinished = folder.join(format!(".{name}.tmp"));
    // What a crash has left.
    let _ = fs::remove_file(&unfinished);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let mut file = options.open(&unfinished).map_err(wrong())?;
    file.write_all(bytes).map_err(wrong())?;
    file.sync_all().map_err(wrong())?;
    fs::rename(&unfinished, path).map_err(wrong())?;
    // A file's name is on disk only when its folder is.
    #[cfg(unix)]
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(wrong())?;
    Ok(())
}
