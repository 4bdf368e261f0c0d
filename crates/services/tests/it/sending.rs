use std::collections::BTreeMap;

use proptest::prelude::*;
use services::courier::{Alone, Turned};
use services::outbox::{self, TRIES};
use services::receivers;
use services::tables::{FOLDER, place};
use services::{Refusal, ServicesError, days, keeping, receivers::Channel};

use super::subscriptions::by_mail;
use super::world::{Hand, World};

const HOUR: i64 = 3_600_000;

fn world() -> World {
    let world = World::with(by_mail);
    world.tables(7, "a,1");
    world
}

#[test]
fn a_crash_between_sending_and_writing_down_sends_it_again_and_loses_nothing() {
    let world = world();
    let number = world.subscriber("a@example.org", "daily", &["98"]);
    assert_eq!(days::make(&world.services).unwrap(), 1);
    // Begun, and carried; then the process ends.
    let begun = outbox::begin(&world.services.store, world.services.around.now_ms(), 10).unwrap();
    assert_eq!(begun.len(), 1);
    let world = world.again();
    let hand = Hand::default();
    world.set.pass(HOUR);
    assert_eq!(world.send(&hand).delivered, 1);
    assert_eq!(hand.cuts(number), [7]);
    assert_eq!(world.send(&hand), Turned::default(), "and then no more");
    let receipt = outbox::receipts(&world.services.store, Some(number)).unwrap().pop().unwrap();
    assert_eq!(receipt.attempt, 2, "the receipt says that it may have come twice");
}

#[test]
fn a_day_made_twice_is_made_once_also_after_a_crash() {
    let world = world();
    let number = world.subscriber("a@example.org", "daily", &["98"]);
    assert_eq!(days::make(&world.services).unwrap(), 1);
    let world = world.again();
    assert_eq!(days::make(&world.services).unwrap(), 0);
    world.tables(6, "older,0");
    assert_eq!(days::make(&world.services).unwrap(), 0, "an older cut is never sent after a newer one");
    let hand = Hand::default();
    world.send(&hand);
    assert_eq!(days::make(&world.services).unwrap(), 0);
    world.send(&hand);
    assert_eq!(hand.cuts(number), [7]);
}

#[test]
fn a_failing_delivery_holds_up_its_own_receiver_alone_and_keeps_the_order() {
    let world = world();
    let slow = world.subscriber("a@example.org", "daily", &["98"]);
    let well = world.subscriber("b@example.org", "daily", &["98", "ID"]);
    let hand = Hand::default();
    hand.away.lock().unwrap().insert(slow);
    days::make(&world.services).unwrap();
    assert_eq!(world.send(&hand), Turned { delivered: 1, failed: 1, dead: 0 });
    world.tables(9, "a,2");
    days::make(&world.services).unwrap();
    world.send(&hand);
    assert_eq!((hand.cuts(slow), hand.cuts(well)), (vec![], vec![7, 9]));
    hand.away.lock().unwrap().clear();
    world.send(&hand);
    assert!(hand.cuts(slow).is_empty(), "it waits for its pause");
    world.set.pass(HOUR);
    world.send(&hand);
    assert_eq!(hand.cuts(slow), [7, 9]);
}

#[test]
fn what_fails_too_often_is_dead_holds_its_receiver_and_is_sent_again_or_left_out_by_an_administrator() {
    let world = world();
    let store = &world.services.store;
    let number = world.subscriber("a@example.org", "daily", &["98"]);
    let hand = Hand::default();
    hand.away.lock().unwrap().insert(number);
    days::make(&world.services).unwrap();
    let mut pauses = Vec::new();
    for _ in 0..TRIES {
        world.send(&hand);
        let waiting = outbox::waiting(store).unwrap();
        if let Some(row) = waiting.first() {
            pauses.push(row.at_ms - world.services.around.now_ms());
            world.set.pass(pauses.last().unwrap() - 1);
            assert_eq!(world.send(&hand), Turned::default(), "not before its pause is over");
            world.set.pass(1);
        }
    }
    assert!(pauses.windows(2).all(|two| two[0] <= two[1]) && pauses[0] == 60_000, "{pauses:?}");
    let dead = outbox::dead(store).unwrap();
    assert_eq!((dead.len(), dead[0].tries, dead[0].said.as_str()), (1, TRIES, "451 try later"));
    assert!(
        world.told.lock().unwrap()[0].contains("is dead")
            && !world.told.lock().unwrap()[0].contains("example")
    );
    world.tables(9, "a,2");
    days::make(&world.services).unwrap();
    hand.away.lock().unwrap().clear();
    world.set.pass(100 * HOUR);
    world.send(&hand);
    assert!(hand.cuts(number).is_empty(), "a newer one does not overtake it");
    let now = world.services.around.now_ms();
    outbox::send_again(store, dead[0].number, now).unwrap();
    world.send(&hand);
    assert_eq!(hand.cuts(number), [7, 9]);
    let gone = outbox::send_again(store, dead[0].number, now);
    assert!(matches!(gone, Err(ServicesError::Refused(Refusal::NotDead(_)))));
    hand.gone.lock().unwrap().insert(number);
    world.tables(11, "a,3");
    days::make(&world.services).unwrap();
    assert_eq!(world.send(&hand).dead, 1, "what the receiver refuses for good is not tried again");
    world.tables(12, "a,4");
    days::make(&world.services).unwrap();
    hand.gone.lock().unwrap().clear();
    outbox::leave_out(store, outbox::dead(store).unwrap()[0].number, now).unwrap();
    world.send(&hand);
    assert_eq!(hand.cuts(number), [7, 9, 12]);
}

