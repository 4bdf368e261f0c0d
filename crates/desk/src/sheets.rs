//! Sheets that people type: what is kept of each, and which comes next.

use std::sync::atomic::{AtomicI64, Ordering};

use election::{Cell, Figure, Unread};

use crate::entry::{Cells, Entry, EntryError, Fate, Person, Resolution, Step, Typed};
use crate::store::{Got, Sql, SqlError, Value};

/// A sheet's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetId(pub i64);

/// A state's number in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// [`Entry::Open`].
    Open,
    /// [`Entry::Once`].
    Once,
    /// [`Entry::Different`].
    Different,
    /// [`Entry::Returned`].
    Returned,
    /// [`Entry::Agreed`].
    Agreed,
}

impl State {
    const ALL: [State; 5] = [State::Open, State::Once, State::Different, State::Returned, State::Agreed];

    fn number(self) -> i64 {
        self as i64
    }

    pub(crate) fn numbered(number: i64) -> Option<State> {
        State::ALL.into_iter().find(|one| one.number() == number)
    }

    fn of(entry: &Entry) -> State {
        match entry {
            Entry::Open => State::Open,
            Entry::Once { .. } => State::Once,
            Entry::Different { .. } => State::Different,
            Entry::Returned { .. } => State::Returned,
            Entry::Agreed { .. } => State::Agreed,
        }
    }
}

// What became of a row of `typed`.
const DRAFT: i64 = 0;
const TAKEN: i64 = 1;
const DISCARDED: i64 = 2;
const CORRECTED: i64 = 3;
const SUPERSEDED: i64 = 4;

/// What the tables say that this program never writes.
pub(crate) fn damaged(what: &str) -> SqlError {
    SqlError(format!("the desk's tables are damaged: {what}"))
}

/// What a person has typed of a sheet so far: `None` where they have not said anything yet, which is no empty box.
pub type Draft = Box<[Option<Cell>]>;

/// Cells as they are kept: `[90,110,"illegible"]`.
pub(crate) fn to_text(cells: &[Cell]) -> String {
    listed(cells.iter().map(|cell| Some(*cell)))
}

/// The same of a draft: `[90,null,"illegible"]`.
fn listed(cells: impl Iterator<Item = Option<Cell>>) -> String {
    let each = cells.map(|cell| match cell {
        Some(Cell::Read(Figure(value))) => value.to_string(),
        Some(Cell::Unread(why)) => format!("\"{}\"", why.text()),
        None => "null".to_owned(),
    });
    format!("[{}]", each.collect::<Vec<_>>().join(","))
}

fn draft_from_text(text: &str) -> Option<Draft> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Kept {
        Figure(u32),
        Unread(String),
    }
    let kept: Vec<Option<Kept>> = serde_json::from_str(text).ok()?;
    let cell = |kept| match kept {
        Some(Kept::Figure(value)) => Some(Some(Cell::Read(Figure(value)))),
        Some(Kept::Unread(word)) => Unread::parse(&word).map(Cell::Unread).map(Some),
        None => Some(None),
    };
    kept.into_iter().map(cell).collect()
}

pub(crate) fn from_text(text: &str) -> Option<Cells> {
    draft_from_text(text).and_then(|draft| whole(&draft))
}

/// A draft's cells, once something is said of each.
fn whole(draft: &[Option<Cell>]) -> Option<Cells> {
    draft.iter().copied().collect()
}

/// A sheet as it is kept: its entry, and the rows its figures stand in.
struct Kept {
    entry: Entry,
    first: Option<i64>,
    second: Option<i64>,
}

impl Kept {
    /// The row that holds figures.
    fn row_of(&self, typed: &Typed) -> Option<i64> {
        let (one, other) = match &self.entry {
            Entry::Open => (None, None),
            Entry::Once { first } => (Some(first), None),
            Entry::Different { first, second } | Entry::Agreed { first, second } => {
                (Some(first), Some(second))
            }
            Entry::Returned { kept, returned } => (Some(kept), Some(returned)),
        };
        if one == Some(typed) {
            self.first
        } else if other == Some(typed) {
            self.second
        } else {
            None
        }
    }
}

