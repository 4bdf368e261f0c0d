//! What an import could not take in, or took in and found odd: located, with its content, countable.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Whether the offending thing got in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It is not in any statement.
    Refused,
    /// It is in, as the source has it; somebody should look at it.
    Noted,
}

/// What is the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The bytes end early or their compression is broken.
    Unreadable,
    /// The bytes are not UTF-8.
    Encoding,
    /// The columns, or the kind of file, are not known ones.
    Header,
    /// The row or object has another shape than its kind.
    Shape,
    /// The last line has no line feed: it may have been cut.
    Truncated,
    /// Not a whole number from 0 to 4,294,967,295.
    Number,
    /// Not a moment.
    Moment,
    /// No such region, station or constituency in the election.
    UnknownPlace,
    /// A name that neither the format nor the profile has.
    UnknownName,
    /// The contest is not held there, or its form has no such field.
    NotHeld,
    /// It stands in the file already.
    Duplicate,
    /// Unusual, and still clear.
    Oddity,
    /// Two figures that should be equal are not.
    Difference,
}

impl What {
    /// Its word, as in the serialised form.
    pub fn text(self) -> &'static str {
        match self {
            What::Unreadable => "unreadable",
            What::Encoding => "encoding",
            What::Header => "header",
            What::Shape => "shape",
            What::Truncated => "truncated",
            What::Number => "number",
            What::Moment => "moment",
            What::UnknownPlace => "unknown-place",
            What::UnknownName => "unknown-name",
            What::NotHeld => "not-held",
            What::Duplicate => "duplicate",
            What::Oddity => "oddity",
            What::Difference => "difference",
        }
    }
}

impl Severity {
    /// Its word, as in the serialised form.
    pub fn text(self) -> &'static str {
        match self {
            Severity::Refused => "refused",
            Severity::Noted => "noted",
        }
    }
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Name of the file, as it was given.
    pub file: String,
    /// Line, from 1; 0: the file as a whole.
    pub line: u64,
    /// Whether it got in.
    pub severity: Severity,
    /// What is the matter.
    pub what: What,
    /// The matter in words, with the name or value at fault.
    pub why: String,
    /// The offending row or object; bytes that are not UTF-8 are written `\xNN`.
    pub content: String,
}

/// What happened in an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Everything found, in order.
    pub problems: Vec<Problem>,
    /// How often what was done: `rows`, `sheets`, `withdrawals`, `plenaries`, `held`, ...
    pub counts: BTreeMap<String, u64>,
}

/// Where something was found.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'a> {
    /// Name of the file.
    pub file: &'a str,
    /// Line, from 1; 0: the file as a whole.
    pub line: u64,
    /// The row or object.
    pub content: &'a str,
}

impl Report {
    /// Something that does not get in.
    pub fn refuse(&mut self, spot: Spot<'_>, what: What, why: impl Into<String>) {
        self.push(spot, Severity::Refused, what, why.into());
    }

    /// Something that is in and odd.
    pub fn note(&mut self, spot: Spot<'_>, what: What, why: impl Into<String>) {
        self.push(spot, Severity::Noted, what, why.into());
    }

    /// Counts one more of something.
    pub fn count(&mut self, name: &str) {
        self.add(name, 1);
    }

    /// Counts more of something.
    pub fn add(&mut self, name: &str, number: u64) {
        match self.counts.get_mut(name) {
            Some(count) => *count = count.saturating_add(number),
            None => {
                self.counts.insert(name.to_owned(), number);
            }
        }
    }

    /// How many of something were counted.
    pub fn counted(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or(0)
    }

    /// How many things were refused.
    pub fn refused(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Refused).count()
    }

    /// How many problems there are of one kind.
    pub fn of(&self, what: What) -> usize {
        self.problems.iter().filter(|problem| problem.what == what).count()
    }

    /// The problems as CSV (RFC 4180): `file,line,severity,what,why,content`.
    pub fn to_csv(&self) -> String {
        let mut out = String::from("file,line,severity,what,why,content\n");
        for problem in &self.problems {
            let line = problem.line.to_string();
            let fields = [
                problem.file.as_str(),
                &line,
                problem.severity.text(),
                problem.what.text(),
                &problem.why,
                &problem.content,
            ];
            for (position, field) in fields.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                push_quoted(&mut out, field);
            }
            out.push('\n');
        }
        out
    }

    fn push(&mut self, spot: Spot<'_>, severity: Severity, what: What, why: String) {
        self.problems.push(Problem {
            file: spot.file.to_owned(),
            line: spot.line,
            severity,
            what,
            why,
            content: spot.content.to_owned(),
        });
    }
}

fn push_quoted(out: &mut String, field: &str) {
    if !field.contains([',', '"', '\n', '\r']) {
        out.push_str(field);
        return;
    }
    out.push('"');
    out.push_str(&field.replace('"', "\"\""));
    out.push('"');
}

/// Bytes as text: what is not UTF-8 becomes `\xNN`, so that nothing is lost.
pub(crate) fn escape_bytes(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_keeps_the_offending_line_and_reads_back() {
        let mut report = Report::default();
        let spot = Spot { file: "a.csv", line: 7, content: "1,\"x\",3" };
        report.refuse(spot, What::Number, "`x` is no number");
        report.count("rows");
        assert_eq!(report.refused(), 1);
        assert!(report.to_csv().ends_with("a.csv,7,refused,number,`x` is no number,\"1,\"\"x\"\",3\"\n"));
        let json = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_kept_as_escapes() {
        assert_eq!(escape_bytes(b"a\xffb"), "a\\xffb");
    }
}
