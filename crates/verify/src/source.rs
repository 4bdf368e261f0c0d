//! Where a publication is read from.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _};
use std::path::{Component, Path, PathBuf};

/// A publication: files by path, with forward slashes and without a leading one.
///
/// It may be hostile: nothing is read beyond the length a caller can use.
pub trait Source: Sync {
    /// Reads a file into `bytes`, whose content it replaces. Of a file longer than `at_most` bytes it reads one byte more
    /// than that.
    ///
    /// # Errors
    /// When the file is there, or may be, and can't be read.
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError>;

    /// What lies directly in a folder, in any order; none: this source can't list. The publication itself is the folder
    /// with the empty name.
    ///
    /// # Errors
    /// When the folder is there and can't be listed.
    fn list(&self, folder: &str) -> Result<Option<Vec<Listed>>, SourceError>;

    /// Its name, for people.
    fn name(&self) -> String;
}

/// What a reading found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No such file.
    Absent,
    /// The whole file.
    Whole,
    /// The beginning of a file that is longer than anything that belongs there.
    Longer,
}

/// Something that lies in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name in the folder.
    pub name: String,
    /// What it is.
    pub kind: ListedKind,
}

/// What lies in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListedKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, a pipe, a device: a copy of the publication would not hold what it shows. Also whatever has a name that is
    /// not UTF-8: no path leads to it, so that what it holds can't be looked at.
    Other,
}

/// A file that is there, or may be, could not be read: nothing can be said about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("reading `{path}`: {what}")]
pub struct SourceError {
    /// The file.
    pub path: String,
    /// What the system said.
    pub what: String,
}

/// A publication in a folder.
#[derive(Debug, Clone)]
pub struct FolderSource {
    root: PathBuf,
}

impl FolderSource {
    /// The publication below this folder.
    pub fn new(root: impl Into<PathBuf>) -> FolderSource {
        FolderSource { root: root.into() }
    }
}

impl Source for FolderSource {
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError> {
        bytes.clear();
        let wrong = |what: String| SourceError { path: path.to_owned(), what };
        if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(wrong("the path leads out of the publication".to_owned()));
        }
        let file = match open(&self.root.join(path)) {
            Ok(file) => file,
            Err(error) if is_absent(error.kind()) => return Ok(Found::Absent),
            Err(error) => return Err(wrong(error.to_string())),
        };
        let metadata = file.metadata().map_err(|error| wrong(error.to_string()))?;
        if metadata.is_dir() {
            return Ok(Found::Absent);
        }
        if !metadata.is_file() {
            return Err(wrong("it is no regular file".to_owned()));
        }
        // The length is known, so reading ends without asking once more: a million files, one call less each.
        let length = metadata.len().min(at_most.saturating_add(1));
        bytes.reserve(usize::try_from(length).unwrap_or(0));
        file.take(length).read_to_end(bytes).map_err(|error| wrong(error.to_string()))?;
        Ok(if metadata.len() > at_most { Found::Longer } else { Found::Whole })
    }

    fn list(&self, folder: &str) -> Result<Option<Vec<Listed>>, SourceError> {
        let wrong = |error: std::io::Error| SourceError { path: folder.to_owned(), what: error.to_string() };
        let entries = match std::fs::read_dir(self.root.join(folder)) {
            Ok(entries) => entries,
            Err(error) if is_absent(error.kind()) => return Ok(Some(Vec::new())),
            Err(error) => return Err(wrong(error)),
        };
        let mut listed = Vec::new();
        for entry in entries {
            let entry = entry.map_err(wrong)?;
            let kind = entry.file_type().map_err(wrong)?;
            let kind = match (kind.is_dir(), kind.is_file()) {
                (true, _) => ListedKind::Folder,
                (false, true) => ListedKind::File,
                (false, false) => ListedKind::Other,
            };
            listed.push(match entry.file_name().into_string() {
                Ok(name) => Listed { name, kind },
                // Under a name made readable it would be looked for, not found, and taken as empty.
                Err(name) => Listed { name: name.to_string_lossy().into_owned(), kind: ListedKind::Other },
            });
        }
        Ok(Some(listed))
    }

    fn name(&self) -> String {
        self.root.display().to_string()
    }
}

/// Opens a file, not what a link points to, and without waiting for the other end of a pipe.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    }
    options.open(path)
}

fn is_absent(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &FolderSource, path: &str, at_most: u64) -> Result<(Found, Vec<u8>), SourceError> {
        let mut bytes = b"what was there before".to_vec();
        source.read(path, at_most, &mut bytes).map(|found| (found, bytes))
    }

    #[test]
    fn a_folder_is_read_and_listed_by_path() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("a/b")).unwrap();
        std::fs::write(folder.path().join("a/b/c.json"), "{}").unwrap();
        std::fs::write(folder.path().join("top"), "1").unwrap();
        let source = FolderSource::new(folder.path());
        assert_eq!(read(&source, "a/b/c.json", 9).unwrap(), (Found::Whole, b"{}".to_vec()));
        assert_eq!(read(&source, "a/b/c.json", 2).unwrap(), (Found::Whole, b"{}".to_vec()));
        assert_eq!(read(&source, "a/b/c.json", 0).unwrap(), (Found::Longer, b"{".to_vec()));
        assert_eq!(read(&source, "a/b", 9).unwrap().0, Found::Absent, "a folder is no file");
        assert_eq!(read(&source, "top/x", 9).unwrap().0, Found::Absent);
        let mut all = source.list("").unwrap().unwrap();
        all.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        let listed = |name: &str, kind| Listed { name: name.to_owned(), kind };
        assert_eq!(all, [listed("a", ListedKind::Folder), listed("top", ListedKind::File)]);
        assert_eq!(source.list("a/b").unwrap().unwrap(), [listed("c.json", ListedKind::File)]);
        assert_eq!(source.list("z").unwrap().unwrap(), []);
    }

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "x").unwrap();
        std::fs::create_dir(outside.path().join("public")).unwrap();
        let source = FolderSource::new(outside.path().join("public"));
        for path in ["../secret", "/etc/hostname", "a/../../secret"] {
            assert!(read(&source, path, 9).is_err(), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_a_pipe_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("link")).unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let source = FolderSource::new(folder.path());
        assert!(read(&source, "link", 9).is_err());
        assert!(read(&source, "pipe", 9).unwrap_err().what.contains("regular"));
        assert!(source.list("").unwrap().unwrap().iter().all(|one| one.kind == ListedKind::Other));
    }
}