fn kept(sql: &mut dyn Sql, sheet: SheetId) -> Result<Option<Kept>, SqlError> {
    let found = sql.first("SELECT state, first, second FROM sheet WHERE id = $1", &[Value::Int(sheet.0)])?;
    let Some(row) = found else { return Ok(None) };
    let [state, first, second] = row.as_slice() else { return Err(damaged("a sheet's columns")) };
    let (first, second) = (first.int(), second.int());
    let state = state.int().and_then(State::numbered);
    let mut typed = |row: Option<i64>| -> Result<Typed, SqlError> {
        let row = row.ok_or_else(|| damaged("a sheet without the figures of its state"))?;
        let found = sql.first("SELECT person, cells FROM typed WHERE id = $1", &[Value::Int(row)])?;
        let typed = found.as_deref().and_then(|row| {
            let [person, cells] = row else { return None };
            Some(Typed { by: Person(person.int()?), cells: from_text(cells.text()?)? })
        });
        typed.ok_or_else(|| damaged("figures that can't be read"))
    };
    let entry = match state.ok_or_else(|| damaged("a sheet's state"))? {
        State::Open => Entry::Open,
        State::Once => Entry::Once { first: typed(first)? },
        State::Different => Entry::Different { first: typed(first)?, second: typed(second)? },
        State::Returned => Entry::Returned { kept: typed(first)?, returned: typed(second)? },
        State::Agreed => Entry::Agreed { first: typed(first)?, second: typed(second)? },
    };
    Ok(Some(Kept { entry, first, second }))
}

/// Names of rows, each given once. A name that a failed act took stays unused.
#[derive(Debug)]
pub struct Names {
    typed: AtomicI64,
    sheet: AtomicI64,
}

impl Names {
    /// After those that are in the tables.
    pub fn after(sql: &mut dyn Sql) -> Result<Names, SqlError> {
        let mut last = |query: &'static str| -> Result<AtomicI64, SqlError> {
            let found = sql.first(query, &[])?;
            let last = found.and_then(|row| row.first().and_then(Got::int)).unwrap_or(0);
            Ok(AtomicI64::new(last + 1))
        };
        Ok(Names { typed: last("SELECT max(id) FROM typed")?, sheet: last("SELECT max(id) FROM sheet")? })
    }
}

/// Why an act on a sheet was refused; nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such sheet.
    #[error("there is no such sheet")]
    NoSheet,
    /// Its state forbids it.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// Who has seen what others typed of it can't type it.
    #[error("you have seen what others typed of this sheet: somebody else types it")]
    HasSeen,
    /// It is not what was looked at any more.
    #[error("this sheet has changed since you looked at it: look again")]
    Changed,
    /// It is finalised before anything of it was saved.
    #[error("nothing was saved yet of this sheet")]
    NothingSaved,
    /// It is finalised before something is said of every field.
    #[error("this sheet is not typed to its end: a field has neither a figure nor a word why there is none")]
    Unfinished,
}

/// What an act came to, or why its rules refused it; and apart from that, whether the engine kept it.
pub type Ruled<T> = Result<Result<T, Refused>, SqlError>;

/// Adds a sheet that people are to type. It has been in its state since nobody knows when: nothing of it was typed.
pub fn add(
    sql: &mut dyn Sql,
    names: &Names,
    contest: &str,
    station: &str,
    urgency: i64,
) -> Result<SheetId, SqlError> {
    let id = names.sheet.fetch_add(1, Ordering::Relaxed);
    sql.run(
        "INSERT INTO sheet (id, contest, station, state, urgency) VALUES ($1, $2, $3, $4, $5)",
        &[
            Value::Int(id),
            Value::Text(contest),
            Value::Text(station),
            Value::Int(State::Open.number()),
            Value::Int(urgency),
        ],
    )?;
    Ok(SheetId(id))
}

