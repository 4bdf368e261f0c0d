//! What waits for a signature, and texts to sign: what was agreed on, corrections, withdrawals.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use ledger::Hash;
use serde::Deserialize;
use serde_json::{Value, json};
use statement::Moment;
use tally::{Claim, Replay, Version};

use super::problem::Problem;
use super::station;
use super::typing::{SentCell, cells, told};
use super::{Desk, Gate, Routes, Sent, SheetPath, now_ms};
use crate::access::Act;
use crate::compose::{self, ComposeError, Composed};
use crate::entry::Entry;
use crate::people::Account;
use crate::plenary::text::Photo;
use crate::sheets::{self, Refused, Whose};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .add(Method::GET, "/api/unsigned", Gate::May(Act::Resolve), unsigned)
        .add(Method::GET, "/api/sheets/{sheet}/statement", Gate::May(Act::Resolve), agreed)
        .add(Method::GET, "/api/standing/{contest}/{station}", Gate::May(Act::Follow), standing)
        .add(Method::POST, "/api/compose/sheet", Gate::May(Act::Resolve), correction)
        .add(Method::POST, "/api/compose/withdrawal", Gate::May(Act::Resolve), withdrawal)
        .add(Method::POST, "/api/compose/ruling", Gate::May(Act::Resolve), ruling)
}

/// Sheets listed at most.
const LISTED: i64 = 200;

/// What two people agreed on and nobody has signed.
async fn unsigned(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
) -> Result<Json<Value>, Problem> {
    let region = me.region.clone();
    let found = desk.read(move |sql| sheets::unsigned(sql, &region, LISTED)).await?;
    let each = found.into_iter().map(|(sheet, whose)| {
        json!({
            "sheet": sheet.0,
            "contest": whose.contest,
            "station": whose.station,
            "place": station::place_name(&desk.election, &whose.station),
        })
    });
    Ok(Json(json!({ "sheets": each.collect::<Vec<_>>() })))
}

impl Desk {
    /// Now, in the profile's time.
    pub(super) fn moment(&self) -> Result<Moment, Problem> {
        let offset = i16::try_from(self.election.profile.utc_offset_minutes).unwrap_or(0);
        Moment::new(now_ms() / 1_000, offset)
            .map_err(|error| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "clock", error.to_string()))
    }

    /// Makes a text from the count as it is now, off the threads that answer: the ledger may be writing.
    async fn composed(
        &self,
        make: impl FnOnce(&Replay, Moment) -> Result<Composed, ComposeError> + Send + 'static,
    ) -> Result<Json<Value>, Problem> {
        let (intake, at) = (Arc::clone(self.intake()?), self.moment()?);
        let text = tokio::task::spawn_blocking(move || make(&intake.counted(), at)).await;
        let text = text.map_err(|_| Problem::from(crate::writer::WriteError::Ended))??;
        Ok(Json(json!({ "text": text.text, "kind": text.kind.text() })))
    }

    /// A sheet that a request names, if it is of the account's region.
    fn theirs(&self, me: &Account, contest: String, station: String) -> Result<Whose, Problem> {
        let whose = Whose { contest, station };
        self.form(&whose)?;
        me.acts_at(&whose.station)?;
        Ok(whose)
    }
}

async fn agreed(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    SheetPath(sheet): SheetPath,
) -> Result<Json<Value>, Problem> {
    let whose = desk.own(sheet, &me).await?;
    let entry = desk.read(move |sql| sheets::entry(sql, sheet)).await?.ok_or(Refused::NoSheet)?;
    let Entry::Agreed { first, .. } = entry else {
        let detail = "two people have not agreed on this sheet yet";
        return Err(Problem::new(StatusCode::CONFLICT, "not-agreed", detail));
    };
    desk.composed(move |replay, at| compose::agreed(replay, &whose, &first.cells, at)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    contest: String,
    station: String,
    reason: Option<String>,
    cells: BTreeMap<String, SentCell>,
    /// New photos, beside those of what stands.
    #[serde(default)]
    evidence: Vec<SentPhoto>,
}

/// A photo whose bytes come after the statement that names it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentPhoto {
    page: Option<u8>,
    sha256: String,
    bytes: u64,
    media: String,
}

impl SentPhoto {
    pub(super) fn photo(&self) -> Result<Photo, Problem> {
        let sha256 = Hash::from_hex(&self.sha256).map_err(|_| {
            let detail = format!("{} is no SHA-256 of a photo", self.sha256);
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no-photo", detail)
        })?;
        Ok(Photo { page: self.page, sha256, bytes: self.bytes, media: self.media.clone() })
    }
}

