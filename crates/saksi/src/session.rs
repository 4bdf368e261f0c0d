//! Reading an election's ledger into its state, and adding to it.

use std::path::Path;

use ledger::{Entry, Frontier, Hash, Note, SignedCheckpoint, SigningKey, WIDTH, leaf_hash};
use rayon::prelude::*;
use record::{Cut, KeysByPlace, View};
use sequencer::{FolderLock, FolderStore, LedgerReader, LockError, Sequencer, SequencerError, Store};
use tally::{Replay, Trust};

use crate::error::Failure;
use crate::folder::Folder;
use crate::fork;
use crate::progress::Bar;
use crate::texts::say;

/// Bundles read between two looks at the progress bar.
const BUNDLES: u64 = 64;

/// A ledger read up to some size.
pub struct Session {
    /// The state.
    pub replay: Replay,
    /// The tree so far.
    pub frontier: Frontier,
    /// The ledger's head.
    pub head: SignedCheckpoint,
    time_ms: u64,
}

impl Session {
    /// Reads the first entry of the ledger that lies in the folder.
    pub fn begin(folder: &Folder, store: &dyn Store) -> Result<Session, Failure> {
        let reader = LedgerReader::new(store);
        let head = reader.checkpoint()?.ok_or(Failure::EmptyLedger)?;
        Session::begin_at(folder, reader, head)
    }

    fn begin_at(
        folder: &Folder,
        reader: LedgerReader<'_, dyn Store + '_>,
        head: SignedCheckpoint,
    ) -> Result<Session, Failure> {
        if head.checkpoint.size == 0 {
            return Err(Failure::EmptyLedger);
        }
        let first = reader.entry(0, head.checkpoint.size)?;
        let replay = Replay::begin(&first, &|hash| folder.blob(hash))?;
        let mut frontier = Frontier::new();
        frontier.push(leaf_hash(&first));
        let time_ms = replay.tally.last_ms();
        Ok(Session { replay, frontier, head, time_ms })
    }

    /// Reads the whole ledger.
    pub fn open(folder: &Folder, store: &dyn Store) -> Result<Session, Failure> {
        Session::open_at(folder, store, None)
    }

    /// Reads the ledger up to a size: the election as it stood then.
    pub fn open_at(folder: &Folder, store: &dyn Store, at: Option<u64>) -> Result<Session, Failure> {
        let mut session = Session::begin(folder, store)?;
        let newest = session.head.checkpoint.size;
        let size = at.unwrap_or(newest);
        if size > newest || size == 0 {
            return Err(Failure::NotInLedger {
                asked: say!("asked-cut", cut = size.to_string()),
                size: newest,
            });
        }
        session.read_to(store, size)?;
        Ok(session)
    }

    /// How many entries have been read.
    pub fn size(&self) -> u64 {
        self.replay.tally.size()
    }

    /// Reads on to `size` entries. At the head's size, the root must be the head's.
    pub fn read_to(&mut self, store: &dyn Store, size: u64) -> Result<(), Failure> {
        let reader = LedgerReader::new(store);
        let bar = Bar::new(say!("bar-reading-ledger"), size.saturating_sub(self.size()));
        while self.size() < size {
            let first = self.size();
            let until = size.min((first / WIDTH + BUNDLES) * WIDTH);
            let mut entries: Vec<Vec<u8>> = Vec::new();
            for index in first / WIDTH..until.div_ceil(WIDTH) {
                entries.extend(reader.bundle(index, self.head.checkpoint.size)?);
            }
            let skip = usize::try_from(first % WIDTH).unwrap_or(0);
            entries.drain(..skip.min(entries.len()));
            entries.truncate(usize::try_from(until - first).unwrap_or(usize::MAX));
            let leaves: Vec<Hash> = entries.par_iter().map(|entry| leaf_hash(entry)).collect();
            for leaf in leaves {
                self.frontier.push(leaf);
            }
            let mut refused = None;
            self.replay.apply(first, &entries, Trust::Admission, &mut |refusal| {
                refused.get_or_insert(refusal);
            });
            if let Some(refusal) = refused {
                eprintln!(
                    "{}",
                    say!(
                        "warning-entry",
                        entry = refusal.entry.to_string(),
                        what = refusal.reason.to_string()
                    )
                );
            }
            if self.size() == first {
                return Err(Failure::DamagedLedger);
            }
            bar.advance(self.size() - first);
        }
        if size == self.head.checkpoint.size && self.frontier.root() != self.head.checkpoint.root {
            return Err(Failure::DamagedLedger);
        }
        self.time_ms = self.replay.tally.last_ms();
        Ok(())
    }

    /// The cut that the state read so far would make.
    pub fn cut(&self) -> Cut {
        Cut {
            size: self.size(),
            root: self.frontier.root(),
            time_ms: self.time_ms,
            origin: self.head.checkpoint.origin.clone(),
        }
    }

    /// The keys by their places, for a view.
    pub fn keys_by_place(&self) -> KeysByPlace {
        KeysByPlace::of(self.replay.keyring.records())
    }

    /// A view of the state at a cut.
    pub fn view<'a>(&'a self, cut: &'a Cut, keys_by_place: &'a KeysByPlace) -> View<'a> {
        View {
            tally: &self.replay.tally,
            keys: self.replay.keyring.records(),
            keys_by_place,
            cut,
            name: &self.replay.definition.name,
            practice: self.replay.definition.practice,
        }
    }
}

/// The ledger's files.
pub fn store(folder: &Folder) -> FolderStore {
    FolderStore::new(folder.ledger())
}

/// Opens the ledger for writing, recovering what a crash left; only one process can. One that would fork is refused.
pub fn writer(folder: &Folder, key: SigningKey) -> Result<Sequencer<FolderStore, FolderLock>, Failure> {
    let lock = FolderLock::open(folder.head())?;
    let sequencer = Sequencer::open(store(folder), lock, key)?;
    fork::check(folder, sequencer.store(), sequencer.head())?;
    Ok(sequencer)
}

/// Id of the ledger's definition, by which one election is told from another, and from a practice of the same name.
pub fn definition_id(store: &dyn Store) -> Result<Hash, Failure> {
    let reader = LedgerReader::new(store);
    let head = reader.checkpoint()?.filter(|head| head.checkpoint.size > 0).ok_or(Failure::EmptyLedger)?;
    let first = reader.entry(0, head.checkpoint.size)?;
    let entry = Entry::parse(&first).map_err(|_| Failure::DamagedLedger)?;
    let note = Note::parse(entry.note).map_err(|_| Failure::DamagedLedger)?;
    Ok(statement::statement_id(note.text))
}

/// The file another process holds, where that is why a ledger can't be written: most likely the desk's.
pub fn held_by_another(failure: &Failure) -> Option<&Path> {
    if let Failure::Lock(LockError::InUse { path })
    | Failure::Sequencer(SequencerError::Lock(LockError::InUse { path })) = failure
    {
        return Some(path);
    }
    None
}

/// Unix milliseconds now.
pub fn now_ms() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
