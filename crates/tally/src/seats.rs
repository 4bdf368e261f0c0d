//! Seats by the law's arithmetic, from the figures that stand. What the law makes of them is a decree's to say; this is what anybody
//! can work out again.

use std::cmp::Ordering;

use election::{ColumnIx, ConstituencyIx, ContestKind, Election};

use crate::contest::ContestTally;

/// How the seats of a constituency go by the standing figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seats {
    /// The election does not say how many it has, or nobody votes there.
    Unknown,
    /// So many of its sheets are not counted, or have no figure for every option: there is nothing to work out yet.
    Missing {
        /// How many.
        sheets: u64,
    },
    /// All of its sheets are counted.
    Allotted(Allotment),
}

/// Seats by option, in the order of the ballot.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Allotment {
    /// Seats of each option.
    pub seats: Vec<u32>,
    /// Seats that are not given to anybody here, because options have equal claims to them: the law settles those by where the votes
    /// came from, or by lot.
    pub tied: u32,
    /// Options left out, because they are below the threshold.
    pub below: Vec<bool>,
}

/// Gives seats one after another to the highest quotient of votes by 1, 3, 5, 7 and so on (Webster, Sainte-Laguë; for example UU
/// 7/2017 Pasal 415 ayat 2 and Pasal 420). Options of equal quotients that can't all have one get none of the rest: it counts as tied. An
/// option without votes never has a seat.
pub fn by_quotients(votes: &[u64], seats: u32) -> Allotment {
    let mut given: Vec<u32> = votes.iter().map(|_| 0).collect();
    let mut left = if votes.iter().any(|votes| *votes > 0) { seats } else { 0 };
    while left > 0 {
        // Compared crosswise, so that nothing is rounded: votes fit 64 bits, divisors 33.
        let quotient = |(votes, given): (&u64, &u32)| (u128::from(*votes), u128::from(*given) * 2 + 1);
        let mut highest: (u128, u128) = (0, 1);
        let mut holders: Vec<usize> = Vec::new();
        for (at, (votes, divisor)) in votes.iter().zip(&given).map(quotient).enumerate() {
            match (votes * highest.1).cmp(&(highest.0 * divisor)) {
                Ordering::Greater => (highest, holders) = ((votes, divisor), vec![at]),
                Ordering::Equal if votes > 0 => holders.push(at),
                Ordering::Equal | Ordering::Less => {}
            }
        }
        let Some(taken) = u32::try_from(holders.len()).ok().filter(|many| (1..=left).contains(many)) else {
            break;
        };
        for at in holders {
            if let Some(given) = given.get_mut(at) {
                *given += 1;
            }
        }
        left -= taken;
    }
    Allotment { seats: given, tied: left, below: Vec::new() }
}

/// Gives a seat each to the options with the most votes (for example UU 7/2017 Pasal 421). Options of equal votes that can't all have one
/// get none: it counts as tied. An option without votes never has a seat.
pub fn by_most_votes(votes: &[u64], seats: u32) -> Allotment {
    let mut order: Vec<u64> = votes.iter().copied().filter(|votes| *votes > 0).collect();
    order.sort_unstable_by(|a, b| b.cmp(a));
    let wanted = usize::try_from(seats).unwrap_or(usize::MAX);
    // Whoever has more votes than the first who gets none is in; so is everybody where there are seats for all.
    let first_out = order.get(wanted).copied().unwrap_or(0);
    let given: Vec<u32> = votes.iter().map(|votes| u32::from(*votes > first_out)).collect();
    let taken = given.iter().sum::<u32>();
    Allotment { seats: given, tied: if first_out > 0 { seats - taken } else { 0 }, below: Vec::new() }
}

/// Whether votes reach a share of a whole, in parts per million; of nothing nobody has a share.
fn reaches(votes: u64, whole: u64, ppm: u32) -> bool {
    whole > 0 && u128::from(votes) * 1_000_000 >= u128::from(whole) * u128::from(ppm)
}

