//! Where a publication is read from.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

/// A publication: files by path, with forward slashes and without a leading one.
pub trait Source: Sync {
    /// The bytes of a file; none: there is no such file.
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError>;

    /// The path of every file that begins with `prefix`, in any order; none: this source can't list.
    fn list(&self, prefix: &str) -> Result<Option<Vec<String>>, SourceError>;

    /// Its name, for people.
    fn name(&self) -> String;
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

/// Room for most files without growing, bytes.
const USUAL: usize = 8 * 1024;

impl FolderSource {
    /// The publication below this folder.
    pub fn new(root: impl Into<PathBuf>) -> FolderSource {
        FolderSource { root: root.into() }
    }
}

impl Source for FolderSource {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let mut bytes = Vec::with_capacity(USUAL);
        // `take` keeps the standard library from asking for the length first: a million files, one call less each.
        let read =
            File::open(self.root.join(path)).and_then(|file| file.take(u64::MAX).read_to_end(&mut bytes));
        match read {
            Ok(_) => Ok(Some(bytes)),
            Err(error) if is_absent(error.kind()) => Ok(None),
            Err(error) => Err(SourceError { path: path.to_owned(), what: error.to_string() }),
        }
    }

    fn list(&self, prefix: &str) -> Result<Option<Vec<String>>, SourceError> {
        let folder = prefix.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut found = list_below(&self.root, folder)?;
        found.retain(|path| path.starts_with(prefix));
        Ok(Some(found))
    }

    fn name(&self) -> String {
        self.root.display().to_string()
    }
}

fn is_absent(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory)
}

fn list_below(root: &Path, folder: &str) -> Result<Vec<String>, SourceError> {
    let wrong = |error: std::io::Error| SourceError { path: folder.to_owned(), what: error.to_string() };
    let entries = match std::fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if is_absent(error.kind()) => return Ok(Vec::new()),
        Err(error) => return Err(wrong(error)),
    };
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in entries {
        let entry = entry.map_err(wrong)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if entry.file_type().map_err(wrong)?.is_dir() { folders.push(path) } else { files.push(path) }
    }
    let below: Vec<Vec<String>> =
        folders.par_iter().map(|folder| list_below(root, folder)).collect::<Result<_, _>>()?;
    files.extend(below.into_iter().flatten());
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_and_listed_by_path() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("a/b")).unwrap();
        std::fs::write(folder.path().join("a/b/c.json"), "{}").unwrap();
        std::fs::write(folder.path().join("top"), "1").unwrap();
        let source = FolderSource::new(folder.path());
        assert_eq!(source.get("a/b/c.json").unwrap().unwrap(), b"{}");
        assert_eq!(source.get("a/b").unwrap(), None, "a folder is no file");
        assert_eq!(source.get("top/x").unwrap(), None);
        let mut all = source.list("").unwrap().unwrap();
        all.sort_unstable();
        assert_eq!(all, ["a/b/c.json", "top"]);
        assert_eq!(source.list("a/").unwrap().unwrap(), ["a/b/c.json"]);
        assert_eq!(source.list("z/").unwrap().unwrap(), Vec::<String>::new());
    }
}
