//! Reading a whole sheet at once: what was most likely written, given everything seen and what must add up.
//!
//! What is written and whether it adds up are two things. Every sheet is weighed under several suppositions: that all its
//! sums hold; that one number on the paper is wrong; that two are; that nothing fits. Under "wrong", what stands in that
//! place says nothing about the sums, and is read by itself, as something that officers write for what the sums ask
//! (`slips`): the decoder never mends.

mod evidence;
mod identity;
mod search;
mod slips;

pub use evidence::{Evidence, LEAST};
pub use identity::{Identity, Missing};

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::logs::{log, parts_per_million, weight};
use evidence::Ranked;
use search::{MOST_STEPS, Search, ordered};
use slips::Written;

/// How likely a paper is to be wrong, as logs in thousandths. Of 25 real forms of 2019 two did not add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Priors {
    /// That one number of the sheet is wrong.
    pub one_wrong: i64,
    /// That two are.
    pub two_wrong: i64,
    /// That nothing fits.
    pub nothing_fits: i64,
}

impl Default for Priors {
    fn default() -> Priors {
        // 6 %, 1 %, 1 in 1,000.
        Priors { one_wrong: -2_813, two_wrong: -4_605, nothing_fits: -6_908 }
    }
}

/// What was most likely written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The numbers, each with how probable it is that this was written, parts per million.
    pub numbers: Vec<(u16, u32)>,
    /// How probable it is that the paper's sums don't hold, parts per million.
    pub wrong: u32,
    /// Of each number, how probable it is that it is the (or a) wrong one, parts per million.
    pub suspects: Vec<u32>,
}

/// Likelihood ratio below which a way to read the sheet counts for nothing: one in a million.
const NEGLIGIBLE: i64 = 14_000;

/// How far down a first way to read the sheet is looked for, step by step.
const DEPTHS: [i64; 6] = [-4_000, -9_000, -16_000, -26_000, -45_000, -90_000];

/// No reading is certain.
const SUREST: u32 = 999_999;

struct Supposition {
    freed: Vec<usize>,
    prior: i64,
}

impl Supposition {
    /// How likely what stands in the freed places is, where the others are these: at most [`Supposition::bound`] without the
    /// prior.
    fn freed(&self, evidence: &[Ranked], values: &[Option<u16>]) -> i64 {
        let asked = |at: &usize| values.get(*at).copied().flatten();
        let each =
            |at: &usize| evidence.get(*at).map_or(0, |evidence| Written::of(evidence, asked(at)).log());
        let sum: i64 = self.freed.iter().map(each).sum();
        // Two that stand in the same sums leave open what is asked: as many ways as there are figures.
        let open = self.freed.len() > 1 && self.freed.iter().all(|at| asked(at).is_none());
        (if open { sum + FIGURES } else { sum }).min(0)
    }

    /// The most that the prior and what stands in the freed places come to.
    fn bound(&self, evidence: &[Ranked]) -> i64 {
        let sum = |of: &dyn Fn(&Ranked) -> i64| -> i64 {
            self.freed.iter().filter_map(|at| evidence.get(*at)).map(of).sum()
        };
        let open =
            if self.freed.len() > 1 { sum(&|one: &Ranked| one.mean()) + FIGURES } else { i64::MIN / 4 };
        self.prior + sum(&|one: &Ranked| slips::bound(one)).max(open).min(0)
    }
}

/// How many figures a number may be, as a log: a thousand.
const FIGURES: i64 = 6_908;

/// Most numbers in sums: of a form that has more, as no law knows one, nothing is said but what each number says by itself.
const MOST_SUMMED: usize = 1_000;

/// Reads a sheet. `doubt` says how unlikely figures are that add up and yet break what usually holds (a reserve of ballots, a
/// bound): a log of at most 0 for all values of a way to read it.
pub fn decode(
    evidence: &[Evidence],
    identities: &[Identity],
    priors: &Priors,
    doubt: &dyn Fn(&[Option<u16>]) -> i64,
) -> Decoded {
    let ranked: Vec<Ranked> = evidence.iter().map(Ranked::of).collect();
    let evidence = ranked.as_slice();
    let identities = &ordered(identities);
    let count = evidence.len();
    let each = |share: usize| log(u128::try_from(share.max(1)).unwrap_or(1) << 56).unwrap_or(0);
    // Only numbers that stand in a sum can break one.
    let summed: Vec<usize> = (0..count)
        .filter(|at| identities.iter().any(|identity| identity.terms.iter().any(|(_, term)| term == at)))
        .collect();
    if summed.len() > MOST_SUMMED {
        return Tally::new(count).decoded(evidence, false);
    }
    let mut suppositions = vec![Supposition { freed: Vec::new(), prior: 0 }];
    suppositions.extend(
        summed
            .iter()
            .map(|at| Supposition { freed: vec![*at], prior: priors.one_wrong - each(summed.len()) }),
    );
    let pairs = summed.len() * summed.len().saturating_sub(1) / 2;
    for (position, a) in summed.iter().enumerate() {
        for b in summed.get(position + 1..).unwrap_or(&[]) {
            suppositions.push(Supposition { freed: vec![*a, *b], prior: priors.two_wrong - each(pairs) });
        }
    }
    // Most likely suppositions first, so that the rest can be left out where they can't matter.
    let mut suppositions: Vec<(i64, Supposition)> =
        suppositions.into_iter().map(|one| (one.bound(evidence), one)).collect();
    suppositions.sort_by_key(|(bound, _)| std::cmp::Reverse(*bound));
    // With nothing to hold on to each number is what it shows by itself; each sum less is a number more that could be anything.
    let alone = |at: &usize| {
        let count = |evidence: &Ranked| u128::try_from(evidence.figures()).unwrap_or(1);
        evidence.get(*at).map_or(0, |evidence| evidence.mean() + log(count(evidence) << 56).unwrap_or(0))
    };
    let fallback = priors.nothing_fits + summed.iter().map(alone).sum::<i64>()
        - FIGURES * i64::try_from(identities.len()).unwrap_or(0);
    let mut steps = MOST_STEPS;
    let mut best = if identities.is_empty() { i64::MIN / 2 } else { fallback };
    for (bound, one) in &suppositions {
        if steps == 0 {
            break;
        }
        best = best.max(likeliest(evidence, identities, (one, *bound), best, doubt, &mut steps));
    }
    let mut tally = Tally::new(count);
    let mut through = true;
    for (bound, one) in &suppositions {
        let floor = best - NEGLIGIBLE - bound;
        if floor > 0 {
            continue;
        }
        if steps == 0 {
            through = false;
            break;
        }
        let mut visit = |values: &[Option<u16>], log: i64| {
            let all = one.prior + log + one.freed(evidence, values) + doubt(values);
            tally.add(evidence, one, values, weight((all - best).min(0)));
            floor
        };
        through &= Search::new(evidence, identities, &one.freed, floor, &mut steps).run(&mut visit).is_ok();
    }
    if !identities.is_empty() {
        tally.nothing_fits(evidence, weight(fallback - best));
    }
    tally.decoded(evidence, through)
}

