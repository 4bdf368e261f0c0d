//! The real presidential count of 2024, from station rows to a published result: every figure that the reference counts give.

use std::collections::BTreeSet;
use std::path::Path;

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

#[test]
fn the_real_count_gives_every_figure_of_the_reference_and_verifies() {
    let Some(data) = reference_data("the real count") else { return };
    let data = data.join("id-2024");
    let file = |name: &str| text(&data.join(name));
    let expected: Value =
        serde_json::from_slice(&std::fs::read(data.join("expected-counts.json")).unwrap()).unwrap();
    let place = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("real-count");
    if place.exists() {
        std::fs::remove_dir_all(&place).unwrap();
    }
    std::fs::create_dir_all(&place).unwrap();
    let folder = text(&place.join("count"));
    ok(&[
        "init",
        &folder,
        "--profile",
        "id-2024",
        "--places",
        &file("regions.csv.gz"),
        "--stations",
        &file("stations.csv.gz"),
    ]);

    let rows = file("sirekap-ppwp-stations.csv.gz");
    let imported: Value =
        serde_json::from_str(&ok(&["import", "kpu", &rows, "--into", &folder, "--json"])).unwrap();
    assert_eq!(imported["added"], 443_968);
    assert_eq!(imported["refused"], 0);
    assert_counts(&status(&folder), &expected, false);
    let again: Value =
        serde_json::from_str(&ok(&["import", "kpu", &rows, "--into", &folder, "--json"])).unwrap();
    assert_eq!(again["added"], 0, "importing twice adds nothing");

    ok(&["import", "kpu", &file("sirekap-ppwp-versions.csv.gz"), "--into", &folder]);
    ok(&["import", "kpu", &file("ppwp-official-by-province.tsv"), "--into", &folder]);
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

    ok(&["publish", &folder]);
    let public = format!("{folder}/public");
    let report: Value =
        serde_json::from_str(&ok(&["verify", &public, "--json", "--policy", &format!("{public}/policy")]))
            .unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 0);

    withdrawals_keep_what_was_not_withdrawn(Path::new(&public));
    corrections_stand_with_both_versions(Path::new(&public), Path::new(&file("sirekap-corrections.csv")));
    assert_eq!(
        saksi(&["show", "1", "--folder", &folder]).status.code(),
        Some(2),
        "an unknown place is an error"
    );
    // Nine gigabytes; what fails leaves them to be looked at, until the next run.
    std::fs::remove_dir_all(&place).unwrap();
}

/// Of the 180 sheets whose votes the source took back, 153 keep their other figures, and all keep their photos.
fn withdrawals_keep_what_was_not_withdrawn(public: &Path) {
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
            with_figures += usize::from(read(&is_figure));
            with_photos += usize::from(&row[at("photos_claimed")] != "0");
        }
    }
    assert_eq!((withdrawn, with_figures, with_photos), (180, 153, 180));
}

/// Each of the 84 corrections stands as one, with the votes before and after in its history.
fn corrections_stand_with_both_versions(public: &Path, corrections: &Path) {
    let mut reader = csv::Reader::from_path(corrections).unwrap();
    let mut stations = BTreeSet::new();
    for row in reader.records() {
        let row = row.unwrap();
        let code = row[0].to_owned();
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
    assert_eq!(stations.len(), 84);
}
