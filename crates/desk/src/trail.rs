//! What everybody did, with the values, as a chain of hashes: no row inside it can be taken out or changed without all after it
//! changing too. Who can write the tables can still make a whole chain anew or cut its end off: what holds it fast is its last hash
//! kept elsewhere ([`last`]).

use ledger::{Hash, sha256};

use crate::entry::Person;
use crate::sheets::SheetId;
use crate::store::{Got, Sql, SqlError, Value};

/// What is written down of one act.
#[derive(Clone, Debug)]
pub struct Done<'a> {
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// Who; nobody where the desk itself did it.
    pub by: Option<Person>,
    /// What, in one word: `finalise`.
    pub what: &'a str,
    /// On which sheet, if on one.
    pub sheet: Option<SheetId>,
    /// With which values.
    pub values: &'a str,
}

/// A row of the trail as it is hashed: the hash before it, and its parts one to a line. No part but the last holds a line's
/// end, so that no two rows are written alike.
fn hashed(before: &[u8], id: i64, done: &Done<'_>) -> [u8; 32] {
    let or_none = |number: Option<i64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let (by, sheet) = (or_none(done.by.map(|by| by.0)), or_none(done.sheet.map(|sheet| sheet.0)));
    let mut bytes = before.to_vec();
    bytes.extend(format!("{id}\n{}\n{by}\n{}\n{sheet}\n{}", done.at_ms, done.what, done.values).bytes());
    sha256(&bytes).0
}

/// Writes an act down, after the last.
pub fn write(sql: &mut dyn Sql, done: &Done<'_>) -> Result<(), SqlError> {
    let (last, before) = last(sql)?;
    let hash = hashed(&before, last + 1, done);
    sql.run(
        "INSERT INTO act (id, at, person, what, sheet, detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Int(last + 1),
            Value::Int(done.at_ms),
            done.by.map_or(Value::Null, |by| Value::Int(by.0)),
            Value::Text(done.what),
            done.sheet.map_or(Value::Null, |sheet| Value::Int(sheet.0)),
            Value::Text(done.values),
            Value::Bytes(&hash),
        ],
    )
    .map(|_| ())
}

/// The last row's number and hash; before the first, 0 and nothing.
pub fn last(sql: &mut dyn Sql) -> Result<(i64, Vec<u8>), SqlError> {
    let found = sql.first("SELECT id, hash FROM act ORDER BY id DESC LIMIT 1", &[])?;
    Ok(match found.as_deref() {
        Some([Got::Int(id), Got::Bytes(hash)]) => (*id, hash.clone()),
        Some(_) | None => (0, Vec::new()),
    })
}

/// The first row that is not what its hash says, or that is missing; `None` where the whole trail holds.
pub fn broken(sql: &mut dyn Sql) -> Result<Option<i64>, SqlError> {
    walk(sql, |_, _| {})
}

/// The same, telling the number and hash of each row that holds.
pub fn walk(sql: &mut dyn Sql, mut holds: impl FnMut(i64, &Hash)) -> Result<Option<i64>, SqlError> {
    let (mut id, mut before) = (0, Vec::new());
    loop {
        let rows = sql.rows(
            "SELECT id, at, person, what, sheet, detail, hash FROM act WHERE id > $1 ORDER BY id LIMIT 1000",
            &[Value::Int(id)],
        )?;
        if rows.is_empty() {
            return Ok(None);
        }
        for row in rows {
            id += 1;
            let [found, at, person, what, sheet, detail, hash] = row.as_slice() else { return Ok(Some(id)) };
            let (Some(at_ms), Some(what), Some(values)) = (at.int(), what.text(), detail.text()) else {
                return Ok(Some(id));
            };
            let done =
                Done { at_ms, by: person.int().map(Person), what, sheet: sheet.int().map(SheetId), values };
            let hashed = Hash(hashed(&before, id, &done));
            let wanted = hashed.0.to_vec();
            if found.int() != Some(id) || *hash != Got::Bytes(wanted.clone()) {
                return Ok(Some(id));
            }
            holds(id, &hashed);
            before = wanted;
        }
    }
}

/// A row as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub id: i64,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// Name of who.
    pub by: Option<String>,
    /// What, in one word.
    pub what: String,
    /// On which sheet.
    pub sheet: Option<i64>,
    /// The sheet's contest.
    pub contest: Option<String>,
    /// The sheet's station.
    pub station: Option<String>,
    /// With which values.
    pub values: String,
}

/// Rows after one that are about a region: acts on its sheets, and what its people did on none.
pub fn list(sql: &mut dyn Sql, region: &str, after: i64, most: i64) -> Result<Vec<Row>, SqlError> {
    let end = format!("{region}~");
    let rows = sql.rows(
        "SELECT a.id, a.at, p.name, a.what, a.sheet, s.contest, s.station, a.detail FROM act a LEFT JOIN person p ON p.id = a.person \
         LEFT JOIN sheet s ON s.id = a.sheet WHERE a.id > $1 AND ($2 = '' OR (s.station >= $2 AND s.station < $3) OR \
         (a.sheet IS NULL AND p.region >= $2 AND p.region < $3)) ORDER BY a.id LIMIT $4",
        &[Value::Int(after), Value::Text(region), Value::Text(&end), Value::Int(most)],
    )?;
    let each = rows.iter().filter_map(|row| {
        let [id, at, by, what, sheet, contest, station, values] = row.as_slice() else { return None };
        let text = |got: &Got| got.text().map(str::to_owned);
        Some(Row {
            id: id.int()?,
            at_ms: at.int()?,
            by: text(by),
            what: text(what)?,
            sheet: sheet.int(),
            contest: text(contest),
            station: text(station),
            values: text(values)?,
        })
    });
    Ok(each.collect())
}
