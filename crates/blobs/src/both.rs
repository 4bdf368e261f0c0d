//! A folder before another store.

use std::path::{Path, PathBuf};

use ledger::Hash;

use crate::{BlobError, Blobs, Folder};

/// A folder that holds what the election began with and what came before there was another store, and that store, which
/// keeps everything new. What either holds is held.
pub struct Both<S> {
    folder: Folder,
    store: S,
}

impl<S: Blobs> Both<S> {
    /// The two.
    pub fn new(folder: Folder, store: S) -> Both<S> {
        Both { folder, store }
    }
}

impl<S: Blobs> Blobs for Both<S> {
    fn keep(&self, sha256: &Hash, file: &Path) -> Result<(), BlobError> {
        self.store.keep(sha256, file)
    }

    fn keep_bytes(&self, bytes: &[u8]) -> Result<Hash, BlobError> {
        self.store.keep_bytes(bytes)
    }

    fn get(&self, sha256: &Hash) -> Result<Option<Vec<u8>>, BlobError> {
        match self.folder.get(sha256)? {
            Some(bytes) => Ok(Some(bytes)),
            None => self.store.get(sha256),
        }
    }

    fn length(&self, sha256: &Hash) -> Result<Option<u64>, BlobError> {
        match self.folder.length(sha256)? {
            Some(length) => Ok(Some(length)),
            None => self.store.length(sha256),
        }
    }

    fn list(&self) -> Result<Vec<Hash>, BlobError> {
        let mut all = self.folder.list()?;
        all.extend(self.store.list()?);
        all.sort_unstable_by_key(|hash| hash.0);
        all.dedup();
        Ok(all)
    }

    fn file(&self, sha256: &Hash) -> Option<PathBuf> {
        self.folder.file(sha256)
    }

    fn name(&self) -> String {
        self.store.name()
    }
}
