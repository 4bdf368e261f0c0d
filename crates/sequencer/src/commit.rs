//! What follows the commit point, the same for a fresh batch and for one found at start-up: apply, read back,
//! publish, drop the staged copy. Every step may be repeated.

use crate::{LedgerReader, SequencerError, Store};
use ledger::{
    Checkpoint, Edge, EdgeError, Frontier, Hash, HashReader, SignedCheckpoint, TileId, WIDTH,
    consistency_proof, leaf_hash, new_bundles, new_tiles, verify_consistency,
};

/// Where the public looks.
pub(crate) const CHECKPOINT: &str = "checkpoint";

/// Brings the store from the published `old` to `head`, whose batch consists of `objects`, and publishes `note`.
///
/// A crash after any step leaves `staged` in place, so that a start finds it and runs this again. It is deleted
/// last: the checkpoint is durable before, which is how a start knows that nothing is left to do.
pub(crate) fn finish<S: Store + ?Sized>(
    store: &S,
    objects: &[(String, Vec<u8>)],
    old: &Checkpoint,
    head: &SignedCheckpoint,
    note: &[u8],
    staged: &str,
) -> Result<(), SequencerError> {
    store.put_new_many(objects)?;
    read_back(store, old.size, head)?;
    extends(store, old, head)?;
    store.replace(CHECKPOINT, note)?;
    store.delete(staged)?;
    Ok(())
}

/// Reads what a batch wrote and hashes it again: a bit that flipped in memory or on its way is found before anyone is
/// told the batch is in (a log died of one in 2022). Every new entry is held against its leaf hash, every new
/// inner hash against the tile below it, the right edge against the signed root.
///
/// The operating system may answer from its cache, so a disk that lies is found by a later verification only.
fn read_back<S: Store + ?Sized>(
    store: &S,
    old_size: u64,
    head: &SignedCheckpoint,
) -> Result<(), SequencerError> {
    let (size, reader) = (head.checkpoint.size, LedgerReader::new(store));
    for bundle in new_bundles(old_size, size) {
        let leaves: Vec<Hash> =
            reader.bundle(bundle.index, size)?.iter().map(|entry| leaf_hash(entry)).collect();
        let id = TileId { level: 0, index: bundle.index, width: bundle.width };
        if reader.tile(id)? != leaves {
            return Err(SequencerError::ReadBack { path: bundle.path() });
        }
    }
    for id in new_tiles(old_size, size).filter(|id| id.level > 0) {
        let hashes = reader.tile(id)?;
        // Hashes below `known` were there before this batch; those of the edge take part in the root below.
        let known = old_size.checked_shr(u32::from(id.level) * 8).unwrap_or(0);
        for (child, hash) in (id.index * WIDTH..).zip(hashes).filter(|(child, _)| *child >= known) {
            let below = TileId { level: id.level - 1, index: child, width: 256 };
            let mut tree = Frontier::new();
            reader.tile(below)?.into_iter().for_each(|hash| tree.push(hash));
            if tree.root() != hash {
                return Err(SequencerError::ReadBack { path: id.path() });
            }
        }
    }
    Edge::from_tiles(&reader, size, &head.checkpoint.root)?;
    Ok(())
}

/// The tree of `head` begins with the tree that was published before: checked from the files, as a witness would,
/// while a fork can still be kept from the public.
fn extends<S: Store + ?Sized>(
    store: &S,
    old: &Checkpoint,
    head: &SignedCheckpoint,
) -> Result<(), SequencerError> {
    let (reader, new) = (LedgerReader::new(store), &head.checkpoint);
    let proof = consistency_proof(&reader, old.size, new.size).map_err(EdgeError::Tiles)?;
    verify_consistency(old.size, &old.root, new.size, &new.root, &proof)
        .map_err(|_| SequencerError::Forked { size: old.size })
}
