//! What waits for a signature, and texts to sign: what was agreed on, corrections, withdrawals.

#[cfg(feature = "fuzzing")]
pub(super) mod bodies;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use election::{Cell, Form};
use ledger::Hash;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use statement::Moment;
use tally::{Claim, Replay, Version};

use super::problem::Problem;
use super::said::{SaidShape, salted_if_any};
use super::spec::{Gives, Says, Takes};
use super::station::{self, CheckShape, FieldShape};
use super::typing::{SentCell, ToldCells, draft, told};
use super::{Desk, From, Gate, Named, Routes, Sent, SheetPath, now_ms};
use crate::access::Act;
use crate::compose::{self, ComposeError, Composed, Why};
use crate::entry::Entry;
use crate::keys;
use crate::people::Account;
use crate::photos;
use crate::plenary::text::Photo;
use crate::said::{self, Said};
use crate::sheets::{self, Refused, Whose};

pub(super) fn routes(routes: Routes) -> Routes {
    let text = || [(StatusCode::OK, Gives::json::<ToSign>())];
    routes
        .add(Method::GET, "/api/unsigned", Gate::May(Act::Resolve), unsigned)
        .says(Says::new(
            "What two people agreed on and nobody has signed.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Unsigned>())],
        ))
        .add(Method::GET, "/api/sheets/{sheet}/statement", Gate::May(Act::Resolve), agreed)
        .says(Says::new("What was agreed on, as a text to sign.", Takes::Nothing, &text()))
        .add(Method::GET, "/api/standing/{contest}/{station}", Gate::May(Act::Follow), standing)
        .says(Says::new(
            "Everything stated of a sheet, and what stands.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<StatedSheet>())],
        ))
        .add(Method::POST, "/api/compose/sheet", Gate::May(Act::Resolve), correction)
        .says(Says::new("A sheet's figures, as a text to sign.", Takes::json::<Correction>(), &text()))
        .add(Method::POST, "/api/compose/withdrawal", Gate::May(Act::Resolve), withdrawal)
        .says(Says::new(
            "That a sheet is taken back, as a text to sign.",
            Takes::json::<Withdrawal>(),
            &text(),
        ))
        .add(Method::POST, "/api/compose/ruling", Gate::May(Act::Resolve), ruling)
        .says(Says::new("That a statement stands, as a text to sign.", Takes::json::<Ruling>(), &text()))
        .add(Method::POST, "/api/compose/redaction", Gate::May(Act::Redact), redaction)
        .says(Says::new(
            "That a photo, or words beside a statement, are taken out of what is shown, as a text to sign.",
            Takes::json::<Redaction>(),
            &text(),
        ))
}

/// A text for a key to sign.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct ToSign {
    /// The statement's two lines.
    pub text: String,
    /// Its kind.
    pub kind: &'static str,
    /// The words whose hash it says, for its signer to see and to hash again; none: it says none.
    pub said: Option<SaidShape>,
}

impl ToSign {
    pub(super) fn new(composed: Composed, said: Option<&Said>) -> ToSign {
        ToSign { text: composed.text, kind: composed.kind.text(), said: said.map(SaidShape::from) }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Unsigned {
    sheets: Vec<UnsignedSheet>,
}

/// A sheet that waits.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct UnsignedSheet {
    sheet: i64,
    contest: String,
    station: String,
    place: String,
}

/// A sheet with all that was stated of it.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct StatedSheet {
    contest: String,
    station: String,
    place: String,
    fields: Vec<FieldShape>,
    checks: Vec<CheckShape>,
    /// `expected`, `pictured`, `incomplete`, `consistent` or `conflict`.
    quality: &'static str,
    /// `first`, `corrected` or `withdrawn`.
    standing: &'static str,
    confirmed: bool,
    disputed: bool,
    rivals: bool,
    /// Id of the statement that stands.
    stands: Option<String>,
    /// Figures that stand, by field: a number, or why there is none.
    values: Option<ToldCells>,
    versions: Vec<Stated>,
}

