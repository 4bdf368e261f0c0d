//! Statements that are sent in: each is checked as anybody who reads the ledger would, and nobody is told that it is in before it
//! is there for good.
//!
//! One thread takes all that wait, in the order they came: it folds them into the count, appends those that may enter as one
//! batch, writes down in the desk's own tables what they change for its people ([`crate::follow`]), and answers. It alone holds
//! the ledger. If appending fails, what is folded may not be what is on disk: it stops, and a fresh start reads the ledger anew.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use blobs::BlobError;
use ledger::{Hash, TlogProof};
use sequencer::{LedgerReader, Lock, MAX_NOTE, Sequencer, Store};
use statement::{Body, Moment, Statement};
use tally::{FoldError, RefusalReason, Replay};

use crate::compose;
use crate::filing;
use crate::follow::{self, Entered};
use crate::late;
use crate::plenary::Whose;
use crate::plenary::door::{self, Held};
use crate::said;
use crate::sheets::Names;
use crate::store::{Sql, SqlError};
use crate::writer::{WriteError, Writer};

/// Statements that may wait; more are turned away and come again.
const MOST_WAITING: usize = 16_384;

/// Statements of one batch at most.
const MOST_TOGETHER: usize = 4_096;

/// How long a batch is open for others: a partial tile fewer for each that comes in time.
const OPEN_FOR: Duration = Duration::from_millis(40);

/// How far the clock may be behind the last entry, milliseconds; the same as the sequencer's own.
const CLOCK_SLACK_MS: u64 = 5_000;

/// Where a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// SHA-256 of its text.
    pub id: Hash,
    /// Its entry.
    pub entry: u64,
    /// Whether it came in just now; else the same key had said it before.
    pub new: bool,
}

/// Why a statement is not in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// Too many wait.
    #[error("too many statements are waiting: keep yours, and send it again in a moment")]
    Busy,
    /// Empty, or longer than an entry holds.
    #[error("a statement has from 1 to {MAX_NOTE} bytes, this one {0}")]
    Length(usize),
    /// The ledger's rules refuse it.
    #[error("{0}")]
    Refused(RefusalReason),
    /// A blob that it brings is not held: it is brought first.
    #[error("its blob {0} is not held yet: send the bytes first, and this statement then")]
    NotHeld(Hash),
    /// Whether its blobs are held can't be known just now.
    #[error(
        "where photos are kept gives no answer just now: keep your statement, and send it again in a moment"
    )]
    Store,
    /// A key that comes in late, with the signatures of one level.
    #[error("from polling day on such a key needs the signatures of two levels")]
    NeedsSecond,
    /// A plenary that closes over a form typed independently, with differences that nobody has explained.
    #[error("not yet explained: {}", .0.join(", "))]
    Unexplained(Vec<String>),
    /// What a plenary corrects or counts again, without a photo of its paper.
    #[error("what a plenary corrects or counts again names a photo of its paper")]
    NoPhoto,
    /// The clock is behind the ledger.
    #[error("the desk's clock is behind its ledger: whoever runs it must set it right")]
    Clock,
    /// The ledger could not be written. Whether this statement is in it is known after a fresh start.
    #[error("the ledger can't be written just now: keep your statement and send it again")]
    Stopped,
}

/// How often texts that wait are looked through for what was left undone ([`filing::settle`]), milliseconds.
const SETTLED_EVERY_MS: u64 = 10 * 60 * 1_000;

/// Whether a blob's bytes are held. Where that can't be known just now, who brings the statement is told to come again.
pub type IsHeld = Box<dyn Fn(&Hash) -> Result<bool, BlobError> + Send>;

/// Keeps bytes for good, and gives their hash.
pub type Keep = Box<dyn Fn(&[u8]) -> Result<Hash, BlobError> + Send>;

/// What stays beside the ledger.
pub struct Beside {
    /// Whether it is there.
    pub held: IsHeld,
    /// Puts it there.
    pub keep: Keep,
}

