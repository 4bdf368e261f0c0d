//! Puts the trail's end into the ledger, once a day and when an administrator asks.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use ledger::Hash;
use schemars::JsonSchema;
use serde::Serialize;
use statement::{Blob, Body, Disclosure, encode_text, sign};

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::statements::Receipt;
use super::{Desk, Gate, Routes, now_ms};
use crate::access::Act;
use crate::anchor::{self, Checked, REGISTER};

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
            &[(StatusCode::OK, Gives::json::<AnchorCheck>())],
        ))
}

/// What the ledger holds of the trail.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct AnchorCheck {
    /// How many anchors the ledger holds.
    anchors: usize,
    /// The first entry of the ledger that says another hash than the trail's row has; none: all agree.
    broken: Option<u64>,
    /// The first row that is not what its hash says, or that is missing; none: all hold.
    row: Option<i64>,
    /// The first entry that the desk's own table of anchors lacks, or has otherwise than the ledger; none: they are one.
    index: Option<u64>,
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
        if !there {
            return Ok(None);
        }
        // Asked of the ledger: by a row of the table somebody could put it off for ever.
        let last = self.looking(|intake| Ok(anchor::last_ms(&intake.counted().tally))).await?;
        if !anchor::due(last, u64::try_from(now_ms).unwrap_or(0)) {
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
        self.in_store(move |uploads| Ok(uploads.blobs().keep_bytes(text.as_bytes())?)).await?;
        let taken = self.take_in(note).await?;
        self.write(move |sql| anchor::write(sql, &end, taken.entry, at_ms)).await?;
        self.proven(taken).await
    }
}

async fn now(State(desk): State<Arc<Desk>>) -> Result<(StatusCode, Json<Receipt>), Problem> {
    Ok((StatusCode::CREATED, Json(desk.anchored(now_ms()).await?)))
}

async fn check(State(desk): State<Arc<Desk>>) -> Result<Json<AnchorCheck>, Problem> {
    let own = Arc::clone(&desk);
    let found = desk.looking(move |intake| {
        let blob = |hash: &Hash| own.uploads.blobs().get(hash).ok().flatten();
        let counted = intake.counted();
        Ok((anchor::of_ledger(&counted.tally, blob), counted.tally.size()))
    });
    let (found, size) = found.await?;
    let Checked { anchors, broken, row, index, .. } =
        desk.read(move |sql| anchor::check(sql, &found, size)).await?;
    Ok(Json(AnchorCheck { anchors, broken, row, index }))
}
