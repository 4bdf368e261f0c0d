//! A statement's two lines, and the note around them.

use ledger::{Hash, Note, NoteError, Signature, SigningKey};
use serde::de::Deserialize;

use crate::body::Body;
use crate::kind::Kind;

/// Bodies above this many bytes must be blobs; an entry holds at most 65,535 bytes with its signatures.
pub const BLOB_THRESHOLD: usize = 48_000;

/// A parsed statement. Parsing says nothing about who may have made it: see [`crate::Keyring`].
#[derive(Clone, Debug)]
pub struct Statement<'a> {
    /// SHA-256 of the text.
    pub id: Hash,
    /// The kind, from the first line.
    pub kind: Kind,
    /// The body, from the second line.
    pub body: Body<'a>,
    /// The signed text: both lines with their line feeds.
    pub text: &'a str,
    /// The signature lines, unverified.
    pub signatures: Vec<Signature>,
}

/// Why bytes are not a statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// Not a signed note.
    #[error("not a signed note: {0}")]
    Note(#[from] NoteError),
    /// The text is not exactly two lines.
    #[error("a statement's text is two lines, a header and one line of JSON; this has {0}")]
    Lines(usize),
    /// The first line is for another election, or malformed.
    #[error("the first line is `{found}`; this election's statements begin with `{expected} ` and a type")]
    Header {
        /// What stands there.
        found: String,
        /// The profile's header.
        expected: String,
    },
    /// The type is none of ours.
    #[error("`{0}` is no type of statement")]
    Kind(String),
    /// The second line is not what its type requires.
    #[error("body of a {kind} statement: {what}")]
    Body {
        /// The type.
        kind: Kind,
        /// What is wrong, with the column.
        what: String,
    },
    /// The body belongs into a blob.
    #[error("the body has {0} bytes; above {BLOB_THRESHOLD} it must be a blob")]
    TooLong(usize),
}

impl<'a> Statement<'a> {
    /// Parses a note as a statement of the election whose profile has this `header` (for example `id-2024/v1`).
    pub fn parse(header: &str, note: &'a [u8]) -> Result<Statement<'a>, StatementError> {
        let Note { text, signatures } = Note::parse(note)?;
        let (kind, body) = parse_text(header, text)?;
        Ok(Statement { id: statement_id(text), kind, body, text, signatures })
    }
}

impl<'a> Statement<'a> {
    /// Parses a statement's text that nobody has signed yet.
    pub fn parse_unsigned(header: &str, text: &'a str) -> Result<(Kind, Body<'a>), StatementError> {
        parse_text(header, text)
    }
}

/// The id of a statement: SHA-256 of its text.
pub fn statement_id(text: &str) -> Hash {
    ledger::sha256(text.as_bytes())
}

/// The two lines of a statement.
pub fn encode_text(header: &str, body: &Body<'_>) -> Result<String, StatementError> {
    let kind = body.kind();
    let json = body.to_json().map_err(|error| StatementError::Body { kind, what: error.to_string() })?;
    if json.len() > BLOB_THRESHOLD {
        return Err(StatementError::TooLong(json.len()));
    }
    Ok(format!("{header} {kind}\n{json}\n"))
}

/// The whole note: text and one signature line a key.
pub fn sign(text: &str, keys: &[&SigningKey]) -> Result<Vec<u8>, StatementError> {
    let signatures: Vec<Signature> = keys.iter().map(|key| key.sign_text(text)).collect::<Result<_, _>>()?;
    Ok(ledger::encode_note(text, &signatures)?)
}

fn parse_text<'a>(header: &str, text: &'a str) -> Result<(Kind, Body<'a>), StatementError> {
    let mut lines = text.split('\n');
    let (Some(first), Some(second), Some(""), None) =
        (lines.next(), lines.next(), lines.next(), lines.next())
    else {
        return Err(StatementError::Lines(text.matches('\n').count()));
    };
    let word = first
        .strip_prefix(header)
        .and_then(|rest| rest.strip_prefix(' '))
        .ok_or_else(|| StatementError::Header { found: first.to_owned(), expected: header.to_owned() })?;
    let kind = Kind::parse(word).ok_or_else(|| StatementError::Kind(word.to_owned()))?;
    if second.len() > BLOB_THRESHOLD {
        return Err(StatementError::TooLong(second.len()));
    }
    let body =
        parse_body(kind, second).map_err(|error| StatementError::Body { kind, what: error.to_string() })?;
    Ok((kind, body))
}

