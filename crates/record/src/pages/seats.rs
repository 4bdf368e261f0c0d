//! Seats of the constituencies that a region's voters vote in, worked out from all standing figures by the law's arithmetic, each once
//! all of its sheets are counted.

use std::collections::BTreeMap;

use askama::Template;
use election::{ContestKind, Election, RegionIx};
use tally::{Allotment, ContestTally, Seats};

use super::cell::Name;
use super::figures::choices;
use super::labels::{Labels, Texts};
use super::markup::{Arg, Filled, Html};
use super::number::Number;

/// Most constituencies that a page lists; a page of more has their sum alone.
const MOST: usize = 100;

/// Seats on a page.
#[derive(Template)]
#[template(path = "seats.html", whitespace = "minimize")]
pub(super) struct SeatsPart<'a> {
    t: &'a Texts,
    /// How many constituencies are worked out, of how many.
    pub(super) done: Filled<'a, 2>,
    /// The share of the nation's votes that an option needs; none: there is no threshold.
    pub(super) threshold: Option<Filled<'a, 1>>,
    /// Seats by party over those constituencies; empty where options are people.
    pub(super) sum: Vec<(Name<'a>, Number)>,
    /// Constituency by constituency.
    pub(super) rows: Vec<SeatRow<'a>>,
}

/// A constituency's seats.
pub(super) struct SeatRow<'a> {
    pub(super) name: &'a str,
    pub(super) code: &'a str,
    pub(super) seats: Number,
    pub(super) says: Html,
}

/// The seats of a region's constituencies; none where the contest has no seats, or the election doesn't say how many.
pub(super) fn seats<'a>(
    labels: &'a Labels,
    election: &'a Election,
    counted: &ContestTally,
    region: RegionIx,
) -> Option<SeatsPart<'a>> {
    let rules = election.profile.contest_at(counted.contest);
    let by_party = match rules.kind {
        ContestKind::Candidates => return None,
        ContestKind::Parties => true,
        ContestKind::PerConstituency => false,
    };
    let texts = &labels.texts;
    let number = |value: u64| Arg::Number(labels.number(value));
    let all = election.constituencies_in(counted.contest, region);
    let mut sum: BTreeMap<u16, (&'a str, u64)> = BTreeMap::new();
    let (mut rows, mut done, mut known) = (Vec::new(), 0, 0);
    for ix in &all {
        let constituency = election.constituency(*ix);
        let outcome = counted.seats(election, *ix);
        let (Some(seats), Some(form)) = (constituency.seats, election.form_of_constituency(*ix)) else {
            continue;
        };
        let says = match outcome {
            Seats::Unknown => continue,
            Seats::Missing { sheets } => texts.seats_missing.fill([number(sheets)]).html(),
            Seats::Allotted(allotment) => {
                done += 1;
                let options = choices(election.form_by_ix(form));
                let held = || options.iter().zip(&allotment.seats).filter(|(_, seats)| **seats > 0);
                for (choice, seats) in held() {
                    sum.entry(choice.number).or_insert((choice.name, 0)).1 += u64::from(*seats);
                }
                let names = held().map(|(choice, seats)| {
                    if by_party { format!("{} {seats}", choice.name) } else { choice.name.to_owned() }
                });
                told(labels, &names.collect::<Vec<_>>().join(", "), &allotment)
            }
        };
        known += 1;
        if all.len() <= MOST {
            let seats = labels.number(seats.into());
            rows.push(SeatRow { name: &constituency.name, code: constituency.code.as_str(), seats, says });
        }
    }
    let sum = sum.into_iter().filter(|_| by_party);
    let sum = sum.map(|(number, (name, seats))| (Name::Option { number, name }, labels.number(seats)));
    let threshold =
        rules.threshold_ppm.map(|ppm| texts.seats_threshold.fill([Arg::Share(labels.of_million(ppm))]));
    (known > 0).then(|| SeatsPart {
        t: texts,
        done: texts.seats_done.fill([number(done), number(known)]),
        threshold,
        sum: sum.collect(),
        rows,
    })
}

fn told(labels: &Labels, names: &str, allotment: &Allotment) -> Html {
    let names = Html::escaped(names);
    if allotment.tied == 0 {
        return names;
    }
    let tied = labels.texts.seats_tied.fill([Arg::Number(labels.number(allotment.tied.into()))]).html();
    names.followed_by(&tied)
}
