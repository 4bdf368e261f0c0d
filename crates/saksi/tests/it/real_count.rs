//! The real presidential count of 2024, from station rows to a published result: every figure that the reference counts give.

use std::collections::BTreeSet;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

use crate::common::{ok, saksi, status, text};
use crate::reference::reference_data;
use serde_json::{Value, json};

/// The twelve checks as the reference counts name them, and their ids in the profile.
const CHECKS: [(&str, &str); 12] = [
    ("dpt_l + dpt_p = dpt_j", "roll-by-sex"),
    ("pdpt_l + pdpt_p = pdpt_j", "used-roll-by-sex"),
    ("pdptb_l + pdptb_p = pdptb_j", "used-moved-by-sex"),
    ("pdpk_l + pdpk_p = pdpk_j", "used-unlisted-by-sex"),
    ("ptot_l + ptot_p = ptot_j", "used-by-sex"),
    ("pdpt_j + pdptb_j + pdpk_j = ptot_j", "used-total-by-list"),
    ("pdpt_l + pdptb_l + pdpk_l = ptot_l", "used-male-by-list"),
    ("pdpt_p + pdptb_p + pdpk_p = ptot_p", "used-female-by-list"),
    ("sah + tidak_sah = total", "valid-and-invalid"),
    ("total = ptot_j", "cast-by-voters"),
    ("pdpt_j <= dpt_j", "used-roll-within-roll"),
    ("p1 + p2 + p3 = sah", "votes-are-valid"),
];

fn number(value: &Value, pointer: &str) -> u64 {
    value.pointer(pointer).and_then(Value::as_u64).unwrap_or_else(|| panic!("no number at {pointer}"))
}

fn assert_counts(status: &Value, expected: &Value, versions: bool) {
    let contest = "/contests/ppwp";
    for (option, name) in [("p1", "votes.1"), ("p2", "votes.2"), ("p3", "votes.3")] {
        let sum = number(expected, &format!("/sums/{option}"));
        assert_eq!(number(status, &format!("{contest}/all_standing/sums/{name}")), sum, "{name}");
        let sound = number(expected, &format!("/sums_of_consistent/{option}"));
        assert_eq!(number(status, &format!("{contest}/consistent_or_better/sums/{name}")), sound, "{name}");
    }
    assert_eq!(
        number(status, &format!("{contest}/counted")),
        number(expected, "/stations_with_all_three_votes")
    );
    for (named, id) in CHECKS {
        let row = &expected["checks"][named];
        for outcome in ["fail", "hold", "undecided"] {
            let found = number(status, &format!("{contest}/checks/{id}/{outcome}"));
            assert_eq!(Some(found), row[outcome].as_u64(), "{named}: {outcome}");
        }
    }
    let checks = status["contests"]["ppwp"]["checks"].as_object().unwrap();
    let decided = |check: &Value| ["fail", "hold"].iter().any(|outcome| check[*outcome] != 0);
    let hard: BTreeSet<&str> = checks
        .iter()
        .filter(|(_, check)| check["hard"] == true && decided(check))
        .map(|(id, _)| id.as_str())
        .collect();
    assert_eq!(hard, CHECKS.map(|(_, id)| id).into(), "these twelve and no others are ever decided");
    let total = number(status, &format!("{contest}/expected"));
    assert_eq!(total, 823_236, "the whole list of stations is there");
    let rows = number(expected, "/rows");
    for quality in ["conflict", "consistent", "pictured", "incomplete"] {
        let found = number(status, &format!("{contest}/quality/{quality}"));
        assert_eq!(found, number(expected, &format!("/states/{quality}")), "{quality}");
    }
    let expected_among_rows = number(expected, "/states/expected");
    let missing = total - rows;
    assert_eq!(number(status, &format!("{contest}/quality/expected")), expected_among_rows + missing);
    assert_eq!(number(status, &format!("{contest}/stated")), rows);
    if versions {
        assert_eq!(number(status, &format!("{contest}/standing/withdrawn")), 180, "withdrawn");
        assert_eq!(number(status, &format!("{contest}/votes_corrected")), 84, "votes changed");
    }
}

/// KPU's tables of the count, whole or of some provinces.
struct Tables {
    regions: String,
    stations: String,
    rows: String,
    versions: String,
    official: String,
}

impl Tables {
    fn whole(data: &Path) -> Tables {
        let file = |name: &str| text(&data.join(name));
        Tables {
            regions: file("regions.csv.gz"),
            stations: file("stations.csv.gz"),
            rows: file("sirekap-ppwp-stations.csv.gz"),
            versions: file("sirekap-ppwp-versions.csv.gz"),
            official: file("ppwp-official-by-province.tsv"),
        }
    }

