//! How a key comes in: a one-time code, printed for a station or handed to a person, lets one key be registered with one role for
//! one place. Codes are kept as hashes; the desk's own key vouches for who had the code.

use ledger::{Hash, Note, SigningKey, encode_note, sha256};

use crate::entry::Person;
use crate::people::PersonError;
use crate::store::{Got, Sql, SqlError, Value};

/// Characters of a code: 80 bits.
const LENGTH: usize = 16;

/// How long a code is good: from the printing of envelopes to the end of the count, 60 days.
pub const GOOD_FOR_MS: i64 = 60 * 24 * 60 * 60 * 1_000;

/// What a code lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Role in the profile.
    pub role: String,
    /// Code of the station or region.
    pub scope: String,
}

/// Makes a code, as people see it: `8QX4-M2F7-0KTR-9WZ1`.
pub fn new_code() -> Result<String, PersonError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| PersonError::Hash(error.to_string()))?;
    Ok(statement::grouped(bytes.iter()))
}

/// What is kept of a code. Small letters, spaces, and what is easily taken for a digit are forgiven.
pub fn code_hash(code: &str) -> [u8; 32] {
    let forgiven =
        code.chars().filter(char::is_ascii_alphanumeric).map(|one| match one.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
    sha256(forgiven.collect::<String>().as_bytes()).0
}

/// Keeps a new code.
pub fn keep(
    sql: &mut dyn Sql,
    hash: &[u8; 32],
    place: &Place,
    by: Person,
    now_ms: i64,
) -> Result<(), SqlError> {
    sql.run(
        "INSERT INTO code (hash, role, scope, until, person) VALUES ($1, $2, $3, $4, $5)",
        &[
            Value::Bytes(hash),
            Value::Text(&place.role),
            Value::Text(&place.scope),
            Value::Int(now_ms + GOOD_FOR_MS),
            Value::Int(by.0),
        ],
    )
    .map(|_| ())
}

/// What a code lets in, if it is good still.
pub fn place_of(sql: &mut dyn Sql, hash: &[u8; 32], now_ms: i64) -> Result<Option<Place>, SqlError> {
    let found = sql.first(
        "SELECT role, scope FROM code WHERE hash = $1 AND used IS NULL AND until > $2",
        &[Value::Bytes(hash), Value::Int(now_ms)],
    )?;
    Ok(found.as_deref().and_then(|row| {
        let [role, scope] = row else { return None };
        Some(Place { role: role.text()?.to_owned(), scope: scope.text()?.to_owned() })
    }))
}

/// Uses a code up; whether it was good still. Of two who use it at once one is first.
pub fn use_up(sql: &mut dyn Sql, hash: &[u8; 32], vkey: &str, now_ms: i64) -> Result<bool, SqlError> {
    let touched = sql.run(
        "UPDATE code SET used = $1, vkey = $2 WHERE hash = $3 AND used IS NULL AND until > $1",
        &[Value::Int(now_ms), Value::Text(vkey), Value::Bytes(hash)],
    )?;
    Ok(touched > 0)
}

/// Makes a code good again whose key did not get in.
pub fn give_back(sql: &mut dyn Sql, hash: &[u8; 32]) -> Result<(), SqlError> {
    sql.run("UPDATE code SET used = NULL, vkey = NULL WHERE hash = $1", &[Value::Bytes(hash)]).map(|_| ())
}

/// A code that somebody made, and the key that came in with it, if one did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// What it lets in.
    pub place: Place,
    /// The key, vkey text.
    pub vkey: Option<String>,
}

