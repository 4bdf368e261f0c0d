//! The keys of an election, as its ledger's own entries register and revoke them.
//!
//! The ring knows for every key from which entry on, and up to which, it counts; so that entries can be checked in any
//! order and in parallel, each against the ring as it was at that entry.

use std::collections::HashMap;
use std::sync::Arc;

use election::{Code, Profile, Role};
use ledger::{KeyKind, Signature, VerifyingKey, verify_one};

use crate::authorise::AuthoriseError;
use crate::body::{Body, Definition, Key, Revoke};
use crate::moment::Moment;
use crate::text::Statement;

/// One registered key.
#[derive(Clone, Debug)]
pub struct KeyRecord {
    /// The key; its name is in it.
    pub key: VerifyingKey,
    /// Role id in the profile.
    pub role: String,
    /// Region or station it acts for.
    pub scope: Code,
    /// The one source a restating key may restate.
    pub source: Option<String>,
    /// Index of the entry that registered it: it counts in later entries (and in that one, as proof of possession).
    pub registered: u64,
    /// Index of the entry that revoked it: it no longer counts in later ones.
    pub revoked: Option<u64>,
    /// Who registered it, and when; none of the definition's own key.
    pub registration: Option<Arc<KeyAct>>,
    /// Who revoked it, when and why.
    pub revocation: Option<Arc<KeyAct>>,
}

/// What was done with a key, as the statement says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyAct {
    /// When, as stated.
    pub at: Moment,
    /// Names of the keys that signed it, the registered one's own not among them.
    pub by: Vec<String>,
    /// Why, where it needs a reason.
    pub reason: Option<String>,
}

/// A signature that counts: by which key, with its position in the ring.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// Position of the record in [`Keyring::records`].
    pub position: usize,
    /// The record.
    pub record: &'a KeyRecord,
}

/// What a statement says about keys, for the ring that was asked ([`Keyring::learns`]).
#[derive(Clone, Debug)]
pub struct Learned(Change);

#[derive(Clone, Debug)]
enum Change {
    Registered(Box<KeyRecord>),
    Revoked {
        /// Of the key in the ring.
        position: usize,
        /// Index of the entry that revokes it.
        index: u64,
        act: Arc<KeyAct>,
    },
}

/// The keys of one election.
#[derive(Clone, Debug)]
pub struct Keyring {
    nation: Code,
    records: Vec<KeyRecord>,
    by_id: HashMap<[u8; 4], Vec<usize>>,
}

/// Why a statement is not authentic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// The first entry is not the definition, or a definition stands elsewhere.
    #[error("the first entry, and only it, is the definition")]
    NotTheDefinition,
    /// A vkey text is malformed or its key is weak.
    #[error("key `{text}`: {what}")]
    BadKey {
        /// The vkey text.
        text: String,
        /// What is wrong with it.
        what: String,
    },
    /// A scope is no code.
    #[error("`{0}` is not a place's code")]
    BadScope(String),
    /// Registered before.
    #[error("the key `{0}` is registered already")]
    Twice(String),
    /// The key being registered did not sign.
    #[error("the key `{0}` did not sign its own registration: possession is not proven")]
    NoPossession(String),
    /// Revocation of an unknown or already revoked key.
    #[error("the key `{0}` is not registered, or is revoked already")]
    NotRegistered(String),
    /// No signature is by a key that counts at this entry.
    #[error("no signature is by a key that counts at this entry (signed by {0})")]
    NobodyKnown(String),
    /// No signature is by a key that counts, and one is by a key that was revoked.
    #[error("the key `{key}` was revoked by entry {entry}: what it signs no longer counts")]
    Revoked {
        /// Name of the key.
        key: String,
        /// The entry that revoked it.
        entry: u64,
    },
    /// A known key's signature does not verify.
    #[error("the signature by `{0}` does not fit the text")]
    BadSignature(String),
    /// What a key is registered as doesn't fit its role.
    #[error("the key `{key}` can't have the role `{role}`: {misfit}")]
    Misfit {
        /// Name of the key.
        key: String,
        /// The role.
        role: String,
        /// What doesn't fit.
        misfit: Misfit,
    },
    /// The key may not make this statement.
    #[error(transparent)]
    Authorise(#[from] AuthoriseError),
}

