//! How far the sheets of a region are, by the parts it has.

use std::collections::BTreeMap;

use crate::sheets::{State, damaged};
use crate::store::{Sql, SqlError, Value};

/// Sheets of one part: a region below, or a station.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Nobody has typed them.
    pub open: i64,
    /// One person has.
    pub once: i64,
    /// Two people have, and differ.
    pub different: i64,
    /// They went back to who typed them.
    pub returned: i64,
    /// Two people have, and agree.
    pub agreed: i64,
    /// When something last happened to one of them, milliseconds since 1970.
    pub latest: Option<i64>,
    /// Since when the one that waits longest waits: typed once, different or returned.
    pub waiting: Option<i64>,
}

/// Counts by the first `length` characters of the stations' codes, of stations whose code begins with `region`.
pub fn by_part(sql: &mut dyn Sql, region: &str, length: usize) -> Result<BTreeMap<String, Counts>, SqlError> {
    let end = format!("{region}~");
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let rows = sql.rows(
        "SELECT substr(station, 1, CAST(CAST($1 AS BIGINT) AS INTEGER)) AS part, state, count(*), max(since), min(since) FROM sheet \
         WHERE station >= $2 AND station < $3 GROUP BY 1, 2",
        &[Value::Int(length), Value::Text(region), Value::Text(&end)],
    )?;
    let mut parts: BTreeMap<String, Counts> = BTreeMap::new();
    for row in rows {
        let [part, state, count, latest, oldest] = row.as_slice() else { continue };
        let (Some(part), Some(state), Some(count)) =
            (part.text(), state.int().and_then(State::numbered), count.int())
        else {
            return Err(damaged("a sheet's state"));
        };
        let counts = parts.entry(part.to_owned()).or_default();
        let place = match state {
            State::Open => &mut counts.open,
            State::Once => &mut counts.once,
            State::Different => &mut counts.different,
            State::Returned => &mut counts.returned,
            State::Agreed => &mut counts.agreed,
        };
        *place += count;
        counts.latest = counts.latest.max(latest.int());
        let waits = match state {
            State::Once | State::Different | State::Returned => oldest.int(),
            State::Open | State::Agreed => None,
        };
        counts.waiting = match (counts.waiting, waits) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
    Ok(parts)
}
