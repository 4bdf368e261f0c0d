//! What happened to a sheet, in the ledger's order: every statement with its signer and reason, and where a figure in it is not the
//! one that stands.

use election::Cell;
use statement::{Moment, ObjectionKind, ObjectionOutcome};
use tally::{AnswerNote, Claim, Evidence, ObjectionNote, ReadingNote, RulingNote, Sheet, Version};

use super::cell::{Entry, Name};
use super::labels::Labels;
use super::markup::{Arg, Filled, Html};
use super::moment::date;
use super::number::Number;
use super::stations::Photo;
use crate::view::View;

/// Most events that are told; who wants to swell a page has the rest told in the record.
const MOST_EVENTS: usize = 60;
/// Most figures of a statement that are told to differ from those that stand.
const MOST_DIFFERENCES: usize = 12;

/// One statement about the sheet.
#[derive(Clone, Debug)]
pub(super) struct Event<'a> {
    /// Index in the ledger: its permanent name.
    pub(super) entry: u64,
    pub(super) number: Number,
    pub(super) what: Html,
    /// Its figures stand.
    pub(super) stands: bool,
    pub(super) at: Html,
    pub(super) role: Option<&'a Html>,
    pub(super) signer: &'a str,
    /// How its figures compare with those that stand.
    pub(super) compared: Option<Compared<'a>>,
    /// How probable it is that the paper's sums don't hold.
    pub(super) wrong: Option<Filled<'a, 1>>,
    pub(super) photos: Vec<Photo<'a>>,
    /// SHA-256 of what is said beside it, in hexadecimal.
    pub(super) text: Option<String>,
}

/// How a statement's figures compare with those that stand.
#[derive(Clone, Debug)]
pub(super) enum Compared<'a> {
    Same,
    Differs { some: Vec<Difference<'a>>, more: Option<Filled<'a, 1>> },
}

/// A figure that is not the one that stands.
#[derive(Clone, Debug)]
pub(super) struct Difference<'a> {
    pub(super) name: Name<'a>,
    pub(super) here: Entry<'a>,
    pub(super) standing: Entry<'a>,
}

/// Tells the events of one sheet.
pub(super) struct Teller<'a, 'n> {
    pub(super) view: &'a View<'a>,
    pub(super) labels: &'a Labels,
    pub(super) sheet: &'a Sheet,
    /// Names of the form's fields.
    pub(super) names: &'n [Name<'a>],
    /// How photos are shown: those that are held lead to their bytes.
    pub(super) photos: &'n dyn Fn(&'a [Evidence]) -> Vec<Photo<'a>>,
}

