//! The running list of what changed after it had come in.

use crate::world::{World, over};

const STATION: &str = "01001";
const CLERK: &str = "clerk/01001";

fn entries(world: &World, region: &str) -> Vec<(u64, Vec<Option<u32>>)> {
    let tally = &world.replay.tally;
    let (places, counted) = (&tally.election().places, tally.contest(world.contest("chair")).unwrap());
    let all = counted.latest_changes(places, world.region(region), (100, 100));
    assert_eq!(all.len(), counted.changes_in(places, world.region(region)));
    let votes = |cells: &Option<std::sync::Arc<[election::Cell]>>| {
        let figure = cells.as_deref().and_then(|cells| cells[2].figure());
        figure.map(|figure| figure.0)
    };
    all.iter().map(|note| (note.entry, note.figures.iter().map(votes).collect())).collect()
}

#[test]
fn what_comes_in_first_is_no_change_and_what_takes_its_place_is() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [50, 50], "");
    assert_eq!(entries(&world, "N"), []);
    world.sheet(CLERK, STATION, [60, 40], &over(first));
    let entry = world.replay.tally.size() - 1;
    assert_eq!(entries(&world, "N"), [(entry, vec![Some(50), Some(60)])]);
    assert_eq!(entries(&world, "01"), entries(&world, "N"));
    assert_eq!(entries(&world, "02"), []);
}

#[test]
fn a_withdrawal_a_dispute_an_objection_and_its_answer_are_changes() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [50, 50], "");
    world.sheet("agent/01001", STATION, [40, 60], "");
    let objection = world.object("agent/01001", STATION);
    let answer = world.answer_body(STATION, objection, "rejected");
    world.say(&["board/01"], "answer", &answer);
    let withdrawal = world.withdrawal_body(STATION, first, "");
    world.say(&[CLERK], "withdrawal", &withdrawal);
    let last = world.replay.tally.size() - 1;
    let found: Vec<u64> = entries(&world, "N").into_iter().map(|(entry, _)| entry).collect();
    assert_eq!(found, [last, last - 1, last - 2, last - 3]);
}

#[test]
fn a_photo_or_a_reading_changes_nothing() {
    let mut world = World::new();
    world.sheet(CLERK, STATION, [50, 50], "");
    let photo = ledger::sha256(b"p").to_hex();
    world.say(
        &[CLERK],
        "capture",
        &format!(
            r#"{{"contest":"chair","station":"{STATION}","page":1,"photo":{{"sha256":"{photo}","bytes":1,"media":"image/jpeg"}},"at":"2026-05-03T20:00:00+01:00"}}"#
        ),
    );
    assert_eq!(entries(&world, "N"), []);
}

#[test]
fn what_comes_in_is_counted_by_the_hour_and_what_is_taken_back_whole_is_counted_out() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [50, 50], "");
    world.sheet("clerk/02001", "02001", [50, 50], "");
    world.sheet(CLERK, STATION, [60, 40], &over(first));
    let arrivals = |world: &World, region: &str| -> Vec<i64> {
        let counted = world.replay.tally.contest(world.contest("chair")).unwrap();
        counted.arrivals(world.region(region)).map(|(_, came)| came).collect()
    };
    assert_eq!(arrivals(&world, "N"), [2]);
    assert_eq!(arrivals(&world, "01"), Vec::<i64>::new());
    let standing = world.standing(STATION);
    let withdrawal = world.withdrawal_body(STATION, standing, "");
    world.say(&[CLERK], "withdrawal", &withdrawal);
    assert_eq!(arrivals(&world, "N"), [1]);
}

#[test]
fn nobody_pushes_others_off_the_list_by_saying_much_about_one_sheet() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [50, 50], "");
    world.sheet(CLERK, STATION, [60, 40], &over(first));
    world.sheet("clerk/02001", "02001", [50, 50], "");
    for _ in 0..9 {
        world.object("agent/02001", "02001");
    }
    let tally = &world.replay.tally;
    let counted = tally.contest(world.contest("chair")).unwrap();
    let latest = counted.latest_changes(&tally.election().places, world.region("N"), (5, 3));
    let entries: Vec<u64> = latest.iter().map(|note| note.entry).collect();
    let last = tally.size() - 1;
    assert_eq!(entries, [last, last - 1, last - 2, last - 10]);
    assert_eq!(counted.changes_in(&tally.election().places, world.region("N")), 10);
}
