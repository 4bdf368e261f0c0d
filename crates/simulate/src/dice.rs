//! Randomness from a seed: splitmix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
//!
//! Every use has its own stream, named by a label, so that one more throw for one sheet changes no other sheet.
//! Nothing here is fit for keys of a real election.

/// A stream of throws.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The stream of this seed and label.
    pub(crate) fn new(seed: u64, label: &str) -> Dice {
        let mut bytes = seed.to_be_bytes().to_vec();
        bytes.extend_from_slice(label.as_bytes());
        let hash = ledger::sha256(&bytes).0;
        Dice(hash.first_chunk().map_or(seed, |first| u64::from_be_bytes(*first)))
    }

    /// 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound` (0 for a bound of 0). The bias, below 2^-32 for bounds up to 2^32, doesn't matter here.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        let product = u128::from(self.next()) * u128::from(bound);
        u32::try_from(product >> 64).unwrap_or_default()
    }

    /// A number from `from` to `to`, both included.
    pub(crate) fn between(&mut self, from: u32, to: u32) -> u32 {
        from.saturating_add(self.below(to.saturating_sub(from).saturating_add(1)))
    }

    /// A number around the middle of `0..=bound`: the mean of four.
    pub(crate) fn around(&mut self, bound: u32) -> u32 {
        let sum: u64 = (0..4).map(|_| u64::from(self.between(0, bound))).sum();
        u32::try_from(sum / 4).unwrap_or(bound)
    }

    /// True this many times in a million.
    pub(crate) fn chance(&mut self, ppm: u32) -> bool {
        self.below(1_000_000) < ppm
    }

    /// One of them.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(u32::try_from(from.len()).unwrap_or(u32::MAX)) as usize)
    }

    /// All of them in another order.
    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            let other = self.below(u32::try_from(at + 1).unwrap_or(u32::MAX)) as usize;
            all.swap(at, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_labels_throw_alike_and_others_differ() {
        let throws = |seed, label| -> Vec<u32> {
            let mut dice = Dice::new(seed, label);
            (0..8).map(|_| dice.below(1000)).collect()
        };
        assert_eq!(throws(1, "a"), throws(1, "a"));
        assert_ne!(throws(1, "a"), throws(2, "a"));
        assert_ne!(throws(1, "a"), throws(1, "b"));
    }

    #[test]
    fn bounds_are_kept_and_reached() {
        let mut dice = Dice::new(7, "bounds");
        let seen: std::collections::BTreeSet<u32> = (0..200).map(|_| dice.between(3, 6)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [3, 4, 5, 6]);
        assert_eq!(dice.below(0), 0);
    }
}
