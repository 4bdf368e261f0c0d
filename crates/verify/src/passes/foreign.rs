//! Files that are there and that nothing calls for.

use ledger::{BundleId, Hash, Resource, TileId};
use rayon::prelude::*;
use record::{PROGRAM_PATHS, Tree};

use crate::observed::{CutsSeen, Foreign};
use crate::passes::scan::FOLDER;
use crate::passes::{cuts, head};
use crate::reader::Reader;
use crate::source::{Listed, ListedKind};

/// What a listing showed: what nobody calls for, and the files that don't belong to the tree, for the passes that look
/// at them.
pub(crate) struct Listing {
    pub foreign: Foreign,
    pub outside: Vec<String>,
}

/// Lists everything, folder by folder beside the tree's own; none: the source can't list. Blobs and photos are looked at
/// by another pass. Where the tree wasn't rebuilt, `tree` is none and nothing is called foreign.
pub(crate) fn look(reader: &Reader<'_>, tree: Option<&Tree>, cuts: &CutsSeen, size: u64) -> Option<Listing> {
    let Below { listed, mut other, outside } = below(reader, tree)?;
    let mut paths: Vec<String> = match tree {
        Some(_) => outside.iter().filter(|path| !is_expected(path, cuts, size)).cloned().collect(),
        None => Vec::new(),
    };
    paths.sort_unstable();
    other.sort_unstable();
    Some(Listing { foreign: Foreign { listed, paths, other }, outside })
}

/// What lies below a folder.
#[derive(Default)]
struct Below {
    listed: u64,
    other: Vec<String>,
    outside: Vec<String>,
}

/// Level by level, without recursion: how deep folders lie in each other is not ours to say, and a chain of them must not
/// exhaust a stack.
fn below<'t>(reader: &Reader<'_>, tree: Option<&'t Tree>) -> Option<Below> {
    let mut all = Below::default();
    let mut level: Vec<Folder<'t>> = Vec::new();
    level.extend(look_into(reader, &(String::new(), tree), &mut all)?);
    while !level.is_empty() {
        let looked: Vec<(Below, Vec<Folder<'t>>)> = level
            .par_iter()
            .filter_map(|folder| {
                let mut seen = Below::default();
                let deeper = look_into(reader, folder, &mut seen)?;
                Some((seen, deeper))
            })
            .collect();
        level.clear();
        for (Below { listed, other, outside }, deeper) in looked {
            all.listed += listed;
            all.other.extend(other);
            all.outside.extend(outside);
            level.extend(deeper);
        }
    }
    Some(all)
}

/// A folder's path, and what the tree has there.
type Folder<'t> = (String, Option<&'t Tree>);

/// Looks at what lies directly in a folder; the folders in it.
fn look_into<'t>(
    reader: &Reader<'_>,
    (folder, tree): &Folder<'t>,
    seen: &mut Below,
) -> Option<Vec<Folder<'t>>> {
    let mut folders = Vec::new();
    for Listed { name, kind } in reader.list(folder)? {
        let path = || if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        match kind {
            ListedKind::Folder => folders.push((path(), tree.and_then(|tree| tree.folder(&name)))),
            ListedKind::Other => seen.other.push(path()),
            ListedKind::File => {
                seen.listed += 1;
                if !is_unfinished(&name) && tree.is_none_or(|tree| tree.get(&name).is_none()) {
                    seen.outside.push(path());
                }
            }
        }
    }
    Some(folders)
}

/// A file that is just being written; it gets its name when it is whole.
fn is_unfinished(name: &str) -> bool {
    name.starts_with('.') && name.strip_suffix(".tmp").is_some()
}

/// Whether a file outside the tree belongs to the ledger, the cuts or the blobs, or is a program that publications have.
fn is_expected(path: &str, seen: &CutsSeen, size: u64) -> bool {
    if let Some(path) = path.strip_prefix(FOLDER) {
        return Resource::parse(path).is_ok_and(|resource| within(resource, size));
    }
    if let Some(path) = path.strip_prefix("cuts/") {
        return path == "index" || is_of_a_cut(path, seen);
    }
    if let Some(name) = path.strip_prefix("bundles/") {
        return is_bundle(name, seen);
    }
    let beside = [
        record::LATEST_PATH,
        record::MIRROR_PATH,
        record::MIRRORS_PATH,
        record::SERVICES_PATH,
        head::SERVED_POLICY,
    ];
    let named = beside.contains(&path) || PROGRAM_PATHS.contains(&path);
    named || blob_hash(path).is_some()
}

