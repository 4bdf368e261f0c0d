//! The file in which a desk's work is carried to where the others are: a tar archive, so that anybody can look into it with what
//! every system has.
//!
//! Its members stand in the order in which they are brought in, and whoever brings them in reads it once, from its beginning:
//!
//! | member | holds |
//! |---|---|
//! | `saksi-carry` | four lines: `saksi-carry/v1`, the id of the ledger's definition, the first entry carried, the ledger's size |
//! | `notes/<entry>` | the signed note of an entry, byte for byte; entry after entry, without those that stay where they are |
//! | `photos/<sha256>` | a photo: of a capture before its note, of all others after the last note |
//! | `texts/<statement id>` | the salted text that a statement names, after the last note |
//! | `end` | how many members stood before it: a file that was cut off has none |
//!
//! What is guaranteed of what is read: it has a head and an end and all that stood between, notes are in their order, a photo is what its name
//! says, and nothing is longer than the desk takes; no more than one member is in memory. What the notes say, and whether they may
//! come in, is for the ledger they come to.

use std::io::{self, Read, Write};

use ledger::{Hash, sha256};

/// First line of the head.
const FORM: &str = "saksi-carry/v1";

/// Names of the members that stand once.
const HEAD: &str = "saksi-carry";
const END: &str = "end";

/// Bytes of a note at most: what an entry of the ledger holds.
pub const MOST_NOTE: u64 = 65_535;

/// Bytes of a photo at most: what a desk takes.
pub const MOST_PHOTO: u64 = 12 * 1024 * 1024;

/// Bytes of a salted text at most: ten thousand characters of up to four, and the salt, with room.
pub const MOST_TEXT: u64 = 240 * 1024;

/// Bytes of the head and of the end at most.
const MOST_WORDS: u64 = 256;

/// What a file says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Id of the ledger's definition: no other election, and no practice, has it.
    pub ledger: Hash,
    /// The first entry that is carried.
    pub from: u64,
    /// The ledger's size: entries from there on are not carried.
    pub size: u64,
}

/// One thing to bring in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// What the file says of itself; always the first.
    Head(Head),
    /// A signed note.
    Note {
        /// Its entry in the ledger that it was taken from.
        entry: u64,
        /// The note, as it was handed in.
        bytes: Vec<u8>,
    },
    /// A photo.
    Photo {
        /// SHA-256 of the bytes.
        sha256: Hash,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// A salted text.
    Text {
        /// Id of the statement that names it.
        statement: Hash,
        /// The file that is hashed.
        bytes: Vec<u8>,
    },
}

/// Why a file can't be read, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Another kind of file.
    #[error("this is no file that `saksi carry make` or a desk has made")]
    NotOne,
    /// A newer form.
    #[error("it is of the form {0}, which this program does not know: bring it in with a newer one")]
    Form(String),
    /// A member that has no place there.
    #[error("it holds {0}, which has no place there: make the file anew")]
    Member(String),
    /// A member that is longer than anything the desk takes.
    #[error("{name} has {bytes} bytes, and {most} is the most: make the file anew")]
    Length {
        /// The member.
        name: String,
        /// Its length.
        bytes: u64,
        /// What may be.
        most: u64,
    },
    /// A photo that is another than its name says.
    #[error("{0} has other bytes than its name says: it was damaged on its way; copy the file again")]
    Damaged(String),
    /// It ends too early.
    #[error("it is cut off: copy the file again, and bring it in once more; what has come in stays in")]
    CutOff,
    /// It can't be read.
    #[error("it can't be read: {0}")]
    Io(#[from] io::Error),
}

/// Writes such a file.
pub struct Writer<W: Write> {
    tar: tar::Builder<W>,
    members: u64,
}

impl<W: Write> Writer<W> {
    /// Begins one.
    pub fn new(to: W, head: &Head) -> io::Result<Writer<W>> {
        let mut writer = Writer { tar: tar::Builder::new(to), members: 0 };
        let Head { ledger, from, size } = head;
        let words = format!("{FORM}\n{}\n{from}\n{size}\n", ledger.to_hex());
        writer.member(HEAD, words.as_bytes())?;
        Ok(writer)
    }

