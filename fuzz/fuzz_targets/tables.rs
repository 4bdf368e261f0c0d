//! No bytes panic the readers of published and canonical tables.
#![no_main]

use election::{CandidateTable, ConstituencyTable, Outlines};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _constituencies = ConstituencyTable::parse(bytes);
    let _candidates = CandidateTable::parse(bytes);
    let _outlines = Outlines::parse(bytes);
});
