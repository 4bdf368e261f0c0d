//! `cargo xtask bench desk`: what the officers' server takes, with its clients on the same machine.

use std::collections::BTreeMap;
use std::fs;

use crate::browser::target;
use crate::demo::fresh;
use crate::step::{self, Machine, output, root};

const BEGIN: &str = "<!-- desk figures -->";
const END: &str = "<!-- /desk figures -->";

/// Runs the command, and writes the figures into the README between their marks.
pub fn run() -> Result<(), String> {
    let build = ["build", "--release", "--locked", "--package", "desk", "--examples"];
    step::run("examples", "cargo", &build)?;
    let folder = fresh(&root().join("target/bench-desk"))?;
    let place = |name: &str| -> Result<String, String> {
        let path = format!("{folder}/{name}");
        fs::create_dir_all(&path).map_err(|error| format!("{path}: {error}"))?;
        Ok(path)
    };
    let full = measured("load", &[&place("full")?, "256", "15"])?;
    let photos = measured("photos", &[&place("photos")?, "64", "3000"])?;
    let queue = measured("queue", &[&place("queue")?, "4000000"])?;
    let asked = |met: bool| if met { "" } else { ": **missed**" };
    let (entries, p99) = (full.of("entries_per_second"), full.of("save_p99_us"));
    let (each, memory) = (photos.of("photos_per_second"), full.of("peak_memory"));
    let worst = queue.of("worst_p99_us");
    let rows = [
        format!(
            "| double entries (claim, save, finalise by two people, compared; every save on disk before its answer), 256 clients | {entries} a second | 600 a second{} | the disk by itself: {} flushes a second |",
            asked(entries >= 600),
            full.of("flushes_per_second")
        ),
        format!(
            "| p99 of a save at that load | {} ms | 100 ms at half of 600{} | median {} ms |",
            tenths(p99),
            asked(p99 < 100_000),
            tenths(full.of("save_p50_us"))
        ),
        format!(
            "| memory with 100,000 open sheets, clients included | {} MiB | 300 MB{} | |",
            memory / 1024,
            asked(memory * 1024 <= 300_000_000)
        ),
        format!(
            "| photos of 300 kB, durable, 64 clients | {each} a second | 150 a second{} | the disk by itself: {} a second |",
            asked(each >= 150),
            photos.of("disk_by_itself")
        ),
        format!(
            "| the queue's next sheet among 4,000,000, p99 of the slowest of six queues | {} ms | 10 ms{} | |",
            tenths(worst),
            asked(worst < 10_000)
        ),
    ];
    let Machine { processor, day, load } = Machine::now();
    let block = format!(
        "Two cores of an {processor}, {day}, one run of `cargo xtask bench desk`, a load of {load} at its end; clients and desk share the machine.\n\n| what | measured | asked | beside |\n|---|---|---|---|\n{}",
        rows.join("\n")
    );
    println!("\n{block}");
    step::into_readme(BEGIN, END, &block)
}

/// Numbers by their names, as an example prints them.
struct Figures(BTreeMap<String, u64>);

impl Figures {
    fn of(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or(0)
    }
}

fn measured(example: &str, arguments: &[&str]) -> Result<Figures, String> {
    println!("== {example}");
    let program = target().join("release/examples").join(example).display().to_string();
    let (code, text) = output(&program, arguments)?;
    let line = text.lines().rev().find(|line| line.starts_with('{'));
    let line = line.filter(|_| code == 0).ok_or_else(|| format!("{example} ended with {code}: {text}"))?;
    println!("   {line}");
    let parts = line.trim_matches(['{', '}']).split(',').filter_map(|part| part.split_once(':'));
    let number = |text: &str| {
        let digits: String =
            text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    Ok(Figures(
        parts.filter_map(|(name, value)| Some((name.trim_matches('"').to_owned(), number(value)?))).collect(),
    ))
}

/// Microseconds as milliseconds with one decimal.
fn tenths(microseconds: u64) -> String {
    format!("{}.{}", microseconds / 1_000, microseconds % 1_000 / 100)
}
