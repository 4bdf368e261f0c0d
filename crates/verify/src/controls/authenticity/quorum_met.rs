//! 2.02: the policy's quorum of witnesses cosigned the served checkpoint. Needs a policy.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;
use crate::verify::CHECKPOINT;

pub(super) const CONTROL: Control = Control { id: "2.02", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    let Some(quorum) = &seen.head.quorum else { return };
    verdict.checked(1);
    let expected = "a quorum of the policy's witnesses";
    if let Some(wrong) = &quorum.wrong {
        verdict.find(Place::file(CHECKPOINT), expected, wrong);
    } else if !quorum.met {
        let names: Vec<&str> = quorum.cosigned.iter().map(|(name, _)| name.as_str()).collect();
        let found =
            if names.is_empty() { "none of them".to_owned() } else { format!("only {}", names.join(", ")) };
        verdict.find(Place::file(CHECKPOINT), expected, found);
    }
}
