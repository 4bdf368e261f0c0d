//! 2.06: the log key that the definition names is one of the policy's. Needs a policy.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "2.06", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    let (definition, policy) = &seen.head.log_keys;
    let Some(policy) = policy else { return };
    verdict.checked(1);
    if !policy.contains(definition) {
        verdict.find(Place::entry(0), format!("a log of the policy: {}", policy.join(", ")), definition);
    }
}
