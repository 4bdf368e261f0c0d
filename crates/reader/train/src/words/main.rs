//! Trains the net that reads numbers in words.
//!
//!     cargo run --release --bin words                       trains, calibrates, measures, and writes the weights
//!     cargo run --release --bin words -- --preview x.pgm    a sheet of samples to look at

#[path = "../adam.rs"]
mod adam;
mod ctc;
#[path = "../matrix.rs"]
mod matrix;
mod measure;
mod model;
mod pages;
mod quantise;
#[path = "../rng.rs"]
mod rng;
mod samples;
#[path = "../whole.rs"]
mod whole;

use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;
use reader::words::WordsNet;
use simulate::paper::Shapes;

use adam::Adam;
use measure::{calibrated, measured, seen};
use model::{Room, fresh};
use rng::Rng;
use samples::{Sample, drawn, input};

struct Options {
    samples: usize,
    sheets: u64,
    forms: u64,
    seed: u64,
    preview: Option<String>,
    /// A net that was kept, instead of training one.
    net: Option<String>,
    /// A net that was kept, to train on.
    from: Option<String>,
}

fn main() {
    let options = options();
    if let Some(path) = &options.preview {
        return preview(path, options.seed);
    }
    let start = Instant::now();
    let photographed = pages::sheets(options.sheets, options.seed << 20);
    println!("{} photographed texts in {:.0} s", photographed.len(), start.elapsed().as_secs_f32());
    let net = match &options.net {
        Some(path) => kept(path),
        None => {
            let new_hands = |at: u64| drawn((1 << 50) + at, Shapes::HeldOut, 1.0);
            let check: Vec<Sample> = (0..100).into_par_iter().map(new_hands).collect();
            fit(&options, &photographed, &check)
        }
    };
    let whole = |free, share| {
        let bytes = quantise::quantise(&net, &photographed, free, share).encode();
        (WordsNet::parse(&bytes).expect("what was just written"), bytes)
    };
    let (uncalibrated, _) = whole(1_000, 1_024);
    // Half of the forms in new hands calibrate, the others are measured.
    let forms = |shapes, numbers, seed: u64| pages::forms(options.forms, shapes, numbers, seed << 24);
    let (free, share) = calibrated(&seen(&uncalibrated, &forms(Shapes::HeldOut, 0.9, options.seed + 1)));
    let (net, bytes) = whole(free, share);
    let hash: String = net.hash().iter().map(|byte| format!("{byte:02x}")).collect();
    install(&hash, &bytes);
    let measured = |what: &str, samples: &[Sample]| measured(what, &seen(&net, samples), free, share);
    let figures = serde_json::json!({
        "weights": hash, "samples": options.samples, "sheets": options.sheets, "seed": options.seed,
        "free": free, "share": share,
        "held_out": measured("new hands", &forms(Shapes::HeldOut, 1.0, options.seed + 2)),
        "common": measured("hands as trained on", &forms(Shapes::Common, 1.0, options.seed + 3)),
        "others": measured("other texts", &forms(Shapes::Any, 0.0, options.seed + 4)),
    });
    let path = weights_folder().join("words.json");
    std::fs::write(path, serde_json::to_string_pretty(&figures).expect("plain data") + "\n")
        .expect("written");
}

fn weights_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../weights")
}

/// Puts weights in place of those before, and the line of code that names them.
fn install(hash: &str, bytes: &[u8]) {
    let folder = weights_folder();
    for entry in std::fs::read_dir(&folder).expect("the weights' folder").flatten() {
        if entry.path().extension().is_some_and(|end| end == "words") {
            std::fs::remove_file(entry.path()).expect("removed");
        }
    }
    let name = format!("{}.words", &hash[..32]);
    std::fs::write(folder.join(&name), bytes).expect("written");
    let code = format!(
        "//! The weights that come with the crate. Written by `train/`.\n\n\
         /// The weights file, named by the first half of its SHA-256.\n\
         pub const WEIGHTS: &[u8] = include_bytes!(\"../../weights/{name}\");\n"
    );
    std::fs::write(folder.join("../src/words/shipped.rs"), code).expect("written");
    println!("{} bytes of weights, {hash}", bytes.len());
}

/// Texts a step.
const BATCH: usize = 8;
/// Texts that one thread takes of them.
const TOGETHER: usize = 2;
const RATE: f32 = 1.6e-3;
const RISE: f32 = 100.0;
const DECAY: f32 = 2e-3;

