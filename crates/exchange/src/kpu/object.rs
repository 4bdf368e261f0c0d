//! Which of KPU's objects a JSON value is, and which contest and place its path names.

use election::{ContestIx, Election, RegionIx, StationIx};

use crate::json::Raw;

/// A kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What one station's forms say.
    Station,
    /// What a region's, or a constituency's, sums are.
    Region,
    /// A list of regions or stations.
    Places,
    /// A list of constituencies.
    Constituencies,
    /// Options by id, perhaps in groups: pairs, parties, candidates.
    Options,
    /// None of these.
    Unknown,
}

/// The kind of a value.
pub(super) fn kind_of(root: Raw<'_>) -> Kind {
    if let Some(items) = root.array() {
        let first = items.first().and_then(|item| item.members()).unwrap_or_default();
        let has = |name: &str| first.iter().any(|(key, _)| key == name);
        return if has("kode") && has("tingkat") {
            Kind::Places
        } else if has("kode") || has("kode_dapil") {
            Kind::Constituencies
        } else {
            Kind::Unknown
        };
    }
    let Some(members) = root.members() else { return Kind::Unknown };
    let has = |name: &str| members.iter().any(|(key, _)| key == name);
    if has("administrasi") || has("images") || has("status_suara") {
        return Kind::Station;
    }
    if has("table") || has("progres") || has("tungsura") {
        return Kind::Region;
    }
    let described =
        |raw: &Raw<'_>| raw.members().is_some_and(|members| members.iter().any(|(name, _)| name == "nama"));
    let listed = |raw: &Raw<'_>| {
        described(raw)
            || raw.members().is_some_and(|m| !m.is_empty() && m.iter().all(|(_, raw)| described(raw)))
    };
    if !members.is_empty() && members.iter().all(|(_, raw)| listed(raw)) {
        return Kind::Options;
    }
    Kind::Unknown
}

/// What a path names, for example `/pemilu/hhcw/ppwp/11/1101/110101/1101012001/1101012001001.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Where {
    /// The contest.
    pub contest: Option<ContestIx>,
    /// The station: only of the last word.
    pub station: Option<StationIx>,
    /// The last word has the length of a station's code.
    pub names_station: bool,
    /// The region: of the last word, else the nation.
    pub region: Option<RegionIx>,
    /// The path goes by constituency (`hhcd`).
    pub by_constituency: bool,
}

impl Where {
    /// Reads a path. Words are what stands between anything but letters and digits.
    pub fn of(election: &Election, path: &str) -> Where {
        let path = path.strip_suffix(".gz").unwrap_or(path);
        let path = path.strip_suffix(".json").unwrap_or(path);
        let words: Vec<&str> =
            path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let contest = words.iter().rev().find_map(|word| election.profile.contest(word));
        let lengths = election.profile.levels.last().and_then(|level| level.code_length).map(usize::from);
        let code = words.iter().rev().find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
        let names_station = code.is_some_and(|code| Some(code.len()) == lengths);
        Where {
            contest,
            station: code.and_then(|code| election.places.find_station(code)),
            names_station,
            region: match code {
                Some(&"0") | None => Some(election.places.nation()),
                Some(code) => election.places.find_region(code),
            },
            by_constituency: words.contains(&"hhcd"),
        }
    }
}
