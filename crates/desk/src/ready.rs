//! Whether phones are ready for polling day, as each says of itself, signed by its key.

use std::collections::BTreeMap;

use ledger::{Note, verify_one};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use statement::{KeyRecord, Keyring};

use crate::store::{Got, Sql, SqlError, Value};

/// Second word of the text's first line: no kind of statement, so that nobody takes one for the other.
const WORD: &str = "ready";

/// What a phone says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Code of the place its key acts for.
    pub scope: String,
    /// Each thing that could be missing, and whether it is there.
    pub answers: BTreeMap<String, bool>,
    /// When, milliseconds since 1970, by the phone's clock.
    pub at: i64,
}

/// How far a phone's clock may be ahead: beyond, what it says later would not count.
const AHEAD_MS: i64 = 5 * 60 * 1_000;

/// Things that a phone may name, at most.
const MOST: usize = 40;

/// Why nothing is taken from a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadyError {
    /// Not a signed note of this kind.
    #[error("this is no signed answer of a phone")]
    NoAnswer,
    /// No key of this ledger signed it, for this place.
    #[error("no key of this place signed it")]
    NoKey,
}

/// What a note says, if a key that counts now signed it for its own place. `states` says whose role states a station's count.
pub fn open(
    header: &str,
    note: &[u8],
    keyring: &Keyring,
    states: &dyn Fn(&str) -> bool,
    now_ms: i64,
) -> Result<Said, ReadyError> {
    let note = Note::parse(note).map_err(|_| ReadyError::NoAnswer)?;
    let body = note.text.strip_prefix(&format!("{header} {WORD}\n")).and_then(|rest| rest.strip_suffix('\n'));
    let said: Said = body.and_then(|body| serde_json::from_str(body).ok()).ok_or(ReadyError::NoAnswer)?;
    if said.answers.is_empty() || said.at > now_ms.saturating_add(AHEAD_MS) {
        return Err(ReadyError::NoAnswer);
    }
    if said.answers.len() > MOST || said.answers.keys().any(|name| name.len() > MOST) {
        return Err(ReadyError::NoAnswer);
    }
    let signed = |record: &&KeyRecord| {
        record.revoked.is_none()
            && states(&record.role)
            && record.scope.as_str() == said.scope
            && note.signatures.iter().filter(|line| record.key.made(line)).any(|line| {
                let bytes = <&[u8; 64]>::try_from(line.bytes.as_slice());
                bytes.is_ok_and(|bytes| verify_one(&record.key, note.text.as_bytes(), bytes))
            })
    };
    keyring.records().iter().find(signed).ok_or(ReadyError::NoKey)?;
    Ok(said)
}

/// Keeps what a phone said last; an older answer that comes late changes nothing.
pub fn keep(sql: &mut dyn Sql, said: &Said) -> Result<(), SqlError> {
    let answers = serde_json::to_string(&said.answers).unwrap_or_default();
    sql.run(
        "INSERT INTO ready (scope, at, answers) VALUES ($1, $2, $3) ON CONFLICT (scope) DO UPDATE SET at = $2, answers = $3 \
         WHERE ready.at < $2",
        &[Value::Text(&said.scope), Value::Int(said.at), Value::Text(&answers)],
    )
    .map(|_| ())
}

/// What was said of places whose code begins with `region`.
pub fn of_region(sql: &mut dyn Sql, region: &str) -> Result<BTreeMap<String, Said>, SqlError> {
    let rows = sql.rows(
        "SELECT scope, at, answers FROM ready WHERE scope >= $1 AND scope < $2",
        &[Value::Text(region), Value::Text(&format!("{region}~"))],
    )?;
    let one = |row: &Vec<Got>| {
        let [scope, at, answers] = row.as_slice() else { return None };
        let scope = scope.text()?.to_owned();
        let answers = serde_json::from_str(answers.text()?).ok()?;
        Some((scope.clone(), Said { scope, answers, at: at.int()? }))
    };
    Ok(rows.iter().filter_map(one).collect())
}
