//! Reading a source that may fail or lie: what can't be read is noted, and the verification goes on.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use ledger::{Hash, sha256};
use record::{MirrorNote, Part};

use crate::source::{Found, Listed, Source, SourceError};

/// The most that a file of a kind can hold, bytes: a source that has more there is not read further.
pub(crate) mod limit {
    /// A head with its signatures, a policy.
    pub(crate) const HEAD: u64 = 1 << 20;
    /// A tile: 256 hashes.
    pub(crate) const TILE: u64 = 256 * 32;
    /// A bundle: 256 entries with their lengths.
    pub(crate) const BUNDLE: u64 = 256 * (2 + 65_535);
    /// A list of cuts: a cut a second for months.
    pub(crate) const LIST: u64 = 1 << 28;
    /// A manifest, where the ledger doesn't say what it must be.
    pub(crate) const MANIFEST: u64 = 1 << 30;
    /// By how much a file may be longer than it must be and is still read whole, so that the difference can be told in
    /// its own terms.
    pub(crate) const BESIDE: u64 = 1 << 20;
    /// A photo to be read again: of 64 million pixels, hardly compressed.
    pub(crate) const PHOTO: u64 = 1 << 26;
    /// A blob, whatever a statement says of its length.
    pub(crate) const BLOB: u64 = 1 << 28;
}

/// Files that a source that lists nothing, a server, may fail to give before it is asked for no more of them. Each may
/// have cost minutes, and there are a million.
const FAILURES: u64 = 100;

/// A source, and what could not be read of it.
pub(crate) struct Reader<'s> {
    source: &'s dyn Source,
    /// What it says it keeps, if it is a mirror that leaves something out.
    pub part: Option<Part>,
    failures: AtomicU64,
    /// Whether the source gave so little that the rest isn't asked for.
    gave_up: AtomicBool,
    unreadable: Mutex<BTreeMap<String, String>>,
}

impl<'s> Reader<'s> {
    pub(crate) fn new(source: &'s dyn Source) -> Reader<'s> {
        let mut reader = Reader {
            source,
            part: None,
            failures: AtomicU64::new(0),
            gave_up: AtomicBool::new(false),
            unreadable: Mutex::new(BTreeMap::new()),
        };
        // One that can't be understood leaves nothing out: then whatever lacks is missing.
        let note = reader.get(record::MIRROR_PATH, limit::HEAD).and_then(|bytes| MirrorNote::parse(&bytes));
        reader.part = note.map(|note| note.part()).filter(|part| !part.is_whole());
        reader
    }

    /// Reads a file as [`Source::read`] does; one that can't be read counts as absent and is noted. Once a server has
    /// failed too often, every file counts as absent.
    pub(crate) fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Found {
        if self.gave_up.load(Ordering::Relaxed) {
            bytes.clear();
            return Found::Absent;
        }
        self.source.read(path, at_most, bytes).unwrap_or_else(|error| {
            self.note(error);
            self.failed();
            Found::Absent
        })
    }

    /// One more file could not be read. A folder's failures come at once and are all told.
    fn failed(&self) {
        let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
        if failures == FAILURES && matches!(self.source.list(""), Ok(None)) {
            self.gave_up.store(true, Ordering::Relaxed);
            let what =
                format!("{FAILURES} files could not be read: the rest is not asked for and counts as absent");
            self.note(SourceError { path: self.source.name(), what });
        }
    }

    /// A file of at most this length; none: there is none, or it can't be read. A longer one is noted.
    pub(crate) fn get(&self, path: &str, at_most: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        match self.read(path, at_most, &mut bytes) {
            Found::Absent => None,
            Found::Whole => Some(bytes),
            Found::Longer => {
                let what = format!("it is longer than the {at_most} bytes that such a file can have");
                self.note(SourceError { path: path.to_owned(), what });
                None
            }
        }
    }

    /// A file whose bytes have this hash, of at most this length; none: there is none, or it can't be read. Other bytes are
    /// noted.
    pub(crate) fn hashed(&self, path: &str, hash: Hash, at_most: u64) -> Option<Vec<u8>> {
        let bytes = self.get(path, at_most)?;
        if sha256(&bytes) != hash {
            let what = "it has other bytes than its name says".to_owned();
            self.note(SourceError { path: path.to_owned(), what });
            return None;
        }
        Some(bytes)
    }

    /// A file to be held against `expected`: of a much longer one, enough to see that it differs.
    pub(crate) fn beside(&self, path: &str, expected: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        match self.read(path, expected.len() as u64 + limit::BESIDE, &mut bytes) {
            Found::Absent => None,
            Found::Whole | Found::Longer => Some(bytes),
        }
    }

    /// What lies in a folder; none: the source can't list. A folder that can't be listed counts as empty and is noted.
    pub(crate) fn list(&self, folder: &str) -> Option<Vec<Listed>> {
        self.source.list(folder).unwrap_or_else(|error| {
            self.note(error);
            Some(Vec::new())
        })
    }

    /// The source's name.
    pub(crate) fn name(&self) -> String {
        self.source.name()
    }

    /// Everything that could not be read: path, and why.
    pub(crate) fn unreadable(&self) -> Vec<(String, String)> {
        let noted = self.unreadable.lock().unwrap_or_else(PoisonError::into_inner);
        noted.iter().map(|(path, what)| (path.clone(), what.clone())).collect()
    }

    fn note(&self, error: SourceError) {
        let mut noted = self.unreadable.lock().unwrap_or_else(PoisonError::into_inner);
        noted.entry(error.path).or_insert(error.what);
    }
}
