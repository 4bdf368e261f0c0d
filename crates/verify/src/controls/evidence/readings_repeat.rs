//! 5.03: a reading says what its photos give when they are read again.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;

pub(super) const CONTROL: Control = Control { id: "5.03", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    let Some(readings) = &seen.readings else { return verdict.not_asked() };
    verdict.checked(readings.counted.again);
    for difference in &readings.differing.kept {
        verdict.differs(difference);
    }
    verdict.more(readings.differing.more);
}
