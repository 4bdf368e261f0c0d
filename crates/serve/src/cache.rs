//! Files kept in memory: those asked for lately, up to a bound.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::entry::{Entry, Stamp};

/// Two generations: what is asked for moves into the younger; when that is full it becomes the older, and the older goes.
pub(crate) struct Cache {
    /// Bytes of a generation at most.
    at_most: usize,
    generations: RwLock<Generations>,
}

#[derive(Default)]
struct Generations {
    young: HashMap<String, Arc<Entry>>,
    weight: usize,
    old: HashMap<String, Arc<Entry>>,
}

impl Cache {
    /// One that holds so many bytes at most, of plain files; compressed copies beside them are fewer bytes again.
    pub(crate) fn new(bytes: usize) -> Cache {
        Cache { at_most: bytes / 2, generations: RwLock::default() }
    }

    /// The file's entry, if it is of this version.
    pub(crate) fn get(&self, path: &str, stamp: &Stamp) -> Option<Arc<Entry>> {
        let generations = self.generations.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = generations.young.get(path) {
            return (entry.stamp == *stamp).then(|| Arc::clone(entry));
        }
        let entry = Arc::clone(generations.old.get(path).filter(|entry| entry.stamp == *stamp)?);
        drop(generations);
        self.put(&entry);
        Some(entry)
    }

    pub(crate) fn put(&self, entry: &Arc<Entry>) {
        let weight = entry.weight();
        let mut generations = self.generations.write().unwrap_or_else(PoisonError::into_inner);
        if generations.weight.saturating_add(weight) > self.at_most {
            generations.old = std::mem::take(&mut generations.young);
            generations.weight = 0;
        }
        let before = generations.young.insert(entry.path.clone(), Arc::clone(entry));
        let gone = before.map_or(0, |before| before.weight());
        generations.weight = generations.weight.saturating_add(weight).saturating_sub(gone);
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::entry::Content;

    fn entry(path: &str, stamp: Stamp) -> Arc<Entry> {
        let bytes = Bytes::from(vec![0; 10_000]);
        Arc::new(Entry::new(path, stamp, ledger::sha256(&bytes), Content::Memory(bytes)))
    }

    #[test]
    fn what_was_not_asked_for_lately_goes_and_the_bound_holds() {
        let folder = tempfile::tempdir().unwrap();
        let stamp = Stamp::of(&std::fs::metadata(folder.path()).unwrap());
        let cache = Cache::new(100_000);
        for number in 0..50 {
            cache.put(&entry(&format!("{number}"), stamp));
            assert!(cache.get("0", &stamp).is_some(), "asked for all the time: after {number}");
            let generations = cache.generations.read().unwrap();
            assert!(generations.young.len() + generations.old.len() <= 10);
        }
        assert!(cache.get("1", &stamp).is_none());
    }
}
