//! Objections: written for their signer, listed with by when they are to be answered, and answered.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use election::StationIx;
use ledger::Hash;
use schemars::JsonSchema;
use serde::Deserialize;
use statement::{ObjectionKind, ObjectionOutcome};
use tally::{ObjectionNote, Replay};

use super::shapes::{
    self, AnswerShape, ClockShape, ObjectionShape, ObjectionText, ObjectionToSign, Objections,
};
use super::{Me, written};
use crate::access::Act;
use crate::http::problem::Problem;
use crate::http::spec::{Gives, Says, Takes};
use crate::http::station;
use crate::http::{Desk, Gate, Named, Routes, Sent, now_ms};
use crate::people::PersonError;
use crate::plenary::objections::{self, Answer, Clock, Due, Known, SALT, Written};
use crate::plenary::{Whose, text};
use crate::trail::{self, Done};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::POST, "/api/compose/objection", Gate::May(Act::Object), compose)
        .says(Says::new(
            "An objection, as a text to sign.",
            Takes::json::<SentObjection>(),
            &[(StatusCode::OK, Gives::json::<ObjectionToSign>())],
        ))
        .add(Method::GET, "/api/objections/{contest}/{region}", Gate::May(Act::Follow), listed)
        .says(Says::new(
            "A region's objections, with by when they are to be answered.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Objections>())],
        ))
        .add(Method::POST, "/api/objections/{objection}/answer", Gate::May(Act::Preside), answer)
        .says(Says::new(
            "Answers an objection.",
            Takes::json::<SentAnswer>(),
            &[(StatusCode::CREATED, Gives::Nothing)],
        ))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SentObjection {
    contest: String,
    /// Station's or region's code.
    place: String,
    #[serde(default = "objection")]
    #[schemars(schema_with = "shapes::kinds")]
    kind: ObjectionKind,
    /// Id of the statement objected to.
    against: Option<String>,
    text: String,
}

fn objection() -> ObjectionKind {
    ObjectionKind::Objection
}

/// An objection's text to sign. Its words are kept here first, with their salt.
async fn compose(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    Sent(asked): Sent<SentObjection>,
) -> Result<Json<ObjectionToSign>, Problem> {
    let places = &desk.election.places;
    if places.find_station(&asked.place).is_none() && places.find_region(&asked.place).is_none() {
        let detail = format!("there is no station or region {}", asked.place);
        return Err(Problem::new(StatusCode::NOT_FOUND, "no-place", detail));
    }
    me.acts_in(&asked.place)?;
    let words = written(&asked.text, objections::LONGEST)?;
    let against = asked.against.as_deref().map(Hash::from_hex).transpose().map_err(|_| {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no-statement", "this is no statement's id")
    })?;
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt).map_err(|error| PersonError::Hash(error.to_string()))?;
    let hash = objections::salted(&salt, &words);
    // It lies there before anybody can name it; nothing of it is published until an accepted statement does.
    let file = statement::salted_text(salt, &words);
    desk.in_store(move |uploads| Ok(uploads.blobs().keep_bytes(&file)?)).await?;
    let (contest, place) = (asked.contest, asked.place);
    let kept =
        Written { hash, statement: None, contest: contest.clone(), place: place.clone(), salt, text: words };
    let (at, kind) = (desk.moment()?, asked.kind);
    let text = desk
        .looking(move |intake| {
            Ok(text::objection(&intake.counted(), (&contest, &place), kind, against, hash, at)?)
        })
        .await?;
    let (by, at_ms) = (me.id, now_ms());
    desk.write(move |sql| {
        objections::write(sql, by, at_ms, &kept)?;
        let values = format!("{} {} {}: {}", kept.contest, kept.place, hash.to_hex(), kept.text);
        trail::write(sql, &Done { at_ms, by: Some(by), what: "object", sheet: None, values: &values })
    })
    .await?;
    Ok(Json(ObjectionToSign { text: text.text, kind: text.kind.text(), objection: hash.to_hex() }))
}

/// A text that is kept here, with its answers.
pub(super) type Text = (Written, Vec<Answer>);

/// An objection in the ledger with what the desk knows of it.
pub(super) struct Shown {
    pub(super) known: Known,
    /// The place, in words.
    pub(super) place: String,
    /// By when it is to be answered, milliseconds since 1970.
    pub(super) due: Option<i64>,
    pub(super) clock: Option<Clock>,
    pub(super) text: Option<Text>,
}

/// The texts of objections about a region and everything in it, by their statements.
pub(super) async fn texts(
    desk: &Arc<Desk>,
    contest: &str,
    region: &str,
) -> Result<BTreeMap<Hash, Text>, Problem> {
    let nation = desk.election.profile.nation.code.as_str() == region;
    let start = if nation { String::new() } else { region.to_owned() };
    let contest = contest.to_owned();
    desk.read(move |sql| {
        let mut found = BTreeMap::new();
        for written in objections::written(sql, &contest, &start)? {
            let answers = objections::answers(sql, &written.hash)?;
            if let Some(statement) = written.statement {
                found.insert(statement, (written, answers));
            }
        }
        Ok(found)
    })
    .await
}

