//! What all that was seen of one number says about it.

use crate::logs::{log, weight};

/// Least log-likelihood that is told apart: what is less likely is all the same.
pub const LEAST: i32 = -25_000;

/// How well each figure explains what was seen: log-likelihoods in thousandths, the likeliest figure's 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    logs: Vec<i32>,
}

impl Evidence {
    /// Of a number about which nothing is known: every figure below `bound` is as likely.
    pub fn none(bound: u16) -> Evidence {
        Evidence { logs: vec![0; usize::from(bound.max(1))] }
    }

    /// Of these log-likelihoods, figure by figure from 0.
    pub fn of(logs: impl IntoIterator<Item = i32>) -> Evidence {
        let mut logs: Vec<i32> = logs.into_iter().collect();
        if logs.is_empty() {
            logs.push(0);
        }
        let best = logs.iter().copied().max().unwrap_or(0);
        for log in &mut logs {
            *log = log.saturating_sub(best).max(LEAST);
        }
        Evidence { logs }
    }

    /// With another thing that was seen of the same number, independent of the first.
    #[must_use]
    pub fn and(&self, other: &Evidence) -> Evidence {
        let least = std::iter::repeat(LEAST);
        Evidence::of(
            self.logs.iter().zip(other.logs.iter().copied().chain(least)).map(|(a, b)| a.saturating_add(b)),
        )
    }

    /// With a share of `slip` (a log, below 0) of things that say nothing: an officer who fills another bubble than they
    /// wrote a figure.
    #[must_use]
    pub fn with_slips(&self, slip: i32) -> Evidence {
        Evidence::of(self.logs.iter().map(|log| (*log).max(slip)))
    }

    /// Of a number that can't be above `most`.
    #[must_use]
    pub fn up_to(&self, most: u16) -> Evidence {
        Evidence::of(self.logs.iter().copied().take(usize::from(most) + 1))
    }

    /// The log-likelihood of a figure, [`LEAST`] for those beyond.
    pub fn log(&self, figure: u16) -> i32 {
        self.logs.get(usize::from(figure)).copied().unwrap_or(LEAST)
    }

    /// The likeliest figure; of equals the smallest.
    pub fn best(&self) -> u16 {
        self.logs.iter().position(|log| *log == 0).and_then(|at| u16::try_from(at).ok()).unwrap_or(0)
    }

    /// Figures from the likeliest down to `least`, at most `most` of them.
    pub fn likeliest(&self, least: i32, most: usize) -> Vec<(u16, i32)> {
        let mut found: Vec<(u16, i32)> =
            (0..).zip(self.logs.iter().copied()).filter(|(_, log)| *log >= least).collect();
        found.sort_by_key(|(figure, log)| (-log, *figure));
        found.truncate(most);
        found
    }

    /// How many figures there are.
    pub fn figures(&self) -> usize {
        self.logs.len()
    }

    /// The log of the mean likelihood: what was seen, if any figure were as likely.
    pub fn mean(&self) -> i64 {
        let sum: u128 = self.logs.iter().map(|log| u128::from(weight((*log).into()))).sum();
        let count = u128::try_from(self.logs.len()).unwrap_or(1);
        log(sum / count.max(1)).unwrap_or(i64::from(LEAST))
    }
}

/// Evidence with what a search asks of it again and again.
#[derive(Clone, Debug)]
pub struct Ranked<'a> {
    evidence: &'a Evidence,
    likeliest: Vec<(u16, i32)>,
    mean: i64,
}

impl<'a> Ranked<'a> {
    /// Most figures of one number that are tried.
    const MOST: usize = 60;

    /// Ranks the figures once.
    pub fn of(evidence: &'a Evidence) -> Ranked<'a> {
        Ranked { evidence, likeliest: evidence.likeliest(i32::MIN, Self::MOST), mean: evidence.mean() }
    }

    /// Figures from the likeliest down to `least`.
    pub fn down_to(&self, least: i32) -> &[(u16, i32)] {
        let end = self.likeliest.partition_point(|(_, log)| *log >= least);
        self.likeliest.get(..end).unwrap_or(&[])
    }

    /// See [`Evidence::mean`].
    pub fn mean(&self) -> i64 {
        self.mean
    }

    /// See [`Evidence::log`].
    pub fn log(&self, figure: u16) -> i32 {
        self.evidence.log(figure)
    }

    /// See [`Evidence::best`].
    pub fn best(&self) -> u16 {
        self.likeliest.first().map_or(0, |(figure, _)| *figure)
    }

    /// See [`Evidence::figures`].
    pub fn figures(&self) -> usize {
        self.evidence.figures()
    }
}
