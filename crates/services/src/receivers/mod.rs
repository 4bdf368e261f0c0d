//! Who gets the data: asked for, confirmed by who holds the address, ended by them with one press.
//!
//! What holds:
//! - nothing but one letter that asks is sent to an address before whoever reads it has confirmed ([`State`]);
//! - what is answered to somebody who asks is the same whether the address is known here or not ([`ask`]);
//! - an address gets few such letters a day, whoever asks for them.

pub mod address;
pub(crate) mod row;

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use crate::publication::Publication;
use crate::store::{tell, told};
use crate::tokens::{Does, Tokens, hashed};
use crate::{Refusal, ServicesError, Store, Surroundings, outbox};

use row::{COLUMNS, receiver};
pub use row::{Channel, Receiver, State, What};

/// A subscription that is not confirmed is deleted after so long.
pub const PENDING_MS: i64 = 7 * DAY_MS;

/// Letters that ask, to one address in a day, at most.
const LETTERS: i64 = 5;

/// Between two letters that ask for the same.
const BETWEEN_MS: i64 = 10 * 60_000;

/// Subscriptions of one address at most.
const OF_ONE: i64 = 30;

const DAY_MS: i64 = 86_400_000;

/// What somebody wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Contest.
    pub contest: String,
    /// Codes of the nation and regions of level 1.
    pub regions: Vec<String>,
    /// [`What`] of it.
    pub what: String,
    /// Language of letters.
    pub language: String,
}

/// A wish that can be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    contest: String,
    regions: Vec<String>,
    what: What,
    language: String,
}

impl Wish {
    /// Looks everything up. Regions come back in the order of the list, each once.
    pub fn checked(self, publication: &Publication) -> Result<Checked, Refusal> {
        let Wish { contest, regions, what, language } = self;
        publication.contest(&contest)?;
        let known = publication.delivered(&contest);
        if let Some(strange) = regions.iter().find(|code| !known.contains(code)) {
            return Err(Refusal::Region(strange.clone()));
        }
        let chosen: Vec<String> = known.into_iter().filter(|code| regions.contains(code)).collect();
        if chosen.is_empty() {
            return Err(Refusal::NoRegions);
        }
        let language = if language == "en" { language } else { "id".to_owned() };
        Ok(Checked { contest, regions: chosen, what: What::parse(&what)?, language })
    }
}

