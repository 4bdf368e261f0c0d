//! Which statement of a sheet stands, and what state the sheet is then in.

use election::{Cell, Unread};
use tally::{FoldError, Quality, Standing};

use crate::world::{World, over};

const STATION: &str = "01001";
const CLERK: &str = "clerk/01001";
const RERUN: &str = r#""stage":"rerun","#;

#[test]
fn the_higher_rank_at_a_stage_stands_and_a_later_lower_one_changes_nothing() {
    let mut world = World::new();
    let clerk = world.sheet(CLERK, STATION, [90, 10], "");
    assert_eq!(world.standing(STATION), clerk);
    let board = world.sheet("board/01", STATION, [80, 20], "");
    assert_eq!(world.standing(STATION), board, "also without superseding");
    let before = world.state(STATION).clone();
    world.sheet(CLERK, STATION, [70, 30], &over(board));
    assert_eq!(world.standing(STATION), board, "also when it names what stands");
    assert_eq!(*world.state(STATION), before, "and is no rival of it");
    assert_eq!((before.standing, before.rivals), (Standing::Corrected, false));
}

#[test]
fn the_later_stage_stands_before_the_higher_rank() {
    let mut world = World::new();
    let rerun = world.sheet(CLERK, STATION, [40, 60], RERUN);
    world.sheet("board/01", STATION, [90, 10], "");
    assert_eq!(world.standing(STATION), rerun);
    assert_eq!(world.state(STATION).standing, Standing::First, "the board's figures never stood");
}

#[test]
fn what_is_restated_stands_below_what_anybody_states() {
    let roles = ("[\"board\", \"clerk\"]", "[\"board\", \"clerk\", \"importer\"]");
    let mut world = World::under(&[roles, ("rank = 1", "rank = 0")]);
    world.restate(STATION, [1, 2], 60, "");
    let clerk = world.sheet(CLERK, STATION, [90, 10], "");
    assert_eq!(world.standing(STATION), clerk, "at the same stage and of the same rank");
    world.restate(STATION, [3, 4], 70, RERUN);
    assert_eq!(world.standing(STATION), clerk, "at a later stage");
}

#[test]
fn who_supersedes_takes_the_place() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    let second = world.sheet(CLERK, STATION, [91, 10], &over(first));
    assert_eq!(world.standing(STATION), second);
    let state = world.state(STATION);
    assert_eq!((state.quality, state.rivals), (Quality::Consistent, false));
    assert_eq!((state.standing, state.votes_corrected), (Standing::Corrected, true));
}

#[test]
fn who_supersedes_neither_is_a_rival_and_the_earlier_stands() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    world.sheet(CLERK, STATION, [91, 10], "");
    assert_eq!(world.standing(STATION), first);
    let state = world.state(STATION);
    assert_eq!((state.quality, state.rivals, state.sound()), (Quality::Conflict, true, false));
    assert_eq!((state.standing, state.votes_corrected), (Standing::First, false), "nothing was corrected");
}

#[test]
fn who_supersedes_what_is_superseded_already_is_a_rival() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    let second = world.sheet(CLERK, STATION, [91, 10], &over(first));
    world.sheet(CLERK, STATION, [92, 10], &over(first));
    assert_eq!(world.standing(STATION), second);
    assert!(world.state(STATION).rivals);
}

#[test]
fn rivals_with_the_same_figures_are_no_conflict() {
    let mut world = World::new();
    world.sheet(CLERK, STATION, [90, 10], "");
    world.sheet(CLERK, STATION, [90, 10], "");
    let state = world.state(STATION);
    assert_eq!((state.quality, state.rivals), (Quality::Consistent, false));
}

#[test]
fn a_role_that_confirms_confirms_by_its_word() {
    let mut world = World::new();
    world.sheet(CLERK, STATION, [90, 10], "");
    assert!(!world.state(STATION).confirmed);
    world.sheet("board/01", STATION, [90, 10], "");
    assert!(world.state(STATION).confirmed);
    assert_eq!(world.totals("N").confirmed, 1);
}

