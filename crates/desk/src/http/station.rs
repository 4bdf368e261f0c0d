//! What a station's forms ask for, in the words of the profile: what a phone keeps before polling day.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use election::{Contest, Election, Field, FieldIx, Form, StationTables};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::{Desk, Gate, Named, Routes, forms::texts};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.add(Method::GET, "/api/station/{station}", Gate::Open, station).says(Says::new(
        "What a station's forms ask for.",
        Takes::Nothing,
        &[(StatusCode::OK, Gives::json::<StationForms>())],
    ))
}

/// A text in every language of the profile, by the language.
pub(super) type Words = BTreeMap<String, String>;

/// A station's forms.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct StationForms {
    /// The station's code.
    station: String,
    /// Where it is.
    place: String,
    /// Contests held there.
    contests: Vec<ContestForm>,
    /// What the reader on the phone makes the same forms of.
    tables: Tables,
}

/// A station's part of the election's tables, as CSV with a header each. Candidates are in it by their numbers alone.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "StationTables")]
#[schemars(deny_unknown_fields)]
struct Tables {
    /// The regions that it lies in.
    regions: String,
    /// The station.
    stations: String,
    /// The constituencies that it votes in.
    constituencies: String,
    /// The lists of candidates on its forms.
    candidates: String,
}

impl From<StationTables> for Tables {
    fn from(of: StationTables) -> Tables {
        let StationTables { regions, stations, constituencies, candidates } = of;
        Tables { regions, stations, constituencies, candidates }
    }
}

/// A contest's form.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ContestForm {
    /// Id of the contest.
    contest: String,
    /// What it is called.
    name: Words,
    /// Id of the form.
    form: String,
    /// Its fields, in its order.
    fields: Vec<FieldShape>,
    /// Its checks.
    checks: Vec<CheckShape>,
}

/// A field of a form.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "Field")]
#[schemars(deny_unknown_fields)]
pub(super) struct FieldShape {
    /// `votes.2`
    pub name: String,
    /// Page, from 1.
    page: u8,
    /// Boxes it is written in.
    digits: u8,
    /// The item's number on the form.
    pub item: String,
    /// What it is called; of votes, with whose they are.
    label: Words,
    /// Of votes: whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    option: Option<OptionShape>,
    /// Of a candidate's votes on a list: whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    candidate: Option<CandidateShape>,
    /// Of an option's own votes: what stands beside the box, without whose they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Words>,
}

/// An option, as the ballot has it.
#[derive(Clone, Serialize, JsonSchema)]
#[serde(rename = "Option")]
#[schemars(deny_unknown_fields)]
struct OptionShape {
    number: u16,
    name: String,
    /// Whether it has a list: then it has boxes of its own for the list, each candidate and all of them together.
    list: bool,
}

/// A candidate, as the list has it.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "Candidate")]
#[schemars(deny_unknown_fields)]
struct CandidateShape {
    number: u16,
    name: String,
}

/// A check of a form.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "Check")]
#[schemars(deny_unknown_fields)]
pub(super) struct CheckShape {
    /// Its word.
    id: String,
    /// Whether a sheet that breaks it is in conflict.
    hard: bool,
    /// What must hold, as an expression over the fields.
    rule: String,
    /// How its two sides are to be to each other.
    #[schemars(schema_with = "relations")]
    relation: &'static str,
    /// The fields it is about.
    fields: Vec<String>,
    /// What it means.
    text: Words,
}

fn relations(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": ["=", "<=", ">="] })
}

async fn station(
    State(desk): State<Arc<Desk>>,
    Named(station): Named<String>,
) -> Result<Json<StationForms>, Problem> {
    let election = &desk.election;
    let Some(place) = election.places.find_station(&station) else {
        return Err(Problem::new(
            StatusCode::NOT_FOUND,
            "no-place",
            format!("there is no station {station}"),
        ));
    };
    let tables = StationTables::of(election, place).into();
    let contests = forms(election, &station)
        .map(|(contest, form)| ContestForm {
            contest: contest.id.clone(),
            name: texts(&election.profile, &contest.name_key),
            form: form.id.to_string(),
            fields: fields(election, form),
            checks: checks(election, form),
        })
        .collect();
    Ok(Json(StationForms { place: place_name(election, &station), station, contests, tables }))
}