/// A statement of a sheet.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Stated {
    id: String,
    entry: u64,
    role: Option<String>,
    key: Option<String>,
    at: String,
    reason: Option<String>,
    supersedes: Option<String>,
    /// Its figures; none: it takes figures back.
    values: Option<ToldCells>,
}

/// Sheets listed at most.
const LISTED: i64 = 200;

/// What two people agreed on and nobody has signed.
async fn unsigned(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
) -> Result<Json<Unsigned>, Problem> {
    let region = me.region.clone();
    let own = me.id;
    let found = desk.read(move |sql| sheets::unsigned(sql, &region, own, LISTED)).await?;
    let each = found.into_iter().map(|(sheet, whose)| UnsignedSheet {
        sheet: sheet.0,
        place: station::place_name(&desk.election, &whose.station),
        contest: whose.contest,
        station: whose.station,
    });
    Ok(Json(Unsigned { sheets: each.collect() }))
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
    ) -> Result<Json<ToSign>, Problem> {
        let at = self.moment()?;
        let text = self.looking(move |intake| Ok(make(&intake.counted(), at)?)).await?;
        Ok(Json(ToSign::new(text, None)))
    }

    /// The same, of what says something beside its reason; that is kept once the text can be made.
    async fn composed_saying(
        self: &Arc<Desk>,
        address: From,
        said: Option<&str>,
        make: impl FnOnce(&Replay, Option<Hash>, Moment) -> Result<Composed, ComposeError> + Send + 'static,
    ) -> Result<Json<ToSign>, Problem> {
        self.turn(address)?;
        let said = salted_if_any(said)?;
        let hash = said.as_ref().map(|said| said.hash);
        let Json(text) = self.composed(move |replay, at| make(replay, hash, at)).await?;
        if let Some(said) = &said {
            self.wait_said(said).await?;
        }
        Ok(Json(ToSign { said: said.as_ref().map(SaidShape::from), ..text }))
    }

    /// That what is corrected or counted again in a plenary names a photo of its paper, and that the bytes of those it names are
    /// here.
    pub(super) async fn with_photo(
        self: &Arc<Desk>,
        reason: Option<&str>,
        photos: &[Photo],
    ) -> Result<(), Problem> {
        if !reason.is_some_and(|reason| compose::WITH_PHOTO.contains(&reason)) {
            return Ok(());
        }
        let wrong = |detail: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no-photo", detail);
        if photos.is_empty() {
            return Err(wrong(
                "what a plenary corrects or counts again needs a photo of its paper".to_owned(),
            ));
        }
        for sha256 in photos.iter().map(|photo| photo.sha256) {
            if !self.read(move |sql| photos::held(sql, &sha256)).await? {
                return Err(wrong(format!("the photo {} has not come yet: send it first", sha256.to_hex())));
            }
        }
        Ok(())
    }

    /// A sheet that a request names, if it is of the account's region.
    pub(super) fn theirs(&self, me: &Account, contest: String, station: String) -> Result<Whose, Problem> {
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
) -> Result<Json<ToSign>, Problem> {
    let whose = desk.own(sheet, &me).await?;
    let entry = desk.read(move |sql| sheets::entry(sql, sheet)).await?.ok_or(Refused::NoSheet)?;
    let Entry::Agreed { first, second } = entry else {
        let detail = "two people have not agreed on this sheet yet";
        return Err(Problem::new(StatusCode::CONFLICT, "not-agreed", detail));
    };
    // A statement of what two typed is looked at by a third, whatever key they hold.
    if [first.by, second.by].contains(&me.id) {
        let detail = "you typed this sheet yourself: somebody else signs what was agreed on";
        return Err(Problem::new(StatusCode::FORBIDDEN, "own-sheet", detail));
    }
    desk.composed(move |replay, at| compose::agreed(replay, &whose, &first.cells, at)).await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Correction {
    contest: String,
    station: String,
    reason: Option<String>,
    /// What is said beside the reason, for everybody to read.
    text: Option<String>,
    cells: BTreeMap<String, SentCell>,
    /// New photos, beside those of what stands.
    #[serde(default)]
    evidence: Vec<SentPhoto>,
}

/// A photo whose bytes come after the statement that names it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SentPhoto {
    page: Option<u8>,
    sha256: String,
    bytes: u64,
    media: String,
}

