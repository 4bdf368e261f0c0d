//! How far a contest is: the file, and the page for a screen.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

use record::pages::{Labels, progress_page};
use serde_json::Value;

use crate::fixture::{Fixture, Paper};
use crate::text;

fn file(fixture: &Fixture) -> Value {
    let bytes = record::progress(&fixture.view(), fixture.contest("ppwp")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn region<'a>(file: &'a Value, code: &str) -> &'a Value {
    let rows = file["regions"].as_array().unwrap();
    rows.iter().find(|row| row["region"] == code).unwrap()
}

fn page(fixture: &Fixture, language: &str) -> String {
    let labels = Labels::load(&fixture.election().profile, language).unwrap();
    String::from_utf8(progress_page(&fixture.view(), &labels, fixture.contest("ppwp")).unwrap()).unwrap()
}

#[test]
fn every_region_above_the_lowest_has_its_row_before_anything_is_in() {
    let file = file(&Fixture::empty(&["ppwp"]));
    assert_eq!(file["format"], "saksi-progress/1");
    let codes: Vec<&str> =
        file["regions"].as_array().unwrap().iter().map(|row| row["region"].as_str().unwrap()).collect();
    assert_eq!(
        codes,
        ["ID", "11", "1101", "110101", "12", "1201", "120101"],
        "each followed by what lies in it"
    );
    let nation = region(&file, "ID");
    assert_eq!((&nation["expected"], &nation["in"], &nation["missing"]), (&19.into(), &0.into(), &19.into()));
    assert!(nation.get("in_ms").is_none(), "{nation}");
    // The roster is entry 0.
    assert_eq!(nation["touched_ms"], 1_707_900_000_000_u64);
}

#[test]
fn what_is_in_what_is_missing_and_since_when_is_what_the_ledger_says() {
    let mut fixture = Fixture::told(&["ppwp"]);
    let before = file(&fixture);
    let district = region(&before, "110101");
    // Of sixteen: ten with figures; the withdrawn one, the one with a photo alone and four others are missing.
    assert_eq!(district["expected"], 16);
    assert_eq!(district["in"], 9, "{district}");
    assert_eq!(district["missing"], 7);
    assert_eq!(district["pictured"], 2, "a withdrawn sheet keeps its photo: {district}");
    assert_eq!((&district["conflict"], &district["disputed"]), (&1.into(), &1.into()));
    let (came, touched) = (district["in_ms"].as_u64().unwrap(), district["touched_ms"].as_u64().unwrap());
    assert!(came < touched, "a correction, a withdrawal and a dispute bring no sheet");
    assert_eq!(region(&before, "ID")["in_ms"], came, "the last one of all");

    fixture.sheet("1101012001012", Paper::number(12), &[], "");
    let after = file(&fixture);
    let entry = fixture.tally.size() - 1;
    assert_eq!(region(&after, "110101")["in_ms"], 1_707_900_000_000 + entry * 1_000);
    assert_eq!(region(&after, "110101")["in"], 10);
    assert_eq!(region(&after, "1201"), region(&before, "1201"), "nothing happened there");
}

#[test]
fn plenaries_that_are_closed_are_counted_upwards() {
    let mut fixture = Fixture::told(&["ppwp"]);
    let nation = |fixture: &Fixture| {
        let nation = region(&file(fixture), "ID").clone();
        (nation["plenaries"].as_u64().unwrap(), nation["plenaries_closed"].as_u64().unwrap())
    };
    // Two districts, two regencies, two provinces, the nation.
    assert_eq!(nation(&fixture), (7, 0));
    fixture.plenary("110101", 0, false);
    assert_eq!(nation(&fixture), (7, 0), "stated, not closed");
    fixture.plenary("120101", 0, true);
    assert_eq!(nation(&fixture), (7, 1));
    let file = file(&fixture);
    assert_eq!(region(&file, "120101")["closed"], true);
    assert_eq!(region(&file, "1201")["closed"], false);
    let page = page(&fixture, "id");
    let row = page.split("<tr ").find(|row| row.contains("120101.html")).unwrap();
    assert!(text(row).contains(" ya ") && row.contains("data-o=\"0\""), "{row}");
}

