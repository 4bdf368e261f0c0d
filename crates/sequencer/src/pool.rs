//! Notes waiting for the next batch: bounded, ranked, and answered only when they are in the ledger for good.
//!
//! A thread commits every period, or as soon as a batch is full. Notes that would begin a new partial tile are
//! held for one more period when nobody waits too long for it: far fewer partial files. The pool is what
//! limits the rate: when it is full, submitting fails at once with the time to wait.

use crate::{Lock, Sequencer, SequencerError, Store};
use ledger::{MAX_ENTRY, SignedCheckpoint, WIDTH};
use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};
use thiserror::Error;

/// The longest note that fits an entry whatever its time and batch number, bytes.
pub const MAX_NOTE: usize = MAX_ENTRY - "t 18446744073709551615 18446744073709551615\n".len();

/// Rank of a note. The next batch takes the first class first, and each lower class finds the pool full earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// What people submit about forms: may fill the pool.
    Forms,
    /// Readings and other machine work for the count: may fill three quarters.
    Readings,
    /// Everything automatic that can come again later: may fill half.
    Bots,
}

/// Sizes and times of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolConfig {
    /// Notes that may wait.
    pub capacity: usize,
    /// Bytes that may wait, whatever the class.
    pub capacity_bytes: usize,
    /// Notes in a batch at most; so many waiting are committed at once.
    pub batch: usize,
    /// Time between batches.
    pub period: Duration,
    /// How long a note may be held for a full tile.
    pub hold: Duration,
    /// Notes of one signer that may wait.
    pub per_signer: usize,
}

impl Default for PoolConfig {
    /// A batch a second or 4,096 notes, held up to 2 s; 65,536 or 256 MiB waiting, 4,096 of one signer.
    fn default() -> Self {
        let (period, hold) = (Duration::from_secs(1), Duration::from_secs(2));
        Self { capacity: 65_536, capacity_bytes: 256 << 20, batch: 4_096, period, hold, per_signer: 4_096 }
    }
}

/// Where a note is in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its index.
    pub index: u64,
    /// The time in its entry, milliseconds since 1970.
    pub time_ms: u64,
    /// A head that covers it.
    pub checkpoint: Arc<SignedCheckpoint>,
}

/// Why a note isn't in the ledger, or isn't known to be.
#[derive(Clone, Debug, Error)]
pub enum PoolError {
    /// The pool is full for this class.
    #[error("too many are waiting: try again in {retry_after_ms} ms")]
    Busy {
        /// When there is likely to be room, milliseconds.
        retry_after_ms: u64,
    },
    /// This signer has too many waiting.
    #[error("too many of this signer are waiting: try again in {retry_after_ms} ms")]
    Quota {
        /// When there is likely to be room, milliseconds.
        retry_after_ms: u64,
    },
    /// The note is empty or longer than [`MAX_NOTE`].
    #[error("a note has 1 to {MAX_NOTE} bytes, this one {length}")]
    Length {
        /// Its bytes.
        length: usize,
    },
    /// The batch was refused, nothing was written; the note may be submitted again.
    #[error("the batch was refused and nothing written: {0}")]
    Refused(Arc<SequencerError>),
    /// The sequencer stopped. This note may be in the ledger or not: look it up after the restart.
    #[error("the sequencer stopped, this note may be in the ledger or not, look it up after a restart: {0}")]
    Stopped(Arc<SequencerError>),
    /// The pool is closed.
    #[error("the pool is closed")]
    Closed,
    /// Not yet, see [`Ticket::wait_for`].
    #[error("not committed yet")]
    NotYet,
}

/// The promise of an answer. Dropping it withdraws nothing.
#[derive(Debug)]
pub struct Ticket(Receiver<Result<Receipt, PoolError>>);

impl Ticket {
    /// Waits until the note is in the ledger for good, or can't be.
    pub fn wait(self) -> Result<Receipt, PoolError> {
        self.0.recv().unwrap_or(Err(PoolError::Closed))
    }

    /// Waits at most `time`.
    ///
    /// # Errors
    /// [`PoolError::NotYet`] when it wasn't enough; the ticket stays good.
    pub fn wait_for(&self, time: Duration) -> Result<Receipt, PoolError> {
        match self.0.recv_timeout(time) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => Err(PoolError::NotYet),
            Err(RecvTimeoutError::Disconnected) => Err(PoolError::Closed),
        }
    }
}

