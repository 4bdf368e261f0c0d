//! Photos: which are named by whom, which are held, and how their bytes come.
//!
//! A photo is named by its SHA-256: by an accepted statement, or by somebody who brings it by hand before there is one. Only bytes
//! of such a hash are taken. They come in parts ([`uploads`]), are looked at when they are whole, and move to where bytes stay
//! for good ([`blobs::Blobs`]); the row says `held` from then on. Every sheet that names a photo has a row of its own, so that
//! nobody's statement can take a photo from another's, or name it with a length that keeps the true one out.

pub mod metadata;
pub mod naming;
pub mod sending;
pub mod uploads;

use ledger::Hash;
use reader::layout::LayoutFiles;

use crate::sheets::{self, Names};
use crate::store::{Got, Sql, SqlError, Value};

/// What a desk needs for photos.
pub struct Photos {
    /// Those on their way, and where they go.
    pub uploads: uploads::Uploads,
    /// How often an address may ask about uploads.
    pub rate: crate::rates::Rate,
    /// Where on a form its fields stand: the profile's.
    pub layouts: LayoutFiles,
}

/// A photo as a statement names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// How many bytes, where the statement says so.
    pub bytes: Option<u64>,
    /// Media type, where the statement says so. It is what is said: what is served is what the bytes are.
    pub media: Option<&'a str>,
    /// Contest's id.
    pub contest: &'a str,
    /// Station's code; of a plenary, the region's.
    pub station: &'a str,
    /// Page of the form, from 1.
    pub page: Option<u8>,
}

/// A row: a photo of one sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// How many bytes, where somebody said so.
    pub bytes: Option<u64>,
    /// The contest; empty where nobody has named it yet, and it was brought by hand.
    pub contest: String,
    /// The station or region; of what was brought by hand, the region of who brought it.
    pub station: String,
    /// Page of the form.
    pub page: Option<i64>,
    /// Since when its bytes are held, milliseconds since 1970.
    pub held: Option<i64>,
    /// The statement that took its bytes out: nobody is shown them any more, and they are not taken again.
    pub redacted: Option<Hash>,
}

impl Photo {
    /// Whether a statement names it, and not only a hand has brought it.
    pub fn is_named(&self) -> bool {
        !self.contest.is_empty()
    }

    /// Whether there are bytes to show.
    pub fn is_shown(&self) -> bool {
        self.held.is_some() && self.redacted.is_none()
    }
}

/// Writes down that an accepted statement names a photo. Named again for the same sheet, it stays as it was.
pub fn named(sql: &mut dyn Sql, named: &Named<'_>) -> Result<(), SqlError> {
    row(sql, named, None)
}

/// Writes down that the bytes of a photo are held: for every sheet that names it. A sheet that waited for nothing else needs nobody
/// any more.
pub fn hold(sql: &mut dyn Sql, sha256: &Hash, at_ms: i64) -> Result<(), SqlError> {
    sql.run(
        "UPDATE photo SET held = $1 WHERE sha256 = $2 AND held IS NULL",
        &[Value::Int(at_ms), Value::Bytes(&sha256.0)],
    )?;
    came(sql, sha256)
}

/// Writes down of photos that statements name, and that have not come as far as the tables know, which have all the same: those that were
/// brought into the folder while no desk ran. How many were found.
pub fn found(sql: &mut dyn Sql, is_here: &dyn Fn(&Hash) -> bool, at_ms: i64) -> Result<u64, SqlError> {
    let rows = sql.rows("SELECT DISTINCT sha256 FROM photo WHERE held IS NULL", &[])?;
    let mut found = 0;
    for row in rows {
        let sha256 = row.first().and_then(Got::hash).ok_or_else(|| sheets::damaged("a photo's hash"))?;
        if is_here(&sha256) {
            hold(sql, &sha256, at_ms)?;
            found += 1;
        }
    }
    Ok(found)
}

/// A photo is waited for no longer.
fn came(sql: &mut dyn Sql, sha256: &Hash) -> Result<(), SqlError> {
    let hash = [Value::Bytes(&sha256.0)];
    let waited = sql.rows("SELECT contest, station FROM awaited WHERE sha256 = $1", &hash)?;
    if waited.is_empty() {
        return Ok(());
    }
    sql.run("DELETE FROM awaited WHERE sha256 = $1", &hash)?;
    for row in waited {
        let whose = row.first().and_then(Got::text).zip(row.get(1).and_then(Got::text));
        let (contest, station) = whose.ok_or_else(|| sheets::damaged("whose an awaited photo is"))?;
        let more = "SELECT sha256 FROM awaited WHERE station = $1 AND contest = $2 LIMIT 1";
        if sql.first(more, &[Value::Text(station), Value::Text(contest)])?.is_none() {
            sheets::complete(sql, contest, station)?;
        }
    }
    Ok(())
}

