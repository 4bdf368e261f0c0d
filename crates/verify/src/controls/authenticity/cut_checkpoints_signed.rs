//! 2.07: the checkpoint in every cut's folder is signed by the log's key, and no known witness's line on it is false.

use crate::controls::{Control, Verdict};
use crate::observed::{CutCheckpoint, Observed};
use crate::passes::cuts;
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "2.07", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    for cut in &seen.cuts.seen {
        let Some(checkpoint) = &cut.checkpoint else { continue };
        verdict.checked(1);
        let place = Place::file(cuts::path(cut.size, "checkpoint"));
        match checkpoint {
            CutCheckpoint::Malformed(what) => verdict.find(place, "a checkpoint", what),
            CutCheckpoint::Read { signature, .. } => {
                if let Some(wrong) = &signature.wrong {
                    verdict.find(place, format!("a signature by {}", signature.key), wrong);
                }
            }
        }
    }
}
