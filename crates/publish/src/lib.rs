//! The public tree on disk.
//!
//! Order of writing, and why nothing is ever half published:
//! 1. the cut is appended to the list of cuts, durably: from here on it must come out, and after a crash it is made again;
//! 2. the ledger's files up to the cut, and blobs, are linked in (they never change);
//! 3. rendered files are written, each whole (a temporary file, then a rename);
//! 4. the cut's own folder: changes, checkpoint, and last its manifest;
//! 5. the ledger's checkpoint, the list of cuts, and last `latest.json`, which is what clients look at;
//! 6. everything is synced to the disk and the cut noted as finished; a cut not noted is made again after a crash.
//!
//! To a bucket it goes in the same order ([`Publisher::push`]), from the tree on disk.
//!
//! Everything here can be thrown away and made again from the ledger and the list of cuts, byte for byte.

mod bundle;
mod cut_list;
mod error;
mod files;
mod publisher;
mod push;

pub use bundle::Source;
pub use cut_list::{CutList, CutRow, parse as parse_cuts};
pub use error::PublishError;
pub use files::{sync, write_durably};
pub use publisher::{Progress, Published, Publisher};
pub use push::{Place, Pushed};
