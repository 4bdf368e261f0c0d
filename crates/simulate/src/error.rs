//! Why no election could be made up.

use ledger::KeyError;
use statement::{MomentError, StatementError};
use tally::FoldError;

/// Why a night can't be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SimulateError {
    /// The stories that must be told don't fit.
    #[error("{have} {what} are too few for everything that has to happen; take at least {need}")]
    TooFew {
        /// `districts` or `stations where plenaries still run`.
        what: &'static str,
        /// How many there are.
        have: usize,
        /// How many are needed.
        need: usize,
    },
    /// The election lacks something that the night is about.
    #[error("the election has no {what} `{name}`; make it from `places` and the profile that they are for")]
    Missing {
        /// `contest`, `form of the contest`, ...
        what: &'static str,
        /// Its id.
        name: String,
    },
    /// The night goes beyond the years a moment can name.
    #[error(transparent)]
    Moment(#[from] MomentError),
    /// A body could not be written.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// A layout can't be used.
    #[error("the layout of the sheets to be photographed: {0}")]
    Layout(String),
    /// A demo key could not be named.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The night contradicts itself: its own tally refuses the statement with this text.
    #[error("the night's own tally refuses a statement ({source}): {text}")]
    Refused {
        /// Text of the statement.
        text: String,
        /// Why.
        source: FoldError,
    },
}
