//! A table as CSV, and back: RFC 4180 with LF, UTF-8 without a mark, a header, an empty cell for what is missing.
//!
//! The writer is our own because it is a hot path: forty million cells a national cut. A word of a text column is
//! quoted once, however many rows have it. The reader is the `csv` crate's, so that each proves the other.

use std::slice::Iter;

use super::frame::{Table, Texts, Values};
use super::read_error::ReadError;

/// The bytes of a table.
pub fn write_csv(table: &Table) -> Vec<u8> {
    let mut out = Vec::with_capacity(64 + table.rows() * table.columns.len() * 5);
    for (at, column) in table.columns.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        push_quoted(&mut out, &column.name);
    }
    out.push(b'\n');
    push_rows(&mut out, table);
    out
}

/// The bytes of a table's rows, without the header.
pub(super) fn write_rows(table: &Table) -> Vec<u8> {
    let mut out = Vec::with_capacity(table.rows() * table.columns.len() * 5);
    push_rows(&mut out, table);
    out
}

fn push_rows(out: &mut Vec<u8>, table: &Table) {
    let mut cursors: Vec<Cursor<'_>> =
        table.columns.iter().map(|column| Cursor::new(&column.values)).collect();
    for _ in 0..table.rows() {
        let start = out.len();
        for cursor in &mut cursors {
            cursor.write_next(out);
            out.push(b',');
        }
        if out.len() == start + 1 {
            // The only cell of the row is empty: a bare line break would be no row at all.
            out.truncate(start);
            out.extend_from_slice(b"\"\",");
        }
        if let Some(last) = out.last_mut() {
            *last = b'\n';
        }
    }
}

/// Reads a table whose columns are those of `expected` (whose rows, if any, are not looked at).
pub fn read_csv(bytes: &[u8], expected: &Table) -> Result<Table, ReadError> {
    let mut table = expected.emptied();
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(bytes);
    let header = reader.byte_headers().map_err(ReadError::Csv)?;
    if header.len() != table.columns.len()
        || header.iter().zip(&table.columns).any(|(found, column)| found != column.name.as_bytes())
    {
        return Err(ReadError::Columns {
            expected: table.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(","),
            found: String::from_utf8_lossy(header.as_slice()).into_owned(),
        });
    }
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    while reader.read_record(&mut record).map_err(ReadError::Csv)? {
        for (cell, column) in record.iter().zip(&mut table.columns) {
            let wrong = || ReadError::Cell { column: column.name.clone(), row, text: cell.to_owned() };
            if cell.is_empty() && column.required {
                return Err(wrong());
            }
            match &mut column.values {
                Values::Text(texts) => texts.push(cell),
                Values::Flag(flags) => flags.push(match cell {
                    "true" => true,
                    "false" => false,
                    _ => return Err(wrong()),
                }),
                Values::Figure(figures) => figures.push(number(cell).map_err(|()| wrong())?),
                Values::Integer(numbers) => numbers.push(number(cell).map_err(|()| wrong())?),
            }
        }
        row += 1;
    }
    Ok(table)
}

// One spelling a number: no plus sign, no leading zero, no minus zero.
fn number<N: std::str::FromStr + ToString>(cell: &str) -> Result<Option<N>, ()> {
    if cell.is_empty() {
        return Ok(None);
    }
    let number: N = cell.parse().map_err(|_| ())?;
    if number.to_string() == cell { Ok(Some(number)) } else { Err(()) }
}

