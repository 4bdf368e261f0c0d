//! What was stated without a network, carried to where the others are: a plenary's own desk gives out the notes of its ledger, and
//! another takes them in, in their order. Each is admitted as if its signer had handed it in here; what is in already stays where it
//! is. Nothing is left out in silence: what is refused is told with its reason, and so is what does not agree with what came in
//! meanwhile.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use ledger::Hash;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Me;
use super::shapes::{Carry, Conflict, NotTaken, Notes, Taken, TakenIn};
use crate::access::Act;
use crate::carry::{self, differ};
use crate::follow;
use crate::http::problem::Problem;
use crate::http::spec::{Gives, Says, Takes};
use crate::http::{Desk, Gate, Named, Routes, Sent, now_ms};
use crate::intake::parsed;
use crate::trail::{self, Done};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/api/notes/{from}", Gate::May(Act::Preside), given)
        .says(Says::new(
            "The ledger's notes from an entry on.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Notes>())],
        ))
        .add(Method::POST, "/api/notes", Gate::May(Act::Preside), taken)
        .says(Says::new(
            "Takes in what was stated without a network.",
            Takes::json::<Carried>(),
            &[(StatusCode::OK, Gives::json::<Carry>())],
        ))
}

/// Notes given at once at most, and their bytes: half of what a request may have, since text in JSON is longer.
const MOST: u64 = 200;
const BYTES: usize = 128 * 1024;

/// The ledger's notes from an entry on; `next` is where to go on, until nothing comes.
async fn given(State(desk): State<Arc<Desk>>, Named(from): Named<String>) -> Result<Json<Notes>, Problem> {
    let from: u64 = from.parse().map_err(|_| {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no-entry", format!("{from} is no entry's number"))
    })?;
    desk.looking(move |intake| {
        let notes = intake.notes(from, MOST, BYTES).map_err(stopped)?;
        let next = from.saturating_add(u64::try_from(notes.len()).unwrap_or(0));
        let notes: Vec<String> = notes.into_iter().filter_map(|note| String::from_utf8(note).ok()).collect();
        Ok(Json(Notes { notes, next }))
    })
    .await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Carried {
    notes: Vec<String>,
}

/// Takes notes in, one after the other; what became of each, and what now differs.
async fn taken(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    Sent(carried): Sent<Carried>,
) -> Result<Json<Carry>, Problem> {
    let mut results = Vec::new();
    let mut broken = None;
    for note in &carried.notes {
        match take(&desk, note).await {
            Ok(taken) => results.push(taken),
            // Who has to come again comes again with all: what is in stays in.
            Err(problem) => {
                broken = Some(problem);
                break;
            }
        }
    }
    let [new, known, refused] = counts(&results);
    // What came in is in the trail, also where something stopped the rest.
    let (by, at_ms) = (me.id, now_ms());
    let trail = desk.write(move |sql| {
        let values = format!("{new} new, {known} known, {refused} refused");
        trail::write(sql, &Done { at_ms, by: Some(by), what: "carry", sheet: None, values: &values })
    });
    let written = if broken.is_none() || new > 0 { trail.await } else { Ok(()) };
    if let Some(problem) = broken {
        return Err(problem);
    }
    written?;
    let found = desk.looking(move |intake| {
        Ok(differ::conflicts(&intake.counted(), carried.notes.iter().map(String::as_bytes)))
    });
    let conflicts = found.await?.into_iter().map(Conflict::from).collect();
    Ok(Json(Carry { taken: results, new, conflicts }))
}

/// Takes one note in.
///
/// # Errors
/// The desk's own: of a note that is refused they are what became of it.
async fn take(desk: &Arc<Desk>, note: &str) -> Result<Taken, Problem> {
    // Most of what is carried is what both ledgers began with: it is looked up, and waits for no batch of the ledger.
    if let Some((id, entry)) = there(desk, note).await? {
        return Ok(Taken::In(TakenIn { id: id.to_hex(), entry, new: false }));
    }
    if stays(desk, note) {
        let detail = "the anchor of another desk's trail says nothing of this one's".to_owned();
        return Ok(Taken::Refused(NotTaken { code: "stays-there".to_owned(), detail }));
    }
    match desk.carry_in(note.as_bytes().to_vec()).await {
        Ok(taken) => Ok(Taken::In(TakenIn { id: taken.id.to_hex(), entry: taken.entry, new: taken.new })),
        Err(problem) if problem.status.is_server_error() => Err(problem),
        Err(problem) => {
            Ok(Taken::Refused(NotTaken { code: problem.code.to_owned(), detail: problem.detail }))
        }
    }
}

/// How many are new, were known, are refused.
fn counts(results: &[Taken]) -> [u32; 3] {
    let [mut new, mut known, mut refused] = [0; 3];
    for taken in results {
        *(match taken {
            Taken::In(TakenIn { new: true, .. }) => &mut new,
            Taken::In(TakenIn { new: false, .. }) => &mut known,
            Taken::Refused(_) => &mut refused,
        }) += 1;
    }
    [new, known, refused]
}

/// Where this very note is in the ledger already: keys and the definition are told to be there, not that they come twice.
async fn there(desk: &Arc<Desk>, note: &str) -> Result<Option<(Hash, u64)>, Problem> {
    let Ok(parsed) = ledger::Note::parse(note.as_bytes()) else { return Ok(None) };
    let id = statement::statement_id(parsed.text);
    let Some(entry) = desk.read(move |sql| follow::entry_of(sql, &id)).await? else { return Ok(None) };
    let note = note.as_bytes().to_vec();
    desk.looking(move |intake| {
        let found = intake.notes(entry, 1, 0).map_err(stopped)?;
        Ok(found.first().is_some_and(|found| *found == note).then_some((id, entry)))
    })
    .await
}

/// Whether a note is of the other desk alone.
fn stays(desk: &Desk, note: &str) -> bool {
    parsed(&desk.election.profile.header, note.as_bytes())
        .is_some_and(|statement| carry::stays(&statement.body))
}

pub(super) fn stopped(why: String) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "ledger-stopped", why)
}
