//! Codes of regions, stations and constituencies: short upper-case texts held in 16 bytes.
//!
//! A code is never a number: leading zeros count and some codes hold letters. The unused tail is zero, and
//! zero sorts before every letter and digit, so comparing the bytes is comparing the texts.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest code, in characters.
pub const MAX_CODE: usize = 15;

/// A code of 1 to 15 ASCII digits and upper-case letters. Its order is the byte order of its text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    bytes: [u8; MAX_CODE],
    len: u8,
}

/// Why a text is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The text is empty or longer than 15 characters.
    #[error("a code has 1 to 15 characters, this one has {length}: {text:?}")]
    Length {
        /// The text as given, cut to 40 characters.
        text: String,
        /// Its length in bytes.
        length: usize,
    },
    /// A character is neither a digit nor an upper-case ASCII letter.
    #[error("a code holds digits and upper-case letters only: {text:?}")]
    Character {
        /// The text as given.
        text: String,
    },
}

impl Code {
    /// Reads a code from its text.
    pub fn new(text: &str) -> Result<Self, CodeError> {
        let len = u8::try_from(text.len()).unwrap_or(u8::MAX);
        let mut bytes = [0; MAX_CODE];
        let Some(room) = bytes.get_mut(..text.len()).filter(|room| !room.is_empty()) else {
            return Err(CodeError::Length { text: text.chars().take(40).collect(), length: text.len() });
        };
        if !text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
            return Err(CodeError::Character { text: text.to_owned() });
        }
        room.copy_from_slice(text.as_bytes());
        Ok(Self { bytes, len })
    }

    /// The text of the code.
    pub fn as_str(&self) -> &str {
        // Never empty: the constructor admits ASCII only.
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The bytes of the text.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// Whether `upper` is a beginning of this code (a code is under itself).
    pub fn is_under(&self, upper: &Code) -> bool {
        self.as_bytes().starts_with(upper.as_bytes())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::new(text)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_takes_sixteen_bytes() {
        assert_eq!(size_of::<Code>(), 16);
    }

    #[test]
    fn empty_long_and_foreign_texts_are_refused() {
        assert!(matches!(Code::new(""), Err(CodeError::Length { length: 0, .. })));
        assert!(matches!(Code::new("1234567890123456"), Err(CodeError::Length { length: 16, .. })));
        for text in ["99aa", "11 01", "11-01", "é"] {
            assert!(matches!(Code::new(text), Err(CodeError::Character { .. })), "{text}");
        }
    }

    #[test]
    fn under_is_a_prefix_test() {
        let code = |text| Code::new(text).unwrap();
        assert!(code("1101").is_under(&code("11")));
        assert!(code("11").is_under(&code("11")));
        assert!(!code("11").is_under(&code("1101")));
        assert!(!code("1201").is_under(&code("11")));
    }

    proptest! {
        #[test]
        fn codes_order_and_print_as_their_texts(a in "[0-9A-Z]{1,15}", b in "[0-9A-Z]{1,15}") {
            let (left, right) = (Code::new(&a).unwrap(), Code::new(&b).unwrap());
            prop_assert_eq!(left.cmp(&right), a.cmp(&b));
            prop_assert_eq!(left.to_string(), a.clone());
            prop_assert_eq!(serde_json::to_string(&left).unwrap(), format!("\"{a}\""));
            prop_assert_eq!(serde_json::from_str::<Code>(&format!("\"{a}\"")).unwrap(), left);
        }
    }
}
