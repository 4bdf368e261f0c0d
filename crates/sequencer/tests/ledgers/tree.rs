//! What is in the ledger, whatever way it came in.

use crate::common::{Bench, START, notes, published};
use ledger::{Entry, Hash, HashReader as _, SignedCheckpoint, TileId, empty_root, leaf_hash, node_hash};
use proptest::prelude::*;
use sequencer::{Fault, LedgerReader, Lock as _, ReadError, SWEEP_AGE_MS, SequencerError, Store as _, sweep};
use std::collections::BTreeSet;

/// RFC 6962, section 2.1, word for word.
fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        many => {
            let (left, right) = many.split_at(many.len().next_power_of_two() / 2);
            node_hash(&naive_root(left), &naive_root(right))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_batching_gives_the_tree_of_the_plain_definition(sizes in prop::collection::vec(1u64..400, 1..9), reopen: u8) {
        let bench = Bench::new();
        let mut sequencer = bench.create().unwrap();
        let mut size = 0;
        for (number, count) in sizes.iter().enumerate() {
            let committed = sequencer.append(&notes(size..size + count), START + number as u64).unwrap();
            prop_assert_eq!((committed.first_index, committed.count), (size, *count));
            size += count;
            bench.check(true);
            if reopen & (1 << (number % 8)) != 0 {
                sequencer = bench.open().unwrap();
            }
        }
        let reader = sequencer.reader();
        let entries: Vec<_> = reader.entries(0..size, size).map(Result::unwrap).collect();
        let leaves: Vec<Hash> = entries.iter().map(|(_, bytes)| leaf_hash(bytes)).collect();
        prop_assert_eq!(naive_root(&leaves), sequencer.head().checkpoint.root);
        let read: Vec<Vec<u8>> = entries.iter().map(|(_, bytes)| Entry::parse(bytes).unwrap().note.to_vec()).collect();
        prop_assert_eq!(read, notes(0..size));
        let middle = size / 2;
        prop_assert!(reader.entries(middle..size, size).map(Result::unwrap).eq(entries.into_iter().skip(middle as usize)));
    }

    #[test]
    fn no_two_batchings_of_the_same_notes_meet_in_one_tree(first in 1u64..5, second in 1u64..5) {
        prop_assume!(first != second);
        let root = |split: u64| {
            let bench = Bench::new();
            let mut sequencer = bench.create().unwrap();
            sequencer.append(&notes(0..split), START + 1).unwrap();
            sequencer.append(&notes(split..5), START + 2).unwrap();
            sequencer.head().checkpoint.root
        };
        prop_assert_ne!(root(first), root(second));
    }
}

#[test]
fn a_batch_staged_in_vain_does_not_stand_in_the_way_of_another_batching() {
    let bench = Bench::new();
    let mut sequencer = bench.create().unwrap();
    sequencer.append(&notes(0..3), START + 1).unwrap();
    bench.lock.on_write(|_| Fault::Fails);
    assert!(sequencer.append(&notes(3..5), START + 2).is_err());
    bench.lock.heal();
    let mut sequencer = bench.open().unwrap();
    // The clock even says the same: the batch leads to the same bytes only when it is the same batch.
    sequencer.append(&notes(3..4), START + 2).unwrap();
    sequencer.append(&notes(4..5), START + 3).unwrap();
    bench.check(true);
    assert!(published(&bench.store).values().all(|count| *count == 1));
    drop(bench.open().unwrap());
    assert!(bench.store.list("staging/").unwrap().is_empty());
}

#[test]
fn time_strictly_increases_from_batch_to_batch_and_a_clock_far_behind_is_refused() {
    let bench = Bench::new();
    let mut sequencer = bench.create().unwrap();
    assert_eq!(sequencer.last_time_ms(), START);
    assert_eq!(sequencer.append(&notes(0..1), START + 10_000).unwrap().time_ms, START + 10_000);
    assert_eq!(sequencer.append(&notes(1..2), START + 10_000).unwrap().time_ms, START + 10_001);
    assert_eq!(sequencer.append(&notes(2..3), START + 5_001).unwrap().time_ms, START + 10_002);
    let error = sequencer.append(&notes(3..4), START + 5_001).unwrap_err();
    assert!(
        matches!(error, SequencerError::ClockWentBack { last, now } if last == START + 10_002 && now == START + 5_001)
    );
    assert!(!sequencer.is_stopped());
    bench.check(true);
    let mut sequencer = bench.open().unwrap();
    assert_eq!(sequencer.last_time_ms(), START + 10_002);
    assert!(matches!(sequencer.append(&notes(3..4), START), Err(SequencerError::ClockWentBack { .. })));
    sequencer.append(&notes(3..4), START + 20_000).unwrap();
    assert_eq!(bench.check(true).batches, 4);
    assert_eq!(published(&bench.store).len(), 4);
}

#[test]
fn a_batch_that_can_not_be_is_refused_and_writes_nothing() {
    let bench = Bench::new();
    let mut sequencer = bench.create().unwrap();
    bench.store.take_written();
    assert!(matches!(sequencer.append(&[], START), Err(SequencerError::EmptyBatch)));
    assert!(matches!(
        sequencer.append(&[b"a".to_vec(), Vec::new()], START),
        Err(SequencerError::EmptyNote { position: 1 })
    ));
    let SequencerError::NoteTooLong { position: 0, length: 65_535, longest } =
        sequencer.append(&[vec![b'x'; 65_535]], START).unwrap_err()
    else {
        panic!("another error")
    };
    assert!(bench.store.take_written().is_empty());
    sequencer.append(&[vec![b'x'; longest]], START).unwrap();
    bench.check(true);
}

