//! All that is known of one station's sheet: each figure with how it came about, every check in words, and every statement about it.

use election::{Cell, Check, Form, Outcome, StationIx};
use tally::{Evidence, How, ReadingNote, Sheet};

use super::cell::{Entry, Name};
use super::events::{Event, Teller};
use super::markup::{Arg, Filled, Html};
use super::stations::Rows;

/// A station's sheet.
#[derive(Clone, Debug)]
pub(super) struct Detail<'a> {
    /// Ledger index of the statement that stands.
    pub(super) stands: Option<u64>,
    /// Whether the statement says how its figures came about.
    pub(super) told: bool,
    /// How they came about where their line says nothing else.
    pub(super) mostly: Option<Filled<'a, 1>>,
    /// Whether a line says something else.
    pub(super) each: bool,
    /// Whether a program or a person read the photos besides.
    pub(super) read: bool,
    pub(super) figures: Vec<Figure<'a>>,
    /// Of lists and candidates with no vote: how many.
    pub(super) zeros: Option<Filled<'a, 1>>,
    /// How many checks hold; the page lists what is checked.
    pub(super) holds: Filled<'a, 1>,
    pub(super) undecided: Vec<Named<'a>>,
    pub(super) confirmed_by: Option<Filled<'a, 1>>,
    pub(super) events: Vec<Event<'a>>,
    pub(super) more_events: Option<Filled<'a, 1>>,
}

/// A figure that stands.
#[derive(Clone, Debug)]
pub(super) struct Figure<'a> {
    pub(super) name: Name<'a>,
    pub(super) value: Entry<'a>,
    /// How the statement says it came about.
    pub(super) how: Way<'a>,
    /// What the latest reading of the photos says, where it is not the same; whether it says something else; and how it was read.
    pub(super) reading: Option<(Option<Entry<'a>>, bool, Way<'a>)>,
}

/// By which ways a figure came about, and how sure it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Way<'a> {
    pub(super) words: Option<Html>,
    pub(super) confidence: Option<Filled<'a, 1>>,
}

/// A check of a form.
#[derive(Clone, Debug)]
pub(super) struct Named<'a> {
    pub(super) check: &'a Html,
    pub(super) option: Option<Filled<'a, 1>>,
}

/// The names of a form's fields, in order.
pub(super) fn names<'a>(rows: &Rows<'a, '_>, form: &'a Form) -> Vec<Name<'a>> {
    let labels = rows.labels;
    let mut names: Vec<Name<'a>> = form
        .fields
        .iter()
        .map(|field| {
            let known = rows.texts.fields.iter().find(|(column, _)| field.column == Some(*column));
            known.map_or(Name::Raw(&field.name), |(_, name)| Name::Field(name))
        })
        .collect();
    let mut name = |field: election::FieldIx, name: Name<'a>| {
        if let Some(slot) = names.get_mut(usize::from(field.0)) {
            *slot = name;
        }
    };
    for option in &form.options {
        name(option.field, Name::Option { number: option.number, name: &option.name });
        if let Some(field) = option.list_field {
            name(field, Name::List { party: option.number, list: &labels.texts.list });
        }
        for candidate in &option.candidates {
            name(
                candidate.field,
                Name::Candidate { party: option.number, number: candidate.number, name: &candidate.name },
            );
        }
    }
    names
}

