//! Accounts and sessions. A password is kept as Argon2id's hash, a session's token as its SHA-256: who reads the tables can
//! neither log in nor go on as somebody.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ledger::sha256;

use crate::entry::Person;
use crate::store::{Got, Sql, SqlError, Value};

/// Somebody who can log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Their number.
    pub id: Person,
    /// The name they log in by.
    pub name: String,
    /// Their role in the profile.
    pub role: String,
    /// Code of the region they act in; the nation's is empty.
    pub region: String,
    /// Whether their password is still the one that somebody else gave them.
    pub must_change: bool,
    /// Whether a second factor is asked for beside the password ([`crate::second_factor`]).
    pub second_factor: bool,
}

/// A new account's password, hashed.
#[derive(Clone, Copy, Debug)]
pub enum First<'a> {
    /// Its own person chose it.
    Chosen(&'a str),
    /// Somebody else knows it: it is changed at the first login.
    Given(&'a str),
}

/// An account as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The account.
    pub account: Account,
    /// When it was ended, milliseconds since 1970.
    pub ended: Option<i64>,
}

/// Fewest characters of a password.
pub const SHORTEST: usize = 12;
/// Most, so that nobody keeps the hash busy with a book.
pub const LONGEST: usize = 200;

/// How long a session lasts: the night of the count.
pub const SESSION_MS: i64 = 16 * 60 * 60 * 1_000;

/// Why an account can't be made, or a person not let in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonError {
    /// Too short or too long.
    #[error("a password has from {SHORTEST} to {LONGEST} characters")]
    Length,
    /// The old one.
    #[error("the new password is the old one")]
    Same,
    /// The name in it.
    #[error("the password must not hold the account's name")]
    HoldsName,
    /// Not a name.
    #[error("a name has from 3 to 60 letters, digits, dots, hyphens or underscores")]
    Name,
    /// The name is somebody's.
    #[error("there is an account {0} already")]
    Taken(String),
    /// Wrong name or password: never which.
    #[error("the name or the password is wrong")]
    Unknown,
    /// There is no such account here, or it was ended.
    #[error("there is no such account in your region")]
    NoAccount,
    /// One's own account.
    #[error("nobody ends their own account: another administrator does")]
    Own,
    /// One's own second factor.
    #[error("nobody takes off their own second factor: another administrator does")]
    OwnFactor,
    /// There is none.
    #[error("this account has no second factor")]
    NoFactor,
    /// The password is right, and a code is asked for beside it.
    #[error("a code of the second factor is needed beside the password")]
    NeedsCode,
    /// The password is right, the code is not.
    #[error("the code is wrong, or was used already")]
    WrongCode,
    /// Too many wrong ones: not yet.
    #[error("wrong too often: try again in {0} seconds")]
    NotYet(i64),
    /// The system gave no randomness, or the hash could not be made.
    #[error("the password can't be kept: {0}")]
    Hash(String),
}

