//! The law as data: contests, levels, roles, stages, forms, checks and facts of one election.
//!
//! A profile is a folder of small text files that comes in as a [`ProfileBundle`]. Reading it is strict: an
//! unknown key, a reference to nothing, a check that names no field or an exception to a hard check is an
//! error, so a profile that loads means what it says. Message keys follow from ids and are not repeated.

mod authority;
mod bundle;
mod contest;
mod facts;
mod map;
mod messages;
mod template;
mod validate;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use authority::{Reason, ReasonUse, Role, Run, Source, Stage, StageKind};
pub use bundle::ProfileBundle;
pub use contest::{
    Column, ColumnIx, ConstituencyRule, Contest, ContestIx, ContestKind, Level, Nation, OptionRow, Party,
    PlaceRules,
};
pub use facts::{Exception, OfficialTotal, StationList};
pub use map::Tile;
pub use template::{CheckRule, Each, FormRow, FormTemplate, OptionRows, PageRow};

pub(crate) use validate::{field_names, label_key};

use crate::expression::ExpressionError;
use crate::tables::{ConstituencyTable, TableError};

/// One election's law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The profile's id.
    pub id: String,
    /// First word of every statement's text, e.g. `xx-2024/v1`.
    pub header: String,
    /// Offset of its legal time from UTC, `+hh:mm` or `-hh:mm`.
    pub utc_offset: String,
    /// The same in minutes.
    pub utc_offset_minutes: i32,
    /// Languages of its messages, the first one leading.
    pub languages: Vec<String>,
    /// The adapter that publishes another system's format beside our own.
    pub adapter: Option<String>,
    /// The region of level 0.
    pub nation: Nation,
    /// How kinds of stations follow from codes.
    pub places: PlaceRules,
    /// Levels, from the nation down to the station.
    pub levels: Vec<Level>,
    /// Contests.
    pub contests: Vec<Contest>,
    /// Parties, by number on the ballot.
    pub parties: Vec<Party>,
    /// Roles.
    pub roles: Vec<Role>,
    /// Stages, in order.
    pub stages: Vec<Stage>,
    /// Runs; the first is the regular one.
    pub runs: Vec<Run>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Reasons.
    pub reasons: Vec<Reason>,
    /// Official totals.
    pub official_totals: Vec<OfficialTotal>,
    /// Dated lists of stations.
    pub station_list_versions: Vec<StationList>,
    /// Exceptions to soft checks.
    pub exceptions: Vec<Exception>,
    /// Check rows.
    pub checks: Vec<CheckRule>,
    /// Form templates, by id.
    pub templates: Vec<FormTemplate>,
    /// Constituencies that the profile itself states.
    pub constituencies: ConstituencyTable,
    /// Tiles of the regions below the nation; none: the profile has no map.
    pub tiles: Vec<Tile>,
    /// Message texts (Fluent), by language.
    pub messages: BTreeMap<String, String>,
}

