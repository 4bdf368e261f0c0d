//! An account's second factor as it is kept: its secret sealed, its recovery codes as hashes.
//!
//! The seal's key is derived from the desk's own key file, which is in no table and no backup: who reads the tables alone learns no
//! code. Each seal names its account, so that no row can be put into another's place. A code is used up in the one writer, by a
//! statement that touches a row only once: of two who use the same at once, one comes in.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::enrol;
use crate::entry::Person;
use crate::people::{Account, PersonError};
use crate::store::{Sql, SqlError, Value};
use crate::totp::Secret;

/// Seals secrets, and opens what it has sealed.
#[derive(Clone)]
pub struct Seal(XChaCha20Poly1305);

/// Bytes of a seal's nonce; it stands before what is sealed.
const NONCE: usize = 24;

/// Recovery codes of an account.
pub const RECOVERY: usize = 8;

/// Most characters of what is typed as a code.
const LONGEST: usize = 64;

impl Seal {
    /// One by this key.
    pub fn new(key: [u8; 32]) -> Seal {
        Seal(XChaCha20Poly1305::new(&key.into()))
    }

    /// Seals an account's secret.
    pub fn close(&self, person: Person, secret: &Secret) -> Result<Vec<u8>, PersonError> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|error| PersonError::Hash(error.to_string()))?;
        let payload = Payload { msg: secret.bytes().as_slice(), aad: &person.0.to_be_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|error| PersonError::Hash(error.to_string()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens it; none where it is another account's, or another desk's key sealed it.
    pub fn open(&self, person: Person, sealed: &[u8]) -> Option<Secret> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: &person.0.to_be_bytes() };
        let opened = self.0.decrypt(&XNonce::from(*nonce), payload).ok()?;
        opened.try_into().ok().map(Secret::from_bytes)
    }
}

/// What somebody types as a code: the app's, or one of those for recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The app's six digits.
    Code(u32),
    /// The hash of a recovery code.
    Recovery([u8; 32]),
}

impl Typed {
    /// Reads it; spaces and hyphens are forgiven. None where it is too long to be any.
    pub fn read(text: &str) -> Option<Typed> {
        if text.len() > LONGEST {
            return None;
        }
        let digits: String = text.chars().filter(|one| !one.is_whitespace() && *one != '-').collect();
        if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return digits.parse().ok().map(Typed::Code);
        }
        Some(Typed::Recovery(enrol::code_hash(text)))
    }
}

/// What is kept of an account's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The secret that counts, sealed.
    pub sealed: Option<Vec<u8>>,
    /// One that was shown and waits for its first code.
    pub pending: Option<Vec<u8>>,
    /// The last step whose code was taken.
    pub step: i64,
}

/// What would let somebody in, once it is used up ([`use_up`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// The code of a step, of this sealed secret.
    Step(Vec<u8>, i64),
    /// The hash of a recovery code; whether it is one is known when it is used up.
    Recovery([u8; 32]),
}

/// What is kept of an account's.
pub fn kept(sql: &mut dyn Sql, person: Person) -> Result<Option<Kept>, SqlError> {
    let found = sql.first(
        "SELECT sealed, pending, step FROM second_factor WHERE person = $1",
        &[Value::Int(person.0)],
    )?;
    Ok(found.as_deref().and_then(|row| {
        let [sealed, pending, step] = row else { return None };
        let bytes = |got: &crate::store::Got| got.bytes().map(<[u8]>::to_vec);
        Some(Kept { sealed: bytes(sealed), pending: bytes(pending), step: step.int()? })
    }))
}

/// Keeps a new secret until its first code comes; one that counts already goes on counting.
pub fn begin(sql: &mut dyn Sql, person: Person, sealed: &[u8]) -> Result<(), SqlError> {
    sql.run(
        "INSERT INTO second_factor (person, pending, step) VALUES ($1, $2, 0) \
         ON CONFLICT (person) DO UPDATE SET pending = $2",
        &[Value::Int(person.0), Value::Bytes(sealed)],
    )
    .map(|_| ())
}

