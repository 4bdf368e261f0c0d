//! 2.04: every signer may state what it states: kind, place, stage, source and reason.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;
use statement::KeyringError;
use tally::{FoldError, RefusalReason};

pub(super) const CONTROL: Control = Control { id: "2.04", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.entries.count);
    for (refusal, more) in seen.entries.refusals.iter().filter(|(refusal, _)| concerns(&refusal.reason)) {
        verdict.find(
            Place::entry(refusal.entry),
            "a signer whose role and scope allow it",
            refusal.reason.to_string(),
        );
        verdict.more(more);
    }
}

fn concerns(reason: &RefusalReason) -> bool {
    match reason {
        RefusalReason::Keyring(KeyringError::Authorise(_))
        | RefusalReason::Fold(
            FoldError::NeverStands(_) | FoldError::NotDeciding { .. } | FoldError::Outranked { .. },
        ) => true,
        RefusalReason::Keyring(_)
        | RefusalReason::Fold(_)
        | RefusalReason::Entry(_)
        | RefusalReason::Order { .. }
        | RefusalReason::Statement(_) => false,
    }
}
