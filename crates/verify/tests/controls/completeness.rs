//! 1.xx

use verify::{Found, Listed, Source, SourceError};

use crate::good;
use crate::world::{Files, REGISTER, STATIONS, Story, assert_found, assert_only, hex, of, policy};

#[test]
fn c1_01_a_missing_bundle_is_found() {
    let mut files = good();
    files.remove("ledger/tile/entries/001.p/11");
    let report = files.verify();
    assert_found(&report, "1.01", "ledger/tile/entries/001.p/11");
    assert!(of(&report, "4.02").is_empty(), "the tiles are whole");
}

#[test]
fn c1_01_a_missing_tile_is_found() {
    for path in ["ledger/tile/0/001.p/11", "ledger/tile/1/000.p/1"] {
        let mut files = good();
        files.remove(path);
        let report = files.verify();
        assert_found(&report, "1.01", path);
        assert_only(&report, &["1.01"]);
    }
}

#[test]
fn c1_02_a_roster_that_expects_another_number_of_sheets_is_found() {
    let report = Story::begin_with_roster(5).publish().verify();
    assert_only(&report, &["1.02"]);
    let finding = of(&report, "1.02")[0];
    assert_eq!(finding.place.to_string(), "ledger/tile/entries, entry 1");
    assert_eq!((finding.expected.as_str(), finding.found.as_str()), ("6 sheets of `ppwp`", "5"));
}

#[test]
fn c1_03_a_missing_station_file_is_found_by_its_station() {
    let mut files = good();
    let path = files.path(&["hhcw", STATIONS[4]]);
    files.remove(&path);
    let report = files.verify();
    assert_found(&report, "1.03", &format!("{path}, ppwp {}", STATIONS[4]));
    assert_found(&report, "1.04", &path);
    assert_only(&report, &["1.03", "1.04"]);
}

#[test]
fn c1_03_a_station_left_out_of_a_record_is_found() {
    let mut files = good();
    let path = "record/ppwp/11/1101/110101/1101012001.json";
    let mut record: serde_json::Value = serde_json::from_str(&files.text(path)).unwrap();
    record["stations"].as_array_mut().unwrap().pop().unwrap();
    files.0.insert(path.to_owned(), record.to_string().into_bytes());
    assert_found(&files.verify(), "1.03", &format!("{path}, ppwp {}", STATIONS[1]));
}

#[test]
fn c1_04_a_missing_page_is_found() {
    let mut files = good();
    files.remove("id/index.html");
    let report = files.verify();
    assert_found(&report, "1.04", "id/index.html");
    assert_only(&report, &["1.04"]);
}

#[test]
fn c1_05_a_foreign_file_is_found() {
    for path in ["data/more.csv", "ledger/notes.txt", "ledger/tile/0/002", "cuts/5/manifest", "blob/short"] {
        let mut files = good();
        files.0.insert(path.to_owned(), b"x".to_vec());
        let report = files.verify();
        assert_found(&report, "1.05", path);
        assert_only(&report, &["1.05"]);
    }
}

#[test]
fn c1_05_a_file_being_written_is_left_alone() {
    let mut files = good();
    files.0.insert("data/.more.csv.tmp".to_owned(), b"x".to_vec());
    assert_only(&files.verify(), &[]);
}

#[test]
fn c1_06_a_cut_without_one_of_its_files_is_found() {
    for file in ["manifest", "changes.csv", "checkpoint"] {
        let mut files = good();
        files.remove(&format!("cuts/7/{file}"));
        assert_found(&files.verify(), "1.06", &format!("cuts/7/{file}"));
    }
}

#[test]
fn c1_06_a_missing_cut_folder_is_found() {
    let mut files = good();
    files.0.retain(|path, _| !path.starts_with("cuts/7/"));
    assert_eq!(of(&files.verify(), "1.06").len(), 3);
}

#[test]
fn c1_06_a_damaged_list_of_cuts_is_found() {
    let mut files = good();
    files.replace("cuts/index", "7 no", "7 perhaps");
    assert_found(&files.verify(), "1.06", "cuts/index, line 2");
    files.remove("cuts/index");
    assert_found(&files.verify(), "1.06", "cuts/index");
}

