//! Reports that a sheet is wrong: kept before they are answered with a receipt, one however often they are sent.
//!
//! What a reporter writes, the contact and the photo are for officers. In public stand which station and contest, when, what kind, and the
//! answer; the words only once an officer has released them.

pub mod photo;
pub mod public;

use ledger::sha256;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use crate::publication::Publication;
use crate::receipt::Receipt;
use crate::store::{tell, told};
use crate::{Refusal, ServicesError, Store, Surroundings};
use photo::Photos;

/// Characters of what is wrong, at most.
pub const MOST_WORDS: usize = 4_000;

/// Characters of a contact, at most.
pub const MOST_CONTACT: usize = 200;

/// Characters of an answer, at most.
pub const MOST_ANSWER: usize = 8_000;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A figure is not what the photo shows.
    Figure,
    /// The photo is of another station or contest, or can't be read.
    Photo,
    /// Figures or photos lack.
    Missing,
    /// What was published is not what was announced at the station.
    Announced,
    /// Something else.
    Other,
}

impl Kind {
    /// All, in the order of the form.
    pub const ALL: [Kind; 5] = [Kind::Figure, Kind::Photo, Kind::Missing, Kind::Announced, Kind::Other];

    /// Its word.
    pub fn text(self) -> &'static str {
        match self {
            Kind::Figure => "figure",
            Kind::Photo => "photo",
            Kind::Missing => "missing",
            Kind::Announced => "announced",
            Kind::Other => "other",
        }
    }

    /// Reads a word.
    pub fn parse(text: &str) -> Result<Kind, Refusal> {
        let found = Kind::ALL.into_iter().find(|kind| kind.text() == text);
        found.ok_or_else(|| Refusal::Kind(text.chars().take(40).collect()))
    }
}

/// What somebody sends.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// The form's own key: the same key is the same report. Empty: whoever sent it can't ask twice.
    pub once: String,
    /// Contest.
    pub contest: String,
    /// Code of the station.
    pub station: String,
    /// What kind.
    pub kind: String,
    /// What is wrong.
    pub words: String,
    /// How to reach who says it; empty: not at all.
    pub contact: String,
    /// The field that people leave empty.
    pub website: String,
    /// A photo.
    pub photo: Option<Vec<u8>>,
}

/// A report as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its number among all, which is public.
    pub number: i64,
    /// Its receipt, which is not.
    pub receipt: String,
    /// Contest.
    pub contest: String,
    /// Station.
    pub station: String,
    /// What kind.
    pub kind: String,
    /// What was said.
    pub words: String,
    /// How to reach who said it.
    pub contact: Option<String>,
    /// SHA-256 of the photo.
    pub photo: Option<String>,
    /// When, unix milliseconds.
    pub at_ms: i64,
    /// The answer, and when.
    pub answer: Option<(String, i64)>,
    /// Whether an officer has released the words.
    pub released: bool,
}

const COLUMNS: &str =
    "number, receipt, contest, station, kind, words, contact, photo, at_ms, answer, answered_ms, released";

fn report(row: &Row<'_>) -> rusqlite::Result<Report> {
    let answer: Option<String> = row.get(9)?;
    let answered: Option<i64> = row.get(10)?;
    Ok(Report {
        number: row.get(0)?,
        receipt: row.get(1)?,
        contest: row.get(2)?,
        station: row.get(3)?,
        kind: row.get(4)?,
        words: row.get(5)?,
        contact: row.get(6)?,
        photo: row.get(7)?,
        at_ms: row.get(8)?,
        answer: answer.zip(answered),
        released: row.get(11)?,
    })
}

/// Limits on what everybody together may send.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Reports a day.
    pub a_day: u32,
    /// MiB of photos that are kept.
    pub photos_mib: u32,
}

