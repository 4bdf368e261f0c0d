//! A manifest that replays gives a tree that seals to the same hash; none panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use record::{Tree, parse_head};

fuzz_target!(|text: &str| {
    let head = parse_head(text);
    if let Ok(replayed) = Tree::new().replay(text) {
        assert_eq!(head.map(|(head, _)| head), Ok(replayed));
    }
});
