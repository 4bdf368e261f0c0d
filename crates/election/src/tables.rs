//! The two tables an election may import: constituencies and candidates, as RFC 4180 CSV with a header.

use std::fmt::Display;
use std::str::FromStr;

use csv::StringRecord;

use crate::code::Code;

/// One region of one constituency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConstituencyRow {
    /// The contest's id.
    pub contest: String,
    /// The constituency's code.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// Its seats, where the contest has any.
    pub seats: Option<u16>,
    /// A region of any level; the lower one wins, so a split region is stated by its parts.
    pub region: Code,
}

/// Columns `contest,code,name,seats,region`; one row a region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConstituencyTable {
    /// The rows.
    pub rows: Vec<ConstituencyRow>,
}

/// One candidate (or pair) of one constituency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CandidateRow {
    /// The contest's id.
    pub contest: String,
    /// The constituency's code.
    pub constituency: Code,
    /// The party's number on the ballot; `None` where options are the candidates themselves.
    pub party: Option<u16>,
    /// Number on the list or ballot.
    pub number: u16,
    /// Name as on the ballot.
    pub name: String,
    /// Number in the source's own system.
    pub source_id: Option<u64>,
    /// Sex, as the list states it.
    pub sex: Option<Sex>,
    /// Home town, as the list states it; empty: it doesn't.
    pub home: String,
}

/// A candidate's sex, as lists of candidates state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sex {
    /// `male`
    Male,
    /// `female`
    Female,
}

impl Sex {
    /// Its word in tables.
    pub fn text(self) -> &'static str {
        match self {
            Sex::Male => "male",
            Sex::Female => "female",
        }
    }
}

impl FromStr for Sex {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Sex::Male, Sex::Female].into_iter().find(|sex| sex.text() == text).ok_or("must be male or female")
    }
}

impl Display for Sex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text())
    }
}

/// Columns `contest,constituency,party,number,name,source_id` and, where the list says so, `sex,home`; one row a
/// candidate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CandidateTable {
    /// The rows.
    pub rows: Vec<CandidateRow>,
}

/// Why a table cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The header is not the expected one.
    #[error("the header must be {expected}, it is {found}")]
    Header {
        /// The columns of the table.
        expected: &'static str,
        /// The columns found.
        found: String,
    },
    /// The CSV itself is broken.
    #[error("line {line}: {reason}")]
    Csv {
        /// Line, from 1.
        line: u64,
        /// What the parser said.
        reason: String,
    },
    /// A value cannot be used.
    #[error("line {line}, column {column}: {reason}: {value:?}")]
    Value {
        /// Line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// The value.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
}

const CONSTITUENCY_COLUMNS: &[&str] = &["contest", "code", "name", "seats", "region"];
const CANDIDATE_COLUMNS: &[&str] =
    &["contest", "constituency", "party", "number", "name", "source_id", "sex", "home"];
/// So many columns a list without particulars has.
const PLAIN_CANDIDATE_COLUMNS: usize = 6;

impl ConstituencyTable {
    /// Reads the table.
    pub fn parse(bytes: &[u8]) -> Result<Self, TableError> {
        let mut rows = Vec::new();
        read(bytes, CONSTITUENCY_COLUMNS, "contest,code,name,seats,region", |line| {
            rows.push(ConstituencyRow {
                contest: line.text(0)?.to_owned(),
                code: line.parsed(1)?,
                name: line.text(2)?.to_owned(),
                seats: line.optional(3)?,
                region: line.parsed(4)?,
            });
            Ok(())
        })?;
        Ok(Self { rows })
    }

    /// The table as CSV, rows in order of contest, code and region.
    pub fn to_csv(&self) -> String {
        let mut rows: Vec<&ConstituencyRow> = self.rows.iter().collect();
        rows.sort_by_key(|row| (&row.contest, row.code, row.region));
        let mut out = header(CONSTITUENCY_COLUMNS);
        for row in rows {
            let seats = text_of(row.seats);
            push_row(&mut out, &[&row.contest, row.code.as_str(), &row.name, &seats, row.region.as_str()]);
        }
        out
    }
}

