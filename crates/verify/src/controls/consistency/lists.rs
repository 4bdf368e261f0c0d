//! 3.08: lists of places, options and candidates equal what the definition gives.

use crate::controls::{Control, Verdict};
use crate::observed::{Class, Observed};

pub(super) const CONTROL: Control = Control { id: "3.08", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.files(seen, Class::List);
}