/// Whether a path below `cuts/` is that of a listed cut. Of cuts far beyond the ledger only their number is kept: one
/// finding tells of all of them, and their files are no finding each.
fn is_of_a_cut(path: &str, seen: &CutsSeen) -> bool {
    let Some((number, file)) = path.split_once('/') else { return false };
    let Ok(size) = number.parse::<u64>() else { return false };
    // A number has one spelling: `09` would be another folder of the same cut.
    let listed = seen.rows.binary_search_by_key(&size, |row| row.size).is_ok();
    let kept = seen.rows.last().map_or(0, |row| row.size);
    let beyond = seen.beyond.is_some_and(|beyond| size > kept && size <= beyond.last);
    (listed || beyond) && cuts::FILES.contains(&file) && size.to_string() == number
}

/// Whether a name below `bundles/` is that of a listed cut's bundle, of a day's, or of what lists them.
fn is_bundle(name: &str, seen: &CutsSeen) -> bool {
    let Some(of) = name.strip_suffix(".tar.gz") else { return matches!(name, "index.csv" | "latest.json") };
    if let Some(number) = of.strip_prefix("cut-") {
        return is_of_a_cut(&format!("{number}/manifest"), seen);
    }
    let shape = |byte: u8| if byte.is_ascii_digit() { b'0' } else { byte };
    of == "latest" || of.bytes().map(shape).eq(*b"0000-00-00")
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
    // In capitals it would be another file of the same blob.
    Hash::from_hex(name).ok().filter(|hash| hash.to_hex() == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observed::CutRow;

    #[test]
    fn what_is_being_written_is_left_alone_and_nothing_else() {
        assert!(is_unfinished(".b.json.tmp"));
        assert!(!is_unfinished("b.json.tmp"));
        assert!(!is_unfinished(".hidden"));
    }

    #[test]
    fn a_tile_beyond_the_checkpoint_is_foreign() {
        let seen = CutsSeen { rows: vec![CutRow { size: 9, tables: true }], ..CutsSeen::default() };
        let expected = |path: &str| is_expected(path, &seen, 300);
        assert!(expected("ledger/tile/0/001.p/44") && expected("ledger/tile/entries/000.p/9"));
        assert!(!expected("ledger/tile/0/001.p/45") && !expected("ledger/notes.txt"));
        assert!(expected("program/verify.html") && !expected("program/other.js") && !expected("verify.html"));
        assert!(expected("bundles/cut-9.tar.gz") && expected("bundles/2024-02-14.tar.gz"));
        assert!(expected("bundles/index.csv") && expected("bundles/latest.tar.gz"));
        for other in
            ["cut-8.tar.gz", "cut-09.tar.gz", "2024-2-14.tar.gz", "x.tar.gz", "index.html", "a/b.tar.gz"]
        {
            assert!(!expected(&format!("bundles/{other}")), "{other}");
        }
        assert!(expected("cuts/9/manifest") && !expected("cuts/8/manifest") && !expected("cuts/9/other"));
    }

    #[test]
    fn a_file_of_a_cut_is_known_by_its_number_alone_among_many_cuts() {
        let rows = (1..=300_000).map(|cut| CutRow { size: 3 * cut, tables: false }).collect();
        let seen = CutsSeen { rows, ..CutsSeen::default() };
        for cut in 1..=300_000u64 {
            assert!(is_of_a_cut(&format!("{}/manifest", 3 * cut), &seen));
        }
        for wrong in ["4/manifest", "09/manifest", "+9/manifest", "9/manifest/x", "9", "/manifest", "9/"] {
            assert!(!is_of_a_cut(wrong, &seen), "{wrong}");
        }
    }
}