/// Somebody asks to be sent something. What comes of it is not told: only who reads the address's letters sees it.
pub fn ask(
    store: &Store,
    tokens: &Tokens,
    letters_a_day: u32,
    around: &dyn Surroundings,
    address: &str,
    wish: &Checked,
) -> Result<(), ServicesError> {
    let (now, mut nonce) = (around.now_ms(), [0; 16]);
    around.fill(&mut nonce)?;
    store.write(|sql| {
        // Written in every case: how long the disk takes says nothing either.
        let asked = told(sql, "asked")?.unwrap_or(0);
        tell(sql, "asked", asked.saturating_add(1))?;
        let since = now.saturating_sub(DAY_MS);
        let mut all = sql.prepare_cached("SELECT coalesce(sum(letters), 0) FROM receivers WHERE letter_ms > ?1")?;
        let all: i64 = all.query_row([since], |row| row.get(0))?;
        if all >= i64::from(letters_a_day) {
            return Err(Refusal::Full.into());
        }
        let mut of_one = sql.prepare_cached(
            "SELECT coalesce(sum(CASE WHEN letter_ms > ?2 THEN letters ELSE 0 END), 0), coalesce(sum(state <> 'ended'), 0)
             FROM receivers WHERE address = ?1 COLLATE NOCASE",
        )?;
        let (letters, there): (i64, i64) =
            of_one.query_row(params![address, since], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if letters >= LETTERS {
            return Ok(());
        }
        match same(sql, address, wish)? {
            Some((_, State::Confirmed | State::Ended, _)) => Ok(()),
            Some((number, State::Pending, asked)) => {
                if asked < now.saturating_sub(BETWEEN_MS) {
                    sql.execute(
                        "UPDATE receivers SET letters = letters + 1, letter_ms = ?2 WHERE number = ?1",
                        params![number, now],
                    )?;
                    outbox::ask_again(sql, number, now)?;
                }
                Ok(())
            }
            None if there >= OF_ONE => Ok(()),
            None => {
                let number = insert(sql, Channel::Mail, address, wish, &nonce, now)?;
                sql.execute(
                    "UPDATE receivers SET letters = 1, letter_ms = ?2, confirm = ?3, leave = ?4 WHERE number = ?1",
                    params![
                        number,
                        now,
                        hashed(&tokens.make(Does::Confirm, &nonce)),
                        hashed(&tokens.make(Does::Leave, &nonce))
                    ],
                )?;
                outbox::ask_first(sql, number, now)
            }
        }
    })
}

/// An administrator's receiver, which needs no confirmation: a webhook or a bucket.
pub fn add(
    store: &Store,
    channel: Channel,
    address: &str,
    wish: &Checked,
    secret: Option<&str>,
    around: &dyn Surroundings,
) -> Result<Receiver, ServicesError> {
    let (now, mut nonce) = (around.now_ms(), [0; 16]);
    around.fill(&mut nonce)?;
    let number = store.write(|sql| {
        let number = insert(sql, channel, address, wish, &nonce, now)?;
        sql.execute(
            "UPDATE receivers SET state = 'confirmed', confirmed_ms = ?2, secret = ?3 WHERE number = ?1",
            params![number, now, secret],
        )?;
        Ok(number)
    })?;
    find(store, number)
}

fn insert(
    sql: &Transaction<'_>,
    channel: Channel,
    address: &str,
    wish: &Checked,
    nonce: &[u8],
    now: i64,
) -> Result<i64, ServicesError> {
    let Checked { contest, regions, what, language } = wish;
    sql.execute(
        "INSERT INTO receivers (channel, address, what, contest, regions, language, state, nonce, at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending', ?7, ?8)",
        params![channel.text(), address, what.text(), contest, regions.join(" "), language, nonce, now],
    )?;
    Ok(sql.last_insert_rowid())
}

/// The same wish of the same address, where it is not ended: its number, state and last letter.
fn same(sql: &Connection, address: &str, wish: &Checked) -> Result<Option<(i64, State, i64)>, ServicesError> {
    let mut asked = sql.prepare_cached(
        "SELECT number, state, letter_ms FROM receivers WHERE address = ?1 COLLATE NOCASE AND contest = ?2 AND what = ?3
         AND regions = ?4 AND channel = 'mail' AND state <> 'ended'",
    )?;
    let Checked { contest, regions, what, .. } = wish;
    let found = asked.query_row(params![address, contest, what.text(), regions.join(" ")], |row| {
        Ok((row.get(0)?, State::read(&row.get::<_, String>(1)?), row.get(2)?))
    });
    Ok(found.optional()?)
}

/// Whose link it is; a confirmation that was never given is no longer there after [`PENDING_MS`].
pub fn by_token(store: &Store, does: Does, token: &str) -> Result<Receiver, ServicesError> {
    let column = match does {
        Does::Confirm => "confirm",
        Does::Leave => "leave",
    };
    let found = store.read(|sql| {
        let mut asked =
            sql.prepare_cached(&format!("SELECT {COLUMNS} FROM receivers WHERE {column} = ?1"))?;
        Ok(asked.query_row([hashed(token)], receiver).optional()?)
    })?;
    found.ok_or_else(|| Refusal::NoSubscription.into())
}

/// Whoever holds the address confirms. Twice is once; what was ended is not begun again by an old link.
pub fn confirm(store: &Store, token: &str, now: i64) -> Result<Receiver, ServicesError> {
    let of = by_token(store, Does::Confirm, token)?;
    match of.state {
        State::Ended => return Err(Refusal::NoSubscription.into()),
        State::Confirmed => return Ok(of),
        State::Pending => {}
    }
    store.write(|sql| {
        sql.execute(
            "UPDATE receivers SET state = 'confirmed', confirmed_ms = ?2 WHERE number = ?1 AND state = 'pending'",
            params![of.number, now],
        )?;
        outbox::confirmed(sql, of.number, now)
    })?;
    find(store, of.number)
}

/// Ends a subscription by its link. Twice is once.
pub fn leave(store: &Store, token: &str, now: i64) -> Result<Receiver, ServicesError> {
    let of = by_token(store, Does::Leave, token)?;
    end(store, of.number, now)
}

/// Ends a receiver: whatever waits for it is not sent any more.
pub fn end(store: &Store, number: i64, now: i64) -> Result<Receiver, ServicesError> {
    find(store, number)?;
    store.write(|sql| {
        sql.execute(
            "UPDATE receivers SET state = 'ended', ended_ms = ?2 WHERE number = ?1 AND state <> 'ended'",
            params![number, now],
        )?;
        outbox::ended(sql, number, now)
    })?;
    find(store, number)
}

/// A receiver by its number.
pub fn find(store: &Store, number: i64) -> Result<Receiver, ServicesError> {
    let found = store.read(|sql| {
        let mut asked = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM receivers WHERE number = ?1"))?;
        Ok(asked.query_row([number], receiver).optional()?)
    })?;
    found.ok_or_else(|| Refusal::NoReceiver(number).into())
}

/// All that are not ended, or all, in the order they came.
pub fn list(store: &Store, ended: bool) -> Result<Vec<Receiver>, ServicesError> {
    let which = if ended { "" } else { "WHERE state <> 'ended'" };
    store.read(|sql| {
        let mut asked =
            sql.prepare_cached(&format!("SELECT {COLUMNS} FROM receivers {which} ORDER BY number"))?;
        let rows = asked.query_map([], receiver)?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
    })
}

/// Whether anybody holds links.
pub fn linked(store: &Store) -> Result<bool, ServicesError> {
    store.read(|sql| {
        Ok(sql.query_row("SELECT EXISTS (SELECT 1 FROM receivers WHERE confirm IS NOT NULL)", [], |row| {
            row.get(0)
        })?)
    })
}

/// Deletes what was never confirmed, and the addresses of those that ended before; how many.
pub fn forget(store: &Store, now: i64, before_ms: i64) -> Result<usize, ServicesError> {
    store.write(|sql| {
        let unconfirmed = now.saturating_sub(PENDING_MS);
        // Only after its last letter, too: the link in it says how long it is good.
        let which = "SELECT number FROM receivers WHERE state = 'pending' AND at_ms < ?1 AND letter_ms < ?1";
        sql.execute(&format!("DELETE FROM outbox WHERE receiver IN ({which})"), [unconfirmed])?;
        sql.execute(&format!("DELETE FROM receipts WHERE receiver IN ({which})"), [unconfirmed])?;
        let deleted =
            sql.execute(&format!("DELETE FROM receivers WHERE number IN ({which})"), [unconfirmed])?;
        let forgotten = sql.execute(
            "UPDATE receivers SET address = NULL, secret = NULL, confirm = NULL, leave = NULL
             WHERE state = 'ended' AND ended_ms < ?1 AND address IS NOT NULL",
            [before_ms],
        )?;
        Ok(deleted.saturating_add(forgotten))
    })
}
