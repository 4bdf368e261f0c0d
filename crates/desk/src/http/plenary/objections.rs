//! Objections and their answers: written for their signers, and listed with by when they are to be answered.

#[cfg(feature = "fuzzing")]
pub(super) mod bodies;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use election::{Election, StationIx};
use ledger::Hash;
use schemars::JsonSchema;
use serde::Deserialize;
use statement::{Moment, ObjectionKind, ObjectionOutcome};
use tally::{AnswerNote, Evidence, ObjectionNote, Replay};

use super::shapes::{self, AnswerShape, ClockShape, ObjectionList, ObjectionShape, PhotoShape};
use super::{Me, SentPhoto, ToSign};
use crate::access::Act;
use crate::compose::Composed;
use crate::http::problem::Problem;
use crate::http::said::{SaidShape, salted};
use crate::http::signing::statement_id;
use crate::http::spec::{Gives, Says, Takes};
use crate::http::station;
use crate::http::{Asked, Desk, From, Gate, Named, Routes, Sent, now_ms};
use crate::keys;
use crate::people::Account;
use crate::plenary::objections::{self, Clock, Due};
use crate::plenary::text::{self, Answering, Objecting};
use crate::said::{self, Said};
use crate::trail::{self, Done};

pub(super) fn routes(routes: Routes) -> Routes {
    let text = || [(StatusCode::OK, Gives::json::<ToSign>())];
    routes
        .add(Method::POST, "/api/compose/objection", Gate::May(Act::Object), compose)
        .says(Says::new("An objection, as a text to sign.", Takes::json::<SentObjection>(), &text()))
        .add(Method::POST, "/api/compose/answer", Gate::May(Act::Answer), answer)
        .says(Says::new(
            "What came of an objection, as a text to sign.",
            Takes::json::<SentAnswer>(),
            &text(),
        ))
        .add(Method::GET, "/api/objections/{contest}/{region}", Gate::Known, listed)
        .says(Says::new(
            "Objections of a region and everything in it, or of a station, with by when they are to be answered.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<ObjectionList>())],
        )
        .asking::<FromEntry>())
}

/// Objections of one answer at most: their words may be long.
const LISTED: usize = 500;

/// Where a list goes on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FromEntry {
    /// Index of the first entry that is listed.
    from: Option<u64>,
}

impl FromEntry {
    /// Leaves of a list in the ledger's order what one answer has, and gives the entry with which the next goes on; none: it has all.
    fn page<T>(&self, list: &mut Vec<T>, entry: impl Fn(&T) -> u64) -> Option<u64> {
        list.retain(|one| self.from.is_none_or(|from| entry(one) >= from));
        let next = list.get(LISTED).map(entry);
        list.truncate(LISTED);
        next
    }
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
    /// Photos of it on paper, whose bytes come after the statement.
    #[serde(default)]
    evidence: Vec<SentPhoto>,
}

fn objection() -> ObjectionKind {
    ObjectionKind::Objection
}

