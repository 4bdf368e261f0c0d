//! Where a region's result stands in law.

use tally::LegalStatus;

use crate::world::{World, over};

const BOARD: &str = "board/01";
const CLOSES: &str = r#""closes":true,"#;

fn status(world: &World, contest: &str, region: &str) -> LegalStatus {
    let tally = world.replay.tally.contest(world.contest(contest)).unwrap();
    tally.record(world.region(region)).map_or(LegalStatus::Running, tally::RegionRecord::status)
}

fn determine(world: &mut World, region: &str) {
    let body =
        format!(r#"{{"contest":"chair","region":"{region}","decree":"7/2026","at":"2026-05-09T00:00:00Z"}}"#);
    world.say(&["commission/N"], "determination", &body);
}

#[test]
fn each_step_sets_the_status_of_its_region_and_contest_alone() {
    let mut world = World::new();
    let open = world.plenary(BOARD, "01", [90, 10], "");
    assert_eq!(status(&world, "chair", "01"), LegalStatus::Running, "stated, not closed");
    let closed = world.plenary(BOARD, "01", [90, 10], &format!("{CLOSES}{}", over(open)));
    assert_eq!(status(&world, "chair", "01"), LegalStatus::PlenaryClosed);
    // Party witnesses of this election are witnesses of stations; a region is objected to by who acts for all of it.
    determine(&mut world, "01");
    assert_eq!(status(&world, "chair", "01"), LegalStatus::Determined);
    world.rule("commission/N", "01", closed);
    assert_eq!(status(&world, "chair", "01"), LegalStatus::Ruled);
    for (contest, region) in [("chair", "N"), ("chair", "02"), ("council", "01")] {
        assert_eq!(status(&world, contest, region), LegalStatus::Running, "{contest} {region}");
    }
}

#[test]
fn an_objection_puts_a_region_under_dispute() {
    let mut world = World::under(&[("id = \"agent\"\nlevel = 2", "id = \"agent\"")]);
    world.register_as("agent/01", "agent", "01", None).unwrap();
    world.plenary(BOARD, "01", [90, 10], CLOSES);
    world.object("agent/01", "01");
    assert_eq!(status(&world, "chair", "01"), LegalStatus::UnderDispute);
    determine(&mut world, "01");
    assert_eq!(status(&world, "chair", "01"), LegalStatus::Determined, "what was stated last");
}

#[test]
fn a_plenary_that_does_not_stand_closes_nothing() {
    let mut world = World::new();
    world.plenary("commission/N", "01", [90, 10], "");
    world.plenary(BOARD, "01", [90, 10], CLOSES);
    assert_eq!(status(&world, "chair", "01"), LegalStatus::Running);
}

#[test]
fn a_restatement_reopens_nothing_that_was_decreed() {
    let restated = format!(r#"{CLOSES}"source":"gazette","#);
    let mut world = World::new();
    world.plenary("importer/gazette", "01", [90, 10], &restated);
    assert_eq!(status(&world, "chair", "01"), LegalStatus::PlenaryClosed, "where nobody says more");
    determine(&mut world, "01");
    world.plenary("importer/gazette", "01", [91, 10], &restated);
    assert_eq!(status(&world, "chair", "01"), LegalStatus::Determined);
}

#[test]
fn a_decree_is_made_by_a_role_of_its_stage() {
    let mut world = World::under(&[(
        "\"plenary\", \"ruling\", \"redaction\"",
        "\"plenary\", \"ruling\", \"determination\", \"redaction\"",
    )]);
    let body = r#"{"contest":"chair","region":"01","decree":"7/2026","at":"2026-05-09T00:00:00Z"}"#;
    let error = world.try_say(&[BOARD], "determination", body).unwrap_err();
    assert!(error.to_string().contains("decree"), "{error}");
}
