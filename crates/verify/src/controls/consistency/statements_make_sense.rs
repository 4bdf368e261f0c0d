//! 3.01: every entry is a statement, and says something that can be: known places, contests, fields, references.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;
use statement::KeyringError;
use tally::{FoldError, RefusalReason};

pub(super) const CONTROL: Control = Control { id: "3.01", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.entries.count);
    for (refusal, more) in seen.entries.refusals.iter().filter(|(refusal, _)| concerns(&refusal.reason)) {
        verdict.find(Place::entry(refusal.entry), "a statement that makes sense", refusal.reason.to_string());
        verdict.more(more);
    }
}

fn concerns(reason: &RefusalReason) -> bool {
    match reason {
        RefusalReason::Entry(_)
        | RefusalReason::Statement(_)
        | RefusalReason::Keyring(KeyringError::NotTheDefinition) => true,
        RefusalReason::Fold(error) => !is_of_another_control(error),
        RefusalReason::Keyring(_) | RefusalReason::Order { .. } => false,
    }
}

fn is_of_another_control(error: &FoldError) -> bool {
    match error {
        FoldError::Twice
        | FoldError::NoSigner
        | FoldError::RosterCount { .. }
        | FoldError::RosterTwice(_)
        | FoldError::NeverStands(_)
        | FoldError::NotDeciding { .. }
        | FoldError::Outranked { .. } => true,
        FoldError::Closed
        | FoldError::SecondDefinition
        | FoldError::UnknownContest(_)
        | FoldError::UnknownPlace(_)
        | FoldError::NotExpected { .. }
        | FoldError::UnknownName { .. }
        | FoldError::UnknownField(_)
        | FoldError::MissingField(_)
        | FoldError::FieldTwice(_)
        | FoldError::UnknownReference(_)
        | FoldError::NotWithdrawable(_)
        | FoldError::BadEvidence(_)
        | FoldError::TooMuchEvidence(_)
        | FoldError::NoWord(_)
        | FoldError::BadCaptures(_)
        | FoldError::BadShare(_)
        | FoldError::UnknownBlob(_)
        | FoldError::DefiningBlob(_)
        | FoldError::Count(_)
        | FoldError::TooMany(_)
        | FoldError::StageMisfit { .. } => false,
    }
}
