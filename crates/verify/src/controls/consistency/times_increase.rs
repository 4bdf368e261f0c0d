//! 3.02: times and batch numbers strictly increase, and no entry is later than a cosignature that covers it.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;
use tally::RefusalReason;

/// How far two honest clocks may be apart, seconds.
const CLOCK_TOLERANCE_S: u64 = 60;

pub(super) const CONTROL: Control = Control { id: "3.02", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(seen.entries.count + seen.entries.cosigned.len() as u64);
    for (refusal, more) in seen.entries.refusals.iter() {
        match &refusal.reason {
            RefusalReason::Order { time_ms, batch, last_ms, last_batch } => {
                let expected = format!("after {last_ms} and batch {last_batch}");
                verdict.find(Place::entry(refusal.entry), expected, format!("{time_ms}, batch {batch}"));
                verdict.more(more);
            }
            RefusalReason::Entry(_)
            | RefusalReason::Statement(_)
            | RefusalReason::Keyring(_)
            | RefusalReason::Fold(_) => {}
        }
    }
    for cosigned in &seen.entries.cosigned {
        if cosigned.entry_ms / 1000 > cosigned.time_s.saturating_add(CLOCK_TOLERANCE_S) {
            let expected = format!(
                "at or before {} s, when `{}` cosigned {}",
                cosigned.time_s, cosigned.witness, cosigned.path
            );
            verdict.find(Place::entry(cosigned.entry), expected, format!("{} ms", cosigned.entry_ms));
        }
    }
}
