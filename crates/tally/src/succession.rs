//! What state a sheet is in: a pure function of its history, and of which versions stood before.
//!
//! Which version stands, [`precedence`] says. Here follow its figures (withdrawals applied), their quality, what became of
//! figures that stood before, and the flags.

use std::collections::HashSet;
use std::sync::Arc;

use election::{Cell, Form, Outcome, Profile, Unread};
use ledger::Hash;

use crate::error::FoldError;
use crate::precedence::{may_stand, precedence, restates, role_at};
use crate::sheet::{Outcomes, Quality, Sheet, Standing, State};
use crate::version::{Claim, Evidence, Left, Version};

/// What `derive` needs besides the history.
pub(crate) struct Rules<'a> {
    pub profile: &'a Profile,
    pub form: &'a Form,
    /// For each check of the form, its position in the contest's list.
    pub check_positions: &'a [u8],
}

type Cells = Arc<[Cell]>;

/// The state that follows from a sheet's history. `captured` tells whether a capture has brought these bytes.
pub(crate) fn derive(rules: &Rules<'_>, sheet: &Sheet, captured: &dyn Fn(&Hash) -> bool) -> State {
    let order = precedence(rules.profile, &sheet.versions, sheet.rulings.last());
    let Some((position, version)) =
        order.standing().and_then(|position| Some((position, sheet.versions.get(position)?)))
    else {
        let mut state = State::expected();
        state.disputed = disputed(rules.profile, sheet, None);
        return state;
    };
    let cells = figures_at(rules.profile, sheet, position);
    let rivals = order.rivals().iter().any(|rival| figures_at(rules.profile, sheet, *rival) != cells);
    let evidence = evidence_position(sheet, position);
    let mut state = State {
        version: u32::try_from(position).ok(),
        evidence: evidence.and_then(|position| u32::try_from(position).ok()),
        reason: version.reason,
        rivals,
        confirmed: !rivals && confirmed(rules.profile, sheet, version),
        disputed: disputed(rules.profile, sheet, cells.as_deref()),
        cells,
        ..State::expected()
    };
    let evidence: &[Evidence] =
        evidence.and_then(|position| sheet.versions.get(position)).map_or(&[], |version| &version.evidence);
    state.evidence_pending = evidence.iter().any(|evidence| match evidence {
        Evidence::Claimed { .. } => false,
        Evidence::Named(named) => !captured(&named.sha256),
    });
    weigh(rules, &mut state, !evidence.is_empty());
    compare_with_earlier(rules, sheet, position, &mut state);
    state
}

/// The figures that a version leaves standing, withdrawals applied.
fn figures_at(profile: &Profile, sheet: &Sheet, position: usize) -> Option<Cells> {
    let version = sheet.versions.get(position)?;
    match &version.claim {
        Claim::Figures(cells) => Some(Arc::clone(cells)),
        Claim::Withdrawn(_) if restates(profile, version.role) => {
            restated(profile, sheet, version).pop().flatten()
        }
        Claim::Withdrawn(_) => version.left.as_ref().and_then(|left| left.cells.clone()),
    }
}

/// What a withdrawal leaves of the version at position `named`. Worked out once: following the chain again for every
/// statement would take time without end where a key withdraws its withdrawals.
pub(crate) fn left_by(
    profile: &Profile,
    sheet: &Sheet,
    withdrawal: &Version,
    named: usize,
) -> Result<Option<Box<Left>>, FoldError> {
    let Claim::Withdrawn(fields) = &withdrawal.claim else { return Ok(None) };
    let cells = if restates(profile, withdrawal.role) { None } else { figures_at(profile, sheet, named) };
    let Some(evidence) = evidence_position(sheet, named) else { return Ok(None) };
    let evidence = u32::try_from(evidence).map_err(|_| FoldError::TooMany("statements about a sheet"))?;
    let cells = cells.map(|cells| withdraw(&cells, fields.as_deref()));
    Ok(Some(Box::new(Left { evidence, cells })))
}

