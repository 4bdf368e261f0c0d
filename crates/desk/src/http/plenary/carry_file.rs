//! A desk's work as one file to take away ([`crate::carry`]), and the salted texts that are brought in beside notes and photos.

use std::io::{self, BufWriter, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use http_body::Frame;
use ledger::{Hash, sha256};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::Me;
use crate::access::Act;
use crate::carry::{self, Source};
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
    let turn = Arc::clone(&desk.carrying).try_acquire_owned().map_err(|_| {
        let detail = "others take their work away just now: ask again in a moment";
        Problem { retry_after: Some(5), ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail) }
    })?;
    let first: u64 = from.parse().map_err(|_| none(&from))?;
    let size =
        desk.looking(|intake| intake.head().map(|head| head.size).map_err(super::carry::stopped)).await?;
    if first >= size {
        return Err(none(&from));
    }
    let (to, pieces) = channel(WAITING);
    let (making, intake) = (Arc::clone(&desk), Arc::clone(desk.intake()?));
    // Nobody waits for it: what it makes is what is answered.
    drop(tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let header = making.election.profile.header.clone();
        let of = Source {
            store: intake.files().as_ref(),
            blobs: making.uploads.blobs(),
            header: &header,
            shown: &|hash| intake.counted().tally.publishes(hash),
            region: &me.region,
            from: first,
        };
        let piped = BufWriter::with_capacity(PIECE, Pipe(to.clone()));
        let made = carry::make(piped, &of).map_err(|why| why.to_string());
        let ended = made.and_then(|(mut piped, _)| piped.flush().map_err(|why| why.to_string()));
        if let Err(why) = ended {
            // Who takes it away may have gone; then nobody has to be told.
            let _ = to.blocking_send(Err(io::Error::other(why)));
        }
    }));
    let name = format!("attachment; filename=\"saksi-{first}-{size}.tar\"");
    let headers = [(header::CONTENT_TYPE, TAR.to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::new(Pieces(pieces))).into_response())
}

/// The end into which the file is written.
struct Pipe(Sender<io::Result<Bytes>>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes)));
        sent.map(|()| bytes.len()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The end from which it is answered.
struct Pieces(Receiver<io::Result<Bytes>>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
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
    let wrong = |detail: &str| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not-its-text", detail);
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