/// Keeps what a person has typed so far. Every save stays on record; the last one is what [`finalise`] takes.
pub fn save(
    sql: &mut dyn Sql,
    names: &Names,
    sheet: SheetId,
    by: Person,
    draft: &[Option<Cell>],
    at_ms: i64,
) -> Ruled<()> {
    if let Err(refused) = allowed(sql, sheet, by)? {
        return Ok(Err(refused));
    }
    let id = names.typed.fetch_add(1, Ordering::Relaxed);
    sql.run(
        "INSERT INTO typed (id, sheet, person, fate, cells, at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(id),
            Value::Int(sheet.0),
            Value::Int(by.0),
            Value::Int(DRAFT),
            Value::Text(&listed(draft.iter().copied())),
            Value::Int(at_ms),
        ],
    )?;
    Ok(Ok(()))
}

/// A sheet, if a person may type it now.
fn allowed(sql: &mut dyn Sql, sheet: SheetId, person: Person) -> Ruled<Kept> {
    let Some(kept) = kept(sql, sheet)? else { return Ok(Err(Refused::NoSheet)) };
    if let Err(error) = kept.entry.may_type(person) {
        return Ok(Err(error.into()));
    }
    Ok(if has_seen(sql, sheet, person)? { Err(Refused::HasSeen) } else { Ok(kept) })
}

/// Whether a person may type a sheet now, and what they go on from: what they saved last and did not finalise, or what came back
/// to them.
pub fn may_type(sql: &mut dyn Sql, sheet: SheetId, person: Person) -> Ruled<Option<Draft>> {
    let kept = match allowed(sql, sheet, person)? {
        Ok(kept) => kept,
        Err(refused) => return Ok(Err(refused)),
    };
    Ok(Ok(match (draft(sql, sheet, person)?, kept.entry) {
        (Some((_, draft)), _) => Some(draft),
        (None, Entry::Returned { returned, .. }) => Some(returned.cells.iter().copied().map(Some).collect()),
        (None, Entry::Open | Entry::Once { .. } | Entry::Different { .. } | Entry::Agreed { .. }) => None,
    }))
}

fn has_seen(sql: &mut dyn Sql, sheet: SheetId, person: Person) -> Result<bool, SqlError> {
    let seen = "SELECT person FROM seen WHERE sheet = $1 AND person = $2";
    Ok(sql.first(seen, &[Value::Int(sheet.0), Value::Int(person.0)])?.is_some())
}

/// A person's figures, as they saved them last, are complete. Gives the next state, and the figures that were taken.
pub fn finalise(sql: &mut dyn Sql, sheet: SheetId, person: Person, at_ms: i64) -> Ruled<(Entry, Cells)> {
    // Whose turn it is not is told so, whether or not they saved anything.
    let kept = match allowed(sql, sheet, person)? {
        Ok(kept) => kept,
        Err(refused) => return Ok(Err(refused)),
    };
    let Some((id, draft)) = draft(sql, sheet, person)? else { return Ok(Err(Refused::NothingSaved)) };
    let Some(cells) = whole(&draft) else { return Ok(Err(Refused::Unfinished)) };
    let typed = Typed { by: person, cells };
    match kept.entry.clone().finalised(typed.clone()) {
        Ok(step) => {
            fate(sql, id, TAKEN)?;
            // Earlier saves are no drafts any more, or one of them would be taken when the sheet comes back.
            sql.run(
                "UPDATE typed SET fate = $1 WHERE sheet = $2 AND person = $3 AND fate = $4",
                &[Value::Int(SUPERSEDED), Value::Int(sheet.0), Value::Int(person.0), Value::Int(DRAFT)],
            )?;
            moved(sql, sheet, &kept, &step, Some((&typed, id)), at_ms)?;
            Ok(Ok((step.next, typed.cells)))
        }
        Err(error) => Ok(Err(error.into())),
    }
}

/// A difference as it was looked at: the rows of the two.
pub type Looked = (i64, i64);

