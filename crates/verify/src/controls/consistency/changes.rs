//! 3.10: every cut's table of changes equals what the ledger gives.

use crate::controls::{Control, Verdict};
use crate::observed::{Compared, Observed};

pub(super) const CONTROL: Control = Control { id: "3.10", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    for cut in &seen.cuts.seen {
        match &cut.changes {
            Compared::Not => continue,
            Compared::Equal => {}
            Compared::Differs(difference) => verdict.differs(difference),
        }
        verdict.checked(1);
    }
}
