//! Constituencies: which regions elect together, and so in which constituency a station votes.
//!
//! A constituency is stated by regions of any level, and the lowest stated region a station lies in decides. A
//! region stated for two constituencies is split: it decides nothing, its parts must. Nothing is guessed: where
//! no row tells, there is no constituency.

use std::collections::HashMap;

use crate::code::Code;
use crate::election::ElectionError;
use crate::places::{Places, RegionIx};
use crate::profile::{ConstituencyRule, Contest, ContestIx, Profile};
use crate::tables::{ConstituencyRow, ConstituencyTable};

/// A constituency's place in its election.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConstituencyIx(pub u32);

/// A set of regions that elects together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constituency {
    /// The contest.
    pub contest: ContestIx,
    /// Its code; for contests whose constituencies are the regions of a level, the region's.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// Its seats, where known.
    pub seats: Option<u16>,
    /// The regions stated for it; a lower region stated elsewhere is taken out of a higher one.
    pub regions: Vec<RegionIx>,
}

/// Constituencies and the regions stated for them.
pub(crate) struct ConstituencyMap {
    pub(crate) constituencies: Vec<Constituency>,
    /// All constituencies stated for a region. More than one: the region is split and its parts must tell.
    by_region: HashMap<(ContestIx, RegionIx), Vec<ConstituencyIx>>,
    /// Where votes from abroad are counted.
    overseas: HashMap<ContestIx, ConstituencyIx>,
    pub(crate) unplaced: Vec<ConstituencyRow>,
}

impl ConstituencyMap {
    pub(crate) fn new(
        profile: &Profile,
        places: &Places,
        table: Option<ConstituencyTable>,
    ) -> Result<Self, ElectionError> {
        let mut map = Self {
            constituencies: Vec::new(),
            by_region: HashMap::new(),
            overseas: HashMap::new(),
            unplaced: Vec::new(),
        };
        let table = table.unwrap_or_default();
        for row in &table.rows {
            let unknown = || ElectionError::Contest { table: "constituency", contest: row.contest.clone() };
            let contest = profile.contest_at(profile.contest(&row.contest).ok_or_else(unknown)?);
            let no_table = |from| ElectionError::NoTable { contest: row.contest.clone(), from };
            match contest.constituencies {
                ConstituencyRule::Table => {}
                ConstituencyRule::Nation => return Err(no_table("nation")),
                ConstituencyRule::Level(_) => return Err(no_table("regions of a level")),
            }
        }
        for (ix, contest) in profile.contests() {
            match contest.constituencies {
                ConstituencyRule::Nation => {}
                ConstituencyRule::Level(level) => map.of_level(ix, contest, profile, places, level),
                ConstituencyRule::Table => map.of_table(ix, contest, profile, places, &table)?,
            }
            if let Some(code) = contest.overseas_constituency {
                let found =
                    map.constituencies.iter().position(|entry| entry.contest == ix && entry.code == code);
                if let Some(at) = found.and_then(|at| u32::try_from(at).ok()) {
                    map.overseas.insert(ix, ConstituencyIx(at));
                }
            }
        }
        Ok(map)
    }

    fn of_level(&mut self, ix: ContestIx, contest: &Contest, profile: &Profile, places: &Places, level: u8) {
        for region_ix in places.region_ixs(level) {
            let region = places.region(region_ix);
            if holds(contest, profile, &region.code) {
                let at = self.push(ix, region.code, &region.name, contest.seats_each);
                self.place(ix, at, region_ix);
            }
        }
    }

    fn of_table(
        &mut self,
        ix: ContestIx,
        contest: &Contest,
        profile: &Profile,
        places: &Places,
        table: &ConstituencyTable,
    ) -> Result<(), ElectionError> {
        let imported = table.rows.iter().any(|row| row.contest == contest.id);
        let source = if imported { table } else { &profile.constituencies };
        let mut rows: Vec<&ConstituencyRow> =
            source.rows.iter().filter(|row| row.contest == contest.id).collect();
        rows.sort_by_key(|row| (row.code, row.region));
        rows.dedup();
        let mut last: Option<(Code, ConstituencyIx)> = None;
        for row in rows {
            let Some(region) = places.find_region(row.region.as_str()) else {
                if imported {
                    self.unplaced.push(row.clone());
                }
                continue;
            };
            let seats = row.seats.or(contest.seats_each);
            let at = match last {
                Some((code, at)) if code == row.code => at,
                Some(_) | None => self.push(ix, row.code, &row.name, seats),
            };
            last = Some((row.code, at));
            let same = self
                .constituencies
                .get(at.0 as usize)
                .is_some_and(|entry| entry.name == row.name && entry.seats == seats);
            if !same {
                return Err(ElectionError::Differing { contest: contest.id.clone(), code: row.code });
            }
            self.place(ix, at, region);
        }
        Ok(())
    }

    fn push(&mut self, contest: ContestIx, code: Code, name: &str, seats: Option<u16>) -> ConstituencyIx {
        let at = ConstituencyIx(u32::try_from(self.constituencies.len()).unwrap_or(u32::MAX));
        let name = name.to_owned();
        self.constituencies.push(Constituency { contest, code, name, seats, regions: Vec::new() });
        at
    }

    fn place(&mut self, contest: ContestIx, at: ConstituencyIx, region: RegionIx) {
        if let Some(entry) = self.constituencies.get_mut(at.0 as usize) {
            entry.regions.push(region);
        }
        let stated = self.by_region.entry((contest, region)).or_default();
        if !stated.contains(&at) {
            stated.push(at);
        }
    }

    /// The constituency of a region. Votes from abroad count where the profile says, unless a row tells.
    pub(crate) fn of_region(
        &self,
        ix: ContestIx,
        profile: &Profile,
        places: &Places,
        region: RegionIx,
    ) -> Option<ConstituencyIx> {
        match places.ancestry(region).find_map(|upper| self.by_region.get(&(ix, upper))) {
            Some(stated) => match stated.as_slice() {
                [one] => Some(*one),
                [] | [_, _, ..] => None,
            },
            None if profile.is_overseas(places.region(region).code.as_str()) => {
                self.overseas.get(&ix).copied()
            }
            None => None,
        }
    }
}

/// Whether a region holds a contest, by the profile.
pub(crate) fn holds(contest: &Contest, profile: &Profile, code: &Code) -> bool {
    (contest.overseas || !profile.is_overseas(code.as_str()))
        && !contest.excluded.iter().any(|excluded| code.as_str().starts_with(excluded.as_str()))
}
