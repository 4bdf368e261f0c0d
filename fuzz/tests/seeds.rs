//! Every promise on its seeds, and on what becomes of them: bytes turned, left out, put in, doubled and taken from another seed. It sees
//! nothing of what it reaches, as libFuzzer does (`cargo xtask fuzz`); it needs nothing either, and runs with every test.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use saksi_fuzz::TARGETS;

/// Each promise is held on this many changed seeds, or for this long if it is slow.
const MOST: usize = 4_000;
const LONGEST: Duration = Duration::from_millis(1_500);
/// However slow, on this many.
const LEAST: usize = 20;

/// Marsaglia's xorshift64*: the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap_or(0) % limit.max(1)
    }
}

/// One change of a seed.
fn change(bytes: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers) {
    const TELLING: &[&[u8]] =
        &[b"", b"\n", b"\0", b"-1", b"0", b"18446744073709551616", b"\xff", b"\xe2\x80\x94", b"\"", b","];
    let at = numbers.below(bytes.len() + 1);
    let end = at + numbers.below(bytes.len() - at + 1).min(64);
    match numbers.below(7) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
        3 => {
            let from = numbers.below(other.len() + 1);
            let part = &other[from..(from + numbers.below(64)).min(other.len())];
            bytes.splice(at..end, part.iter().copied());
        }
        4 => drop(bytes.splice(at..end, TELLING[numbers.below(TELLING.len())].iter().copied())),
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << numbers.below(8);
            }
        }
    }
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
    let listed = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a seed")).collect()
}

#[test]
fn every_promise_holds_on_its_seeds_and_on_what_becomes_of_them() {
    let mut numbers = Numbers(20_240_214);
    for target in TARGETS {
        let seeds = seeds(target.name);
        assert!(!seeds.is_empty(), "seeds/{} is empty", target.name);
        (target.run)(b"");
        for seed in &seeds {
            (target.run)(seed);
        }
        let (begun, mut tried) = (Instant::now(), 0);
        while tried < LEAST || (tried < MOST && begun.elapsed() < LONGEST) {
            let mut bytes = seeds[numbers.below(seeds.len())].clone();
            for _ in 0..=numbers.below(4) {
                change(&mut bytes, &seeds[numbers.below(seeds.len())], &mut numbers);
            }
            // What breaks a promise is there to be put among the seeds.
            let held = std::panic::catch_unwind(|| (target.run)(&bytes));
            assert!(held.is_ok(), "{} breaks on {:?}", target.name, bytes.escape_ascii().to_string());
            tried += 1;
        }
        println!("{}: {} seeds, {tried} changed", target.name, seeds.len());
    }
}

#[test]
fn no_seeds_are_without_a_promise() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for entry in std::fs::read_dir(folder).expect("the seeds") {
        let name = entry.expect("an entry").file_name();
        assert!(TARGETS.iter().any(|target| name == target.name), "seeds/{}", name.display());
    }
}
