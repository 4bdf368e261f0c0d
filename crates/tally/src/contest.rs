//! One contest: its sheets, its totals at every level, its regions' records.

use std::collections::{BTreeMap, HashMap};

use election::{ConstituencyIx, ContestIx, Count, CountError, Election, Form, FormIx, RegionIx, StationIx};

use crate::history::ChangeNote;
use crate::region::RegionRecord;
use crate::sheet::{Sheet, State};
use crate::totals::Totals;

/// A check of a contest: a row of the profile stands once, however many expressions it expands to (`row.part`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckInfo {
    /// Id in the profile.
    pub id: String,
    /// Whether a failure makes a conflict.
    pub hard: bool,
}

/// Totals of a constituency, which may cut across regions.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ConstituencyTotals {
    /// As for a region.
    pub totals: Totals,
    /// The sequencer's time of the last entry that touched a sheet of it, unix milliseconds.
    pub touched_ms: u64,
    /// For each field of the constituency's form, the sum over counted sheets: candidates too.
    pub fields: Vec<Count>,
    /// The same over *consistent or better*.
    pub sound_fields: Vec<Count>,
}

/// One contest.
#[derive(Clone, Debug)]
pub struct ContestTally {
    /// Which.
    pub contest: ContestIx,
    /// A roster expects its sheets.
    pub rostered: bool,
    /// The sequencer's time of that roster, unix milliseconds.
    pub rostered_ms: u64,
    /// Its checks; outcomes are bits in this order.
    pub checks: Vec<CheckInfo>,
    pub(crate) form_checks: HashMap<FormIx, Vec<u8>>,
    pub(crate) sheets: Vec<Option<Box<Sheet>>>,
    pub(crate) totals: Vec<Totals>,
    pub(crate) touched_ms: Vec<u64>,
    /// The sequencer's time at which a sheet last came in, by region; 0: none has.
    pub(crate) in_ms: Vec<u64>,
    /// How many sheets came in, less those taken back whole, by region above the lowest level and hour since 1970.
    pub(crate) arrivals: BTreeMap<RegionIx, BTreeMap<u64, i64>>,
    pub(crate) constituencies: BTreeMap<ConstituencyIx, ConstituencyTotals>,
    pub(crate) records: BTreeMap<RegionIx, RegionRecord>,
    /// What changed after it had come in, by station and entry.
    pub(crate) changed: BTreeMap<(StationIx, u64), ChangeNote>,
}

impl ContestTally {
    pub(crate) fn new(contest: ContestIx) -> ContestTally {
        ContestTally {
            contest,
            rostered: false,
            rostered_ms: 0,
            checks: Vec::new(),
            form_checks: HashMap::new(),
            sheets: Vec::new(),
            totals: Vec::new(),
            touched_ms: Vec::new(),
            in_ms: Vec::new(),
            arrivals: BTreeMap::new(),
            constituencies: BTreeMap::new(),
            records: BTreeMap::new(),
            changed: BTreeMap::new(),
        }
    }

    /// How many sheets of a region came in, less those taken back whole, hour by hour since 1970; of regions above the lowest level.
    pub fn arrivals(&self, region: RegionIx) -> impl Iterator<Item = (u64, i64)> {
        self.arrivals.get(&region).into_iter().flatten().map(|(hour, count)| (*hour, *count))
    }

    /// Whether anybody votes in it: a roster expects a sheet. A contest can stand on a roster without one.
    pub fn held(&self) -> bool {
        self.totals.iter().any(|totals| totals.expected > 0)
    }

    /// Whether anybody votes in it in this region.
    pub fn holds(&self, region: RegionIx) -> bool {
        self.totals(region).is_some_and(|totals| totals.expected > 0)
    }

    /// Everything stated about a sheet; none: nothing.
    pub fn sheet(&self, station: StationIx) -> Option<&Sheet> {
        self.sheets.get(station.0 as usize)?.as_deref()
    }

    /// A sheet's state.
    pub fn state(&self, station: StationIx) -> Option<&State> {
        self.sheet(station).map(|sheet| &sheet.state)
    }

    /// Totals of a region.
    pub fn totals(&self, region: RegionIx) -> Option<&Totals> {
        self.totals.get(region.0 as usize)
    }

    /// The sequencer's time of the last entry that touched a region, unix milliseconds.
    pub fn touched_ms(&self, region: RegionIx) -> u64 {
        self.touched_ms.get(region.0 as usize).copied().unwrap_or(0)
    }

    /// The sequencer's time of the last entry by which a sheet of a region came in that was not in before, unix
    /// milliseconds; none: no sheet has come in. Corrections, objections and plenaries bring no sheet.
    pub fn in_ms(&self, region: RegionIx) -> Option<u64> {
        self.in_ms.get(region.0 as usize).copied().filter(|ms| *ms > 0)
    }

