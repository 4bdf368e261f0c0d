//! A profile and its places together: which form a station fills in each contest, and for which constituency.
//!
//! Forms are made once and shared by all stations whose forms are equal; a station finds its own by two array
//! look-ups (its region, then the contest), so that a million sheets cost no search.

use std::collections::{BTreeMap, BTreeSet};

use crate::ballot::{FormMaker, Lists};
use crate::code::Code;
use crate::constituency::{Constituency, ConstituencyIx, ConstituencyMap};
use crate::form::{Form, FormIx};
use crate::outlines::Outlines;
use crate::places::{Places, RegionIx, StationIx, StationKind};
use crate::profile::{Contest, ContestIx, ContestKind, Exception, Profile, ProfileError};
use crate::tables::{CandidateTable, ConstituencyRow, ConstituencyTable};

/// An election: its law, its places, its forms.
#[derive(Debug, Clone)]
pub struct Election {
    /// The law. The contests' columns are complete.
    pub profile: Profile,
    /// Regions and stations.
    pub places: Places,
    /// What maps are drawn by; empty unless they were added.
    pub outlines: Outlines,
    constituencies: Vec<Constituency>,
    forms: Vec<Form>,
    /// One a contest.
    contests: Vec<ContestPlaces>,
    /// One a constituency.
    constituency_forms: Vec<Option<FormIx>>,
    /// Places of the first region of the last level.
    first_region: u32,
    unplaced: Vec<ConstituencyRow>,
}

/// What each region of the last level holds in one contest.
#[derive(Debug, Clone)]
struct ContestPlaces {
    forms: Box<[Option<FormIx>]>,
    constituencies: Box<[Option<ConstituencyIx>]>,
    /// One a level, at home and abroad.
    plenary: [Vec<Option<FormIx>>; 2],
    /// One a region.
    within: Box<[Within]>,
    /// Forms that add up a constituency's lists.
    sheets: BTreeMap<SheetKey, FormIx>,
}

/// A constituency, the level of a plenary, and whether it is abroad.
type SheetKey = (ConstituencyIx, u8, bool);

/// In which constituencies the voters of a region vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// Nobody votes there in this contest.
    Nobody,
    /// In none: the contest has none, or no row tells.
    NoConstituency,
    /// All of them in this one.
    One(ConstituencyIx),
    /// Not all in the same one.
    Several,
}

impl Within {
    fn and(self, other: Within) -> Within {
        match (self, other) {
            (Within::Nobody, one) | (one, Within::Nobody) => one,
            (one, same) if one == same => one,
            (
                Within::NoConstituency | Within::One(_) | Within::Several,
                Within::NoConstituency | Within::One(_) | Within::Several,
            ) => Within::Several,
        }
    }
}

/// Why profile, places and tables make no election.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ElectionError {
    /// A form cannot be made.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// A table names a contest the profile does not have.
    #[error("the {table} table names the contest {contest:?}, which the profile does not have")]
    Contest {
        /// `constituency` or `candidate`.
        table: &'static str,
        /// The contest.
        contest: String,
    },
    /// A constituency table for a contest that takes none.
    #[error("contest {contest} takes its constituencies from the {from}, not from a table")]
    NoTable {
        /// The contest.
        contest: String,
        /// Where it takes them from.
        from: &'static str,
    },
    /// Two rows of one constituency differ in name or seats.
    #[error("constituency {code} of {contest} has two names or two numbers of seats")]
    Differing {
        /// The contest.
        contest: String,
        /// The constituency.
        code: Code,
    },
    /// A candidate of a party the profile does not have, or of none where there must be one, or the reverse.
    #[error("candidate {number} of {contest} in {constituency}: {reason}")]
    Candidate {
        /// The contest.
        contest: String,
        /// The constituency.
        constituency: Code,
        /// The candidate's number.
        number: u16,
        /// What is wrong.
        reason: &'static str,
    },
    /// More than 64 parties, or more than 2^32 forms.
    #[error("more than 64 parties")]
    TooManyParties,
}

