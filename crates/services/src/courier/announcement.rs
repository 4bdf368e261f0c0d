//! What machines are told of a delivery: which files of which cut, with their hashes and where they are.

use serde_json::json;

use super::Parcel;
use crate::tables::link;

/// Writes it, as JSON.
pub(super) fn write(parcel: &Parcel<'_>) -> String {
    let (delivery, publication, config) = (parcel.delivery, parcel.publication, parcel.config);
    let files: Vec<serde_json::Value> = delivery
        .files
        .iter()
        .map(|file| {
            json!({ "name": file.name, "path": file.path, "bytes": file.bytes, "sha256": file.sha256,
                "url": link(&config.base_url, file) })
        })
        .collect();
    json!({
        "format": "saksi-delivery/1",
        "election": publication.name(),
        "practice": publication.practice(),
        "what": delivery.to.what.text(),
        "contest": delivery.to.contest,
        "regions": delivery.to.regions,
        "date": delivery.date,
        "cut": delivery.cut,
        "manifest": format!("{}/cuts/{}/manifest", config.public_url, delivery.cut),
        "files": files,
    })
    .to_string()
}
