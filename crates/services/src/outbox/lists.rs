//! What an administrator sees of the outbox, and does with what is dead.

use rusqlite::{Connection, params};

use super::Kept;
use crate::{Refusal, ServicesError, Store};

/// A delivery that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub number: i64,
    /// Its receiver's number.
    pub receiver: i64,
    /// The receiver's address.
    pub address: Option<String>,
    /// The cut; 0: the letter that asks for confirmation.
    pub cut: i64,
    /// Attempts so far.
    pub tries: i64,
    /// When it is tried next, unix milliseconds; of a dead one when it died.
    pub at_ms: i64,
    /// What was said the last time.
    pub said: String,
}

/// A receipt: what was sent to whom, and what the receiving server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Its number.
    pub number: i64,
    /// The receiver's number.
    pub receiver: i64,
    /// The receiver's address; none: it ended long ago, and was forgotten.
    pub address: Option<String>,
    /// The cut; 0: the letter that asks for confirmation.
    pub cut: i64,
    /// The day.
    pub date: String,
    /// The files.
    pub files: Vec<Kept>,
    /// At which attempt.
    pub attempt: i64,
    /// When, unix milliseconds.
    pub at_ms: i64,
    /// What the server said.
    pub answer: String,
}

/// What waits, in the order it is sent to each.
pub fn waiting(store: &Store) -> Result<Vec<Row>, ServicesError> {
    store.read(|sql| rows(sql, "waiting", "next_ms"))
}

/// What failed too often, or for good. Each holds up its receiver.
pub fn dead(store: &Store) -> Result<Vec<Row>, ServicesError> {
    store.read(|sql| rows(sql, "dead", "done_ms"))
}

fn rows(sql: &Connection, state: &str, at: &str) -> Result<Vec<Row>, ServicesError> {
    let mut asked = sql.prepare_cached(&format!(
        "SELECT outbox.number, receiver, address, cut, tries, {at}, said FROM outbox
         JOIN receivers ON receivers.number = receiver WHERE outbox.state = ?1 ORDER BY receiver, cut"
    ))?;
    let found = asked.query_map([state], |row| {
        Ok(Row {
            number: row.get(0)?,
            receiver: row.get(1)?,
            address: row.get(2)?,
            cut: row.get(3)?,
            tries: row.get(4)?,
            at_ms: row.get(5)?,
            said: row.get(6)?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Has a dead delivery sent again, from its first attempt on; its receiver's queue goes on behind it.
pub fn send_again(store: &Store, number: i64, now: i64) -> Result<(), ServicesError> {
    change(
        store,
        number,
        "UPDATE outbox SET state = 'waiting', tries = 0, next_ms = ?2 WHERE number = ?1 AND state = 'dead'",
        now,
    )
}

/// Leaves a dead delivery out for good: its receiver's queue goes on without it.
pub fn leave_out(store: &Store, number: i64, now: i64) -> Result<(), ServicesError> {
    change(
        store,
        number,
        "UPDATE outbox SET state = 'left-out', done_ms = ?2 WHERE number = ?1 AND state = 'dead'",
        now,
    )
}

fn change(store: &Store, number: i64, statement: &str, now: i64) -> Result<(), ServicesError> {
    let changed = store.write(|sql| Ok(sql.execute(statement, params![number, now])?))?;
    if changed == 0 { Err(Refusal::NotDead(number).into()) } else { Ok(()) }
}

/// Receipts, oldest first: all, or those of a receiver.
pub fn receipts(store: &Store, receiver: Option<i64>) -> Result<Vec<Sent>, ServicesError> {
    store.read(|sql| {
        let mut asked = sql.prepare_cached(
            "SELECT receipts.number, receiver, address, cut, date, files, attempt, receipts.at_ms, answer FROM receipts
             JOIN receivers ON receivers.number = receiver WHERE ?1 IS NULL OR receiver = ?1 ORDER BY receipts.number",
        )?;
        let found = asked.query_map([receiver], |row| {
            let files: String = row.get(5)?;
            Ok(Sent {
                number: row.get(0)?,
                receiver: row.get(1)?,
                address: row.get(2)?,
                cut: row.get(3)?,
                date: row.get(4)?,
                files: serde_json::from_str(&files).unwrap_or_default(),
                attempt: row.get(6)?,
                at_ms: row.get(7)?,
                answer: row.get(8)?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<Vec<_>>>()?)
    })
}
