//! Keys come in: one each is registered with a code.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use statement::{Body, Statement};

use super::late_keys::needs_second;
use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::statements::Receipt;
use super::station;
use super::{Desk, From, Gate, Routes, Sent, now_ms};
use crate::enrol::{self, Late};
use crate::trail::{self, Done};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::POST, "/api/enrol/begin", Gate::Open, begin)
        .says(Says::new(
            "What a code is for, before a key is made.",
            Takes::json::<Begin>(),
            &[(StatusCode::OK, Gives::json::<Begun>())],
        ))
        .add(Method::POST, "/api/enrol", Gate::Open, enrol)
        .says(Says::new(
            "Registers a key by a code.",
            Takes::json::<Enrol>(),
            &[
                (StatusCode::CREATED, Gives::json::<Enrolled>()),
                (StatusCode::ACCEPTED, Gives::json::<WaitingKey>()),
            ],
        ))
}

/// A key that waits for a second signature. Its receipt is at its statement's id once it is in.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct WaitingKey {
    /// Id of its statement.
    id: String,
    /// The key, as people compare it.
    fingerprint: String,
}

/// What a code is for.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Begun {
    /// First words of every statement of this election.
    header: String,
    /// Id of the ledger's definition: no other election, and no practice, has it.
    ledger: String,
    /// Its name.
    election: String,
    /// Whether it is a practice.
    practice: bool,
    /// Role of the key.
    role: String,
    /// Whether what this role states of a station can stand, or lies beside to be compared.
    stands: bool,
    /// Code of the place it acts for.
    scope: String,
    /// How the key's name begins.
    name: String,
    /// The place, in words.
    place: String,
    /// Ids of the contests held there.
    contests: Vec<String>,
    /// Keys that this role has had at this place already, the oldest first.
    before: Vec<KeyBefore>,
}

/// A key that a place has had already.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct KeyBefore {
    /// Its name.
    name: String,
    /// The key, as people compare it.
    fingerprint: String,
    /// Whether it was revoked.
    revoked: bool,
}

/// A key that is in the ledger.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Enrolled {
    #[serde(flatten)]
    receipt: Receipt,
    /// The key, as people compare it.
    fingerprint: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Begin {
    code: String,
}

fn bad_code() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "bad-code",
        "this code is wrong, or has been used, or its time is over",
    )
}

