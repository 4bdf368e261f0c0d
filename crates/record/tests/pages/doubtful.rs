//! The open list of sheets in doubt.

use record::pages::{Labels, doubtful_page, doubtful_parts, doubtful_path};
use record::{Renderer, Unit};
use tally::Changes;

use super::fixture::{Fixture, Paper};
use super::text;

fn page(fixture: &Fixture, language: &str, region: &str) -> String {
    let labels = Labels::load(&fixture.election().profile, language).unwrap();
    let (contest, region) = (fixture.contest("ppwp"), fixture.region(region));
    String::from_utf8(doubtful_page(&fixture.view(), &labels, contest, region, 0).unwrap()).unwrap()
}

#[test]
fn every_sheet_in_conflict_or_disputed_has_its_row_with_what_fails_and_no_other_has() {
    let fixture = Fixture::told(&["ppwp"]);
    let counted = fixture.tally.contest(fixture.contest("ppwp")).unwrap();
    let page = page(&fixture, "id", "110101");
    let mut listed = 0;
    for station in fixture.election().places.stations_in(fixture.region("110101")) {
        let code = fixture.election().places.station(station).code.as_str();
        let state = counted.state(station);
        let doubt = state.is_some_and(|state| state.disputed || state.quality == tally::Quality::Conflict);
        assert_eq!(page.contains(&format!("#{code}\"")), doubt, "{code}");
        listed += usize::from(doubt);
    }
    assert!(listed > 0);
    let eight = Paper::number(8);
    let fails = format!("{} tidak sama dengan {} (wajib).", eight.valid(), eight.valid() + 100);
    assert!(text(&page).contains(&fails));
    // The row leads to the station's own, and to its versions.
    assert!(page.contains("../../../../../id/ppwp/11/1101/110101/1101012001.html#1101012001008"), "{page}");
    assert!(page.contains("../../../../../record/ppwp/11/1101/110101/1101012001.json"));
}

#[test]
fn upper_regions_say_how_many_there_are_and_lead_to_those_below() {
    let fixture = Fixture::told(&["ppwp"]);
    let nation = page(&fixture, "en", "ID");
    assert!(nation.contains("href=\"../../en/ppwp/11/doubtful.html\""), "{nation}");
    assert!(!nation.contains("<h2>Every sheet in doubt</h2>"));
    let sums: Vec<&str> = nation.split("<dd>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    let totals = fixture.tally.contest(fixture.contest("ppwp")).unwrap();
    let totals = totals.totals(fixture.region("ID")).unwrap();
    assert_eq!(sums[0], totals.with_quality(tally::Quality::Conflict).to_string());
    assert_eq!(sums[1], totals.disputed.to_string());
}

#[test]
fn a_region_without_a_sheet_in_doubt_says_so() {
    let page = text(&page(&Fixture::empty(&["ppwp"]), "en", "110101"));
    assert!(page.contains("No sheet of this region is in conflict or disputed."));
}

#[test]
fn the_list_stands_above_the_stations_regions_and_is_made_anew_with_every_change_below_it() {
    let fixture = Fixture::told(&["ppwp"]);
    let election = fixture.election();
    let contest = fixture.contest("ppwp");
    let parts = |code| doubtful_parts(election, contest, fixture.region(code));
    assert_eq!(["ID", "11", "1101", "110101", "1101012001"].map(parts), [1, 1, 1, 1, 0]);
    assert_eq!(doubtful_path(election, "id", contest, fixture.region("ID")), "id/ppwp/doubtful.html");
    let renderer = Renderer::new(election).unwrap();
    let station = election.places.find_station("1101012001001").unwrap();
    let mut changes = Changes::default();
    let before = tally::State::expected();
    changes.sheets.insert((contest, station), tally::SheetChange { before });
    let units = renderer.units(&fixture.view(), &changes);
    let made: Vec<&str> = units
        .iter()
        .filter_map(|unit| {
            let Unit::Doubtful(0, _, region, 0) = unit else { return None };
            Some(election.places.region(*region).code.as_str())
        })
        .collect();
    assert_eq!(made, ["ID", "11", "1101", "110101"]);
    // The region's own page and those below it lead there.
    for (code, up) in [("ID", "../../id/ppwp"), ("1101012001", "../../../../../id/ppwp/11/1101/110101")] {
        let page = super::page(&fixture, "id", code);
        assert!(page.contains(&format!("href=\"{up}/doubtful.html\"")), "{code}");
    }
}