/// Takes notes from any number of threads and commits them in batches from one of its own.
pub struct Pool {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    config: PoolConfig,
    state: Mutex<State>,
    wake: Condvar,
}

#[derive(Default)]
struct State {
    /// One queue a class, in the order of [`Class`].
    queues: [VecDeque<Waiting>; 3],
    waiting_of: HashMap<String, usize>,
    bytes: usize,
    closing: bool,
    /// Set by the committing thread when the sequencer stopped.
    stopped: Option<Arc<SequencerError>>,
}

struct Waiting {
    note: Vec<u8>,
    signer: Option<String>,
    since: Instant,
    answer: SyncSender<Result<Receipt, PoolError>>,
}

impl Pool {
    /// Starts committing to `sequencer`, which stays reachable (to publish cosignatures, to sweep) between batches.
    /// `clock` gives milliseconds since 1970.
    pub fn start<S, L>(
        sequencer: Arc<Mutex<Sequencer<S, L>>>,
        config: PoolConfig,
        clock: impl Fn() -> u64 + Send + 'static,
    ) -> Self
    where
        S: Store + 'static,
        L: Lock + 'static,
    {
        let shared = Arc::new(Shared { config, state: Mutex::default(), wake: Condvar::new() });
        let worker = Arc::clone(&shared);
        let thread = thread::spawn(move || worker.run(&sequencer, clock));
        Self { shared, thread: Some(thread) }
    }

    /// Hands in a note. The ticket's answer comes when it is durable.
    ///
    /// # Errors
    /// [`PoolError`]: refused notes are not in the pool.
    pub fn submit(&self, note: Vec<u8>, class: Class) -> Result<Ticket, PoolError> {
        self.shared.submit(note, class, None)
    }

    /// [`submit`](Self::submit), counted against the quota of `signer` (a key's name, an address).
    ///
    /// # Errors
    /// The same, and [`PoolError::Quota`].
    pub fn submit_by(&self, signer: &str, note: Vec<u8>, class: Class) -> Result<Ticket, PoolError> {
        self.shared.submit(note, class, Some(signer))
    }

    /// Notes waiting.
    pub fn waiting(&self) -> usize {
        self.shared.state().waiting()
    }

