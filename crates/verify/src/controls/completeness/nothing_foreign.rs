//! 1.05: nothing is there that the ledger doesn't give. Needs a source that can list its files.

use crate::controls::{Control, Verdict};
use crate::observed::Observed;
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "1.05", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    let Some(foreign) = &seen.files.foreign else { return };
    verdict.checked(foreign.listed);
    for path in &foreign.paths {
        verdict.find(Place::file(path), "nothing", "a file");
    }
    for path in &foreign.other {
        verdict.find(
            Place::file(path),
            "a regular file or a folder",
            "a link, a device, or a name that is not UTF-8",
        );
    }
    for path in &seen.blobs.unnamed {
        verdict.find(Place::file(path), "nothing: no statement names it", "a file");
    }
}
