//! Accounts for others: made from a table, listed, ended.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entrance::hashed;
use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::station::Words;
use super::{Asked, Desk, Gate, Routes, Sent, Text, forms, lock, now_ms};
use crate::access::Act;
use crate::entry::Person;
use crate::people::{self, Account, First, PersonError};
use crate::trail::{self, Done};

pub(super) fn routes(routes: Routes) -> Routes {
    let passwords = |status| [(status, Gives::Media("text/csv"))];
    routes
        .add(Method::POST, "/api/accounts", Gate::May(Act::Administer), accounts)
        .says(Says::new(
            "Makes accounts from a table (`name,role,region`), all or none; gives their first passwords, this once.",
            Takes::Media("text/csv"),
            &passwords(StatusCode::CREATED),
        ))
        .add(Method::GET, "/api/accounts", Gate::May(Act::Administer), list)
        .says(
            Says::new(
                "Accounts of one's region, the oldest first.",
                Takes::Nothing,
                &[(StatusCode::OK, Gives::json::<AccountList>())],
            )
            .asking::<After>(),
        )
        .add(Method::POST, "/api/accounts/renew", Gate::May(Act::Administer), renew)
        .says(Says::new(
            "Gives an account a first password again; told this once.",
            Takes::json::<Renew>(),
            &passwords(StatusCode::OK),
        ))
        .add(Method::POST, "/api/accounts/{person}/end", Gate::May(Act::Administer), end)
        .says(Says::new("Ends an account.", Takes::Nothing, &[(StatusCode::NO_CONTENT, Gives::Nothing)]))
}

/// Where a list goes on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct After {
    /// The number of the last account that was told.
    after: Option<i64>,
}

/// Accounts of one answer.
const LISTED: i64 = 500;

/// Accounts.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct AccountList {
    accounts: Vec<Listed>,
    /// What a table of new accounts may say.
    roles: Vec<RoleWord>,
    /// Where the list goes on; none: this is its end.
    next: Option<i64>,
}

/// An account as a list has it.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "Account")]
#[schemars(deny_unknown_fields)]
struct Listed {
    id: i64,
    name: String,
    /// Id of the role.
    role: String,
    /// Code of the region; the nation's is empty.
    region: String,
    region_name: String,
    /// Whether its password is still the first one.
    must_change: bool,
    /// Whether a second factor is asked for beside the password.
    second_factor: bool,
    /// When it was ended, milliseconds since 1970.
    ended: Option<i64>,
}

/// A role, in words.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "Role")]
#[schemars(deny_unknown_fields)]
struct RoleWord {
    id: String,
    name: Words,
}

/// Accounts of one's region, the oldest first; `next` says where the list goes on.
async fn list(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Asked(asked): Asked<After>,
) -> Result<Json<AccountList>, Problem> {
    let (region, after) = (me.region.clone(), Person(asked.after.unwrap_or(0)));
    let found = desk.read(move |sql| people::list(sql, &region, after, LISTED)).await?;
    let full = i64::try_from(found.len()).is_ok_and(|count| count == LISTED);
    let next = found.last().filter(|_| full).map(|last| last.account.id.0);
    let places = &desk.election.places;
    let each = found.into_iter().map(|people::Listed { account, ended }| {
        let region = places.find_region(&account.region).unwrap_or_else(|| places.nation());
        Listed {
            id: account.id.0,
            name: account.name,
            role: account.role,
            region: account.region,
            region_name: places.region(region).name.clone(),
            must_change: account.must_change,
            second_factor: account.second_factor,
            ended,
        }
    });
    let profile = &desk.election.profile;
    let roles = profile.roles.iter().filter(|role| desk.access.knows(&role.id));
    let roles =
        roles.map(|role| RoleWord { id: role.id.clone(), name: forms::texts(profile, &role.name_key) });
    Ok(Json(AccountList { accounts: each.collect(), roles: roles.collect(), next }))
}

/// Ends an account: its sessions are over at once, and what it had claimed is others' to type.
async fn end(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    path: Result<Path<i64>, axum::extract::rejection::PathRejection>,
) -> Result<StatusCode, Problem> {
    let Path(person) = path.map_err(|_| PersonError::NoAccount)?;
    let (person, by, at_ms) = (Person(person), Arc::clone(&me), now_ms());
    let ended = desk.write(move |sql| {
        let ended = people::end_account(sql, person, &by, at_ms)?;
        if let Ok(name) = &ended {
            let done = Done { at_ms, by: Some(by.id), what: "end-account", sheet: None, values: name };
            trail::write(sql, &done)?;
        }
        Ok(ended.map(|_| ()))
    });
    ended.await??;
    lock(&desk.sessions).forget(|_, known| known.id == person);
    lock(&desk.leases).give_all_back(person);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Renew {
    name: String,
}

/// Gives an account a first password again; it is in the answer, and nowhere else.
async fn renew(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Sent(asked): Sent<Renew>,
) -> Result<Response, Problem> {
    let password = people::secret()?;
    let hashed = hashed(&desk, asked.name.clone(), password.clone()).await?;
    let (name, by, at_ms) = (asked.name.clone(), Arc::clone(&me), now_ms());
    let renewed = desk.write(move |sql| {
        let renewed = people::renew(sql, &name, &by, &hashed)?;
        if renewed.is_ok() {
            let done = Done { at_ms, by: Some(by.id), what: "renew-password", sheet: None, values: &name };
            trail::write(sql, &done)?;
        }
        Ok(renewed)
    });
    let person = renewed.await??;
    lock(&desk.sessions).forget(|_, known| known.id == person);
    let answer = format!("name,password\n{},{password}\n", asked.name);
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], answer).into_response())
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
    Text(table): Text,
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
    if made.is_empty() {
        return Err(wrong(1, "the table has no line below its head"));
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
            let _ = people::add(sql, &row.name, &row.role, &row.region, First::Given(hashed))?;
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
