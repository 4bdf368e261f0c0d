//! Roots, proofs and tiles, held against the independent implementation `ct-merkle` and against each other.
#![expect(clippy::cast_possible_truncation, reason = "the trees of these tests are small")]

use std::collections::BTreeMap;
use std::convert::Infallible;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ledger::{
    BuildError, Edge, EdgeError, Frontier, Hash, HashReader, ProofError, TileId, consistency_proof,
    empty_root, frontier_from_tiles, inclusion_proof, leaf_hash, new_tiles, tiles_for_size,
    verify_consistency, verify_inclusion,
};
use proptest::prelude::*;
use sha2::Sha256;

/// Tiles in memory; a partial tile is answered from any wider tile, as a store that dropped partials does.
#[derive(Clone, Default)]
struct Store(BTreeMap<TileId, Vec<Hash>>);

#[derive(Debug, PartialEq, Clone)]
struct Missing(TileId);

impl HashReader for Store {
    type Error = Missing;

    fn tile(&self, id: TileId) -> Result<Vec<Hash>, Missing> {
        let wider = self.0.range(id..=id.full()).next();
        wider.map(|(_, hashes)| hashes.clone()).ok_or(Missing(id))
    }
}

fn entry(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

fn leaves(from: u64, to: u64) -> Vec<Hash> {
    (from..to).map(|i| leaf_hash(&entry(i))).collect()
}

/// A ledger of `size` entries, its tiles and its roots at every size.
fn ledger(size: u64) -> (Store, Vec<Hash>) {
    let mut store = Store::default();
    let mut edge = Edge::new();
    store.0.extend(edge.extend(&leaves(0, size)));
    let mut frontier = Frontier::new();
    let mut roots = vec![frontier.root()];
    for leaf in leaves(0, size) {
        frontier.push(leaf);
        roots.push(frontier.root());
    }
    (store, roots)
}

fn oracle(size: u64) -> MemoryBackedTree<Sha256, Vec<u8>> {
    let mut tree = MemoryBackedTree::new();
    (0..size).for_each(|i| tree.push(entry(i)));
    tree
}

fn joined(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| hash.0).collect()
}

#[test]
fn roots_equal_ct_merkle_at_every_size_to_600() {
    let (_, roots) = ledger(600);
    let mut tree = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    for size in 0..=600u64 {
        assert_eq!(roots[size as usize].0, tree.root().as_bytes()[..], "size {size}");
        tree.push(entry(size));
    }
}

#[test]
fn every_proof_to_size_600_equals_ct_merkle_and_verifies() {
    let (store, roots) = ledger(600);
    let mut tree = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    for size in 1..=600u64 {
        tree.push(entry(size - 1));
        let root = &roots[size as usize];
        // Every index up to beyond the first tile's edge, a spread above.
        let step = if size <= 264 { 1 } else { 37 };
        for at in (0..size).step_by(step).chain([size - 1]) {
            let proof = inclusion_proof(&store, at, size).unwrap();
            assert_eq!(joined(&proof), tree.prove_inclusion(at as usize).as_bytes(), "{at} in {size}");
            assert_eq!(verify_inclusion(&leaf_hash(&entry(at)), at, size, &proof, root), Ok(()));

            let old = at + 1;
            let proof = consistency_proof(&store, old, size).unwrap();
            let expected = tree.prove_consistency((size - old) as usize);
            assert_eq!(joined(&proof), expected.as_bytes(), "{old} to {size}");
            assert_eq!(verify_consistency(old, &roots[old as usize], size, root, &proof), Ok(()));
        }
    }
}

#[test]
fn ct_merkle_accepts_our_proofs_over_three_levels_of_tiles() {
    let size = 70_000;
    let (store, roots) = ledger(size);
    let tree = oracle(size);
    assert_eq!(tree.root().as_bytes()[..], roots[size as usize].0);
    for at in [0, 1, 255, 256, 12_345, 65_535, 65_536, 69_888, 69_999] {
        let proof = inclusion_proof(&store, at, size).unwrap();
        assert_eq!(joined(&proof), tree.prove_inclusion(at as usize).as_bytes());
        assert_eq!(verify_inclusion(&leaf_hash(&entry(at)), at, size, &proof, &roots[size as usize]), Ok(()));
        let proof = consistency_proof(&store, at + 1, size).unwrap();
        assert_eq!(joined(&proof), tree.prove_consistency((size - at - 1) as usize).as_bytes());
    }
}

