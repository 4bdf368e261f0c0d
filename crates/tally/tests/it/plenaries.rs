//! Which plenary of a region stands, and what it does to the sheets below.

use election::ConstituencyIx;
use tally::{FoldError, LegalStatus, PlenaryDifference, plenary_differences};

use crate::world::{World, over};

const BOARD: &str = "board/01";
const CLOSES: &str = r#""closes":true,"#;
const RESTATED: &str = r#""source":"gazette","#;

#[test]
fn a_plenary_is_held_at_a_plenary_stage_of_its_regions_level() {
    let mut world = World::under(&[(
        "roles = [\"board\", \"clerk\", \"importer\"]",
        "roles = [\"board\", \"clerk\", \"importer\", \"commission\"]",
    )]);
    for (region, stage, by) in [
        ("01", "count", BOARD),
        ("01", "rerun", BOARD),
        ("01", "decree", "commission/N"),
        ("01", "national-plenary", "commission/N"),
        ("N", "municipal-plenary", "commission/N"),
    ] {
        let body = world.plenary_body(region, stage, [90, 10], "");
        let error = world.fold_error(&[by], "plenary", &body);
        assert!(matches!(error, FoldError::StageMisfit { .. }), "{region} at {stage}: {error}");
    }
    world.plenary(BOARD, "01", [90, 10], "");
    let body = world.plenary_body("N", "national-plenary", [90, 10], "");
    world.say(&["commission/N"], "plenary", &body);
}

#[test]
fn a_region_abroad_holds_its_plenary_at_the_stage_abroad() {
    let abroad = (
        "[[stages]]\nid = \"national-plenary\"",
        "[[stages]]\nid = \"mission-plenary\"\nkind = \"plenary\"\nlevel = 1\noverseas = true\nroles = [\"board\"]\nlegal = \"Electoral Act s. 48\"\n\n[[stages]]\nid = \"national-plenary\"",
    );
    let prefix = ("special_suffix_from = 900", "special_suffix_from = 900\noverseas_prefix = \"02\"");
    let mut law = crate::world::bundle().files["profile.toml"].clone();
    for (from, to) in [abroad, prefix] {
        law = law.replacen(from, to, 1);
    }
    let mut bundle = crate::world::bundle();
    bundle.files.insert("profile.toml".to_owned(), law);
    let profile = election::Profile::from_bundle(&bundle).unwrap();
    let holds = |stage: &str, region: &str| {
        profile.holds_plenary(profile.stage(stage).unwrap(), region, profile.level_of(region).unwrap())
    };
    assert!(holds("municipal-plenary", "01") && !holds("mission-plenary", "01"));
    assert!(holds("mission-plenary", "02") && !holds("municipal-plenary", "02"));
    assert!(holds("national-plenary", "N"));
}

#[test]
fn the_plenary_of_the_higher_rank_stands_and_a_later_lower_one_changes_nothing() {
    let mut world = World::new();
    world.plenary(BOARD, "01", [90, 10], "");
    let commission = world.plenary("commission/N", "01", [91, 10], "");
    assert_eq!(world.standing_plenary("01"), commission);
    world.plenary(BOARD, "01", [70, 30], &over(commission));
    assert_eq!(world.standing_plenary("01"), commission);
    assert!(!world.record("01").rivals);
}

#[test]
fn a_plenary_that_supersedes_takes_the_place() {
    let mut world = World::new();
    let slip = world.plenary(BOARD, "01", [99, 10], CLOSES);
    let right = world.plenary(BOARD, "01", [90, 10], &format!("{CLOSES}{}", over(slip)));
    assert_eq!(world.standing_plenary("01"), right);
    assert!(!world.record("01").rivals);
}

#[test]
fn a_plenary_that_supersedes_none_is_a_rival_and_the_earlier_stands() {
    let mut world = World::new();
    let first = world.plenary(BOARD, "01", [90, 10], "");
    world.plenary(BOARD, "01", [90, 10], "");
    assert!(!world.record("01").rivals, "the same figures");
    let other = world.plenary(BOARD, "01", [91, 10], "");
    assert_eq!(world.standing_plenary("01"), first);
    assert!(world.record("01").rivals);
    let body = world.ruling_body("01", other);
    world.say(&["commission/N"], "ruling", &body);
    assert_eq!(world.standing_plenary("01"), other);
    assert!(!world.record("01").rivals, "until somebody rules");
}

#[test]
fn a_restated_plenary_stands_below_everybody() {
    let mut world = World::new();
    let gazette = world.plenary("importer/gazette", "01", [1, 2], RESTATED);
    assert_eq!(world.standing_plenary("01"), gazette, "where nobody else states anything");
    let board = world.plenary(BOARD, "01", [90, 10], "");
    assert_eq!(world.standing_plenary("01"), board);
    world.plenary("importer/gazette", "01", [3, 4], &format!("{RESTATED}{}", over(gazette)));
    assert_eq!(world.standing_plenary("01"), board, "also when it comes last");
    assert!(!world.record("01").rivals);
}

