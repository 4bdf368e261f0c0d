//! JSON as it was written: every value keeps its text, so that numbers lose nothing and problems have lines.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::report::{Report, Spot, What, escape_bytes};

/// A file of one JSON value.
pub(crate) struct Document<'a> {
    file: &'a str,
    text: &'a str,
    root: Raw<'a>,
}

/// One value of a document, as written.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'a>(&'a RawValue);

impl<'a> Document<'a> {
    /// Reads a file. `None`: it is not JSON, and the report says where and has its content.
    pub fn open(file: &'a str, bytes: &'a [u8], report: &mut Report) -> Option<Self> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}'),
            Err(error) => {
                let content = escape_bytes(bytes);
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = before.split(|byte| *byte == b'\n').count() as u64;
                report.refuse(Spot { file, line, content: &content }, What::Encoding, error.to_string());
                return None;
            }
        };
        match serde_json::from_str::<&RawValue>(text) {
            Ok(root) => Some(Document { file, text, root: Raw(root) }),
            Err(error) => {
                let line = error.line() as u64;
                let what = if error.is_eof() { What::Truncated } else { What::Shape };
                report.refuse(Spot { file, line, content: text }, what, error.to_string());
                None
            }
        }
    }

    /// The file's value.
    pub fn root(&self) -> Raw<'a> {
        self.root
    }

    /// Name of the file.
    pub fn file(&self) -> &'a str {
        self.file
    }

    /// The line, from 1, on which a value begins.
    pub fn line(&self, value: Raw<'_>) -> u64 {
        let offset = value.text().as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        before.split(|byte| *byte == b'\n').count() as u64
    }

    /// Reports a value that does not get in.
    pub fn refuse(&self, value: Raw<'_>, what: What, why: impl Into<String>, report: &mut Report) {
        report.refuse(Spot { file: self.file, line: self.line(value), content: value.text() }, what, why);
    }

    /// Reports a value that is odd.
    pub fn note(&self, value: Raw<'_>, what: What, why: impl Into<String>, report: &mut Report) {
        report.note(Spot { file: self.file, line: self.line(value), content: value.text() }, what, why);
    }
}

impl<'a> Raw<'a> {
    /// The value as written.
    pub fn text(self) -> &'a str {
        self.0.get()
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.text() == "null"
    }

    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        self.text().starts_with(|first: char| first == '-' || first.is_ascii_digit())
    }

    /// `true` or `false`.
    pub fn boolean(self) -> Option<bool> {
        match self.text() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn string(self) -> Option<String> {
        if self.text().starts_with('"') { serde_json::from_str(self.text()).ok() } else { None }
    }

    /// The elements of an array.
    pub fn array(self) -> Option<Vec<Raw<'a>>> {
        if !self.text().starts_with('[') {
            return None;
        }
        serde_json::from_str::<Elements<'a>>(self.text()).ok().map(|elements| elements.0)
    }

    /// The members of an object, in order, as often as they are written.
    pub fn members(self) -> Option<Vec<(String, Raw<'a>)>> {
        if !self.text().starts_with('{') {
            return None;
        }
        serde_json::from_str::<Members<'a>>(self.text()).ok().map(|members| members.0)
    }
}

struct Elements<'a>(Vec<Raw<'a>>);
struct Members<'a>(Vec<(String, Raw<'a>)>);

impl<'de> Deserialize<'de> for Elements<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Walk;
        impl<'de> Visitor<'de> for Walk {
            type Value = Elements<'de>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an array")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while let Some(value) = seq.next_element::<&'de RawValue>()? {
                    elements.push(Raw(value));
                }
                Ok(Elements(elements))
            }
        }
        deserializer.deserialize_seq(Walk)
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Walk;
        impl<'de> Visitor<'de> for Walk {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
                    members.push((name, Raw(value)));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Walk)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_knows_its_line_and_its_text() {
        let mut report = Report::default();
        let bytes = b"{\n \"a\": 100.0,\n \"b\": [null,\n  true]\n}";
        let document = Document::open("f", bytes, &mut report).unwrap();
        let members = document.root().members().unwrap();
        let lines: Vec<(&str, u64, &str)> =
            members.iter().map(|(name, raw)| (name.as_str(), document.line(*raw), raw.text())).collect();
        assert_eq!(lines, [("a", 2, "100.0"), ("b", 3, "[null,\n  true]")]);
        let elements = members[1].1.array().unwrap();
        assert!(elements[0].is_null());
        assert_eq!((document.line(elements[1]), elements[1].boolean()), (4, Some(true)));
    }

    #[test]
    fn a_file_that_is_cut_or_not_utf8_is_reported_with_its_content() {
        let mut report = Report::default();
        assert!(Document::open("f", b"{\"a\":\n1", &mut report).is_none());
        assert!(Document::open("f", b"{\"a\":\n\xff}", &mut report).is_none());
        assert!(Document::open("f", b"{} x", &mut report).is_none());
        let kinds: Vec<(What, u64)> = report.problems.iter().map(|p| (p.what, p.line)).collect();
        assert_eq!(kinds, [(What::Truncated, 2), (What::Encoding, 2), (What::Shape, 1)]);
        assert!(report.problems.iter().all(|problem| !problem.content.is_empty()));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let mut report = Report::default();
            if let Some(document) = Document::open("f", &bytes, &mut report) {
                let root = document.root();
                let _ = (root.members().map(|m| m.len()), root.array().map(|a| a.len()), document.line(root));
            }
        }
    }
}