/// Why a profile cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// The bundle is no JSON object of texts.
    #[error("the profile bundle is unreadable: {reason}")]
    Bundle {
        /// What the parser said.
        reason: String,
    },
    /// A file is not in the bundle.
    #[error("the profile has no file {path}")]
    MissingFile {
        /// The file.
        path: String,
    },
    /// A file is no valid TOML of the expected shape.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: String,
        /// What the parser said.
        reason: String,
    },
    /// A table of the profile is broken.
    #[error("{path}: {source}")]
    Table {
        /// The file.
        path: String,
        /// What is wrong.
        source: TableError,
    },
    /// A row names something that does not exist.
    #[error("{place} names {name:?}, and there is no such {what}")]
    Unknown {
        /// The row that names it.
        place: String,
        /// What it should be (`level`, `contest`, `role`, ...).
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Two rows have the same id.
    #[error("two {what} rows are called {id:?}")]
    Twice {
        /// The kind of row.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// A row's value cannot be used.
    #[error("{place}: {reason}")]
    Value {
        /// The row.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A check cannot be read, or names a field its form does not have.
    #[error("check {check} on form {form}: {source}")]
    Check {
        /// The check row.
        check: String,
        /// The form it was made for.
        form: String,
        /// What is wrong.
        source: ExpressionError,
    },
    /// An exception names a hard check.
    #[error("exception {exception} touches the hard check {check}; hard checks have no exceptions")]
    HardException {
        /// The exception.
        exception: String,
        /// The check.
        check: String,
    },
    /// A contest has no form at the station.
    #[error("contest {contest} has no station form{}", if *overseas { " for stations abroad" } else { "" })]
    NoForm {
        /// The contest.
        contest: String,
        /// Whether the variant for stations abroad is missing.
        overseas: bool,
    },
}

/// `profile.toml` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    id: String,
    header: String,
    utc_offset: String,
    languages: Vec<String>,
    #[serde(default)]
    adapter: Option<String>,
    nation: Nation,
    #[serde(default)]
    places: PlaceRules,
    levels: Vec<Level>,
    contests: Vec<Contest>,
    #[serde(default)]
    parties: Vec<Party>,
    roles: Vec<Role>,
    stages: Vec<Stage>,
    runs: Vec<Run>,
    #[serde(default)]
    sources: Vec<Source>,
    #[serde(default)]
    reasons: Vec<Reason>,
    #[serde(default)]
    official_totals: Vec<OfficialTotal>,
    #[serde(default)]
    station_lists: Vec<StationList>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckFile {
    checks: Vec<CheckRule>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

impl Profile {
    /// Reads and validates a profile. Files: `profile.toml`, `checks.toml`, every `forms/*.toml`, and where
    /// present `constituencies.csv`, `map.toml` and `messages.<language>.ftl`.
    pub fn from_bundle(bundle: &ProfileBundle) -> Result<Self, ProfileError> {
        let file: ProfileFile = read_toml(bundle, "profile.toml")?;
        let checks: CheckFile = read_toml(bundle, "checks.toml")?;
        let mut templates: Vec<FormTemplate> = Vec::new();
        for path in bundle.files.keys() {
            if path.starts_with("forms/") && is_toml(path) {
                templates.push(read_toml(bundle, path)?);
            }
        }
        let constituencies = match bundle.files.get("constituencies.csv") {
            Some(text) => ConstituencyTable::parse(text.as_bytes())
                .map_err(|source| ProfileError::Table { path: "constituencies.csv".to_owned(), source })?,
            None => ConstituencyTable::default(),
        };
        let messages = file
            .languages
            .iter()
            .filter_map(|language| {
                let text = bundle.files.get(&format!("messages.{language}.ftl"))?;
                Some((language.clone(), text.clone()))
            })
            .collect();
        let mut profile = Self {
            utc_offset_minutes: validate::offset_minutes(&file.utc_offset)?,
            id: file.id,
            header: file.header,
            utc_offset: file.utc_offset,
            languages: file.languages,
            adapter: file.adapter,
            nation: file.nation,
            places: file.places,
            levels: file.levels,
            contests: file.contests,
            parties: file.parties,
            roles: file.roles,
            stages: file.stages,
            runs: file.runs,
            sources: file.sources,
            reasons: file.reasons,
            official_totals: file.official_totals,
            station_list_versions: file.station_lists,
            exceptions: checks.exceptions,
            checks: checks.checks,
            templates,
            constituencies,
            tiles: map::tiles(bundle)?,
            messages,
        };
        profile.name_messages();
        profile.extend_templates()?;
        profile.validate()?;
        profile.fill_columns(&BTreeMap::new());
        crate::assemble::validate_forms(&profile)?;
        Ok(profile)
    }

    /// The place of a contest by its id.
    pub fn contest(&self, id: &str) -> Option<ContestIx> {
        let at = self.contests.iter().position(|contest| contest.id == id)?;
        u8::try_from(at).ok().map(ContestIx)
    }

    /// The contest at a place.
    ///
    /// # Panics
    /// When the index is not one of this profile's.
    #[expect(clippy::indexing_slicing, reason = "an index is made by the profile it is used with")]
    pub fn contest_at(&self, ix: ContestIx) -> &Contest {
        &self.contests[usize::from(ix.0)]
    }

    /// Every contest with its place.
    pub fn contests(&self) -> impl Iterator<Item = (ContestIx, &Contest)> {
        (0..).map(ContestIx).zip(&self.contests)
    }

    /// The number of a level by its id.
    pub fn level(&self, id: &str) -> Option<u8> {
        let at = self.levels.iter().position(|level| level.id == id)?;
        u8::try_from(at).ok()
    }

    /// The number of the last level, the station.
    pub fn station_level(&self) -> u8 {
        u8::try_from(self.levels.len().saturating_sub(1)).unwrap_or(u8::MAX)
    }

    /// A role by its id.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// A stage by its id.
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// A run by its id.
    pub fn run(&self, id: &str) -> Option<&Run> {
        self.runs.iter().find(|run| run.id == id)
    }

    /// A source by its id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// A reason by its id.
    pub fn reason(&self, id: &str) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.id == id)
    }

    /// A check row by its id.
    pub fn check(&self, id: &str) -> Option<&CheckRule> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// The template a contest uses at a level, at home or abroad.
    pub fn template(&self, contest: &str, level: u8, overseas: bool) -> Option<&FormTemplate> {
        let level = &self.levels.get(usize::from(level))?.id;
        self.templates.iter().find(|template| {
            template.overseas == overseas
                && template.contests.iter().any(|id| id == contest)
                && template.levels.contains(level)
        })
    }

    /// Whether a place with this code lies abroad.
    pub fn is_overseas(&self, code: &str) -> bool {
        self.places.overseas_prefix.as_deref().is_some_and(|prefix| code.starts_with(prefix))
    }

    /// The level whose codes look like this one, by their length; `None`: no place of this profile has such a code.
    pub fn level_of(&self, code: &str) -> Option<u8> {
        if code == self.nation.code.as_str() {
            return Some(0);
        }
        (0u8..)
            .zip(&self.levels)
            .find(|(_, level)| level.code_length.is_some_and(|length| usize::from(length) == code.len()))
            .map(|(number, _)| number)
    }

    /// Whether a plenary of this region, at this level, can be held at this stage: kind, level and home or abroad fit.
    pub fn holds_plenary(&self, stage: &Stage, region: &str, level: u8) -> bool {
        let held = |stage: &Stage| stage.kind == StageKind::Plenary && stage.level == Some(level);
        let abroad =
            self.is_overseas(region) && self.stages.iter().any(|stage| held(stage) && stage.overseas);
        held(stage) && stage.overseas == abroad
    }

    /// Whether a statement about a sheet of this station can be made at this stage. A decree is about regions.
    pub fn takes_sheet(&self, stage: &Stage, station: &str) -> bool {
        let kind = match stage.kind {
            StageKind::Count | StageKind::Plenary | StageKind::Ruling | StageKind::Rerun => true,
            StageKind::Determination => false,
        };
        kind && (!stage.overseas || self.is_overseas(station))
    }

    /// The parties of a contest on the ballots of a place with this code.
    pub fn parties_at<'a>(&'a self, contest: &'a Contest, code: &'a str) -> impl Iterator<Item = &'a Party> {
        self.parties.iter().filter(move |party| {
            party.only_in.is_empty()
                || (contest.local_parties
                    && party.only_in.iter().any(|region| code.starts_with(region.as_str())))
        })
    }
}

fn read_toml<T: for<'de> Deserialize<'de>>(bundle: &ProfileBundle, path: &str) -> Result<T, ProfileError> {
    parse_toml(bundle.file(path)?).map_err(|reason| ProfileError::File { path: path.to_owned(), reason })
}

#[cfg(not(target_family = "wasm"))]
fn parse_toml<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}

/// By way of one general type: a reader of TOML made for each of a profile's thirty types is 150 kB of what a browser fetches. What is
/// wrong is said without its line.
#[cfg(target_family = "wasm")]
fn parse_toml<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, String> {
    let value: serde_json::Value = toml::from_str(text).map_err(|error| error.to_string())?;
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn is_toml(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "toml")
}
