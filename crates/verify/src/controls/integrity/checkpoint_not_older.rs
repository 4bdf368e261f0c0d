//! 4.08: the served checkpoint is that of the newest cut, and continues the one the caller kept.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::passes::cuts;
use crate::report::Place;
use crate::verify::CHECKPOINT;

pub(super) const CONTROL: Control = Control { id: "4.08", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    let head = &seen.head.signed.checkpoint;
    if let Some(newest) = seen.cuts.newest() {
        verdict.checked(1);
        if newest != head.size {
            let expected = format!("size {newest}, the newest in {}", cuts::INDEX);
            verdict.find(Place::file(CHECKPOINT), expected, format!("size {}", head.size));
        }
    }
    let Some((known, root)) = &seen.head.known else { return };
    verdict.checked(1);
    let known = &known.checkpoint;
    let place = Place::file(CHECKPOINT);
    if known.origin != head.origin {
        verdict.find(place, format!("the ledger {} of the known checkpoint", known.origin), &head.origin);
    } else if known.size > head.size {
        verdict.find(
            place,
            format!("at least size {}, which is known", known.size),
            format!("size {}", head.size),
        );
    } else if *root != Some(known.root) {
        let found = root.map_or("no such root".to_owned(), |root| format!("root {root}"));
        verdict.find(place, format!("root {} at the known size {}", known.root, known.size), found);
    }
}
