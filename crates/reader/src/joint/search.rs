//! Every way the numbers of a sheet can add up, from the likeliest down.
//!
//! Identities that share no number make groups, each with its own list of figures that fit it, likeliest first. A way to
//! read the sheet takes one of each list; the other identities tie the lists together. What is still to come can be no
//! likelier than the best of each open list that agrees with what is settled: where that is too little, the search turns
//! back.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::Ranked;
use super::identity::{Identity, Missing};

/// Steps that may be taken for one sheet, over all searches: one that needs more is too uncertain to be read as a whole.
pub const MOST_STEPS: u32 = 600_000;

/// Most ways to fill one group that are tried.
const MOST_WAYS: usize = 3_000;

/// A search ended before it was through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

/// A search over figures that fit every identity. Numbers that are `freed` may be anything: what was written there says
/// nothing about the sums.
pub struct Search<'a> {
    evidence: &'a [Ranked<'a>],
    identities: &'a [Identity],
    freed: &'a [usize],
    floor: i64,
    steps: &'a mut u32,
}

/// Numbers that stand in one identity, or one that stands in none of the chosen ones.
struct Group {
    members: Vec<usize>,
    /// Figures of the members and their log-likelihood, likeliest first.
    ways: Vec<(Vec<u16>, i64)>,
}

/// Identities in the order in which groups are made of them: first what has most numbers of its own. A party's candidates are
/// a group, and the sum over parties ties the groups together; the other way round each candidate would be one alone.
pub fn ordered(identities: &[Identity]) -> Vec<Identity> {
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, at) in identities.iter().flat_map(|identity| &identity.terms) {
        *times.entry(*at).or_default() += 1;
    }
    let own = |identity: &Identity| {
        identity.terms.iter().filter(|(_, at)| times.get(at).is_some_and(|times| *times == 1)).count()
    };
    let mut ordered = identities.to_vec();
    ordered.sort_by_key(|identity| std::cmp::Reverse(own(identity)));
    ordered
}

