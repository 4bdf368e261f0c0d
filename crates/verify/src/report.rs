//! What a verification says.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

/// The outcome of every control.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each published under its own name")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// No policy was given: the publication agrees with itself, and where it comes from is not proven. To be said first.
    pub self_consistent_only: bool,
    /// Name of the source.
    pub source: String,
    /// Name of the election, from its definition.
    pub election: String,
    /// Whether it is a practice.
    pub practice: bool,
    /// The ledger's origin.
    pub origin: String,
    /// Entries under the checkpoint.
    pub size: u64,
    /// Root under the checkpoint, as the checkpoint writes it.
    pub root: String,
    /// Witnesses of the policy that cosigned it, with their time (seconds since 1970).
    pub cosigned: Vec<(String, u64)>,
    /// Sizes of the cuts; of those beyond the ledger, of the first.
    pub cuts: Vec<u64>,
    /// Statements taken in.
    pub statements: u64,
    /// Files of the newest cut's tree.
    pub files: u64,
    /// What was counted, by contest: none of this is a finding.
    pub counted: Vec<ContestCount>,
    /// Readings, by what became of them; none: reading again was not asked for.
    pub readings: Option<ReadingCount>,
    /// Blobs whose bytes a redaction removed.
    pub redacted: u64,
    /// What is not there because the source is a mirror that says it leaves it out; none: it is no such mirror. Nothing was said about it.
    pub left_out: Option<LeftOut>,
    /// The programs for checking one statement that it has. Another version's are no finding, and nobody here vouches for them.
    pub programs: Vec<ProgramSeen>,
    /// Whether the source could list its files: if not, files nobody expects go unseen.
    pub listed: bool,
    /// Whether the publication went on to a newer head while it was read: then findings may come from reading two cuts as
    /// one, and it has to be verified again.
    pub moved_on: bool,
    /// One row a control, in the order of their ids.
    pub controls: Vec<ControlResult>,
    /// The findings, in the order of the controls: the first thousand of each, which counts all of its own.
    pub findings: Vec<Finding>,
    /// How long it took.
    pub timings: Timings,
}

/// What a mirror of a part says that it leaves out, and how much of that is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The region that it is about; none: all of them.
    pub region: Option<String>,
    /// Whether it has photos.
    pub photos: bool,
    /// Files of the newest cut that are not there.
    pub files: u64,
    /// Photos that are not there.
    pub photos_missing: u64,
}

/// A program that a publication has for checking one statement in a browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProgramSeen {
    /// Its path.
    pub path: String,
    /// Hash of its bytes; of those read, where it is much longer than ours.
    pub sha256: String,
    /// Whether it is, byte for byte, the one that the caller vouches for.
    pub own: bool,
}

/// What one control did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ControlResult {
    /// Its id.
    pub id: &'static str,
    /// How many things it looked at; 0: there was nothing to look at, or no way to.
    pub checked: u64,
    /// How many findings it has.
    pub findings: u64,
    /// Whether it was asked for: one that was not says nothing.
    pub asked: bool,
}

/// What became of the readings in the ledger. Only what was read again is vouched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub struct ReadingCount {
    /// Read again from their photos by this program.
    pub again: u64,
    /// Not read again: made by other rules, weights or a layout that is not in the definition.
    pub other_reader: u64,
    /// Not read again: made by a person.
    pub by_person: u64,
    /// Not read again: a photo, or the profile with its layouts, is not held, or has other bytes than its name says.
    pub not_held: u64,
}

/// One thing that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Id of the control.
    pub control: &'static str,
    /// Where.
    pub place: Place,
    /// What must be there.
    pub expected: String,
    /// What is there.
    pub found: String,
}

/// A file, and where inside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Path in the publication.
    pub path: String,
    /// Where inside.
    pub within: Within,
}