#[test]
fn c1_06_cuts_beyond_the_ledger_are_one_finding_however_many_they_are() {
    let mut files = good();
    let more: Vec<String> = (268..300_000).map(|size| format!("{size} no\n")).collect();
    files.0.get_mut("cuts/index").unwrap().extend(more.concat().into_bytes());
    files.0.insert("cuts/280/manifest".to_owned(), b"x".to_vec());
    let report = files.verify();
    assert_only(&report, &["1.06", "4.08"]);
    let findings = of(&report, "1.06");
    assert_eq!(findings[0].found, "cut 268 and 299731 more, up to 299999");
    let places: Vec<String> = findings.iter().map(|finding| finding.place.to_string()).collect();
    assert_eq!(places, ["cuts/index", "cuts/268/manifest", "cuts/268/changes.csv", "cuts/268/checkpoint"]);
    assert_eq!(of(&report, "4.08")[0].expected, "size 299999, the newest in cuts/index");
    assert_eq!(report.cuts, [3, 7, 267, 268]);
}

#[test]
fn c1_07_a_missing_register_is_found() {
    let mut files = good();
    let path = format!("blob/{}", hex(REGISTER));
    files.remove(&path);
    let report = files.verify();
    assert_found(&report, "1.07", &path);
    assert_only(&report, &["1.07"]);
}

#[test]
fn c1_05_a_blob_nobody_names_is_found_whatever_its_bytes() {
    let path = format!("blob/{}", hex(b"something"));
    for bytes in [&b"something"[..], b"something else"] {
        let mut files = good();
        files.0.insert(path.clone(), bytes.to_vec());
        let report = files.verify();
        assert_found(&report, "1.05", &path);
        assert_only(&report, &["1.05"]);
    }
}

#[test]
fn c1_05_a_blob_under_its_name_in_capitals_is_found() {
    let mut files = good();
    let path = format!("blob/{}", hex(REGISTER).to_uppercase());
    files.0.insert(path.clone(), REGISTER.to_vec());
    assert_found(&files.verify(), "1.05", &path);
}

#[cfg(unix)]
#[test]
fn c1_05_a_link_is_found_though_it_shows_the_right_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("public");
    good().write(&root);
    let moved = folder.path().join("elsewhere");
    std::fs::rename(root.join("latest.json"), &moved).unwrap();
    std::os::unix::fs::symlink(&moved, root.join("latest.json")).unwrap();
    let source = verify::FolderSource::new(&root);
    let options = verify::Options {
        policy: Some(&policy()),
        progress: &|_, _, _| {},
        known: None,
        reread: false,
        programs: &[],
    };
    let report = verify::verify(&source, &options).unwrap();
    assert_found(&report, "1.05", "latest.json");
    assert_found(&report, "1.08", "latest.json");
}

#[cfg(target_os = "linux")]
#[test]
fn c1_05_a_folder_whose_name_is_not_utf8_is_found_though_no_path_leads_into_it() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("public");
    good().write(&root);
    let hidden = root.join(std::ffi::OsStr::from_bytes(b"hid\xffden"));
    std::fs::create_dir(&hidden).unwrap();
    std::fs::write(hidden.join("results.csv"), "another count").unwrap();
    let source = verify::FolderSource::new(&root);
    let options = verify::Options {
        policy: Some(&policy()),
        progress: &|_, _, _| {},
        known: None,
        reread: false,
        programs: &[],
    };
    let report = verify::verify(&source, &options).unwrap();
    assert_found(&report, "1.05", "hid\u{fffd}den");
    assert_only(&report, &["1.05"]);
}

#[test]
fn c1_08_what_cant_be_read_is_found_and_the_rest_is_verified() {
    let mut files = good();
    files.flip("id/index.html", 60);
    let path = files.path(&["hhcw", STATIONS[4]]);
    let broken = Broken { files: &files, path: &path };
    let options = verify::Options {
        policy: Some(&policy()),
        progress: &|_, _, _| {},
        known: None,
        reread: false,
        programs: &[],
    };
    let report = verify::verify(&broken, &options).unwrap();
    assert_found(&report, "1.08", &path);
    assert_found(&report, "4.06", "id/index.html");
}

/// A source one of whose files can't be read.
struct Broken<'f> {
    files: &'f Files,
    path: &'f str,
}

impl Source for Broken<'_> {
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError> {
        if path == self.path {
            return Err(SourceError { path: path.to_owned(), what: "input/output error".to_owned() });
        }
        self.files.read(path, at_most, bytes)
    }
    fn list(&self, folder: &str) -> Result<Option<Vec<Listed>>, SourceError> {
        self.files.list(folder)
    }
    fn name(&self) -> String {
        "a failing disk".to_owned()
    }
}
