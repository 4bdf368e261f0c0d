//! What a plenary adds up: the figures that stand below it, on the form it fills in.

use election::{Cell, ConstituencyIx, ContestIx, Count, CountError, FormIx, RegionIx};

use crate::fold::Tally;

/// The form of a region's plenary (or of the sheet of one constituency that cuts it) and for each of its fields the sum
/// over every counted sheet below: lists and candidates too, where the form has them. `None` where the law has no such form.
///
/// # Errors
/// When a sum leaves the range of a count.
pub fn plenary_sums(
    tally: &Tally,
    contest: ContestIx,
    region: RegionIx,
    constituency: Option<ConstituencyIx>,
) -> Result<Option<(FormIx, Vec<Count>)>, CountError> {
    let election = tally.election();
    let form_ix = match constituency {
        None => election.plenary_form_of(contest, region),
        Some(constituency) => election.constituency_plenary_form(contest, region, constituency),
    };
    let Some(form_ix) = form_ix else { return Ok(None) };
    let form = election.form_by_ix(form_ix);
    let mut sums = vec![Count::default(); form.fields.len()];
    let mut last = None;
    for station in election.places.stations_in(region) {
        if constituency.is_some() && election.constituency_of(contest, station) != constituency {
            continue;
        }
        let state = tally.contest(contest).and_then(|counted| counted.state(station));
        let counted = state.filter(|state| state.counted).and_then(|state| state.cells.as_deref());
        let (Some(cells), Some(own_ix)) = (counted, election.form(contest, station)) else { continue };
        if last.as_ref().is_none_or(|(known, _)| *known != own_ix) {
            let own = election.form_by_ix(own_ix);
            let places: Vec<_> = form.fields.iter().map(|field| own.field(&field.name)).collect();
            last = Some((own_ix, places));
        }
        for (sum, place) in sums.iter_mut().zip(last.iter().flat_map(|(_, places)| places)) {
            if let Some(Cell::Read(figure)) = place.and_then(|field| cells.get(usize::from(field.0))) {
                *sum = sum.checked_add(Count::from(*figure))?;
            }
        }
    }
    Ok(Some((form_ix, sums)))
}
