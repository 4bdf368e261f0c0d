//! Tables as one XLSX workbook (ISO/IEC 29500, transitional), for people with a spreadsheet: a sheet a table, the header frozen.
//!
//! Guaranteed:
//! - a text is an inline string, never a formula, whatever it begins with; codes keep their zeros;
//! - a figure is a number, an unread one an empty cell; numbers beyond 2^53, which a spreadsheet would round, are texts;
//! - a table of more rows than a sheet holds goes on in the next, named `stations (2)`, with the header again;
//! - the same tables make the same bytes at every cut: it says to be made on the day that is given, the contest's.

use std::fmt::Write as _;
use std::slice::Iter;

use super::frame::{Table, Texts, Values};
use super::zip::{Member, Zip};
use crate::view::RenderError;

/// What a sheet holds: the format's limits.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
const MOST_CHARACTERS: usize = 32_767;

/// Whole numbers up to this one are exact where numbers are 64-bit floating points.
const EXACT: u64 = 1 << 53;

/// How much of a sheet is gathered before it is deflated.
const GATHERED: usize = 64 * 1024;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// The bytes of a workbook of these tables, each with its name. `day`: `YYYY-MM-DD`.
pub(super) fn write_workbook(
    title: &str,
    day: &str,
    tables: &[(&str, &Table)],
) -> Result<Vec<u8>, RenderError> {
    write_in_sheets(title, day, tables, MOST_ROWS)
}

fn write_in_sheets(
    title: &str,
    day: &str,
    tables: &[(&str, &Table)],
    most_rows: usize,
) -> Result<Vec<u8>, RenderError> {
    let mut zip = Zip::default();
    let mut names = Vec::new();
    for (name, table) in tables {
        if table.columns.len() > MOST_COLUMNS {
            let columns = table.columns.len();
            return Err(RenderError::TooLarge(format!("a sheet of {columns} columns, `{name}`")));
        }
        let mut rows = Rows::of(name, table)?;
        let (mut left, mut part) = (table.rows(), 1);
        loop {
            let here = left.min(most_rows - 1);
            names.push(if part == 1 { (*name).to_owned() } else { format!("{name} ({part})") });
            write_sheet(&mut zip, names.len(), table, &mut rows, here)?;
            left -= here;
            part += 1;
            if left == 0 {
                break;
            }
        }
    }
    frame(&mut zip, &names, title, day)?;
    zip.finish()
}

fn write_sheet(
    zip: &mut Zip,
    number: usize,
    table: &Table,
    rows: &mut Rows<'_>,
    count: usize,
) -> Result<(), RenderError> {
    let mut sheet = zip.member("xl/worksheets/sheet#.xml", number);
    let mut gathered = format!(
        "{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetData><row>"
    )
    .into_bytes();
    for column in &table.columns {
        push_text(&mut gathered, &column.name, "s=\"1\" ");
    }
    gathered.extend_from_slice(b"</row>");
    for _ in 0..count {
        rows.push_next(&mut gathered);
        if gathered.len() > GATHERED {
            flush(&mut sheet, &mut gathered);
        }
    }
    // Codes are texts of digits; that is no mistake to be marked.
    gathered.extend_from_slice(
        b"</sheetData><ignoredErrors><ignoredError sqref=\"A1:XFD1048576\" numberStoredAsText=\"1\"/></ignoredErrors></worksheet>",
    );
    flush(&mut sheet, &mut gathered);
    sheet.close()
}

fn flush(sheet: &mut Member<'_>, gathered: &mut Vec<u8>) {
    sheet.write(gathered);
    gathered.clear();
}

/// Everything of a workbook but its sheets.
fn frame(zip: &mut Zip, names: &[String], title: &str, day: &str) -> Result<(), RenderError> {
    let (mut sheets, mut relations, mut types) = (String::new(), String::new(), String::new());
    for (at, name) in (1..).zip(names) {
        // Writing to a string can't fail.
        let _ = write!(sheets, "<sheet name=\"{}\" sheetId=\"{at}\" r:id=\"rId{at}\"/>", escaped(name));
        let _ = write!(
            relations,
            "<Relationship Id=\"rId{at}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>"
        );
        let _ = write!(
            types,
            "<Override PartName=\"/xl/worksheets/sheet{at}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
        );
    }
    let styles = names.len() + 1;
    zip.add(
        "xl/workbook.xml",
        &format!("{DECLARATION}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{sheets}</sheets></workbook>"),
    )?;
    zip.add(
        "xl/_rels/workbook.xml.rels",
        &format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}<Relationship Id=\"rId{styles}\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/></Relationships>"),
    )?;
    zip.add("xl/styles.xml", &format!("{DECLARATION}<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>"))?;
    zip.add(
        "docProps/core.xml",
        &format!("{DECLARATION}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created></cp:coreProperties>", escaped(title)),
    )?;
    zip.add(
        "_rels/.rels",
        &format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"),
    )?;
    zip.add(
        "[Content_Types].xml",
        &format!("{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{types}<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>"),
    )
}

