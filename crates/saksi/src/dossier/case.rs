//! What is known of one station in one contest, as a court reads it: the figures that stand, every check, the whole history, photos.

use std::collections::{BTreeMap, BTreeSet};

use election::{Cell, Check, FieldIx, Form, Outcome, StationIx};
use ledger::Hash;
use print::dossier::{Block, Column, Row, Table};
use tally::{ContestTally, Evidence, Sheet};

use super::numerals::words;
use super::proofs::Gathered;
use super::publication::Opened;
use crate::texts::{Said as _, language, say, word};

/// A photo that a statement names: on which page it is of what, and by which entries.
#[derive(Clone, Debug)]
pub struct Named {
    pub photo: Hash,
    pub page: Option<u8>,
    pub entries: Vec<u64>,
}

/// One sheet.
pub struct Case<'a> {
    pub opened: &'a Opened,
    pub counted: &'a ContestTally,
    pub station: StationIx,
    pub form: &'a Form,
    pub sheet: &'a Sheet,
}

/// A column of words.
pub fn column(head: String, wide: i32) -> Column {
    Column { head, wide, right: false }
}

/// A column of numbers.
pub fn numbers(head: String, wide: i32) -> Column {
    Column { head, wide, right: true }
}

/// A field's words: an option's name, the profile's word, or the field's own name.
pub fn label(opened: &Opened, form: &Form, at: usize) -> String {
    let Some(field) = form.fields.get(at) else { return String::new() };
    let own = |ix: FieldIx| usize::from(ix.0) == at;
    for option in &form.options {
        if own(option.field) {
            return format!("{}. {}", option.number, option.name.as_str());
        }
        if let Some(candidate) = option.candidates.iter().find(|candidate| own(candidate.field)) {
            return format!("{}. {} {}", option.number, candidate.number, candidate.name.as_str());
        }
        if option.list_field.is_some_and(own) {
            return format!("{}. {} ({})", option.number, option.name.as_str(), field.name);
        }
    }
    let said = super::message(opened, &field.label_key).filter(|text| !text.contains('{'));
    said.map_or_else(|| field.name.to_string(), str::to_owned)
}

/// A cell in digits, or why it has none.
pub fn digits(cell: Option<&Cell>) -> String {
    match cell {
        Some(Cell::Read(figure)) => figure.0.said(),
        Some(Cell::Unread(why)) => word("unread", why.text()),
        None => "-".to_owned(),
    }
}

