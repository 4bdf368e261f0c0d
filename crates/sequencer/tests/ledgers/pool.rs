//! The pool: bounded, ranked, answered only when durable.

use crate::common::{Bench, START, notes};
use ledger::{Entry, leaf_hash};
use sequencer::{Class, Fault, MAX_NOTE, MemoryLock, MemoryStore, Pool, PoolConfig, PoolError, Sequencer};
use std::{
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

type Shared = Arc<Mutex<Sequencer<MemoryStore, MemoryLock>>>;

fn shared(bench: &Bench) -> Shared {
    Arc::new(Mutex::new(bench.create().unwrap()))
}

fn config() -> PoolConfig {
    let (period, hold) = (Duration::from_millis(20), Duration::from_millis(40));
    PoolConfig { period, hold, ..PoolConfig::default() }
}

/// Nothing is committed by time: only a full batch or closing does.
fn waiting() -> PoolConfig {
    let (period, hold) = (Duration::from_secs(3_600), Duration::from_secs(3_600));
    PoolConfig { period, hold, ..PoolConfig::default() }
}

#[test]
fn every_note_gets_its_own_index_and_a_head_that_covers_it() {
    let bench = Bench::new();
    let sequencer = shared(&bench);
    let pool = Pool::start(Arc::clone(&sequencer), config(), || START);
    thread::scope(|scope| {
        for worker in 0..8 {
            let (pool, store) = (&pool, &bench.store);
            scope.spawn(move || {
                for note in notes(worker * 50..worker * 50 + 50) {
                    let receipt = pool.submit(note.clone(), Class::Forms).unwrap().wait().unwrap();
                    let reader = sequencer::LedgerReader::new(store);
                    let size = receipt.checkpoint.checkpoint.size;
                    let bytes = reader.entry(receipt.index, size).unwrap();
                    let entry = Entry::parse(&bytes).unwrap();
                    assert_eq!((entry.note, entry.time_ms), (note.as_slice(), receipt.time_ms));
                    let proof = ledger::inclusion_proof(&reader, receipt.index, size).unwrap();
                    let root = receipt.checkpoint.checkpoint.root;
                    ledger::verify_inclusion(&leaf_hash(&bytes), receipt.index, size, &proof, &root).unwrap();
                }
            });
        }
    });
    pool.close();
    assert_eq!(bench.check(true).head.checkpoint.size, 400);
}

#[test]
fn nobody_waits_longer_than_the_hold_even_alone() {
    let bench = Bench::new();
    let pool = Pool::start(shared(&bench), config(), || START);
    let start = Instant::now();
    pool.submit(b"alone".to_vec(), Class::Bots).unwrap().wait().unwrap();
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_batch_ends_with_a_tile_and_the_rest_waits_for_the_next() {
    let bench = Bench::new();
    let (period, hold) = (Duration::from_millis(300), Duration::from_millis(700));
    let pool = Pool::start(shared(&bench), PoolConfig { period, hold, ..PoolConfig::default() }, || START);
    let tickets: Vec<_> =
        notes(0..300).into_iter().map(|note| pool.submit(note, Class::Forms).unwrap()).collect();
    let sizes: Vec<u64> =
        tickets.into_iter().map(|ticket| ticket.wait().unwrap().checkpoint.checkpoint.size).collect();
    assert_eq!((sizes[0], sizes[255], sizes[256], sizes[299]), (256, 256, 300, 300));
}

#[test]
fn a_full_batch_is_committed_at_once() {
    let bench = Bench::new();
    let pool = Pool::start(shared(&bench), PoolConfig { batch: 100, ..waiting() }, || START);
    let tickets: Vec<_> =
        notes(0..100).into_iter().map(|note| pool.submit(note, Class::Forms).unwrap()).collect();
    for (index, ticket) in (0..).zip(tickets) {
        assert_eq!(ticket.wait().unwrap().index, index);
    }
}

#[test]
fn forms_come_before_readings_before_bots() {
    let bench = Bench::new();
    let pool = Pool::start(shared(&bench), waiting(), || START);
    let tickets: Vec<_> = [Class::Bots, Class::Readings, Class::Forms, Class::Bots, Class::Forms]
        .into_iter()
        .zip(notes(0..5))
        .map(|(class, note)| pool.submit(note, class).unwrap())
        .collect();
    assert_eq!(pool.waiting(), 5);
    pool.close();
    let order: Vec<u64> = tickets.into_iter().map(|ticket| ticket.wait().unwrap().index).collect();
    assert_eq!(order, [3, 2, 0, 4, 1]);
}

#[test]
fn a_full_pool_says_when_to_come_again_and_lower_classes_sooner() {
    let bench = Bench::new();
    let config = PoolConfig { capacity: 8, per_signer: 2, ..waiting() };
    let pool = Pool::start(shared(&bench), config, || START);
    let mut submit = {
        let mut number = 0;
        let pool = &pool;
        move |class| {
            number += 1;
            pool.submit(format!("{number}").into_bytes(), class)
        }
    };
    let mut accepted = Vec::new();
    for (class, room) in [(Class::Bots, 4), (Class::Readings, 6), (Class::Forms, 8)] {
        while accepted.len() < room {
            accepted.push(submit(class).unwrap());
        }
        assert!(matches!(submit(class), Err(PoolError::Busy { retry_after_ms: 3_600_000 })));
    }
    pool.close();
    assert!(accepted.into_iter().all(|ticket| ticket.wait().is_ok()));
    assert_eq!(bench.check(true).head.checkpoint.size, 8);
}

#[test]
fn one_signer_can_not_fill_the_pool() {
    let bench = Bench::new();
    let pool = Pool::start(shared(&bench), PoolConfig { per_signer: 2, batch: 3, ..waiting() }, || START);
    let one = pool.submit_by("a", b"1".to_vec(), Class::Forms).unwrap();
    pool.submit_by("a", b"2".to_vec(), Class::Forms).unwrap();
    assert!(matches!(pool.submit_by("a", b"3".to_vec(), Class::Forms), Err(PoolError::Quota { .. })));
    pool.submit_by("b", b"3".to_vec(), Class::Forms).unwrap();
    one.wait().unwrap();
    pool.submit_by("a", b"4".to_vec(), Class::Forms).unwrap();
}

#[test]
fn a_note_no_entry_can_hold_is_refused_before_it_can_spoil_a_batch() {
    let bench = Bench::new();
    let pool = Pool::start(shared(&bench), config(), || START);
    assert!(matches!(pool.submit(Vec::new(), Class::Forms), Err(PoolError::Length { length: 0 })));
    assert!(matches!(pool.submit(vec![1; MAX_NOTE + 1], Class::Forms), Err(PoolError::Length { .. })));
    pool.submit(vec![1; MAX_NOTE], Class::Forms).unwrap().wait().unwrap();
}

#[test]
fn when_the_sequencer_stops_everyone_waiting_is_told_and_nobody_new_let_in() {
    let bench = Bench::new();
    let sequencer = shared(&bench);
    bench.lock.on_write(|_| Fault::FailsButPersists);
    let pool = Pool::start(sequencer, PoolConfig { batch: 2, ..waiting() }, || START);
    let tickets: Vec<_> =
        notes(0..2).into_iter().map(|note| pool.submit(note, Class::Forms).unwrap()).collect();
    for ticket in tickets {
        assert!(matches!(ticket.wait(), Err(PoolError::Stopped(_))));
    }
    assert!(matches!(pool.submit(b"late".to_vec(), Class::Forms), Err(PoolError::Stopped(_))));
    pool.close();
    bench.lock.heal();
    assert_eq!(bench.open().unwrap().recovered(), Some(0..2));
}

#[test]
fn a_refused_batch_leaves_the_pool_working() {
    let bench = Bench::new();
    let sequencer = shared(&bench);
    sequencer.lock().unwrap().append(&notes(0..1), START + 60_000).unwrap();
    let clock = Arc::new(Mutex::new(START));
    let ticking = Arc::clone(&clock);
    let pool = Pool::start(sequencer, PoolConfig { batch: 1, ..waiting() }, move || *ticking.lock().unwrap());
    let refused = pool.submit(b"early".to_vec(), Class::Forms).unwrap();
    assert!(matches!(refused.wait_for(Duration::from_secs(30)), Err(PoolError::Refused(_))));
    *clock.lock().unwrap() = START + 61_000;
    assert_eq!(pool.submit(b"later".to_vec(), Class::Forms).unwrap().wait().unwrap().index, 1);
    bench.check(true);
}

#[test]
fn a_few_long_notes_fill_the_pool_too() {
    let bench = Bench::new();
    let config = PoolConfig { capacity_bytes: 100_000, ..waiting() };
    let pool = Pool::start(shared(&bench), config, || START);
    pool.submit(vec![1; 60_000], Class::Forms).unwrap();
    assert!(matches!(pool.submit(vec![2; 60_000], Class::Forms), Err(PoolError::Busy { .. })));
    pool.submit(vec![3; 40_000], Class::Forms).unwrap();
}
