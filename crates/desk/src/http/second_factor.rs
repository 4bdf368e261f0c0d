//! A second factor: set up by its own person, asked for beside the password, taken off by an administrator where it was lost.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entrance::verified;
use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::{Desk, Gate, Routes, Sent, cookie, lock, now_ms};
use crate::access::Act;
use crate::attempts::Trying;
use crate::enrol;
use crate::entry::Person;
use crate::people::{self, Account, PersonError};
use crate::second_factor::{self, RECOVERY, Right, Seal, Typed};
use crate::store::{Sql, SqlError};
use crate::totp::Secret;
use crate::trail::{self, Done};

/// The problem of a wrong code.
pub(super) const WRONG: &str = "wrong-second-factor";

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::POST, "/api/session/second-factor", Gate::New, begin)
        .says(Says::new(
            "Begins to set up one's own second factor: gives a new secret, this once; it counts from its first code on.",
            Takes::json::<Begin>(),
            &[(StatusCode::CREATED, Gives::json::<Begun>())],
        ))
        .add(Method::POST, "/api/session/second-factor/confirm", Gate::New, confirm)
        .says(Says::new(
            "Confirms the new secret by a code of it; gives recovery codes, this once; one's sessions elsewhere end.",
            Takes::json::<Confirm>(),
            &[(StatusCode::OK, Gives::json::<Recovery>())],
        ))
        .add(Method::POST, "/api/accounts/{person}/second-factor/off", Gate::May(Act::Administer), off)
        .says(Says::new(
            "Takes the second factor off an account whose person has lost it; its sessions end.",
            Takes::Nothing,
            &[(StatusCode::NO_CONTENT, Gives::Nothing)],
        ))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SecondFactorBegin")]
struct Begin {
    password: String,
    /// A code of the one that counts now, if one does.
    code: Option<String>,
}

/// A secret for an app on one's telephone.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SecondFactor", deny_unknown_fields)]
struct Begun {
    /// In base 32 (RFC 4648), as apps take it: SHA-1, six digits, thirty seconds.
    secret: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SecondFactorConfirm")]
struct Confirm {
    /// What the app shows.
    code: String,
}

/// Codes that let in once each where the app is lost.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RecoveryCodes", deny_unknown_fields)]
struct Recovery {
    codes: Vec<String>,
}

impl Desk {
    /// Keeps second factors by this seal. Without one none can be set up, and no app's code is right.
    pub fn seal_with(&self, seal: Seal) {
        let _ = self.seal.set(seal);
    }

    /// Whether an account has to set one up before anything else.
    pub(super) fn waits_for_second_factor(&self, account: &Account) -> bool {
        !account.second_factor && !self.about.practice && self.access.needs_second_factor(&account.role)
    }

