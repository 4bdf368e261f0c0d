//! The stations of a region, for a committee's phone that photographs for one of them. Where stations are is public.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{Method, StatusCode};
use schemars::JsonSchema;
use serde::Serialize;

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::{Desk, Gate, Named, Routes, station};

/// Stations listed at most: a district has a few hundred. Of a larger region the code is typed.
const LISTED: usize = 1_000;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.add(Method::GET, "/api/region/{region}/stations", Gate::Open, stations).says(Says::new(
        "The stations of a region.",
        Takes::Nothing,
        &[(StatusCode::OK, Gives::json::<RegionStations>())],
    ))
}

/// A region's stations.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RegionStations {
    /// The region's code.
    region: String,
    /// The region, in words.
    place: String,
    /// Its stations, by their codes: at most a thousand.
    stations: Vec<RegionStation>,
    /// How many more there are.
    more: usize,
}

/// A station of a region.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RegionStation {
    /// Its code.
    station: String,
    /// Where it is.
    place: String,
}

async fn stations(
    State(desk): State<Arc<Desk>>,
    Named(region): Named<String>,
) -> Result<Json<RegionStations>, Problem> {
    let election = &desk.election;
    let Some(ix) = election.places.find_region(&region) else {
        let detail = format!("there is no region {region}");
        return Err(Problem::new(StatusCode::NOT_FOUND, "no-place", detail));
    };
    let listed = election.places.stations_in(ix).take(LISTED).map(|one| {
        let code = election.places.station(one).code.as_str();
        RegionStation { place: station::place_name(election, code), station: code.to_owned() }
    });
    let stations: Vec<RegionStation> = listed.collect();
    let more = election.places.stations_in(ix).count() - stations.len();
    Ok(Json(RegionStations { place: station::place_name(election, &region), region, stations, more }))
}