#[test]
fn only_a_role_that_decides_for_plenaries_rules_on_them() {
    let mut world = World::new();
    world.plenary(BOARD, "01", [90, 10], "");
    let other = world.plenary(BOARD, "01", [91, 10], "");
    let body = world.ruling_body("01", other);
    let error = world.fold_error(&[BOARD], "ruling", &body);
    assert_eq!(error, FoldError::NotDeciding { stage: "municipal-plenary".to_owned() });
}

#[test]
fn after_a_ruling_a_lower_rank_takes_no_plenary_back() {
    let mut world = World::new();
    let first = world.plenary(BOARD, "01", [90, 10], "");
    world.rule("commission/N", "01", first);
    world.plenary(BOARD, "01", [10, 90], &over(first));
    world.plenary(BOARD, "01", [20, 80], "");
    assert_eq!(world.standing_plenary("01"), first);
    assert!(!world.record("01").rivals);
    let commission = world.plenary("commission/N", "01", [91, 10], &over(first));
    assert_eq!(world.standing_plenary("01"), commission);
}

#[test]
fn a_plenary_that_closes_confirms_what_stands_below_and_nothing_later() {
    let mut world = World::new();
    let first = world.sheet("clerk/01001", "01001", [90, 10], "");
    world.sheet("clerk/02001", "02001", [90, 10], "");
    world.plenary(BOARD, "01", [90, 10], "");
    assert!(!world.state("01001").confirmed, "it doesn't close");
    let body = world.plenary_body("01", "municipal-plenary", [91, 10], CLOSES);
    let rival = world.say(&[BOARD], "plenary", &body);
    assert!(!world.state("01001").confirmed, "it doesn't stand");
    let open = world.standing_plenary("01");
    assert_ne!(open, rival);
    world.plenary(BOARD, "01", [90, 10], &format!("{CLOSES}{}", over(open)));
    assert!(world.state("01001").confirmed);
    assert!(!world.state("02001").confirmed, "another region");
    world.sheet("clerk/01001", "01001", [91, 10], &over(first));
    assert!(!world.state("01001").confirmed, "stated after it closed");
}

#[test]
fn a_restated_plenary_confirms_nothing() {
    let mut world = World::new();
    world.sheet("clerk/01001", "01001", [90, 10], "");
    world.plenary("importer/gazette", "01", [90, 10], &format!("{CLOSES}{RESTATED}"));
    assert!(!world.state("01001").confirmed);
}

#[test]
fn the_plenary_above_is_held_against_those_that_stand_below() {
    let mut world = World::new();
    world.plenary(BOARD, "01", [90, 10], "");
    world.plenary(BOARD, "01", [80, 20], "");
    world.plenary("board/02", "02", [5, 5], "");
    let body = world.plenary_body("N", "national-plenary", [95, 15], "").replace("1000", "2000");
    world.say(&["commission/N"], "plenary", &body);
    let chair = world.contest("chair");
    assert_eq!(plenary_differences(&world.replay.tally, chair), [], "the rival is no part of the sum");
}

#[test]
fn what_was_stated_before_the_roster_is_kept() {
    let mut world = World::bare(&[]);
    world.register(BOARD).unwrap();
    let early = world.plenary(BOARD, "01", [90, 10], "");
    world.roster();
    assert_eq!(world.standing_plenary("01"), early);
}

