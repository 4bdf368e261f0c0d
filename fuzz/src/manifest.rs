//! A manifest that replays gives a tree that seals to the same hash; none panics.

use record::{Tree, parse_head};

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let head = parse_head(text);
    if let Ok(replayed) = Tree::new().replay(text) {
        assert_eq!(head.map(|(head, _)| head), Ok(replayed));
    }
}
