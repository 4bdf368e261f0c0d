//! A sheet's form for people: the words beside its boxes, in every language of the profile, and what its checks ask.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use election::Profile;
use schemars::JsonSchema;
use serde::Serialize;

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::station::{self, CheckShape, FieldShape, Words};
use super::{Desk, Gate, Routes, SheetPath};
use crate::people::Account;
use crate::sheets::Whose;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.add(Method::GET, "/api/sheets/{sheet}/form", Gate::Known, form).says(Says::new(
        "What stands on the paper of a sheet, in the form's order; no figures.",
        Takes::Nothing,
        &[(StatusCode::OK, Gives::json::<SheetForm>())],
    ))
}

/// A sheet's form.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SheetForm {
    /// Id of the form.
    id: String,
    /// What it is called.
    name: Words,
    /// What its contest is called.
    contest: Option<Words>,
    station: Option<StationPlace>,
    pages: u8,
    /// Its fields, in its order.
    fields: Vec<FieldShape>,
    checks: Vec<CheckShape>,
}

/// A station and where it is.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct StationPlace {
    code: String,
    name: String,
    /// Names of the regions it lies in, the largest first.
    regions: Vec<String>,
}

/// A message in every language that has it.
pub(super) fn texts(profile: &Profile, key: &str) -> Words {
    let each = profile.languages.iter();
    each.filter_map(|language| Some((language.clone(), profile.message(language, key)?.to_owned()))).collect()
}

/// Whose a sheet is, in words: its contest, and its station.
pub(super) fn place(desk: &Desk, whose: &Whose) -> (Option<Words>, Option<StationPlace>) {
    let places = &desk.election.places;
    let station = places.find_station(&whose.station).map(|station| {
        let chain =
            places.chain(station).map(|region| places.region(region)).filter(|region| region.level > 0);
        let mut regions: Vec<String> = chain.map(|region| region.name.clone()).collect();
        regions.reverse();
        StationPlace { code: whose.station.clone(), name: places.station(station).name.to_string(), regions }
    });
    let profile = &desk.election.profile;
    let contest = profile.contests.iter().find(|contest| contest.id == whose.contest);
    (contest.map(|contest| texts(profile, &contest.name_key)), station)
}

async fn form(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    SheetPath(sheet): SheetPath,
) -> Result<Json<SheetForm>, Problem> {
    let whose = desk.own(sheet, &me).await?;
    let form = desk.form(&whose)?;
    let (contest, station) = place(&desk, &whose);
    Ok(Json(SheetForm {
        id: form.id.to_string(),
        name: texts(&desk.election.profile, &form.name_key),
        contest,
        station,
        pages: form.pages,
        fields: station::fields(&desk.election, form),
        checks: station::checks(&desk.election, form),
    }))
}
