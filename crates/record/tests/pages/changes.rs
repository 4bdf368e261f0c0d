//! The pages and feeds of what changed.

use record::pages::{Labels, changes_feed, changes_page, changes_path, feed_path, has_changes};
use record::{Renderer, Unit};

use super::fixture::{Fixture, Paper};
use super::text;

fn page(fixture: &Fixture, region: &str) -> String {
    let labels = Labels::load(&fixture.election().profile, "en").unwrap();
    let (contest, region) = (fixture.contest("ppwp"), fixture.region(region));
    String::from_utf8(changes_page(&fixture.view(), &labels, contest, region).unwrap()).unwrap()
}

fn feed(fixture: &Fixture, region: &str) -> String {
    let labels = Labels::load(&fixture.election().profile, "en").unwrap();
    let (contest, region) = (fixture.contest("ppwp"), fixture.region(region));
    String::from_utf8(changes_feed(&fixture.view(), &labels, contest, region).unwrap()).unwrap()
}

#[test]
fn a_correction_stands_with_reason_signer_and_both_figures_and_leads_to_its_statement() {
    let mut fixture = Fixture::empty(&["ppwp"]);
    let paper = Paper::number(1);
    fixture.sheet("1101012001001", paper, &[], "");
    let station = fixture.station("1101012001001");
    let first =
        fixture.tally.contest(fixture.contest("ppwp")).unwrap().sheet(station).unwrap().versions[0].id;
    let over = format!(r#""supersedes":"{}","reason":"reading-error","#, first.to_hex());
    let [one, two, three] = paper.votes;
    let changed = [("votes.1", one + 1), ("votes.2", two - 1), ("votes.3", three)];
    fixture.sheet("1101012001001", paper, &changed, &over);
    let entry = fixture.tally.size() - 1;
    for region in ["ID", "11", "110101"] {
        let page = page(&fixture, region);
        let told = text(&page);
        assert!(told.contains("Figures corrected"), "{told}");
        assert!(told.contains("kpps/test"), "{told}");
        assert!(told.contains(&format!("{one} → {}", one + 1)), "{told}");
        assert!(page.contains(&format!("1101012001.html#e{entry}\"")), "{page}");
    }
    assert!(text(&page(&fixture, "12")).contains("Nothing has changed in this region yet."));
}

#[test]
fn a_form_that_comes_in_is_no_change() {
    let mut fixture = Fixture::empty(&["ppwp"]);
    fixture.sheet("1101012001001", Paper::number(1), &[], "");
    assert!(text(&page(&fixture, "ID")).contains("Nothing has changed in this region yet."));
    assert!(!feed(&fixture, "ID").contains("<entry>"));
}

#[test]
fn a_feed_names_each_change_by_its_entry_and_is_as_new_as_the_latest() {
    let fixture = Fixture::told(&["ppwp"]);
    let (feed, page) = (feed(&fixture, "11"), page(&fixture, "11"));
    let entries = feed.matches("<entry>").count();
    assert!(entries > 1);
    assert_eq!(entries, page.matches("<li><b>").count());
    let updated: Vec<&str> =
        feed.split("<updated>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(updated[0], updated[1]);
    assert!(updated.windows(2).all(|pair| pair[0] >= pair[1]), "{updated:?}");
    let mut ids: Vec<&str> = feed.split("<id>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(ids[0], "https://hasil.example/2024/ledger/en/ppwp/11/changes.atom");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), count), (entries + 1, entries + 1));
}

#[test]
fn every_region_above_the_lowest_has_a_page_and_a_feed_made_anew_with_what_changes_below() {
    let fixture = Fixture::told(&["ppwp"]);
    let (election, contest) = (fixture.election(), fixture.contest("ppwp"));
    let has = |code| has_changes(election, fixture.region(code));
    assert_eq!(["ID", "1101", "110101", "1101012001"].map(has), [true, true, true, false]);
    let nation = fixture.region("ID");
    assert_eq!(changes_path(election, "en", contest, nation), "en/ppwp/changes.html");
    assert_eq!(feed_path(election, "en", contest, fixture.region("1101")), "en/ppwp/11/1101/changes.atom");
    let mut changes = tally::Changes::default();
    let before = tally::State::expected();
    changes.sheets.insert((contest, fixture.station("1101012001001")), tally::SheetChange { before });
    let units = Renderer::new(election).unwrap().units(&fixture.view(), &changes);
    for code in ["ID", "11", "1101", "110101"] {
        assert!(units.contains(&Unit::Changes(0, contest, fixture.region(code))), "{code}");
        assert!(units.contains(&Unit::Feed(1, contest, fixture.region(code))), "{code}");
    }
}

#[test]
fn a_regions_own_page_shows_the_latest_changes_and_leads_to_all() {
    let fixture = Fixture::told(&["ppwp"]);
    let region = super::page(&fixture, "en", "11");
    assert!(region.contains("href=\"../../en/ppwp/11/changes.html\""));
    let from = region.find("Latest changes").unwrap();
    let count = region[from..].split("</ol>").next().unwrap().matches("<li><b>").count();
    assert!((1..=5).contains(&count), "{count}");
}
