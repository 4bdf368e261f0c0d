//! Reading photos again, as the readings in the ledger say they were read.
//!
//! A chunk of the ledger at a time, so that nothing of a reading is kept but what became of it. A publication may be hostile:
//! a reading names at most [`tally::MOST_CAPTURES`] photos, a photo has bounded bytes and pixels, large ones are decoded one
//! at a time, and no more are at work than there are cores.

use std::collections::HashSet;
use std::num::NonZero;
use std::sync::{Mutex, PoisonError};

use election::{Cell, Election, Form, ProfileBundle, Unread};
use ledger::{Entry, Hash, sha256};
use rayon::prelude::*;
use reader::boxes::Net;
use reader::layout::Layout;
use reader::read::photos::{FieldTold, OtherSheet, Photos, Says, Told};
use statement::{Body, Machine, ReadBy, Reading, Statement};

use crate::differ::Difference;
use crate::observed::ReadingsSeen;
use crate::reader::{Reader, limit};
use crate::report::Place;
use crate::source::Found;

/// Photos with more pixels are decoded one at a time: a small file may hold the largest picture.
const LARGE: usize = 16_000_000;

/// What reads again, and what it saw.
pub(crate) struct Readings {
    layouts: Vec<(Hash, Layout)>,
    pool: Option<rayon::ThreadPool>,
    large: Mutex<()>,
    pub seen: ReadingsSeen,
}

/// What became of one reading.
enum Outcome {
    OtherReader,
    ByPerson,
    NotHeld,
    Again(Vec<Difference>),
}

impl Readings {
    /// Reads by the layouts of the definition's profile.
    pub(crate) fn new(reader: &Reader<'_>, profile: Option<Hash>) -> Readings {
        let text = profile.and_then(|hash| reader.get(&format!("blob/{}", hash.to_hex()), limit::BLOB));
        let bundle = text.and_then(|text| ProfileBundle::from_json(&text).ok()).unwrap_or_default();
        let files = bundle.files.iter().filter(|(path, _)| path.starts_with("layouts/"));
        let layouts = files
            .filter_map(|(_, text)| Some((sha256(text.as_bytes()), Layout::parse(text).ok()?)))
            .collect();
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build().ok();
        Readings { layouts, pool, large: Mutex::new(()), seen: ReadingsSeen::default() }
    }

    /// Takes in entries from `first` on, without those that were refused.
    pub(crate) fn take(
        &mut self,
        reader: &Reader<'_>,
        election: &Election,
        first: u64,
        entries: &[Vec<u8>],
        refused: &HashSet<u64>,
    ) {
        let header = election.profile.header.as_str();
        let of_one = |(index, bytes): (u64, &Vec<u8>)| {
            if refused.contains(&index) {
                return None;
            }
            let statement = Statement::parse(header, Entry::parse(bytes).ok()?.note).ok()?;
            let Body::Reading(reading) = &statement.body else { return None };
            self.again(reader, election, index, reading)
        };
        let indexed: Vec<(u64, &Vec<u8>)> = (first..).zip(entries).collect();
        let work = || indexed.into_par_iter().filter_map(of_one).collect();
        let outcomes: Vec<Outcome> = match &self.pool {
            Some(pool) => pool.install(work),
            // The system gives no more threads: then on those there are.
            None => work(),
        };
        let counted = &mut self.seen.counted;
        for outcome in outcomes {
            match outcome {
                Outcome::OtherReader => counted.other_reader += 1,
                Outcome::ByPerson => counted.by_person += 1,
                Outcome::NotHeld => counted.not_held += 1,
                Outcome::Again(differences) => {
                    counted.again += 1;
                    for one in differences {
                        self.seen.differing.push(one);
                    }
                }
            }
        }
    }

    /// None: the reading is of nothing in this election, which was refused before.
    fn again(
        &self,
        reader: &Reader<'_>,
        election: &Election,
        entry: u64,
        reading: &Reading<'_>,
    ) -> Option<Outcome> {
        let station = election.places.find_station(reading.station)?;
        let form = election.form_by_ix(election.form(election.profile.contest(reading.contest)?, station)?);
        let machine = match &reading.reader {
            ReadBy::Person => return Some(Outcome::ByPerson),
            ReadBy::Machine(machine) => machine,
        };
        let Some(layout) = self.layout(machine) else { return Some(Outcome::OtherReader) };
        Some(match self.told(reader, form, layout, reading) {
            Ok(Some(told)) => Outcome::Again(compare(form, entry, reading, &told)),
            Ok(None) => Outcome::NotHeld,
            Err(other) => Outcome::Again(vec![Difference {
                place: Place::entry(entry),
                expected: format!("photos of the sheet of `{}` of {}", reading.contest, reading.station),
                found: other.to_string(),
            }]),
        })
    }

