//! The only writer of a ledger.

use crate::{
    LedgerReader, Lock, SequencerError, Store, batch,
    commit::{CHECKPOINT, finish},
    staging,
};
use ledger::{
    BundleId, Checkpoint, Edge, Entry, HashReader, SignedCheckpoint, SigningKey, TileId, WIDTH, empty_root,
    leaf_hash,
};
use std::{fmt, ops::Range};

/// How far the clock may be behind the last batch before a batch is refused, milliseconds: enough for what a time
/// server corrects, too little to hide a wrong clock.
const CLOCK_SLACK_MS: u64 = 5_000;

/// Owns the tree of one ledger: one at a time, which its [`Lock`] ensures.
pub struct Sequencer<S, L> {
    store: S,
    lock: L,
    key: SigningKey,
    /// What the lock holds, verbatim.
    head: SignedCheckpoint,
    /// Right edge of `head`, checked against its root.
    edge: Edge,
    /// Entries of the last, partial bundle.
    tail: Vec<Vec<u8>>,
    last_time_ms: u64,
    last_batch: u64,
    recovered: Option<Range<u64>>,
    /// A write failed: what the disk holds is known only to a fresh start.
    stopped: bool,
}

/// A batch that is in the ledger, durably.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Index of the batch's first note.
    pub first_index: u64,
    /// Notes in the batch; they follow each other in the order given.
    pub count: u64,
    /// The time in the batch's entries, milliseconds since 1970.
    pub time_ms: u64,
    /// The head that covers them.
    pub checkpoint: SignedCheckpoint,
}

impl<S: Store, L: Lock> Sequencer<S, L> {
    /// Creates a ledger: signs the empty tree. `key` is of type 0x01, its name is the ledger's origin; `now_ms` bounds
    /// the time of the first batch from below.
    ///
    /// # Errors
    /// [`SequencerError::AlreadyCreated`] when the store or the lock holds anything.
    pub fn create(store: S, lock: L, key: SigningKey, now_ms: u64) -> Result<Self, SequencerError> {
        if lock.read()?.is_some() {
            return Err(SequencerError::AlreadyCreated { found: "a signed head".to_owned() });
        }
        for prefix in [CHECKPOINT, "tile/", staging::PREFIX] {
            if let Some(found) = store.list(prefix)?.into_iter().next() {
                return Err(SequencerError::AlreadyCreated { found });
            }
        }
        let edge = Edge::new();
        let head = sign(&edge, &key)?;
        lock.create(&head.note)?;
        // A crash here leaves an empty ledger whose checkpoint the first opening publishes.
        store.replace(CHECKPOINT, &head.note)?;
        let (tail, last_batch, recovered, stopped) = (Vec::new(), 0, None, false);
        Ok(Self { store, lock, key, head, edge, tail, last_time_ms: now_ms, last_batch, recovered, stopped })
    }

    /// Opens a ledger, finishing what a crash interrupted. The right edge is read from the tiles and must hash to the
    /// head in the lock.
    ///
    /// # Errors
    /// Every variant that tells of a state which can't be continued without forking or losing something.
    pub fn open(store: S, lock: L, key: SigningKey) -> Result<Self, SequencerError> {
        let note = lock.read()?.ok_or(SequencerError::NotCreated)?;
        let head = SignedCheckpoint::parse(&note).map_err(SequencerError::ForeignHead)?;
        head.verify(key.verifying_key()).map_err(SequencerError::ForeignHead)?;
        store.tidy()?;
        let recovered = recover(&store, &head, &key)?;

        let (reader, size) = (LedgerReader::new(&store), head.checkpoint.size);
        let edge = Edge::from_tiles(&reader, size, &head.checkpoint.root)?;
        let last = match size.checked_sub(1) {
            Some(index) => reader.bundle(index / WIDTH, size)?,
            None => Vec::new(),
        };
        let (mut last_time_ms, mut last_batch) = (0, 0);
        if let Some(bytes) = last.last() {
            let entry = Entry::parse(bytes).map_err(|_| SequencerError::LastEntry)?;
            (last_time_ms, last_batch) = (entry.time_ms, entry.batch);
        }
        let tail = if size.is_multiple_of(WIDTH) { Vec::new() } else { last };
        check_tail(reader, size, &tail)?;
        Ok(Self { store, lock, key, head, edge, tail, last_time_ms, last_batch, recovered, stopped: false })
    }

    /// Appends one batch and returns when all of it is durable and published. Each note becomes the entry
    /// `t <time> <batch>\n<note>`; the time strictly increases from batch to batch.
    ///
    /// # Errors
    /// See [`SequencerError`]. After an error that stops it, the batch is in the ledger or not, as a whole: opening
    /// anew decides, and [`recovered`](Self::recovered) says so.
    pub fn append(&mut self, notes: &[Vec<u8>], now_ms: u64) -> Result<Committed, SequencerError> {
        if self.stopped {
            return Err(SequencerError::Stopped);
        }
        let time_ms = self.next_time(now_ms)?;
        let number = self.last_batch + 1;
        let entries = batch::entries(notes, time_ms, number)?;

        // From here on any error stops: the batch may or may not be in.
        self.stopped = true;
        let (first_index, count) = (self.size(), entries.len() as u64);
        let batch = batch::build(&self.edge, &self.tail, entries)?;
        let head = sign(&batch.edge, &self.key)?;
        let staged = staging::path(head.checkpoint.size, &head.checkpoint.root, time_ms);
        self.store.put_new(&staged, &staging::encode(&batch.objects))?;
        // The commit point: before it nothing has happened, after it the batch is in, whatever comes.
        self.lock.compare_and_swap(&self.head.note, &head.note)?;
        finish(&self.store, &batch.objects, &self.head.checkpoint, &head, &head.note, &staged)?;

        (self.edge, self.tail, self.head) = (batch.edge, batch.tail, head.clone());
        (self.last_time_ms, self.last_batch, self.stopped) = (time_ms, number, false);
        Ok(Committed { first_index, count, time_ms, checkpoint: head })
    }

