//! From the ledger's first entry to the key that signed: which of the entries given hold, and what they register.

use election::Profile;
use ledger::{Entry, Hash, Signature, TlogProof, VerifyingKey, leaf_hash, verify_inclusion, verify_one};
use statement::{Keyring, KeyringError, Statement, fingerprint};

use crate::report::KeyLine;

/// A head that the policy's ledger signed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub size: u64,
    pub root: Hash,
}

/// Whether an entry that comes with a proof stands under this very head.
///
/// Another head of the same ledger is not enough: that the two belong to one history is not shown by either.
pub(crate) fn stands(head: &Head, proof: &TlogProof) -> Result<(), String> {
    let entry = proof.extra.as_deref().ok_or("the proof carries no entry")?;
    verify_inclusion(&leaf_hash(entry), proof.index, head.size, &proof.hashes, &head.root)
        .map_err(|error| error.to_string())
}

/// The first words of a note's first line: which election's statement it says it is.
pub(crate) fn header_of(note: &[u8]) -> String {
    let line = note.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    line.rsplit_once(' ').map_or_else(String::new, |(header, _)| header.to_owned())
}

/// A statement in its entry.
pub(crate) fn statement_in<'a>(header: &str, proof: &'a TlogProof) -> Result<Statement<'a>, String> {
    let entry = proof.extra.as_deref().ok_or("the proof carries no entry")?;
    let entry = Entry::parse(entry).map_err(|error| error.to_string())?;
    Statement::parse(header, entry.note).map_err(|error| error.to_string())
}

/// What the signature lines of a statement are worth, by the keys that are at hand.
pub(crate) enum Signed {
    /// This key signed it.
    Fits(VerifyingKey),
    /// Its name stands there, and its signature does not fit.
    False(VerifyingKey),
    /// None of the keys is named.
    NoKey,
}

/// A false line by a known key spoils the note, as in the count.
pub(crate) fn signed(statement: &Statement<'_>, keys: &[VerifyingKey]) -> Signed {
    let mut found = Signed::NoKey;
    for line in &statement.signatures {
        for key in keys.iter().filter(|key| key.made(line)) {
            if !fits(key, statement.text, line) {
                return Signed::False(key.clone());
            }
            if matches!(found, Signed::NoKey) {
                found = Signed::Fits(key.clone());
            }
        }
    }
    found
}

fn fits(key: &VerifyingKey, text: &str, line: &Signature) -> bool {
    <[u8; 64]>::try_from(line.bytes.as_slice()).is_ok_and(|bytes| verify_one(key, text.as_bytes(), &bytes))
}

/// Takes what the entries say of keys into the ring, in the ledger's order; those that don't hold change nothing. The
/// statements must all stand under the head.
pub(crate) fn take_in(ring: &mut Keyring, profile: &Profile, entries: &[(u64, Statement<'_>)]) {
    for (index, statement) in entries {
        if ring.check(profile, *index, statement).is_ok() {
            // The ring knows which statements speak of keys; what was refused says nothing of them.
            let _ = ring.learn(*index, statement);
        }
    }
}

/// What the ring says of a statement, told apart by what it means for whoever has a part of the ledger only.
pub(crate) enum Authority {
    /// The signers may state it; the first of them.
    Shown(usize),
    /// No key of the ring is among those that signed: the ring is a part of what there is.
    NoKey,
    /// An entry at hand revoked it.
    Revoked { key: String, entry: u64 },
    /// The signature does not fit: said by another step already.
    BadSignature,
    /// By its role, its place, its stage or its reason it may not.
    Refused(String),
}

pub(crate) fn authority(
    ring: &Keyring,
    profile: &Profile,
    index: u64,
    statement: &Statement<'_>,
) -> Authority {
    match ring.check(profile, index, statement) {
        Ok(signers) => signers.first().map_or(Authority::NoKey, |signer| Authority::Shown(signer.position)),
        Err(KeyringError::NobodyKnown(_)) => Authority::NoKey,
        Err(KeyringError::Revoked { key, entry }) => Authority::Revoked { key, entry },
        Err(KeyringError::BadSignature(_)) => Authority::BadSignature,
        Err(
            error @ (KeyringError::NotTheDefinition
            | KeyringError::BadKey { .. }
            | KeyringError::BadScope(_)
            | KeyringError::Twice(_)
            | KeyringError::NoPossession(_)
            | KeyringError::NotRegistered(_)
            | KeyringError::Misfit { .. }
            | KeyringError::Authorise(_)),
        ) => Authority::Refused(error.to_string()),
    }
}

/// The keys from the first entry's down to the one at `position`.
pub(crate) fn way(ring: &Keyring, profile: &Profile, language: &str, position: usize) -> Vec<KeyLine> {
    let mut lines = Vec::new();
    let mut at = ring.records().get(position);
    while let Some(record) = at {
        let by = record.registration.as_ref().map(|act| act.by.clone()).unwrap_or_default();
        let above = by.iter().find_map(|name| {
            let registered = |above: &&statement::KeyRecord| {
                above.key.name().as_str() == name && above.registered < record.registered
            };
            ring.records().iter().find(registered)
        });
        lines.push(KeyLine {
            key: record.key.name().as_str().to_owned(),
            fingerprint: fingerprint(&record.key.to_string()),
            label: profile
                .role(&record.role)
                .and_then(|role| profile.message(language, &role.name_key).map(str::to_owned)),
            role: record.role.clone(),
            scope: record.scope.to_string(),
            entry: record.registered,
            by,
        });
        // Registered earlier each time, so it ends.
        at = above;
    }
    lines.reverse();
    lines
}
