//! What the ledger's entries change for the desk's people: which sheets need somebody, and where each statement is. These tables
//! follow the ledger and can be made again from it: what a crash left undone, the next start does.

use std::sync::Arc;

use election::{Cell, ContestIx, Unread};
use ledger::{Entry, Hash};
use sequencer::{LedgerReader, Store};
use statement::{Body, Statement};
use tally::{LegalStatus, Quality, Replay, State};

use crate::intake::parsed;
use crate::photos;
use crate::photos::Named;
use crate::photos::naming::{self, By};
use crate::said;
use crate::sheets::{self, Names};
use crate::store::{Got, Sql, SqlError, Value};
use crate::writer::{WriteError, Writer};

/// Entries of one transaction while catching up.
const TOGETHER: u64 = 4_096;

/// An entry, and what it is to the desk.
#[derive(Clone, Debug)]
pub struct Entered {
    entry: u64,
    /// When the ledger took it, milliseconds since 1970.
    at_ms: i64,
    id: Hash,
    touched: Option<Touched>,
    photos: Vec<Shown>,
    /// Whose they are; none where no key of the ledger made the signature, and then it names none.
    by: Option<By>,
    /// Of a redaction: the blob.
    redacts: Option<Hash>,
}

/// A photo that an entry names.
#[derive(Clone, Debug)]
struct Shown {
    sha256: Hash,
    bytes: Option<u64>,
    media: Option<String>,
    contest: String,
    /// Of a plenary, the region.
    station: String,
    page: Option<u8>,
    /// Whether its bytes are here: a capture is not taken without them.
    brought: bool,
}

/// What an entry changes.
#[derive(Clone, Debug)]
enum Touched {
    /// A sheet, as it stands after it.
    Sheet {
        contest: String,
        station: String,
        /// How urgently a person is needed; none: nobody is.
        urgency: Option<i64>,
        /// Pages of its form.
        pages: u8,
        /// Whether a figure stands.
        has_figures: bool,
        /// Whether somebody who decides has confirmed it.
        settled: bool,
        /// The figures that stand, as they are kept, where somebody who decides has confirmed them.
        confirmed: Option<String>,
    },
    /// A plenary closed over all sheets of a region; the nation's code is empty.
    Closed { contest: String, region: String },
}

/// How urgently a sheet needs a person, by what the ledger says of it: the most urgent first. None: it doesn't.
///
/// What a person of a deciding role has confirmed needs nobody, also where its paper doesn't add up.
pub fn urgency(state: &State) -> Option<i64> {
    if state.confirmed {
        return None;
    }
    if state.rivals {
        return Some(sheets::RIVALS);
    }
    match (state.quality, state.disputed) {
        (Quality::Conflict, _) => Some(sheets::CONFLICT),
        (_, true) => Some(sheets::DISPUTED),
        (Quality::Incomplete, false) => unread(state, in_doubt).then_some(sheets::DOUBTFUL),
        (Quality::Pictured, false) => Some(sheets::PICTURED),
        // Also a field that no check is about.
        (Quality::Consistent, false) => {
            unread(state, |why| why == Unread::Illegible).then_some(sheets::DOUBTFUL)
        }
        (Quality::Expected, false) => None,
    }
}

/// Whether a field of what stands is unread for such a reason.
fn unread(state: &State, is: impl Fn(Unread) -> bool) -> bool {
    state.cells.iter().flat_map(|cells| cells.iter()).any(|cell| match cell {
        Cell::Read(_) => false,
        Cell::Unread(why) => is(*why),
    })
}

/// Whether a person who looks at the paper may say more. What a source doesn't publish, or has no field for, is not in doubt.
fn in_doubt(why: Unread) -> bool {
    match why {
        Unread::Illegible | Unread::Empty | Unread::Withdrawn => true,
        Unread::NotPublished | Unread::NoField => false,
    }
}

/// What these notes, the entries from `first` on, are to the desk, with when the ledger took each. They are folded in already.
pub fn entered<'a>(
    replay: &Replay,
    first: u64,
    notes: impl IntoIterator<Item = (u64, &'a [u8])>,
) -> Vec<Entered> {
    let header = replay.election().profile.header.as_str();
    let each = (first..).zip(notes);
    each.filter_map(|(entry, (time_ms, note))| {
        let statement = parsed(header, note)?;
        let id = statement::statement_id(statement.text);
        let redacts = if let Body::Redaction(body) = &statement.body { Some(body.blob.0) } else { None };
        let (touched, photos) = (touched(replay, &statement), photos_of(&statement.body));
        let by = if photos.is_empty() { None } else { by(replay, entry, &statement) };
        let at_ms = i64::try_from(time_ms).unwrap_or(i64::MAX);
        Some(Entered { entry, at_ms, id, touched, photos, by, redacts })
    })
    .collect()
}

