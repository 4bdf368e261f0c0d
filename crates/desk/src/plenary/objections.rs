//! Objections (keberatan): who disputes what, by when it is answered, and what came of it.
//!
//! Of an objection's text the ledger has a hash alone, salted so that nobody finds the text by trying. Text and salt are a file of
//! their own beside the ledger, published once the statement that names it is in.

use election::Election;
use ledger::{Hash, sha256};
use serde::Deserialize;
use statement::{Moment, ObjectionKind, ObjectionOutcome};

use crate::entry::Person;
use crate::sheets::damaged;
use crate::store::{Got, Sql, SqlError, Value};

pub use statement::SALT;

/// Characters of a text at most.
pub const LONGEST: usize = 10_000;

/// By when what is disputed is answered: a row of the profile.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Clock {
    /// Its word.
    pub id: String,
    /// Of what kind.
    pub kinds: Vec<ObjectionKind>,
    /// About places of which levels; none named: of any.
    #[serde(default)]
    pub levels: Vec<String>,
    /// When that is.
    #[serde(flatten)]
    pub due: Due,
    /// The law that says so.
    pub legal: String,
}

/// When something is due.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Due {
    /// Before something happens.
    Until {
        /// What, in one word.
        until: String,
    },
    /// Within so many days after it was stated.
    Days {
        /// How many.
        days: u16,
        /// Whether Saturdays and Sundays are left out. Holidays are not known here: they make it later, never earlier.
        #[serde(default)]
        working: bool,
    },
}

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

impl Due {
    /// The end of the last day, milliseconds since 1970, of what was stated at a moment in a time zone so many minutes east;
    /// none: it ends with something that happens.
    pub fn at(&self, stated_ms: i64, offset_minutes: i32) -> Option<i64> {
        let Due::Days { days, working } = self else { return None };
        let offset = i64::from(offset_minutes) * 60_000;
        let mut day = stated_ms.saturating_add(offset).div_euclid(DAY_MS);
        let mut left = *days;
        while left > 0 {
            day += 1;
            // The first day of 1970 was a Thursday.
            let weekend = matches!((day + 4).rem_euclid(7), 0 | 6);
            if !(*working && weekend) {
                left -= 1;
            }
        }
        Some((day + 1).saturating_mul(DAY_MS).saturating_sub(offset).saturating_sub(1))
    }
}

/// The clock of an objection about a place.
pub fn clock<'a>(
    clocks: &'a [Clock],
    election: &Election,
    kind: ObjectionKind,
    place: &str,
) -> Option<&'a Clock> {
    let level = match election.places.find_station(place) {
        Some(_) => election.profile.station_level(),
        None => election.places.region(election.places.find_region(place)?).level,
    };
    let level = election.profile.levels.get(usize::from(level))?.id.as_str();
    clocks.iter().find(|clock| {
        clock.kinds.contains(&kind)
            && (clock.levels.is_empty() || clock.levels.iter().any(|one| one == level))
    })
}

/// What a statement says of a text: SHA-256 of the file that is published of it ([`statement::salted_text`]).
pub fn salted(salt: &[u8; SALT], text: &str) -> Hash {
    sha256(&statement::salted_text(*salt, text))
}

/// A text that was written for an objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What the statement says of it.
    pub hash: Hash,
    /// Id of the statement, once it is in the ledger.
    pub statement: Option<Hash>,
    /// Contest id.
    pub contest: String,
    /// Station's or region's code.
    pub place: String,
    /// The salt.
    pub salt: [u8; SALT],
    /// The text.
    pub text: String,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What came of it.
    pub outcome: ObjectionOutcome,
    /// Why.
    pub text: String,
    /// Who says so.
    pub name: String,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
}

/// Keeps a text before its hash is stated.
pub fn write(sql: &mut dyn Sql, by: Person, at_ms: i64, written: &Written) -> Result<(), SqlError> {
    sql.run(
        "INSERT INTO objection (hash, contest, place, person, at, salt, told) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Bytes(&written.hash.0),
            Value::Text(&written.contest),
            Value::Text(&written.place),
            Value::Int(by.0),
            Value::Int(at_ms),
            Value::Bytes(&written.salt),
            Value::Text(&written.text),
        ],
    )
    .map(|_| ())
}

/// Writes down that a text's hash was stated.
pub fn stated(sql: &mut dyn Sql, hash: &Hash, statement: &Hash) -> Result<(), SqlError> {
    sql.run(
        "UPDATE objection SET statement = $2 WHERE hash = $1 AND statement IS NULL",
        &[Value::Bytes(&hash.0), Value::Bytes(&statement.0)],
    )
    .map(|_| ())
}

