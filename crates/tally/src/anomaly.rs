//! What doesn't add up: sheets by failed check, and plenaries against each other.

use election::{
    Cell, ConstituencyIx, ContestIx, Count, Election, Form, Outcome, RegionIx, StationIx, Within,
};

use crate::contest::ContestTally;
use crate::fold::Tally;
use crate::region::PlenaryVersion;

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
        /// The constituency of the sheet; none: the region as a whole.
        constituency: Option<ConstituencyIx>,
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
        /// The constituency of the sheet; none: the region as a whole.
        constituency: Option<ConstituencyIx>,
        /// Name of the field.
        field: String,
        /// As the plenary states it.
        stated: u64,
        /// The sum of the plenaries below.
        summed: Count,
    },
}

/// Every figure of a standing plenary of the contest that fails a check or differs from the plenaries below it; a region
/// that several constituencies cut has a sheet for each.
pub fn plenary_differences(tally: &Tally, contest: ContestIx) -> Vec<PlenaryDifference> {
    let election = tally.election();
    let Some(counted) = tally.contest(contest) else { return Vec::new() };
    let mut found = Vec::new();
    for (region, record) in counted.records() {
        for plenary in record.standing_sheets() {
            let form = election.form_by_ix(plenary.form);
            own_differences(*region, plenary, form, &mut found);
            differences_below(election, counted, *region, plenary, form, &mut found);
        }
    }
    found
}

fn own_differences(
    region: RegionIx,
    plenary: &PlenaryVersion,
    form: &Form,
    found: &mut Vec<PlenaryDifference>,
) {
    for check in &form.checks {
        if let (Outcome::Fails, Some((left, right))) =
            (check.evaluate(&plenary.cells), check.sides(&plenary.cells))
        {
            let (constituency, check) = (plenary.constituency, check.id.to_string());
            found.push(PlenaryDifference::Check { region, constituency, check, left, right });
        }
    }
}

fn differences_below(
    election: &Election,
    counted: &ContestTally,
    region: RegionIx,
    plenary: &PlenaryVersion,
    form: &Form,
    found: &mut Vec<PlenaryDifference>,
) {
    let Some(below) = sheets_below(election, counted, region, plenary.constituency) else { return };
    for (field, cell) in form.fields.iter().zip(plenary.cells.iter()) {
        let Cell::Read(stated) = cell else { continue };
        let parts: Option<Count> = below.iter().try_fold(Count::default(), |sum, child| {
            let own = election.form_by_ix(child.form).field(&field.name)?;
            let Some(Cell::Read(figure)) = child.cells.get(usize::from(own.0)) else { return None };
            sum.checked_add(Count::from(*figure)).ok()
        });
        if let Some(summed) = parts.filter(|summed| summed.get() != u64::from(stated.0)) {
            found.push(PlenaryDifference::Below {
                region,
                constituency: plenary.constituency,
                field: field.name.to_string(),
                stated: u64::from(stated.0),
                summed,
            });
        }
    }
}

/// The sheets one level below that one adds up, if all of them stand: of every region with voters of the constituency.
/// There it is the region's own sheet, unless others vote there too.
fn sheets_below<'t>(
    election: &Election,
    counted: &'t ContestTally,
    region: RegionIx,
    constituency: Option<ConstituencyIx>,
) -> Option<Vec<&'t PlenaryVersion>> {
    let contest = counted.contest;
    let sheet_of =
        |child: RegionIx, sheet| counted.record(child).and_then(|record| record.standing_sheet(sheet));
    let mut below = Vec::new();
    for child in election.places.children(region) {
        match (constituency, election.within(contest, child)) {
            (_, Within::Nobody) | (Some(_), Within::NoConstituency) => {}
            (None, Within::NoConstituency | Within::One(_) | Within::Several) => {
                below.push(sheet_of(child, None)?);
            }
            (Some(wanted), Within::One(own)) => {
                if wanted == own {
                    below.push(sheet_of(child, None)?);
                }
            }
            (Some(wanted), Within::Several) => {
                if election.votes_in(contest, child, wanted) {
                    below.push(sheet_of(child, Some(wanted))?);
                }
            }
        }
    }
    Some(below).filter(|below| !below.is_empty())
}
