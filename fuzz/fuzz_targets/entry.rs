//! An entry that parses encodes to the same bytes.
#![no_main]

use ledger::Entry;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(entry) = Entry::parse(bytes) {
        assert_eq!(entry.encode(), bytes);
    }
});
