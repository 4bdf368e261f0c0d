//! Every step of a commit fails, or succeeds with its answer lost, some times in a row; then the ledger is opened anew.

use crate::common::{Bench, START, notes, published};
use sequencer::{Fault, Lock as _, SequencerError, Store as _};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// The steps in the order of a commit, and the paths they write.
const STEPS: [(&str, &str); 8] = [
    ("staging", "staging/"),
    ("lock", "lock"),
    ("bundle", "tile/entries/"),
    ("leaf tile", "tile/0/"),
    ("inner tile", "tile/1/"),
    ("partial tile", "tile/0/002.p"),
    ("checkpoint", "checkpoint"),
    ("dropping the staged batch", "delete staging/"),
];

#[test]
fn whatever_step_fails_the_batch_is_in_as_a_whole_or_not_at_all_and_nothing_is_twice() {
    for (step, (name, prefix)) in STEPS.into_iter().enumerate() {
        for fault in [Fault::Fails, Fault::FailsButPersists] {
            for times in 1..=4 {
                let committed = step > 1 || (step == 1 && fault == Fault::FailsButPersists);
                one_case(&format!("{name}, {fault:?}, {times} times"), prefix, fault, times, committed);
            }
        }
    }
}

fn one_case(case: &str, prefix: &'static str, fault: Fault, times: u32, committed: bool) {
    let bench = Bench::new();
    let mut sequencer = bench.create().unwrap();
    bench.check(true);
    sequencer.append(&notes(0..250), START + 1_000).unwrap();
    bench.check(true);

    let left = Arc::new(AtomicU32::new(times));
    for lock in [true, false] {
        let left = Arc::clone(&left);
        let fails = move |path: &str| {
            let hit = path.starts_with(prefix)
                && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
            if hit { fault } else { Fault::None }
        };
        if lock { bench.lock.on_write(fails) } else { bench.store.on_write(fails) }
    }
    assert!(sequencer.append(&notes(250..550), START + 2_000).is_err(), "{case}");
    bench.check(false);
    assert!(
        matches!(sequencer.append(&notes(250..550), START + 2_000), Err(SequencerError::Stopped)),
        "{case}"
    );
    bench.check(false);
    drop(sequencer);

    // Recovery runs the same steps, so it meets the same fault until that gives up.
    let mut failures = 1;
    let mut sequencer = loop {
        match bench.open() {
            Ok(sequencer) => break sequencer,
            Err(error) => {
                failures += 1;
                assert!(failures <= times + 1, "{case}: {error}");
                bench.check(false);
            }
        }
    };
    bench.check(true);
    left.store(0, Ordering::SeqCst);
    let size = if committed { 550 } else { 250 };
    assert_eq!(sequencer.size(), size, "{case}");
    if !committed {
        sequencer.append(&notes(250..550), START + 2_500).unwrap();
        bench.check(true);
    }
    sequencer.append(&notes(550..900), START + 3_000).unwrap();
    bench.check(true);
    let counts = published(&bench.store);
    assert_eq!(counts.len(), 900, "{case}");
    assert!(counts.values().all(|count| *count == 1), "{case}");
    let sequencer = bench.open().unwrap();
    assert_eq!((sequencer.size(), sequencer.recovered()), (900, None));
    assert_eq!(bench.store.list("staging/").unwrap(), Vec::<String>::new(), "{case}");
}

#[test]
fn opening_after_a_lost_answer_says_which_entries_are_in() {
    let bench = Bench::new();
    let mut sequencer = bench.create().unwrap();
    sequencer.append(&notes(0..7), START).unwrap();
    bench.lock.on_write(|_| Fault::FailsButPersists);
    assert!(sequencer.append(&notes(7..9), START).is_err());
    bench.lock.heal();
    assert_eq!(bench.open().unwrap().recovered(), Some(7..9));
    assert_eq!(bench.open().unwrap().recovered(), None);
}

