//! Files on their way: fetched aside, checked, and found again by a later round.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use ledger::{Hash, sha256};

use super::failure::MirrorFailure;
use super::{Origin, read};
use crate::error::Failure;
use crate::texts::say;

/// A place beside the folder, and what was brought into it.
pub struct Stage<'m> {
    origin: &'m Origin,
    /// The folder that is shown.
    folder: &'m Path,
    root: PathBuf,
    fetched: AtomicU64,
    bytes: AtomicU64,
    kept: AtomicU64,
}

/// Files and bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brought {
    /// Files fetched from the origin.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that were here already.
    pub kept: u64,
}

impl<'m> Stage<'m> {
    pub fn new(origin: &'m Origin, folder: &'m Path, root: PathBuf) -> Stage<'m> {
        Stage {
            origin,
            folder,
            root,
            fetched: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            kept: AtomicU64::new(0),
        }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn brought(&self) -> Brought {
        let count = |number: &AtomicU64| number.load(Ordering::Relaxed);
        Brought { files: count(&self.fetched), bytes: count(&self.bytes), kept: count(&self.kept) }
    }

    /// One more file was here already.
    pub fn keep(&self) {
        self.kept.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether a file of this length is shown.
    pub fn shows(&self, path: &str, bytes: u64) -> bool {
        fs::symlink_metadata(self.folder.join(path))
            .is_ok_and(|known| known.is_file() && known.len() == bytes)
    }

    /// Whether a file is shown or staged.
    pub fn has(&self, path: &str) -> bool {
        self.folder.join(path).is_file() || self.root.join(path).is_file()
    }

    /// A file's bytes: staged, or else as it is shown.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        match read(&self.root.join(path))? {
            Some(bytes) => Ok(Some(bytes)),
            None => read(&self.folder.join(path)),
        }
    }

    /// Brings a file of this length and hash.
    pub fn named(&self, path: &str, bytes: u64, hash: Hash) -> Result<(), Failure> {
        if read(&self.root.join(path))?.is_some_and(|staged| sha256(&staged) == hash) {
            self.keep();
            return Ok(());
        }
        let found = self.fetch(path, bytes)?.ok_or_else(|| self.lacks(path))?;
        if found.len() as u64 != bytes || sha256(&found) != hash {
            return Err(MirrorFailure::wrong(path, say!("mirror-wrong-hash")).into());
        }
        self.put(path, &found)
    }

    /// Brings a file of whose bytes nothing is known yet; none: there is none. With `again` also where it is staged.
    pub fn any(&self, path: &str, at_most: u64, again: bool) -> Result<Option<Vec<u8>>, Failure> {
        if !again && let Some(staged) = read(&self.root.join(path))? {
            self.keep();
            return Ok(Some(staged));
        }
        let Some(found) = self.fetch(path, at_most)? else { return Ok(None) };
        self.put(path, &found)?;
        Ok(Some(found))
    }

    /// The same of a file that must be there.
    pub fn needed(&self, path: &str, at_most: u64, again: bool) -> Result<Vec<u8>, Failure> {
        self.any(path, at_most, again)?.ok_or_else(|| self.lacks(path).into())
    }

    /// Asks for a file without keeping it.
    pub fn fetch(&self, path: &str, at_most: u64) -> Result<Option<Vec<u8>>, Failure> {
        let found = self.origin.get(path, at_most)?;
        if let Some(found) = &found {
            self.fetched.fetch_add(1, Ordering::Relaxed);
            self.bytes.fetch_add(found.len() as u64, Ordering::Relaxed);
        }
        Ok(found)
    }

    /// Stages bytes of our own, unless the very same are shown.
    pub fn own(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        if read(&self.folder.join(path))?.is_some_and(|shown| shown == bytes) {
            return Ok(());
        }
        self.put(path, bytes)
    }

    /// Stages bytes, whole or not at all.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let place = self.root.join(path);
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let unfinished = place.with_file_name(format!(".{name}.tmp"));
        let written = match fs::write(&unfinished, bytes) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let parent = place.parent().unwrap_or(&self.root);
                fs::create_dir_all(parent)
                    .map_err(|error| Failure::file("creating the folder", parent, error))?;
                fs::write(&unfinished, bytes)
            }
            other => other,
        };
        written.map_err(|error| Failure::file("writing", &unfinished, error))?;
        fs::rename(&unfinished, &place).map_err(|error| Failure::file("renaming to", &place, error))
    }

    /// Forgets what is staged at a path, or below it.
    pub fn forget(&self, path: &str) {
        let place = self.root.join(path);
        // What can't be removed is found wrong again.
        let _ = if place.is_dir() { fs::remove_dir_all(&place) } else { fs::remove_file(&place) };
    }

    fn lacks(&self, path: &str) -> MirrorFailure {
        MirrorFailure::Lacks { from: self.origin.address.clone(), path: path.to_owned() }
    }
}
