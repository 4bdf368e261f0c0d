//! Work that was done without a network, carried to where the others are: what of a ledger goes along, in a file ([`file`]), and what
//! does not agree with what came in meanwhile ([`differ`]).
//!
//! Notes go along as they are: signatures say who states them, and the ledger they come to admits each by its own rules. Of what lies
//! beside them go the photos and the salted texts that they name. What the election begins with (law, lists of places) does not:
//! a ledger that has none of it is another election's. Anchors of a desk's own trail stay where they are ([`stays`]).

pub mod differ;
pub mod file;

use std::collections::HashSet;
use std::io::{self, Write};

use blobs::{BlobError, Blobs};
use ledger::{Entry, Hash, Note};
use sequencer::{LedgerReader, ReadError, Store};
use statement::{Body, statement_id};
use tally::Tally;

use crate::anchor;
use crate::follow::about;
use crate::intake::parsed;
use file::{Head, MOST_PHOTO, MOST_TEXT, Writer};

/// Whether a statement is of one desk alone: in another's ledger the anchor of its trail would say of that one's trail what is not so.
pub fn stays(body: &Body<'_>) -> bool {
    matches!(body, Body::Disclosure(disclosure) if disclosure.register == anchor::REGISTER)
}

/// What a ledger says of bytes that a note of it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// They may be shown.
    Shown,
    /// A redaction took them out.
    TakenOut,
    /// Nothing: no statement that counts names them.
    Unnamed,
}

impl Bytes {
    /// As a tally has it.
    pub fn of(tally: &Tally, sha256: &Hash) -> Bytes {
        if tally.publishes(sha256) {
            Bytes::Shown
        } else if tally.redacted().contains(sha256) {
            Bytes::TakenOut
        } else {
            Bytes::Unnamed
        }
    }
}

/// What a file is made of.
pub struct Source<'a> {
    /// The ledger's files.
    pub store: &'a dyn Store,
    /// The ledger's size, one that it had after an append: what `bytes` answers from has counted all entries before it. Later
    /// ones stay, since their photos would stay.
    pub size: u64,
    /// Photos and texts.
    pub blobs: &'a dyn Blobs,
    /// The first line of statements, without their kind.
    pub header: &'a str,
    /// What the ledger says of a photo or text.
    pub bytes: &'a dyn Fn(&Hash) -> Bytes,
    /// Beginning of the codes of places whose photos and texts go along; empty: all. Notes always go all, since each may stand on
    /// those before it.
    pub region: &'a str,
    /// The first entry that goes along.
    pub from: u64,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Notes.
    pub notes: u64,
    /// Photos.
    pub photos: u64,
    /// Salted texts.
    pub texts: u64,
    /// Photos and texts that are named and not here, damaged, or too large for a desk: they are not in it.
    pub missing: u64,
    /// Captures whose photo a redaction took out: a desk that lacks it takes neither.
    pub taken_out: u64,
}

/// Why a file can't be made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// The ledger has no such entry.
    #[error("the ledger has {size} entries: nothing to carry from entry {from} on")]
    Nothing {
        /// What was asked for.
        from: u64,
        /// What there is.
        size: u64,
    },
    /// The ledger's files.
    #[error(transparent)]
    Ledger(#[from] ReadError),
    /// An entry that is none.
    #[error("entry {0} of the ledger is damaged")]
    Entry(u64),
    /// Where photos stay.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// Where the file goes.
    #[error("{0}")]
    Write(#[from] io::Error),
}

/// Writes the file. A ledger that grows meanwhile is carried up to the size that is said.
pub fn make<W: Write>(to: W, of: &Source<'_>) -> Result<(W, Made), MakeError> {
    let reader = LedgerReader::new(of.store);
    let size = of.size;
    if of.from >= size {
        return Err(MakeError::Nothing { from: of.from, size });
    }
    let first = reader.entry(0, size)?;
    let first = Entry::parse(&first).ok().and_then(|entry| Note::parse(entry.note).ok());
    let ledger = statement_id(first.ok_or(MakeError::Entry(0))?.text);
    let mut making = Making {
        of,
        writer: Writer::new(to, &Head { ledger, from: of.from, size })?,
        written: HashSet::new(),
        later: Vec::new(),
        made: Made::default(),
    };
    for entry in reader.entries(of.from..size, size) {
        let (at, bytes) = entry?;
        let entry = Entry::parse(&bytes).map_err(|_| MakeError::Entry(at))?;
        making.note(at, entry.note)?;
    }
    making.rest()
}

/// Something beside the notes.
enum Beside {
    Photo(Hash),
    Text { statement: Hash, sha256: Hash },
}

struct Making<'a, W: Write> {
    of: &'a Source<'a>,
    writer: Writer<W>,
    /// Photos that are in it, and statements whose texts are to come.
    written: HashSet<Hash>,
    /// What comes after the notes.
    later: Vec<Beside>,
    made: Made,
}

