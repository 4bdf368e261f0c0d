//! Every way the numbers of a sheet can add up, from the likeliest down.

use super::evidence::Evidence;
use super::identity::{Identity, Missing};

/// Steps that may be taken for one sheet, over all searches: one that needs more is too uncertain to be read as a whole.
pub const MOST_STEPS: u32 = 200_000;

/// Most figures of one number that are tried.
const MOST_FIGURES: usize = 40;

/// A search over figures that fit every identity. Numbers that are `freed` may be anything: what was written there says
/// nothing about the sums.
pub struct Search<'a> {
    evidence: &'a [Evidence],
    identities: &'a [Identity],
    freed: &'a [usize],
    /// Likeliest figures of each number.
    figures: Vec<Vec<(u16, i32)>>,
    floor: i64,
    steps: &'a mut u32,
}

/// A search ended before it was through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

impl<'a> Search<'a> {
    /// A search for what is at least as likely as `floor`, a log-likelihood, in no more than `steps`, which it takes off.
    pub fn new(
        evidence: &'a [Evidence],
        identities: &'a [Identity],
        freed: &'a [usize],
        floor: i64,
        steps: &'a mut u32,
    ) -> Search<'a> {
        let least = i32::try_from(floor).unwrap_or(i32::MIN);
        let figures = evidence.iter().map(|evidence| evidence.likeliest(least, MOST_FIGURES)).collect();
        Search { evidence, identities, freed, figures, floor, steps }
    }

    /// Shows `visit` each way with its log-likelihood; a number that nothing settles is `None`. `visit` says how likely a
    /// way must be from now on.
    pub fn run(mut self, visit: &mut dyn FnMut(&[Option<u16>], i64) -> i64) -> Result<(), TooMany> {
        let mut values = vec![None; self.evidence.len()];
        self.from(&mut values, 0, visit)
    }

    fn from(
        &mut self,
        values: &mut [Option<u16>],
        log: i64,
        visit: &mut dyn FnMut(&[Option<u16>], i64) -> i64,
    ) -> Result<(), TooMany> {
        *self.steps = self.steps.checked_sub(1).ok_or(TooMany)?;
        let mut settled = Vec::new();
        let result = match self.settle(values, log, &mut settled) {
            None => Ok(()),
            Some(log) => match self.next(values) {
                None => {
                    self.floor = self.floor.max(visit(values, log));
                    Ok(())
                }
                Some(at) => self.each(values, log, at, visit),
            },
        };
        for at in settled {
            set(values, at, None);
        }
        result
    }

    fn each(
        &mut self,
        values: &mut [Option<u16>],
        log: i64,
        at: usize,
        visit: &mut dyn FnMut(&[Option<u16>], i64) -> i64,
    ) -> Result<(), TooMany> {
        let figures = self.figures.get(at).cloned().unwrap_or_default();
        let mut result = Ok(());
        for (figure, own) in figures {
            if log + i64::from(own) < self.floor {
                break;
            }
            set(values, at, Some(figure));
            result = self.from(values, log + i64::from(own), visit);
            if result.is_err() {
                break;
            }
        }
        set(values, at, None);
        result
    }

    /// Fills in what the identities leave no choice about; `None` where they can't hold, or only too unlikely.
    fn settle(&self, values: &mut [Option<u16>], mut log: i64, settled: &mut Vec<usize>) -> Option<i64> {
        let mut changed = true;
        while changed {
            changed = false;
            for identity in self.identities {
                match identity.missing(values) {
                    Missing::None | Missing::Several => {}
                    Missing::Impossible => return None,
                    Missing::One(at, value) => {
                        let evidence = self.evidence.get(at)?;
                        if usize::from(value) >= evidence.figures() {
                            return None;
                        }
                        if !self.freed.contains(&at) {
                            log += i64::from(evidence.log(value));
                        }
                        if log < self.floor {
                            return None;
                        }
                        set(values, at, Some(value));
                        settled.push(at);
                        changed = true;
                    }
                }
            }
        }
        Some(log)
    }

    /// The open number with the fewest figures to try.
    fn next(&self, values: &[Option<u16>]) -> Option<usize> {
        let open =
            values.iter().enumerate().filter(|(at, value)| value.is_none() && !self.freed.contains(at));
        open.map(|(at, _)| at).min_by_key(|at| (self.figures.get(*at).map_or(0, Vec::len), *at))
    }
}

fn set(values: &mut [Option<u16>], at: usize, value: Option<u16>) {
    if let Some(slot) = values.get_mut(at) {
        *slot = value;
    }
}
