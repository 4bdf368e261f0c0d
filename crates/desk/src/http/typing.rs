//! Typing sheets: claim, save, finalise; and deciding where two people differ.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::{Extension, Json};
use election::{Cell, Figure, Form, Outcome, Unread};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::forms::{self, StationPlace};
use super::problem::Problem;
use super::spec::{Gives, Says, Takes};
use super::station::Words;
use super::{Desk, Gate, Routes, Sent, SheetPath, lock, now_ms};
use crate::access::Act;
use crate::entry::{Entry, EntryError, Resolution, Which};
use crate::people::Account;
use crate::sheets::{self, Draft, Queue, Refused, SheetId, Whose, to_text};
use crate::trail::{self, Done};

pub(super) fn routes(routes: Routes) -> Routes {
    let claimed = || [(StatusCode::OK, Gives::json::<Claimed>())];
    let decided = || [(StatusCode::OK, Gives::json::<InState>())];
    routes
        .add(Method::POST, "/api/sheets/next", Gate::May(Act::Type), next)
        .says(Says::new("Claims the most urgent sheet that one may type.", Takes::Nothing, &claimed()))
        .add(Method::POST, "/api/sheets/{sheet}/claim", Gate::May(Act::Type), claim)
        .says(Says::new("Claims a sheet, or goes on with it.", Takes::Nothing, &claimed()))
        .add(Method::POST, "/api/sheets/{sheet}/give-back", Gate::May(Act::Type), give_back)
        .says(Says::new(
            "Gives a claimed sheet back.",
            Takes::Nothing,
            &[(StatusCode::NO_CONTENT, Gives::Nothing)],
        ))
        .add(Method::POST, "/api/sheets/{sheet}/save", Gate::May(Act::Type), save)
        .says(Says::new(
            "Keeps what is typed of a claimed sheet, in part or whole; tells what does not fit.",
            Takes::json::<Save>(),
            &[(StatusCode::OK, Gives::json::<Saved>())],
        ))
        .add(Method::POST, "/api/sheets/{sheet}/finalise", Gate::May(Act::Type), finalise)
        .says(Says::new("Ends the typing of a claimed sheet, as it was saved.", Takes::Nothing, &decided()))
        .add(Method::POST, "/api/sheets/{sheet}/look", Gate::May(Act::Resolve), look)
        .says(Says::new(
            "Shows both entries of a difference, and writes down who has seen them.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Difference>())],
        ))
        .add(Method::POST, "/api/sheets/{sheet}/resolve", Gate::May(Act::Resolve), resolve)
        .says(Says::new("Decides a difference that one has looked at.", Takes::json::<Resolve>(), &decided()))
        .add(Method::GET, "/api/differences", Gate::May(Act::Resolve), differences)
        .says(Says::new(
            "Sheets where two people typed different figures.",
            Takes::Nothing,
            &[(StatusCode::OK, Gives::json::<Differences>())],
        ))
}

type Me = Extension<Arc<Account>>;

impl Account {
    /// That a station lies in the account's region.
    pub(super) fn acts_at(&self, station: &str) -> Result<(), Problem> {
        if station.starts_with(&self.region) {
            return Ok(());
        }
        let detail = format!("station {station} is outside your region {}", self.region);
        Err(Problem::new(StatusCode::FORBIDDEN, "not-your-region", detail))
    }
}

impl Desk {
    /// The form of a sheet.
    pub(super) fn form(&self, whose: &Whose) -> Result<&Form, Problem> {
        let station = self.election.places.find_station(&whose.station);
        let contest = self.election.profile.contest(&whose.contest);
        let form = contest.zip(station).and_then(|(contest, station)| self.election.form(contest, station));
        form.map(|form| self.election.form_by_ix(form)).ok_or_else(|| Refused::NoSheet.into())
    }

    /// A sheet of the account's own region.
    pub(super) async fn own(self: &Arc<Desk>, sheet: SheetId, account: &Account) -> Result<Whose, Problem> {
        let whose = self.read(move |sql| sheets::whose(sql, sheet)).await?.ok_or(Refused::NoSheet)?;
        account.acts_at(&whose.station)?;
        Ok(whose)
    }

    /// A sheet that the account has claimed.
    fn claimed(&self, sheet: SheetId, account: &Account) -> Result<Whose, Problem> {
        lock(&self.leases).keep(sheet, account.id, now_ms()).ok_or_else(|| {
            Problem::new(
                StatusCode::CONFLICT,
                "not-claimed",
                "you don't have this sheet, or not any more: claim it again. What you saved is kept",
            )
        })
    }
}

