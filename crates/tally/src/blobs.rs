//! Which blobs the statements name: what may be published, what a sheet's evidence waits for, what may be redacted.

use std::collections::{HashMap, HashSet};

use election::{ContestIx, StationIx};
use ledger::Hash;
use statement::{Blob, Body};

use crate::error::FoldError;

/// How a blob is named; the greater says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Naming {
    /// A statement names it: a photo, a register, an audit, evidence.
    Statement,
    /// The definition is made of it.
    Definition,
    /// A statement took its bytes back.
    Redacted,
}

/// The blobs of an election.
#[derive(Clone, Debug, Default)]
pub(crate) struct Blobs {
    named: HashMap<Hash, Naming>,
    /// Photos that a capture has brought, each to the sheet it is of.
    brought: HashSet<(ContestIx, StationIx, Hash)>,
    redacted: Vec<Hash>,
}

impl Blobs {
    /// Takes in what an accepted statement names or brings.
    pub(crate) fn take(&mut self, body: &Body<'_>) {
        let definition = matches!(body, Body::Definition(_));
        let naming = if definition { Naming::Definition } else { Naming::Statement };
        for blob in body.blobs() {
            self.name(blob.sha256.0, naming);
        }
        for sha256 in body.evidence().iter().filter_map(|evidence| evidence.sha256) {
            self.name(sha256.0, Naming::Statement);
        }
        if let Some(text) = body.text() {
            self.name(text.0, Naming::Statement);
        }
    }

    /// Takes in a photo as brought to a sheet, before that sheet is looked at again; it says nothing of another's.
    pub(crate) fn bring(&mut self, contest: ContestIx, station: StationIx, photo: &Blob<'_>) {
        self.brought.insert((contest, station, photo.sha256.0));
    }

    fn name(&mut self, hash: Hash, naming: Naming) {
        let known = self.named.entry(hash).or_insert(naming);
        *known = naming.max(*known);
    }

    /// Removes the bytes of a blob from what is published.
    pub(crate) fn redact(&mut self, hash: Hash) -> Result<(), FoldError> {
        match self.named.get(&hash) {
            None => Err(FoldError::UnknownBlob(hash)),
            Some(Naming::Definition) => Err(FoldError::DefiningBlob(hash)),
            Some(Naming::Redacted) => Ok(()),
            Some(Naming::Statement) => {
                self.named.insert(hash, Naming::Redacted);
                self.redacted.push(hash);
                Ok(())
            }
        }
    }

    /// Whether a capture of this very sheet brought its bytes.
    pub(crate) fn brought(&self, contest: ContestIx, station: StationIx, hash: &Hash) -> bool {
        self.brought.contains(&(contest, station, *hash))
    }

    pub(crate) fn redacted(&self) -> &[Hash] {
        &self.redacted
    }

    /// Named, and not redacted.
    pub(crate) fn publishable(&self, hash: &Hash) -> bool {
        match self.named.get(hash) {
            Some(Naming::Statement | Naming::Definition) => true,
            Some(Naming::Redacted) | None => false,
        }
    }
}