/// The contests of a station, with their forms; of a region none.
fn forms<'a>(election: &'a Election, station: &str) -> impl Iterator<Item = (&'a Contest, &'a Form)> {
    let place = election.places.find_station(station);
    election.profile.contests().filter_map(move |(ix, row)| {
        let form = election.form(ix, place?)?;
        Some((row, election.form_by_ix(form)))
    })
}

/// Ids of the contests held at a station; of a region none.
pub(super) fn contests(election: &Election, station: &str) -> Vec<String> {
    forms(election, station).map(|(contest, _)| contest.id.clone()).collect()
}

/// Where it is, from the nearest outwards: `TPS 001, MAWAR, MELATI, ...`.
pub(super) fn place_name(election: &Election, code: &str) -> String {
    let places = &election.places;
    let mut names = Vec::new();
    if let Some(station) = places.find_station(code) {
        names.push(places.station(station).name.to_string());
    }
    let mut regions: Vec<_> = (1..=code.len())
        .filter_map(|length| code.get(..length))
        .filter_map(|start| places.find_region(start))
        .map(|region| places.region(region).name.clone())
        .collect();
    regions.reverse();
    names.extend(regions);
    names.join(", ")
}

/// A form's fields, in its order; those with votes name whose they are as the ballot does.
pub(super) fn fields(election: &Election, form: &Form) -> Vec<FieldShape> {
    let mut votes: HashMap<FieldIx, (OptionShape, Option<CandidateShape>)> = HashMap::new();
    for option in &form.options {
        let list = option.list_field.is_some();
        let told = OptionShape { number: option.number, name: option.name.to_string(), list };
        for field in option.list_field.into_iter().chain([option.field]) {
            votes.insert(field, (told.clone(), None));
        }
        for candidate in &option.candidates {
            let one = CandidateShape { number: candidate.number, name: candidate.name.to_string() };
            votes.insert(candidate.field, (told.clone(), Some(one)));
        }
    }
    let languages = &election.profile.languages;
    let each = form.fields.iter().zip((0..).map(FieldIx)).map(|(field, at)| {
        let (option, candidate) = votes.remove(&at).unzip();
        let candidate = candidate.flatten();
        let own = option.is_some() && candidate.is_none();
        let labels = languages
            .iter()
            .filter_map(|language| Some((language.clone(), label(election, form, field, language)?)));
        FieldShape {
            name: field.name.to_string(),
            page: field.page,
            digits: field.digits,
            item: field.item.to_string(),
            label: labels.collect(),
            words: own.then(|| texts(&election.profile, &field.label_key)),
            option,
            candidate,
        }
    });
    each.collect()
}

/// What a field is called: its row's text, and for a vote whose it is.
pub(super) fn label(election: &Election, form: &Form, field: &Field, language: &str) -> Option<String> {
    let text = election.profile.message(language, &field.label_key)?;
    let Some(rest) = field.name.strip_prefix("votes.") else { return Some(text.to_owned()) };
    let (option, candidate) =
        rest.split_once('.').map_or((rest, None), |(option, rest)| (option, Some(rest)));
    let option = form.options.iter().find(|one| &*one.key == option)?;
    Some(match candidate {
        None | Some("list") => format!("{text}: {} {}", option.number, option.name),
        Some(candidate) => format!("{text} {candidate}, {} {}", option.number, option.name),
    })
}

/// A form's checks, explained, with the fields that each is about.
pub(super) fn checks(election: &Election, form: &Form) -> Vec<CheckShape> {
    let each = form.checks.iter().map(|check| {
        let fields = check.fields().iter().filter_map(|field| form.fields.get(usize::from(field.0)));
        CheckShape {
            id: check.id.to_string(),
            hard: check.hard,
            rule: check.text.to_string(),
            relation: check.relation().sign(),
            fields: fields.map(|field| field.name.to_string()).collect(),
            text: texts(&election.profile, &check.message_key),
        }
    });
    each.collect()
}