impl<W: Write> Making<'_, W> {
    /// A note, unless it stays; the photo of a capture goes before it, since a desk takes no capture whose bytes are not there.
    fn note(&mut self, entry: u64, note: &[u8]) -> Result<(), MakeError> {
        let statement = parsed(self.of.header, note);
        if statement.as_ref().is_some_and(|statement| stays(&statement.body)) {
            return Ok(());
        }
        if let Some(statement) = statement.filter(|statement| self.goes_along(&statement.body)) {
            if let Body::Capture(capture) = &statement.body {
                let photo = capture.photo.sha256.0;
                self.photo(&photo)?;
                self.made.taken_out += u64::from((self.of.bytes)(&photo) == Bytes::TakenOut);
            }
            let named = statement.body.evidence().iter().filter_map(|evidence| evidence.sha256);
            self.later.extend(named.map(|sha256| Beside::Photo(sha256.0)));
            let id = statement_id(statement.text);
            if let Some(text) = statement.body.text() {
                self.later.push(Beside::Text { statement: id, sha256: text.0 });
            }
        }
        self.writer.note(entry, note)?;
        self.made.notes += 1;
        Ok(())
    }

    fn goes_along(&self, body: &Body<'_>) -> bool {
        let region = if let Body::Plenary(body) = body { Some(body.region) } else { None };
        let place = region.or_else(|| about(body).map(|(_, place)| place));
        place.is_some_and(|place| place.starts_with(self.of.region))
    }

    /// A photo, once, if it is here and may be shown.
    fn photo(&mut self, sha256: &Hash) -> Result<(), MakeError> {
        if !self.written.insert(*sha256) || (self.of.bytes)(sha256) == Bytes::TakenOut {
            return Ok(());
        }
        match self.held(sha256, MOST_PHOTO)? {
            Some(bytes) => {
                self.writer.photo(sha256, &bytes)?;
                self.made.photos += 1;
            }
            None => self.made.missing += 1,
        }
        Ok(())
    }

    fn text(&mut self, statement: Hash, sha256: &Hash) -> Result<(), MakeError> {
        if !self.written.insert(statement) || (self.of.bytes)(sha256) == Bytes::TakenOut {
            return Ok(());
        }
        match self.held(sha256, MOST_TEXT)? {
            Some(bytes) => {
                self.writer.text(&statement, &bytes)?;
                self.made.texts += 1;
            }
            None => self.made.missing += 1,
        }
        Ok(())
    }

    /// The bytes of a blob, unless nobody may see it, it is not here or damaged, or no desk would take it.
    fn held(&self, sha256: &Hash, most: u64) -> Result<Option<Vec<u8>>, MakeError> {
        if (self.of.bytes)(sha256) != Bytes::Shown {
            return Ok(None);
        }
        if self.of.blobs.length(sha256)?.is_none_or(|length| length > most) {
            return Ok(None);
        }
        let bytes = self.of.blobs.get(sha256);
        // One photo that a disk lost keeps nothing else here.
        if matches!(bytes, Err(BlobError::Damaged { .. })) {
            return Ok(None);
        }
        Ok(bytes?)
    }

    fn rest(mut self) -> Result<(W, Made), MakeError> {
        for beside in std::mem::take(&mut self.later) {
            match beside {
                Beside::Photo(sha256) => self.photo(&sha256)?,
                Beside::Text { statement, sha256 } => self.text(statement, &sha256)?,
            }
        }
        Ok((self.writer.finish()?, self.made))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use blobs::Folder;
    use ledger::{KeyKind, KeyName, SigningKey};
    use sequencer::{MemoryLock, MemoryStore, Power, Sequencer};
    use statement::{Blob, Capture, Moment, encode_text, sign};

    const HEADER: &str = "id-2024/v1";

    fn capture(key: &SigningKey, photo: &[u8]) -> Vec<u8> {
        let body = Body::Capture(Capture {
            contest: "ppwp",
            station: "9801012001001",
            page: 1,
            photo: Blob::of(photo, "image/jpeg"),
            at: Moment::new(1_707_868_800, 540).unwrap(),
        });
        sign(&encode_text(HEADER, &body).unwrap(), &[key]).unwrap()
    }

    #[test]
    fn what_came_after_the_count_stays_and_what_does_not_go_along_is_counted() {
        let key = |name: &str| SigningKey::from_seed(KeyName::new(name).unwrap(), KeyKind::Ed25519, [7; 32]);
        let (store, lock) = (MemoryStore::new(Power::default()), MemoryLock::new(Power::default()));
        let mut ledger = Sequencer::create(store.clone(), lock, key("example.org/ledger"), 1).unwrap();
        let photos: [&[u8]; 5] = [b"here", b"damaged", b"taken out", b"unnamed", b"later"];
        let notes = photos.map(|photo| capture(&key("kpps/1"), photo));
        let (counted, later) = notes.split_at(4);
        ledger.append(counted, 2).unwrap();
        ledger.append(later, 3).unwrap();
        let place = tempfile::tempdir().unwrap();
        let blobs = Folder::open(place.path()).unwrap();
        let [here, damaged, taken_out, unnamed, _] = photos.map(|photo| blobs.keep_bytes(photo).unwrap());
        let file = blobs.file(&damaged).unwrap();
        std::fs::remove_file(&file).unwrap();
        std::fs::write(&file, "another").unwrap();
        let bytes = |hash: &Hash| match *hash {
            hash if hash == taken_out => Bytes::TakenOut,
            hash if hash == unnamed => Bytes::Unnamed,
            _ => Bytes::Shown,
        };
        let of = Source {
            store: &store,
            size: 4,
            blobs: &blobs,
            header: HEADER,
            bytes: &bytes,
            region: "",
            from: 0,
        };
        let (written, made) = make(Vec::new(), &of).unwrap();
        assert_eq!(made, Made { notes: 4, photos: 1, texts: 0, missing: 2, taken_out: 1 });
        let mut came = Vec::new();
        file::read::<file::FileError>(written.as_slice(), |piece| {
            came.push(piece);
            Ok(())
        })
        .unwrap();
        assert!(matches!(came.first(), Some(file::Piece::Head(Head { size: 4, .. }))));
        assert!(matches!(came.get(1), Some(file::Piece::Photo { sha256, .. }) if *sha256 == here));
    }
}