// Besides being an object of the right members, the line must begin and end with its braces: no white space around it.
fn parse_body(kind: Kind, line: &str) -> Result<Body<'_>, serde_json::Error> {
    if !(line.starts_with('{') && line.ends_with('}')) {
        return Err(serde::de::Error::custom("it is not one JSON object without surrounding white space"));
    }
    Ok(match kind {
        Kind::Definition => Body::Definition(read(line)?),
        Kind::Roster => Body::Roster(read(line)?),
        Kind::Key => Body::Key(read(line)?),
        Kind::Revoke => Body::Revoke(read(line)?),
        Kind::Capture => Body::Capture(read(line)?),
        Kind::Reading => Body::Reading(read(line)?),
        Kind::Sheet => Body::Sheet(read(line)?),
        Kind::Withdrawal => Body::Withdrawal(read(line)?),
        Kind::Objection => Body::Objection(read(line)?),
        Kind::Answer => Body::Answer(read(line)?),
        Kind::Plenary => Body::Plenary(read(line)?),
        Kind::Ruling => Body::Ruling(read(line)?),
        Kind::Determination => Body::Determination(read(line)?),
        Kind::Redaction => Body::Redaction(read(line)?),
        Kind::Notice => Body::Notice(read(line)?),
        Kind::Disclosure => Body::Disclosure(read(line)?),
        Kind::Roll => Body::Roll(read(line)?),
        Kind::Audit => Body::Audit(read(line)?),
        Kind::Close => Body::Close(read(line)?),
    })
}

fn read<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, serde_json::Error> {
    serde_json::from_str(line)
}

impl Body<'_> {
    /// The kind this body belongs to.
    pub fn kind(&self) -> Kind {
        match self {
            Body::Definition(_) => Kind::Definition,
            Body::Roster(_) => Kind::Roster,
            Body::Key(_) => Kind::Key,
            Body::Revoke(_) => Kind::Revoke,
            Body::Capture(_) => Kind::Capture,
            Body::Reading(_) => Kind::Reading,
            Body::Sheet(_) => Kind::Sheet,
            Body::Withdrawal(_) => Kind::Withdrawal,
            Body::Objection(_) => Kind::Objection,
            Body::Answer(_) => Kind::Answer,
            Body::Plenary(_) => Kind::Plenary,
            Body::Ruling(_) => Kind::Ruling,
            Body::Determination(_) => Kind::Determination,
            Body::Redaction(_) => Kind::Redaction,
            Body::Notice(_) => Kind::Notice,
            Body::Disclosure(_) => Kind::Disclosure,
            Body::Roll(_) => Kind::Roll,
            Body::Audit(_) => Kind::Audit,
            Body::Close(_) => Kind::Close,
        }
    }

    fn to_json(&self) -> Result<String, serde_json::Error> {
        match self {
            Body::Definition(body) => serde_json::to_string(body),
            Body::Roster(body) => serde_json::to_string(body),
            Body::Key(body) => serde_json::to_string(body),
            Body::Revoke(body) => serde_json::to_string(body),
            Body::Capture(body) => serde_json::to_string(body),
            Body::Reading(body) => serde_json::to_string(body),
            Body::Sheet(body) => serde_json::to_string(body),
            Body::Withdrawal(body) => serde_json::to_string(body),
            Body::Objection(body) => serde_json::to_string(body),
            Body::Answer(body) => serde_json::to_string(body),
            Body::Plenary(body) => serde_json::to_string(body),
            Body::Ruling(body) => serde_json::to_string(body),
            Body::Determination(body) => serde_json::to_string(body),
            Body::Redaction(body) => serde_json::to_string(body),
            Body::Notice(body) => serde_json::to_string(body),
            Body::Disclosure(body) => serde_json::to_string(body),
            Body::Roll(body) => serde_json::to_string(body),
            Body::Audit(body) => serde_json::to_string(body),
            Body::Close(body) => serde_json::to_string(body),
        }
    }
}
