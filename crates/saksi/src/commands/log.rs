//! `saksi log`: checkpoint and proofs.

use ledger::{Hash, SignedCheckpoint, TlogProof};
use sequencer::{LedgerReader, Store};

use crate::cli::Log;
use crate::error::Failure;
use crate::folder::Folder;
use crate::out;
use crate::session::{Session, store};
use crate::texts::say;

/// Runs the command.
pub fn run(arguments: &Log) -> Result<(), Failure> {
    match arguments {
        Log::Checkpoint { folder } => {
            let folder = Folder::open(folder)?;
            let (head, _) = head(&store(&folder))?;
            out::bytes(&head.note);
        }
        Log::Proof { entry, contest, folder } => {
            let folder = Folder::open(folder)?;
            let index = match entry.parse::<u64>() {
                // A station's code is digits too, and far above any index.
                Ok(index) if entry.len() < 13 => index,
                Ok(_) | Err(_) => standing_entry(&folder, entry, contest.as_deref())?,
            };
            let proof = proof(&store(&folder), index)?;
            out::bytes(&proof);
        }
        Log::Consistency { old, new, folder } => {
            let folder = Folder::open(folder)?;
            for hash in consistency(&store(&folder), *old, *new)? {
                out::line(&hash.to_string());
            }
        }
    }
    Ok(())
}

fn head(store: &dyn Store) -> Result<(SignedCheckpoint, u64), Failure> {
    let head = LedgerReader::new(store).checkpoint()?.ok_or(Failure::EmptyLedger)?;
    let size = head.checkpoint.size;
    Ok((head, size))
}

fn proof(store: &dyn Store, index: u64) -> Result<Vec<u8>, Failure> {
    let (head, size) = head(store)?;
    if index >= size {
        return Err(Failure::NotInLedger { asked: say!("asked-entry", entry = index.to_string()), size });
    }
    let reader = LedgerReader::new(store);
    let entry = reader.entry(index, size)?;
    let hashes =
        ledger::inclusion_proof(&reader, index, size).map_err(|error| Failure::Proof(error.to_string()))?;
    let proof = TlogProof { extra: Some(entry), index, hashes, checkpoint: head.note };
    Ok(proof.encode())
}

fn consistency(store: &dyn Store, old: u64, new: Option<u64>) -> Result<Vec<Hash>, Failure> {
    let (_, size) = head(store)?;
    let new = new.unwrap_or(size);
    if old > new || new > size {
        return Err(Failure::NotInLedger {
            asked: say!("asked-sizes", old = old.to_string(), new = new.to_string()),
            size,
        });
    }
    ledger::consistency_proof(&LedgerReader::new(store), old, new)
        .map_err(|error| Failure::Proof(error.to_string()))
}

fn standing_entry(folder: &Folder, station: &str, contest: Option<&str>) -> Result<u64, Failure> {
    let session = Session::open(folder, &store(folder))?;
    let election = session.replay.election();
    let station_ix =
        election.places.find_station(station).ok_or_else(|| Failure::NoPlace(station.to_owned()))?;
    let counted = session
        .replay
        .tally
        .contests()
        .iter()
        .find(|counted| match contest {
            Some(id) => election.profile.contest_at(counted.contest).id == id,
            None => counted.rostered,
        })
        .ok_or_else(|| Failure::NoContest {
            name: contest.unwrap_or("").to_owned(),
            known: election
                .profile
                .contests()
                .map(|(_, contest)| contest.id.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        })?;
    let version = counted.sheet(station_ix).and_then(|sheet| sheet.standing_version());
    version.map(|version| version.entry).ok_or_else(|| Failure::NotInLedger {
        asked: say!("asked-standing", station = station),
        size: session.size(),
    })
}
