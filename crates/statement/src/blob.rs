//! Bytes named by their hash.

use std::fmt;

use ledger::Hash;
use serde::Deserialize as DeriveDeserialize;
use serde::Serialize as DeriveSerialize;
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use crate::body::{Body, Evidence};

/// A SHA-256 written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HexHash(pub Hash);

impl fmt::Display for HexHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_hex())
    }
}

impl<'de> Deserialize<'de> for HexHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        let lower = text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        match Hash::from_hex(text) {
            Ok(hash) if lower => Ok(HexHash(hash)),
            Ok(_) | Err(_) => {
                Err(D::Error::custom(format!("`{text}` is not 64 lower-case hexadecimal digits")))
            }
        }
    }
}

impl Serialize for HexHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_hex())
    }
}

/// Bytes kept beside the ledger and named by their hash: bodies above the threshold, lists, photos.
///
/// A blob is durable before the statement naming it is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DeriveDeserialize, DeriveSerialize)]
#[serde(deny_unknown_fields)]
pub struct Blob<'a> {
    /// SHA-256 of the bytes.
    pub sha256: HexHash,
    /// How many bytes there are.
    pub bytes: u64,
    /// Media type, for example `text/csv`.
    pub media: &'a str,
}

impl<'a> Blob<'a> {
    /// Names these bytes.
    pub fn of(bytes: &[u8], media: &'a str) -> Blob<'a> {
        Blob { sha256: HexHash(ledger::sha256(bytes)), bytes: bytes.len() as u64, media }
    }
}

impl<'a> Body<'a> {
    /// The blobs whose bytes this statement brings; evidence that it only names by hash is not among them.
    pub fn blobs(&self) -> Vec<&Blob<'a>> {
        match self {
            Body::Definition(body) => [&body.profile, &body.regions, &body.stations]
                .into_iter()
                .chain(body.constituencies.as_ref())
                .chain(body.candidates.as_ref())
                .chain(body.outlines.as_ref())
                .collect(),
            Body::Capture(body) => vec![&body.photo],
            Body::Disclosure(body) => vec![&body.content],
            Body::Roll(body) => vec![&body.content],
            Body::Audit(body) => vec![&body.content],
            Body::Roster(_)
            | Body::Key(_)
            | Body::Revoke(_)
            | Body::Reading(_)
            | Body::Sheet(_)
            | Body::Withdrawal(_)
            | Body::Objection(_)
            | Body::Answer(_)
            | Body::Plenary(_)
            | Body::Ruling(_)
            | Body::Determination(_)
            | Body::Redaction(_)
            | Body::Notice(_)
            | Body::Close(_) => Vec::new(),
        }
    }
    /// The evidence it names: photos of what its figures were read from.
    pub fn evidence(&self) -> &[Evidence<'a>] {
        match self {
            Body::Sheet(body) => &body.evidence,
            Body::Plenary(body) => &body.evidence,
            Body::Objection(body) => &body.evidence,
            Body::Answer(body) => &body.evidence,
            Body::Definition(_)
            | Body::Roster(_)
            | Body::Key(_)
            | Body::Revoke(_)
            | Body::Capture(_)
            | Body::Reading(_)
            | Body::Withdrawal(_)
            | Body::Ruling(_)
            | Body::Determination(_)
            | Body::Redaction(_)
            | Body::Notice(_)
            | Body::Disclosure(_)
            | Body::Roll(_)
            | Body::Audit(_)
            | Body::Close(_) => &[],
        }
    }

    /// The hash of a text that says more, where there is one. The text stays outside the ledger, so that it can be taken from
    /// what is published ([`Kind::Redaction`](crate::Kind::Redaction)), and it is salted, so that nobody finds it by trying:
    /// a file of 32 hexadecimal digits, a line's end, and the text in UTF-8. It is published under its hash as blobs are.
    pub fn text(&self) -> Option<HexHash> {
        match self {
            Body::Sheet(body) => body.text,
            Body::Withdrawal(body) => body.text,
            Body::Plenary(body) => body.text,
            Body::Ruling(body) => body.text,
            Body::Objection(body) => Some(body.text),
            Body::Answer(body) => Some(body.text),
            Body::Definition(_)
            | Body::Roster(_)
            | Body::Key(_)
            | Body::Revoke(_)
            | Body::Capture(_)
            | Body::Reading(_)
            | Body::Determination(_)
            | Body::Redaction(_)
            | Body::Notice(_)
            | Body::Disclosure(_)
            | Body::Roll(_)
            | Body::Audit(_)
            | Body::Close(_) => None,
        }
    }
}

/// Bytes of a text's salt.
pub const SALT: usize = 16;

/// The file whose SHA-256 a statement gives as its `text` ([`Body::text`]).
pub fn salted_text(salt: [u8; SALT], text: &str) -> Vec<u8> {
    format!("{:032x}\n{text}", u128::from_be_bytes(salt)).into_bytes()
}

/// The text of such a file, without its salt; none where it is no such file.
pub fn text_of(file: &[u8]) -> Option<&str> {
    let (salt, text) = std::str::from_utf8(file).ok()?.split_once('\n')?;
    let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (salt.len() == 2 * SALT && salt.bytes().all(hexadecimal)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_salted_text_is_a_file_that_people_read_and_that_has_one_salt() {
        let file = salted_text([0xab; SALT], "Dua formulir\nberbeda");
        assert_eq!(file, b"abababababababababababababababab\nDua formulir\nberbeda");
        assert_eq!(text_of(&file), Some("Dua formulir\nberbeda"));
        for other in [&file[1..], b"no salt here".as_slice(), b"ABABABABABABABABABABABABABABABAB\nx", b""] {
            assert_eq!(text_of(other), None);
        }
    }
}
