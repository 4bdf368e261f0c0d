//! The stations of a lowest-level region: one row each, and every check that fails in words.

use election::expression::Relation;
use election::{Cell, Check, Election, Form, FormIx, Outcome, StationIx};
use ledger::Hash;
use tally::{ContestTally, Evidence, Sheet, Standing, State};

use super::cell::{Entry, Name};
use super::details::{Detail, names};
use super::figures::Choice;
use super::labels::{ContestLabels, Labels};
use super::markup::{Arg, Filled, Html, Phrase};
use crate::view::View;

/// One station's row.
#[derive(Clone, Debug)]
pub(super) struct StationRow<'a> {
    pub(super) code: &'a str,
    pub(super) name: &'a str,
    pub(super) quality: &'a Html,
    pub(super) conflict: bool,
    pub(super) flags: Vec<&'a Html>,
    /// Options, then key fields; empty where nothing was stated or all was taken back.
    pub(super) figures: Vec<Entry<'a>>,
    pub(super) photos: Vec<Photo<'a>>,
    pub(super) versions: Filled<'a, 1>,
}

/// Evidence of a row.
#[derive(Clone, Debug)]
pub(super) struct Photo<'a> {
    /// SHA-256 in hexadecimal, where the bytes are held.
    pub(super) held: Option<String>,
    pub(super) text: Html,
    pub(super) note: Option<&'a Html>,
}

/// A check that fails at a station.
#[derive(Clone, Debug)]
pub(super) struct Failure<'a> {
    pub(super) code: &'a str,
    pub(super) station: &'a str,
    pub(super) check: &'a Html,
    pub(super) option: Option<Filled<'a, 1>>,
    pub(super) kind: &'a Html,
    pub(super) sides: Filled<'a, 2>,
    pub(super) excused: Option<Filled<'a, 1>>,
}

/// A sheet in conflict or disputed.
#[derive(Clone, Debug)]
pub(super) struct Doubt<'a> {
    pub(super) row: StationRow<'a>,
    /// The checks that fail.
    pub(super) failures: Vec<Failure<'a>>,
}

/// A station on its region's page.
#[derive(Clone, Debug)]
pub(super) struct StationLine<'a> {
    pub(super) row: StationRow<'a>,
    /// The checks that fail.
    pub(super) failures: Vec<Failure<'a>>,
    /// None: nothing was stated.
    pub(super) detail: Option<Detail<'a>>,
}

/// What neighbouring stations share.
struct Fields<'a> {
    form: FormIx,
    /// For each column of the table, the place of its field on the form.
    columns: Vec<Option<usize>>,
    /// The form's fields.
    names: Vec<Name<'a>>,
}

/// Makes the rows of one contest.
pub(super) struct Rows<'a, 's> {
    pub(super) view: &'a View<'a>,
    pub(super) labels: &'a Labels,
    pub(super) texts: &'a ContestLabels,
    pub(super) counted: &'a ContestTally,
    pub(super) choices: &'s [Choice<'a>],
}