/// A return of the council's contest: the members of `values` by name, everything else zero.
fn council_return(world: &World, region: &str, constituency: Option<&str>, votes: &[(&str, u32)]) -> String {
    let election = world.replay.election();
    let contest = election.profile.contest("council").unwrap();
    let form = match constituency {
        None => election.plenary_form_of(contest, world.region(region)),
        Some(code) => {
            let constituency = election.find_constituency(contest, code).unwrap();
            election.constituency_plenary_form(contest, world.region(region), constituency)
        }
    };
    let form = election.form_by_ix(form.unwrap());
    let members: Vec<String> = form
        .fields
        .iter()
        .map(|field| {
            let stated = votes.iter().find(|(name, _)| field.name == *name).map_or(0, |(_, votes)| *votes);
            format!("\"{}\":{stated}", field.name)
        })
        .collect();
    let sheet = constituency.map_or(String::new(), |code| format!(r#""constituency":"{code}","#));
    let stage = if region == "N" { "national-plenary" } else { "municipal-plenary" };
    format!(
        r#"{{"contest":"council","region":"{region}",{sheet}"stage":"{stage}","values":{{{}}},"closes":true,"at":"2026-05-05T10:00:00+01:00"}}"#,
        members.join(",")
    )
}

const VALLEY: &[(&str, u32)] = &[
    ("register", 20),
    ("turnout", 10),
    ("counted", 10),
    ("votes.3", 10),
    ("votes.3.list", 2),
    ("votes.3.1", 3),
    ("votes.3.2", 5),
];

#[test]
fn a_plenary_within_one_constituency_states_its_lists_and_must_add_them_up() {
    let mut world = World::new();
    let mut wrong = VALLEY.to_vec();
    wrong[6].1 = 6;
    let body = council_return(&world, "02", None, &wrong);
    world.say(&["board/02"], "plenary", &body);
    let contest = world.replay.election().profile.contest("council").unwrap();
    let found = plenary_differences(&world.replay.tally, contest);
    assert!(
        matches!(&found[..], [PlenaryDifference::Check { check, left: 10, right: 11, .. }] if check == "party-sum.3"),
        "{found:?}"
    );
}

#[test]
fn a_region_that_constituencies_cut_closes_when_the_sheet_of_each_has_closed() {
    let mut world = World::new();
    let contest = world.replay.election().profile.contest("council").unwrap();
    let status = |world: &World| {
        world.replay.tally.contest(contest).unwrap().record(world.region("N")).unwrap().status()
    };
    let body = council_return(&world, "02", None, VALLEY);
    world.say(&["board/02"], "plenary", &body);
    let body = council_return(&world, "N", Some("02"), VALLEY);
    world.say(&["commission/N"], "plenary", &body);
    assert_eq!(
        plenary_differences(&world.replay.tally, contest),
        [],
        "only the constituency's regions are below it"
    );
    assert_eq!(status(&world), LegalStatus::Running);
    let body = council_return(&world, "N", Some("01"), &[]);
    world.say(&["commission/N"], "plenary", &body);
    assert_eq!(status(&world), LegalStatus::PlenaryClosed);
    let record = world.replay.tally.contest(contest).unwrap().record(world.region("N")).unwrap();
    assert!(!record.rivals && record.standing_plenary().is_none());
    assert_eq!(record.standing_sheets().count(), 2);
    let other = council_return(&world, "N", Some("02"), &[("turnout", 10)]);
    world.say(&["commission/N"], "plenary", &other);
    let found = plenary_differences(&world.replay.tally, contest);
    assert_eq!(found, [], "a rival of the sheet doesn't stand");
}

#[test]
fn the_columns_of_a_region_that_constituencies_cut_close_and_confirm_nothing() {
    let mut world = World::new();
    let contest = world.contest("council");
    let figures = r#""values":{"register":10,"turnout":0,"votes.1":0,"votes.1.list":0,"votes.1.1":0,"votes.2":0,"votes.2.list":0,"votes.2.1":0,"votes.3":0,"votes.3.list":0,"votes.3.1":0,"votes.3.2":0,"blank":0,"spoilt":0,"counted":0}"#;
    let body = format!(
        r#"{{"contest":"council","station":"02001","stage":"count",{figures},"at":"2026-05-03T22:00:00+01:00"}}"#
    );
    world.say(&["clerk/02001"], "sheet", &body);
    let station = world.replay.election().places.find_station("02001").unwrap();
    let confirmed =
        |world: &World| world.replay.tally.contest(contest).unwrap().state(station).unwrap().confirmed;
    let status = |world: &World| {
        world.replay.tally.contest(contest).unwrap().record(world.region("N")).unwrap().status()
    };
    let body = council_return(&world, "N", None, &[]);
    world.say(&["commission/N"], "plenary", &body);
    assert_eq!((status(&world), confirmed(&world)), (LegalStatus::Running, false));
    let body = council_return(&world, "N", Some("02"), VALLEY);
    world.say(&["commission/N"], "plenary", &body);
    assert_eq!((status(&world), confirmed(&world)), (LegalStatus::Running, true), "its constituency's sheet");
    let body = council_return(&world, "N", Some("01"), &[]);
    world.say(&["commission/N"], "plenary", &body);
    assert_eq!(status(&world), LegalStatus::PlenaryClosed);
}

#[test]
fn a_ruling_settles_the_sheet_of_its_constituency_and_no_other() {
    let deciding = ("deciding_for = [\"municipal-plenary\"]", "deciding_for = [\"national-plenary\"]");
    let mut world = World::under(&[deciding]);
    let contest = world.contest("council");
    let mut stated = Vec::new();
    for (constituency, turnout) in [("01", 1), ("01", 2), ("02", 3), ("02", 4)] {
        let body = council_return(&world, "N", Some(constituency), &[("turnout", turnout)]);
        stated.push(world.say(&["commission/N"], "plenary", &body));
    }
    let body = world.ruling_body("N", stated[3]).replace("chair", "council");
    world.say(&["commission/N"], "ruling", &body);
    let record = world.replay.tally.contest(contest).unwrap().record(world.region("N")).unwrap();
    let standing: Vec<_> = record.standing_sheets().map(|plenary| plenary.id).collect();
    assert_eq!(standing, [stated[0], stated[3]]);
    assert!(record.rivals, "the other sheet's rivals are left as they are");
    let second = world.replay.election().find_constituency(contest, "02");
    assert_eq!(record.rulings[0].constituency, second);
}

#[test]
fn a_sheet_of_a_constituency_differs_from_the_sheets_below_it_by_candidate() {
    let mut world = World::new();
    let contest = world.replay.election().profile.contest("council").unwrap();
    let body = council_return(&world, "02", None, VALLEY);
    world.say(&["board/02"], "plenary", &body);
    let mut moved = VALLEY.to_vec();
    (moved[5].1, moved[6].1) = (4, 4);
    let body = council_return(&world, "N", Some("02"), &moved);
    world.say(&["commission/N"], "plenary", &body);
    let constituency = world.replay.election().find_constituency(contest, "02");
    let fields: Vec<(String, Option<ConstituencyIx>)> = plenary_differences(&world.replay.tally, contest)
        .into_iter()
        .map(|difference| match difference {
            PlenaryDifference::Below { field, constituency, .. } => (field, constituency),
            PlenaryDifference::Check { check, .. } => panic!("{check}"),
        })
        .collect();
    let named = |field: &str| (field.to_owned(), constituency);
    assert_eq!(fields, [named("votes.3.1"), named("votes.3.2")]);
}

#[test]
fn a_constituency_is_named_only_where_it_cuts_the_region() {
    let mut world = World::new();
    let body =
        council_return(&world, "02", None, VALLEY).replace("\"stage\"", "\"constituency\":\"02\",\"stage\"");
    let error = world.fold_error(&["board/02"], "plenary", &body);
    assert!(matches!(&error, FoldError::UnknownName { name, .. } if name == "02/02"), "{error}");
    let body = council_return(&world, "N", Some("02"), VALLEY).replace("\"02\"", "\"09\"");
    let error = world.fold_error(&["commission/N"], "plenary", &body);
    assert!(matches!(&error, FoldError::UnknownName { what: "constituency", .. }), "{error}");
}

#[test]
fn a_sheet_supersedes_only_statements_of_its_own_constituency() {
    let mut world = World::new();
    let body = council_return(&world, "N", Some("02"), VALLEY);
    let first = world.say(&["commission/N"], "plenary", &body);
    let body =
        council_return(&world, "N", Some("01"), &[]).replace("\"at\"", &format!("{}\"at\"", over(first)));
    let error = world.fold_error(&["commission/N"], "plenary", &body);
    assert!(matches!(error, FoldError::UnknownReference(_)), "{error}");
}

#[test]
fn what_a_plenary_adds_up_are_the_counted_sheets_with_their_lists() {
    let mut world = World::new();
    let election = std::sync::Arc::clone(world.replay.election());
    let contest = election.profile.contest("council").unwrap();
    for (station, votes) in [("02001", [1, 2, 3]), ("02002", [4, 5, 6])] {
        let all: u32 = votes.iter().sum();
        let body = format!(
            r#"{{"contest":"council","station":"{station}","stage":"count","values":{{"register":90,"turnout":{all},"votes.1":0,"votes.1.list":0,"votes.1.1":0,"votes.2":0,"votes.2.list":0,"votes.2.1":0,"votes.3":{all},"votes.3.list":{},"votes.3.1":{},"votes.3.2":{},"blank":0,"spoilt":0,"counted":{all}}},"at":"2026-05-03T22:00:00+01:00"}}"#,
            votes[0], votes[1], votes[2]
        );
        world.say(&[&format!("clerk/{station}")], "sheet", &body);
    }
    let sums = |region: &str, constituency: Option<&str>, name: &str| {
        let constituency = constituency.and_then(|code| election.find_constituency(contest, code));
        let sums = tally::plenary_sums(&world.replay.tally, contest, world.region(region), constituency);
        let (form, sums) = sums.unwrap().unwrap();
        let field = election.form_by_ix(form).field(name).unwrap();
        sums[usize::from(field.0)].get()
    };
    for (region, constituency) in [("02", None), ("N", Some("02"))] {
        assert_eq!(sums(region, constituency, "votes.3.2"), 9);
        assert_eq!(sums(region, constituency, "votes.3.list"), 5);
    }
    assert_eq!(sums("N", Some("01"), "votes.1"), 0);
    assert_eq!(sums("N", None, "votes.3"), 21);
}
