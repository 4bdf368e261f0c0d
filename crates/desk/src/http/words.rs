//! What the profile lets people choose from: contests, reasons for a correction, and the roles that keys and people have.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use schemars::JsonSchema;
use serde::Serialize;

use super::spec::{Gives, Says, Takes};
use super::station::Words;
use super::{Desk, Gate, Routes};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/api/contests", Gate::Known, contests)
        .says(Says::new(
            "The election's contests.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Contests>())],
        ))
        .add(Method::GET, "/api/reasons", Gate::Known, reasons)
        .says(Says::new(
            "Reasons that a statement may give.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Reasons>())],
        ))
        .add(Method::GET, "/api/roles", Gate::Known, roles)
        .says(Says::new(
            "Roles, and what a key of each may state.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Roles>())],
        ))
}

#[derive(Serialize, JsonSchema)]
struct Contests {
    /// In the profile's order.
    contests: Vec<NamedContest>,
}

/// A contest.
#[derive(Serialize, JsonSchema)]
struct NamedContest {
    /// Its word in statements.
    id: String,
    /// What it is called.
    name: Words,
}

#[derive(Serialize, JsonSchema)]
struct Reasons {
    /// In the profile's order.
    reasons: Vec<Reason>,
}

/// A reason.
#[derive(Serialize, JsonSchema)]
struct Reason {
    /// Its word in statements.
    id: String,
    /// What it may be given for: `supersede`, `withdrawal`, `ruling` and others.
    uses: Vec<&'static str>,
    /// What it means.
    text: Words,
}

#[derive(Serialize, JsonSchema)]
struct Roles {
    /// In the profile's order.
    roles: Vec<NamedRole>,
}

/// A role.
#[derive(Serialize, JsonSchema)]
struct NamedRole {
    /// Its word in statements and keys' names.
    id: String,
    /// What it is called.
    name: Words,
    /// Kinds of statements that its keys may sign.
    may: Vec<String>,
    /// Whether keys of it come in by codes: it states something of its own.
    by_code: bool,
}

fn words(desk: &Desk, key: &str) -> Words {
    let profile = &desk.election.profile;
    let each = profile.languages.iter();
    each.filter_map(|language| Some((language.clone(), profile.message(language, key)?.to_owned()))).collect()
}

async fn contests(State(desk): State<Arc<Desk>>) -> Json<Contests> {
    let each = desk.election.profile.contests();
    let each = each
        .map(|(_, contest)| NamedContest { id: contest.id.clone(), name: words(&desk, &contest.name_key) });
    Json(Contests { contests: each.collect() })
}

async fn reasons(State(desk): State<Arc<Desk>>) -> Json<Reasons> {
    let each = desk.election.profile.reasons.iter().map(|reason| Reason {
        id: reason.id.clone(),
        uses: reason.given_for.iter().map(|given| given.text()).collect(),
        text: words(&desk, &reason.explain_key),
    });
    Json(Reasons { reasons: each.collect() })
}

async fn roles(State(desk): State<Arc<Desk>>) -> Json<Roles> {
    let each = desk.election.profile.roles.iter().map(|role| NamedRole {
        id: role.id.clone(),
        name: words(&desk, &role.name_key),
        may: role.may.clone(),
        // Who restates a source names it, which no code does.
        by_code: !role.restates && !role.may.is_empty(),
    });
    Json(Roles { roles: each.collect() })
}
