//! What everybody did, for who inspects it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::{Extension, Json};
use ledger::Hash;
use serde::Deserialize;
use serde_json::{Value, json};

use super::problem::Problem;
use super::{Asked, Desk, Gate, Routes};
use crate::access::Act;
use crate::people::Account;
use crate::trail;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.add(Method::GET, "/api/trail", Gate::May(Act::Inspect), list).add(
        Method::GET,
        "/api/trail/check",
        Gate::May(Act::Inspect),
        check,
    )
}

/// Rows of one answer.
const LISTED: i64 = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct After {
    after: Option<i64>,
}

/// Rows after one, of one's region: acts on its sheets, and others of its people. `last` is the trail's last row.
async fn list(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Asked(asked): Asked<After>,
) -> Result<Json<Value>, Problem> {
    let (region, after) = (me.region.clone(), asked.after.unwrap_or(0));
    let read = desk.read(move |sql| Ok((trail::list(sql, &region, after, LISTED)?, trail::last(sql)?.0)));
    let (rows, last) = read.await?;
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == LISTED);
    let next = rows.last().filter(|_| full).map(|last| last.id);
    let each: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "id": row.id, "at": row.at_ms, "by": row.by, "what": row.what, "sheet": row.sheet, "contest": row.contest,
                "station": row.station, "values": row.values,
            })
        })
        .collect();
    Ok(Json(json!({ "rows": each, "next": next, "last": last })))
}

/// Reads the whole trail again: whether every row is what its hash says.
async fn check(State(desk): State<Arc<Desk>>) -> Result<Json<Value>, Problem> {
    let read = desk.read(|sql| Ok((trail::broken(sql)?, trail::last(sql)?)));
    let (broken, (last, hash)) = read.await?;
    let hash = <[u8; 32]>::try_from(hash).ok().map(|hash| Hash(hash).to_hex());
    Ok(Json(json!({ "broken": broken, "last": last, "hash": hash })))
}