impl SentPhoto {
    /// All that are sent with a request.
    pub(super) fn photos(sent: &[SentPhoto]) -> Result<Vec<Photo>, Problem> {
        sent.iter().map(SentPhoto::photo).collect()
    }

    fn photo(&self) -> Result<Photo, Problem> {
        let sha256 = Hash::from_hex(&self.sha256).map_err(|_| {
            let detail = format!("{} is no SHA-256 of a photo", self.sha256);
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no-photo", detail)
        })?;
        Ok(Photo { page: self.page, sha256, bytes: self.bytes, media: self.media.clone() })
    }
}

/// A statement that a request names by its id.
pub(super) fn statement_id(id: &str) -> Result<Hash, Problem> {
    Hash::from_hex(id).map_err(|_| {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "no-statement", "this is no statement's id")
    })
}

/// Every field of the form once: its figure, or why there is none.
pub(super) fn whole(form: &Form, sent: &BTreeMap<String, SentCell>) -> Result<Vec<Cell>, Problem> {
    let cells = draft(form, sent)?;
    let missing = |at: usize| {
        let name = form.fields.get(at).map_or("", |field| &*field.name);
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "missing-field", format!("{name} is missing"))
    };
    cells.iter().enumerate().map(|(at, cell)| cell.ok_or_else(|| missing(at))).collect()
}