    /// The lines of these provinces, written into a folder.
    fn of(self, provinces: &[&str], folder: &Path) -> Tables {
        let part = |path: &str| {
            let file = std::fs::File::open(path).unwrap();
            let mut whole = String::new();
            if Path::new(path).extension().is_some_and(|end| end == "gz") {
                flate2::read::GzDecoder::new(file).read_to_string(&mut whole).unwrap();
            } else {
                BufReader::new(file).read_to_string(&mut whole).unwrap();
            }
            let mut lines = whole.lines();
            let kept = std::iter::once(lines.next().unwrap())
                .chain(lines.filter(|line| provinces.iter().any(|province| line.starts_with(province))));
            let name = Path::new(path).file_name().unwrap().to_string_lossy().replace(".gz", "");
            let to = folder.join(name);
            std::fs::write(&to, kept.collect::<Vec<_>>().join("\n")).unwrap();
            text(&to)
        };
        Tables {
            regions: part(&self.regions),
            stations: part(&self.stations),
            rows: part(&self.rows),
            versions: part(&self.versions),
            official: part(&self.official),
        }
    }

    fn init(&self, folder: &str) {
        let lists = ["--places", &self.regions, "--stations", &self.stations];
        ok(&[&["init", folder, "--profile", "id-2024"], &lists[..]].concat());
    }

    fn import_all(&self, folder: &str) {
        for file in [&self.rows, &self.versions, &self.official] {
            import(folder, file);
        }
    }
}

fn import(folder: &str, file: &str) -> Value {
    serde_json::from_str(&ok(&["import", "kpu", file, "--into", folder, "--json"])).unwrap()
}

/// An empty folder of a test's own, on the disk that has room.
fn place(name: &str) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if place.exists() {
        std::fs::remove_dir_all(&place).unwrap();
    }
    std::fs::create_dir_all(&place).unwrap();
    place
}

#[test]
fn the_real_count_gives_every_figure_of_the_reference() {
    let Some(data) = reference_data("the real count") else { return };
    let data = data.join("id-2024");
    let expected: Value =
        serde_json::from_slice(&std::fs::read(data.join("expected-counts.json")).unwrap()).unwrap();
    let place = place("real-count");
    let (folder, tables) = (text(&place.join("count")), Tables::whole(&data));
    tables.init(&folder);
    let imported = import(&folder, &tables.rows);
    assert_eq!(imported["added"], 443_968);
    assert_eq!(imported["refused"], 0);
    assert_counts(&status(&folder), &expected, false);
    assert_eq!(import(&folder, &tables.rows)["added"], 0, "importing twice adds nothing");

    import(&folder, &tables.versions);
    import(&folder, &tables.official);
    let with_versions = status(&folder);
    assert_counts(&with_versions, &expected, true);
    let differences = with_versions["contests"]["ppwp"]["plenary_differences"].as_array().unwrap();
    // The table says 8,218 valid votes more in one province than its three pairs have, and so a nation's sum that is as much
    // above the decree's. Nothing else in it differs.
    let told: Vec<Value> = differences
        .iter()
        .map(|one| {
            let one = one.as_object().unwrap().clone();
            one.into_iter().filter(|(name, _)| name != "name" && name != "constituency").collect()
        })
        .collect();
    assert_eq!(
        told,
        [
            json!({"region": "ID", "field": "valid", "stated": 164_227_475u64, "sum_of_parts": 164_235_693u64}),
            json!({"region": "95", "check": "votes-are-valid", "left": "1298522", "right": "1306740"}),
        ]
    );
    std::fs::remove_dir_all(&place).unwrap();
}

#[test]
fn two_provinces_of_the_real_count_are_published_and_verify() {
    let Some(data) = reference_data("two provinces of the real count") else { return };
    let data = data.join("id-2024");
    let place = place("two-provinces");
    // One has most of the corrections, the other is the smallest that has sheets of which figures were taken back.
    let provinces = ["31", "92"];
    let (folder, tables) = (text(&place.join("count")), Tables::whole(&data).of(&provinces, &place));
    tables.init(&folder);
    tables.import_all(&folder);
    let public = published(&folder);
    let withdrawn = number(&status(&folder), "/contests/ppwp/standing/withdrawn");
    let (found, with_figures, with_photos) = withdrawals(Path::new(&public));
    assert_eq!((found, with_photos), (withdrawn, withdrawn));
    assert!(withdrawn > 0 && with_figures > 0, "{withdrawn} {with_figures}");
    let corrections = data.join("sirekap-corrections.csv");
    assert_eq!(corrections_stand_with_both_versions(Path::new(&public), &corrections, &provinces), 67);
    assert_eq!(
        saksi(&["show", "1", "--folder", &folder]).status.code(),
        Some(2),
        "an unknown place is an error"
    );
    std::fs::remove_dir_all(&place).unwrap();
}