/// The log-likelihood of the likeliest way under a supposition, if it is above `best`; else `best`.
fn likeliest(
    evidence: &[Ranked],
    identities: &[Identity],
    (one, bound): (&Supposition, i64),
    best: i64,
    doubt: &dyn Fn(&[Option<u16>]) -> i64,
    steps: &mut u32,
) -> i64 {
    let mut found = best;
    for depth in DEPTHS {
        let floor = depth.max(best - bound);
        if floor > 0 {
            break;
        }
        let mut seen = false;
        let mut visit = |values: &[Option<u16>], log: i64| {
            seen = true;
            found = found.max(one.prior + log + one.freed(evidence, values) + doubt(values));
            // What is asked in the freed places may be less likely there than what a likelier way asks.
            found - bound
        };
        let through = Search::new(evidence, identities, &one.freed, floor, steps).run(&mut visit);
        // What is less likely than this floor may still come to more by what stands in the freed places, and by what
        // usually holds: only what was found above all of it ends the search.
        if through.is_err() || floor > depth || (seen && found - bound >= floor) {
            break;
        }
    }
    found
}

/// Weights of all ways to read the sheet, number by number.
struct Tally {
    figures: Vec<BTreeMap<u16, u128>>,
    suspects: Vec<u128>,
    wrong: u128,
    whole: u128,
}

impl Tally {
    fn new(count: usize) -> Tally {
        Tally { figures: vec![BTreeMap::new(); count], suspects: vec![0; count], wrong: 0, whole: 0 }
    }

    fn add(&mut self, evidence: &[Ranked], one: &Supposition, values: &[Option<u16>], weight: u64) {
        let weight = u128::from(weight);
        self.whole += weight;
        if !one.freed.is_empty() {
            self.wrong += weight;
        }
        for (at, (figures, value)) in self.figures.iter_mut().zip(values).enumerate() {
            match value {
                Some(value) if !one.freed.contains(&at) => *figures.entry(*value).or_default() += weight,
                // What stands there is read by itself.
                Some(_) | None => {
                    let Some(evidence) = evidence.get(at) else { continue };
                    Written::of(evidence, *value).shared(weight, |figure, part| {
                        *figures.entry(figure).or_default() += part;
                    });
                }
            }
        }
        for at in &one.freed {
            if let Some(suspect) = self.suspects.get_mut(*at) {
                *suspect += weight;
            }
        }
    }

    fn nothing_fits(&mut self, evidence: &[Ranked], weight: u64) {
        let weight = u128::from(weight);
        self.whole += weight;
        self.wrong += weight;
        for (figures, evidence) in self.figures.iter_mut().zip(evidence) {
            Written::of(evidence, None).shared(weight, |figure, part| {
                *figures.entry(figure).or_default() += part;
            });
        }
    }

    fn decoded(self, evidence: &[Ranked], through: bool) -> Decoded {
        let numbers = self.figures.iter().zip(evidence).map(|(figures, evidence)| {
            let best = figures.iter().max_by_key(|(figure, weight)| (**weight, std::cmp::Reverse(**figure)));
            match best {
                Some((figure, weight)) if through => {
                    (*figure, parts_per_million(*weight, self.whole).min(SUREST))
                }
                // The search broke off: what is known is what each number says by itself, and that is not enough.
                Some(_) | None => (evidence.best(), 0),
            }
        });
        Decoded {
            numbers: numbers.collect(),
            wrong: if through { parts_per_million(self.wrong, self.whole) } else { 1_000_000 },
            suspects: self
                .suspects
                .iter()
                .map(|weight| parts_per_million(*weight, self.whole).min(SUREST))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests;
