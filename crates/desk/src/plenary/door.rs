//! The ledger's door for plenaries: where this desk has a form that somebody typed independently, a statement that closes over it
//! comes in only once every difference is explained, whichever way it was written.
//!
//! Compared are the column of every region below and the sums, as they are now, and, where they are others, the figures that are
//! stated: none may differ unexplained from what was typed or from the plenaries below, nor may the typed columns from their sum.
//! What restates a source is that source's; what nobody typed is not compared.

use std::collections::HashMap;

use election::Cell;
use statement::{Body, Plenary as Stated};
use tally::Replay;

use super::kept::{self, Explained, Typed};
use super::{Plenary, Whose};
use crate::store::{Sql, SqlError};

/// Whose form must be looked at before a statement may close it.
pub fn closes(body: &Body<'_>) -> Option<Whose> {
    let Body::Plenary(body) = body else { return None };
    let own = body.closes && body.source.is_none();
    own.then(|| Whose {
        contest: body.contest.to_owned(),
        region: body.region.to_owned(),
        constituency: body.constituency.map(str::to_owned),
    })
}

/// What the desk holds of a plenary that is to be closed.
#[derive(Clone, Debug)]
pub struct Held {
    /// As it was typed last.
    pub typed: Typed,
    /// How differences were explained.
    pub explained: Vec<Explained>,
}

/// Reads it; none where nobody typed the form.
pub fn held(sql: &mut dyn Sql, whose: &Whose) -> Result<Option<Held>, SqlError> {
    let Some(typed) = kept::typed(sql, whose)? else { return Ok(None) };
    Ok(Some(Held { typed, explained: kept::explanations(sql, whose)? }))
}

/// Where there are differences that nobody has explained: field and region, in the order of the form. A plenary that the rules don't
/// know has none: they refuse it themselves.
pub fn unexplained(replay: &Replay, whose: &Whose, body: &Body<'_>, held: &Held) -> Vec<String> {
    let Ok(plenary) = Plenary::find(replay, whose) else { return Vec::new() };
    let Body::Plenary(body) = body else { return Vec::new() };
    let typed = Some(&held.typed);
    // What can't be added up can't be compared, and nothing closes over that.
    let (columns, now) = match plenary.columns().and_then(|columns| Ok((columns, plenary.cells()?))) {
        Ok(found) => found,
        Err(error) => return vec![error.to_string()],
    };
    let mut sides = plenary.compared_columns(&columns, typed);
    sides.push(plenary.compared_sums(&now, typed));
    sides.push(plenary.compared_sums(&stated(&plenary, body), typed));
    let all = plenary.differences(&sides).into_iter();
    let open = all.filter(|one| kept::explanation(&held.explained, one).is_none());
    let mut open: Vec<String> = open.map(|one| one.place()).collect();
    // A field of the sums, as they are now and as they are stated.
    open.dedup();
    open
}

/// The figures as they are stated; what is no figure is none, whatever reason stands there.
fn stated(plenary: &Plenary<'_>, body: &Stated<'_>) -> Vec<Cell> {
    let fields = plenary.form().fields.iter();
    let values: HashMap<&str, u32> = body.values.iter().map(|(name, figure)| (name, *figure)).collect();
    let cell = |name: &str| values.get(name).map(|figure| Cell::Read(election::Figure(*figure)));
    fields.map(|field| cell(&field.name).unwrap_or(Cell::Unread(election::Unread::Empty))).collect()
}
