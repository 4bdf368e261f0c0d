//! The geometry of tiles and bundles: which files a ledger of a given size serves, and how they are named
//! (C2SP tlog-tiles, "Merkle Tree" and "Log Entries"; height 8, so 256 hashes a tile).
//!
//! Tile `n` of level `l` holds the roots of the perfect subtrees of 256^l leaves numbered `256 n .. 256 n + width`.
//! Full tiles never change; at each level at most one partial tile stands at the right edge. An empty tile is never
//! served. Every resource has exactly one path, and only that path parses.

use std::fmt;

use crate::text::decimal;

/// Hashes in a full tile, entries in a full bundle.
pub const WIDTH: u64 = 256;
const FULL: u16 = 256;
/// Highest level a path may name (tlog-tiles). A size that fits u64 uses levels 0 to 7.
const MAX_LEVEL: u64 = 63;

/// A hash tile: 32 bytes a hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TileId {
    /// Level in steps of eight tree levels, 0 at the leaves.
    pub level: u8,
    /// Which tile of the level, from the left.
    pub index: u64,
    /// How many hashes it holds: 1 to 255 is a partial tile, 256 a full one.
    pub width: u16,
}

/// A bundle of entries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BundleId {
    /// Which bundle, from the left: it starts at entry `256 * index`.
    pub index: u64,
    /// How many entries it holds: 1 to 255 is a partial bundle, 256 a full one.
    pub width: u16,
}

/// Anything a ledger serves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Resource {
    /// The signed head.
    Checkpoint,
    /// A hash tile.
    Tile(TileId),
    /// A bundle of entries.
    Bundle(BundleId),
}

/// A path that names nothing a ledger serves, or names it in another spelling than the one allowed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "not a path of a ledger (checkpoint, tile/<level>/<index>[.p/<width>], tile/entries/<index>[.p/<width>])"
)]
pub struct PathError;

/// Every tile a ledger of `size` entries serves, full and partial, level by level from the leaves.
pub fn tiles_for_size(size: u64) -> impl Iterator<Item = TileId> {
    new_tiles(0, size)
}

/// Every bundle a ledger of `size` entries serves.
pub fn bundles_for_size(size: u64) -> impl Iterator<Item = BundleId> {
    new_bundles(0, size)
}

/// The tiles that must be written when a ledger grows from `old_size` to `new_size`: each tile that gained a hash,
/// once, with the width it has at `new_size`. Empty when nothing grew.
pub fn new_tiles(old_size: u64, new_size: u64) -> impl Iterator<Item = TileId> {
    (0..8u8).flat_map(move |level| {
        let (old, new) = (hashes_at(level, old_size), hashes_at(level, new_size));
        grown(old, new).map(move |(index, width)| TileId { level, index, width })
    })
}

/// The bundles that must be written when a ledger grows from `old_size` to `new_size`.
pub fn new_bundles(old_size: u64, new_size: u64) -> impl Iterator<Item = BundleId> {
    grown(old_size, new_size).map(|(index, width)| BundleId { index, width })
}

impl TileId {
    /// The tile of `level` with this index in a ledger of `size` entries, as wide as it is there; `None` if that
    /// ledger has no such tile.
    pub fn at_size(level: u8, index: u64, size: u64) -> Option<Self> {
        let width = width_at(index, hashes_at(level, size))?;
        Some(Self { level, index, width })
    }

    /// Whether this tile is full and therefore never changes.
    pub fn is_full(&self) -> bool {
        self.width == FULL
    }

    /// The full tile that replaces this one once the ledger has grown over it.
    #[must_use]
    pub fn full(&self) -> Self {
        Self { width: FULL, ..*self }
    }

    /// `tile/<level>/<index>` and `.p/<width>` when partial.
    pub fn path(&self) -> String {
        format!("tile/{}/{}", self.level, index_path(self.index, self.width))
    }

    /// Reads a tile path; refuses every other spelling.
    pub fn parse(path: &str) -> Result<Self, PathError> {
        match Resource::parse(path)? {
            Resource::Tile(id) => Ok(id),
            Resource::Checkpoint | Resource::Bundle(_) => Err(PathError),
        }
    }
}