#[test]
#[ignore = "nightly: nine gigabytes, which a slow disk takes half an hour for; `cargo xtask test --nightly`"]
fn the_whole_real_count_is_published_and_verifies() {
    let Some(data) = reference_data("the whole real count") else { return };
    let data = data.join("id-2024");
    let place = place("whole-count");
    let (folder, tables) = (text(&place.join("count")), Tables::whole(&data));
    tables.init(&folder);
    tables.import_all(&folder);
    let public = published(&folder);
    // Of the 180 sheets whose votes the source took back, 153 keep their other figures, and all keep their photos.
    assert_eq!(withdrawals(Path::new(&public)), (180, 153, 180));
    let corrections = data.join("sirekap-corrections.csv");
    assert_eq!(corrections_stand_with_both_versions(Path::new(&public), &corrections, &[""]), 84);
    // What fails leaves them to be looked at, until the next run.
    std::fs::remove_dir_all(&place).unwrap();
}

/// Publishes, and verifies that nothing is found; the public folder.
fn published(folder: &str) -> String {
    ok(&["publish", folder]);
    let public = format!("{folder}/public");
    let report: Value =
        serde_json::from_str(&ok(&["verify", &public, "--json", "--policy", &format!("{public}/policy")]))
            .unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 0);
    public
}

/// Sheets whose votes the source took back: how many there are, how many of them keep other figures, and how many their photos.
fn withdrawals(public: &Path) -> (u64, u64, u64) {
    let (mut withdrawn, mut with_figures, mut with_photos) = (0, 0, 0);
    for province in std::fs::read_dir(public.join("data/ppwp")).unwrap() {
        let table = province.unwrap().path().join("stations.csv");
        if !table.is_file() {
            continue;
        }
        let mut reader = csv::Reader::from_path(table).unwrap();
        let header = reader.headers().unwrap().clone();
        let at = |name: &str| header.iter().position(|column| column == name).unwrap();
        let is_vote = |name: &str| name.starts_with("votes_");
        let is_figure =
            |name: &str| name.starts_with("voters_") || ["valid", "invalid", "cast"].contains(&name);
        for row in reader.records() {
            let row = row.unwrap();
            if &row[at("standing")] != "withdrawn" {
                continue;
            }
            withdrawn += 1;
            let read = |is: &dyn Fn(&str) -> bool| {
                header.iter().zip(&row).any(|(name, value)| is(name) && !value.is_empty())
            };
            assert!(!read(&|name| is_vote(name) && name != "votes_corrected"), "{row:?}");
            with_figures += u64::from(read(&is_figure));
            with_photos += u64::from(&row[at("photos_claimed")] != "0");
        }
    }
    (withdrawn, with_figures, with_photos)
}

/// Each of these provinces' corrections stands as one, with the votes before and after in its history; how many there are.
fn corrections_stand_with_both_versions(public: &Path, corrections: &Path, provinces: &[&str]) -> usize {
    let mut reader = csv::Reader::from_path(corrections).unwrap();
    let mut stations = BTreeSet::new();
    for row in reader.records() {
        let row = row.unwrap();
        let code = row[0].to_owned();
        if !provinces.iter().any(|province| code.starts_with(province)) {
            continue;
        }
        let folder = format!("{}/{}/{}/{}", &code[..2], &code[..4], &code[..6], &code[..10]);
        let record = std::fs::read(public.join(format!("record/ppwp/{folder}.json"))).unwrap();
        let record: Value = serde_json::from_slice(&record).unwrap();
        let all = record["stations"].as_array().unwrap();
        let fields: Vec<&str> = all
            .iter()
            .find_map(|station| station["fields"].as_array())
            .unwrap()
            .iter()
            .map(|field| field.as_str().unwrap())
            .collect();
        let sheet = all.iter().find(|station| station["station"] == code.as_str()).unwrap();
        assert_eq!(
            (&sheet["standing"], &sheet["votes_corrected"]),
            (&json!("corrected"), &json!(true)),
            "{code}"
        );
        let votes = |version: &Value| -> Option<Vec<String>> {
            let values = version["values"].as_array()?;
            let options = fields.iter().zip(values).filter(|(field, _)| field.starts_with("votes."));
            Some(options.map(|(_, value)| value.to_string()).collect())
        };
        // The ledger learned of the later one first; what counts is the source's own time.
        let mut versions: Vec<&Value> = sheet["versions"].as_array().unwrap().iter().collect();
        versions.sort_by_key(|version| version["at"].as_str().unwrap());
        let history: Vec<Vec<String>> = versions.iter().filter_map(|version| votes(version)).collect();
        let stated = |from: usize| -> Vec<String> { (from..from + 3).map(|at| row[at].to_owned()).collect() };
        let before = history.iter().position(|votes| *votes == stated(2));
        // One sheet said the same before: a figure that was right was corrected away and back.
        let after = history.iter().rposition(|votes| *votes == stated(6));
        assert!(before.is_some() && before < after, "{code}: {before:?} {after:?} in {history:?}");
        // Where other figures were withdrawn since, what stands is beside the statements.
        let standing = versions.iter().find(|version| version["entry"] == sheet["stands"]).unwrap();
        let standing = votes(standing).or_else(|| votes(sheet));
        assert_eq!(standing, Some(stated(6)), "{code}");
        stations.insert(code);
    }
    stations.len()
}
