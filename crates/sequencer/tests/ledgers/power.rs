//! The power fails at every possible point, and again while recovering: nothing acknowledged is missing, nothing is
//! twice, there is no fork, and what the public sees holds.

use crate::common::{Bench, START, key, notes, published};
use ledger::{SignedCheckpoint, frontier_from_tiles};
use sequencer::{
    Disk as _, FolderLock, FolderStore, FragileDisk, LedgerReader, Lock, Sequencer, SequencerError, Store,
    check_log,
};
use std::{path::Path, sync::Arc};

/// Batches that cross tile borders, leave partials, and fill a tile exactly.
const BATCHES: [u64; 5] = [3, 251, 2, 300, 1];

/// Submits what isn't in yet, batch by batch; how many notes were acknowledged before the first error.
fn submit<S: Store, L: Lock>(
    sequencer: &mut Sequencer<S, L>,
    acknowledged: &mut u64,
) -> Result<(), SequencerError> {
    let mut first = 0;
    for (number, count) in (0..).zip(BATCHES) {
        if first + count > sequencer.size() {
            assert_eq!(first, sequencer.size(), "a batch is in as a whole or not at all");
            sequencer.append(&notes(first..first + count), START + number)?;
            *acknowledged = first + count;
        }
        first += count;
    }
    Ok(())
}

/// Opens; or creates when the crash was before there was a ledger.
fn start<S: Store, L: Lock>(store: S, lock: L) -> Result<Sequencer<S, L>, SequencerError> {
    match lock.read()? {
        Some(_) => Sequencer::open(store, lock, key()),
        None => Sequencer::create(store, lock, key(), START),
    }
}

/// What must hold whenever the power is on.
fn check(store: &impl Store, lock: &impl Lock, acknowledged: u64) {
    let head = lock.read().unwrap().map_or(0, |note| SignedCheckpoint::parse(&note).unwrap().checkpoint.size);
    assert!(head >= acknowledged, "{acknowledged} were acknowledged, {head} are in");
    if store.get("checkpoint").unwrap().is_some() {
        check_log(store, None, key().verifying_key()).unwrap();
    }
}

fn check_end(store: &impl Store, lock: &impl Lock) {
    let head = lock.read().unwrap().unwrap();
    check_log(store, Some(&head), key().verifying_key()).unwrap();
    let counts = published(store);
    assert_eq!(counts.len() as u64, BATCHES.iter().sum::<u64>());
    assert!(counts.values().all(|count| *count == 1), "something is twice");
}

#[test]
fn in_memory_the_power_may_fail_before_and_after_every_object_also_during_recovery() {
    let total = {
        let bench = Bench::new();
        submit(&mut bench.create().unwrap(), &mut 0).unwrap();
        bench.power.steps()
    };
    for cut in 0..=total {
        for seed in 1..=6 {
            let (bench, mut acknowledged) = (Bench::new(), 0);
            bench.power.cut_after(cut, seed * 7_919);
            let first = bench.create().and_then(|mut sequencer| submit(&mut sequencer, &mut acknowledged));
            assert_eq!(first.is_err(), cut < total, "cut {cut} of {total}");
            bench.power.restore();
            check(&bench.store, &bench.lock, acknowledged);
            // Recovery itself is cut short, a little later each time.
            for again in 0..4 * seed {
                bench.power.cut_after(again, seed ^ cut);
                if start(bench.store.clone(), bench.lock.clone()).is_ok() {
                    break;
                }
                bench.power.restore();
                check(&bench.store, &bench.lock, acknowledged);
            }
            bench.power.restore();
            let mut sequencer = start(bench.store.clone(), bench.lock.clone()).unwrap();
            submit(&mut sequencer, &mut acknowledged).unwrap();
            check_end(&bench.store, &bench.lock);
            assert_eq!(bench.store.violations(), Vec::<String>::new());
            no_fork(&bench.store, &bench.lock.history());
        }
    }
}

/// Every head that was ever in the lock is a prefix of the last.
fn no_fork(store: &impl Store, history: &[Vec<u8>]) {
    for note in history {
        let head = SignedCheckpoint::parse(note).unwrap().checkpoint;
        let tree = frontier_from_tiles(&LedgerReader::new(store), head.size).unwrap();
        assert_eq!(tree.root(), head.root, "the head of {} entries is no prefix", head.size);
    }
}

struct Folder {
    disk: FragileDisk,
}

