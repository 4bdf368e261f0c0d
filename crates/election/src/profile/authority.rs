//! Who may state what, at which stage, and whose statement stands.

use serde::Deserialize;

/// A role a key can have.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the role table and all combine")]
pub struct Role {
    /// The word in signer names and statements.
    pub id: String,
    /// Message key of its name: `role-<id>`.
    #[serde(skip)]
    pub name_key: String,
    /// Level of the region its keys are scoped to (the last level: a station); `None`: any place.
    #[serde(default)]
    pub level: Option<u8>,
    /// Whether its scope lies abroad.
    #[serde(default)]
    pub overseas: bool,
    /// Statement types it may sign.
    pub may: Vec<String>,
    /// Whether its sheet statements count.
    #[serde(default)]
    pub stands: bool,
    /// Whether its sheet statements are shown beside those that count.
    #[serde(default)]
    pub parallel: bool,
    /// Whether its word confirms a standing sheet.
    #[serde(default)]
    pub confirms: bool,
    /// Stages for whose statements its ruling counts: among rival or disputed ones it says which stands.
    #[serde(default)]
    pub deciding_for: Vec<String>,
    /// Whether it may only restate a named source.
    #[serde(default)]
    pub restates: bool,
    /// Of two statements at one stage the one of the higher rank stands; whoever restates a source is below everybody.
    #[serde(default)]
    pub rank: u8,
    /// The law that sets the role up.
    pub legal: String,
}

impl Role {
    /// Whether the role may sign statements of this type.
    pub fn may_sign(&self, statement_type: &str) -> bool {
        self.may.iter().any(|may| may == statement_type)
    }

    /// Whether its statements about sheets and plenaries are among those of which one stands.
    pub fn may_stand(&self) -> bool {
        self.stands && !self.parallel
    }

    /// Whether its ruling counts for statements made at this stage.
    pub fn decides_for(&self, stage: &str) -> bool {
        self.deciding_for.iter().any(|decided| decided == stage)
    }
}

/// What kind of step a stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StageKind {
    /// Counting at the station.
    Count,
    /// An open meeting that adds up a region.
    Plenary,
    /// The decree that fixes the result.
    Determination,
    /// A decision of a court or supervisor.
    Ruling,
    /// Polling or counting held again, later or to its end.
    Rerun,
}

/// A stage of the election.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The word in statements.
    pub id: String,
    /// Message key of its name: `stage-<id>`.
    #[serde(skip)]
    pub name_key: String,
    /// What kind of step it is.
    pub kind: StageKind,
    /// Level of the regions it is held in.
    #[serde(default)]
    pub level: Option<u8>,
    /// Whether it is held abroad only. Regions abroad of a level that has such a stage hold no other of that level.
    #[serde(default)]
    pub overseas: bool,
    /// Roles whose statements can stand in it. Which of them is stronger, their ranks say.
    pub roles: Vec<String>,
    /// The law that sets it up.
    pub legal: String,
}

/// A run: the first poll, or one held again, later, or counted again.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The word in statements.
    pub id: String,
    /// Message key of its name: `run-<id>`.
    #[serde(skip)]
    pub name_key: String,
    /// How the source writes it.
    pub source_text: String,
    /// The law that allows it.
    pub legal: String,
}

/// A source that an importer may restate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The word in statements.
    pub id: String,
    /// Message key of its name: `source-<id>`.
    #[serde(skip)]
    pub name_key: String,
    /// Where it was published.
    #[serde(default)]
    pub url: Option<String>,
    /// Fields (or beginnings of fields) it never has.
    #[serde(default)]
    pub never: Vec<String>,
    /// The law or act it rests on.
    pub legal: String,
}

/// What a statement gives a reason for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonUse {
    /// A sheet or plenary takes the place of an earlier one.
    Supersede,
    /// Figures are taken back.
    Withdrawal,
    /// A deciding role says which statement stands.
    Ruling,
    /// Bytes are removed.
    Redaction,
    /// The public is told something.
    Notice,
    /// A key ends.
    Revoke,
}

impl ReasonUse {
    /// Its word in the profile.
    pub fn text(self) -> &'static str {
        match self {
            ReasonUse::Supersede => "supersede",
            ReasonUse::Withdrawal => "withdrawal",
            ReasonUse::Ruling => "ruling",
            ReasonUse::Redaction => "redaction",
            ReasonUse::Notice => "notice",
            ReasonUse::Revoke => "revoke",
        }
    }
}

/// A reason a statement may give.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The word in statements.
    pub id: String,
    /// Message key of its explanation: `reason-<id>`.
    #[serde(skip)]
    pub explain_key: String,
    /// What it may be given for; a statement that gives it for anything else is refused.
    #[serde(rename = "for")]
    pub given_for: Vec<ReasonUse>,
    /// The law it rests on, where there is one.
    #[serde(default)]
    pub legal: String,
}
