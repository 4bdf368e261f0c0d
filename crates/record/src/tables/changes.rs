//! The table of changes of a cut: one row for each sheet whose state differs from the one at the cut before, over all
//! contests.
//!
//! | column | meaning |
//! |---|---|
//! | `contest`, `station` | the key |
//! | `entry_before`, `entry` | ledger index of the statement that stood, and that stands; empty: none |
//! | `quality_before`, `quality`, `standing_before`, `standing` | words of [`tally::Quality`] and [`tally::Standing`] |
//! | `marks_before`, `marks` | the flags that are set, joined by `;` |
//! | `checks_failed_before`, `checks_failed` | ids joined by `;` |
//! | `changed` | `field:before>after` for each cell that differs, joined by `;`; empty where no figures stood or stand |
//! | `figures` | every cell as it stands now, in the form's order, joined by `;`; empty: none stand |
//!
//! A cell is its figure, or the word of why it has none. So a reader who holds the state before a cut and this table
//! has the state after it, and back; and corrections can be read off without knowing the form.

use election::{Cell, ContestIx, Figure, Form, StationIx, Unread};
use ledger::sha256;
use rayon::prelude::*;
use serde_json::{Value, json};
use tally::{Changes, ContestTally, Sheet, SheetChange, State};

use super::csv_file::{write_csv, write_rows};
use super::frame::{Column, Layout, Table, Texts, Values};
use super::package::LICENCE;
use super::stations::{failed_checks, whole};
use crate::view::{RenderError, View};

/// Columns that stand twice: before, after.
const PAIRS: [&str; 4] = ["quality", "standing", "marks", "checks_failed"];

/// Rows made at a time: a first cut of a nation has a million, and as one table in memory they would weigh more than the
/// whole count.
const AT_ONCE: usize = 8_192;

/// The table as CSV.
pub fn changes_table(view: &View<'_>, changes: &Changes) -> Result<Vec<u8>, RenderError> {
    changes_in_parts(view, changes, AT_ONCE)
}

/// The same for any number of rows made at a time.
pub(super) fn changes_in_parts(
    view: &View<'_>,
    changes: &Changes,
    at_once: usize,
) -> Result<Vec<u8>, RenderError> {
    let sheets = sheets(changes);
    let mut bytes = write_csv(&frame(view, &[])?);
    for some in sheets.chunks(at_once * rayon::current_num_threads()) {
        let rows: Vec<Vec<u8>> = some
            .par_chunks(at_once)
            .map(|few| frame(view, few).map(|table| write_rows(&table)))
            .collect::<Result<_, RenderError>>()?;
        for rows in rows {
            bytes.extend(rows);
        }
    }
    Ok(bytes)
}

/// The table at once: what its parts are pinned to.
#[cfg(test)]
pub(super) fn changes_frame(view: &View<'_>, changes: &Changes) -> Result<Table, RenderError> {
    frame(view, &sheets(changes))
}

/// A data package of one cut's table alone: `path` is where the table lies beside it, `csv` its bytes.
pub fn changes_package(cut: u64, path: &str, csv: &[u8]) -> String {
    let head = csv.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let kind = |name: &str| if name.starts_with("entry") { "integer" } else { "string" };
    let fields: Vec<Value> =
        head.split(',').map(|name| json!({ "name": name, "type": kind(name) })).collect();
    let package = json!({
        "profile": "tabular-data-package",
        "name": format!("cut-{cut}"),
        "cut": cut,
        "licenses": [{ "name": "CC-BY-4.0", "path": LICENCE }],
        "resources": [{
            "name": "changes",
            "profile": "tabular-data-resource",
            "path": path,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": csv.len(),
            "hash": format!("sha256:{}", sha256(csv).to_hex()),
            "schema": { "fields": fields, "missingValues": [""], "primaryKey": ["contest", "station"] },
        }],
    });
    format!("{package:#}\n")
}

type Changed<'c> = (ContestIx, StationIx, &'c SheetChange);

fn sheets(changes: &Changes) -> Vec<Changed<'_>> {
    changes.sheets.iter().map(|((contest, station), change)| (*contest, *station, change)).collect()
}

fn frame(view: &View<'_>, sheets: &[Changed<'_>]) -> Result<Table, RenderError> {
    let election = view.tally.election();
    let mut rows = Rows::default();
    for (contest, station, change) in sheets {
        let id = &election.profile.contest_at(*contest).id;
        let code = election.places.station(*station).code;
        let missing = || RenderError::Missing(format!("sheet of {id} from {code}"));
        let counted = view.tally.contest(*contest).ok_or_else(missing)?;
        let sheet = counted.sheet(*station).ok_or_else(missing)?;
        let form = election.form(*contest, *station).ok_or_else(missing)?;
        if change.before != sheet.state {
            rows.contest.push(id);
            rows.station.push_new(code.as_str());
            rows.push(counted, sheet, election.form_by_ix(form), &change.before);
        }
    }
    Ok(rows.finish())
}

