//! Form templates and check rows, as the profile's files state them.

use serde::Deserialize;

/// A form before its options are known.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormTemplate {
    /// The word for the form.
    pub id: String,
    /// Message key of its name: `form-<id>`.
    #[serde(skip)]
    pub name_key: String,
    /// Contests that use it.
    pub contests: Vec<String>,
    /// Levels (by their ids) it is filled at.
    pub levels: Vec<String>,
    /// Whether it is the variant for stations abroad.
    #[serde(default)]
    pub overseas: bool,
    /// Take rows, options and groups from this template, where it has none itself; page tags are never shared.
    #[serde(default)]
    pub extends: Option<String>,
    /// Boxes of every number, in place of those of the rows.
    #[serde(default)]
    pub digits: Option<u8>,
    /// Groups of checks that hold on it.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Whether its fields are the contest's columns (forms that add up other forms).
    #[serde(default)]
    pub columns: bool,
    /// Numbers that do not depend on the options.
    #[serde(default)]
    pub rows: Vec<FormRow>,
    /// The votes.
    #[serde(default)]
    pub options: Option<OptionRows>,
    /// Pages whose printed tag is known.
    #[serde(default)]
    pub pages: Vec<PageRow>,
    /// The law that sets the form.
    pub legal: String,
}

/// One line of numbers on a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormRow {
    /// Name of the field, or its beginning when it has parts.
    pub name: String,
    /// The parts of the line; empty: the line is one field.
    #[serde(default)]
    pub parts: Vec<String>,
    /// The item's number on the form.
    #[serde(default)]
    pub item: String,
    /// Page, from 1; with `after_options`, counted from the last page of votes.
    pub page: u8,
    /// Whether the line stands after the votes.
    #[serde(default)]
    pub after_options: bool,
    /// Boxes of each number.
    pub digits: u8,
}

/// The votes of a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionRows {
    /// The item's number on the form.
    #[serde(default)]
    pub item: String,
    /// The page of the first option.
    pub page: u8,
    /// Options on one page; 0: all on one.
    #[serde(default)]
    pub per_page: u8,
    /// Boxes of each number.
    pub digits: u8,
}

/// A page of a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageRow {
    /// Page, from 1.
    pub page: u8,
    /// Number of the printed machine-readable tag.
    pub tag: u16,
}

/// For what a check row makes checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Each {
    /// One check a form.
    #[default]
    Form,
    /// One check an option, `{option}` in the expression being its key.
    Option,
    /// One check an option that has a list of candidates on the form.
    List,
}

/// One row of the check table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckRule {
    /// The word for it.
    pub id: String,
    /// Message key of its explanation: `check-<id>`.
    #[serde(skip)]
    pub message_key: String,
    /// The group that forms take it by.
    pub group: String,
    /// The expression, see [`crate::expression`].
    pub expression: String,
    /// Whether a failure makes the sheet a conflict; a soft check only raises a flag.
    pub hard: bool,
    /// For what it is made.
    #[serde(default)]
    pub each: Each,
    /// The law it comes from.
    pub legal: String,
}