impl Folder {
    fn new(seed: u64) -> Self {
        let disk = FragileDisk::new(seed);
        disk.make_folder(Path::new("/lock")).unwrap();
        disk.sync_folder(Path::new("/")).unwrap();
        Self { disk }
    }

    fn store(&self) -> FolderStore {
        FolderStore::on_disk("/ledger", Arc::new(self.disk.clone()), 1)
    }

    /// One life of a process; notes acknowledged in it are noted even when it dies.
    fn live(&self, acknowledged: &mut u64) -> Result<(), SequencerError> {
        let lock = FolderLock::on_disk("/lock/head", Arc::new(self.disk.clone()))?;
        submit(&mut start(self.store(), lock)?, acknowledged)
    }

    fn check(&self, acknowledged: u64) {
        self.disk.kill();
        let lock = FolderLock::on_disk("/lock/head", Arc::new(self.disk.clone())).unwrap();
        check(&self.store(), &lock, acknowledged);
        self.disk.kill();
    }
}

#[test]
fn in_a_folder_the_power_may_fail_between_any_two_file_operations() {
    let total = {
        let folder = Folder::new(1);
        folder.live(&mut 0).unwrap();
        folder.disk.steps()
    };
    let stride = if std::env::var_os("SAKSI_LONG").is_some() { 1 } else { 3 };
    let mut lives = 0;
    for seed in 1..=3 {
        for cut in (seed % stride..=total).step_by(usize::try_from(stride).unwrap()) {
            let (folder, mut acknowledged) = (Folder::new(seed * 104_729 + cut), 0);
            folder.disk.cut_after(cut);
            let mut end = folder.live(&mut acknowledged);
            // Then it dies again and again: of a power cut, or only the process, whose writes then wait unsynced for
            // the next cut. Each life is a little longer, so that there is an end.
            for life in 1_u64.. {
                lives += 1;
                if (seed + cut + life).is_multiple_of(3) {
                    folder.disk.kill();
                } else {
                    folder.disk.power_cycle();
                }
                folder.check(acknowledged);
                if end.is_ok() {
                    break;
                }
                folder.disk.cut_after(life * (5 + cut % 17));
                end = folder.live(&mut acknowledged);
                assert!(life < 200, "it never recovers: {end:?}");
            }
            folder.disk.power_cycle();
            let lock = FolderLock::on_disk("/lock/head", Arc::new(folder.disk.clone())).unwrap();
            let sequencer = Sequencer::open(folder.store(), lock, key()).unwrap();
            let (store, lock, _) = sequencer.into_parts();
            check_end(&store, &lock);
        }
    }
    println!("{total} file operations a run, {lives} lives");
}

#[test]
fn a_store_that_returned_has_made_it_durable() {
    for seed in 1..200 {
        let folder = Folder::new(seed);
        let store = folder.store();
        let many: Vec<(String, Vec<u8>)> =
            (0..4).map(|i| (format!("tile/0/x00{i}/000.p/{i}"), vec![b'a' + i; 9])).collect();
        store.put_new("staging/1", b"one").unwrap();
        store.put_new_many(&many).unwrap();
        store.replace("checkpoint", b"first").unwrap();
        store.replace("checkpoint", b"second").unwrap();
        folder.disk.power_cycle();
        let store = folder.store();
        assert_eq!(store.get("staging/1").unwrap().unwrap(), b"one");
        for (path, bytes) in many {
            assert_eq!(store.get(&path).unwrap().unwrap(), bytes);
        }
        assert_eq!(store.get("checkpoint").unwrap().unwrap(), b"second");
    }
}

#[test]
fn a_full_disk_stops_the_sequencer_and_loses_nothing() {
    let folder = Folder::new(5);
    let lock = FolderLock::on_disk("/lock/head", Arc::new(folder.disk.clone())).unwrap();
    let mut sequencer = Sequencer::create(folder.store(), lock, key(), START).unwrap();
    sequencer.append(&notes(0..10), START).unwrap();
    folder.disk.set_full(true);
    let error = sequencer.append(&notes(10..20), START).unwrap_err().to_string();
    assert!(error.contains("the disk is full") && error.contains("/ledger/"), "{error}");
    folder.check(10);
    folder.disk.set_full(false);
    let lock = FolderLock::on_disk("/lock/head", Arc::new(folder.disk.clone())).unwrap();
    let mut sequencer = Sequencer::open(folder.store(), lock, key()).unwrap();
    assert_eq!(sequencer.append(&notes(10..20), START + 9).unwrap().first_index, 10);
}
