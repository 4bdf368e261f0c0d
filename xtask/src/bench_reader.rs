//! `cargo xtask bench reader`: what reading photos costs, natively and in Chromium, on photos made here from a seed.

use std::collections::BTreeMap;
use std::path::Path;

use crate::browser::{self, Modules, target};
use crate::demo::fresh;
use crate::install;
use crate::step::{self, Machine, fed, output, root};

const BEGIN: &str = "<!-- reader figures -->";
const END: &str = "<!-- /reader figures -->";
/// Rounds of which the least is taken.
const ROUNDS: &str = "5";

/// Runs the command, and writes the figures into the README between their marks.
pub fn run() -> Result<(), String> {
    step::run(
        "examples",
        "cargo",
        &[
            "build",
            "--release",
            "--locked",
            "--package",
            "reader",
            "--package",
            "simulate",
            "--package",
            "wasm",
            "--example",
            "reader_speed",
            "--example",
            "boxes_speed",
            "--example",
            "reader_photos",
            "--bin",
            "saksi-reader",
        ],
    )?;
    let folder = fresh(&root().join("target/bench-reader"))?;
    let place = |name: &str| format!("{folder}/{name}");
    let photos = Photos { small: place("small"), large: place("large"), boxes: place("boxes") };
    let draw = example("reader_photos");
    step::run("photos of 2 megapixels", &draw, &["photos", &photos.small, "5", "2.1", "1"])?;
    step::run("photos of 12 megapixels", &draw, &["photos", &photos.large, "1", "12.5", "2"])?;
    step::run("boxes", &draw, &["boxes", &photos.boxes, "2000", "3"])?;

    let native = natively(&photos)?;
    let mut rows = native_rows(&native);
    match browser::modules()? {
        Some(modules) => {
            rows.extend(sizes(&modules));
            match chromium(&modules, &photos)? {
                Some(figures) => rows.extend(chromium_rows(&native, &figures)),
                None => rows.push("| in Chromium | not measured: it can't be had here | | |".to_owned()),
            }
        }
        None => rows.push("| in the browser | not measured: no target wasm32-wasip1 | | |".to_owned()),
    }
    let block = format!("{}\n\n{}", head(), rows.join("\n"));
    println!("\n{block}");
    step::into_readme(BEGIN, END, &block)
}

/// What is read.
struct Photos {
    small: String,
    large: String,
    boxes: String,
}

/// Numbers by their names, as the programs print them.
#[derive(Default)]
struct Figures(BTreeMap<String, u64>);

impl Figures {
    /// Lines of a name and a number, each name with something before it.
    fn take(&mut self, before: &str, text: &str) {
        for line in text.lines() {
            if let Some((name, value)) = line.split_once(' ')
                && let Ok(value) = value.parse()
            {
                self.0.insert(format!("{before}{name}"), value);
            }
        }
    }

    fn of(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or(0)
    }

    /// Keeps the less of two.
    fn least(&mut self, name: &str, value: u64) {
        let kept = self.0.get(name).map_or(value, |kept| value.min(*kept));
        self.0.insert(name.to_owned(), kept);
    }
}

fn natively(photos: &Photos) -> Result<Figures, String> {
    let speed = example("reader_speed");
    let said = |arguments: &[&str]| -> Result<String, String> {
        let (code, text) = output(&speed, arguments)?;
        if code == 0 { Ok(text) } else { Err(format!("the reader's speed could not be measured: {text}")) }
    };
    let mut figures = Figures::default();
    figures.take("small_", &said(&[&photos.small, ROUNDS, "1"])?);
    figures.take("large_", &said(&[&photos.large, ROUNDS, "1"])?);
    // One thread and two by turns, so that what else the machine does meets both alike.
    for _ in 0..3 {
        for threads in ["1", "2"] {
            let mut round = Figures::default();
            round.take("", &said(&[&photos.small, "3", threads])?);
            figures.least(&format!("wall_{threads}"), round.of("wall_us"));
            figures.least(&format!("page_{threads}"), round.of("page_us"));
        }
    }
    figures.take("small_", &said(&["one", &format!("{}/1-2.jpg", photos.small)])?);
    figures.take("large_", &said(&["one", &format!("{}/2-2.jpg", photos.large)])?);
    let (_, text) = output(&example("boxes_speed"), &[])?;
    let rate = text.split_whitespace().zip(text.split_whitespace().skip(1)).find(|(_, word)| *word == "fast");
    figures.take("", &format!("boxes {}", rate.map_or("", |(rate, _)| rate)));
    Ok(figures)
}

fn native_rows(figures: &Figures) -> Vec<String> {
    let page = |what: &str, size: &str, asked: u64, memory: &str| {
        let (whole, jpeg) =
            (figures.of(&format!("{size}_page_us")), figures.of(&format!("{size}_decode_us")));
        format!(
            "| {what}, {} megapixels, from JPEG to fused numbers | {} ms, {} MiB{} | {asked} ms{memory} | decoding the same JPEG: {} ms; so {} times that |",
            tenths(figures.of(&format!("{size}_pixels")), 1_000_000),
            tenths(whole, 1_000),
            figures.of(&format!("{size}_peak_kib")) / 1024,
            missed(whole > asked * 1_000),
            tenths(jpeg, 1_000),
            tenths(whole, jpeg),
        )
    };
    let (one, two) = (figures.of("wall_1"), figures.of("wall_2"));
    vec![
        "| what | measured | asked | beside |".to_owned(),
        "|---|---|---|---|".to_owned(),
        page("a page", "small", 60, ", 60 MB"),
        page("a page", "large", 250, ""),
        format!(
            "| boxes | {} a second{} | 6,000 a second | |",
            thousands(figures.of("boxes")),
            missed(figures.of("boxes") < 6_000)
        ),
        format!(
            "| pages by two threads against one | {} times as many | twice | processor time a page: {} ms by one, {} ms by two |",
            hundredths(one, two),
            tenths(figures.of("page_1"), 1_000),
            tenths(figures.of("page_2"), 1_000),
        ),
    ]
}

