//! 4.06: every published file has the length and hash that the manifests say.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;

pub(super) const CONTROL: Control = Control { id: "4.06", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.files.declared);
    for difference in &seen.files.undeclared {
        verdict.differs(difference);
    }
}
