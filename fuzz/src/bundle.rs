//! A bundle that decodes encodes to the same bytes.

use ledger::{decode_bundle, encode_bundle};

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    if let Ok(entries) = decode_bundle(bytes) {
        assert_eq!(encode_bundle(entries).as_deref(), Ok(bytes));
    }
}
