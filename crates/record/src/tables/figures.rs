//! The long table: one row for each figure of each statement about a sheet, what was corrected and taken back too.
//!
//! | column | meaning |
//! |---|---|
//! | `station` | whose sheet; with `entry` and `field` the key |
//! | `entry` | index of the statement in the ledger; the key of `statements` |
//! | `stands` | the figure is among those that stand |
//! | `stage`, `run`, `stated_at` | of the statement, as in `statements` |
//! | `field` | name of the form's field |
//! | `value` | the figure; empty where it is unread, never zero |
//! | `unread` | why it is unread, one of five words; empty where it is read |
//!
//! The fields are those that are columns of the contest, as in `stations`. What party lists and candidates got stands in
//! `candidates`, and every version of it in the record: long, it would be ten times the rest. A withdrawal has a row for
//! each field it takes back. While it stands, it has one for each field of the form, because what it leaves stands by it;
//! so the rows that stand are the figures of `stations`, each once.

use election::{Cell, ContestIx, Form, FormIx, RegionIx};
use tally::{Claim, ContestTally, Sheet, Version};

use super::frame::{Column, Layout, Table, Texts, Values};
use super::stations::{expected_stations, whole};
use crate::view::View;

/// What makes a row unique.
pub(super) const KEY: &[&str] = &["station", "entry", "field"];
pub(super) const UNREAD: &[&str] = &["illegible", "empty", "not-published", "no-field", "withdrawn"];

/// The regions whose versions make a file of their own: those below a region of level 1, or itself where only stations
/// are. A list of everything ever stated in a large province would not fit in memory beside the others.
pub fn version_regions(view: &View<'_>, contest: ContestIx, province: RegionIx) -> Vec<RegionIx> {
    let places = &view.tally.election().places;
    let Some(counted) = view.tally.contest(contest) else { return Vec::new() };
    if places.region(province).level >= places.last_level() {
        return vec![province];
    }
    places.children(province).filter(|region| counted.holds(*region)).collect()
}

/// Every figure of every statement about a sheet of the region, by station, ledger and form.
pub fn figures_table(view: &View<'_>, counted: &ContestTally, region: RegionIx) -> Table {
    let election = view.tally.election();
    let mut rows = Rows::default();
    for station in expected_stations(view, counted, region) {
        let Some(sheet) = counted.sheet(station).filter(|sheet| !sheet.versions.is_empty()) else { continue };
        let Some(form_ix) = election.form(counted.contest, station) else { continue };
        rows.push_sheet(
            view,
            election.places.station(station).code.as_str(),
            (form_ix, election.form_by_ix(form_ix)),
            sheet,
        );
    }
    rows.finish()
}

#[derive(Default)]
struct Rows {
    station: Texts,
    entry: Vec<Option<i64>>,
    stands: Vec<bool>,
    stage: Texts,
    run: Texts,
    stated_at: Texts,
    field: Texts,
    value: Vec<Option<u32>>,
    unread: Texts,
    /// The last form's fields that are columns: position, and word in `field`. Neighbours share a form.
    fields: Option<(FormIx, Vec<(usize, u32)>)>,
}

impl Rows {
    fn push_sheet(&mut self, view: &View<'_>, station: &str, (ix, form): (FormIx, &Form), sheet: &Sheet) {
        let station = self.station.word(station);
        let fields = match self.fields.take().filter(|(last, _)| *last == ix) {
            Some((_, fields)) => fields,
            None => self.learn(form),
        };
        for (at, version) in sheet.versions.iter().enumerate() {
            let stands = sheet.state.version.is_some_and(|standing| standing as usize == at);
            let said = self.said(view, station, version);
            match &version.claim {
                Claim::Figures(cells) => self.push_cells(said, stands, &fields, cells),
                Claim::Withdrawn(_) if stands => {
                    self.push_cells(said, true, &fields, sheet.state.cells.as_deref().unwrap_or_default());
                }
                Claim::Withdrawn(taken) => {
                    for (position, word) in &fields {
                        let named = |fields: &[election::FieldIx]| {
                            fields.iter().any(|field| usize::from(field.0) == *position)
                        };
                        if taken.as_deref().is_none_or(named) {
                            self.push(said, false, *word, Cell::Unread(election::Unread::Withdrawn));
                        }
                    }
                }
            }
        }
        self.fields = Some((ix, fields));
    }

    fn learn(&mut self, form: &Form) -> Vec<(usize, u32)> {
        let columns = form.fields.iter().enumerate().filter(|(_, field)| field.column.is_some());
        columns.map(|(at, field)| (at, self.field.word(&field.name))).collect()
    }

    /// What all figures of a version share.
    fn said<'v>(&mut self, view: &'v View<'_>, station: u32, version: &Version) -> Said<'v> {
        let profile = &view.tally.election().profile;
        let run = version.run.and_then(|run| profile.runs.get(usize::from(run)));
        Said {
            station,
            entry: whole(version.entry),
            stage: profile.stages.get(usize::from(version.stage)).map_or("", |stage| &stage.id),
            run: run.map_or("", |run| &run.id),
            stated_at: self.stated_at.word_shown(version.at),
        }
    }

    fn push_cells(&mut self, said: Said<'_>, stands: bool, fields: &[(usize, u32)], cells: &[Cell]) {
        for (position, word) in fields {
            if let Some(cell) = cells.get(*position) {
                self.push(said, stands, *word, *cell);
            }
        }
    }

    fn push(&mut self, said: Said<'_>, stands: bool, field: u32, cell: Cell) {
        self.station.push_word(said.station);
        self.entry.push(Some(said.entry));
        self.stands.push(stands);
        self.stage.push(said.stage);
        self.run.push(said.run);
        self.stated_at.push_word(said.stated_at);
        self.field.push_word(field);
        self.value.push(cell.figure().map(|figure| figure.0));
        self.unread.push(match cell {
            Cell::Read(_) => "",
            Cell::Unread(why) => why.text(),
        });
    }

    fn finish(self) -> Table {
        let text = |name, texts| Column::required(name, Layout::Repeated, Values::Text(texts));
        let maybe = |name, texts| Column::optional(name, Layout::Repeated, Values::Text(texts));
        let mut table = Table::default();
        table.add(text("station", self.station));
        table.add(Column::required("entry", Layout::Repeated, Values::Integer(self.entry)));
        table.add(Column::required("stands", Layout::Repeated, Values::Flag(self.stands)));
        table.add(maybe("stage", self.stage));
        table.add(maybe("run", self.run));
        table.add(text("stated_at", self.stated_at));
        table.add(text("field", self.field));
        table.add(Column::optional("value", Layout::Repeated, Values::Figure(self.value)));
        table.add(maybe("unread", self.unread).of_words(UNREAD));
        table
    }
}

#[derive(Clone, Copy)]
struct Said<'v> {
    station: u32,
    entry: i64,
    stage: &'v str,
    run: &'v str,
    stated_at: u32,
}

// The constraint list in the schema is the words of the election; the compiler can't tie the two, this can.
#[cfg(test)]
mod tests {
    use election::Unread;

    use super::*;

    #[test]
    fn the_schema_lists_every_reason_of_an_unread_figure() {
        assert_eq!(UNREAD, Unread::ALL.map(Unread::text));
    }
}