fn fit(options: &Options, photographed: &[Sample], check: &[Sample]) -> Vec<f32> {
    let mut net = match &options.from {
        Some(path) => kept(path),
        None => fresh(&mut Rng::new(options.seed)),
    };
    let mut adam = Adam::new(&net, 0.995);
    let steps = options.samples.div_ceil(BATCH);
    let (start, mut sum, mut counted) = (Instant::now(), 0.0, 0);
    for step in 0..steps {
        let progress = step as f32 / steps as f32;
        let first = (options.seed << 32) + (step * BATCH) as u64;
        let parts: Vec<(f32, usize, Vec<f32>)> = (0..BATCH / TOGETHER)
            .into_par_iter()
            .map(|part| {
                let mut gradient = vec![0.0; net.len()];
                let (mut loss, mut count) = (0.0, 0);
                for at in 0..TOGETHER {
                    let mut rng = Rng::new(first + (part * TOGETHER + at) as u64);
                    let sample = if rng.chance(0.35) && !photographed.is_empty() {
                        rng.pick(photographed).clone()
                    } else {
                        drawn(rng.bits(), Shapes::Common, 0.7)
                    };
                    if let Some(one) = pass(&net, &sample, &mut gradient, &mut rng) {
                        loss += one;
                        count += sample.signs().len().max(1);
                    }
                }
                (loss, count, gradient)
            })
            .collect();
        let mut total = vec![0.0; net.len()];
        for (loss, count, gradient) in &parts {
            sum += loss;
            counted += count;
            total.iter_mut().zip(gradient).for_each(|(sum, by)| *sum += by / BATCH as f32);
        }
        let norm = total.iter().map(|by| by * by).sum::<f32>().sqrt();
        if norm > 5.0 {
            total.iter_mut().for_each(|by| *by *= 5.0 / norm);
        }
        let rise = ((step + 1) as f32 / RISE).min(1.0);
        let rate = RATE * rise * (0.5 + 0.5 * (progress * std::f32::consts::PI).cos()).max(0.003);
        adam.step(&mut net, &total, rate, DECAY);
        if (step + 1) % 200 == 0 {
            let speed = ((step + 1) * BATCH) as f32 / start.elapsed().as_secs_f32();
            println!(
                "  {:>7} texts, loss a letter {:.4}, {speed:.0}/s",
                (step + 1) * BATCH,
                sum / counted as f32
            );
            (sum, counted) = (0.0, 0);
        }
        if (step + 1) % (steps / 8).max(1) == 0 {
            let (right, wrong, none) = tried(&adam.average, check, 1_000, 1024);
            keep(&adam.average);
            println!("  -> new hands: right {right}, wrong {wrong}, illegible {none}");
        }
    }
    adam.average
}

/// Adds the gradient of a text; gives its loss.
fn pass(net: &[f32], sample: &Sample, gradient: &mut [f32], rng: &mut Rng) -> Option<f32> {
    let mut rooms: Vec<Room> = Vec::new();
    let mut scores = Vec::new();
    for line in &sample.lines {
        let mut room = Room::default();
        scores.extend_from_slice(room.forward(net, &input(line, Some(rng))));
        rooms.push(room);
    }
    if scores.is_empty() {
        return None;
    }
    let loss = ctc::loss(&mut scores, &sample.signs()).filter(|loss| *loss < 400.0)?;
    let mut from = 0;
    for room in &mut rooms {
        let count = room.map(model::ALL - 1).len();
        room.backward(net, &scores[from..from + count], gradient);
        from += count;
    }
    Some(loss)
}

/// A net outlives the process, so that it can be measured, and trained on, later.
fn keep(net: &[f32]) {
    let bytes: Vec<u8> = net.iter().flat_map(|weight| weight.to_le_bytes()).collect();
    std::fs::write(std::env::temp_dir().join("words.net"), bytes).expect("written");
}

/// A net that was kept.
fn kept(path: &str) -> Vec<f32> {
    let bytes = std::fs::read(path).expect("a net that was kept");
    bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect()
}

/// How many numbers a net reads right, wrong, and not.
fn tried(net: &[f32], samples: &[Sample], free: u16, share: u16) -> (usize, usize, usize) {
    let weights = quantise::quantise(net, samples, free, share);
    let net = WordsNet::parse(&weights.encode()).expect("what was just written");
    counted(&net, samples)
}

fn counted(net: &WordsNet, samples: &[Sample]) -> (usize, usize, usize) {
    let (mut right, mut wrong, mut none) = (0, 0, 0);
    for sample in samples {
        match (net.read(&sample.lines), sample.number) {
            (reader::words::WordsRead::Number(evidence), number) if number == Some(evidence.best()) => {
                right += 1
            }
            (reader::words::WordsRead::Number(_), _) => wrong += 1,
            _ => none += 1,
        }
    }
    (right, wrong, none)
}

/// A sheet of samples to look at, as a PGM picture.
fn preview(path: &str, seed: u64) {
    let (width, rows) = (1_040, 40);
    let mut sheet = vec![0_u8; width * rows * 26];
    let mut photographed = pages::sheets(1, seed).into_iter();
    let mut place = 0;
    for at in 0_u64.. {
        let sample = match at % 3 {
            0 => drawn(seed + at, Shapes::Common, 0.8),
            1 => drawn(seed + at, Shapes::HeldOut, 1.0),
            _ => match photographed.next() {
                Some(sample) => sample,
                None => continue,
            },
        };
        for line in &sample.lines {
            if place >= rows * 2 {
                let mut file = format!("P5 {width} {} 255\n", rows * 26).into_bytes();
                file.extend(sheet);
                return std::fs::write(path, file).expect("written");
            }
            let (x, y) = (place % 2 * 520, place / 2 * 26);
            for (down, row) in line.pixels.chunks_exact(line.width).enumerate() {
                sheet[(y + down) * width + x..][..line.width].copy_from_slice(row);
            }
            place += 1;
        }
        println!("{place}: {} {} lines", sample.text, sample.lines.len());
    }
}

fn options() -> Options {
    let mut options =
        Options { samples: 44_000, sheets: 30, forms: 60, seed: 2024, preview: None, net: None, from: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        let number = || value.parse::<u64>().unwrap_or_else(|_| panic!("{word} needs a number"));
        match word.as_str() {
            "--samples" => options.samples = number() as usize,
            "--sheets" => options.sheets = number(),
            "--forms" => options.forms = number(),
            "--seed" => options.seed = number(),
            "--from" => options.from = Some(value),
            "--net" => options.net = Some(value),
            "--preview" => options.preview = Some(value),
            _ => panic!("{word}: --samples, --sheets, --forms, --seed, --net, --from or --preview"),
        }
    }
    options
}
