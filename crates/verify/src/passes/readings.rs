//! Reading photos again, as the readings in the ledger say they were read.
//!
//! A stream: each worker has one reading at a time, and of it one photo; what became of it is counted, and the first
//! differences of all are kept. A publication may be hostile: a reading names at most [`tally::MOST_CAPTURES`] photos, a photo
//! has bounded bytes and pixels, large ones are decoded one at a time, and no more are at work than there are cores.

use std::collections::HashSet;
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use election::{Cell, Election, Form, ProfileBundle, Unread};
use ledger::{Entry, Hash, sha256};
use rayon::prelude::*;
use reader::boxes::Net;
use reader::layout::{Layout, LayoutError, LayoutFile, LayoutFiles};
use reader::read::photos::{FieldTold, OtherSheet, Photos, Says, Told};
use reader::read::{Judgement, JudgementError};
use statement::{Body, Kind, Machine, ReadBy, Reading, Statement};

use crate::differ::Difference;
use crate::observed::ReadingsSeen;
use crate::reader::{Reader, limit};
use crate::report::Place;
use crate::source::Found;

/// Photos with more pixels are decoded one at a time: a small file may hold the largest picture.
const LARGE: usize = 16_000_000;

/// What reads again, and what it saw.
pub(crate) struct Readings {
    /// None: the profile is not held as the definition names it.
    law: Option<Law>,
    pool: Option<rayon::ThreadPool>,
    large: Mutex<()>,
    pub seen: ReadingsSeen,
}

/// What the definition's profile says of reading.
struct Law {
    /// Each layout file by its hash. One that is refused is refused to readings that name it.
    layouts: Vec<(Hash, Result<LayoutFiles, LayoutError>)>,
    judgement: Result<Judgement, JudgementError>,
}

/// What became of one reading.
enum Outcome {
    OtherReader,
    ByPerson,
    NotHeld,
    Again(Vec<Difference>),
}

/// Why a reading can't have been made as it says.
#[derive(Debug, thiserror::Error)]
enum Impossible {
    #[error(transparent)]
    Sheet(#[from] OtherSheet),
    #[error("the layout can't be used: {0}")]
    Layout(String),
    #[error("the profile's `{file}` can't be used: {0}", file = Judgement::FILE)]
    Judgement(String),
}

impl Law {
    fn of(bundle: &ProfileBundle) -> Law {
        let files = bundle.files.iter().filter(|(path, _)| path.starts_with("layouts/"));
        let parse = |text: &str| LayoutFiles::new(vec![LayoutFile::parse(text)?]);
        let layouts = files.map(|(_, text)| (sha256(text.as_bytes()), parse(text))).collect();
        Law { layouts, judgement: Judgement::of_profile(&bundle.files) }
    }

    /// The file that a machine read by.
    fn file(&self, machine: &Machine<'_>) -> Option<&Result<LayoutFiles, LayoutError>> {
        self.layouts.iter().find(|(hash, _)| *hash == machine.layout.0).map(|(_, file)| file)
    }
}

/// The file's layout of a form, completed with the form's candidates where it is a template.
fn layout_of(file: &Result<LayoutFiles, LayoutError>, form: &Form) -> Result<Layout, Impossible> {
    let of = |error: &LayoutError| Impossible::Layout(error.to_string());
    let files = file.as_ref().map_err(of)?;
    let layout = files.of(form).map_err(|error| of(&error))?.into_iter().next();
    layout.ok_or_else(|| OtherSheet::Form(files.names().join(", ")).into())
}

impl Readings {
    /// Reads by the layouts of the definition's profile.
    pub(crate) fn new(reader: &Reader<'_>, profile: Option<Hash>) -> Readings {
        // A server may give other bytes than when the ledger was begun.
        let text =
            profile.and_then(|hash| reader.hashed(&format!("blob/{}", hash.to_hex()), hash, limit::BLOB));
        let law = text.and_then(|text| ProfileBundle::from_json(&text).ok()).map(|bundle| Law::of(&bundle));
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build().ok();
        Readings { law, pool, large: Mutex::new(()), seen: ReadingsSeen::default() }
    }