/// RFC 9106's second recommended choice takes 64 MiB a login; OWASP's least (19 MiB, two passes) leaves room for many at once.
fn argon2() -> Result<Argon2<'static>, PersonError> {
    let params = Params::new(19_456, 2, 1, None).map_err(|error| PersonError::Hash(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Checks a new password against the rules, and hashes it. Takes tens of milliseconds of a processor.
pub fn hash(name: &str, password: &str) -> Result<String, PersonError> {
    if !is_name(name) {
        return Err(PersonError::Name);
    }
    if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
        return Err(PersonError::Length);
    }
    if password.to_lowercase().contains(&name.to_lowercase()) {
        return Err(PersonError::HoldsName);
    }
    let hashed = argon2()?.hash_password(password.as_bytes());
    Ok(hashed.map_err(|error| PersonError::Hash(error.to_string()))?.to_string())
}

/// Of a password that nobody knows.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| secret().and_then(|secret| hash("nobody", &secret)).unwrap_or_default());

/// Whether this can be an account's name.
pub fn is_name(name: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (3..=60).contains(&name.len()) && name.bytes().all(letters)
}

/// Whether a password is the one that was hashed. Without a hash (no such account) it takes as long, and is not.
pub fn verify(password: &str, hashed: Option<&str>) -> bool {
    let Ok(parsed) = PasswordHash::new(hashed.unwrap_or(&NOBODY)) else { return false };
    let Ok(argon2) = argon2() else { return false };
    argon2.verify_password(password.as_bytes(), &parsed).is_ok() && hashed.is_some()
}

/// A secret that can't be guessed, as text that can be typed or put into a cookie: 192 bits.
pub fn secret() -> Result<String, PersonError> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(|error| PersonError::Hash(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What is kept of a token.
pub fn token_hash(token: &str) -> [u8; 32] {
    sha256(token.as_bytes()).0
}

/// Adds an account whose password is hashed already.
pub fn add(
    sql: &mut dyn Sql,
    name: &str,
    role: &str,
    region: &str,
    first: First<'_>,
) -> Result<Result<Person, PersonError>, SqlError> {
    if find(sql, name)?.is_some() {
        return Ok(Err(PersonError::Taken(name.to_owned())));
    }
    let last = sql.first("SELECT max(id) FROM person", &[])?;
    let id = last.and_then(|row| row.first().and_then(Got::int)).unwrap_or(0) + 1;
    let (hashed, must_change) = match first {
        First::Chosen(hashed) => (hashed, 0),
        First::Given(hashed) => (hashed, 1),
    };
    sql.run(
        "INSERT INTO person (id, name, role, region, password, must_change) VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(id),
            Value::Text(name),
            Value::Text(role),
            Value::Text(region),
            Value::Text(hashed),
            Value::Int(must_change),
        ],
    )?;
    Ok(Ok(Person(id)))
}

/// An account by its name, with its password's hash: none where it was ended.
pub fn find(sql: &mut dyn Sql, name: &str) -> Result<Option<(Account, Option<String>)>, SqlError> {
    let found = sql.first(
        "SELECT id, name, role, region, must_change, (SELECT count(*) FROM second_factor f WHERE f.person = p.id AND f.sealed IS NOT \
         NULL), password, ended FROM person p WHERE name = $1",
        &[Value::Text(name)],
    )?;
    Ok(found.as_deref().and_then(|row| {
        let [id, name, role, region, must_change, second, password, ended] = row else { return None };
        let password = ended.int().is_none().then(|| password.text().map(str::to_owned)).flatten();
        Some((account([id, name, role, region, must_change, second])?, password))
    }))
}

fn account([id, name, role, region, must_change, second]: [&Got; 6]) -> Option<Account> {
    Some(Account {
        id: Person(id.int()?),
        name: name.text()?.to_owned(),
        role: role.text()?.to_owned(),
        region: region.text()?.to_owned(),
        must_change: must_change.int()? != 0,
        second_factor: second.int()? != 0,
    })
}

/// Accounts of a region after one, in the order they were made.
pub fn list(sql: &mut dyn Sql, region: &str, after: Person, most: i64) -> Result<Vec<Listed>, SqlError> {
    let end = format!("{region}~");
    let rows = sql.rows(
        "SELECT id, name, role, region, must_change, (SELECT count(*) FROM second_factor f WHERE f.person = p.id AND f.sealed IS NOT \
         NULL), ended FROM person p WHERE id > $1 AND region >= $2 AND region < $3 ORDER BY id LIMIT $4",
        &[Value::Int(after.0), Value::Text(region), Value::Text(&end), Value::Int(most)],
    )?;
    let listed = rows.iter().filter_map(|row| {
        let [id, name, role, region, must_change, second, ended] = row.as_slice() else { return None };
        let account = account([id, name, role, region, must_change, second])?;
        Some(Listed { account, ended: ended.int() })
    });
    Ok(listed.collect())
}

/// Name of an account that somebody may do something to: one of their region that is not ended.
pub fn in_region(sql: &mut dyn Sql, person: Person, by: &Account) -> Result<Option<String>, SqlError> {
    let found = sql
        .first("SELECT name, region FROM person WHERE id = $1 AND ended IS NULL", &[Value::Int(person.0)])?;
    Ok(found.as_deref().and_then(|row| {
        let [name, region] = row else { return None };
        region.text()?.starts_with(&by.region).then_some(name.text()?.to_owned())
    }))
}

/// Ends an account of a region, with all its sessions: what was done by it stays, and its name is nobody else's. Gives the name.
pub fn end_account(
    sql: &mut dyn Sql,
    person: Person,
    by: &Account,
    now_ms: i64,
) -> Result<Result<String, PersonError>, SqlError> {
    if person == by.id {
        return Ok(Err(PersonError::Own));
    }
    let Some(name) = in_region(sql, person, by)? else { return Ok(Err(PersonError::NoAccount)) };
    sql.run("UPDATE person SET ended = $1 WHERE id = $2", &[Value::Int(now_ms), Value::Int(person.0)])?;
    sql.run("DELETE FROM session WHERE person = $1", &[Value::Int(person.0)])?;
    Ok(Ok(name))
}

/// Gives an account of a region a first password again, where its own is forgotten or known to others; all its sessions end.
pub fn renew(
    sql: &mut dyn Sql,
    name: &str,
    by: &Account,
    hashed: &str,
) -> Result<Result<Person, PersonError>, SqlError> {
    let found = find(sql, name)?.filter(|(account, password)| {
        // One's own is changed with the old one in hand.
        account.id != by.id && account.region.starts_with(&by.region) && password.is_some()
    });
    let Some((Account { id, .. }, _)) = found else { return Ok(Err(PersonError::NoAccount)) };
    sql.run(
        "UPDATE person SET password = $1, must_change = 1 WHERE id = $2",
        &[Value::Text(hashed), Value::Int(id.0)],
    )?;
    sql.run("DELETE FROM session WHERE person = $1", &[Value::Int(id.0)])?;
    Ok(Ok(id))
}

/// Changes a password that its own person chose; all sessions but one end.
pub fn change(sql: &mut dyn Sql, person: Person, hashed: &str, but: &[u8; 32]) -> Result<(), SqlError> {
    sql.run(
        "UPDATE person SET password = $1, must_change = 0 WHERE id = $2 AND ended IS NULL",
        &[Value::Text(hashed), Value::Int(person.0)],
    )?;
    sql.run(
        "DELETE FROM session WHERE person = $1 AND token <> $2",
        &[Value::Int(person.0), Value::Bytes(but)],
    )
    .map(|_| ())
}

/// Whether there is any account.
pub fn any(sql: &mut dyn Sql) -> Result<bool, SqlError> {
    Ok(sql.first("SELECT id FROM person LIMIT 1", &[])?.is_some())
}

/// Begins a session.
pub fn begin(sql: &mut dyn Sql, person: Person, token: &[u8; 32], now_ms: i64) -> Result<(), SqlError> {
    sql.run("DELETE FROM session WHERE until < $1", &[Value::Int(now_ms)])?;
    sql.run(
        "INSERT INTO session (token, person, until) VALUES ($1, $2, $3)",
        &[Value::Bytes(token), Value::Int(person.0), Value::Int(now_ms + SESSION_MS)],
    )
    .map(|_| ())
}

/// Ends a session.
pub fn end(sql: &mut dyn Sql, token: &[u8; 32]) -> Result<(), SqlError> {
    sql.run("DELETE FROM session WHERE token = $1", &[Value::Bytes(token)]).map(|_| ())
}

/// Whose a session is, as long as it lasts, and until when.
pub fn session(sql: &mut dyn Sql, token: &[u8; 32], now_ms: i64) -> Result<Option<(Account, i64)>, SqlError> {
    let found = sql.first(
        "SELECT p.id, p.name, p.role, p.region, p.must_change, (SELECT count(*) FROM second_factor f WHERE f.person = p.id AND \
         f.sealed IS NOT NULL), s.until FROM session s JOIN person p ON p.id = s.person WHERE s.token = $1 AND s.until > $2 AND p.ended IS NULL",
        &[Value::Bytes(token), Value::Int(now_ms)],
    )?;
    Ok(found.as_deref().and_then(|row| {
        let [id, name, role, region, must_change, second, until] = row else { return None };
        Some((account([id, name, role, region, must_change, second])?, until.int()?))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_right_or_not_and_without_an_account_never() {
        let hashed = hash("siti", "kotak suara no 7").unwrap();
        assert!(verify("kotak suara no 7", Some(&hashed)) && !verify("kotak suara no 8", Some(&hashed)));
        assert!(!verify("kotak suara no 7", None) && !hashed.contains("kotak"));
    }

    #[test]
    fn bad_names_and_passwords_are_refused_with_the_rule() {
        assert_eq!(hash("siti", "short"), Err(PersonError::Length));
        assert_eq!(hash("siti", "Siti dari TPS 008"), Err(PersonError::HoldsName));
        assert_eq!(hash("a b", "kotak suara no 7"), Err(PersonError::Name));
    }
}
