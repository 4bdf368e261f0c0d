//! What every published file is made from.

use election::{ContestIx, RegionIx};
use ledger::Hash;
use statement::KeyRecord;
use tally::{ContestTally, Tally};

use crate::keys::KeysByPlace;

/// An immutable numbered snapshot: its number is the size of the tree it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Its number.
    pub size: u64,
    /// Root of the tree of that size.
    pub root: Hash,
    /// The sequencer's time of its last entry, unix milliseconds.
    pub time_ms: u64,
    /// The ledger's origin.
    pub origin: String,
}

/// The state of an election at a cut.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Sheets and totals.
    pub tally: &'a Tally,
    /// Every key ever registered; versions name their signer by position.
    pub keys: &'a [KeyRecord],
    /// Their order by place.
    pub keys_by_place: &'a KeysByPlace,
    /// The cut.
    pub cut: &'a Cut,
    /// Name of the election, from its definition.
    pub name: &'a str,
    /// Whether it is a practice: then every file and page says so.
    pub practice: bool,
}

impl<'a> View<'a> {
    /// A contest that a region has pages of: it has a roster, and somebody there votes in it.
    pub(crate) fn held(&'a self, contest: ContestIx, region: RegionIx) -> Option<&'a ContestTally> {
        self.tally.contest(contest).filter(|counted| counted.rostered && counted.holds(region))
    }

    /// The address of a published file, where the ledger's origin says where the publication is: a ledger is published in its folder
    /// `ledger`.
    pub fn address(&self, path: &str) -> Option<String> {
        let site = self.cut.origin.strip_suffix("/ledger")?;
        Some(format!("https://{site}/{path}"))
    }
}

/// A published file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path in the public tree, with forward slashes and without a leading one.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Why a file can't be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A place or contest that the election doesn't have.
    #[error("nothing to render for {0}")]
    Missing(String),
    /// JSON can't be written.
    #[error("writing JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// CSV can't be written.
    #[error("writing CSV: {0}")]
    Csv(#[from] csv::Error),
    /// More than a format holds.
    #[error("too large to be written: {0}")]
    TooLarge(String),
    /// Parquet can't be written.
    #[error("writing Parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A page can't be written.
    #[error("writing a page: {0}")]
    Page(#[from] askama::Error),
    /// A text for people is missing or malformed.
    #[error("text `{key}` in `{language}`: {what}")]
    Text {
        /// Language tag.
        language: String,
        /// Key of the text.
        key: String,
        /// What is wrong.
        what: String,
    },
}
