//! 2.01: the served checkpoint is signed by the log's key: the policy's, or without a policy the definition's.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;
use crate::verify::CHECKPOINT;

pub(super) const CONTROL: Control = Control { id: "2.01", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(1);
    let signature = &seen.head.signature;
    if let Some(wrong) = &signature.wrong {
        verdict.find(Place::file(CHECKPOINT), format!("a signature by {}", signature.key), wrong);
    }
}