impl Election {
    /// Makes the election. Constituencies given for a contest replace those the profile states for it; without
    /// candidates, party contests get forms with party totals only, and contests whose options are the
    /// candidates of a constituency are held where candidates are given.
    pub fn new(
        mut profile: Profile,
        places: Places,
        constituencies: Option<ConstituencyTable>,
        candidates: Option<CandidateTable>,
    ) -> Result<Self, ElectionError> {
        if profile.parties.len() > 64 {
            return Err(ElectionError::TooManyParties);
        }
        let candidates = candidates.unwrap_or_default();
        let lists = Lists::new(&profile, &candidates)?;
        profile.fill_columns(&lists.numbers());
        let map = ConstituencyMap::new(&profile, &places, constituencies)?;
        let first_region = places.level_range(places.last_level()).start;
        let mut maker = FormMaker::new(&profile, &lists, &map);
        let mut contests = Vec::with_capacity(profile.contests.len());
        for (ix, contest) in profile.contests() {
            let regions = places.region_ixs(places.last_level());
            let constituencies: Box<[_]> =
                regions.map(|region| map.of_region(ix, &profile, &places, region)).collect();
            let mut forms = Vec::with_capacity(constituencies.len());
            for (region, constituency) in places.region_ixs(places.last_level()).zip(&constituencies) {
                forms.push(maker.of_region(ix, contest, &places.region(region).code, *constituency)?);
            }
            let mut plenary = [Vec::new(), Vec::new()];
            for (overseas, forms) in [false, true].into_iter().zip(&mut plenary) {
                for level in 0..=profile.station_level() {
                    forms.push(maker.plenary(ix, contest, level, overseas)?);
                }
            }
            let (within, wanted) = survey(&profile, &places, contest, &forms, &constituencies);
            let mut sheets = BTreeMap::new();
            for (key, village) in wanted {
                if let Some(form) = maker.constituency_plenary(ix, contest, key, &village)? {
                    sheets.insert(key, form);
                }
            }
            let forms = forms.into_boxed_slice();
            contests.push(ContestPlaces { forms, constituencies, plenary, within, sheets });
        }
        let forms = maker.forms;
        let ConstituencyMap { constituencies, unplaced, .. } = map;
        let mut constituency_forms = vec![None; constituencies.len()];
        for held in &contests {
            for (region, (form, at)) in
                places.region_ixs(places.last_level()).zip(held.forms.iter().zip(&held.constituencies))
            {
                let slot = at.and_then(|at| constituency_forms.get_mut(at.0 as usize));
                if let Some(slot @ None) = slot.filter(|_| !places.region(region).stations.is_empty()) {
                    *slot = *form;
                }
            }
        }
        Ok(Self {
            profile,
            places,
            outlines: Outlines::default(),
            constituencies,
            forms,
            contests,
            constituency_forms,
            first_region,
            unplaced,
        })
    }

    /// The form a station fills in a contest; `None`: the contest is not held there.
    pub fn form(&self, contest: ContestIx, station: StationIx) -> Option<FormIx> {
        let station = self.places.station(station);
        if station.kind == StationKind::Special && !self.profile.contest_at(contest).special {
            return None;
        }
        let held = self.contests.get(usize::from(contest.0))?;
        held.forms.get(self.slot(station.region)?).copied().flatten()
    }

    /// The form at a place.
    ///
    /// # Panics
    /// When the index is not one of this election's.
    #[expect(clippy::indexing_slicing, reason = "an index is made by the election it is used with")]
    pub fn form_by_ix(&self, ix: FormIx) -> &Form {
        &self.forms[ix.0 as usize]
    }

