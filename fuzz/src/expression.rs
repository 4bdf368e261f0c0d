//! An expression that parses can be written and parses again to the same.

use election::Expression;

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(expression) = Expression::parse(text) {
        assert_eq!(Expression::parse(&expression.to_string()).as_ref(), Ok(&expression));
    }
}
