//! 1.01: every tile and bundle of the checkpoint's size is there.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "1.01", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.ledger.tiles + seen.ledger.bundles);
    for path in &seen.ledger.missing {
        verdict.find(Place::file(path), "the file", "nothing");
    }
    if let Some((from, size)) = seen.ledger.given_up {
        verdict.find(Place::entry(from), format!("bundles up to entry {size}"), "none from here on");
    }
}
