//! An expression that parses can be written and parses again to the same.
#![no_main]

use election::Expression;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(expression) = Expression::parse(text) {
        assert_eq!(Expression::parse(&expression.to_string()).as_ref(), Ok(&expression));
    }
});
