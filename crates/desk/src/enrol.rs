//! How a key comes in: a one-time code, printed for a station or handed to a person, lets one key be registered with one role for
//! one place. Codes are kept as hashes; the desk's own key vouches for who had the code.

use ledger::{Hash, Note, SigningKey, encode_note, sha256};

use crate::people::PersonError;
use crate::store::{Sql, SqlError, Value};

/// Letters and digits that aren't taken for each other when they are read aloud or typed (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

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
    Ok(written(bytes.iter()))
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
pub fn keep(sql: &mut dyn Sql, hash: &[u8; 32], place: &Place, now_ms: i64) -> Result<(), SqlError> {
    sql.run(
        "INSERT INTO code (hash, role, scope, until) VALUES ($1, $2, $3, $4)",
        &[
            Value::Bytes(hash),
            Value::Text(&place.role),
            Value::Text(&place.scope),
            Value::Int(now_ms + GOOD_FOR_MS),
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
pub fn use_up(sql: &mut dyn Sql, hash: &[u8; 32], now_ms: i64) -> Result<bool, SqlError> {
    let touched = sql.run(
        "UPDATE code SET used = $1 WHERE hash = $2 AND used IS NULL AND until > $1",
        &[Value::Int(now_ms), Value::Bytes(hash)],
    )?;
    Ok(touched > 0)
}

/// Makes a code good again whose key did not get in.
pub fn give_back(sql: &mut dyn Sql, hash: &[u8; 32]) -> Result<(), SqlError> {
    sql.run("UPDATE code SET used = NULL WHERE hash = $1", &[Value::Bytes(hash)]).map(|_| ())
}

/// Codes of stations and regions whose code begins with `region`: how many were made, and how many used.
pub fn counts(sql: &mut dyn Sql, region: &str) -> Result<(i64, i64), SqlError> {
    let found = sql.first(
        "SELECT count(*), count(used) FROM code WHERE scope >= $1 AND scope < $2",
        &[Value::Text(region), Value::Text(&format!("{region}~"))],
    )?;
    let counts = found.as_deref().and_then(|row| Some((row.first()?.int()?, row.get(1)?.int()?)));
    Ok(counts.unwrap_or((0, 0)))
}

/// The same note with the desk's signature beside. `None` where it is no note.
pub fn vouched(note: &[u8], registrar: &SigningKey) -> Option<Vec<u8>> {
    let parsed = Note::parse(note).ok()?;
    let mut signatures = vec![registrar.sign_text(parsed.text).ok()?];
    signatures.extend(parsed.signatures.iter().cloned());
    encode_note(parsed.text, &signatures).ok()
}

/// A key as people compare it: 80 bits of its SHA-256, as a code is written.
pub fn fingerprint(vkey: &str) -> String {
    let Hash(hash) = sha256(vkey.as_bytes());
    written(hash.iter().take(LENGTH))
}

fn written<'a>(bytes: impl Iterator<Item = &'a u8>) -> String {
    let letters: Vec<u8> =
        bytes.map(|byte| ALPHABET.get(usize::from(byte & 31)).copied().unwrap_or(b'0')).collect();
    let groups: Vec<String> =
        letters.chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join("-")
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
