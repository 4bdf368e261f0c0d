//! Coming in: which election it is, the first account, logging in and out, one's own password.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::problem::Problem;
use super::spec::{Always, Gives, Holds, Says, Takes};
use super::station::Words;
use super::{About, COOKIE, Desk, From, Gate, Routes, Sent, cookie, forms, lock, now_ms, second_factor};
use crate::access::Act;
use crate::attempts::Trying;
use crate::people::{self, Account, First, PersonError};
use crate::trail::{self, Done};

/// The role of who makes the others' accounts: the first account has it.
const FIRST_ROLE: &str = "administrator";

pub(super) fn routes(routes: Routes) -> Routes {
    let me = || [(StatusCode::OK, Gives::json::<Me>())];
    let nothing = |status| [(status, Gives::Nothing)];
    routes
        .add(Method::POST, "/api/setup", Gate::Open, setup)
        .says(Says::new(
            "Makes the first administrator, by the code on the console.",
            Takes::json::<Setup>(),
            &nothing(StatusCode::CREATED),
        ))
        .add(Method::POST, "/api/session", Gate::Open, log_in)
        .says(Says::new("Logs in; the session is a cookie.", Takes::json::<LogIn>(), &me()).telling(&[(
            "Set-Cookie",
            "The session.",
            Always::Yes,
            Holds::Text,
        )]))
        .add(Method::GET, "/api/about", Gate::Open, about)
        .says(Says::new(
            "Which election this desk is for, and whether it still waits for its first administrator.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<AboutDesk>())],
        ))
        .add(Method::GET, "/api/session", Gate::New, who)
        .says(Says::new("Who one is and what one may do.", Takes::Nothing, &me()))
        .add(Method::POST, "/api/session/end", Gate::New, log_out)
        .says(Says::new("Logs out.", Takes::Nothing, &nothing(StatusCode::NO_CONTENT)))
        .add(Method::POST, "/api/session/password", Gate::New, change)
        .says(Says::new(
            "Changes one's own password; one's sessions elsewhere end.",
            Takes::json::<Change>(),
            &nothing(StatusCode::NO_CONTENT),
        ))
}

/// Which election a desk is for.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "About")]
#[schemars(deny_unknown_fields)]
struct AboutDesk {
    /// The election's id.
    election: String,
    name: String,
    /// Whether it is a practice: then every page says so.
    practice: bool,
    /// Languages that its words are in.
    languages: Vec<String>,
    /// Whether it waits for its first administrator.
    setup: bool,
}

/// Which election this desk is for, and whether it still waits for its first administrator.
async fn about(State(desk): State<Arc<Desk>>) -> Json<AboutDesk> {
    let About { election, name, practice } = desk.about.clone();
    let languages = desk.election.profile.languages.clone();
    Json(AboutDesk { election, name, practice, languages, setup: lock(&desk.setup).is_some() })
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Setup {
    code: String,
    name: String,
    password: String,
}

/// Makes the first administrator, with the code that stands on the console.
async fn setup(State(desk): State<Arc<Desk>>, Sent(asked): Sent<Setup>) -> Result<StatusCode, Problem> {
    let wanted = *lock(&desk.setup);
    let right = wanted.is_some_and(|wanted| wanted == people::token_hash(&asked.code));
    if !right {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "wrong-code",
            "this is not the code that the desk printed when it was first started",
        ));
    }
    let hashed = hashed(&desk, asked.name.clone(), asked.password).await?;
    let (name, at_ms) = (asked.name, now_ms());
    let made = desk.write(move |sql| {
        // Of two at once one is first: both know the code.
        if people::any(sql)? {
            return Ok(Err(PersonError::Taken(name.clone())));
        }
        let made = people::add(sql, &name, FIRST_ROLE, "", First::Chosen(&hashed))?;
        if let Ok(person) = made {
            trail::write(sql, &Done { at_ms, by: Some(person), what: "setup", sheet: None, values: &name })?;
        }
        Ok(made)
    });
    made.await??;
    *lock(&desk.setup) = None;
    Ok(StatusCode::CREATED)
}

