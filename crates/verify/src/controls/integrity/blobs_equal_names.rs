//! 4.07: blobs have the bytes of their names, and the length that the statement says.

use crate::controls::{Control, Verdict};
use crate::observed::{Held, Observed};
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "4.07", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    for blob in &seen.blobs.named {
        match &blob.held {
            Held::Absent => {}
            Held::Whole(path, length) => {
                verdict.checked(1);
                if let Some(stated) = blob.bytes.filter(|stated| stated != length) {
                    let expected = format!("{stated} bytes, as entry {} says", blob.entry);
                    verdict.find(Place::file(path), expected, format!("{length} bytes"));
                }
            }
            Held::Wrong(path, found, length) => {
                verdict.checked(1);
                let expected = format!("sha256 {}", blob.sha256.to_hex());
                verdict.find(
                    Place::file(path),
                    expected,
                    format!("{length} bytes, sha256 {}", found.to_hex()),
                );
            }
        }
    }
    let (count, wrong) = &seen.blobs.unnamed;
    verdict.checked(*count);
    for (path, found) in wrong {
        verdict.find(Place::file(path), "the hash of its name", format!("sha256 {}", found.to_hex()));
    }
}
