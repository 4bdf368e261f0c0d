//! 1.02: every roster expects exactly the sheets that the definition's places give.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;
use statement::Kind;
use tally::{FoldError, RefusalReason};

pub(super) const CONTROL: Control = Control { id: "1.02", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.entries.by_kind.get(&Kind::Roster).copied().unwrap_or(0));
    for (refusal, more) in seen.entries.refusals.iter() {
        match &refusal.reason {
            RefusalReason::Fold(FoldError::RosterCount { contest, stated, counted }) => {
                verdict.find(Place::entry(refusal.entry), format!("{counted} sheets of `{contest}`"), stated);
                verdict.more(more);
            }
            RefusalReason::Fold(FoldError::RosterTwice(contest)) => {
                let found = format!("another for `{contest}`");
                verdict.find(Place::entry(refusal.entry), "one roster a contest", found);
                verdict.more(more);
            }
            RefusalReason::Fold(_)
            | RefusalReason::Entry(_)
            | RefusalReason::Order { .. }
            | RefusalReason::Statement(_)
            | RefusalReason::Keyring(_) => {}
        }
    }
}