type Answer = Box<dyn FnOnce(Result<Taken, IntakeError>) + Send>;

/// Which way a statement comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From who states it.
    Stated,
    /// Out of another desk's ledger, where it stands already: what that desk had typed, and explained, is there.
    Carried,
}

struct Job {
    note: Vec<u8>,
    way: Way,
    answer: Answer,
}

/// Those that are not even admitted, and why.
type TurnedAway = Vec<(Job, IntakeError)>;

/// The requests' end.
pub struct Intake {
    queue: SyncSender<Job>,
    counted: Arc<RwLock<Replay>>,
    store: Arc<dyn Store>,
}

/// The intake's thread; ends when its [`Intake`] is gone and what waited is in.
pub struct TakingIn(JoinHandle<Result<(), String>>);

impl TakingIn {
    /// Waits for the end; says why, where it had to stop.
    pub fn ended(self) -> Result<(), String> {
        self.0.join().unwrap_or_else(|_| Err("the intake broke down".to_owned()))
    }
}

impl Intake {
    /// Starts taking in statements. `counted` is the ledger read to its end, `clock` gives milliseconds since 1970, `store` are the
    /// ledger's files, for proofs. The desk's tables are brought up to the ledger first, and the files of texts that it names.
    ///
    /// # Errors
    /// What the tables or the ledger's files say.
    pub fn start<S: Store + 'static, L: Lock + 'static>(
        sequencer: Sequencer<S, L>,
        counted: Replay,
        store: Arc<dyn Store>,
        writer: Writer,
        names: Arc<Names>,
        beside: Beside,
        clock: impl Fn() -> u64 + Send + 'static,
    ) -> Result<(Intake, TakingIn), WriteError> {
        follow::catch_up(&writer, &names, &counted, store.as_ref(), sequencer.size())?;
        let now = clock();
        filing::settle(&writer, &|hash| counted.tally.publishes(hash), &beside.keep, now)?;
        let settled = now;
        let (queue, jobs) = sync_channel(MOST_WAITING);
        let counted = Arc::new(RwLock::new(counted));
        let shared = Arc::clone(&counted);
        let thread = std::thread::spawn(move || {
            let clock = Box::new(clock);
            let mut ledger = Ledger { sequencer, counted: shared, writer, names, beside, settled, clock };
            ledger.run(&jobs)
        });
        Ok((Intake { queue, counted, store }, TakingIn(thread)))
    }

    /// The count as it stands in the ledger.
    pub fn counted(&self) -> RwLockReadGuard<'_, Replay> {
        self.counted.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands in a signed note. `answer` is called from the intake's thread.
    pub fn submit(
        &self,
        note: Vec<u8>,
        way: Way,
        answer: impl FnOnce(Result<Taken, IntakeError>) + Send + 'static,
    ) {
        if note.is_empty() || note.len() > MAX_NOTE {
            return answer(Err(IntakeError::Length(note.len())));
        }
        match self.queue.try_send(Job { note, way, answer: Box::new(answer) }) {
            Ok(()) => {}
            Err(TrySendError::Full(job)) => (job.answer)(Err(IntakeError::Busy)),
            Err(TrySendError::Disconnected(job)) => (job.answer)(Err(IntakeError::Stopped)),
        }
    }

    /// Hands in a signed note and waits.
    pub fn take(&self, note: Vec<u8>) -> Result<Taken, IntakeError> {
        let (told, wait) = sync_channel(1);
        self.submit(note, Way::Stated, move |result| {
            let _ = told.send(result);
        });
        wait.recv().unwrap_or(Err(IntakeError::Stopped))
    }

