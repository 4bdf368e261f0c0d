//! What a client says of an upload: a hash, or a reason.

use desk::photos::metadata;

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(hash) = metadata::hash(text) {
        assert!(text.contains("sha256"));
        assert_eq!(ledger::Hash::from_hex(&hash.to_hex()).ok(), Some(hash));
    }
}
