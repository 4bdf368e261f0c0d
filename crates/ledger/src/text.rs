//! The two spellings every format of this crate shares: strict decimals and strict base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Reads a decimal as the C2SP formats write it: digits only, no sign, no leading zero unless it is `0` itself.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let all_digits = text.bytes().all(|b| b.is_ascii_digit());
    let one_spelling = text == "0" || !text.starts_with('0');
    if text.is_empty() || !all_digits || !one_spelling {
        return None;
    }
    text.parse().ok()
}

/// Standard base64 with padding (RFC 4648, section 4).
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads standard base64; refuses missing padding, other characters and stray bits in the last character,
/// so every byte string has exactly one accepted spelling.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Whether the text holds a control character below U+0020 other than the newline (signed-note, "Format").
pub(crate) fn has_control(text: &str) -> bool {
    text.bytes().any(|b| b < 0x20 && b != b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_has_one_spelling() {
        assert_eq!(decimal("0"), Some(0));
        assert_eq!(decimal("18446744073709551615"), Some(u64::MAX));
        for bad in ["", "00", "01", "+1", "-1", " 1", "1 ", "1_0", "18446744073709551616", "１"] {
            assert_eq!(decimal(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(from_base64("AA=="), Some(vec![0]));
        for bad in ["AA", "AA=", "AB==", "AA==\n", "A-==", " AA=="] {
            assert_eq!(from_base64(bad), None, "{bad:?}");
        }
    }
}
