//! Calibration, and what a net reads of texts in hands that are new to it.

use rayon::prelude::*;
use reader::words::{Letters, WordsNet, WordsRead, judged};
use serde_json::{Value, json};

use crate::samples::Sample;

/// What a net saw of a text, and what number it is.
pub struct Seen {
    text: String,
    letters: Option<Letters>,
    number: Option<u16>,
}

pub fn seen(net: &WordsNet, samples: &[Sample]) -> Vec<Seen> {
    let one = |sample: &Sample| Seen {
        text: sample.text.clone(),
        letters: (!sample.lines.is_empty()).then(|| net.text(&sample.lines)),
        number: sample.number,
    };
    samples.par_iter().map(one).collect()
}

fn read(seen: &Seen, free: u16, share: u16) -> WordsRead {
    seen.letters.as_ref().map_or(WordsRead::Empty, |letters| judged(letters, free.into(), share.into()))
}

/// The cost of letters and the share of scores under which what is said of all texts is likeliest. A text that is no
/// number counts as one whose number could be any.
pub fn calibrated(seen: &[Seen]) -> (u16, u16) {
    let mut best = (f64::MAX, 1_000, 512);
    for free in (200..=2_400).step_by(200) {
        for share in (128..=1_024).step_by(64) {
            let cost: f64 = seen.par_iter().map(|one| surprise(one, free, share)).sum();
            if cost < best.0 {
                best = (cost, free, share);
            }
        }
    }
    println!("free {} share {}: {:.4} nats a text", best.1, best.2, best.0 / seen.len() as f64);
    (best.1, best.2)
}

/// How unlikely a text's number was taken to be, nats.
fn surprise(seen: &Seen, free: u16, share: u16) -> f64 {
    match read(seen, free, share) {
        WordsRead::Empty | WordsRead::Illegible => 1000_f64.ln(),
        WordsRead::Number(evidence) => {
            let log = |figure: u16| f64::from(evidence.log(figure)) / 1000.0;
            let whole: f64 = (0..1000).map(|figure| log(figure).exp()).sum();
            match seen.number {
                Some(number) => whole.ln() - log(number),
                None => (0..1000).map(|figure| whole.ln() - log(figure)).sum::<f64>() / 1000.0,
            }
        }
    }
}

/// Figures on texts: numbers right, illegible and wrong, at several confidences, and the error of calibration.
pub fn measured(what: &str, seen: &[Seen], free: u16, share: u16) -> Value {
    let numbers = seen.iter().filter(|seen| seen.number.is_some()).count();
    let (mut empty, mut illegible, mut others) = (0, 0, 0);
    // Confidence, and whether right, of each number read.
    let mut answers: Vec<(f64, bool)> = Vec::new();
    let mut wrong = Vec::new();
    for one in seen {
        match (read(one, free, share), one.number) {
            (WordsRead::Empty, Some(_)) => empty += 1,
            (WordsRead::Illegible, Some(_)) => illegible += 1,
            (WordsRead::Empty | WordsRead::Illegible, None) => {}
            (WordsRead::Number(evidence), number) => {
                let whole: f64 =
                    (0..1000).map(|figure| (f64::from(evidence.log(figure)) / 1000.0).exp()).sum();
                let right = number == Some(evidence.best());
                if number.is_none() {
                    others += 1;
                } else {
                    answers.push((1.0 / whole, right));
                }
                if !right {
                    wrong.push(json!({"text": one.text, "read": evidence.best(), "confidence": rounded(1.0 / whole)}));
                }
            }
        }
    }
    let at = |least: f64| {
        let sure: Vec<bool> =
            answers.iter().filter(|(how, _)| *how >= least).map(|(_, right)| *right).collect();
        let right = sure.iter().filter(|right| **right).count();
        json!({"confidence": least, "right": right, "wrong": sure.len() - right})
    };
    let bins: f64 = (0..10)
        .map(|bin| {
            let of: Vec<&(f64, bool)> =
                answers.iter().filter(|(how, _)| ((how * 10.0) as usize).min(9) == bin).collect();
            let how: f64 = of.iter().map(|(how, _)| how).sum();
            let right = of.iter().filter(|(_, right)| *right).count() as f64;
            (how - right).abs()
        })
        .sum();
    let figures = json!({
        "texts": seen.len(), "numbers": numbers, "empty": empty, "illegible": illegible,
        "other_texts_read_as_numbers": others,
        "calibration_error": rounded(bins / answers.len().max(1) as f64),
        "at": [at(0.0), at(0.5), at(0.9), at(0.99)],
        "wrong": wrong,
    });
    println!("{what}: {}", serde_json::to_string(&figures).expect("plain data"));
    figures
}

fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
