//! A station's own figures, how they came about, what is checked and what happened.

use super::fixture::{Fixture, Paper};
use super::{page, part_of, text};

const STATION: &str = "1101012001001";

/// The part of a page that tells of one station.
fn article(page: &str, station: &str) -> String {
    let from = page
        .find(&format!("<details class=\"sheet\" id=\"{station}\""))
        .unwrap_or_else(|| panic!("no {station}"));
    let to = from + page[from..].find("</article>").unwrap();
    page[from..to].to_owned()
}

fn told(fixture: &Fixture, language: &str) -> String {
    text(&article(&page(fixture, language, "1101012001"), STATION))
}

#[test]
fn each_figure_says_how_its_statement_came_by_it_and_how_sure_it_is() {
    let mut fixture = Fixture::empty(&["ppwp"]);
    let more =
        r#""method":{"voters":"typed","votes":"typed","votes.1":"machine"},"confidence":{"votes.1":999950},"#;
    fixture.sheet(STATION, Paper::number(1), &[], more);
    let votes = Paper::number(1).votes;
    let english = told(&fixture, "en");
    let first = format!("{} read by machine; sure by 99.99%", votes[0]);
    assert!(english.contains(&first), "{english}");
    assert!(english.contains(&format!("{} typed", votes[1])), "{english}");
    // Of the ballots nothing is said, and their lines say so.
    assert!(english.contains("Ballots used 199 not said"), "{english}");
    assert!(!english.contains("unless said otherwise"), "{english}");
    assert!(told(&fixture, "id").contains("yakin 99,99%"));
}

#[test]
fn who_does_not_say_how_is_said_not_to() {
    let mut fixture = Fixture::empty(&["ppwp"]);
    fixture.sheet(STATION, Paper::number(1), &[], "");
    assert!(told(&fixture, "en").contains("This statement does not say how its figures came about."));
}

#[test]
fn a_reading_stands_beside_the_figures_and_what_it_reads_otherwise_is_marked() {
    let mut fixture = Fixture::empty(&["ppwp"]);
    let paper = Paper::number(1);
    fixture.sheet(STATION, paper, &[], "");
    let photo = ledger::sha256(b"page 2").to_hex();
    let hash = ledger::sha256(b"").to_hex();
    let body = format!(
        r#"{{"contest":"ppwp","station":"{STATION}","captures":["{photo}"],"reader":{{"machine":{{"version":"saksi-reader/1","weights":"{hash}","layout":"{hash}"}}}},{},"method":{{"votes.1":"boxes+words"}},"confidence":{{"votes.1":910000}},"wrong":1200,"at":"2024-02-14T21:30:00+07:00"}}"#,
        paper.values(&[("votes.1", paper.votes[0] + 100)]),
    );
    fixture.state("kpps", "reading", &body);
    let page = text(&article(&page(&fixture, "en", "1101012001"), STATION));
    let other = paper.votes[0] + 100;
    assert!(page.contains(&format!("DIFFERS: {other} boxes of digits, words; sure by 91.00%")), "{page}");
    assert!(page.contains("Photos read by the program saksi-reader/1."), "{page}");
    assert!(page.contains("Chance that the sums on the paper do not hold: 0.12%"), "{page}");
    assert!(page.contains(&format!("{other} (stands: {})", paper.votes[0])), "{page}");
}

#[test]
fn every_check_of_the_form_is_told_with_its_outcome() {
    let mut fixture = Fixture::empty(&["ppwp"]);
    let paper = Paper::number(1);
    fixture.sheet(STATION, paper, &[("valid", paper.valid() + 7)], "");
    let page = told(&fixture, "en");
    let form = fixture.election().form(fixture.contest("ppwp"), fixture.station(STATION)).unwrap();
    let checks = &fixture.election().form_by_ix(form).checks;
    let article = article(&super::page(&fixture, "en", "1101012001"), STATION);
    let from = article.find("<h4>Checks").unwrap();
    let to = from + article[from..].find("<ol").unwrap();
    let told = article[from..to].matches("<li>").count();
    assert!(text(&article[from..to]).contains(&format!("{} other checks hold.", checks.len() - told)));
    let whole = super::page(&fixture, "en", "1101012001");
    let list = &whole[whole.find("<details id=\"checked\"").unwrap()..];
    assert_eq!(list[..list.find("</details>").unwrap()].matches("<li>").count(), checks.len());
    assert!(page.contains(&format!("{} does not equal {}", paper.valid(), paper.valid() + 7)), "{page}");
}

