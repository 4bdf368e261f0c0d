//! Which blobs a mirror asks for: no server lists them, so the statements do that name them.

use std::collections::BTreeMap;

use ledger::{Entry, Hash};
use record::Kept;
use statement::{Body, Statement};

/// Blobs that statements name.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Whether what the blob is about is of the part that is mirrored.
    named: BTreeMap<Hash, bool>,
}

impl Names {
    /// Takes in entries. What is no statement names nothing; whether a statement counts is for the tally to say.
    pub fn take(&mut self, header: &str, kept: &Kept<'_>, entries: &[Vec<u8>]) {
        for bytes in entries {
            let Ok(entry) = Entry::parse(bytes) else { continue };
            let Ok(statement) = Statement::parse(header, entry.note) else { continue };
            let body = &statement.body;
            let wanted = place_of(body).is_none_or(|place| kept.place(place));
            let blobs = body.blobs().into_iter().map(|blob| blob.sha256.0);
            let evidence = body.evidence().iter().filter_map(|one| one.sha256).map(|hash| hash.0);
            for hash in blobs.chain(evidence).chain(body.text().map(|hash| hash.0)) {
                *self.named.entry(hash).or_default() |= wanted;
            }
        }
    }

    /// The blobs to be had, in the order of their hashes.
    pub fn wanted(&self) -> impl Iterator<Item = Hash> + '_ {
        self.named.iter().filter(|(_, wanted)| **wanted).map(|(hash, _)| *hash)
    }
}

/// The code of the place that a statement is about.
fn place_of<'a>(body: &Body<'a>) -> Option<&'a str> {
    match body {
        Body::Capture(body) => Some(body.station),
        Body::Reading(body) => Some(body.station),
        Body::Sheet(body) => Some(body.station),
        Body::Withdrawal(body) => Some(body.station),
        Body::Objection(body) => Some(body.place),
        Body::Answer(body) => Some(body.place),
        Body::Plenary(body) => Some(body.region),
        Body::Ruling(body) => Some(body.place),
        Body::Determination(body) => Some(body.region),
        Body::Definition(_)
        | Body::Roster(_)
        | Body::Key(_)
        | Body::Revoke(_)
        | Body::Redaction(_)
        | Body::Notice(_)
        | Body::Disclosure(_)
        | Body::Roll(_)
        | Body::Audit(_)
        | Body::Close(_) => None,
    }
}