/// What of a registration doesn't fit the role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// The scope is no code of the role's level.
    #[error("its scope `{scope}` is no place of level {level}")]
    Level {
        /// The scope.
        scope: String,
        /// The level the role acts at.
        level: u8,
    },
    /// The role acts abroad, the scope is at home.
    #[error("its scope `{0}` is not abroad")]
    NotAbroad(String),
    /// The role restates, and no source is named.
    #[error("it restates a source and names none")]
    NoSource,
    /// A source is named, and the role restates none.
    #[error("it restates nothing, so it can't name the source `{0}`")]
    SourceOfItsOwn(String),
    /// The profile has no such source.
    #[error("the profile has no source `{0}`")]
    UnknownSource(String),
}

impl Keyring {
    /// The ring as the definition begins it: with the definition's own key, which must have signed it.
    pub fn begin(nation: Code, statement: &Statement<'_>) -> Result<Keyring, KeyringError> {
        let Body::Definition(definition) = &statement.body else {
            return Err(KeyringError::NotTheDefinition);
        };
        let Definition { key, role, .. } = definition;
        let key = parse_key(key)?;
        let mut ring = Keyring { nation, records: Vec::new(), by_id: HashMap::new() };
        ring.push(KeyRecord {
            key,
            role: (*role).to_owned(),
            scope: nation,
            source: None,
            registered: 0,
            revoked: None,
            registration: None,
            revocation: None,
        });
        ring.signatures(0, statement)?;
        Ok(ring)
    }

    /// Every key ever registered, in order of registration.
    pub fn records(&self) -> &[KeyRecord] {
        &self.records
    }