enum Cursor<'t> {
    Text { rows: Iter<'t, u32>, bytes: Vec<u8>, ends: Vec<usize> },
    Flag(Iter<'t, bool>),
    Figure(Iter<'t, Option<u32>>),
    Integer(Iter<'t, Option<i64>>),
}

impl<'t> Cursor<'t> {
    fn new(values: &'t Values) -> Cursor<'t> {
        match values {
            Values::Text(texts) => Cursor::of_texts(texts),
            Values::Flag(flags) => Cursor::Flag(flags.iter()),
            Values::Figure(figures) => Cursor::Figure(figures.iter()),
            Values::Integer(numbers) => Cursor::Integer(numbers.iter()),
        }
    }

    fn of_texts(texts: &'t Texts) -> Cursor<'t> {
        let mut bytes = Vec::new();
        let mut ends = vec![0];
        for word in texts.words() {
            push_quoted(&mut bytes, word);
            ends.push(bytes.len());
        }
        Cursor::Text { rows: texts.rows().iter(), bytes, ends }
    }

    fn write_next(&mut self, out: &mut Vec<u8>) {
        match self {
            Cursor::Text { rows, bytes, ends } => {
                let Some(word) = rows.next().map(|word| *word as usize) else { return };
                if let Some([start, end]) = ends.get(word..word + 2)
                    && let Some(cell) = bytes.get(*start..*end)
                {
                    out.extend_from_slice(cell);
                }
            }
            Cursor::Flag(flags) => match flags.next() {
                Some(true) => out.extend_from_slice(b"true"),
                Some(false) => out.extend_from_slice(b"false"),
                None => {}
            },
            Cursor::Figure(figures) => {
                if let Some(Some(figure)) = figures.next() {
                    push_number(out, u64::from(*figure));
                }
            }
            Cursor::Integer(numbers) => {
                if let Some(Some(number)) = numbers.next() {
                    if *number < 0 {
                        out.push(b'-');
                    }
                    push_number(out, number.unsigned_abs());
                }
            }
        }
    }
}

fn push_quoted(out: &mut Vec<u8>, text: &str) {
    if !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    for byte in text.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

fn push_number(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0u8; 20];
    let mut used = 0;
    for slot in digits.iter_mut().rev() {
        *slot = b'0' + u8::try_from(number % 10).unwrap_or(0);
        used += 1;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(digits.len() - used..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::frame::{Column, Layout, column_name};
    use super::super::sample::any_table;
    use super::*;

    fn one_column(values: Values) -> Table {
        Table { columns: vec![Column::optional("a", Layout::Repeated, values)] }
    }

    #[test]
    fn a_missing_figure_is_an_empty_cell_and_never_a_zero() {
        let mut table = one_column(Values::Figure(vec![None, Some(0)]));
        table.columns.push(Column::required("b", Layout::Repeated, Values::Flag(vec![true, false])));
        assert_eq!(write_csv(&table), b"a,b\n,true\n0,false\n");
    }

    #[test]
    fn a_text_with_commas_quotes_or_breaks_is_quoted() {
        let mut texts = Texts::default();
        for text in ["plain", "a,b", "say \"it\"", "two\nlines"] {
            texts.push(text);
        }
        let bytes = write_csv(&one_column(Values::Text(texts)));
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "a\nplain\n\"a,b\"\n\"say \"\"it\"\"\"\n\"two\nlines\"\n"
        );
    }

    #[test]
    fn a_number_in_another_spelling_is_refused() {
        let expected = one_column(Values::Figure(vec![]));
        for cell in ["+1", "01", "-1", "1.0", " 1", "4294967296", "x"] {
            let bytes = format!("a\n{cell}\n");
            assert!(
                matches!(read_csv(bytes.as_bytes(), &expected), Err(ReadError::Cell { row: 0, .. })),
                "{cell}"
            );
        }
    }

    #[test]
    fn other_columns_than_expected_are_refused() {
        let expected = one_column(Values::Figure(vec![]));
        assert!(matches!(read_csv(b"b\n1\n", &expected), Err(ReadError::Columns { .. })));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(table in any_table()) {
            prop_assert_eq!(read_csv(&write_csv(&table), &table).unwrap(), table);
        }

        #[test]
        fn numbers_are_written_as_the_standard_library_does(number in any::<u64>()) {
            let mut out = Vec::new();
            push_number(&mut out, number);
            prop_assert_eq!(out, number.to_string().into_bytes());
        }
    }

    #[test]
    fn a_column_name_needs_no_quotes() {
        assert!(!column_name("a,\"b\nc").contains([',', '"', '\n']));
    }
}
