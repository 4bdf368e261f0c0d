//! Where the bytes of evidence lie in the public tree.

use tally::NamedEvidence;

/// JPEG and PNG under `photo/`, everything else under `blob/`; without a leading slash.
pub(crate) fn evidence_path(evidence: &NamedEvidence) -> String {
    let folder = match evidence.media.as_deref() {
        None | Some("image/jpeg" | "image/png") => "photo",
        Some(_) => "blob",
    };
    format!("{folder}/{}", evidence.sha256.to_hex())
}
