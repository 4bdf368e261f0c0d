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
            Body::Definition(_)
            | Body::Roster(_)
            | Body::Key(_)
            | Body::Revoke(_)
            | Body::Capture(_)
            | Body::Reading(_)
            | Body::Withdrawal(_)
            | Body::Objection(_)
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
}