impl CandidateTable {
    /// Reads the table.
    pub fn parse(bytes: &[u8]) -> Result<Self, TableError> {
        let mut rows = Vec::new();
        let plain = CANDIDATE_COLUMNS.get(..PLAIN_CANDIDATE_COLUMNS).unwrap_or_default();
        let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let has_plain = first.strip_suffix(b"\r").unwrap_or(first) == plain.join(",").as_bytes();
        let columns = if has_plain { plain } else { CANDIDATE_COLUMNS };
        read(bytes, columns, "contest,constituency,party,number,name,source_id[,sex,home]", |line| {
            rows.push(CandidateRow {
                contest: line.text(0)?.to_owned(),
                constituency: line.parsed(1)?,
                party: line.optional(2)?,
                number: line.parsed(3)?,
                name: line.text(4)?.to_owned(),
                source_id: line.optional(5)?,
                sex: line.optional(6)?,
                home: line.optional(7)?.unwrap_or_default(),
            });
            Ok(())
        })?;
        Ok(Self { rows })
    }

    /// The table as CSV, rows in order of contest, constituency, party and number; without the columns of particulars
    /// where no row has any.
    pub fn to_csv(&self) -> String {
        let mut rows: Vec<&CandidateRow> = self.rows.iter().collect();
        rows.sort_by_key(|row| (&row.contest, row.constituency, row.party, row.number));
        let plain = rows.iter().all(|row| row.sex.is_none() && row.home.is_empty());
        let width = if plain { PLAIN_CANDIDATE_COLUMNS } else { CANDIDATE_COLUMNS.len() };
        let mut out = header(CANDIDATE_COLUMNS.get(..width).unwrap_or_default());
        for row in rows {
            let (party, number, source) =
                (text_of(row.party), row.number.to_string(), text_of(row.source_id));
            let sex = text_of(row.sex);
            let values = [
                &row.contest,
                row.constituency.as_str(),
                &party,
                &number,
                &row.name,
                &source,
                &sex,
                &row.home,
            ];
            push_row(&mut out, values.get(..width).unwrap_or_default());
        }
        out
    }
}

/// One line of a table.
pub(crate) struct Line<'a> {
    pub(crate) number: u64,
    record: &'a StringRecord,
    columns: &'static [&'static str],
}

impl Line<'_> {
    pub(crate) fn text(&self, at: usize) -> Result<&str, TableError> {
        match self.record.get(at) {
            Some(text) if !text.is_empty() => Ok(text),
            Some(_) | None => Err(self.wrong(at, "empty")),
        }
    }

    pub(crate) fn parsed<T: FromStr<Err: Display>>(&self, at: usize) -> Result<T, TableError> {
        self.text(at)?.parse().map_err(|error: T::Err| self.wrong(at, &error.to_string()))
    }

    pub(crate) fn optional<T: FromStr<Err: Display>>(&self, at: usize) -> Result<Option<T>, TableError> {
        match self.record.get(at) {
            Some("") | None => Ok(None),
            Some(_) => self.parsed(at).map(Some),
        }
    }

    pub(crate) fn wrong(&self, at: usize, reason: &str) -> TableError {
        TableError::Value {
            line: self.number,
            column: self.columns.get(at).copied().unwrap_or("?"),
            value: self.record.get(at).unwrap_or_default().to_owned(),
            reason: reason.to_owned(),
        }
    }
}

/// Reads a table line by line; the header must be exactly the columns.
pub(crate) fn read<E: From<TableError>>(
    bytes: &[u8],
    columns: &'static [&'static str],
    expected: &'static str,
    mut each: impl FnMut(&Line<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let mut record = StringRecord::new();
    let mut first = true;
    loop {
        let more = reader.read_record(&mut record).map_err(|error| TableError::Csv {
            line: error.position().map_or(0, csv::Position::line),
            reason: error.to_string(),
        })?;
        if !more {
            return if first {
                Err(TableError::Header { expected, found: String::new() }.into())
            } else {
                Ok(())
            };
        }
        if first {
            first = false;
            if !record.iter().eq(columns.iter().copied()) {
                let found = record.iter().collect::<Vec<_>>().join(",");
                return Err(TableError::Header { expected, found }.into());
            }
            continue;
        }
        let number = record.position().map_or(0, csv::Position::line);
        each(&Line { number, record: &record, columns })?;
    }
}

/// The first line of a table.
pub(crate) fn header(columns: &[&str]) -> String {
    let mut out = columns.join(",");
    out.push('\n');
    out
}

/// One line, with quotes where RFC 4180 wants them.
pub(crate) fn push_row(out: &mut String, values: &[&str]) {
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if value.contains(['"', ',', '\n', '\r']) {
            out.push('"');
            out.push_str(&value.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(value);
        }
    }
    out.push('\n');
}

/// The text of a number, or nothing.
pub(crate) fn text_of<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
