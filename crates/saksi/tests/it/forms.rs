//! Blank forms, and the station that their pages name.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use reader::layout::Layout;
use serde_json::Value;
use simulate::paper::{Conditions, blank, blank_of, photograph};

const STATION: &str = "8271021022008";
const OTHER: &str = "8271021022009";

fn saksi(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_saksi"))
        .args(["--language", "en"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn layout_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024/layouts/c-hasil-ppwp.toml")
}

/// A photo of a page, of a station's sheet or of one without a code.
fn photo(folder: &Path, page: u8, station: Option<&str>) -> String {
    let layout = Layout::parse(&fs::read_to_string(layout_file()).unwrap()).unwrap();
    let raster = match station {
        Some(station) => blank_of(&layout, page, 4.0, station).unwrap(),
        None => blank(&layout, page, 4.0).unwrap(),
    };
    let photo = photograph(&raster, &layout, page, &Conditions::phone(), 7).unwrap();
    let name = format!("{}-{page}.jpg", station.unwrap_or("none"));
    fs::write(folder.join(&name), photo.jpeg).unwrap();
    name
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn the_station_is_read_from_the_pages_and_two_are_never_read_together() {
    let folder = tempfile::tempdir().unwrap();
    let (three, other) = (photo(folder.path(), 3, Some(STATION)), photo(folder.path(), 1, Some(OTHER)));
    let bare = photo(folder.path(), 3, None);

    let read = json(&saksi(folder.path(), &["read", "page", &three, "--json"]));
    assert_eq!((read["station"].as_str(), read["station_source"].as_str()), (Some(STATION), Some("qr")));
    assert_eq!(read["pages"][0]["station_code"], "read");

    let mixed = saksi(folder.path(), &["read", "form", &three, &other, "--json"]);
    assert_eq!(mixed.status.code(), Some(2));
    assert!(mixed.stdout.is_empty());
    let told = String::from_utf8_lossy(&mixed.stderr).into_owned();
    assert!(told.contains(STATION) && told.contains(OTHER) && told.contains("two stations"), "{told}");

    let contradicted = saksi(folder.path(), &["read", "page", &three, "--station", OTHER, "--json"]);
    assert_eq!(contradicted.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&contradicted.stderr).contains("says station 8271021022008, not"));

    // The forms of 2024 say nothing: who sends them does, or nobody.
    let typed = json(&saksi(folder.path(), &["read", "page", &bare, "--station", OTHER, "--json"]));
    assert_eq!((typed["station"].as_str(), typed["station_source"].as_str()), (Some(OTHER), Some("typed")));
    let untold = json(&saksi(folder.path(), &["read", "page", &bare, "--json"]));
    assert!(untold["station"].is_null() && untold["station_source"].is_null());
    assert_eq!(untold["pages"][0]["station_code"], "none");
}

#[test]
fn forms_are_printed_for_stations_and_refused_for_what_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let printed =
        saksi(folder.path(), &["forms", "print", STATION, OTHER, "--out", "forms.pdf", "--practice"]);
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    assert!(String::from_utf8_lossy(&printed.stdout).contains("2 sheets of 3 pages, 600 × 900 mm"));
    assert!(fs::read(folder.path().join("forms.pdf")).unwrap().starts_with(b"%PDF-1."));

    let refused = |arguments: &[&str], why: &str| {
        let output = saksi(folder.path(), &[&["forms", "print", "--out", "no.pdf"], arguments].concat());
        assert_eq!(output.status.code(), Some(2));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains(why), "{told}");
        assert!(!folder.path().join("no.pdf").exists());
    };
    refused(&["12ab"], "no code can be made");
    refused(
        &[STATION, "--contest", "pdpr"],
        "the form c-hasil-dpr follows its constituency's list of candidates",
    );
    refused(&[STATION, "--layout", "other"], "no layout of the form c-hasil-ppwp");
    refused(&[STATION, "--contest", "nothing"], "nothing");
}

