//! Where a signature stands in a PDF (ISO 32000-1, 12.8): an update appended to the file, with a field for the signature and a hole
//! for its bytes. The signature covers everything but the hole.

use std::ops::Range;

use ledger::{Hash, sha256};
use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, StringFormat, dictionary};

/// Bytes a signature may have, certificates and all.
const ROOM: usize = 16 * 1024;

/// Digits of each number that says what is covered: as many as ten gigabytes have.
const DIGITS: usize = 10;

/// What a signature says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// When, as PDF writes it: `D:20240214210300+07'00'`.
    pub at: &'a str,
    /// Why or as what somebody signs.
    pub reason: Option<&'a str>,
    /// Where.
    pub place: Option<&'a str>,
}

/// A file that waits for a signature.
pub struct Prepared {
    bytes: Vec<u8>,
    /// The hole, with its brackets.
    hole: Range<usize>,
}

/// Why a file can't be signed.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Not a PDF, or a broken one.
    #[error("it is no PDF that can be read: {0}")]
    Unreadable(String),
    /// Locked by a password.
    #[error("it is encrypted: what is signed must be readable by everybody")]
    Encrypted,
    /// Without pages.
    #[error("it has no page")]
    Empty,
    /// The signature is too long.
    #[error("the signature has {0} bytes, and there is room for {ROOM}: leave certificates out of the chain")]
    TooLong(usize),
}

impl From<lopdf::Error> for FileError {
    fn from(error: lopdf::Error) -> FileError {
        FileError::Unreadable(error.to_string())
    }
}

/// Appends a field for a signature, with a hole for its bytes. Fields that are there stay.
pub fn prepare(pdf: Vec<u8>, said: Said<'_>) -> Result<Prepared, FileError> {
    let before = Document::load_mem(&pdf)?;
    if before.is_encrypted() || before.was_encrypted() {
        return Err(FileError::Encrypted);
    }
    let page = before.page_iter().next().ok_or(FileError::Empty)?;
    let end = pdf.len();
    let mut update = IncrementalDocument::create_from(pdf, before);
    let signature = update.new_document.add_object(signature(said));
    let fields = fields(&update)?;
    let name = format!("Signature{}", fields.len() + 1);
    let field = update.new_document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig",
        "T" => Object::string_literal(name),
        "V" => signature, "P" => page,
        // It is nowhere on the page, so that it needs no picture (ISO 19005-2, 6.3.3); printed and locked, as its 6.3.2 wants.
        "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
        "F" => 4 + 128,
    });
    shown_on(&mut update, page, field)?;
    listed(&mut update, fields, field)?;
    let mut bytes = Vec::new();
    update.save_to(&mut bytes).map_err(|error| FileError::Unreadable(error.to_string()))?;
    let lost = || FileError::Unreadable("its update could not be written".to_owned());
    let hole = hole(&bytes, end).ok_or_else(lost)?;
    cover(&mut bytes, end, &hole).ok_or_else(lost)?;
    Ok(Prepared { bytes, hole })
}

/// The signature's dictionary. What it covers is put in when it is known where it stands: until then the numbers are as long as any.
fn signature(said: Said<'_>) -> Dictionary {
    let widest = 10_i64.pow(u32::try_from(DIGITS).unwrap_or(9)) - 1;
    let mut signature = dictionary! {
        "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![widest.into(), widest.into(), widest.into(), widest.into()],
        "Contents" => Object::String(vec![0; ROOM], StringFormat::Hexadecimal),
        "M" => Object::string_literal(said.at),
    };
    for (key, text) in [("Reason", said.reason), ("Location", said.place)] {
        if let Some(text) = text {
            signature.set(key, lopdf::text_string(text));
        }
    }
    signature
}

/// The fields that the file has.
fn fields(update: &IncrementalDocument) -> Result<Vec<Object>, FileError> {
    let before = update.get_prev_documents();
    let Ok(form) = before.catalog()?.get(b"AcroForm") else { return Ok(Vec::new()) };
    let form = before.dereference(form)?.1.as_dict()?;
    match form.get(b"Fields") {
        Ok(fields) => Ok(before.dereference(fields)?.1.as_array()?.clone()),
        Err(_) => Ok(Vec::new()),
    }
}

/// The page says that the field belongs to it.
fn shown_on(update: &mut IncrementalDocument, page: ObjectId, field: ObjectId) -> Result<(), FileError> {
    let before = update.get_prev_documents();
    let mut annotations = match before.get_dictionary(page)?.get(b"Annots") {
        Ok(there) => before.dereference(there)?.1.as_array()?.clone(),
        Err(_) => Vec::new(),
    };
    annotations.push(field.into());
    update.opt_clone_object_to_new_document(page)?;
    update.new_document.get_dictionary_mut(page)?.set("Annots", annotations);
    Ok(())
}

/// The catalog lists it, and says that the file is signed and only appended to.
fn listed(
    update: &mut IncrementalDocument,
    mut fields: Vec<Object>,
    field: ObjectId,
) -> Result<(), FileError> {
    fields.push(field.into());
    let root = update.get_prev_documents().trailer.get(b"Root")?.as_reference()?;
    update.opt_clone_object_to_new_document(root)?;
    let form = dictionary! { "Fields" => fields, "SigFlags" => 3 };
    update.new_document.get_dictionary_mut(root)?.set("AcroForm", form);
    Ok(())
}

/// The hole in what was appended, with its brackets.
fn hole(bytes: &[u8], end: usize) -> Option<Range<usize>> {
    let zeros = [b"<".as_slice(), &vec![b'0'; 2 * ROOM], b">"].concat();
    let appended = bytes.get(end..)?;
    let at = end + appended.windows(zeros.len()).position(|window| window == zeros)?;
    Some(at..at + zeros.len())
}

/// Says what is covered, in the place that was left for it.
fn cover(bytes: &mut [u8], end: usize, hole: &Range<usize>) -> Option<()> {
    let mark = b"/ByteRange";
    let at = end + bytes.get(end..)?.windows(mark.len()).position(|window| window == mark)?;
    let open = at + bytes.get(at..)?.iter().position(|byte| *byte == b'[')?;
    let close = open + bytes.get(open..)?.iter().position(|byte| *byte == b']')?;
    let text = format!("0 {} {} {}", hole.start, hole.end, bytes.len() - hole.end);
    let room = bytes.get_mut(open + 1..close)?;
    let text = format!("{text:<wide$}", wide = room.len());
    if text.len() != room.len() {
        return None;
    }
    room.copy_from_slice(text.as_bytes());
    Some(())
}

impl Prepared {
    /// SHA-256 of everything that the signature covers.
    pub fn digest(&self) -> Hash {
        let before = self.bytes.get(..self.hole.start).unwrap_or_default();
        let after = self.bytes.get(self.hole.end..).unwrap_or_default();
        sha256(&[before, after].concat())
    }

    /// The file with its signature.
    pub fn fill(mut self, signature: &[u8]) -> Result<Vec<u8>, FileError> {
        if signature.len() > ROOM {
            return Err(FileError::TooLong(signature.len()));
        }
        let inside = self.bytes.get_mut(self.hole.start + 1..self.hole.end - 1).unwrap_or_default();
        for (room, byte) in inside.chunks_exact_mut(2).zip(signature) {
            room.copy_from_slice(format!("{byte:02x}").as_bytes());
        }
        Ok(self.bytes)
    }
}
