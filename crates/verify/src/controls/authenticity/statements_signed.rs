//! 2.03: every statement is signed by a key that counts at its entry, by single strict checks.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;
use statement::KeyringError;
use tally::{FoldError, RefusalReason};

pub(super) const CONTROL: Control = Control { id: "2.03", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.entries.count);
    for (refusal, more) in seen.entries.refusals.iter().filter(|(refusal, _)| concerns(&refusal.reason)) {
        verdict.find(
            Place::entry(refusal.entry),
            "a valid signature by a registered key that is not revoked",
            refusal.reason.to_string(),
        );
        verdict.more(more);
    }
}

fn concerns(reason: &RefusalReason) -> bool {
    match reason {
        RefusalReason::Keyring(
            KeyringError::NobodyKnown(_) | KeyringError::Revoked { .. } | KeyringError::BadSignature(_),
        )
        | RefusalReason::Fold(FoldError::NoSigner) => true,
        RefusalReason::Keyring(_)
        | RefusalReason::Fold(_)
        | RefusalReason::Entry(_)
        | RefusalReason::Order { .. }
        | RefusalReason::Statement(_) => false,
    }
}
