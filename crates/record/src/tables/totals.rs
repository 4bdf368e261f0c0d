//! Tables of totals: one row a region or constituency.
//!
//! | column | meaning |
//! |---|---|
//! | `region`, `name`, `level`, `parent` | code (the key), name, level's id, code of the region above; or |
//! | `constituency`, `name`, `seats` | code (the key), name, seats where known |
//! | `expected`, `stated`, `counted`, `sound`, `partly_read` | sheets expected by the roster, stated about, in all standing figures, consistent or better, some options read |
//! | `complete` | every expected sheet is counted |
//! | one a quality, `quality_...`; one a standing, `standing_...` | sheets by quality and standing |
//! | `votes_corrected`, `confirmed`, `disputed`, `evidence_pending` | sheets with that flag |
//! | `legal_status` | where the region's result stands in law |
//! | `sound_<column>` | sum over the sheets *consistent or better*: the number to quote, with `sound` beside it |
//! | `all_<column>` | sum over *all standing figures* |
//! | `read_<column>` | on how many of the `counted` sheets the figure is read at all |
//!
//! The votes of an option are empty above the level from which every station below has the same options.

use election::{ConstituencyIx, ContestIx, RegionIx};
use tally::{ContestTally, LegalStatus, Quality, RegionRecord, Standing, Totals};

use super::frame::{Column, Layout, Table, Texts, Values};
use super::stations::whole;
use crate::view::View;

const LEGAL_STATUSES: &[&str] = &["running", "plenary-closed", "determined", "under-dispute", "ruled"];

/// Totals of regions, in the order given.
pub fn regions_table(
    view: &View<'_>,
    counted: &ContestTally,
    regions: impl IntoIterator<Item = RegionIx>,
) -> Table {
    let election = view.tally.election();
    let rules = election.profile.contest_at(counted.contest);
    let (mut code, mut name) = (Texts::default(), Texts::default());
    let (mut level, mut parent) = (Texts::default(), Texts::default());
    let mut legal = Texts::default();
    let mut sums = Rows::new(view, counted.contest);
    for ix in regions {
        let place = election.places.region(ix);
        code.push_new(place.code.as_str());
        name.push(&place.name);
        level.push(election.profile.levels.get(usize::from(place.level)).map_or("", |level| &level.id));
        parent.push(place.parent.map_or("", |parent| election.places.region(parent).code.as_str()));
        legal.push(counted.record(ix).map_or(LegalStatus::Running, RegionRecord::status).text());
        sums.push(counted.totals(ix), place.level >= rules.options_from_level);
    }
    let mut table = Table::default();
    table.add(Column::required("region", Layout::Sorted, Values::Text(code)));
    table.add(Column::optional("name", Layout::Repeated, Values::Text(name)));
    table.add(Column::required("level", Layout::Repeated, Values::Text(level)));
    table.add(Column::optional("parent", Layout::Repeated, Values::Text(parent)));
    let legal =
        Column::required("legal_status", Layout::Repeated, Values::Text(legal)).of_words(LEGAL_STATUSES);
    table.add(legal);
    sums.finish(&mut table);
    table
}

/// Totals of the constituencies of a contest in which somebody votes, by position.
pub fn constituencies_table(view: &View<'_>, counted: &ContestTally) -> Table {
    let election = view.tally.election();
    let (mut code, mut name, mut seats) = (Texts::default(), Texts::default(), Vec::new());
    let mut sums = Rows::new(view, counted.contest);
    for (ix, totals) in counted.constituencies() {
        let constituency = election.constituency(*ix);
        code.push_new(constituency.code.as_str());
        name.push(&constituency.name);
        seats.push(constituency.seats.map(i64::from));
        sums.push(Some(&totals.totals), true);
    }
    let mut table = Table::default();
    table.add(Column::required("constituency", Layout::Sorted, Values::Text(code)));
    table.add(Column::optional("name", Layout::Repeated, Values::Text(name)));
    table.add(Column::optional("seats", Layout::Repeated, Values::Integer(seats)));
    sums.finish(&mut table);
    table
}

/// Votes of every list and candidate, one row each: `constituency`, `option`, `candidate` (empty: the list itself),
/// `name`, `sound`, `all`. `None` where no form lists any.
pub fn constituency_candidates_table(view: &View<'_>, counted: &ContestTally) -> Option<Table> {
    let mut rows = CandidateRows::default();
    for ix in counted.constituencies().keys() {
        rows.push(view, counted, *ix);
    }
    (!rows.sound.is_empty()).then(|| rows.finish())
}

#[derive(Default)]
struct CandidateRows {
    constituency: Texts,
    option: Texts,
    candidate: Texts,
    name: Texts,
    sound: Vec<Option<i64>>,
    all: Vec<Option<i64>>,
}

impl CandidateRows {
    fn push(&mut self, view: &View<'_>, counted: &ContestTally, ix: ConstituencyIx) {
        let election = view.tally.election();
        let Some(totals) = counted.constituencies().get(&ix) else { return };
        let Some(form) = election.form_of_constituency(ix).map(|form| election.form_by_ix(form)) else {
            return;
        };
        for option in &form.options {
            let list = option.list_field.map(|field| ("", option.name.as_str(), field));
            let candidates = option
                .candidates
                .iter()
                .map(|candidate| (candidate.key.as_str(), candidate.name.as_str(), candidate.field));
            for (candidate, name, field) in list.into_iter().chain(candidates) {
                let at = usize::from(field.0);
                self.constituency.push(election.constituency(ix).code.as_str());
                self.option.push(&option.key);
                self.candidate.push(candidate);
                self.name.push(name);
                self.sound.push(totals.sound_fields.get(at).map(|count| whole(count.get())));
                self.all.push(totals.fields.get(at).map(|count| whole(count.get())));
            }
        }
    }

