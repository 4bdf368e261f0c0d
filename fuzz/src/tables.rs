//! No bytes panic the readers of published and canonical tables.

use election::{CandidateTable, ConstituencyTable, Outlines};

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let _constituencies = ConstituencyTable::parse(bytes);
    let _candidates = CandidateTable::parse(bytes);
    let _outlines = Outlines::parse(bytes);
}
