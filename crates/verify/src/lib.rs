//! The numbered controls: is a publication what its ledger gives, and is the ledger what the keys of a policy vouch for?
//!
//! Guaranteed:
//! - **Nothing is believed.** Every entry's signature is checked singly and strictly, every tile hashed, every cut made
//!   again from the ledger with the code that publishes, every published file read and compared. Only the keys of the
//!   policy are taken as given; without a policy the report says first that it proves agreement, not origin.
//! - **Everything is looked at.** A finding never ends a verification and never hides another; only a source in which
//!   nothing can be begun is [`Unreadable`]; a file that can't be read is a finding.
//! - **A finding says where.** The entry, the tile, the station, the JSON pointer, the cell of a table; what must be there
//!   and what is.
//! - **Readings are made again, if that is asked for**, from the photos they name and by the same rules; what was not is
//!   counted.
//! - **What is published as wrong is no finding.** A sheet whose sums fail and that is published as *conflict* is counted.
//!
//! How it holds: the passes (`passes/`) read and note what they saw; the controls (`controls/`), one module each, make
//! findings of it; `controls.toml` describes them. Files come through [`Source`], so a folder, a web address and a test's
//! tampered copy are verified by the same code.
//!
//! Memory: one chunk of the ledger, one chunk of rendered files, the tally, and a hash for each published file.

mod catalogue;
mod controls;
mod differ;
mod observed;
mod options;
mod passes;
mod reader;
mod report;
mod source;
mod verify;

pub use catalogue::{ControlInfo, Title, controls, reference, title};
pub use options::{Options, Stage};
pub use report::{
    ContestCount, ControlResult, Finding, LeftOut, Place, ProgramSeen, ReadingCount, Report, Timings, Within,
    plain,
};
pub use source::{FolderSource, Found, Listed, ListedKind, Source, SourceError};
pub use verify::{Unreadable, verify};