#[test]
fn an_ordinary_batch_writes_each_file_once_in_the_order_of_the_protocol() {
    let bench = Bench::new();
    let mut sequencer = bench.create().unwrap();
    assert_eq!(bench.store.take_written(), ["checkpoint"]);
    sequencer.append(&notes(0..300), START).unwrap();
    let written = bench.store.take_written();
    assert!(written[0].starts_with("staging/300-"));
    assert_eq!(
        written[1..],
        [
            "tile/entries/000",
            "tile/entries/001.p/44",
            "tile/0/000",
            "tile/0/001.p/44",
            "tile/1/000.p/1",
            "checkpoint"
        ]
    );
}

#[test]
fn a_lock_that_was_rolled_back_is_refused() {
    let bench = Bench::new();
    let mut sequencer = bench.create().unwrap();
    sequencer.append(&notes(0..3), START).unwrap();
    let old = bench.lock.read().unwrap();
    sequencer.append(&notes(3..5), START).unwrap();
    bench.lock.tamper(old);
    assert!(matches!(bench.open(), Err(SequencerError::PublicAhead { public: 5, lock: 3 })));
}

#[test]
fn two_writers_can_not_both_move_the_head() {
    let bench = Bench::new();
    let mut one = bench.create().unwrap();
    let mut two = bench.open().unwrap();
    one.append(&notes(0..3), START).unwrap();
    let error = two.append(&notes(3..5), START + 9).unwrap_err();
    assert!(matches!(error, SequencerError::Lock(sequencer::LockError::Changed)), "{error}");
    bench.check(true);
    let mut three = bench.open().unwrap();
    three.append(&notes(3..5), START + 10).unwrap();
    bench.check(true);
}

#[test]
fn a_staged_batch_that_vanished_or_was_damaged_is_refused() {
    let bench = Bench::new();
    let mut sequencer = bench.create().unwrap();
    sequencer.append(&notes(0..3), START).unwrap();
    bench.store.on_write(|path| if path.starts_with("tile/") { Fault::Fails } else { Fault::None });
    assert!(sequencer.append(&notes(3..5), START).is_err());
    bench.store.heal();
    let path = bench.store.list("staging/").unwrap().remove(0);
    let good = bench.store.get(&path).unwrap().unwrap();
    let mut bad = good.clone();
    *bad.last_mut().unwrap() ^= 1;
    bench.store.tamper(&path, Some(bad));
    assert!(matches!(bench.open(), Err(SequencerError::Staging { .. })));
    bench.store.tamper(&path, None);
    assert!(matches!(bench.open(), Err(SequencerError::StagingMissing { public: 3, lock: 5 })));
    bench.store.tamper(&path, Some(good));
    assert_eq!(bench.open().unwrap().size(), 5);
    bench.check(true);
}

#[test]
fn a_damaged_edge_is_refused_when_opening() {
    for path in ["tile/entries/001.p/44", "tile/0/001.p/44", "tile/1/000.p/1"] {
        let bench = Bench::new();
        bench.create().unwrap().append(&notes(0..300), START).unwrap();
        let good = bench.store.get(path).unwrap().unwrap();
        for at in [0, 3, good.len() / 2, good.len() - 1] {
            let mut bad = good.clone();
            bad[at] ^= 0x40;
            bench.store.tamper(path, Some(bad));
            assert!(bench.open().is_err(), "{path} {at}");
        }
        bench.store.tamper(path, None);
        assert!(bench.open().is_err(), "{path} missing");
        bench.store.tamper(path, Some(good));
        assert!(bench.open().is_ok());
    }
}

