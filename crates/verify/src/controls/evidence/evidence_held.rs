//! 5.01: evidence that a capture brought is held; what is only named by its hash is published as pending.

use crate::controls::{Control, Verdict};
use crate::observed::{BlobRole, Held, Observed};
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "5.01", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    let evidence = |role| matches!(role, BlobRole::Evidence | BlobRole::Pending);
    for blob in seen.blobs.named.iter().filter(|blob| evidence(blob.role) && !blob.redacted) {
        verdict.checked(1);
        let path = format!("photo/{}", blob.sha256.to_hex());
        if blob.held.is_empty() && blob.role == BlobRole::Evidence {
            let expected = format!("the photo that entry {} brought", blob.entry);
            verdict.find(Place::file(path), expected, "nothing");
        }
        for held in &blob.held {
            match held {
                Held::Whole(_) => {}
                Held::Wrong(path, ..) => {
                    let expected = format!("the bytes that entry {} names", blob.entry);
                    verdict.find(Place::file(path), expected, "other bytes");
                }
            }
        }
    }
}
