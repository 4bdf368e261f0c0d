//! New entries of a ledger into its tiles.

use ledger::{BundleId, Edge, Hash, TileId, WIDTH, decode_bundle, leaf_hash};

/// Why bundles are not those of a head.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GrowthError {
    /// A bundle can't be split into as many entries as its name says.
    #[error("`ledger/{path}` doesn't hold {width} entries")]
    Bundle {
        /// Its path.
        path: String,
        /// How many it must hold.
        width: u16,
    },
    /// The entries come to another root.
    #[error("the entries come to the root {found}, signed is {expected}")]
    Root {
        /// What they come to.
        found: Hash,
        /// What is signed.
        expected: Hash,
    },
}

/// A ledger that grows from a size to a larger one by its bundles, in order.
#[derive(Debug)]
pub struct Growth {
    edge: Edge,
    to: u64,
}

impl Growth {
    /// From the tiles of a held ledger, by its edge, to a size.
    pub fn new(edge: Edge, to: u64) -> Growth {
        Growth { edge, to }
    }

    /// Takes the next bundle of [`ledger::new_bundles`]; the tiles it completes, and the partial ones of the size in the end: path below
    /// the ledger, and bytes.
    ///
    /// # Errors
    /// When it doesn't hold the entries that its name says.
    pub fn take(&mut self, id: BundleId, bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, GrowthError> {
        let wrong = || GrowthError::Bundle { path: id.path(), width: id.width };
        let entries = decode_bundle(bytes).map_err(|_| wrong())?;
        if entries.len() != usize::from(id.width) {
            return Err(wrong());
        }
        // A partial bundle that is held already has its entries again at its beginning.
        let known = self.edge.size().saturating_sub(id.index.saturating_mul(WIDTH));
        let known = usize::try_from(known).map_err(|_| wrong())?;
        let leaves: Vec<Hash> =
            entries.get(known..).ok_or_else(wrong)?.iter().map(|entry| leaf_hash(entry)).collect();
        let size = self.to;
        let stays = |id: &TileId| id.is_full() || TileId::at_size(id.level, id.index, size) == Some(*id);
        let made = self.edge.extend(&leaves).into_iter().filter(|(id, _)| stays(id));
        Ok(made.map(|(id, hashes)| (id.path(), hashes.iter().flat_map(|hash| hash.0).collect())).collect())
    }

    /// Whether the entries so far are those of a root.
    ///
    /// # Errors
    /// When they are not.
    pub fn finish(&self, expected: Hash) -> Result<(), GrowthError> {
        let found = self.edge.root();
        if found == expected { Ok(()) } else { Err(GrowthError::Root { found, expected }) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ledger::{encode_bundle, new_bundles, new_tiles};
    use proptest::prelude::*;

    use super::*;

    fn entry(index: u64) -> Vec<u8> {
        index.to_be_bytes().to_vec()
    }

    fn bundle(id: BundleId) -> Vec<u8> {
        let first = id.index * WIDTH;
        let entries: Vec<Vec<u8>> = (first..first + u64::from(id.width)).map(entry).collect();
        encode_bundle(entries.iter().map(Vec::as_slice)).unwrap()
    }

    fn edge(size: u64) -> Edge {
        let mut edge = Edge::new();
        edge.extend(&(0..size).map(|index| leaf_hash(&entry(index))).collect::<Vec<_>>());
        edge
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(30))]
        #[test]
        fn bundles_give_just_the_tiles_that_a_ledger_of_that_size_has_more(from in 0u64..1500, more in 1u64..1500) {
            let to = from + more;
            let mut growth = Growth::new(edge(from), to);
            let mut made = BTreeMap::new();
            for id in new_bundles(from, to) {
                made.extend(growth.take(id, &bundle(id)).unwrap());
            }
            growth.finish(edge(to).root()).unwrap();
            let expected: Vec<String> = {
                let mut paths: Vec<_> = new_tiles(from, to).map(|id| id.path()).collect();
                paths.sort_unstable();
                paths
            };
            prop_assert_eq!(made.keys().cloned().collect::<Vec<_>>(), expected);
            let mut whole = Edge::new();
            let tiles = whole.extend(&(0..to).map(|index| leaf_hash(&entry(index))).collect::<Vec<_>>());
            for (id, hashes) in tiles {
                if let Some(bytes) = made.get(&id.path()) {
                    prop_assert_eq!(bytes, &hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>());
                }
            }
        }
    }

    #[test]
    fn an_entry_more_less_or_changed_is_refused() {
        let id = BundleId { index: 0, width: 3 };
        let grow = |bytes: &[u8]| {
            let mut growth = Growth::new(Edge::new(), 3);
            growth.take(id, bytes).and_then(|_| growth.finish(edge(3).root()))
        };
        let good = bundle(id);
        assert_eq!(grow(&good), Ok(()));
        for wrong in [
            bundle(BundleId { index: 0, width: 2 }),
            bundle(BundleId { index: 0, width: 4 }),
            good[1..].to_vec(),
        ] {
            assert!(matches!(grow(&wrong), Err(GrowthError::Bundle { .. })));
        }
        let mut changed = good.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(matches!(grow(&changed), Err(GrowthError::Root { .. })));
    }
}
