//! Blobs and photos: are the bytes named by hash held, and do they hash to their names?

use std::collections::HashSet;

use ledger::{Hash, sha256};
use rayon::prelude::*;
use tally::{Claim, Evidence, Tally};

use crate::observed::{BlobRole, BlobSeen, BlobsSeen, Held};
use crate::passes::foreign::blob_hash;
use crate::passes::notes::Notes;
use crate::source::{Source, SourceError};

/// Looks at every blob that statements name, and at every one that is listed.
pub(crate) fn look(
    source: &dyn Source,
    mut notes: Notes,
    tally: &Tally,
    listed: Option<&[String]>,
) -> Result<BlobsSeen, SourceError> {
    name_evidence(tally, &mut notes);
    let redacted: HashSet<Hash> = tally.redacted().iter().copied().collect();
    let mut named: Vec<BlobSeen> = notes
        .blobs
        .par_iter()
        .map(|(sha256, named)| {
            let held = held(source, *sha256)?;
            let redacted = redacted.contains(sha256);
            Ok(BlobSeen {
                sha256: *sha256,
                bytes: named.bytes,
                entry: named.entry,
                role: named.role,
                redacted,
                held,
            })
        })
        .collect::<Result<_, SourceError>>()?;
    named.sort_unstable_by_key(|blob| (blob.entry, blob.sha256));
    let unnamed: Vec<&String> = listed
        .unwrap_or_default()
        .iter()
        .filter(|path| blob_hash(path).is_some_and(|hash| !notes.blobs.contains_key(&hash)))
        .collect();
    let wrong: Vec<Option<(String, Hash)>> = unnamed
        .par_iter()
        .map(|path| {
            let found = source.get(path)?.map(|bytes| sha256(&bytes));
            Ok(found.filter(|found| Some(*found) != blob_hash(path)).map(|found| ((*path).clone(), found)))
        })
        .collect::<Result<_, SourceError>>()?;
    Ok(BlobsSeen { named, unnamed: (unnamed.len() as u64, wrong.into_iter().flatten().collect()) })
}

fn held(source: &dyn Source, hash: Hash) -> Result<Held, SourceError> {
    for folder in ["blob", "photo"] {
        let path = format!("{folder}/{}", hash.to_hex());
        if let Some(bytes) = source.get(&path)? {
            let (found, length) = (sha256(&bytes), bytes.len() as u64);
            return Ok(if found == hash {
                Held::Whole(path, length)
            } else {
                Held::Wrong(path, found, length)
            });
        }
    }
    Ok(Held::Absent)
}

/// Evidence that sheets and plenaries name by hash; where no capture brought it, it is pending.
fn name_evidence(tally: &Tally, notes: &mut Notes) {
    let stations = || (0..).map(election::StationIx).take(tally.election().places.stations().len());
    for counted in tally.contests() {
        let versions =
            stations().filter_map(|station| counted.sheet(station)).flat_map(|sheet| &sheet.versions);
        for version in versions.filter(|version| matches!(version.claim, Claim::Figures(_))) {
            name_all(notes, version.entry, &version.evidence);
        }
        for plenary in counted.records().values().flat_map(|record| &record.plenaries) {
            name_all(notes, plenary.entry, &plenary.evidence);
        }
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
