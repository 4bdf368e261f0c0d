//! The index in which places are searched.

use record::{Renderer, Unit};
use serde_json::{Value, json};

use super::fixture::Fixture;

fn files(fixture: &Fixture) -> Vec<(String, Value)> {
    let renderer = Renderer::new(fixture.election()).unwrap();
    let view = fixture.view();
    let changes = tally::Changes { rosters: [fixture.contest("ppwp")].into(), ..tally::Changes::default() };
    let units = renderer.units(&view, &changes);
    units
        .into_iter()
        .filter(|unit| matches!(unit, Unit::SearchFile(_) | Unit::SearchContests))
        .map(|unit| {
            let bytes = renderer.render(&view, unit).unwrap();
            (renderer.path(&view, unit).unwrap(), serde_json::from_slice(&bytes).unwrap())
        })
        .collect()
}

#[test]
fn every_place_is_found_by_each_word_of_its_name_and_by_its_code() {
    let files = files(&Fixture::empty(&["ppwp", "pdpr"]));
    let file =
        |name: &str| &files.iter().find(|(path, _)| path == name).unwrap_or_else(|| panic!("{name}")).1;
    let place =
        json!(["KEUDE BAKONGAN", "11/1101/110101/1101012001", "BAKONGAN, ACEH SELATAN, ACEH", [0, 1]]);
    for name in ["search/n-keu.json", "search/n-bak.json", "search/c-1101.json"] {
        assert!(file(name).as_array().unwrap().contains(&place), "{name}");
    }
    assert_eq!(file("search/n-ind.json"), &json!([["INDONESIA", "", "", [0, 1]]]));
    assert_eq!(file("search/contests.json"), &json!({"lowest": 4, "contests": [["ppwp", 40], ["pdpr", 20]]}));
    // What could be markup is a word like others.
    assert!(file("search/n-man.json")[0][0].as_str().unwrap().contains("<b>"));
}