    /// The ledger's files.
    pub fn files(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// The ledger's head: how many entries, and the root over them.
    ///
    /// # Errors
    /// What the ledger's files say.
    pub fn head(&self) -> Result<ledger::Checkpoint, String> {
        let head = LedgerReader::new(self.store.as_ref()).checkpoint().map_err(|error| error.to_string())?;
        head.map(|head| head.checkpoint).ok_or_else(|| "the ledger has no checkpoint".to_owned())
    }

    /// Notes from an entry on, in their order, as they were handed in: at most so many, and after the first no more than so many bytes.
    ///
    /// # Errors
    /// What the ledger's files say.
    pub fn notes(&self, from: u64, most: u64, bytes: usize) -> Result<Vec<Vec<u8>>, String> {
        let size = self.head()?.size;
        let reader = LedgerReader::new(self.store.as_ref());
        let mut notes: Vec<Vec<u8>> = Vec::new();
        let mut room = bytes;
        for entry in reader.entries(from..size.min(from.saturating_add(most)), size) {
            let (_, entry) = entry.map_err(|error| error.to_string())?;
            let entry = ledger::Entry::parse(&entry).map_err(|error| error.to_string())?;
            match room.checked_sub(entry.note.len()) {
                Some(left) => room = left,
                None if notes.is_empty() => room = 0,
                None => break,
            }
            notes.push(entry.note.to_vec());
        }
        Ok(notes)
    }

    /// The proof that an entry is in the ledger (C2SP `tlog-proof`), with the entry itself; `None` where there is no such entry.
    ///
    /// # Errors
    /// What the ledger's files say.
    pub fn proof(&self, entry: u64) -> Result<Option<Vec<u8>>, String> {
        let reader = LedgerReader::new(self.store.as_ref());
        let head = reader.checkpoint().map_err(|error| error.to_string())?;
        let Some(head) = head.filter(|head| entry < head.checkpoint.size) else { return Ok(None) };
        let size = head.checkpoint.size;
        let bytes = reader.entry(entry, size).map_err(|error| error.to_string())?;
        let hashes = ledger::inclusion_proof(&reader, entry, size).map_err(|error| error.to_string())?;
        let proof = TlogProof { extra: Some(bytes), index: entry, hashes, checkpoint: head.note };
        Ok(Some(proof.encode()))
    }
}

struct Ledger<S, L> {
    sequencer: Sequencer<S, L>,
    counted: Arc<RwLock<Replay>>,
    writer: Writer,
    names: Arc<Names>,
    beside: Beside,
    /// When texts that wait were last looked through, milliseconds since 1970.
    settled: u64,
    clock: Box<dyn Fn() -> u64 + Send>,
}

impl<S: Store, L: Lock> Ledger<S, L> {
    fn run(&mut self, jobs: &Receiver<Job>) -> Result<(), String> {
        while let Ok(first) = jobs.recv() {
            let mut batch = vec![first];
            let until = Instant::now() + OPEN_FOR;
            while batch.len() < MOST_TOGETHER {
                match jobs.recv_timeout(until.saturating_duration_since(Instant::now())) {
                    Ok(job) => batch.push(job),
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
                }
            }
            if let Err(why) = self.take(batch) {
                // What waits is answered as stopped: its answers are dropped with the queue.
                for job in jobs.try_iter() {
                    (job.answer)(Err(IntakeError::Stopped));
                }
                return Err(why);
            }
        }
        Ok(())
    }

    fn take(&mut self, batch: Vec<Job>) -> Result<(), String> {
        let now = (self.clock)();
        let last = self.sequencer.last_time_ms();
        if last > now.saturating_add(CLOCK_SLACK_MS) {
            for job in batch {
                (job.answer)(Err(IntakeError::Clock));
            }
            return Ok(());
        }
        let time_ms = now.max(last.saturating_add(1));
        let typed = self.typed_forms(&batch)?;
        let (batch, turned_away) = self.at_the_door(batch, now, &typed);
        let (batch, without_words, filed) = self.with_words(batch)?;
        for (job, why) in turned_away.into_iter().chain(without_words) {
            (job.answer)(Err(why));
        }
        if batch.is_empty() {
            return Ok(());
        }
        let (notes, answers): (Vec<Vec<u8>>, Vec<Answer>) =
            batch.into_iter().map(|job| (job.note, job.answer)).unzip();
        let taken = self.enter(notes, time_ms, filed);
        match taken {
            Ok(results) => {
                answers.into_iter().zip(results).for_each(|(answer, result)| answer(result));
                self.settle(now);
                Ok(())
            }
            Err(why) => {
                for answer in answers {
                    answer(Err(IntakeError::Stopped));
                }
                Err(why)
            }
        }
    }