/// Keeps a report; its receipt. The same once more gives the same receipt and keeps nothing.
pub fn keep(
    store: &Store,
    photos: &Photos,
    publication: &Publication,
    room: Room,
    around: &dyn Surroundings,
    sent: Sent,
) -> Result<Receipt, ServicesError> {
    let sent = checked(publication, sent)?;
    let content = content(&sent);
    if let Some(known) = store.read(|sql| same(sql, &sent.once, &content))? {
        return Ok(known);
    }
    let (now, receipt) = (around.now_ms(), Receipt::new(around)?);
    let bytes = sent.photo.as_ref().map_or(0, Vec::len);
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    store.read(|sql| has_room(sql, room, bytes, now))?;
    // Bytes first: a row never names a photo that is not there.
    let photo = sent.photo.as_deref().map(|photo| photos.keep(photo)).transpose()?;
    let once = if sent.once.is_empty() { receipt.as_str() } else { &sent.once };
    store.write(|sql| {
        if let Some(known) = same(sql, once, &content)? {
            return Ok(known);
        }
        let touched = next_touch(sql)?;
        sql.prepare_cached(
            "INSERT INTO reports (receipt, once, content, contest, station, kind, words, contact, photo, photo_bytes, at_ms, touched)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            receipt.as_str(),
            once,
            content,
            sent.contest,
            sent.station,
            sent.kind,
            sent.words,
            Some(&sent.contact).filter(|contact| !contact.is_empty()),
            photo.map(|hash| hash.to_hex()),
            bytes,
            now,
            touched
        ])?;
        Ok(receipt.clone())
    })
}

fn checked(publication: &Publication, mut sent: Sent) -> Result<Sent, Refusal> {
    if !sent.website.is_empty() {
        return Err(Refusal::Trap);
    }
    sent.contest = sent.contest.trim().to_owned();
    sent.station = sent.station.trim().to_owned();
    publication.sheet(&sent.contest, &sent.station)?;
    Kind::parse(&sent.kind)?;
    sent.words = plain(&sent.words);
    sent.contact = plain(&sent.contact);
    if sent.words.is_empty() {
        return Err(Refusal::NoWords);
    }
    for (what, text, most) in [
        ("words", &sent.words, MOST_WORDS),
        ("contact", &sent.contact, MOST_CONTACT),
        ("once", &sent.once, 80),
    ] {
        if text.chars().count() > most {
            return Err(Refusal::TooLong { what, most });
        }
    }
    if let Some(photo) = &sent.photo {
        photo::check(photo)?;
    }
    Ok(sent)
}

