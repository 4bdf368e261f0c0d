//! What happened to a sheet, in the ledger's order: every statement with its signer and reason, and where a figure in it is not the
//! one that stands.

use election::Cell;
use ledger::Hash;
use statement::{Moment, ObjectionKind, ObjectionOutcome};
use tally::{AnswerNote, Claim, Evidence, ObjectionNote, ReadingNote, RulingNote, Sheet, Version};

use super::cell::{Entry, Name};
use super::labels::{Labels, Texts};
use super::markup::{Arg, Filled, Html, Phrase};
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
    /// What is said beside it.
    pub(super) text: Option<Said>,
}

/// What is said beside a statement.
#[derive(Clone, Debug)]
pub(super) enum Said {
    /// SHA-256 of it in hexadecimal: its name in the publication.
    There(String),
    /// It was redacted.
    Gone,
}

/// How a statement's figures compare with those that stand.
#[derive(Clone, Debug)]
pub(super) enum Compared<'a> {
    Same,
    /// Nothing in it contradicts what stands; so many fields only one of them has.
    Partly(Filled<'a, 1>),
    Differs {
        some: Vec<Difference<'a>>,
        more: Option<Filled<'a, 1>>,
    },
}

/// A figure that is not the one that stands.
#[derive(Clone, Debug)]
pub(super) struct Difference<'a> {
    pub(super) name: Name<'a>,
    pub(super) here: Entry<'a>,
    pub(super) standing: Entry<'a>,
}

/// A statement that nobody signed yet, see [`Event::sign`].
pub(super) fn event(labels: &Labels, entry: u64, what: Html, at: Moment) -> Event<'_> {
    Event {
        entry,
        number: labels.number(entry),
        what,
        stands: false,
        at: date(labels, at),
        role: None,
        signer: "",
        compared: None,
        wrong: None,
        photos: Vec::new(),
        text: None,
    }
}

impl<'a> Event<'a> {
    /// Names who signed it, by the position of the key in the keyring.
    pub(super) fn sign(&mut self, view: &'a View<'a>, labels: &'a Labels, key: u32) {
        let Some(record) = view.keys.get(key as usize) else { return };
        let role = view.tally.election().profile.roles.iter().position(|role| role.id == record.role);
        self.role = role.and_then(|role| labels.roles.get(role));
        self.signer = record.key.name().as_str();
    }
}

/// What kind of objection it is.
pub(super) fn objection(texts: &Texts, kind: ObjectionKind) -> &Html {
    match kind {
        ObjectionKind::Objection => &texts.event_objection,
        ObjectionKind::Finding => &texts.event_finding,
        ObjectionKind::ErrorReport => &texts.event_error_report,
    }
}