/// Where inside a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// The file as a whole.
    File,
    /// An entry of the ledger, by index.
    Entry(u64),
    /// What an entry of the ledger says of a field.
    Field {
        /// Index of the entry.
        entry: u64,
        /// Name of the field.
        field: String,
    },
    /// A hash of a tile, by its position in the tile.
    Hash(u64),
    /// The sheet of a station in a contest.
    Sheet {
        /// Contest id.
        contest: String,
        /// Station code.
        station: String,
    },
    /// A JSON pointer (RFC 6901).
    Pointer(String),
    /// A cell of a table.
    Cell {
        /// Row, the first below the header being 1; 0 is the header.
        row: u64,
        /// Values of the row's key columns.
        key: String,
        /// Name of the column.
        column: String,
    },
    /// A line, from 1.
    Line(u64),
    /// A byte, from 0.
    Byte(u64),
}

/// Sheets of one contest at the newest cut, whole country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContestCount {
    /// Contest id.
    pub contest: String,
    /// Sheets the roster expects.
    pub expected: u64,
    /// Sheets about which something was stated.
    pub stated: u64,
    /// Sheets with every option read.
    pub counted: u64,
    /// Sheets that are consistent or better.
    pub consistent_or_better: u64,
    /// Sheets published as *conflict*: a failing sum that is published as what it is.
    pub conflict: u64,
    /// Sheets with some options read, not all.
    pub partly_read: u64,
    /// Corrected sheets.
    pub corrected: u64,
    /// Withdrawn sheets.
    pub withdrawn: u64,
    /// Disputed sheets.
    pub disputed: u64,
    /// Sheets whose evidence is named and not held.
    pub evidence_pending: u64,
}

/// Wall-clock time by part, milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Timings {
    /// Reading and hashing the ledger, beyond what ran beside the replay, replaying it, and reading photos again.
    pub ledger_ms: u64,
    /// Rendering every cut again.
    pub rebuild_ms: u64,
    /// Reading and comparing the published files.
    pub files_ms: u64,
    /// All of it.
    pub total_ms: u64,
}

impl Report {
    /// Whether there is no finding.
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }

    /// How many findings there are, with those that are only counted.
    pub fn count(&self) -> u64 {
        self.controls.iter().map(|control| control.findings).sum()
    }
}

impl Place {
    /// A file as a whole.
    pub fn file(path: impl Into<String>) -> Place {
        Place { path: path.into(), within: Within::File }
    }

    /// What an entry of the ledger says of a field.
    pub fn field(entry: u64, field: &str) -> Place {
        let within = Within::Field { entry, field: field.to_owned() };
        Place { path: "ledger/tile/entries".to_owned(), within }
    }

    /// An entry of the ledger, in the bundle that holds it.
    pub fn entry(index: u64) -> Place {
        Place { path: "ledger/tile/entries".to_owned(), within: Within::Entry(index) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(&self.path))?;
        match &self.within {
            Within::File => Ok(()),
            Within::Entry(index) => write!(f, ", entry {index}"),
            Within::Field { entry, field } => write!(f, ", entry {entry}, {}", plain(field)),
            Within::Hash(position) => write!(f, ", hash {position}"),
            Within::Sheet { contest, station } => write!(f, ", {} {}", plain(contest), plain(station)),
            Within::Pointer(pointer) => write!(f, ", {}", plain(pointer)),
            Within::Cell { row, key, column } => {
                write!(f, ", row {row} ({}), column {}", plain(key), plain(column))
            }
            Within::Line(line) => write!(f, ", line {line}"),
            Within::Byte(byte) => write!(f, ", byte {byte}"),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { control, place, expected, found } = self;
        write!(f, "{control} {place}: expected {}; found {}", plain(expected), plain(found))
    }
}

/// A text of a publication as it may go to a terminal: characters that move the cursor, erase, or turn the direction of
/// writing are told by their numbers. Otherwise a file could write over the finding about it.
pub fn plain(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if !text.contains(harmful) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if harmful(c) { plain.extend(c.escape_unicode()) } else { plain.push(c) }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_cant_write_over_itself() {
        let finding = Finding {
            control: "3.06",
            place: Place::file("a\u{1b}[2Jb\u{202e}"),
            expected: "Jakarta – “é”".to_owned(),
            found: "\rit holds".to_owned(),
        };
        let told = finding.to_string();
        assert!(told.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{told}");
        assert!(told.contains("\\u{1b}") && told.contains("Jakarta – “é”"), "{told}");
    }
}
