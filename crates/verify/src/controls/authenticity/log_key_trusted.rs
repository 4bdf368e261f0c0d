//! 2.06: the log key that the definition names is one of the policy's, and the log of the served checkpoint. So it is in
//! the policy that the publication itself may serve, which nobody need trust.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::passes::head::SERVED_POLICY;
use crate::report::Place;
use crate::verify::CHECKPOINT;

pub(super) const CONTROL: Control = Control { id: "2.06", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    if let Some(served) = &seen.head.served_policy {
        verdict.checked(1);
        if let Err(wrong) = served {
            verdict.find(Place::file(SERVED_POLICY), "a policy that names the definition's log key", wrong);
        }
    }
    let (definition, policy) = &seen.head.log_keys;
    // Of two logs in a policy, one must not pass for the other.
    let origin = &seen.head.signed.checkpoint.origin;
    verdict.checked(1);
    if definition.split('+').next() != Some(origin.as_str()) {
        verdict.find(
            Place::file(CHECKPOINT),
            format!("the origin of the definition's log {definition}"),
            origin,
        );
    }
    let Some(policy) = policy else { return };
    verdict.checked(1);
    if !policy.contains(definition) {
        verdict.find(Place::entry(0), format!("a log of the policy: {}", policy.join(", ")), definition);
    }
}
