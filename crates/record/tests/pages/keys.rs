//! The keys of a page's places.

use record::{Renderer, Unit};
use tally::Changes;

use super::fixture::Fixture;
use super::{page, text};

const STATION: &str = "1101012001001";
const VILLAGE: &str = "1101012001";

#[test]
fn every_key_of_a_station_and_every_change_of_it_stands_on_its_page() {
    let mut fixture = Fixture::empty(&["ppwp"]);
    assert!(
        !page(&fixture, "id", VILLAGE).contains("Kunci yang menandatangani di sini"),
        "none, nothing is said"
    );
    let lost = fixture.key("kpps/1101012001001/a<b", "kpps", STATION, 7, Some(9));
    let next = fixture.key("kpps/1101012001001/hp2", "kpps", STATION, 8, None);
    let committee = fixture.key("ppk/110101/ketua", "ppk", "110101", 8, None);
    let shown = page(&fixture, "id", VILLAGE);
    assert!(!shown.contains("a<b"));
    let shown = text(&shown);
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        lost.as_str(),
        &next,
        "10 Februari 2024 pukul 09:00:00 (UTC+07:00), ditandatangani administrator/desk",
        "14 Februari 2024 pukul 16:00:00 (UTC+07:00), oleh kpu-regency/1101: Kunci hilang",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(!words.contains(&committee), "a district's key stands on the district's page");
    assert!(page(&fixture, "en", "110101").contains(&committee));
    assert!(page(&fixture, "en", VILLAGE).contains("Keys that sign here"));
}

#[test]
fn a_key_that_changes_has_its_places_pages_made_again_and_no_others() {
    let mut fixture = Fixture::empty(&["ppwp"]);
    let renderer = Renderer::new(fixture.election()).unwrap();
    fixture.key("kpps/1101012001001/hp1", "kpps", STATION, 7, Some(12));
    fixture.key("ppk/120101/ketua", "ppk", "120101", 8, None);
    let pages = |first: Option<u64>| {
        let changes = Changes { keys: first, ..Changes::default() };
        let units = renderer.units(&fixture.view(), &changes).into_iter();
        let pages = units.filter_map(|unit| {
            let Unit::Page(0, _, region, 0) = unit else { return None };
            Some(fixture.election().places.region(region).code.to_string())
        });
        pages.collect::<Vec<String>>()
    };
    let mut all = pages(Some(1));
    all.sort();
    assert_eq!(all, [VILLAGE, "120101"]);
    assert_eq!((pages(Some(9)), pages(Some(13)), pages(None)), (vec![VILLAGE.to_owned()], vec![], vec![]));
}
