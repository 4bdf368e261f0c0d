//! 4.02: every tile hashes to the one above it, and all of them to the root that the checkpoint signs.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::{Place, Within};
use crate::verify::CHECKPOINT;

pub(super) const CONTROL: Control = Control { id: "4.02", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.ledger.tiles + seen.ledger.partials.1);
    for (path, position, below, here) in &seen.ledger.nodes.kept {
        let place = Place { path: path.clone(), within: Within::Hash(*position) };
        verdict.find(place, format!("{below}, the root of the tile below"), here.to_string());
    }
    verdict.more(seen.ledger.nodes.more);
    for (_, difference) in seen.ledger.partial.iter().filter(|(bundle, _)| !*bundle) {
        verdict.differs(difference);
    }
    let signed = seen.head.signed.checkpoint.root;
    if let Some(root) = seen.ledger.root.filter(|root| *root != signed) {
        verdict.find(Place::file(CHECKPOINT), format!("{root}, the root of the tiles"), signed.to_string());
    }
}
