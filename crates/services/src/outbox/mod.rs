//! What waits to be sent: a queue for each receiver, one row a delivery.
//!
//! What holds:
//! - **at least once**: a row waits until a carrier has said that it is delivered and that is on disk ([`begin`], [`delivered`]). A crash between
//!   the two sends it again;
//! - **never out of order**: only the oldest row of a receiver that is not done is ever begun, and rows are only added for newer cuts ([`add`]).
//!   One that can't be delivered holds up its own receiver, and nobody else;
//! - **once in the list**: a cut and a receiver have one row, however often the day is made;
//! - a row that failed too often, or for good, is dead: it waits for an administrator, who has it sent again or leaves it out ([`dead`]).
//!
//! The letter that asks for confirmation is a row as well, of cut 0.

mod lists;

use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};

use crate::receivers::Receiver;
use crate::receivers::row::{COLUMNS as OF_RECEIVER, WIDTH, receiver};
use crate::{ServicesError, Store};

pub use lists::{Row, Sent, dead, leave_out, receipts, send_again, waiting};

/// Attempts until a delivery is dead: by then the better part of a day has passed.
pub const TRIES: i64 = 8;

/// The first pause after a failure; each next is four times as long.
const PAUSE_MS: i64 = 60_000;

/// The longest pause.
const LONGEST_MS: i64 = 6 * 3_600_000;

/// A file that is sent: a copy of what was published, kept under its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its dated name.
    pub name: String,
    /// Its path in the publication.
    pub path: String,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

impl Kept {
    /// Its media type.
    pub fn media(&self) -> &'static str {
        if self.name.rsplit('.').next() == Some("gz") { "application/gzip" } else { "text/csv" }
    }
}

/// One delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its number in the outbox.
    pub number: i64,
    /// To whom.
    pub to: Receiver,
    /// The cut whose tables it carries; 0: the letter that asks for confirmation.
    pub cut: i64,
    /// The day it was made for, `2024-02-15`.
    pub date: String,
    /// What.
    pub files: Vec<Kept>,
    /// Which attempt this is, from 1.
    pub attempt: i64,
}

/// The pause after so many attempts.
pub fn pause(attempts: i64) -> i64 {
    let doubled = u32::try_from(attempts.saturating_sub(1).clamp(0, 10)).unwrap_or(0);
    PAUSE_MS.saturating_mul(4_i64.saturating_pow(doubled)).min(LONGEST_MS)
}

/// Puts a delivery in its receiver's queue, behind all others; whether it is new. An older cut than the newest is never added.
pub fn add(
    sql: &Transaction<'_>,
    receiver: i64,
    cut: i64,
    date: &str,
    files: &[Kept],
    now: i64,
) -> Result<bool, ServicesError> {
    let newer = sql
        .prepare_cached(
            "UPDATE receivers SET last_cut = ?2 WHERE number = ?1 AND last_cut < ?2 AND state = 'confirmed'",
        )?
        .execute(params![receiver, cut])?;
    if newer == 0 {
        return Ok(false);
    }
    insert(sql, receiver, cut, date, files, now)?;
    Ok(true)
}

fn insert(
    sql: &Transaction<'_>,
    receiver: i64,
    cut: i64,
    date: &str,
    files: &[Kept],
    now: i64,
) -> Result<(), ServicesError> {
    // Names, numbers and hashes: it can't fail.
    let files = serde_json::to_string(files).unwrap_or_default();
    sql.prepare_cached(
        "INSERT INTO outbox (receiver, cut, date, files, state, next_ms, made_ms) VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, ?5)",
    )?
    .execute(params![receiver, cut, date, files, now])?;
    Ok(())
}

/// The letter that asks for confirmation.
pub(crate) fn ask_first(sql: &Transaction<'_>, receiver: i64, now: i64) -> Result<(), ServicesError> {
    insert(sql, receiver, 0, "", &[], now)
}

/// The same letter again.
pub(crate) fn ask_again(sql: &Transaction<'_>, receiver: i64, now: i64) -> Result<(), ServicesError> {
    sql.execute(
        "UPDATE outbox SET state = 'waiting', tries = 0, next_ms = ?2 WHERE receiver = ?1 AND cut = 0 AND state <> 'waiting'",
        params![receiver, now],
    )?;
    Ok(())
}