/// What a code is for: what the phone shows before it makes a key, and what the key's statement must say.
async fn begin(
    State(desk): State<Arc<Desk>>,
    Extension(address): Extension<From>,
    Sent(asked): Sent<Begin>,
) -> Result<Json<Begun>, Problem> {
    desk.turn(address)?;
    let (hash, now) = (enrol::code_hash(&asked.code), now_ms());
    let place = desk.read(move |sql| enrol::place_of(sql, &hash, now)).await?.ok_or_else(bad_code)?;
    let ledger = desk.ledger_id().await?;
    let of = place.clone();
    let looked = desk.looking(move |intake| {
        let replay = intake.counted();
        let records = replay.keyring.records().iter();
        let had = records.filter(|record| record.role == of.role && record.scope.as_str() == of.scope);
        let before: Vec<KeyBefore> = had
            .map(|record| KeyBefore {
                name: record.key.name().as_str().to_owned(),
                fingerprint: statement::fingerprint(&record.key.to_string()),
                revoked: record.revoked.is_some(),
            })
            .collect();
        Ok((replay.definition.name.clone(), replay.definition.practice, before))
    });
    let (election, practice, before) = looked.await?;
    let stands = desk.election.profile.role(&place.role).is_some_and(|role| role.stands && !role.parallel);
    Ok(Json(Begun {
        header: desk.election.profile.header.clone(),
        ledger,
        stands,
        before,
        election,
        practice,
        name: format!("{}/{}", place.role, place.scope),
        place: station::place_name(&desk.election, &place.scope),
        contests: station::contests(&desk.election, &place.scope),
        role: place.role,
        scope: place.scope,
    }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Enrol {
    code: String,
    /// The key's statement, signed by the key.
    note: String,
}

/// Registers a key: the desk vouches that who made it had the code.
async fn enrol(
    State(desk): State<Arc<Desk>>,
    Extension(address): Extension<From>,
    Sent(asked): Sent<Enrol>,
) -> Result<Response, Problem> {
    desk.turn(address)?;
    let (hash, now) = (enrol::code_hash(&asked.code), now_ms());
    let place = desk.read(move |sql| enrol::place_of(sql, &hash, now)).await?.ok_or_else(bad_code)?;
    let vkey = {
        let wrong = |detail: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "bad-key", detail);
        let statement = Statement::parse(&desk.election.profile.header, asked.note.as_bytes());
        let statement = statement.map_err(|error| wrong(error.to_string()))?;
        let Body::Key(key) = &statement.body else {
            return Err(wrong("this is no key's statement".to_owned()));
        };
        let own = format!("{}/{}", place.role, place.scope);
        let name = key.key.split_once('+').map_or("", |(name, _)| name);
        if key.role != place.role
            || key.scope != place.scope
            || key.source.is_some()
            || !name.starts_with(&own)
        {
            return Err(wrong(format!(
                "the code is for {own}, the key says {name}, {} {}",
                key.role, key.scope
            )));
        }
        key.key.to_owned()
    };
    let Some(registrar) = desk.registrar.get() else {
        let detail = "this desk has no key that may register others: whoever runs it must give it one";
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "no-registrar", detail));
    };
    let note = enrol::vouched(asked.note.as_bytes(), registrar).ok_or_else(bad_code)?;
    let second = needs_second(&desk, place.role.clone(), place.scope.clone()).await?;
    // Used up first: of two phones with one code only one comes in, whatever breaks in between.
    let own = vkey.clone();
    if second {
        let id = statement::statement_id(parsed_text(&note).unwrap_or_default());
        let text = String::from_utf8_lossy(&note).into_owned();
        let late = Late { id, scope: place.scope, note: text, at_ms: now };
        let detail = vkey.clone();
        let used = desk.write(move |sql| {
            if !enrol::use_up(sql, &hash, &own, now)? {
                return Ok(false);
            }
            enrol::wait(sql, &late)?;
            trail::write(
                sql,
                &Done { at_ms: now, by: None, what: "enrol-late", sheet: None, values: &detail },
            )?;
            Ok(true)
        });
        if !used.await? {
            return Err(bad_code());
        }
        let waiting = WaitingKey { id: id.to_hex(), fingerprint: statement::fingerprint(&vkey) };
        return Ok((StatusCode::ACCEPTED, Json(waiting)).into_response());
    }
    if !desk.write(move |sql| enrol::use_up(sql, &hash, &own, now)).await? {
        return Err(bad_code());
    }
    match desk.take_in(note).await {
        Ok(taken) => {
            let detail = vkey.clone();
            desk.write(move |sql| {
                trail::write(sql, &Done { at_ms: now, by: None, what: "enrol", sheet: None, values: &detail })
            })
            .await?;
            let receipt = desk.proven(taken).await?;
            let enrolled = Enrolled { receipt, fingerprint: statement::fingerprint(&vkey) };
            Ok((StatusCode::CREATED, Json(enrolled)).into_response())
        }
        Err(problem) => {
            // What is not known to have failed may be in: then the code stays used.
            if problem.code != "ledger-stopped" {
                desk.write(move |sql| enrol::give_back(sql, &hash)).await?;
            }
            Err(problem)
        }
    }
}

fn parsed_text(note: &[u8]) -> Option<&str> {
    ledger::Note::parse(note).ok().map(|note| note.text)
}

impl Desk {
    /// The key by which the desk vouches for who had a code.
    pub fn vouch_with(&self, registrar: ledger::SigningKey) {
        let _ = self.registrar.set(registrar);
    }

    /// The ledger that statements go into.
    pub fn state_into(&self, intake: Arc<crate::intake::Intake>) {
        let _ = self.intake.set(intake);
    }
}
