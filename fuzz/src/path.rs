//! A path of the ledger that parses is written back the same.

use ledger::Resource;

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(resource) = Resource::parse(text) {
        assert_eq!(resource.path(), text);
    }
}
