//! Dated facts of one election: official totals, station lists, exceptions to soft checks.

use serde::Deserialize;

use crate::code::Code;
use crate::places::StationKind;

/// A total that an authority has published.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficialTotal {
    /// The contest; absent for figures of the election as a whole.
    #[serde(default)]
    pub contest: Option<String>,
    /// The region.
    pub region: Code,
    /// The field, as on the forms.
    pub field: String,
    /// The total.
    pub value: u64,
    /// The act that sets it.
    pub legal: String,
}

/// A dated list of stations, by its size.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationList {
    /// The word for it.
    pub id: String,
    /// Message key of its explanation: `station-list-<id>`.
    #[serde(skip)]
    pub explain_key: String,
    /// When it was in use, `YYYY-MM-DD`.
    pub date: String,
    /// Stations on it.
    pub stations: u64,
    /// Where the number was published.
    pub legal: String,
}

/// Places where soft checks are known not to hold. Hard checks have no exceptions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The word for it.
    pub id: String,
    /// Message key of its explanation: `exception-<id>`.
    #[serde(skip)]
    pub explain_key: String,
    /// The checks it touches, by the id of their row.
    pub checks: Vec<String>,
    /// Regions (beginnings of codes) it covers.
    #[serde(default)]
    pub regions: Vec<Code>,
    /// Kinds of stations it covers; with `regions` empty, everywhere.
    #[serde(default)]
    pub kinds: Vec<StationKind>,
    /// The law or practice it rests on.
    pub legal: String,
}

impl Exception {
    /// Whether it covers a station of this code and kind for a check row. An exception that names neither a
    /// region nor a kind covers every station.
    pub fn covers(&self, check: &str, station: &Code, kind: StationKind) -> bool {
        self.checks.iter().any(|id| id == check)
            && (self.regions.is_empty() || self.regions.iter().any(|region| station.is_under(region)))
            && (self.kinds.is_empty() || self.kinds.contains(&kind))
    }
}
