//! Readiness before polling day: phones say it, the commission sees it station by station.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use election::{Election, RegionIx};
use schemars::JsonSchema;
use serde::Serialize;

use super::problem::Problem;
use super::progress::{Upper, Which};
use super::spec::{Gives, Says, Takes};
use super::station::{self, Words};
use super::{Asked, Desk, From, Gate, Routes, Text, forms, now_ms};
use crate::access::Act;
use crate::intake::Intake;
use crate::people::Account;
use crate::ready::{self, ReadyError, Said};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::POST, "/api/ready", Gate::Open, say)
        .says(Says::new(
            "A phone says whether it is ready, signed by its key.",
            Takes::Media("text/plain"),
            &[(StatusCode::NO_CONTENT, Gives::Nothing)],
        ))
        .add(Method::GET, "/api/ready", Gate::May(Act::Follow), see)
        .says(
            Says::new(
                "Which stations of a region are ready, and what the others lack.",
                Takes::Nothing,
                &[(StatusCode::OK, Gives::json::<Readiness>())],
            )
            .asking::<Which>(),
        )
}

/// How ready a region is.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Readiness {
    /// The region and those it lies in, the largest first.
    path: Vec<Upper>,
    /// What the regions right below are called; none: stations lie below.
    level: Option<Words>,
    /// The regions right below.
    parts: Vec<ReadyPart>,
    /// Stations of the region.
    stations: usize,
    /// Of them those that have said they lack nothing.
    ready: usize,
    /// Of them those of which nothing was heard.
    unheard: usize,
    /// How many stations lack each thing, as phones name it.
    lacking: BTreeMap<String, usize>,
    /// The stations that are not ready, by their codes: at most ten thousand.
    others: Vec<NotReady>,
}

/// A region below, and its stations.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ReadyPart {
    code: String,
    name: String,
    stations: usize,
    ready: usize,
    unheard: usize,
}

/// A station that is not ready.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
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

/// Stations listed at most; all are counted.
const LISTED: usize = 10_000;

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
    Asked(asked): Asked<Which>,
) -> Result<Json<Readiness>, Problem> {
    let (region, code) = asked.of(&desk.election, &me)?;
    let election = Arc::clone(&desk.election);
    let seen = desk.read(move |sql| Ok(readiness(&election, region, &ready::of_region(sql, &code)?)));
    Ok(Json(seen.await?))
}

/// How ready a region is, of what its phones said.
fn readiness(election: &Election, region: RegionIx, said: &BTreeMap<String, Said>) -> Readiness {
    let (profile, places) = (&election.profile, &election.places);
    let place = places.region(region);
    let mut told = Readiness {
        path: places.ancestry(region).map(|upper| Upper::of(places.region(upper))).collect(),
        level: None,
        parts: Vec::new(),
        stations: 0,
        ready: 0,
        unheard: 0,
        lacking: BTreeMap::new(),
        others: Vec::new(),
    };
    told.path.reverse();
    for child in places.children(region) {
        let child = places.region(child);
        told.parts.push(ReadyPart {
            code: child.code.to_string(),
            name: child.name.clone(),
            stations: 0,
            ready: 0,
            unheard: 0,
        });
    }
    if !told.parts.is_empty() {
        let level = profile.levels.get(usize::from(place.level) + 1);
        told.level = level.map(|level| forms::texts(profile, &level.name_key));
    }
    let mut below = places.children(region).map(|child| places.region(child).stations.clone());
    let (mut part, mut within) = (None, 0..0);
    for station in places.stations_in(region) {
        while part.is_none_or(|_| within.end <= station.0) {
            let Some(next) = below.next() else { break };
            (part, within) = (Some(part.map_or(0, |at: usize| at + 1)), next);
        }
        let code = places.station(station).code.as_str();
        let one = said.get(code);
        let lacks: Option<Vec<String>> = one.map(|said| {
            let lacking = said.answers.iter().filter(|(_, there)| !**there);
            lacking.map(|(name, _)| name.clone()).collect()
        });
        let ready = usize::from(lacks.as_ref().is_some_and(Vec::is_empty));
        let unheard = usize::from(lacks.is_none());
        told.stations += 1;
        told.ready += ready;
        told.unheard += unheard;
        if let Some(part) = part.and_then(|at| told.parts.get_mut(at)) {
            part.stations += 1;
            part.ready += ready;
            part.unheard += unheard;
        }
        for name in lacks.iter().flatten() {
            *told.lacking.entry(name.clone()).or_default() += 1;
        }
        if ready == 0 && told.others.len() < LISTED {
            told.others.push(NotReady {
                station: code.to_owned(),
                place: station::place_name(election, code),
                lacks,
                at: one.map(|said| said.at),
            });
        }
    }
    told
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