/// What a typist is shown: whose sheet, the form's boxes, and what they saved of it. Nothing of anybody else.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Claimed {
    sheet: i64,
    contest: String,
    station: String,
    /// Id of the form.
    form: String,
    fields: Vec<BoxShape>,
    /// What they saved; none: nothing yet.
    saved: Option<BTreeMap<String, SentCell>>,
}

/// The boxes of a field.
#[derive(Serialize, JsonSchema)]
#[serde(rename = "Boxes")]
#[schemars(deny_unknown_fields)]
struct BoxShape {
    name: String,
    /// Page, from 1.
    page: u8,
    /// How many boxes.
    digits: u8,
    /// The item's number on the form.
    item: String,
}

fn shown(sheet: SheetId, whose: &Whose, form: &Form, draft: Option<&[Option<Cell>]>) -> Json<Claimed> {
    let fields = form.fields.iter().map(|field| BoxShape {
        name: field.name.to_string(),
        page: field.page,
        digits: field.digits,
        item: field.item.to_string(),
    });
    Json(Claimed {
        sheet: sheet.0,
        contest: whose.contest.clone(),
        station: whose.station.clone(),
        form: form.id.to_string(),
        fields: fields.collect(),
        saved: draft.map(|draft| typed(form, draft.iter().copied())),
    })
}

/// Cells by their fields' names; of what nothing is said there is none.
pub(super) type ToldCells = BTreeMap<String, ToldCell>;

/// A figure, or why there is none.
#[derive(Serialize, JsonSchema)]
#[serde(untagged, rename = "Cell")]
pub(super) enum ToldCell {
    Figure(u32),
    Unread(#[schemars(schema_with = "reasons")] &'static str),
}

fn reasons(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Unread::ALL.map(Unread::text) })
}

/// What is said of a form's fields, by their names.
pub(super) fn told(form: &Form, cells: impl Iterator<Item = Option<Cell>>) -> ToldCells {
    named(form, cells, |cell| match cell {
        Cell::Read(Figure(value)) => ToldCell::Figure(value),
        Cell::Unread(why) => ToldCell::Unread(why.text()),
    })
}

/// What people typed, by the fields' names, as it was sent.
fn typed(form: &Form, cells: impl Iterator<Item = Option<Cell>>) -> BTreeMap<String, SentCell> {
    named(form, cells, |cell| match cell {
        Cell::Read(Figure(value)) => SentCell::Figure(value),
        Cell::Unread(why) => SentCell::Unread(why.text().to_owned()),
    })
}

fn named<T>(
    form: &Form,
    cells: impl Iterator<Item = Option<Cell>>,
    tell: impl Fn(Cell) -> T,
) -> BTreeMap<String, T> {
    let each = form.fields.iter().zip(cells);
    each.filter_map(|(field, cell)| Some((field.name.to_string(), tell(cell?)))).collect()
}

/// Sheets looked at for the next one: beyond those that others have just now.
const LOOKED_AT: i64 = 600;

/// Claims the most urgent sheet that the account may type: what went back to them first, then what one other has typed, then
/// what nobody has.
async fn next(State(desk): State<Arc<Desk>>, Extension(me): Me) -> Result<Json<Claimed>, Problem> {
    let person = me.id;
    for queue in [Queue::Returned(person), Queue::Once(person), Queue::Open(person)] {
        let region = me.region.clone();
        let found = desk.read(move |sql| sheets::next(sql, queue, &region, LOOKED_AT)).await?;
        for (sheet, whose) in found {
            if lock(&desk.leases).taken(sheet, person, now_ms()) {
                continue;
            }
            // Somebody may have typed it meanwhile.
            if let Ok(shown) = claimed(&desk, &me, sheet, whose).await {
                return Ok(shown);
            }
        }
    }
    Err(Problem::new(
        StatusCode::NOT_FOUND,
        "nothing-to-do",
        "there is no sheet to type in your region just now",
    ))
}

async fn claim(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    SheetPath(sheet): SheetPath,
) -> Result<Json<Claimed>, Problem> {
    let whose = desk.own(sheet, &me).await?;
    claimed(&desk, &me, sheet, whose).await
}

async fn claimed(
    desk: &Arc<Desk>,
    me: &Account,
    sheet: SheetId,
    whose: Whose,
) -> Result<Json<Claimed>, Problem> {
    let (person, form) = (me.id, desk.form(&whose)?);
    let saved = desk.read(move |sql| sheets::may_type(sql, sheet, person)).await??;
    if lock(&desk.leases).take(sheet, person, whose.clone(), now_ms()) {
        Ok(shown(sheet, &whose, form, saved.as_deref()))
    } else {
        Err(Problem::new(StatusCode::CONFLICT, "others", "another person is typing this sheet just now"))
    }
}

