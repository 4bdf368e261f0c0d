//! 1.04: every file of the newest cut's tree is there.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "1.04", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.files.expected.saturating_sub(seen.files.left_out));
    for path in &seen.files.missing {
        verdict.find(Place::file(path), "the file", "nothing");
    }
}
