//! Objects of the legislative and local contests: parties with lists, single candidates, pairs of a region.

use std::sync::Arc;

use election::{CandidateRow, CandidateTable, Code, ConstituencyRow, ConstituencyTable, Election};
use exchange::kpu::JsonTree;
use exchange::{Report, What};

use crate::support::small;

const STATION: &str = "11/1101/110101/1101012001/1101012001001.json";
const REST: &str = "\"images\":[],\"administrasi\":null,\"psu\":\"Reguler\",\"ts\":\"2024-02-20 13:00:00\",\
                    \"status_suara\":true,\"status_adm\":false";

fn with_candidates() -> Arc<Election> {
    let base = small();
    let code = |text: &str| Code::new(text).unwrap();
    let row = |contest: &str, place: &str, party: Option<u16>, number: u16| CandidateRow {
        contest: contest.to_owned(),
        constituency: code(place),
        party,
        number,
        name: format!("CANDIDATE {number}"),
        source_id: None,
        sex: None,
        home: String::new(),
    };
    let mut rows = Vec::new();
    for party in 1..=24 {
        if !(18..=23).contains(&party) {
            rows.extend((1..=2).map(|number| row("pdpr", "1101", Some(party), number)));
        }
    }
    rows.extend((1..=3).map(|number| row("pdpd", "11", None, number)));
    rows.extend((1..=2).map(|number| row("pkwkk", "1101", None, number)));
    let constituency = |region: &str| ConstituencyRow {
        contest: "pdpr".to_owned(),
        code: code("1101"),
        name: "ACEH I".to_owned(),
        seats: Some(7),
        region: code(region),
    };
    let table = ConstituencyTable { rows: vec![constituency("1101")] };
    let (profile, places) = (crate::support::profile(), base.places.clone());
    Arc::new(Election::new(profile, places, Some(table), Some(CandidateTable { rows })).unwrap())
}

fn import(lists: &[(&str, &str)], path: &str, object: &str) -> (Vec<String>, Report) {
    let election = with_candidates();
    let known = |_, _| None;
    let mut tree = JsonTree::new(&election, &known);
    let (mut texts, mut report) = (Vec::new(), Report::default());
    for (path, list) in lists {
        tree.learn(path, list.as_bytes());
    }
    tree.import(path, object.as_bytes(), &mut report, &mut |draft| {
        texts.push(draft.text.to_owned());
        Ok(())
    })
    .unwrap();
    (texts, report)
}

#[test]
fn a_partys_object_gives_total_list_and_candidates() {
    let lists = [(
        "pemilu/caleg/partai/1101.json",
        "{\"1\":{\"100121\":{\"nama\":\"A\",\"nomor_urut\":1},\"100122\":{\"nama\":\"B\",\"nomor_urut\":2}}}",
    )];
    let object = format!(
        "{{\"mode\":\"hhcw\",\"kode_dapil\":\"1101\",\"chart\":{{\"1\":{{\"jml_suara_total\":38,\"jml_suara_partai\":4}},\"2\":null,\
         \"null\":null}},\"caleg\":{{\"1\":{{\"100121\":34,\"100122\":null}}}},{REST}}}"
    );
    let (texts, report) = import(&lists, &format!("pemilu/hhcw/pdpr/{STATION}"), &object);
    assert_eq!((texts.len(), report.refused()), (1, 0), "{:?}", report.problems);
    assert!(texts[0].contains("\"votes.1\":38,\"votes.1.list\":4,\"votes.1.1\":34}"), "{}", texts[0]);
    assert!(texts[0].contains("\"votes.1.2\":\"not-published\"") && texts[0].contains("\"run\":\"regular\""));
    let (texts, report) = import(&[], &format!("pemilu/hhcw/pdpr/{STATION}"), &object);
    assert_eq!(
        (texts.len(), report.of(What::UnknownName)),
        (0, 1),
        "without the list nobody knows who 100121 is"
    );
}

#[test]
fn single_candidates_are_found_through_their_list() {
    let lists = [(
        "pemilu/caleg/dpd/11.json",
        "{\"695854\":{\"nama\":\"A\",\"nomor_urut\":1},\"695855\":{\"nama\":\"B\",\"nomor_urut\":3}}",
    )];
    let object =
        format!("{{\"mode\":\"hhcw\",\"chart\":{{\"null\":null,\"695854\":2,\"695855\":9}},{REST}}}");
    let (texts, report) = import(&lists, &format!("pemilu/hhcw/pdpd/{STATION}"), &object);
    assert_eq!((texts.len(), report.refused()), (1, 0), "{:?}", report.problems);
    assert!(texts[0].contains("\"votes.1\":2,\"votes.3\":9"), "{}", texts[0]);
}

#[test]
fn pairs_of_a_region_are_found_through_their_list_and_inside_tungsura() {
    let lists = [(
        "pilkada/paslon/pkwkk.json",
        "{\"1101\":{\"1000105\":{\"nama\":\"A\",\"nomor_urut\":1},\"1000106\":{\"nama\":\"B\",\"nomor_urut\":2}}}",
    )];
    let object = "{\"mode\":\"hhcw\",\"tungsura\":{\"chart\":{\"1000105\":5,\"1000106\":6},\"administrasi\":{\"suara_sah\":11}},\
                  \"psu\":\"Reguler\",\"status_suara\":true,\"status_adm\":true,\"images\":[],\"ts\":\"2024-11-27 20:00:00\"}";
    let (texts, report) = import(&lists, &format!("pilkada/hhcw/pkwkk/{STATION}"), object);
    assert_eq!((texts.len(), report.problems.len()), (1, 0), "{:?}", report.problems);
    assert!(texts[0].contains("\"votes.1\":5,\"votes.2\":6,\"valid\":11}"), "{}", texts[0]);
}
