//! What the tests share: a key, a ledger in memory, and the check that must hold after every step.

use ledger::{Entry, KeyKind, KeyName, SigningKey};
use sequencer::{
    CheckedLog, LedgerReader, Lock, MemoryLock, MemoryStore, Power, Sequencer, SequencerError, Store,
    check_log,
};
use std::{collections::BTreeMap, ops::Range};

pub const START: u64 = 1_800_000_000_000;

pub fn key() -> SigningKey {
    SigningKey::from_seed(KeyName::new("count.example/2029").unwrap(), KeyKind::Ed25519, [9; 32])
}

/// Notes that name themselves.
pub fn notes(range: Range<u64>) -> Vec<Vec<u8>> {
    range.map(|number| format!("note {number}\n").into_bytes()).collect()
}

/// A ledger in memory and everything needed to break it.
pub struct Bench {
    pub power: Power,
    pub store: MemoryStore,
    pub lock: MemoryLock,
}

impl Bench {
    pub fn new() -> Self {
        let power = Power::default();
        Self { store: MemoryStore::new(power.clone()), lock: MemoryLock::new(power.clone()), power }
    }

    pub fn create(&self) -> Result<Sequencer<MemoryStore, MemoryLock>, SequencerError> {
        Sequencer::create(self.store.clone(), self.lock.clone(), key(), START)
    }

    pub fn open(&self) -> Result<Sequencer<MemoryStore, MemoryLock>, SequencerError> {
        Sequencer::open(self.store.clone(), self.lock.clone(), key())
    }

    /// What any reader sees at this moment must hold; `settled` also requires the lock to be where the public is.
    pub fn check(&self, settled: bool) -> CheckedLog {
        assert_eq!(self.store.violations(), Vec::<String>::new());
        let head = self.lock.read().unwrap().unwrap();
        check_log(&self.store, settled.then_some(head.as_slice()), key().verifying_key()).unwrap()
    }
}

/// How often each note is in the published ledger, by its bytes.
pub fn published(store: &impl Store) -> BTreeMap<Vec<u8>, u64> {
    let reader = LedgerReader::new(store);
    let size = reader.checkpoint().unwrap().map_or(0, |head| head.checkpoint.size);
    let mut counts = BTreeMap::new();
    for entry in reader.entries(0..size, size) {
        let (_, bytes) = entry.unwrap();
        *counts.entry(Entry::parse(&bytes).unwrap().note.to_vec()).or_default() += 1;
    }
    counts
}