#[test]
fn unsettled_rivals_are_neither_confirmed_nor_quoted() {
    let mut world = World::new();
    world.sheet("board/01", STATION, [90, 10], "");
    assert_eq!(world.totals("N").sound.sheets, 1);
    world.sheet("board/01", STATION, [91, 10], "");
    let state = world.state(STATION);
    assert_eq!((state.quality, state.confirmed, state.sound()), (Quality::Conflict, false, false));
    assert_eq!((world.totals("N").sound.sheets, world.totals("N").all.sheets), (0, 1));
    world.plenary("board/01", "01", [90, 10], r#""closes":true,"#);
    assert!(!world.state(STATION).confirmed, "a plenary over their heads settles nothing");
}

#[test]
fn a_source_is_followed_in_its_own_time() {
    let mut world = World::new();
    let late = world.restate(STATION, [92, 10], 120, "");
    world.restate(STATION, [90, 10], 60, "");
    assert_eq!(world.standing(STATION), late, "what is restated late falls into its place");
    let state = world.state(STATION);
    assert_eq!((state.standing, state.rivals), (Standing::Corrected, false), "the source corrected it");
    let mut other = World::new();
    other.restate(STATION, [90, 10], 60, "");
    other.restate(STATION, [92, 10], 120, "");
    assert_eq!(other.state(STATION).standing, state.standing, "in either order");
    assert_eq!(other.state(STATION).cells, state.cells);
}

#[test]
fn what_stands_beside_disputes_where_it_differs_and_moves_no_total() {
    let mut world = World::new();
    world.sheet("agent/01001", STATION, [10, 90], "");
    assert_eq!(world.state(STATION).version, None, "it never stands");
    assert_eq!(world.totals("N").stated, 0);
    let clerk = world.sheet(CLERK, STATION, [90, 10], "");
    let state = world.state(STATION);
    assert_eq!((world.standing(STATION), state.disputed, state.sound()), (clerk, true, true));
    assert_eq!((world.totals("N").disputed, world.totals("N").sound.sheets), (1, 1));
}

#[test]
fn what_stands_beside_with_the_same_figures_disputes_nothing() {
    let mut world = World::new();
    world.sheet(CLERK, STATION, [90, 10], "");
    world.sheet("agent/01001", STATION, [90, 10], "");
    assert!(!world.state(STATION).disputed);
}

#[test]
fn a_witness_takes_back_its_own_dispute_and_nobody_elses() {
    let mut world = World::new();
    world.sheet(CLERK, STATION, [90, 10], "");
    let slip = world.sheet("agent/01001", STATION, [91, 10], "");
    assert!(world.state(STATION).disputed);
    world.sheet("agent/01001/2", STATION, [90, 10], &over(slip));
    assert!(world.state(STATION).disputed, "another's key takes nothing back");
    let still = world.sheet("agent/01001", STATION, [92, 10], &over(slip));
    assert!(world.state(STATION).disputed, "corrected, and still other figures");
    world.sheet("agent/01001", STATION, [90, 10], &over(still));
    assert!(!world.state(STATION).disputed);
}

#[test]
fn an_objection_disputes() {
    let mut world = World::new();
    world.sheet(CLERK, STATION, [90, 10], "");
    world.object("agent/01001", STATION);
    assert!(world.state(STATION).disputed);
}

#[test]
fn an_answer_is_kept_with_its_objection_and_ends_no_dispute() {
    let mut world = World::new();
    let sheet = world.sheet(CLERK, STATION, [90, 10], "");
    let objection = world.object("agent/01001", STATION);
    for outcome in ["noted", "upheld"] {
        let body = world.answer_body(STATION, objection, outcome);
        world.say(&["board/01"], "answer", &body);
    }
    assert!(world.state(STATION).disputed, "a ruling or a sheet ends it");
    let [kept] = world.of(STATION).objections.as_slice() else { panic!("one objection") };
    let outcomes: Vec<&str> = kept.answers.iter().map(|answer| answer.outcome.text()).collect();
    assert_eq!(outcomes, ["noted", "upheld"]);
    for text in [ledger::sha256(b"upheld"), kept.text] {
        assert!(world.replay.tally.publishes(&text), "its text is published with it");
    }
    let body = world.answer_body(STATION, sheet, "rejected");
    let error = world.fold_error(&["board/01"], "answer", &body);
    assert_eq!(error, FoldError::UnknownReference(sheet), "nobody objected by this statement");
    let body = world.answer_body("01002", objection, "rejected");
    assert_eq!(world.fold_error(&["board/01"], "answer", &body), FoldError::UnknownReference(objection));
}

#[test]
fn a_text_that_says_more_of_figures_is_published_until_it_is_redacted() {
    let mut world = World::new();
    let text = ledger::sha256(b"why");
    world.sheet(CLERK, STATION, [90, 10], &format!(r#""text":"{}","#, text.to_hex()));
    let version = &world.of(STATION).versions[0];
    assert_eq!(version.text.as_deref(), Some(&text));
    assert!(world.replay.tally.publishes(&text));
}

#[test]
fn the_strongest_signer_states_it_in_whatever_order_they_signed() {
    for signers in [[CLERK, "agent/01001"], ["agent/01001", CLERK]] {
        let mut world = World::new();
        let body = world.sheet_body(STATION, [90, 10], "");
        let id = world.say(&signers, "sheet", &body);
        assert_eq!(world.standing(STATION), id);
    }
    for signers in [[CLERK, "board/01"], ["board/01", CLERK]] {
        let mut world = World::new();
        let body = world.sheet_body(STATION, [90, 10], "");
        world.say(&signers, "sheet", &body);
        assert!(world.state(STATION).confirmed, "it is the board's");
    }
}

#[test]
fn a_figure_that_changed_without_a_vote_is_corrected_and_no_vote_is() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    let body = world.sheet_body(STATION, [90, 10], &over(first)).replace(":1000", ":1001");
    world.say(&[CLERK], "sheet", &body);
    let state = world.state(STATION);
    assert_eq!((state.standing, state.votes_corrected), (Standing::Corrected, false));
}

#[test]
fn a_figure_read_only_later_corrects_nothing() {
    let mut world = World::new();
    let body = world.sheet_body(STATION, [90, 10], "").replace(r#""blank":0,"#, "");
    let body = body.replace(r#""at""#, r#""unread":{"blank":"illegible"},"at""#);
    let first = world.say(&[CLERK], "sheet", &body);
    assert_eq!(world.state(STATION).quality, Quality::Incomplete, "a hard check is undecided");
    world.sheet(CLERK, STATION, [90, 10], &over(first));
    let state = world.state(STATION);
    assert_eq!((state.quality, state.standing), (Quality::Consistent, Standing::First));
}

#[test]
fn a_withdrawn_sheet_counts_no_more_and_says_so() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    let body = world.withdrawal_body(STATION, first, "");
    let withdrawal = world.say(&[CLERK], "withdrawal", &body);
    let state = world.state(STATION);
    assert_eq!((state.standing, state.counted), (Standing::Withdrawn, false));
    assert!(state.cells.as_ref().unwrap().iter().all(|cell| *cell == Cell::Unread(Unread::Withdrawn)));
    assert_eq!((world.totals("N").all.sheets, world.totals("N").stated), (0, 1));
    world.sheet(CLERK, STATION, [91, 10], &over(withdrawal));
    let state = world.state(STATION);
    assert_eq!((state.standing, state.counted), (Standing::Corrected, true), "it was 90 once");
}

#[test]
fn a_sheet_whose_sums_fail_is_in_conflict_and_not_quoted() {
    let mut world = World::new();
    let body = world.sheet_body(STATION, [90, 10], "").replace(r#""counted":100"#, r#""counted":99"#);
    world.say(&[CLERK], "sheet", &body);
    let state = world.state(STATION);
    assert_eq!((state.quality, state.counted, state.sound()), (Quality::Conflict, true, false));
    assert_eq!((world.totals("N").sound.sheets, world.totals("N").all.sheets), (0, 1));
}

#[test]
fn a_sheet_is_stated_at_no_stage_of_decrees() {
    let mut world = World::under(&[(
        "roles = [\"commission\"]\nlegal = \"Electoral Act s. 47\"",
        "roles = [\"commission\", \"clerk\"]\nlegal = \"Electoral Act s. 47\"",
    )]);
    let body = world.sheet_body(STATION, [90, 10], r#""stage":"decree","#);
    let error = world.fold_error(&[CLERK], "sheet", &body);
    assert!(matches!(error, tally::FoldError::StageMisfit { .. }), "{error}");
}

#[test]
fn evidence_is_pending_until_a_capture_brings_it() {
    let mut world = World::new();
    let photo = ledger::sha256(b"a photo").to_hex();
    let evidence = format!(r#""evidence":[{{"page":1,"sha256":"{photo}"}}],"#);
    world.sheet(CLERK, STATION, [90, 10], &evidence);
    assert!(world.state(STATION).evidence_pending);
    let body = format!(
        r#"{{"contest":"chair","station":"{STATION}","page":1,"photo":{{"sha256":"{photo}","bytes":7,"media":"image/jpeg"}},"at":"2026-05-03T20:00:00Z"}}"#
    );
    world.say(&[CLERK], "capture", &body);
    assert!(!world.state(STATION).evidence_pending);
}

#[test]
fn a_capture_brings_evidence_to_its_own_sheet_alone() {
    let mut world = World::new();
    let photo = ledger::sha256(b"a photo").to_hex();
    let evidence = format!(r#""evidence":[{{"page":1,"sha256":"{photo}"}}],"#);
    let first = world.sheet(CLERK, STATION, [90, 10], &evidence);
    let body = format!(
        r#"{{"contest":"chair","station":"01002","page":1,"photo":{{"sha256":"{photo}","bytes":7,"media":"image/jpeg"}},"at":"2026-05-03T20:00:00Z"}}"#
    );
    world.say(&["clerk/01002"], "capture", &body);
    assert!(world.state(STATION).evidence_pending, "it is another sheet's photo");
    world.object("agent/01001", STATION);
    assert!(world.state(STATION).evidence_pending, "also when the sheet is touched again");
    world.sheet(CLERK, STATION, [91, 10], &format!("{evidence}{}", over(first)));
    assert!(world.state(STATION).evidence_pending);
    world.say(&[CLERK], "capture", &body.replace("01002", STATION));
    assert!(!world.state(STATION).evidence_pending);
}
