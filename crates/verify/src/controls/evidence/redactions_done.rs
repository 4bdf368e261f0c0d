//! 5.02: bytes that a redaction removed are gone; their hash stays and is counted.

use crate::controls::{Control, Verdict};
use crate::observed::{Held, Observed};
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "5.02", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    for blob in seen.blobs.named.iter().filter(|blob| blob.redacted) {
        verdict.checked(1);
        for held in &blob.held {
            let (Held::Whole(path) | Held::Wrong(path, ..)) = held;
            verdict.find(Place::file(path), "nothing: its bytes were redacted", "a file");
        }
    }
}
