//! A desk's work as one file to take away ([`crate::carry`]), and the salted texts that are brought in beside notes and photos.

use std::collections::HashSet;
use std::io::{self, BufWriter, Write};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use http_body::Frame;
use ledger::{Hash, sha256};
use tokio::runtime::Handle;
use tokio::sync::mpsc::error::SendTimeoutError;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::Me;
use crate::access::Act;
use crate::carry::file::MOST_TEXT;
use crate::carry::{self, Source};
use crate::entry::Person;
use crate::follow::entry_of;
use crate::http::problem::Problem;
use crate::http::spec::{Gives, Says, Takes};
use crate::http::{Desk, Gate, Named, Routes, Text, now_ms};
use crate::intake::parsed;
use crate::said::Said;
use crate::trail::{self, Done};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/api/carry/{from}", Gate::May(Act::Preside), given)
        .says(Says::new(
            "What was stated from an entry on, with the photos and texts of one's region, as a file to carry away.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::Media(TAR))],
        ))
        .add(Method::POST, "/api/statements/{id}/text", Gate::May(Act::Preside), text)
        .says(Says::new(
            "Takes in the salted text that a statement names.",
            Takes::Media("text/plain"),
            &[(StatusCode::CREATED, Gives::Nothing), (StatusCode::OK, Gives::Nothing)],
        ))
}

const TAR: &str = "application/x-tar";

/// Pieces of the file that wait for the line, and the bytes of each: the file itself is nowhere whole.
const WAITING: usize = 4;
const PIECE: usize = 64 * 1024;

/// How long a line may take no piece before it is given up.
const QUIET: Duration = Duration::from_secs(60);

/// Files of work to be carried away at once: each reads the ledger and its photos for as long as who takes it away needs.
const CARRYING: usize = 4;

/// Who takes work away just now: each account once, so that no one keeps the others out.
#[derive(Debug, Default)]
pub(in crate::http) struct Carriers(Mutex<HashSet<Person>>);

/// An account's turn; over when it is dropped.
#[derive(Debug)]
struct Turn {
    carriers: Arc<Carriers>,
    who: Person,
}

impl Carriers {
    fn now(&self) -> MutexGuard<'_, HashSet<Person>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// None where there is no room, or the account has its turn already.
    fn begin(self: &Arc<Carriers>, who: Person) -> Option<Turn> {
        let mut now = self.now();
        let begins = now.len() < CARRYING && now.insert(who);
        begins.then(|| Turn { carriers: Arc::clone(self), who })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.carriers.now().remove(&self.who);
    }
}

/// The file, made while it is taken away. If something breaks on the way so does the answer, and what came has no end: it is no file that
/// could be brought in to its end.
async fn given(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    Named(from): Named<String>,
) -> Result<Response, Problem> {
    let none = |from: &str| {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no-entry", format!("the ledger has no entry {from}"))
    };
    let turn = desk.carriers.begin(me.id).ok_or_else(|| {
        let detail = "you, or others, take work away just now: ask again in a moment";
        Problem { retry_after: Some(5), ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail) }
    })?;
    let first: u64 = from.parse().map_err(|_| none(&from))?;
    // What is counted is on disk; what is on disk by now may not be counted yet.
    let size = desk.looking(|intake| Ok(intake.counted().tally.size())).await?;
    if first >= size {
        return Err(none(&from));
    }
    let (to, pieces) = channel(WAITING);
    let (making, intake) = (Arc::clone(&desk), Arc::clone(desk.intake()?));
    let whole = Arc::new(AtomicBool::new(false));
    let (ended, runtime) = (Arc::clone(&whole), Handle::current());
    // Nobody waits for it: what it makes is what is answered.
    drop(tokio::task::spawn_blocking(move || {
        let header = making.election.profile.header.clone();
        let of = Source {
            store: intake.files().as_ref(),
            size,
            blobs: making.uploads.blobs(),
            header: &header,
            bytes: &|hash| carry::Bytes::of(&intake.counted().tally, hash),
            region: &me.region,
            from: first,
        };
        let pipe = Pipe { to: Some(to), runtime, quiet: QUIET };
        let made = carry::make(BufWriter::with_capacity(PIECE, pipe), &of).and_then(|(mut piped, _)| {
            piped.flush()?;
            Ok(piped)
        });
        ended.store(made.is_ok(), Ordering::Release);
        // Before the pipe, whose end is the answer's: who has all of it may ask again.
        drop(turn);
        drop(made);
    }));
    let name = format!("attachment; filename=\"saksi-{first}-{size}.tar\"");
    let headers = [(header::CONTENT_TYPE, TAR.to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::new(Pieces { pieces, whole })).into_response())
}