/// The cells of column `figures`; `None` where the text is not one of its.
pub fn cells_of_figures(text: &str) -> Option<Vec<Cell>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let cell = |text: &str| match text.parse() {
        Ok(figure) => Some(Cell::Read(Figure(figure))),
        Err(_) => Unread::parse(text).map(Cell::Unread),
    };
    text.split(';').map(cell).collect()
}

#[derive(Default)]
struct Rows {
    contest: Texts,
    station: Texts,
    entry: [Vec<Option<i64>>; 2],
    pairs: [[Texts; 2]; PAIRS.len()],
    changed: Texts,
    figures: Texts,
    buffer: String,
}

impl Rows {
    fn push(&mut self, counted: &ContestTally, sheet: &Sheet, form: &Form, before: &State) {
        let after = &sheet.state;
        for (entries, state) in self.entry.iter_mut().zip([before, after]) {
            let version = state.version.and_then(|at| sheet.versions.get(at as usize));
            entries.push(version.map(|version| whole(version.entry)));
        }
        let [quality, standing, marked, failed] = &mut self.pairs;
        for (at, state) in [before, after].into_iter().enumerate() {
            let pairs =
                [&mut *quality, &mut *standing, &mut *marked, &mut *failed].map(|pair| pair.get_mut(at));
            let [Some(quality), Some(standing), Some(marked), Some(failed)] = pairs else { continue };
            quality.push(state.quality.text());
            standing.push(if state.version.is_some() { state.standing.text() } else { "" });
            marked.push(&marks(state));
            failed.push(&failed_checks(state.outcomes.fails, counted));
        }
        let old = before.cells.as_deref().unwrap_or_default();
        let new = after.cells.as_deref().unwrap_or_default();
        self.buffer.clear();
        write_changed(&mut self.buffer, form, old, new);
        self.changed.push(&self.buffer);
        self.buffer.clear();
        for cell in new {
            separate(&mut self.buffer);
            write_cell(&mut self.buffer, *cell);
        }
        self.figures.push_new(&self.buffer);
    }

    fn finish(self) -> Table {
        let mut table = Table::default();
        table.add(Column::required("contest", Layout::Repeated, Values::Text(self.contest)));
        table.add(Column::required("station", Layout::Repeated, Values::Text(self.station)));
        let [before, after] = self.entry;
        table.add(Column::optional("entry_before", Layout::Scattered, Values::Integer(before)));
        table.add(Column::optional("entry", Layout::Scattered, Values::Integer(after)));
        for (name, [before, after]) in PAIRS.iter().zip(self.pairs) {
            let before = Column::optional(&format!("{name}_before"), Layout::Repeated, Values::Text(before));
            table.add(before);
            table.add(Column::optional(name, Layout::Repeated, Values::Text(after)));
        }
        table.add(Column::optional("changed", Layout::Repeated, Values::Text(self.changed)));
        table.add(Column::optional("figures", Layout::Scattered, Values::Text(self.figures)));
        table
    }
}

fn marks(state: &State) -> String {
    let marks = [
        (state.counted, "counted"),
        (state.partly_read, "partly-read"),
        (state.confirmed, "confirmed"),
        (state.disputed, "disputed"),
        (state.rivals, "rivals"),
        (state.votes_corrected, "votes-corrected"),
        (state.evidence_pending, "evidence-pending"),
    ];
    marks.iter().filter(|(set, _)| *set).map(|(_, word)| *word).collect::<Vec<_>>().join(";")
}

fn write_changed(out: &mut String, form: &Form, before: &[Cell], after: &[Cell]) {
    for (field, (before, after)) in form.fields.iter().zip(before.iter().zip(after)) {
        if before != after {
            separate(out);
            out.push_str(&field.name);
            out.push(':');
            write_cell(out, *before);
            out.push('>');
            write_cell(out, *after);
        }
    }
}

fn separate(out: &mut String) {
    if !out.is_empty() {
        out.push(';');
    }
}

fn write_cell(out: &mut String, cell: Cell) {
    match cell {
        Cell::Read(figure) => push_digits(out, figure.0),
        Cell::Unread(why) => out.push_str(why.text()),
    }
}

fn push_digits(out: &mut String, figure: u32) {
    if figure >= 10 {
        push_digits(out, figure / 10);
    }
    out.push(char::from_digit(figure % 10, 10).unwrap_or('0'));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn cells_read_back_from_their_texts(cells in proptest::collection::vec(
            prop_oneof![
                any::<u32>().prop_map(|figure| Cell::Read(Figure(figure))),
                (0..5usize).prop_map(|at| Cell::Unread(Unread::ALL[at])),
            ], 0..30)) {
            let mut text = String::new();
            for cell in &cells {
                separate(&mut text);
                write_cell(&mut text, *cell);
            }
            prop_assert_eq!(cells_of_figures(&text), Some(cells));
        }
    }

    #[test]
    fn a_word_that_is_no_reason_is_no_cell() {
        assert_eq!(cells_of_figures("1;nothing;2"), None);
        assert_eq!(cells_of_figures("1;;2"), None);
    }
}
