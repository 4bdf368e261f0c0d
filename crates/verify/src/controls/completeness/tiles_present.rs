//! 1.01: every tile and bundle of the checkpoint's size is there.

use crate::controls::{Control, Verdict};
use crate::observed::{GaveUp, GivenUp, Observed};
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "1.01", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.ledger.tiles + seen.ledger.bundles);
    for path in &seen.ledger.missing.kept {
        verdict.find(Place::file(path), "the file", "nothing");
    }
    verdict.more(seen.ledger.missing.more);
    if let Some(GivenUp { from, size, why }) = seen.ledger.given_up {
        let found = match why {
            GaveUp::Nothing => "none from here on",
            GaveUp::Unvouched => {
                "many missing or wrong, under a checkpoint that the log did not sign: not read on from here"
            }
        };
        verdict.find(Place::entry(from), format!("bundles up to entry {size}"), found);
    }
}
