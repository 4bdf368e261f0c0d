//! Bad input never gets in, never stops the run, and is never lost.

use exchange::{Report, Severity, What};

use crate::support::{import, small};

const HEADER: &str = "kode_tps,p1,p2,p3,dpt_j,dpt_l,dpt_p,pdpt_j,pdpt_l,pdpt_p,pdptb_j,pdptb_l,pdptb_p,pdpk_j,pdpk_l,\
                      pdpk_p,ptot_j,ptot_l,ptot_p,sah,tidak_sah,total,ts,n_foto,commit_time";
const ONE: &str = "1101012001001,144,19,2,284,139,145,236,110,126,1,0,1,2,2,0,239,112,127,165,1,166,\
                   2024-02-20 13:00:00,3,2024-03-13T12:43:43Z";
const TWO: &str = "1101012001002,209,37,6,296,138,158,248,115,133,2,0,2,3,2,1,253,116,137,252,1,253,\
                   2024-02-16 12:51:22,3,2024-03-13T12:43:43Z";

fn rows(bytes: &[u8]) -> (Vec<String>, Report) {
    import(&small(), None, |importer, report, emit| {
        importer.station_rows("rows.csv", &mut &*bytes, report, emit).unwrap();
    })
}

/// The file with a bad row between two good ones: the good ones get in, the bad one is in the report.
fn bad_row(row: &str) -> (What, String) {
    let (texts, report) = rows(format!("{HEADER}\n{ONE}\n{row}\n{TWO}\n").as_bytes());
    assert_eq!(texts.len(), 2, "the rows around it get in");
    let problem = report.problems.first().unwrap();
    assert_eq!((report.problems.len(), problem.severity), (1, Severity::Refused));
    assert_eq!((problem.file.as_str(), problem.line, problem.content.as_str()), ("rows.csv", 3, row));
    (problem.what, problem.why.clone())
}

/// The second station's row with one field changed.
fn with(column: &str, value: &str) -> String {
    let at = HEADER.split(',').position(|name| name == column).unwrap();
    let mut fields: Vec<&str> = TWO.split(',').collect();
    fields[0] = "9901010001001";
    fields[at] = value;
    fields.join(",")
}

#[test]
fn a_row_becomes_a_sheet_that_says_exactly_what_it_holds() {
    let (texts, report) = rows(format!("{HEADER}\n{ONE}\n").as_bytes());
    assert_eq!(report.problems, []);
    let text = "id-2024/v1 sheet\n{\"contest\":\"ppwp\",\"station\":\"1101012001001\",\"stage\":\"count\",\"values\":{\
        \"voters.roll.male\":139,\"voters.roll.female\":145,\"voters.roll.total\":284,\
        \"voters.used-roll.male\":110,\"voters.used-roll.female\":126,\"voters.used-roll.total\":236,\
        \"voters.used-moved.male\":0,\"voters.used-moved.female\":1,\"voters.used-moved.total\":1,\
        \"voters.used-unlisted.male\":2,\"voters.used-unlisted.female\":0,\"voters.used-unlisted.total\":2,\
        \"voters.used.male\":112,\"voters.used.female\":127,\"voters.used.total\":239,\
        \"votes.1\":144,\"votes.2\":19,\"votes.3\":2,\"valid\":165,\"invalid\":1,\"cast\":166},\
        \"unread\":{\"ballots\":\"no-field\",\"voters.disabled\":\"no-field\"},\
        \"evidence\":[{},{},{}],\"source\":\"kpu-sirekap\",\"at\":\"2024-02-20T13:00:00+07:00\"}\n";
    assert_eq!(texts, [text]);
}

#[test]
fn a_row_with_nothing_says_that_nothing_was_published_then() {
    let blank = format!("1101012001001{}2024-02-15 07:00:44,0,2024-03-13T12:43:43Z", ",".repeat(22));
    let (texts, report) = rows(format!("{HEADER}\n{blank}\n").as_bytes());
    assert_eq!((texts.len(), report.problems.len()), (1, 0));
    assert!(
        texts[0].contains("\"values\":{},") && texts[0].contains("\"votes\":\"not-published\""),
        "{}",
        texts[0]
    );
    assert!(
        !texts[0].contains("evidence") && texts[0].contains("\"voters.disabled\":\"no-field\""),
        "{}",
        texts[0]
    );
}

#[test]
fn an_unknown_station_is_refused() {
    let (what, why) = bad_row(&with("kode_tps", "1101012001999"));
    assert_eq!((what, why.contains("1101012001999")), (What::UnknownPlace, true));
}

#[test]
fn a_number_that_is_none_is_refused() {
    for value in ["-1", "x", "12.0", "4294967296", " 7"] {
        let (what, why) = bad_row(&with("dpt_j", value));
        assert_eq!((what, why.contains("voters.roll.total")), (What::Number, true), "{value}");
    }
    for value in ["-1", "", "x", "101"] {
        assert_eq!(bad_row(&with("n_foto", value)).0, What::Number, "{value}");
    }
}

