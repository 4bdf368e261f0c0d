//! Contests, parties and levels: what is elected, by whom, where.

use serde::Deserialize;

use crate::code::Code;

/// A level of the region tree, from the nation (0) down; the last one is the station.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The word used in forms, roles and stages.
    pub id: String,
    /// Message key of the level's name: `level-<id>`.
    #[serde(skip)]
    pub name_key: String,
    /// Number of characters of its codes, where the law fixes one.
    #[serde(default)]
    pub code_length: Option<u8>,
    /// The law that sets the level up.
    pub legal: String,
}

/// The region of level 0.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nation {
    /// Its code.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// Its number in the source's own system.
    #[serde(default)]
    pub source_id: Option<u64>,
}

/// How a station's kind follows from its code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceRules {
    /// Codes beginning with this lie abroad.
    #[serde(default)]
    pub overseas_prefix: Option<String>,
    /// A domestic station whose last three digits are at least this number is a special one (hospital, prison, ...).
    #[serde(default)]
    pub special_suffix_from: Option<u16>,
    /// The law of both rules.
    #[serde(default)]
    pub legal: String,
}

/// A contest's place in the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContestIx(pub u8);

/// A column's place in its contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnIx(pub u16);

/// What the voters choose between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContestKind {
    /// One list of candidates (or pairs) for the whole nation, given in the profile.
    Candidates,
    /// Parties, each with a list of candidates per constituency.
    Parties,
    /// Candidates (or pairs) of each constituency, given as a candidate table.
    PerConstituency,
}

/// Where the constituencies of a contest come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConstituencyRule {
    /// The nation is the only constituency.
    Nation,
    /// Every region of this level is one.
    Level(u8),
    /// A constituency table says.
    Table,
}

/// One contest of the election.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// The word in paths and statements.
    pub id: String,
    /// Message key of its name: `contest-<id>`.
    #[serde(skip)]
    pub name_key: String,
    /// What the voters choose between.
    pub kind: ContestKind,
    /// Polling day, `YYYY-MM-DD`.
    pub date: String,
    /// Totals per option mean something from this level down (0 = nation): below it every station has the
    /// same options.
    pub options_from_level: u8,
    /// Where the constituencies come from.
    pub constituencies: ConstituencyRule,
    /// Whether stations abroad hold it.
    #[serde(default)]
    pub overseas: bool,
    /// The constituency that counts the votes from abroad, where regions abroad belong to none.
    #[serde(default)]
    pub overseas_constituency: Option<Code>,
    /// Whether special stations hold it.
    #[serde(default = "yes")]
    pub special: bool,
    /// Regions (beginnings of codes) that do not hold it.
    #[serde(default)]
    pub excluded: Vec<String>,
    /// Whether parties that stand in some regions only take part.
    #[serde(default)]
    pub local_parties: bool,
    /// Share of the national valid votes a party needs for seats, in parts per million; `None`: no threshold.
    #[serde(default)]
    pub threshold_ppm: Option<u32>,
    /// Seats in all, where the law fixes them.
    #[serde(default)]
    pub seats: Option<u32>,
    /// Seats of every constituency, where they are all equal.
    #[serde(default)]
    pub seats_each: Option<u16>,
    /// The options of a [`ContestKind::Candidates`] contest.
    #[serde(default)]
    pub options: Vec<OptionRow>,
    /// The law that calls the contest.
    pub legal: String,
    /// The fields every form of the contest shares, in form order, with `votes.<option>` for the union of its
    /// options. A total of a region is a vector over these. Complete once an election is made of the profile.
    #[serde(skip)]
    pub columns: Vec<Column>,
}

impl Contest {
    /// The place of a column by its name.
    pub fn column(&self, name: &str) -> Option<ColumnIx> {
        let at = self.columns.iter().position(|column| column.name == name)?;
        u16::try_from(at).ok().map(ColumnIx)
    }

    /// The columns `votes.<option>`, in ballot order.
    pub fn vote_columns(&self) -> impl Iterator<Item = (ColumnIx, &Column)> {
        (0..).map(ColumnIx).zip(&self.columns).filter(|(_, column)| column.option.is_some())
    }
}

/// One number that every region of a contest has a total of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The field's name.
    pub name: String,
    /// Message key of its name.
    pub label_key: String,
    /// Key of the option whose votes it counts.
    pub option: Option<String>,
}

/// An option of a contest with one list for the nation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionRow {
    /// Number on the ballot.
    pub number: u16,
    /// Name as on the ballot.
    pub name: String,
    /// Its number in the source's own system.
    #[serde(default)]
    pub source_id: Option<u64>,
    /// `#rrggbb`.
    #[serde(default)]
    pub colour: Option<String>,
    /// The act that admits it.
    #[serde(default)]
    pub legal: String,
}

/// A party.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Number on the ballot; its text is the option's key.
    pub number: u16,
    /// Name as on the ballot.
    pub name: String,
    /// Its number as an option in the source's own system.
    #[serde(default)]
    pub source_id: Option<u64>,
    /// Its number as a party in the source's own system.
    #[serde(default)]
    pub source_party_id: Option<u64>,
    /// `#rrggbb`.
    #[serde(default)]
    pub colour: Option<String>,
    /// Regions (beginnings of codes) it stands in; empty: everywhere.
    #[serde(default)]
    pub only_in: Vec<String>,
    /// The act that admits it.
    #[serde(default)]
    pub legal: String,
}

fn yes() -> bool {
    true
}
