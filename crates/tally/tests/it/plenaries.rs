//! Which plenary of a region stands, and what it does to the sheets below.

use tally::{FoldError, plenary_differences};

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