    /// What an account that has a second factor shows beside its right password; nothing where it has none. It still has to be used up
    /// ([`used_up`]).
    pub(super) async fn second_right(
        self: &Arc<Desk>,
        account: &Account,
        code: Option<&str>,
        now_ms: i64,
    ) -> Result<Option<Right>, Problem> {
        let person = account.id;
        let kept = self.read(move |sql| second_factor::kept(sql, person)).await?;
        let Some((sealed, step)) = kept.and_then(|kept| Some((kept.sealed?, kept.step))) else {
            return Ok(None);
        };
        let code = code.filter(|code| !code.trim().is_empty()).ok_or(PersonError::NeedsCode)?;
        let right = match Typed::read(code) {
            None => None,
            Some(Typed::Recovery(hash)) => Some(Right::Recovery(hash)),
            Some(Typed::Code(code)) => {
                let secret = self.seal.get().and_then(|seal| seal.open(person, &sealed));
                let step = secret.and_then(|secret| secret.step_of(code, now_ms, step));
                step.map(|step| Right::Step(sealed, step))
            }
        };
        Ok(Some(right.ok_or(PersonError::WrongCode)?))
    }
}

/// Uses a code up, where one was asked for; that it was one for recovery is written down, with how many are left.
pub(super) fn used_up(
    sql: &mut dyn Sql,
    person: Person,
    right: Option<&Right>,
    now_ms: i64,
) -> Result<Result<(), PersonError>, SqlError> {
    let Some(right) = right else { return Ok(Ok(())) };
    if !second_factor::use_up(sql, person, right, now_ms)? {
        return Ok(Err(PersonError::WrongCode));
    }
    match right {
        Right::Step(..) => Ok(Ok(())),
        Right::Recovery(_) => {
            let left = second_factor::left(sql, person)?.to_string();
            let done =
                Done { at_ms: now_ms, by: Some(person), what: "recovery-code", sheet: None, values: &left };
            trail::write(sql, &done).map(Ok)
        }
    }
}

/// Gives a new secret to who has the password, and a code of the old one where there is one: a session that was left open is not
/// enough.
async fn begin(
    State(desk): State<Arc<Desk>>,
    Extension(account): Extension<Arc<Account>>,
    Sent(asked): Sent<Begin>,
) -> Result<(StatusCode, Json<Begun>), Problem> {
    let seal = desk.seal.get().ok_or_else(no_seal)?;
    if asked.password.len() > 4 * people::LONGEST {
        return Err(PersonError::Unknown.into());
    }
    let (person, now) = (account.id, now_ms());
    lock(&desk.attempts).attempt(&account.name, Trying::InSession, now)?;
    let name = account.name.clone();
    let found = desk.read(move |sql| people::find(sql, &name)).await?;
    if !verified(&desk, asked.password, found.and_then(|(_, kept)| kept)).await {
        return Err(PersonError::Unknown.into());
    }
    let not_wrong = || lock(&desk.attempts).not_wrong(&account.name, Trying::InSession);
    let right = desk.second_right(&account, asked.code.as_deref(), now).await.inspect_err(|problem| {
        if problem.code != WRONG {
            not_wrong();
        }
    })?;
    let secret = Secret::new()?;
    let sealed = seal.close(person, &secret)?;
    let begun = desk.write(move |sql| {
        if let Err(wrong) = used_up(sql, person, right.as_ref(), now)? {
            return Ok(Err(wrong));
        }
        second_factor::begin(sql, person, &sealed).map(Ok)
    });
    begun.await.inspect_err(|_| not_wrong())??;
    lock(&desk.attempts).right(&account.name, Trying::InSession);
    Ok((StatusCode::CREATED, Json(Begun { secret: secret.text() })))
}

/// The secret counts from here on, and nobody who is logged in elsewhere stays so without it.
async fn confirm(
    State(desk): State<Arc<Desk>>,
    Extension(account): Extension<Arc<Account>>,
    headers: HeaderMap,
    Sent(asked): Sent<Confirm>,
) -> Result<Json<Recovery>, Problem> {
    let seal = desk.seal.get().ok_or_else(no_seal)?;
    let Some(token) = cookie(&headers).map(people::token_hash) else {
        return Err(PersonError::Unknown.into());
    };
    let (person, now) = (account.id, now_ms());
    let kept = desk.read(move |sql| second_factor::kept(sql, person)).await?;
    let pending = kept.and_then(|kept| kept.pending).ok_or(PersonError::NoFactor)?;
    lock(&desk.attempts).attempt(&account.name, Trying::InSession, now)?;
    let secret = seal.open(person, &pending);
    let step = match Typed::read(&asked.code) {
        Some(Typed::Code(code)) => secret.and_then(|secret| secret.step_of(code, now, 0)),
        Some(Typed::Recovery(_)) | None => None,
    };
    let step = step.ok_or(PersonError::WrongCode)?;
    lock(&desk.attempts).right(&account.name, Trying::InSession);
    let codes = (0..RECOVERY).map(|_| enrol::new_code()).collect::<Result<Vec<String>, PersonError>>()?;
    let hashes: Vec<[u8; 32]> = codes.iter().map(|code| enrol::code_hash(code)).collect();
    let counts = desk.write(move |sql| {
        if !second_factor::confirm(sql, person, (&pending, step), &hashes, &token)? {
            return Ok(Err(PersonError::WrongCode));
        }
        let done = Done { at_ms: now, by: Some(person), what: "second-factor", sheet: None, values: "" };
        trail::write(sql, &done).map(Ok)
    });
    counts.await??;
    lock(&desk.sessions).forget(|_, known| known.id == person);
    Ok(Json(Recovery { codes }))
}

/// Takes it off; who lost it logs in with the password, and sets up another.
async fn off(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    path: Result<axum::extract::Path<i64>, axum::extract::rejection::PathRejection>,
) -> Result<StatusCode, Problem> {
    let axum::extract::Path(person) = path.map_err(|_| PersonError::NoAccount)?;
    let (person, by, at_ms) = (Person(person), Arc::clone(&me), now_ms());
    let taken = desk.write(move |sql| {
        let taken = second_factor::take_off(sql, person, &by)?;
        if let Ok(name) = &taken {
            let done = Done { at_ms, by: Some(by.id), what: "second-factor-off", sheet: None, values: name };
            trail::write(sql, &done)?;
        }
        Ok(taken.map(|_| ()))
    });
    taken.await??;
    lock(&desk.sessions).forget(|_, known| known.id == person);
    Ok(StatusCode::NO_CONTENT)
}

fn no_seal() -> Problem {
    let detail = "this desk has no key to seal second factors with; tell whoever runs it";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "no-seal", detail)
}
