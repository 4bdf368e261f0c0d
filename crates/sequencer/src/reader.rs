//! The reading side of a ledger in a [`Store`]: checkpoint, tiles, bundles, entries in order.
//!
//! A reader trusts nothing and proves nothing: it only finds the files, also when a partial tile has given way to
//! the full one. Whether they are the ledger is decided by the root ([`check_log`](crate::check_log), proofs).

use crate::{Store, StoreError};
use ledger::{BundleId, CheckpointError, Hash, HashReader, SignedCheckpoint, TileId, WIDTH, decode_bundle};
use std::{fmt, ops::Range, vec};
use thiserror::Error;

/// Reads a ledger. Cheap to make, holds nothing.
pub struct LedgerReader<'a, S: ?Sized> {
    store: &'a S,
}

/// Why something can't be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The object isn't there, nor the full one in its place.
    #[error("{path} is missing: copy it from a mirror, then verify")]
    Missing {
        /// The object.
        path: String,
    },
    /// The object's bytes are not of its form.
    #[error("{path} is malformed ({detail}): copy it from a mirror, then verify")]
    Malformed {
        /// The object.
        path: String,
        /// What is wrong with it.
        detail: &'static str,
    },
    /// The published checkpoint can't be parsed.
    #[error("the published checkpoint is malformed: {0}")]
    Checkpoint(CheckpointError),
    /// Asked for something beyond the end.
    #[error("there is no entry {index} in a ledger of {size} entries")]
    BeyondEnd {
        /// The first entry asked for that isn't there.
        index: u64,
        /// Size of the tree read.
        size: u64,
    },
}

impl<'a, S: Store + ?Sized> LedgerReader<'a, S> {
    /// A reader over `store`.
    pub fn new(store: &'a S) -> Self {
        Self { store }
    }

    /// The published checkpoint, signature not checked; `None` when nothing was published.
    ///
    /// # Errors
    /// [`ReadError::Checkpoint`] when it can't be parsed.
    pub fn checkpoint(&self) -> Result<Option<SignedCheckpoint>, ReadError> {
        self.store
            .get("checkpoint")?
            .map(|note| SignedCheckpoint::parse(&note))
            .transpose()
            .map_err(ReadError::Checkpoint)
    }

    /// The entries of bundle `index` in the tree of `size` entries: 256, or fewer in the last one.
    pub fn bundle(&self, index: u64, size: u64) -> Result<Vec<Vec<u8>>, ReadError> {
        let id = BundleId::at_size(index, size)
            .ok_or(ReadError::BeyondEnd { index: index.saturating_mul(WIDTH), size })?;
        let (width, bytes) = self.partial_or_full(id.path(), id.width, &id.full().path())?;
        let malformed = |detail| ReadError::Malformed { path: id.path(), detail };
        let entries = decode_bundle(&bytes).map_err(|_| malformed("no bundle of entries"))?;
        if entries.len() != usize::from(width) {
            return Err(malformed("another number of entries than its name says"));
        }
        Ok(entries.into_iter().take(usize::from(id.width)).map(<[u8]>::to_vec).collect())
    }

    /// The entries of `range` in the tree of `size` entries, in order, with their indices. Holds one bundle at a time;
    /// ends after the first error.
    pub fn entries(&self, range: Range<u64>, size: u64) -> Entries<'a, S> {
        Entries {
            reader: Self::new(self.store),
            next: range.start,
            end: range.end,
            size,
            loaded: Vec::new().into_iter(),
        }
    }

    /// One entry's bytes.
    pub fn entry(&self, index: u64, size: u64) -> Result<Vec<u8>, ReadError> {
        let beyond = || ReadError::BeyondEnd { index, size };
        if index >= size {
            return Err(beyond());
        }
        let at = usize::try_from(index % WIDTH).map_err(|_| beyond())?;
        self.bundle(index / WIDTH, size)?.into_iter().nth(at).ok_or_else(beyond)
    }

    /// The object at `path`, or the full one that superseded it; with the width of the one found.
    fn partial_or_full(&self, path: String, width: u16, full: &str) -> Result<(u16, Vec<u8>), ReadError> {
        if let Some(bytes) = self.store.get(&path)? {
            return Ok((width, bytes));
        }
        match self.store.get(full)? {
            Some(bytes) => Ok((256, bytes)),
            None => Err(ReadError::Missing { path }),
        }
    }
}

impl<S: Store + ?Sized> HashReader for LedgerReader<'_, S> {
    type Error = ReadError;

    fn tile(&self, id: TileId) -> Result<Vec<Hash>, ReadError> {
        let (width, bytes) = self.partial_or_full(id.path(), id.width, &id.full().path())?;
        let (hashes, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() || hashes.len() != usize::from(width) {
            return Err(ReadError::Malformed {
                path: id.path(),
                detail: "another length than its name says",
            });
        }
        Ok(hashes.iter().take(usize::from(id.width)).map(|bytes| Hash(*bytes)).collect())
    }
}

impl<S: ?Sized> Clone for LedgerReader<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: ?Sized> Copy for LedgerReader<'_, S> {}

impl<S: ?Sized> fmt::Debug for LedgerReader<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LedgerReader")
    }
}

/// Entries in order: `(index, bytes)`. See [`LedgerReader::entries`].
#[derive(Debug)]
pub struct Entries<'a, S: ?Sized> {
    reader: LedgerReader<'a, S>,
    next: u64,
    end: u64,
    size: u64,
    loaded: vec::IntoIter<Vec<u8>>,
}

impl<S: Store + ?Sized> Iterator for Entries<'_, S> {
    type Item = Result<(u64, Vec<u8>), ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let index = self.next;
        let mut entry = self.loaded.next();
        if entry.is_none() {
            match self.reader.bundle(index / WIDTH, self.size) {
                Ok(entries) => self.loaded = entries.into_iter(),
                Err(error) => {
                    self.end = index;
                    return Some(Err(error));
                }
            }
            // Fits: the remainder is below 256.
            entry = self.loaded.nth(usize::try_from(index % WIDTH).unwrap_or(usize::MAX));
        }
        self.next += 1;
        let beyond = ReadError::BeyondEnd { index, size: self.size };
        if entry.is_none() {
            self.end = index;
        }
        Some(entry.map(|bytes| (index, bytes)).ok_or(beyond))
    }
}
