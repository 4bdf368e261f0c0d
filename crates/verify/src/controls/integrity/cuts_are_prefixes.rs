//! 4.03: every cut's checkpoint is of the cut's size, and a prefix of the ledger.

use crate::controls::{Control, Verdict};
use crate::observed::{CutCheckpoint, Observed};
use crate::passes::cuts;
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "4.03", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    for cut in &seen.cuts.seen {
        let Some(CutCheckpoint::Read { says: (size, root), root: ours, .. }) = &cut.checkpoint else {
            continue;
        };
        verdict.checked(1);
        let place = Place::file(cuts::path(cut.size, "checkpoint"));
        match ours {
            None => {
                let held = seen.head.signed.checkpoint.size;
                verdict.find(
                    place,
                    format!("a ledger of at least {} entries", cut.size),
                    format!("one of {held}"),
                );
            }
            Some(_) if *size != cut.size => {
                verdict.find(place, format!("size {}", cut.size), format!("size {size}"));
            }
            Some(ours) if ours != root => {
                verdict.find(place, format!("root {ours}"), format!("root {root}"));
            }
            Some(_) => {}
        }
    }
}
