//! Which statement of a sheet stands, and what state the sheet is in: a pure function of its history.
//!
//! The rules, from the profile's stage table:
//! 1. Only roles that *stand* are candidates; parallel roles (party witnesses, supervisors, observers) never are.
//! 2. Among candidates the latest stage wins, within it the highest-ranked role.
//! 3. A restating key follows its source: its statements succeed each other by the source's own time, so that a history
//!    restated late falls into its place. Others succeed by superseding; two that don't supersede each other are rivals,
//!    the earlier stands, and the sheet is in conflict until somebody decides.
//! 4. A ruling names the statement that stands; only what supersedes that one later takes its place.

use std::sync::Arc;

use election::{Cell, Form, Outcome, Profile, Role, Unread};
use ledger::Hash;

use crate::sheet::{Outcomes, Quality, Sheet, Standing, State};
use crate::version::{Claim, Evidence, Version};

/// What `derive` needs besides the history.
pub(crate) struct Rules<'a> {
    pub profile: &'a Profile,
    pub form: &'a Form,
    /// For each check of the form, its position in the contest's list.
    pub check_positions: &'a [u8],
}

type Cells = Arc<[Cell]>;

/// A statement that stands, or would if its rivals fell.
#[derive(Clone)]
struct Head {
    position: usize,
    cells: Option<Cells>,
}

/// The state that follows from a sheet's history. `captured` tells whether a capture has brought these bytes.
pub(crate) fn derive(rules: &Rules<'_>, sheet: &Sheet, captured: &dyn Fn(&Hash) -> bool) -> State {
    let candidates = candidates(rules.profile, sheet);
    let heads = heads(rules.profile, sheet, &candidates);
    let Some(head) = heads.first() else {
        let mut state = State::expected();
        state.disputed = disputed(rules.profile, sheet, None);
        return state;
    };
    let rivals = heads.iter().skip(1).any(|rival| rival.cells != head.cells);
    let version = sheet.versions.get(head.position);
    let evidence = evidence_position(sheet, head.position);
    let mut state = State {
        version: u32::try_from(head.position).ok(),
        evidence: evidence.and_then(|position| u32::try_from(position).ok()),
        cells: head.cells.clone(),
        rivals,
        confirmed: version.is_some_and(|version| confirmed(rules.profile, sheet, version)),
        disputed: disputed(rules.profile, sheet, head.cells.as_deref()),
        ..State::expected()
    };
    let evidence: &[Evidence] =
        evidence.and_then(|position| sheet.versions.get(position)).map_or(&[], |version| &version.evidence);
    state.evidence_pending = evidence.iter().any(|evidence| match evidence {
        Evidence::Claimed { .. } => false,
        Evidence::Named(named) => !captured(&named.sha256),
    });
    weigh(rules, &mut state, !evidence.is_empty());
    compare_with_history(rules, sheet, &candidates, &mut state);
    state
}

fn role_of<'p>(profile: &'p Profile, version: &Version) -> Option<&'p Role> {
    profile.roles.get(usize::from(version.role))
}

/// Positions of the versions that may stand: of the latest stage and the highest role among those that do.
fn candidates(profile: &Profile, sheet: &Sheet) -> Vec<usize> {
    if sheet.versions.len() == 1 && sheet.versions.first().is_some_and(|v| may_stand(profile, v)) {
        return vec![0];
    }
    sheet
        .versions
        .iter()
        .enumerate()
        .filter(|(_, version)| may_stand(profile, version))
        .map(|(position, _)| position)
        .collect()
}

fn may_stand(profile: &Profile, version: &Version) -> bool {
    role_of(profile, version).is_some_and(|role| role.stands && !role.parallel)
}

fn heads(profile: &Profile, sheet: &Sheet, candidates: &[usize]) -> Vec<Head> {
    let rank = |position: &usize| {
        sheet
            .versions
            .get(*position)
            .map(|version| (version.stage, role_of(profile, version).map_or(0, |role| role.rank)))
    };
    if let Some(ruling) = sheet.rulings.last() {
        let ruled = sheet.versions.iter().position(|version| version.id == ruling.stands);
        if let Some(position) = ruled {
            let start = Head { position, cells: cells_at(sheet, position) };
            let later: Vec<usize> = candidates
                .iter()
                .copied()
                .filter(|p| sheet.versions.get(*p).is_some_and(|version| version.entry > ruling.entry))
                .collect();
            return succeed_by_superseding(sheet, vec![start], &later);
        }
    }
    let Some(best) = candidates.iter().filter_map(rank).max() else { return Vec::new() };
    let mut group: Vec<usize> = candidates.iter().copied().filter(|p| rank(p) == Some(best)).collect();
    let restates = group
        .first()
        .and_then(|p| sheet.versions.get(*p))
        .and_then(|version| role_of(profile, version))
        .is_some_and(|role| role.restates);
    if restates {
        group.sort_by_key(|p| sheet.versions.get(*p).map(|version| (version.at, version.entry)));
        return succeed_by_time(sheet, &group);
    }
    succeed_by_superseding(sheet, Vec::new(), &group)
}