impl BundleId {
    /// The bundle with this index in a ledger of `size` entries; `None` if that ledger has no such bundle.
    pub fn at_size(index: u64, size: u64) -> Option<Self> {
        width_at(index, size).map(|width| Self { index, width })
    }

    /// Whether this bundle is full and therefore never changes.
    pub fn is_full(&self) -> bool {
        self.width == FULL
    }

    /// The full bundle that replaces this one once the ledger has grown over it.
    #[must_use]
    pub fn full(&self) -> Self {
        Self { width: FULL, ..*self }
    }

    /// `tile/entries/<index>` and `.p/<width>` when partial.
    pub fn path(&self) -> String {
        format!("tile/entries/{}", index_path(self.index, self.width))
    }

    /// Reads a bundle path; refuses every other spelling.
    pub fn parse(path: &str) -> Result<Self, PathError> {
        match Resource::parse(path)? {
            Resource::Bundle(id) => Ok(id),
            Resource::Checkpoint | Resource::Tile(_) => Err(PathError),
        }
    }
}

impl Resource {
    /// The path below the ledger's prefix.
    pub fn path(&self) -> String {
        match self {
            Self::Checkpoint => "checkpoint".to_owned(),
            Self::Tile(id) => id.path(),
            Self::Bundle(id) => id.path(),
        }
    }

    /// Reads a path below the ledger's prefix, without a leading slash.
    pub fn parse(path: &str) -> Result<Self, PathError> {
        if path == "checkpoint" {
            return Ok(Self::Checkpoint);
        }
        let below = path.strip_prefix("tile/").ok_or(PathError)?;
        let (kind, rest) = below.split_once('/').ok_or(PathError)?;
        let (index, width) = parse_index(rest)?;
        if kind == "entries" {
            return Ok(Self::Bundle(BundleId { index, width }));
        }
        let level = decimal(kind).filter(|&level| level <= MAX_LEVEL).ok_or(PathError)?;
        let level = u8::try_from(level).map_err(|_| PathError)?;
        Ok(Self::Tile(TileId { level, index, width }))
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path())
    }
}

/// How many hashes level `level` has in a ledger of `size` entries: the perfect subtrees of 256^level leaves.
fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * 8).unwrap_or(0)
}

/// Width of file `index` in a row of `count` hashes (or entries); `None` when the row does not reach it.
fn width_at(index: u64, count: u64) -> Option<u16> {
    let start = index.checked_mul(WIDTH)?;
    let left = count.checked_sub(start).filter(|&left| left > 0)?;
    u16::try_from(left.min(WIDTH)).ok()
}

/// Index and width of each file that gained something when a row grew from `old` to `new`.
fn grown(old: u64, new: u64) -> impl Iterator<Item = (u64, u16)> {
    let first = old / WIDTH;
    let end = if new > old { new.div_ceil(WIDTH) } else { first };
    (first..end).filter_map(move |index| Some((index, width_at(index, new)?)))
}

/// `x001/x234/067` for 1234067, then `.p/<width>` when partial (tlog-tiles, "Merkle Tree").
fn index_path(index: u64, width: u16) -> String {
    let mut path = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    if width == FULL { path } else { format!("{path}.p/{width}") }
}

