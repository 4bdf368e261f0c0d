//! Where bytes stay for good, named by their SHA-256: photos, lists, registers.
//!
//! One trait, and everybody in the house who reads or keeps such bytes goes through it: a [`Folder`], a bucket ([`S3`]), or a
//! bucket behind a folder ([`Both`]). What holds of each:
//! - what was kept is durable before [`Blobs::keep`] returns;
//! - what a name holds never changes, and is what the name says: other bytes are an error ([`BlobError::Damaged`]), never given out;
//! - "not held" is only said where the store itself said so; a store that can't be asked is an error.
//!
//! Everything here waits for a disk or for a network.

mod both;
mod folder;
mod s3;

use std::path::{Path, PathBuf};

use ledger::Hash;

pub use both::Both;
pub use folder::Folder;
pub use s3::{Clock, Named, S3, SetUp, SetUpError};

/// Why bytes could not be kept or given. Nothing that was acknowledged before is lost by it.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The file system refused.
    #[error("{action} {}: {source}; free space or give access", path.display())]
    File {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A bucket's server gave no answer, however often it was asked.
    #[error(
        "{store} gives no answer ({why}, asked {tries} times): look whether its server runs and is reached from here"
    )]
    NoAnswer {
        /// `s3://bucket/prefix`.
        store: String,
        /// What the connection said.
        why: String,
        /// How often it was asked.
        tries: u32,
    },
    /// A bucket's server answered that it won't.
    #[error(
        "{store} refuses {what}: {status} {code}; look at its keys, its rights (PutObject, GetObject, ListBucket) and this machine's clock"
    )]
    Refused {
        /// `s3://bucket/prefix`.
        store: String,
        /// What was asked.
        what: &'static str,
        /// HTTP status.
        status: u16,
        /// The server's own code; empty where it gave none.
        code: String,
    },
    /// What is held under a name has another hash.
    #[error(
        "{store} holds other bytes under {name} than the name says: bring them back from a backup or an older version"
    )]
    Damaged {
        /// Where.
        store: String,
        /// The name.
        name: String,
    },
}

impl BlobError {
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> BlobError {
        let path = path.to_owned();
        move |source| BlobError::File { action, path, source }
    }
}

/// Bytes named by their hash, which never change. What a name holds is what the name says: bytes are given to [`Blobs::keep`]
/// only after they have been hashed.
pub trait Blobs: Send + Sync {
    /// Keeps a file's bytes, which are on disk already; durable when it returns. The file is gone from where it was. Where it fails,
    /// the file is where it was, and it may be tried again.
    fn keep(&self, sha256: &Hash, file: &Path) -> Result<(), BlobError>;

    /// Keeps bytes; durable when it returns.
    fn keep_bytes(&self, bytes: &[u8]) -> Result<Hash, BlobError>;

    /// The bytes; none where they are not held.
    fn get(&self, sha256: &Hash) -> Result<Option<Vec<u8>>, BlobError>;

    /// How many bytes; none where they are not held.
    fn length(&self, sha256: &Hash) -> Result<Option<u64>, BlobError>;

    /// All that is held, in the order of the names.
    fn list(&self) -> Result<Vec<Hash>, BlobError>;

    /// The file that holds the bytes, where one on this machine does: it may be given a second name, and nothing else.
    fn file(&self, sha256: &Hash) -> Option<PathBuf>;

    /// Where this is, for people.
    fn name(&self) -> String;
}

/// Shared among those who read and keep.
impl<B: Blobs + ?Sized> Blobs for std::sync::Arc<B> {
    fn keep(&self, sha256: &Hash, file: &Path) -> Result<(), BlobError> {
        self.as_ref().keep(sha256, file)
    }

    fn keep_bytes(&self, bytes: &[u8]) -> Result<Hash, BlobError> {
        self.as_ref().keep_bytes(bytes)
    }

    fn get(&self, sha256: &Hash) -> Result<Option<Vec<u8>>, BlobError> {
        self.as_ref().get(sha256)
    }

    fn length(&self, sha256: &Hash) -> Result<Option<u64>, BlobError> {
        self.as_ref().length(sha256)
    }

    fn list(&self) -> Result<Vec<Hash>, BlobError> {
        self.as_ref().list()
    }

    fn file(&self, sha256: &Hash) -> Option<PathBuf> {
        self.as_ref().file(sha256)
    }

    fn name(&self) -> String {
        self.as_ref().name()
    }
}

/// The bytes, if they are what the name says.
fn checked(sha256: &Hash, bytes: Vec<u8>, store: impl FnOnce() -> String) -> Result<Vec<u8>, BlobError> {
    if ledger::sha256(&bytes) == *sha256 {
        return Ok(bytes);
    }
    Err(BlobError::Damaged { store: store(), name: sha256.to_hex() })
}
