//! The text of a minutes' code: refused, or the one way to write what it says; and its code is one that is read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reader::minutes::MinutesCode;

fuzz_target!(|text: &str| {
    let Some(code) = MinutesCode::parse(text) else { return };
    assert_eq!(code.text(), text);
    assert!(code.modules().is_some(), "{text}");
});