/// The module as it crosses the network.
fn sizes(modules: &Modules) -> Vec<String> {
    let script = "const z=require('zlib'),b=require('fs').readFileSync(process.argv[1]);\
                  console.log(z.gzipSync(b,{level:9}).length,z.brotliCompressSync(b).length)";
    let size = |what: &str, module: &str| {
        let whole = std::fs::metadata(module).map_or(0, |data| data.len());
        let (_, text) = output("node", &["-e", script, module]).unwrap_or_default();
        let mut packed = text.split_whitespace().filter_map(|word| word.parse::<u64>().ok());
        let (gzip, brotli) = (packed.next().unwrap_or(0), packed.next().unwrap_or(0));
        format!(
            "| module with weights and forms, {what} | {} kB by gzip, {} kB by brotli{} | 1,500 kB | {} kB unpacked |",
            thousands(gzip / 1_000),
            thousands(brotli / 1_000),
            missed(gzip > 1_500_000 || gzip == 0),
            thousands(whole / 1_000),
        )
    };
    vec![size("with vectors", &modules.vectors), size("without", &modules.plain)]
}

/// `web/bench/run.mjs`. None: there is no Chromium or no node.
fn chromium(modules: &Modules, photos: &Photos) -> Result<Option<Figures>, String> {
    let Some(browser) = install::chromium() else { return Ok(None) };
    if !step::has("node", "--version") {
        println!("skipped: the reader in Chromium (no node to drive it)");
        return Ok(None);
    }
    println!("== the reader in Chromium");
    let script = root().join("web/bench/run.mjs").display().to_string();
    let (code, text) =
        output("node", &[&script, browser, &modules.vectors, &photos.small, &photos.large, &photos.boxes])?;
    if code != 0 {
        return Err(format!("the reader in Chromium: {text}"));
    }
    let mut figures = Figures::default();
    figures.take("", &text);
    // What was measured must be the same reading.
    let program = target().join("release/saksi-reader").display().to_string();
    for line in text.lines().filter_map(|line| line.strip_prefix("answer ")) {
        let (name, said) = line.split_once(' ').unwrap_or_default();
        let path = Path::new(&photos.small).join(name);
        let length = std::fs::metadata(&path).map_err(|error| error.to_string())?.len();
        let (_, native) = fed(&program, &["photos", &format!("{name}={length}")], &path)?;
        if native.trim_end() != said {
            return Err(format!("Chromium reads {name} otherwise: {said}\n{native}"));
        }
    }
    Ok(Some(figures))
}

fn chromium_rows(native: &Figures, figures: &Figures) -> Vec<String> {
    let page = |what: &str, here: u64, there: u64| {
        format!(
            "| {what} | {} ms{} | 4 times the native time | {} times |",
            tenths(here, 1_000),
            missed(here > 4 * there),
            tenths(here, there),
        )
    };
    let (boxes, there) = (figures.of("boxes"), native.of("boxes"));
    vec![
        page("a page of 2 megapixels in Chromium", figures.of("page_us"), native.of("small_page_us")),
        page("a page of 12 megapixels in Chromium", figures.of("large_us"), native.of("large_page_us")),
        format!(
            "| boxes in Chromium | {} a second{} | a fourth of the native | native is {} times that |",
            thousands(boxes),
            missed(boxes * 4 < there),
            tenths(there, boxes),
        ),
        format!(
            "| 12 megapixels on a telephone (Chromium, processor {} times slower) | {} s, {} MiB{}; longest time without a frame {} ms | 3 s, 150 MB, the screen never frozen | the throttle reaches no worker: time is that of the same page on the slow thread, frames those while the worker reads |",
            figures.of("phone_times"),
            tenths(figures.of("phone_us"), 1_000_000),
            figures.of("phone_memory_kib") / 1024,
            missed(figures.of("phone_us") > 3_000_000 || figures.of("phone_memory_kib") > 146_484),
            figures.of("phone_gap_ms"),
        ),
        format!(
            "| 40 pages of 12 megapixels in a row | {} MiB each; the page's whole process at most {} MiB in the first twenty, {} MiB in the last | no growth | |",
            figures.of("row_memory_kib") / 1024,
            figures.of("row_first_mib"),
            figures.of("row_last_mib"),
        ),
    ]
}

fn head() -> String {
    let Machine { processor, day, load } = Machine::now();
    format!(
        "One core of an {processor}, {day}, one run of `cargo xtask bench reader` at a load of {load}. Pages and boxes in processor time, \
         medians over pages of the least of {ROUNDS} rounds (3 and 2 in Chromium); two threads and frames by the clock. \
         Photos are made from a seed."
    )
}

fn missed(missed: bool) -> &'static str {
    if missed { ": **missed**" } else { "" }
}

/// A fraction with one decimal.
fn tenths(value: u64, of: u64) -> String {
    let tenths = (value * 10 + of / 2).checked_div(of).unwrap_or(0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A fraction with two decimals.
fn hundredths(value: u64, of: u64) -> String {
    let parts = (value * 100 + of / 2).checked_div(of).unwrap_or(0);
    format!("{}.{:02}", parts / 100, parts % 100)
}

/// 12,345.
fn thousands(value: u64) -> String {
    if value < 1_000 {
        value.to_string()
    } else {
        format!("{},{:03}", thousands(value / 1_000), value % 1_000)
    }
}

fn example(name: &str) -> String {
    target().join("release/examples").join(name).display().to_string()
}
