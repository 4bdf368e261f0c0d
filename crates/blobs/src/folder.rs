//! A folder with a file for each blob.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use ledger::{Hash, sha256};

use crate::{BlobError, Blobs, checked};

/// A folder with a file for each, which nobody may write to.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Names of unfinished files: the same bytes may be kept twice at once.
    next: AtomicU64,
}

impl Folder {
    /// The folder; made where it is not there.
    pub fn open(path: &Path) -> Result<Folder, BlobError> {
        fs::create_dir_all(path).map_err(BlobError::file("creating the folder", path))?;
        Ok(Folder { path: path.to_owned(), next: AtomicU64::new(0) })
    }

    fn path(&self, sha256: &Hash) -> PathBuf {
        self.path.join(sha256.to_hex())
    }

    fn move_in(&self, sha256: &Hash, file: &Path) -> io::Result<()> {
        let mut permissions = fs::metadata(file)?.permissions();
        #[cfg(unix)]
        std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o444);
        #[cfg(not(unix))]
        permissions.set_readonly(true);
        fs::set_permissions(file, permissions)?;
        fs::rename(file, self.path(sha256))?;
        self.sync()
    }

    /// A file's name is on disk only when its folder is.
    fn sync(&self) -> io::Result<()> {
        #[cfg(unix)]
        fs::File::open(&self.path)?.sync_all()?;
        Ok(())
    }
}

impl Blobs for Folder {
    fn keep(&self, sha256: &Hash, file: &Path) -> Result<(), BlobError> {
        self.move_in(sha256, file).map_err(BlobError::file("keeping", &self.path(sha256)))
    }

    fn keep_bytes(&self, bytes: &[u8]) -> Result<Hash, BlobError> {
        let sha256 = sha256(bytes);
        // Nobody writes a blob again: the published name is a second name of the same file.
        let path = self.path(&sha256);
        if fs::read(&path).is_ok_and(|held| held == bytes) {
            return Ok(sha256);
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let name = format!(".{}-{}-{number}.tmp", sha256.to_hex(), std::process::id());
        let unfinished = self.path.join(name);
        let write = || {
            let mut file = fs::File::create(&unfinished)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(BlobError::file("writing", &unfinished))?;
        self.keep(&sha256, &unfinished)?;
        Ok(sha256)
    }

    fn get(&self, sha256: &Hash) -> Result<Option<Vec<u8>>, BlobError> {
        let path = self.path(sha256);
        let bytes = found(fs::read(&path)).map_err(BlobError::file("reading", &path))?;
        bytes.map(|bytes| checked(sha256, bytes, || self.name())).transpose()
    }

    fn length(&self, sha256: &Hash) -> Result<Option<u64>, BlobError> {
        let path = self.path(sha256);
        found(fs::metadata(&path).map(|file| file.len())).map_err(BlobError::file("reading", &path))
    }

    fn list(&self) -> Result<Vec<Hash>, BlobError> {
        let wrong = || BlobError::file("listing", &self.path);
        let mut all = Vec::new();
        for file in fs::read_dir(&self.path).map_err(wrong())? {
            let Ok(name) = file.map_err(wrong())?.file_name().into_string() else { continue };
            // A blob's name is its hash in lower-case digits, and nothing else.
            all.extend(Hash::from_hex(&name).ok().filter(|hash| hash.to_hex() == name));
        }
        all.sort_unstable_by_key(|hash| hash.0);
        Ok(all)
    }

    fn file(&self, sha256: &Hash) -> Option<PathBuf> {
        Some(self.path(sha256)).filter(|path| path.exists())
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }
}

fn found<T>(read: io::Result<T>) -> io::Result<Option<T>> {
    match read {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}
