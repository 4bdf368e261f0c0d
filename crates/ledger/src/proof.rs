//! Inclusion and consistency proofs (RFC 6962, sections 2.1.1 and 2.1.2; verified as in RFC 9162, sections 2.1.3.2
//! and 2.1.4.2).
//!
//! An inclusion proof shows that a leaf stands at an index under a root; a consistency proof shows that a larger
//! tree begins with all of a smaller one, unchanged. Making one reads O(log n) tiles; checking one reads nothing.
//! The check trusts no length: a proof with a hash too many or too few fails.

use std::collections::BTreeMap;

use crate::hash::{Hash, empty_root, node_hash};
use crate::tile::TileId;
use crate::tree::{Frontier, run_root};

/// Where the tiles come from. Proofs built over tiles are only as right as the tiles: the root decides.
pub trait HashReader {
    /// What can go wrong with reading.
    type Error;

    /// The hashes of a tile, at least `id.width` of them. A reader that no longer has a partial tile reads the
    /// full one ([`TileId::full`]) instead; surplus hashes are ignored.
    fn tile(&self, id: TileId) -> Result<Vec<Hash>, Self::Error>;
}

impl<R: HashReader> HashReader for &R {
    type Error = R::Error;

    fn tile(&self, id: TileId) -> Result<Vec<Hash>, Self::Error> {
        (**self).tile(id)
    }
}

/// Why a proof could not be made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BuildError<E> {
    /// The reader failed.
    #[error("a tile could not be read: {0}")]
    Reader(E),
    /// The reader gave fewer hashes than the tile has at this size.
    #[error("{} holds {got} hashes, {} were needed", id.path(), id.width)]
    ShortTile {
        /// The tile asked for.
        id: TileId,
        /// How many hashes came.
        got: usize,
    },
    /// The index is not in a tree of that size.
    #[error("no entry {index} in a ledger of {size} entries")]
    NoSuchEntry {
        /// The index asked for.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The older tree is larger than the newer.
    #[error("a ledger of {old} entries cannot have grown into one of {new}")]
    Shrunk {
        /// Size of the older tree.
        old: u64,
        /// Size of the newer tree.
        new: u64,
    },
}

/// Why a proof does not hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ProofError {
    /// The index is not in a tree of that size.
    #[error("the proof is for an entry beyond the end of the ledger")]
    NoSuchEntry,
    /// The older tree is larger than the newer.
    #[error("the ledger has become smaller")]
    Shrunk,
    /// More or fewer hashes than the sizes require.
    #[error("the proof has the wrong number of hashes for these sizes")]
    Length,
    /// The hashes lead to another root (for consistency: the older or the newer one).
    #[error("the proof leads to another root")]
    Root,
}