#[test]
fn a_time_that_is_none_is_refused() {
    assert_eq!(bad_row(&with("ts", "yesterday")).0, What::Moment);
    assert_eq!(bad_row(&with("commit_time", "2024-03-13T12")).0, What::Moment);
}

#[test]
fn a_second_row_of_a_station_is_refused() {
    assert_eq!(bad_row(ONE).0, What::Duplicate);
}

#[test]
fn a_row_with_other_columns_than_the_header_is_refused() {
    assert_eq!(bad_row("1101012001001,1,2").0, What::Shape);
    assert_eq!(bad_row(&format!("{TWO},extra")).0, What::Shape);
}

#[test]
fn a_stray_quote_spoils_its_own_row_only() {
    assert_eq!(bad_row(&with("p1", "\"1")).0, What::Number);
}

#[test]
fn bytes_that_are_not_utf8_spoil_their_own_row_only() {
    let mut bytes = format!("{HEADER}\n").into_bytes();
    bytes.extend(with("p1", "@").bytes().map(|byte| if byte == b'@' { 0xff } else { byte }));
    bytes.extend(format!("\n{ONE}\n").bytes());
    let (texts, report) = rows(&bytes);
    assert_eq!((texts.len(), report.of(What::Encoding)), (1, 1));
    assert!(report.problems[0].content.contains("\\xff"));
    // Half a character in each of two fields is no text either.
    let split = with("p1", "@@").replace("@@,", "\u{e9},");
    let at = split.find('\u{e9}').unwrap();
    let mut row = split.into_bytes();
    row.swap(at + 1, at + 2);
    let mut bytes = format!("{HEADER}\n").into_bytes();
    bytes.extend(row);
    bytes.push(b'\n');
    let (texts, report) = rows(&bytes);
    assert_eq!((texts.len(), report.of(What::Encoding)), (0, 1));
}

#[test]
fn a_last_line_without_its_line_feed_is_refused() {
    let (texts, report) = rows(format!("{HEADER}\n{ONE}\n{TWO}").as_bytes());
    assert_eq!((texts.len(), report.of(What::Truncated)), (1, 1));
    assert_eq!(report.problems[0].content, TWO);
}

#[test]
fn a_missing_column_refuses_the_file_and_names_it() {
    let (texts, report) = rows(format!("{}\n{ONE}\n", HEADER.replace("pdpk_l", "other")).as_bytes());
    assert_eq!((texts.len(), report.problems[0].what), (0, What::Header));
    assert!(report.problems[0].why.contains("pdpk_l"));
}

#[test]
fn a_column_that_is_not_read_is_noted() {
    let (texts, report) = rows(format!("{HEADER},kelas\n{ONE},banyak\n").as_bytes());
    assert_eq!((texts.len(), report.refused(), report.of(What::Oddity)), (1, 0, 1));
}

#[test]
fn an_empty_file_and_broken_gzip_are_reported() {
    for bytes in [&b""[..], b"\x1f\x8b", b"\x1f\x8b\x08\x00garbage"] {
        let (texts, report) = rows(bytes);
        assert_eq!((texts.len(), report.refused()), (0, 1), "{bytes:?}");
    }
}

#[test]
fn a_cut_gzip_gives_the_rows_before_the_cut_and_says_so() {
    use std::io::Write;
    let lines = format!("{}\n", with("kode_tps", "1101012001999")).repeat(2000);
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    packer.write_all(format!("{HEADER}\n{ONE}\n{lines}").as_bytes()).unwrap();
    let whole = packer.finish().unwrap();
    let (texts, report) = rows(&whole[..whole.len() / 2]);
    assert_eq!((texts.len(), report.of(What::Unreadable)), (1, 1));
    let (texts, report) = rows(&whole);
    assert_eq!((texts.len(), report.of(What::Unreadable), report.of(What::UnknownPlace)), (1, 0, 2000));
}

#[test]
fn line_ends_may_be_crlf_and_the_file_may_begin_with_a_byte_order_mark() {
    let (texts, report) = rows(format!("\u{feff}{HEADER}\r\n{ONE}\r\n{TWO}\r\n").as_bytes());
    assert_eq!((texts.len(), report.problems.len()), (2, 0), "{:?}", report.problems);
    assert_eq!(texts, rows(format!("{HEADER}\n{ONE}\n{TWO}\n").as_bytes()).0);
}

#[test]
fn a_taker_that_wants_no_more_stops_the_import() {
    let known = |_, _| None;
    let election = small();
    let importer = exchange::Importer::new(&election, &known);
    let bytes = format!("{HEADER}\n{ONE}\n{TWO}\n");
    let mut taken = 0;
    let stopped =
        importer.station_rows("rows.csv", &mut bytes.as_bytes(), &mut Report::default(), &mut |_| {
            taken += 1;
            Err("full".into())
        });
    assert!(stopped.is_err());
    assert_eq!(taken, 1);
}
