//! Who may rule, for what, and what can come after a ruling.

use statement::AuthoriseError;
use tally::{FoldError, Quality, RefusalReason, Standing};

use crate::world::{World, over};

const STATION: &str = "01001";
const CLERK: &str = "clerk/01001";

#[test]
fn only_a_role_that_decides_for_the_stage_rules() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    let other = world.sheet(CLERK, STATION, [91, 10], "");
    let body = world.ruling_body(STATION, other);
    for by in ["agent/01001", CLERK, "importer/gazette"] {
        let error = world.try_say(&[by], "ruling", &body).unwrap_err();
        assert!(
            matches!(
                &error,
                RefusalReason::Keyring(statement::KeyringError::Authorise(AuthoriseError::Kind { .. }))
            ),
            "{by}: {error}"
        );
    }
    // The commission rules on plenaries of municipalities, not on what is counted at a station.
    let error = world.fold_error(&["commission/N"], "ruling", &body);
    assert_eq!(error, FoldError::NotDeciding { stage: "count".to_owned() });
    assert_eq!(world.standing(STATION), first);
    world.rule("board/01", STATION, other);
    assert_eq!(world.standing(STATION), other);
}

#[test]
fn only_a_scope_over_the_sheet_rules() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    let body = world.ruling_body(STATION, first);
    let error = world.try_say(&["board/02"], "ruling", &body).unwrap_err();
    assert!(matches!(
        error,
        RefusalReason::Keyring(statement::KeyringError::Authorise(AuthoriseError::Scope { .. }))
    ));
}

#[test]
fn the_signer_who_decides_rules_whoever_else_signed() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    let body = world.ruling_body(STATION, first);
    world.say(&["commission/N", "board/01"], "ruling", &body);
    assert_eq!(world.of(STATION).rulings[0].rank, 2, "the board's ruling, not the commission's");
}

#[test]
fn what_stands_beside_is_never_ruled_to_stand() {
    let mut world = World::new();
    let clerk = world.sheet(CLERK, STATION, [90, 10], "");
    let witness = world.sheet("agent/01001", STATION, [10, 90], "");
    let body = world.ruling_body(STATION, witness);
    assert_eq!(world.fold_error(&["board/01"], "ruling", &body), FoldError::NeverStands(witness));
    assert_eq!(world.standing(STATION), clerk);
    assert!(world.state(STATION).disputed, "and the dispute goes on");
}

#[test]
fn a_ruling_names_a_statement_about_the_same_sheet() {
    let mut world = World::new();
    let elsewhere = world.sheet("clerk/01002", "01002", [90, 10], "");
    world.sheet(CLERK, STATION, [90, 10], "");
    let body = world.ruling_body(STATION, elsewhere);
    assert_eq!(world.fold_error(&["board/01"], "ruling", &body), FoldError::UnknownReference(elsewhere));
}

#[test]
fn a_ruling_settles_rivals_and_confirms() {
    let mut world = World::new();
    world.sheet(CLERK, STATION, [90, 10], "");
    let other = world.sheet(CLERK, STATION, [91, 10], "");
    world.rule("board/01", STATION, other);
    let state = world.state(STATION);
    assert_eq!((state.quality, state.rivals, state.confirmed), (Quality::Consistent, false, true));
    assert_eq!((state.standing, state.votes_corrected), (Standing::Corrected, true), "90 stood before");
}

#[test]
fn a_ruling_for_what_stood_leaves_it_first() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    world.sheet(CLERK, STATION, [91, 10], "");
    world.rule("board/01", STATION, first);
    let state = world.state(STATION);
    assert_eq!((state.standing, state.confirmed, state.rivals), (Standing::First, true, false));
}

#[test]
fn a_ruling_ends_a_dispute_until_the_next() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    world.sheet("agent/01001", STATION, [91, 10], "");
    world.object("agent/01001", STATION);
    world.rule("board/01", STATION, first);
    assert!(!world.state(STATION).disputed);
    world.sheet("agent/01001/2", STATION, [92, 10], "");
    assert!(world.state(STATION).disputed);
}