/// From here on the pending secret counts, and these recovery codes; all sessions but one end. False where another is pending.
pub fn confirm(
    sql: &mut dyn Sql,
    person: Person,
    (pending, step): (&[u8], i64),
    recovery: &[[u8; 32]],
    but: &[u8; 32],
) -> Result<bool, SqlError> {
    let touched = sql.run(
        "UPDATE second_factor SET sealed = $1, pending = NULL, step = $2 WHERE person = $3 AND pending = $1",
        &[Value::Bytes(pending), Value::Int(step), Value::Int(person.0)],
    )?;
    if touched == 0 {
        return Ok(false);
    }
    sql.run("DELETE FROM recovery_code WHERE person = $1", &[Value::Int(person.0)])?;
    for hash in recovery {
        sql.run(
            "INSERT INTO recovery_code (hash, person) VALUES ($1, $2)",
            &[Value::Bytes(hash), Value::Int(person.0)],
        )?;
    }
    sql.run(
        "DELETE FROM session WHERE person = $1 AND token <> $2",
        &[Value::Int(person.0), Value::Bytes(but)],
    )?;
    Ok(true)
}

/// Uses a code up; whether it was good still.
pub fn use_up(sql: &mut dyn Sql, person: Person, right: &Right, now_ms: i64) -> Result<bool, SqlError> {
    let touched = match right {
        Right::Step(sealed, step) => sql.run(
            "UPDATE second_factor SET step = $1 WHERE person = $2 AND sealed = $3 AND step < $1",
            &[Value::Int(*step), Value::Int(person.0), Value::Bytes(sealed)],
        )?,
        Right::Recovery(hash) => sql.run(
            "UPDATE recovery_code SET used = $1 WHERE hash = $2 AND person = $3 AND used IS NULL",
            &[Value::Int(now_ms), Value::Bytes(hash), Value::Int(person.0)],
        )?,
    };
    Ok(touched > 0)
}

/// How many recovery codes an account has left.
pub fn left(sql: &mut dyn Sql, person: Person) -> Result<i64, SqlError> {
    let found = sql.first(
        "SELECT count(*) FROM recovery_code WHERE person = $1 AND used IS NULL",
        &[Value::Int(person.0)],
    )?;
    Ok(found.as_deref().and_then(|row| row.first()?.int()).unwrap_or(0))
}

/// Takes the second factor off an account of a region whose person has lost it; its sessions end. Gives the name.
pub fn take_off(
    sql: &mut dyn Sql,
    person: Person,
    by: &Account,
) -> Result<Result<String, PersonError>, SqlError> {
    if person == by.id {
        return Ok(Err(PersonError::OwnFactor));
    }
    let Some(name) = crate::people::in_region(sql, person, by)? else {
        return Ok(Err(PersonError::NoAccount));
    };
    if kept(sql, person)?.and_then(|kept| kept.sealed).is_none() {
        return Ok(Err(PersonError::NoFactor));
    }
    sql.run("DELETE FROM second_factor WHERE person = $1", &[Value::Int(person.0)])?;
    sql.run("DELETE FROM recovery_code WHERE person = $1", &[Value::Int(person.0)])?;
    sql.run("DELETE FROM session WHERE person = $1", &[Value::Int(person.0)])?;
    Ok(Ok(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_is_opened_for_its_account_by_its_key_alone() {
        let (seal, secret) = (Seal::new([7; 32]), Secret::new().unwrap());
        let sealed = seal.close(Person(3), &secret).unwrap();
        assert_eq!(seal.open(Person(3), &sealed), Some(secret.clone()));
        assert_eq!(seal.open(Person(4), &sealed), None);
        assert_eq!(Seal::new([8; 32]).open(Person(3), &sealed), None);
        assert_eq!(seal.open(Person(3), b"short"), None);
        assert!(!sealed.windows(Secret::LENGTH).any(|part| part == secret.bytes()));
    }

    #[test]
    fn a_code_is_read_however_it_is_spaced() {
        for text in ["012345", " 012 345", "012-345 "] {
            assert_eq!(Typed::read(text), Some(Typed::Code(12_345)), "{text}");
        }
        let recovery = Typed::Recovery(enrol::code_hash("8QX4-M2F7-0KTR-9WZ1"));
        assert_eq!(Typed::read("8qx4 m2f7 okTR-9wz1"), Some(recovery));
        assert_eq!(Typed::read(&"1".repeat(65)), None);
    }
}
