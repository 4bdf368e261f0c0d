//! From notes to the files of a batch. Pure: the same ledger, notes, time and batch number give the same bytes.

use crate::SequencerError;
use ledger::{BundleError, BundleId, Edge, Entry, Hash, MAX_ENTRY, WIDTH, encode_bundle, leaf_hash};

/// The ledger's state after a batch, and what must be written for it.
pub(crate) struct Batch {
    /// The right edge after the batch.
    pub edge: Edge,
    /// Entries of the last bundle after the batch, when it is partial.
    pub tail: Vec<Vec<u8>>,
    /// Paths and bytes of all bundles and tiles that the batch changes.
    pub objects: Vec<(String, Vec<u8>)>,
}

/// Puts the line of time and batch before each note.
pub(crate) fn entries(notes: &[Vec<u8>], time_ms: u64, batch: u64) -> Result<Vec<Vec<u8>>, SequencerError> {
    if notes.is_empty() {
        return Err(SequencerError::EmptyBatch);
    }
    let encode = |(position, note): (usize, &Vec<u8>)| {
        let entry = Entry { time_ms, batch, note }.encode();
        let line = entry.len() - note.len();
        if note.is_empty() {
            Err(SequencerError::EmptyNote { position })
        } else if entry.len() > MAX_ENTRY {
            let (length, longest) = (note.len(), MAX_ENTRY - line);
            Err(SequencerError::NoteTooLong { position, length, longest })
        } else {
            Ok(entry)
        }
    };
    notes.iter().enumerate().map(encode).collect()
}

/// Grows the tree by `entries`. `tail` holds the entries of the last bundle when that is partial.
pub(crate) fn build(edge: &Edge, tail: &[Vec<u8>], entries: Vec<Vec<u8>>) -> Result<Batch, BundleError> {
    let first_bundle = edge.size() / WIDTH;
    let leaves: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
    let mut edge = edge.clone();
    let tiles = edge.extend(&leaves);

    let mut open = tail.to_vec();
    open.extend(entries);
    let mut objects = Vec::new();
    for (index, chunk) in (first_bundle..).zip(open.chunks(256)) {
        // 1 to 256 by construction.
        let width = u16::try_from(chunk.len()).unwrap_or(256);
        objects.push((BundleId { index, width }.path(), encode_bundle(chunk.iter().map(Vec::as_slice))?));
    }
    for (id, hashes) in tiles {
        objects.push((id.path(), hashes.iter().flat_map(|hash| hash.0).collect()));
    }
    let partial = open.len() % 256;
    Ok(Batch { edge, tail: open.split_off(open.len() - partial), objects })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn a_batch_writes_exactly_the_files_the_specification_names(old in 0usize..600, more in 1usize..600) {
            let some = |count: usize| (0..count).map(|i| format!("t 1 1\n{i}").into_bytes()).collect::<Vec<_>>();
            let first = build(&Edge::new(), &[], some(old)).unwrap();
            let second = build(&first.edge, &first.tail, some(more)).unwrap();
            let (old, new) = (old as u64, (old + more) as u64);
            let written: BTreeSet<String> = second.objects.iter().map(|(path, _)| path.clone()).collect();
            let named: BTreeSet<String> = ledger::new_bundles(old, new).map(|id| id.path())
                .chain(ledger::new_tiles(old, new).map(|id| id.path())).collect();
            prop_assert_eq!(second.objects.len(), written.len());
            prop_assert_eq!(written, named);
            prop_assert_eq!(second.tail.len() as u64, new % WIDTH);
        }
    }
}
