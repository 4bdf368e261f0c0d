//! Re-adds a contest at every level from its published Parquet files, and says how long that takes.
//!
//! `readd PUBLIC CONTEST`: the median of nine runs, after one that isn't counted, by two threads.

use std::path::Path;
use std::time::Instant;

use bytes::Bytes;
use record::tables::{Plan, readd};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let public = arguments.next().ok_or("a public folder")?;
    let contest = arguments.next().ok_or("a contest")?;
    let folder = Path::new(&public).join("data").join(contest);
    let plan = Plan {
        levels: ["province", "regency", "district", "village"].map(str::to_owned).to_vec(),
        votes: ["votes_1", "votes_2", "votes_3"].map(str::to_owned).to_vec(),
        flag: "counted".to_owned(),
    };
    let run = || -> Result<_, Box<dyn std::error::Error>> {
        let begun = Instant::now();
        let mut files = Vec::new();
        for province in std::fs::read_dir(&folder)? {
            let path = province?.path().join("stations.parquet");
            if path.is_file() {
                files.push(Bytes::from(std::fs::read(path)?));
            }
        }
        let sums = readd(&files, &plan, 2)?;
        Ok((begun.elapsed(), sums))
    };
    let (_, sums) = run()?;
    let mut times = Vec::new();
    for _ in 0..9 {
        times.push(run()?.0);
    }
    times.sort();
    let regions: usize = sums.levels.iter().map(record::tables::LevelSums::len).sum();
    println!(
        "re-adding, Saksi       {:7} us  median of 9; {} regions, {} stations, {:?}",
        times.get(4).map_or(0, std::time::Duration::as_micros),
        regions,
        sums.nation.sheets,
        sums.nation.votes
    );
    Ok(())
}