#[test]
fn an_attempt_days_later_carries_the_bytes_of_its_own_cut() {
    let world = world();
    let published = world.tables(7, "a,1");
    let number = world.subscriber("a@example.org", "daily", &["98"]);
    days::make(&world.services).unwrap();
    world.tables(9, "a,2");
    let begun = outbox::begin(&world.services.store, world.services.around.now_ms(), 10).unwrap();
    let file = &begun[0].files[0];
    assert_eq!(std::fs::read(place(&world.out(), file)).unwrap(), published);
    assert_eq!(file.sha256, ledger::sha256(&published).to_hex());
    assert_eq!(file.name, "latihan-ppwp-98-stations-2024-02-15-cut7.csv");
    assert_eq!((begun[0].to.number, begun[0].cut), (number, 7));
}

#[test]
fn while_tables_are_being_published_none_is_sent() {
    let world = world();
    world.subscriber("a@example.org", "daily", &["98"]);
    std::fs::write(world.public().join("data/ppwp/98/stations.csv"), "half a tab").unwrap();
    let made = days::make(&world.services);
    assert!(matches!(made, Err(ServicesError::Changing { .. })), "{made:?}");
    assert_eq!(outbox::waiting(&world.services.store).unwrap(), []);
    assert_eq!(
        std::fs::read_dir(world.out().join(FOLDER)).map_or(0, Iterator::count),
        0,
        "and none is copied"
    );
    world.tables(7, "a,1");
    assert_eq!(days::make(&world.services).unwrap(), 1);
}

#[test]
fn the_day_is_made_once_at_its_hour() {
    let world = World::with(|config| {
        by_mail(config);
        config.send_at = Some("06:00".to_owned());
    });
    world.tables(7, "a,1");
    world.subscriber("a@example.org", "daily", &["98"]);
    // 14 February, 21:00 UTC: 04:00 of the 15th here.
    assert_eq!(days::turn(&world.services).unwrap(), 0);
    world.set.pass(2 * HOUR);
    assert_eq!(days::turn(&world.services).unwrap(), 1);
    world.tables(8, "a,2");
    world.set.pass(17 * HOUR);
    assert_eq!(days::turn(&world.services).unwrap(), 0, "23:00 of the same day");
    world.set.pass(6 * HOUR + HOUR);
    assert_eq!(days::turn(&world.services).unwrap(), 1, "and 06:00 of the next");
}

#[test]
fn a_receipt_says_what_was_sent_to_whom_and_what_was_answered() {
    let world = world();
    let number = world.subscriber("a@example.org", "daily", &["98", "ID"]);
    days::make(&world.services).unwrap();
    world.send(&Hand::default());
    let receipt = outbox::receipts(&world.services.store, None).unwrap().pop().unwrap();
    assert_eq!(
        (receipt.receiver, receipt.address.as_deref(), receipt.cut),
        (number, Some("a@example.org"), 7)
    );
    assert_eq!(
        (receipt.answer.as_str(), receipt.date.as_str(), receipt.attempt),
        ("250 taken", "2024-02-15", 1)
    );
    let paths: Vec<&str> = receipt.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["data/ppwp/stations.csv.gz", "data/ppwp/98/stations.csv"]);
    for file in &receipt.files {
        let bytes = std::fs::read(world.public().join(&file.path)).unwrap();
        assert_eq!((file.bytes, file.sha256.clone()), (bytes.len() as u64, ledger::sha256(&bytes).to_hex()));
    }
}

