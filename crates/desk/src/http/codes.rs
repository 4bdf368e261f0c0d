//! Codes for keys: for anybody's, and for one's own people by mandate; and what those did.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use election::Election;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::station;
use super::{Desk, Gate, Routes, Sent, now_ms};
use crate::access::Act;
use crate::enrol::{self, Place};
use crate::mandates;
use crate::people::Account;
use crate::trail::{self, Done};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::POST, "/api/codes", Gate::May(Act::Administer), codes)
        .says(Says::new(
            "Makes one-time codes by which keys come in.",
            Takes::json::<Codes>(),
            &[(StatusCode::CREATED, Gives::json::<Made>())],
        ))
        .add(Method::POST, "/api/mandate", Gate::May(Act::Mandate), mandate)
        .says(Says::new(
            "Makes one-time codes for one's own people.",
            Takes::json::<Codes>(),
            &[(StatusCode::CREATED, Gives::json::<Made>())],
        ))
        .add(Method::GET, "/api/mandate", Gate::May(Act::Mandate), covered)
        .says(Says::new(
            "One's own people: where they are, what they stated, what differs.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<OwnPeople>())],
        ))
}

/// Codes, each told this once.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Made {
    codes: Vec<OneTimeCode>,
}

/// A code and what it lets in.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OneTimeCode {
    /// As it is typed: `8QX4-M2F7-0KTR-9WZ1`.
    code: String,
    /// Role of the key.
    role: String,
    /// Code of the place it acts for.
    scope: String,
    /// The place, in words.
    place: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Codes {
    /// Role of the keys.
    role: String,
    /// Codes of stations or regions; a region stands for itself, and where the role is of stations for all of its stations.
    places: Vec<String>,
}

/// Most codes of one request.
const MOST_CODES: usize = 10_000;

/// Makes codes for anybody's keys.
async fn codes(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Sent(asked): Sent<Codes>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    make_codes(&desk, &me, asked).await
}

/// Makes codes for one's own people.
async fn mandate(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Sent(asked): Sent<Codes>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    if asked.role != me.role {
        let detail = format!("your mandate is for people of your own role, {}", me.role);
        return Err(Problem::new(StatusCode::FORBIDDEN, "not-your-role", detail));
    }
    make_codes(&desk, &me, asked).await
}

/// Each code is in the answer, and nowhere else.
async fn make_codes(
    desk: &Arc<Desk>,
    me: &Account,
    asked: Codes,
) -> Result<(StatusCode, Json<Made>), Problem> {
    let wrong = |code, detail: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail);
    let profile = &desk.election.profile;
    let Some(role) = profile.role(&asked.role) else {
        return Err(wrong("no-role", format!("the profile has no role {}", asked.role)));
    };
    let mut scopes = Vec::new();
    for place in &asked.places {
        let found = scopes_of(&desk.election, role, place);
        let found =
            found.ok_or_else(|| wrong("no-place", format!("there is no station or region {place}")))?;
        if !place.starts_with(&me.region) {
            let detail = format!("{place} is outside your region {}", me.region);
            return Err(Problem::new(StatusCode::FORBIDDEN, "not-your-region", detail));
        }
        scopes.extend(found);
    }
    if scopes.len() > MOST_CODES {
        return Err(wrong(
            "too-many-codes",
            format!("at most {MOST_CODES} codes at once, not {}", scopes.len()),
        ));
    }
    let mut made = Vec::new();
    for scope in scopes {
        made.push((enrol::new_code()?, Place { role: role.id.clone(), scope }));
    }
    let codes: Vec<OneTimeCode> = made
        .iter()
        .map(|(code, place)| {
            let (role, scope) = (place.role.clone(), place.scope.clone());
            OneTimeCode {
                code: code.clone(),
                role,
                place: station::place_name(&desk.election, &scope),
                scope,
            }
        })
        .collect();
    let (by, at_ms) = (me.id, now_ms());
    let detail = format!("{} {} {}", asked.role, made.len(), asked.places.join(" "));
    desk.write(move |sql| {
        for (code, place) in &made {
            enrol::keep(sql, &enrol::code_hash(code), place, by, at_ms)?;
        }
        trail::write(sql, &Done { at_ms, by: Some(by), what: "make-codes", sheet: None, values: &detail })
    })
    .await?;
    Ok((StatusCode::CREATED, Json(Made { codes })))
}

/// The scopes that a place stands for: a region's stations where the role's level is that of stations, else itself.
fn scopes_of(election: &Election, role: &election::Role, place: &str) -> Option<Vec<String>> {
    let level = election.profile.level_of(place);
    if election.places.find_station(place).is_some() {
        return Some(vec![place.to_owned()]);
    }
    election.places.find_region(place)?;
    let of_stations = role.level.is_some_and(|wanted| level.is_some_and(|level| wanted > level));
    if !of_stations {
        return Some(vec![place.to_owned()]);
    }
    let stations = election.places.stations().iter().map(|station| station.code.as_str());
    Some(stations.filter(|code| code.starts_with(place)).map(str::to_owned).collect())
}

/// One's own people.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OwnPeople {
    /// Stations in one's region.
    stations: u64,
    /// Of them those for which one's own people have a key.
    covered: u64,
    /// Codes that were given.
    all: usize,
    /// Those who were given one, by their places: at most ten thousand.
    people: Vec<Own>,
}

/// Somebody who was given a code.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Own {
    /// Code of the place they act for.
    scope: String,
    /// The place, in words.
    place: String,
    /// Their key, as people compare it; none: the code was not used yet.
    fingerprint: Option<String>,
    /// Sheets that they stated.
    stated: u64,
    /// Stations whose figures that stand are not what they stated: contest and station.
    differs: Vec<[String; 2]>,
}

/// People listed at most; all are counted.
const LISTED: usize = 10_000;

async fn covered(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
) -> Result<Json<OwnPeople>, Problem> {
    let (role, region) = (me.role.clone(), me.region.clone());
    let given = desk.read(move |sql| enrol::mandates(sql, &role, &region)).await?;
    let own = Arc::clone(&desk);
    desk.looking(move |intake| {
        let stated = mandates::stated(&intake.counted(), &given);
        let (stations, covered) = mandates::covered(&own.election, &me.region, &given, &stated);
        let each = given.iter().zip(stated).take(LISTED).map(|(mandate, one)| Own {
            scope: mandate.place.scope.clone(),
            place: station::place_name(&own.election, &mandate.place.scope),
            fingerprint: mandate.vkey.as_deref().filter(|_| one.has_key).map(statement::fingerprint),
            stated: one.stated,
            differs: one.differs,
        });
        Ok(Json(OwnPeople { stations, covered, all: given.len(), people: each.collect() }))
    })
    .await
}
