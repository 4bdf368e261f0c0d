//! The table of stations: one row for each sheet the roster expects, those of which nothing is known too.
//!
//! | column | meaning |
//! |---|---|
//! | `station`, `name` | code and name of the station; the key |
//! | one a level, named by the profile's levels | code of the region it lies in |
//! | `constituency` | where the contest has constituencies beyond the nation |
//! | `quality`, `standing` | words of [`tally::Quality`] and [`tally::Standing`]; no standing where nothing stands |
//! | `confirmed`, `disputed`, `evidence_pending` | flags of the sheet |
//! | `counted` | every option is read: it is in *all standing figures* |
//! | `sound` | it is also in *consistent or better*, the figures to quote |
//! | one a contest's column | the figure; empty where it is unread, never zero |
//! | `unread` | what is unread and why, `field-or-group:reason` joined by `;`; empty where nothing is stated at all |
//! | `checks_failed` | ids of failed checks, hard and soft, joined by `;` |
//! | `entry` | ledger index of the statement that stands; the key of `statements` |
//! | `stated_at` | when it was stated, RFC 3339 |
//! | `versions` | how many statements about this sheet the ledger holds |
//! | `photos_claimed`, `photos_named` | pictures the source says it has; pictures named by their hash |
//!
//! A contest's column whose name is taken (a field called `counted`) gets `_2`; in the schema, member `field` of a column
//! names the field of the form it holds.

use std::collections::HashMap;

use election::{Cell, ConstituencyRule, ContestIx, Form, FormIx, Region, RegionIx, StationIx};
use tally::{ContestTally, Evidence, Sheet, State};

use super::frame::{Column, Layout, Table, Texts, Values};
use crate::view::View;

pub(super) const QUALITIES: &[&str] = &["expected", "pictured", "incomplete", "consistent", "conflict"];
pub(super) const STANDINGS: &[&str] = &["first", "corrected", "withdrawn"];

/// The stations of a region that hold the contest, by code; none before the roster came in.
pub fn stations_table<'v>(view: &View<'v>, counted: &'v ContestTally, region: RegionIx) -> Table {
    let room = view.tally.election().places.region(region).stations.len();
    let mut rows = Rows::new(view, counted, room);
    for station in expected_stations(view, counted, region) {
        rows.push(station);
    }
    rows.finish()
}

/// The stations of a region whose sheets the roster expects, by code.
pub(super) fn expected_stations<'v>(
    view: &View<'v>,
    counted: &ContestTally,
    region: RegionIx,
) -> impl Iterator<Item = StationIx> + use<'v> {
    let election = view.tally.election();
    let contest = counted.contest;
    let rostered = counted.rostered;
    election.stations_holding(contest, region).filter(move |_| rostered)
}

/// Whether the contest elects in parts of the nation.
pub(super) fn has_constituencies(view: &View<'_>, contest: ContestIx) -> bool {
    view.tally.election().profile.contest_at(contest).constituencies != ConstituencyRule::Nation
}

struct Rows<'v> {
    view: View<'v>,
    counted: &'v ContestTally,
    codes: Texts,
    names: Texts,
    /// One a level from 1 down.
    regions: Vec<Texts>,
    // The words of the last region's chain: neighbours share it.
    chain: Option<(RegionIx, Vec<u32>)>,
    constituency: Texts,
    quality: Texts,
    standing: Texts,
    confirmed: Vec<bool>,
    disputed: Vec<bool>,
    evidence_pending: Vec<bool>,
    in_all: Vec<bool>,
    in_sound: Vec<bool>,
    /// One a column of the contest.
    figures: Vec<Vec<Option<u32>>>,
    unread: Unreads,
    failed: Failures,
    entry: Vec<Option<i64>>,
    stated_at: Texts,
    versions: Vec<Option<i64>>,
    photos_claimed: Vec<Option<i64>>,
    photos_named: Vec<Option<i64>>,
}