/// What came of an objection.
pub(super) fn outcome(texts: &Texts, outcome: ObjectionOutcome) -> &Phrase {
    match outcome {
        ObjectionOutcome::Upheld => &texts.event_upheld,
        ObjectionOutcome::Rejected => &texts.event_rejected,
        ObjectionOutcome::Noted => &texts.event_noted,
        ObjectionOutcome::Withdrawn => &texts.event_taken_back,
    }
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
    /// The events, the last ones first; and how many more the record has. What stands or once stood, and what was ruled, is told before
    /// all else: nobody pushes it off the page by saying much.
    pub(super) fn tell(&self) -> (Vec<Event<'a>>, Option<Filled<'a, 1>>) {
        let sheet = self.sheet;
        let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let stood =
            |at: usize| sheet.state.version == Some(position(at)) || sheet.stood.contains(&position(at));
        let versions = || sheet.versions.iter().enumerate();
        let first = versions().filter(|(at, _)| stood(*at)).map(|(_, one)| one.entry);
        let mut first: Vec<u64> = first.chain(sheet.rulings.iter().map(|one| one.entry)).collect();
        let beside = versions().filter(|(at, _)| !stood(*at)).map(|(_, one)| one.entry);
        let said = sheet.objections.iter().flat_map(|objection| {
            std::iter::once(objection.entry).chain(objection.answers.iter().map(|answer| answer.entry))
        });
        let mut others: Vec<u64> =
            beside.chain(sheet.readings.iter().map(|one| one.entry)).chain(said).collect();
        let all = first.len() + others.len();
        let newest = |list: &mut Vec<u64>, most: usize| {
            list.sort_unstable_by_key(|entry| std::cmp::Reverse(*entry));
            list.truncate(most);
        };
        newest(&mut first, MOST_EVENTS);
        newest(&mut others, MOST_EVENTS - first.len());
        first.append(&mut others);
        newest(&mut first, MOST_EVENTS);
        let events: Vec<Event<'a>> = first.into_iter().filter_map(|entry| self.at(entry)).collect();
        let more = all.saturating_sub(events.len());
        (events, (more > 0).then(|| self.labels.texts.events_more.fill([self.number(more as u64)])))
    }

    /// What one entry said; none: it said nothing of this sheet.
    pub(super) fn at(&self, entry: u64) -> Option<Event<'a>> {
        let sheet = self.sheet;
        if let Some(version) = sheet.versions.iter().find(|one| one.entry == entry) {
            return Some(self.version(version));
        }
        if let Some(reading) = sheet.readings.iter().find(|one| one.entry == entry) {
            return Some(self.reading(reading));
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
        let what = outcome(&self.labels.texts, answer.outcome).fill([self.number(objection.entry)]).html();
        Event {
            photos: (self.photos)(&answer.evidence),
            text: Some(self.said(&answer.text)),
            ..self.event(answer.entry, what, answer.at, answer.key)
        }
    }

    fn said(&self, text: &Hash) -> Said {
        if self.view.tally.publishes(text) { Said::There(text.to_hex()) } else { Said::Gone }
    }

    // An entry, or a count.
    fn number(&self, entry: u64) -> Arg<'a> {
        Arg::Number(self.labels.number(entry))
    }

    fn event(&self, entry: u64, what: Html, at: Moment, key: u32) -> Event<'a> {
        let mut made = event(self.labels, entry, what, at);
        made.sign(self.view, self.labels, key);
        made
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
            text: version.text.as_deref().map(|text| self.said(text)),
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
            compared: self.compare_reading(&reading.cells),
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
            text: ruling.text.as_ref().map(|text| self.said(text)),
            ..self.event(ruling.entry, what, ruling.at, ruling.key)
        }
    }

    fn objection(&self, objection: &'a ObjectionNote) -> Event<'a> {
        let what = super::events::objection(&self.labels.texts, objection.kind);
        Event {
            photos: (self.photos)(&objection.evidence),
            text: Some(self.said(&objection.text)),
            ..self.event(objection.entry, what.clone(), objection.at, objection.key)
        }
    }

    // What one of them lacks says nothing against the other.
    fn compare_reading(&self, cells: &[Cell]) -> Option<Compared<'a>> {
        let standing = self.sheet.state.cells.as_deref()?;
        let compared = self.compare(cells, &|here, there| match (here, there) {
            (Cell::Read(here), Cell::Read(there)) => here != there,
            (Cell::Unread(_), _) | (_, Cell::Unread(_)) => false,
        })?;
        let apart = |(here, there): &(&Cell, &Cell)| match (here, there) {
            (Cell::Unread(_), Cell::Read(_)) | (Cell::Read(_), Cell::Unread(_)) => true,
            (Cell::Read(_), Cell::Read(_)) | (Cell::Unread(_), Cell::Unread(_)) => false,
        };
        let count = cells.iter().zip(standing).filter(apart).count() as u64;
        Some(match compared {
            Compared::Same if count > 0 => {
                Compared::Partly(self.labels.texts.event_partly.fill([self.number(count)]))
            }
            Compared::Same | Compared::Partly(_) | Compared::Differs { .. } => compared,
        })
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