    /// Adds the note of an entry; later ones follow earlier ones.
    pub fn note(&mut self, entry: u64, note: &[u8]) -> io::Result<()> {
        self.member(&format!("notes/{entry}"), note)
    }

    /// Adds a photo.
    pub fn photo(&mut self, sha256: &Hash, bytes: &[u8]) -> io::Result<()> {
        self.member(&format!("photos/{}", sha256.to_hex()), bytes)
    }

    /// Adds the salted text that a statement names.
    pub fn text(&mut self, statement: &Hash, bytes: &[u8]) -> io::Result<()> {
        self.member(&format!("texts/{}", statement.to_hex()), bytes)
    }

    /// Ends it; without this it counts as cut off.
    pub fn finish(mut self) -> io::Result<W> {
        let members = format!("{}\n", self.members);
        self.member(END, members.as_bytes())?;
        self.tar.into_inner()
    }

    /// Nothing but the name and the bytes: equal contents make equal files.
    fn member(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_ustar();
        header.set_path(name)?;
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        header.set_uid(0);
        header.set_gid(0);
        header.set_cksum();
        self.members += 1;
        self.tar.append(&header, bytes)
    }
}

/// Reads such a file and gives each piece as it stands, the head first.
///
/// # Errors
/// What is wrong with the file, or what `take` says. What was taken before that was whole.
pub fn read<E: From<FileError>>(
    from: impl Read,
    mut take: impl FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let mut archive = tar::Archive::new(from);
    // Nothing that tar has learnt since its beginning is followed: long names and extensions would be read before anybody asks how long.
    let members = archive.entries().map_err(FileError::from)?.raw(true);
    let mut place = Place::Beginning;
    for (count, member) in members.enumerate() {
        let mut member = match member {
            Ok(member) => member,
            Err(why) => return Err(place.broken(why).into()),
        };
        let name = plain_name(&member).ok_or_else(|| place.stranger("a member without a plain name"))?;
        let most = most_of(&name).ok_or_else(|| place.stranger(&name))?;
        let length = member.header().entry_size().map_err(|why| place.broken(why))?;
        if length > most {
            return Err(FileError::Length { name, bytes: length, most }.into());
        }
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).map_err(|why| place.broken(why))?;
        if bytes.len() as u64 != length {
            return Err(place.cut_off().into());
        }
        if let Some(piece) = place.next(&name, bytes, count)? {
            take(piece)?;
        }
    }
    match place {
        Place::Ended => Ok(()),
        Place::Beginning | Place::Within { .. } => Err(place.cut_off().into()),
    }
}

/// The name of an ordinary file.
fn plain_name<R: Read>(member: &tar::Entry<'_, R>) -> Option<String> {
    let header = member.header();
    let plain = header.entry_type() == tar::EntryType::Regular;
    let name = String::from_utf8(header.path_bytes().into_owned()).ok()?;
    let shown = name.bytes().all(|byte| byte.is_ascii_graphic());
    (plain && shown && !name.is_empty()).then_some(name)
}

/// Bytes at most of a member of this name; none: there is no such member.
fn most_of(name: &str) -> Option<u64> {
    match name.split_once('/') {
        None => (name == HEAD || name == END).then_some(MOST_WORDS),
        Some(("notes", _)) => Some(MOST_NOTE),
        Some(("photos", _)) => Some(MOST_PHOTO),
        Some(("texts", _)) => Some(MOST_TEXT),
        Some(_) => None,
    }
}

/// Where in the file we are.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// Before the head.
    Beginning,
    /// After it; `note` is the first entry that may come, and `until` the first that may not.
    Within { note: u64, until: u64 },
    /// After the end.
    Ended,
}