impl<'a> Rows<'a, '_> {
    /// The details of a station about whose sheet something was stated.
    pub(super) fn detail(
        &self,
        station: StationIx,
        form: &'a Form,
        names: &[Name<'a>],
    ) -> Option<Detail<'a>> {
        let sheet = self.counted.sheet(station)?;
        let (labels, contest) = (self.labels, self.counted.contest);
        let photos = |evidence: &'a [Evidence]| {
            self.photos_of(evidence, &|hash| self.view.tally.brought(contest, station, hash))
        };
        let teller = Teller { view: self.view, labels, sheet, names, photos: &photos };
        let (events, more_events) = teller.tell();
        if events.is_empty() {
            return None;
        }
        let standing = sheet.standing_version();
        let how = standing.and_then(|version| version.how.as_deref());
        let reading = sheet.readings.last();
        let (mut figures, zeros) = self.figures(form, names, sheet, how, reading);
        let mostly = say_once(&mut figures);
        let (holds, undecided) = self.outcomes(form, sheet);
        Some(Detail {
            stands: standing.map(|version| version.entry),
            told: how.is_some(),
            mostly: mostly.map(|way| labels.texts.how_mostly.fill([Arg::Made(way)])),
            each: figures.iter().any(|one| one.how.words.is_some() || one.how.confidence.is_some()),
            read: reading.is_some(),
            figures,
            zeros,
            holds,
            undecided,
            confirmed_by: sheet
                .plenary
                .filter(|_| sheet.state.confirmed)
                .map(|entry| labels.texts.confirmed_by_plenary.fill([Arg::Number(labels.number(entry))])),
            events,
            more_events,
        })
    }

    // Votes first, since they are what people come for. Lists and candidates with no vote are many, and are counted in one line; where
    // they are read otherwise, they stand.
    fn figures(
        &self,
        form: &'a Form,
        names: &[Name<'a>],
        sheet: &'a Sheet,
        how: Option<&[How]>,
        reading: Option<&'a ReadingNote>,
    ) -> (Vec<Figure<'a>>, Option<Filled<'a, 1>>) {
        let labels = self.labels;
        let Some(cells) = sheet.state.cells.as_deref() else { return (Vec::new(), None) };
        let (mut votes, mut others, mut zeros) = (Vec::new(), Vec::new(), 0_u64);
        for (at, ((field, cell), name)) in form.fields.iter().zip(cells).zip(names).enumerate() {
            let read = reading.and_then(|reading| Some((reading, *reading.cells.get(at)?)));
            // What can't be read says nothing against what a person stated.
            let same = match (read.map(|(_, read)| read), cell) {
                (Some(Cell::Read(read)), Cell::Read(stated)) => read == *stated,
                (Some(Cell::Unread(_)) | None, _) | (_, Cell::Unread(_)) => true,
            };
            if field.column.is_none() && *cell == Cell::Read(election::Figure(0)) && same {
                zeros += 1;
                continue;
            }
            let list = match name {
                Name::Option { .. } | Name::List { .. } | Name::Candidate { .. } => &mut votes,
                Name::Field(_) | Name::Raw(_) => &mut others,
            };
            let told = how.and_then(|how| how.get(at).copied());
            let read_how = reading.and_then(|reading| reading.how.as_deref()?.get(at).copied());
            let mut way = self.way(told);
            // The reader's own confidence, stated again, is said once.
            if told.and_then(How::confidence) == read_how.and_then(How::confidence) {
                way.confidence = None;
            }
            list.push(Figure {
                name: *name,
                value: Entry::of(labels, Some(*cell)),
                how: way,
                reading: read.map(|(_, read)| {
                    // The same number is not written twice.
                    let number = (read != *cell).then(|| Entry::of(labels, Some(read)));
                    (number, !same, self.way(read_how))
                }),
            });
        }
        let told = (zeros > 0).then(|| labels.texts.zeros.fill([Arg::Number(labels.number(zeros))]));
        votes.append(&mut others);
        (votes, told)
    }

    fn way(&self, how: Option<How>) -> Way<'a> {
        let Some(how) = how else { return Way::default() };
        let words = self.view.tally.way(how).map(|ways| {
            let mut all = ways.split('+').map(|way| self.labels.way(way));
            let first = all.next().unwrap_or_default();
            all.fold(first, |all, way| all.joined(", ", &way))
        });
        let sure = |share| self.labels.texts.confidence.fill([Arg::Share(self.labels.of_million(share))]);
        Way { words, confidence: how.confidence().map(sure) }
    }

    fn outcomes(&self, form: &'a Form, sheet: &'a Sheet) -> (Filled<'a, 1>, Vec<Named<'a>>) {
        let (mut holds, mut undecided) = (0_u64, Vec::new());
        for check in &form.checks {
            match sheet.state.cells.as_deref().map(|cells| check.evaluate(cells)) {
                Some(Outcome::Holds) => holds += 1,
                Some(Outcome::Undecided) => undecided.extend(self.named(check)),
                Some(Outcome::Fails | Outcome::NotApplicable) | None => {}
            }
        }
        (self.labels.texts.checks_held.fill([Arg::Number(self.labels.number(holds))]), undecided)
    }

    /// What is checked on a form.
    pub(super) fn checked(&self, form: &'a Form) -> Vec<Named<'a>> {
        form.checks.iter().filter_map(|check| self.named(check)).collect()
    }

    fn named(&self, check: &'a Check) -> Option<Named<'a>> {
        let (text, option) = self.labels.check(&check.id)?;
        Some(Named {
            check: text,
            option: option.map(|key| self.labels.texts.failed_for.fill([Arg::Text(key)])),
        })
    }
}

// Where one way is that of more than half the figures, it is taken out of their lines, to be said once.
fn say_once(figures: &mut [Figure<'_>]) -> Option<Html> {
    let mut often: Vec<(&Html, usize)> = Vec::new();
    for words in figures.iter().filter_map(|figure| figure.how.words.as_ref()) {
        match often.iter_mut().find(|(known, _)| *known == words) {
            Some((_, count)) => *count += 1,
            None => often.push((words, 1)),
        }
    }
    let (most, count) = often.into_iter().max_by_key(|(_, count)| *count)?;
    // A line of which nothing is said must not look like one of the many.
    if count * 2 <= figures.len() || figures.iter().any(|figure| figure.how.words.is_none()) {
        return None;
    }
    let most = most.clone();
    for figure in figures.iter_mut().filter(|figure| figure.how.words.as_ref() == Some(&most)) {
        figure.how.words = None;
    }
    Some(most)
}