async fn give_back(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    SheetPath(sheet): SheetPath,
) -> StatusCode {
    lock(&desk.leases).give_back(sheet, me.id);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Save {
    /// Fields' figures, or why there is none. What is not typed yet is not there.
    cells: BTreeMap<String, SentCell>,
}

/// A figure, or why there is none.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum SentCell {
    Figure(u32),
    Unread(#[schemars(schema_with = "seen")] String),
}

/// What a person at a form can see; the other reasons are other sources'.
fn seen(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": [Unread::Illegible.text(), Unread::Empty.text()] })
}

/// What was sent, in the form's order.
pub(super) fn draft(form: &Form, sent: &BTreeMap<String, SentCell>) -> Result<Draft, Problem> {
    let wrong = |code, detail: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail);
    if let Some(other) = sent.keys().find(|name| form.field(name).is_none()) {
        return Err(wrong("unknown-field", format!("the form has no field {other}")));
    }
    let each = form.fields.iter().map(|field| match sent.get(&*field.name) {
        Some(SentCell::Figure(value))
            if value.checked_ilog10().map_or(1, |log| log + 1) <= u32::from(field.digits) =>
        {
            Ok(Some(Cell::Read(Figure(*value))))
        }
        Some(SentCell::Figure(value)) => Err(wrong(
            "too-large",
            format!("{value} does not fit into the {} boxes of {}", field.digits, field.name),
        )),
        Some(SentCell::Unread(word)) => match Unread::parse(word) {
            Some(why @ (Unread::Illegible | Unread::Empty)) => Ok(Some(Cell::Unread(why))),
            Some(Unread::NotPublished | Unread::NoField | Unread::Withdrawn) | None => {
                Err(wrong("unknown-word", format!("{} is a figure, \"illegible\" or \"empty\"", field.name)))
            }
        },
        None => Ok(None),
    });
    each.collect()
}

/// What came of a save.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Saved {
    /// Checks that fail.
    checks: Vec<Failing>,
}

/// A check that fails.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Failing {
    /// Its word.
    check: String,
    hard: bool,
    /// What its two sides come to; none: it has none.
    sides: Option<[String; 2]>,
}

/// Checks that fail: what a person looks at again before they finalise. The paper may be wrong; then it is typed as it is.
fn failing(form: &Form, draft: &[Option<Cell>]) -> Vec<Failing> {
    // What is not typed yet decides nothing, as what can't be read.
    let cells: Vec<Cell> = draft.iter().map(|cell| cell.unwrap_or(Cell::Unread(Unread::Empty))).collect();
    let failing = form.checks.iter().filter(|check| check.evaluate(&cells) == Outcome::Fails);
    let told = failing.map(|check| {
        let sides = check.sides(&cells).map(|(left, right)| [left.to_string(), right.to_string()]);
        Failing { check: check.id.to_string(), hard: check.hard, sides }
    });
    told.collect()
}

async fn save(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    SheetPath(sheet): SheetPath,
    Sent(sent): Sent<Save>,
) -> Result<Json<Saved>, Problem> {
    let whose = desk.claimed(sheet, &me)?;
    let form = desk.form(&whose)?;
    let draft = draft(form, &sent.cells)?;
    let failing = failing(form, &draft);
    let (names, by, at) = (Arc::clone(&desk.names), me.id, now_ms());
    desk.write(move |sql| sheets::save(sql, &names, sheet, by, &draft, at)).await??;
    Ok(Json(Saved { checks: failing }))
}

/// What became of a sheet.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct InState {
    state: StateWord,
}

/// A state in one word, and nothing of anybody's figures.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", rename = "State")]
enum StateWord {
    Open,
    Once,
    Different,
    Returned,
    Agreed,
}

fn in_state(entry: &Entry) -> Json<InState> {
    let state = match entry {
        Entry::Open => StateWord::Open,
        Entry::Once { .. } => StateWord::Once,
        Entry::Different { .. } => StateWord::Different,
        Entry::Returned { .. } => StateWord::Returned,
        Entry::Agreed { .. } => StateWord::Agreed,
    };
    Json(InState { state })
}

