//! The tiles at the right edge while a ledger grows: what to write for a batch.
//!
//! A frontier knows the root, but a partial tile must be written with all its hashes, so a writer keeps the partial
//! tile of every level (at most 255 hashes each). They hold the frontier: bit 8 l + r of the size is bit r of the
//! width of level l's partial tile, and that peak is the root over a run of 2^r of its hashes. The sequencer owns one [`Edge`]; [`Edge::extend`] is the only way
//! it moves, and what it returns are exactly the tiles [`crate::new_tiles`] names.

use crate::hash::Hash;
use crate::proof::{BuildError, HashReader};
use crate::tile::{TileId, WIDTH};
use crate::tree::{Frontier, run_root};

/// The size and the partial tiles of a ledger.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Edge {
    size: u64,
    /// Hashes of the partial tile of each level, leaves first; each shorter than 256.
    partial: Vec<Vec<Hash>>,
}

/// Why the edge of a ledger could not be restored.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EdgeError<E> {
    /// A tile of the edge is missing or short.
    #[error(transparent)]
    Tiles(#[from] BuildError<E>),
    /// The tiles make another root than the signed one.
    #[error("the stored tiles have the root {found}, the signed head says {expected}")]
    Root {
        /// What the tiles hash to.
        found: Hash,
        /// What the head says.
        expected: Hash,
    },
}

impl Edge {
    /// The edge of the empty ledger.
    pub fn new() -> Self {
        Self::default()
    }

    /// Restores the edge of a ledger of `size` entries from its tiles and checks it against the signed root.
    /// Every hash of the partial tiles takes part in the check, so a damaged tile is found here.
    pub fn from_tiles<R: HashReader>(
        reader: &R,
        size: u64,
        root: &Hash,
    ) -> Result<Self, EdgeError<R::Error>> {
        let mut partial = Vec::new();
        for level in 0..8u8 {
            let count = size.checked_shr(u32::from(level) * 8).unwrap_or(0);
            if count == 0 {
                break;
            }
            let hashes = match TileId::at_size(level, count / WIDTH, size) {
                None => Vec::new(),
                Some(id) => {
                    let mut hashes = reader.tile(id).map_err(BuildError::Reader)?;
                    if hashes.len() < usize::from(id.width) {
                        return Err(BuildError::ShortTile { id, got: hashes.len() }.into());
                    }
                    hashes.truncate(usize::from(id.width));
                    hashes
                }
            };
            partial.push(hashes);
        }
        let edge = Self { size, partial };
        let found = edge.root();
        if found == *root { Ok(edge) } else { Err(EdgeError::Root { found, expected: *root }) }
    }

    /// The number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree. Hashes every partial tile, some hundred hashes: ask once a batch, not once an entry.
    pub fn root(&self) -> Hash {
        self.frontier().root()
    }

    /// The frontier, for whoever needs roots only.
    pub fn frontier(&self) -> Frontier {
        let mut peaks = Vec::new();
        for row in self.partial.iter().rev() {
            let mut rest = row.as_slice();
            for run in (0..8).rev().map(|bit| 1 << bit).filter(|run| row.len() & run != 0) {
                let Some((first, after)) = rest.split_at_checked(run) else { break };
                peaks.extend(run_root(first));
                rest = after;
            }
        }
        // Widths are the size's bits, so there is one peak per bit set and the frontier is never refused.
        Frontier::from_peaks(self.size, peaks).unwrap_or_default()
    }

    /// Appends leaves and returns every tile to be written, ordered by level and index: full tiles once, and the
    /// partial tile of each level that changed.
    pub fn extend(&mut self, leaves: &[Hash]) -> Vec<(TileId, Vec<Hash>)> {
        let mut written = Vec::new();
        let mut incoming = leaves.to_vec();
        let mut before = self.size;
        for level in 0..8u8 {
            if incoming.is_empty() {
                break;
            }
            let at = usize::from(level);
            if self.partial.len() <= at {
                self.partial.push(Vec::new());
            }
            let Some(row) = self.partial.get_mut(at) else { break };
            let first = before / WIDTH;
            row.append(&mut incoming);
            let (full, rest) = row.as_chunks::<256>();
            for (index, tile) in (first..).zip(full) {
                written.push((TileId { level, index, width: 256 }, tile.to_vec()));
                incoming.extend(run_root(tile));
            }
            let rest = rest.to_vec();
            if let Ok(width @ 1..) = u16::try_from(rest.len()) {
                written.push((TileId { level, index: first + full.len() as u64, width }, rest.clone()));
            }
            *row = rest;
            before /= WIDTH;
        }
        self.size += leaves.len() as u64;
        written
    }
}
