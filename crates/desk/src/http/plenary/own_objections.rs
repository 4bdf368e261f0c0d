//! Objections of one's own people by mandate: when each was stated, by when it is to be answered, what came of it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Serialize;

use super::Me;
use super::objections::{FromEntry, Shown, of_role};
use super::shapes::ObjectionShape;
use crate::access::Act;
use crate::http::problem::Problem;
use crate::http::spec::{Gives, Says, Takes};
use crate::http::{Asked, Desk, Gate, Routes, now_ms};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.add(Method::GET, "/api/mandate/objections", Gate::May(Act::Mandate), own).says(
        Says::new(
            "Objections of one's own people, with by when they are to be answered.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<OwnObjections>())],
        )
        .asking::<FromEntry>(),
    )
}

/// Objections that keys of one's own role stated about places of one's own region, in all contests.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OwnObjections {
    /// In the ledger's order.
    objections: Vec<OwnObjection>,
    /// With `from=` this the list goes on; none: it ends here.
    next: Option<u64>,
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

async fn own(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    Asked(asked): Asked<FromEntry>,
) -> Result<Json<OwnObjections>, Problem> {
    let region = if me.region.is_empty() { desk.election.profile.nation.code.as_str() } else { &me.region };
    let (found, next) = of_role(&desk, region, &me.role, &asked).await?;
    let objections = found.iter().map(Shown::told).map(shown).collect();
    Ok(Json(OwnObjections { objections, next, at: now_ms() }))
}

fn shown(one: ObjectionShape) -> OwnObjection {
    let (clock, answer) = (one.clock, one.answers.into_iter().next_back());
    OwnObjection {
        id: one.id,
        entry: one.entry,
        contest: one.contest,
        kind: one.kind,
        place: one.place,
        place_name: one.place_name,
        key: one.key,
        stated: one.stated,
        until: clock.as_ref().and_then(|clock| clock.until.clone()),
        due: clock.as_ref().and_then(|clock| clock.due),
        legal: clock.as_ref().map(|clock| clock.legal.clone()),
        clock: clock.map(|clock| clock.id),
        answered: answer.as_ref().map(|answer| answer.stated),
        outcome: answer.as_ref().map(|answer| answer.outcome),
        answer: answer.and_then(|answer| answer.text).map(|text| text.text),
    }
}