#[test]
fn the_page_has_every_row_without_a_script_and_leads_to_the_villages() {
    let fixture = Fixture::told(&["ppwp", "pdpr"]);
    for language in ["id", "en"] {
        let page = page(&fixture, language);
        assert_eq!(page.matches("<tr data-l").count(), 7);
        assert!(page.contains("href=\"11/1101/110101.html#below\""));
        assert!(page.contains("<noscript><meta http-equiv=\"refresh\""), "asks for itself again, gently");
        assert!(page.contains("href=\"../pdpr/progress.html\""), "the other contest");
        assert!(page.contains(&format!("data-cut=\"{}\"", fixture.cut.size)));
    }
    let page = page(&fixture, "id");
    let row = page.split("<tr ").find(|row| row.contains("110101.html")).unwrap();
    assert!(
        text(&format!("<tr {row}"))
            .starts_with("BAKONGAN Kecamatan, ACEH SELATAN, ACEH 16 9 7 56,25% 1 1 belum 2024-02-14"),
        "{row}"
    );
}

/// A table of the reference data, without its head; none: there is no such data here.
fn reference(name: &str) -> Option<Vec<csv::StringRecord>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/id-2024").join(name);
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).ok()?).read_to_end(&mut text).ok()?;
    Some(csv::Reader::from_reader(text.as_slice()).records().map(Result::unwrap).collect())
}

#[test]
fn the_real_places_of_2024_have_seven_thousand_rows_on_one_page() {
    let (Some(mut regions), Some(mut stations)) = (reference("regions.csv.gz"), reference("stations.csv.gz"))
    else {
        println!("skipped: the real places (no reference data at ../shared/data)");
        return;
    };
    regions.sort_by_key(|row| (row[3].to_owned(), row[0].to_owned()));
    stations.sort_by_key(|row| row[0].to_owned());
    let mut list = "code,name,level,parent,source_id\nID,INDONESIA,0,,0\n".to_owned();
    for row in &regions {
        let parent = if &row[3] == "1" { "ID" } else { &row[4] };
        writeln!(list, "{},\"{}\",{},{parent},{}", &row[0], row[2].replace('"', "\"\""), &row[3], &row[1])
            .unwrap();
    }
    let mut voting = "code,name,region,source_id\n".to_owned();
    for row in &stations {
        writeln!(voting, "{},\"{}\",{},{}", &row[0], row[2].replace('"', "\"\""), &row[3], &row[1]).unwrap();
    }
    let mut fixture = Fixture::of(&["ppwp"], &list, &voting);
    // One district of thirty is in, another half; elsewhere a station here and there.
    let districts: Vec<&str> = regions.iter().filter(|row| &row[3] == "3").map(|row| &row[0]).collect();
    for (at, row) in stations.iter().enumerate() {
        let district = districts.binary_search(&row[0].get(..6).unwrap()).unwrap_or_default() % 30;
        if district == 0 || district == 1 && at % 2 == 0 || at % 211 == 0 {
            let number = u32::try_from(at % 1_000).unwrap();
            let paper = Paper::number(number);
            let wrong = [("valid", paper.valid() + 100)];
            fixture.sheet(&row[0], paper, if at % 97 == 0 { &wrong } else { &[] }, "");
        }
    }
    let began = Instant::now();
    let page = page(&fixture, "id");
    println!("{} bytes of page in {} ms", page.len(), began.elapsed().as_millis());
    // In one district of the list there is no station.
    let votes = |code: &str| {
        let at = stations.partition_point(|row| &row[0] < code);
        stations.get(at).is_some_and(|row| row[0].starts_with(code))
    };
    let upper = regions.iter().filter(|row| &row[3] < "4" && votes(&row[0])).count();
    assert_eq!(page.matches("<tr data-l").count(), 1 + upper);
    assert!(upper > 7_000);
    assert!(page.len() < 6_000_000);
    let began = Instant::now();
    let file = record::progress(&fixture.view(), fixture.contest("ppwp")).unwrap();
    println!("{} bytes of file in {} ms", file.len(), began.elapsed().as_millis());
    if let Ok(folder) = std::env::var("SAKSI_SCREENS") {
        let pages = Path::new(&folder).join("id/progress");
        std::fs::create_dir_all(&pages).unwrap();
        std::fs::write(pages.join("ppwp.html"), page).unwrap();
        for fixed in record::pages::fixed_files() {
            let path = Path::new(&folder).join(fixed.path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, fixed.bytes).unwrap();
        }
    }
}