/// A bit flips between the program and the disk.
#[derive(Clone)]
struct Flips(sequencer::MemoryStore, &'static str);

impl sequencer::Store for Flips {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, sequencer::StoreError> {
        let mut bytes = self.0.get(path)?;
        if let Some(last) = bytes.as_mut().filter(|_| path == self.1).and_then(|bytes| bytes.last_mut()) {
            *last ^= 1;
        }
        Ok(bytes)
    }
    fn put_new(&self, path: &str, bytes: &[u8]) -> Result<(), sequencer::StoreError> {
        self.0.put_new(path, bytes)
    }
    fn put_new_many(&self, objects: &[(String, Vec<u8>)]) -> Result<(), sequencer::StoreError> {
        self.0.put_new_many(objects)
    }
    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), sequencer::StoreError> {
        self.0.replace(path, bytes)
    }
    fn delete(&self, path: &str) -> Result<(), sequencer::StoreError> {
        self.0.delete(path)
    }
    fn list(&self, prefix: &str) -> Result<Vec<String>, sequencer::StoreError> {
        self.0.list(prefix)
    }
}

#[test]
fn a_bit_that_flips_on_the_way_to_the_disk_is_found_before_the_batch_is_acknowledged() {
    for path in
        ["tile/entries/000", "tile/entries/001.p/44", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"]
    {
        let bench = Bench::new();
        let store = Flips(bench.store.clone(), path);
        let mut sequencer =
            sequencer::Sequencer::create(store, bench.lock.clone(), crate::common::key(), START).unwrap();
        assert!(sequencer.append(&notes(0..300), START).is_err(), "{path}");
        assert!(sequencer.is_stopped());
        assert_eq!(published(&bench.store).len(), 0);
    }
}

#[test]
fn a_ledger_is_created_only_where_nothing_is_and_never_by_opening() {
    let bench = Bench::new();
    assert!(matches!(bench.open(), Err(SequencerError::NotCreated)));
    bench.create().unwrap().append(&notes(0..1), START).unwrap();
    assert!(matches!(bench.create(), Err(SequencerError::AlreadyCreated { .. })));
    bench.lock.tamper(None);
    assert!(matches!(bench.create(), Err(SequencerError::AlreadyCreated { found }) if found == "checkpoint"));
}

#[test]
fn another_ledgers_key_is_refused() {
    use ledger::{KeyKind, KeyName, SigningKey};
    let bench = Bench::new();
    bench.create().unwrap();
    let name = KeyName::new("count.example/2029").unwrap();
    let other = SigningKey::from_seed(name.clone(), KeyKind::Ed25519, [8; 32]);
    let opened = sequencer::Sequencer::open(bench.store.clone(), bench.lock.clone(), other);
    assert!(matches!(opened, Err(SequencerError::ForeignHead(_))));
    let witness = SigningKey::from_seed(name, KeyKind::Cosignature, [9; 32]);
    let fresh = Bench::new();
    let created = sequencer::Sequencer::create(fresh.store.clone(), fresh.lock.clone(), witness, START);
    assert!(matches!(created, Err(SequencerError::Sign(_))));
    assert!(fresh.lock.read().unwrap().is_none());
}

#[test]
fn a_published_checkpoint_of_another_history_is_a_fork_and_is_not_followed() {
    let (one, two) = (Bench::new(), Bench::new());
    one.create().unwrap().append(&notes(0..3), START).unwrap();
    two.create().unwrap().append(&notes(5..8), START).unwrap();
    let other = two.store.get("checkpoint").unwrap();
    one.store.tamper("checkpoint", other.clone());
    assert!(matches!(one.open(), Err(SequencerError::Forked { size: 3 })));

    // Also when a staged batch waits to be finished: nothing is published on top of the other history.
    let bench = Bench::new();
    let mut sequencer = bench.create().unwrap();
    sequencer.append(&notes(0..3), START).unwrap();
    bench.store.on_write(|path| if path == "checkpoint" { Fault::Fails } else { Fault::None });
    assert!(sequencer.append(&notes(3..5), START).is_err());
    bench.store.heal();
    bench.store.tamper("checkpoint", other.clone());
    assert!(matches!(bench.open(), Err(SequencerError::Forked { size: 3 })));
    assert_eq!(bench.store.get("checkpoint").unwrap(), other);
}
