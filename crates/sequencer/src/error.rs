//! Why a sequencer refuses, and what to do about it.

use crate::{LockError, ReadError, StagingError, StoreError};
use ledger::{BundleError, CheckpointError, EdgeError};
use thiserror::Error;

/// Why a sequencer refuses. What concerns one batch ([`EmptyBatch`](Self::EmptyBatch), [`EmptyNote`](Self::EmptyNote),
/// [`NoteTooLong`](Self::NoteTooLong), [`ClockWentBack`](Self::ClockWentBack)) leaves it usable and nothing written;
/// after any other error of an append it is [`Stopped`](Self::Stopped), and opening anew finds out how far it came.
#[derive(Debug, Error)]
pub enum SequencerError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The lock failed.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The ledger's files can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The tiles are not those of the signed head.
    #[error(
        "the stored tiles are not the ledger of the signed head ({0}): copy the folder from a mirror, verify it, restart"
    )]
    Edge(#[from] EdgeError<ReadError>),
    /// A head can't be signed with this key.
    #[error("this key can't sign the ledger's head: {0}")]
    Sign(CheckpointError),
    /// Something is there already where a ledger was to be created.
    #[error("{found} exists: a ledger is created only where nothing is. Open it, or choose another folder")]
    AlreadyCreated {
        /// What was found.
        found: String,
    },
    /// There is no ledger to open.
    #[error("no ledger was created here: create it first, explicitly")]
    NotCreated,
    /// The lock's head isn't signed by this key.
    #[error("the head in the lock isn't one of this ledger ({0}): wrong key or wrong lock file")]
    ForeignHead(CheckpointError),
    /// The published checkpoint isn't signed by this key.
    #[error("the published checkpoint isn't one of this ledger ({0}): wrong key or wrong folder")]
    ForeignCheckpoint(CheckpointError),
    /// The public has seen more than the lock knows: the lock was restored from a backup, or belongs elsewhere.
    #[error(
        "the published checkpoint ({public} entries) is ahead of the signed head in the lock ({lock} entries). \
         Going on would fork the ledger. Was the lock restored from a backup? Put the right one back"
    )]
    PublicAhead {
        /// Entries in the published checkpoint.
        public: u64,
        /// Entries in the lock's head.
        lock: u64,
    },
    /// The published checkpoint is no earlier state of the lock's head.
    #[error(
        "the published checkpoint of {size} entries has another root than the ledger: stop and keep both, this is a fork"
    )]
    Forked {
        /// Entries in the published checkpoint.
        size: u64,
    },
    /// The head moved, its batch was never applied, and the staged batch is gone: the folder was restored or cut down.
    #[error(
        "the signed head has {lock} entries, the folder {public}, and the staged batch between them is missing: \
         the folder was changed by someone else. Copy the missing files from a mirror"
    )]
    StagingMissing {
        /// Entries in the published checkpoint.
        public: u64,
        /// Entries in the lock's head.
        lock: u64,
    },
    /// The staged batch is damaged.
    #[error("{path}: {source}. Copy the missing files from a mirror")]
    Staging {
        /// The staged batch.
        path: String,
        /// What is wrong with it.
        source: StagingError,
    },
    /// What was read back isn't what was written: a flipped bit in memory, cable or disk.
    #[error(
        "{path} reads back differently from what was written: check memory and disk of this machine before restarting"
    )]
    ReadBack {
        /// The file.
        path: String,
    },
    /// The last entries are not those of the signed head.
    #[error("{path} holds other entries than the signed head: copy it from a mirror, verify it, restart")]
    TailDiffers {
        /// The bundle.
        path: String,
    },
    /// A bundle can't be built. Unreachable: lengths were checked before.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The last entry has no sequencer line.
    #[error("the last entry of the ledger has no line of time and batch: it wasn't written by a sequencer")]
    LastEntry,
    /// The clock is more than five seconds behind the last entry.
    #[error(
        "the clock says {now}, the last entry {last} (milliseconds): it went back. Set the clock right; nothing is lost"
    )]
    ClockWentBack {
        /// Time of the last batch, milliseconds.
        last: u64,
        /// The clock, milliseconds.
        now: u64,
    },
    /// A batch without notes.
    #[error("a batch holds at least one note")]
    EmptyBatch,
    /// A note without bytes.
    #[error("note {position} of the batch is empty")]
    EmptyNote {
        /// Place in the batch, from 0.
        position: usize,
    },
    /// A note that no bundle can hold.
    #[error("note {position} of the batch has {length} bytes, the longest possible has {longest}")]
    NoteTooLong {
        /// Place in the batch, from 0.
        position: usize,
        /// Its bytes.
        length: usize,
        /// Bytes there is room for.
        longest: usize,
    },
    /// An earlier step failed.
    #[error("an earlier write failed: restart to recover")]
    Stopped,
}
