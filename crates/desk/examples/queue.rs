//! How long the queue takes for the next sheet, with as many sheets as a nation has.
//!
//!     cargo run --release -p desk --example queue -- FOLDER SHEETS
//!
//! Prints one line of JSON: microseconds, for somebody of a village, of a district, and of the whole nation, of queues that are
//! full and of one that is nearly empty.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that can't be made ends")]

use std::path::Path;
use std::time::Instant;

use desk::entry::Person;
use desk::sheets::{self, Names, Queue};
use desk::store::{Sql, Sqlite};
use serde_json::json;

/// Stations of a village, villages of a district, districts of a regency: as large as they get.
const SHAPE: [i64; 3] = [50, 20, 30];

/// Asked so often.
const ROUNDS: usize = 300;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, sheets] = arguments.as_slice() else {
        eprintln!("queue FOLDER SHEETS");
        std::process::exit(2)
    };
    let count: i64 = sheets.parse().unwrap();
    let mut sql = Sqlite::open(&Path::new(folder).join("queue.sqlite")).unwrap();
    sql.schema().unwrap();
    let names = Names::after(&mut sql).unwrap();
    let mut made = 0;
    while made < count {
        sql.begin().unwrap();
        for _ in 0..100_000_i64.min(count - made) {
            let (station, rest) = (made % SHAPE[0] + 1, made / SHAPE[0]);
            let (village, rest) = (rest % SHAPE[1] + 1, rest / SHAPE[1]);
            let (district, regency) = (rest % SHAPE[2] + 1, rest / SHAPE[2]);
            let code = format!(
                "{:02}{:02}{district:02}{:04}{station:03}",
                11 + regency / 40,
                1 + regency % 40,
                2_000 + village
            );
            // One in ten thousand is more urgent than all others.
            let urgency = if made % 10_000 == 0 { sheets::CONFLICT } else { sheets::PICTURED };
            sheets::add(&mut sql, &names, "ppwp", &code, urgency).unwrap();
            made += 1;
        }
        sql.commit().unwrap();
    }
    let mut worst = 0;
    let mut told = serde_json::Map::new();
    for (name, region) in [("village", "1101012001"), ("district", "110101"), ("nation", "")] {
        for (queue_name, queue) in [("open", Queue::Open(Person(1))), ("once", Queue::Once(Person(1)))] {
            let mut each: Vec<u128> = (0..ROUNDS)
                .map(|_| {
                    let begun = Instant::now();
                    let found = sheets::next(&mut sql, queue, region, 600).unwrap();
                    let took = begun.elapsed().as_micros();
                    assert_eq!(found.is_empty(), queue_name == "once");
                    took
                })
                .collect();
            each.sort_unstable();
            let p99 = each.get(ROUNDS * 99 / 100).copied().expect("rounds were made");
            worst = worst.max(p99);
            told.insert(format!("{name}_{queue_name}_p99_us"), json!(u64::try_from(p99).unwrap()));
        }
    }
    told.insert("sheets".to_owned(), json!(count));
    told.insert("worst_p99_us".to_owned(), json!(u64::try_from(worst).unwrap()));
    println!("{}", serde_json::Value::Object(told));
}