#[test]
fn the_empty_tree_begins_every_tree() {
    let (store, roots) = ledger(5);
    assert_eq!(consistency_proof(&store, 0, 5).unwrap(), []);
    assert_eq!(verify_consistency(0, &empty_root(), 5, &roots[5], &[]), Ok(()));
    assert_eq!(verify_consistency(0, &roots[1], 5, &roots[5], &[]), Err(ProofError::Root));
    assert_eq!(verify_consistency(0, &empty_root(), 5, &roots[5], &[roots[1]]), Err(ProofError::Length));
    assert_eq!(verify_consistency(0, &empty_root(), 0, &roots[1], &[]), Err(ProofError::Root));
    assert_eq!(verify_consistency(0, &empty_root(), 0, &empty_root(), &[]), Ok(()));
}

#[test]
fn the_same_size_with_another_root_is_refused() {
    let (_, roots) = ledger(5);
    assert_eq!(verify_consistency(5, &roots[5], 5, &roots[5], &[]), Ok(()));
    assert_eq!(verify_consistency(5, &roots[5], 5, &roots[4], &[]), Err(ProofError::Root));
    assert_eq!(verify_consistency(5, &roots[5], 5, &roots[5], &[roots[0]]), Err(ProofError::Length));
}

#[test]
fn a_ledger_that_became_smaller_is_refused() {
    let (store, roots) = ledger(5);
    assert_eq!(verify_consistency(5, &roots[5], 4, &roots[4], &[]), Err(ProofError::Shrunk));
    assert_eq!(consistency_proof(&store, 6, 5), Err(BuildError::Shrunk { old: 6, new: 5 }));
}

#[test]
fn an_entry_beyond_the_end_is_refused() {
    let (store, roots) = ledger(5);
    assert_eq!(inclusion_proof(&store, 5, 5), Err(BuildError::NoSuchEntry { index: 5, size: 5 }));
    let leaf = leaf_hash(&entry(4));
    assert_eq!(verify_inclusion(&leaf, 5, 5, &[], &roots[5]), Err(ProofError::NoSuchEntry));
    assert_eq!(verify_inclusion(&leaf, 0, 0, &[], &roots[0]), Err(ProofError::NoSuchEntry));
}

#[test]
fn a_missing_or_short_tile_is_named() {
    let (store, _) = ledger(300);
    let id = TileId { level: 0, index: 1, width: 44 };
    let mut without = store.clone();
    without.0.remove(&id);
    assert_eq!(inclusion_proof(&without, 299, 300), Err(BuildError::Reader(Missing(id))));
    let mut short = store;
    short.0.get_mut(&id).unwrap().pop();
    assert_eq!(inclusion_proof(&short, 299, 300), Err(BuildError::ShortTile { id, got: 43 }));
}

#[test]
fn the_largest_tree_does_not_overflow() {
    struct Zeros;
    impl HashReader for Zeros {
        type Error = Infallible;
        fn tile(&self, id: TileId) -> Result<Vec<Hash>, Infallible> {
            Ok(vec![Hash([0; 32]); usize::from(id.width)])
        }
    }
    let last = u64::MAX - 1;
    let proof = inclusion_proof(&Zeros, last, u64::MAX).unwrap();
    assert_eq!(proof.len(), 63);
    let root = frontier_from_tiles(&Zeros, u64::MAX).unwrap().root();
    assert_eq!(verify_inclusion(&Hash([0; 32]), last, u64::MAX, &proof, &root), Ok(()));
    let proof = consistency_proof(&Zeros, last, u64::MAX).unwrap();
    let old = frontier_from_tiles(&Zeros, last).unwrap().root();
    assert_eq!(verify_consistency(last, &old, u64::MAX, &root, &proof), Ok(()));
}

