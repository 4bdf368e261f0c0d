//! 3.03: totals of regions and constituencies equal what the ledger gives.

use crate::controls::{Control, Verdict};
use crate::observed::{Class, Observed};

pub(super) const CONTROL: Control = Control { id: "3.03", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.files(seen, Class::Totals);
}
