//! Who may state what: the profile's role table applied to one statement.

use election::{Code, Profile, ReasonUse, Role, StageKind};

use crate::body::Body;
use crate::keyring::KeyRecord;
use crate::kind::Kind;

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A region or station, by code.
    Place(&'a str),
    /// The election as a whole.
    Election,
}

/// Why a key may not make a statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthoriseError {
    /// The profile has no such role.
    #[error("the key `{key}` has the role `{role}`, which the profile doesn't have")]
    UnknownRole {
        /// Name of the key.
        key: String,
        /// Its role.
        role: String,
    },
    /// The role may not make this kind of statement.
    #[error("the role `{role}` may not make a {kind} statement (key `{key}`)")]
    Kind {
        /// Name of the key.
        key: String,
        /// Its role.
        role: String,
        /// The kind.
        kind: Kind,
    },
    /// The subject lies outside the key's scope.
    #[error("the key `{key}` acts for `{scope}` and says nothing about `{subject}`")]
    Scope {
        /// Name of the key.
        key: String,
        /// Its scope.
        scope: Code,
        /// The subject's code, or `the election`.
        subject: String,
    },
    /// Below the nation a key ends only keys of a lower level.
    #[error(
        "the key `{key}` of the role `{role}` can't revoke a key of the role `{other}`: it is of no lower level"
    )]
    NotBelow {
        /// Name of the key.
        key: String,
        /// Its role.
        role: String,
        /// Role of the key to revoke.
        other: String,
    },
    /// The profile has no such stage.
    #[error("the profile has no stage `{0}`")]
    UnknownStage(String),
    /// The role has no say at this stage.
    #[error("the role `{role}` has no say at the stage `{stage}` (key `{key}`)")]
    Stage {
        /// Name of the key.
        key: String,
        /// Its role.
        role: String,
        /// The stage.
        stage: String,
    },
    /// The source is missing, or another than the key restates, or named by a key that doesn't restate.
    #[error("the key `{key}` restates {may}, and the statement names {names}")]
    Source {
        /// Name of the key.
        key: String,
        /// What the key may restate.
        may: String,
        /// What the statement names.
        names: String,
    },
    /// The profile has no such reason.
    #[error("the profile has no reason `{0}`")]
    UnknownReason(String),
    /// The reason is no reason for what the statement does.
    #[error("`{reason}` is no reason for a {given}")]
    ReasonUse {
        /// The reason.
        reason: String,
        /// What it is given for.
        given: &'static str,
    },
    /// `supersedes` without `reason`, or the reverse.
    #[error("`supersedes` and `reason` go together; this statement has only `{0}`")]
    ReasonAlone(&'static str),
}

