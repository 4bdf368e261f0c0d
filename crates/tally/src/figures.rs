//! From a statement's `values` and `unread` to one cell a field, and back.

use std::sync::Arc;

use election::{Cell, Figure, Form, Unread};
use statement::{Pairs, UnreadText};

use crate::error::FoldError;

/// One cell for each field of the form.
///
/// In `unread` a name may be a group; the longest name that covers a field wins. Every field must be named in exactly one
/// of the two: an unread figure is never a zero, and nothing is unread by omission.
pub fn cells_of(
    form: &Form,
    values: &Pairs<'_, u32>,
    unread: &Pairs<'_, UnreadText>,
) -> Result<Arc<[Cell]>, FoldError> {
    let mut cells: Vec<Option<Cell>> = vec![None; form.fields.len()];
    let mut groups: Vec<(&str, Unread)> = unread.iter().map(|(name, why)| (name, why.0)).collect();
    groups.sort_by_key(|(name, _)| name.len());
    for (name, why) in &groups {
        let mut covers = false;
        for field in form.fields_under(name) {
            covers = true;
            if let Some(cell) = cells.get_mut(usize::from(field.0)) {
                *cell = Some(Cell::Unread(*why));
            }
        }
        if !covers {
            return Err(FoldError::UnknownField((*name).to_owned()));
        }
    }
    for (name, value) in values.iter() {
        let field = form.field(name).ok_or_else(|| FoldError::UnknownField(name.to_owned()))?;
        if groups.iter().any(|(unread, _)| *unread == name) {
            return Err(FoldError::FieldTwice(name.to_owned()));
        }
        if let Some(cell) = cells.get_mut(usize::from(field.0)) {
            *cell = Some(Cell::Read(Figure(*value)));
        }
    }
    cells
        .iter()
        .zip(&form.fields)
        .map(|(cell, field)| cell.ok_or_else(|| FoldError::MissingField(field.name.to_string())))
        .collect()
}

/// The shortest `unread` that says the same: a group's name where all its fields are unread for one reason.
pub fn unread_of<'f>(form: &'f Form, cells: &[Cell]) -> Vec<(&'f str, Unread)> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while let (Some(field), Some(cell)) = (form.fields.get(at), cells.get(at)) {
        let Cell::Unread(why) = cell else {
            at += 1;
            continue;
        };
        let (name, covered) = widest_group(form, cells, &field.name, *why);
        pairs.push((name, *why));
        at += covered.max(1);
    }
    pairs
}

// Groups are runs of neighbouring fields; the widest prefix of `name` that covers only cells unread for `why` wins.
fn widest_group<'f>(form: &'f Form, cells: &[Cell], name: &'f str, why: Unread) -> (&'f str, usize) {
    for (dot, _) in name.match_indices('.') {
        let Some(group) = name.get(..dot) else { continue };
        let fields: Vec<usize> = form.fields_under(group).map(|field| usize::from(field.0)).collect();
        let same = fields.iter().all(|field| cells.get(*field) == Some(&Cell::Unread(why)));
        let first = fields.first().and_then(|field| form.fields.get(*field)).map(|field| field.name.as_str());
        let adjoining = fields.iter().zip(fields.iter().skip(1)).all(|(a, b)| a + 1 == *b);
        if same && adjoining && first == Some(name) {
            return (group, fields.len());
        }
    }
    (name, 1)
}