/// A password's hash, made off the threads that answer and only a few at a time.
pub(super) async fn hashed(desk: &Desk, name: String, password: String) -> Result<String, Problem> {
    let _turn = desk.logins.acquire().await;
    let made = tokio::task::spawn_blocking(move || people::hash(&name, &password)).await;
    Ok(made.map_err(|error| PersonError::Hash(error.to_string()))??)
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LogIn {
    name: String,
    password: String,
    /// A code of the second factor, where the account has one.
    code: Option<String>,
}

async fn log_in(
    State(desk): State<Arc<Desk>>,
    Extension(axum::extract::ConnectInfo(address)): Extension<From>,
    Sent(asked): Sent<LogIn>,
) -> Result<Response, Problem> {
    let LogIn { name, password, code } = asked;
    if !people::is_name(&name) || password.len() > 4 * people::LONGEST {
        return Err(PersonError::Unknown.into());
    }
    let now = now_ms();
    // Counted as wrong until it is right, so that many at once are no more guesses than one after the other.
    let by = Trying::At(address.ip());
    lock(&desk.attempts).attempt(&name, by, now)?;
    let wanted = name.clone();
    let found = desk.read(move |sql| people::find(sql, &wanted)).await?;
    let (account, kept) = found.map_or((None, None), |(account, kept)| (Some(account), kept));
    let right = verified(&desk, password, kept).await;
    let Some(account) = account.filter(|_| right) else {
        return Err(PersonError::Unknown.into());
    };
    // Only who has the password learns that a code is asked for; what is wrong with it counts as a wrong password does.
    let code = desk.second_right(&account, code.as_deref(), now).await.inspect_err(|problem| {
        if problem.code != second_factor::WRONG {
            lock(&desk.attempts).not_wrong(&name, by);
        }
    })?;
    let token = people::secret()?;
    let hash = people::token_hash(&token);
    let person = account.id;
    let begun = desk.write(move |sql| {
        if let Err(wrong) = second_factor::used_up(sql, person, code.as_ref(), now)? {
            return Ok(Err(wrong));
        }
        people::begin(sql, person, &hash, now)?;
        let done = Done { at_ms: now, by: Some(person), what: "log-in", sheet: None, values: "" };
        trail::write(sql, &done).map(Ok)
    });
    begun.await.inspect_err(|_| lock(&desk.attempts).not_wrong(&name, by))??;
    lock(&desk.attempts).right(&name, by);
    let cookie = format!(
        "{COOKIE}={token}; HttpOnly; Secure; SameSite=Strict; Path=/; Max-Age={}",
        people::SESSION_MS / 1_000
    );
    let mut response = shown(&desk, &account).into_response();
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Whether a password is right; off the threads that answer and only a few at a time.
pub(super) async fn verified(desk: &Desk, password: String, kept: Option<String>) -> bool {
    let _turn = desk.logins.acquire().await;
    let verified = tokio::task::spawn_blocking(move || people::verify(&password, kept.as_deref())).await;
    verified.unwrap_or(false)
}

/// Who somebody is and what they may do, with the words for it.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Me {
    name: String,
    /// Id of the role.
    role: String,
    /// Code of the region; the nation's is empty.
    region: String,
    role_name: Option<Words>,
    region_name: String,
    acts: Vec<Act>,
    /// Whether the password is still the first one: then it is changed before anything else.
    must_change: bool,
    /// Whether a second factor is asked for beside the password.
    second_factor: bool,
    /// Whether one has to be set up before anything else.
    needs_second_factor: bool,
}

fn shown(desk: &Desk, account: &Account) -> Json<Me> {
    let profile = &desk.election.profile;
    let role = profile.roles.iter().find(|role| role.id == account.role);
    let places = &desk.election.places;
    let region = places.find_region(&account.region).unwrap_or_else(|| places.nation());
    Json(Me {
        name: account.name.clone(),
        role: account.role.clone(),
        region: account.region.clone(),
        role_name: role.map(|role| forms::texts(profile, &role.name_key)),
        region_name: places.region(region).name.clone(),
        acts: desk.access.acts(&account.role),
        must_change: account.must_change,
        second_factor: account.second_factor,
        needs_second_factor: desk.waits_for_second_factor(account),
    })
}

async fn who(State(desk): State<Arc<Desk>>, Extension(account): Extension<Arc<Account>>) -> Json<Me> {
    shown(&desk, &account)
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Change {
    old: String,
    new: String,
}

/// Changes one's own password. Sessions elsewhere end: who changes it may have been seen typing it.
async fn change(
    State(desk): State<Arc<Desk>>,
    Extension(account): Extension<Arc<Account>>,
    headers: HeaderMap,
    Sent(asked): Sent<Change>,
) -> Result<StatusCode, Problem> {
    let Some(token) = cookie(&headers).map(people::token_hash) else {
        return Err(PersonError::Unknown.into());
    };
    if asked.old.len() > 4 * people::LONGEST {
        return Err(PersonError::Unknown.into());
    }
    let now = now_ms();
    lock(&desk.attempts).attempt(&account.name, Trying::InSession, now)?;
    let name = account.name.clone();
    let found = desk.read(move |sql| people::find(sql, &name)).await?;
    if !verified(&desk, asked.old.clone(), found.and_then(|(_, kept)| kept)).await {
        return Err(PersonError::Unknown.into());
    }
    lock(&desk.attempts).right(&account.name, Trying::InSession);
    if asked.old == asked.new {
        return Err(PersonError::Same.into());
    }
    let hashed = hashed(&desk, account.name.clone(), asked.new).await?;
    let person = account.id;
    desk.write(move |sql| {
        people::change(sql, person, &hashed, &token)?;
        trail::write(sql, &Done { at_ms: now, by: Some(person), what: "password", sheet: None, values: "" })
    })
    .await?;
    lock(&desk.sessions).forget(|_, known| known.id == person);
    Ok(StatusCode::NO_CONTENT)
}

async fn log_out(
    State(desk): State<Arc<Desk>>,
    Extension(account): Extension<Arc<Account>>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let Some(token) = cookie(&headers).map(people::token_hash) else { return Ok(StatusCode::NO_CONTENT) };
    let (by, at_ms) = (account.id, now_ms());
    desk.write(move |sql| {
        people::end(sql, &token)?;
        trail::write(sql, &Done { at_ms, by: Some(by), what: "log-out", sheet: None, values: "" })
    })
    .await?;
    lock(&desk.sessions).forget(|known, _| *known == token);
    Ok(StatusCode::NO_CONTENT)
}
