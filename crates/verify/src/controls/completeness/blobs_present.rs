//! 1.07: every register, roll, audit and part of the definition that a statement names by its hash is there.

use crate::controls::{Control, Verdict};
use crate::observed::{BlobRole, Observed};
use crate::report::Place;

pub(super) const CONTROL: Control = Control { id: "1.07", judge };

fn judge(seen: &Observed, verdict: &mut Verdict) {
    for blob in seen.blobs.named.iter().filter(|blob| blob.role == BlobRole::Register && !blob.redacted) {
        verdict.checked(1);
        if blob.held.is_empty() {
            let expected = format!("the bytes that entry {} names", blob.entry);
            verdict.find(Place::file(format!("blob/{}", blob.sha256.to_hex())), expected, "nothing");
        }
    }
}