#[test]
fn after_a_ruling_a_lower_rank_takes_nothing_back() {
    let mut world = World::new();
    let clerk = world.sheet(CLERK, STATION, [90, 10], "");
    world.rule("board/01", STATION, clerk);
    let before = world.state(STATION).clone();
    world.sheet(CLERK, STATION, [10, 90], &over(clerk));
    world.sheet(CLERK, STATION, [20, 80], "");
    world.restate(STATION, [30, 70], 600, "");
    let body = world.withdrawal_body(STATION, clerk, "");
    world.say(&[CLERK], "withdrawal", &body);
    assert_eq!(*world.state(STATION), before, "neither by superseding, nor as a rival, nor by withdrawing");
}

#[test]
fn after_a_ruling_the_ruling_rank_may_correct() {
    let mut world = World::new();
    let clerk = world.sheet(CLERK, STATION, [90, 10], "");
    world.sheet("board/01", STATION, [50, 50], "");
    world.rule("board/01", STATION, clerk);
    assert_eq!(world.standing(STATION), clerk, "what came before the ruling is out");
    let board = world.sheet("board/01", STATION, [91, 10], &over(clerk));
    assert_eq!(world.standing(STATION), board);
    world.sheet("board/01", STATION, [92, 10], "");
    let state = world.state(STATION);
    assert_eq!((world.standing(STATION), state.rivals), (board, true), "and be its own rival");
}

#[test]
fn after_a_ruling_a_later_stage_stands() {
    let mut world = World::new();
    let clerk = world.sheet(CLERK, STATION, [90, 10], "");
    world.rule("board/01", STATION, clerk);
    let rerun = world.sheet(CLERK, STATION, [40, 60], r#""stage":"rerun","#);
    let state = world.state(STATION);
    assert_eq!((world.standing(STATION), state.rivals, state.confirmed), (rerun, false, false));
}

#[test]
fn a_ruling_for_a_stage_one_decides_for_sets_no_other_stage_aside() {
    let mut world = World::under(&[("deciding_for = [\"count\", \"rerun\"]", "deciding_for = [\"count\"]")]);
    let count = world.sheet(CLERK, STATION, [90, 10], "");
    let rerun = world.sheet(CLERK, STATION, [40, 60], r#""stage":"rerun","#);
    let body = world.ruling_body(STATION, count);
    let error = world.fold_error(&["board/01"], "ruling", &body);
    assert_eq!(error, FoldError::NotDeciding { stage: "rerun".to_owned() });
    assert_eq!(world.standing(STATION), rerun);
}

#[test]
fn a_weaker_role_rules_against_no_stronger_one() {
    let deciding = ("stands = true\nrank = 1", "stands = true\ndeciding_for = [\"count\"]\nrank = 1");
    let ruling = ("\"sheet\", \"withdrawal\"]", "\"sheet\", \"withdrawal\", \"ruling\"]");
    let mut world = World::under(&[ruling, deciding]);
    let clerk = world.sheet(CLERK, STATION, [90, 10], "");
    world.rule(CLERK, STATION, clerk);
    let board = world.sheet("board/01", STATION, [50, 50], "");
    let body = world.ruling_body(STATION, clerk);
    let outranked = FoldError::Outranked { rank: 1, above: 2 };
    assert_eq!(world.fold_error(&[CLERK], "ruling", &body), outranked, "against its statement");
    assert_eq!(world.standing(STATION), board);
    let mut world = World::under(&[ruling, deciding]);
    let clerk = world.sheet(CLERK, STATION, [90, 10], "");
    let other = world.sheet(CLERK, STATION, [80, 20], "");
    world.rule("board/01", STATION, clerk);
    let body = world.ruling_body(STATION, other);
    assert_eq!(world.fold_error(&[CLERK], "ruling", &body), outranked, "against its ruling");
    assert_eq!(world.standing(STATION), clerk);
}

#[test]
fn the_last_of_two_rulings_holds() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    let other = world.sheet(CLERK, STATION, [91, 10], "");
    world.rule("board/01", STATION, first);
    world.rule("board/01", STATION, other);
    assert_eq!(world.standing(STATION), other);
}