/// Shows a person two differing entries, and writes down that they have seen them: from then on they can't type the sheet. Who
/// typed it is not shown anything.
pub fn look(sql: &mut dyn Sql, sheet: SheetId, person: Person) -> Ruled<(Entry, Looked)> {
    let Some(kept) = kept(sql, sheet)? else { return Ok(Err(Refused::NoSheet)) };
    let rows = kept.first.zip(kept.second).filter(|_| matches!(kept.entry, Entry::Different { .. }));
    let Some(rows) = rows else { return Ok(Err(EntryError::NoDifference.into())) };
    let typed = "SELECT id FROM typed WHERE sheet = $1 AND person = $2 LIMIT 1";
    let ids = [Value::Int(sheet.0), Value::Int(person.0)];
    if sql.first(typed, &ids)?.is_some() {
        return Ok(Err(EntryError::OwnDifference.into()));
    }
    if !has_seen(sql, sheet, person)? {
        sql.run("INSERT INTO seen (sheet, person) VALUES ($1, $2)", &ids)?;
    }
    Ok(Ok((kept.entry, rows)))
}

/// A third person decides a difference that they have looked at. Gives what it was and what it is now.
pub fn resolve(
    sql: &mut dyn Sql,
    sheet: SheetId,
    by: Person,
    looked: Looked,
    how: Resolution,
    at_ms: i64,
) -> Ruled<(Entry, Entry)> {
    let Some(kept) = kept(sql, sheet)? else { return Ok(Err(Refused::NoSheet)) };
    let step = match kept.entry.clone().resolved(by, how) {
        Ok(step) => step,
        Err(error) => return Ok(Err(error.into())),
    };
    if !has_seen(sql, sheet, by)? || kept.first.zip(kept.second) != Some(looked) {
        return Ok(Err(Refused::Changed));
    }
    moved(sql, sheet, &kept, &step, None, at_ms)?;
    Ok(Ok((kept.entry, step.next)))
}

/// What a person saved last of a sheet and has not finalised: its row, and the cells.
fn draft(sql: &mut dyn Sql, sheet: SheetId, person: Person) -> Result<Option<(i64, Draft)>, SqlError> {
    let found = sql.first(
        "SELECT id, cells FROM typed WHERE sheet = $1 AND person = $2 AND fate = $3 ORDER BY id DESC LIMIT 1",
        &[Value::Int(sheet.0), Value::Int(person.0), Value::Int(DRAFT)],
    )?;
    let Some(row) = found else { return Ok(None) };
    let saved = row.first().and_then(Got::int).zip(row.get(1).and_then(Got::text).and_then(draft_from_text));
    saved.map(Some).ok_or_else(|| damaged("saved figures that can't be read"))
}

/// Whose a sheet is.
pub fn whose(sql: &mut dyn Sql, sheet: SheetId) -> Result<Option<Whose>, SqlError> {
    let found = sql.first("SELECT contest, station FROM sheet WHERE id = $1", &[Value::Int(sheet.0)])?;
    Ok(found.as_deref().and_then(|row| {
        let [contest, station] = row else { return None };
        Some(Whose { contest: contest.text()?.to_owned(), station: station.text()?.to_owned() })
    }))
}

/// What stands of a sheet.
pub fn entry(sql: &mut dyn Sql, sheet: SheetId) -> Result<Option<Entry>, SqlError> {
    Ok(kept(sql, sheet)?.map(|kept| kept.entry))
}

fn fate(sql: &mut dyn Sql, row: i64, fate: i64) -> Result<(), SqlError> {
    sql.run("UPDATE typed SET fate = $1 WHERE id = $2", &[Value::Int(fate), Value::Int(row)]).map(|_| ())
}