    /// The signers of the statement at entry `index` whose signatures count and who may all make it.
    ///
    /// # Errors
    /// When none counts, when one known key's signature is bad, or when a signer may not make this statement.
    pub fn check(
        &self,
        profile: &Profile,
        index: u64,
        statement: &Statement<'_>,
    ) -> Result<Vec<Signer<'_>>, KeyringError> {
        let signers = self.signatures(index, statement)?;
        match &statement.body {
            Body::Definition(_) if index > 0 => return Err(KeyringError::NotTheDefinition),
            Body::Definition(body) => {
                let key = parse_key(body.key)?;
                check_role(profile, &key, body.role, self.nation.as_str(), None)?;
            }
            // The new key proves possession; the others must be registrars.
            Body::Key(body) => return self.check_registration(profile, index, statement, body, signers),
            Body::Revoke(body) => {
                self.check_revocation(profile, statement, body, &signers)?;
                return Ok(signers);
            }
            Body::Roster(_)
            | Body::Capture(_)
            | Body::Reading(_)
            | Body::Sheet(_)
            | Body::Withdrawal(_)
            | Body::Objection(_)
            | Body::Answer(_)
            | Body::Plenary(_)
            | Body::Ruling(_)
            | Body::Determination(_)
            | Body::Redaction(_)
            | Body::Notice(_)
            | Body::Disclosure(_)
            | Body::Roll(_)
            | Body::Audit(_)
            | Body::Close(_) => {}
        }
        for signer in &signers {
            statement.body.authorise(profile, self.nation, signer.record)?;
        }
        Ok(signers)
    }

    /// The signers of a statement whose signatures were checked before, by their names and ids alone.
    pub fn attribute(&self, index: u64, statement: &Statement<'_>) -> Result<Vec<Signer<'_>>, KeyringError> {
        let signers: Vec<Signer<'_>> = statement
            .signatures
            .iter()
            .flat_map(|line| self.by_id.get(&line.key_id).into_iter().flatten().map(move |at| (line, *at)))
            .filter_map(|(line, position)| {
                let record = self.records.get(position)?;
                (record.counts_at(index) && record.key.made(line)).then_some(Signer { position, record })
            })
            .collect();
        if signers.is_empty() { Err(self.nobody(index, statement)) } else { Ok(signers) }
    }

    /// Takes in what a checked statement says about keys; any other kind changes nothing.
    pub fn learn(&mut self, index: u64, statement: &Statement<'_>) -> Result<(), KeyringError> {
        if let Some(learned) = self.learns(index, statement)? {
            self.take(learned);
        }
        Ok(())
    }

    /// What a checked statement says about keys, and nothing is changed yet: a ring of a million keys is no thing to copy for one
    /// that may still be refused. None: it says nothing of keys.
    pub fn learns(&self, index: u64, statement: &Statement<'_>) -> Result<Option<Learned>, KeyringError> {
        match &statement.body {
            Body::Key(body) => {
                let key = parse_key(body.key)?;
                let scope =
                    Code::new(body.scope).map_err(|_| KeyringError::BadScope(body.scope.to_owned()))?;
                if self.position_of(&key).is_some() {
                    return Err(KeyringError::Twice(key.to_string()));
                }
                Ok(Some(Learned(Change::Registered(Box::new(KeyRecord {
                    key,
                    role: body.role.to_owned(),
                    scope,
                    source: body.source.map(str::to_owned),
                    registered: index,
                    revoked: None,
                    registration: Some(Arc::new(self.act(index, statement, body.at, None))),
                    revocation: None,
                })))))
            }
            Body::Revoke(body) => {
                let position = self.revocable(body)?;
                let act = Arc::new(self.act(index, statement, body.at, Some(body.reason)));
                Ok(Some(Learned(Change::Revoked { position, index, act })))
            }
            Body::Definition(_)
            | Body::Roster(_)
            | Body::Capture(_)
            | Body::Reading(_)
            | Body::Sheet(_)
            | Body::Withdrawal(_)
            | Body::Objection(_)
            | Body::Answer(_)
            | Body::Plenary(_)
            | Body::Ruling(_)
            | Body::Determination(_)
            | Body::Redaction(_)
            | Body::Notice(_)
            | Body::Disclosure(_)
            | Body::Roll(_)
            | Body::Audit(_)
            | Body::Close(_) => Ok(None),
        }
    }

    fn act(&self, index: u64, statement: &Statement<'_>, at: Moment, reason: Option<&str>) -> KeyAct {
        let signers = self.attribute(index, statement).unwrap_or_default();
        let by = signers.iter().map(|signer| signer.record.key.name().as_str().to_owned()).collect();
        KeyAct { at, by, reason: reason.map(str::to_owned) }
    }

    /// Takes in what this ring said a statement says of it, with nothing taken in between.
    pub fn take(&mut self, Learned(change): Learned) {
        match change {
            Change::Registered(record) => self.push(*record),
            Change::Revoked { position, index, act } => {
                if let Some(record) = self.records.get_mut(position) {
                    record.revoked = Some(index);
                    record.revocation = Some(act);
                }
            }
        }
    }

    fn push(&mut self, record: KeyRecord) {
        self.by_id.entry(record.key.key_id()).or_default().push(self.records.len());
        self.records.push(record);
    }

    /// Position among the records of this key.
    pub fn position_of(&self, key: &VerifyingKey) -> Option<usize> {
        let positions = self.by_id.get(&key.key_id())?;
        positions
            .iter()
            .copied()
            .find(|position| self.records.get(*position).is_some_and(|record| record.key == *key))
    }

    /// Position of the key that a statement revokes, if it counts.
    fn revocable(&self, body: &Revoke<'_>) -> Result<usize, KeyringError> {
        let not_registered = || KeyringError::NotRegistered(body.key.to_owned());
        let position = self.position_of(&parse_key(body.key)?).ok_or_else(not_registered)?;
        let counts = self.records.get(position).is_some_and(|record| record.revoked.is_none());
        if counts { Ok(position) } else { Err(not_registered()) }
    }

    // Unknown names are ignored, as the specification wants; a known key with a bad signature spoils the whole note.
    fn signatures(&self, index: u64, statement: &Statement<'_>) -> Result<Vec<Signer<'_>>, KeyringError> {
        let mut signers = Vec::with_capacity(1);
        for line in &statement.signatures {
            let Some(positions) = self.by_id.get(&line.key_id) else { continue };
            for position in positions {
                let Some(record) = self.records.get(*position) else { continue };
                if !record.counts_at(index) || !record.key.made(line) {
                    continue;
                }
                if !fits(&record.key, statement.text, line) {
                    return Err(KeyringError::BadSignature(line.name.clone()));
                }
                signers.push(Signer { position: *position, record });
            }
        }
        if signers.is_empty() && !matches!(statement.body, Body::Key(_)) {
            return Err(self.nobody(index, statement));
        }
        Ok(signers)
    }

    /// Why nobody's signature counts: whoever lost a key learns that it was revoked, not that it never was one.
    fn nobody(&self, index: u64, statement: &Statement<'_>) -> KeyringError {
        let known = statement.signatures.iter().flat_map(|line| {
            let positions = self.by_id.get(&line.key_id).into_iter().flatten();
            positions.filter_map(move |at| self.records.get(*at).filter(|record| record.key.made(line)))
        });
        let revoked = known.filter_map(|record| record.revoked.map(|entry| (record, entry)));
        if let Some((record, entry)) = revoked.into_iter().find(|(_, entry)| *entry < index) {
            return KeyringError::Revoked { key: record.key.name().as_str().to_owned(), entry };
        }
        let names: Vec<&str> = statement.signatures.iter().map(|line| line.name.as_str()).collect();
        KeyringError::NobodyKnown(names.join(", "))
    }

    /// Checks that all signers may revoke the key.
    fn check_revocation(
        &self,
        profile: &Profile,
        statement: &Statement<'_>,
        body: &Revoke<'_>,
        signers: &[Signer<'_>],
    ) -> Result<(), KeyringError> {
        let position = self.position_of(&parse_key(body.key)?);
        let ended = position.and_then(|position| self.records.get(position));
        let ended = ended.ok_or_else(|| KeyringError::NotRegistered(body.key.to_owned()))?;
        for signer in signers {
            statement.body.authorise_revoking(ended, profile, self.nation, signer.record)?;
        }
        Ok(())
    }

    fn check_registration<'r>(
        &'r self,
        profile: &Profile,
        index: u64,
        statement: &Statement<'_>,
        body: &Key<'_>,
        signers: Vec<Signer<'r>>,
    ) -> Result<Vec<Signer<'r>>, KeyringError> {
        let key = parse_key(body.key)?;
        let own = statement.signatures.iter().any(|line| key.made(line) && fits(&key, statement.text, line));
        if !own {
            return Err(KeyringError::NoPossession(body.key.to_owned()));
        }
        let registrars: Vec<Signer<'r>> =
            signers.into_iter().filter(|signer| signer.record.registered < index).collect();
        if registrars.is_empty() {
            return Err(KeyringError::NobodyKnown(body.key.to_owned()));
        }
        for signer in &registrars {
            statement.body.authorise(profile, self.nation, signer.record)?;
        }
        check_role(profile, &key, body.role, body.scope, body.source)?;
        Ok(registrars)
    }
}