async fn correction(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Extension(address): Extension<From>,
    Sent(asked): Sent<Correction>,
) -> Result<Json<ToSign>, Problem> {
    let whose = desk.theirs(&me, asked.contest, asked.station)?;
    let cells = whole(desk.form(&whose)?, &asked.cells)?;
    let reason = asked.reason;
    let photos = SentPhoto::photos(&asked.evidence)?;
    desk.with_photo(reason.as_deref(), &photos).await?;
    desk.composed_saying(address, asked.text.as_deref(), move |replay, text, at| {
        compose::sheet(replay, &whose, &cells, (reason.as_deref(), text), ("typed", &photos), at)
    })
    .await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Withdrawal {
    contest: String,
    station: String,
    reason: String,
    /// What is said beside the reason, for everybody to read.
    text: Option<String>,
}

async fn withdrawal(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Extension(address): Extension<From>,
    Sent(asked): Sent<Withdrawal>,
) -> Result<Json<ToSign>, Problem> {
    let Withdrawal { contest, station, reason, text } = asked;
    let whose = desk.theirs(&me, contest, station)?;
    desk.composed_saying(address, text.as_deref(), move |replay, text, at| {
        compose::withdrawal(replay, &whose, Why { reason: &reason, text }, at)
    })
    .await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Ruling {
    contest: String,
    station: String,
    /// Id of the statement that is to stand.
    stands: String,
    reason: String,
    /// What is said beside the reason, for everybody to read.
    text: Option<String>,
}

async fn ruling(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Extension(address): Extension<From>,
    Sent(asked): Sent<Ruling>,
) -> Result<Json<ToSign>, Problem> {
    let Ruling { contest, station, stands, reason, text } = asked;
    let whose = desk.theirs(&me, contest, station)?;
    let stands = statement_id(&stands)?;
    desk.composed_saying(address, text.as_deref(), move |replay, text, at| {
        compose::stands(replay, &whose, stands, Why { reason: &reason, text }, at)
    })
    .await
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Redaction {
    contest: String,
    /// Station's or region's code.
    place: String,
    /// SHA-256 in hexadecimal, of a photo's bytes or of salted words: what a statement about this place names.
    sha256: String,
    reason: String,
}

async fn redaction(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Sent(asked): Sent<Redaction>,
) -> Result<Json<ToSign>, Problem> {
    let Redaction { contest, place, sha256, reason } = asked;
    desk.place_of(&me, &place)?;
    let blob = Hash::from_hex(&sha256).map_err(|_| nothing_named())?;
    let (of, at) = (contest.clone(), place.clone());
    let named = desk.read(move |sql| photos::of_sheet(sql, &of, &at)).await?;
    let photo = named.iter().find(|photo| photo.sha256 == blob);
    if let Some(statement) = photo.and_then(|photo| photo.redacted) {
        return Err(super::photos::redacted(&statement));
    }
    let is_photo = photo.is_some();
    let at = desk.moment()?;
    let text = desk
        .looking(move |intake| {
            let replay = intake.counted();
            if replay.tally.redacted().contains(&blob) {
                let detail = "a statement took this out already";
                return Err(Problem::new(StatusCode::GONE, "redacted", detail));
            }
            if !is_photo && !said::names(&replay, &contest, &place, &blob) {
                return Err(nothing_named());
            }
            Ok(compose::redaction(&replay, blob, &reason, at)?)
        })
        .await?;
    Ok(Json(ToSign::new(text, None)))
}

fn nothing_named() -> Problem {
    let detail = "no statement about this place names such a photo or such words";
    Problem::new(StatusCode::NOT_FOUND, "no-photo", detail)
}

/// Everything stated of a sheet, and what stands.
async fn standing(
    State(desk): State<Arc<Desk>>,
    Extension(me): Extension<Arc<Account>>,
    Named((contest, station)): Named<(String, String)>,
) -> Result<Json<StatedSheet>, Problem> {
    let whose = desk.theirs(&me, contest, station)?;
    let own = Arc::clone(&desk);
    desk.looking(move |intake| shown(&own, &intake.counted(), &whose)).await
}

fn shown(desk: &Desk, replay: &Replay, whose: &Whose) -> Result<Json<StatedSheet>, Problem> {
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
        Stated {
            id: one.id.to_hex(),
            entry: one.entry,
            role: role.map(str::to_owned),
            key: keys::name_at(replay, one.key),
            at: one.at.to_string(),
            reason: reason.map(|reason| reason.id.clone()),
            supersedes: one.supersedes.map(|id| id.to_hex()),
            values: match &one.claim {
                Claim::Figures(cells) => Some(told(form, cells.iter().copied().map(Some))),
                Claim::Withdrawn(_) => None,
            },
        }
    };
    Ok(Json(StatedSheet {
        contest: whose.contest.clone(),
        station: whose.station.clone(),
        place: station::place_name(election, &whose.station),
        fields: station::fields(election, form),
        checks: station::checks(election, form),
        quality: state.quality.text(),
        standing: state.standing.text(),
        confirmed: state.confirmed,
        disputed: state.disputed,
        rivals: state.rivals,
        stands: standing.map(|version| version.id.to_hex()),
        values: state.cells.as_deref().map(|cells| told(form, cells.iter().copied().map(Some))),
        versions: versions.iter().map(version).collect(),
    }))
}

impl std::convert::From<ComposeError> for Problem {
    fn from(error: ComposeError) -> Problem {
        let detail = error.to_string();
        let (status, code) = match error {
            ComposeError::NoSheet { .. } => (StatusCode::NOT_FOUND, "no-sheet"),
            ComposeError::NothingStands => (StatusCode::CONFLICT, "nothing-stands"),
            ComposeError::KeyEnded(_) => (StatusCode::CONFLICT, "key-ended"),
            ComposeError::NoReason => (StatusCode::UNPROCESSABLE_ENTITY, "no-reason"),
            ComposeError::OtherForm { .. } | ComposeError::Twice(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "other-form")
            }
            ComposeError::Statement(_) => (StatusCode::UNPROCESSABLE_ENTITY, "no-statement-text"),
        };
        Problem::new(status, code, detail)
    }
}