#[test]
fn the_whole_history_stands_with_reasons_and_signers_the_latest_first() {
    let fixture = Fixture::told(&["ppwp"]);
    let page = page(&fixture, "en", "1101012001");
    let corrected =
        page.split("<details class=\"sheet\"").find(|one| one.contains("Figures corrected")).unwrap();
    let told = text(corrected);
    let (first, second) = (told.find("Figures corrected").unwrap(), told.find("Figures stated").unwrap());
    assert!(first < second);
    assert!(told.contains("Reason: "), "{told}");
    assert!(told.contains("kpps/"), "{told}");
    assert!(told.contains("Differs from what stands:"), "{told}");
    assert!(page.split("<details class=\"sheet\"").any(|one| one.contains("Figures withdrawn")));
}

#[test]
fn a_village_with_many_stations_is_several_pages_and_a_station_stays_on_its_own() {
    use std::fmt::Write as _;
    let regions = "code,name,level,parent,source_id\nID,INDONESIA,0,,1\n11,ACEH,1,ID,2\n1101,A,2,11,4\n110101,B,3,1101,6\n1101012001,C,4,110101,8\n";
    let mut stations = "code,name,region,source_id\n".to_owned();
    for number in 1..=85 {
        writeln!(stations, "1101012001{number:03},TPS {number:03},1101012001,{}", 100 + number).unwrap();
    }
    let mut fixture = Fixture::of(&["ppwp"], regions, &stations);
    fixture.sheet("1101012001041", Paper::number(1), &[], "");
    let (election, contest) = (fixture.election(), fixture.contest("ppwp"));
    assert_eq!(record::pages::region_parts(election, contest, fixture.region("1101012001")), 3);
    let parts: Vec<String> =
        (0..3).map(|part| part_of(&fixture, "en", "ppwp", ("1101012001", part))).collect();
    let rows = |page: &str| page.matches("<a href=\"#1101012001").count();
    assert_eq!(parts.iter().map(|page| rows(page)).collect::<Vec<_>>(), [40, 40, 5]);
    article(&parts[1], "1101012001041");
    // Sums stand on the first one.
    assert!(parts[0].contains("class=\"states\"") && !parts[1].contains("class=\"states\""));
    let station = fixture.station("1101012001041");
    assert_eq!(
        record::pages::station_path(election, "en", contest, station),
        "en/ppwp/11/1101/110101/1101012001-2.html#1101012001041"
    );
}

#[test]
fn notices_stand_above_the_villages_whose_pages_lead_to_them() {
    let mut fixture = Fixture::told(&["ppwp"]);
    fixture.notice("paused", "mass-misreadings");
    let page = page(&fixture, "en", "1101012001");
    assert!(!page.contains("class=\"notices\""));
    assert!(page.contains("Notices about this publication are on the first page."));
}

