//! Who may do what: one table of the profile, `desk.toml`, and nothing else.
//!
//! A route names what it does ([`Act`]) where it is declared; a role may do what the table gives it; and a person acts within
//! their own region, whose code every station and region of it begins with.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::plenary::objections::Clock;

/// What can be done at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Type sheets.
    Type,
    /// Decide which of two people's figures stays.
    Resolve,
    /// See the photos that sheets are typed and decided from.
    See,
    /// See how far everything is.
    Follow,
    /// Lead a plenary: state it, compare, explain, print, close it.
    Preside,
    /// Say what came of an objection.
    Answer,
    /// Object, or report what was found.
    Object,
    /// Add accounts and end them.
    Administer,
    /// Read what everybody did.
    Inspect,
    /// Sign, as the second, for keys that come in late.
    Vouch,
    /// Enrol one's own people: keys of one's own role.
    Mandate,
    /// Have the bytes of a photo taken out of what is shown and published.
    Redact,
}

impl Act {
    /// All of them.
    pub const ALL: [Act; 12] = [
        Act::Type,
        Act::Resolve,
        Act::See,
        Act::Follow,
        Act::Preside,
        Act::Answer,
        Act::Object,
        Act::Administer,
        Act::Inspect,
        Act::Vouch,
        Act::Mandate,
        Act::Redact,
    ];
}

/// The table: each act's roles; and by when objections are answered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Access {
    /// By when what is disputed is answered, by law.
    #[serde(default)]
    pub clocks: Vec<Clock>,
    /// Roles whose accounts do nothing without a second factor.
    #[serde(default)]
    second_factor: BTreeSet<String>,
    #[serde(flatten)]
    acts: BTreeMap<Act, BTreeSet<String>>,
}

/// Why a table is refused.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// Not TOML of this shape.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// A role that the profile does not have.
    #[error("the role {0} is none of the profile's")]
    NoRole(String),
    /// Who reads what everybody typed would type what they have read.
    #[error("the role {0} would both type and read what others typed")]
    NotBlind(String),
    /// Nobody could do this.
    #[error("no role may {0:?}")]
    Nobody(Act),
}

impl Access {
    /// Where it stands in a profile.
    pub const FILE: &'static str = "desk.toml";

    /// Reads a table. `known` says whether the profile has a role.
    pub fn parse(text: &str, known: impl Fn(&str) -> bool) -> Result<Access, AccessError> {
        let mut access: Access = toml::from_str(text)?;
        // Elections that began with a profile from before answers were statements have their answers from who presides.
        if let Some(preside) = access.acts.get(&Act::Preside).cloned() {
            access.acts.entry(Act::Answer).or_insert(preside);
        }
        let named = access.acts.values().flatten().chain(&access.second_factor);
        if let Some(role) = named.into_iter().find(|role| !known(role)) {
            return Err(AccessError::NoRole(role.clone()));
        }
        if let Some(types) = access.acts.get(&Act::Type) {
            let reads = types.iter().find(|role| access.allows(role, Act::Inspect));
            if let Some(role) = reads {
                return Err(AccessError::NotBlind(role.clone()));
            }
        }
        // A photo can be taken out without the desk, and profiles from before say nothing of it.
        let mut needed = Act::ALL.into_iter().filter(|act| *act != Act::Redact);
        match needed.find(|act| access.acts.get(act).is_none_or(BTreeSet::is_empty)) {
            Some(act) => Err(AccessError::Nobody(act)),
            None => Ok(access),
        }
    }

    /// Whether a role may do this.
    pub fn allows(&self, role: &str, act: Act) -> bool {
        self.acts.get(&act).is_some_and(|roles| roles.contains(role))
    }

    /// What a role may do.
    pub fn acts(&self, role: &str) -> Vec<Act> {
        Act::ALL.into_iter().filter(|act| self.allows(role, *act)).collect()
    }

    /// Whether a role's accounts need a second factor.
    pub fn needs_second_factor(&self, role: &str) -> bool {
        self.second_factor.contains(role)
    }

    /// Whether any act is a role's: others have nothing to do here.
    pub fn knows(&self, role: &str) -> bool {
        self.acts.values().any(|roles| roles.contains(role))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "type = [\"ppk\", \"pps\"]\nresolve = [\"ppk\"]\nanswer = [\"ppk\"]\nsee = [\"ppk\"]\nfollow = [\"ppk\"]\npreside = [\"ppk\"]\n\
                         object = [\"bawaslu\"]\nadminister = [\"administrator\"]\ninspect = [\"auditor\"]\nvouch = [\"kpu\"]\n\
                         mandate = [\"saksi\"]\nredact = [\"kpu\"]\n";

    #[test]
    fn a_role_may_do_what_the_table_gives_it() {
        let access = Access::parse(TABLE, |_| true).unwrap();
        assert!(access.allows("pps", Act::Type) && !access.allows("pps", Act::Resolve));
        assert!(!access.allows("administrator", Act::Type) && !access.knows("importer"));
    }

    #[test]
    fn a_table_with_an_unknown_role_or_act_or_an_act_of_nobody_is_refused() {
        let known = |role: &str| role != "pps";
        assert!(matches!(Access::parse(TABLE, known), Err(AccessError::NoRole(role)) if role == "pps"));
        let nobody = TABLE.replace("[\"auditor\"]", "[]");
        assert!(matches!(Access::parse(&nobody, |_| true), Err(AccessError::Nobody(Act::Inspect))));
        let blind = TABLE.replace("[\"auditor\"]", "[\"auditor\", \"pps\"]");
        assert!(matches!(Access::parse(&blind, |_| true), Err(AccessError::NotBlind(role)) if role == "pps"));
        let factor = format!("{TABLE}second_factor = [\"pps\"]\n");
        assert!(Access::parse(&factor, |_| true).unwrap().needs_second_factor("pps"));
        let factor = format!("{TABLE}second_factor = [\"nobody\"]\n");
        let known = |role: &str| role != "nobody";
        assert!(matches!(Access::parse(&factor, known), Err(AccessError::NoRole(role)) if role == "nobody"));
        let before = TABLE.replace("redact = [\"kpu\"]\n", "");
        assert!(Access::parse(&before, |_| true).is_ok_and(|access| !access.allows("kpu", Act::Redact)));
        let other = TABLE.replace("inspect", "delete");
        assert!(matches!(Access::parse(&other, |_| true), Err(AccessError::Toml(_))));
    }
}
