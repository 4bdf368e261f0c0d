//! The trail's last hash, put into the ledger: who can write the desk's tables could make a whole trail anew, but not one that ends
//! in what the world has seen.

use ledger::Hash;

use crate::store::{Got, Sql, SqlError, Value};

/// The register that anchors are made public under.
pub const REGISTER: &str = "desk-trail";

/// First line of an anchor.
const FORMAT: &str = "saksi-trail/v1";

/// A row of the trail that the ledger holds fast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The row's number.
    pub act: i64,
    /// Its hash.
    pub hash: Hash,
}

impl Anchor {
    /// As the ledger's blob has it: three lines.
    pub fn text(&self) -> String {
        format!("{FORMAT}\n{}\n{}\n", self.act, self.hash.to_hex())
    }

    /// Of a blob.
    pub fn parse(text: &str) -> Option<Anchor> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (format, act, hash) = (lines.next()?, lines.next()?, lines.next()?);
        let plain = format == FORMAT && lines.next().is_none();
        plain.then_some(Anchor { act: act.parse().ok()?, hash: Hash::from_hex(hash).ok()? })
    }
}

/// The trail's end as it is now; none before its first row.
pub fn now(sql: &mut dyn Sql) -> Result<Option<Anchor>, SqlError> {
    let (act, hash) = crate::trail::last(sql)?;
    Ok(<[u8; 32]>::try_from(hash).ok().map(|hash| Anchor { act, hash: Hash(hash) }))
}

/// Writes down where an anchor is.
pub fn write(sql: &mut dyn Sql, anchor: &Anchor, entry: u64, at_ms: i64) -> Result<(), SqlError> {
    sql.run(
        "INSERT INTO anchored (act, entry, at) VALUES ($1, $2, $3)",
        &[Value::Int(anchor.act), Value::Int(i64::try_from(entry).unwrap_or(i64::MAX)), Value::Int(at_ms)],
    )
    .map(|_| ())
}

/// The row that was anchored last, and when.
pub fn last(sql: &mut dyn Sql) -> Result<Option<(i64, i64)>, SqlError> {
    let found = sql.first("SELECT act, at FROM anchored ORDER BY act DESC LIMIT 1", &[])?;
    Ok(found.and_then(|row| Some((row.first()?.int()?, row.get(1)?.int()?))))
}

/// How long between anchors.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Whether the trail is to be anchored now: its last anchor, if it has one, is a day old.
pub fn due(last: Option<(i64, i64)>, now_ms: i64) -> bool {
    last.is_none_or(|(_, at_ms)| at_ms.saturating_add(DAY_MS) <= now_ms)
}

/// Where all anchors are, and the hash that each one's row has now; none where the row is gone.
pub fn all(sql: &mut dyn Sql) -> Result<Vec<(u64, Option<Anchor>)>, SqlError> {
    let rows = sql.rows(
        "SELECT n.entry, n.act, a.hash FROM anchored n LEFT JOIN act a ON a.id = n.act ORDER BY n.act",
        &[],
    )?;
    let one = |row: &Vec<Got>| {
        let [entry, act, hash] = row.as_slice() else { return None };
        let held = match hash {
            Got::Bytes(hash) => hash.first_chunk().map(|hash| Hash(*hash)),
            Got::Null | Got::Int(_) | Got::Text(_) => None,
        };
        let anchor = act.int().zip(held).map(|(act, hash)| Anchor { act, hash });
        Some((u64::try_from(entry.int()?).ok()?, anchor))
    };
    Ok(rows.iter().filter_map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_due_when_the_last_is_a_day_old() {
        assert!(due(None, 0));
        assert!(!due(Some((7, 1_000)), 1_000 + DAY_MS - 1));
        assert!(due(Some((7, 1_000)), 1_000 + DAY_MS));
        // A clock that was set back does not anchor again and again.
        assert!(!due(Some((7, i64::MAX)), 0));
    }

    #[test]
    fn an_anchor_says_what_it_holds_and_nothing_else_is_one() {
        let anchor = Anchor { act: 7, hash: ledger::sha256(b"row") };
        assert_eq!(Anchor::parse(&anchor.text()), Some(anchor.clone()));
        for other in
            ["", "saksi-trail/v1\n7\n", &format!("{}x\n", anchor.text()), &anchor.text().replace('7', "x")]
        {
            assert_eq!(Anchor::parse(other), None, "{other:?}");
        }
    }
}
