//! 4.01: the entries in the bundles hash to the level-0 tiles.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "4.01", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.ledger.bundles + seen.ledger.partials.0);
    for (path, what) in &seen.ledger.malformed.kept {
        verdict.find(Place::file(path), "a bundle of entries", what);
    }
    for (index, tile, entry) in &seen.ledger.leaves.kept {
        verdict.find(Place::entry(*index), format!("the hash {tile} that its tile says"), entry.to_string());
    }
    verdict.more(seen.ledger.malformed.more + seen.ledger.leaves.more);
    for (_, difference) in seen.ledger.partial.iter().filter(|(bundle, _)| *bundle) {
        verdict.differs(difference);
    }
}