/// Writes a step down.
fn moved(
    sql: &mut dyn Sql,
    sheet: SheetId,
    before: &Kept,
    step: &Step,
    new: Option<(&Typed, i64)>,
    at_ms: i64,
) -> Result<(), SqlError> {
    for (typed, why) in &step.out {
        let row = before.row_of(typed).ok_or_else(|| damaged("figures that no row holds"))?;
        let number = match why {
            Fate::Discarded => DISCARDED,
            Fate::Corrected => CORRECTED,
        };
        fate(sql, row, number)?;
    }
    let row = |typed: &Typed| {
        let new = new.filter(|(new, _)| *new == typed).map(|(_, row)| row);
        let row = new.or_else(|| before.row_of(typed));
        row.map(Value::Int).ok_or_else(|| damaged("figures that no row holds"))
    };
    let (first, second) = match &step.next {
        Entry::Open => (Value::Null, Value::Null),
        Entry::Once { first } => (row(first)?, Value::Null),
        Entry::Different { first, second } | Entry::Agreed { first, second } => (row(first)?, row(second)?),
        Entry::Returned { kept, returned } => (row(kept)?, row(returned)?),
    };
    sql.run(
        "UPDATE sheet SET state = $1, first = $2, second = $3, since = $4 WHERE id = $5",
        &[Value::Int(State::of(&step.next).number()), first, second, Value::Int(at_ms), Value::Int(sheet.0)],
    )
    .map(|_| ())
}

/// Urgencies of what is in the queues, the most urgent last. Rows of tables say them: what one means stays as it is.
pub const URGENCIES: std::ops::RangeInclusive<i64> = 0..=7;
/// Two who count have stated different figures, and neither takes the other's place.
pub const RIVALS: i64 = 6;
/// The figures that stand break an identity of the form.
pub const CONFLICT: i64 = 5;
/// Somebody disputes what stands.
pub const DISPUTED: i64 = 4;
/// What stands is in doubt: a field is illegible, or a check can't be decided for want of one.
pub const DOUBTFUL: i64 = 3;
/// There are photos, and nobody has stated a figure.
pub const PICTURED: i64 = 2;
/// There are photos of some pages of the form, and not of all.
pub const MISSING: i64 = 1;
/// A photo that a statement names has not come for long.
pub const AWAITED: i64 = 0;
/// It needs nobody: in no queue.
const SETTLED: i64 = -1;

/// Why a sheet is in the queue, in one word.
pub fn need(urgency: i64) -> Option<&'static str> {
    match urgency {
        RIVALS => Some("rivals"),
        CONFLICT => Some("conflict"),
        DISPUTED => Some("disputed"),
        DOUBTFUL => Some("doubtful"),
        PICTURED => Some("pictured"),
        MISSING => Some("missing"),
        AWAITED => Some("awaited"),
        _ => None,
    }
}

/// What is in the queue of stations whose code begins with `region`, and not typed to its end: how many sheets of each urgency, the
/// most urgent first.
pub fn waiting(sql: &mut dyn Sql, region: &str) -> Result<Vec<(i64, i64)>, SqlError> {
    let rows = sql.rows(
        "SELECT urgency, count(*) FROM sheet WHERE station >= $1 AND station < $2 AND urgency > $3 AND state <> $4 \
         GROUP BY urgency ORDER BY urgency DESC",
        &[
            Value::Text(region),
            Value::Text(&after(region)),
            Value::Int(SETTLED),
            Value::Int(State::Agreed.number()),
        ],
    )?;
    let each = rows.iter().map(|row| Some((row.first()?.int()?, row.get(1)?.int()?)));
    each.collect::<Option<_>>().ok_or_else(|| damaged("a sheet's urgency"))
}

