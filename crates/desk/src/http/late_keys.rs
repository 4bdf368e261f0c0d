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

/// Whether a key comes in late: from polling day on, for a place that has had one of this role.
pub(super) fn needs_second(desk: &Desk, role: &str, scope: &str) -> Result<bool, Problem> {
    let intake = desk.intake()?;
    let counted = intake.counted();
    let had =
        counted.keyring.records().iter().any(|record| record.role == role && record.scope.as_str() == scope);
    let today = desk.moment()?.local_text();
    let polling = |date: &str| today.get(..10).is_some_and(|today| today >= date);
    Ok(had && desk.election.profile.contests().any(|(_, contest)| polling(&contest.date)))
}

/// That a key which comes in late has the signatures of two levels. Whether they are good, the ledger looks at.
pub(super) fn late_with_two(desk: &Desk, note: &[u8]) -> Result<(), Problem> {
    let Ok(statement) = Statement::parse(&desk.election.profile.header, note) else { return Ok(()) };
    let Body::Key(key) = &statement.body else { return Ok(()) };
    if !needs_second(desk, key.role, key.scope)? {
        return Ok(());
    }
    let intake = desk.intake()?;
    let counted = intake.counted();
    let signers = counted.keyring.attribute(counted.tally.size(), &statement).unwrap_or_default();
    let mut roles: Vec<&str> = signers.iter().map(|signer| signer.record.role.as_str()).collect();
    roles.sort_unstable();
    roles.dedup();
    if roles.len() < 2 {
        let detail = "from polling day on another key of a place needs the signatures of two levels";
        return Err(Problem::new(StatusCode::FORBIDDEN, "needs-second", detail));
    }
    Ok(())
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
            fingerprint: enrol::fingerprint(key.key),
            text: statement.text.to_owned(),
            scope: late.scope,
            at: late.at_ms,
        })
    };
    Ok(Json(LateKeys { keys: found.into_iter().filter_map(shown).collect() }))
}

/// The key that waits under an id, in the account's region.
async fn waiting(desk: &Arc<Desk>, me: &Account, id: &str) -> Result<Late, Problem> {
    let region = me.region.clone();
    let found = desk.read(move |sql| enrol::late(sql, &region)).await?;
    let nothing =
        || Problem::new(StatusCode::NOT_FOUND, "no-late-key", "no key waits under this id in your region");
    found.into_iter().find(|late| late.id.to_hex() == id).ok_or_else(nothing)
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
    late_with_two(&desk, &joined)?;
    let taken = desk.take_in(joined).await?;
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
        trail::write(sql, &Done { at_ms, by: Some(by), what: "refuse-key", sheet: None, values: &late.note })
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
