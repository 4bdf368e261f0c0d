//! The only writer of a ledger: pool, stage, compare-and-swap of the signed head, apply, publish.
//!
//! What is guaranteed, and why it holds:
//! - **A batch is in as a whole or not at all.** All its files are staged in one durable object; then the signed head
//!   moves by one compare-and-swap in the [`Lock`]; then the files are written to their places, which can be repeated
//!   any number of times. Whoever opens the ledger next runs that last part again ([`Sequencer::open`]).
//! - **What was acknowledged stays.** [`Sequencer::append`] returns after head, files and public checkpoint are durable.
//! - **No fork.** Two writers can't both swap the same head; a head that lies behind the published one is refused; an
//!   object never changes under its name, and two batchings of the same notes differ in every leaf, because time and
//!   batch number are inside it.
//! - **No silent damage.** What was written is read back and hashed against the signed root before the batch is
//!   acknowledged; what is read at start-up as well. Failed syncs are never retried: the sequencer stops.
//!
//! The store is a folder here; a bucket with conditional puts (S3) comes behind the same two traits. All of it is
//! synchronous: the work is a handful of disk syncs, which threads do as well as tasks.

mod batch;
mod check;
mod commit;
mod disk;
mod error;
mod folder_lock;
mod folder_store;
mod fragile;
mod lock;
mod memory;
mod pool;
mod reader;
mod sequencer;
mod staging;
mod store;
mod sweep;

pub use check::{CheckError, CheckedLog, check_log};
pub use disk::{Disk, DiskError, RealDisk};
pub use error::SequencerError;
pub use folder_lock::FolderLock;
pub use folder_store::FolderStore;
pub use fragile::FragileDisk;
pub use lock::{Lock, LockError};
pub use memory::{Callback, Fault, MemoryLock, MemoryStore, Power};
pub use pool::{Class, MAX_NOTE, Pool, PoolConfig, PoolError, Receipt, Ticket};
pub use reader::{Entries, LedgerReader, ReadError};
pub use sequencer::{Committed, Sequencer};
pub use staging::StagingError;
pub use store::{Store, StoreError};
pub use sweep::{SWEEP_AGE_MS, sweep};
