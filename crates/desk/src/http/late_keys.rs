//! Keys that come in late: from polling day on, another key of a place that has had one needs the signatures of two levels. Who
//! could make such keys alone could speak for any station.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Serialize;
use statement::{Body, Statement};

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::statements::Receipt;
use super::station;
use super::{Desk, Gate, Named, Routes, Text, now_ms};
use crate::access::Act;
use crate::enrol::{self, Late};
use crate::late;
use crate::people::Account;
use crate::trail::{self, Done};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/api/late-keys", Gate::May(Act::Vouch), late)
        .says(Says::new(
            "Keys that wait for a second signature.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<LateKeys>())],
        ))
        .add(Method::POST, "/api/late-keys/{id}/sign", Gate::May(Act::Vouch), second)
        .says(Says::new(
            "Signs, as the second, for a key: the same text, signed by one's own key.",
            Takes::Media("text/plain"),
            &[(StatusCode::CREATED, Gives::json::<Receipt>())],
        ))
        .add(Method::POST, "/api/late-keys/{id}/refuse", Gate::May(Act::Vouch), refuse)
        .says(Says::new("Refuses a key.", Takes::Nothing, &[(StatusCode::NO_CONTENT, Gives::Nothing)]))
}

#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct LateKeys {
    keys: Vec<LateKey>,
}

/// A key that waits for a second signature.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct LateKey {
    /// Id of its statement.
    id: String,
    /// Code of the place it is to act for.
    scope: String,
    /// The place, in words.
    place: String,
    /// The key, as people compare it.
    fingerprint: String,
    /// The text to sign.
    text: String,
    /// When it came, milliseconds since 1970.
    at: i64,
}

/// Whether a key comes in late.
pub(super) async fn needs_second(desk: &Arc<Desk>, role: String, scope: String) -> Result<bool, Problem> {
    let today = desk.moment()?.local_text();
    desk.looking(move |intake| {
        let counted = intake.counted();
        Ok(late::needs_second(&counted, &role, &scope, today.get(..10).unwrap_or_default()))
    })
    .await
}

async fn late(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
) -> Result<Json<LateKeys>, Problem> {
    let region = me.region.clone();
    let found = desk.read(move |sql| enrol::late(sql, &region)).await?;
    let header = &desk.election.profile.header;
    let shown = |late: Late| {
        let statement = Statement::parse(header, late.note.as_bytes()).ok()?;
        let Body::Key(key) = &statement.body else { return None };
        Some(LateKey {
            id: late.id.to_hex(),
            place: station::place_name(&desk.election, &late.scope),
            fingerprint: statement::fingerprint(key.key),
            text: statement.text.to_owned(),
            scope: late.scope,
            at: late.at_ms,
        })
    };
    Ok(Json(LateKeys { keys: found.into_iter().filter_map(shown).collect() }))
}

/// The key that waits under an id, in the account's region.
async fn waiting(desk: &Arc<Desk>, me: &Account, id: &str) -> Result<Late, Problem> {
    let hash = ledger::Hash::from_hex(id).ok();
    let found = match hash {
        Some(hash) => desk.read(move |sql| enrol::late_of(sql, &hash)).await?,
        None => None,
    };
    let nothing =
        || Problem::new(StatusCode::NOT_FOUND, "no-late-key", "no key waits under this id in your region");
    found.filter(|late| late.scope.starts_with(&me.region)).ok_or_else(nothing)
}

async fn second(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Named(id): Named<String>,
    Text(note): Text,
) -> Result<(StatusCode, Json<Receipt>), Problem> {
    let late = waiting(&desk, &me, &id).await?;
    let wrong = |detail: &str| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "bad-second", detail);
    let joined = enrol::joined(late.note.as_bytes(), note.as_bytes());
    let joined = joined.ok_or_else(|| wrong("sign the very text that waits"))?;
    let taken = match desk.take_in(joined).await {
        // It came in before, and what followed did not: it waits no longer.
        Err(problem) if problem.code == "key-twice" => {
            desk.write(move |sql| enrol::no_longer(sql, &late.id)).await?;
            return Err(problem);
        }
        taken => taken?,
    };
    let (by, at_ms) = (me.id, now_ms());
    desk.write(move |sql| {
        enrol::no_longer(sql, &late.id)?;
        let values = late.id.to_hex();
        trail::write(sql, &Done { at_ms, by: Some(by), what: "vouch", sheet: None, values: &values })
    })
    .await?;
    Ok((StatusCode::CREATED, Json(desk.proven(taken).await?)))
}

async fn refuse(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Named(id): Named<String>,
) -> Result<StatusCode, Problem> {
    let late = waiting(&desk, &me, &id).await?;
    let (by, at_ms) = (me.id, now_ms());
    desk.write(move |sql| {
        enrol::no_longer(sql, &late.id)?;
        trail::write(
            sql,
            &Done { at_ms, by: Some(by), what: "refuse-key", sheet: None, values: &late.id.to_hex() },
        )
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