    /// What the photos say; none: not all of them are held.
    fn told(
        &self,
        reader: &Reader<'_>,
        form: &Form,
        layout: &Layout,
        reading: &Reading<'_>,
    ) -> Result<Option<Told>, OtherSheet> {
        let mut photos = Photos::new(form, layout, reading.station, Net::shipped())?;
        for photo in &reading.captures {
            let Some(bytes) = held(reader, photo.0) else { return Ok(None) };
            let large = reader::decode::pixels(&bytes).is_some_and(|pixels| pixels > LARGE);
            let _one = large.then(|| self.large.lock().unwrap_or_else(PoisonError::into_inner));
            photos.add(&bytes)?;
        }
        Ok(Some(photos.told()))
    }

    /// The layout, if this program would read as the machine says it did.
    fn layout(&self, machine: &Machine<'_>) -> Option<&Layout> {
        let same =
            machine.version == reader::VERSION && machine.weights.0.0 == reader::weights(Net::shipped());
        let (_, layout) = self.layouts.iter().find(|(hash, _)| same && *hash == machine.layout.0)?;
        Some(layout)
    }
}

/// A photo's bytes, from either place where it may lie; none: they are not there, or are others.
fn held(reader: &Reader<'_>, hash: Hash) -> Option<Vec<u8>> {
    ["photo", "blob"].iter().find_map(|folder| {
        let mut bytes = Vec::new();
        let found = reader.read(&format!("{folder}/{}", hash.to_hex()), limit::PHOTO, &mut bytes);
        (found == Found::Whole && sha256(&bytes) == hash).then_some(bytes)
    })
}

/// What the reading says otherwise than its photos, field by field.
fn compare(form: &Form, entry: u64, reading: &Reading<'_>, told: &Told) -> Vec<Difference> {
    let mut differences = Vec::new();
    if reading.wrong != Some(told.wrong) {
        differences.push(Difference {
            place: Place::entry(entry),
            expected: format!("sums wrong with {} parts per million", told.wrong),
            found: reading.wrong.map_or_else(|| "nothing".to_owned(), |wrong| format!("with {wrong}")),
        });
    }
    // A reading whose figures can't be told was refused; should one come, it says nothing that the photos say.
    let stated = tally::cells_of(form, &reading.values, &reading.unread).ok();
    let cells =
        stated.map_or_else(|| vec![Cell::Unread(Unread::NoField); told.fields.len()], |cells| cells.to_vec());
    for (field, cell) in told.fields.iter().zip(cells.iter()) {
        let (expected, found) = (as_read(field), as_stated(reading, &field.name, *cell));
        if expected != found {
            differences.push(Difference { place: Place::field(entry, &field.name), expected, found });
        }
    }
    differences
}

fn as_read(field: &FieldTold) -> String {
    match &field.says {
        Says::Number { value, method, confidence, accept: _ } => {
            words(&value.to_string(), Some(method), Some(*confidence))
        }
        Says::Nothing(why) => words(why.text(), None, None),
    }
}

fn as_stated(reading: &Reading<'_>, name: &str, cell: Cell) -> String {
    let method = reading.method.iter().find(|(of, _)| *of == name).map(|(_, method)| *method);
    let confidence = reading.confidence.iter().find(|(of, _)| *of == name).map(|(_, share)| *share);
    match cell {
        Cell::Read(figure) => words(&figure.0.to_string(), method, confidence),
        Cell::Unread(why) => words(why.text(), method, confidence),
    }
}

/// What is said of a field, so that equal words say the same.
fn words(what: &str, method: Option<&str>, confidence: Option<u32>) -> String {
    let method = method.map(|method| format!(", by `{method}`")).unwrap_or_default();
    let confidence = confidence.map(|share| format!(", {share} parts per million")).unwrap_or_default();
    format!("{what}{method}{confidence}")
}
