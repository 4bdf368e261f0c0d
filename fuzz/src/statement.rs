//! A statement that parses keeps its text, and its body writes and parses again to the same body.

use statement::{Statement, encode_text};

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok((_, body)) = Statement::parse_unsigned("id-2024/v1", text) {
        let again = encode_text("id-2024/v1", &body).expect("a parsed body can be written");
        let (_, second) = Statement::parse_unsigned("id-2024/v1", &again).expect("what is written parses");
        assert_eq!(body, second);
    }
    let _note = Statement::parse("id-2024/v1", bytes);
}
