//! Reading the ledger chunk by chunk: bundles, the level-0 tiles beside them, and the roots they give.
//!
//! A bundle that can't be read doesn't end the reading: its entries are taken as empty, their hashes from the tile, so
//! that everything behind them is still looked at. The rest is given up only when a whole chunk is missing; or, under a
//! checkpoint that the log did not sign, when too many bundles are missing or wrong: its size is anybody's, and a reading
//! of 2^40 entries that aren't there would not end.

use std::collections::BTreeMap;

use ledger::{BundleId, Frontier, Hash, TileId, WIDTH, decode_bundle, leaf_hash};
use rayon::prelude::*;

use crate::observed::{GaveUp, GivenUp, LedgerSeen};
use crate::reader::{Reader, limit};

/// Bundles read at a time: some 4 MB, enough work for every core between two steps in order.
pub(crate) const CHUNK: usize = 16;

/// Bundles that may be missing or wrong before a size that nobody vouches for is believed no more.
const WRONG: u64 = 64;

/// Where the ledger's own files lie.
pub(crate) const FOLDER: &str = "ledger/";

/// Entries that follow each other.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    pub entries: Vec<Vec<u8>>,
    /// Whether the entry could be read.
    pub held: Vec<bool>,
    leaves: Vec<Hash>,
    bundles: Vec<BundleRead>,
}

#[derive(Debug)]
struct BundleRead {
    id: BundleId,
    there: bool,
    malformed: Option<String>,
    /// The tile of the same entries; none: it is not there.
    tile: Option<Vec<Hash>>,
    entries: Vec<Option<Vec<u8>>>,
    leaves: Vec<Option<Hash>>,
}

impl BundleRead {
    /// Whether it is not there, not a bundle, or not what its tile says.
    fn is_wrong(&self) -> bool {
        let differs = |tile: &Vec<Hash>| {
            self.leaves.iter().zip(tile).any(|(leaf, hash)| leaf.is_some_and(|leaf| leaf != *hash))
        };
        !self.there || self.malformed.is_some() || self.tile.as_ref().is_none_or(differs)
    }
}

/// The state of a reading.
#[derive(Debug)]
pub(crate) struct Scan {
    size: u64,
    /// Whether the log signed the checkpoint that says the size.
    pub vouched: bool,
    /// Bundles that are missing or wrong.
    wrong: u64,
    /// From the entries, and from the level-0 tiles: the same unless something is wrong.
    entries: Frontier,
    tiles: Frontier,
    /// Sizes at which the root of the entries is wanted.
    pub roots: BTreeMap<u64, Option<Hash>>,
    /// Roots of the full level-0 tiles, as served.
    pub level: Vec<Hash>,
    pub seen: LedgerSeen,
}

impl Scan {
    /// A reading of a ledger of this size that remembers the roots at `wanted` sizes.
    pub(crate) fn new(size: u64, wanted: impl IntoIterator<Item = u64>) -> Scan {
        Scan {
            size,
            vouched: false,
            wrong: 0,
            entries: Frontier::new(),
            tiles: Frontier::new(),
            roots: wanted.into_iter().map(|size| (size, None)).collect(),
            level: Vec::new(),
            seen: LedgerSeen::default(),
        }
    }

    /// Entries read so far.
    pub(crate) fn position(&self) -> u64 {
        self.entries.size()
    }

    /// Takes a chunk in; whether to go on.
    pub(crate) fn take(&mut self, chunk: &Chunk) -> bool {
        let why = if chunk.bundles.iter().all(|bundle| !bundle.there) {
            Some(GaveUp::Nothing)
        } else {
            (!self.vouched && self.wrong >= WRONG).then_some(GaveUp::Unvouched)
        };
        if let Some(why) = why {
            self.seen.given_up = Some(GivenUp { from: self.position(), size: self.size, why });
            return false;
        }
        for bundle in &chunk.bundles {
            self.take_bundle(bundle);
        }
        for leaf in &chunk.leaves {
            self.entries.push(*leaf);
            if let Some(root) = self.roots.get_mut(&self.entries.size()) {
                *root = Some(self.entries.root());
            }
        }
        true
    }