impl<'a> Body<'a> {
    /// What the statement is about.
    pub fn subject(&self) -> Subject<'a> {
        match self {
            Body::Capture(b) => Subject::Place(b.station),
            Body::Reading(b) => Subject::Place(b.station),
            Body::Sheet(b) => Subject::Place(b.station),
            Body::Withdrawal(b) => Subject::Place(b.station),
            Body::Objection(b) => Subject::Place(b.place),
            Body::Answer(b) => Subject::Place(b.place),
            Body::Plenary(b) => Subject::Place(b.region),
            Body::Ruling(b) => Subject::Place(b.place),
            Body::Determination(b) => Subject::Place(b.region),
            // Who registers a key must itself act for the place the key acts for.
            Body::Key(b) => Subject::Place(b.scope),
            Body::Notice(b) => b.region.map_or(Subject::Election, Subject::Place),
            // The place of a revoked key is in the ring, not in the text.
            Body::Definition(_)
            | Body::Roster(_)
            | Body::Revoke(_)
            | Body::Redaction(_)
            | Body::Disclosure(_)
            | Body::Roll(_)
            | Body::Audit(_)
            | Body::Close(_) => Subject::Election,
        }
    }

    /// The stage it belongs to, if its kind has one.
    pub fn stage(&self) -> Option<&'a str> {
        match self {
            Body::Sheet(b) => Some(b.stage),
            Body::Withdrawal(b) => Some(b.stage),
            Body::Plenary(b) => Some(b.stage),
            Body::Definition(_)
            | Body::Roster(_)
            | Body::Key(_)
            | Body::Revoke(_)
            | Body::Capture(_)
            | Body::Reading(_)
            | Body::Objection(_)
            | Body::Answer(_)
            | Body::Ruling(_)
            | Body::Determination(_)
            | Body::Redaction(_)
            | Body::Notice(_)
            | Body::Disclosure(_)
            | Body::Roll(_)
            | Body::Audit(_)
            | Body::Close(_) => None,
        }
    }

    /// The source it restates, if it names one.
    pub fn source(&self) -> Option<&'a str> {
        match self {
            Body::Sheet(b) => b.source,
            Body::Withdrawal(b) => b.source,
            Body::Plenary(b) => b.source,
            Body::Definition(_)
            | Body::Roster(_)
            | Body::Key(_)
            | Body::Revoke(_)
            | Body::Capture(_)
            | Body::Reading(_)
            | Body::Objection(_)
            | Body::Answer(_)
            | Body::Ruling(_)
            | Body::Determination(_)
            | Body::Redaction(_)
            | Body::Notice(_)
            | Body::Disclosure(_)
            | Body::Roll(_)
            | Body::Audit(_)
            | Body::Close(_) => None,
        }
    }

    /// What needs a reason, if anything does, and the reason given.
    fn reasoning(&self) -> (Option<ReasonUse>, Option<&'a str>) {
        let supersedes = |superseded: bool| superseded.then_some(ReasonUse::Supersede);
        match self {
            Body::Sheet(b) => (supersedes(b.supersedes.is_some()), b.reason),
            Body::Plenary(b) => (supersedes(b.supersedes.is_some()), b.reason),
            Body::Withdrawal(b) => (Some(ReasonUse::Withdrawal), Some(b.reason)),
            Body::Ruling(b) => (Some(ReasonUse::Ruling), Some(b.reason)),
            Body::Revoke(b) => (Some(ReasonUse::Revoke), Some(b.reason)),
            Body::Redaction(b) => (Some(ReasonUse::Redaction), Some(b.reason)),
            Body::Notice(b) => (Some(ReasonUse::Notice), Some(b.reason)),
            Body::Definition(_)
            | Body::Roster(_)
            | Body::Key(_)
            | Body::Capture(_)
            | Body::Reading(_)
            | Body::Objection(_)
            | Body::Answer(_)
            | Body::Determination(_)
            | Body::Disclosure(_)
            | Body::Roll(_)
            | Body::Audit(_)
            | Body::Close(_) => (None, None),
        }
    }

    /// Checks that the holder of `record` may make this statement.
    ///
    /// `nation` is the code of the root region, whose keys act everywhere; elsewhere codes nest, so that a scope covers
    /// the codes that begin with it.
    pub fn authorise(
        &self,
        profile: &Profile,
        nation: Code,
        record: &KeyRecord,
    ) -> Result<(), AuthoriseError> {
        self.authorise_about(self.subject(), profile, nation, record)
    }

    /// Checks that the holder of `record` may revoke the key of `ended`: as with registering, whoever does it acts for the place
    /// that the key acts for. Below the nation it is of a higher level, too: nobody ends the keys of their own colleagues, nor of
    /// witnesses, observers and supervisors, whose roles are of no level.
    pub(crate) fn authorise_revoking(
        &self,
        ended: &KeyRecord,
        profile: &Profile,
        nation: Code,
        record: &KeyRecord,
    ) -> Result<(), AuthoriseError> {
        self.authorise_about(Subject::Place(ended.scope.as_str()), profile, nation, record)?;
        if record.scope == nation || is_below(profile, &record.role, &ended.role) {
            return Ok(());
        }
        Err(AuthoriseError::NotBelow {
            key: record.key.name().as_str().to_owned(),
            role: record.role.clone(),
            other: ended.role.clone(),
        })
    }

    fn authorise_about(
        &self,
        subject: Subject<'_>,
        profile: &Profile,
        nation: Code,
        record: &KeyRecord,
    ) -> Result<(), AuthoriseError> {
        let key = || record.key.name().as_str().to_owned();
        let role = profile
            .role(&record.role)
            .ok_or_else(|| AuthoriseError::UnknownRole { key: key(), role: record.role.clone() })?;
        let kind = self.kind();
        if !role.may.iter().any(|may| may == kind.text()) {
            return Err(AuthoriseError::Kind { key: key(), role: role.id.clone(), kind });
        }
        check_scope(subject, nation, record)?;
        if let Some(id) = self.stage() {
            let stage = profile.stage(id).ok_or_else(|| AuthoriseError::UnknownStage(id.to_owned()))?;
            if !role.parallel && !stage.roles.contains(&role.id) {
                return Err(AuthoriseError::Stage {
                    key: key(),
                    role: role.id.clone(),
                    stage: id.to_owned(),
                });
            }
            let (may, names) = (record.source.as_deref(), self.source());
            if may != names {
                let say = |source: Option<&str>| source.map_or("no source".to_owned(), |s| format!("`{s}`"));
                return Err(AuthoriseError::Source { key: key(), may: say(may), names: say(names) });
            }
        }
        if let Body::Determination(_) = self {
            may_decree(profile, role, key)?;
        }
        match self.reasoning() {
            (Some(_), None) => Err(AuthoriseError::ReasonAlone("supersedes")),
            (None, Some(_)) => Err(AuthoriseError::ReasonAlone("reason")),
            (Some(given), Some(id)) => {
                let reason =
                    profile.reason(id).ok_or_else(|| AuthoriseError::UnknownReason(id.to_owned()))?;
                if reason.given_for.contains(&given) {
                    return Ok(());
                }
                Err(AuthoriseError::ReasonUse { reason: id.to_owned(), given: given.text() })
            }
            (None, None) => Ok(()),
        }
    }
}

