//! A path of the ledger that parses is written back the same.
#![no_main]

use ledger::Resource;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(resource) = Resource::parse(text) {
        assert_eq!(resource.path(), text);
    }
});