/// Two styles: cells, and the header in bold.
const STYLES: &str = "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/></cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

/// A table's rows, one after the other.
struct Rows<'t> {
    cursors: Vec<Cursor<'t>>,
}

enum Cursor<'t> {
    /// Each word's cell is put into words once, however many rows have it.
    Text {
        rows: Iter<'t, u32>,
        bytes: Vec<u8>,
        ends: Vec<usize>,
    },
    Flag(Iter<'t, bool>),
    Figure(Iter<'t, Option<u32>>),
    Integer(Iter<'t, Option<i64>>),
}

impl<'t> Rows<'t> {
    fn of(name: &str, table: &'t Table) -> Result<Rows<'t>, RenderError> {
        let cursors = table.columns.iter().map(|column| match &column.values {
            Values::Text(texts) => cells_of(texts).ok_or_else(|| {
                RenderError::TooLarge(format!("a cell of column `{}` of sheet `{name}`", column.name))
            }),
            Values::Flag(flags) => Ok(Cursor::Flag(flags.iter())),
            Values::Figure(figures) => Ok(Cursor::Figure(figures.iter())),
            Values::Integer(numbers) => Ok(Cursor::Integer(numbers.iter())),
        });
        Ok(Rows { cursors: cursors.collect::<Result<_, RenderError>>()? })
    }

    fn push_next(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<row>");
        for cursor in &mut self.cursors {
            cursor.push_next(out);
        }
        out.extend_from_slice(b"</row>");
    }
}

fn cells_of(texts: &Texts) -> Option<Cursor<'_>> {
    let (mut bytes, mut ends) = (Vec::new(), vec![0]);
    for word in texts.words() {
        if word.encode_utf16().count() > MOST_CHARACTERS {
            return None;
        }
        if word.is_empty() {
            bytes.extend_from_slice(EMPTY);
        } else {
            push_text(&mut bytes, word, "");
        }
        ends.push(bytes.len());
    }
    Some(Cursor::Text { rows: texts.rows().iter(), bytes, ends })
}

const EMPTY: &[u8] = b"<c/>";

impl Cursor<'_> {
    fn push_next(&mut self, out: &mut Vec<u8>) {
        match self {
            Cursor::Text { rows, bytes, ends } => {
                let Some(word) = rows.next().map(|word| *word as usize) else { return };
                if let Some([start, end]) = ends.get(word..word + 2)
                    && let Some(cell) = bytes.get(*start..*end)
                {
                    out.extend_from_slice(cell);
                }
            }
            Cursor::Flag(flags) => out.extend_from_slice(match flags.next() {
                Some(true) => b"<c t=\"b\"><v>1</v></c>",
                Some(false) => b"<c t=\"b\"><v>0</v></c>",
                None => EMPTY,
            }),
            Cursor::Figure(figures) => push_number(out, figures.next().copied().flatten().map(i64::from)),
            Cursor::Integer(numbers) => push_number(out, numbers.next().copied().flatten()),
        }
    }
}

fn push_number(out: &mut Vec<u8>, number: Option<i64>) {
    let Some(number) = number else { return out.extend_from_slice(EMPTY) };
    if number.unsigned_abs() > EXACT {
        return push_text(out, &number.to_string(), "");
    }
    out.extend_from_slice(b"<c><v>");
    out.extend_from_slice(number.to_string().as_bytes());
    out.extend_from_slice(b"</v></c>");
}

/// A text as an inline string, which no program takes for a formula.
fn push_text(out: &mut Vec<u8>, text: &str, attributes: &str) {
    out.extend_from_slice(b"<c ");
    out.extend_from_slice(attributes.as_bytes());
    out.extend_from_slice(b"t=\"inlineStr\"><is><t");
    if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) || text.contains('\n') {
        out.extend_from_slice(b" xml:space=\"preserve\"");
    }
    out.push(b'>');
    out.extend_from_slice(escaped(text).as_bytes());
    out.extend_from_slice(b"</t></is></c>");
}

