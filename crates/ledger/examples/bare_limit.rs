//! What a machine can do at best: hash every entry of a published ledger and check its first signature, nothing else.
//!
//! `bare_limit LEDGER_FOLDER THREADS VKEY...` prints the entries and the milliseconds; the benchmark divides by it.

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use ledger::{
    BundleId, Entry, Note, SignedCheckpoint, VerifyingKey, bundles_for_size, decode_bundle, leaf_hash,
    verify_one,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("a ledger folder")?;
    let threads: usize = arguments.next().ok_or("a number of threads")?.parse()?;
    let keys: HashMap<[u8; 4], VerifyingKey> = arguments
        .map(|text| VerifyingKey::parse(&text).map(|key| (key.key_id(), key)))
        .collect::<Result<_, _>>()?;
    let folder = Path::new(&folder);
    let head = SignedCheckpoint::parse(&std::fs::read(folder.join("checkpoint"))?)?;
    let bundles: Vec<BundleId> = bundles_for_size(head.checkpoint.size).collect();
    let begun = Instant::now();
    let share = bundles.len().div_ceil(threads.max(1)).max(1);
    let checked: usize = std::thread::scope(|scope| {
        let parts: Vec<_> = bundles
            .chunks(share)
            .map(|part| scope.spawn(|| check(folder, part, &keys).unwrap_or(0)))
            .collect();
        parts.into_iter().map(|part| part.join().unwrap_or(0)).sum()
    });
    println!("{} {checked} {}", head.checkpoint.size, begun.elapsed().as_millis());
    Ok(())
}

fn check(
    folder: &Path,
    bundles: &[BundleId],
    keys: &HashMap<[u8; 4], VerifyingKey>,
) -> Result<usize, Box<dyn std::error::Error>> {
    let mut good = 0;
    for bundle in bundles {
        let bytes = std::fs::read(folder.join(bundle.path()))?;
        for entry in decode_bundle(&bytes)? {
            std::hint::black_box(leaf_hash(entry));
            let note = Note::parse(Entry::parse(entry)?.note)?;
            let signed = note.signatures.iter().any(|line| {
                let signature = <&[u8; 64]>::try_from(line.bytes.as_slice());
                let key = keys.get(&line.key_id);
                matches!((key, signature), (Some(key), Ok(signature)) if verify_one(key, note.text.as_bytes(), signature))
            });
            good += usize::from(signed);
        }
    }
    Ok(good)
}
