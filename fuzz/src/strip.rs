//! A file said to be a photo: what is left of it is one picture and nothing else, the same pixels, and stays as it is.

use reader::decode::decode;
use reader::file::{strip, whole};

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let taken = whole(bytes);
    let Ok(stripped) = strip(bytes) else {
        assert!(taken.is_err(), "what can't be stripped is not taken");
        return;
    };
    let kind = whole(&stripped).expect("what was stripped is whole");
    assert!(taken.is_err() || taken == Ok(kind));
    assert_eq!(strip(&stripped).as_deref(), Ok(&stripped[..]));
    // What is larger takes longer, and nothing else.
    if reader::decode::pixels(bytes).is_none_or(|pixels| pixels > 300_000) {
        return;
    }
    if let Ok(picture) = decode(bytes) {
        assert!(decode(&stripped).is_ok_and(|stripped| stripped == picture));
    }
}
