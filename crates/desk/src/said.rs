//! Texts beside statements: why a figure is corrected, what an objection says, what was answered, how differences are explained.
//!
//! Of such a text the ledger has a hash alone, salted so that nobody finds the text by trying. Text and salt are a file beside the
//! ledger ([`statement::salted_text`]), published once the statement that names it is in, and taken out by a redaction. The desk's
//! table has a copy, so that a list of many asks no bucket for each.
//!
//! Until a statement says its hash a text is in the table alone, and waits: it becomes a file as its statement comes in
//! ([`crate::filing`]), and goes after [`UNSIGNED_MS`] where none does. So what nobody signs leaves nothing behind.

use std::collections::BTreeMap;

use ledger::{Hash, sha256};
use statement::SALT;
use tally::{ObjectionNote, Replay};

use crate::sheets;
use crate::store::{Got, Sql, SqlError, Value};

/// Characters of a text at most.
pub const LONGEST: usize = 10_000;

/// How long a text waits for its statement: a week, in which a laptop without a network comes back.
pub const UNSIGNED_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// A text with its salt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What a statement says of it: SHA-256 of its file.
    pub hash: Hash,
    /// The file.
    file: Vec<u8>,
}

impl Said {
    /// A text under a salt that nobody had before.
    pub fn new(salt: [u8; SALT], text: &str) -> Said {
        let file = statement::salted_text(salt, text);
        Said { hash: sha256(&file), file }
    }

    /// A file under the hash that a statement gives; none where it is another file, or none of a text.
    pub fn of(hash: Hash, file: Vec<u8>) -> Option<Said> {
        (sha256(&file) == hash && statement::text_of(&file).is_some()).then_some(Said { hash, file })
    }

    /// The text.
    pub fn text(&self) -> &str {
        statement::text_of(&self.file).unwrap_or_default()
    }

    /// The salt, as the file has it: hexadecimal digits.
    pub fn salt(&self) -> &str {
        let digits = self.file.get(..2 * SALT).map(std::str::from_utf8);
        digits.and_then(Result::ok).unwrap_or_default()
    }

    /// The file.
    pub fn file(&self) -> &[u8] {
        &self.file
    }
}

/// Keeps a copy of what is a file already. Doing it twice does no harm.
pub fn keep(sql: &mut dyn Sql, said: &Said) -> Result<(), SqlError> {
    let values = [Value::Bytes(&said.hash.0), Value::Bytes(&said.file)];
    sql.run("INSERT INTO said (hash, file) VALUES ($1, $2) ON CONFLICT DO NOTHING", &values).map(|_| ())
}

/// Keeps a text before its hash is stated: it waits from now on.
pub fn wait(sql: &mut dyn Sql, said: &Said, since_ms: i64) -> Result<(), SqlError> {
    keep(sql, said)?;
    let values = [Value::Bytes(&said.hash.0), Value::Int(since_ms)];
    sql.run("INSERT INTO said_waiting (hash, since) VALUES ($1, $2) ON CONFLICT DO NOTHING", &values)
        .map(|_| ())
}

/// Texts that wait, with since when, milliseconds since 1970.
pub fn all_waiting(sql: &mut dyn Sql) -> Result<Vec<(Hash, i64)>, SqlError> {
    let rows = sql.rows("SELECT hash, since FROM said_waiting ORDER BY hash", &[])?;
    let each = rows.iter().map(|row| Some((row.first()?.hash()?, row.get(1)?.int()?)));
    let all: Option<Vec<(Hash, i64)>> = each.collect();
    all.ok_or_else(|| sheets::damaged("a text that waits"))
}

/// Those of these texts that wait.
pub fn waiting(sql: &mut dyn Sql, hashes: &[Hash]) -> Result<BTreeMap<Hash, Said>, SqlError> {
    let mut found = BTreeMap::new();
    for hash in hashes {
        let waits = sql.first("SELECT since FROM said_waiting WHERE hash = $1", &[Value::Bytes(&hash.0)])?;
        if waits.is_some()
            && let Some(said) = find(sql, hash)?
        {
            found.insert(*hash, said);
        }
    }
    Ok(found)
}