/// What one source said of the sheet at the stage of `last`, one step after the other in its own time, up to `last`.
fn restated(profile: &Profile, sheet: &Sheet, last: &Version) -> Vec<Option<Cells>> {
    let mut steps: Vec<&Version> = sheet
        .versions
        .iter()
        .filter(|version| version.stage == last.stage && (version.at, version.entry) <= (last.at, last.entry))
        .filter(|version| version.source == last.source && restates(profile, version.role))
        .collect();
    steps.sort_by_key(|version| (version.at, version.entry));
    let mut said: Vec<Option<Cells>> = Vec::with_capacity(steps.len());
    for version in steps {
        let cells = match &version.claim {
            Claim::Figures(cells) => Some(Arc::clone(cells)),
            Claim::Withdrawn(fields) => {
                said.last().and_then(Option::as_ref).map(|cells| withdraw(cells, fields.as_deref()))
            }
        };
        said.push(cells);
    }
    said
}

fn withdraw(cells: &[Cell], fields: Option<&[election::FieldIx]>) -> Cells {
    let taken_back = |cell: Cell| match cell {
        Cell::Unread(Unread::NoField) => cell,
        Cell::Read(_)
        | Cell::Unread(Unread::Illegible | Unread::Empty | Unread::NotPublished | Unread::Withdrawn) => {
            Cell::Unread(Unread::Withdrawn)
        }
    };
    match fields {
        None => cells.iter().map(|cell| taken_back(*cell)).collect(),
        Some(fields) => {
            let mut cells: Vec<Cell> = cells.to_vec();
            for field in fields {
                if let Some(cell) = cells.get_mut(usize::from(field.0)) {
                    *cell = taken_back(*cell);
                }
            }
            cells.into()
        }
    }
}

/// A withdrawal leaves the photos where they are: its evidence is that of what it withdraws.
fn evidence_position(sheet: &Sheet, position: usize) -> Option<usize> {
    let version = sheet.versions.get(position)?;
    match version.claim {
        Claim::Figures(_) => Some(position),
        Claim::Withdrawn(_) => usize::try_from(version.left.as_ref()?.evidence).ok(),
    }
}

fn confirmed(profile: &Profile, sheet: &Sheet, version: &Version) -> bool {
    role_at(profile, version.role).is_some_and(|role| role.confirms)
        || sheet.rulings.last().is_some_and(|ruling| ruling.stands == version.id)
        || sheet.plenary.is_some_and(|entry| entry > version.entry)
}

// A parallel statement that its own key has superseded is not held against the sheet any more.
fn disputed(profile: &Profile, sheet: &Sheet, standing: Option<&[Cell]>) -> bool {
    let ruled = sheet.rulings.last().map(|ruling| ruling.entry);
    let unruled = |entry: u64| ruled.is_none_or(|ruled| entry > ruled);
    if sheet.objections.iter().any(|objection| unruled(objection.entry)) {
        return true;
    }
    let mut superseded: HashSet<(Hash, u32)> = HashSet::new();
    for version in sheet.versions.iter().rev().filter(|version| unruled(version.entry)) {
        if !role_at(profile, version.role).is_some_and(|role| role.parallel) {
            continue;
        }
        if let (Claim::Figures(cells), Some(standing)) = (&version.claim, standing)
            && !superseded.contains(&(version.id, version.key))
            && changed(cells, standing)
        {
            return true;
        }
        superseded.extend(version.supersedes.map(|id| (id, version.key)));
    }
    false
}

/// Whether a figure that is read on both differs.
fn changed(before: &[Cell], now: &[Cell]) -> bool {
    before.iter().zip(now).any(|(before, now)| differs(Some(before), Some(now)))
}

fn differs(before: Option<&Cell>, now: Option<&Cell>) -> bool {
    match (before, now) {
        (Some(Cell::Read(before)), Some(Cell::Read(now))) => before != now,
        (Some(Cell::Read(_) | Cell::Unread(_)) | None, Some(Cell::Read(_) | Cell::Unread(_)) | None) => false,
    }
}

