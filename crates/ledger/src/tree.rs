//! The right edge of a growing tree: all the state that appending needs.
//!
//! A tree of n leaves is a row of perfect subtrees, one for each bit set in n, largest first. Their roots (the
//! peaks, at most 64) determine the root of the whole (RFC 6962, section 2.1: split at the largest power of two
//! below n), and a new leaf only ever merges peaks on the right, like a carry in binary addition.

use crate::hash::{Hash, empty_root, node_hash};

/// The right edge: the number of leaves and the peaks. Appending costs amortised one hash, the root O(log n).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Frontier {
    size: u64,
    /// One root per bit set in `size`, the largest subtree first.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Restores a frontier from its size and peaks; `None` unless there is one peak per bit set in `size`.
    /// The peaks are believed: compare [`Frontier::root`] with a root that is known.
    pub fn from_peaks(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        (u64::from(size.count_ones()) == peaks.len() as u64).then_some(Self { size, peaks })
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the perfect subtrees, largest first.
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// Appends a leaf, given as its [`crate::leaf_hash`].
    pub fn push(&mut self, leaf: Hash) {
        let mut carry = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                carry = node_hash(&left, &carry);
            }
        }
        self.peaks.push(carry);
        self.size += 1;
    }

    /// The root of the tree as it stands (RFC 6962 Merkle tree hash).
    pub fn root(&self) -> Hash {
        let fold = |right: Hash, left: &Hash| node_hash(left, &right);
        match self.peaks.split_last() {
            None => empty_root(),
            Some((last, rest)) => rest.iter().rev().fold(*last, fold),
        }
    }
}

/// The root over a run of hashes side by side whose number is a power of two; `None` if there are none.
pub(crate) fn run_root(run: &[Hash]) -> Option<Hash> {
    let mut row = run.to_vec();
    while row.len() > 1 {
        row = row.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    row.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::leaf_hash;
    use proptest::prelude::*;

    /// The definition of RFC 6962, section 2.1, word for word.
    fn naive_root(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => empty_root(),
            [one] => *one,
            more => {
                let k = more.len().next_power_of_two() / 2;
                node_hash(&naive_root(&more[..k]), &naive_root(&more[k..]))
            }
        }
    }

    proptest! {
        #[test]
        fn the_frontier_has_the_root_of_the_definition(entries in prop::collection::vec(any::<[u8; 4]>(), 0..400)) {
            let leaves: Vec<Hash> = entries.iter().map(|e| leaf_hash(e)).collect();
            let mut frontier = Frontier::new();
            for leaf in &leaves {
                frontier.push(*leaf);
            }
            prop_assert_eq!(frontier.size(), leaves.len() as u64);
            prop_assert_eq!(frontier.root(), naive_root(&leaves));
            let restored = Frontier::from_peaks(frontier.size(), frontier.peaks().to_vec());
            prop_assert_eq!(restored, Some(frontier));
        }
    }

    #[test]
    fn peaks_that_do_not_fit_the_size_are_refused() {
        assert_eq!(Frontier::from_peaks(3, vec![empty_root()]), None);
        assert_eq!(Frontier::from_peaks(0, vec![empty_root()]), None);
    }
}