impl<'a> Search<'a> {
    /// A search for what is at least as likely as `floor`, a log-likelihood, in no more than `steps`, which it takes off.
    pub fn new(
        evidence: &'a [Ranked<'a>],
        identities: &'a [Identity],
        freed: &'a [usize],
        floor: i64,
        steps: &'a mut u32,
    ) -> Search<'a> {
        Search { evidence, identities, freed, floor, steps }
    }

    /// Shows `visit` each way with its log-likelihood; a number that nothing settles is `None`. `visit` says how likely a
    /// way must be from now on.
    pub fn run(mut self, visit: &mut dyn FnMut(&[Option<u16>], i64) -> i64) -> Result<(), TooMany> {
        let mut groups = Vec::new();
        let mut taken: Vec<usize> = self.freed.to_vec();
        for identity in self.identities {
            if identity.terms.iter().any(|(_, at)| taken.contains(at)) {
                continue;
            }
            let members: Vec<usize> = identity.terms.iter().map(|(_, at)| *at).collect();
            taken.extend(&members);
            groups.push(Group { ways: self.ways(&members, Some(identity))?, members });
        }
        // What stands in no sum is read by itself, and takes no part.
        let summed: BTreeSet<usize> =
            self.identities.iter().flat_map(|identity| &identity.terms).map(|(_, at)| *at).collect();
        for at in summed.into_iter().filter(|at| !taken.contains(at)) {
            groups.push(Group { members: vec![at], ways: self.ways(&[at], None)? });
        }
        let mut values = vec![None; self.evidence.len()];
        let open: Vec<usize> = (0..groups.len()).collect();
        self.from(&groups, &open, &mut values, 0, visit)
    }

    /// Every way to fill a group that is not too unlikely by itself, likeliest first.
    fn ways(
        &mut self,
        members: &[usize],
        identity: Option<&Identity>,
    ) -> Result<Vec<(Vec<u16>, i64)>, TooMany> {
        let mut order: Vec<(usize, &'a [(u16, i32)])> = Vec::new();
        for at in members {
            let least = i32::try_from(self.floor).unwrap_or(i32::MIN);
            let evidence: &'a [Ranked<'a>] = self.evidence;
            order.push((*at, evidence.get(*at).ok_or(TooMany)?.down_to(least)));
        }
        // The number with most figures is settled by the others.
        order.sort_by_key(|(at, figures)| (figures.len(), *at));
        let mut values = vec![None; self.evidence.len()];
        let mut ways = Vec::new();
        self.fill(&order, identity, members, &mut values, 0, &mut ways)?;
        ways.sort_by(|(a, one), (b, other)| other.cmp(one).then_with(|| a.cmp(b)));
        ways.truncate(MOST_WAYS);
        Ok(ways)
    }

    fn fill(
        &mut self,
        order: &[(usize, &[(u16, i32)])],
        identity: Option<&Identity>,
        members: &[usize],
        values: &mut [Option<u16>],
        log: i64,
        ways: &mut Vec<(Vec<u16>, i64)>,
    ) -> Result<(), TooMany> {
        self.step()?;
        let Some(((at, figures), rest)) = order.split_first() else {
            ways.push((members.iter().filter_map(|at| values.get(*at).copied().flatten()).collect(), log));
            return Ok(());
        };
        let settled = match identity.map(|identity| identity.missing(values)) {
            Some(Missing::Impossible) => return Ok(()),
            Some(Missing::One(only, value)) if only == *at => Some(value),
            Some(Missing::One(..) | Missing::None | Missing::Several) | None => None,
        };
        if let Some(value) = settled {
            let own = self.log(*at, value);
            if let Some(own) = own.filter(|own| log + own >= self.floor) {
                set(values, *at, Some(value));
                self.fill(rest, identity, members, values, log + own, ways)?;
                set(values, *at, None);
            }
            return Ok(());
        }
        for (figure, own) in *figures {
            if log + i64::from(*own) < self.floor {
                break;
            }
            set(values, *at, Some(*figure));
            self.fill(rest, identity, members, values, log + i64::from(*own), ways)?;
        }
        set(values, *at, None);
        Ok(())
    }

    /// A figure's log-likelihood; `None` for one that can't stand there.
    fn log(&self, at: usize, value: u16) -> Option<i64> {
        let evidence = self.evidence.get(at)?;
        (usize::from(value) < evidence.figures()).then(|| i64::from(evidence.log(value)))
    }

    fn step(&mut self) -> Result<(), TooMany> {
        *self.steps = self.steps.checked_sub(1).ok_or(TooMany)?;
        Ok(())
    }

    fn from(
        &mut self,
        groups: &[Group],
        open: &[usize],
        values: &mut [Option<u16>],
        log: i64,
        visit: &mut dyn FnMut(&[Option<u16>], i64) -> i64,
    ) -> Result<(), TooMany> {
        self.step()?;
        let mut settled = Vec::new();
        let possible = self.settle(values, &mut settled);
        let result = if possible { self.open(groups, open, values, log, visit) } else { Ok(()) };
        for at in settled {
            set(values, at, None);
        }
        result
    }

    fn open(
        &mut self,
        groups: &[Group],
        open: &[usize],
        values: &mut [Option<u16>],
        log: i64,
        visit: &mut dyn FnMut(&[Option<u16>], i64) -> i64,
    ) -> Result<(), TooMany> {
        // What each open group can still be, at its best; the one with the fewest ways left is next.
        let mut bound = log;
        let mut next: Option<(usize, usize, i64)> = None;
        for at in open {
            let Some(group) = groups.get(*at) else { continue };
            let mut fitting = group.ways.iter().filter(|(figures, _)| fits(&group.members, figures, values));
            let Some((_, best)) = fitting.next() else { return Ok(()) };
            let count = 1 + fitting.take_while(|(_, log)| best - log < 12_000).count();
            *self.steps = self.steps.saturating_sub(u32::try_from(group.ways.len() / 4 + 1).unwrap_or(0));
            bound += best;
            if next.is_none_or(|(_, fewest, _)| count < fewest) {
                next = Some((*at, count, *best));
            }
        }
        if bound < self.floor {
            return Ok(());
        }
        let Some((at, _, best)) = next else {
            // Whoever is shown a way looks at every number of it.
            *self.steps = self.steps.saturating_sub(u32::try_from(values.len() / 4).unwrap_or(0));
            self.floor = self.floor.max(visit(values, log));
            return Ok(());
        };
        let Some(group) = groups.get(at) else { return Ok(()) };
        let rest: Vec<usize> = open.iter().copied().filter(|other| *other != at).collect();
        for (figures, own) in &group.ways {
            if bound - best + own < self.floor {
                break;
            }
            if !fits(&group.members, figures, values) {
                continue;
            }
            let new: Vec<usize> = group
                .members
                .iter()
                .copied()
                .filter(|at| values.get(*at).copied().flatten().is_none())
                .collect();
            for (at, figure) in group.members.iter().zip(figures) {
                set(values, *at, Some(*figure));
            }
            let result = self.from(groups, &rest, values, log + own, visit);
            for at in new {
                set(values, at, None);
            }
            result?;
        }
        Ok(())
    }

    /// Fills in what the identities leave no choice about; whether they can hold.
    fn settle(&self, values: &mut [Option<u16>], settled: &mut Vec<usize>) -> bool {
        let mut changed = true;
        while changed {
            changed = false;
            for identity in self.identities {
                match identity.missing(values) {
                    Missing::None | Missing::Several => {}
                    Missing::Impossible => return false,
                    Missing::One(at, value) => {
                        if self.log(at, value).is_none() {
                            return false;
                        }
                        set(values, at, Some(value));
                        settled.push(at);
                        changed = true;
                    }
                }
            }
        }
        true
    }
}

fn fits(members: &[usize], figures: &[u16], values: &[Option<u16>]) -> bool {
    let mut each = members.iter().zip(figures);
    each.all(|(at, figure)| values.get(*at).copied().flatten().is_none_or(|value| value == *figure))
}

fn set(values: &mut [Option<u16>], at: usize, value: Option<u16>) {
    if let Some(slot) = values.get_mut(at) {
        *slot = value;
    }
}