    fn take_bundle(&mut self, bundle: &BundleRead) {
        let first = bundle.id.index * WIDTH;
        let path = format!("{FOLDER}{}", bundle.id.path());
        self.seen.bundles += 1;
        self.seen.tiles += 1;
        if bundle.is_wrong() {
            self.wrong += 1;
        }
        if !bundle.there {
            self.seen.missing.push(path.clone());
        }
        if let Some(what) = &bundle.malformed {
            self.seen.malformed.push((path, what.clone()));
        }
        let Some(tile) = &bundle.tile else {
            let id = TileId { level: 0, index: bundle.id.index, width: bundle.id.width };
            self.seen.missing.push(format!("{FOLDER}{}", id.path()));
            return self.push_tile(
                bundle,
                &bundle.leaves.iter().map(|leaf| leaf.unwrap_or(Hash([0; 32]))).collect::<Vec<_>>(),
            );
        };
        for ((index, leaf), hash) in (first..).zip(&bundle.leaves).zip(tile) {
            if let Some(leaf) = leaf.filter(|leaf| leaf != hash) {
                self.seen.leaves.push((index, *hash, leaf));
            }
        }
        self.push_tile(bundle, tile);
    }

    fn push_tile(&mut self, bundle: &BundleRead, hashes: &[Hash]) {
        for hash in hashes {
            self.tiles.push(*hash);
        }
        if bundle.id.is_full() {
            self.level.push(root_of(hashes));
        }
    }

    /// The root of the level-0 tiles; none: the reading was given up.
    pub(crate) fn root(&self) -> Option<Hash> {
        (self.tiles.size() == self.size).then(|| self.tiles.root())
    }
}

/// The root over hashes side by side.
pub(crate) fn root_of(hashes: &[Hash]) -> Hash {
    let mut frontier = Frontier::new();
    for hash in hashes {
        frontier.push(*hash);
    }
    frontier.root()
}

/// Reads the next chunk.
pub(crate) fn read(reader: &Reader<'_>, bundles: &[BundleId]) -> Chunk {
    let bundles: Vec<BundleRead> = bundles.par_iter().map(|id| read_bundle(reader, *id)).collect();
    let mut chunk = Chunk::default();
    for mut bundle in bundles {
        for (position, entry) in std::mem::take(&mut bundle.entries).into_iter().enumerate() {
            let in_tile = || bundle.tile.as_ref().and_then(|tile| tile.get(position)).copied();
            let leaf = bundle.leaves.get(position).copied().flatten();
            chunk.leaves.push(leaf.or_else(in_tile).unwrap_or(Hash([0; 32])));
            chunk.held.push(entry.is_some());
            chunk.entries.push(entry.unwrap_or_default());
        }
        chunk.bundles.push(bundle);
    }
    chunk
}

fn read_bundle(reader: &Reader<'_>, id: BundleId) -> BundleRead {
    let width = usize::from(id.width);
    let mut read = BundleRead {
        id,
        there: false,
        malformed: None,
        tile: read_tile(reader, TileId { level: 0, index: id.index, width: id.width }),
        entries: Vec::with_capacity(width),
        leaves: Vec::with_capacity(width),
    };
    if let Some((bytes, full)) = get(reader, &id.path(), &id.full().path(), limit::BUNDLE) {
        read.there = true;
        match decode_bundle(&bytes) {
            Ok(entries) => {
                if entries.len() != if full { 256 } else { width } {
                    read.malformed = Some(format!("{} entries", entries.len()));
                }
                for entry in entries.into_iter().take(width) {
                    read.leaves.push(Some(leaf_hash(entry)));
                    read.entries.push(Some(entry.to_vec()));
                }
            }
            Err(error) => read.malformed = Some(error.to_string()),
        }
    }
    read.leaves.resize(width, None);
    read.entries.resize(width, None);
    read
}

/// A tile's hashes; none: it is not there, or its length is wrong.
pub(crate) fn read_tile(reader: &Reader<'_>, id: TileId) -> Option<Vec<Hash>> {
    let (bytes, full) = get(reader, &id.path(), &id.full().path(), limit::TILE)?;
    let width = usize::from(id.width);
    let (hashes, rest) = bytes.as_chunks::<32>();
    let fits = rest.is_empty() && hashes.len() == if full { 256 } else { width };
    fits.then(|| hashes.iter().take(width).map(|hash| Hash(*hash)).collect())
}

/// A tile or bundle, and whether it is a full one: a partial file may have been replaced by the full one, which holds
/// more, and only the first of it counts.
fn get(reader: &Reader<'_>, path: &str, full: &str, at_most: u64) -> Option<(Vec<u8>, bool)> {
    match reader.get(&format!("{FOLDER}{path}"), at_most) {
        Some(bytes) => Some((bytes, path == full)),
        None if path != full => Some((reader.get(&format!("{FOLDER}{full}"), at_most)?, true)),
        None => None,
    }
}
