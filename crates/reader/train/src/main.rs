//! Trains the net that reads digit boxes.
//!
//!     cargo run --release -- --folds 5     five nets, each scored on the fifth of the stations it never saw
//!     cargo run --release                  the three nets that are shipped, scored together on the stations held out from them
//!     cargo run --release -- --members 0   no training: those that are there, scored anew
//!
//! Both write their figures beside the weights (`../weights/`); the second takes its temperature from the first's.

mod adam;
mod data;
mod erase;
mod fit;
mod matrix;
mod model;
mod plane;
mod printed;
mod quantise;
mod rng;
mod samples;
mod score;
mod sheets;
mod strokes;
mod warp;
mod whole;

use std::fs;
use std::path::{Path, PathBuf};

use data::{Digit, Real, place};
use reader::boxes::Net;
use reader::boxes::weights::Weights;
use samples::Source;
use score::{Reading, Score, drawn, read, score, temperature};

/// What the command line says.
struct Options {
    folds: u64,
    only: Option<u64>,
    members: u64,
    samples: usize,
    sheets: u64,
    seed: u64,
    data: PathBuf,
    out: PathBuf,
    preview: Option<PathBuf>,
}

fn main() {
    let options = options();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let real = data::real(&options.data.join("digits-2024"), &here.join("wrong-labels.csv"));
    let digits = data::digits(&options.data.join("digits-public/train_digits.npz"));
    println!("{} real boxes, {} of other people's digits", real.len(), digits.len());
    if let Some(path) = &options.preview {
        preview(&Source::new(&real.iter().collect::<Vec<_>>(), &digits, options.sheets.min(20), 1), path);
    } else if options.folds > 0 {
        folds(&options, &real, &digits);
    } else {
        shipped(&options, &real, &digits);
    }
}

/// A net for each fold; all readings together are scored.
fn folds(options: &Options, real: &[Real], digits: &[Digit]) {
    let wanted = (0..options.folds).filter(|fold| options.only.is_none_or(|only| only == *fold));
    let parts: Vec<Vec<Reading>> = wanted
        .map(|fold| {
            let of = |real: &&Real| place(&real.station) % options.folds == fold;
            println!("fold {fold}: {} boxes held out", real.iter().filter(of).count());
            let seen: Vec<&Real> = real.iter().filter(|real| !of(real)).collect();
            let source = Source::new(&seen, digits, options.sheets, options.seed + fold);
            let tested: Vec<&Real> = real.iter().filter(of).collect();
            let (_, readings) = train(&source, &tested, options, options.seed + fold);
            // readings outlive the process, so that folds can be run one at a time
            let path = options.out.join(format!("fold-{fold}.readings.json"));
            fs::write(path, serde_json::to_string(&readings).expect("plain data")).expect("written");
            readings
        })
        .collect();
    report(options, &parts);
}

/// Scores all folds, each at the temperature of the others.
fn report(options: &Options, parts: &[Vec<Reading>]) {
    let warmth: Vec<f32> = (0..parts.len())
        .map(|own| {
            let others = parts.iter().enumerate().filter(|(fold, _)| *fold != own || parts.len() == 1);
            temperature(&others.flat_map(|(_, part)| part).collect::<Vec<_>>())
        })
        .collect();
    let all: Vec<_> =
        parts.iter().zip(&warmth).flat_map(|(part, &at)| part.iter().map(move |one| (one, at))).collect();
    let score = score(&all);
    summary(&score);
    let seen = parts.iter().flatten().filter(|reading| place(&reading.station) >= HELD_OUT);
    let shipped = temperature(&seen.collect::<Vec<_>>());
    println!("temperatures {warmth:?}; from all stations not held out {shipped}");
    let figures = serde_json::json!({
        "folds": parts.len(), "samples": options.samples, "seed": options.seed,
        "temperatures": warmth, "temperature": shipped, "score": score,
    });
    write(&options.out.join("folds.json"), &figures);
}

/// Stations placed below this are held out from the shipped weights.
const HELD_OUT: u64 = 15;

/// The nets that are shipped, each trained by itself; with no members, those that are there are scored anew.
fn shipped(options: &Options, real: &[Real], digits: &[Digit]) {
    let held: Vec<&Real> = real.iter().filter(|real| place(&real.station) < HELD_OUT).collect();
    let seen: Vec<&Real> = real.iter().filter(|real| place(&real.station) >= HELD_OUT).collect();
    let folds: serde_json::Value = fs::read(options.out.join("folds.json"))
        .ok()
        .and_then(|json| serde_json::from_slice(&json).ok())
        .unwrap_or_default();
    let warmth = folds["temperature"].as_f64().unwrap_or(1.0) as f32;
    let files: Vec<Vec<u8>> = (0..options.members)
        .map(|member| {
            let seed = options.seed + 100 + member;
            let source = Source::new(&seen, digits, options.sheets, seed);
            println!("member {member}: {} boxes of photographed sheets", source.shots());
            let (net, _) = train(&source, &held, options, seed);
            quantise::quantise(&net, &source, warmth).encode()
        })
        .collect();
    let net = if files.is_empty() {
        Net::shipped().clone()
    } else {
        let all: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        Net::together(&all).expect("what was just written")
    };
    let readings = read(&net, held.iter().copied());
    let score = score(&readings.iter().map(|reading| (reading, 1.0)).collect::<Vec<_>>());
    summary(&score);
    install(&options.out, &files);
    let trained = (!files.is_empty()).then_some(options.samples);
    let figures = serde_json::json!({
        "weights": net.name(), "members": net.members(), "samples": trained, "seed": options.seed, "temperature": warmth,
        "score": score, "drawn": drawn(&net, &Source::new(&held, digits, 0, 0), 20_000),
    });
    write(&options.out.join("shipped.json"), &figures);
}

