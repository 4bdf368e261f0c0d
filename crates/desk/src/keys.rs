//! The keys of a place, as the ledger has them, and how one ends: a lost phone's key is revoked by a statement of who may do that
//! for its place, and from then on nothing that it signs enters. What it signed before stays.
//!
//! Who may: whose role may sign `revoke` and who acts for the place, below the nation of a higher level than the key's
//! ([`statement::revokes_below`]). The ledger's own rules hold it; here it is only said beforehand.

use election::Profile;
use statement::{Body, KeyRecord, Moment, Revoke, encode_text, revokes_below};
use tally::Replay;

use crate::compose::{ComposeError, Composed};

/// Every key of a place or of one below it, in the order they came in; the nation's code stands for all.
pub fn of_place<'a>(replay: &'a Replay, place: &'a str) -> impl Iterator<Item = &'a KeyRecord> {
    let nation = replay.election().profile.nation.code;
    let records = replay.keyring.records().iter();
    records.filter(move |record| place == nation.as_str() || record.scope.as_str().starts_with(place))
}

/// The keys that a name, a fingerprint or a vkey is of. A name may be several's; a fingerprint is read as it is typed.
pub fn named<'a>(replay: &'a Replay, name: &str) -> Vec<&'a KeyRecord> {
    let typed: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let is = |record: &&KeyRecord| {
        let vkey = record.key.to_string();
        record.key.name().as_str() == name
            || vkey == name
            || statement::fingerprint(&vkey).replace('-', "") == typed
    };
    replay.keyring.records().iter().filter(is).collect()
}

/// The name of the key at a position in the order they came in; a statement in the ledger says no other.
pub fn name_at(replay: &Replay, position: u32) -> Option<String> {
    let record = replay.keyring.records().get(usize::try_from(position).ok()?)?;
    Some(record.key.name().as_str().to_owned())
}

/// Whether somebody of this role and region may revoke a key; the nation's region is empty.
pub fn may_revoke(profile: &Profile, role: &str, region: &str, record: &KeyRecord) -> bool {
    if region.is_empty() || region == profile.nation.code.as_str() {
        return profile.role(role).is_some_and(|role| role.may_sign("revoke"));
    }
    record.scope.as_str().starts_with(region) && revokes_below(profile, role, &record.role)
}

/// That a key ends from the next entry on, as a text to sign.
///
/// # Errors
/// [`ComposeError::KeyEnded`] where it was revoked before; [`ComposeError::Statement`].
pub fn revocation(
    replay: &Replay,
    record: &KeyRecord,
    reason: &str,
    at: Moment,
) -> Result<Composed, ComposeError> {
    if let Some(entry) = record.revoked {
        return Err(ComposeError::KeyEnded(entry));
    }
    let vkey = record.key.to_string();
    let body = Body::Revoke(Revoke { key: &vkey, reason, at });
    let text = encode_text(&replay.election().profile.header, &body)?;
    Ok(Composed { text, kind: body.kind() })
}