/// The key that signed first among those that count.
fn by(replay: &Replay, entry: u64, statement: &Statement<'_>) -> Option<By> {
    let signers = replay.keyring.attribute(entry, statement).ok()?;
    let record = signers.first()?.record;
    Some(By { signer: record.key.to_string(), role: record.role.clone() })
}

fn touched(replay: &Replay, statement: &Statement<'_>) -> Option<Touched> {
    let election = replay.election();
    if let Body::Plenary(body) = &statement.body {
        let nation = election.profile.nation.code.as_str() == body.region;
        let region = if nation { String::new() } else { body.region.to_owned() };
        let place =
            election.places.find_region(body.region).or_else(|| nation.then(|| election.places.nation()))?;
        let counted = replay.tally.contest(election.profile.contest(body.contest)?)?;
        // All of its sheets, by what stands and is nobody's restatement: as the count itself sees it.
        let closed =
            counted.record(place).is_some_and(|record| record.status() == LegalStatus::PlenaryClosed);
        return closed.then(|| Touched::Closed { contest: body.contest.to_owned(), region });
    }
    let (contest, station) = about(&statement.body)?;
    let ix: ContestIx = election.profile.contest(contest)?;
    let place = election.places.find_station(station)?;
    let state = replay.tally.contest(ix)?.state(place)?;
    let form = election.form_by_ix(election.form(ix, place)?);
    let confirmed = state.cells.as_deref().filter(|_| state.confirmed).map(sheets::to_text);
    Some(Touched::Sheet {
        contest: contest.to_owned(),
        station: station.to_owned(),
        urgency: urgency(state),
        pages: form.pages,
        has_figures: !matches!(state.quality, Quality::Expected | Quality::Pictured),
        settled: state.confirmed,
        confirmed,
    })
}

/// The photos that a statement names by their hashes.
fn photos_of(body: &Body<'_>) -> Vec<Shown> {
    let plenary = if let Body::Plenary(body) = body { Some((body.contest, body.region)) } else { None };
    let Some((contest, station)) = plenary.or_else(|| about(body)) else { return Vec::new() };
    let shown = |sha256: Hash, bytes, media: Option<&str>, page| Shown {
        sha256,
        bytes,
        media: media.map(str::to_owned),
        contest: contest.to_owned(),
        station: station.to_owned(),
        page,
        brought: false,
    };
    let captured = if let Body::Capture(body) = body {
        let photo = body.photo;
        let shown = shown(photo.sha256.0, Some(photo.bytes), Some(photo.media), Some(body.page));
        Some(Shown { brought: true, ..shown })
    } else {
        None
    };
    let evidence = body.evidence().iter();
    let named = evidence.filter_map(|one| Some(shown(one.sha256?.0, one.bytes, one.media, one.page)));
    captured.into_iter().chain(named).collect()
}

/// The contest and station that a statement is about, if it is about a sheet.
pub(crate) fn about<'a>(body: &Body<'a>) -> Option<(&'a str, &'a str)> {
    match body {
        Body::Capture(body) => Some((body.contest, body.station)),
        Body::Reading(body) => Some((body.contest, body.station)),
        Body::Sheet(body) => Some((body.contest, body.station)),
        Body::Withdrawal(body) => Some((body.contest, body.station)),
        Body::Objection(body) => Some((body.contest, body.place)),
        Body::Answer(body) => Some((body.contest, body.place)),
        Body::Ruling(body) => Some((body.contest, body.place)),
        Body::Plenary(_)
        | Body::Definition(_)
        | Body::Roster(_)
        | Body::Key(_)
        | Body::Revoke(_)
        | Body::Determination(_)
        | Body::Redaction(_)
        | Body::Notice(_)
        | Body::Disclosure(_)
        | Body::Roll(_)
        | Body::Audit(_)
        | Body::Close(_) => None,
    }
}

