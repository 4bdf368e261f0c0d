//! Keys that come in late. From polling day on, another key of a place that has had one of its role, and any key by which others'
//! figures are confirmed or keys let in, needs the signatures of two levels: who could make such keys alone could speak for any
//! station. It is held at the ledger's door, whatever way a key comes.

use election::Profile;
use statement::{Body, Statement};
use tally::Replay;

/// Whether a key comes in late. `today` is the date in the profile's time, `2024-02-14`.
pub fn needs_second(replay: &Replay, role: &str, scope: &str, today: &str) -> bool {
    let profile = &replay.election().profile;
    let records = replay.keyring.records();
    let had = || records.iter().any(|record| record.role == role && record.scope.as_str() == scope);
    // A practice is held on any day, and its keys are nobody's elsewhere.
    let decides = || !replay.definition.practice && decides(profile, role);
    polling_has_come(profile, today) && (decides() || had())
}

fn polling_has_come(profile: &Profile, today: &str) -> bool {
    profile.contests().any(|(_, contest)| today >= contest.date.as_str())
}

/// Whether a role's word confirms figures, or lets keys in.
fn decides(profile: &Profile, role: &str) -> bool {
    profile.role(role).is_some_and(|role| role.confirms || role.may_sign("key"))
}

/// Whether a statement may come in by this rule: it registers no late key, or two roles signed for it beside the key itself. Whether the
/// signatures are good, the ledger looks at.
pub fn may_enter(replay: &Replay, statement: &Statement<'_>, today: &str) -> bool {
    let Body::Key(key) = &statement.body else { return true };
    if !needs_second(replay, key.role, key.scope, today) {
        return true;
    }
    let signers = replay.keyring.attribute(replay.tally.size(), statement).unwrap_or_default();
    let mut roles: Vec<&str> = signers.iter().map(|signer| signer.record.role.as_str()).collect();
    roles.sort_unstable();
    roles.dedup();
    roles.len() > 1
}