/// A sheet as the ledger has it now: `urgency` says how urgently a person is needed, none that nobody is; `confirmed` are the
/// figures that stand, where somebody who decides has confirmed them.
pub fn followed(
    sql: &mut dyn Sql,
    names: &Names,
    contest: &str,
    station: &str,
    urgency: Option<i64>,
    confirmed: Option<&str>,
) -> Result<(), SqlError> {
    let (contest, station) = (Value::Text(contest), Value::Text(station));
    if let Some(cells) = confirmed {
        sql.run(
            "UPDATE sheet SET stated = 1 WHERE contest = $1 AND station = $2 AND state = $3 AND EXISTS \
             (SELECT 1 FROM typed t WHERE t.id = sheet.first AND t.cells = $4)",
            &[contest, station, Value::Int(State::Agreed.number()), Value::Text(cells)],
        )?;
    }
    let known = sql.run(
        "UPDATE sheet SET urgency = $1 WHERE contest = $2 AND station = $3",
        &[Value::Int(urgency.unwrap_or(SETTLED)), contest, station],
    )?;
    let Some(urgency) = urgency else { return Ok(()) };
    if known == 0 {
        let id = names.sheet.fetch_add(1, Ordering::Relaxed);
        return sql
            .run(
                "INSERT INTO sheet (id, contest, station, state, urgency) VALUES ($1, $2, $3, $4, $5)",
                &[Value::Int(id), contest, station, Value::Int(State::Open.number()), Value::Int(urgency)],
            )
            .map(|_| ());
    }
    // What two agreed on is in the ledger, and something came after it: it is typed anew. What was typed stays on record.
    sql.run(
        "UPDATE sheet SET state = $1, first = NULL, second = NULL, stated = 0 WHERE contest = $2 AND station = $3 AND \
         state = $4 AND stated = 1",
        &[Value::Int(State::Open.number()), contest, station, Value::Int(State::Agreed.number())],
    )
    .map(|_| ())
}

/// A photo of a sheet has not come for long: where nothing else calls for a person, that does.
pub fn overdue(sql: &mut dyn Sql, names: &Names, contest: &str, station: &str) -> Result<(), SqlError> {
    let found = sql.first(
        "SELECT urgency FROM sheet WHERE contest = $1 AND station = $2",
        &[Value::Text(contest), Value::Text(station)],
    )?;
    match found.and_then(|row| row.first().and_then(Got::int)) {
        Some(SETTLED) | None => followed(sql, names, contest, station, Some(AWAITED), None),
        Some(_) => Ok(()),
    }
}

/// All photos of a sheet have come: nobody has to look after them any more.
pub fn complete(sql: &mut dyn Sql, contest: &str, station: &str) -> Result<(), SqlError> {
    sql.run(
        "UPDATE sheet SET urgency = $1 WHERE contest = $2 AND station = $3 AND urgency = $4",
        &[Value::Int(SETTLED), Value::Text(contest), Value::Text(station), Value::Int(AWAITED)],
    )
    .map(|_| ())
}

/// A plenary closed over all sheets of a region (its code; the nation's is empty): but for those with rivals, which it can't
/// confirm, nobody is needed any more.
pub fn closed_over(sql: &mut dyn Sql, contest: &str, region: &str) -> Result<(), SqlError> {
    sql.run(
        "UPDATE sheet SET urgency = $1 WHERE contest = $2 AND station >= $3 AND station < $4 AND urgency < $5",
        &[
            Value::Int(SETTLED),
            Value::Text(contest),
            Value::Text(region),
            Value::Text(&after(region)),
            Value::Int(RIVALS),
        ],
    )
    .map(|_| ())
}

/// What follows every code that begins so: codes are digits and capital letters, in the order of their bytes.
pub(crate) fn after(region: &str) -> String {
    format!("{region}~")
}

/// What two people agreed on and nobody has signed yet, of stations whose code begins with `region`.
pub fn unsigned(
    sql: &mut dyn Sql,
    region: &str,
    by: Person,
    most: i64,
) -> Result<Vec<(SheetId, Whose)>, SqlError> {
    let rows = sql.rows(
        "SELECT id, contest, station FROM sheet WHERE state = $1 AND stated = 0 AND station >= $2 AND station < $3 \
         AND NOT EXISTS (SELECT 1 FROM typed WHERE typed.id IN (sheet.first, sheet.second) AND typed.person = $4) \
         ORDER BY station, id LIMIT $5",
        &[
            Value::Int(State::Agreed.number()),
            Value::Text(region),
            Value::Text(&after(region)),
            Value::Int(by.0),
            Value::Int(most),
        ],
    )?;
    rows.iter().map(|row| named(row)).collect()
}

