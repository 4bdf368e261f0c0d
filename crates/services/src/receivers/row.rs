//! A receiver as its row.

use rusqlite::Row;

use crate::Refusal;

/// How it gets there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// By mail.
    Mail,
    /// Posted to a web address.
    Webhook,
    /// Put into a bucket.
    Bucket,
}

impl Channel {
    /// Its word.
    pub fn text(self) -> &'static str {
        match self {
            Channel::Mail => "mail",
            Channel::Webhook => "webhook",
            Channel::Bucket => "bucket",
        }
    }

    /// Of a row: nothing else is written.
    fn read(word: &str) -> Channel {
        let all = [Channel::Webhook, Channel::Bucket];
        all.into_iter().find(|one| one.text() == word).unwrap_or(Channel::Mail)
    }
}

/// Where it stands: pending, then confirmed, then ended; never back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Asked for.
    Pending,
    /// Whoever holds the address wants it.
    Confirmed,
    /// Nothing is sent any more.
    Ended,
}

impl State {
    /// Its word.
    pub fn text(self) -> &'static str {
        match self {
            State::Pending => "pending",
            State::Confirmed => "confirmed",
            State::Ended => "ended",
        }
    }

    /// Of a row: nothing else is written, and what is not understood gets nothing.
    pub(super) fn read(word: &str) -> State {
        let all = [State::Pending, State::Confirmed];
        all.into_iter().find(|one| one.text() == word).unwrap_or(State::Ended)
    }
}

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The day's table of stations, raw, of each region.
    Daily,
    /// How far the count is, in words, and the table of totals.
    Digest,
}

impl What {
    /// Both, in the order of the form.
    pub const ALL: [What; 2] = [What::Daily, What::Digest];

    /// Its word.
    pub fn text(self) -> &'static str {
        match self {
            What::Daily => "daily",
            What::Digest => "digest",
        }
    }

    /// Reads a word.
    pub fn parse(word: &str) -> Result<What, Refusal> {
        let found = What::ALL.into_iter().find(|one| one.text() == word);
        found.ok_or_else(|| Refusal::What(word.chars().take(40).collect()))
    }
}

/// Somebody, or a machine, that gets the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receiver {
    /// Its number.
    pub number: i64,
    /// How.
    pub channel: Channel,
    /// Where to; none: it ended, and was forgotten.
    pub address: Option<String>,
    /// What.
    pub what: What,
    /// Of which contest.
    pub contest: String,
    /// Of which regions: codes, in the order of the list.
    pub regions: Vec<String>,
    /// Language of letters.
    pub language: String,
    /// Where it stands.
    pub state: State,
    /// Random bytes its links are made of.
    pub nonce: Vec<u8>,
    /// What a webhook is signed with.
    pub secret: Option<String>,
    /// When it was asked for, unix milliseconds.
    pub at_ms: i64,
    /// The newest cut that was made ready for it; 0: none.
    pub last_cut: i64,
}

pub(crate) const COLUMNS: &str = "receivers.number, channel, address, what, contest, regions, language, receivers.state, nonce, secret, \
     receivers.at_ms, last_cut";

/// How many columns those are.
pub(crate) const WIDTH: usize = 12;

pub(crate) fn receiver(row: &Row<'_>) -> rusqlite::Result<Receiver> {
    let word = |at: usize| row.get::<_, String>(at);
    Ok(Receiver {
        number: row.get(0)?,
        channel: Channel::read(&word(1)?),
        address: row.get(2)?,
        what: What::parse(&word(3)?).unwrap_or(What::Digest),
        contest: row.get(4)?,
        regions: word(5)?.split(' ').map(str::to_owned).collect(),
        language: row.get(6)?,
        state: State::read(&word(7)?),
        nonce: row.get(8)?,
        secret: row.get(9)?,
        at_ms: row.get(10)?,
        last_cut: row.get(11)?,
    })
}
