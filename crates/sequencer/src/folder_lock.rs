//! A [`Lock`] in a file, held by one process for its lifetime.
//!
//! `<path>` holds the head with a checksum of its own; `<path>.held` is the file that is locked exclusively (a rename
//! replaces `<path>`, so that file can't carry the hold). The head moves by sync, rename, sync of the folder: after
//! a power cut it is the old or the new one, whole.

use crate::{Disk, DiskError, Lock, LockError, RealDisk};
use ledger::sha256;
use std::{
    any::Any,
    fmt, io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// First words of the lock file; the hex SHA-256 and the length of the head follow on the same line.
const MAGIC: &str = "saksi-lock/v1";

/// The signed head in a file under an exclusive hold.
pub struct FolderLock {
    path: PathBuf,
    disk: Arc<dyn Disk>,
    /// Released by the operating system when the process ends, however it ends.
    _held: Box<dyn Any + Send + Sync>,
}

impl FolderLock {
    /// Takes hold of the lock file at `path`, in a folder that exists, outside every backup.
    ///
    /// # Errors
    /// [`LockError::InUse`] when another process holds it; [`LockError::Disk`].
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, LockError> {
        Self::on_disk(path, Arc::new(RealDisk))
    }

    /// The same on another disk.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn on_disk(path: impl Into<PathBuf>, disk: Arc<dyn Disk>) -> Result<Self, LockError> {
        let path = path.into();
        let hold_file = with_suffix(&path, "held");
        let lock = match disk.hold(&hold_file) {
            Ok(held) => Self { path, disk, _held: held },
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                return Err(LockError::InUse { path: hold_file });
            }
            Err(error) => return Err(DiskError::new("hold", &hold_file, error).into()),
        };
        // The process before us may have died between rename and sync: what we read next must not be undone later.
        lock.sync_name()?;
        Ok(lock)
    }

    /// Writes a head; durable when it returns.
    fn write(&self, head: &[u8]) -> Result<(), LockError> {
        let new = with_suffix(&self.path, "new");
        match self.disk.remove(&new) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(DiskError::new("delete", &new, error).into()),
        }
        let mut bytes = format!("{MAGIC} {} {}\n", sha256(head).to_hex(), head.len()).into_bytes();
        bytes.extend_from_slice(head);
        self.disk.write_synced(&new, &bytes).map_err(|error| DiskError::new("write", &new, error))?;
        self.disk.rename(&new, &self.path).map_err(|error| DiskError::new("replace", &self.path, error))?;
        self.sync_name()
    }

    fn sync_name(&self) -> Result<(), LockError> {
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            Some(_) | None => Path::new("."),
        };
        self.disk.sync_folder(folder).map_err(|error| DiskError::new("sync the folder", folder, error).into())
    }

    fn corrupt(&self, detail: &'static str) -> LockError {
        LockError::Corrupt { path: self.path.clone(), detail }
    }
}

impl Lock for FolderLock {
    fn read(&self) -> Result<Option<Vec<u8>>, LockError> {
        let bytes = match self.disk.read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(DiskError::new("read", &self.path, error).into()),
        };
        let end = bytes.iter().position(|b| *b == b'\n').ok_or_else(|| self.corrupt("no first line"))?;
        let (line, rest) = bytes.split_at_checked(end).ok_or_else(|| self.corrupt("no first line"))?;
        let head = rest.get(1..).unwrap_or_default();
        if line != format!("{MAGIC} {} {}", sha256(head).to_hex(), head.len()).as_bytes() {
            return Err(self.corrupt("its checksum doesn't match"));
        }
        Ok(Some(head.to_vec()))
    }

    fn create(&self, head: &[u8]) -> Result<(), LockError> {
        if self.read()?.is_some() {
            return Err(LockError::Exists);
        }
        self.write(head)
    }

    fn compare_and_swap(&self, old: &[u8], new: &[u8]) -> Result<(), LockError> {
        match self.read()? {
            None => Err(LockError::Missing),
            Some(head) if head != old => Err(LockError::Changed),
            Some(_) => self.write(new),
        }
    }
}

impl fmt::Debug for FolderLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FolderLock").field("path", &self.path).finish_non_exhaustive()
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}
