//! What the statements name beyond figures: how many of each kind there are, and which blobs they name.

use std::collections::{BTreeMap, HashMap, HashSet};

use ledger::{Entry, Hash};
use statement::{Body, Kind, Statement};

use crate::observed::BlobRole;

/// Kinds and blobs so far.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub by_kind: BTreeMap<Kind, u64>,
    /// Blob, its length, the entry that names it first, what it is for.
    pub blobs: HashMap<Hash, NamedBlob>,
}

/// A blob some statement names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamedBlob {
    pub bytes: Option<u64>,
    pub entry: u64,
    pub role: BlobRole,
}

impl Notes {
    /// Takes in entries from `first` on, without those that were refused.
    pub(crate) fn take(&mut self, header: &str, first: u64, entries: &[Vec<u8>], refused: &HashSet<u64>) {
        for (index, bytes) in (first..).zip(entries) {
            let Ok(entry) = Entry::parse(bytes) else { continue };
            let Some(kind) = kind_of(entry.note) else { continue };
            *self.by_kind.entry(kind).or_default() += 1;
            if !names_a_blob(kind) || refused.contains(&index) {
                continue;
            }
            if let Ok(statement) = Statement::parse(header, entry.note) {
                self.take_body(index, &statement.body);
            }
        }
    }

    /// A blob is named.
    pub(crate) fn name(&mut self, sha256: Hash, bytes: Option<u64>, entry: u64, role: BlobRole) {
        let named = self.blobs.entry(sha256).or_insert(NamedBlob { bytes, entry, role });
        // Who brought the bytes says more than who only named them.
        named.role = named.role.min(role);
        named.bytes = named.bytes.or(bytes);
    }

    fn take_body(&mut self, entry: u64, body: &Body<'_>) {
        let role = match body {
            Body::Redaction(body) => {
                self.name(body.blob.0, None, entry, BlobRole::Pending);
                return;
            }
            Body::Capture(_) => BlobRole::Evidence,
            Body::Definition(_)
            | Body::Roster(_)
            | Body::Key(_)
            | Body::Revoke(_)
            | Body::Reading(_)
            | Body::Sheet(_)
            | Body::Withdrawal(_)
            | Body::Objection(_)
            | Body::Answer(_)
            | Body::Plenary(_)
            | Body::Ruling(_)
            | Body::Determination(_)
            | Body::Notice(_)
            | Body::Disclosure(_)
            | Body::Roll(_)
            | Body::Audit(_)
            | Body::Close(_) => BlobRole::Register,
        };
        for blob in body.blobs() {
            self.name(blob.sha256.0, Some(blob.bytes), entry, role);
        }
    }
}

fn kind_of(note: &[u8]) -> Option<Kind> {
    let line = note.split(|byte| *byte == b'\n').next()?;
    let word = line.rsplit(|byte| *byte == b' ').next()?;
    Kind::parse(std::str::from_utf8(word).ok()?)
}

fn names_a_blob(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Definition | Kind::Disclosure | Kind::Roll | Kind::Audit | Kind::Capture | Kind::Redaction
    )
}
