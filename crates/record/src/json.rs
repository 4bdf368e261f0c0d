//! Writing compact JSON in a fixed order, without building a tree first: there are a million files to write.

use std::fmt::Write as _;

/// A JSON text being written.
#[derive(Debug, Default)]
pub(crate) struct Json {
    text: String,
    /// Whether the next member or item needs a comma before it.
    follows: bool,
}

impl Json {
    pub(crate) fn with_capacity(bytes: usize) -> Json {
        Json { text: String::with_capacity(bytes), follows: false }
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    pub(crate) fn object(&mut self, write: impl FnOnce(&mut Json)) -> &mut Json {
        self.wrap('{', '}', write)
    }

    pub(crate) fn array(&mut self, write: impl FnOnce(&mut Json)) -> &mut Json {
        self.wrap('[', ']', write)
    }

    pub(crate) fn key(&mut self, name: &str) -> &mut Json {
        self.comma();
        self.quote(name);
        self.text.push(':');
        self.follows = false;
        self
    }

    pub(crate) fn string(&mut self, value: &str) -> &mut Json {
        self.comma();
        self.quote(value);
        self.done()
    }

    pub(crate) fn number(&mut self, value: impl Into<u64>) -> &mut Json {
        self.comma();
        push(&mut self.text, format_args!("{}", value.into()));
        self.done()
    }

    pub(crate) fn boolean(&mut self, value: bool) -> &mut Json {
        self.comma();
        self.text.push_str(if value { "true" } else { "false" });
        self.done()
    }

    pub(crate) fn null(&mut self) -> &mut Json {
        self.comma();
        self.text.push_str("null");
        self.done()
    }

    /// `part` of `whole` as a percentage with two decimals, rounded half up, in integer arithmetic; 0 of 0 is 0.
    pub(crate) fn percent(&mut self, part: u64, whole: u64) -> &mut Json {
        self.comma();
        let hundredths = percent_hundredths(part, whole);
        push(&mut self.text, format_args!("{}.{:02}", hundredths / 100, hundredths % 100));
        self.done()
    }

    /// A whole number of either sign.
    pub(crate) fn signed(&mut self, value: impl Into<i64>) -> &mut Json {
        self.comma();
        push(&mut self.text, format_args!("{}", value.into()));
        self.done()
    }

    /// A number of ten-thousandths, with its four decimals.
    pub(crate) fn ten_thousandths(&mut self, value: i32) -> &mut Json {
        self.comma();
        let (sign, whole) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
        push(&mut self.text, format_args!("{sign}{}.{:04}", whole / 10_000, whole % 10_000));
        self.done()
    }

    /// A value as its `Display` gives it, as a string.
    pub(crate) fn display(&mut self, value: impl std::fmt::Display) -> &mut Json {
        self.string(&value.to_string())
    }

    fn wrap(&mut self, open: char, close: char, write: impl FnOnce(&mut Json)) -> &mut Json {
        self.comma();
        self.text.push(open);
        self.follows = false;
        write(self);
        self.text.push(close);
        self.done()
    }

    fn comma(&mut self) {
        if self.follows {
            self.text.push(',');
        }
    }

    fn done(&mut self) -> &mut Json {
        self.follows = true;
        self
    }

    fn quote(&mut self, value: &str) {
        self.text.push('"');
        let plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
        // Codes, names and words hardly ever need an escape, and there are tens of millions of them.
        if value.bytes().all(plain) {
            self.text.push_str(value);
        } else {
            self.escape(value);
        }
        self.text.push('"');
    }

    fn escape(&mut self, value: &str) {
        for character in value.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                control if u32::from(control) < 0x20 => {
                    push(&mut self.text, format_args!("\\u{:04x}", u32::from(control)));
                }
                other => self.text.push(other),
            }
        }
    }
}

/// `part` of `whole` in hundredths of a percent, rounded half up; 0 of 0 is 0.
pub(crate) fn percent_hundredths(part: u64, whole: u64) -> u128 {
    if whole == 0 {
        return 0;
    }
    let (part, whole) = (u128::from(part), u128::from(whole));
    (part * 20_000 + whole) / (2 * whole)
}

// Writing into a String cannot fail.
fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(arguments);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn percentages_round_half_up_without_floating_point() {
        assert_eq!(percent_hundredths(642_961, 823_236), 7810);
        assert_eq!(percent_hundredths(1, 3), 3333);
        assert_eq!(percent_hundredths(2, 3), 6667);
        assert_eq!(percent_hundredths(1, 20_000), 1);
        assert_eq!(percent_hundredths(0, 0), 0);
        assert_eq!(percent_hundredths(u64::MAX, u64::MAX), 10_000);
    }

    proptest! {
        #[test]
        fn any_text_is_read_again_by_an_independent_parser(name in ".*", value in ".*", number: u64) {
            let mut json = Json::default();
            json.object(|json| {
                json.key(&name).array(|json| { json.string(&value).number(number).null().boolean(true); });
            });
            let parsed: serde_json::Value = serde_json::from_slice(&json.into_bytes()).unwrap();
            prop_assert_eq!(&parsed[&name], &serde_json::json!([value, number, null, true]));
        }
    }
}