    /// What was typed independently of the plenaries that a batch is to close.
    fn typed_forms(&self, batch: &[Job]) -> Result<Vec<(Whose, Held)>, String> {
        let header =
            self.counted.read().unwrap_or_else(PoisonError::into_inner).election().profile.header.clone();
        // Of most batches none is of a plenary: their first lines say so, and nothing is read twice.
        let first = format!("{header} {}\n", statement::Kind::Plenary.text());
        let stated =
            batch.iter().filter(|job| job.way == Way::Stated && job.note.starts_with(first.as_bytes()));
        let mut closed: Vec<Whose> = Vec::new();
        for whose in stated.filter_map(|job| door::closes(&parsed(&header, &job.note)?.body)) {
            if !closed.contains(&whose) {
                closed.push(whose);
            }
        }
        if closed.is_empty() {
            return Ok(Vec::new());
        }
        let closed = Arc::new(closed);
        self.asked(|| {
            let closed = Arc::clone(&closed);
            move |sql: &mut dyn Sql| {
                let mut found = Vec::new();
                for whose in closed.iter() {
                    found.extend(door::held(sql, whose)?.map(|held| (whose.clone(), held)));
                }
                Ok(found)
            }
        })
    }

    /// Those that may come in as far as the desk is asked: their blobs are held, late keys have two levels' signatures, what
    /// closes a plenary has its differences explained, and what it corrects names a photo. Photos that a sheet only names as evidence may come later: the sheet says so until they do.
    fn at_the_door(&self, batch: Vec<Job>, now_ms: u64, typed: &[(Whose, Held)]) -> (Vec<Job>, TurnedAway) {
        let replay = self.counted.read().unwrap_or_else(PoisonError::into_inner);
        let profile = &replay.election().profile;
        let seconds = i64::try_from(now_ms / 1_000).unwrap_or(i64::MAX);
        let offset = i16::try_from(profile.utc_offset_minutes).unwrap_or(0);
        let today = Moment::new(seconds, offset).map(Moment::local_text).unwrap_or_default();
        let today = today.get(..10).unwrap_or_default();
        let (mut ready, mut turned_away) = (Vec::new(), Vec::new());
        let mut keys: Vec<(String, String)> = Vec::new();
        for job in batch {
            let why = parsed(&profile.header, &job.note).and_then(|statement| {
                let blobs = statement.body.blobs();
                for blob in blobs.into_iter().map(|blob| blob.sha256.0) {
                    match (self.beside.held)(&blob) {
                        Ok(true) => {}
                        Ok(false) => return Some(IntakeError::NotHeld(blob)),
                        Err(_) => return Some(IntakeError::Store),
                    }
                }
                if let Body::Key(key) = &statement.body {
                    // Of two at once the second is looked at when the first is in.
                    let place = (key.role.to_owned(), key.scope.to_owned());
                    if keys.contains(&place) {
                        return Some(IntakeError::Busy);
                    }
                    keys.push(place);
                }
                if let Some(whose) = door::closes(&statement.body).filter(|_| job.way == Way::Stated)
                    && let Some((_, held)) = typed.iter().find(|(other, _)| *other == whose)
                {
                    let open = door::unexplained(&replay, &whose, &statement.body, held);
                    // What is in already is told where, whatever has changed since.
                    if !open.is_empty() && !is_in(&replay, &statement) {
                        return Some(IntakeError::Unexplained(open));
                    }
                }
                // Here the photo may come after: the statement's key counts, and says which it is.
                let lacks = job.way == Way::Stated && compose::lacks_photo(&statement.body);
                if lacks && !is_in(&replay, &statement) {
                    return Some(IntakeError::NoPhoto);
                }
                (!late::may_enter(&replay, &statement, today)).then_some(IntakeError::NeedsSecond)
            });
            match why {
                None => ready.push(job),
                Some(why) => turned_away.push((job, why)),
            }
        }
        (ready, turned_away)
    }

