//! The trusted signed head: the one place where a ledger's history is decided.
//!
//! A batch is in the ledger from the moment [`Lock::compare_and_swap`] has returned, and not before. The lock must
//! *never* be restored from a backup: an older head would let the sequencer sign a second history, the one
//! error that a ledger can't survive. It therefore lives apart from the store and is made by an explicit act.

use crate::DiskError;
use std::{path::PathBuf, sync::Arc};
use thiserror::Error;

/// A single value (the signed checkpoint, verbatim) moved by compare-and-swap; durable when a call returns.
pub trait Lock: Send + Sync {
    /// The head; `None` when no ledger was created here.
    fn read(&self) -> Result<Option<Vec<u8>>, LockError>;

    /// Writes the first head. Only the explicit creation of a ledger calls it.
    ///
    /// # Errors
    /// [`LockError::Exists`] when there is one.
    fn create(&self, head: &[u8]) -> Result<(), LockError>;

    /// Replaces `old` by `new`.
    ///
    /// # Errors
    /// [`LockError::Changed`] when the head isn't `old`: another writer was here. After any other error the head may
    /// be either; only a fresh start can tell.
    fn compare_and_swap(&self, old: &[u8], new: &[u8]) -> Result<(), LockError>;
}

/// Why the lock refused.
#[derive(Debug, Error)]
pub enum LockError {
    /// Another process holds it.
    #[error("{}: the ledger is in use by another process: stop that one first; two writers would fork the ledger", path.display())]
    InUse {
        /// The file held.
        path: PathBuf,
    },
    /// The content fails its own checksum.
    #[error(
        "{}: the signed head is damaged ({detail}). Don't restore it from a backup: take the newest checkpoint that \
         the witnesses cosigned, compare it with the store, and write the lock anew by hand", path.display()
    )]
    Corrupt {
        /// The lock file.
        path: PathBuf,
        /// What is wrong with it.
        detail: &'static str,
    },
    /// The head isn't the expected one.
    #[error("the signed head was moved by another writer: stop both, then start one")]
    Changed,
    /// A head exists already.
    #[error("a ledger was created here before: open it, or choose another folder")]
    Exists,
    /// There is no head to swap.
    #[error("no ledger was created here: create it first, explicitly")]
    Missing,
    /// The disk failed.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// A fault injected by a test, see [`MemoryLock`](crate::MemoryLock).
    #[error("injected fault at the lock")]
    Injected,
}

impl<T: Lock + ?Sized> Lock for Arc<T> {
    fn read(&self) -> Result<Option<Vec<u8>>, LockError> {
        (**self).read()
    }
    fn create(&self, head: &[u8]) -> Result<(), LockError> {
        (**self).create(head)
    }
    fn compare_and_swap(&self, old: &[u8], new: &[u8]) -> Result<(), LockError> {
        (**self).compare_and_swap(old, new)
    }
}
