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
    let form = match constituency {
        None => election.plenary_form_of(contest, region),
        Some(constituency) => election.constituency_plenary_form(contest, region, constituency),
    };
    let Some(form) = form else { return Ok(None) };
    let column = column(tally, contest, region, constituency, form)?;
    Ok(Some((form, column.fields.into_iter().map(|field| field.sum).collect())))
}

/// A field of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ColumnField {
    /// The sum of the figures that are read.
    pub sum: Count,
    /// On how many counted sheets it is read.
    pub read: u32,
}

/// A column of a plenary's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Sheets that count.
    pub counted: u32,
    /// One for each field of the form.
    pub fields: Vec<ColumnField>,
}

/// What a region inside a plenary's adds to its form: the sums over every counted sheet of it, and of one constituency alone
/// where one is named. The columns of a region's children add up to [`plenary_sums`].
///
/// # Errors
/// When a sum leaves the range of a count.
pub fn column(
    tally: &Tally,
    contest: ContestIx,
    region: RegionIx,
    constituency: Option<ConstituencyIx>,
    form: FormIx,
) -> Result<Column, CountError> {
    let election = tally.election();
    let form = election.form_by_ix(form);
    let mut column = Column { counted: 0, fields: vec![ColumnField::default(); form.fields.len()] };
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
        column.counted += 1;
        for (sum, place) in column.fields.iter_mut().zip(last.iter().flat_map(|(_, places)| places)) {
            if let Some(Cell::Read(figure)) = place.and_then(|field| cells.get(usize::from(field.0))) {
                sum.sum = sum.sum.checked_add(Count::from(*figure))?;
                sum.read += 1;
            }
        }
    }
    Ok(column)
}
