//! Where a ledger's files live: immutable objects under slash-separated paths.
//!
//! A store is *not trusted*: whatever it returns is checked against the signed head that the [`Lock`](crate::Lock)
//! keeps. What it must do is keep its word on durability: when a write returns, a power cut can't undo it.
//! The folder backend is [`FolderStore`](crate::FolderStore); a bucket (conditional create) fits the same trait.

use crate::DiskError;
use std::sync::Arc;
use thiserror::Error;

/// Immutable objects, durable once a write returns. Paths are relative, `/`-separated, of letters, digits, `.`, `_`
/// and `-`, no part beginning with a dot.
pub trait Store: Send + Sync {
    /// The object's bytes, `None` when there is none.
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Creates an object. One that is already there must be byte-identical, which makes a repeated write harmless;
    /// otherwise [`StoreError::Differs`], and the old bytes stay.
    fn put_new(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError>;

    /// [`put_new`](Self::put_new) for many. After an error any subset may be there; all of them are when it returns.
    fn put_new_many(&self, objects: &[(String, Vec<u8>)]) -> Result<(), StoreError>;

    /// Replaces an object atomically: a reader sees the old or the new bytes. Only the public checkpoint is replaced.
    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError>;

    /// Deletes an object; a missing one is no error. A power cut may bring it back, so only staging and superseded
    /// partial tiles are ever deleted: both are harmless when they reappear.
    fn delete(&self, path: &str) -> Result<(), StoreError>;

    /// Paths that begin with `prefix`, sorted.
    fn list(&self, prefix: &str) -> Result<Vec<String>, StoreError>;

    /// Removes what interrupted writes left behind. Called once, by the only writer, before it writes.
    fn tidy(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Why a store refused.
#[derive(Debug, Error)]
pub enum StoreError {
    /// An immutable object exists with other bytes: two writers, or a damaged file.
    #[error(
        "{path} exists with other content and must never change: stop, keep the folder, run `verify` on it"
    )]
    Differs {
        /// The object.
        path: String,
    },
    /// Not a path of a ledger.
    #[error("{path:?} is no path of a ledger")]
    BadPath {
        /// The path as given.
        path: String,
    },
    /// The disk failed.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// A fault injected by a test, see [`MemoryStore`](crate::MemoryStore).
    #[error("injected fault at {path}")]
    Injected {
        /// The object.
        path: String,
    },
}

/// Refuses paths that could leave the store or hide in it.
///
/// # Errors
/// [`StoreError::BadPath`].
pub(crate) fn check_path(path: &str) -> Result<(), StoreError> {
    let fine = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
    };
    if path.split('/').all(fine) { Ok(()) } else { Err(StoreError::BadPath { path: path.to_owned() }) }
}

impl<T: Store + ?Sized> Store for Arc<T> {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        (**self).get(path)
    }
    fn put_new(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        (**self).put_new(path, bytes)
    }
    fn put_new_many(&self, objects: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
        (**self).put_new_many(objects)
    }
    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        (**self).replace(path, bytes)
    }
    fn delete(&self, path: &str) -> Result<(), StoreError> {
        (**self).delete(path)
    }
    fn list(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        (**self).list(prefix)
    }
    fn tidy(&self) -> Result<(), StoreError> {
        (**self).tidy()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_the_store_or_hide_in_it() {
        for good in ["checkpoint", "tile/0/x001/234.p/5", "staging/5-00ff-17"] {
            assert!(check_path(good).is_ok(), "{good}");
        }
        for bad in ["", "/etc", "a//b", "a/", "../a", "a/../b", ".tmp/a", "a/.b", "a b", "a\\b", "a\0"] {
            assert!(matches!(check_path(bad), Err(StoreError::BadPath { .. })), "{bad:?}");
        }
    }
}
