//! What an import hands out: the text of a statement that nobody has signed yet.

use election::{ContestIx, RegionIx, StationIx};
use statement::{Kind, StatementError};
use tally::Sheet;

/// What a draft is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A station.
    Station(StationIx),
    /// A region.
    Region(RegionIx),
}

/// An unsigned statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draft<'a> {
    /// Its two lines; sign exactly these bytes.
    pub text: &'a str,
    /// Its kind.
    pub kind: Kind,
    /// Its contest.
    pub contest: ContestIx,
    /// Its subject.
    pub place: Place,
}

/// Why the taker of drafts wants no more.
pub type EmitError = Box<dyn std::error::Error + Send + Sync>;

/// Takes drafts one by one, in an order in which each may be folded after those before it.
pub type Emit<'e> = dyn FnMut(Draft<'_>) -> Result<(), EmitError> + 'e;

/// What the ledger holds of a sheet already; none: nothing.
pub type Known<'k> = dyn Fn(ContestIx, StationIx) -> Option<&'k Sheet> + 'k;

/// Why an import stopped. What a file holds never stops it.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The taker of drafts stopped it.
    #[error("the import was stopped: {0}")]
    Emit(EmitError),
    /// The profile lacks a row that this import needs.
    #[error("the profile has no {what} `{name}`, which this import needs")]
    Profile {
        /// What kind of row.
        what: &'static str,
        /// Its id.
        name: String,
    },
    /// A statement cannot be written.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// Places cannot be made of the rows that were left.
    #[error(transparent)]
    Places(#[from] election::PlacesError),
}
