//! Accounts and sessions. A password is kept as Argon2id's hash, a session's token as its SHA-256: who reads the tables can
//! neither log in nor go on as somebody.

use std::collections::HashMap;
use std::net::IpAddr;
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
        "SELECT id, name, role, region, must_change, password, ended FROM person WHERE name = $1",
        &[Value::Text(name)],
    )?;
    Ok(found.as_deref().and_then(|row| {
        let [id, name, role, region, must_change, password, ended] = row else { return None };
        let password = ended.int().is_none().then(|| password.text().map(str::to_owned)).flatten();
        Some((account([id, name, role, region, must_change])?, password))
    }))
}

fn account([id, name, role, region, must_change]: [&Got; 5]) -> Option<Account> {
    Some(Account {
        id: Person(id.int()?),
        name: name.text()?.to_owned(),
        role: role.text()?.to_owned(),
        region: region.text()?.to_owned(),
        must_change: must_change.int()? != 0,
    })
}

/// Accounts of a region after one, in the order they were made.
pub fn list(sql: &mut dyn Sql, region: &str, after: Person, most: i64) -> Result<Vec<Listed>, SqlError> {
    let end = format!("{region}~");
    let rows = sql.rows(
        "SELECT id, name, role, region, must_change, ended FROM person WHERE id > $1 AND region >= $2 AND region < $3 \
         ORDER BY id LIMIT $4",
        &[Value::Int(after.0), Value::Text(region), Value::Text(&end), Value::Int(most)],
    )?;
    let listed = rows.iter().filter_map(|row| {
        let [id, name, role, region, must_change, ended] = row.as_slice() else { return None };
        Some(Listed { account: account([id, name, role, region, must_change])?, ended: ended.int() })
    });
    Ok(listed.collect())
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
    let found = sql
        .first("SELECT name, region FROM person WHERE id = $1 AND ended IS NULL", &[Value::Int(person.0)])?;
    let named = found.as_deref().and_then(|row| {
        let [name, region] = row else { return None };
        region.text()?.starts_with(&by.region).then_some(name.text()?.to_owned())
    });
    let Some(name) = named else { return Ok(Err(PersonError::NoAccount)) };
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
        "SELECT p.id, p.name, p.role, p.region, p.must_change, s.until FROM session s JOIN person p ON p.id = s.person \
         WHERE s.token = $1 AND s.until > $2 AND p.ended IS NULL",
        &[Value::Bytes(token), Value::Int(now_ms)],
    )?;
    Ok(found.as_deref().and_then(|row| {
        let [id, name, role, region, must_change, until] = row else { return None };
        Some((account([id, name, role, region, must_change])?, until.int()?))
    }))
}

/// Attempts that were not right, by account and address, by address, and by account. Nobody is locked out for good: each wrong one
/// doubles the wait, up to a minute and a half. An officer waits for what others try in their name only when that is very much.
#[derive(Debug, Default)]
pub struct Attempts {
    wrong: HashMap<Key, (u32, i64)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Both(String, IpAddr),
    Address(IpAddr),
    Account(String),
}

/// Attempts that cost no wait: of an account at an address; of an address, behind which a whole office may sit; of an account from
/// everywhere.
const FREE: [u32; 3] = [3, 30, 100];
/// The longest wait.
const LONGEST_WAIT_MS: i64 = 90_000;
/// After this long nothing is held against anybody.
const FORGET_MS: i64 = 60 * 60 * 1_000;
/// Names and addresses remembered at most; beyond, those whose wait is over are forgotten.
const REMEMBERED: usize = 100_000;

impl Attempts {
    fn keys(name: &str, address: IpAddr) -> [Key; 3] {
        [Key::Both(name.to_owned(), address), Key::Address(address), Key::Account(name.to_owned())]
    }

    /// Whether a try is allowed now; one that is counts as wrong until [`Attempts::right`] says otherwise.
    pub fn attempt(&mut self, name: &str, address: IpAddr, now_ms: i64) -> Result<(), PersonError> {
        let keys = Attempts::keys(name, address);
        let wait = |(key, free): (&Key, u32)| {
            let (count, last) = self.wrong.get(key)?;
            let over = count.checked_sub(free)?.min(20);
            let wait = (1_000_i64 << over).min(LONGEST_WAIT_MS);
            Some(last + wait - now_ms).filter(|left| *left > 0)
        };
        if let Some(left) = keys.iter().zip(FREE).filter_map(wait).max() {
            return Err(PersonError::NotYet((left + 999) / 1_000));
        }
        if self.wrong.len() >= REMEMBERED {
            self.wrong.retain(|_, (_, last)| *last + LONGEST_WAIT_MS > now_ms);
        }
        for key in keys {
            let slot = self.wrong.entry(key).or_insert((0, now_ms));
            let count = if slot.1 + FORGET_MS < now_ms { 0 } else { slot.0 };
            *slot = (count.saturating_add(1), now_ms);
        }
        Ok(())
    }

    /// It was right: it does not count, and nothing more is held against the account there.
    pub fn right(&mut self, name: &str, address: IpAddr) {
        self.wrong.remove(&Key::Both(name.to_owned(), address));
        for key in [Key::Address(address), Key::Account(name.to_owned())] {
            if let Some((count, _)) = self.wrong.get_mut(&key) {
                *count = count.saturating_sub(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

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

    #[test]
    fn wrong_passwords_cost_a_growing_wait_and_never_lock_anybody_out() {
        let there = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
        let mut attempts = Attempts::default();
        for _ in 0..3 {
            attempts.attempt("siti", HERE, 0).unwrap();
        }
        assert_eq!(attempts.attempt("siti", HERE, 0), Err(PersonError::NotYet(1)));
        // Others here, and she elsewhere, don't wait for that.
        attempts.attempt("budi", HERE, 0).unwrap();
        attempts.attempt("siti", there, 0).unwrap();
        attempts.attempt("siti", HERE, 1_000).unwrap();
        assert_eq!(attempts.attempt("siti", HERE, 1_000), Err(PersonError::NotYet(2)));
        attempts.right("siti", HERE);
        attempts.attempt("siti", HERE, 1_000).unwrap();
        // However often, the wait ends.
        let mut now = 2_000;
        for _ in 0..40 {
            let wait = match attempts.attempt("eve", there, now) {
                Ok(()) => 0,
                Err(PersonError::NotYet(seconds)) => seconds,
                Err(other) => unreachable!("{other}"),
            };
            assert!(wait <= LONGEST_WAIT_MS / 1_000);
            now += wait * 1_000;
        }
    }
}
