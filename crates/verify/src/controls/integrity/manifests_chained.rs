//! 4.04: every manifest names the hash of the one before it.

use crate::controls::{Control, Verdict};
use crate::observed::{ChainSeen, Observed};
use crate::passes::cuts;
use crate::report::{Place, Within};
use ledger::Hash;

/// The line of a manifest's head that names the one before.
const PREVIOUS: u64 = 6;

pub(super) const CONTROL: Control = Control { id: "4.04", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    for cut in &seen.cuts.seen {
        let Some((before, says)) = &cut.chain else { continue };
        verdict.checked(1);
        let path = cuts::path(cut.size, "manifest");
        match says {
            ChainSeen::Malformed { line, what } => {
                verdict.find(Place { path, within: Within::Line(*line) }, "the head of a manifest", *what);
            }
            ChainSeen::Says(previous) if previous != before => {
                verdict.find(
                    Place { path, within: Within::Line(PREVIOUS) },
                    spell(*before),
                    spell(*previous),
                );
            }
            ChainSeen::Says(_) => {}
        }
    }
}

fn spell(hash: Option<Hash>) -> String {
    hash.map_or("no manifest before".to_owned(), |hash| format!("previous {}", hash.to_hex()))
}