    /// Every form, stations' and plenaries'.
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }

    /// The forms that stations below a region fill in a contest, each once, in order of first use.
    pub fn forms_in(&self, contest: ContestIx, region: RegionIx) -> Vec<FormIx> {
        let mut forms = Vec::new();
        let mut stations = self.places.region(region).stations.clone();
        while let Some(at) = stations.next() {
            let station = StationIx(at);
            if let Some(form) = self.form(contest, station)
                && !forms.contains(&form)
            {
                forms.push(form);
            }
            // Regions of the last level share a form but for special stations; ordinary ones come first.
            let home = self.places.region(self.places.station(station).region);
            if self.places.station(station).kind != StationKind::Special {
                stations.start = stations.start.max(home.stations.end);
            }
        }
        forms
    }

    /// The constituency a station votes in; `None` where the contest has none, or no row tells.
    pub fn constituency_of(&self, contest: ContestIx, station: StationIx) -> Option<ConstituencyIx> {
        self.constituency_of_region(contest, self.places.station(station).region)
    }

    /// The constituency of a region of the last level.
    pub fn constituency_of_region(&self, contest: ContestIx, region: RegionIx) -> Option<ConstituencyIx> {
        let held = self.contests.get(usize::from(contest.0))?;
        held.constituencies.get(self.slot(region)?).copied().flatten()
    }

    /// The constituency at a place.
    ///
    /// # Panics
    /// When the index is not one of this election's.
    #[expect(clippy::indexing_slicing, reason = "an index is made by the election it is used with")]
    pub fn constituency(&self, ix: ConstituencyIx) -> &Constituency {
        &self.constituencies[ix.0 as usize]
    }

    /// The constituencies of a contest, by code.
    pub fn constituencies(
        &self,
        contest: ContestIx,
    ) -> impl Iterator<Item = (ConstituencyIx, &Constituency)> {
        (0..).map(ConstituencyIx).zip(&self.constituencies).filter(move |(_, entry)| entry.contest == contest)
    }

    /// The form of a constituency's stations, at home where it has any; `None`: it has no station.
    pub fn form_of_constituency(&self, ix: ConstituencyIx) -> Option<FormIx> {
        self.constituency_forms.get(ix.0 as usize).copied().flatten()
    }

    /// A constituency of a contest by its code.
    pub fn find_constituency(&self, contest: ContestIx, code: &str) -> Option<ConstituencyIx> {
        self.constituencies(contest).find(|(_, entry)| entry.code.as_str() == code).map(|(ix, _)| ix)
    }

    /// The stations that hold a contest below a region.
    pub fn stations_holding(&self, contest: ContestIx, region: RegionIx) -> impl Iterator<Item = StationIx> {
        self.places.stations_in(region).filter(move |station| self.form(contest, *station).is_some())
    }

    /// The form that adds up a contest at a level (its fields are the contest's columns); `None` where the
    /// profile has no such form.
    pub fn plenary_form(&self, contest: ContestIx, level: u8) -> Option<FormIx> {
        let [home, _] = &self.contests.get(usize::from(contest.0))?.plenary;
        home.get(usize::from(level)).copied().flatten()
    }

    /// The form that adds up a contest in a region as a whole. It has the lists of candidates where all of the region's
    /// voters elect from the same ones. A region that several constituencies cut has the contest's columns alone, and none
    /// where the options themselves are the candidates of a constituency: those of two are never added up.
    pub fn plenary_form_of(&self, contest: ContestIx, region: RegionIx) -> Option<FormIx> {
        let columns = self.columns_form(contest, region);
        match self.within(contest, region) {
            Within::Nobody => None,
            Within::One(constituency) => self.sheet_form(contest, region, constituency).or(columns),
            Within::Several if self.profile.contest_at(contest).kind == ContestKind::PerConstituency => None,
            Within::NoConstituency | Within::Several => columns,
        }
    }

    /// The form that adds up one constituency in a region that several cut: such a region's plenary fills in one each.
    pub fn constituency_plenary_form(
        &self,
        contest: ContestIx,
        region: RegionIx,
        constituency: ConstituencyIx,
    ) -> Option<FormIx> {
        let cut = self.within(contest, region) == Within::Several;
        if !cut || !self.votes_in(contest, region, constituency) {
            return None;
        }
        self.sheet_form(contest, region, constituency).or_else(|| self.columns_form(contest, region))
    }

    fn sheet_form(
        &self,
        contest: ContestIx,
        region: RegionIx,
        constituency: ConstituencyIx,
    ) -> Option<FormIx> {
        let region = self.places.region(region);
        let key = (constituency, region.level, self.profile.is_overseas(region.code.as_str()));
        self.contests.get(usize::from(contest.0))?.sheets.get(&key).copied()
    }

    fn columns_form(&self, contest: ContestIx, region: RegionIx) -> Option<FormIx> {
        let region = self.places.region(region);
        if !self.profile.is_overseas(region.code.as_str()) {
            return self.plenary_form(contest, region.level);
        }
        let [_, abroad] = &self.contests.get(usize::from(contest.0))?.plenary;
        abroad.get(usize::from(region.level)).copied().flatten()
    }

    /// In which constituencies the voters of a region vote.
    pub fn within(&self, contest: ContestIx, region: RegionIx) -> Within {
        let within = self.contests.get(usize::from(contest.0)).map(|held| &held.within);
        within.and_then(|within| within.get(region.0 as usize)).copied().unwrap_or(Within::Nobody)
    }

    /// Whether voters of a region vote in this constituency.
    pub fn votes_in(&self, contest: ContestIx, region: RegionIx, constituency: ConstituencyIx) -> bool {
        match self.within(contest, region) {
            Within::Nobody | Within::NoConstituency => false,
            Within::One(own) => own == constituency,
            Within::Several => {
                let mut children = self.places.children(region);
                children.any(|child| self.votes_in(contest, child, constituency))
            }
        }
    }

    /// The constituencies that voters of a region vote in, by code.
    pub fn constituencies_in(&self, contest: ContestIx, region: RegionIx) -> Vec<ConstituencyIx> {
        let mut found = BTreeSet::new();
        let mut regions = vec![region];
        while let Some(region) = regions.pop() {
            match self.within(contest, region) {
                Within::Nobody | Within::NoConstituency => {}
                Within::One(constituency) => {
                    found.insert(constituency);
                }
                Within::Several => regions.extend(self.places.children(region)),
            }
        }
        found.into_iter().collect()
    }

    /// The exception that covers a check (by its row's id, or that of a check made of the row) at a station.
    pub fn exception(&self, check_id: &str, station: StationIx) -> Option<&Exception> {
        let station = self.places.station(station);
        let rule = check_id.split('.').next().unwrap_or(check_id);
        self.profile.exceptions.iter().find(|exception| exception.covers(rule, &station.code, station.kind))
    }

    /// Rows of an imported constituency table that name regions these places do not have.
    pub fn unplaced_constituency_rows(&self) -> &[ConstituencyRow] {
        &self.unplaced
    }

    fn slot(&self, region: RegionIx) -> Option<usize> {
        usize::try_from(region.0.checked_sub(self.first_region)?).ok()
    }
}

