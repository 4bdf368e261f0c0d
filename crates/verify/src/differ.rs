//! Two versions of a file: where the first difference stands, in the file's own terms.
//!
//! What is there may be hostile, so only formats with bounded parsers are looked into: JSON (128 levels), CSV, lines. Of a
//! Parquet file the byte is told; the CSV table beside it has the same rows.

use serde_json::Value;

use crate::report::{Place, Within};

/// A difference, located.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub place: Place,
    pub expected: String,
    pub found: String,
}

/// Columns that name a row, in the order in which they are told.
const KEY_COLUMNS: [&str; 7] = ["contest", "station", "region", "constituency", "candidate", "entry", "path"];

/// How much of a value is told, characters.
const LONGEST: usize = 120;

/// The first difference; none where the bytes are the same.
pub(crate) fn locate(path: &str, expected: &[u8], found: &[u8]) -> Option<Difference> {
    if expected == found {
        return None;
    }
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let located = match extension {
        "json" => in_json(expected, found),
        "csv" => in_csv(expected, found),
        _ => in_lines(expected, found),
    };
    let (within, expected, found) = located.unwrap_or_else(|| in_bytes(expected, found));
    Some(Difference { place: Place { path: path.to_owned(), within }, expected, found })
}

type Located = (Within, String, String);

fn in_json(expected: &[u8], found: &[u8]) -> Option<Located> {
    let (expected, found): (Value, Value) =
        (serde_json::from_slice(expected).ok()?, serde_json::from_slice(found).ok()?);
    let mut pointer = String::new();
    let (expected, found) = descend(&mut pointer, &expected, &found)?;
    Some((Within::Pointer(pointer), expected, found))
}

fn descend(pointer: &mut String, expected: &Value, found: &Value) -> Option<(String, String)> {
    let length = pointer.len();
    match (expected, found) {
        (Value::Object(left), Value::Object(right)) => {
            let extra = right.keys().filter(|key| !left.contains_key(*key));
            for key in left.keys().chain(extra) {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                if let Some(located) = member(pointer, left.get(key), right.get(key)) {
                    return Some(located);
                }
                pointer.truncate(length);
            }
            None
        }
        (Value::Array(left), Value::Array(right)) => {
            for position in 0..left.len().max(right.len()) {
                pointer.push('/');
                pointer.push_str(&position.to_string());
                if let Some(located) = member(pointer, left.get(position), right.get(position)) {
                    return Some(located);
                }
                pointer.truncate(length);
            }
            None
        }
        _ if expected == found => None,
        _ => Some((short(&expected.to_string()), short(&found.to_string()))),
    }
}

fn member(pointer: &mut String, left: Option<&Value>, right: Option<&Value>) -> Option<(String, String)> {
    match (left, right) {
        (Some(left), Some(right)) => descend(pointer, left, right),
        (Some(left), None) => Some((short(&left.to_string()), "nothing".to_owned())),
        (None, Some(right)) => Some(("nothing".to_owned(), short(&right.to_string()))),
        (None, None) => None,
    }
}

/// Row beside row, up to the first difference: what is there may hold a record in every other byte, so that all of them
/// at once would take many times the file's length.
fn in_csv(expected: &[u8], found: &[u8]) -> Option<Located> {
    let (mut expected, mut found) = (rows(expected), rows(found));
    let (mut left, mut right) = (csv::StringRecord::new(), csv::StringRecord::new());
    let mut header = None;
    for row in 0.. {
        let there = (expected.read_record(&mut left).ok()?, found.read_record(&mut right).ok()?);
        let header = header.get_or_insert_with(|| left.clone());
        let cell = |key: String, column: &str| Within::Cell { row, key, column: column.to_owned() };
        let whole = |row: &csv::StringRecord| short(&row.iter().collect::<Vec<_>>().join(","));
        match there {
            (true, true) => {
                for position in 0..left.len().max(right.len()) {
                    if left.get(position) != right.get(position) {
                        let column = header.get(position).unwrap_or("beyond the last");
                        let text = |cell: Option<&str>| {
                            cell.map_or("no cell".to_owned(), |cell| format!("`{}`", short(cell)))
                        };
                        return Some((
                            cell(key_of(header, &left), column),
                            text(left.get(position)),
                            text(right.get(position)),
                        ));
                    }
                }
            }
            (true, false) => {
                return Some((cell(key_of(header, &left), "all"), whole(&left), "no row".to_owned()));
            }
            (false, true) => {
                return Some((cell(key_of(header, &right), "all"), "no row".to_owned(), whole(&right)));
            }
            (false, false) => return None,
        }
    }
    None
}

fn rows(bytes: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes)
}

