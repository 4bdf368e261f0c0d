//! A reading counts nowhere; it is taken in where it can be understood and made again.

use tally::FoldError;

use crate::world::{World, values};

const STATION: &str = "01001";
const CLERK: &str = "clerk/01001";

fn photo(number: u8) -> String {
    format!("\"{}\"", ledger::sha256(&[number]).to_hex())
}

fn body(captures: &[String], more: &str) -> String {
    let hash = ledger::sha256(b"").to_hex();
    format!(
        r#"{{"contest":"chair","station":"{STATION}","captures":[{}],"reader":{{"machine":{{"version":"mini-reader/1","weights":"{hash}","layout":"{hash}"}}}},{},{more}"at":"2026-05-03T20:00:00+01:00"}}"#,
        captures.join(","),
        values([90, 10]),
    )
}

#[test]
fn a_reading_changes_no_figure() {
    let mut world = World::new();
    let stated = world.sheet(CLERK, STATION, [50, 50], "");
    let before = world.state(STATION).clone();
    world.say(&[CLERK], "reading", &body(&[photo(1)], r#""wrong":12,"#));
    let by_a_person = body(&[photo(1)], "");
    let from = by_a_person.find(r#"{"machine""#).unwrap();
    let to = by_a_person.find(r#"}},"values""#).unwrap() + 2;
    let by_a_person = format!("{}\"person\"{}", &by_a_person[..from], &by_a_person[to..]);
    world.say(&[CLERK], "reading", &by_a_person);
    assert_eq!(world.standing(STATION), stated);
    assert_eq!(*world.state(STATION), before);
}

#[test]
fn a_reading_names_its_photos_each_once_and_not_more_than_can_be_read_again() {
    let mut world = World::new();
    let many: Vec<String> = (0..33).map(photo).collect();
    for captures in [&[][..], &[photo(1), photo(1)], &many] {
        let refused = world.fold_error(&[CLERK], "reading", &body(captures, ""));
        assert_eq!(refused, FoldError::BadCaptures(captures.len()));
    }
    world.say(&[CLERK], "reading", &body(&many[..32], ""));
}

#[test]
fn a_reading_names_every_field_of_the_form_and_no_other() {
    let mut world = World::new();
    let missing = body(&[photo(1)], "").replace(r#","spoilt":0"#, "");
    let refused = world.fold_error(&[CLERK], "reading", &missing);
    assert_eq!(refused, FoldError::MissingField("spoilt".to_owned()));
    for more in [r#""method":{"votes.3":"boxes"},"#, r#""confidence":{"votes.3":1},"#] {
        let refused = world.fold_error(&[CLERK], "reading", &body(&[photo(1)], more));
        assert_eq!(refused, FoldError::UnknownField("votes.3".to_owned()));
    }
}

#[test]
fn nothing_is_more_probable_than_certain() {
    let mut world = World::new();
    for more in [r#""confidence":{"votes.1":1000001},"#, r#""wrong":1000001,"#] {
        let refused = world.fold_error(&[CLERK], "reading", &body(&[photo(1)], more));
        assert_eq!(refused, FoldError::BadShare(1_000_001));
    }
}

#[test]
fn a_reading_is_kept_with_how_each_figure_was_read() {
    let mut world = World::new();
    let more = r#""method":{"votes.1":"boxes","votes.2":"boxes+words"},"confidence":{"votes.2":998000},"wrong":1200,"#;
    let id = world.say(&[CLERK], "reading", &body(&[photo(1)], more));
    let tally = &world.replay.tally;
    let sheet = world.of(STATION);
    let [reading] = sheet.readings.as_slice() else { panic!("{:?}", sheet.readings) };
    assert_eq!(
        (reading.id, reading.machine.as_deref(), reading.wrong),
        (id, Some("mini-reader/1"), Some(1200))
    );
    let said: Vec<_> =
        reading.how.as_deref().unwrap().iter().map(|how| (tally.way(*how), how.confidence())).collect();
    // register, turnout, votes.1, votes.2, ...
    assert_eq!(said[1..4], [(None, None), (Some("boxes"), None), (Some("boxes+words"), Some(998_000))]);
    assert_eq!(sheet.versions.len(), 0);
}

#[test]
fn a_statement_is_kept_with_how_its_figures_came_about() {
    let mut world = World::new();
    world.sheet(CLERK, STATION, [50, 50], r#""method":{"votes":"typed"},"#);
    let tally = &world.replay.tally;
    let how = world.of(STATION).versions[0].how.clone().unwrap();
    assert_eq!(how.iter().filter(|how| tally.way(**how) == Some("typed")).count(), 2);
    world.sheet("clerk/01002", "01002", [50, 50], "");
    assert!(world.of("01002").versions[0].how.is_none());
}

#[test]
fn a_redaction_touches_every_sheet_that_names_the_blob() {
    let mut world = World::new();
    let named = photo(7);
    let evidence = format!(r#""evidence":[{{"page":1,"sha256":{named}}}],"#);
    world.sheet(CLERK, STATION, [50, 50], &evidence);
    world.sheet("clerk/01002", "01002", [50, 50], "");
    world.say(&["clerk/01003"], "reading", &body(std::slice::from_ref(&named), "").replace(STATION, "01003"));
    world.replay.tally.take_changes();
    let redaction =
        format!(r#"{{"blob":{named},"reason":"personal-data","at":"2026-05-03T20:00:00+01:00"}}"#);
    world.say(&["commission/N"], "redaction", &redaction);
    let changes = world.replay.tally.take_changes();
    let places = &world.replay.tally.election().places;
    let touched: Vec<&str> =
        changes.sheets.keys().map(|(_, station)| places.station(*station).code.as_str()).collect();
    assert_eq!(touched, [STATION, "01003"]);
}

#[test]
fn how_a_figure_came_about_is_a_word_and_no_text() {
    let mut world = World::new();
    let long = "a".repeat(65);
    for word in ["dibatalkan Bawaslu", "", "BOXES", "a\u{202e}b", &long] {
        let more = format!(r#""method":{{"votes.1":"{word}"}},"#);
        let refused = world.fold_error(&[CLERK], "reading", &body(&[photo(1)], &more));
        assert_eq!(refused, FoldError::NoWord(word.chars().take(64).collect()));
        let sheet = world.sheet_body(STATION, [50, 50], &format!(r#""method":{{"votes":"{word}"}},"#));
        assert!(matches!(world.fold_error(&[CLERK], "sheet", &sheet), FoldError::NoWord(_)));
    }
    let reader = body(&[photo(1)], "").replace("mini-reader/1", "a program of ours");
    assert!(matches!(world.fold_error(&[CLERK], "reading", &reader), FoldError::NoWord(_)));
}

#[test]
fn no_statement_names_more_evidence_than_a_form_has_pages() {
    let mut world = World::new();
    let many = |count: usize| format!(r#""evidence":[{}],"#, vec!["{}"; count].join(","));
    let sheet = world.sheet_body(STATION, [50, 50], &many(65));
    assert_eq!(world.fold_error(&[CLERK], "sheet", &sheet), FoldError::TooMuchEvidence(65));
    world.sheet(CLERK, STATION, [50, 50], &many(64));
}