/// How long a photo that a statement names may take before somebody looks after it: a phone may be without a network for a night.
pub const LATE_MS: i64 = 12 * 60 * 60 * 1_000;

/// Writes down that a sheet's photo is waited for since a statement named it, unless it is held or was taken out.
pub fn awaited(
    sql: &mut dyn Sql,
    sha256: &Hash,
    contest: &str,
    station: &str,
    since_ms: i64,
) -> Result<(), SqlError> {
    if of_hash(sql, sha256)?.iter().any(|photo| photo.held.is_some() || photo.redacted.is_some()) {
        return Ok(());
    }
    sql.run(
        "INSERT INTO awaited (sha256, contest, station, since) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        &[Value::Bytes(&sha256.0), Value::Text(contest), Value::Text(station), Value::Int(since_ms)],
    )
    .map(|_| ())
}

/// Nobody has to look after a sheet's photos any more: who decides has confirmed it.
pub fn not_awaited(sql: &mut dyn Sql, contest: &str, station: &str) -> Result<(), SqlError> {
    let whose = [Value::Text(station), Value::Text(contest)];
    sql.run("DELETE FROM awaited WHERE station = $1 AND contest = $2", &whose).map(|_| ())
}

/// The same of all sheets of a region (its code; the nation's is empty).
pub fn not_awaited_in(sql: &mut dyn Sql, contest: &str, region: &str) -> Result<(), SqlError> {
    let end = sheets::after(region);
    let whose = [Value::Text(region), Value::Text(&end), Value::Text(contest)];
    sql.run("DELETE FROM awaited WHERE station >= $1 AND station < $2 AND contest = $3", &whose).map(|_| ())
}

/// Sheets looked at in one act.
const TOGETHER: i64 = 500;

/// Brings sheets whose photos were named before a moment and have not come into the queue, where nothing else has; whether there may
/// be more of them.
pub fn late(sql: &mut dyn Sql, names: &Names, before_ms: i64) -> Result<bool, SqlError> {
    let rows = sql.rows(
        "SELECT DISTINCT a.contest, a.station FROM awaited a LEFT JOIN sheet s ON s.station = a.station AND s.contest = a.contest \
         WHERE a.since < $1 AND (s.urgency IS NULL OR s.urgency < $2) LIMIT $3",
        &[Value::Int(before_ms), Value::Int(sheets::AWAITED), Value::Int(TOGETHER)],
    )?;
    for row in &rows {
        let whose = row.first().and_then(Got::text).zip(row.get(1).and_then(Got::text));
        let (contest, station) = whose.ok_or_else(|| sheets::damaged("whose an awaited photo is"))?;
        sheets::overdue(sql, names, contest, station)?;
    }
    Ok(i64::try_from(rows.len()).is_ok_and(|found| found == TOGETHER))
}

/// What the photos that statements name leave to be done of a sheet whose form has so many pages: the urgency; none: nothing.
///
/// Where none is named, none is missing: the figures came another way. One that doesn't say its page may be of any.
pub fn lacking(photos: &[Photo], pages: u8, has_figures: bool) -> Option<i64> {
    if photos.is_empty() {
        return None;
    }
    if !has_figures {
        return Some(sheets::PICTURED);
    }
    let of_form = 1..=i64::from(pages);
    let of_no_page =
        photos.iter().filter(|photo| photo.page.is_none_or(|page| !of_form.contains(&page))).count();
    let missing = of_form.filter(|page| photos.iter().all(|photo| photo.page != Some(*page))).count();
    (missing > of_no_page).then_some(sheets::MISSING)
}

/// Writes down that a statement took the bytes of a blob out. The first that says so is named.
pub fn redact(sql: &mut dyn Sql, sha256: &Hash, statement: &Hash) -> Result<(), SqlError> {
    sql.run(
        "INSERT INTO redacted (sha256, statement) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        &[Value::Bytes(&sha256.0), Value::Bytes(&statement.0)],
    )?;
    came(sql, sha256)
}

/// Writes down that somebody of a region has brought a photo whose bytes are held and that no statement names yet.
pub fn brought(
    sql: &mut dyn Sql,
    sha256: &Hash,
    bytes: u64,
    region: &str,
    at_ms: i64,
) -> Result<(), SqlError> {
    let by_hand =
        Named { sha256: *sha256, bytes: Some(bytes), media: None, contest: "", station: region, page: None };
    row(sql, &by_hand, Some(at_ms))
}