fn key_of(header: &csv::StringRecord, row: &csv::StringRecord) -> String {
    let named =
        KEY_COLUMNS.iter().filter_map(|name| row.get(header.iter().position(|column| column == *name)?));
    let named: Vec<&str> = named.collect();
    if named.is_empty() { row.get(0).unwrap_or_default().to_owned() } else { named.join(" ") }
}

fn in_lines(expected: &[u8], found: &[u8]) -> Option<Located> {
    let (expected, found) = (std::str::from_utf8(expected).ok()?, std::str::from_utf8(found).ok()?);
    let (mut left, mut right) = (expected.split('\n'), found.split('\n'));
    for line in 1.. {
        let text =
            |line: Option<&str>| line.map_or("no line".to_owned(), |line| format!("`{}`", short(line)));
        match (left.next(), right.next()) {
            (None, None) => return None,
            (left, right) if left == right => {}
            (Some(left), Some(right)) => {
                let (left, right) = around(left, right);
                return Some((Within::Line(line), format!("`{left}`"), format!("`{right}`")));
            }
            (left, right) => return Some((Within::Line(line), text(left), text(right))),
        }
    }
    None
}

/// Where two long lines differ, a little of both from just before the difference.
fn around(left: &str, right: &str) -> (String, String) {
    let same = left.chars().zip(right.chars()).take_while(|(left, right)| left == right).count();
    let from = same.saturating_sub(LONGEST / 3);
    let part = |line: &str| line.chars().skip(from).take(LONGEST).collect::<String>();
    (part(left), part(right))
}

fn in_bytes(expected: &[u8], found: &[u8]) -> Located {
    let same = expected.iter().zip(found).take_while(|(left, right)| left == right).count();
    let text =
        |bytes: &[u8]| bytes.get(same).map_or("the end".to_owned(), |byte| format!("byte 0x{byte:02x}"));
    (Within::Byte(u64::try_from(same).unwrap_or(u64::MAX)), text(expected), text(found))
}

/// A text of which no more is told than a reader needs.
pub(crate) fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str, expected: &str, found: &str) -> String {
        let Difference { place, expected, found } =
            locate(path, expected.as_bytes(), found.as_bytes()).expect("a difference");
        format!("{place}: {expected} / {found}")
    }

    #[test]
    fn a_changed_number_in_json_is_named_by_its_pointer() {
        assert_eq!(
            at("a.json", r#"{"a/b":[1,{"c":2}]}"#, r#"{"a/b":[1,{"c":3}]}"#),
            "a.json, /a~1b/1/c: 2 / 3"
        );
        assert_eq!(at("a.json", r#"{"a":1}"#, r#"{"a":1,"b":2}"#), "a.json, /b: nothing / 2");
    }

    #[test]
    fn json_of_the_same_meaning_and_other_bytes_is_named_by_the_byte() {
        assert_eq!(at("a.json", r#"{"a":1}"#, r#"{"a": 1}"#), "a.json, byte 5: byte 0x31 / byte 0x20");
    }

    #[test]
    fn a_changed_cell_is_named_by_row_key_and_column() {
        let (expected, found) = ("station,votes\n01,5\n02,6\n", "station,votes\n01,5\n02,7\n");
        assert_eq!(at("a.csv", expected, found), "a.csv, row 2 (02), column votes: `6` / `7`");
        assert_eq!(
            at("a.csv", expected, "station,votes\n01,5\n"),
            "a.csv, row 2 (02), column all: 02,6 / no row"
        );
    }

    #[test]
    fn a_table_is_read_no_further_than_its_first_difference() {
        // Behind the difference there is no table any more: a reading that went on would not name the cell.
        let expected = b"station,votes\n01,5\n02,6\n";
        let found = [b"station,votes\n01,7\n".as_slice(), b"\xff\n"].concat();
        let within = locate("a.csv", expected, &found).map(|difference| difference.place.to_string());
        assert_eq!(within.as_deref(), Some("a.csv, row 1 (01), column votes"));
        let more = [expected.as_slice(), &b"a\n".repeat(1 << 20)].concat();
        let within = locate("a.csv", expected, &more).map(|difference| difference.place.to_string());
        assert_eq!(within.as_deref(), Some("a.csv, row 3 (a), column all"));
    }

    #[test]
    fn a_text_is_compared_by_lines_and_the_rest_by_bytes() {
        assert_eq!(at("m", "a\nb\n", "a\nc\n"), "m, line 2: `b` / `c`");
        let other = locate("m", &[0xff, 1], &[0xff]).expect("a difference");
        assert_eq!((other.place.within, other.found.as_str()), (Within::Byte(1), "the end"));
        assert_eq!(locate("m", b"same", b"same"), None);
    }
}
