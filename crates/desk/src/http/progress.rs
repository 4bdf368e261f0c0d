//! How far everything is, for who follows it.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use election::{Election, Region, RegionIx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::station::Words;
use super::{Asked, Desk, Gate, Routes, forms, lock, now_ms};
use crate::access::Act;
use crate::people::Account;
use crate::progress::{self, Counts};
use crate::sheets;
use crate::store::SqlError;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.add(Method::GET, "/api/progress", Gate::May(Act::Follow), told).says(
        Says::new(
            "How far everything is, part by part of a region.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Progress>())],
        )
        .asking::<Which>(),
    )
}

/// Answers that were made lately, by region, and when. Counting a nation takes a second: many who look share one count.
pub(super) type Told = Mutex<HashMap<RegionIx, (i64, Bytes)>>;

/// How long an answer is given again.
const FRESH_MS: i64 = 10_000;

/// Which region somebody asks about.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Which {
    /// Code of the region; else one's own.
    region: Option<String>,
}

impl Which {
    /// The region, which lies in the account's own, and how the codes in it begin.
    pub(super) fn of(self, election: &Election, me: &Account) -> Result<(RegionIx, String), Problem> {
        let places = &election.places;
        let code = self.region.unwrap_or_else(|| me.region.clone());
        let region = if code.is_empty() { Some(places.nation()) } else { places.find_region(&code) };
        let region = region.ok_or_else(|| {
            Problem::new(StatusCode::NOT_FOUND, "no-region", format!("there is no region {code}"))
        })?;
        // The nation's own code is no beginning of the others.
        let code = if region == places.nation() { String::new() } else { code };
        if !code.starts_with(&me.region) {
            let detail = format!("region {code} is outside your region {}", me.region);
            return Err(Problem::new(StatusCode::FORBIDDEN, "not-your-region", detail));
        }
        Ok((region, code))
    }
}

/// How far a region's parts are.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Progress {
    /// The region and those it lies in, the largest first.
    path: Vec<Upper>,
    /// What its parts are called.
    level: Option<Words>,
    /// Whether its parts are stations.
    stations: bool,
    rows: Vec<Part>,
    /// Sheets of the region that are in the queue and not typed to their end, by why, the most urgent first.
    needs: Vec<Needed>,
    /// When this was counted, milliseconds since 1970.
    at: i64,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename = "Region")]
#[schemars(deny_unknown_fields)]
pub(super) struct Upper {
    code: String,
    name: String,
}

impl Upper {
    pub(super) fn of(region: &Region) -> Upper {
        Upper { code: region.code.to_string(), name: region.name.clone() }
    }
}

/// Sheets that need a person.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Needed {
    /// Why: `rivals`, `conflict`, `disputed`, `doubtful`, `pictured`, `missing` or `awaited`.
    why: &'static str,
    sheets: i64,
}

/// A part, and its sheets.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Part {
    code: String,
    name: String,
    /// Nobody has typed them.
    open: i64,
    /// One person has.
    once: i64,
    /// Two people have, and differ.
    different: i64,
    /// They went back to who typed them.
    returned: i64,
    /// Two people have, and agree.
    agreed: i64,
    /// When something last happened, milliseconds since 1970.
    latest: Option<i64>,
    /// Since when the one that waits longest waits.
    waiting: Option<i64>,
}

/// A region's parts: the regions below it, or its stations where it has none below. Without one, one's own.
async fn told(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Asked(asked): Asked<Which>,
) -> Result<Response, Problem> {
    let (region, code) = asked.of(&desk.election, &me)?;
    let now = now_ms();
    let known = lock(&desk.progress).get(&region).cloned();
    if let Some((_, answer)) = known.filter(|(at, _)| at + FRESH_MS > now) {
        return Ok(as_json(answer));
    }
    let counted = counted(&desk, region, code, now).await?;
    let answer = Bytes::from(serde_json::to_vec(&counted).map_err(|error| SqlError(error.to_string()))?);
    lock(&desk.progress).insert(region, (now, answer.clone()));
    Ok(as_json(answer))
}

fn as_json(answer: Bytes) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], answer).into_response()
}

async fn counted(desk: &Arc<Desk>, region: RegionIx, code: String, now: i64) -> Result<Progress, Problem> {
    let places = &desk.election.places;
    let below: Vec<(&str, &str)> = if places.region(region).children.is_empty() {
        let stations = places.stations_in(region).map(|station| places.station(station));
        stations.map(|station| (station.code.as_str(), &*station.name)).collect()
    } else {
        let regions = places.children(region).map(|below| places.region(below));
        regions.map(|below| (below.code.as_str(), below.name.as_str())).collect()
    };
    let lengths: BTreeSet<usize> = below.iter().map(|(code, _)| code.len()).collect();
    let read = desk.read(move |sql| {
        let counted = |length| Ok((length, progress::by_part(sql, &code, length)?));
        let counts = lengths.into_iter().map(counted).collect::<Result<HashMap<usize, _>, SqlError>>()?;
        Ok((counts, sheets::waiting(sql, &code)?))
    });
    let (counts, waiting) = read.await?;
    let needed = |(urgency, sheets)| Some(Needed { why: sheets::need(urgency)?, sheets });
    let needs = waiting.into_iter().filter_map(needed).collect();
    let rows = below.iter().map(|(code, name)| {
        let counts: Counts =
            counts.get(&code.len()).and_then(|parts| parts.get(*code)).copied().unwrap_or_default();
        let Counts { open, once, different, returned, agreed, latest, waiting } = counts;
        let (code, name) = ((*code).to_owned(), (*name).to_owned());
        Part { code, name, open, once, different, returned, agreed, latest, waiting }
    });
    let profile = &desk.election.profile;
    let mut path: Vec<Upper> = places.ancestry(region).map(|upper| Upper::of(places.region(upper))).collect();
    path.reverse();
    let level = usize::from(places.region(region).level) + 1;
    let level = profile.levels.get(level).map(|level| forms::texts(profile, &level.name_key));
    let stations = places.region(region).children.is_empty();
    Ok(Progress { path, level, stations, rows: rows.collect(), needs, at: now })
}
