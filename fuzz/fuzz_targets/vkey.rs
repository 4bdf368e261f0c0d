//! A verifier key that parses is written back the same.
#![no_main]

use ledger::VerifyingKey;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(key) = VerifyingKey::parse(text) {
        assert_eq!(key.to_string(), text);
    }
});
