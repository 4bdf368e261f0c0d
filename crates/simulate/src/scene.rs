//! The stage of the night: the election's one regency, its districts, the clock.

use std::collections::BTreeSet;

use election::{ContestIx, Election, Form, RegionIx, StationIx};
use statement::{Moment, MomentError};

use crate::cast;
use crate::error::SimulateError;
use crate::keys::SignerId;
use crate::studio::Studio;

/// Fewer districts can't show every course a plenary may take.
pub(crate) const LEAST_DISTRICTS: usize = 6;
/// Seconds between the end of a key and the registration of the next one.
const WITHOUT_KEY: i64 = 900;
/// Seconds from a sheet's first photo to its figures, at most: who begins with a key ends with it.
const ONE_SHEET: i64 = 900;

/// A station whose key ends during the night.
pub(crate) struct KeyChange {
    pub station: StationIx,
    /// When its first key is revoked, in seconds after the start.
    pub second: i64,
    /// Reason id.
    pub reason: &'static str,
}

/// What everything else looks at.
pub(crate) struct Scene<'e> {
    pub election: &'e Election,
    pub seed: u64,
    pub regency: RegionIx,
    pub province: RegionIx,
    /// In code order.
    pub districts: Vec<RegionIx>,
    pub changed_keys: Vec<KeyChange>,
    /// Where real photos are taken, and of which stations' sheets.
    studio: Option<(&'e Studio, BTreeSet<StationIx>)>,
    start: i64,
    offset_minutes: i16,
}

impl<'e> Scene<'e> {
    /// The scene without a clock and dice, for what needs neither.
    pub(crate) fn of_places(election: &'e Election) -> Result<Scene<'e>, SimulateError> {
        let missing = |what, name: &str| SimulateError::Missing { what, name: name.to_owned() };
        let role = election.profile.role(cast::DISTRICT).and_then(|role| role.level);
        let level = role.ok_or_else(|| missing("role with a level", cast::DISTRICT))?;
        let districts: Vec<RegionIx> = election.places.region_ixs(level).collect();
        if districts.len() < LEAST_DISTRICTS {
            return Err(SimulateError::TooFew {
                what: "districts",
                have: districts.len(),
                need: LEAST_DISTRICTS,
            });
        }
        let parent = |region: RegionIx| election.places.region(region).parent;
        let above = districts.first().and_then(|district| parent(*district));
        let (regency, province) = above
            .and_then(|regency| Some((regency, parent(regency)?)))
            .ok_or_else(|| missing("region above", cast::DISTRICT))?;
        let mut scene = Scene {
            election,
            seed: 0,
            regency,
            province,
            districts,
            changed_keys: Vec::new(),
            studio: None,
            start: 0,
            offset_minutes: i16::try_from(election.profile.utc_offset_minutes).unwrap_or_default(),
        };
        let first_running = scene.running().first().copied();
        let stations = first_running.into_iter().flat_map(|district| election.places.stations_in(district));
        scene.changed_keys = stations
            .zip([(25_200, "key-lost"), (27_000, "key-exposed"), (28_800, "duty-ended")])
            .map(|(station, (second, reason))| KeyChange { station, second, reason })
            .collect();
        Ok(scene)
    }

    pub(crate) fn new(
        election: &'e Election,
        seed: u64,
        start: Moment,
        studio: Option<&'e Studio>,
    ) -> Result<Scene<'e>, SimulateError> {
        let mut scene = Scene { seed, start: start.unix_seconds(), ..Scene::of_places(election)? };
        scene.studio = studio.map(|studio| (studio, studio.stations(&scene)));
        Ok(scene)
    }

    /// The studio, where this sheet's photos are real ones.
    pub(crate) fn studio_of(&self, station: StationIx, form: &Form) -> Option<&'e Studio> {
        let (studio, stations) = self.studio.as_ref()?;
        (stations.contains(&station) && studio.prints(form)).then_some(*studio)
    }

    /// This many seconds after the start, in the election's legal time.
    pub(crate) fn moment(&self, second: i64) -> Result<Moment, MomentError> {
        Moment::new(self.start.saturating_add(second), self.offset_minutes)
    }

    pub(crate) fn nation(&self) -> &str {
        self.election.profile.nation.code.as_str()
    }

    pub(crate) fn code(&self, region: RegionIx) -> &str {
        self.election.places.region(region).code.as_str()
    }

    pub(crate) fn station_code(&self, station: StationIx) -> &str {
        self.election.places.station(station).code.as_str()
    }

    /// Districts whose plenaries on the president go on when the night ends: the last third.
    pub(crate) fn running(&self) -> &[RegionIx] {
        let closed = self.districts.len() - self.districts.len().div_ceil(3);
        self.districts.get(closed..).unwrap_or_default()
    }

    /// The others.
    pub(crate) fn closing(&self) -> &[RegionIx] {
        let closed = self.districts.len() - self.districts.len().div_ceil(3);
        self.districts.get(..closed).unwrap_or_default()
    }

    pub(crate) fn district_of(&self, station: StationIx) -> RegionIx {
        let chain = self.election.places.chain(station);
        chain.into_iter().find(|region| self.districts.binary_search(region).is_ok()).unwrap_or(self.regency)
    }

    pub(crate) fn contest(&self, id: &str) -> Result<ContestIx, SimulateError> {
        let missing = || SimulateError::Missing { what: "contest", name: id.to_owned() };
        self.election.profile.contest(id).ok_or_else(missing)
    }

    pub(crate) fn contest_id(&self, contest: ContestIx) -> &'e str {
        &self.election.profile.contest_at(contest).id
    }

    pub(crate) fn form(&self, contest: ContestIx, station: StationIx) -> Result<&'e Form, SimulateError> {
        let missing = || SimulateError::Missing {
            what: "form of the contest at the station",
            name: self.station_code(station).to_owned(),
        };
        self.election.form(contest, station).map(|ix| self.election.form_by_ix(ix)).ok_or_else(missing)
    }

    /// The station's key at a time that lasts for one sheet, and the first second from that time on at which it has it.
    pub(crate) fn station_key(&self, station: StationIx, second: i64) -> (SignerId, i64) {
        let scope = self.station_code(station);
        let first = SignerId::new(cast::STATION, scope);
        match self.changed_keys.iter().find(|change| change.station == station) {
            Some(change) if second + ONE_SHEET >= change.second => {
                let next = SignerId::numbered(cast::STATION, scope, 2);
                (next, second.max(change.renewed() + 1))
            }
            Some(_) | None => (first, second),
        }
    }
}

impl KeyChange {
    /// When the station's second key is registered.
    pub(crate) fn renewed(&self) -> i64 {
        self.second + WITHOUT_KEY
    }
}