#[test]
fn only_the_current_head_is_published_with_cosignatures_and_they_survive_opening() {
    use ledger::{KeyKind, KeyName, SigningKey, cosignature};
    let bench = Bench::new();
    let mut sequencer = bench.create().unwrap();
    sequencer.append(&notes(0..3), START).unwrap();
    let witness =
        SigningKey::from_seed(KeyName::new("witness.example").unwrap(), KeyKind::Cosignature, [3; 32]);
    let head = sequencer.head().clone();
    let line = cosignature::sign(&witness, 1_800_000_000, &head.checkpoint.text()).unwrap();
    let cosigned = head.with_cosignature(witness.verifying_key(), line).unwrap();
    assert!(sequencer.publish_cosigned(&cosigned).unwrap());
    let mut sequencer = bench.open().unwrap();
    assert_eq!(sequencer.reader().checkpoint().unwrap().unwrap().note, cosigned.note);
    bench.check(true);
    sequencer.append(&notes(3..4), START).unwrap();
    assert!(!sequencer.publish_cosigned(&cosigned).unwrap());
    assert_eq!(sequencer.reader().checkpoint().unwrap().unwrap().checkpoint.size, 4);
    let mut other = SignedCheckpoint::clone(sequencer.head());
    other.checkpoint.root = empty_root();
    assert!(matches!(sequencer.publish_cosigned(&other), Err(SequencerError::ForeignCheckpoint(_))));
}

#[test]
fn a_superseded_partial_goes_an_hour_after_its_full_tile_and_readers_find_the_full_one() {
    let bench = Bench::new();
    let mut sequencer = bench.create().unwrap();
    sequencer.append(&notes(0..100), START + 1).unwrap();
    sequencer.append(&notes(100..300), START + 1_000).unwrap();
    sequencer.append(&notes(300..310), START + 2_000).unwrap();
    let partials = || -> BTreeSet<String> {
        bench.store.list("tile/").unwrap().into_iter().filter(|path| path.contains(".p/")).collect()
    };
    let all = partials();
    assert_eq!(sweep(&bench.store, 310, START + SWEEP_AGE_MS).unwrap(), 0);
    assert_eq!(sweep(&bench.store, 310, START + 1_000 + SWEEP_AGE_MS).unwrap(), 2);
    let gone: Vec<String> = all.difference(&partials()).cloned().collect();
    assert_eq!(gone, ["tile/0/000.p/100", "tile/entries/000.p/100"]);
    bench.check(true);
    let reader = LedgerReader::new(&bench.store);
    assert_eq!(reader.bundle(0, 100).unwrap().len(), 100);
    assert_eq!(reader.tile(TileId { level: 0, index: 0, width: 100 }).unwrap().len(), 100);
    sequencer.append(&notes(310..520), START + 3_000).unwrap();
    bench.check(true);
    assert_eq!(sweep(&bench.store, 520, START + 4_000 + 2 * SWEEP_AGE_MS).unwrap(), 4);
    bench.check(true);
    bench.open().unwrap();
}

#[test]
fn reading_beyond_the_end_is_an_error_and_ends_the_entries() {
    let bench = Bench::new();
    bench.create().unwrap().append(&notes(0..300), START).unwrap();
    let reader = LedgerReader::new(&bench.store);
    assert!(matches!(reader.entry(300, 300), Err(ReadError::BeyondEnd { index: 300, size: 300 })));
    assert_eq!(reader.entry(299, 300).unwrap(), reader.entries(299..300, 300).next().unwrap().unwrap().1);
    let read: Vec<_> = reader.entries(298..400, 300).collect();
    assert_eq!(read.len(), 3);
    assert!(matches!(read[2], Err(ReadError::BeyondEnd { index: 300, size: 300 })));
    bench.store.tamper("tile/entries/000", None);
    assert!(matches!(reader.entry(5, 300), Err(ReadError::Missing { path }) if path == "tile/entries/000"));
    assert!(bench.lock.read().unwrap().is_some());
}

#[test]
fn checking_the_log_finds_any_changed_or_missing_file() {
    let bench = Bench::new();
    let mut sequencer = bench.create().unwrap();
    sequencer.append(&notes(0..600), START).unwrap();
    sequencer.append(&notes(600..700), START + 1).unwrap();
    let check = || sequencer::check_log(&bench.store, None, crate::common::key().verifying_key());
    let files: Vec<String> = ledger::bundles_for_size(700)
        .map(|id| id.path())
        .chain(ledger::tiles_for_size(700).map(|id| id.path()))
        .chain(["checkpoint".to_owned()])
        .collect();
    assert_eq!(files.len(), 8);
    for path in files {
        let good = bench.store.get(&path).unwrap().unwrap();
        for at in [0, good.len() / 3, good.len() / 2, good.len() - 1] {
            let mut bad = good.clone();
            bad[at] ^= 4;
            bench.store.tamper(&path, Some(bad));
            assert!(check().is_err(), "{path} byte {at}");
        }
        bench.store.tamper(&path, Some(good[..good.len() - 1].to_vec()));
        assert!(check().is_err(), "{path} cut short");
        bench.store.tamper(&path, None);
        assert!(check().is_err(), "{path} missing");
        bench.store.tamper(&path, Some(good));
    }
    assert_eq!(check().unwrap().batches, 2);
}
