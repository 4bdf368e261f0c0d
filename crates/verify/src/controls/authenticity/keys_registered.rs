//! 2.05: keys are registered once, with proof of possession and as their role wants, none weak; and revoked once.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;
use statement::{KeyringError, Kind};
use tally::RefusalReason;

pub(super) const CONTROL: Control = Control { id: "2.05", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    let counted = |kind| seen.entries.by_kind.get(&kind).copied().unwrap_or(0);
    verdict.checked(counted(Kind::Key) + counted(Kind::Revoke));
    for (refusal, more) in seen.entries.refusals.iter().filter(|(refusal, _)| concerns(&refusal.reason)) {
        let expected = "a strong key, registered once, that signed its own registration and fits its role";
        verdict.find(Place::entry(refusal.entry), expected, refusal.reason.to_string());
        verdict.more(more);
    }
}

fn concerns(reason: &RefusalReason) -> bool {
    match reason {
        RefusalReason::Keyring(
            KeyringError::BadKey { .. }
            | KeyringError::BadScope(_)
            | KeyringError::Twice(_)
            | KeyringError::NoPossession(_)
            | KeyringError::NotRegistered(_)
            | KeyringError::Misfit { .. },
        ) => true,
        RefusalReason::Keyring(
            KeyringError::NotTheDefinition
            | KeyringError::NobodyKnown(_)
            | KeyringError::Revoked { .. }
            | KeyringError::BadSignature(_)
            | KeyringError::Authorise(_),
        )
        | RefusalReason::Fold(_)
        | RefusalReason::Entry(_)
        | RefusalReason::Order { .. }
        | RefusalReason::Statement(_) => false,
    }
}