impl<'a> Teller<'a, '_> {
    /// The events, the last ones first; and how many more the record has.
    pub(super) fn tell(&self) -> (Vec<Event<'a>>, Option<Filled<'a, 1>>) {
        let sheet = self.sheet;
        let mut events: Vec<Event<'a>> = Vec::new();
        let newest = |count: usize| count.saturating_sub(MOST_EVENTS);
        events.extend(sheet.versions.iter().skip(newest(sheet.versions.len())).map(|one| self.version(one)));
        events.extend(sheet.readings.iter().skip(newest(sheet.readings.len())).map(|one| self.reading(one)));
        events.extend(sheet.rulings.iter().skip(newest(sheet.rulings.len())).map(|one| self.ruling(one)));
        for objection in sheet.objections.iter().skip(newest(sheet.objections.len())) {
            events.push(self.objection(objection));
            let answers = objection.answers.iter().skip(newest(objection.answers.len()));
            events.extend(answers.map(|one| self.answer(objection, one)));
        }
        let answers: usize = sheet.objections.iter().map(|one| one.answers.len()).sum();
        let all = sheet.versions.len()
            + sheet.readings.len()
            + sheet.rulings.len()
            + sheet.objections.len()
            + answers;
        events.sort_by_key(|event| std::cmp::Reverse(event.entry));
        events.truncate(MOST_EVENTS);
        let more = all - events.len();
        (events, (more > 0).then(|| self.labels.texts.events_more.fill([self.number(more as u64)])))
    }

    /// What one entry said; none: it said nothing of this sheet.
    pub(super) fn at(&self, entry: u64) -> Option<Event<'a>> {
        let sheet = self.sheet;
        if let Some(version) = sheet.versions.iter().find(|one| one.entry == entry) {
            return Some(self.version(version));
        }
        if let Some(ruling) = sheet.rulings.iter().find(|one| one.entry == entry) {
            return Some(self.ruling(ruling));
        }
        sheet.objections.iter().find_map(|objection| {
            if objection.entry == entry {
                return Some(self.objection(objection));
            }
            let answer = objection.answers.iter().find(|answer| answer.entry == entry)?;
            Some(self.answer(objection, answer))
        })
    }

    fn answer(&self, objection: &ObjectionNote, answer: &'a AnswerNote) -> Event<'a> {
        let what = self.outcome(answer.outcome).fill([self.number(objection.entry)]).html();
        Event {
            photos: (self.photos)(&answer.evidence),
            text: Some(answer.text.to_hex()),
            ..self.event(answer.entry, what, answer.at, answer.key)
        }
    }

    // An entry, or a count.
    fn number(&self, entry: u64) -> Arg<'a> {
        Arg::Number(self.labels.number(entry))
    }

    fn event(&self, entry: u64, what: Html, at: Moment, key: u32) -> Event<'a> {
        let (labels, election) = (self.labels, self.view.tally.election());
        let record = self.view.keys.get(key as usize);
        let role = record
            .and_then(|record| election.profile.roles.iter().position(|role| role.id == record.role))
            .and_then(|role| labels.roles.get(role));
        Event {
            entry,
            number: labels.number(entry),
            what,
            stands: false,
            at: date(labels, at),
            role,
            signer: record.map_or("", |record| record.key.name().as_str()),
            compared: None,
            wrong: None,
            photos: Vec::new(),
            text: None,
        }
    }

    fn version(&self, version: &'a Version) -> Event<'a> {
        let (labels, texts) = (self.labels, &self.labels.texts);
        let stage = labels.stages.get(usize::from(version.stage)).map_or(Arg::Text(""), Arg::Html);
        let profile = &self.view.tally.election().profile;
        let reason = version.reason.and_then(|reason| profile.reasons.get(usize::from(reason)));
        let reason = reason.map(|reason| labels.reason(&reason.id).map_or(Arg::Text(&reason.id), Arg::Html));
        let (mut what, compared) = match (&version.claim, reason) {
            (Claim::Figures(cells), None) => {
                (texts.event_stated.fill([stage]).html(), self.compare(cells, &|here, there| here != there))
            }
            (Claim::Figures(cells), Some(reason)) => (
                texts.event_corrected.fill([stage, reason]).html(),
                self.compare(cells, &|here, there| here != there),
            ),
            (Claim::Withdrawn(_), reason) => {
                (texts.event_withdrawn.fill([stage, reason.unwrap_or(Arg::Text(""))]).html(), None)
            }
        };
        let run = version.run.filter(|run| *run > 0).and_then(|run| labels.runs.get(usize::from(run)));
        if let Some(run) = run {
            what = what.followed_by(&texts.event_run.fill([Arg::Html(run)]).html());
        }
        let stands = self.sheet.standing_version().is_some_and(|standing| standing.entry == version.entry);
        Event {
            stands,
            compared: compared.filter(|_| !stands),
            photos: (self.photos)(&version.evidence),
            text: version.text.as_deref().map(ledger::Hash::to_hex),
            ..self.event(version.entry, what, version.at, version.key)
        }
    }

    fn reading(&self, reading: &'a ReadingNote) -> Event<'a> {
        let texts = &self.labels.texts;
        let what = match &reading.machine {
            Some(machine) => texts.event_read_by_machine.fill([Arg::Text(machine)]).html(),
            None => texts.event_read_by_person.clone(),
        };
        Event {
            compared: self.compare(&reading.cells, &|here, there| {
                matches!((here, there), (Cell::Read(_), Cell::Read(_))) && here != there
            }),
            wrong: reading
                .wrong
                .map(|wrong| texts.event_wrong.fill([Arg::Share(self.labels.of_million(wrong))])),
            ..self.event(reading.entry, what, reading.at, reading.key)
        }
    }

    fn ruling(&self, ruling: &RulingNote) -> Event<'a> {
        let texts = &self.labels.texts;
        let stands = self.sheet.versions.iter().find(|version| version.id == ruling.stands);
        let what = match stands {
            Some(version) => texts.event_ruling.fill([self.number(version.entry)]).html(),
            None => texts.event_ruling_of_none.clone(),
        };
        Event {
            text: ruling.text.as_ref().map(ledger::Hash::to_hex),
            ..self.event(ruling.entry, what, ruling.at, ruling.key)
        }
    }

    fn objection(&self, objection: &'a ObjectionNote) -> Event<'a> {
        let texts = &self.labels.texts;
        let what = match objection.kind {
            ObjectionKind::Objection => &texts.event_objection,
            ObjectionKind::Finding => &texts.event_finding,
            ObjectionKind::ErrorReport => &texts.event_error_report,
        };
        Event {
            photos: (self.photos)(&objection.evidence),
            text: Some(objection.text.to_hex()),
            ..self.event(objection.entry, what.clone(), objection.at, objection.key)
        }
    }

    fn outcome(&self, outcome: ObjectionOutcome) -> &'a super::markup::Phrase {
        let texts = &self.labels.texts;
        match outcome {
            ObjectionOutcome::Upheld => &texts.event_upheld,
            ObjectionOutcome::Rejected => &texts.event_rejected,
            ObjectionOutcome::Noted => &texts.event_noted,
            ObjectionOutcome::Withdrawn => &texts.event_taken_back,
        }
    }

    // None: nothing stands to compare with.
    fn compare(&self, cells: &[Cell], differ: &dyn Fn(&Cell, &Cell) -> bool) -> Option<Compared<'a>> {
        let standing = self.sheet.state.cells.as_deref()?;
        let different =
            || cells.iter().zip(standing).zip(self.names).filter(|((here, there), _)| differ(here, there));
        let count = different().count();
        if count == 0 {
            return Some(Compared::Same);
        }
        let some = different().take(MOST_DIFFERENCES).map(|((here, there), name)| Difference {
            name: *name,
            here: Entry::of(self.labels, Some(*here)),
            standing: Entry::of(self.labels, Some(*there)),
        });
        let more = count.saturating_sub(MOST_DIFFERENCES);
        Some(Compared::Differs {
            some: some.collect(),
            more: (more > 0)
                .then(|| self.labels.texts.event_more_differences.fill([self.number(more as u64)])),
        })
    }
}