/// Who has confirmed has the letter that asked, whatever is written of it here.
pub(crate) fn confirmed(sql: &Transaction<'_>, receiver: i64, now: i64) -> Result<(), ServicesError> {
    sql.execute(
        "UPDATE outbox SET state = 'delivered', done_ms = ?2 WHERE receiver = ?1 AND cut = 0 AND state <> 'delivered'",
        params![receiver, now],
    )?;
    Ok(())
}

/// Nothing more goes to a receiver that ended.
pub(crate) fn ended(sql: &Transaction<'_>, receiver: i64, now: i64) -> Result<(), ServicesError> {
    sql.execute(
        "UPDATE outbox SET state = 'left-out', done_ms = ?2 WHERE receiver = ?1 AND state IN ('waiting', 'dead')",
        params![receiver, now],
    )?;
    Ok(())
}

/// Begins what is due, the oldest of each receiver alone and no more than so many. That it was begun is on disk before anything is
/// sent: an attempt that ended the process counts as one.
pub fn begin(store: &Store, now: i64, most: usize) -> Result<Vec<Delivery>, ServicesError> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    store.write(|sql| {
        let mut asked = sql.prepare_cached(&format!(
            "SELECT {OF_RECEIVER}, outbox.number, cut, date, files, tries FROM outbox JOIN receivers ON receivers.number = receiver
             WHERE outbox.state = 'waiting' AND next_ms <= ?1
             AND receivers.state = CASE cut WHEN 0 THEN 'pending' ELSE 'confirmed' END
             AND NOT EXISTS (SELECT 1 FROM outbox AS older WHERE older.receiver = outbox.receiver AND older.cut < outbox.cut
               AND older.state IN ('waiting', 'dead'))
             ORDER BY next_ms, outbox.number LIMIT ?2"
        ))?;
        let rows = asked.query_map(params![now, most], |row| {
            let files: String = row.get(WIDTH + 3)?;
            Ok(Delivery {
                to: receiver(row)?,
                number: row.get(WIDTH)?,
                cut: row.get(WIDTH + 1)?,
                date: row.get(WIDTH + 2)?,
                files: serde_json::from_str(&files).unwrap_or_default(),
                attempt: row.get::<_, i64>(WIDTH + 4)?.saturating_add(1),
            })
        })?;
        let due = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut mark = sql.prepare_cached("UPDATE outbox SET tries = ?2, next_ms = ?3 WHERE number = ?1")?;
        for one in &due {
            mark.execute(params![one.number, one.attempt, now.saturating_add(pause(one.attempt))])?;
        }
        Ok(due)
    })
}

/// It was delivered: the receipt is written with it.
pub fn delivered(store: &Store, done: &Delivery, answer: &str, now: i64) -> Result<(), ServicesError> {
    let files = serde_json::to_string(&done.files).unwrap_or_default();
    let answer = told(answer);
    store.write(|sql| {
        sql.prepare_cached(
            "UPDATE outbox SET state = 'delivered', said = ?2, done_ms = ?3 WHERE number = ?1 AND state = 'waiting'",
        )?
        .execute(params![done.number, answer, now])?;
        sql.prepare_cached(
            "INSERT INTO receipts (receiver, cut, date, files, attempt, at_ms, answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![done.to.number, done.cut, done.date, files, done.attempt, now, answer])?;
        Ok(())
    })
}

/// It was not. It is tried again after a pause, unless it failed for good or often enough; whether it is dead.
pub fn failed(
    store: &Store,
    of: &Delivery,
    why: &str,
    for_good: bool,
    now: i64,
) -> Result<bool, ServicesError> {
    let dead = for_good || of.attempt >= TRIES;
    let state = if dead { "dead" } else { "waiting" };
    let next = now.saturating_add(pause(of.attempt));
    store.write(|sql| {
        sql.prepare_cached(
            "UPDATE outbox SET state = ?2, said = ?3, next_ms = ?4, done_ms = CASE ?2 WHEN 'dead' THEN ?5 END
             WHERE number = ?1 AND state = 'waiting'",
        )?
        .execute(params![of.number, state, told(why), next, now])?;
        Ok(())
    })?;
    Ok(dead)
}

/// What a server said, as one line that fits in a list.
fn told(said: &str) -> String {
    said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect()
}