/// A row, if there is none; what is held for one is held for all.
fn row(sql: &mut dyn Sql, named: &Named<'_>, held: Option<i64>) -> Result<(), SqlError> {
    let before =
        sql.first("SELECT min(held) FROM photo WHERE sha256 = $1", &[Value::Bytes(&named.sha256.0)])?;
    let held = before.and_then(|row| row.first().and_then(Got::int)).or(held);
    sql.run(
        "INSERT INTO photo (sha256, bytes, media, contest, station, page, held) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT DO NOTHING",
        &[
            Value::Bytes(&named.sha256.0),
            // A length that no photo has is none that bytes could be of.
            named.bytes.map_or(Value::Null, |bytes| Value::Int(i64::try_from(bytes).unwrap_or(i64::MAX))),
            Value::Text(named.media.unwrap_or_default()),
            Value::Text(named.contest),
            Value::Text(named.station),
            named.page.map_or(Value::Null, |page| Value::Int(page.into())),
            held.map_or(Value::Null, Value::Int),
        ],
    )
    .map(|_| ())
}

/// All rows of a photo.
pub fn of_hash(sql: &mut dyn Sql, sha256: &Hash) -> Result<Vec<Photo>, SqlError> {
    let asked = "SELECT p.sha256, p.bytes, p.contest, p.station, p.page, p.held, r.statement FROM photo p \
                 LEFT JOIN redacted r ON r.sha256 = p.sha256 WHERE p.sha256 = $1 ORDER BY p.station, p.contest";
    photos(&sql.rows(asked, &[Value::Bytes(&sha256.0)])?)
}

/// A photo of a sheet, with whose word it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfSheet {
    /// The photo.
    pub photo: Photo,
    /// Roles of the keys that name it, the election's own bodies first; empty where that is not known.
    pub by: Vec<String>,
    /// When it is shown.
    pub order: naming::Order,
}

/// The same with whose they are: page by page, and of each page the election's own bodies' before all others'.
pub fn of_sheet_by(
    sql: &mut dyn Sql,
    profile: &election::Profile,
    contest: &str,
    station: &str,
) -> Result<Vec<OfSheet>, SqlError> {
    let all = naming::of_sheet(sql, contest, station)?;
    let photos = of_sheet(sql, contest, station)?;
    let mut photos: Vec<OfSheet> = photos
        .into_iter()
        .map(|photo| {
            let roles =
                all.iter().filter(|(sha256, _)| *sha256 == photo.sha256).map(|(_, role)| role.clone());
            let mut by: Vec<String> = roles.collect();
            by.sort_by_key(|role| naming::order(profile, role));
            let order = by.first().map_or(naming::Order::BESIDE, |role| naming::order(profile, role));
            OfSheet { photo, by, order }
        })
        .collect();
    photos.sort_by_key(|one| (one.photo.page.unwrap_or(0), one.order));
    Ok(photos)
}

/// The photos that statements name of a sheet, page by page, held or not.
pub fn of_sheet(sql: &mut dyn Sql, contest: &str, station: &str) -> Result<Vec<Photo>, SqlError> {
    let asked = "SELECT p.sha256, p.bytes, p.contest, p.station, p.page, p.held, r.statement FROM photo p \
                 LEFT JOIN redacted r ON r.sha256 = p.sha256 WHERE p.station = $1 AND p.contest = $2 \
                 ORDER BY coalesce(p.page, 0), p.sha256";
    photos(&sql.rows(asked, &[Value::Text(station), Value::Text(contest)])?)
}

/// All photos whose bytes are held, by these tables.
pub fn all_held(sql: &mut dyn Sql) -> Result<Vec<Hash>, SqlError> {
    let rows = sql.rows("SELECT DISTINCT sha256 FROM photo WHERE held IS NOT NULL ORDER BY sha256", &[])?;
    let all: Option<Vec<Hash>> = rows.iter().map(|row| row.first().and_then(Got::hash)).collect();
    all.ok_or_else(|| sheets::damaged("a photo's hash"))
}

/// Whether the bytes of a photo are held.
pub fn held(sql: &mut dyn Sql, sha256: &Hash) -> Result<bool, SqlError> {
    Ok(of_hash(sql, sha256)?.iter().any(|photo| photo.held.is_some()))
}

fn photos(rows: &[Vec<Got>]) -> Result<Vec<Photo>, SqlError> {
    let photo = |row: &Vec<Got>| {
        let [sha256, bytes, contest, station, page, held, redacted] = row.as_slice() else { return None };
        Some(Photo {
            sha256: sha256.hash()?,
            bytes: bytes.int().and_then(|bytes| u64::try_from(bytes).ok()),
            contest: contest.text()?.to_owned(),
            station: station.text()?.to_owned(),
            page: page.int(),
            held: held.int(),
            redacted: redacted.hash(),
        })
    };
    let photos: Option<Vec<Photo>> = rows.iter().map(photo).collect();
    photos.ok_or_else(|| sheets::damaged("a photo's columns"))
}
