//! 4.07: blobs have the bytes of their names.

use crate::controls::{Control, Verdict};
use crate::observed::{Held, Observed};
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "4.07", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    for blob in &seen.blobs.named {
        for held in &blob.held {
            verdict.checked(1);
            match held {
                Held::Whole(_) => {}
                Held::Wrong(path, found, length) => {
                    let expected = format!("sha256 {}", blob.sha256.to_hex());
                    let found = format!("{length} bytes, sha256 {}", found.to_hex());
                    verdict.find(Place::file(path), expected, found);
                }
            }
        }
    }
}
