//! 4.05: every cut's manifest is the one that the ledger gives.

use crate::controls::{Control, Verdict};
use crate::observed::{Compared, Observed};

pub(super) const CONTROL: Control = Control { id: "4.05", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    for cut in &seen.cuts.seen {
        match &cut.manifest {
            Compared::Not => continue,
            Compared::Equal => {}
            Compared::Differs(difference) => verdict.differs(difference),
        }
        verdict.checked(1);
    }
}
