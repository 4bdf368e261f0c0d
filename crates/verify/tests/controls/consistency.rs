//! 3.xx

use verify::Within;

use crate::good;
use crate::world::{
    Files, STATIONS, Story, assert_found, assert_only, commission, committee, figures, note, of, sheet,
};

/// Raises the first number behind this text by one, at its last digit, unless it is a nine.
fn raise(files: &mut Files, path: &str, before: &str) {
    let text = files.text(path);
    let start =
        text.find(before).unwrap_or_else(|| panic!("{path} holds no {before}: {text}")) + before.len();
    let digits: String = text[start..].chars().take_while(char::is_ascii_digit).collect();
    let number: u64 = digits.parse().unwrap();
    let tampered = format!("{}{}{}", &text[..start], number + 1, &text[start + digits.len()..]);
    files.0.insert(path.to_owned(), tampered.into_bytes());
}

#[test]
fn c3_01_a_statement_about_an_unknown_station_is_found() {
    let mut story = Story::begin();
    let place = format!("ledger/tile/entries, entry {}", story.next());
    story.log(note("sheet", &sheet("1101012001099", &figures([1, 1, 1], 0), ""), &[&commission()]));
    story.cut(false);
    let report = story.publish().verify();
    assert_found(&report, "3.01", &place);
    assert_only(&report, &["3.01"]);
}

#[test]
fn c3_01_an_entry_that_is_no_statement_is_found() {
    let mut story = Story::begin();
    let place = format!("ledger/tile/entries, entry {}", story.next());
    story.log(note("rumour", "{}", &[&commission()]));
    story.cut(false);
    assert_found(&story.publish().verify(), "3.01", &place);
}

#[test]
fn c3_02_a_time_that_goes_back_is_found() {
    let mut story = Story::begin();
    story.log(note("sheet", &sheet(STATIONS[0], &figures([1, 1, 1], 0), ""), &[&committee()]));
    let last = story.entries.len() - 1;
    story.entries[last].0 -= 2_000;
    story.cut(false);
    assert_found(&story.publish().verify(), "3.02", &format!("ledger/tile/entries, entry {last}"));
}

#[test]
fn c3_02_a_batch_left_out_is_found() {
    let mut story = Story::begin();
    story.log(note("sheet", &sheet(STATIONS[0], &figures([1, 1, 1], 0), ""), &[&committee()]));
    let last = story.entries.len() - 1;
    story.entries[last].1 += 1;
    story.cut(false);
    assert_found(&story.publish().verify(), "3.02", &format!("ledger/tile/entries, entry {last}"));
}

#[test]
fn c3_02_an_entry_later_than_its_cosignature_is_found() {
    let mut story = Story::begin();
    story.behind_s = 3_600;
    let report = story.publish().verify();
    assert_found(&report, "3.02", "ledger/tile/entries, entry 2");
    assert_only(&report, &["3.02"]);
}

#[test]
fn c3_03_a_total_off_by_one_is_found_with_its_pointer() {
    let mut files = good();
    raise(&mut files, "record/ppwp/ID/totals.json", "\"votes.1\":");
    let report = files.verify();
    assert_found(&report, "3.03", "record/ppwp/ID/totals.json, /consistent_or_better/sums/votes.1");
    assert_only(&report, &["3.03", "4.06"]);
    let finding = of(&report, "3.03")[0];
    assert_eq!((finding.expected.as_str(), finding.found.as_str()), ("62", "63"));
}

#[test]
fn c3_03_a_sheet_that_is_said_to_be_in_and_is_not_is_found_with_its_pointer() {
    let mut files = good();
    raise(&mut files, "record/ppwp/progress.json", "\"in\":");
    let report = files.verify();
    assert_found(&report, "3.03", "record/ppwp/progress.json, /regions/0/in");
    assert_only(&report, &["3.03", "4.06"]);
}

#[test]
fn c3_03_a_total_in_the_adapters_tree_is_found() {
    let mut files = good();
    raise(&mut files, "pemilu/hhcw/ppwp.json", "\"100025\":");
    let report = files.verify();
    assert_only(&report, &["3.03", "4.06"]);
}

#[test]
fn c3_04_a_changed_station_file_is_found() {
    let mut files = good();
    let path = files.path(&["hhcw", STATIONS[0]]);
    raise(&mut files, &path, "\"100025\":");
    let report = files.verify();
    assert_only(&report, &["3.04", "4.06"]);
    assert!(matches!(of(&report, "3.04")[0].place.within, Within::Pointer(_)));
}

#[test]
fn c3_05_a_quality_made_better_is_found() {
    let mut files = good();
    let path = "record/ppwp/12/1271/127101/1271012001.json";
    files.replace(path, "\"conflict\"", "\"consistent\"");
    let report = files.verify();
    assert_found(&report, "3.05", &format!("{path}, /stations/0/quality"));
    assert_only(&report, &["3.05", "4.06"]);
}