/// Writes down what entries are to the desk. Doing it twice does no harm.
pub fn write(sql: &mut dyn Sql, names: &Names, entered: &[Entered]) -> Result<(), SqlError> {
    for one in entered {
        let entry = i64::try_from(one.entry).unwrap_or(i64::MAX);
        // The same text by another key is a statement of its own under the same id: the first is where it is.
        sql.run(
            "INSERT INTO entered (id, entry) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            &[Value::Bytes(&one.id.0), Value::Int(entry)],
        )?;
        for (photo, by) in one.photos.iter().filter_map(|photo| Some((photo, one.by.as_ref()?))) {
            let row = Named {
                sha256: photo.sha256,
                bytes: photo.bytes,
                media: photo.media.as_deref(),
                contest: &photo.contest,
                station: &photo.station,
                page: photo.page,
            };
            // More than one key may name of a sheet is evidence all the same, and no upload.
            naming::named_by(sql, &row, by)?;
            if photo.brought {
                photos::hold(sql, &photo.sha256, one.at_ms)?;
            }
        }
        if let Some(blob) = &one.redacts {
            photos::redact(sql, blob, &one.id)?;
            // Where it is words, the desk's own copy goes.
            said::forget(sql, blob)?;
        }
        match &one.touched {
            Some(Touched::Sheet { contest, station, urgency, pages, has_figures, settled, confirmed }) => {
                let urgency = if *settled {
                    photos::not_awaited(sql, contest, station)?;
                    None
                } else {
                    for photo in &one.photos {
                        photos::awaited(sql, &photo.sha256, contest, station, one.at_ms)?;
                    }
                    match urgency {
                        Some(urgency) => Some(*urgency),
                        None => {
                            photos::lacking(&photos::of_sheet(sql, contest, station)?, *pages, *has_figures)
                        }
                    }
                };
                sheets::followed(sql, names, contest, station, urgency, confirmed.as_deref())?;
            }
            Some(Touched::Closed { contest, region }) => {
                sheets::closed_over(sql, contest, region)?;
                photos::not_awaited_in(sql, contest, region)?;
            }
            None => {}
        }
    }
    if let Some(last) = entered.last() {
        let reached = Value::Int(i64::try_from(last.entry).unwrap_or(i64::MAX));
        if sql.run("UPDATE reached SET entry = $1 WHERE entry < $1", &[reached])? == 0
            && reached_entry(sql)?.is_none()
        {
            sql.run("INSERT INTO reached (entry) VALUES ($1)", &[reached])?;
        }
    }
    Ok(())
}

/// The last entry that is written down.
fn reached_entry(sql: &mut dyn Sql) -> Result<Option<i64>, SqlError> {
    let found = sql.first("SELECT max(entry) FROM reached", &[])?;
    Ok(found.and_then(|row| row.first().and_then(Got::int)))
}

/// The entry of a statement.
pub fn entry_of(sql: &mut dyn Sql, id: &Hash) -> Result<Option<u64>, SqlError> {
    let found = sql.first("SELECT entry FROM entered WHERE id = $1", &[Value::Bytes(&id.0)])?;
    Ok(found.and_then(|row| row.first().and_then(Got::int)).and_then(|entry| u64::try_from(entry).ok()))
}

/// Brings the desk's tables up to the ledger.
///
/// # Errors
/// What the tables say; a ledger that can't be read ends it, too.
pub fn catch_up(
    writer: &Writer,
    names: &Arc<Names>,
    replay: &Replay,
    store: &dyn Store,
    size: u64,
) -> Result<(), WriteError> {
    let reached = writer.write(reached_entry)?;
    let mut next = reached.and_then(|entry| u64::try_from(entry).ok()).map_or(0, |entry| entry + 1);
    if next > size {
        return Err(WriteError::Sql(SqlError(format!(
            "the desk's tables know {next} entries, the ledger has {size}: they belong to another ledger, or this one was \
             set back"
        ))));
    }
    let reader = LedgerReader::new(store);
    while next < size {
        let until = size.min(next + TOGETHER);
        let mut notes = Vec::new();
        for entry in reader.entries(next..until, size) {
            let (_, bytes) = entry.map_err(|error| WriteError::Sql(SqlError(error.to_string())))?;
            // An entry that is none changes nothing, for the desk neither; its place counts.
            let entry = Entry::parse(&bytes).map(|entry| (entry.time_ms, entry.note.to_vec()));
            notes.push(entry.unwrap_or_default());
        }
        let entered = entered(replay, next, notes.iter().map(|(time_ms, note)| (*time_ms, note.as_slice())));
        let names = Arc::clone(names);
        writer.write(move |sql| write(sql, &names, &entered))?;
        next = until;
    }
    Ok(())
}
