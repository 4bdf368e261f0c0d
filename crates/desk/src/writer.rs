//! One writer, whose commits many requests share.
//!
//! Requests hand in acts; one thread takes all that wait, in the order they came, runs them in one transaction and answers them
//! when it is on disk: one flush for as many as came while the last was under way. An act that the engine refuses spoils the
//! transaction, so the acts of that batch are then run again, each in its own: it fails alone. Where the engine itself is lost,
//! it is opened anew; what was being committed just then may be kept or not, and that is what is answered.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::store::{Sql, SqlError};

/// Acts that may wait. More are turned away: whoever asks is told to come again, instead of waiting without end.
const MOST_WAITING: usize = 4_096;

/// Most acts of one transaction, so that the first does not wait for the last of thousands.
const MOST_TOGETHER: usize = 512;

/// Why an act was not done. Nothing of it is kept, where nothing else is said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// Too many wait already.
    #[error("too much is waiting to be written: try again in a moment")]
    Busy,
    /// The writer has ended.
    #[error("the desk is being shut down")]
    Ended,
    /// The engine refused.
    #[error(transparent)]
    Sql(#[from] SqlError),
    /// The engine was lost while it committed. This may be kept or not.
    #[error("whether this was kept is not known: look before you do it again ({0})")]
    Unknown(SqlError),
}

/// What an act does. It may be run twice, and only its last run counts.
type Act = Box<dyn FnMut(&mut dyn Sql) -> Result<(), SqlError> + Send>;

/// Who is told of it.
type Answer = Box<dyn FnOnce(Result<(), WriteError>) + Send>;

struct Job {
    run: Act,
    answer: Answer,
}

/// The writer's end of requests: cheap to copy.
#[derive(Clone)]
pub struct Writer {
    queue: SyncSender<Job>,
}

/// The writer's thread; ends when every [`Writer`] is gone and what waited is written.
pub struct Writing(JoinHandle<()>);

impl Writing {
    /// Waits for the end.
    pub fn ended(self) {
        // A thread that panicked has told why.
        let _ = self.0.join();
    }
}

impl Writer {
    /// Starts the thread on a connection that is its own. `again` opens another where it is lost.
    pub fn start(
        connection: Box<dyn Sql>,
        again: impl FnMut() -> Result<Box<dyn Sql>, SqlError> + Send + 'static,
    ) -> (Writer, Writing) {
        let (queue, jobs) = sync_channel(MOST_WAITING);
        let thread = std::thread::spawn(move || {
            let mut engine = Engine { sql: Some(connection), again: Box::new(again) };
            write(&mut engine, &jobs);
        });
        (Writer { queue }, Writing(thread))
    }

    /// Hands in an act. `answer` is called from the writer's thread once what `act` gave is on disk, or could not be kept.
    ///
    /// `act` decides before it writes: what it refuses by its own rules, it gives as a value, having written nothing.
    pub fn submit<D: Send + 'static>(
        &self,
        mut act: impl FnMut(&mut dyn Sql) -> Result<D, SqlError> + Send + 'static,
        answer: impl FnOnce(Result<D, WriteError>) + Send + 'static,
    ) {
        let done = Arc::new(Mutex::new(None));
        let given = Arc::clone(&done);
        let run = move |sql: &mut dyn Sql| {
            let value = act(sql)?;
            *given.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
            Ok(())
        };
        let answer = move |result: Result<(), WriteError>| {
            let value = done.lock().unwrap_or_else(PoisonError::into_inner).take();
            answer(result.and_then(|()| value.ok_or(WriteError::Ended)));
        };
        let job = Job { run: Box::new(run), answer: Box::new(answer) };
        match self.queue.try_send(job) {
            Ok(()) => {}
            Err(TrySendError::Full(job)) => (job.answer)(Err(WriteError::Busy)),
            Err(TrySendError::Disconnected(job)) => (job.answer)(Err(WriteError::Ended)),
        }
    }

    /// Hands in an act and waits for it.
    pub fn write<D: Send + 'static>(
        &self,
        act: impl FnMut(&mut dyn Sql) -> Result<D, SqlError> + Send + 'static,
    ) -> Result<D, WriteError> {
        let (told, wait) = sync_channel(1);
        self.submit(act, move |result| {
            let _ = told.send(result);
        });
        wait.recv().unwrap_or(Err(WriteError::Ended))
    }
}

/// Opens a connection where the last was lost.
type Again = Box<dyn FnMut() -> Result<Box<dyn Sql>, SqlError> + Send>;

/// The writer's connection, and how to come by another.
struct Engine {
    sql: Option<Box<dyn Sql>>,
    again: Again,
}

impl Engine {
    /// Its connection; a new one where the last was lost.
    fn sql(&mut self) -> Result<&mut dyn Sql, SqlError> {
        let sql = match self.sql.take() {
            Some(sql) => sql,
            None => (self.again)()?,
        };
        Ok(self.sql.insert(sql).as_mut())
    }
}

/// How a transaction failed.
enum Failed {
    /// Before it was to end: nothing of it is kept.
    Before(SqlError),
    /// While it ended.
    Ending(SqlError),
}

impl From<Failed> for WriteError {
    fn from(failed: Failed) -> WriteError {
        match failed {
            Failed::Before(error) => WriteError::Sql(error),
            Failed::Ending(error) => WriteError::Unknown(error),
        }
    }
}

fn write(engine: &mut Engine, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let mut batch = vec![first];
        batch.extend(jobs.try_iter().take(MOST_TOGETHER - 1));
        match together(engine, &mut batch) {
            Ok(()) => batch.into_iter().for_each(|job| (job.answer)(Ok(()))),
            Err(Failed::Before(_)) => {
                for mut job in batch {
                    let result = together(engine, std::slice::from_mut(&mut job));
                    (job.answer)(result.map_err(WriteError::from));
                }
            }
            Err(Failed::Ending(error)) => {
                // Run again they might be kept twice.
                for job in batch {
                    (job.answer)(Err(WriteError::Unknown(error.clone())));
                }
            }
        }
    }
}

/// Runs acts in one transaction: all are on disk, or none is.
fn together(engine: &mut Engine, jobs: &mut [Job]) -> Result<(), Failed> {
    let sql = engine.sql().map_err(Failed::Before)?;
    let run = sql.begin().and_then(|()| jobs.iter_mut().try_for_each(|job| (job.run)(sql)));
    let run = run.map_err(Failed::Before).and_then(|()| sql.commit().map_err(Failed::Ending));
    if run.is_err() && sql.rollback().is_err() {
        // It has lost the transaction by itself, or is lost itself.
        engine.sql = None;
    }
    run
}
