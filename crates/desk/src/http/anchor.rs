//! Puts the trail's end into the ledger, once a day and when an administrator asks.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use ledger::sha256;
use schemars::JsonSchema;
use serde::Serialize;
use statement::{Blob, Body, Disclosure, Statement, encode_text, sign};

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::statements::Receipt;
use super::{Desk, Gate, Routes, now_ms};
use crate::access::Act;
use crate::anchor::{self, Anchor, REGISTER};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::POST, "/api/trail/anchor", Gate::May(Act::Administer), now)
        .says(Says::new(
            "Puts the trail's end into the ledger now.",
            Takes::Nothing,
            &[(StatusCode::CREATED, Gives::json::<Receipt>())],
        ))
        .add(Method::GET, "/api/trail/anchors", Gate::May(Act::Inspect), check)
        .says(Says::new(
            "Whether the trail has every row that the ledger holds fast.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Anchors>())],
        ))
}

/// What the ledger holds of the trail.
#[derive(Serialize, JsonSchema)]
struct Anchors {
    /// How many rows are anchored.
    anchors: usize,
    /// The first entry of the ledger that says another hash than the trail's row has; none: all agree.
    broken: Option<u64>,
}

/// How often the clock is looked at.
const HOURLY: Duration = Duration::from_secs(60 * 60);

/// Anchors the trail once a day by a clock, as long as the desk runs; what fails is told, and tried again.
pub(super) async fn daily(desk: Arc<Desk>, clock: impl Fn() -> i64) {
    loop {
        // What goes wrong has been told by whoever it went wrong for.
        let _ = desk.anchor_if_due(clock()).await;
        tokio::time::sleep(HOURLY).await;
    }
}

impl Desk {
    /// Anchors the trail, if by this time its last anchor is a day old; the entry of the ledger, if it did.
    ///
    /// # Errors
    /// What stood in its way: then it is due still.
    pub async fn anchor_if_due(self: &Arc<Desk>, now_ms: i64) -> Result<Option<u64>, Problem> {
        let there = self.intake.get().is_some() && self.registrar.get().is_some();
        if !there || !anchor::due(self.read(anchor::last).await?, now_ms) {
            return Ok(None);
        }
        Ok(Some(self.anchored(now_ms).await?.entry))
    }

    /// Puts the trail's end into the ledger.
    async fn anchored(self: &Arc<Desk>, at_ms: i64) -> Result<Receipt, Problem> {
        let end = self.read(anchor::now).await?;
        let nothing = || Problem::new(StatusCode::CONFLICT, "no-trail", "nobody has done anything yet");
        let end = end.ok_or_else(nothing)?;
        let Some(registrar) = self.registrar.get().cloned() else {
            return Err(Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "no-registrar",
                "this desk has no key",
            ));
        };
        let (text, at) = (end.text(), self.moment()?);
        let blob = Blob::of(text.as_bytes(), "text/plain");
        let body = Body::Disclosure(Disclosure { register: REGISTER, content: blob, at });
        let wrong = |why: String| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "not-kept", why);
        let note = encode_text(&self.election.profile.header, &body)
            .and_then(|text| sign(&text, &[&registrar]))
            .map_err(|error| wrong(error.to_string()))?;
        let desk = Arc::clone(self);
        let kept =
            tokio::task::spawn_blocking(move || desk.uploads.blobs().keep_bytes(text.as_bytes())).await;
        let kept = kept.map_err(|error| wrong(error.to_string()))?;
        kept.map_err(|error| wrong(error.to_string()))?;
        let taken = self.take_in(note).await?;
        self.write(move |sql| anchor::write(sql, &end, taken.entry, at_ms)).await?;
        self.proven(taken).await
    }

    /// The anchor that an entry of the ledger is; none: it is none, or not by the desk's own key.
    fn anchor_at(&self, entry: u64) -> Option<Anchor> {
        let intake = self.intake.get()?;
        let bytes = intake.entry(entry)?;
        let note = ledger::Entry::parse(&bytes).ok()?.note.to_vec();
        let statement = Statement::parse(&self.election.profile.header, &note).ok()?;
        let Body::Disclosure(body) = &statement.body else { return None };
        let content = self.uploads.blobs().get(&body.content.sha256.0).ok()??;
        let known = sha256(&content) == body.content.sha256.0 && body.register == REGISTER;
        known.then(|| Anchor::parse(std::str::from_utf8(&content).ok()?)).flatten()
    }
}

async fn now(State(desk): State<Arc<Desk>>) -> Result<(StatusCode, Json<Receipt>), Problem> {
    Ok((StatusCode::CREATED, Json(desk.anchored(now_ms()).await?)))
}

async fn check(State(desk): State<Arc<Desk>>) -> Result<Json<Anchors>, Problem> {
    let all = desk.read(anchor::all).await?;
    let (count, desk) = (all.len(), Arc::clone(&desk));
    let broken = tokio::task::spawn_blocking(move || {
        let other = |(entry, row): &&(u64, Option<Anchor>)| row.is_none() || desk.anchor_at(*entry) != *row;
        all.iter().find(other).map(|(entry, _)| *entry)
    });
    let broken = broken.await.map_err(|_| Problem::from(crate::writer::WriteError::Ended))?;
    Ok(Json(Anchors { anchors: count, broken }))
}