/// Quality, counting and check outcomes of the figures that stand.
fn weigh(rules: &Rules<'_>, state: &mut State, has_evidence: bool) {
    let cells: &[Cell] = state.cells.as_deref().unwrap_or(&[]);
    let any_figure = cells.iter().any(|cell| matches!(cell, Cell::Read(_)));
    let read_options = rules
        .form
        .options
        .iter()
        .filter(|option| matches!(cells.get(usize::from(option.field.0)), Some(Cell::Read(_))))
        .count();
    let (mut hard_fails, mut hard_undecided, mut hard_holds) = (false, false, false);
    let mut outcomes = Outcomes::default();
    if !cells.is_empty() {
        for (check, position) in rules.form.checks.iter().zip(rules.check_positions) {
            let bit = 1u64.checked_shl(u32::from(*position)).unwrap_or(0);
            match check.evaluate(cells) {
                Outcome::Fails => {
                    outcomes.fails |= bit;
                    hard_fails |= check.hard;
                }
                Outcome::Holds => {
                    outcomes.holds |= bit;
                    hard_holds |= check.hard;
                }
                Outcome::Undecided => {
                    outcomes.undecided |= bit;
                    hard_undecided |= check.hard;
                }
                Outcome::NotApplicable => {}
            }
        }
    }
    // A check that stands for several expressions (one a party) counts once: a failure outweighs, then undecided.
    outcomes.undecided &= !outcomes.fails;
    outcomes.holds &= !(outcomes.fails | outcomes.undecided);
    let rivals = state.rivals;
    state.outcomes = outcomes;
    state.counted = read_options > 0 && read_options == rules.form.options.len();
    state.partly_read = read_options > 0 && !state.counted;
    state.quality = match (any_figure, has_evidence) {
        (false, false) => Quality::Expected,
        (false, true) => Quality::Pictured,
        (true, _) if hard_fails || rivals => Quality::Conflict,
        (true, _) if hard_undecided || !hard_holds => Quality::Incomplete,
        (true, _) => Quality::Consistent,
    };
}

/// Standing: what became of figures that stood before. A rival that never stood was never corrected.
fn compare_with_earlier(rules: &Rules<'_>, sheet: &Sheet, position: usize, state: &mut State) {
    let Some(current) = state.cells.clone() else { return };
    let earlier = stood_before(rules.profile, sheet, position);
    if earlier.is_empty() {
        return;
    }
    let form = rules.form;
    let at = |field: election::FieldIx| usize::from(field.0);
    let votes = || {
        form.options.iter().flat_map(|option| {
            std::iter::once(option.field)
                .chain(option.list_field)
                .chain(option.candidates.iter().map(|candidate| candidate.field))
        })
    };
    let (mut corrected, mut votes_corrected, mut was_counted) = (false, false, false);
    for cells in &earlier {
        votes_corrected |= votes().any(|field| differs(cells.get(at(field)), current.get(at(field))));
        corrected |= votes_corrected || changed(cells, &current);
        was_counted |= !form.options.is_empty()
            && form.options.iter().all(|option| matches!(cells.get(at(option.field)), Some(Cell::Read(_))));
    }
    let taken_back = form
        .options
        .iter()
        .any(|option| matches!(current.get(at(option.field)), Some(Cell::Unread(Unread::Withdrawn))));
    state.votes_corrected = votes_corrected;
    state.standing = match (was_counted && taken_back && !state.counted, corrected) {
        (true, _) => Standing::Withdrawn,
        (false, true) => Standing::Corrected,
        (false, false) => Standing::First,
    };
}

/// The figures that stood before those of the version at `position`. Where a source was restated, all it said before, in
/// its own time: also what was entered late and so never stood by itself. What one source says corrects no other.
fn stood_before(profile: &Profile, sheet: &Sheet, position: usize) -> Vec<Cells> {
    if sheet.versions.len() < 2 {
        return Vec::new();
    }
    let stood = sheet.stood.iter().copied().chain(sheet.state.version);
    let mut earlier = Vec::new();
    let of_another = |version: &Version| {
        let current = sheet.versions.get(position);
        let current = current.filter(|current| restates(profile, current.role));
        current.is_some_and(|current| current.source != version.source)
    };
    // By stage and source, the last of the restatements that stood or stand.
    let mut last: Vec<&Version> = Vec::new();
    for at in stood.filter_map(|at| usize::try_from(at).ok()).chain([position]) {
        let Some(version) = sheet.versions.get(at).filter(|version| may_stand(profile, version.role)) else {
            continue;
        };
        if !restates(profile, version.role) {
            if at != position {
                earlier.extend(figures_at(profile, sheet, at));
            }
            continue;
        }
        if of_another(version) {
            continue;
        }
        let line = |of: &Version| (of.stage, of.source);
        match last.iter_mut().find(|known| line(known) == line(version)) {
            Some(known) if (known.at, known.entry) < (version.at, version.entry) => *known = version,
            Some(_) => {}
            None => last.push(version),
        }
    }
    for version in last {
        earlier.extend(restated(profile, sheet, version).into_iter().flatten());
    }
    earlier
}
