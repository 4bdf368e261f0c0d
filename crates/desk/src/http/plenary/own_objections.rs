//! Objections of one's own people by mandate: when each was stated, by when it is to be answered, what came of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Serialize;

use super::Me;
use super::objections::{Shown, all, texts};
use crate::access::Act;
use crate::http::problem::Problem;
use crate::http::spec::{Gives, Says, Takes};
use crate::http::{Desk, Gate, Routes, now_ms};
use crate::plenary::Whose;
use crate::plenary::objections::Due;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.add(Method::GET, "/api/mandate/objections", Gate::May(Act::Mandate), own).says(Says::new(
        "Objections of one's own people, with by when they are to be answered.",
        Takes::Nothing,
        &[(StatusCode::OK, Gives::json::<OwnObjections>())],
    ))
}

/// Objections that keys of one's own role stated about places of one's own region, in all contests.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OwnObjections {
    /// In the ledger's order.
    objections: Vec<OwnObjection>,
    /// When this was looked at, milliseconds since 1970: what is due before it and not answered is late.
    at: i64,
}

/// An objection of one's own people.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OwnObjection {
    /// Id of its statement.
    id: String,
    /// Index of its entry in the ledger.
    entry: u64,
    /// Id of the contest.
    contest: String,
    /// `objection`, `finding` or `error-report`.
    kind: &'static str,
    /// Station's or region's code.
    place: String,
    /// The place, in words.
    place_name: String,
    /// Name of the key that stated it.
    key: String,
    /// When it was stated, milliseconds since 1970.
    stated: i64,
    /// Which clock runs, a row of the profile; none: the law sets none.
    clock: Option<String>,
    /// What it is to be answered before: `signing`, `closing`; none: by a day.
    until: Option<String>,
    /// The end of the day by which it is to be answered, milliseconds since 1970; none: before something happens.
    due: Option<i64>,
    /// The law that says so.
    legal: Option<String>,
    /// When it was last answered; none: nobody has.
    answered: Option<i64>,
    /// What came of it: `upheld`, `rejected`, `noted` or `withdrawn`.
    outcome: Option<&'static str>,
    /// Why.
    answer: Option<String>,
}

async fn own(State(desk): State<Arc<Desk>>, Extension(me): Me) -> Result<Json<OwnObjections>, Problem> {
    let profile = &desk.election.profile;
    let region = if me.region.is_empty() { profile.nation.code.to_string() } else { me.region.clone() };
    let mut known = BTreeMap::new();
    for (_, contest) in profile.contests() {
        known.insert(contest.id.clone(), texts(&desk, &contest.id, &region).await?);
    }
    let (role, clocks) = (me.role.clone(), desk.access.clocks.clone());
    desk.looking(move |intake| {
        let replay = intake.counted();
        let mut objections = Vec::new();
        for (contest, texts) in known {
            let whose = Whose { contest, region: region.clone(), constituency: None };
            let found = all(&replay, &whose, &clocks, texts);
            let own = found.iter().filter(|one| one.known.key.split('/').next() == Some(role.as_str()));
            objections.extend(own.map(|one| shown(one, &whose.contest)));
        }
        objections.sort_by_key(|one| one.entry);
        Ok(Json(OwnObjections { objections, at: now_ms() }))
    })
    .await
}

fn shown(one: &Shown, contest: &str) -> OwnObjection {
    let answer = one.text.as_ref().and_then(|(_, answers)| answers.last());
    OwnObjection {
        id: one.known.id.to_hex(),
        entry: one.known.entry,
        contest: contest.to_owned(),
        kind: one.known.kind.text(),
        place: one.known.place.clone(),
        place_name: one.place.clone(),
        key: one.known.key.clone(),
        stated: one.known.at.unix_seconds().saturating_mul(1_000),
        clock: one.clock.as_ref().map(|clock| clock.id.clone()),
        until: one.clock.as_ref().and_then(|clock| match &clock.due {
            Due::Until { until } => Some(until.clone()),
            Due::Days { .. } => None,
        }),
        due: one.due,
        legal: one.clock.as_ref().map(|clock| clock.legal.clone()),
        answered: answer.map(|answer| answer.at_ms),
        outcome: answer.map(|answer| answer.outcome.text()),
        answer: answer.map(|answer| answer.text.clone()),
    }
}