impl ContestTally {
    /// The seats of a constituency by all figures that stand. A threshold is of the nation's votes as far as they are counted.
    pub fn seats(&self, election: &Election, constituency: ConstituencyIx) -> Seats {
        let rules = election.profile.contest_at(self.contest);
        let form = election.form_of_constituency(constituency).map(|ix| election.form_by_ix(ix));
        let seats = election.constituency(constituency).seats.map(u32::from);
        let totals = self.constituencies().get(&constituency).map(|counted| &counted.totals);
        let (Some(form), Some(seats), Some(totals)) = (form, seats, totals) else { return Seats::Unknown };
        let columns: Vec<ColumnIx> = form.options.iter().filter_map(|option| option.column).collect();
        if columns.len() != form.options.len() || columns.is_empty() {
            return Seats::Unknown;
        }
        let read = columns.iter().map(|column| u64::from(totals.all.read(*column))).min().unwrap_or(0);
        if read < totals.expected {
            return Seats::Missing { sheets: totals.expected - read };
        }
        let votes: Vec<u64> = columns.iter().map(|column| totals.all.sum(*column).get()).collect();
        match rules.kind {
            ContestKind::Candidates => Seats::Unknown,
            ContestKind::PerConstituency => Seats::Allotted(by_most_votes(&votes, seats)),
            ContestKind::Parties => {
                let below = self.below_threshold(election, &columns);
                let counted = votes.iter().zip(&below).map(|(votes, below)| if *below { 0 } else { *votes });
                let allotment = by_quotients(&counted.collect::<Vec<u64>>(), seats);
                Seats::Allotted(Allotment { below, ..allotment })
            }
        }
    }

    /// Which of these options are below the contest's threshold in the nation; none of them where it has none.
    fn below_threshold(&self, election: &Election, columns: &[ColumnIx]) -> Vec<bool> {
        let rules = election.profile.contest_at(self.contest);
        let nation = self.totals(election.places.nation());
        let (Some(ppm), Some(nation)) = (rules.threshold_ppm, nation) else {
            return columns.iter().map(|_| false).collect();
        };
        // Of all options anywhere, not of those on this ballot alone.
        let options = (0..).map(ColumnIx).zip(&rules.columns).filter(|(_, column)| column.option.is_some());
        let whole: u64 = options.map(|(column, _)| nation.all.sum(column).get()).fold(0, u64::saturating_add);
        columns.iter().map(|column| !reaches(nation.all.sum(*column).get(), whole, ppm)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rule as it is written: every quotient on a list, the highest first.
    fn plainly(votes: &[u64], seats: u32) -> Vec<u32> {
        let mut quotients: Vec<(usize, u64, u64)> = votes
            .iter()
            .enumerate()
            .flat_map(|(at, votes)| (0..u64::from(seats)).map(move |given| (at, *votes, 2 * given + 1)))
            .filter(|(_, votes, _)| *votes > 0)
            .collect();
        quotients
            .sort_by(|a, b| (u128::from(b.1) * u128::from(a.2)).cmp(&(u128::from(a.1) * u128::from(b.2))));
        let mut given = vec![0; votes.len()];
        for (at, _, _) in quotients.into_iter().take(seats as usize) {
            given[at] += 1;
        }
        given
    }

    #[test]
    fn seats_go_to_the_highest_quotients_by_odd_numbers() {
        // The example that explanations of the law use: 7 seats, votes of four parties.
        let allotment = by_quotients(&[28_000, 15_000, 10_000, 6_000], 7);
        assert_eq!(allotment.seats, [3, 2, 1, 1]);
        assert_eq!(allotment.tied, 0);
    }

    #[test]
    fn equal_claims_to_the_last_seat_are_told_and_given_to_nobody() {
        let allotment = by_quotients(&[100, 100, 50], 3);
        assert_eq!((allotment.seats, allotment.tied), (vec![1, 1, 1], 0));
        let allotment = by_quotients(&[90, 30, 10], 2);
        assert_eq!((allotment.seats, allotment.tied), (vec![1, 0, 0], 1));
        let allotment = by_most_votes(&[40, 30, 30, 10], 2);
        assert_eq!((allotment.seats, allotment.tied), (vec![1, 0, 0, 0], 1));
    }

    #[test]
    fn the_most_votes_win_and_nobody_wins_without_a_vote() {
        assert_eq!(by_most_votes(&[5, 9, 0, 7, 1], 4).seats, [1, 1, 0, 1, 1]);
        let allotment = by_most_votes(&[5, 0, 0], 2);
        assert_eq!((allotment.seats, allotment.tied), (vec![1, 0, 0], 0));
        assert_eq!(by_quotients(&[0, 0], 5), Allotment { seats: vec![0, 0], tied: 0, below: vec![] });
    }

    #[test]
    fn a_threshold_is_reached_by_exactly_its_share() {
        assert!(reaches(4, 100, 40_000) && !reaches(39_999, 1_000_000, 40_000) && !reaches(0, 0, 40_000));
    }

    proptest! {
        #[test]
        fn without_ties_the_quotients_give_what_the_plain_rule_gives(
            votes in proptest::collection::vec(0..u64::MAX, 1..20), seats in 0..15_u32
        ) {
            let allotment = by_quotients(&votes, seats);
            let given = allotment.seats.iter().sum::<u32>() + allotment.tied;
            prop_assert!(given == seats || votes.iter().all(|votes| *votes == 0));
            if allotment.tied == 0 {
                prop_assert_eq!(allotment.seats, plainly(&votes, seats));
            }
        }
    }
}