    /// Commits what is waiting and ends. Dropping the pool does the same.
    pub fn close(self) {
        drop(self);
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.state().closing = true;
        self.shared.wake.notify_all();
        if let Some(thread) = self.thread.take() {
            // A panic in the thread has already dropped every ticket's sender, which answers `Closed`.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("waiting", &self.waiting()).finish_non_exhaustive()
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn submit(&self, note: Vec<u8>, class: Class, signer: Option<&str>) -> Result<Ticket, PoolError> {
        if note.is_empty() || note.len() > MAX_NOTE {
            return Err(PoolError::Length { length: note.len() });
        }
        let config = &self.config;
        let (room, queue) = match class {
            Class::Forms => (config.capacity, 0),
            Class::Readings => (config.capacity - config.capacity / 4, 1),
            Class::Bots => (config.capacity / 2, 2),
        };
        let mut state = self.state();
        if let Some(error) = &state.stopped {
            return Err(PoolError::Stopped(Arc::clone(error)));
        }
        if state.closing {
            return Err(PoolError::Closed);
        }
        let waiting = state.waiting();
        let batches_ahead =
            u32::try_from(waiting / config.batch.max(1)).unwrap_or(u32::MAX).saturating_add(1);
        let retry = config.period.saturating_mul(batches_ahead).as_millis();
        let retry_after_ms = u64::try_from(retry).unwrap_or(u64::MAX);
        if waiting >= room || state.bytes + note.len() > config.capacity_bytes {
            return Err(PoolError::Busy { retry_after_ms });
        }
        if let Some(signer) = signer {
            let count = state.waiting_of.entry(signer.to_owned()).or_default();
            if *count >= config.per_signer {
                return Err(PoolError::Quota { retry_after_ms });
            }
            *count += 1;
        }
        let (answer, ticket) = sync_channel(1);
        state.bytes += note.len();
        let waiting_note = Waiting { note, signer: signer.map(str::to_owned), since: Instant::now(), answer };
        if let Some(queue) = state.queues.get_mut(queue) {
            queue.push_back(waiting_note);
        }
        if waiting + 1 >= config.batch {
            self.wake.notify_all();
        }
        Ok(Ticket(ticket))
    }

    fn run<S: Store, L: Lock>(&self, sequencer: &Mutex<Sequencer<S, L>>, clock: impl Fn() -> u64) {
        loop {
            let state = self.state();
            let until_due = |state: &mut State| state.waiting() < self.config.batch && !state.closing;
            let (mut state, _) = self
                .wake
                .wait_timeout_while(state, self.config.period, until_due)
                .unwrap_or_else(PoisonError::into_inner);
            // The sequencer's own lock comes after the pool's is released: submitting never waits for a disk.
            let closing = state.closing;
            if closing && state.waiting() == 0 {
                return;
            }
            if state.waiting() == 0 {
                continue;
            }
            drop(state);
            let mut sequencer = sequencer.lock().unwrap_or_else(PoisonError::into_inner);
            state = self.state();
            let batch = state.take(&self.config, sequencer.size(), closing);
            drop(state);
            if !batch.is_empty() {
                self.commit(&mut sequencer, batch, clock());
            }
        }
    }

    /// Commits one batch and answers everyone in it; when the sequencer stopped, everyone else too.
    fn commit<S: Store, L: Lock>(
        &self,
        sequencer: &mut Sequencer<S, L>,
        mut batch: Vec<Waiting>,
        now_ms: u64,
    ) {
        let notes: Vec<Vec<u8>> = batch.iter_mut().map(|waiting| std::mem::take(&mut waiting.note)).collect();
        match sequencer.append(&notes, now_ms) {
            Ok(committed) => {
                let checkpoint = Arc::new(committed.checkpoint);
                for (index, waiting) in (committed.first_index..).zip(batch) {
                    let checkpoint = Arc::clone(&checkpoint);
                    waiting.tell(Ok(Receipt { index, time_ms: committed.time_ms, checkpoint }));
                }
            }
            Err(error) if sequencer.is_stopped() => {
                let error = Arc::new(error);
                let mut state = self.state();
                state.stopped = Some(Arc::clone(&error));
                batch.extend(state.queues.iter_mut().flat_map(std::mem::take));
                drop(state);
                for waiting in batch {
                    waiting.tell(Err(PoolError::Stopped(Arc::clone(&error))));
                }
            }
            Err(error) => {
                let error = Arc::new(error);
                for waiting in batch {
                    waiting.tell(Err(PoolError::Refused(Arc::clone(&error))));
                }
            }
        }
    }
}

impl State {
    fn waiting(&self) -> usize {
        self.queues.iter().map(VecDeque::len).sum()
    }

    /// The next batch, best class first: up to the end of a tile, or everything when someone would wait too long.
    fn take(&mut self, config: &PoolConfig, size: u64, all: bool) -> Vec<Waiting> {
        let most = self.waiting().min(config.batch);
        let beyond_tile = usize::try_from((size + most as u64) % WIDTH).unwrap_or(0);
        let mut aligned = most.saturating_sub(beyond_tile);
        if aligned == 0 && most == config.batch {
            aligned = most;
        }
        // Those that would be left over may wait for the next period, unless that is longer than the hold.
        let in_order = self.queues.iter().flatten();
        let too_long = |waiting: &Waiting| waiting.since.elapsed() + config.period > config.hold;
        let count =
            if all || in_order.skip(aligned).take(most - aligned).any(too_long) { most } else { aligned };
        let mut batch = Vec::with_capacity(count);
        for queue in &mut self.queues {
            let some = queue.len().min(count - batch.len());
            batch.extend(queue.drain(..some));
        }
        self.bytes -= batch.iter().map(|waiting: &Waiting| waiting.note.len()).sum::<usize>();
        for signer in batch.iter().filter_map(|waiting| waiting.signer.as_ref()) {
            if let Some(count) = self.waiting_of.get_mut(signer) {
                *count -= 1;
                if *count == 0 {
                    self.waiting_of.remove(signer);
                }
            }
        }
        batch
    }
}

impl Waiting {
    fn tell(self, answer: Result<Receipt, PoolError>) {
        // Nobody waits any more when the ticket was dropped.
        let _ = self.answer.send(answer);
    }
}
