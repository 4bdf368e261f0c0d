//! 3.11: no statement stands in the ledger twice.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;
use tally::{FoldError, RefusalReason};

pub(super) const CONTROL: Control = Control { id: "3.11", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.entries.count);
    for (refusal, more) in seen.entries.refusals.iter() {
        if refusal.reason == RefusalReason::Fold(FoldError::Twice) {
            verdict.find(Place::entry(refusal.entry), "a statement that is new", refusal.reason.to_string());
            verdict.more(more);
        }
    }
}