impl Place {
    /// What a member is at this place; none: the end.
    fn next(&mut self, name: &str, bytes: Vec<u8>, before: usize) -> Result<Option<Piece>, FileError> {
        let stranger = || FileError::Member(name.to_owned());
        match *self {
            Place::Beginning => {
                let head = head(name, &bytes)?;
                *self = Place::Within { note: head.from, until: head.size };
                Ok(Some(Piece::Head(head)))
            }
            Place::Within { note, until } => match name.split_once('/') {
                Some(("notes", entry)) => {
                    let number = entry.parse::<u64>().ok().filter(|number| number.to_string() == entry);
                    let number =
                        number.filter(|number| (note..until).contains(number)).ok_or_else(stranger)?;
                    *self = Place::Within { note: number + 1, until };
                    Ok(Some(Piece::Note { entry: number, bytes }))
                }
                Some(("photos", name)) => {
                    let named = Hash::from_hex(name).map_err(|_| stranger())?;
                    if sha256(&bytes) != named {
                        return Err(FileError::Damaged(format!("photos/{name}")));
                    }
                    Ok(Some(Piece::Photo { sha256: named, bytes }))
                }
                Some(("texts", name)) => {
                    let statement = Hash::from_hex(name).map_err(|_| stranger())?;
                    Ok(Some(Piece::Text { statement, bytes }))
                }
                None if name == END => {
                    // Members are never fewer than were written: otherwise the end is another file's.
                    if bytes != format!("{before}\n").into_bytes() {
                        return Err(FileError::CutOff);
                    }
                    *self = Place::Ended;
                    Ok(None)
                }
                Some(_) | None => Err(stranger()),
            },
            Place::Ended => Err(stranger()),
        }
    }

    /// What a member that is none of ours says of the file.
    fn stranger(self, name: &str) -> FileError {
        match self {
            Place::Beginning => FileError::NotOne,
            Place::Within { .. } | Place::Ended => FileError::Member(name.to_owned()),
        }
    }

    /// What bytes that are no member say of it.
    fn broken(self, why: io::Error) -> FileError {
        match (self, why.kind()) {
            // What tar itself finds wrong is told by these kinds; all others are the disk's.
            (
                Place::Beginning,
                io::ErrorKind::Other | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData,
            ) => FileError::NotOne,
            (_, io::ErrorKind::Other | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData) => {
                FileError::CutOff
            }
            _ => FileError::Io(why),
        }
    }

    fn cut_off(self) -> FileError {
        match self {
            Place::Beginning => FileError::NotOne,
            Place::Within { .. } | Place::Ended => FileError::CutOff,
        }
    }
}

