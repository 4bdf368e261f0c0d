//! Adding up: a pure fold of statements into sheets, totals, plenaries and legal status.
//!
//! Guaranteed:
//! - the state after entry *n* is a function of entries 0..=n alone: no clock, no file, no order of arrival beyond the
//!   ledger's;
//! - folding entry by entry equals folding from scratch (totals are kept by exact additions and subtractions);
//! - nothing is dropped: every version of every sheet stays in its history;
//! - a statement that makes no sense is refused whole and changes nothing.

mod anomaly;
mod blobs;
mod changes;
mod contest;
mod error;
mod figures;
mod fold;
mod history;
mod how;
mod plenary;
mod precedence;
mod region;
mod replay;
mod seats;
mod sheet;
mod succession;
mod totals;
mod version;

pub use anomaly::{Anomaly, PlenaryDifference, anomalies, plenary_differences};
pub use changes::{Changes, SheetChange};
pub use contest::{CheckInfo, ConstituencyTotals, ContestTally};
pub use error::FoldError;
pub use figures::{cells_of, unread_of};
pub use fold::{DisclosureNote, MOST_CAPTURES, MOST_EVIDENCE, NoticeNote, Tally};
pub use history::ChangeNote;
pub use how::How;
pub use plenary::{Column, ColumnField, column, plenary_sums};
pub use region::{DeterminationNote, LegalStatus, PlenaryVersion, RegionRecord, plenary_form};
pub use replay::{Admission, Definition, Refusal, RefusalReason, Replay, ReplayError, Trust};
pub use seats::{Allotment, Seats, by_most_votes, by_quotients};
pub use sheet::{
    AnswerNote, ObjectionNote, Outcomes, Quality, ReadingNote, RulingNote, Sheet, Standing, State,
};
pub use totals::{CheckCounts, Sums, Totals};
pub use version::{Claim, Evidence, NamedEvidence, Version};
