//! `saksi key revoke`: a key ends by a statement in the ledger. What it signed before stays; what it signs from then on enters no more.

use desk::keys as ring;
use election::{Profile, ReasonUse};
use statement::{Body, KeyRecord, Revoke};

use super::Opened;
use crate::commands::init::{FIRST_KEY, moment};
use crate::error::Failure;
use crate::folder::Folder;
use crate::keys;
use crate::out;
use crate::session::now_ms;
use crate::texts::say;

/// Revokes the key of a name or fingerprint, by the key in a file: else the commission's.
pub fn run(folder: &Folder, name: &str, reason: &str, by: Option<&str>) -> Result<(), Failure> {
    let mut opened = Opened::new(folder, "#/place-keys")?;
    let wrong = |what: String| Failure::Revoke { key: name.to_owned(), what };
    let (vkey, shown) = {
        let found = ring::named(&opened.session.replay, name);
        let record = match found.as_slice() {
            [] => return Err(wrong(say!("revoke-no-key"))),
            [record] => *record,
            [_, _, ..] => {
                let each: Vec<String> = found.iter().map(|record| fingerprint(record)).collect();
                return Err(wrong(say!("revoke-several", keys = each.join(", "))));
            }
        };
        if let Some(entry) = record.revoked {
            return Err(wrong(say!("revoke-ended", entry = entry.to_string())));
        }
        (record.key.to_string(), fingerprint(record))
    };
    let profile = &opened.session.replay.election().profile;
    let known = reasons(profile);
    let reason = known.iter().find(|one| **one == reason || one.ends_with(&format!("-{reason}")));
    let reason = reason.ok_or_else(|| wrong(say!("revoke-no-reason", known = known.join(", "))))?.clone();
    let at = moment(now_ms(), profile)?;
    let signer = keys::open(folder, by.unwrap_or(FIRST_KEY), &opened.passphrase)?;
    let body = Body::Revoke(Revoke { key: &vkey, reason: &reason, at });
    let entry = opened.state(&body, &[&signer], wrong)?;
    out::line(&say!("key-revoked-now", key = shown, entry = entry.to_string(), reason = reason));
    Ok(())
}

/// A key's name and its fingerprint.
fn fingerprint(record: &KeyRecord) -> String {
    format!("{} {}", record.key.name().as_str(), statement::fingerprint(&record.key.to_string()))
}

/// The profile's reasons to revoke a key: `key-lost`, which may be given as `lost`.
fn reasons(profile: &Profile) -> Vec<String> {
    let fitting = profile.reasons.iter().filter(|reason| reason.given_for.contains(&ReasonUse::Revoke));
    fitting.map(|reason| reason.id.clone()).collect()
}
