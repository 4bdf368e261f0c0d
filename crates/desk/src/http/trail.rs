//! What everybody did, for who inspects it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use ledger::Hash;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::{Asked, Desk, Gate, Routes};
use crate::access::Act;
use crate::people::Account;
use crate::trail;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/api/trail", Gate::May(Act::Inspect), list)
        .says(
            Says::new(
                "What everybody of one's region did.",
                Takes::Nothing,
                &[(StatusCode::OK, Gives::json::<Trail>())],
            )
            .asking::<After>(),
        )
        .add(Method::GET, "/api/trail/check", Gate::May(Act::Inspect), check)
        .says(Says::new(
            "Reads the whole trail again: whether every row is what its hash says.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Checked>())],
        ))
}

/// A part of the trail.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Trail {
    rows: Vec<Done>,
    /// Where the list goes on; none: this is its end.
    next: Option<i64>,
    /// Number of the trail's last row.
    last: i64,
}

/// Something that somebody did.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Done {
    id: i64,
    /// When, milliseconds since 1970.
    at: i64,
    /// Name of who; none: the desk itself, or somebody without an account.
    by: Option<String>,
    /// What, in one word.
    what: String,
    sheet: Option<i64>,
    contest: Option<String>,
    station: Option<String>,
    values: String,
}

/// Whether the trail holds.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Checked {
    /// Number of the first row that is not what its hash says, or that is missing; none: all hold.
    broken: Option<i64>,
    /// Number of the last row.
    last: i64,
    /// Its hash, in hexadecimal.
    hash: Option<String>,
}

/// Rows of one answer.
const LISTED: i64 = 200;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct After {
    /// The number of the last row that was told.
    after: Option<i64>,
}

/// Rows after one, of one's region: acts on its sheets, and others of its people. `last` is the trail's last row.
async fn list(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Asked(asked): Asked<After>,
) -> Result<Json<Trail>, Problem> {
    let (region, after) = (me.region.clone(), asked.after.unwrap_or(0));
    let read = desk.read(move |sql| Ok((trail::list(sql, &region, after, LISTED)?, trail::last(sql)?.0)));
    let (rows, last) = read.await?;
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == LISTED);
    let next = rows.last().filter(|_| full).map(|last| last.id);
    let each = rows.into_iter().map(|row| Done {
        id: row.id,
        at: row.at_ms,
        by: row.by,
        what: row.what,
        sheet: row.sheet,
        contest: row.contest,
        station: row.station,
        values: row.values,
    });
    Ok(Json(Trail { rows: each.collect(), next, last }))
}

/// Reads the whole trail again: whether every row is what its hash says.
async fn check(State(desk): State<Arc<Desk>>) -> Result<Json<Checked>, Problem> {
    let read = desk.read(|sql| Ok((trail::broken(sql)?, trail::last(sql)?)));
    let (broken, (last, hash)) = read.await?;
    let hash = <[u8; 32]>::try_from(hash).ok().map(|hash| Hash(hash).to_hex());
    Ok(Json(Checked { broken, last, hash }))
}
