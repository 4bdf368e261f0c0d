//! 3.07: tables, CSV and Parquet, equal what the ledger gives.

use crate::controls::{Control, Verdict};
use crate::observed::{Class, Observed};

pub(super) const CONTROL: Control = Control { id: "3.07", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.files(seen, Class::Table);
}