/// The proof that leaf `index` stands in the tree of `size` leaves, leaf's sibling first.
pub fn inclusion_proof<R: HashReader>(
    reader: &R,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, BuildError<R::Error>> {
    if index >= size {
        return Err(BuildError::NoSuchEntry { index, size });
    }
    let mut nodes = Nodes::new(reader, size);
    let (mut start, mut end) = (0, size);
    let mut proof = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            proof.push(nodes.range(middle, end)?);
            end = middle;
        } else {
            proof.push(nodes.range(start, middle)?);
            start = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that the tree of `new` leaves begins with the tree of `old` leaves. Empty when `old` is 0 or `new`.
pub fn consistency_proof<R: HashReader>(
    reader: &R,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, BuildError<R::Error>> {
    if old > new {
        return Err(BuildError::Shrunk { old, new });
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let mut nodes = Nodes::new(reader, new);
    let (mut start, mut end) = (0, new);
    let mut proof = Vec::new();
    // Until the old tree ends exactly at `end`; then what is left of it is one known subtree.
    while old < end {
        let middle = start + split(end - start);
        if old <= middle {
            proof.push(nodes.range(middle, end)?);
            end = middle;
        } else {
            proof.push(nodes.range(start, middle)?);
            start = middle;
        }
    }
    if start > 0 {
        proof.push(nodes.range(start, end)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The right edge of the ledger as its tiles have it. Compare its root with the signed one before trusting it.
pub fn frontier_from_tiles<R: HashReader>(reader: &R, size: u64) -> Result<Frontier, BuildError<R::Error>> {
    let mut nodes = Nodes::new(reader, size);
    let mut peaks = Vec::new();
    let mut start = 0;
    for height in (0..u64::BITS).rev() {
        if size >> height & 1 == 1 {
            peaks.push(nodes.perfect(height, start >> height)?);
            start += 1 << height;
        }
    }
    // One peak was pushed per bit set, so the frontier is never refused.
    Ok(Frontier::from_peaks(size, peaks).unwrap_or_default())
}

/// Checks that `leaf` (a [`crate::leaf_hash`]) stands at `index` of the tree with this size and root.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::NoSuchEntry);
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            skip_lone_levels(&mut node, &mut last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    match (last == 0, hash == *root) {
        (false, _) => Err(ProofError::Length),
        (true, false) => Err(ProofError::Root),
        (true, true) => Ok(()),
    }
}

/// Checks that the tree (`new`, `new_root`) begins with the whole tree (`old`, `old_root`). The empty tree begins
/// every tree and needs an empty proof; its root must be [`empty_root`].
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Shrunk);
    }
    let empty_is_empty = |size: u64, root: &Hash| size > 0 || *root == empty_root();
    if !empty_is_empty(old, old_root) || !empty_is_empty(new, new_root) {
        return Err(ProofError::Root);
    }
    if old == 0 || old == new {
        return match (proof.is_empty(), old == 0 || old_root == new_root) {
            (false, _) => Err(ProofError::Length),
            (true, false) => Err(ProofError::Root),
            (true, true) => Ok(()),
        };
    }
    let (first, rest) = if old.is_power_of_two() {
        (*old_root, proof)
    } else {
        let (first, rest) = proof.split_first().ok_or(ProofError::Length)?;
        (*first, rest)
    };
    let (mut node, mut last) = (old - 1, new - 1);
    let ones = node.trailing_ones();
    node >>= ones;
    last >>= ones;
    let (mut from_old, mut from_new) = (first, first);
    for sibling in rest {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if node & 1 == 1 || node == last {
            from_old = node_hash(sibling, &from_old);
            from_new = node_hash(sibling, &from_new);
            skip_lone_levels(&mut node, &mut last);
        } else {
            from_new = node_hash(&from_new, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    match (last == 0, from_old == *old_root && from_new == *new_root) {
        (false, _) => Err(ProofError::Length),
        (true, false) => Err(ProofError::Root),
        (true, true) => Ok(()),
    }
}

/// A node that is the last of its level and a left child has no sibling there: it climbs until it is a right child.
fn skip_lone_levels(node: &mut u64, last: &mut u64) {
    if *node & 1 == 0 {
        let levels = node.trailing_zeros().min(u64::BITS - 1);
        *node >>= levels;
        *last >>= levels;
    }
}

/// The largest power of two below `n` (`n` at least 2): where RFC 6962 splits a tree.
fn split(n: u64) -> u64 {
    1 << (u64::BITS - 1 - (n - 1).leading_zeros())
}

/// Reads nodes of the tree of `size` leaves out of its tiles; each tile is fetched once.
struct Nodes<'r, R: HashReader> {
    reader: &'r R,
    size: u64,
    seen: BTreeMap<TileId, Vec<Hash>>,
}

impl<'r, R: HashReader> Nodes<'r, R> {
    fn new(reader: &'r R, size: u64) -> Self {
        Self { reader, size, seen: BTreeMap::new() }
    }

    /// The hash over leaves `start..end`, where `start` is a multiple of the largest subtree inside.
    fn range(&mut self, start: u64, end: u64) -> Result<Hash, BuildError<R::Error>> {
        let count = end - start;
        if count.is_power_of_two() {
            let height = count.trailing_zeros();
            return self.perfect(height, start >> height);
        }
        let middle = start + split(count);
        let left = self.range(start, middle)?;
        let right = self.range(middle, end)?;
        Ok(node_hash(&left, &right))
    }

    /// The root of the perfect subtree of 2^height leaves, the `index`-th of its level: a run of 2^(height mod 8)
    /// hashes of one tile, folded.
    fn perfect(&mut self, height: u32, index: u64) -> Result<Hash, BuildError<R::Error>> {
        // Height is below 64, so the level is below 8.
        let level = u8::try_from(height / 8).unwrap_or(u8::MAX);
        let run = height % 8;
        let first = index << run;
        let missing = BuildError::NoSuchEntry { index: first << (height - run), size: self.size };
        let Some(id) = TileId::at_size(level, first / 256, self.size) else { return Err(missing) };
        let start = usize::from(u8::try_from(first % 256).unwrap_or(0));
        let hashes = self.tile(id)?;
        let got = hashes.len();
        let Some(run) = hashes.get(start..start + (1 << run)) else {
            return Err(BuildError::ShortTile { id, got });
        };
        run_root(run).ok_or(missing)
    }

    fn tile(&mut self, id: TileId) -> Result<&[Hash], BuildError<R::Error>> {
        let hashes = match self.seen.entry(id) {
            std::collections::btree_map::Entry::Occupied(seen) => seen.into_mut(),
            std::collections::btree_map::Entry::Vacant(new) => {
                new.insert(self.reader.tile(id).map_err(BuildError::Reader)?)
            }
        };
        hashes.get(..usize::from(id.width)).ok_or(BuildError::ShortTile { id, got: hashes.len() })
    }
}
