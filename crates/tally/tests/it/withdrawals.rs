//! What can be taken back, and by whom.

use std::time::{Duration, Instant};

use election::{Cell, Unread};
use tally::{FoldError, Standing};

use crate::world::{World, at, over};

const STATION: &str = "01001";
const CLERK: &str = "clerk/01001";
const IMPORTER: &str = "importer/gazette";
const GAZETTE: &str = r#""source":"gazette","#;

#[test]
fn what_never_stands_is_not_taken_back() {
    let mut world = World::new();
    world.sheet(CLERK, STATION, [90, 10], "");
    let witness = world.sheet("agent/01001", STATION, [10, 90], "");
    let before = world.state(STATION).clone();
    for fields in ["", r#""fields":["blank"],"#] {
        let body = world.withdrawal_body(STATION, witness, fields);
        assert_eq!(world.fold_error(&[CLERK], "withdrawal", &body), FoldError::NeverStands(witness));
    }
    assert_eq!(*world.state(STATION), before, "a witness's figures don't come in by it, nor go the clerk's");
}

#[test]
fn only_what_stands_or_a_rival_of_it_is_taken_back() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    let second = world.sheet(CLERK, STATION, [91, 10], &over(first));
    let body = world.withdrawal_body(STATION, first, "");
    assert_eq!(world.fold_error(&[CLERK], "withdrawal", &body), FoldError::NotWithdrawable(first));
    let rival = world.sheet(CLERK, STATION, [92, 10], "");
    let body = world.withdrawal_body(STATION, rival, "");
    world.say(&[CLERK], "withdrawal", &body);
    assert_eq!(world.standing(STATION), second);
    let body = world.withdrawal_body(STATION, second, "");
    world.say(&[CLERK], "withdrawal", &body);
    assert_eq!((world.state(STATION).standing, world.state(STATION).rivals), (Standing::Withdrawn, false));
}

#[test]
fn nobody_takes_back_of_their_own_what_a_source_said_nor_a_source_what_anybody_did() {
    let mut world = World::new();
    let restated = world.restate(STATION, [90, 10], 60, "");
    let body = world.withdrawal_body(STATION, restated, "");
    assert_eq!(world.fold_error(&[CLERK], "withdrawal", &body), FoldError::NotWithdrawable(restated));
    let clerk = world.sheet(CLERK, STATION, [91, 10], "");
    let body = world.withdrawal_body(STATION, clerk, GAZETTE);
    assert_eq!(world.fold_error(&[IMPORTER], "withdrawal", &body), FoldError::NotWithdrawable(clerk));
}

#[test]
fn a_source_takes_back_in_its_own_time_also_what_no_longer_stands() {
    let mut world = World::new();
    let first = world.restate(STATION, [90, 10], 60, "");
    let last = world.restate(STATION, [92, 10], 180, "");
    let body = world.withdrawal_body(STATION, first, GAZETTE);
    let end = body.find(r#""at""#).unwrap();
    let body = format!(r#"{}"at":"{}"}}"#, &body[..end], at(120));
    world.say(&[IMPORTER], "withdrawal", &body);
    assert_eq!(world.standing(STATION), last, "restated late, it falls into its place");
    let body =
        body.replace(&first.to_hex(), &last.to_hex()).replace(&at(120).to_string(), &at(240).to_string());
    world.say(&[IMPORTER], "withdrawal", &body);
    assert_eq!(world.state(STATION).standing, Standing::Withdrawn);
}

#[test]
fn a_long_chain_of_withdrawals_takes_no_longer_than_it_is_long() {
    const LINKS: usize = 2_000;
    let mut world = World::new();
    let mut last = world.sheet(CLERK, STATION, [90, 10], "");
    let begun = Instant::now();
    for link in 0..LINKS {
        let field = ["blank", "spoilt", "votes.1", "register"][link % 4];
        let body = format!(
            r#"{{"contest":"chair","station":"{STATION}","stage":"count","fields":["{field}"],"supersedes":"{}","reason":"source-withdrew","at":"{}"}}"#,
            last.to_hex(),
            at(600)
        );
        last = world.say(&[CLERK], "withdrawal", &body);
    }
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    let state = world.state(STATION);
    assert_eq!((world.standing(STATION), state.standing), (last, Standing::Withdrawn));
    assert_eq!(state.evidence, Some(0), "the photos stay");
    let cells = state.cells.as_ref().unwrap();
    assert_eq!(cells.iter().filter(|cell| **cell == Cell::Unread(Unread::Withdrawn)).count(), 4);
}