impl<'a> Rows<'a, '_> {
    /// The lines of these stations.
    pub(super) fn of(&self, stations: impl Iterator<Item = StationIx>) -> Vec<StationLine<'a>> {
        let election: &'a Election = self.view.tally.election();
        let mut lines = Vec::new();
        let mut known: Option<Fields<'a>> = None;
        for station in stations {
            let Some(form_ix) = election.form(self.counted.contest, station) else { continue };
            let form = election.form_by_ix(form_ix);
            // Neighbouring stations share a form nearly always.
            let fields = match known.take().filter(|known| known.form == form_ix) {
                Some(fields) => fields,
                None => Fields { form: form_ix, columns: self.columns(form), names: names(self, form) },
            };
            let code = election.places.station(station).code.as_str();
            let sheet = self.counted.sheet(station);
            let row = self.row(election, station, sheet, &fields.columns, code);
            let mut failures = Vec::new();
            if let Some(sheet) = sheet {
                self.failures(election, station, form, sheet, code, &mut failures);
            }
            let detail = self.detail(station, form, &fields.names);
            lines.push(StationLine { row, failures, detail });
            known = Some(fields);
        }
        lines
    }

    /// The sheets of these stations that are in conflict or disputed, those in conflict first, without their figures.
    pub(super) fn doubtful(&self, stations: impl Iterator<Item = StationIx>) -> Vec<(StationIx, Doubt<'a>)> {
        let election: &'a Election = self.view.tally.election();
        let mut found = Vec::new();
        for station in stations {
            let Some(sheet) = self.counted.sheet(station) else { continue };
            let conflict = sheet.state.quality == tally::Quality::Conflict;
            let Some(form) = election.form(self.counted.contest, station) else { continue };
            if !conflict && !sheet.state.disputed {
                continue;
            }
            let place = election.places.station(station);
            let row = self.row(election, station, Some(sheet), &[], place.code.as_str());
            let mut failures = Vec::new();
            self.failures(
                election,
                station,
                election.form_by_ix(form),
                sheet,
                place.code.as_str(),
                &mut failures,
            );
            found.push((!conflict, station, Doubt { row, failures }));
        }
        // In the order of places within each.
        found.sort_by_key(|(disputed, ..)| *disputed);
        found.into_iter().map(|(_, station, doubt)| (station, doubt)).collect()
    }

    // For each column of the table, the place of its field on this form.
    fn columns(&self, form: &Form) -> Vec<Option<usize>> {
        let option = |choice: &Choice<'_>| Some(usize::from(form.option(choice.key)?.field.0));
        let field = |(column, _): &(election::ColumnIx, Html)| {
            form.fields.iter().position(|field| field.column == Some(*column))
        };
        self.choices.iter().map(option).chain(self.texts.key_fields.iter().map(field)).collect()
    }

    fn row(
        &self,
        election: &'a Election,
        station: StationIx,
        sheet: Option<&'a Sheet>,
        columns: &[Option<usize>],
        code: &'a str,
    ) -> StationRow<'a> {
        let labels = self.labels;
        let nothing = State::expected();
        let state = sheet.map_or(&nothing, |sheet| &sheet.state);
        let figures = state.cells.as_deref().map_or_else(Vec::new, |cells| {
            columns.iter().map(|at| Entry::of(labels, at.and_then(|at| cells.get(at).copied()))).collect()
        });
        let versions = sheet.map_or(0, |sheet| sheet.versions.len());
        StationRow {
            code,
            name: &election.places.station(station).name,
            quality: labels.quality(state.quality),
            conflict: state.quality == tally::Quality::Conflict,
            flags: self.flags(state, sheet),
            figures,
            photos: self.photos(station, state, sheet),
            versions: labels.texts.versions_link.fill([Arg::Number(labels.number(versions as u64))]),
        }
    }

    fn flags(&self, state: &State, sheet: Option<&Sheet>) -> Vec<&'a Html> {
        let (labels, texts) = (self.labels, &self.labels.texts);
        let mut flags = Vec::new();
        if state.version.is_some() {
            flags.push(labels.standing(state.standing));
        }
        let run =
            sheet.and_then(Sheet::standing_version).and_then(|version| version.run).filter(|run| *run > 0);
        flags.extend(run.and_then(|run| labels.runs.get(usize::from(run))));
        let marks = [
            (state.confirmed, &texts.flag_confirmed),
            (state.partly_read, &texts.flag_partly_read),
            (state.votes_corrected && state.standing == Standing::Corrected, &texts.flag_votes_corrected),
            (state.disputed, &texts.flag_disputed),
            (state.rivals, &texts.flag_rivals),
            (state.evidence_pending, &texts.flag_evidence_pending),
        ];
        flags.extend(marks.into_iter().filter_map(|(set, text)| set.then_some(text)));
        flags
    }

    fn photos(&self, station: StationIx, state: &State, sheet: Option<&'a Sheet>) -> Vec<Photo<'a>> {
        let version = state.evidence.and_then(|at| sheet?.versions.get(usize::try_from(at).ok()?));
        let brought = |hash: &Hash| self.view.tally.brought(self.counted.contest, station, hash);
        version.map_or_else(Vec::new, |version| self.photos_of(&version.evidence, &brought))
    }

    /// Evidence, with what is held of it.
    pub(super) fn photos_of(&self, evidence: &'a [Evidence], held: &dyn Fn(&Hash) -> bool) -> Vec<Photo<'a>> {
        let texts = &self.labels.texts;
        let name = |page: Option<u8>| match page {
            Some(page) => texts.photo_page.fill([Arg::Number(self.labels.number(u64::from(page)))]).html(),
            None => texts.photo.clone(),
        };
        evidence
            .iter()
            .map(|evidence| match evidence {
                Evidence::Claimed { page, .. } => {
                    Photo { held: None, text: name(*page), note: Some(&texts.photo_claimed) }
                }
                Evidence::Named(named) if self.view.tally.redacted().contains(&named.sha256) => {
                    Photo { held: None, text: name(named.page), note: Some(&texts.photo_redacted) }
                }
                Evidence::Named(named) => {
                    let held = held(&named.sha256);
                    Photo {
                        held: held.then(|| named.sha256.to_hex()),
                        text: name(named.page),
                        note: (!held).then_some(&texts.flag_evidence_pending),
                    }
                }
            })
            .collect()
    }

    fn failures(
        &self,
        election: &'a Election,
        station: StationIx,
        form: &'a Form,
        sheet: &'a Sheet,
        code: &'a str,
        failures: &mut Vec<Failure<'a>>,
    ) {
        let (labels, texts) = (self.labels, &self.labels.texts);
        let Some(cells) = sheet.state.cells.as_deref().filter(|_| sheet.state.outcomes.fails != 0) else {
            return;
        };
        for check in &form.checks {
            let Some((text, option)) = labels.check(&check.id) else { continue };
            let Some(sides) = sides(labels, check, cells) else { continue };
            let exception = election.exception(&check.id, station).filter(|_| !check.hard);
            failures.push(Failure {
                code,
                station: &election.places.station(station).name,
                check: text,
                option: option.map(|key| texts.failed_for.fill([Arg::Text(key)])),
                kind: if check.hard { &texts.hard } else { &texts.soft },
                sides,
                excused: exception
                    .and_then(|exception| labels.exception(&exception.id))
                    .map(|exception| texts.excused.fill([Arg::Html(exception)])),
            });
        }
    }
}

// What the two sides come to, where the check fails.
fn sides<'a>(labels: &'a Labels, check: &Check, cells: &[Cell]) -> Option<Filled<'a, 2>> {
    if check.evaluate(cells) != Outcome::Fails {
        return None;
    }
    let (left, right) = check.sides(cells)?;
    let phrase: &Phrase = match check.relation() {
        Relation::Equal => &labels.texts.failed_equal,
        Relation::AtMost => &labels.texts.failed_at_most,
        Relation::AtLeast => &labels.texts.failed_at_least,
    };
    Some(phrase.fill([Arg::Signed(labels.signed(left, false)), Arg::Signed(labels.signed(right, false))]))
}
