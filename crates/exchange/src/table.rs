//! Rows of a delimited file, with every bad row reported and none in the way of the next.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder, Terminator};

use crate::input::Input;
use crate::report::{Report, Spot, What, escape_bytes};

/// How a file is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub delimiter: u8,
    /// Whether `"` quotes; where it does not, a stray one spoils its own row only.
    pub quoted: bool,
}

/// A file with a header.
pub(crate) struct Table<'r> {
    file: &'r str,
    reader: csv::Reader<Input<'r>>,
    header: Vec<String>,
    record: ByteRecord,
    delimiter: char,
}

/// One good row.
pub(crate) struct Row<'t> {
    file: &'t str,
    line: u64,
    record: &'t ByteRecord,
    delimiter: char,
}

impl<'r> Table<'r> {
    /// Reads the header. `None`: there is none, and the report says why.
    pub fn open(file: &'r str, input: &'r mut dyn Read, style: Style, report: &mut Report) -> Option<Self> {
        let spot = Spot { file, line: 0, content: "" };
        let input = match Input::open(input) {
            Ok(input) => input,
            Err(error) => {
                report.refuse(spot, What::Unreadable, error.to_string());
                return None;
            }
        };
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(style.delimiter)
            .quoting(style.quoted)
            .terminator(Terminator::Any(b'\n'))
            .buffer_capacity(1 << 16)
            .from_reader(input);
        let mut table = Table {
            file,
            reader,
            header: Vec::new(),
            record: ByteRecord::new(),
            delimiter: char::from(style.delimiter),
        };
        if !table.read(report) {
            if report.problems.last().is_none_or(|problem| problem.file != file) {
                report.refuse(spot, What::Header, "the file is empty");
            }
            return None;
        }
        let header: Result<Vec<String>, _> =
            table.record.iter().map(|name| std::str::from_utf8(name).map(str::to_owned)).collect();
        let Ok(mut header) = header else {
            let content = table.content();
            report.refuse(
                Spot { file, line: 1, content: &content },
                What::Encoding,
                "the header is not UTF-8",
            );
            return None;
        };
        if let Some(first) = header.first_mut() {
            *first = first.trim_start_matches('\u{feff}').to_owned();
        }
        if let Some(last) = header.last_mut() {
            *last = last.trim_end_matches('\r').to_owned();
        }
        table.header = header;
        Some(table)
    }

    /// The names of the columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }

    /// The places of columns that must be there; `None`: some are not, and the report names them.
    pub fn columns(&self, names: &[&str], report: &mut Report) -> Option<Vec<usize>> {
        let missing: Vec<&str> = names.iter().copied().filter(|name| self.column(name).is_none()).collect();
        if missing.is_empty() {
            return names.iter().map(|name| self.column(name)).collect();
        }
        let content = self.header.join(&self.delimiter.to_string());
        let why = format!("the columns {} are missing", missing.join(", "));
        report.refuse(Spot { file: self.file, line: 1, content: &content }, What::Header, why);
        None
    }

    /// Notes every column that nobody asked for.
    pub fn note_unknown(&self, known: &dyn Fn(&str) -> bool, report: &mut Report) {
        let unknown: Vec<&str> = self.header.iter().map(String::as_str).filter(|name| !known(name)).collect();
        if !unknown.is_empty() {
            let content = self.header.join(&self.delimiter.to_string());
            let why = format!("the columns {} are not read", unknown.join(", "));
            report.note(Spot { file: self.file, line: 1, content: &content }, What::Oddity, why);
        }
    }

    /// The next good row; bad ones are reported and passed over.
    pub fn next(&mut self, report: &mut Report) -> Option<Row<'_>> {
        loop {
            if !self.read(report) {
                return None;
            }
            let line = self.line();
            let fault = if self.record.len() != self.header.len() {
                let why = format!("{} fields, the header has {}", self.record.len(), self.header.len());
                Some((What::Shape, why))
            } else if !is_text(&self.record) {
                Some((What::Encoding, "the line is not UTF-8".to_owned()))
            } else if self.reader.get_ref().ended() {
                let why =
                    "the file's last line has no line feed: it may have been cut; add one if it was not";
                Some((What::Truncated, why.to_owned()))
            } else {
                None
            };
            if let Some((what, why)) = fault {
                let content = self.content();
                report.refuse(Spot { file: self.file, line, content: &content }, what, why);
                continue;
            }
            return Some(Row { file: self.file, line, record: &self.record, delimiter: self.delimiter });
        }
    }

    fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    fn content(&self) -> String {
        content(&self.record, self.delimiter)
    }

    // A read error ends the file: nothing after it can be trusted to be where it seems.
    fn read(&mut self, report: &mut Report) -> bool {
        match self.reader.read_byte_record(&mut self.record) {
            Ok(more) => more,
            Err(error) => {
                let line = self.reader.position().line();
                let why = format!("the file cannot be read on from here: {error}");
                report.refuse(Spot { file: self.file, line, content: "" }, What::Unreadable, why);
                false
            }
        }
    }
}

impl Row<'_> {
    /// The text of a column. The last one may end in the carriage return of a CRLF.
    pub fn text(&self, column: usize) -> &str {
        let bytes = self.record.get(column).unwrap_or_default();
        // Never empty for lack of UTF-8: a row is handed out only when all its fields are text.
        std::str::from_utf8(bytes).unwrap_or_default().trim_end_matches('\r')
    }

    /// Line, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The whole row as written.
    pub fn content(&self) -> String {
        content(self.record, self.delimiter)
    }

    /// Refuses the row.
    pub fn refuse(&self, report: &mut Report, what: What, why: impl Into<String>) {
        let content = self.content();
        report.refuse(Spot { file: self.file, line: self.line, content: &content }, what, why);
    }

    /// Notes something odd about the row.
    pub fn note(&self, report: &mut Report, what: What, why: impl Into<String>) {
        let content = self.content();
        report.note(Spot { file: self.file, line: self.line, content: &content }, what, why);
    }
}

// Field by field: half a character at the end of one and its other half in the next are no text.
fn is_text(record: &ByteRecord) -> bool {
    record.as_slice().is_ascii() || record.iter().all(|field| std::str::from_utf8(field).is_ok())
}

fn content(record: &ByteRecord, delimiter: char) -> String {
    let fields: Vec<String> = record.iter().map(escape_bytes).collect();
    fields.join(&delimiter.to_string()).trim_end_matches('\r').to_owned()
}
