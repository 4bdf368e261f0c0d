//! A file said to be a photo, into a paper for a court: it gets into one whole or not at all, and never panics.

use print::dossier::{Block, Dossier, Photo};

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(photo) = Photo::of(bytes) else { return };
    let verbatim = photo.is_verbatim();
    let blocks = vec![Block::Photo(Box::new(photo), vec!["SHA-256".to_owned()])];
    let file = Dossier { title: "x".to_owned(), blocks, ..Dossier::default() }.pdf();
    assert!(file.starts_with(b"%PDF-"));
    if verbatim {
        assert!(file.windows(bytes.len()).any(|window| window == bytes), "the photo's own bytes are in it");
    }
}
