//! Coming in: the first account, logging in and out, and accounts for others.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::problem::Problem;
use super::{COOKIE, Desk, From, Gate, Routes, Sent, cookie, lock, now_ms};
use crate::access::Act;
use crate::people::{self, Account, PersonError};
use crate::trail::{self, Done};

/// The role of who makes the others' accounts: the first account has it.
const FIRST_ROLE: &str = "administrator";

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::POST, "/api/setup", Gate::Open, setup)
        .add(Method::POST, "/api/session", Gate::Open, log_in)
        .add(Method::GET, "/api/session", Gate::Known, who)
        .add(Method::POST, "/api/session/end", Gate::Known, log_out)
        .add(Method::POST, "/api/accounts", Gate::May(Act::Administer), accounts)
}

#[derive(Deserialize)]
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
        let made = people::add(sql, &name, FIRST_ROLE, "", &hashed)?;
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
async fn hashed(desk: &Desk, name: String, password: String) -> Result<String, Problem> {
    let _turn = desk.logins.acquire().await;
    let made = tokio::task::spawn_blocking(move || people::hash(&name, &password)).await;
    Ok(made.map_err(|error| PersonError::Hash(error.to_string()))??)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LogIn {
    name: String,
    password: String,
}

async fn log_in(
    State(desk): State<Arc<Desk>>,
    Extension(axum::extract::ConnectInfo(address)): Extension<From>,
    Sent(asked): Sent<LogIn>,
) -> Result<Response, Problem> {
    let LogIn { name, password } = asked;
    if !people::is_name(&name) || password.len() > 4 * people::LONGEST {
        return Err(PersonError::Unknown.into());
    }
    let now = now_ms();
    // Counted as wrong until it is right, so that many at once are no more guesses than one after the other.
    lock(&desk.attempts).attempt(&name, address.ip(), now)?;
    let wanted = name.clone();
    let found = desk.read(move |sql| people::find(sql, &wanted)).await?;
    let (account, kept) = found.map_or((None, None), |(account, kept)| (Some(account), Some(kept)));
    let right = {
        let _turn = desk.logins.acquire().await;
        let verified = tokio::task::spawn_blocking(move || people::verify(&password, kept.as_deref())).await;
        verified.unwrap_or(false)
    };
    let Some(account) = account.filter(|_| right) else {
        return Err(PersonError::Unknown.into());
    };
    lock(&desk.attempts).right(&name, address.ip());
    let token = people::secret()?;
    let hash = people::token_hash(&token);
    let person = account.id;
    desk.write(move |sql| {
        people::begin(sql, person, &hash, now)?;
        trail::write(sql, &Done { at_ms: now, by: Some(person), what: "log-in", sheet: None, values: "" })
    })
    .await?;
    let cookie = format!(
        "{COOKIE}={token}; HttpOnly; Secure; SameSite=Strict; Path=/; Max-Age={}",
        people::SESSION_MS / 1_000
    );
    let mut response = Json(shown(&account)).into_response();
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

fn shown(account: &Account) -> Value {
    json!({ "name": account.name, "role": account.role, "region": account.region })
}

async fn who(Extension(account): Extension<Arc<Account>>) -> Json<Value> {
    Json(shown(&account))
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
    // Kept as ended, so that a request that has just read it from the tables does not bring it back.
    lock(&desk.sessions).insert(token, (account, 0));
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewAccount {
    name: String,
    role: String,
    region: String,
}

/// Most accounts of one request: their hashes take a quarter of a minute.
const MOST_ACCOUNTS: usize = 500;

/// Makes accounts from a table: `name,role,region`, a line each. All are made or none; each one's first password is in the
/// answer, and nowhere else.
async fn accounts(
    State(desk): State<Arc<Desk>>,
    Extension(account): Extension<Arc<Account>>,
    table: String,
) -> Result<Response, Problem> {
    let wrong = |line: usize, why: &str| {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "accounts", format!("line {line}: {why}"))
    };
    let mut made = Vec::new();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    for (row, line) in rows.deserialize().zip(2..) {
        let row: NewAccount = row.map_err(|error| wrong(line, &error.to_string()))?;
        if !desk.access.knows(&row.role) {
            return Err(wrong(line, &format!("the role {} has nothing to do at the desk", row.role)));
        }
        let mut row = row;
        if row.region == desk.election.profile.nation.code.as_str() {
            // Codes of the nation's regions don't begin with its own.
            row.region.clear();
        }
        if desk.election.places.find_region(&row.region).is_none() && !row.region.is_empty() {
            return Err(wrong(line, &format!("there is no region {}", row.region)));
        }
        if !row.region.starts_with(&account.region) {
            return Err(wrong(line, &format!("the region {} is outside yours", row.region)));
        }
        if made.len() == MOST_ACCOUNTS {
            return Err(wrong(line, "at most 500 accounts at once"));
        }
        let password = people::secret()?;
        let hashed = hashed(&desk, row.name.clone(), password.clone()).await;
        let hashed = hashed.map_err(|problem| wrong(line, &problem.detail))?;
        made.push((row, password, hashed));
    }
    let answer = made.iter().fold("name,password\n".to_owned(), |all, (row, password, _)| {
        all + &format!("{},{password}\n", row.name)
    });
    let (by, at_ms) = (account.id, now_ms());
    let kept = desk.write(move |sql| {
        // Decided before anything is written.
        for (at, (row, _, _)) in made.iter().enumerate() {
            let before = made.iter().take(at).any(|(other, _, _)| other.name == row.name);
            if before || people::find(sql, &row.name)?.is_some() {
                return Ok(Err(PersonError::Taken(row.name.clone())));
            }
        }
        for (row, _, hashed) in &made {
            let _ = people::add(sql, &row.name, &row.role, &row.region, hashed)?;
            let values = format!("{} {} {}", row.name, row.role, row.region);
            trail::write(
                sql,
                &Done { at_ms, by: Some(by), what: "add-account", sheet: None, values: &values },
            )?;
        }
        Ok(Ok(()))
    });
    kept.await??;
    Ok((StatusCode::CREATED, [(header::CONTENT_TYPE, "text/csv; charset=utf-8")], answer).into_response())
}
