//! A file of carried work: read to its end it has no more notes than it speaks of, each photo is what its name says, and nothing is too long.

use desk::carry::file;

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let (mut notes, mut wanted) = (0, None);
    let read = file::read(bytes, |piece| {
        match piece {
            file::Piece::Head(head) => wanted = Some(head.size - head.from),
            file::Piece::Note { bytes, .. } => {
                assert!(bytes.len() as u64 <= file::MOST_NOTE);
                notes += 1;
            }
            file::Piece::Photo { sha256, bytes } => assert_eq!(ledger::sha256(&bytes), sha256),
            file::Piece::Text { bytes, .. } => assert!(bytes.len() as u64 <= file::MOST_TEXT),
        }
        Ok::<(), file::FileError>(())
    });
    if read.is_ok() {
        assert!(wanted.is_some_and(|wanted| notes <= wanted));
    }
}