/// For every region in which constituencies its voters vote, and which forms that takes, each with a village of its own.
fn survey(
    profile: &Profile,
    places: &Places,
    contest: &Contest,
    forms: &[Option<FormIx>],
    constituencies: &[Option<ConstituencyIx>],
) -> (Box<[Within]>, BTreeMap<SheetKey, Code>) {
    let mut within = vec![Within::Nobody; places.regions().len()];
    let mut wanted = BTreeMap::new();
    let mut last = None;
    for (region, (form, constituency)) in
        places.region_ixs(places.last_level()).zip(forms.iter().zip(constituencies))
    {
        let holds =
            |station: StationIx| contest.special || places.station(station).kind != StationKind::Special;
        if form.is_none() || !places.stations_in(region).any(holds) {
            continue;
        }
        let own = constituency.map_or(Within::NoConstituency, Within::One);
        for upper in places.ancestry(region) {
            if let Some(slot) = within.get_mut(upper.0 as usize) {
                *slot = slot.and(own);
            }
        }
        // Neighbours vote in the same one: most regions add nothing.
        let parent = places.region(region).parent;
        let Some(constituency) = constituency.filter(|at| last != Some((*at, parent))) else { continue };
        last = Some((constituency, parent));
        let village = places.region(region).code;
        for upper in places.ancestry(region).map(|upper| places.region(upper)) {
            let key = (constituency, upper.level, profile.is_overseas(upper.code.as_str()));
            wanted.entry(key).or_insert(village);
        }
    }
    (within.into_boxed_slice(), wanted)
}
