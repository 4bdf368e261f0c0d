//! A plenary's statement as a text for somebody to sign, from the figures as they stand now.

use election::{Cell, Figure};
use ledger::Hash;
use statement::{
    Answer, Body, Evidence, HexHash, Moment, Objection, ObjectionKind, ObjectionOutcome, Pairs, UnreadText,
    encode_text,
};
use tally::Replay;

use super::{Plenary, PlenaryError, Whose};
use crate::compose::Composed;

/// What a request brings beside the figures.
#[derive(Clone, Debug, Default)]
pub struct Asked<'a> {
    /// Whether it closes the plenary.
    pub closes: bool,
    /// Why it takes the place of what stands; needed where a plenary stands.
    pub reason: Option<&'a str>,
    /// The signed paper's photos.
    pub evidence: &'a [Photo],
    /// The salted hash of what is said beside the figures.
    pub text: Option<Hash>,
}

/// A photo that is to come, by its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Page of the paper, from 1.
    pub page: Option<u8>,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// Its length.
    pub bytes: u64,
    /// Its media type.
    pub media: String,
}

impl Photo {
    /// As a statement names it.
    pub fn named(&self) -> Evidence<'_> {
        Evidence {
            page: self.page,
            sha256: Some(HexHash(self.sha256)),
            media: Some(&self.media),
            bytes: Some(self.bytes),
            uri: None,
        }
    }
}

/// The plenary's figures as they stand now. It takes the place of a plenary that stands on the same sheet, with a reason, unless
/// that one only restates a source.
///
/// # Errors
/// [`PlenaryError`].
pub fn plenary(
    plenary: &Plenary<'_>,
    whose: &Whose,
    asked: &Asked<'_>,
    at: Moment,
) -> Result<Composed, PlenaryError> {
    let form = plenary.form();
    let cells = plenary.cells()?;
    let (mut values, mut unread) = (Vec::new(), Vec::new());
    for (field, cell) in form.fields.iter().zip(&cells) {
        if let Cell::Read(Figure(figure)) = cell {
            values.push((&*field.name, *figure));
        }
    }
    for (name, why) in tally::unread_of(form, &cells) {
        unread.push((name, UnreadText(why)));
    }
    let superseded = plenary.standing().filter(|version| version.source.is_none());
    let reason = match superseded {
        Some(_) => Some(asked.reason.ok_or(PlenaryError::NoReason)?),
        None => None,
    };
    let twice = |name: &str| PlenaryError::Twice(name.to_owned());
    let body = Body::Plenary(statement::Plenary {
        text: asked.text.map(HexHash),
        contest: &whose.contest,
        region: &whose.region,
        constituency: whose.constituency.as_deref(),
        stage: &plenary.stage.id,
        values: Pairs::new(values).map_err(twice)?,
        unread: Pairs::new(unread).map_err(twice)?,
        evidence: asked.evidence.iter().map(Photo::named).collect(),
        closes: asked.closes,
        source: None,
        supersedes: superseded.map(|version| HexHash(version.id)),
        reason,
        at,
    });
    text(plenary.replay, &body)
}

/// What somebody objects to.
#[derive(Clone, Copy, Debug)]
pub struct Objecting<'a> {
    /// Contest id.
    pub contest: &'a str,
    /// Station's or region's code.
    pub place: &'a str,
    /// What kind.
    pub kind: ObjectionKind,
    /// The statement objected to.
    pub against: Option<Hash>,
    /// The salted hash of what is said.
    pub text: Hash,
    /// Photos of it on paper.
    pub evidence: &'a [Photo],
}

/// An objection, of whose words only the salted hash is stated.
///
/// # Errors
/// [`PlenaryError::Text`].
pub fn objection(replay: &Replay, asked: &Objecting<'_>, at: Moment) -> Result<Composed, PlenaryError> {
    let body = Body::Objection(Objection {
        contest: asked.contest,
        place: asked.place,
        kind: asked.kind,
        against: asked.against.map(HexHash),
        text: HexHash(asked.text),
        evidence: asked.evidence.iter().map(Photo::named).collect(),
        at,
    });
    text(replay, &body)
}

/// What came of an objection.
#[derive(Clone, Copy, Debug)]
pub struct Answering<'a> {
    /// Contest id.
    pub contest: &'a str,
    /// Station's or region's code, the objection's.
    pub place: &'a str,
    /// The objection's statement.
    pub objection: Hash,
    /// What came of it.
    pub outcome: ObjectionOutcome,
    /// The salted hash of what is said.
    pub text: Hash,
    /// Photos of the decision on paper.
    pub evidence: &'a [Photo],
}

/// An answer, of whose words only the salted hash is stated.
///
/// # Errors
/// [`PlenaryError::Text`].
pub fn answer(replay: &Replay, asked: &Answering<'_>, at: Moment) -> Result<Composed, PlenaryError> {
    let body = Body::Answer(Answer {
        contest: asked.contest,
        place: asked.place,
        objection: HexHash(asked.objection),
        outcome: asked.outcome,
        text: HexHash(asked.text),
        evidence: asked.evidence.iter().map(Photo::named).collect(),
        at,
    });
    text(replay, &body)
}

fn text(replay: &Replay, body: &Body<'_>) -> Result<Composed, PlenaryError> {
    let text = encode_text(&replay.election().profile.header, body)?;
    Ok(Composed { text, kind: body.kind() })
}
