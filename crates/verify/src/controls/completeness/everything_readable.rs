//! 1.08: what is there can be read, and is no longer than such a file can be.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "1.08", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.ledger.tiles + seen.ledger.bundles + seen.files.expected);
    for (path, what) in &seen.unreadable {
        verdict.find(Place::file(path), "a file or folder that can be read", what);
    }
}
