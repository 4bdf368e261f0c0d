//! Signed notes (C2SP signed-note): a text, an empty line, and one line per signature.
//!
//! ```text
//! any text, may hold empty lines,
//! ends in a newline
//!
//! — key.name base64(key id || signature)
//! ```
//!
//! What [`Note::parse`] accepts has one spelling: [`encode_note`] of its parts is the same bytes. A parsed note is
//! not yet a trusted one; only [`Note::verify`] says who signed it.

use std::fmt;
use std::str;

use crate::cosignature;
use crate::key::{KeyError, KeyKind, KeyName, VerifyingKey, verify_one};
use crate::text;

/// The most signature lines a note may have (the specification asks for at least 16).
pub const MAX_SIGNATURES: usize = 64;
/// Before name and base64 on a signature line: an em dash and a space.
const DASH: &str = "\u{2014} ";

/// A parsed note. Its text must not be used before [`Note::verify`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note<'a> {
    /// The signed text, its final newline included.
    pub text: &'a str,
    /// The signature lines in the order they stand, 1 to [`MAX_SIGNATURES`].
    pub signatures: Vec<Signature>,
}

/// One signature line.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Signature {
    /// The name of the key.
    pub name: String,
    /// The id of the key.
    pub key_id: [u8; 4],
    /// The signature after the key id: 64 bytes for type 0x01, 72 for 0x04; lines of unknown types may hold any.
    pub bytes: Vec<u8>,
}

/// Why a note is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoteError {
    /// Not UTF-8.
    #[error("a note must be UTF-8")]
    NotUtf8,
    /// Holds a control character other than the newline.
    #[error("a note must not hold control characters other than newlines")]
    Control,
    /// The text is empty or does not end in a newline.
    #[error("the text of a note must end in a newline")]
    TextEnd,
    /// There is no empty line between text and signatures.
    #[error("a note needs an empty line between its text and its signatures")]
    NoSeparator,
    /// No signature line, or more than [`MAX_SIGNATURES`].
    #[error("a note has 1 to 64 signature lines")]
    SignatureCount,
    /// A signature line is not an em dash, a name and base64 of at least five bytes.
    #[error("signature line {0} is not \"— <key name> <base64>\"")]
    SignatureLine(usize),
    /// A signature to be written has an impossible key name.
    #[error(transparent)]
    Name(#[from] KeyError),
    /// A known key's signature does not verify: the whole note is void.
    #[error("the signature of {0} does not verify, the note must not be used")]
    BadSignature(String),
    /// No signature by any of the keys given.
    #[error("no known key signed this note")]
    NoKnownKey,
    /// Two different keys were given under one name and id.
    #[error("two different keys are named {0} with the same key id")]
    AmbiguousKey(String),
    /// A cosigner's key was to sign a note's text.
    #[error("{0} is a cosigner's key, it signs checkpoints with a time, not texts")]
    WrongKind(String),
    /// The text begins like a cosigner's message.
    #[error("a note's text must not begin with the header of a cosignature")]
    Reserved,
}

/// Writes a note. Refuses what [`Note::parse`] would refuse.
pub fn encode_note(text: &str, signatures: &[Signature]) -> Result<Vec<u8>, NoteError> {
    check_text(text)?;
    if !(1..=MAX_SIGNATURES).contains(&signatures.len()) {
        return Err(NoteError::SignatureCount);
    }
    let mut note = format!("{text}\n");
    for (position, signature) in signatures.iter().enumerate() {
        KeyName::new(signature.name.as_str())?;
        if signature.bytes.is_empty() {
            return Err(NoteError::SignatureLine(position + 1));
        }
        note.push_str(&signature.to_string());
    }
    Ok(note.into_bytes())
}

impl<'a> Note<'a> {
    /// Reads a note strictly; the text ends before the *last* empty line.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, NoteError> {
        let note = str::from_utf8(bytes).map_err(|_| NoteError::NotUtf8)?;
        if text::has_control(note) {
            return Err(NoteError::Control);
        }
        let at = note.rfind("\n\n").ok_or(NoteError::NoSeparator)?;
        let (text, rest) = note.split_at_checked(at + 1).ok_or(NoteError::NoSeparator)?;
        let lines = rest.strip_prefix('\n').ok_or(NoteError::NoSeparator)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::SignatureCount)?;
        let mut signatures = Vec::new();
        for (position, line) in lines.split('\n').enumerate() {
            if position == MAX_SIGNATURES {
                return Err(NoteError::SignatureCount);
            }
            signatures.push(Signature::parse_line(line).ok_or(NoteError::SignatureLine(position + 1))?);
        }
        Ok(Self { text, signatures })
    }

    /// Checks every line by one of `keys`: lines of unknown keys are ignored, one bad line of a known key voids the
    /// note, and at least one must be known. Returns the positions of the lines that count, each key's first line
    /// only, so that their number is the number of keys that signed.
    pub fn verify(&self, keys: &[&VerifyingKey]) -> Result<Vec<usize>, NoteError> {
        let mut counted: Vec<(usize, &VerifyingKey)> = Vec::new();
        for (position, line) in self.signatures.iter().enumerate() {
            let mut claimed = keys.iter().copied().filter(|key| key.made(line));
            let Some(key) = claimed.next() else { continue };
            if claimed.any(|other| other != key) {
                return Err(NoteError::AmbiguousKey(line.name.clone()));
            }
            if !holds(key, self.text, line) {
                return Err(NoteError::BadSignature(line.name.clone()));
            }
            if !counted.iter().any(|(_, seen)| *seen == key) {
                counted.push((position, key));
            }
        }
        if counted.is_empty() {
            return Err(NoteError::NoKnownKey);
        }
        Ok(counted.into_iter().map(|(position, _)| position).collect())
    }

    /// The note's bytes again.
    pub fn encode(&self) -> Result<Vec<u8>, NoteError> {
        encode_note(self.text, &self.signatures)
    }
}

impl Signature {
    /// Reads a signature line, without its newline; what a witness answers with is made of such lines.
    pub fn parse_line(line: &str) -> Option<Self> {
        let (name, encoded) = line.strip_prefix(DASH)?.split_once(' ')?;
        let name = KeyName::new(name).ok()?;
        let decoded = text::from_base64(encoded)?;
        let (key_id, bytes) = decoded.split_first_chunk::<4>()?;
        (!bytes.is_empty()).then(|| Self {
            name: name.as_str().to_owned(),
            key_id: *key_id,
            bytes: bytes.to_vec(),
        })
    }
}

impl fmt::Display for Signature {
    /// The whole line, its newline included.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoded = text::base64(&[self.key_id.as_slice(), &self.bytes].concat());
        writeln!(f, "{DASH}{} {encoded}", self.name)
    }
}

/// What a text must be to stand in a note.
pub(crate) fn check_text(text: &str) -> Result<(), NoteError> {
    if text::has_control(text) {
        return Err(NoteError::Control);
    }
    if text.ends_with('\n') { Ok(()) } else { Err(NoteError::TextEnd) }
}

/// Whether a line that claims to be by `key` is.
fn holds(key: &VerifyingKey, text: &str, line: &Signature) -> bool {
    match key.kind() {
        KeyKind::Ed25519 => {
            <&[u8; 64]>::try_from(line.bytes.as_slice()).is_ok_and(|s| verify_one(key, text.as_bytes(), s))
        }
        KeyKind::Cosignature => cosignature::verify(key, text, line).is_ok(),
    }
}
