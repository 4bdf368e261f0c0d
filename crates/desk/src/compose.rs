//! Statements as texts for somebody to sign: the desk writes down what was decided, and only the signer's own key makes it one.

use election::{Cell, Figure, Form};
use ledger::Hash;
use statement::{
    Body, Evidence, HexHash, Moment, Pairs, Redaction, Ruling, Sheet, StatementError, UnreadText, Withdrawal,
    encode_text,
};
use tally::{Replay, State, Version};

use crate::plenary::text::Photo;
use crate::sheets::Whose;

/// The reason by which what two people typed takes the place of what stood.
pub const TYPED_TWICE: &str = "typed-twice";

/// Reasons of a plenary: the paper was corrected or counted again before all, and a photo of it is named.
pub const WITH_PHOTO: [&str; 2] = ["plenary-correction", "recount"];

/// Whether a statement takes something's place for such a reason and names no photo.
pub fn lacks_photo(body: &Body<'_>) -> bool {
    let reason = match body {
        Body::Sheet(sheet) => sheet.reason,
        Body::Plenary(plenary) => plenary.reason,
        Body::Definition(_)
        | Body::Roster(_)
        | Body::Key(_)
        | Body::Revoke(_)
        | Body::Capture(_)
        | Body::Reading(_)
        | Body::Withdrawal(_)
        | Body::Objection(_)
        | Body::Answer(_)
        | Body::Ruling(_)
        | Body::Determination(_)
        | Body::Redaction(_)
        | Body::Notice(_)
        | Body::Disclosure(_)
        | Body::Roll(_)
        | Body::Audit(_)
        | Body::Close(_) => None,
    };
    reason.is_some_and(|reason| WITH_PHOTO.contains(&reason)) && body.evidence().is_empty()
}

/// Why no text can be made.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// There is no such sheet in this election.
    #[error("no sheet of {contest} is expected from {station}")]
    NoSheet {
        /// Contest id.
        contest: String,
        /// Station's code.
        station: String,
    },
    /// Nothing stands there.
    #[error("nothing has been stated of this sheet yet")]
    NothingStands,
    /// A key that was revoked before.
    #[error("this key was revoked already, by entry {0}")]
    KeyEnded(u64),
    /// What stands is taken the place of, and no reason is given.
    #[error("something stands already: give a reason for taking its place")]
    NoReason,
    /// The figures are not the form's.
    #[error("the form has {wanted} fields, {given} were given")]
    OtherForm {
        /// Fields of the form.
        wanted: usize,
        /// Cells given.
        given: usize,
    },
    /// The text can't be written.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// A field stands twice.
    #[error("the field {0} stands twice")]
    Twice(String),
}

/// A text to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// The two lines.
    pub text: String,
    /// What it is, as its first line says.
    pub kind: statement::Kind,
}

/// Why something is stated: a reason of the profile's list, and the salted hash of what is said beside it ([`crate::said`]).
#[derive(Clone, Copy, Debug)]
pub struct Why<'a> {
    /// The reason's id.
    pub reason: &'a str,
    /// The hash; none: nothing more is said.
    pub text: Option<Hash>,
}

impl Why<'_> {
    /// A reason, and nothing more.
    fn of(reason: &str) -> Why<'_> {
        Why { reason, text: None }
    }
}

/// A sheet as the ledger has it.
struct Known<'a> {
    form: &'a Form,
    state: Option<&'a State>,
    standing: Option<&'a Version>,
}

fn known<'a>(replay: &'a Replay, whose: &Whose) -> Result<Known<'a>, ComposeError> {
    let election = replay.election();
    let nothing = || ComposeError::NoSheet { contest: whose.contest.clone(), station: whose.station.clone() };
    let contest = election.profile.contest(&whose.contest).ok_or_else(nothing)?;
    let station = election.places.find_station(&whose.station).ok_or_else(nothing)?;
    let form = election.form(contest, station).ok_or_else(nothing)?;
    let sheet = replay.tally.contest(contest).and_then(|counted| counted.sheet(station));
    Ok(Known {
        form: election.form_by_ix(form),
        state: sheet.map(|sheet| &sheet.state),
        standing: sheet.and_then(|sheet| sheet.standing_version()),
    })
}

/// What two people agreed on: where just that stands, that it does; else a sheet that takes its place.
///
/// # Errors
/// [`ComposeError`].
pub fn agreed(replay: &Replay, whose: &Whose, cells: &[Cell], at: Moment) -> Result<Composed, ComposeError> {
    let known = known(replay, whose)?;
    let same = known.state.and_then(|state| state.cells.as_deref()).is_some_and(|stands| stands == cells);
    match known.standing.filter(|_| same) {
        Some(version) => stands(replay, whose, version.id, Why::of(TYPED_TWICE), at),
        None => sheet(replay, whose, cells, (Some(TYPED_TWICE), None), ("typed-twice", &[]), at),
    }
}

/// That a statement stands.
///
/// # Errors
/// [`ComposeError`].
pub fn stands(
    replay: &Replay,
    whose: &Whose,
    id: Hash,
    why: Why<'_>,
    at: Moment,
) -> Result<Composed, ComposeError> {
    text(
        replay,
        &Body::Ruling(Ruling {
            text: why.text.map(HexHash),
            contest: &whose.contest,
            place: &whose.station,
            stands: HexHash(id),
            reason: why.reason,
            at,
        }),
    )
}

