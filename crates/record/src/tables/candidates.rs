//! The table of candidates: one row for each figure of a sheet that is no column of its contest, that is the votes of
//! party lists and candidates of one constituency.
//!
//! Columns: `station`, `option` (its key), `candidate` (its key on the list; empty: the list itself), `figure` (empty:
//! unread). Key: the first three. Sheets without figures have no row here; their row is in `stations`.

use election::{Cell, ContestIx, Form, RegionIx};
use tally::ContestTally;

use super::frame::{Column, Layout, Table, Texts, Values};
use super::stations::expected_stations;
use crate::view::View;

/// The table, or `None` where no form of the contest in this region lists candidates.
pub fn candidates_table(view: &View<'_>, counted: &ContestTally, region: RegionIx) -> Option<Table> {
    let election = view.tally.election();
    if !lists_candidates(view, counted.contest, region) {
        return None;
    }
    let mut rows = Rows::default();
    for station in expected_stations(view, counted, region) {
        let cells = counted.state(station).and_then(|state| state.cells.as_deref());
        let (Some(cells), Some(form)) = (cells, election.form(counted.contest, station)) else { continue };
        rows.push_sheet(election.places.station(station).code.as_str(), election.form_by_ix(form), cells);
    }
    Some(rows.finish())
}

fn lists_candidates(view: &View<'_>, contest: ContestIx, region: RegionIx) -> bool {
    let election = view.tally.election();
    let forms = election.forms_in(contest, region);
    forms
        .into_iter()
        .any(|form| election.form_by_ix(form).options.iter().any(|option| option.list_field.is_some()))
}

#[derive(Default)]
struct Rows {
    station: Texts,
    option: Texts,
    candidate: Texts,
    figure: Vec<Option<u32>>,
}

impl Rows {
    fn push_sheet(&mut self, station: &str, form: &Form, cells: &[Cell]) {
        let station = self.station.word(station);
        for option in &form.options {
            let list = option.list_field.map(|field| ("", field));
            let candidates =
                option.candidates.iter().map(|candidate| (candidate.key.as_str(), candidate.field));
            for (candidate, field) in list.into_iter().chain(candidates) {
                self.station.push_word(station);
                self.option.push(&option.key);
                self.candidate.push(candidate);
                let cell = cells.get(usize::from(field.0)).copied();
                self.figure.push(cell.and_then(Cell::figure).map(|figure| figure.0));
            }
        }
    }

    fn finish(self) -> Table {
        let mut table = Table::default();
        table.add(Column::required("station", Layout::Repeated, Values::Text(self.station)));
        table.add(Column::required("option", Layout::Repeated, Values::Text(self.option)));
        table.add(Column::optional("candidate", Layout::Repeated, Values::Text(self.candidate)));
        table.add(Column::optional("figure", Layout::Repeated, Values::Figure(self.figure)));
        table
    }
}
