//! 3.04: the adapter's files of stations equal what the ledger gives.

use crate::controls::{Control, Verdict};
use crate::observed::{Class, Observed};

pub(super) const CONTROL: Control = Control { id: "3.04", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.files(seen, Class::Station);
}
