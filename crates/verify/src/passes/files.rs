//! The files of the newest cut, each read once and held against the hash the ledger gives and the one the manifests give.

use ledger::{Hash, sha256};
use rayon::prelude::*;
use record::{Tree, View};

use crate::differ::Difference;
use crate::observed::{CutRow, FilesSeen, LatestSeen};
use crate::passes::cuts;
use crate::passes::mismatch::{self, Mismatch};
use crate::passes::rebuild::Rebuild;
use crate::report::Place;
use crate::source::{Source, SourceError};

/// Files read between two looks at the progress.
const CHUNK: usize = 20_000;

/// Folders inside each other in a served manifest; a hostile one must not exhaust the stack.
const DEEPEST: usize = 64;

/// Compares every file of the tree. `declared` is the tree of the served manifests, where it isn't the same.
pub(crate) fn compare(
    source: &dyn Source,
    rebuild: &Rebuild,
    declared: Option<&Tree>,
    view: &View<'_>,
    seen: &mut FilesSeen,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<(), SourceError> {
    let (of, _) = rebuild.tree.count();
    seen.expected = of;
    seen.sheets = rostered_sheets(view);
    seen.compared.clone_from(&rebuild.classes);
    let mut mismatches = Vec::new();
    let mut paths: Vec<(String, u64, Hash)> = Vec::with_capacity(CHUNK);
    let mut done = 0;
    let mut flush = |paths: &mut Vec<(String, u64, Hash)>| -> Result<(), SourceError> {
        let found: Vec<Option<Mismatch>> = paths
            .par_iter()
            .with_min_len(64)
            .map(|(path, bytes, hash)| look(source, rebuild, declared, path, *bytes, *hash))
            .collect::<Result<_, _>>()?;
        mismatches.extend(found.into_iter().flatten());
        done += paths.len() as u64;
        paths.clear();
        progress(done, of);
        Ok(())
    };
    rebuild.tree.visit(&mut |path, entry| {
        paths.push((path.to_owned(), entry.bytes, entry.sha256));
        if paths.len() == CHUNK { flush(&mut paths) } else { Ok(()) }
    })?;
    flush(&mut paths)?;
    seen.declared = of;
    for mismatch in mismatches.iter().filter(|mismatch| mismatch.undeclared) {
        let (expected, found) = (of_hash(mismatch.declared), of_hash(mismatch.found));
        seen.undeclared.push(Difference { place: Place::file(&mismatch.path), expected, found });
    }
    mismatch::explain(source, rebuild, view, &mismatches, seen)
}

fn look(
    source: &dyn Source,
    rebuild: &Rebuild,
    declared: Option<&Tree>,
    path: &str,
    bytes: u64,
    hash: Hash,
) -> Result<Option<Mismatch>, SourceError> {
    if declared.is_none() && rebuild.equal_tables.contains(path) {
        return Ok(None);
    }
    let declared = match declared {
        Some(tree) => tree.get(path).map(|entry| (entry.bytes, entry.sha256)),
        None => Some((bytes, hash)),
    };
    let found = source.get(path)?.map(|found| (found.len() as u64, sha256(&found)));
    let (given, undeclared) = (found == Some((bytes, hash)), found.is_some() && found != declared);
    let mismatch =
        || Mismatch { path: path.to_owned(), expected: (bytes, hash), declared, found, undeclared };
    Ok((!given || undeclared).then(mismatch))
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
pub(crate) fn latest(source: &dyn Source, expected: &[u8]) -> Result<LatestSeen, SourceError> {
    Ok(match source.get(record::LATEST_PATH)? {
        None => LatestSeen::Missing,
        Some(found) => LatestSeen::Read(cuts::compare(record::LATEST_PATH, Some(expected), Some(&found))),
    })
}

/// The tree that the served manifests declare, as far as they can be read.
pub(crate) fn declared(source: &dyn Source, rows: &[CutRow]) -> Result<Tree, SourceError> {
    let mut tree = Tree::new();
    for row in rows {
        let Some(bytes) = source.get(&cuts::path(row.size, "manifest"))? else { continue };
        let manifest = String::from_utf8_lossy(&bytes);
        if manifest.lines().all(|line| line.matches('/').count() <= DEEPEST) {
            // A manifest that contradicts itself is a finding already; what it lists still counts as declared.
            let _ = tree.replay(&manifest);
        }
    }
    Ok(tree)
}