#[test]
fn a_damaged_edge_is_found_at_start_up() {
    let (store, roots) = ledger(70_000);
    let root = &roots[70_000];
    assert_eq!(Edge::from_tiles(&store, 70_000, root).unwrap().root(), *root);
    for id in tiles_for_size(70_000).filter(|id| !id.is_full()) {
        for at in [0, usize::from(id.width) - 1] {
            let mut damaged = store.clone();
            damaged.0.get_mut(&id).unwrap()[at].0[0] ^= 1;
            let found = Edge::from_tiles(&damaged, 70_000, root);
            assert!(matches!(found, Err(EdgeError::Root { .. })), "{} hash {at}", id.path());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn proofs_of_any_size_equal_ct_merkle(size in 1u64..5_000, a: prop::sample::Index, b: prop::sample::Index) {
        let (store, roots) = ledger(size);
        let tree = oracle(size);
        let at = a.index(size as usize) as u64;
        let proof = inclusion_proof(&store, at, size).unwrap();
        let expected = tree.prove_inclusion(at as usize);
        prop_assert_eq!(&joined(&proof), expected.as_bytes());
        let old = b.index(size as usize) as u64 + 1;
        let proof = consistency_proof(&store, old, size).unwrap();
        let expected = tree.prove_consistency((size - old) as usize);
        prop_assert_eq!(&joined(&proof), expected.as_bytes());
        prop_assert_eq!(
            verify_consistency(old, &roots[old as usize], size, &roots[size as usize], &proof), Ok(())
        );
    }

    #[test]
    fn any_batching_writes_the_same_tiles(steps in prop::collection::vec(0u64..900, 1..12)) {
        let size: u64 = steps.iter().sum();
        let (whole, roots) = ledger(size);
        let mut edge = Edge::new();
        let mut store = Store::default();
        for step in steps {
            let before = edge.size();
            let written = edge.extend(&leaves(before, before + step));
            let names: Vec<TileId> = written.iter().map(|(id, _)| *id).collect();
            prop_assert_eq!(names, new_tiles(before, before + step).collect::<Vec<_>>());
            store.0.extend(written);
            prop_assert_eq!(Edge::from_tiles(&store, edge.size(), &edge.root()).unwrap(), edge.clone());
        }
        prop_assert_eq!(edge.root(), roots[size as usize]);
        for id in tiles_for_size(size) {
            prop_assert_eq!(store.0.get(&id), whole.0.get(&id), "{}", id.path());
        }
        prop_assert_eq!(frontier_from_tiles(&store, size).unwrap(), edge.frontier());
    }

    #[test]
    fn a_changed_proof_never_verifies(
        size in 2u64..2_000, a: prop::sample::Index, b: prop::sample::Index, bit in 0usize..256,
    ) {
        let (store, roots) = ledger(size);
        let root = &roots[size as usize];
        let at = a.index(size as usize) as u64;
        let leaf = leaf_hash(&entry(at));
        let proof = inclusion_proof(&store, at, size).unwrap();
        let mut flipped = proof.clone();
        flipped[b.index(proof.len())].0[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(verify_inclusion(&leaf, at, size, &flipped, root), Err(ProofError::Root));
        prop_assert!(verify_inclusion(&leaf, at, size, &proof[1..], root).is_err());
        let longer: Vec<Hash> = proof.iter().copied().chain([leaf]).collect();
        prop_assert_eq!(verify_inclusion(&leaf, at, size, &longer, root), Err(ProofError::Length));
        let other = (at + 1) % size;
        prop_assert!(verify_inclusion(&leaf, other, size, &proof, root).is_err());

        let old = b.index(size as usize - 1) as u64 + 1;
        let proof = consistency_proof(&store, old, size).unwrap();
        let mut flipped = proof.clone();
        flipped[a.index(proof.len())].0[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(
            verify_consistency(old, &roots[old as usize], size, root, &flipped), Err(ProofError::Root)
        );
        let longer: Vec<Hash> = proof.iter().copied().chain([leaf]).collect();
        prop_assert!(verify_consistency(old, &roots[old as usize], size, root, &longer).is_err());
        prop_assert!(verify_consistency(old, &roots[old as usize], size, root, &proof[1..]).is_err());
        // Not the leaf's hash: a ledger of one entry has its hash for a root.
        let mut other = roots[old as usize];
        other.0[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(verify_consistency(old, &other, size, root, &proof).is_err());
    }
}

#[test]
fn a_tile_wider_than_asked_for_is_cut_to_the_size() {
    let (store, roots) = ledger(300);
    // Only the full tiles of a later size are left: every partial tile is read out of a wider one.
    let (later, _) = ledger(600);
    let mut merged = store;
    merged.0.retain(|id, _| id.is_full());
    merged.0.extend(later.0);
    assert_eq!(Edge::from_tiles(&merged, 300, &roots[300]).unwrap().root(), roots[300]);
    let proof = inclusion_proof(&merged, 299, 300).unwrap();
    assert_eq!(verify_inclusion(&leaf_hash(&entry(299)), 299, 300, &proof, &roots[300]), Ok(()));
}
