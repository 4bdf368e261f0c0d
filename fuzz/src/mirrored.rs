//! What a mirror takes from an origin before it trusts anything: its manifest names plain paths alone, and its note is read as it was written.

use mirror::{Manifests, is_plain};
use record::MirrorNote;

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    if let Some(note) = MirrorNote::parse(bytes) {
        assert_eq!(MirrorNote::parse(note.to_json().as_bytes()), Some(note));
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let size = record::parse_head(text).map_or(0, |(head, _)| head.cut.size);
    let mut manifests = Manifests::default();
    if manifests.take(size, text, None).is_ok() {
        manifests.tree.visit(&mut |path, _| assert!(is_plain(path), "{path}"));
    }
}