/// Whether a key of `role` that acts for a place below the nation may revoke one of `other` in that place: the role may revoke, and
/// the other's is of a lower level.
pub fn revokes_below(profile: &Profile, role: &str, other: &str) -> bool {
    let may = profile.role(role).is_some_and(|role| role.may_sign(Kind::Revoke.text()));
    may && is_below(profile, role, other)
}

fn is_below(profile: &Profile, role: &str, other: &str) -> bool {
    let level = |role: &str| profile.role(role).and_then(|role| role.level);
    level(role).zip(level(other)).is_some_and(|(own, other)| other > own)
}

fn check_scope(subject: Subject<'_>, nation: Code, record: &KeyRecord) -> Result<(), AuthoriseError> {
    let outside = |subject: &str| AuthoriseError::Scope {
        key: record.key.name().as_str().to_owned(),
        scope: record.scope,
        subject: subject.to_owned(),
    };
    if record.scope == nation {
        return Ok(());
    }
    match subject {
        Subject::Place(code) if code.starts_with(record.scope.as_str()) => Ok(()),
        Subject::Place(code) => Err(outside(code)),
        Subject::Election => Err(outside("the election")),
    }
}

// A decree belongs to the stage of its kind, where the profile has one.
fn may_decree(profile: &Profile, role: &Role, key: impl Fn() -> String) -> Result<(), AuthoriseError> {
    let mut stages = profile.stages.iter().filter(|stage| stage.kind == StageKind::Determination).peekable();
    let Some(first) = stages.peek().map(|stage| stage.id.clone()) else { return Ok(()) };
    if stages.any(|stage| stage.roles.contains(&role.id)) {
        return Ok(());
    }
    Err(AuthoriseError::Stage { key: key(), role: role.id.clone(), stage: first })
}