impl KeyRecord {
    fn counts_at(&self, index: u64) -> bool {
        (self.registered < index || index == 0) && self.revoked.is_none_or(|revoked| index <= revoked)
    }
}

/// Whether a key can have this role: its scope is of the role's level, abroad where the role acts abroad, and it names a
/// source of the profile exactly when the role restates one.
fn check_role(
    profile: &Profile,
    key: &VerifyingKey,
    role: &str,
    scope: &str,
    source: Option<&str>,
) -> Result<(), KeyringError> {
    let key = || key.name().as_str().to_owned();
    let Some(known) = profile.role(role) else {
        return Err(KeyringError::Authorise(AuthoriseError::UnknownRole {
            key: key(),
            role: role.to_owned(),
        }));
    };
    match misfit(profile, known, scope, source) {
        None => Ok(()),
        Some(misfit) => Err(KeyringError::Misfit { key: key(), role: role.to_owned(), misfit }),
    }
}

fn misfit(profile: &Profile, role: &Role, scope: &str, source: Option<&str>) -> Option<Misfit> {
    let level = profile.level_of(scope);
    if let Some(wanted) = role.level.filter(|wanted| level != Some(*wanted)) {
        return Some(Misfit::Level { scope: scope.to_owned(), level: wanted });
    }
    if role.overseas && !profile.is_overseas(scope) {
        return Some(Misfit::NotAbroad(scope.to_owned()));
    }
    match source {
        None => role.restates.then_some(Misfit::NoSource),
        Some(source) if !role.restates => Some(Misfit::SourceOfItsOwn(source.to_owned())),
        Some(source) if profile.source(source).is_none() => Some(Misfit::UnknownSource(source.to_owned())),
        Some(_) => None,
    }
}

/// The strict check of a signature line over the text; the caller has matched name and id.
fn fits(key: &VerifyingKey, text: &str, line: &Signature) -> bool {
    <&[u8; 64]>::try_from(line.bytes.as_slice())
        .is_ok_and(|signature| verify_one(key, text.as_bytes(), signature))
}

// A cosigner's key must never sign statements: its signatures mean something else.
fn parse_key(text: &str) -> Result<VerifyingKey, KeyringError> {
    let bad = |what: String| KeyringError::BadKey { text: text.to_owned(), what };
    let key = VerifyingKey::parse(text).map_err(|error| bad(error.to_string()))?;
    match key.kind() {
        KeyKind::Ed25519 => Ok(key),
        KeyKind::Cosignature => Err(bad("a cosigner's key can't sign statements".to_owned())),
    }
}
