//! How an offered head stands to one that is held.

use ledger::{
    BuildError, Checkpoint, Hash, HashReader, ProofError, TileId, consistency_proof, frontier_from_tiles,
    verify_consistency,
};

/// How a head stands to the one that is held. Both must have been checked for their signatures before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same.
    Same,
    /// It begins with everything that is held.
    Grown,
    /// It is a beginning of what is held: an old state, or a ledger that was cut short.
    Older,
    /// Neither begins with the other: the ledger said two things. The hashes prove that the longer one begins with another root than
    /// the shorter one's.
    Forked(Vec<Hash>),
}

/// Why two heads can't be related.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelateError<E> {
    /// They are of two ledgers.
    #[error("it is of the ledger {offered}, the one held is of {held}")]
    OtherLedger {
        /// The origin that is held.
        held: String,
        /// The origin that is offered.
        offered: String,
    },
    /// A tile is missing, short, or can't be had.
    #[error(transparent)]
    Tiles(#[from] BuildError<E>),
    /// The tiles are not those of the longer head, so that they prove nothing about it.
    #[error("the tiles don't give the signed root")]
    Root,
}

/// The tiles of a ledger of one size, by a function from a path below the ledger to bytes; none: it isn't there.
pub struct Tiles<F> {
    /// The size.
    pub size: u64,
    /// The function.
    pub read: F,
}

impl<E, F: Fn(&str) -> Result<Option<Vec<u8>>, E>> HashReader for Tiles<F> {
    type Error = E;

    // A tile is read as wide as it is at this size, whatever of it is asked for.
    fn tile(&self, id: TileId) -> Result<Vec<Hash>, E> {
        let id = TileId::at_size(id.level, id.index, self.size).unwrap_or(id);
        let bytes = match (self.read)(&id.path())? {
            Some(bytes) => bytes,
            // A partial tile may be gone once the full one is there.
            None if !id.is_full() => (self.read)(&id.full().path())?.unwrap_or_default(),
            None => Vec::new(),
        };
        // What is too short is refused by whoever asks for so many hashes.
        Ok(bytes.as_chunks::<32>().0.iter().copied().map(Hash).collect())
    }
}

/// Relates an offered head to the held one. `tiles` are those of the longer of both.
///
/// # Errors
/// When the heads are of two ledgers, or when the tiles can't be used: then nothing is said about the heads.
pub fn relate<R: HashReader>(
    held: &Checkpoint,
    offered: &Checkpoint,
    tiles: &R,
) -> Result<Relation, RelateError<R::Error>> {
    if held.origin != offered.origin {
        let (held, offered) = (held.origin.clone(), offered.origin.clone());
        return Err(RelateError::OtherLedger { held, offered });
    }
    if held.size == offered.size {
        let same = held.root == offered.root;
        return Ok(if same { Relation::Same } else { Relation::Forked(Vec::new()) });
    }
    let (shorter, longer) = if held.size < offered.size { (held, offered) } else { (offered, held) };
    let proof = consistency_proof(tiles, shorter.size, longer.size)?;
    let leads_to = |root: &Hash| -> Result<(), ProofError> {
        verify_consistency(shorter.size, root, longer.size, &longer.root, &proof)
    };
    if leads_to(&shorter.root).is_ok() {
        return Ok(if held.size < offered.size { Relation::Grown } else { Relation::Older });
    }
    // Damaged tiles must not look like a fork: it is one where the longer tree is shown to begin with another root.
    let begins_with = frontier_from_tiles(tiles, shorter.size)?.root();
    match leads_to(&begins_with) {
        Ok(()) => Ok(Relation::Forked(proof)),
        Err(ProofError::Shrunk | ProofError::Length | ProofError::Root | ProofError::NoSuchEntry) => {
            Err(RelateError::Root)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use ledger::{Edge, leaf_hash};
    use proptest::prelude::*;

    use super::*;

    type Files = BTreeMap<String, Vec<u8>>;

    /// A ledger of so many entries, of which those from `other` on are not everybody's.
    fn ledger(size: u64, other: u64) -> (Checkpoint, Files) {
        let entry = |index: u64| if index < other { index.to_string() } else { format!("other {index}") };
        let leaves: Vec<Hash> = (0..size).map(|index| leaf_hash(entry(index).as_bytes())).collect();
        let mut edge = Edge::new();
        let tiles = edge.extend(&leaves);
        let bytes = |hashes: Vec<Hash>| hashes.iter().flat_map(|hash| hash.0).collect();
        let files = tiles.into_iter().map(|(id, hashes)| (id.path(), bytes(hashes))).collect();
        (Checkpoint { origin: "count.example".to_owned(), size, root: edge.root() }, files)
    }

    fn related(
        held: &(Checkpoint, Files),
        offered: &(Checkpoint, Files),
    ) -> Result<Relation, RelateError<Infallible>> {
        let longer = if held.0.size < offered.0.size { offered } else { held };
        let tiles = Tiles { size: longer.0.size, read: |path: &str| Ok(longer.1.get(path).cloned()) };
        relate(&held.0, &offered.0, &tiles)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn a_head_is_grown_older_or_the_same_exactly_where_one_begins_with_the_other(
            held in 1u64..700, offered in 1u64..700, other in 0u64..700,
        ) {
            let (one, two) = (ledger(held, u64::MAX), ledger(offered, other));
            let relation = related(&one, &two).unwrap();
            if other < held.min(offered) {
                prop_assert!(matches!(relation, Relation::Forked(_)), "{:?}", relation);
            } else {
                let expected = match held.cmp(&offered) {
                    std::cmp::Ordering::Less => Relation::Grown,
                    std::cmp::Ordering::Equal => Relation::Same,
                    std::cmp::Ordering::Greater => Relation::Older,
                };
                prop_assert_eq!(relation, expected);
            }
        }
    }

    #[test]
    fn damaged_tiles_are_not_taken_for_a_fork() {
        let held = ledger(300, u64::MAX);
        for path in ["tile/0/001", "tile/1/000.p/2", "tile/0/002.p/88"] {
            let mut offered = ledger(600, u64::MAX);
            offered.1.get_mut(path).unwrap()[13] ^= 1;
            assert_eq!(related(&held, &offered), Err(RelateError::Root), "{path}");
            offered.1.remove(path);
            assert!(matches!(related(&held, &offered), Err(RelateError::Tiles(_))), "{path}");
        }
    }

    #[test]
    fn heads_of_two_ledgers_are_not_compared() {
        let (held, mut offered) = (ledger(3, u64::MAX), ledger(5, u64::MAX));
        offered.0.origin = "other.example".to_owned();
        assert!(matches!(related(&held, &offered), Err(RelateError::OtherLedger { .. })));
    }
}