/// A text as XML; what XML has no character for as `_xHHHH_`, and what looks like that with its underscore written so.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '_' if text.get(at..).is_some_and(is_escape) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                // Writing to a string can't fail.
                let _ = write!(out, "_x{:04X}_", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes, [b'_', b'x', digits @ .., _] if digits.len() >= 4)
        && bytes.get(2..6).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        && bytes.get(6) == Some(&b'_')
}

#[cfg(test)]
mod tests {
    use super::super::frame::{Column, Layout};
    use super::super::sample::unzip;
    use super::*;

    fn one_column(texts: &[&str]) -> Table {
        let mut words = Texts::default();
        for text in texts {
            words.push_new(text);
        }
        let mut table = Table::default();
        table.add(Column::optional("name", Layout::Repeated, Values::Text(words)));
        table
    }

    fn sheets_of(table: &Table, most_rows: usize) -> Vec<(String, String)> {
        let bytes = write_in_sheets("A & B", "2026-05-03", &[("stations", table)], most_rows).unwrap();
        unzip(&bytes)
    }

    #[test]
    fn a_place_named_like_a_formula_stays_a_text() {
        let names = [
            "=HYPERLINK(\"http://a.example\")",
            "+1",
            "-1",
            "@SUM(A1)",
            "0123",
            "a<b>&c",
            " x ",
            "\u{1}",
            "_x0001_",
        ];
        let members = sheets_of(&one_column(&names), MOST_ROWS);
        let (_, sheet) = &members[0];
        assert!(!sheet.contains("<f"), "{sheet}");
        assert_eq!(sheet.matches("t=\"inlineStr\"").count(), 1 + names.len());
        assert_eq!(sheet.matches("<v>").count(), 0);
        for cell in [
            "=HYPERLINK(&quot;http://a.example&quot;)",
            "+1",
            "@SUM(A1)",
            "0123",
            "a&lt;b&gt;&amp;c",
            "_x0001_",
            "_x005F_x0001_",
        ] {
            assert!(sheet.contains(&format!("<t>{cell}</t>")), "{cell} in {sheet}");
        }
        assert!(sheet.contains("<t xml:space=\"preserve\"> x </t>"));
    }

    #[test]
    fn an_unread_figure_is_an_empty_cell_and_a_number_that_would_be_rounded_a_text() {
        let mut table = Table::default();
        table.add(Column::optional("a", Layout::Repeated, Values::Figure(vec![None, Some(0)])));
        table.add(Column::required("b", Layout::Repeated, Values::Flag(vec![true, false])));
        table.add(Column::optional("c", Layout::Repeated, Values::Integer(vec![Some(i64::MAX), Some(-7)])));
        let (_, sheet) = &sheets_of(&table, MOST_ROWS)[0];
        let rows = "<row><c/><c t=\"b\"><v>1</v></c><c t=\"inlineStr\"><is><t>9223372036854775807</t></is></c></row><row><c><v>0</v></c><c t=\"b\"><v>0</v></c><c><v>-7</v></c></row>";
        assert!(sheet.contains(rows), "{sheet}");
    }

    #[test]
    fn more_rows_than_a_sheet_holds_go_on_in_the_next() {
        let table = one_column(&["1", "2", "3", "4", "5"]);
        let members = sheets_of(&table, 3);
        let sheets: Vec<&str> = members
            .iter()
            .filter(|(name, _)| name.starts_with("xl/worksheets/"))
            .map(|(_, text)| text.as_str())
            .collect();
        assert_eq!(sheets.iter().map(|text| text.matches("<row>").count()).collect::<Vec<_>>(), [3, 3, 2]);
        assert!(sheets.iter().all(|text| text.contains("<t>name</t>")));
        let (_, book) = members.iter().find(|(name, _)| name == "xl/workbook.xml").unwrap();
        for name in ["\"stations\"", "\"stations (2)\"", "\"stations (3)\""] {
            assert!(book.contains(name), "{book}");
        }
        assert_eq!(sheets_of(&one_column(&[]), 3).len(), 7, "a table without rows has its sheet");
    }

    #[test]
    fn what_no_sheet_can_hold_is_refused_and_not_cut() {
        let long = one_column(&[&"x".repeat(MOST_CHARACTERS + 1)]);
        let mut wide = Table::default();
        for at in 0..=MOST_COLUMNS {
            wide.columns.push(Column::required(&at.to_string(), Layout::Repeated, Values::Flag(vec![])));
        }
        for table in [&long, &wide] {
            let refused = write_workbook("", "2026-05-03", &[("stations", table)]);
            assert!(matches!(refused, Err(RenderError::TooLarge(_))));
        }
    }
}