fn row(row: &[Got]) -> Result<Written, SqlError> {
    let wrong = || damaged("an objection");
    let [own, statement, Got::Text(contest), Got::Text(place), Got::Bytes(salt), Got::Text(text)] = row
    else {
        return Err(wrong());
    };
    let (hash, statement) = (own.hash().ok_or_else(wrong)?, statement.hash());
    let salt = salt.as_slice().try_into().map_err(|_| wrong())?;
    let (contest, place, text) = (contest.clone(), place.clone(), text.clone());
    Ok(Written { hash, statement, contest, place, salt, text })
}

/// The text whose hash this is.
pub fn find(sql: &mut dyn Sql, hash: &Hash) -> Result<Option<Written>, SqlError> {
    let found = sql.first(
        "SELECT hash, statement, contest, place, salt, told FROM objection WHERE hash = $1",
        &[Value::Bytes(&hash.0)],
    )?;
    found.as_deref().map(row).transpose()
}

/// Texts of objections that are in the ledger, about places whose codes begin so.
pub fn written(sql: &mut dyn Sql, contest: &str, start: &str) -> Result<Vec<Written>, SqlError> {
    let end = format!("{start}\u{7f}");
    let rows = sql.rows(
        "SELECT hash, statement, contest, place, salt, told FROM objection \
         WHERE contest = $1 AND place >= $2 AND place < $3 AND statement IS NOT NULL",
        &[Value::Text(contest), Value::Text(start), Value::Text(&end)],
    )?;
    rows.iter().map(|found| row(found)).collect()
}

/// Keeps an answer. Later ones stand beside earlier ones.
pub fn answer(
    sql: &mut dyn Sql,
    objection: &Hash,
    by: Person,
    at_ms: i64,
    outcome: ObjectionOutcome,
    text: &str,
) -> Result<(), SqlError> {
    let last = sql.first("SELECT max(id) FROM objection_answer", &[])?;
    let id = last.and_then(|row| row.first().and_then(Got::int)).unwrap_or(0) + 1;
    sql.run(
        "INSERT INTO objection_answer (id, objection, person, at, outcome, told) VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(id),
            Value::Bytes(&objection.0),
            Value::Int(by.0),
            Value::Int(at_ms),
            Value::Text(outcome.text()),
            Value::Text(text),
        ],
    )
    .map(|_| ())
}

/// The answers to an objection, in the order they were given.
pub fn answers(sql: &mut dyn Sql, objection: &Hash) -> Result<Vec<Answer>, SqlError> {
    let rows = sql.rows(
        "SELECT outcome, told, name, at FROM objection_answer JOIN person ON person.id = person \
         WHERE objection = $1 ORDER BY objection_answer.id",
        &[Value::Bytes(&objection.0)],
    )?;
    let each = rows.into_iter().map(|row| match row.as_slice() {
        [Got::Text(outcome), Got::Text(text), Got::Text(name), Got::Int(at_ms)] => {
            let outcome =
                ObjectionOutcome::parse(outcome).ok_or_else(|| damaged("an objection's outcome"))?;
            Ok(Answer { outcome, text: text.clone(), name: name.clone(), at_ms: *at_ms })
        }
        _ => Err(damaged("an objection's answer")),
    });
    each.collect()
}

/// Of an objection in the ledger, what everybody may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Id of its statement.
    pub id: Hash,
    /// Its entry.
    pub entry: u64,
    /// Station's or region's code.
    pub place: String,
    /// What kind.
    pub kind: ObjectionKind,
    /// Name of the key.
    pub key: String,
    /// When it was stated.
    pub at: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_days_leave_out_saturdays_and_sundays_of_the_place() {
        let seven = Due::Days { days: 7, working: true };
        // Friday 16 February 2024, 20:00 in Jakarta: the seventh working day is Tuesday the 27th, to its end.
        let stated = 1_708_088_400_000;
        assert_eq!(seven.at(stated, 420), Some(1_709_053_199_999));
        let plain = Due::Days { days: 3, working: false };
        assert_eq!(plain.at(stated, 420), Some(1_708_361_999_999));
        assert_eq!(Due::Until { until: "closing".to_owned() }.at(stated, 420), None);
    }

    #[test]
    fn a_salted_text_is_found_again_by_salt_and_text_alone() {
        let hash = salted(&[7; SALT], "angka saksi lain");
        assert_eq!(hash, salted(&[7; SALT], "angka saksi lain"));
        assert_ne!(hash, salted(&[8; SALT], "angka saksi lain"));
    }
}
