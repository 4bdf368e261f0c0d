//! A sheet's form for people: the words beside its boxes, in every language of the profile, and what its checks ask.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::Method;
use axum::{Extension, Json};
use election::{FieldIx, Form, Profile};
use serde_json::{Map, Value, json};

use super::problem::Problem;
use super::{Desk, Gate, Routes, SheetPath};
use crate::people::Account;
use crate::sheets::Whose;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.add(Method::GET, "/api/sheets/{sheet}/form", Gate::Known, form)
}

/// A message in every language that has it.
pub(super) fn texts(profile: &Profile, key: &str) -> Value {
    let each = profile
        .languages
        .iter()
        .filter_map(|language| Some((language.clone(), json!(profile.message(language, key)?))));
    Value::Object(each.collect())
}

/// Whose a sheet is, in words: its contest, and its station with the regions it lies in, the largest first.
pub(super) fn place(desk: &Desk, whose: &Whose) -> (Value, Value) {
    let places = &desk.election.places;
    let station = places.find_station(&whose.station).map(|station| {
        let chain =
            places.chain(station).map(|region| places.region(region)).filter(|region| region.level > 0);
        let mut names: Vec<&str> = chain.map(|region| region.name.as_str()).collect();
        names.reverse();
        json!({ "code": whose.station, "name": &*places.station(station).name, "regions": names })
    });
    let profile = &desk.election.profile;
    let contest = profile.contests.iter().find(|contest| contest.id == whose.contest);
    (json!(contest.map(|contest| texts(profile, &contest.name_key))), json!(station))
}

/// What stands on the paper of this sheet, in the form's order; no figures.
async fn form(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    SheetPath(sheet): SheetPath,
) -> Result<Json<Value>, Problem> {
    let whose = desk.own(sheet, &me).await?;
    let (form, profile) = (desk.form(&whose)?, &desk.election.profile);
    let checks: Vec<Value> = form
        .checks
        .iter()
        .map(|check| {
            let fields = check.fields().iter().filter_map(|at| form.fields.get(usize::from(at.0)));
            json!({
                "id": &*check.id,
                "text": texts(profile, &check.message_key),
                "relation": check.relation().sign(),
                "fields": fields.map(|field| &*field.name).collect::<Vec<_>>(),
            })
        })
        .collect();
    let (contest, station) = place(&desk, &whose);
    Ok(Json(json!({
        "id": &*form.id,
        "name": texts(profile, &form.name_key),
        "contest": contest,
        "station": station,
        "pages": form.pages,
        "fields": fields(form, profile),
        "checks": checks,
    })))
}

/// Fields with their words; those with votes name whose they are as the ballot does.
fn fields(form: &Form, profile: &Profile) -> Vec<Value> {
    let mut votes: HashMap<FieldIx, Map<String, Value>> = HashMap::new();
    let mut note = |field: FieldIx, part: &str, named: Value| {
        votes.entry(field).or_default().insert(part.to_owned(), named);
    };
    for option in &form.options {
        let list = option.list_field.iter().copied();
        let is_list = option.list_field.is_some();
        for field in list.chain([option.field]).chain(option.candidates.iter().map(|one| one.field)) {
            note(field, "option", json!({ "number": option.number, "name": &*option.name, "list": is_list }));
        }
        for candidate in &option.candidates {
            note(
                candidate.field,
                "candidate",
                json!({ "number": candidate.number, "name": &*candidate.name }),
            );
        }
    }
    // A form of a party's lists has hundreds of fields and few labels.
    let mut labels: HashMap<&str, Value> = HashMap::new();
    let fields = form.fields.iter().zip((0..).map(FieldIx));
    let each = fields.map(|(field, at)| {
        let label = labels.entry(&field.label_key).or_insert_with(|| texts(profile, &field.label_key));
        let mut told = votes.remove(&at).unwrap_or_default();
        told.insert("name".to_owned(), json!(&*field.name));
        told.insert("page".to_owned(), json!(field.page));
        told.insert("item".to_owned(), json!(&*field.item));
        told.insert("digits".to_owned(), json!(field.digits));
        told.insert("label".to_owned(), label.clone());
        Value::Object(told)
    });
    each.collect()
}
