//! What proves to anybody that a ledger said two things.

use ledger::{Hash, SignedCheckpoint, sha256};
use serde::Serialize;

use crate::head::Relation;

/// Version of the file.
pub const EVIDENCE_FORMAT: &str = "saksi-evidence/1";

/// Two heads that one ledger signed and that don't go together, each with its signatures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    format: &'static str,
    /// `forked`: neither head begins with the other. `shrunk`: the offered one is a beginning of the held one.
    kind: &'static str,
    /// The ledger.
    ledger: String,
    /// When it was seen, unix milliseconds, by the clock of whoever saw it.
    seen_ms: u64,
    held: Seen,
    offered: Seen,
    /// Where the kind is `forked` and the sizes differ: the proof of consistency between the sizes by the larger one's tiles, base64. It leads to
    /// the larger one's root from another than the smaller one's.
    proof: Vec<String>,
}

/// A head, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// The address.
    pub from: String,
    size: u64,
    root: String,
    /// The signed note, verbatim.
    note: String,
}

impl Seen {
    /// A head that was given at an address.
    pub fn new(from: &str, head: &SignedCheckpoint) -> Seen {
        Seen {
            from: from.to_owned(),
            size: head.checkpoint.size,
            root: head.checkpoint.root.to_string(),
            // A note that was parsed is text.
            note: String::from_utf8_lossy(&head.note).into_owned(),
        }
    }
}

impl Evidence {
    /// The evidence that two heads are, if they are any. An older head of a place that one follows is (`shrinks`); of others, which may be
    /// behind, it is not.
    pub fn of(
        held: (&str, &SignedCheckpoint),
        offered: (&str, &SignedCheckpoint),
        relation: &Relation,
        shrinks: bool,
        seen_ms: u64,
    ) -> Option<Evidence> {
        let (kind, proof) = match relation {
            Relation::Same | Relation::Grown => return None,
            Relation::Older if !shrinks => return None,
            Relation::Older => ("shrunk", &[] as &[Hash]),
            Relation::Forked(proof) => ("forked", proof.as_slice()),
        };
        Some(Evidence {
            format: EVIDENCE_FORMAT,
            kind,
            ledger: held.1.checkpoint.origin.clone(),
            seen_ms,
            held: Seen::new(held.0, held.1),
            offered: Seen::new(offered.0, offered.1),
            proof: proof.iter().map(Hash::to_string).collect(),
        })
    }

    /// Whether the heads contradict each other, rather than one being old.
    pub fn is_fork(&self) -> bool {
        self.kind == "forked"
    }

    /// Its bytes.
    pub fn to_json(&self) -> String {
        // Texts and numbers: nothing that could fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The name of its file: the same two heads give one file, however often they are seen.
    pub fn file_name(&self) -> String {
        let both = format!("{}\n{}", self.held.note, self.offered.note);
        let name = sha256(both.as_bytes()).to_hex();
        format!("{}-{}-{}.json", self.kind, self.offered.size, name.get(..12).unwrap_or_default())
    }
}
