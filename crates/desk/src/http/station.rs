//! What a station's forms ask for, in the words of the profile: what a phone keeps before polling day.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use election::{Election, Field, Form};
use schemars::JsonSchema;
use serde::Serialize;

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::{Desk, Gate, Named, Routes};

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
struct StationForms {
    /// The station's code.
    station: String,
    /// Where it is.
    place: String,
    /// Contests held there.
    contests: Vec<ContestForm>,
}

/// A contest's form.
#[derive(Serialize, JsonSchema)]
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
pub(super) struct FieldShape {
    /// `votes.2`
    pub name: String,
    /// Page, from 1.
    page: u8,
    /// Boxes it is written in.
    digits: u8,
    /// The item's number on the form.
    pub item: String,
    /// What it is called.
    label: Words,
}

/// A check of a form.
#[derive(Serialize, JsonSchema)]
pub(super) struct CheckShape {
    /// Its word.
    id: String,
    /// Whether a sheet that breaks it is in conflict.
    hard: bool,
    /// What must hold, as an expression over the fields.
    rule: String,
    /// The fields it is about.
    fields: Vec<String>,
    /// What it means.
    text: Words,
}

async fn station(
    State(desk): State<Arc<Desk>>,
    Named(station): Named<String>,
) -> Result<Json<StationForms>, Problem> {
    let election = &desk.election;
    if election.places.find_station(&station).is_none() {
        return Err(Problem::new(
            StatusCode::NOT_FOUND,
            "no-place",
            format!("there is no station {station}"),
        ));
    }
    let contests = forms(election, &station)
        .map(|(contest, form)| ContestForm {
            contest: contest.to_owned(),
            name: told(election, |language| message(election, language, &format!("contest-{contest}"))),
            form: form.id.to_string(),
            fields: fields(election, form),
            checks: checks(election, form),
        })
        .collect();
    Ok(Json(StationForms { place: place_name(election, &station), station, contests }))
}

/// The contests of a station, with their forms; of a region none.
fn forms<'a>(election: &'a Election, station: &str) -> impl Iterator<Item = (&'a str, &'a Form)> {
    let place = election.places.find_station(station);
    election.profile.contests().filter_map(move |(ix, row)| {
        let form = election.form(ix, place?)?;
        Some((row.id.as_str(), election.form_by_ix(form)))
    })
}

/// Ids of the contests held at a station; of a region none.
pub(super) fn contests(election: &Election, station: &str) -> Vec<String> {
    forms(election, station).map(|(contest, _)| contest.to_owned()).collect()
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

fn told(election: &Election, text: impl Fn(&str) -> Option<String>) -> Words {
    let each = election.profile.languages.iter();
    each.filter_map(|language| Some((language.clone(), text(language)?))).collect()
}

fn message(election: &Election, language: &str, key: &str) -> Option<String> {
    election.profile.message(language, key).map(str::to_owned)
}

/// A form's fields, in its order.
pub(super) fn fields(election: &Election, form: &Form) -> Vec<FieldShape> {
    let each = form.fields.iter().map(|field| FieldShape {
        name: field.name.to_string(),
        page: field.page,
        digits: field.digits,
        item: field.item.to_string(),
        label: told(election, |language| label(election, form, field, language)),
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
            fields: fields.map(|field| field.name.to_string()).collect(),
            text: told(election, |language| message(election, language, &check.message_key)),
        }
    });
    each.collect()
}