/// Codes of a role for places whose code begins with `region`, by their places, whoever made them: a mandate is an
/// organisation's, and people who keep it come and go.
pub fn mandates(sql: &mut dyn Sql, role: &str, region: &str) -> Result<Vec<Mandate>, SqlError> {
    let rows = sql.rows(
        "SELECT role, scope, vkey FROM code WHERE role = $1 AND scope >= $2 AND scope < $3 ORDER BY scope",
        &[Value::Text(role), Value::Text(region), Value::Text(&format!("{region}~"))],
    )?;
    let one = |row: &Vec<Got>| {
        let [role, scope, vkey] = row.as_slice() else { return None };
        let place = Place { role: role.text()?.to_owned(), scope: scope.text()?.to_owned() };
        Some(Mandate { place, vkey: vkey.text().map(str::to_owned) })
    };
    Ok(rows.iter().filter_map(one).collect())
}

/// A key that waits for a second signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// Id of its statement.
    pub id: Hash,
    /// Code of the place it is to act for.
    pub scope: String,
    /// Its statement, signed by itself and by the desk.
    pub note: String,
    /// When it came, milliseconds since 1970.
    pub at_ms: i64,
}

/// Keeps a key until somebody has signed for it as the second.
pub fn wait(sql: &mut dyn Sql, late: &Late) -> Result<(), SqlError> {
    sql.run(
        "INSERT INTO late_key (id, scope, note, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        &[
            Value::Bytes(&late.id.0),
            Value::Text(&late.scope),
            Value::Text(&late.note),
            Value::Int(late.at_ms),
        ],
    )
    .map(|_| ())
}

/// The key that waits under an id.
pub fn late_of(sql: &mut dyn Sql, id: &Hash) -> Result<Option<Late>, SqlError> {
    let found = sql.first("SELECT scope, note, at FROM late_key WHERE id = $1", &[Value::Bytes(&id.0)])?;
    Ok(found.as_deref().and_then(|row| {
        let [scope, note, at] = row else { return None };
        Some(Late {
            id: *id,
            scope: scope.text()?.to_owned(),
            note: note.text()?.to_owned(),
            at_ms: at.int()?,
        })
    }))
}

/// Keys that wait, of places whose code begins with `region`, the oldest first.
pub fn late(sql: &mut dyn Sql, region: &str) -> Result<Vec<Late>, SqlError> {
    let rows = sql.rows(
        "SELECT id, scope, note, at FROM late_key WHERE scope >= $1 AND scope < $2 ORDER BY at, id LIMIT 200",
        &[Value::Text(region), Value::Text(&format!("{region}~"))],
    )?;
    let one = |row: &Vec<Got>| {
        let [Got::Bytes(id), scope, note, at] = row.as_slice() else { return None };
        let id = Hash(<[u8; 32]>::try_from(id.as_slice()).ok()?);
        Some(Late { id, scope: scope.text()?.to_owned(), note: note.text()?.to_owned(), at_ms: at.int()? })
    };
    Ok(rows.iter().filter_map(one).collect())
}

/// It waits no longer.
pub fn no_longer(sql: &mut dyn Sql, id: &Hash) -> Result<(), SqlError> {
    sql.run("DELETE FROM late_key WHERE id = $1", &[Value::Bytes(&id.0)]).map(|_| ())
}

/// A note with another's signatures of the same text beside; `None` where they are not notes of one text.
pub fn joined(note: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let (one, other) = (Note::parse(note).ok()?, Note::parse(other).ok()?);
    let mut signatures = one.signatures.clone();
    signatures.extend(other.signatures.iter().filter(|line| !one.signatures.contains(line)).cloned());
    (one.text == other.text).then(|| encode_note(one.text, &signatures).ok())?
}

/// The same note with the desk's signature beside. `None` where it is no note.
pub fn vouched(note: &[u8], registrar: &SigningKey) -> Option<Vec<u8>> {
    let parsed = Note::parse(note).ok()?;
    let mut signatures = vec![registrar.sign_text(parsed.text).ok()?];
    signatures.extend(parsed.signatures.iter().cloned());
    encode_note(parsed.text, &signatures).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_again_however_it_is_typed() {
        let code = new_code().unwrap();
        assert_eq!(code.len(), LENGTH + 3);
        let typed = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(code_hash(&code), code_hash(&typed));
        assert_ne!(code_hash(&code), code_hash(&new_code().unwrap()));
    }
}
