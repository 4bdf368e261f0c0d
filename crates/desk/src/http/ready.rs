//! Readiness before polling day: phones say it, the commission sees it station by station.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Serialize;

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::station;
use super::{Desk, From, Gate, Routes, Text, now_ms};
use crate::access::Act;
use crate::intake::Intake;
use crate::people::Account;
use crate::ready::{self, ReadyError};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::POST, "/api/ready", Gate::Open, say)
        .says(Says::new(
            "A phone says whether it is ready, signed by its key.",
            Takes::Media("text/plain"),
            &[(StatusCode::NO_CONTENT, Gives::Nothing)],
        ))
        .add(Method::GET, "/api/ready", Gate::May(Act::Follow), see)
        .says(Says::new(
            "Which stations of one's region are ready, and what the others lack.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Readiness>())],
        ))
}

/// How ready a region is.
#[derive(Serialize, JsonSchema)]
struct Readiness {
    /// Stations in one's region.
    stations: usize,
    /// Of them those that have said they lack nothing.
    ready: usize,
    /// The others, by their codes: at most a thousand.
    others: Vec<NotReady>,
}

/// A station that is not ready.
#[derive(Serialize, JsonSchema)]
struct NotReady {
    /// Its code.
    station: String,
    /// Where it is.
    place: String,
    /// What its phone lacks; none: no phone has said anything yet.
    lacks: Option<Vec<String>>,
    /// When it said so, milliseconds since 1970.
    at: Option<i64>,
}

/// Stations listed at most.
const LISTED: usize = 1_000;

async fn say(
    State(desk): State<Arc<Desk>>,
    Extension(address): Extension<From>,
    Text(note): Text,
) -> Result<StatusCode, Problem> {
    desk.turn(address)?;
    let own = Arc::clone(&desk);
    let look = move |intake: &Intake| {
        let profile = &own.election.profile;
        let states = |role: &str| profile.role(role).is_some_and(|role| role.stands && !role.parallel);
        Ok(ready::open(&profile.header, note.as_bytes(), &intake.counted().keyring, &states, now_ms())?)
    };
    let said = desk.looking(look).await?;
    desk.write(move |sql| ready::keep(sql, &said)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn see(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
) -> Result<Json<Readiness>, Problem> {
    let region = me.region.clone();
    let said = desk.read(move |sql| ready::of_region(sql, &region)).await?;
    let election = &desk.election;
    let own = election.places.stations().iter().map(|station| station.code.as_str());
    let own: Vec<&str> = own.filter(|code| code.starts_with(&me.region)).collect();
    let lacks = |code: &str| {
        said.get(code).map(|said| {
            let lacking = said.answers.iter().filter(|(_, there)| !**there);
            lacking.map(|(name, _)| name.clone()).collect::<Vec<_>>()
        })
    };
    let others: Vec<&str> =
        own.iter().copied().filter(|code| lacks(code).is_none_or(|lacks| !lacks.is_empty())).collect();
    let (stations, ready) = (own.len(), own.len() - others.len());
    let others = others.into_iter().take(LISTED).map(|code| NotReady {
        station: code.to_owned(),
        place: station::place_name(election, code),
        lacks: lacks(code),
        at: said.get(code).map(|said| said.at),
    });
    Ok(Json(Readiness { stations, ready, others: others.collect() }))
}

impl std::convert::From<ReadyError> for Problem {
    fn from(error: ReadyError) -> Problem {
        let (status, code) = match error {
            ReadyError::NoAnswer => (StatusCode::UNPROCESSABLE_ENTITY, "no-answer-of-phone"),
            ReadyError::NoKey => (StatusCode::FORBIDDEN, "unknown-key"),
        };
        Problem::new(status, code, error.to_string())
    }
}
