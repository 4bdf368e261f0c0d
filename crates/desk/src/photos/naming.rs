//! Who names a photo: whose come first before typists, and how many one key may bring.
//!
//! Anybody with a key may state a sheet and name photos of it: a party's witness as well as the committee that counted. Their
//! photos are evidence, and typists see them; but never before those of the election's own bodies, and labelled. Every photo that is
//! named may be uploaded, so what one key may name of a sheet is bounded: nobody opens the desk's disk without end.

use election::Profile;
use ledger::Hash;

use super::{Named, named, of_hash};
use crate::sheets::damaged;
use crate::store::{Got, Sql, SqlError, Value};

/// Photos of one sheet that one key may have named and not yet brought. A form has a few pages; a retake of each, and witnesses who
/// photograph every corner, fit well. A statement that names more stands; the desk takes no bytes for the rest until some have come.
pub const MOST_OPEN: i64 = 64;

/// Whose word a photo is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// The key, as the ledger has it.
    pub signer: String,
    /// Its role in the profile.
    pub role: String,
}

/// When a role's photos are shown: the smaller the earlier. The election's own bodies have a level of the regions that they
/// act for, and come first, those nearest to the count before those above them; all others accompany it.
pub fn order(profile: &Profile, role: &str) -> Order {
    let level = profile.role(role).and_then(|role| role.level.filter(|_| !role.restates));
    level.map_or(Order::BESIDE, |level| Order(u8::MAX - 1 - level.min(u8::MAX - 1)))
}

/// When photos are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order(u8);

impl Order {
    /// After all bodies of the election.
    pub const BESIDE: Order = Order(u8::MAX);

    /// Whether a body of the election is behind it.
    pub fn is_official(self) -> bool {
        self < Order::BESIDE
    }
}

/// Writes down that an accepted statement of a key names a photo; `false`: the key has named too many of this sheet that have
/// not come, and the desk takes none of its bytes.
pub fn named_by(sql: &mut dyn Sql, photo: &Named<'_>, by: &By) -> Result<bool, SqlError> {
    let held = of_hash(sql, &photo.sha256)?;
    // What is held, or wanted for this sheet already, opens no room.
    let opens = !held
        .iter()
        .any(|row| row.held.is_some() || (row.station == photo.station && row.contest == photo.contest));
    if opens && open(sql, photo, by)? >= MOST_OPEN {
        return Ok(false);
    }
    named(sql, photo)?;
    sql.run(
        "INSERT INTO photo_by (sha256, contest, station, signer, role) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        &[
            Value::Bytes(&photo.sha256.0),
            Value::Text(photo.contest),
            Value::Text(photo.station),
            Value::Text(&by.signer),
            Value::Text(&by.role),
        ],
    )?;
    Ok(true)
}

/// How many photos of a sheet a key has named that have not come.
fn open(sql: &mut dyn Sql, photo: &Named<'_>, by: &By) -> Result<i64, SqlError> {
    let asked = "SELECT count(*) FROM photo_by JOIN photo ON photo.sha256 = photo_by.sha256 AND photo.station = photo_by.station \
                 AND photo.contest = photo_by.contest WHERE photo_by.station = $1 AND photo_by.contest = $2 \
                 AND photo_by.signer = $3 AND photo.held IS NULL";
    let values = [Value::Text(photo.station), Value::Text(photo.contest), Value::Text(&by.signer)];
    Ok(sql.first(asked, &values)?.and_then(|row| row.first().and_then(Got::int)).unwrap_or(0))
}

/// Which roles name which photos of a sheet.
pub fn of_sheet(sql: &mut dyn Sql, contest: &str, station: &str) -> Result<Vec<(Hash, String)>, SqlError> {
    let asked = "SELECT DISTINCT sha256, role FROM photo_by WHERE station = $1 AND contest = $2 ORDER BY sha256, role";
    let rows = sql.rows(asked, &[Value::Text(station), Value::Text(contest)])?;
    let each = rows.iter().map(|row| {
        let [sha256, role] = row.as_slice() else { return None };
        Some((sha256.hash()?, role.text()?.to_owned()))
    });
    let each: Option<Vec<_>> = each.collect();
    each.ok_or_else(|| damaged("who names a photo"))
}