fn named(row: &[Got]) -> Result<(SheetId, Whose), SqlError> {
    let [id, contest, station] = row else { return Err(damaged("a sheet's columns")) };
    let parts = id.int().zip(contest.text().zip(station.text()));
    let (id, (contest, station)) = parts.ok_or_else(|| damaged("a sheet's name"))?;
    Ok((SheetId(id), Whose { contest: contest.to_owned(), station: station.to_owned() }))
}

/// Whose queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// What went back to this person.
    Returned(Person),
    /// What one other has typed.
    Once(Person),
    /// What nobody has.
    Open(Person),
    /// What waits for a decision.
    Different,
}

impl Queue {
    /// The statement, the state it asks for and whose it is. Sheets whose figures a person has seen are not theirs to type.
    fn asks(self) -> (&'static str, State, Option<Person>) {
        match self {
            Queue::Returned(person) => (
                "SELECT s.id, s.contest, s.station FROM sheet s WHERE s.state = $1 AND s.urgency = $2 AND s.station >= $3 \
                 AND s.station < $4 AND EXISTS (SELECT 1 FROM typed t WHERE t.id = s.second AND t.person = $5) \
                 ORDER BY s.station, s.id LIMIT $6",
                State::Returned,
                Some(person),
            ),
            // Of what nobody has typed nobody is the first: the same words ask for both.
            Queue::Once(person) | Queue::Open(person) => (
                "SELECT s.id, s.contest, s.station FROM sheet s WHERE s.state = $1 AND s.urgency = $2 AND s.station >= $3 \
                 AND s.station < $4 AND NOT EXISTS (SELECT 1 FROM typed t WHERE t.id = s.first AND t.person = $5) \
                 AND NOT EXISTS (SELECT 1 FROM seen e WHERE e.sheet = s.id AND e.person = $5) \
                 ORDER BY s.station, s.id LIMIT $6",
                if matches!(self, Queue::Open(_)) { State::Open } else { State::Once },
                Some(person),
            ),
            Queue::Different => (
                "SELECT id, contest, station FROM sheet WHERE state = $1 AND urgency = $2 AND station >= $3 AND station < $4 \
                 ORDER BY station, id LIMIT $5",
                State::Different,
                None,
            ),
        }
    }
}

/// The next sheets of a queue, the most urgent first, of stations whose code begins with `region`.
pub fn next(
    sql: &mut dyn Sql,
    queue: Queue,
    region: &str,
    most: i64,
) -> Result<Vec<(SheetId, Whose)>, SqlError> {
    let end = after(region);
    let (asked, state, person) = queue.asks();
    let mut found = Vec::new();
    for urgency in URGENCIES.rev() {
        let left = most - i64::try_from(found.len()).unwrap_or(most);
        if left <= 0 {
            break;
        }
        let mut values =
            vec![Value::Int(state.number()), Value::Int(urgency), Value::Text(region), Value::Text(&end)];
        values.extend(person.map(|person| Value::Int(person.0)));
        values.push(Value::Int(left));
        for row in sql.rows(asked, &values)? {
            found.push(named(&row)?);
        }
    }
    Ok(found)
}

/// Whose sheet it is: what a lease remembers, so that nobody asks the tables again at every save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// Contest's id.
    pub contest: String,
    /// Station's code.
    pub station: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_were_kept() {
        let cells = [Cell::Read(Figure(90)), Cell::Unread(Unread::Illegible), Cell::Read(Figure(0))];
        assert_eq!(to_text(&cells), r#"[90,"illegible",0]"#);
        assert_eq!(from_text(&to_text(&cells)).as_deref(), Some(&cells[..]));
        assert_eq!(from_text("[1.5]"), None);
        assert_eq!(from_text(r#"["other"]"#), None);
        let draft = [Some(Cell::Read(Figure(0))), None];
        let text = listed(draft.into_iter());
        assert_eq!((text.as_str(), draft_from_text(&text).as_deref()), ("[0,null]", Some(&draft[..])));
        // What is not typed to its end is no sheet.
        assert_eq!(from_text(&text), None);
    }
}