/// The end into which the file is written, by a thread that may wait.
struct Pipe {
    /// None: the line was given up, and nothing waits for it once more.
    to: Option<Sender<Bytes>>,
    runtime: Handle,
    quiet: Duration,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let to = self.to.as_ref().ok_or(io::ErrorKind::BrokenPipe)?;
        let sent = self.runtime.block_on(to.send_timeout(Bytes::copy_from_slice(bytes), self.quiet));
        let why = match sent {
            Ok(()) => return Ok(bytes.len()),
            Err(SendTimeoutError::Timeout(_)) => io::ErrorKind::TimedOut,
            Err(SendTimeoutError::Closed(_)) => io::ErrorKind::BrokenPipe,
        };
        self.to = None;
        Err(why.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The end from which it is answered.
struct Pieces {
    pieces: Receiver<Bytes>,
    /// Whether everything was sent.
    whole: Arc<AtomicBool>,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(match ready!(self.pieces.poll_recv(context)) {
            Some(piece) => Some(Ok(Frame::data(piece))),
            None if self.whole.load(Ordering::Acquire) => None,
            None => Some(Err(io::Error::other("the file broke off"))),
        })
    }
}

/// Takes the text of a statement that is in the ledger: the statement says which bytes it is, so whoever presides may bring it, and
/// nothing else.
async fn text(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    Named(id): Named<String>,
    Text(file): Text,
) -> Result<StatusCode, Problem> {
    let wrong = |detail: &str| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not-its-text", detail);
    // What could not be carried on from here does not come in.
    if file.len() as u64 > MOST_TEXT {
        return Err(wrong("it is longer than any text may be"));
    }
    let nothing = || Problem::new(StatusCode::NOT_FOUND, "no-statement", "no statement has this id");
    let id = Hash::from_hex(&id).map_err(|_| nothing())?;
    let entry = desk.read(move |sql| entry_of(sql, &id)).await?.ok_or_else(nothing)?;
    let hash = sha256(file.as_bytes());
    let (named, shown) = desk
        .looking(move |intake| {
            let note = intake.notes(entry, 1, 0).map_err(super::carry::stopped)?.pop();
            let counted = intake.counted();
            let header = &counted.election().profile.header;
            let statement = note.as_deref().and_then(|note| parsed(header, note)).ok_or_else(nothing)?;
            Ok((statement.body.text().map(|text| text.0), counted.tally.publishes(&hash)))
        })
        .await?;
    if named != Some(hash) {
        return Err(wrong("the statement names no text, or another one"));
    }
    let said = Said::of(hash, file.into_bytes()).ok_or_else(|| wrong("this is no salt with a text"))?;
    if !shown {
        let detail = "a statement took this text out";
        return Err(Problem::new(StatusCode::GONE, "redacted", detail));
    }
    if desk.in_store(move |uploads| Ok(uploads.blobs().length(&hash)?.is_some())).await? {
        return Ok(StatusCode::OK);
    }
    desk.keep_said(&said).await?;
    let (by, at_ms) = (me.id, now_ms());
    desk.write(move |sql| {
        let values = format!("{} {}", id.to_hex(), hash.to_hex());
        trail::write(sql, &Done { at_ms, by: Some(by), what: "bring-text", sheet: None, values: &values })
    })
    .await?;
    Ok(StatusCode::CREATED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_takes_one_file_away_at_once_and_leaves_room_when_it_is_done() {
        let carriers = Arc::new(Carriers::default());
        let first = carriers.begin(Person(1)).unwrap();
        assert!(carriers.begin(Person(1)).is_none());
        let others: Vec<Turn> = (2..=4).filter_map(|who| carriers.begin(Person(who))).collect();
        assert_eq!((others.len(), carriers.begin(Person(5)).is_none()), (3, true));
        drop(first);
        assert!(carriers.begin(Person(5)).is_some());
    }

    #[test]
    fn a_line_that_takes_nothing_is_given_up_once_and_for_all() {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (to, mut pieces) = channel(1);
        let mut pipe =
            Pipe { to: Some(to), runtime: runtime.handle().clone(), quiet: Duration::from_millis(20) };
        assert_eq!(pipe.write(b"some").unwrap(), 4);
        assert_eq!(pipe.write(b"more").unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(pipe.write(b"more").unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert_eq!(runtime.block_on(pieces.recv()).unwrap(), "some");
        assert!(runtime.block_on(pieces.recv()).is_none());
    }
}
