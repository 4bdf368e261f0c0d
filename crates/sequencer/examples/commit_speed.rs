//! How many entries a second become durable in a folder, against the bare machine: the same bytes in one
//! synced file a batch.
//!
//! `cargo run --release -p sequencer --example commit_speed [folder] [seconds for each figure] [threads]`

use ledger::{KeyKind, KeyName, SigningKey};
use sequencer::{FolderLock, FolderStore, RealDisk, Sequencer, Store as _, check_log};
use std::{
    env,
    error::Error,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// Bytes of a note: a sheet statement with its signature is about this long.
const NOTE: usize = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let folder = args.next().map_or_else(env::temp_dir, PathBuf::from).join("saksi-commit-speed");
    let time = Duration::from_secs(args.next().map_or(Ok(5), |text| text.parse())?);
    let threads = args.next().map_or(Ok(16), |text| text.parse())?;
    let remove = |folder: &Path| if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) };
    println!(
        "{:>6} {:>12} {:>9} {:>9} {:>14} {:>6}",
        "batch", "entries/s", "p50 ms", "p99 ms", "bare entries/s", "ratio"
    );
    for batch in [256, 1_000, 2_000, 4_000] {
        remove(&folder)?;
        fs::create_dir_all(&folder)?;
        let bare = bare(&folder, batch, time)?;
        let (speed, mut laps) = commit(&folder, batch, time, threads)?;
        laps.sort_unstable();
        let lap = |percent: usize| laps.get(laps.len() * percent / 100).map_or(0, Duration::as_millis);
        println!(
            "{batch:>6} {speed:>12} {:>9} {:>9} {bare:>14} {:>5}%",
            lap(50),
            lap(99),
            speed * 100 / bare.max(1)
        );
    }
    remove(&folder)?;
    Ok(())
}

/// Entries a second through the sequencer, the time each batch took; the log is verified at the end.
fn commit(
    folder: &Path,
    batch: u64,
    time: Duration,
    threads: usize,
) -> Result<(u64, Vec<Duration>), Box<dyn Error>> {
    let key = || {
        Ok::<_, Box<dyn Error>>(SigningKey::from_seed(
            KeyName::new("speed.example")?,
            KeyKind::Ed25519,
            [7; 32],
        ))
    };
    let store = FolderStore::on_disk(folder.join("ledger"), Arc::new(RealDisk), threads);
    let lock = FolderLock::open(folder.join("head"))?;
    let mut sequencer = Sequencer::create(store, lock, key()?, now()?)?;
    let mut laps = Vec::new();
    let start = Instant::now();
    while start.elapsed() < time {
        let notes = notes(batch, sequencer.size());
        let lap = Instant::now();
        sequencer.append(&notes, now()?)?;
        laps.push(lap.elapsed());
    }
    let speed = per_second(sequencer.size(), laps.iter().sum());
    check_log(sequencer.store(), Some(&sequencer.head().note), key()?.verifying_key())?;
    if !sequencer.store().list("staging/")?.is_empty() {
        return Err("staging was left behind".into());
    }
    Ok((speed, laps))
}

/// Entries a second when a batch is nothing but one new file and its sync.
fn bare(folder: &Path, batch: u64, time: Duration) -> Result<u64, Box<dyn Error>> {
    let (mut spent, mut count) = (Duration::ZERO, 0);
    while spent < time {
        let bytes = notes(batch, count).concat();
        let start = Instant::now();
        let mut file = fs::File::create(folder.join(format!("bare-{count}")))?;
        file.write_all(&bytes)?;
        file.sync_data()?;
        spent += start.elapsed();
        count += batch;
    }
    Ok(per_second(count, spent))
}

fn notes(count: u64, from: u64) -> Vec<Vec<u8>> {
    let note = |number: u64| {
        let mut note = number.to_string().into_bytes();
        note.resize(NOTE, b'.');
        note
    };
    (from..from + count).map(note).collect()
}

fn per_second(count: u64, time: Duration) -> u64 {
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX).max(1);
    count.saturating_mul(1_000_000) / micros
}

fn now() -> Result<u64, Box<dyn Error>> {
    Ok(u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?)
}