    /// Those of a batch whose texts are files, those whose texts can't be just now, and the hashes of texts that became files for
    /// it ([`crate::filing`]).
    fn with_words(&self, batch: Vec<Job>) -> Result<(Vec<Job>, TurnedAway, Vec<Hash>), String> {
        let header =
            self.counted.read().unwrap_or_else(PoisonError::into_inner).election().profile.header.clone();
        let each: Vec<Option<Hash>> = batch.iter().map(|job| filing::says(&header, &job.note)).collect();
        let named: Arc<Vec<Hash>> = Arc::new(each.iter().copied().flatten().collect());
        if named.is_empty() {
            return Ok((batch, Vec::new(), Vec::new()));
        }
        let words = self.asked(|| {
            let named = Arc::clone(&named);
            move |sql: &mut dyn Sql| said::waiting(sql, &named)
        })?;
        let first = format!("{header} {}\n", statement::Kind::Key.text());
        let keys = batch.iter().any(|job| job.note.starts_with(first.as_bytes()));
        let replay = self.counted.read().unwrap_or_else(PoisonError::into_inner);
        let (mut ready, mut turned_away, mut filed) = (Vec::new(), Vec::new(), Vec::new());
        let mut silent = false;
        for (job, said) in batch.into_iter().zip(each) {
            let done = match said {
                None => Ok(None),
                // Once the store gave no answer it is not asked again for each: all statements wait meanwhile.
                Some(_) if silent => Err(IntakeError::Store),
                Some(hash) => filing::file(&replay, (&job.note, job.way, hash), &words, keys, &self.beside),
            };
            match done {
                Ok(hash) => {
                    filed.extend(hash);
                    ready.push(job);
                }
                Err(why) => {
                    silent |= why == IntakeError::Store;
                    turned_away.push((job, why));
                }
            }
        }
        Ok((ready, turned_away, filed))
    }

    /// Does for texts that wait what was left undone, now and then. What fails is done the next time.
    fn settle(&mut self, now_ms: u64) {
        if now_ms < self.settled.saturating_add(SETTLED_EVERY_MS) {
            return;
        }
        self.settled = now_ms;
        let publishes =
            |hash: &Hash| self.counted.read().unwrap_or_else(PoisonError::into_inner).tally.publishes(hash);
        let _ = filing::settle(&self.writer, &publishes, &self.beside.keep, now_ms);
    }

