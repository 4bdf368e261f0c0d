//! What of an election concerns one station, as tables of a few kilobytes: enough to make its forms anew where the whole election
//! is not at hand, as on the telephone that photographs them.
//!
//! Guaranteed: the election made of them has one station, and its forms at that station have the same ids, fields, options and
//! checks as in the whole election. It holds because they are made by the same [`Election::new`] of the rows that decide: the
//! regions above the station, the constituencies that it votes in, and the numbers on their lists. Names of candidates are left
//! out, because no number on a form depends on one; their number stands in the name's place.

use serde::{Deserialize, Serialize};

use crate::election::{Election, ElectionError};
use crate::form::Form;
use crate::places::{Places, PlacesError, REGION_COLUMNS, RegionIx, STATION_COLUMNS, StationIx};
use crate::profile::{ConstituencyRule, Contest, ContestKind, Profile};
use crate::tables::{self, CandidateRow, CandidateTable, ConstituencyRow, ConstituencyTable, TableError};

/// Most bytes that a station's tables have together. 24 parties with 13 candidates each, in four contests, are 30,000.
pub const MOST_BYTES: usize = 200_000;

/// A station's part of an election, each table as the election's own: CSV with a header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationTables {
    /// The regions that it lies in: `code,name,level,parent,source_id`.
    pub regions: String,
    /// The station alone: `code,name,region,source_id`.
    pub stations: String,
    /// The constituencies that it votes in, of contests that take them from a table: `contest,code,name,seats,region`.
    pub constituencies: String,
    /// The lists on its forms: `contest,constituency,party,number,name,source_id`.
    pub candidates: String,
}

/// Why tables are no station's part of an election.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StationTablesError {
    /// They are larger than any station's can be.
    #[error("a station's tables have {bytes} bytes, more than {MOST_BYTES}")]
    TooLarge {
        /// Bytes of all of them.
        bytes: usize,
    },
    /// The regions and the station do not make a tree.
    #[error(transparent)]
    Places(#[from] PlacesError),
    /// There is another number of stations than one.
    #[error("a station's tables name {0} stations, not one")]
    Stations(usize),
    /// Constituencies or candidates cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// They make no election under this profile.
    #[error(transparent)]
    Election(#[from] ElectionError),
}

impl StationTables {
    /// A station's part of an election.
    pub fn of(election: &Election, station: StationIx) -> StationTables {
        let (constituencies, candidates) = lists(election, station);
        StationTables {
            regions: regions(election, station),
            stations: stations(election, station),
            constituencies: constituencies.to_csv(),
            candidates: candidates.to_csv(),
        }
    }

    /// The election of this station alone, and where in it the station is.
    pub fn election(&self, mut profile: Profile) -> Result<(Election, StationIx), StationTablesError> {
        let texts = [&self.regions, &self.stations, &self.constituencies, &self.candidates];
        let bytes = texts.iter().map(|text| text.len()).sum();
        if bytes > MOST_BYTES {
            return Err(StationTablesError::TooLarge { bytes });
        }
        let places = Places::parse(&profile, self.regions.as_bytes(), self.stations.as_bytes())?;
        if places.stations().len() != 1 {
            return Err(StationTablesError::Stations(places.stations().len()));
        }
        // All that it votes in is in these tables. A contest in which it votes in none must not fall back on the profile's own.
        profile.constituencies = ConstituencyTable::default();
        let constituencies = ConstituencyTable::parse(self.constituencies.as_bytes())?;
        let candidates = CandidateTable::parse(self.candidates.as_bytes())?;
        let election = Election::new(profile, places, Some(constituencies), Some(candidates))?;
        Ok((election, StationIx(0)))
    }
}

fn regions(election: &Election, station: StationIx) -> String {
    let places = &election.places;
    let mut above: Vec<RegionIx> = places.ancestry(places.station(station).region).collect();
    above.reverse();
    let mut out = tables::header(REGION_COLUMNS);
    for region in above.into_iter().map(|at| places.region(at)) {
        places.push_region(&mut out, region);
    }
    out
}

fn stations(election: &Election, station: StationIx) -> String {
    let mut out = tables::header(STATION_COLUMNS);
    election.places.push_station(&mut out, election.places.station(station));
    out
}

fn lists(election: &Election, station: StationIx) -> (ConstituencyTable, CandidateTable) {
    let (mut constituencies, mut candidates) = (ConstituencyTable::default(), CandidateTable::default());
    let village = election.places.region(election.places.station(station).region).code;
    for (ix, contest) in election.profile.contests() {
        let Some(at) = election.constituency_of(ix, station) else { continue };
        let entry = election.constituency(at);
        match contest.constituencies {
            // Stated for the village itself, which decides before anything above it.
            ConstituencyRule::Table => constituencies.rows.push(ConstituencyRow {
                contest: contest.id.clone(),
                code: entry.code,
                name: entry.name.clone(),
                seats: entry.seats,
                region: village,
            }),
            ConstituencyRule::Nation | ConstituencyRule::Level(_) => {}
        }
        let form = election.form(ix, station).map(|form| election.form_by_ix(form));
        if let Some(form) = form.filter(|form| form.constituency.is_some()) {
            candidates.rows.extend(numbers(contest, form).map(|(party, number)| CandidateRow {
                contest: contest.id.clone(),
                constituency: entry.code,
                party,
                number,
                name: number.to_string(),
                source_id: None,
                sex: None,
                home: String::new(),
            }));
        }
    }
    (constituencies, candidates)
}

/// Numbers on a form's lists, each with its party's; without one where the options are the candidates.
fn numbers<'a>(contest: &Contest, form: &'a Form) -> impl Iterator<Item = (Option<u16>, u16)> + use<'a> {
    let own = match contest.kind {
        ContestKind::PerConstituency => true,
        ContestKind::Parties | ContestKind::Candidates => false,
    };
    form.options.iter().flat_map(move |option| {
        let option_itself = own.then_some((None, option.number));
        option_itself.into_iter().chain(option.candidates.iter().map(|one| (Some(option.number), one.number)))
    })
}
