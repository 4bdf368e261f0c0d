//! The tiles above level 0: every hash in them must be the root of the tile below.

use ledger::{Hash, TileId, WIDTH, tiles_for_size};

use crate::observed::LedgerSeen;
use crate::passes::scan::{FOLDER, read_tile, root_of};
use crate::reader::Reader;

/// Looks at every level above the lowest. `below` holds the roots of the full level-0 tiles as served, `size` the
/// entries that could be read.
pub(crate) fn check(reader: &Reader<'_>, size: u64, mut below: Vec<Hash>, seen: &mut LedgerSeen) {
    let mut level = 0;
    let mut next = Vec::new();
    for id in tiles_for_size(size).filter(|id| id.level > 0) {
        if id.level != level {
            if level > 0 {
                below = std::mem::take(&mut next);
            }
            level = id.level;
        }
        let ours = hashes_below(&below, id);
        seen.tiles += 1;
        let path = format!("{FOLDER}{}", id.path());
        let served = read_tile(reader, id);
        let Some(served) = served else {
            seen.missing.push(path);
            if id.is_full() {
                next.push(root_of(ours));
            }
            continue;
        };
        for ((position, ours), served) in (0u64..).zip(ours).zip(&served) {
            if ours != served {
                seen.nodes.push((path.clone(), position, *ours, *served));
            }
        }
        if id.is_full() {
            next.push(root_of(&served));
        }
    }
}

fn hashes_below(below: &[Hash], id: TileId) -> &[Hash] {
    let first = usize::try_from(id.index * WIDTH).unwrap_or(usize::MAX);
    below.get(first..).and_then(|rest| rest.get(..usize::from(id.width))).unwrap_or_default()
}