fn succeed_by_time(sheet: &Sheet, group: &[usize]) -> Vec<Head> {
    let mut head: Option<Head> = None;
    for (position, version) in group.iter().filter_map(|p| Some((*p, sheet.versions.get(*p)?))) {
        let cells = match &version.claim {
            Claim::Figures(cells) => Some(Arc::clone(cells)),
            Claim::Withdrawn(fields) => head
                .as_ref()
                .and_then(|head| head.cells.as_ref())
                .map(|cells| withdraw(cells, fields.as_deref())),
        };
        head = Some(Head { position, cells });
    }
    head.into_iter().collect()
}

fn succeed_by_superseding(sheet: &Sheet, mut heads: Vec<Head>, group: &[usize]) -> Vec<Head> {
    for (position, version) in group.iter().filter_map(|p| Some((*p, sheet.versions.get(*p)?))) {
        let next = Head { position, cells: cells_at(sheet, position) };
        let superseded = version.supersedes.and_then(|id| {
            heads.iter().position(|head| sheet.versions.get(head.position).is_some_and(|v| v.id == id))
        });
        match superseded.and_then(|at| heads.get_mut(at)) {
            Some(head) => *head = next,
            None => heads.push(next),
        }
    }
    heads
}

// Ends because a version only ever supersedes an earlier entry: the fold refuses anything else.
fn cells_at(sheet: &Sheet, position: usize) -> Option<Cells> {
    let mut position = position;
    let mut fields: Vec<Option<&[election::FieldIx]>> = Vec::new();
    for _ in 0..=sheet.versions.len() {
        let version = sheet.versions.get(position)?;
        match &version.claim {
            Claim::Figures(cells) => {
                let start = Arc::clone(cells);
                return Some(fields.iter().rev().fold(start, |cells, fields| withdraw(&cells, *fields)));
            }
            Claim::Withdrawn(withdrawn) => {
                fields.push(withdrawn.as_deref());
                let id = version.supersedes?;
                position = sheet.versions.iter().position(|version| version.id == id)?;
            }
        }
    }
    None
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
    let mut position = position;
    for _ in 0..=sheet.versions.len() {
        let version = sheet.versions.get(position)?;
        match version.claim {
            Claim::Figures(_) => return Some(position),
            Claim::Withdrawn(_) => {
                let id = version.supersedes?;
                position = sheet.versions.iter().position(|version| version.id == id)?;
            }
        }
    }
    None
}

fn confirmed(profile: &Profile, sheet: &Sheet, version: &Version) -> bool {
    role_of(profile, version).is_some_and(|role| role.confirms)
        || sheet.rulings.last().is_some_and(|ruling| ruling.stands == version.id)
        || sheet.plenary.is_some_and(|entry| entry > version.entry)
}

fn disputed(profile: &Profile, sheet: &Sheet, standing: Option<&[Cell]>) -> bool {
    let ruled = sheet.rulings.last().map(|ruling| ruling.entry);
    let unruled = |entry: u64| ruled.is_none_or(|ruled| entry > ruled);
    let differs = |cells: &[Cell]| {
        standing.is_some_and(|standing| {
            cells.iter().zip(standing).any(|(a, b)| match (a, b) {
                (Cell::Read(a), Cell::Read(b)) => a != b,
                (Cell::Read(_) | Cell::Unread(_), Cell::Unread(_)) | (Cell::Unread(_), Cell::Read(_)) => {
                    false
                }
            })
        })
    };
    sheet.objections.iter().any(|objection| unruled(objection.entry))
        || sheet.versions.iter().any(|version| {
            unruled(version.entry)
                && role_of(profile, version).is_some_and(|role| role.parallel)
                && matches!(&version.claim, Claim::Figures(cells) if differs(cells))
        })
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
    if any_figure || !cells.is_empty() {
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

/// Standing: what became of figures that were read before.
fn compare_with_history(rules: &Rules<'_>, sheet: &Sheet, candidates: &[usize], state: &mut State) {
    if candidates.len() < 2 {
        return;
    }
    let Some(current) = state.cells.clone() else { return };
    let options: Vec<usize> = rules.form.options.iter().map(|option| usize::from(option.field.0)).collect();
    let vote_fields: Vec<usize> = rules
        .form
        .options
        .iter()
        .flat_map(|option| {
            std::iter::once(option.field)
                .chain(option.list_field)
                .chain(option.candidates.iter().map(|candidate| candidate.field))
        })
        .map(|field| usize::from(field.0))
        .collect();
    let (mut corrected, mut votes_corrected, mut was_counted) = (false, false, false);
    for cells in candidates.iter().filter_map(|position| cells_at(sheet, *position)) {
        let changed = |field: usize| match (cells.get(field), current.get(field)) {
            (Some(Cell::Read(before)), Some(Cell::Read(now))) => before != now,
            (Some(_) | None, Some(_) | None) => false,
        };
        votes_corrected |= vote_fields.iter().any(|field| changed(*field));
        corrected |= votes_corrected || (0..cells.len()).any(changed);
        was_counted |=
            !options.is_empty() && options.iter().all(|o| matches!(cells.get(*o), Some(Cell::Read(_))));
    }
    let taken_back =
        options.iter().any(|option| matches!(current.get(*option), Some(Cell::Unread(Unread::Withdrawn))));
    state.votes_corrected = votes_corrected;
    state.standing = match (was_counted && taken_back && !state.counted, corrected) {
        (true, _) => Standing::Withdrawn,
        (false, true) => Standing::Corrected,
        (false, false) => Standing::First,
    };
}