#[test]
fn copies_stay_as_long_as_something_waits_for_them() {
    let world = world();
    let number = world.subscriber("a@example.org", "daily", &["98"]);
    let hand = Hand::default();
    hand.gone.lock().unwrap().insert(number);
    days::make(&world.services).unwrap();
    world.send(&hand);
    let copies = || std::fs::read_dir(world.out().join(FOLDER)).unwrap().count();
    world.set.pass(91 * 24 * HOUR);
    keeping::turn(&world.services);
    assert_eq!(copies(), 1);
    let store = &world.services.store;
    outbox::leave_out(store, outbox::dead(store).unwrap()[0].number, 0).unwrap();
    keeping::turn(&world.services);
    assert_eq!(copies(), 0);
    assert_eq!(
        *world.told.lock().unwrap().iter().filter(|text| !text.contains("is dead")).collect::<Vec<_>>(),
        [""; 0]
    );
}

#[test]
fn one_process_sends_at_a_time() {
    let world = world();
    let folder = world.place.path().join("own");
    let first = Alone::take(&folder).unwrap();
    assert!(first.is_some() && Alone::take(&folder).unwrap().is_none());
    drop(first);
    assert!(Alone::take(&folder).unwrap().is_some());
}

/// What happens to an outbox.
#[derive(Clone, Debug)]
enum Event {
    Publish,
    Make,
    Away(usize),
    Back(usize),
    Gone(usize),
    Send,
    Crash,
    Pass(i64),
    SendAgain,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Publish),
        Just(Event::Make),
        (0..3_usize).prop_map(Event::Away),
        (0..3_usize).prop_map(Event::Back),
        (0..3_usize).prop_map(Event::Gone),
        Just(Event::Send),
        Just(Event::Crash),
        (1..400_i64).prop_map(Event::Pass),
        Just(Event::SendAgain),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_fails_each_receiver_gets_every_cut_made_for_it_in_order(events in proptest::collection::vec(event(), 1..40)) {
        let mut world = world();
        let numbers: Vec<i64> =
            ["a", "b", "c"].iter().map(|name| world.subscriber(&format!("{name}@example.org"), "daily", &["98"])).collect();
        let hand = Hand::default();
        let mut cut = 7;
        let mut made: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        let mut last = 0;
        for event in events {
            match event {
                Event::Publish => {
                    cut += 1;
                    world.tables(cut, &format!("a,{cut}"));
                }
                Event::Make => {
                    days::make(&world.services).unwrap();
                    if cut > last {
                        for number in &numbers {
                            made.entry(*number).or_default().push(cut);
                        }
                        last = cut;
                    }
                }
                Event::Away(who) => { hand.away.lock().unwrap().insert(numbers[who]); }
                Event::Gone(who) => { hand.gone.lock().unwrap().insert(numbers[who]); }
                Event::Back(who) => {
                    hand.away.lock().unwrap().remove(&numbers[who]);
                    hand.gone.lock().unwrap().remove(&numbers[who]);
                }
                Event::Send => { world.send(&hand); }
                Event::Crash => {
                    // Carried and not written down: it comes again, and nothing comes before it.
                    for begun in outbox::begin(&world.services.store, world.services.around.now_ms(), 10).unwrap() {
                        hand.took.lock().unwrap().push((begun.to.number, begun.cut));
                    }
                    world = world.again();
                }
                Event::Pass(minutes) => world.set.pass(minutes * 60_000),
                Event::SendAgain => for dead in outbox::dead(&world.services.store).unwrap() {
                    outbox::send_again(&world.services.store, dead.number, world.services.around.now_ms()).unwrap();
                },
            }
        }
        hand.away.lock().unwrap().clear();
        hand.gone.lock().unwrap().clear();
        for _ in 0..60 {
            for dead in outbox::dead(&world.services.store).unwrap() {
                outbox::send_again(&world.services.store, dead.number, world.services.around.now_ms()).unwrap();
            }
            world.set.pass(7 * HOUR);
            world.send(&hand);
        }
        for number in numbers {
            let mut took = hand.cuts(number);
            prop_assert!(took.windows(2).all(|two| two[0] <= two[1]), "{:?}", took);
            took.dedup();
            prop_assert_eq!(took, made.get(&number).cloned().unwrap_or_default());
            prop_assert_eq!(receivers::find(&world.services.store, number).unwrap().channel, Channel::Mail);
        }
    }
}