    /// Publishes the head with the witnesses' lines. `false`, and nothing done, when the ledger has grown since: the
    /// public checkpoint never goes back.
    pub fn publish_cosigned(&mut self, cosigned: &SignedCheckpoint) -> Result<bool, SequencerError> {
        if self.stopped {
            return Err(SequencerError::Stopped);
        }
        cosigned.verify(self.key.verifying_key()).map_err(SequencerError::ForeignCheckpoint)?;
        if cosigned.checkpoint != self.head.checkpoint {
            return Ok(false);
        }
        let published = self.store.replace(CHECKPOINT, &cosigned.note);
        self.stopped = published.is_err();
        published?;
        Ok(true)
    }

    /// Entries in the ledger.
    pub fn size(&self) -> u64 {
        self.head.checkpoint.size
    }

    /// The signed head.
    pub fn head(&self) -> &SignedCheckpoint {
        &self.head
    }

    /// Time of the last batch, milliseconds since 1970; 0 when an empty ledger was reopened.
    pub fn last_time_ms(&self) -> u64 {
        self.last_time_ms
    }

    /// The entries that a crashed run had committed and that opening finished: whoever submitted them may not have
    /// been told, and must look before submitting again.
    pub fn recovered(&self) -> Option<Range<u64>> {
        self.recovered.clone()
    }

    /// Whether an earlier step failed and only opening anew helps.
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// A reader over the store.
    pub fn reader(&self) -> LedgerReader<'_, S> {
        LedgerReader::new(&self.store)
    }

    /// Gives store and lock back, to open anew in the same process.
    pub fn into_parts(self) -> (S, L, SigningKey) {
        (self.store, self.lock, self.key)
    }

    fn next_time(&self, now_ms: u64) -> Result<u64, SequencerError> {
        let (last, now) = (self.last_time_ms, now_ms);
        if now > last {
            return Ok(now);
        }
        match last.checked_add(1) {
            Some(next) if last - now <= CLOCK_SLACK_MS => Ok(next),
            Some(_) | None => Err(SequencerError::ClockWentBack { last, now }),
        }
    }
}

impl<S, L> fmt::Debug for Sequencer<S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sequencer")
            .field("head", &self.head.checkpoint)
            .field("stopped", &self.stopped)
            .finish_non_exhaustive()
    }
}

/// Finishes an interrupted batch; which entries that made known.
fn recover<S: Store>(
    store: &S,
    head: &SignedCheckpoint,
    key: &SigningKey,
) -> Result<Option<Range<u64>>, SequencerError> {
    let reader = LedgerReader::new(store);
    let public = reader.checkpoint()?;
    if let Some(public) = &public {
        public.verify(key.verifying_key()).map_err(SequencerError::ForeignCheckpoint)?;
    }
    let lock = head.checkpoint.size;
    let published = public.as_ref().map_or_else(
        || Checkpoint { origin: head.checkpoint.origin.clone(), size: 0, root: empty_root() },
        |public| public.checkpoint.clone(),
    );
    let public_size = published.size;
    if public_size > lock {
        return Err(SequencerError::PublicAhead { public: public_size, lock });
    }
    let staged: Vec<String> = store.list(staging::PREFIX)?;
    let wanted = Some((lock, head.checkpoint.root));
    match staged.iter().find(|path| staging::parse_path(path) == wanted) {
        Some(path) => {
            let bytes = store.get(path)?.unwrap_or_default();
            let objects = staging::decode(&bytes)
                .map_err(|source| SequencerError::Staging { path: path.clone(), source })?;
            // Also when the checkpoint is out already: its name may not be durable yet. Cosignatures stay.
            let note =
                public.as_ref().filter(|_| public_size == lock).map_or(&head.note, |public| &public.note);
            finish(store, &objects, &published, head, note, path)?;
        }
        None if lock == 0 && public.is_none() => store.replace(CHECKPOINT, &head.note)?,
        None if public_size < lock => {
            return Err(SequencerError::StagingMissing { public: public_size, lock });
        }
        None if published.root != head.checkpoint.root => return Err(SequencerError::Forked { size: lock }),
        None => {}
    }
    // Batches that lost or are done. One that leads beyond the head may belong to a writer about to commit.
    for path in staged {
        if staging::parse_path(&path).is_some_and(|(size, _)| size <= lock) {
            store.delete(&path)?;
        }
    }
    Ok((public_size < lock).then_some(public_size..lock))
}

/// The entries kept in memory must be the ones of the (already checked) last tile.
fn check_tail<S: Store>(
    reader: LedgerReader<'_, S>,
    size: u64,
    tail: &[Vec<u8>],
) -> Result<(), SequencerError> {
    let Some(id) = TileId::at_size(0, size / WIDTH, size) else { return Ok(()) };
    if reader.tile(id)?.into_iter().eq(tail.iter().map(|entry| leaf_hash(entry))) {
        Ok(())
    } else {
        Err(SequencerError::TailDiffers { path: BundleId { index: id.index, width: id.width }.path() })
    }
}

fn sign(edge: &Edge, key: &SigningKey) -> Result<SignedCheckpoint, SequencerError> {
    let origin = key.name().as_str().to_owned();
    let checkpoint = Checkpoint { origin, size: edge.size(), root: edge.root() };
    SignedCheckpoint::sign(&checkpoint, key).map_err(SequencerError::Sign)
}
