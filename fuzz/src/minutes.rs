//! The text of a minutes' code: refused, or the one way to write what it says; and its code is one that is read.

use reader::minutes::MinutesCode;

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(code) = MinutesCode::parse(text) else { return };
    assert_eq!(code.text(), text);
    assert!(code.modules().is_some(), "{text}");
}