/// Reads what [`index_path`] writes, and nothing else: the answer must spell back to the same text.
fn parse_index(text: &str) -> Result<(u64, u16), PathError> {
    let (digits, width) = match text.split_once(".p/") {
        None => (text, FULL),
        Some((digits, width)) => {
            let width = decimal(width).filter(|w| (1..WIDTH).contains(w)).ok_or(PathError)?;
            (digits, u16::try_from(width).map_err(|_| PathError)?)
        }
    };
    let joined: String = digits.chars().filter(|c| !matches!(c, 'x' | '/')).collect();
    let significant = joined.trim_start_matches('0');
    let index = if significant.is_empty() { 0 } else { decimal(significant).ok_or(PathError)? };
    if index_path(index, width) == text { Ok((index, width)) } else { Err(PathError) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn seventy_thousand_entries_make_the_tiles_of_the_specification() {
        let paths: Vec<String> = tiles_for_size(70_000).map(|t| t.path()).collect();
        let full = |level: u8| tiles_for_size(70_000).filter(|t| t.level == level && t.is_full()).count();
        assert_eq!((full(0), full(1), full(2)), (273, 1, 0));
        let partial: Vec<&str> = paths.iter().filter(|p| p.contains(".p/")).map(String::as_str).collect();
        assert_eq!(partial, ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);
        assert_eq!(bundles_for_size(70_000).count(), 274);
        assert_eq!(
            bundles_for_size(70_000).last().map(|b| b.path()).as_deref(),
            Some("tile/entries/273.p/112")
        );
    }

    #[test]
    fn an_empty_tile_is_never_served() {
        assert_eq!(tiles_for_size(0).count(), 0);
        assert_eq!(bundles_for_size(0).count(), 0);
        let paths: Vec<String> = tiles_for_size(256).map(|t| t.path()).collect();
        assert_eq!(paths, ["tile/0/000", "tile/1/000.p/1"]);
    }

    #[test]
    fn an_index_is_written_in_groups_of_three() {
        let id = TileId { level: 0, index: 1_234_067, width: 256 };
        assert_eq!(id.path(), "tile/0/x001/x234/067");
        assert_eq!(TileId { index: 1_000, ..id }.path(), "tile/0/x001/000");
        assert_eq!(BundleId { index: 0, width: 5 }.path(), "tile/entries/000.p/5");
    }

    #[test]
    fn another_spelling_of_a_path_is_refused() {
        for bad in [
            "",
            "/checkpoint",
            "checkpoint/",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/00",
            "tile/0/0000",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/x000/001",
            "tile/0/x001",
            "tile/0/001/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/1.p/1",
            "tile/0/000.p",
            "tile/0/000/",
            "tile/data/000",
            "tile/entries/x00/000",
            "tile/0/xx01/000",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
            "tile/0/000.p/1/",
            "tile/0/../000",
            "tile/0/18446744073709551616",
        ] {
            assert_eq!(Resource::parse(bad), Err(PathError), "{bad}");
        }
        assert_eq!(TileId::parse("tile/entries/000"), Err(PathError));
        assert_eq!(BundleId::parse("tile/0/000"), Err(PathError));
    }

    proptest! {
        #[test]
        fn every_path_reads_back(level in 0u8..=63, index: u64, width in 1u16..=256) {
            let tile = TileId { level, index, width };
            prop_assert_eq!(TileId::parse(&tile.path()), Ok(tile));
            let bundle = BundleId { index, width };
            prop_assert_eq!(BundleId::parse(&bundle.path()), Ok(bundle));
            prop_assert_eq!(Resource::parse(&Resource::Bundle(bundle).to_string()), Ok(Resource::Bundle(bundle)));
        }

        #[test]
        fn what_parses_spells_back_the_same(path in "(checkpoint|tile/(entries|[0-9]{1,2})/(x[0-9]{3}/){0,3}[0-9]{3}(\\.p/[0-9]{1,3})?)") {
            if let Ok(resource) = Resource::parse(&path) {
                prop_assert_eq!(resource.path(), path);
            }
        }

        #[test]
        fn growing_in_steps_writes_every_tile_of_the_end(steps in prop::collection::vec(0u64..70_000, 1..8)) {
            let mut written = BTreeSet::new();
            let mut size = 0;
            for step in steps {
                written.extend(new_tiles(size, size + step));
                size += step;
            }
            for tile in tiles_for_size(size) {
                prop_assert!(written.contains(&tile), "{}", tile.path());
                prop_assert_eq!(TileId::at_size(tile.level, tile.index, size), Some(tile));
            }
        }
    }

    #[test]
    fn the_largest_size_has_an_edge_at_every_level() {
        assert_eq!(TileId::at_size(7, 0, u64::MAX), Some(TileId { level: 7, index: 0, width: 255 }));
        assert_eq!(TileId::at_size(8, 0, u64::MAX), None);
        assert_eq!(TileId::at_size(0, u64::MAX, u64::MAX), None);
    }
}