/// Every objection in the ledger about a region, the regions in it and its stations, in the ledger's order.
pub(super) fn all(
    replay: &Replay,
    whose: &Whose,
    clocks: &[Clock],
    mut texts: BTreeMap<Hash, Text>,
) -> Vec<Shown> {
    let election = replay.election();
    let Some(contest) = election.profile.contest(&whose.contest) else { return Vec::new() };
    let Some(counted) = replay.tally.contest(contest) else { return Vec::new() };
    let Some(region) = election.places.find_region(&whose.region) else { return Vec::new() };
    let within = &election.places.region(region).stations;
    let mut found: Vec<(&ObjectionNote, String)> = Vec::new();
    for (other, record) in counted.records() {
        let place = election.places.region(*other);
        let inside = place.stations.start >= within.start && place.stations.end <= within.end;
        let below = place.level >= election.places.region(region).level;
        if inside && below {
            found.extend(record.objections.iter().map(|note| (note, place.code.to_string())));
        }
    }
    for station in within.clone().map(StationIx) {
        let Some(sheet) = counted.sheet(station) else { continue };
        let code = || election.places.station(station).code.to_string();
        found.extend(sheet.objections.iter().map(|note| (note, code())));
    }
    found.sort_by_key(|(note, _)| note.entry);
    let offset = election.profile.utc_offset_minutes;
    let each = found.into_iter().map(|(note, place)| {
        let key = replay.keyring.records().get(usize::try_from(note.key).unwrap_or(usize::MAX));
        let clock = objections::clock(clocks, election, note.kind, &place);
        let stated_ms = note.at.unix_seconds().saturating_mul(1_000);
        let name = station::place_name(election, &place);
        Shown {
            due: clock.and_then(|clock| clock.due.at(stated_ms, offset)),
            clock: clock.cloned(),
            text: texts.remove(&note.id),
            place: name,
            known: Known {
                id: note.id,
                entry: note.entry,
                place,
                kind: note.kind,
                key: key.map(|record| record.key.name().as_str().to_owned()).unwrap_or_default(),
                at: note.at,
            },
        }
    });
    each.collect()
}

impl Shown {
    fn told(&self) -> ObjectionShape {
        let clock = self.clock.as_ref().map(|clock| ClockShape {
            id: clock.id.clone(),
            until: match &clock.due {
                Due::Until { until } => Some(until.clone()),
                Due::Days { .. } => None,
            },
            due: self.due,
            legal: clock.legal.clone(),
        });
        let text = self.text.as_ref().map(|(written, answers)| {
            let answers = answers.iter().map(|answer| {
                let Answer { outcome, text, name, at_ms } = answer;
                AnswerShape { outcome: outcome.text(), text: text.clone(), by: name.clone(), at: *at_ms }
            });
            ObjectionText {
                objection: written.hash.to_hex(),
                text: written.text.clone(),
                salt: format!("{:032x}", u128::from_be_bytes(written.salt)),
                answers: answers.collect(),
            }
        });
        ObjectionShape {
            id: self.known.id.to_hex(),
            entry: self.known.entry,
            at: self.known.at.to_string(),
            kind: self.known.kind.text(),
            place: self.known.place.clone(),
            place_name: self.place.clone(),
            key: self.known.key.clone(),
            clock,
            text,
        }
    }

    /// As a row of the minutes: where, who, what they say, what came of it.
    pub(super) fn printed(&self) -> [String; 4] {
        let text = self.text.as_ref();
        let words = text.map(|(written, _)| written.text.clone()).unwrap_or_default();
        let last = text.and_then(|(_, answers)| answers.last());
        let answer = last.map(|answer| answer.text.clone()).unwrap_or_default();
        [self.place.clone(), self.known.key.clone(), words, answer]
    }
}

/// Objections of a region, with everything in it.
async fn listed(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    Named((contest, region)): Named<(String, String)>,
) -> Result<Json<Objections>, Problem> {
    me.acts_in(&region)?;
    let texts = texts(&desk, &contest, &region).await?;
    let clocks = desk.access.clocks.clone();
    let whose = Whose { contest, region, constituency: None };
    desk.looking(move |intake| {
        let all = all(&intake.counted(), &whose, &clocks, texts);
        Ok(Json(Objections { objections: all.iter().map(Shown::told).collect() }))
    })
    .await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SentAnswer {
    #[schemars(schema_with = "shapes::outcomes")]
    outcome: ObjectionOutcome,
    text: String,
}

/// Answers an objection whose text is here.
async fn answer(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    Named(objection): Named<String>,
    Sent(asked): Sent<SentAnswer>,
) -> Result<StatusCode, Problem> {
    let nothing = || Problem::new(StatusCode::NOT_FOUND, "no-objection", "there is no such objection here");
    let hash = Hash::from_hex(&objection).map_err(|_| nothing())?;
    let found = desk.read(move |sql| objections::find(sql, &hash)).await?.ok_or_else(nothing)?;
    me.acts_in(&found.place)?;
    if found.statement.is_none() {
        let detail = "this objection was written and never signed: there is nothing to answer";
        return Err(Problem::new(StatusCode::CONFLICT, "not-stated", detail));
    }
    let text = written(&asked.text, objections::LONGEST)?;
    let (by, at_ms, outcome) = (me.id, now_ms(), asked.outcome);
    desk.write(move |sql| {
        objections::answer(sql, &hash, by, at_ms, outcome, &text)?;
        let values = format!("{} {}: {text}", hash.to_hex(), outcome.text());
        trail::write(sql, &Done { at_ms, by: Some(by), what: "answer", sheet: None, values: &values })
    })
    .await?;
    Ok(StatusCode::CREATED)
}
