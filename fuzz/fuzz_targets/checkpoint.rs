//! A checkpoint that parses is spelt in one way only.
#![no_main]

use ledger::{Note, SignedCheckpoint};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(signed) = SignedCheckpoint::parse(bytes) {
        assert_eq!(signed.note, bytes);
        let note = Note::parse(bytes).expect("it parsed as a checkpoint");
        assert_eq!(signed.checkpoint.text(), note.text);
    }
});
