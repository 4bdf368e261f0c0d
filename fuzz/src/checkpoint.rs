//! A checkpoint that parses is spelt in one way only.

use ledger::{Note, SignedCheckpoint};

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    if let Ok(signed) = SignedCheckpoint::parse(bytes) {
        assert_eq!(signed.note, bytes);
        let note = Note::parse(bytes).expect("it parsed as a checkpoint");
        assert_eq!(signed.checkpoint.text(), note.text);
    }
}
