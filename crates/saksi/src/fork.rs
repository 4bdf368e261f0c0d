//! A ledger brought back from a backup would go on from an old head and say something else than what was published: it
//! would fork. Nobody could tell from the ledger's own files, so they are compared with what the world has seen.

use std::fs;
use std::path::{Path, PathBuf};

use ledger::SignedCheckpoint;
use sequencer::{LedgerReader, Store};

use crate::error::Failure;
use crate::folder::Folder;

/// Refuses a ledger whose head does not extend every checkpoint that was published.
pub fn check(folder: &Folder, store: &dyn Store, head: &SignedCheckpoint) -> Result<(), Failure> {
    // The ledger's own note of the newest cut comes back with the same backup; the public folder's may be damaged by the
    // same accident. So each is looked at.
    let kept = newest(&folder.ledger().join("checkpoints"))?;
    let cut = newest(&folder.public().join("cuts"))?.map(|folder| folder.join("checkpoint"));
    for path in [Some(folder.public().join("ledger/checkpoint")), cut, kept].into_iter().flatten() {
        let note = match fs::read(&path) {
            Ok(note) => note,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(Failure::file("reading", &path, error)),
        };
        // A damaged file says nothing about the ledger; publishing puts it right.
        let Ok(published) = SignedCheckpoint::parse(&note) else { continue };
        let (published, ledger) = (&published.checkpoint, &head.checkpoint);
        if published.size > ledger.size {
            return Err(Failure::LedgerBehind { path, published: published.size, size: ledger.size });
        }
        let before = ledger::frontier_from_tiles(&LedgerReader::new(store), published.size)
            .map_err(|error| Failure::Proof(error.to_string()))?;
        if published.origin != ledger.origin || published.root != before.root() {
            return Err(Failure::LedgerForked { path, published: published.size });
        }
    }
    Ok(())
}

/// What a folder holds under the greatest number.
fn newest(folder: &Path) -> Result<Option<PathBuf>, Failure> {
    let names = match fs::read_dir(folder) {
        Ok(names) => names,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::file("listing", folder, error)),
    };
    let sizes = names.filter_map(|name| name.ok()?.file_name().to_str()?.parse::<u64>().ok());
    Ok(sizes.max().map(|size| folder.join(size.to_string())))
}
