//! Running a verification: on how many threads, and how far it is.

use std::num::NonZero;
use std::sync::Mutex;

use ledger::{Policy, SignedCheckpoint};
use verify::{Options, Report, Source, Stage, Unreadable};

use crate::programs::PROGRAMS;
use crate::progress::Bar;
use crate::texts::say;

/// Threads for each core, while files are read.
const THREADS_A_CORE: usize = 8;

/// Threads at most.
const MOST_THREADS: usize = 64;

/// Verifies a publication, and shows how far it is.
pub fn check(
    source: &dyn Source,
    policy: Option<&Policy>,
    known: Option<SignedCheckpoint>,
    reread: bool,
) -> Result<Report, Unreadable> {
    let bar: Mutex<(Option<Stage>, Bar)> = Mutex::new((None, Bar::new(say!("bar-verifying"), 0)));
    let progress = |stage: Stage, done: u64, of: u64| {
        if let Ok(mut bar) = bar.lock() {
            if bar.0 != Some(stage) {
                *bar = (Some(stage), Bar::new(name_of(stage), of));
            }
            bar.1.set(done, of);
        }
    };
    let options = Options { policy, known, progress: &progress, reread, programs: PROGRAMS };
    on_many_threads(|| verify::verify(source, &options))
}

/// Runs a verification on eight threads a core. It reads a million small files, and out of a cold cache each of them waits
/// for the disk: measured on 1.3 million files and two cores, 120 s with two threads and 60 s with eight; with everything
/// in the cache eight were no slower. Sixteen, as two cores get here, were not measured.
fn on_many_threads<T: Send>(verification: impl FnOnce() -> T + Send) -> T {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.saturating_mul(THREADS_A_CORE).min(MOST_THREADS);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(verification),
        // The system gives no more threads: then on those there are.
        Err(_) => verification(),
    }
}

fn name_of(stage: Stage) -> String {
    match stage {
        Stage::Ledger => say!("bar-checking-ledger"),
        Stage::Rebuild => say!("bar-making-cuts"),
        Stage::Files => say!("bar-comparing-files"),
        Stage::Readings => say!("bar-reading-again"),
    }
}