async fn correction(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Sent(asked): Sent<Correction>,
) -> Result<Json<Value>, Problem> {
    let whose = desk.theirs(&me, asked.contest, asked.station)?;
    let cells = cells(desk.form(&whose)?, &asked.cells)?;
    let reason = asked.reason;
    let photos = asked.evidence.iter().map(SentPhoto::photo).collect::<Result<Vec<Photo>, Problem>>()?;
    desk.composed(move |replay, at| {
        compose::sheet(replay, &whose, &cells, reason.as_deref(), ("typed", &photos), at)
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Withdrawal {
    contest: String,
    station: String,
    reason: String,
}

async fn withdrawal(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Sent(asked): Sent<Withdrawal>,
) -> Result<Json<Value>, Problem> {
    let whose = desk.theirs(&me, asked.contest, asked.station)?;
    desk.composed(move |replay, at| compose::withdrawal(replay, &whose, &asked.reason, at)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ruling {
    contest: String,
    station: String,
    /// Id of the statement that is to stand.
    stands: String,
    reason: String,
}

async fn ruling(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Sent(asked): Sent<Ruling>,
) -> Result<Json<Value>, Problem> {
    let whose = desk.theirs(&me, asked.contest, asked.station)?;
    let stands = Hash::from_hex(&asked.stands).map_err(|_| {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no-statement", "this is no statement's id")
    })?;
    desk.composed(move |replay, at| compose::stands(replay, &whose, stands, &asked.reason, at)).await
}

/// Everything stated of a sheet, and what stands.
async fn standing(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Path((contest, station)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let whose = desk.theirs(&me, contest, station)?;
    let intake = Arc::clone(desk.intake()?);
    let desk = Arc::clone(&desk);
    let shown = tokio::task::spawn_blocking(move || shown(&desk, &intake.counted(), &whose)).await;
    shown.map_err(|_| Problem::from(crate::writer::WriteError::Ended))?
}

fn shown(desk: &Desk, replay: &Replay, whose: &Whose) -> Result<Json<Value>, Problem> {
    let election = replay.election();
    let form = desk.form(whose)?;
    let contest = election.profile.contest(&whose.contest).ok_or(Refused::NoSheet)?;
    let place = election.places.find_station(&whose.station).ok_or(Refused::NoSheet)?;
    let sheet = replay.tally.contest(contest).and_then(|counted| counted.sheet(place));
    let state = sheet.map_or_else(tally::State::expected, |sheet| sheet.state.clone());
    let versions = sheet.map_or(&[][..], |sheet| &sheet.versions);
    let standing = sheet.and_then(|sheet| sheet.standing_version());
    let version = |one: &Version| {
        let role = election.profile.roles.get(usize::from(one.role)).map(|role| role.id.as_str());
        let reason = one.reason.and_then(|reason| election.profile.reasons.get(usize::from(reason)));
        let key = replay.keyring.records().get(usize::try_from(one.key).unwrap_or(usize::MAX));
        let figures = match &one.claim {
            Claim::Figures(cells) => told(form, cells),
            Claim::Withdrawn(_) => Value::Null,
        };
        json!({
            "id": one.id.to_hex(),
            "entry": one.entry,
            "role": role,
            "key": key.map(|record| record.key.name().as_str()),
            "at": one.at.to_string(),
            "reason": reason.map(|reason| reason.id.as_str()),
            "supersedes": one.supersedes.map(|id| id.to_hex()),
            "values": figures,
        })
    };
    Ok(Json(json!({
        "contest": whose.contest,
        "station": whose.station,
        "place": station::place_name(election, &whose.station),
        "fields": station::fields(election, form),
        "checks": station::checks(election, form),
        "quality": state.quality.text(),
        "standing": state.standing.text(),
        "confirmed": state.confirmed,
        "disputed": state.disputed,
        "rivals": state.rivals,
        "stands": standing.map(|version| version.id.to_hex()),
        "values": state.cells.as_deref().map(|cells| told(form, cells)),
        "versions": versions.iter().map(version).collect::<Vec<_>>(),
    })))
}

impl std::convert::From<ComposeError> for Problem {
    fn from(error: ComposeError) -> Problem {
        let detail = error.to_string();
        let (status, code) = match error {
            ComposeError::NoSheet { .. } => (StatusCode::NOT_FOUND, "no-sheet"),
            ComposeError::NothingStands => (StatusCode::CONFLICT, "nothing-stands"),
            ComposeError::NoReason => (StatusCode::UNPROCESSABLE_ENTITY, "no-reason"),
            ComposeError::OtherForm { .. } | ComposeError::Twice(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "other-form")
            }
            ComposeError::Statement(_) => (StatusCode::UNPROCESSABLE_ENTITY, "no-statement-text"),
        };
        Problem::new(status, code, detail)
    }
}
