//! What the ledger and the desk have of a station already, for a phone that goes on where another ended. All of it stands in the
//! ledger, which is public; nobody is asked who they are.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use schemars::JsonSchema;
use serde::Serialize;
use tally::{Claim, Evidence, Replay, Version};

use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::{Desk, From, Gate, Named, Routes};
use crate::intake::Intake;
use crate::photos;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.add(Method::GET, "/api/station/{station}/held", Gate::Open, held).says(Says::new(
        "What is held of a station already: statements, and which of their photos have come.",
        Takes::Nothing,
        &[(StatusCode::OK, Gives::json::<Held>())],
    ))
}

/// What is held of a station.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Held {
    /// Id of the ledger's definition: no other election, and no practice, has it.
    ledger: String,
    /// The station's code.
    station: String,
    /// Statements of figures that no later one of the same key took the place of, in the ledger's order.
    sheets: Vec<HeldSheet>,
}

/// A statement of a sheet's figures.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct HeldSheet {
    /// Id of the contest.
    contest: String,
    /// Id of the statement.
    id: String,
    /// Its entry in the ledger.
    entry: u64,
    /// Name of the key that signed it.
    by: String,
    /// Role of that key.
    role: String,
    /// When it was stated, as it says itself.
    at: String,
    /// The statement as it was sent; none where the ledger's files can't be read just now.
    note: Option<String>,
    /// The photos it names.
    photos: Vec<HeldPhoto>,
}

/// A photo that a statement names.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct HeldPhoto {
    /// SHA-256 of its bytes, in hexadecimal.
    sha256: String,
    /// Page of the form, from 1, where it is said.
    page: Option<u8>,
    /// How many bytes, where it is said.
    bytes: Option<u64>,
    /// Media type, where it is said.
    media: Option<String>,
    /// Whether its bytes have come.
    held: bool,
}

async fn held(
    State(desk): State<Arc<Desk>>,
    Extension(address): Extension<From>,
    Named(station): Named<String>,
) -> Result<Json<Held>, Problem> {
    desk.turn(address)?;
    if desk.election.places.find_station(&station).is_none() {
        let detail = format!("there is no station {station}");
        return Err(Problem::new(StatusCode::NOT_FOUND, "no-place", detail));
    }
    let code = station.clone();
    let found = desk.looking(move |intake| {
        let mut sheets = stated(&intake.counted(), &code);
        for sheet in &mut sheets {
            sheet.note = note_at(intake, sheet.entry);
        }
        Ok(sheets)
    });
    let mut sheets = found.await?;
    let contests: Vec<String> = sheets.iter().map(|sheet| sheet.contest.clone()).collect();
    let place = station.clone();
    let arrived = desk
        .read(move |sql| {
            let mut arrived = Vec::new();
            for contest in contests {
                let photos = photos::of_sheet(sql, &contest, &place)?;
                arrived.extend(photos.iter().filter(|one| one.held.is_some()).map(|one| one.sha256.to_hex()));
            }
            Ok(arrived)
        })
        .await?;
    for photo in sheets.iter_mut().flat_map(|sheet| &mut sheet.photos) {
        photo.held = arrived.contains(&photo.sha256);
    }
    Ok(Json(Held { ledger: desk.ledger_id().await?, station, sheets }))
}

/// Statements of figures of a station; whether their photos have come isn't looked at yet.
fn stated(replay: &Replay, station: &str) -> Vec<HeldSheet> {
    let election = replay.election();
    let Some(place) = election.places.find_station(station) else { return Vec::new() };
    let mut sheets = Vec::new();
    for (ix, contest) in election.profile.contests() {
        let sheet = replay.tally.contest(ix).and_then(|counted| counted.sheet(place));
        let versions = sheet.map(|sheet| sheet.versions.as_slice()).unwrap_or_default();
        let figures =
            |version: &&Version| matches!(version.claim, Claim::Figures(_)) && version.source.is_none();
        for version in versions.iter().filter(figures) {
            let replaced = |later: &Version| later.supersedes == Some(version.id) && later.key == version.key;
            if versions.iter().any(replaced) {
                continue;
            }
            let Some(record) = replay.keyring.records().get(version.key as usize) else { continue };
            sheets.push(HeldSheet {
                contest: contest.id.clone(),
                id: version.id.to_hex(),
                entry: version.entry,
                by: record.key.name().as_str().to_owned(),
                role: record.role.clone(),
                at: version.at.local_text(),
                note: None,
                photos: version.evidence.iter().filter_map(named).collect(),
            });
        }
    }
    sheets.sort_by_key(|sheet| sheet.entry);
    sheets
}

fn named(evidence: &Evidence) -> Option<HeldPhoto> {
    match evidence {
        Evidence::Named(photo) => Some(HeldPhoto {
            sha256: photo.sha256.to_hex(),
            page: photo.page,
            bytes: photo.bytes,
            media: photo.media.as_deref().map(str::to_owned),
            held: false,
        }),
        Evidence::Claimed { .. } => None,
    }
}

/// The note of an entry, as it was handed in.
fn note_at(intake: &Intake, entry: u64) -> Option<String> {
    String::from_utf8(intake.notes(entry, 1, 0).ok()?.pop()?).ok()
}

impl Desk {
    /// Id of the ledger's definition, by which one election is told from another, and from a practice of the same name.
    pub(super) async fn ledger_id(&self) -> Result<String, Problem> {
        let note = self.looking(|intake| Ok(note_at(intake, 0))).await?;
        let id = note.as_deref().and_then(|note| {
            ledger::Note::parse(note.as_bytes()).ok().map(|note| statement::statement_id(note.text).to_hex())
        });
        id.ok_or_else(|| {
            let detail = "the ledger's files can't be read just now";
            Problem {
                retry_after: Some(60),
                ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, "ledger-stopped", detail)
            }
        })
    }
}
