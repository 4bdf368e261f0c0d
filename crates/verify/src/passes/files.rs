//! The files of the newest cut, each read once and held against the hash the ledger gives and the one the manifests give.

use std::collections::HashSet;

use ledger::{Hash, sha256};
use rayon::prelude::*;
use record::{Tree, View};

use crate::differ::Difference;
use crate::observed::{CutRow, FilesSeen, LatestSeen};
use crate::passes::cuts;
use crate::passes::mismatch::{self, Mismatch};
use crate::passes::rebuild::Rebuild;
use crate::reader::{Reader, limit};
use crate::report::Place;
use crate::source::Found;

/// Files read between two looks at the progress.
const CHUNK: usize = 20_000;

/// Folders inside each other in a served manifest; a hostile one must not exhaust the stack.
const DEEPEST: usize = 64;

/// Compares the files that stand since an earlier cut, before the newest is sealed; its own were compared when they were
/// rendered. The manifests are taken to say what the ledger gives.
pub(crate) fn compare(
    reader: &Reader<'_>,
    rebuild: &mut Rebuild,
    view: &View<'_>,
    seen: &mut FilesSeen,
    progress: &(dyn Fn(u64, u64) + Sync),
) {
    let mut mismatches = std::mem::take(&mut rebuild.mismatches);
    // A wrong table of the newest tables is noted already, also where they belong to an earlier cut.
    let noted: HashSet<String> = mismatches.iter().map(|mismatch| mismatch.path.clone()).collect();
    let known = |path: &str| rebuild.equal_tables.contains(path) || noted.contains(path);
    mismatches.extend(look_at_all(reader, &rebuild.tree, None, &known, progress));
    tell(reader, rebuild, view, &mismatches, seen);
}

/// Compares every file with the tree of the served manifests too, which isn't the one that the ledger gives.
pub(crate) fn compare_declared(
    reader: &Reader<'_>,
    rebuild: &Rebuild,
    declared: &Tree,
    view: &View<'_>,
    seen: &mut FilesSeen,
    progress: &(dyn Fn(u64, u64) + Sync),
) {
    *seen = FilesSeen::default();
    let mismatches = look_at_all(reader, &rebuild.tree, Some(declared), &|_| false, progress);
    tell(reader, rebuild, view, &mismatches, seen);
}

fn tell(
    reader: &Reader<'_>,
    rebuild: &Rebuild,
    view: &View<'_>,
    mismatches: &[Mismatch],
    seen: &mut FilesSeen,
) {
    let (expected, _) = rebuild.tree.count();
    seen.expected = expected;
    seen.declared = expected;
    seen.sheets = rostered_sheets(view);
    seen.compared.clone_from(&rebuild.classes);
    for mismatch in mismatches.iter().filter(|mismatch| mismatch.undeclared) {
        let (expected, found) = (of_hash(mismatch.declared), of_hash(mismatch.found));
        seen.undeclared.push(Difference { place: Place::file(&mismatch.path), expected, found });
    }
    mismatch::explain(reader, rebuild, view, mismatches, seen);
}

/// Without `declared`: what was changed since the tree was sealed is left out, and what is `known`.
fn look_at_all(
    reader: &Reader<'_>,
    tree: &Tree,
    declared: Option<&Tree>,
    known: &(dyn Fn(&str) -> bool + Sync),
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Vec<Mismatch> {
    let (of, _) = tree.count();
    let mut mismatches = Vec::new();
    let mut paths: Vec<(String, u64, Hash)> = Vec::with_capacity(CHUNK);
    let mut done = 0;
    let mut flush = |paths: &mut Vec<(String, u64, Hash)>| {
        let found: Vec<Option<Mismatch>> = paths
            .par_iter()
            .with_min_len(64)
            .map_init(Vec::new, |found, (path, bytes, hash)| {
                let declared = match declared {
                    Some(tree) => tree.get(path).map(|entry| (entry.bytes, entry.sha256)),
                    None if known(path) => return None,
                    None => Some((*bytes, *hash)),
                };
                look(reader, declared, path, (*bytes, *hash), found)
            })
            .collect();
        mismatches.extend(found.into_iter().flatten());
        done += paths.len() as u64;
        paths.clear();
        progress(done, of);
    };
    tree.visit(&mut |path, entry| {
        if declared.is_some() || !entry.is_changed() {
            paths.push((path.to_owned(), entry.bytes, entry.sha256));
            if paths.len() == CHUNK {
                flush(&mut paths);
            }
        }
    });
    flush(&mut paths);
    mismatches
}

fn look(
    reader: &Reader<'_>,
    declared: Option<(u64, Hash)>,
    path: &str,
    given: (u64, Hash),
    bytes: &mut Vec<u8>,
) -> Option<Mismatch> {
    let at_most = declared.map_or(0, |(length, _)| length).max(given.0);
    let found = match reader.read(path, at_most, bytes) {
        Found::Absent => None,
        Found::Whole | Found::Longer => Some((bytes.len() as u64, sha256(bytes))),
    };
    let undeclared = found.is_some() && found != declared;
    let mismatch = || Mismatch { path: path.to_owned(), expected: given, declared, found, undeclared };
    (found != Some(given) || undeclared).then(mismatch)
}

fn of_hash(entry: Option<(u64, Hash)>) -> String {
    entry.map_or("no entry".to_owned(), |(bytes, hash)| format!("{bytes} bytes, sha256 {}", hash.to_hex()))
}

fn rostered_sheets(view: &View<'_>) -> u64 {
    let nation = view.tally.election().places.nation();
    let rostered = view.tally.contests().iter().filter(|counted| counted.rostered);
    rostered.filter_map(|counted| counted.totals(nation)).map(|totals| totals.expected).sum()
}

/// The newest cut's summary against what the ledger gives.
pub(crate) fn latest(reader: &Reader<'_>, expected: &[u8]) -> LatestSeen {
    match reader.beside(record::LATEST_PATH, expected) {
        None => LatestSeen::Missing,
        Some(found) => LatestSeen::Read(cuts::compare(record::LATEST_PATH, Some(expected), Some(&found))),
    }
}

/// The tree that the served manifests declare, as far as they can be read. `lengths` are those of the manifests that the
/// ledger gives, cut by cut: one that is much longer declares nothing, and is a finding already.
pub(crate) fn declared(reader: &Reader<'_>, rows: &[CutRow], lengths: &[u64]) -> Tree {
    let mut tree = Tree::new();
    let mut bytes = Vec::new();
    for (row, length) in rows.iter().zip(lengths) {
        match reader.read(&cuts::path(row.size, "manifest"), length.saturating_add(limit::BESIDE), &mut bytes)
        {
            Found::Absent | Found::Longer => continue,
            Found::Whole => {}
        }
        let manifest = String::from_utf8_lossy(&bytes);
        if manifest.lines().all(|line| line.matches('/').count() <= DEEPEST) {
            // A manifest that contradicts itself is a finding already; what it lists still counts as declared.
            let _ = tree.replay(&manifest);
        }
    }
    tree
}
