//! Removing superseded partial tiles and bundles, which otherwise are most of a ledger's files.

use crate::{LedgerReader, ReadError, Store};
use ledger::{Entry, Resource, WIDTH};
use std::collections::{BTreeSet, HashMap};

/// How long a superseded partial stays, milliseconds: who read a checkpoint just before still finds its edge.
pub const SWEEP_AGE_MS: u64 = 3_600_000;

/// Deletes the partial tiles and bundles of a ledger of `size` entries whose full tile exists *and* was completed at
/// least [`SWEEP_AGE_MS`] before `now_ms`, by the times in the entries (C2SP tlog-tiles, section "Partial Tiles": a
/// partial may go once the full tile is there, clients then read the full one). Returns how many.
///
/// Safe beside a running sequencer, which never reads a superseded partial. Lists the whole store: an hourly task.
pub fn sweep<S: Store + ?Sized>(store: &S, size: u64, now_ms: u64) -> Result<u64, ReadError> {
    let paths: BTreeSet<String> = store.list("tile/")?.into_iter().collect();
    let reader = LedgerReader::new(store);
    let (mut times, mut deleted) = (HashMap::new(), 0);
    for path in &paths {
        let (full, last_entry) = match Resource::parse(path) {
            Ok(Resource::Bundle(id)) if !id.is_full() => (id.full().path(), last_entry(0, id.index)),
            Ok(Resource::Tile(id)) if !id.is_full() => (id.full().path(), last_entry(id.level, id.index)),
            Ok(Resource::Checkpoint | Resource::Bundle(_) | Resource::Tile(_)) | Err(_) => continue,
        };
        let Some(index) = last_entry.filter(|index| *index < size && paths.contains(&full)) else { continue };
        let completed = if let Some(time) = times.get(&index) {
            *time
        } else {
            let bytes = reader.entry(index, size)?;
            let malformed = |_| ReadError::Malformed { path: full.clone(), detail: "an entry without time" };
            let time = Entry::parse(&bytes).map_err(malformed)?.time_ms;
            times.insert(index, time);
            time
        };
        if now_ms.saturating_sub(completed) >= SWEEP_AGE_MS {
            store.delete(path)?;
            deleted += 1;
        }
    }
    Ok(deleted)
}

/// Index of the last entry under the full tile `index` of `level`; `None` beyond what a `u64` counts.
fn last_entry(level: u8, index: u64) -> Option<u64> {
    let leaves = WIDTH.checked_pow(u32::from(level) + 1)?;
    index.checked_add(1)?.checked_mul(leaves)?.checked_sub(1)
}
