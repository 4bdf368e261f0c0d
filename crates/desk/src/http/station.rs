//! What a station's forms ask for, in the words of the profile: what a phone keeps before polling day.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{Method, StatusCode};
use election::{Election, Field, Form};
use serde_json::{Map, Value, json};

use super::problem::Problem;
use super::{Desk, Gate, Routes};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.add(Method::GET, "/api/station/{station}", Gate::Open, station)
}

async fn station(State(desk): State<Arc<Desk>>, Path(station): Path<String>) -> Result<Json<Value>, Problem> {
    let election = &desk.election;
    if election.places.find_station(&station).is_none() {
        return Err(Problem::new(
            StatusCode::NOT_FOUND,
            "no-place",
            format!("there is no station {station}"),
        ));
    }
    let forms: Vec<Value> = forms(election, &station)
        .map(|(contest, form)| {
            json!({
                "contest": contest,
                "name": told(election, |language| election.profile.message(language, &format!("contest-{contest}")).map(str::to_owned)),
                "form": &*form.id,
                "fields": fields(election, form),
                "checks": checks(election, form),
            })
        })
        .collect();
    Ok(Json(json!({ "station": station, "place": place_name(election, &station), "contests": forms })))
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

/// A text in every language of the profile, by the language.
fn told(election: &Election, text: impl Fn(&str) -> Option<String>) -> Value {
    let each = election.profile.languages.iter();
    let each = each.filter_map(|language| Some((language.clone(), Value::String(text(language)?))));
    Value::Object(each.collect::<Map<String, Value>>())
}

/// A form's fields, in its order.
pub(super) fn fields(election: &Election, form: &Form) -> Vec<Value> {
    form.fields
        .iter()
        .map(|field| {
            json!({
                "name": &*field.name,
                "page": field.page,
                "digits": field.digits,
                "item": &*field.item,
                "label": told(election, |language| label(election, form, field, language)),
            })
        })
        .collect()
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
pub(super) fn checks(election: &Election, form: &Form) -> Vec<Value> {
    form.checks.iter().map(|check| {
        let fields = check.fields().iter().filter_map(|field| form.fields.get(usize::from(field.0)));
        let fields: Vec<&str> = fields.map(|field| &*field.name).collect();
        json!({
            "id": check.id.as_str(),
            "hard": check.hard,
            "rule": check.text.as_str(),
            "fields": fields,
            "text": told(election, |language| election.profile.message(language, &check.message_key).map(str::to_owned)),
        })
    })
    .collect()
}
