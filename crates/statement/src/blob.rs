//! Bytes named by their hash.

use std::fmt;

use ledger::Hash;
use serde::Deserialize as DeriveDeserialize;
use serde::Serialize as DeriveSerialize;
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

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
