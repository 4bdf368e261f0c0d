//! Several sources restated about one thing: each is a history of its own, and the profile's list says which stands.

use tally::{FoldError, Standing};

use crate::world::World;

const STATION: &str = "01001";
const COURIER: &str = "importer/courier";

/// Under a law with a second source, listed after the gazette.
fn world() -> World {
    let reasons = "[[reasons]]\nid = \"typing-error\"";
    let courier = format!("[[sources]]\nid = \"courier\"\nlegal = \"Electoral Act s. 51\"\n\n{reasons}");
    let mut world = World::under(&[(reasons, &courier)]);
    world.register(COURIER).unwrap();
    world
}

#[test]
fn of_two_sources_the_one_the_profile_lists_first_stands() {
    for gazette_first in [true, false] {
        let mut world = world();
        if !gazette_first {
            let courier = world.restate_from("courier", STATION, [80, 20], 240, "");
            assert_eq!(world.standing(STATION), courier, "where no other says anything");
        }
        let gazette = world.restate(STATION, [90, 10], 60, "");
        if gazette_first {
            world.restate_from("courier", STATION, [80, 20], 240, "");
        }
        assert_eq!(world.standing(STATION), gazette, "however late the other");
        assert!(!world.state(STATION).rivals);
    }
}

#[test]
fn what_one_source_says_corrects_no_other() {
    let mut world = world();
    world.restate_from("courier", STATION, [80, 20], 30, "");
    world.restate(STATION, [90, 10], 60, "");
    let state = world.state(STATION);
    assert_eq!((state.standing, state.votes_corrected), (Standing::First, false));
    world.restate(STATION, [91, 10], 90, "");
    assert_eq!(world.state(STATION).standing, Standing::Corrected, "it corrects itself");
}

#[test]
fn a_source_takes_nothing_of_another_back() {
    let mut world = world();
    let gazette = world.restate(STATION, [90, 10], 60, "");
    let courier = world.restate_from("courier", STATION, [80, 20], 30, "");
    let source = r#""source":"courier","#;
    let body = world.withdrawal_body(STATION, gazette, source);
    assert_eq!(world.fold_error(&[COURIER], "withdrawal", &body), FoldError::NotWithdrawable(gazette));
    let before = world.state(STATION).clone();
    let body = world.withdrawal_body(STATION, courier, source);
    world.say(&[COURIER], "withdrawal", &body);
    assert_eq!(*world.state(STATION), before, "its own, and the gazette's figures stand");
}

#[test]
fn of_two_sources_plenaries_the_one_listed_first_stands() {
    let mut world = world();
    let gazette = world.plenary("importer/gazette", "01", [1, 2], r#""source":"gazette","#);
    world.plenary(COURIER, "01", [3, 4], r#""source":"courier","#);
    assert_eq!(world.standing_plenary("01"), gazette);
}
