//! Keys that come in late. From polling day on, another key of a place that has had one of its role needs the signatures of two
//! levels, and so does any key by which others' figures are confirmed or keys let in, if the commission that defined the election
//! has not signed for it: who could make such keys alone could speak for any station. It is held at the ledger's door, whatever
//! way a key comes.

use election::Profile;
use statement::{Body, Statement};
use tally::Replay;

/// Whether a key comes in late. `today` is the date in the profile's time, `2024-02-14`.
pub fn needs_second(replay: &Replay, role: &str, scope: &str, today: &str) -> bool {
    // A practice is held on any day, and its keys are nobody's elsewhere.
    let decides = || !replay.definition.practice && decides(&replay.election().profile, role);
    polling_has_come(&replay.election().profile, today) && (has_had(replay, role, scope) || decides())
}

fn polling_has_come(profile: &Profile, today: &str) -> bool {
    profile.contests().any(|(_, contest)| today >= contest.date.as_str())
}

/// Whether a place has had a key of this role.
fn has_had(replay: &Replay, role: &str, scope: &str) -> bool {
    let mut records = replay.keyring.records().iter();
    records.any(|record| record.role == role && record.scope.as_str() == scope)
}

/// Whether a role's word confirms figures, or lets keys in.
fn decides(profile: &Profile, role: &str) -> bool {
    profile.role(role).is_some_and(|role| role.confirms || role.may_sign("key"))
}

/// Whether a statement may come in by this rule: it registers no late key, or has the signatures that a late one needs beside its own.
/// Whether the signatures are good, the ledger looks at.
pub fn may_enter(replay: &Replay, statement: &Statement<'_>, today: &str) -> bool {
    let Body::Key(key) = &statement.body else { return true };
    let signers = replay.keyring.attribute(replay.tally.size(), statement).unwrap_or_default();
    let roles: Vec<&str> = signers.iter().map(|signer| signer.record.role.as_str()).collect();
    signed_enough(replay, key.role, key.scope, today, &roles)
}

/// Whether keys of these roles are enough to register one of `role` for a place: of two levels where it comes in late, or the
/// commission that defined the election where it is the place's first.
pub fn signed_enough(replay: &Replay, role: &str, scope: &str, today: &str, signers: &[&str]) -> bool {
    if !needs_second(replay, role, scope, today) {
        return true;
    }
    let mut roles = signers.to_vec();
    roles.sort_unstable();
    roles.dedup();
    let profile = &replay.election().profile;
    let defines = |role: &&str| profile.role(role).is_some_and(|role| role.may_sign("definition"));
    roles.len() > 1 || !has_had(replay, role, scope) && roles.iter().any(defines)
}