    fn finish(self) -> Table {
        let text = |name, texts| Column::required(name, Layout::Repeated, Values::Text(texts));
        let maybe = |name, texts| Column::optional(name, Layout::Repeated, Values::Text(texts));
        let mut table = Table::default();
        table.add(text("constituency", self.constituency));
        table.add(text("option", self.option));
        table.add(maybe("candidate", self.candidate));
        table.add(maybe("name", self.name));
        table.add(Column::required("sound", Layout::Repeated, Values::Integer(self.sound)));
        table.add(Column::required("all", Layout::Repeated, Values::Integer(self.all)));
        table
    }
}

/// How many numbers of sheets there are.
const COUNTS: usize = 17;

/// The columns that regions and constituencies share.
struct Rows<'v> {
    view: View<'v>,
    contest: ContestIx,
    empty: Totals,
    /// In the order of [`Rows::counts`].
    counts: [Vec<Option<i64>>; COUNTS],
    complete: Vec<bool>,
    /// One a column of the contest: sound, all, read.
    sums: Vec<[Vec<Option<i64>>; 3]>,
}

impl<'v> Rows<'v> {
    fn new(view: &View<'v>, contest: ContestIx) -> Rows<'v> {
        let columns = view.tally.election().profile.contest_at(contest).columns.len();
        Rows {
            view: *view,
            contest,
            empty: Totals::new(columns, 0, 0),
            counts: Default::default(),
            complete: Vec::new(),
            sums: vec![Default::default(); columns],
        }
    }

    fn push(&mut self, totals: Option<&Totals>, options_add_up: bool) {
        let totals = totals.unwrap_or(&self.empty);
        for (column, count) in self.counts.iter_mut().zip(Rows::counts(totals)) {
            column.push(Some(whole(count)));
        }
        self.complete.push(totals.complete());
        let columns = &self.view.tally.election().profile.contest_at(self.contest).columns;
        for ((at, column), [sound, all, read]) in columns.iter().enumerate().zip(&mut self.sums) {
            let adds_up = options_add_up || column.option.is_none();
            let figure =
                |of: Option<&election::Count>| of.filter(|_| adds_up).map(|count| whole(count.get()));
            sound.push(figure(totals.sound.sums.get(at)));
            all.push(figure(totals.all.sums.get(at)));
            read.push(totals.all.read.get(at).map(|count| whole(*count)));
        }
    }

    fn counts(totals: &Totals) -> [u64; COUNTS] {
        let [expected, pictured, incomplete, consistent, conflict] = totals.quality;
        let [first, corrected, withdrawn] = totals.standing;
        [
            totals.expected,
            totals.stated,
            totals.counted(),
            totals.sound.sheets,
            totals.partly_read,
            expected,
            pictured,
            incomplete,
            consistent,
            conflict,
            first,
            corrected,
            withdrawn,
            totals.votes_corrected,
            totals.confirmed,
            totals.disputed,
            totals.evidence_pending,
        ]
    }

    fn count_names() -> [String; COUNTS] {
        let [expected, pictured, incomplete, consistent, conflict] =
            Quality::ALL.map(|quality| format!("quality_{}", quality.text()));
        let [first, corrected, withdrawn] =
            Standing::ALL.map(|standing| format!("standing_{}", standing.text()));
        let [all, stated, counted, sound, partly_read] =
            ["expected", "stated", "counted", "sound", "partly_read"].map(str::to_owned);
        let [votes_corrected, confirmed, disputed, evidence_pending] =
            ["votes_corrected", "confirmed", "disputed", "evidence_pending"].map(str::to_owned);
        [
            all,
            stated,
            counted,
            sound,
            partly_read,
            expected,
            pictured,
            incomplete,
            consistent,
            conflict,
            first,
            corrected,
            withdrawn,
            votes_corrected,
            confirmed,
            disputed,
            evidence_pending,
        ]
    }

    fn finish(self, table: &mut Table) {
        for (name, counts) in Rows::count_names().iter().zip(self.counts) {
            table.add(Column::required(name, Layout::Repeated, Values::Integer(counts)));
        }
        table.add(Column::required("complete", Layout::Repeated, Values::Flag(self.complete)));
        let columns = &self.view.tally.election().profile.contest_at(self.contest).columns;
        for (column, [sound, all, read]) in columns.iter().zip(self.sums) {
            for (kind, numbers) in [("sound", sound), ("all", all)] {
                let name = format!("{kind}_{}", column.name);
                let numbers = Column::optional(&name, Layout::Repeated, Values::Integer(numbers));
                table.add(numbers.of_field(&column.name));
            }
            let name = format!("read_{}", column.name);
            table
                .add(Column::required(&name, Layout::Repeated, Values::Integer(read)).of_field(&column.name));
        }
    }
}

// The constraint list in the schema is the words of the tally; the compiler can't tie the two, this can.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_lists_every_legal_status() {
        let all = [
            LegalStatus::Running,
            LegalStatus::PlenaryClosed,
            LegalStatus::Determined,
            LegalStatus::UnderDispute,
            LegalStatus::Ruled,
        ];
        assert_eq!(LEGAL_STATUSES, all.map(LegalStatus::text));
    }
}
