//! The whole log, verified anew from its files: what tests run after every step, and an operator after a scare.

use crate::{LedgerReader, ReadError, Store, StoreError, commit::CHECKPOINT};
use ledger::{
    CheckpointError, Edge, Entry, SignedCheckpoint, TileId, VerifyingKey, WIDTH, bundles_for_size, leaf_hash,
};
use thiserror::Error;

/// A log that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedLog {
    /// The head that everything was checked against.
    pub head: SignedCheckpoint,
    /// Batches in it.
    pub batches: u64,
    /// Time of the last batch, milliseconds; 0 when there is none.
    pub last_time_ms: u64,
}

/// What is wrong with a log.
#[derive(Debug, Error)]
pub enum CheckError {
    /// Something can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing was published.
    #[error("there is no checkpoint")]
    NoCheckpoint,
    /// A checkpoint isn't signed by the ledger's key.
    #[error("{which}: {source}")]
    Signature {
        /// The published checkpoint or the lock's head.
        which: &'static str,
        /// Why not.
        source: CheckpointError,
    },
    /// The lock's head isn't the published one.
    #[error("the lock has {lock} entries, the public {public}, or another root")]
    Heads {
        /// Entries in the lock's head.
        lock: u64,
        /// Entries in the published checkpoint.
        public: u64,
    },
    /// A tile isn't what the entries below it hash to.
    #[error("{path} isn't what the entries hash to")]
    Tile {
        /// The tile.
        path: String,
    },
    /// The entries hash to another root.
    #[error("the entries hash to another root than the signed one")]
    Root,
    /// An entry's line of time and batch is missing or doesn't follow the one before.
    #[error("entry {index}: its line of time and batch doesn't follow the one before")]
    Sequence {
        /// The entry.
        index: u64,
    },
}

/// Verifies checkpoint, lock head (when given), every bundle, every tile that a log of this size serves, the root, and
/// that batches count up by one, with one time each, strictly increasing. Also the exact partial tiles of the
/// checkpoint's size must be there. Holds one bundle and the right edge in memory, whatever the size.
///
/// # Errors
/// [`CheckError`], the first thing found.
pub fn check_log<S: Store + ?Sized>(
    store: &S,
    lock_head: Option<&[u8]>,
    key: &VerifyingKey,
) -> Result<CheckedLog, CheckError> {
    let reader = LedgerReader::new(store);
    let head = reader.checkpoint()?.ok_or(CheckError::NoCheckpoint)?;
    head.verify(key).map_err(|source| CheckError::Signature { which: CHECKPOINT, source })?;
    if let Some(note) = lock_head {
        let signature = |source| CheckError::Signature { which: "lock", source };
        let lock = SignedCheckpoint::parse(note).map_err(signature)?;
        lock.verify(key).map_err(signature)?;
        if lock.checkpoint != head.checkpoint {
            return Err(CheckError::Heads { lock: lock.checkpoint.size, public: head.checkpoint.size });
        }
    }
    let size = head.checkpoint.size;
    let mut edge = Edge::new();
    let (mut batches, mut last_time_ms) = (0, 0);
    for id in bundles_for_size(size) {
        exact(store, id.path())?;
        let mut leaves = Vec::new();
        for (index, bytes) in (id.index * WIDTH..).zip(reader.bundle(id.index, size)?) {
            let entry = Entry::parse(&bytes).map_err(|_| CheckError::Sequence { index })?;
            let same = entry.batch == batches && entry.time_ms == last_time_ms && batches > 0;
            let next = entry.batch == batches + 1 && entry.time_ms > last_time_ms;
            if !same && !next {
                return Err(CheckError::Sequence { index });
            }
            (batches, last_time_ms) = (entry.batch, entry.time_ms);
            leaves.push(leaf_hash(&bytes));
        }
        for (tile, hashes) in edge.extend(&leaves) {
            // Inner tiles also come narrower than they are at this size, while they fill up.
            if TileId::at_size(tile.level, tile.index, size) == Some(tile) {
                let path = tile.path();
                if !hashes.iter().flat_map(|hash| hash.0).eq(exact(store, path.clone())?) {
                    return Err(CheckError::Tile { path });
                }
            }
        }
    }
    if edge.root() != head.checkpoint.root {
        return Err(CheckError::Root);
    }
    Ok(CheckedLog { head, batches, last_time_ms })
}

fn exact<S: Store + ?Sized>(store: &S, path: String) -> Result<Vec<u8>, CheckError> {
    match store.get(&path)? {
        Some(bytes) => Ok(bytes),
        None => Err(ReadError::Missing { path }.into()),
    }
}
