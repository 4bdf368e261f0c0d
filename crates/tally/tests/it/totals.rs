//! What counts, and when a region is complete.

use tally::Quality;

use crate::world::World;

fn partly(world: &World) -> String {
    let body = world.sheet_body("01002", [90, 10], "").replace(r#""votes.2":10,"#, "");
    body.replace(r#""at""#, r#""unread":{"votes.2":"illegible"},"at""#)
}

#[test]
fn a_sheet_with_some_options_read_is_partly_read_and_in_no_total() {
    let mut world = World::new();
    world.sheet("clerk/01001", "01001", [5, 6], "");
    let body = partly(&world);
    world.say(&["clerk/01002"], "sheet", &body);
    let state = world.state("01002");
    assert_eq!((state.partly_read, state.counted, state.quality), (true, false, Quality::Incomplete));
    let totals = world.totals("01");
    assert_eq!((totals.partly_read, totals.all.sheets, totals.stated), (1, 1, 2));
    let columns = &world.replay.election().profile.contest_at(world.contest("chair")).columns;
    let at = columns.iter().position(|column| column.name == "votes.1").unwrap();
    assert_eq!(totals.all.sums[at].get(), 5, "not even the option that is read");
}

#[test]
fn a_region_is_complete_when_every_expected_sheet_counts() {
    let mut world = World::new();
    world.sheet("clerk/02001", "02001", [1, 2], "");
    assert!(!world.totals("02").complete());
    // In conflict, and yet counted: "complete" says nothing of quality.
    let body = world.sheet_body("02002", [3, 4], "").replace(r#""counted":7"#, r#""counted":8"#);
    world.say(&["clerk/02002"], "sheet", &body);
    assert!(world.totals("02").complete());
    assert_eq!(world.totals("02").with_quality(Quality::Conflict), 1);
    assert!(!world.totals("N").complete());
}

#[test]
fn a_region_with_a_partly_read_sheet_is_not_complete() {
    let mut world = World::new();
    for station in ["01001", "01003", "01901"] {
        world.sheet(&format!("clerk/{station}"), station, [1, 2], "");
    }
    let body = partly(&world);
    world.say(&["clerk/01002"], "sheet", &body);
    let totals = world.totals("01");
    assert_eq!((totals.stated, totals.expected, totals.complete()), (4, 4, false));
    world.sheet("board/01", "01002", [90, 10], "");
    assert!(world.totals("01").complete());
}
