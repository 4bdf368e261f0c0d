//! Files that are there and that nothing calls for.

use ledger::{BundleId, Hash, Resource, TileId};
use record::Tree;

use crate::observed::{CutRow, Foreign};
use crate::passes::scan::FOLDER;
use crate::passes::{cuts, head};

/// Sorts the listing: blobs and photos by their hash are looked at by another pass, whoever names them.
pub(crate) fn look(listed: &[String], tree: &Tree, rows: &[CutRow], size: u64) -> Foreign {
    let mut seen = Foreign { listed: listed.len() as u64, paths: Vec::new() };
    let foreign = listed.iter().filter(|path| !is_unfinished(path) && !is_expected(path, tree, rows, size));
    seen.paths.extend(foreign.cloned());
    seen.paths.sort_unstable();
    seen
}

/// A file that is just being written; it gets its name when it is whole.
fn is_unfinished(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with('.') && name.strip_suffix(".tmp").is_some()
}

fn is_expected(path: &str, tree: &Tree, rows: &[CutRow], size: u64) -> bool {
    if let Some(path) = path.strip_prefix(FOLDER) {
        return Resource::parse(path).is_ok_and(|resource| within(resource, size));
    }
    if let Some(path) = path.strip_prefix("cuts/") {
        let of_cut = |row: &CutRow| cuts::FILES.iter().any(|file| path == format!("{}/{file}", row.size));
        return path == "index" || rows.iter().any(of_cut);
    }
    let named = [record::LATEST_PATH, head::SERVED_POLICY].contains(&path);
    named || blob_hash(path).is_some() || tree.get(path).is_some()
}

fn within(resource: Resource, size: u64) -> bool {
    match resource {
        Resource::Checkpoint => true,
        Resource::Tile(id) => {
            TileId::at_size(id.level, id.index, size).is_some_and(|now| id.width <= now.width)
        }
        Resource::Bundle(id) => BundleId::at_size(id.index, size).is_some_and(|now| id.width <= now.width),
    }
}

/// The hash that a blob's or photo's path names.
pub(crate) fn blob_hash(path: &str) -> Option<Hash> {
    let name = path.strip_prefix("blob/").or_else(|| path.strip_prefix("photo/"))?;
    Hash::from_hex(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_being_written_is_left_alone_and_nothing_else() {
        assert!(is_unfinished("a/.b.json.tmp"));
        assert!(!is_unfinished("a/b.json.tmp"));
        assert!(!is_unfinished(".hidden"));
    }

    #[test]
    fn a_tile_beyond_the_checkpoint_is_foreign() {
        let expected = |path: &str| is_expected(path, &Tree::new(), &[CutRow { size: 9, tables: true }], 300);
        assert!(expected("ledger/tile/0/001.p/44") && expected("ledger/tile/entries/000.p/9"));
        assert!(!expected("ledger/tile/0/001.p/45") && !expected("ledger/notes.txt"));
        assert!(expected("cuts/9/manifest") && !expected("cuts/8/manifest") && !expected("cuts/9/other"));
    }
}