/// A text without what a terminal or a page could be led astray by: control characters, and marks that turn lines around.
fn plain(text: &str) -> String {
    let lines = text.replace("\r\n", "\n");
    let kept = lines.chars().filter(|c| {
        *c == '\n' || !(c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    });
    kept.collect::<String>().trim().to_owned()
}

/// What makes two reports the same.
fn content(sent: &Sent) -> Vec<u8> {
    let photo = sent.photo.as_deref().map(sha256).map_or_else(String::new, |hash| hash.to_hex());
    let all = [&sent.contest, &sent.station, &sent.kind, &sent.words, &sent.contact, &photo];
    let parts: Vec<String> = all.iter().map(|part| format!("{}:{part}", part.len())).collect();
    sha256(parts.concat().as_bytes()).0.to_vec()
}

/// The receipt of the report that came under this key.
fn same(sql: &Connection, once: &str, content: &[u8]) -> Result<Option<Receipt>, ServicesError> {
    let mut asked = sql.prepare_cached("SELECT receipt, content FROM reports WHERE once = ?1")?;
    let found: Option<(String, Vec<u8>)> =
        asked.query_row([once], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match found {
        None => Ok(None),
        Some((receipt, kept)) if kept == content => Ok(Some(Receipt::parse(&receipt)?)),
        Some(_) => Err(Refusal::OtherReport.into()),
    }
}

const DAY_MS: i64 = 86_400_000;

fn has_room(sql: &Connection, room: Room, bytes: i64, now: i64) -> Result<(), ServicesError> {
    let mut today = sql.prepare_cached("SELECT count(*) FROM reports WHERE at_ms > ?1")?;
    let today: i64 = today.query_row([now.saturating_sub(DAY_MS)], |row| row.get(0))?;
    let mut held = sql.prepare_cached("SELECT coalesce(sum(photo_bytes), 0) FROM reports")?;
    let held: i64 = held.query_row([], |row| row.get(0))?;
    let most = i64::from(room.photos_mib).saturating_mul(1 << 20);
    if today >= i64::from(room.a_day) || (bytes > 0 && held.saturating_add(bytes) > most) {
        return Err(Refusal::Full.into());
    }
    Ok(())
}

/// The next number of a change, by which the public files know what is new.
fn next_touch(sql: &Transaction<'_>) -> Result<i64, ServicesError> {
    let next = told(sql, "touch")?.unwrap_or(0).saturating_add(1);
    tell(sql, "touch", next)?;
    Ok(next)
}

/// The report of a receipt.
pub fn find(store: &Store, receipt: &Receipt) -> Result<Report, ServicesError> {
    let found = store.read(|sql| {
        let mut asked = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM reports WHERE receipt = ?1"))?;
        Ok(asked.query_row([receipt.as_str()], report).optional()?)
    })?;
    found.ok_or_else(|| Refusal::NoReport(receipt.to_string()).into())
}

/// All reports, or those that wait for an answer, oldest first.
pub fn list(store: &Store, open_only: bool) -> Result<Vec<Report>, ServicesError> {
    let which = if open_only { "WHERE answer IS NULL" } else { "" };
    store.read(|sql| {
        let mut asked =
            sql.prepare_cached(&format!("SELECT {COLUMNS} FROM reports {which} ORDER BY number"))?;
        let rows = asked.query_map([], report)?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
    })
}

/// Answers a report, in public. A later answer takes the place of an earlier one.
pub fn answer(
    store: &Store,
    receipt: &Receipt,
    text: &str,
    around: &dyn Surroundings,
) -> Result<Report, ServicesError> {
    let text = plain(text);
    if text.is_empty() {
        return Err(Refusal::NoWords.into());
    }
    if text.chars().count() > MOST_ANSWER {
        return Err(Refusal::TooLong { what: "answer", most: MOST_ANSWER }.into());
    }
    find(store, receipt)?;
    let now = around.now_ms();
    store.write(|sql| {
        let touched = next_touch(sql)?;
        sql.execute(
            "UPDATE reports SET answer = ?2, answered_ms = ?3, touched = ?4 WHERE receipt = ?1",
            params![receipt.as_str(), text, now, touched],
        )?;
        Ok(())
    })?;
    find(store, receipt)
}

/// Makes a report's words public, or not public again.
pub fn release(store: &Store, receipt: &Receipt, released: bool) -> Result<Report, ServicesError> {
    find(store, receipt)?;
    store.write(|sql| {
        let touched = next_touch(sql)?;
        sql.execute(
            "UPDATE reports SET released = ?2, touched = ?3 WHERE receipt = ?1",
            params![receipt.as_str(), released, touched],
        )?;
        Ok(())
    })?;
    find(store, receipt)
}

/// Forgets contacts and photos of reports that were answered long enough ago; how many.
pub fn forget(store: &Store, photos: &Photos, before_ms: i64) -> Result<usize, ServicesError> {
    let (forgotten, unnamed) = store.write(|sql| {
        let mut asked =
            sql.prepare("SELECT DISTINCT photo FROM reports WHERE answered_ms < ?1 AND photo IS NOT NULL")?;
        let gone: Vec<String> =
            asked.query_map([before_ms], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let forgotten = sql.execute(
            "UPDATE reports SET contact = NULL, photo = NULL, photo_bytes = 0
             WHERE answered_ms < ?1 AND (contact IS NOT NULL OR photo IS NOT NULL)",
            [before_ms],
        )?;
        let mut named = sql.prepare("SELECT count(*) FROM reports WHERE photo = ?1")?;
        let mut unnamed = Vec::new();
        for photo in gone {
            let others: i64 = named.query_row([&photo], |row| row.get(0))?;
            if others == 0 {
                unnamed.push(photo);
            }
        }
        Ok((forgotten, unnamed))
    })?;
    for photo in unnamed {
        photos.remove(&photo)?;
    }
    Ok(forgotten)
}
