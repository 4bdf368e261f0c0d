//! The dozen file operations that durability is made of, behind a trait so that tests can cut the power between any
//! two of them ([`FragileDisk`](crate::FragileDisk)).
//!
//! A file's content is durable after it was synced; its *name* only after its folder was. Names are
//! given by link (create-only) or rename (replace), and only to content that is durable already: so under a final
//! name there is never half a file.

use std::{
    any::Any,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};
use thiserror::Error;

/// File operations in the granularity of a power cut.
pub trait Disk: Send + Sync {
    /// The content of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Creates a file that must not exist, writes and syncs its content (not its name).
    fn write_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Gives a file a second name that must not exist.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Moves a name, replacing what had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file's name.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder that must not exist in one that does.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// Names in a folder, `true` for folders; unordered.
    fn list(&self, path: &Path) -> io::Result<Vec<(String, bool)>>;
    /// Takes an exclusive hold on a file, creating it, until the guard is dropped.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] when another holds it.
    fn hold(&self, path: &Path) -> io::Result<Box<dyn Any + Send + Sync>>;
}

/// The machine's own file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }
    fn write_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // What the ledger holds is never written again, and is published as a second name of the same file.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o444);
        let mut file = options.open(path)?;
        file.write_all(bytes)?;
        // Never retried: after a failed sync the kernel may call the lost pages clean.
        file.sync_data()
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Windows offers no sync of folders; NTFS journals names itself.
        if cfg!(windows) { Ok(()) } else { File::open(path)?.sync_all() }
    }
    fn list(&self, path: &Path) -> io::Result<Vec<(String, bool)>> {
        fs::read_dir(path)?
            .map(|entry| {
                let entry = entry?;
                Ok((entry.file_name().to_string_lossy().into_owned(), entry.file_type()?.is_dir()))
            })
            .collect()
    }
    fn hold(&self, path: &Path) -> io::Result<Box<dyn Any + Send + Sync>> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Box::new(file)),
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// A failed file operation, sorted by what a person can do about it.
#[derive(Debug, Error)]
pub enum DiskError {
    /// No space, or the quota is used up.
    #[error(
        "{}: the disk is full. Free or add space, then restart: nothing that was acknowledged is lost",
        path.display()
    )]
    Full {
        /// The file being written.
        path: PathBuf,
    },
    /// The file system is mounted read-only, as Linux does by itself after a disk error.
    #[error(
        "{}: the file system is read-only. Look at the system log for a disk error, make it writable, then restart",
        path.display()
    )]
    ReadOnly {
        /// The file being written.
        path: PathBuf,
    },
    /// This user may not.
    #[error("{}: permission denied. Give the folder to the user that Saksi runs as, then restart", path.display())]
    Denied {
        /// The file concerned.
        path: PathBuf,
    },
    /// Anything else.
    #[error("{}: can't {action} ({source}). Restart to recover; if it returns, check the disk", path.display())]
    Failed {
        /// What was tried.
        action: &'static str,
        /// The file concerned.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
}

impl DiskError {
    /// Sorts an error of `action` on `path`.
    pub fn new(action: &'static str, path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        let kind = source.kind();
        if matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            Self::Full { path }
        } else if kind == io::ErrorKind::ReadOnlyFilesystem {
            Self::ReadOnly { path }
        } else if kind == io::ErrorKind::PermissionDenied {
            Self::Denied { path }
        } else {
            Self::Failed { action, path, source }
        }
    }
}
