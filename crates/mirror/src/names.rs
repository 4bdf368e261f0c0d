//! Which blobs a mirror asks for: no server lists them, so the statements do that name them.

use std::collections::BTreeMap;

use ledger::{Entry, Hash};
use record::Kept;
use statement::{Statement, Subject};

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
            let wanted = match body.subject() {
                Subject::Place(place) => kept.place(place),
                Subject::Election => true,
            };
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
