//! Blobs and photos: are the bytes named by hash held, and do they hash to their names?

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use ledger::{Hash, sha256};
use rayon::prelude::*;
use tally::{Claim, Evidence, Tally};

use crate::observed::{BlobRole, BlobSeen, BlobsSeen, Held};
use crate::passes::foreign::blob_hash;
use crate::passes::notes::Notes;
use crate::reader::{Reader, limit};
use crate::source::Found;

/// Where blobs lie: pictures in one, everything else in the other.
const FOLDERS: [&str; 2] = ["blob", "photo"];

/// Longer blobs are read one at a time: a hostile source must not have one in memory for each thread.
const SHORT: u64 = 1 << 24;

/// Looks at every blob that statements name, in both places where it may lie; and for listed ones that nobody names.
pub(crate) fn look(
    reader: &Reader<'_>,
    mut notes: Notes,
    tally: &Tally,
    listed: Option<&[String]>,
) -> BlobsSeen {
    name_evidence(tally, &mut notes);
    let long = Mutex::new(());
    let redacted: HashSet<Hash> = tally.redacted().iter().copied().collect();
    let mut named: Vec<BlobSeen> = notes
        .blobs
        .par_iter()
        .map(|(sha256, named)| BlobSeen {
            sha256: *sha256,
            entry: named.entry,
            role: named.role,
            redacted: redacted.contains(sha256),
            held: FOLDERS
                .iter()
                .filter_map(|folder| held(reader, &long, folder, *sha256, named.bytes))
                .collect(),
        })
        .collect();
    named.sort_unstable_by_key(|blob| (blob.entry, blob.sha256));
    let is_unnamed = |path: &&String| blob_hash(path).is_some_and(|hash| !notes.blobs.contains_key(&hash));
    let unnamed = listed.unwrap_or_default().iter().filter(is_unnamed).cloned().collect();
    let left_out = match reader.part {
        Some(_) => leave_out(&mut named),
        None => 0,
    };
    BlobsSeen { named, unnamed, left_out }
}

/// Takes out the photos that a mirror of a part does not have; how many. Which photos are of its region is not looked into: those
/// that lack there too are counted among them, and said.
fn leave_out(named: &mut Vec<BlobSeen>) -> u64 {
    let before = named.len();
    named.retain(|blob| blob.role != BlobRole::Evidence || blob.redacted || !blob.held.is_empty());
    before.saturating_sub(named.len()) as u64
}

/// What lies at a blob's name. The hash alone decides: a length is what some statement says, and a witness that states a
/// false one must not make an honest file look wrong.
fn held(
    reader: &Reader<'_>,
    long: &Mutex<()>,
    folder: &str,
    hash: Hash,
    stated: Option<u64>,
) -> Option<Held> {
    let path = format!("{folder}/{}", hash.to_hex());
    let mut bytes = Vec::new();
    let found = match reader.read(&path, stated.unwrap_or(SHORT).min(SHORT), &mut bytes) {
        Found::Longer => {
            let _one = long.lock().unwrap_or_else(PoisonError::into_inner);
            reader.read(&path, limit::BLOB, &mut bytes)
        }
        found @ (Found::Absent | Found::Whole) => found,
    };
    if found == Found::Absent {
        return None;
    }
    let (found, length) = (sha256(&bytes), bytes.len() as u64);
    Some(if found == hash { Held::Whole(path) } else { Held::Wrong(path, found, length) })
}

/// Evidence that sheets and plenaries name by hash; where no capture brought it, it is pending.
fn name_evidence(tally: &Tally, notes: &mut Notes) {
    let stations = || (0..).map(election::StationIx).take(tally.election().places.stations().len());
    for counted in tally.contests() {
        let versions =
            stations().filter_map(|station| counted.sheet(station)).flat_map(|sheet| &sheet.versions);
        for version in versions {
            if matches!(version.claim, Claim::Figures(_)) {
                name_all(notes, version.entry, &version.evidence);
            }
            name_text(notes, version.entry, version.text.as_deref());
        }
        for plenary in counted.records().values().flat_map(|record| &record.plenaries) {
            name_all(notes, plenary.entry, &plenary.evidence);
            name_text(notes, plenary.entry, plenary.text.as_ref());
        }
        let sheets = || stations().filter_map(|station| counted.sheet(station));
        let records = || counted.records().values();
        let rulings = sheets().flat_map(|sheet| &sheet.rulings);
        for ruling in rulings.chain(records().flat_map(|record| &record.rulings)) {
            name_text(notes, ruling.entry, ruling.text.as_ref());
        }
        let objections = sheets().flat_map(|sheet| &sheet.objections);
        for objection in objections.chain(records().flat_map(|record| &record.objections)) {
            name_all(notes, objection.entry, &objection.evidence);
            name_text(notes, objection.entry, Some(&objection.text));
            for answer in &objection.answers {
                name_all(notes, answer.entry, &answer.evidence);
                name_text(notes, answer.entry, Some(&answer.text));
            }
        }
    }
}

/// A text that is named may be kept back: what is there must be what its name says, as with evidence that is pending.
fn name_text(notes: &mut Notes, entry: u64, text: Option<&Hash>) {
    if let Some(text) = text {
        notes.name(*text, None, entry, BlobRole::Pending);
    }
}

fn name_all(notes: &mut Notes, entry: u64, evidence: &[Evidence]) {
    for one in evidence {
        match one {
            Evidence::Claimed { .. } => {}
            Evidence::Named(named) => notes.name(named.sha256, named.bytes, entry, BlobRole::Pending),
        }
    }
}
