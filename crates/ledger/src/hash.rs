//! RFC 6962 hashing over SHA-256.
//!
//! A leaf and an inner node are hashed under different first bytes (0x00 and 0x01), so that no entry can be
//! passed off as a node of the tree (RFC 6962, section 2.1).

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::text;

/// A SHA-256 hash: of a leaf, a node, or of plain content. Shown in standard base64, as the C2SP formats do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Hash(pub [u8; 32]);

/// Why a text is not a hash.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HashError {
    /// Not 64 lower-case hexadecimal digits.
    #[error("not a hash in hexadecimal: expected 64 lower-case digits")]
    NotHex,
    /// Not the 44 characters of standard base64 that 32 bytes make.
    #[error("not a hash in base64: expected 44 characters of standard base64 with padding")]
    NotBase64,
}

/// The hash of an entry as a leaf: `SHA-256(0x00 || entry)`.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
}

/// The hash of an inner node: `SHA-256(0x01 || left || right)`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

/// The root of the tree with no entries: the hash of the empty string.
pub fn empty_root() -> Hash {
    sha256(b"")
}

/// Plain SHA-256, for ids of content (a note's text, a photo), never for nodes of the tree.
pub fn sha256(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

impl Hash {
    /// 64 lower-case hexadecimal digits.
    pub fn to_hex(&self) -> String {
        let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' + value - 10 });
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    /// Reads 64 lower-case hexadecimal digits; upper case is refused, so that one hash has one file name.
    pub fn from_hex(text: &str) -> Result<Self, HashError> {
        let digit = |b: u8| match b {
            b'0'..=b'9' => Some(b - b'0'),
            b'a'..=b'f' => Some(b - b'a' + 10),
            _ => None,
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let bytes: Option<Vec<u8>> =
            pairs.iter().map(|&[hi, lo]| Some(digit(hi)? << 4 | digit(lo)?)).collect();
        match bytes.map(<[u8; 32]>::try_from) {
            Some(Ok(bytes)) if rest.is_empty() => Ok(Self(bytes)),
            Some(_) | None => Err(HashError::NotHex),
        }
    }

    /// Reads the 44 characters that [`struct@Hash`] is displayed as.
    pub fn from_base64(text: &str) -> Result<Self, HashError> {
        let bytes = text::from_base64(text).ok_or(HashError::NotBase64)?;
        bytes.try_into().map(Self).map_err(|_| HashError::NotBase64)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::base64(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_tree_has_the_root_of_rfc_6962() {
        assert_eq!(empty_root().to_string(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn a_leaf_and_a_node_of_the_same_bytes_differ() {
        let (left, right) = (sha256(b"l"), sha256(b"r"));
        let joined: Vec<u8> = [left.0, right.0].concat();
        assert_ne!(leaf_hash(&joined), node_hash(&left, &right));
        assert_ne!(leaf_hash(b"l"), sha256(b"l"));
    }

    #[test]
    fn hex_and_base64_read_back_and_have_one_spelling() {
        let hash = sha256(b"abc");
        assert_eq!(hash.to_hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Hash::from_hex(&hash.to_hex()), Ok(hash));
        assert_eq!(Hash::from_base64(&hash.to_string()), Ok(hash));
        assert_eq!(Hash::from_hex(&hash.to_hex().to_uppercase()), Err(HashError::NotHex));
        assert_eq!(Hash::from_hex(&format!("{}0", hash.to_hex())), Err(HashError::NotHex));
        assert_eq!(Hash::from_hex("ab"), Err(HashError::NotHex));
        assert_eq!(Hash::from_base64("AAAA"), Err(HashError::NotBase64));
    }
}