fn head(name: &str, bytes: &[u8]) -> Result<Head, FileError> {
    if name != HEAD {
        return Err(FileError::NotOne);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| FileError::NotOne)?;
    let mut lines = text.split_terminator('\n');
    let form = lines.next().unwrap_or_default();
    if form != FORM {
        let newer = form.starts_with("saksi-carry/");
        return Err(if newer { FileError::Form(form.to_owned()) } else { FileError::NotOne });
    }
    let ledger = lines.next().and_then(|line| Hash::from_hex(line).ok());
    let mut number = || lines.next().and_then(|line| line.parse::<u64>().ok());
    let (from, size) = (number(), number());
    let (Some(ledger), Some(from), Some(size), None) = (ledger, from, size, lines.next()) else {
        return Err(FileError::NotOne);
    };
    if from > size {
        return Err(FileError::NotOne);
    }
    Ok(Head { ledger, from, size })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(head: &Head, pieces: &[Piece]) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new(), head).unwrap();
        for piece in pieces {
            match piece {
                Piece::Head(_) => {}
                Piece::Note { entry, bytes } => writer.note(*entry, bytes).unwrap(),
                Piece::Photo { sha256, bytes } => writer.photo(sha256, bytes).unwrap(),
                Piece::Text { statement, bytes } => writer.text(statement, bytes).unwrap(),
            }
        }
        writer.finish().unwrap()
    }

    fn pieces(file: &[u8]) -> Result<Vec<Piece>, FileError> {
        let mut found = Vec::new();
        read(file, |piece| {
            found.push(piece);
            Ok::<(), FileError>(())
        })?;
        Ok(found)
    }

    /// Three notes from entry 5 on, with a photo among them, and a text behind.
    fn some() -> (Head, Vec<Piece>) {
        let note = |entry| Piece::Note { entry, bytes: format!("note {entry}\n").into_bytes() };
        let photo = b"photo".to_vec();
        let pieces = vec![
            note(5),
            Piece::Photo { sha256: sha256(&photo), bytes: photo },
            note(6),
            note(7),
            Piece::Text { statement: Hash([3; 32]), bytes: b"text".to_vec() },
        ];
        (Head { ledger: Hash([1; 32]), from: 5, size: 8 }, pieces)
    }

    #[test]
    fn what_was_written_is_read_in_its_order_and_any_tar_reads_it() {
        let (head, all) = some();
        let file = written(&head, &all);
        let mut expected = vec![Piece::Head(head)];
        expected.extend(all);
        assert_eq!(pieces(&file).unwrap(), expected);
        let names: Vec<String> = tar::Archive::new(file.as_slice())
            .entries()
            .unwrap()
            .map(|entry| entry.unwrap().path().unwrap().display().to_string())
            .collect();
        assert_eq!(names.first().map(String::as_str), Some("saksi-carry"));
        assert_eq!(names.last().map(String::as_str), Some("end"));
        assert!(names.contains(&"notes/6".to_owned()));
    }

    #[test]
    fn a_file_that_lost_anything_is_no_whole_one() {
        let (head, all) = some();
        let file = written(&head, &all);
        for end in 0..file.len() - 1_024 {
            assert!(pieces(&file[..end]).is_err(), "cut off at {end}");
        }
        // A member taken out of a file that is written, as a bad copy may.
        for name in [b"photos/".as_slice(), b"notes/6", b"texts/0"] {
            let at = file.windows(name.len()).position(|bytes| bytes == name).unwrap();
            let without = [&file[..at], &file[at + 1_024..]].concat();
            assert!(matches!(pieces(&without), Err(FileError::CutOff)));
        }
    }

    #[test]
    fn what_has_no_place_there_is_named() {
        let (head, all) = some();
        let with = |piece: Piece| pieces(&written(&head, &[all.clone(), vec![piece]].concat())).unwrap_err();
        // After the ledger's end, before the first, and one that was there.
        for entry in [8, 4, 7] {
            let told = with(Piece::Note { entry, bytes: vec![1] });
            assert!(matches!(told, FileError::Member(name) if name == format!("notes/{entry}")));
        }
        let other = Piece::Photo { sha256: Hash([9; 32]), bytes: b"other".to_vec() };
        assert!(matches!(with(other), FileError::Damaged(_)));
        let long = Piece::Text { statement: Hash([9; 32]), bytes: vec![0; 250_000] };
        assert!(matches!(with(long), FileError::Length { bytes: 250_000, .. }));
        assert!(matches!(pieces(b""), Err(FileError::NotOne)));
        assert!(matches!(pieces(&[b'x'; 2_000]), Err(FileError::NotOne)));
        let newer = String::from_utf8(written(&head, &[])).unwrap().replace("carry/v1", "carry/v2");
        assert!(matches!(pieces(newer.as_bytes()), Err(FileError::Form(form)) if form == "saksi-carry/v2"));
    }

    #[test]
    fn a_long_name_of_tar_s_is_not_followed() {
        let (head, _) = some();
        let mut builder = tar::Builder::new(written(&head, &[]).get(..1_024).unwrap().to_vec());
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::GNULongName);
        header.set_path("notes/5").unwrap();
        header.set_size(1 << 40);
        header.set_cksum();
        builder.append(&header, io::empty()).unwrap();
        assert!(matches!(pieces(&builder.into_inner().unwrap()), Err(FileError::Member(_))));
    }

    proptest! {
        #[test]
        fn bytes_from_outside_are_read_or_refused(damage in 0_usize..6_000, byte: u8, cut in prop::option::of(0_usize..6_000)) {
            let (head, all) = some();
            let mut file = written(&head, &all);
            if let Some(at) = file.get_mut(damage) {
                *at = byte;
            }
            file.truncate(cut.unwrap_or(file.len()));
            // What is read to its end has every note.
            if let Ok(found) = pieces(&file) {
                prop_assert_eq!(found.iter().filter(|piece| matches!(piece, Piece::Note { .. })).count(), 3);
            }
        }

        #[test]
        fn any_pieces_come_back(notes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..600), 0..8), from in 0_u64..1_000_000) {
            let head = Head { ledger: Hash([1; 32]), from, size: from + notes.len() as u64 };
            let all: Vec<Piece> = (from..).zip(notes).map(|(entry, bytes)| Piece::Note { entry, bytes }).collect();
            let mut expected = vec![Piece::Head(head)];
            expected.extend(all.clone());
            prop_assert_eq!(pieces(&written(&head, &all)).unwrap(), expected);
        }
    }
}
