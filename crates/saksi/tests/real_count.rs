//! The real presidential count of 2024, from station rows to a published result: every figure that the reference counts give.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what is wrong by failing"
)]

mod common;
mod reference;

use std::collections::BTreeMap;

use common::{ok, saksi, status, text};
use reference::reference_data;
use serde_json::Value;

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
    let hard: Vec<&str> = status["contests"]["ppwp"]["checks"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, check)| check["hard"] == true && check["fail"] != 0)
        .map(|(id, _)| id.as_str())
        .collect();
    assert!(
        hard.iter().all(|id| CHECKS.iter().any(|(_, known)| known == id)),
        "only the twelve can fail: {hard:?}"
    );
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
    // Left behind on purpose: to delete a million files takes longer than to check them. The next run does it.
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
    assert!(
        differences
            .iter()
            .any(|difference| difference["region"] == "95" && difference.get("check").is_some()),
        "the wrong total of Papua Pegunungan is found: {differences:?}"
    );
    let wrong_provinces: BTreeMap<&str, usize> = differences
        .iter()
        .filter(|d| d["region"] != "ID")
        .map(|d| (d["region"].as_str().unwrap(), 1))
        .collect();
    assert_eq!(wrong_provinces.keys().collect::<Vec<_>>(), [&"95"], "and no other province is accused");

    ok(&["publish", &folder]);
    let public = format!("{folder}/public");
    let report: Value =
        serde_json::from_str(&ok(&["verify", &public, "--json", "--policy", &format!("{public}/policy")]))
            .unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 0);

    let checked = file("sirekap-corrections.csv");
    let first = std::fs::read_to_string(checked).unwrap();
    let row: Vec<&str> = first.lines().nth(1).unwrap().split(',').collect();
    let shown = ok(&["show", row[0], "--folder", &folder]);
    assert!(shown.contains(row[4]) && shown.contains(row[8]), "both versions stand in the history: {shown}");
    assert_eq!(
        saksi(&["show", "1", "--folder", &folder]).status.code(),
        Some(2),
        "an unknown place is an error"
    );
}
