//! What doesn't add up: sheets by failed check, and plenaries against each other.

use election::{Cell, ContestIx, Count, Outcome, RegionIx, StationIx};

use crate::fold::Tally;
use crate::region::plenary_form;

/// A check that fails on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anomaly {
    /// The sheet's station.
    pub station: StationIx,
    /// Position of the check in the contest's list.
    pub check: u8,
    /// What the left side of the check comes to.
    pub left: i128,
    /// What the right side comes to.
    pub right: i128,
    /// Id of the lawful exception that excuses it; only soft checks have any.
    pub excused: Option<String>,
}

/// Every failed check, hard and soft, of every sheet of a contest, by station.
pub fn anomalies(tally: &Tally, contest: ContestIx) -> impl Iterator<Item = Anomaly> + '_ {
    let election = tally.election();
    let stations = 0..u32::try_from(election.places.stations().len()).unwrap_or(u32::MAX);
    stations.map(StationIx).flat_map(move |station| {
        let mut found = Vec::new();
        let counted = tally.contest(contest);
        let Some(state) = counted.and_then(|counted| counted.state(station)) else { return found };
        let (Some(cells), Some(form_ix)) = (state.cells.as_deref(), election.form(contest, station)) else {
            return found;
        };
        if state.outcomes.fails == 0 {
            return found;
        }
        let positions =
            counted.and_then(|counted| counted.form_checks.get(&form_ix)).map_or(&[][..], Vec::as_slice);
        for (check, position) in election.form_by_ix(form_ix).checks.iter().zip(positions) {
            let Some((left, right)) = check.sides(cells) else { continue };
            if check.evaluate(cells) == Outcome::Fails {
                let excused = election.exception(&check.id, station).map(|exception| exception.id.clone());
                found.push(Anomaly { station, check: *position, left, right, excused });
            }
        }
        found
    })
}

/// A figure of a plenary that doesn't fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlenaryDifference {
    /// A check of the plenary's own form fails.
    Check {
        /// Region of the plenary.
        region: RegionIx,
        /// Id of the check.
        check: String,
        /// What the left side comes to.
        left: i128,
        /// What the right side comes to.
        right: i128,
    },
    /// The figure differs from the sum of the plenaries one level below, all of which are in.
    Below {
        /// Region of the plenary.
        region: RegionIx,
        /// Name of the field.
        field: String,
        /// As the plenary states it.
        stated: u64,
        /// The sum of the plenaries below.
        summed: Count,
    },
}

/// Every figure of a standing plenary of the contest that fails a check or differs from the plenaries below it.
pub fn plenary_differences(tally: &Tally, contest: ContestIx) -> Vec<PlenaryDifference> {
    let election = tally.election();
    let Some(counted) = tally.contest(contest) else { return Vec::new() };
    let mut found = Vec::new();
    for (region, record) in counted.records() {
        let (Some(plenary), Some(form)) =
            (record.standing_plenary(), plenary_form(election, contest, *region))
        else {
            continue;
        };
        for check in &form.checks {
            if let (Outcome::Fails, Some((left, right))) =
                (check.evaluate(&plenary.cells), check.sides(&plenary.cells))
            {
                found.push(PlenaryDifference::Check {
                    region: *region,
                    check: check.id.to_string(),
                    left,
                    right,
                });
            }
        }
        let below: Option<Vec<_>> = election
            .places
            .children(*region)
            .map(|child| counted.record(child).and_then(crate::region::RegionRecord::standing_plenary))
            .collect();
        let Some(below) = below.filter(|below| !below.is_empty()) else { continue };
        for (position, field) in form.fields.iter().enumerate() {
            let Some(Cell::Read(stated)) = plenary.cells.get(position) else { continue };
            let parts: Option<Count> = below.iter().try_fold(Count::default(), |sum, child| {
                let Some(Cell::Read(figure)) = child.cells.get(position) else { return None };
                sum.checked_add(Count::from(*figure)).ok()
            });
            if let Some(summed) = parts.filter(|summed| summed.get() != u64::from(stated.0)) {
                found.push(PlenaryDifference::Below {
                    region: *region,
                    field: field.name.to_string(),
                    stated: u64::from(stated.0),
                    summed,
                });
            }
        }
    }
    found
}