#[test]
fn forms_of_an_election_have_its_names_and_practice_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    let small = ["demo", "--folder", "demo", "--stations", "40", "--on-paper", "0", "--no-serve"];
    let made = saksi(folder.path(), &small);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let tables = fs::read_to_string(folder.path().join("demo/public/data/ppwp/98/stations.csv"));
    let Some(station) = tables.ok().and_then(|table| {
        let line = table.lines().nth(1)?.to_owned();
        line.split(',')
            .find(|cell| cell.len() == 13 && cell.bytes().all(|byte| byte.is_ascii_digit()))
            .map(str::to_owned)
    }) else {
        panic!("the demonstration lists its stations")
    };
    let printed =
        saksi(folder.path(), &["forms", "print", &station, "--folder", "demo", "--out", "forms.pdf"]);
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    let pdf = fs::read(folder.path().join("forms.pdf")).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains(&station) && text.contains("(PRACTICE)"));
    let unknown = saksi(folder.path(), &["forms", "print", "99", "--folder", "demo", "--out", "no.pdf"]);
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("no station or region 99"));
    // A contest of the profile that this election does not hold there.
    let held = ["forms", "print", &station, "--folder", "demo", "--contest", "pdpd", "--out", "no.pdf"];
    let told = String::from_utf8_lossy(&saksi(folder.path(), &held).stderr).into_owned();
    assert!(told.contains("has no form for pdpd") && told.contains("ppwp"), "{told}");

    // A party's page is its list's: one page for each of 18 parties, one before and one after them.
    let council = ["--folder", "demo", "--contest", "pdpr", "--out"];
    let printed = saksi(folder.path(), &[&["forms", "print", &station][..], &council, &["dpr.pdf"]].concat());
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    assert!(String::from_utf8_lossy(&printed.stdout).contains("1 sheets of 20 pages"));
    let pdf = fs::read(folder.path().join("dpr.pdf")).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    for words in ["(SIMULASI I)", "(Partai Ummat)", "(24.)", "(ANGGOTA DEWAN PERWAKILAN RAKYAT)", "(220)"] {
        assert!(text.contains(words), "{words}");
    }
    let template = layout_file().with_file_name("c-hasil-councils.toml");
    let drawn = ["forms", "overlay", template.to_str().unwrap(), "--station", &station];
    let drawn = saksi(folder.path(), &[&drawn[..], &council, &["check.png"]].concat());
    assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
    assert!(folder.path().join("check-20.png").exists());
    a_council_page_is_read_by_the_list_of_its_station(folder.path(), &station);
}

/// Page 4 of DPR's sheet, party 3: found by its tag, its station by its code, what stands on it by that station's list.
fn a_council_page_is_read_by_the_list_of_its_station(folder: &Path, station: &str) {
    let pdf = ["-r", "50", "-f", "4", "-l", "4", "-gray", "-png", "-singlefile", "dpr.pdf", "page"];
    let drawn = Command::new("pdftoppm").args(pdf).current_dir(folder).status();
    if !drawn.is_ok_and(|status| status.success()) {
        println!("skipped: there is no pdftoppm (package poppler-utils)");
        return;
    }
    let read = json(&saksi(folder, &["read", "page", "page.png", "--folder", "demo", "--json"]));
    assert_eq!((read["contest"].as_str(), read["station"].as_str()), (Some("pdpr"), Some(station)));
    assert_eq!((&read["pages"][0]["page"], &read["pages"][0]["tag"]), (&4.into(), &204.into()));
    let fields: Vec<&String> = read["fields"].as_object().unwrap().keys().collect();
    let candidates = (1..=7).map(|number| format!("votes.3.{number}"));
    let expected: Vec<String> =
        ["votes.3".to_owned()].into_iter().chain(candidates).chain(["votes.3.list".to_owned()]).collect();
    assert_eq!(fields, expected.iter().collect::<Vec<_>>());
    // Of another contest, and without the election: told what is missing.
    let told = |arguments: &[&str], why: &str| {
        let output = saksi(folder, &[&["read", "page", "page.png"], arguments].concat());
        assert_eq!(output.status.code(), Some(2));
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(text.contains(why), "{text}");
    };
    told(&["--contest", "ppwp"], "the page tag 204 belongs to another form");
    told(&[], "follows its constituency's list of candidates");
}

#[test]
fn an_overlay_shows_everything_a_layout_names() {
    let folder = tempfile::tempdir().unwrap();
    let layout = layout_file();
    let layout = layout.to_str().unwrap();
    let drawn = saksi(folder.path(), &["forms", "overlay", layout, "--out", "check.png"]);
    assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
    for page in 1..=3 {
        assert!(fs::read(folder.path().join(format!("check-{page}.png"))).unwrap().starts_with(b"\x89PNG"));
    }
    let photo = photo(folder.path(), 2, Some(STATION));
    let drawn = saksi(folder.path(), &["forms", "overlay", layout, "--photo", &photo, "--out", "over.png"]);
    assert!(String::from_utf8_lossy(&drawn.stdout).contains("over.png: page 2"));
    assert!(fs::read(folder.path().join("over.png")).unwrap().starts_with(b"\x89PNG"));
}