    /// Takes in entries from `first` on, without those that were refused, and tells how many readings of how many are done.
    pub(crate) fn take(
        &mut self,
        reader: &Reader<'_>,
        election: &Election,
        first: u64,
        entries: &[Vec<u8>],
        refused: &HashSet<u64>,
        tell: &(dyn Fn(u64, u64) + Sync),
    ) {
        let header = election.profile.header.as_str();
        let begins = format!("{header} {}\n", Kind::Reading.text());
        let readings: Vec<(u64, &[u8])> = (first..)
            .zip(entries)
            .filter(|(index, _)| !refused.contains(index))
            .filter_map(|(index, bytes)| Some((index, Entry::parse(bytes).ok()?.note)))
            .filter(|(_, note)| note.starts_with(begins.as_bytes()))
            .collect();
        let (done, of) = (AtomicU64::new(0), readings.len() as u64);
        let of_one = |(index, note): (u64, &[u8])| {
            let statement = Statement::parse(header, note).ok()?;
            let Body::Reading(reading) = &statement.body else { return None };
            let outcome = self.again(reader, election, index, reading);
            tell(done.fetch_add(1, Ordering::Relaxed) + 1, of);
            outcome
        };
        let work = || {
            let outcomes = readings.into_par_iter().with_max_len(1).filter_map(of_one);
            outcomes.fold(ReadingsSeen::default, counted).reduce(ReadingsSeen::default, ReadingsSeen::and)
        };
        let seen = match &self.pool {
            Some(pool) => pool.install(work),
            // The system gives no more threads: then on those there are.
            None => work(),
        };
        self.seen = std::mem::take(&mut self.seen).and(seen);
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
        if machine.version != reader::VERSION || machine.weights.0.0 != reader::weights(Net::shipped()) {
            return Some(Outcome::OtherReader);
        }
        let Some(law) = &self.law else { return Some(Outcome::NotHeld) };
        let Some(file) = law.file(machine) else { return Some(Outcome::OtherReader) };
        Some(match self.told(reader, form, file, &law.judgement, reading) {
            Ok(Some(told)) => Outcome::Again(compare(form, entry, reading, &told)),
            Ok(None) => Outcome::NotHeld,
            Err(impossible) => Outcome::Again(vec![Difference {
                place: Place::entry(entry),
                expected: format!("photos of the sheet of `{}` of {}", reading.contest, reading.station),
                found: impossible.to_string(),
            }]),
        })
    }

    /// What the photos say; none: not all of them are held.
    fn told(
        &self,
        reader: &Reader<'_>,
        form: &Form,
        file: &Result<LayoutFiles, LayoutError>,
        judgement: &Result<Judgement, JudgementError>,
        reading: &Reading<'_>,
    ) -> Result<Option<Told>, Impossible> {
        let judgement = judgement.as_ref().map_err(|error| Impossible::Judgement(error.to_string()))?;
        let layout = layout_of(file, form)?;
        let mut photos = Photos::new(form, &layout, reading.station, Net::shipped(), judgement)?;
        for photo in &reading.captures {
            let Some(bytes) = held(reader, photo.0) else { return Ok(None) };
            let large = reader::decode::pixels(&bytes).is_some_and(|pixels| pixels > LARGE);
            let _one = large.then(|| self.large.lock().unwrap_or_else(PoisonError::into_inner));
            photos.add(&bytes)?;
        }
        Ok(Some(photos.told()))
    }
}

fn counted(mut seen: ReadingsSeen, outcome: Outcome) -> ReadingsSeen {
    match outcome {
        Outcome::OtherReader => seen.counted.other_reader += 1,
        Outcome::ByPerson => seen.counted.by_person += 1,
        Outcome::NotHeld => seen.counted.not_held += 1,
        Outcome::Again(differences) => {
            seen.counted.again += 1;
            for one in differences {
                seen.differing.push(one);
            }
        }
    }
    seen
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