#[test]
fn c3_05_a_version_left_out_is_found() {
    let mut files = good();
    let path = "record/ppwp/11/1101/110101/1101012001.json";
    let mut record: serde_json::Value = serde_json::from_str(&files.text(path)).unwrap();
    record["stations"][0]["versions"].as_array_mut().unwrap().remove(0);
    files.0.insert(path.to_owned(), record.to_string().into_bytes());
    assert_only(&files.verify(), &["3.05", "4.06"]);
}

#[test]
fn c3_06_a_number_changed_on_a_page_is_found() {
    let mut files = good();
    let text = files.text("id/ppwp/index.html");
    let at = text.rfind("62").unwrap();
    files.0.insert(
        "id/ppwp/index.html".to_owned(),
        format!("{}63{}", &text[..at], &text[at + 2..]).into_bytes(),
    );
    let report = files.verify();
    assert_only(&report, &["3.06", "4.06"]);
    assert!(matches!(of(&report, "3.06")[0].place.within, Within::Line(_)));
}

#[test]
fn c3_07_a_changed_cell_of_a_table_is_found_by_row_and_column() {
    let mut files = good();
    let path = "data/ppwp/11/stations.csv";
    let mut lines: Vec<String> = files.text(path).lines().map(str::to_owned).collect();
    let header: Vec<String> = lines[0].split(',').map(str::to_owned).collect();
    let column = header.iter().position(|name| name == "votes_1").expect("a column of votes");
    let mut row: Vec<String> = lines[1].split(',').map(str::to_owned).collect();
    assert_eq!(row[column], "51");
    row[column] = "52".to_owned();
    lines[1] = row.join(",");
    files.0.insert(path.to_owned(), (lines.join("\n") + "\n").into_bytes());
    let report = files.verify();
    let finding = of(&report, "3.07")[0];
    let Within::Cell { row: 1, key, column } = &finding.place.within else { panic!("{finding}") };
    assert!(key.contains(STATIONS[0]) && column == "votes_1", "{finding}");
    assert_eq!((finding.expected.as_str(), finding.found.as_str()), ("`51`", "`52`"));
    assert_only(&report, &["3.07", "4.06"]);
}

#[test]
fn c3_07_a_changed_parquet_table_is_found() {
    let mut files = good();
    let path = "data/ppwp/11/stations.parquet";
    let middle = files.0[path].len() / 2;
    files.flip(path, middle);
    let report = files.verify();
    assert_only(&report, &["3.07", "4.06"]);
    assert!(of(&report, "3.07")[0].place.path == path);
}

#[test]
fn c3_08_a_renamed_option_is_found() {
    let mut files = good();
    files.replace("pemilu/ppwp.json", "ANIES", "ANNIE");
    let report = files.verify();
    assert_found(&report, "3.08", "pemilu/ppwp.json, /100025/nama");
    assert_only(&report, &["3.08", "4.06"]);
}

#[test]
fn c3_09_a_summary_of_another_cut_is_found() {
    let mut files = good();
    files.replace("latest.json", "\"cut\":267", "\"cut\":7");
    let report = files.verify();
    assert_found(&report, "3.09", "latest.json, /cut");
    assert_only(&report, &["3.09"]);
    files.remove("latest.json");
    assert_found(&files.verify(), "3.09", "latest.json");
}

#[test]
fn c3_10_a_changed_table_of_changes_is_found() {
    let mut files = good();
    files.replace("cuts/7/changes.csv", "conflict", "consistent");
    let report = files.verify();
    assert_only(&report, &["3.10"]);
    let Within::Cell { key, column, .. } = &of(&report, "3.10")[0].place.within else { panic!() };
    assert_eq!((key.as_str(), column.as_str()), (format!("ppwp {} 5", STATIONS[3]).as_str(), "quality"));
}

#[test]
fn c3_11_a_statement_that_stands_twice_is_found() {
    let mut story = Story::begin();
    let twice = note("sheet", &sheet(STATIONS[0], &figures([1, 1, 1], 0), ""), &[&committee()]);
    story.log(twice.clone());
    let place = format!("ledger/tile/entries, entry {}", story.next());
    story.log(twice);
    story.cut(false);
    let report = story.publish().verify();
    assert_found(&report, "3.11", &place);
    assert_only(&report, &["3.11"]);
}

#[test]
fn c3_07_a_wrong_table_of_an_earlier_cut_is_found_once() {
    let mut story = Story::whole();
    story.cuts.last_mut().unwrap().1 = false;
    let good = story.publish();
    assert_only(&good.verify(), &[]);
    let path = good.path(&["data/ppwp", "stations.csv"]);
    let mut files = good.clone();
    files.flip(&path, 200);
    let report = files.verify();
    assert_only(&report, &["3.07", "4.06"]);
    assert_eq!(report.count(), 2, "{:#?}", report.findings);
    let mut files = good.clone();
    files.remove(&path);
    let report = files.verify();
    assert_only(&report, &["1.04"]);
    assert_eq!(report.count(), 1, "{:#?}", report.findings);
}
