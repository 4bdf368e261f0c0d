//! Keys come in: codes are made for places, and one key each is registered with them.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use election::Election;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use statement::{Body, Statement};

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::statements::Receipt;
use super::station;
use super::{Desk, From, Gate, Routes, Sent, now_ms};
use crate::access::Act;
use crate::enrol::{self, Place};
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
            &[(StatusCode::CREATED, Gives::json::<Enrolled>())],
        ))
}

/// Codes, each told this once.
#[derive(Serialize, JsonSchema)]
struct Made {
    codes: Vec<OneTimeCode>,
}

/// A code and what it lets in.
#[derive(Serialize, JsonSchema)]
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

/// What a code is for.
#[derive(Serialize, JsonSchema)]
struct Begun {
    /// First words of every statement of this election.
    header: String,
    /// Its name.
    election: String,
    /// Whether it is a practice.
    practice: bool,
    /// Role of the key.
    role: String,
    /// Code of the place it acts for.
    scope: String,
    /// How the key's name begins.
    name: String,
    /// The place, in words.
    place: String,
    /// Ids of the contests held there.
    contests: Vec<String>,
}

/// A key that is in the ledger.
#[derive(Serialize, JsonSchema)]
struct Enrolled {
    #[serde(flatten)]
    receipt: Receipt,
    /// The key, as people compare it.
    fingerprint: String,
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

/// Makes codes. Each is in the answer, and nowhere else.
async fn codes(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Sent(asked): Sent<Codes>,
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
            return Err(wrong("not-your-region", format!("{place} is outside your region {}", me.region)));
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
            enrol::keep(sql, &enrol::code_hash(code), place, at_ms)?;
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
    let intake = desk.intake()?;
    let (election, practice) = {
        let replay = intake.counted();
        (replay.definition.name.clone(), replay.definition.practice)
    };
    Ok(Json(Begun {
        header: desk.election.profile.header.clone(),
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
) -> Result<(StatusCode, Json<Enrolled>), Problem> {
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
    // Used up first: of two phones with one code only one comes in, whatever breaks in between.
    if !desk.write(move |sql| enrol::use_up(sql, &hash, now)).await? {
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
            Ok((StatusCode::CREATED, Json(Enrolled { receipt, fingerprint: enrol::fingerprint(&vkey) })))
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