    /// Admits, appends and writes down a batch; what became of each note, in their order. `filed`: texts that became files for it.
    fn enter(
        &mut self,
        notes: Vec<Vec<u8>>,
        time_ms: u64,
        mut filed: Vec<Hash>,
    ) -> Result<Vec<Result<Taken, IntakeError>>, String> {
        let ids: Vec<Option<Hash>> = notes.iter().map(|note| id_of(note)).collect();
        let entered = {
            // Nobody sees the count with what is not on disk yet.
            let mut replay = self.counted.write().unwrap_or_else(PoisonError::into_inner);
            let first = replay.tally.size();
            let admission = replay.admit(notes, time_ms);
            replay.tally.take_changes();
            if !admission.accepted.is_empty() {
                let committed = self.sequencer.append(&admission.accepted, time_ms);
                let committed = committed.map_err(|error| error.to_string())?;
                if committed.first_index != first {
                    return Err(format!("the ledger is at {}, the count at {first}", committed.first_index));
                }
            }
            let accepted = admission.accepted.iter().map(|note| (time_ms, note.as_slice()));
            let entered = follow::entered(&replay, first, accepted);
            // Of what was refused all the same the text waits on.
            filed.retain(|hash| replay.tally.publishes(hash));
            (first, admission.refused, entered)
        };
        let (first, refused, entered) = entered;
        let twice: Vec<Hash> = refused
            .iter()
            .filter(|(_, reason)| *reason == RefusalReason::Fold(FoldError::Twice))
            .filter_map(|(position, _)| ids.get(*position).copied().flatten())
            .collect();
        let known = self.write_down(entered, twice, filed)?;
        let mut refused = refused.into_iter().peekable();
        let mut next = first;
        let results = ids.into_iter().enumerate().map(|(position, id)| {
            let reason = refused.next_if(|(at, _)| *at == position).map(|(_, reason)| reason);
            match (reason, id) {
                (None, Some(id)) => {
                    next += 1;
                    Ok(Taken { id, entry: next - 1, new: true })
                }
                (Some(RefusalReason::Fold(FoldError::Twice)), Some(id)) => {
                    let entry = known.iter().find(|(known, _)| *known == id).map(|(_, entry)| *entry);
                    let twice = || IntakeError::Refused(RefusalReason::Fold(FoldError::Twice));
                    entry.map(|entry| Taken { id, entry, new: false }).ok_or_else(twice)
                }
                (Some(reason), _) => Err(IntakeError::Refused(reason)),
                // Admitted, so it has a text.
                (None, None) => Err(IntakeError::Stopped),
            }
        });
        Ok(results.collect())
    }

    /// Writes down what the entries change for the desk's people, where the statements are that were said before, and which texts
    /// wait no longer. Where the tables fail the ledger has the entries all the same: the next start brings the tables up to it.
    fn write_down(
        &self,
        entered: Vec<Entered>,
        twice: Vec<Hash>,
        filed: Vec<Hash>,
    ) -> Result<Vec<(Hash, u64)>, String> {
        if entered.is_empty() && twice.is_empty() {
            return Ok(Vec::new());
        }
        let all = Arc::new((entered, twice, filed));
        self.asked(|| {
            let (names, all) = (Arc::clone(&self.names), Arc::clone(&all));
            move |sql: &mut dyn Sql| {
                let (entered, twice, filed) = all.as_ref();
                follow::write(sql, &names, entered)?;
                filed.iter().try_for_each(|hash| said::filed(sql, hash))?;
                let mut known = Vec::new();
                for id in twice {
                    if let Some(entry) = follow::entry_of(sql, id)? {
                        known.push((*id, entry));
                    }
                }
                Ok(known)
            }
        })
    }

    /// Has the writer do something, and waits for it. However many type, what the ledger needs is done; who waits for it waits a
    /// moment longer.
    fn asked<D, A>(&self, make: impl Fn() -> A) -> Result<D, String>
    where
        D: Send + 'static,
        A: FnMut(&mut dyn Sql) -> Result<D, SqlError> + Send + 'static,
    {
        loop {
            match self.writer.write(make()) {
                Err(WriteError::Busy) => std::thread::sleep(OPEN_FOR),
                written => return written.map_err(|error| error.to_string()),
            }
        }
    }
}

/// Whether one of its signers has said this very text before.
fn is_in(replay: &Replay, statement: &Statement<'_>) -> bool {
    let signers = replay.keyring.attribute(replay.tally.size(), statement).unwrap_or_default();
    signers.iter().any(|signer| replay.tally.has_said(signer.position, statement.id))
}

/// The id of a note's text; `None` where it has none.
fn id_of(note: &[u8]) -> Option<Hash> {
    ledger::Note::parse(note).ok().map(|note| statement::statement_id(note.text))
}

/// A statement's text and what it says, for who looks into an entry.
pub(crate) fn parsed<'a>(header: &str, note: &'a [u8]) -> Option<Statement<'a>> {
    Statement::parse(header, note).ok()
}