impl<'v> Rows<'v> {
    fn new(view: &View<'v>, counted: &'v ContestTally, room: usize) -> Rows<'v> {
        let election = view.tally.election();
        Rows {
            view: *view,
            counted,
            codes: Texts::with_room(room),
            names: Texts::with_room(room),
            regions: vec![Texts::default(); usize::from(election.places.last_level())],
            chain: None,
            constituency: Texts::with_room(room),
            quality: Texts::with_room(room),
            standing: Texts::with_room(room),
            confirmed: Vec::with_capacity(room),
            disputed: Vec::with_capacity(room),
            evidence_pending: Vec::with_capacity(room),
            in_all: Vec::with_capacity(room),
            in_sound: Vec::with_capacity(room),
            figures: (0..election.profile.contest_at(counted.contest).columns.len())
                .map(|_| Vec::with_capacity(room))
                .collect(),
            unread: Unreads::default(),
            failed: Failures::default(),
            entry: Vec::with_capacity(room),
            stated_at: Texts::with_room(room),
            versions: Vec::with_capacity(room),
            photos_claimed: Vec::with_capacity(room),
            photos_named: Vec::with_capacity(room),
        }
    }

    fn push(&mut self, station: StationIx) {
        let election = self.view.tally.election();
        let place = election.places.station(station);
        self.codes.push_new(place.code.as_str());
        self.names.push(&place.name);
        self.push_chain(place.region);
        let constituency = election.constituency_of(self.counted.contest, station);
        self.constituency.push(constituency.map_or("", |ix| election.constituency(ix).code.as_str()));
        let expected = State::expected();
        let sheet = self.counted.sheet(station);
        let state = sheet.map_or(&expected, |sheet| &sheet.state);
        self.push_state(sheet, state);
        let form = election.form(self.counted.contest, station).map(|ix| (ix, election.form_by_ix(ix)));
        self.push_figures(form, state);
        self.failed.push(state.outcomes.fails, self.counted);
    }

    fn push_chain(&mut self, region: RegionIx) {
        let places = &self.view.tally.election().places;
        if self.chain.as_ref().is_none_or(|(last, _)| *last != region) {
            let mut chain: Vec<&Region> = places.ancestry(region).map(|ix| places.region(ix)).collect();
            chain.pop();
            chain.reverse();
            for (texts, region) in self.regions.iter_mut().zip(&chain) {
                texts.push(region.code.as_str());
            }
            let words = self.regions.iter().filter_map(|texts| texts.rows().last().copied()).collect();
            self.chain = Some((region, words));
            return;
        }
        let words = self.chain.iter().flat_map(|(_, words)| words);
        for (texts, word) in self.regions.iter_mut().zip(words) {
            texts.push_word(*word);
        }
    }

    fn push_state(&mut self, sheet: Option<&Sheet>, state: &State) {
        self.quality.push(state.quality.text());
        self.standing.push(if state.version.is_some() { state.standing.text() } else { "" });
        self.confirmed.push(state.confirmed);
        self.disputed.push(state.disputed);
        self.evidence_pending.push(state.evidence_pending);
        self.in_all.push(state.counted);
        self.in_sound.push(state.counted && state.sound());
        let standing = sheet.and_then(Sheet::standing_version);
        self.entry.push(standing.map(|version| whole(version.entry)));
        match standing {
            Some(version) => self.stated_at.push_shown(version.at),
            None => self.stated_at.push(""),
        }
        self.versions.push(Some(sheet.map_or(0, |sheet| whole(sheet.versions.len()))));
        let evidence = sheet.zip(state.evidence).and_then(|(sheet, at)| sheet.versions.get(at as usize));
        let evidence = evidence.map_or(&[][..], |version| &version.evidence);
        let named = evidence.iter().filter(|evidence| matches!(evidence, Evidence::Named(_))).count();
        self.photos_named.push(Some(whole(named)));
        self.photos_claimed.push(Some(whole(evidence.len() - named)));
    }

    fn push_figures(&mut self, form: Option<(FormIx, &Form)>, state: &State) {
        let rows = self.in_all.len();
        let cells = state.cells.as_deref().unwrap_or_default();
        let mut filled = 0;
        if let Some((form_ix, form)) = form {
            for (field, cell) in form.fields.iter().zip(cells) {
                let Some(column) = field.column else { continue };
                if let Some(figures) = self.figures.get_mut(usize::from(column.0)) {
                    figures.push(cell.figure().map(|figure| figure.0));
                    filled += 1;
                }
            }
            self.unread.push(form_ix, form, cells);
        } else {
            self.unread.texts.push("");
        }
        // A column that this form lacks, and every column of a sheet without figures.
        if filled < self.figures.len() {
            for figures in &mut self.figures {
                figures.resize(rows, None);
            }
        }
    }

    fn finish(self) -> Table {
        let profile = &self.view.tally.election().profile;
        let text = Column::optional;
        let mut table = Table::default();
        table.add(Column::required("station", Layout::Sorted, Values::Text(self.codes)));
        table.add(text("name", Layout::Repeated, Values::Text(self.names)));
        for (level, texts) in profile.levels.iter().skip(1).zip(self.regions) {
            table.add(Column::required(&level.id, Layout::Repeated, Values::Text(texts)));
        }
        if has_constituencies(&self.view, self.counted.contest) {
            table.add(text("constituency", Layout::Repeated, Values::Text(self.constituency)));
        }
        let quality = Column::required("quality", Layout::Repeated, Values::Text(self.quality));
        table.add(quality.of_words(QUALITIES));
        table.add(text("standing", Layout::Repeated, Values::Text(self.standing)).of_words(STANDINGS));
        for (name, flags) in [
            ("confirmed", self.confirmed),
            ("disputed", self.disputed),
            ("evidence_pending", self.evidence_pending),
            ("counted", self.in_all),
            ("sound", self.in_sound),
        ] {
            table.add(Column::required(name, Layout::Repeated, Values::Flag(flags)));
        }
        for (column, figures) in profile.contest_at(self.counted.contest).columns.iter().zip(self.figures) {
            let figures = Column::optional(&column.name, Layout::Repeated, Values::Figure(figures));
            table.add(figures.of_field(&column.name));
        }
        table.add(text("unread", Layout::Repeated, Values::Text(self.unread.texts)));
        table.add(text("checks_failed", Layout::Repeated, Values::Text(self.failed.texts)));
        table.add(Column::optional("entry", Layout::Scattered, Values::Integer(self.entry)));
        table.add(text("stated_at", Layout::Sorted, Values::Text(self.stated_at)));
        for (name, counts) in [
            ("versions", self.versions),
            ("photos_claimed", self.photos_claimed),
            ("photos_named", self.photos_named),
        ] {
            table.add(Column::required(name, Layout::Repeated, Values::Integer(counts)));
        }
        table
    }
}