async fn finalise(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    SheetPath(sheet): SheetPath,
) -> Result<Json<InState>, Problem> {
    let by = me.id;
    desk.claimed(sheet, &me)?;
    let at_ms = now_ms();
    let entry = desk.write(move |sql| {
        let done = sheets::finalise(sql, sheet, by, at_ms)?;
        if let Ok((_, cells)) = &done {
            let values = to_text(cells);
            let done = Done { at_ms, by: Some(by), what: "finalise", sheet: Some(sheet), values: &values };
            trail::write(sql, &done)?;
        }
        Ok(done)
    });
    let (entry, _) = entry.await??;
    lock(&desk.leases).give_back(sheet, by);
    Ok(in_state(&entry))
}

/// Two entries that differ. Who typed which plays no part in which is right.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Difference {
    sheet: i64,
    contest: String,
    station: String,
    /// What was looked at: a decision names it.
    looked: [i64; 2],
    /// Names of the fields that differ.
    fields: Vec<String>,
    first: BTreeMap<String, SentCell>,
    second: BTreeMap<String, SentCell>,
}

/// Shows both entries of a difference, and writes down who has seen them.
async fn look(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    SheetPath(sheet): SheetPath,
) -> Result<Json<Difference>, Problem> {
    let whose = desk.own(sheet, &me).await?;
    let form = desk.form(&whose)?;
    let (by, at_ms) = (me.id, now_ms());
    let looked = desk.write(move |sql| {
        let done = sheets::look(sql, sheet, by)?;
        if done.is_ok() {
            trail::write(sql, &Done { at_ms, by: Some(by), what: "look", sheet: Some(sheet), values: "" })?;
        }
        Ok(done)
    });
    let (entry, rows) = looked.await??;
    let Entry::Different { first, second } = &entry else {
        return Err(Refused::Entry(EntryError::NoDifference).into());
    };
    let differ = entry.differences().into_iter().filter_map(|at| form.fields.get(at));
    let fields = differ.map(|field| field.name.to_string()).collect();
    let (first, second) = (&first.cells, &second.cells);
    Ok(Json(Difference {
        sheet: sheet.0,
        looked: [rows.0, rows.1],
        fields,
        first: typed(form, first.iter().copied().map(Some)),
        second: typed(form, second.iter().copied().map(Some)),
        contest: whose.contest,
        station: whose.station,
    }))
}

/// Differences listed at most.
const LISTED: i64 = 200;

#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Differences {
    sheets: Vec<Differing>,
}

/// A sheet where two people typed different figures.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Differing {
    sheet: i64,
    /// What its contest is called.
    contest: Option<Words>,
    station: Option<StationPlace>,
}

async fn differences(State(desk): State<Arc<Desk>>, Extension(me): Me) -> Result<Json<Differences>, Problem> {
    let region = me.region.clone();
    let found = desk.read(move |sql| sheets::next(sql, Queue::Different, &region, LISTED)).await?;
    let each = found.into_iter().map(|(sheet, whose)| {
        let (contest, station) = forms::place(&desk, &whose);
        Differing { sheet: sheet.0, contest, station }
    });
    Ok(Json(Differences { sheets: each.collect() }))
}

/// The five ways, as a request names them.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Way {
    KeepFirst,
    KeepSecond,
    CorrectFirst,
    CorrectSecond,
    DiscardBoth,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Resolve {
    /// As the look gave it: a decision is about what was seen.
    looked: [i64; 2],
    how: Way,
}

async fn resolve(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    SheetPath(sheet): SheetPath,
    Sent(asked): Sent<Resolve>,
) -> Result<Json<InState>, Problem> {
    let by = me.id;
    desk.own(sheet, &me).await?;
    let (how, word) = match asked.how {
        Way::KeepFirst => (Resolution::Keep(Which::First), "keep-first"),
        Way::KeepSecond => (Resolution::Keep(Which::Second), "keep-second"),
        Way::CorrectFirst => (Resolution::Correct { keep: Which::Second }, "correct-first"),
        Way::CorrectSecond => (Resolution::Correct { keep: Which::First }, "correct-second"),
        Way::DiscardBoth => (Resolution::DiscardBoth, "discard-both"),
    };
    let [first, second] = asked.looked;
    let (at_ms, looked) = (now_ms(), (first, second));
    let entry = desk.write(move |sql| {
        let done = sheets::resolve(sql, sheet, by, looked, how, at_ms)?;
        if let Ok((Entry::Different { first, second }, _)) = &done {
            let values = format!("{} {}", to_text(&first.cells), to_text(&second.cells));
            trail::write(
                sql,
                &Done { at_ms, by: Some(by), what: word, sheet: Some(sheet), values: &values },
            )?;
        }
        Ok(done)
    });
    let (_, entry) = entry.await??;
    Ok(in_state(&entry))
}