impl Case<'_> {
    /// Its quality, standing and flags in words.
    pub fn state(&self) -> String {
        let state = &self.sheet.state;
        let flags = [
            (state.confirmed, "confirmed"),
            (state.votes_corrected, "votes-corrected"),
            (state.disputed, "disputed"),
            (state.evidence_pending, "evidence-pending"),
            (state.rivals, "rivals"),
            (state.partly_read, "partly-read"),
        ];
        let first = [word("quality", state.quality.text()), word("standing", state.standing.text())];
        let flags = flags.into_iter().filter(|(is, _)| *is).map(|(_, name)| word("flag", name));
        first.into_iter().chain(flags).collect::<Vec<_>>().join(", ")
    }

    /// All but its photos; what it rests on is noted.
    pub fn blocks(&self, gathered: &mut Gathered) -> Vec<Block> {
        let profile = &self.opened.replay.election().profile;
        let contest = profile.contest_at(self.counted.contest);
        let name = super::message(self.opened, &contest.name_key).unwrap_or(&contest.id);
        let form = super::message(self.opened, &self.form.name_key).unwrap_or(&self.form.id);
        let mut blocks = vec![Block::Part(format!("{name} ({})", contest.id))];
        let stands = self.sheet.standing_version().map_or_else(
            || say!("dossier-stands-none"),
            |version| say!("dossier-entry", entry = version.entry.to_string()),
        );
        let mut facts = vec![
            (say!("dossier-form"), form.to_owned()),
            (say!("dossier-state"), self.state()),
            (say!("dossier-stands"), stands),
        ];
        if let Some(entry) = self.sheet.plenary {
            gathered.entries.insert(entry);
            facts.push((say!("show-plenary"), say!("dossier-entry", entry = entry.to_string())));
        }
        blocks.push(Block::Facts(facts));
        if self.sheet.versions.is_empty() {
            blocks.push(Block::Notice(say!("dossier-nothing")));
        }
        if let Some(cells) = self.sheet.state.cells.as_deref() {
            blocks.extend([Block::Head(say!("dossier-figures")), self.figures(cells)]);
            blocks.extend([
                Block::Head(say!("dossier-checks")),
                super::prose(&say!("dossier-checks-text")),
                self.checks(cells),
            ]);
        }
        self.history(&mut blocks, gathered);
        self.readings(&mut blocks, gathered);
        self.disputes(&mut blocks, gathered);
        blocks
    }

    fn figures(&self, cells: &[Cell]) -> Block {
        let rows = self.form.fields.iter().zip(cells).enumerate().map(|(at, (field, cell))| {
            let spelled = match cell {
                Cell::Read(figure) => words(u64::from(figure.0), language()),
                Cell::Unread(_) => String::new(),
            };
            Row::of(vec![
                field.item.to_string(),
                label(self.opened, self.form, at),
                digits(Some(cell)),
                spelled,
            ])
        });
        Block::Table(Table {
            columns: vec![
                column(say!("dossier-item"), 8),
                column(say!("show-field"), 40),
                numbers(say!("dossier-digits"), 15),
                column(say!("dossier-words"), 37),
            ],
            rows: rows.collect(),
        })
    }

    fn checks(&self, cells: &[Cell]) -> Block {
        let outcomes = &self.sheet.state.outcomes;
        let mut rows = Vec::new();
        for (position, info) in self.counted.checks.iter().enumerate() {
            let is = |bits: u64| {
                let bits = bits.checked_shr(u32::try_from(position).unwrap_or(64));
                bits.is_some_and(|bits| bits & 1 == 1)
            };
            let counts = match (is(outcomes.fails), is(outcomes.undecided), is(outcomes.holds)) {
                (true, _, _) => Outcome::Fails,
                (false, true, _) => Outcome::Undecided,
                (false, false, true) => Outcome::Holds,
                (false, false, false) => continue,
            };
            // A row of the law that is about each option makes a check for each.
            let own =
                self.form.checks.iter().filter(|check| *check.id == *info.id || *check.rule == *info.id);
            let own: Vec<&Check> = own.map(|check| &**check).collect();
            match own.as_slice() {
                [] => {}
                [check] => rows.push(self.check(check, info.hard, counts, cells)),
                [..] => rows.extend(
                    own.iter().map(|check| self.check(check, info.hard, check.evaluate(cells), cells)),
                ),
            }
        }
        Block::Table(Table {
            columns: vec![
                column(say!("figures-check"), 54),
                column(say!("dossier-kind"), 14),
                numbers(say!("dossier-sides"), 16),
                column(say!("dossier-outcome"), 16),
            ],
            rows,
        })
    }

    fn check(&self, check: &Check, hard: bool, outcome: Outcome, cells: &[Cell]) -> Row {
        let said = super::message(self.opened, &check.message_key).filter(|said| !said.contains('{'));
        let said = said.map_or_else(String::new, |said| format!("{said}: "));
        let kind = if hard { say!("dossier-hard") } else { say!("dossier-soft") };
        let sides = check.sides(cells);
        let sides = sides
            .map_or_else(|| "-".to_owned(), |(left, right)| format!("{} | {}", left.said(), right.said()));
        let told = match outcome {
            Outcome::Fails => say!("dossier-fails"),
            Outcome::Holds => say!("dossier-holds"),
            Outcome::Undecided => say!("dossier-undecided"),
            Outcome::NotApplicable => "-".to_owned(),
        };
        let cells = vec![format!("{said}{}", &*check.text), kind, sides, told];
        Row { cells, strong: outcome == Outcome::Fails }
    }

    /// Every photo that a statement about it names, in the order in which they were named; and how often one is only claimed.
    pub fn photos(&self) -> (Vec<Named>, u64) {
        let mut order: Vec<Hash> = Vec::new();
        let mut all: BTreeMap<Hash, (Option<u8>, BTreeSet<u64>)> = BTreeMap::new();
        let mut claimed = 0_u64;
        let mut name = |photo: Hash, page: Option<u8>, entry: u64| {
            let known = all.entry(photo).or_insert_with(|| {
                order.push(photo);
                (page, BTreeSet::new())
            });
            known.0 = known.0.or(page);
            known.1.insert(entry);
        };
        let mut evidence = |all: &[Evidence], entry: u64| {
            for one in all {
                match one {
                    Evidence::Named(named) => name(named.sha256, named.page, entry),
                    Evidence::Claimed { .. } => claimed = claimed.saturating_add(1),
                }
            }
        };
        for version in &self.sheet.versions {
            evidence(&version.evidence, version.entry);
        }
        for objection in &self.sheet.objections {
            evidence(&objection.evidence, objection.entry);
            for answer in &objection.answers {
                evidence(&answer.evidence, answer.entry);
            }
        }
        for reading in &self.sheet.readings {
            for photo in &reading.captures {
                name(*photo, None, reading.entry);
            }
        }
        let places = &self.opened.replay.election().places;
        let code = places.station(self.station).code;
        let contest = &self.opened.replay.election().profile.contest_at(self.counted.contest).id;
        for brought in &self.opened.brought {
            if brought.station == code.as_str() && brought.contest == *contest {
                name(brought.photo, brought.page, brought.entry);
            }
        }
        let named = order.into_iter().filter_map(|photo| {
            let (page, entries) = all.remove(&photo)?;
            Some(Named { photo, page, entries: entries.into_iter().collect() })
        });
        (named.collect(), claimed)
    }
}
