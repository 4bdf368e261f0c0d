//! One statement in the history of a sheet.

use std::sync::Arc;

use election::{Cell, FieldIx};
use ledger::Hash;
use statement::Moment;

use crate::how::How;

/// A statement about a sheet that could stand, or stands beside it. Nothing of it is ever dropped.
#[derive(Clone, Debug)]
pub struct Version {
    /// Index of its entry in the ledger.
    pub entry: u64,
    /// The sequencer's time of that entry, unix milliseconds.
    pub logged_ms: u64,
    /// Id of the statement.
    pub id: Hash,
    /// Position of the signing key in the keyring.
    pub key: u32,
    /// Position of the signer's role in the profile.
    pub role: u16,
    /// Position of the stage in the profile.
    pub stage: u16,
    /// Position in the profile of the source that it restates; none: it is the signer's own word.
    pub source: Option<u16>,
    /// Position of the run in the profile; absent where the source doesn't say.
    pub run: Option<u16>,
    /// When it was stated, or the restated source's own time.
    pub at: Moment,
    /// What it says.
    pub claim: Claim,
    /// How each field's figure came about; none: it doesn't say.
    pub how: Option<Arc<[How]>>,
    /// What it was read from.
    pub evidence: Box<[Evidence]>,
    /// Id of the statement it takes the place of.
    pub supersedes: Option<Hash>,
    /// Position of the reason in the profile.
    pub reason: Option<u16>,
    /// SHA-256 of a text that says more of it. Few have one.
    pub text: Option<Box<Hash>>,
    /// What a withdrawal leaves, worked out once when it comes in, from what it names; none: it states figures.
    pub(crate) left: Option<Box<Left>>,
}

/// What a withdrawal leaves of the version it names, which never changes: that version is an earlier entry.
#[derive(Clone, Debug)]
pub(crate) struct Left {
    /// Position in the history of the version whose photos stay.
    pub evidence: u32,
    /// The figures that stay. A source's are not here: they follow its own time, and so change with what comes in late.
    pub cells: Option<Arc<[Cell]>>,
}

/// What a version says.
#[derive(Clone, Debug)]
pub enum Claim {
    /// Figures: one cell for each field of the form.
    Figures(Arc<[Cell]>),
    /// The figures of these fields are taken back; `None`: the whole sheet.
    Withdrawn(Option<Box<[FieldIx]>>),
}

/// Evidence of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The source says it has it.
    Claimed {
        /// Page, from 1.
        page: Option<u8>,
        /// Where.
        uri: Option<Box<str>>,
    },
    /// Bytes named by their hash.
    Named(Box<NamedEvidence>),
}

/// Evidence named by its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEvidence {
    /// Page, from 1.
    pub page: Option<u8>,
    /// SHA-256 of the bytes.
    pub sha256: Hash,
    /// Length, if stated.
    pub bytes: Option<u64>,
    /// Media type, if stated.
    pub media: Option<Box<str>>,
    /// Where a source says it is.
    pub uri: Option<Box<str>>,
}
