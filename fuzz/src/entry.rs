//! An entry that parses encodes to the same bytes.

use ledger::Entry;

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    if let Ok(entry) = Entry::parse(bytes) {
        assert_eq!(entry.encode(), bytes);
    }
}