/// The texts of column `unread`. Sheets are unread in few ways, so each way is put into words once.
#[derive(Default)]
struct Unreads {
    texts: Texts,
    known: HashMap<(FormIx, Box<[u8]>), u32>,
    pattern: Vec<u8>,
    last: Option<(FormIx, Vec<u8>, u32)>,
}

impl Unreads {
    fn push(&mut self, form_ix: FormIx, form: &Form, cells: &[Cell]) {
        self.pattern.clear();
        self.pattern.extend(cells.iter().map(|cell| match cell {
            Cell::Read(_) => 0,
            Cell::Unread(why) => 1 + *why as u8,
        }));
        if self.pattern.iter().all(|byte| *byte == 0) {
            self.texts.push("");
            return;
        }
        // Neighbours are mostly unread in the same way.
        if let Some((_, _, word)) =
            self.last.as_ref().filter(|(last, pattern, _)| *last == form_ix && *pattern == self.pattern)
        {
            self.texts.push_word(*word);
            return;
        }
        let word = self.learn(form_ix, form, cells);
        self.last = Some((form_ix, self.pattern.clone(), word));
        self.texts.push_word(word);
    }

    fn learn(&mut self, form_ix: FormIx, form: &Form, cells: &[Cell]) -> u32 {
        let key = (form_ix, self.pattern.as_slice().into());
        if let Some(word) = self.known.get(&key) {
            return *word;
        }
        let pairs = tally::unread_of(form, cells);
        let text =
            pairs.iter().map(|(name, why)| format!("{name}:{}", why.text())).collect::<Vec<_>>().join(";");
        let word = self.texts.word(&text);
        self.known.insert(key, word);
        word
    }
}

/// The texts of column `checks_failed`, each set of checks put into words once.
#[derive(Default)]
struct Failures {
    texts: Texts,
    known: HashMap<u64, u32>,
}

impl Failures {
    fn push(&mut self, fails: u64, counted: &ContestTally) {
        let word = if let Some(word) = self.known.get(&fails) {
            *word
        } else {
            let word = self.texts.word(&failed_checks(fails, counted));
            self.known.insert(fails, word);
            word
        };
        self.texts.push_word(word);
    }
}

/// Ids of the checks whose bits are set, joined by `;`.
pub(super) fn failed_checks(fails: u64, counted: &ContestTally) -> String {
    let failed = counted.checks.iter().enumerate().filter(|(at, _)| fails >> at & 1 == 1);
    failed.map(|(_, check)| check.id.as_str()).collect::<Vec<_>>().join(";")
}

/// A count as the integer of a cell. Counts of rows, entries and votes of a nation are far below 2^63.
pub(super) fn whole(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}

// The constraint lists in the schema are the words of the tally; the compiler can't tie the two, this can.
#[cfg(test)]
mod tests {
    use tally::{Quality, Standing};

    use super::*;

    #[test]
    fn the_schema_lists_every_quality_and_standing() {
        assert_eq!(QUALITIES, Quality::ALL.map(Quality::text));
        assert_eq!(STANDINGS, Standing::ALL.map(Standing::text));
    }
}
