//! Writing files of the public tree.

use std::fs;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::error::PublishError;

/// Writes a file whole: a reader sees the old content or the new, never part of it.
///
/// `fresh` says that nothing has ever been served from this place (the first cut): then the file is written where it goes,
/// and an unfinished one is written again after a crash, because `latest.json` doesn't exist before all of them do.
pub(crate) fn write(root: &Path, path: &str, bytes: &[u8], fresh: bool) -> Result<(), PublishError> {
    let target = inside(root, path)?;
    let (place, rename) = if fresh { (target.clone(), false) } else { (temporary(&target), true) };
    let create = || fs::File::create(&place);
    let mut file = match create() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make_parent(&target)?;
            create()
        }
        other => other,
    }
    .map_err(PublishError::file("creating", &place))?;
    file.write_all(bytes).map_err(PublishError::file("writing", &place))?;
    drop(file);
    if rename {
        fs::rename(&place, &target).map_err(PublishError::file("renaming to", &target))?;
    }
    Ok(())
}

/// The place of a path in the tree. Paths are made of ids and codes, which are plain; this is the second lock.
pub(crate) fn inside(root: &Path, path: &str) -> Result<PathBuf, PublishError> {
    if path.split('/').all(|name| !matches!(name, "" | "." | "..")) {
        return Ok(root.join(path));
    }
    Err(PublishError::Path(path.to_owned()))
}

/// Puts an immutable file of another folder into the tree: a hard link, or a copy where links can't be made.
pub(crate) fn link(from: &Path, root: &Path, path: &str) -> Result<(), PublishError> {
    let target = inside(root, path)?;
    if target.exists() {
        return Ok(());
    }
    let linked = match fs::hard_link(from, &target) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make_parent(&target)?;
            fs::hard_link(from, &target)
        }
        other => other,
    };
    match linked {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(_) => {
            let bytes = fs::read(from).map_err(PublishError::file("reading", from))?;
            write(root, path, &bytes, false)
        }
    }
}

/// Where a file of the tree lies until it is whole; its folder is there.
pub(crate) fn unfinished(root: &Path, path: &str) -> Result<PathBuf, PublishError> {
    let target = inside(root, path)?;
    make_parent(&target)?;
    Ok(temporary(&target))
}

/// Gives a file a second name, in the place of what had it; a copy where links can't be made.
pub(crate) fn replace_by_link(from: &Path, to: &Path) -> Result<(), PublishError> {
    let place = temporary(to);
    // What a crash has left.
    match fs::remove_file(&place) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(PublishError::file("removing", &place)(error));
        }
        Ok(()) | Err(_) => {}
    }
    let named = fs::hard_link(from, &place).or_else(|_| fs::copy(from, &place).map(|_| ()));
    named.map_err(PublishError::file("writing", &place))?;
    fs::rename(&place, to).map_err(PublishError::file("renaming to", to))
}

/// Whether a blob's first bytes are those of a JPEG or PNG: pictures stand under `photo/`, everything else under `blob/`.
pub(crate) fn is_picture(path: &Path) -> Result<bool, PublishError> {
    let mut head = [0; 4];
    let read = fs::File::open(path).and_then(|mut file| file.read(&mut head));
    let length = read.map_err(PublishError::file("reading", path))?;
    Ok(length == 4 && are_picture(&head))
}

/// Whether bytes begin as a JPEG or PNG does.
pub(crate) fn are_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xd8, 0xff]) && bytes.len() >= 4 || bytes.starts_with(b"\x89PNG")
}

/// Makes everything written so far to the file system of a folder durable: one call for a million files.
#[cfg(target_os = "linux")]
pub fn sync(root: &Path) -> Result<(), PublishError> {
    let folder = fs::File::open(root).map_err(PublishError::file("opening", root))?;
    rustix::fs::syncfs(folder).map_err(|error| PublishError::file("syncing", root)(error.into()))
}

/// Elsewhere there is no such call; after a power cut, `verify` finds what is missing.
#[cfg(not(target_os = "linux"))]
pub fn sync(_root: &Path) -> Result<(), PublishError> {
    Ok(())
}

/// Writes a file whole and durably, with these permissions from its first byte on: a crash leaves the old one or the new.
pub fn write_durably(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let unfinished = temporary(path);
    // What a crash has left.
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let mut file = options.open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}

fn make_parent(target: &Path) -> Result<(), PublishError> {
    match target.parent() {
        Some(parent) => fs::create_dir_all(parent).map_err(PublishError::file("creating the folder", parent)),
        None => Ok(()),
    }
}

fn temporary(target: &Path) -> PathBuf {
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    target.with_file_name(format!(".{name}.tmp"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_outside_the_public_tree() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("public");
        for path in ["../out", "a/../../out", "/out", "a//b", "./a", "a/..", ""] {
            let refused = write(&root, path, b"x", false);
            assert!(matches!(refused, Err(PublishError::Path(_))), "{path}: {refused:?}");
        }
        write(&root, "a/b", b"x", false).unwrap();
        assert_eq!(fs::read(root.join("a/b")).unwrap(), b"x");
    }
}