/// A council's sheet of one station: lists of 18 parties with eight candidates each, of which a third have votes.
fn council(fixture: &mut Fixture, station: &str, seed: usize) {
    let election = std::sync::Arc::clone(fixture.tally.election());
    let form = election.form(fixture.contest("pdpr"), fixture.station(station)).unwrap();
    let form = election.form_by_ix(form);
    let members = |name: &dyn Fn(usize, &str) -> Option<String>| -> String {
        let all = form.fields.iter().enumerate().filter_map(|(at, field)| name(at, &field.name));
        all.collect::<Vec<_>>().join(",")
    };
    let figure = |at: usize| if (at * 7 + seed).is_multiple_of(3) { (at * 31 + seed * 17) % 60 } else { 0 };
    let values = members(&|at, name| Some(format!("\"{name}\":{}", figure(at))));
    // What is read is seldom doubtful, and what the officers state has the reader's own confidence.
    let stated = members(&|at, name| {
        Some(format!("\"{name}\":\"{}\"", if (at + seed).is_multiple_of(9) { "person" } else { "machine" }))
    });
    let method = members(&|at, name| {
        Some(format!("\"{name}\":\"{}\"", ["boxes", "boxes+words", "strokes"][(at + seed) % 3]))
    });
    let confidence = members(&|at, name| {
        Some(format!(
            "\"{name}\":{}",
            if (at + seed).is_multiple_of(5) { 999_999 - (at * seed) * 97 % 90_000 } else { 999_950 }
        ))
    });
    let hash = ledger::sha256(station.as_bytes()).to_hex();
    let with = |method: &str| {
        format!(r#""values":{{{values}}},"method":{{{method}}},"confidence":{{{confidence}}}"#)
    };
    let (read, stated) = (with(&method), with(&stated));
    fixture.state("kpps", "reading", &format!(
        r#"{{"contest":"pdpr","station":"{station}","captures":["{hash}"],"reader":{{"machine":{{"version":"saksi-reader/1","weights":"{hash}","layout":"{hash}"}}}},{read},"wrong":1200,"at":"2024-02-14T21:00:00+07:00"}}"#
    ));
    fixture.state("kpps", "sheet", &format!(
        r#"{{"contest":"pdpr","station":"{station}","stage":"count",{stated},"evidence":[{{"page":1,"sha256":"{hash}"}},{{"page":20,"sha256":"{hash}"}}],"at":"2024-02-14T22:00:00+07:00"}}"#
    ));
}

#[test]
fn a_full_page_of_a_council_with_every_number_read_by_machine_stays_below_50_kilobytes() {
    use std::fmt::Write as _;
    let regions = "code,name,level,parent,source_id\nID,INDONESIA,0,,1\n11,ACEH,1,ID,2\n1101,ACEH SELATAN,2,11,4\n110101,BAKONGAN,3,1101,6\n1101012001,KEUDE BAKONGAN,4,110101,8\n";
    let mut stations = "code,name,region,source_id\n".to_owned();
    for number in 1..=40 {
        writeln!(stations, "1101012001{number:03},TPS {number:03},1101012001,{}", 100 + number).unwrap();
    }
    let mut lists = "contest,constituency,party,number,name,source_id,sex,home\n".to_owned();
    let names = ["SITI", "BUDI", "AGUS", "DEWI", "RATNA", "YUSUF", "MARIA", "HENDRA", "PUTRI", "JOKO"];
    for party in (1..=17).chain([24]) {
        for number in 1..=8 {
            let id = party * 100 + number;
            let name = format!("{} {} {}", names[id % 10], names[id / 7 % 10], names[id / 3 % 9]);
            writeln!(lists, "pdpr,1101,{party},{number},\"{name}, S.H., M.Si.\",{id},male,KOTA").unwrap();
        }
    }
    let mut fixture = Fixture::with_lists(&["pdpr"], [regions, &stations], Some(&lists));
    for number in 1..=40 {
        council(&mut fixture, &format!("1101012001{number:03}"), number);
    }
    for part in 0..2 {
        let page = part_of(&fixture, "id", "pdpr", ("1101012001", part));
        assert_eq!(page.matches("<article").count(), 20);
        let bytes = super::compressed(&page);
        assert!(bytes < 50_000, "{bytes} bytes of {}", page.len());
    }
}

#[test]
fn what_is_said_of_every_figure_is_said_once() {
    let mut fixture = Fixture::empty(&["ppwp"]);
    let more = r#""method":{"voters":"typed","votes":"typed","ballots":"typed","valid":"typed","invalid":"typed","cast":"boxes"},"#;
    fixture.sheet(STATION, Paper::number(1), &[], more);
    let english = told(&fixture, "en");
    assert!(english.contains("How the figures came about, unless said otherwise: typed."), "{english}");
    assert!(english.contains("Valid and invalid votes 199 boxes of digits"), "{english}");
    assert!(english.contains("Ballots used 199 same"), "{english}");
}

#[test]
fn a_reading_of_what_was_taken_back_is_not_said_to_be_what_stands() {
    let mut fixture = Fixture::empty(&["ppwp"]);
    fixture.sheet(STATION, Paper::number(1), &[("votes.1", 50)], "");
    let photo = ledger::sha256(b"page 2").to_hex();
    let hash = ledger::sha256(b"").to_hex();
    fixture.state("kpps", "reading", &format!(
        r#"{{"contest":"ppwp","station":"{STATION}","captures":["{photo}"],"reader":{{"machine":{{"version":"saksi-reader/1","weights":"{hash}","layout":"{hash}"}}}},{},"at":"2024-02-14T21:30:00+07:00"}}"#,
        Paper::number(1).values(&[]),
    ));
    fixture.withdraw(STATION);
    let page = told(&fixture, "en");
    assert!(page.contains("What it read does not contradict what stands"), "{page}");
    assert!(!page.contains("All its figures are the ones that stand."), "{page}");
}

#[test]
fn what_stands_is_told_however_much_is_said_beside_it() {
    let mut fixture = Fixture::empty(&["ppwp"]);
    fixture.sheet(STATION, Paper::number(1), &[], "");
    for number in 0..70 {
        let text = ledger::sha256(&[number]).to_hex();
        fixture.state("saksi", "objection", &format!(
            r#"{{"contest":"ppwp","place":"{STATION}","kind":"objection","text":"{text}","at":"2024-02-14T22:{:02}:00+07:00"}}"#,
            number % 60
        ));
    }
    let page = article(&page(&fixture, "en", "1101012001"), STATION);
    assert!(text(&page).contains("Figures stated: Count at the station. stands"), "{}", text(&page));
    assert_eq!(page.matches("<li id=\"e").count(), 60);
    assert!(text(&page).contains("The complete record has 11 more statements."));
}