/// Keeps what an objection or an answer says, and gives its text to sign.
async fn to_sign(
    desk: &Arc<Desk>,
    me: &Account,
    (what, of): (&'static str, String),
    said: Said,
    composed: Composed,
) -> Result<Json<ToSign>, Problem> {
    desk.wait_said(&said).await?;
    let to_sign = ToSign::new(composed, Some(&said));
    let (by, at_ms) = (me.id, now_ms());
    desk.write(move |sql| {
        let values = format!("{of} {}: {}", said.hash.to_hex(), said.text());
        trail::write(sql, &Done { at_ms, by: Some(by), what, sheet: None, values: &values })
    })
    .await?;
    Ok(Json(to_sign))
}

/// An objection's text to sign.
async fn compose(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    Extension(address): Extension<From>,
    Sent(asked): Sent<SentObjection>,
) -> Result<Json<ToSign>, Problem> {
    desk.turn(address)?;
    desk.place_of(&me, &asked.place)?;
    let against = asked.against.as_deref().map(statement_id).transpose()?;
    let photos = SentPhoto::photos(&asked.evidence)?;
    let said = salted(&asked.text)?;
    let (at, hash) = (desk.moment()?, said.hash);
    let of = format!("{} {}", asked.contest, asked.place);
    let composed = desk
        .looking(move |intake| {
            let SentObjection { contest, place, kind, .. } = &asked;
            let objecting = Objecting { contest, place, kind: *kind, against, text: hash, evidence: &photos };
            Ok(text::objection(&intake.counted(), &objecting, at)?)
        })
        .await?;
    to_sign(&desk, &me, ("object", of), said, composed).await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SentAnswer {
    contest: String,
    /// Station's or region's code, the objection's.
    place: String,
    /// Id of the objection's statement.
    objection: String,
    #[schemars(schema_with = "shapes::outcomes")]
    outcome: ObjectionOutcome,
    text: String,
    /// Photos of the decision on paper, whose bytes come after the statement.
    #[serde(default)]
    evidence: Vec<SentPhoto>,
}

/// An answer's text to sign.
async fn answer(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    Extension(address): Extension<From>,
    Sent(asked): Sent<SentAnswer>,
) -> Result<Json<ToSign>, Problem> {
    desk.turn(address)?;
    desk.place_of(&me, &asked.place)?;
    let objection = statement_id(&asked.objection)?;
    let photos = SentPhoto::photos(&asked.evidence)?;
    let said = salted(&asked.text)?;
    let (at, hash) = (desk.moment()?, said.hash);
    let of = format!("{} {} {}", asked.place, objection.to_hex(), asked.outcome.text());
    let composed = desk
        .looking(move |intake| {
            let SentAnswer { contest, place, outcome, .. } = &asked;
            let replay = intake.counted();
            if !said::objections(&replay, contest, place).any(|note| note.id == objection) {
                let detail = format!("no objection {} to {place} has been stated", objection.to_hex());
                return Err(Problem::new(StatusCode::NOT_FOUND, "no-objection", detail));
            }
            let answering =
                Answering { contest, place, objection, outcome: *outcome, text: hash, evidence: &photos };
            Ok(text::answer(&replay, &answering, at)?)
        })
        .await?;
    to_sign(&desk, &me, ("answer", of), said, composed).await
}

/// An objection in the ledger, and what came of it.
struct Known {
    /// Id of its statement.
    id: Hash,
    /// Its entry.
    entry: u64,
    /// Contest id.
    contest: String,
    /// Station's or region's code.
    code: String,
    kind: ObjectionKind,
    /// Name of the key.
    key: String,
    at: Moment,
    /// The salted hash of what it says.
    text: Hash,
    photos: Vec<PhotoShape>,
    answers: Vec<Came>,
}

/// An answer.
struct Came {
    id: Hash,
    outcome: ObjectionOutcome,
    key: String,
    at: Moment,
    text: Hash,
    photos: Vec<PhotoShape>,
}

/// An objection with what it says, and by when it is to be answered.
pub(super) struct Shown {
    known: Known,
    /// The place, in words.
    place: String,
    /// By when it is to be answered, milliseconds since 1970.
    due: Option<i64>,
    clock: Option<Clock>,
    said: Option<Said>,
    /// Of each answer.
    answers: Vec<Option<Said>>,
}

/// Photos that are named by their hashes.
fn named(evidence: &[Evidence]) -> Vec<PhotoShape> {
    let each = evidence.iter().filter_map(|one| match one {
        Evidence::Named(named) => Some(PhotoShape {
            page: named.page,
            sha256: named.sha256.to_hex(),
            media: named.media.as_deref().map(str::to_owned),
        }),
        Evidence::Claimed { .. } => None,
    });
    each.collect()
}

fn known(replay: &Replay, contest: &str, note: &ObjectionNote, code: String) -> Known {
    let came = |answer: &AnswerNote| Came {
        id: answer.id,
        outcome: answer.outcome,
        key: keys::name_at(replay, answer.key).unwrap_or_default(),
        at: answer.at,
        text: answer.text,
        photos: named(&answer.evidence),
    };
    Known {
        id: note.id,
        entry: note.entry,
        contest: contest.to_owned(),
        code,
        kind: note.kind,
        key: keys::name_at(replay, note.key).unwrap_or_default(),
        at: note.at,
        text: note.text,
        photos: named(&note.evidence),
        answers: note.answers.iter().map(came).collect(),
    }
}

/// Every objection in the ledger about a region, the regions in it and its stations, or about one station, in the ledger's order.
fn all(replay: &Replay, contest: &str, place: &str) -> Vec<Known> {
    let election = replay.election();
    let Some(ix) = election.profile.contest(contest) else { return Vec::new() };
    let Some(counted) = replay.tally.contest(ix) else { return Vec::new() };
    let mut found: Vec<Known> = Vec::new();
    let Some(region) = election.places.find_region(place) else {
        let of_station = said::objections(replay, contest, place)
            .map(|note| known(replay, contest, note, place.to_owned()));
        return of_station.collect();
    };
    let within = &election.places.region(region).stations;
    for (other, record) in counted.records() {
        if election.places.ancestry(*other).any(|over| over == region) {
            let code = &election.places.region(*other).code;
            let each = record.objections.iter();
            found.extend(each.map(|note| known(replay, contest, note, code.to_string())));
        }
    }
    for station in within.clone().map(StationIx) {
        let Some(sheet) = counted.sheet(station) else { continue };
        let code = || election.places.station(station).code.to_string();
        found.extend(sheet.objections.iter().map(|note| known(replay, contest, note, code())));
    }
    found.sort_by_key(|one| one.entry);
    found
}

impl Desk {
    /// Objections with what they and their answers say, where that is kept and was not taken out.
    async fn told(self: &Arc<Desk>, all: Vec<Known>) -> Result<Vec<Shown>, Problem> {
        let texts = all.iter().flat_map(|one| {
            let answers = one.answers.iter().map(|answer| answer.text);
            std::iter::once(one.text).chain(answers)
        });
        let mut texts: BTreeSet<Hash> = texts.collect();
        texts = self
            .looking(move |intake| {
                let replay = intake.counted();
                for gone in replay.tally.redacted() {
                    texts.remove(gone);
                }
                Ok(texts)
            })
            .await?;
        let texts = self.said(texts.into_iter().collect()).await?;
        Ok(all.into_iter().map(|one| shown(&self.election, &self.access.clocks, &texts, one)).collect())
    }
}

fn shown(election: &Election, clocks: &[Clock], texts: &BTreeMap<Hash, Said>, known: Known) -> Shown {
    let clock = objections::clock(clocks, election, known.kind, &known.code);
    Shown {
        due: clock.and_then(|clock| clock.due.at(stated_ms(known.at), election.profile.utc_offset_minutes)),
        clock: clock.cloned(),
        place: station::place_name(election, &known.code),
        said: texts.get(&known.text).cloned(),
        answers: known.answers.iter().map(|answer| texts.get(&answer.text).cloned()).collect(),
        known,
    }
}

fn stated_ms(at: Moment) -> i64 {
    at.unix_seconds().saturating_mul(1_000)
}

impl Shown {
    pub(super) fn told(&self) -> ObjectionShape {
        let clock = self.clock.as_ref().map(|clock| ClockShape {
            id: clock.id.clone(),
            until: match &clock.due {
                Due::Until { until } => Some(until.clone()),
                Due::Days { .. } => None,
            },
            due: self.due,
            legal: clock.legal.clone(),
        });
        let answers = self.known.answers.iter().zip(&self.answers).map(|(answer, said)| AnswerShape {
            id: answer.id.to_hex(),
            outcome: answer.outcome.text(),
            words: answer.text.to_hex(),
            text: said.as_ref().map(SaidShape::from),
            photos: answer.photos.clone(),
            key: answer.key.clone(),
            stated: stated_ms(answer.at),
        });
        ObjectionShape {
            id: self.known.id.to_hex(),
            entry: self.known.entry,
            contest: self.known.contest.clone(),
            stated: stated_ms(self.known.at),
            kind: self.known.kind.text(),
            place: self.known.code.clone(),
            place_name: self.place.clone(),
            key: self.known.key.clone(),
            clock,
            words: self.known.text.to_hex(),
            text: self.said.as_ref().map(SaidShape::from),
            photos: self.known.photos.clone(),
            answers: answers.collect(),
        }
    }

    /// As a row of the minutes: where, who, what they say, what came of it.
    pub(super) fn printed(&self) -> [String; 4] {
        let words = |said: Option<&Said>| said.map(|said| said.text().to_owned()).unwrap_or_default();
        let last = self.answers.last().and_then(Option::as_ref);
        [self.place.clone(), self.known.key.clone(), words(self.said.as_ref()), words(last)]
    }
}

/// Objections of a region, with everything in it, or of a station.
async fn listed(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    Named((contest, code)): Named<(String, String)>,
    Asked(asked): Asked<FromEntry>,
) -> Result<Json<ObjectionList>, Problem> {
    desk.place_of(&me, &code)?;
    let mut found = desk.looking(move |intake| Ok(all(&intake.counted(), &contest, &code))).await?;
    let next = asked.page(&mut found, |one| one.entry);
    let told = desk.told(found).await?;
    Ok(Json(ObjectionList { objections: told.iter().map(Shown::told).collect(), next, at: now_ms() }))
}

/// Every objection of a contest about a place and what lies in it, with what is said.
pub(super) async fn about(desk: &Arc<Desk>, contest: &str, place: &str) -> Result<Vec<Shown>, Problem> {
    let (contest, place) = (contest.to_owned(), place.to_owned());
    let found = desk.looking(move |intake| Ok(all(&intake.counted(), &contest, &place))).await?;
    desk.told(found).await
}

/// Those that keys of one role stated about a region and what lies in it, in all contests: one answer's, and where the list goes on.
pub(super) async fn of_role(
    desk: &Arc<Desk>,
    region: &str,
    role: &str,
    asked: &FromEntry,
) -> Result<(Vec<Shown>, Option<u64>), Problem> {
    let (region, role) = (region.to_owned(), role.to_owned());
    let mut found = desk
        .looking(move |intake| {
            let replay = intake.counted();
            let contests = replay.election().profile.contests();
            let each = contests.flat_map(|(_, contest)| all(&replay, &contest.id, &region));
            Ok(each.filter(|one| one.key.split('/').next() == Some(&*role)).collect::<Vec<_>>())
        })
        .await?;
    found.sort_by_key(|one| one.entry);
    let next = asked.page(&mut found, |one| one.entry);
    Ok((desk.told(found).await?, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_s_answers_together_have_everything_once_and_the_last_says_that_it_is_the_last() {
        let most = LISTED as u64;
        for count in [0, 1, most, most + 1, 2 * most, 2 * most + 1] {
            let entries: Vec<u64> = (0..count).map(|one| 3 * one + 7).collect();
            let (mut seen, mut from, mut answers) = (Vec::new(), None, 0);
            loop {
                let mut list = entries.clone();
                from = FromEntry { from }.page(&mut list, |entry| *entry);
                assert!(list.len() <= LISTED);
                seen.extend(list);
                answers += 1;
                if from.is_none() {
                    break;
                }
            }
            assert_eq!((seen, answers), (entries, count.div_ceil(most).max(1)));
        }
    }
}
