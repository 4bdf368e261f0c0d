//! What officers write where the sums ask for something else.
//!
//! Half of their slips change one digit (a carry forgotten, a count off by one or ten), a tenth change the places of two
//! digits, the others may be anything: a figure of another line, a sum of other lines. The shares are set, not measured:
//! two papers of 25 are too few to count kinds on. What they decide is how much one unsure box may be worth against a
//! sum; the kinds that a sum sees best are the likeliest.

use super::evidence::Ranked;
use crate::logs::{ONE, log, weight};

/// Shares of slips in tenths.
const ONE_DIGIT: u128 = 5;
const SWAPPED: u128 = 1;
const ANYTHING: u128 = 4;

/// A number that is not what the sums ask: each figure that may stand there, with its weight.
pub struct Written {
    figures: Vec<(u16, u128)>,
    whole: u128,
}

impl Written {
    /// Of what was seen of the number, and what the sums ask for; `None` where they leave that open.
    pub fn of(evidence: &Ranked, asked: Option<u16>) -> Written {
        let count = u128::try_from(evidence.figures()).unwrap_or(1).max(1);
        let seen = |figure: u16| u128::from(weight(evidence.log(figure).into()));
        let mut figures: Vec<(u16, u128)> = evidence
            .down_to(-14_000)
            .iter()
            .map(|(figure, log)| (*figure, u128::from(weight((*log).into()))))
            .filter(|(figure, _)| Some(*figure) != asked)
            .collect();
        let Some(asked) = asked else {
            for (_, weight) in &mut figures {
                *weight /= count;
            }
            return Written { figures, whole: mean(evidence) };
        };
        for (_, weight) in &mut figures {
            *weight = *weight * ANYTHING / (10 * count);
        }
        let mut whole = mean(evidence).saturating_sub(seen(asked) / count) * ANYTHING / 10;
        let mut add = |figure: u16, share: u128, among: usize| {
            let part = seen(figure) * share / (10 * u128::try_from(among).unwrap_or(1).max(1));
            whole += part;
            match figures.iter_mut().find(|(other, _)| *other == figure) {
                Some((_, weight)) => *weight += part,
                None => figures.push((figure, part)),
            }
        };
        let digits = places(evidence.figures()).count();
        for figure in one_digit(asked, evidence.figures()) {
            add(figure, ONE_DIGIT, 9 * digits);
        }
        for figure in swapped(asked, evidence.figures()) {
            add(figure, SWAPPED, digits.saturating_sub(1));
        }
        Written { figures, whole }
    }

    /// The log of how likely all of them together are.
    pub fn log(&self) -> i64 {
        log(self.whole).unwrap_or(-30_000).min(0)
    }

    /// Shares a weight among the figures.
    pub fn shared(&self, weight: u128, mut take: impl FnMut(u16, u128)) {
        let sum: u128 = self.figures.iter().map(|(_, part)| part).sum();
        for (figure, part) in &self.figures {
            // Below 2^62 each, so that the product fits.
            take(*figure, (weight * part).checked_div(sum).unwrap_or(0));
        }
    }
}

/// The log of the most that [`Written::log`] can be, whatever is asked: all that is likely lies a slip away from it.
pub fn bound(evidence: &Ranked) -> i64 {
    let count = u128::try_from(evidence.figures()).unwrap_or(1).max(1);
    let digits = u128::try_from(places(evidence.figures()).count()).unwrap_or(1).max(1);
    let sum = mean(evidence) * (count + 1);
    let near = (sum / (9 * digits)).min(ONE) * ONE_DIGIT;
    let swapped = (sum / (digits - 1).max(1)).min(ONE) * SWAPPED;
    let anything = (sum / count).min(ONE) * ANYTHING;
    log((near + swapped + anything) / 10).unwrap_or(0).min(0) + 2
}

/// The mean likelihood of all figures.
fn mean(evidence: &Ranked) -> u128 {
    u128::from(weight(evidence.mean().min(0)))
}

/// Figures below `count` that differ in one digit.
fn one_digit(figure: u16, count: usize) -> Vec<u16> {
    let mut found = Vec::new();
    for place in places(count) {
        let digit = figure / place % 10;
        found.extend(
            (0..10).filter(|other| *other != digit).map(|other| figure - digit * place + other * place),
        );
    }
    found.retain(|figure| usize::from(*figure) < count);
    found
}

/// Figures below `count` in which two neighbouring digits have changed places.
fn swapped(figure: u16, count: usize) -> Vec<u16> {
    let pairs = places(count).zip(places(count).skip(1));
    let swap = |(low, high): (u16, u16)| {
        let (one, other) = (figure / low % 10, figure / high % 10);
        (one != other).then(|| figure - one * low - other * high + other * low + one * high)
    };
    pairs.filter_map(swap).filter(|figure| usize::from(*figure) < count).collect()
}

/// 1, 10, 100 ... below `count`.
fn places(count: usize) -> impl Iterator<Item = u16> {
    (0..4).map(|power| 10_u16.pow(power)).take_while(move |place| usize::from(*place) < count)
}

#[cfg(test)]
mod tests {
    use super::super::evidence::Evidence;
    use super::*;

    #[test]
    fn one_digit_or_two_that_changed_places() {
        assert_eq!(one_digit(110, 1_000).len(), 27);
        assert!(one_digit(110, 1_000).contains(&160));
        assert_eq!(swapped(120, 1_000), [102, 210]);
        assert!(swapped(7, 10).is_empty());
        assert_eq!(one_digit(7, 10).len(), 9);
    }

    #[test]
    fn a_figure_a_slip_away_is_likelier_than_any_other() {
        let seen = |figure: u16| Evidence::of((0..1_000).map(|at| if at == figure { 0 } else { -12_000 }));
        let log = |figure: u16| Written::of(&Ranked::of(&seen(figure)), Some(110)).log();
        assert!(log(160) > log(357) + 3_000);
        assert!(log(101) > log(357) + 3_000);
        // What stands there is what the sums ask: no slip at all.
        assert!(log(110) < log(357) + 200);
    }

    #[test]
    fn the_bound_holds() {
        for figure in [0_u16, 9, 110, 999] {
            let seen = Evidence::of((0..1_000).map(|at| -i32::from(figure.abs_diff(at)) * 40));
            let seen = Ranked::of(&seen);
            for asked in [0, 1, 110, 111, 990, 999] {
                assert!(Written::of(&seen, Some(asked)).log() <= bound(&seen));
            }
        }
    }
}
