//! What nobody votes in has no file.

use crate::fixture::Fixture;

const ALL: [&str; 7] = ["ppwp", "pdpr", "pdpd", "pdprdp", "pdprdk", "pkwkp", "pkwkk"];

#[test]
fn no_file_is_planned_for_a_constituency_nobody_votes_in() {
    let fixture = Fixture::new(&ALL);
    let files = fixture.files();
    for empty in ["1301", "130001", "130101"] {
        for path in files.keys().filter(|path| path.contains("/hhcd/") || path.contains("/caleg/")) {
            assert!(!path.contains(&format!("/{empty}.json")), "{path}");
        }
    }
    assert!(!files.contains_key("pemilu/caleg/dpd/13.json"));
    assert!(files.contains_key("pemilu/hhcd/pdpr/1101.json"));
    assert!(files.contains_key("pemilu/caleg/dpd/12.json"));
    for table in ["constituencies.csv", "candidates.csv"] {
        let tables = fixture.tables();
        let text = String::from_utf8(tables[&format!("data/pdpr/{table}")].clone()).unwrap();
        assert!(text.contains("1102") && !text.contains("1301"), "{text}");
    }
}

#[test]
fn without_lists_a_contest_of_parties_has_its_constituencies_and_no_candidates() {
    let fixture = Fixture::with_lists(&["pdpr"], None);
    let files = fixture.files();
    assert!(files.contains_key("pemilu/hhcd/pdpr/1101.json"));
    assert!(!files.keys().any(|path| path.contains("/caleg/")));
}

#[test]
fn a_contest_on_the_roster_that_nobody_votes_in_has_no_file() {
    let fixture = Fixture::with_lists(&["ppwp", "pdpd", "pkwkp"], None);
    for path in fixture.files().keys().chain(fixture.tables().keys()) {
        assert!(!path.contains("pdpd") && !path.contains("pkwkp") && !path.contains("/dpd/"), "{path}");
    }
}

#[test]
fn what_is_stated_before_the_roster_has_no_file_before_it() {
    let mut fixture = Fixture::unrostered(None);
    let contest = fixture.contest("ppwp");
    let form = tally::plenary_form(fixture.election(), contest, fixture.region("12")).unwrap();
    let values: Vec<String> =
        form.fields.iter().map(|field| format!("\"{}\":1", field.name.as_str())).collect();
    let body = format!(
        "{{\"contest\":\"ppwp\",\"region\":\"12\",\"stage\":\"plenary-province\",\"values\":{{{}}},\"at\":\"2024-03-10T16:00:00+07:00\"}}",
        values.join(",")
    );
    fixture.state("kpu-province", "plenary", &body);
    assert!(fixture.files().keys().all(|path| !path.contains("ppwp")));
    fixture.roster(&["ppwp"]);
    assert!(fixture.files().contains_key("pemilu/hr/ppwp/12.json"));
}
