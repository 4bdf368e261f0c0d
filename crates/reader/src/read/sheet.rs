//! A whole sheet from its pages: what was written, how sure that is, and what a person should look at.

use election::{Cell, Check, Figure, Form, Outcome, Unread};
use serde::Deserialize;

use super::number::{CLEAR, NumberEvidence, Slips, evidence};
use super::page::NumberRead;
use crate::joint::{Decoded, Evidence, Identity, Priors, decode};
use crate::page::Footing;

/// How much less likely a sheet is for each soft check that fails on it, as a log in thousandths: one in a hundred. Of 267,284
/// stations of 2024 with voter data 2,501 had more voters from the roll than the roll has.
const SOFT_FAILS: i64 = -4_605;

/// When a number is taken as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Policy {
    /// Least confidence, parts per million, at which a number is accepted without a person.
    pub accept: u32,
    /// Least confidence at which one person is asked; below, two are, each by themselves.
    pub ask_one: u32,
    /// Most probability that the paper's sums are wrong, parts per million, at which its numbers are accepted.
    pub most_wrong: u32,
    /// Least that a number's boxes must say for it, as a log in thousandths against the figure they show best. What they show
    /// less is accepted only where bubbles and strokes both show it: sums alone never overrule what a box shows.
    pub least_shown: i32,
    /// Most that is done with a number whose page was placed or named by its printed lines, because a corner mark or the
    /// tag can't be seen, or looks like a screen instead of paper.
    pub loose: Accept,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            accept: 999_000,
            ask_one: 900_000,
            most_wrong: 10_000,
            least_shown: -1_500,
            loose: Accept::AskOne,
        }
    }
}

/// What to do with a number, the least trouble first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Accept {
    /// Take it as read.
    Yes,
    /// Ask a person.
    AskOne,
    /// Ask two, each by themselves.
    AskTwo,
}

/// A number of a sheet.
#[derive(Clone, Debug)]
pub struct FieldRead {
    /// Its field.
    pub name: String,
    /// What is written; `None` where no page shows it or nothing is written.
    pub value: Option<u16>,
    /// How probable that is, parts per million.
    pub confidence: u32,
    /// What to do with it.
    pub accept: Accept,
    /// What each way of writing it shows by itself; `None` where no page shows the number.
    pub evidence: Option<NumberEvidence>,
    /// How probable it is that this number breaks the paper's sums, parts per million.
    pub suspect: u32,
}

/// A sheet as it was read.
#[derive(Clone, Debug)]
pub struct SheetRead {
    /// Every number of the form.
    pub fields: Vec<FieldRead>,
    /// What each check says of what is written: its id and outcome.
    pub checks: Vec<(String, Outcome)>,
    /// How probable it is that the paper's sums don't hold, parts per million.
    pub wrong: u32,
}

impl SheetRead {
    /// Numbers of which one way of writing shows something else than what is taken for written.
    pub fn disagreements(&self) -> impl Iterator<Item = &FieldRead> {
        self.fields.iter().filter(|field| {
            let Some(seen) = &field.evidence else { return false };
            let ways = [&seen.bubbles, &seen.row_sums, &seen.strokes, &seen.words].map(Option::as_ref);
            // What is as likely as not to be the same says nothing.
            let other = |way: &&Evidence| field.value.is_some_and(|value| way.log(value) < CLEAR);
            seen.odd_row || ways.into_iter().flatten().any(|way| other(&way))
        })
    }

    /// Whether there are numbers, and every one is accepted.
    pub fn accepted(&self) -> bool {
        !self.fields.is_empty() && self.fields.iter().all(|field| field.accept == Accept::Yes)
    }
}

/// Reads a sheet of `form` from what its pages show, each page once: two photos of one page are no more evidence than one, and
/// of a number that stands there twice the first is taken.
pub fn read_sheet(
    form: &Form,
    numbers: &[&NumberRead],
    slips: &Slips,
    priors: &Priors,
    policy: &Policy,
) -> SheetRead {
    let seen: Vec<Option<NumberEvidence>> = form
        .fields
        .iter()
        .map(|field| {
            let number = numbers.iter().find(|number| field.name == number.name.as_str())?;
            Some(evidence(number, slips))
        })
        .collect();
    // What no page shows, or where nothing is written, takes no part in the sums: its identities are left out.
    let told = |at: usize| seen.get(at).and_then(Option::as_ref).filter(|seen| !seen.empty);
    let identities: Vec<Identity> = form
        .checks
        .iter()
        .filter(|check| check.hard)
        .filter_map(|check| {
            let (terms, constant) = check.identity()?;
            let terms: Vec<(i64, usize)> =
                terms.into_iter().map(|(times, field)| (times, usize::from(field.0))).collect();
            let whole = terms.iter().all(|(_, at)| told(*at).is_some());
            whole.then_some(Identity { terms, constant })
        })
        .collect();
    let open = Evidence::none(1);
    let all: Vec<Evidence> =
        (0..seen.len()).map(|at| told(at).map_or_else(|| open.clone(), |seen| seen.all.clone())).collect();
    let cells = |values: &mut dyn Iterator<Item = Option<u16>>| -> Vec<Cell> {
        let cell = |(at, value): (usize, Option<u16>)| match value.filter(|_| told(at).is_some()) {
            Some(value) => Cell::Read(Figure(u32::from(value))),
            None => Cell::Unread(Unread::Empty),
        };
        values.enumerate().map(cell).collect()
    };
    let soft: Vec<&Check> = form.checks.iter().map(AsRef::as_ref).filter(|check| !check.hard).collect();
    let doubt = |values: &[Option<u16>]| {
        let cells = cells(&mut values.iter().copied());
        soft.iter().filter(|check| check.evaluate(&cells) == Outcome::Fails).map(|_| SOFT_FAILS).sum()
    };
    let decoded = decode(&all, &identities, priors, &doubt);
    let cells = cells(&mut decoded.numbers.iter().map(|(value, _)| Some(*value)));
    let checks = form.checks.iter().filter(|check| check.hard);
    let checks = checks.map(|check| (check.id.as_str().to_owned(), check.evaluate(&cells))).collect();
    let wrong = decoded.wrong;
    let fields = fields(form, seen, &decoded, policy);
    SheetRead { fields, checks, wrong }
}

fn fields(
    form: &Form,
    seen: Vec<Option<NumberEvidence>>,
    decoded: &Decoded,
    policy: &Policy,
) -> Vec<FieldRead> {
    let numbers = decoded.numbers.iter().zip(&decoded.suspects);
    let each = form.fields.iter().zip(seen).zip(numbers);
    each.map(|((field, seen), ((value, confidence), suspect))| {
        let told = seen.as_ref().is_some_and(|seen| !seen.empty);
        let (value, confidence) = if told { (Some(*value), *confidence) } else { (None, 0) };
        let shown =
            value.zip(seen.as_ref()).is_some_and(|(value, seen)| seen.shows(value, policy.least_shown));
        let accept = if shown && confidence >= policy.accept && decoded.wrong <= policy.most_wrong {
            Accept::Yes
        } else if confidence >= policy.ask_one {
            Accept::AskOne
        } else {
            Accept::AskTwo
        };
        let accept = match seen.as_ref().map(|seen| seen.footing) {
            Some(Footing::Loose) => accept.max(policy.loose),
            Some(Footing::Firm) | None => accept,
        };
        FieldRead {
            name: field.name.as_str().to_owned(),
            value,
            confidence,
            accept,
            evidence: seen,
            suspect: *suspect,
        }
    })
    .collect()
}
