//! 1.06: the list of cuts can be read, and every listed cut has its manifest, changes and checkpoint.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::passes::cuts;
use crate::report::{Place, Within};

pub(super) const CONTROL: Control = Control { id: "1.06", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    verdict.checked(1 + seen.cuts.rows.len() as u64 * cuts::FILES.len() as u64);
    if !seen.cuts.listed {
        verdict.find(Place::file(cuts::INDEX), "the list of cuts", "nothing");
    } else if let Some((line, text)) = &seen.cuts.bad_line {
        let place = Place { path: cuts::INDEX.to_owned(), within: Within::Line(*line) };
        verdict.find(place, "a size above the one before, and `yes` or `no`", format!("`{text}`"));
    } else if seen.cuts.rows.is_empty() {
        verdict.find(Place::file(cuts::INDEX), "at least one cut", "an empty list");
    }
    if let (Some(first), Some(beyond)) = (seen.cuts.rows.last(), seen.cuts.beyond) {
        let size = seen.head.signed.checkpoint.size;
        let expected = format!("no cut beyond the ledger of {size} entries, as far as it can be read");
        let found = format!("cut {} and {} more, up to {}", first.size, beyond.count, beyond.last);
        verdict.find(Place::file(cuts::INDEX), expected, found);
    }
    for cut in &seen.cuts.seen {
        for file in &cut.missing {
            verdict.find(Place::file(cuts::path(cut.size, file)), "the file", "nothing");
        }
    }
}
