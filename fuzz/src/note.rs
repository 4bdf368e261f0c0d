//! A note that parses encodes to the same bytes, and checking its signatures never panics.

use ledger::{Note, VerifyingKey};

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.encode().as_deref(), Ok(bytes));
        let key =
            VerifyingKey::parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
        let _verdict = note.verify(&[&key.expect("the key of the specification")]);
    }
}
