//! Where bytes stay for good, named by their SHA-256.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use ledger::Hash;

/// Bytes named by their hash, which never change. What a name holds is what the name says: bytes are given to [`Blobs::keep`]
/// only after they have been hashed.
pub trait Blobs: Send + Sync {
    /// Keeps a file's bytes, which are on disk already; durable when it returns. The file is gone from where it was.
    fn keep(&self, sha256: &Hash, file: &Path) -> io::Result<()>;

    /// The bytes; none where they are not held.
    fn get(&self, sha256: &Hash) -> io::Result<Option<Vec<u8>>>;

    /// How many bytes; none where they are not held.
    fn length(&self, sha256: &Hash) -> io::Result<Option<u64>>;
}

/// A folder with a file for each, which nobody may write to.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder; made where it is not there.
    pub fn open(path: &Path) -> io::Result<Folder> {
        fs::create_dir_all(path)?;
        Ok(Folder(path.to_owned()))
    }

    fn path(&self, sha256: &Hash) -> PathBuf {
        self.0.join(sha256.to_hex())
    }
}

/// A file's name is on disk only when its folder is.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

impl Blobs for Folder {
    fn keep(&self, sha256: &Hash, file: &Path) -> io::Result<()> {
        let mut permissions = fs::metadata(file)?.permissions();
        #[cfg(unix)]
        std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o444);
        #[cfg(not(unix))]
        permissions.set_readonly(true);
        fs::set_permissions(file, permissions)?;
        fs::rename(file, self.path(sha256))?;
        sync_folder(&self.0)
    }

    fn get(&self, sha256: &Hash) -> io::Result<Option<Vec<u8>>> {
        found(fs::read(self.path(sha256)))
    }

    fn length(&self, sha256: &Hash) -> io::Result<Option<u64>> {
        found(fs::metadata(self.path(sha256)).map(|file| file.len()))
    }
}

fn found<T>(read: io::Result<T>) -> io::Result<Option<T>> {
    match read {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}