/// One net and its readings of boxes it did not see.
fn train(source: &Source, tested: &[&Real], options: &Options, seed: u64) -> (Vec<f32>, Vec<Reading>) {
    let read = |net: &[f32]| {
        let weights: Weights = quantise::quantise(net, source, 1.0);
        let net = Net::parse(&weights.encode()).expect("what was just written");
        read(&net, tested.iter().copied())
    };
    let net = fit::fit(source, options.samples, seed, |net| {
        let score = score(&read(net).iter().map(|reading| (reading, 1.0)).collect::<Vec<_>>());
        println!(
            "  -> wrong as labelled {}, as seen {} of {}",
            score.wrong_as_labelled, score.wrong_as_seen, score.boxes
        );
    });
    let readings = read(&net);
    (net, readings)
}

/// Puts weights in place of those before, and the lines of code that name them.
fn install(out: &Path, files: &[Vec<u8>]) {
    if files.is_empty() {
        return;
    }
    for entry in fs::read_dir(out).expect("the weights' folder").flatten() {
        if entry.path().extension().is_some_and(|end| end == "boxes") {
            fs::remove_file(entry.path()).expect("removed");
        }
    }
    let mut lines = String::new();
    for bytes in files {
        let name = Net::parse(bytes).expect("what was just written").name();
        let file = format!("{}.boxes", &name[..32]);
        fs::write(out.join(&file), bytes).expect("written");
        lines += &format!("    include_bytes!(\"../../weights/{file}\"),\n");
        println!("{} bytes of weights, {name}", bytes.len());
    }
    let code = format!(
        "//! The weights that come with the crate. Written by `train/`.\n\n\
         /// The weights files, each named by the first half of its SHA-256.\n\
         pub const WEIGHTS: [&[u8]; {}] = [\n{lines}];\n",
        files.len()
    );
    fs::write(out.join("../src/boxes/shipped.rs"), code).expect("written");
}

fn write(path: &Path, figures: &serde_json::Value) {
    fs::write(path, serde_json::to_string_pretty(figures).expect("plain data") + "\n").expect("written");
}

fn summary(score: &Score) {
    println!(
        "{} boxes: as labelled {:.3} % ({} wrong), as seen {:.3} % ({} wrong), {} rejected; calibration error {:.3} %; \
         at 99 % coverage {} wrong",
        score.boxes,
        score.as_labelled * 100.0,
        score.wrong_as_labelled,
        score.as_seen * 100.0,
        score.wrong_as_seen,
        score.rejected,
        score.calibration_error * 100.0,
        score.wrong_at_99_percent,
    );
    score.confusions.iter().for_each(|(seen, read, count)| println!("  {seen} read as {read}: {count}"));
}

/// A sheet of made samples to look at, as a PGM picture.
fn preview(source: &Source, path: &Path) {
    let (columns, rows) = (30, 24);
    let mut sheet = vec![0_u8; columns * 34 * rows * 34];
    for at in 0..columns * rows {
        let sample = source.sample(at as u64, if at % columns < 10 { 1.0 } else { 0.0 });
        print!("{}{}", sample.class, if at % columns == columns - 1 { "\n" } else { " " });
        for (y, row) in sample.input.chunks_exact(32).enumerate() {
            let start = (at / columns * 34 + y) * columns * 34 + at % columns * 34;
            sheet[start..start + 32].iter_mut().zip(row).for_each(|(to, value)| *to = 255 - value);
        }
    }
    let mut file = format!("P5 {} {} 255\n", columns * 34, rows * 34).into_bytes();
    file.extend(sheet);
    fs::write(path, file).expect("written");
}

fn options() -> Options {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut options = Options {
        folds: 0,
        only: None,
        members: 3,
        samples: 1_400_000,
        sheets: 400,
        seed: 2024,
        data: here.join("../../../../shared/data"),
        out: here.join("../weights"),
        preview: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        let number = || value.parse::<u64>().unwrap_or_else(|_| panic!("{word} needs a number"));
        match word.as_str() {
            "--folds" => options.folds = number(),
            "--only" => options.only = Some(number()),
            "--members" => options.members = number(),
            "--samples" => options.samples = number() as usize,
            "--sheets" => options.sheets = number(),
            "--seed" => options.seed = number(),
            "--data" => options.data = value.into(),
            "--out" => options.out = value.into(),
            "--preview" => options.preview = Some(value.into()),
            _ => panic!(
                "{word}: --folds, --only, --members, --samples, --sheets, --seed, --data, --out or --preview"
            ),
        }
    }
    options
}
