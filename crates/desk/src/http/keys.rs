//! The keys of a place: who has one, since when, and whether it still counts; and the text by which a lost one ends.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use election::ReasonUse;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use statement::{KeyAct, KeyRecord};

use super::problem::Problem;
use super::signing::ToSign;
use super::spec::{Gives, Says, Takes};
use super::station;
use super::{Asked, Desk, Gate, Routes, Sent};
use crate::access::Act;
use crate::keys;
use crate::people::Account;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/api/keys", Gate::May(Act::Follow), list)
        .says(
            Says::new(
                "The keys of a place and of those below it, revoked ones too.",
                Takes::Nothing,
                &[(StatusCode::OK, Gives::json::<KeysOfPlace>())],
            )
            .asking::<At>(),
        )
        .add(Method::POST, "/api/compose/revoke", Gate::May(Act::Vouch), revoke)
        .says(Says::new(
            "That a key ends, as a text to sign.",
            Takes::json::<Revocation>(),
            &[(StatusCode::OK, Gives::json::<ToSign>())],
        ))
}

/// Which place.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct At {
    /// Code of a station or region.
    place: String,
}

/// KeysOfPlace of a place.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct KeysOfPlace {
    /// The place, in words.
    place: String,
    /// In the order they came in: at most a thousand.
    keys: Vec<ListedKey>,
    /// Whether there are more than are listed: then a place inside it is asked for.
    more: bool,
}

/// A key as the ledger has it.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ListedKey {
    /// The key as statements write it (C2SP vkey).
    key: String,
    /// Its name.
    name: String,
    /// Its role.
    role: String,
    /// Code of the place it acts for.
    scope: String,
    /// The place, in words.
    place: String,
    /// As people compare it.
    fingerprint: String,
    /// How it came in.
    registered: KeyChange,
    /// How it ended; none: it counts.
    revoked: Option<KeyChange>,
    /// Whether one's own role and region may revoke it.
    may_revoke: bool,
}

/// A change of a key.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct KeyChange {
    /// The entry of the ledger.
    entry: u64,
    /// When, as stated; none of the first key of an election.
    at: Option<String>,
    /// Names of the keys that signed it.
    by: Vec<String>,
    /// Why, of a revocation.
    reason: Option<String>,
}

impl KeyChange {
    fn of(entry: u64, act: Option<&KeyAct>) -> KeyChange {
        KeyChange {
            entry,
            at: act.map(|act| act.at.to_string()),
            by: act.map(|act| act.by.clone()).unwrap_or_default(),
            reason: act.and_then(|act| act.reason.clone()),
        }
    }
}

/// KeysOfPlace listed at most.
const LISTED: usize = 1_000;

async fn list(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Asked(asked): Asked<At>,
) -> Result<Json<KeysOfPlace>, Problem> {
    let place = desk.place_of(&me, &asked.place)?;
    let own = Arc::clone(&desk);
    desk.looking(move |intake| {
        let replay = intake.counted();
        let election = &own.election;
        let mut records = keys::of_place(&replay, &asked.place);
        let keys: Vec<ListedKey> = records
            .by_ref()
            .take(LISTED)
            .map(|record| ListedKey {
                may_revoke: record.revoked.is_none()
                    && keys::may_revoke(&election.profile, &me.role, &me.region, record),
                ..told(&own, record)
            })
            .collect();
        Ok(Json(KeysOfPlace { place, keys, more: records.next().is_some() }))
    })
    .await
}

fn told(desk: &Desk, record: &KeyRecord) -> ListedKey {
    let key = record.key.to_string();
    ListedKey {
        fingerprint: statement::fingerprint(&key),
        key,
        name: record.key.name().as_str().to_owned(),
        role: record.role.clone(),
        scope: record.scope.to_string(),
        place: station::place_name(&desk.election, record.scope.as_str()),
        registered: KeyChange::of(record.registered, record.registration.as_deref()),
        revoked: record.revoked.map(|entry| KeyChange::of(entry, record.revocation.as_deref())),
        may_revoke: false,
    }
}

impl Desk {
    /// A place's name in words, if there is such a place and it is in the account's region.
    pub(super) fn place_of(&self, me: &Account, code: &str) -> Result<String, Problem> {
        let places = &self.election.places;
        let nation = self.election.profile.nation.code.as_str() == code;
        if !nation && places.find_station(code).is_none() && places.find_region(code).is_none() {
            let detail = format!("there is no station or region {code}");
            return Err(Problem::new(StatusCode::NOT_FOUND, "no-place", detail));
        }
        if !me.region.is_empty() && !code.starts_with(&me.region) {
            let detail = format!("{code} is outside your region {}", me.region);
            return Err(Problem::new(StatusCode::FORBIDDEN, "not-your-region", detail));
        }
        Ok(station::place_name(&self.election, code))
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Revocation {
    /// The key, as the list has it.
    key: String,
    /// A reason of the profile that a key may be revoked for.
    reason: String,
}

async fn revoke(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Sent(asked): Sent<Revocation>,
) -> Result<Json<ToSign>, Problem> {
    let profile = &desk.election.profile;
    let reason = profile.reason(&asked.reason);
    if reason.is_none_or(|reason| !reason.given_for.contains(&ReasonUse::Revoke)) {
        let detail = format!("`{}` is no reason to revoke a key", asked.reason);
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "bad-reason", detail));
    }
    let (at, own) = (desk.moment()?, Arc::clone(&desk));
    desk.looking(move |intake| {
        let replay = intake.counted();
        let key = ledger::VerifyingKey::parse(&asked.key).ok();
        let at_place = key.and_then(|key| replay.keyring.position_of(&key));
        let record = at_place.and_then(|position| replay.keyring.records().get(position));
        let record = record
            .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "no-key", "the ledger has no such key"))?;
        own.place_of(&me, record.scope.as_str())?;
        if !keys::may_revoke(&own.election.profile, &me.role, &me.region, record) {
            let detail = format!("a key of the role {} is not yours to revoke", record.role);
            return Err(Problem::new(StatusCode::FORBIDDEN, "not-this-key", detail));
        }
        let text = keys::revocation(&replay, record, &asked.reason, at)?;
        Ok(Json(ToSign::new(text, None)))
    })
    .await
}