    /// Totals of the constituencies in which somebody votes, by position.
    pub fn constituencies(&self) -> &BTreeMap<ConstituencyIx, ConstituencyTotals> {
        &self.constituencies
    }

    /// What was stated about a region as a whole.
    pub fn record(&self, region: RegionIx) -> Option<&RegionRecord> {
        self.records.get(&region)
    }

    /// Every region about which something was stated as a whole.
    pub fn records(&self) -> &BTreeMap<RegionIx, RegionRecord> {
        &self.records
    }

    /// Makes room for every sheet the roster expects. Returns how many there are.
    pub(crate) fn expect_all(&mut self, election: &Election, logged_ms: u64) -> Result<u64, CountError> {
        let contest = self.contest;
        let columns = election.profile.contest_at(contest).columns.len();
        let reasons = election.profile.reasons.len();
        let mut forms: Vec<Option<FormIx>> = Vec::with_capacity(election.places.stations().len());
        let stations = || (0..).map(StationIx).take(election.places.stations().len());
        forms.extend(stations().map(|station| election.form(contest, station)));
        for form_ix in forms.iter().flatten() {
            if !self.form_checks.contains_key(form_ix) {
                let positions = self.learn_checks(election.form_by_ix(*form_ix));
                self.form_checks.insert(*form_ix, positions);
            }
        }
        let checks = self.checks.len();
        self.sheets = vec![None; forms.len()];
        self.totals = vec![Totals::new(columns, checks, reasons); election.places.regions().len()];
        self.touched_ms = vec![logged_ms; election.places.regions().len()];
        self.in_ms = vec![0; election.places.regions().len()];
        let mut expected = 0u64;
        for (station, form) in stations().zip(&forms) {
            let Some(form) = form else { continue };
            expected += 1;
            for region in election.places.chain(station) {
                if let Some(totals) = self.totals.get_mut(region.0 as usize) {
                    totals.expect()?;
                }
            }
            if let Some(constituency) = election.constituency_of(contest, station) {
                let fields = election.form_by_ix(*form).fields.len();
                self.constituencies
                    .entry(constituency)
                    .or_insert_with(|| ConstituencyTotals {
                        totals: Totals::new(columns, checks, reasons),
                        touched_ms: logged_ms,
                        fields: vec![Count::default(); fields],
                        sound_fields: vec![Count::default(); fields],
                    })
                    .totals
                    .expect()?;
            }
        }
        self.rostered = true;
        self.rostered_ms = logged_ms;
        Ok(expected)
    }

    fn learn_checks(&mut self, form: &Form) -> Vec<u8> {
        let mut positions = Vec::with_capacity(form.checks.len());
        for check in &form.checks {
            let rule = check.rule.as_str();
            let known = self.checks.iter().position(|info| info.id == rule);
            let position = known.unwrap_or(self.checks.len());
            if known.is_none() {
                self.checks.push(CheckInfo { id: rule.to_owned(), hard: check.hard });
            }
            // A profile has at most 64 checks a contest.
            positions.push(u8::try_from(position).unwrap_or(u8::MAX));
        }
        positions
    }

    /// Moves every total from one state of a sheet to the next.
    pub(crate) fn replace_state(
        &mut self,
        election: &Election,
        station: StationIx,
        before: &State,
        after: &State,
    ) -> Result<(), CountError> {
        let Some(form_ix) = election.form(self.contest, station) else { return Ok(()) };
        let form = election.form_by_ix(form_ix);
        for region in election.places.chain(station) {
            if let Some(totals) = self.totals.get_mut(region.0 as usize) {
                totals.take_out(form, before)?;
                totals.put_in(form, after)?;
            }
        }
        let constituency = election.constituency_of(self.contest, station);
        if let Some(sums) = constituency.and_then(|ix| self.constituencies.get_mut(&ix)) {
            sums.totals.take_out(form, before)?;
            sums.totals.put_in(form, after)?;
            sums.move_fields(before, Count::checked_sub)?;
            sums.move_fields(after, Count::checked_add)?;
        }
        Ok(())
    }
}

impl ConstituencyTotals {
    fn move_fields(
        &mut self,
        state: &State,
        apply: impl Fn(Count, Count) -> Result<Count, CountError>,
    ) -> Result<(), CountError> {
        let Some(cells) = state.cells.as_deref().filter(|_| state.counted) else { return Ok(()) };
        for (position, cell) in cells.iter().enumerate() {
            let election::Cell::Read(figure) = cell else { continue };
            let figure = Count::from(*figure);
            if let Some(sum) = self.fields.get_mut(position) {
                *sum = apply(*sum, figure)?;
            }
            if let Some(sum) = self.sound_fields.get_mut(position).filter(|_| state.sound()) {
                *sum = apply(*sum, figure)?;
            }
        }
        Ok(())
    }
}