/// A sheet with these figures, with the photos of what stands and after them new ones; `reason` is needed where something
/// stands; `said` is the salted hash of what is said beside. `method` says how the figures came about.
///
/// # Errors
/// [`ComposeError`].
pub fn sheet(
    replay: &Replay,
    whose: &Whose,
    cells: &[Cell],
    (reason, said): (Option<&str>, Option<Hash>),
    (method, new): (&str, &[Photo]),
    at: Moment,
) -> Result<Composed, ComposeError> {
    let known = known(replay, whose)?;
    let form = known.form;
    if cells.len() != form.fields.len() {
        return Err(ComposeError::OtherForm { wanted: form.fields.len(), given: cells.len() });
    }
    let (mut values, mut unread) = (Vec::new(), Vec::new());
    for (field, cell) in form.fields.iter().zip(cells) {
        match cell {
            Cell::Read(Figure(figure)) => values.push((&*field.name, *figure)),
            Cell::Unread(why) => unread.push((&*field.name, UnreadText(*why))),
        }
    }
    let mut groups: Vec<&str> = Vec::new();
    for field in &*form.fields {
        let group = field.name.split('.').next().unwrap_or_default();
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    // What a person states of their own stands before what anybody restates, and takes nothing's place.
    let superseded = known.standing.filter(|version| version.source.is_none());
    let reason = match superseded {
        Some(_) => Some(reason.ok_or(ComposeError::NoReason)?),
        None => None,
    };
    let photos = known.state.and_then(|state| state.evidence).and_then(|position| {
        let position = usize::try_from(position).ok()?;
        versions(replay, whose)?.get(position)
    });
    let photos = photos.map_or(&[][..], |version| &version.evidence);
    let is_old = |photo: &Evidence<'_>| new.iter().all(|one| photo.sha256 != Some(HexHash(one.sha256)));
    let twice = |name: &str| ComposeError::Twice(name.to_owned());
    let body = Body::Sheet(Sheet {
        text: said.map(HexHash),
        contest: &whose.contest,
        station: &whose.station,
        stage: count_stage(replay),
        run: None,
        values: Pairs::new(values).map_err(twice)?,
        unread: Pairs::new(unread).map_err(twice)?,
        evidence: photos
            .iter()
            .filter_map(named)
            .filter(is_old)
            .chain(new.iter().map(Photo::named))
            .collect(),
        method: Pairs::new(groups.into_iter().map(|group| (group, method)).collect()).map_err(twice)?,
        confidence: Pairs::default(),
        source: None,
        supersedes: superseded.map(|version| HexHash(version.id)),
        reason,
        at,
    });
    text(replay, &body)
}

/// That what stands is taken back: the whole sheet.
///
/// # Errors
/// [`ComposeError`].
pub fn withdrawal(
    replay: &Replay,
    whose: &Whose,
    why: Why<'_>,
    at: Moment,
) -> Result<Composed, ComposeError> {
    let version = known(replay, whose)?.standing.ok_or(ComposeError::NothingStands)?;
    let body = Body::Withdrawal(Withdrawal {
        text: why.text.map(HexHash),
        contest: &whose.contest,
        station: &whose.station,
        stage: count_stage(replay),
        fields: None,
        source: None,
        supersedes: HexHash(version.id),
        reason: why.reason,
        at,
    });
    text(replay, &body)
}

/// That the bytes of a blob are taken out; its hash stays.
///
/// # Errors
/// [`ComposeError`].
pub fn redaction(replay: &Replay, blob: Hash, reason: &str, at: Moment) -> Result<Composed, ComposeError> {
    text(replay, &Body::Redaction(Redaction { blob: HexHash(blob), reason, at }))
}

fn versions<'a>(replay: &'a Replay, whose: &Whose) -> Option<&'a [Version]> {
    let election = replay.election();
    let contest = replay.tally.contest(election.profile.contest(&whose.contest)?)?;
    Some(&contest.sheet(election.places.find_station(&whose.station)?)?.versions)
}

/// The stage of the stations' own count.
fn count_stage(replay: &Replay) -> &str {
    let stages = &replay.election().profile.stages;
    stages.iter().find(|stage| stage.kind == election::StageKind::Count).map_or("count", |stage| &stage.id)
}

/// Photos that are named by their hash; what a source only claims to have is its own claim.
fn named(evidence: &tally::Evidence) -> Option<Evidence<'_>> {
    match evidence {
        tally::Evidence::Named(named) => Some(Evidence {
            page: named.page,
            sha256: Some(HexHash(named.sha256)),
            media: named.media.as_deref(),
            bytes: named.bytes,
            uri: None,
        }),
        tally::Evidence::Claimed { .. } => None,
    }
}

fn text(replay: &Replay, body: &Body<'_>) -> Result<Composed, ComposeError> {
    let text = encode_text(&replay.election().profile.header, body)?;
    Ok(Composed { text, kind: body.kind() })
}