/// A text's statement is in and the text is a file: it waits no longer.
pub fn filed(sql: &mut dyn Sql, hash: &Hash) -> Result<(), SqlError> {
    sql.run("DELETE FROM said_waiting WHERE hash = $1", &[Value::Bytes(&hash.0)]).map(|_| ())
}

/// Throws the copy away: nobody signed the text, or a statement took it out.
pub fn forget(sql: &mut dyn Sql, hash: &Hash) -> Result<(), SqlError> {
    filed(sql, hash)?;
    sql.run("DELETE FROM said WHERE hash = $1", &[Value::Bytes(&hash.0)]).map(|_| ())
}

/// The copy of the text that has this hash; none where it was written elsewhere.
pub fn find(sql: &mut dyn Sql, hash: &Hash) -> Result<Option<Said>, SqlError> {
    let found = sql.first("SELECT file FROM said WHERE hash = $1", &[Value::Bytes(&hash.0)])?;
    Ok(found.and_then(|row| match row.into_iter().next() {
        Some(Got::Bytes(file)) => Said::of(*hash, file),
        Some(Got::Int(_) | Got::Text(_) | Got::Null) | None => None,
    }))
}

/// Objections to a place itself: a station's sheet, or what a region's plenary states.
pub fn objections<'a>(
    replay: &'a Replay,
    contest: &str,
    place: &str,
) -> impl Iterator<Item = &'a ObjectionNote> {
    let places = &replay.election().places;
    let counted = replay.election().profile.contest(contest).and_then(|ix| replay.tally.contest(ix));
    let sheet = counted.and_then(|counted| counted.sheet(places.find_station(place)?));
    let record = counted.and_then(|counted| counted.record(places.find_region(place)?));
    let found = sheet.map(|sheet| &sheet.objections).or(record.map(|record| &record.objections));
    found.map_or(&[][..], Vec::as_slice).iter()
}

/// Whether a statement about a place says words by this hash.
pub fn names(replay: &Replay, contest: &str, place: &str, hash: &Hash) -> bool {
    let objected = objections(replay, contest, place).any(|objection| {
        objection.text == *hash || objection.answers.iter().any(|answer| answer.text == *hash)
    });
    let places = &replay.election().places;
    let counted = replay.election().profile.contest(contest).and_then(|ix| replay.tally.contest(ix));
    let Some(counted) = counted else { return objected };
    let station = places.find_station(place).and_then(|station| counted.sheet(station));
    let record = places.find_region(place).and_then(|region| counted.record(region));
    objected
        || station.is_some_and(|sheet| {
            let versions = sheet.versions.iter().any(|version| version.text.as_deref() == Some(hash));
            versions || sheet.rulings.iter().any(|ruling| ruling.text.as_ref() == Some(hash))
        })
        || record.is_some_and(|record| {
            let plenaries = record.plenaries.iter().any(|plenary| plenary.text.as_ref() == Some(hash));
            plenaries || record.rulings.iter().any(|ruling| ruling.text.as_ref() == Some(hash))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_again_by_salt_and_text_alone() {
        let said = Said::new([7; SALT], "angka saksi lain");
        assert_eq!(said, Said::new([7; SALT], "angka saksi lain"));
        assert_ne!(said.hash, Said::new([8; SALT], "angka saksi lain").hash);
        assert_eq!((said.text(), said.salt()), ("angka saksi lain", "07".repeat(SALT).as_str()));
    }

    #[test]
    fn another_file_under_the_hash_is_no_text() {
        let said = Said::new([7; SALT], "angka saksi lain");
        assert_eq!(Said::of(said.hash, said.file().to_vec()), Some(said.clone()));
        assert_eq!(Said::of(said.hash, Said::new([7; SALT], "lain").file), None);
        assert_eq!(Said::of(sha256(b"a photo"), b"a photo".to_vec()), None);
    }
}
