//! The trail's last hash, put into the ledger: who can write the desk's tables could make a whole trail anew, but not one that ends
//! in what the world has seen.
//!
//! Which rows are anchored the ledger itself says ([`of_ledger`]): every disclosure of this register is an anchor. The desk's own
//! table of anchors is an index, for nothing but to be held against it: whoever can write the table hides nothing.

use std::collections::BTreeMap;

use ledger::{Hash, sha256};
use tally::Tally;

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

/// An anchor as the ledger has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its entry.
    pub entry: u64,
    /// What it holds fast; none where its bytes are not held, or are no anchor.
    pub anchor: Option<Anchor>,
}

/// How long between anchors.
const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// Whether the trail is to be anchored now: its last anchor, if it has one, is a day old.
pub fn due(last_ms: Option<u64>, now_ms: u64) -> bool {
    last_ms.is_none_or(|at_ms| at_ms.saturating_add(DAY_MS) <= now_ms)
}

/// Every anchor that the ledger holds, in its order. `blob` gives the bytes of a hash.
pub fn of_ledger(tally: &Tally, blob: impl Fn(&Hash) -> Option<Vec<u8>>) -> Vec<Found> {
    let disclosed = tally.disclosures().iter().filter(|one| &*one.register == REGISTER);
    let each = disclosed.map(|one| {
        let content = blob(&one.content).filter(|content| sha256(content) == one.content);
        let text = content.and_then(|content| String::from_utf8(content).ok());
        Found { entry: one.entry, anchor: text.and_then(|text| Anchor::parse(&text)) }
    });
    each.collect()
}

/// When the ledger took its last anchor, milliseconds since 1970.
pub fn last_ms(tally: &Tally) -> Option<u64> {
    let disclosed = tally.disclosures().iter().filter(|one| &*one.register == REGISTER);
    disclosed.map(|one| one.logged_ms).max()
}

/// What comes of holding the tables against the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Anchors of the ledger.
    pub anchors: usize,
    /// Rows of the trail.
    pub rows: i64,
    /// The first row that is not what its hash says, or that is missing.
    pub row: Option<i64>,
    /// The first entry of the ledger that says otherwise than the trail.
    pub broken: Option<u64>,
    /// The first entry that the desk's own table of anchors lacks, or has otherwise than the ledger.
    pub index: Option<u64>,
}

impl Checked {
    /// Whether everything holds.
    pub fn holds(&self) -> bool {
        self.row.is_none() && self.broken.is_none() && self.index.is_none()
    }
}

/// Reads the whole trail again, row by row, and holds it and the table of anchors against what the ledger has in its first `size`
/// entries.
pub fn check(sql: &mut dyn Sql, found: &[Found], size: u64) -> Result<Checked, SqlError> {
    let mut hashes: BTreeMap<i64, Option<Hash>> =
        found.iter().filter_map(|one| Some((one.anchor.as_ref()?.act, None))).collect();
    // The hash of a row as its values give it, not as somebody wrote it beside them.
    let row = crate::trail::walk(sql, |id, hash| {
        if let Some(kept) = hashes.get_mut(&id) {
            *kept = Some(*hash);
        }
    })?;
    let differs = |one: &&Found| match &one.anchor {
        Some(anchor) => hashes.get(&anchor.act).copied().flatten() != Some(anchor.hash),
        None => true,
    };
    Ok(Checked {
        anchors: found.len(),
        rows: crate::trail::last(sql)?.0,
        row,
        broken: found.iter().find(differs).map(|one| one.entry),
        index: index_differs(&index(sql, size)?, found),
    })
}

/// The first entry in which the table and the ledger are not one.
fn index_differs(index: &[(u64, i64)], found: &[Found]) -> Option<u64> {
    let of_ledger: Vec<(u64, Option<i64>)> =
        found.iter().map(|one| (one.entry, one.anchor.as_ref().map(|anchor| anchor.act))).collect();
    let missing = of_ledger
        .iter()
        .filter(|(entry, act)| !index.iter().any(|row| (row.0, Some(row.1)) == (*entry, *act)));
    let invented = index.iter().filter(|row| !of_ledger.contains(&(row.0, Some(row.1))));
    missing.map(|(entry, _)| *entry).chain(invented.map(|(entry, _)| *entry)).min()
}

/// What the table of anchors has: entries, and the rows that they are said to hold fast.
fn index(sql: &mut dyn Sql, size: u64) -> Result<Vec<(u64, i64)>, SqlError> {
    let rows = sql.rows("SELECT entry, act FROM anchored ORDER BY entry", &[])?;
    let one = |row: &Vec<Got>| {
        let [entry, act] = row.as_slice() else { return None };
        // An entry that can be none is told as one all the same.
        Some((u64::try_from(entry.int()?).unwrap_or(u64::MAX), act.int()?))
    };
    Ok(rows.iter().filter_map(one).filter(|(entry, _)| *entry < size).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_anchors_is_held_against_the_ledger_and_not_the_other_way_round() {
        let anchor = |act| Some(Anchor { act, hash: ledger::sha256(b"row") });
        let found = [Found { entry: 5, anchor: anchor(2) }, Found { entry: 9, anchor: anchor(7) }];
        assert_eq!(index_differs(&[(5, 2), (9, 7)], &found), None);
        assert_eq!(index_differs(&[(9, 7)], &found), Some(5), "one is left out");
        assert_eq!(index_differs(&[(5, 2), (9, 8)], &found), Some(9), "one is of another row");
        assert_eq!(index_differs(&[(3, 1), (5, 2), (9, 7)], &found), Some(3), "one is invented");
        assert_eq!(index_differs(&[], &[Found { entry: 4, anchor: None }]), Some(4));
    }

    #[test]
    fn an_anchor_is_due_when_the_last_is_a_day_old() {
        assert!(due(None, 0));
        assert!(!due(Some(1_000), 1_000 + DAY_MS - 1));
        assert!(due(Some(1_000), 1_000 + DAY_MS));
        // A clock that was set back does not anchor again and again.
        assert!(!due(Some(u64::MAX), 0));
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
