//! A plenary's statement as a text for somebody to sign, from the figures as they stand now.

use election::{Cell, Figure};
use ledger::Hash;
use statement::{Body, Evidence, HexHash, Moment, Objection, ObjectionKind, Pairs, UnreadText, encode_text};

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
        text: None,
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

/// An objection, of whose text only the salted hash is stated.
///
/// # Errors
/// [`PlenaryError::Text`].
pub fn objection(
    replay: &tally::Replay,
    (contest, place): (&str, &str),
    kind: ObjectionKind,
    against: Option<Hash>,
    salted: Hash,
    at: Moment,
) -> Result<Composed, PlenaryError> {
    let against = against.map(HexHash);
    text(
        replay,
        &Body::Objection(Objection {
            evidence: Vec::new(),
            contest,
            place,
            kind,
            against,
            text: HexHash(salted),
            at,
        }),
    )
}

fn text(replay: &tally::Replay, body: &Body<'_>) -> Result<Composed, PlenaryError> {
    let text = encode_text(&replay.election().profile.header, body)?;
    Ok(Composed { text, kind: body.kind() })
}
