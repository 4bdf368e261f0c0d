//! How well a net reads real boxes, and how far its confidence can be trusted.

use reader::boxes::{CLASSES, Class, Net, Patch};
use serde::{Deserialize, Serialize};

use crate::data::Real;
use crate::samples::Source;

/// What a net said of a box.
#[derive(Clone, Serialize, Deserialize)]
pub struct Reading {
    pub file: String,
    pub station: String,
    /// Index of the class as labelled; as seen where the label is wrong; `None` where nobody can say.
    pub given: usize,
    pub seen: Option<usize>,
    /// Log-probabilities in nats.
    pub log: Vec<f32>,
}

/// Reads boxes.
pub fn read<'a>(net: &Net, boxes: impl Iterator<Item = &'a Real>) -> Vec<Reading> {
    boxes
        .map(|real| Reading {
            file: real.file.clone(),
            station: real.station.clone(),
            given: real.given,
            seen: real.seen,
            log: net.read(&Patch::from_gray(&real.crop)).log.iter().map(|&log| log as f32 / 1000.0).collect(),
        })
        .collect()
}

impl Reading {
    /// The most probable class and its probability at a temperature.
    pub fn best(&self, temperature: f32) -> (usize, f32) {
        let (best, top) =
            self.log.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, 0.0));
        let sum: f32 = self.log.iter().map(|log| ((log - top) / temperature).exp()).sum();
        (best, 1.0 / sum)
    }

    fn loss(&self, class: usize, temperature: f32) -> f32 {
        let top = self.log.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = self.log.iter().map(|log| ((log - top) / temperature).exp()).sum();
        sum.ln() - (self.log[class] - top) / temperature
    }
}

/// The temperature under which readings' true classes are most probable.
pub fn temperature(readings: &[&Reading]) -> f32 {
    let loss = |temperature: f32| -> f32 {
        readings.iter().filter_map(|reading| Some(reading.loss(reading.seen?, temperature))).sum()
    };
    (20..300).map(|at| at as f32 / 100.0).min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(1.0)
}

/// The figures of a set of readings.
#[derive(Serialize)]
pub struct Score {
    pub boxes: usize,
    /// Read as labelled, of all.
    pub as_labelled: f64,
    /// Read as seen, of those whose label was set right where it was wrong; boxes nobody can read left out.
    pub as_seen: f64,
    pub wrong_as_labelled: usize,
    pub wrong_as_seen: usize,
    /// Read as none of the eleven classes.
    pub rejected: usize,
    /// Expected calibration error, 15 bins of equal width, against the classes as seen.
    pub calibration_error: f64,
    /// Mean confidence, for comparison with `as_seen`.
    pub mean_confidence: f64,
    /// Share read right among the surest 99 %, and errors there.
    pub right_at_99_percent: f64,
    pub wrong_at_99_percent: usize,
    pub confidence_at_99_percent: f64,
    /// For each class as seen: boxes and those read right.
    pub per_class: Vec<(String, usize, usize)>,
    /// Off the diagonal: seen, read, how often.
    pub confusions: Vec<(String, String, usize)>,
    pub errors: Vec<(String, String, String, f32)>,
}

/// Scores readings, each with the temperature it is read at.
pub fn score(readings: &[(&Reading, f32)]) -> Score {
    let name = |class: usize| Class::ALL[class].name().to_owned();
    let mut bins = [(0.0_f64, 0.0_f64, 0_usize); 15];
    let mut matrix = vec![[0_usize; CLASSES]; CLASSES];
    let mut sure: Vec<(f32, bool)> = Vec::new();
    let mut errors = Vec::new();
    let mut wrong_as_labelled = 0;
    for (reading, temperature) in readings {
        let (best, confidence) = reading.best(*temperature);
        wrong_as_labelled += usize::from(best != reading.given);
        let Some(seen) = reading.seen else { continue };
        let right = best == seen;
        if !right {
            errors.push((reading.file.clone(), name(seen), name(best), confidence));
        }
        matrix[seen][best] += 1;
        sure.push((confidence, right));
        let bin = &mut bins[((confidence * 15.0) as usize).min(14)];
        *bin = (bin.0 + f64::from(confidence), bin.1 + f64::from(u8::from(right)), bin.2 + 1);
    }
    sure.sort_by(|a, b| b.0.total_cmp(&a.0));
    errors.sort_by(|a, b| b.3.total_cmp(&a.3));
    let kept = &sure[..sure.len() * 99 / 100];
    let share = |some: usize, of: usize| some as f64 / of as f64;
    let cells = (0..CLASSES).flat_map(|seen| (0..CLASSES).map(move |read| (seen, read)));
    Score {
        boxes: readings.len(),
        as_labelled: 1.0 - share(wrong_as_labelled, readings.len()),
        as_seen: 1.0 - share(errors.len(), sure.len()),
        wrong_as_labelled,
        wrong_as_seen: errors.len(),
        rejected: matrix.iter().map(|row| row[11..].iter().sum::<usize>()).sum(),
        calibration_error: bins.iter().map(|(sum, right, _)| (sum - right).abs()).sum::<f64>()
            / sure.len() as f64,
        mean_confidence: bins.iter().map(|bin| bin.0).sum::<f64>() / sure.len() as f64,
        right_at_99_percent: share(kept.iter().filter(|one| one.1).count(), kept.len()),
        wrong_at_99_percent: kept.iter().filter(|one| !one.1).count(),
        confidence_at_99_percent: f64::from(kept.last().map_or(0.0, |one| one.0)),
        per_class: (0..11)
            .map(|class| (name(class), matrix[class].iter().sum(), matrix[class][class]))
            .collect(),
        confusions: cells
            .filter(|&(seen, read)| seen != read && matrix[seen][read] > 0)
            .map(|(seen, read)| (name(seen), name(read), matrix[seen][read]))
            .collect(),
        errors,
    }
}

/// How a net reads drawn boxes of a class.
#[derive(Serialize)]
pub struct Drawn {
    pub class: String,
    pub boxes: usize,
    pub right: usize,
    /// Read as a figure or X: for the classes without real boxes, what would do harm.
    pub as_figure: usize,
    /// The same, at 99 % confidence and more.
    pub as_sure_figure: usize,
}

/// Reads boxes drawn on frames of stations the net never saw.
pub fn drawn(net: &Net, source: &Source, count: u64) -> Vec<Drawn> {
    let mut all: Vec<Drawn> = Class::ALL
        .iter()
        .map(|class| Drawn {
            class: class.name().to_owned(),
            boxes: 0,
            right: 0,
            as_figure: 0,
            as_sure_figure: 0,
        })
        .collect();
    for seed in 0..count {
        let sample = source.sample(seed + (1 << 61), 0.0);
        let reading = net.read(&sample.patch);
        let (best, sure) = (reading.best().index(), reading.confidence_ppm() >= 990_000);
        let of = &mut all[sample.class];
        of.boxes += 1;
        of.right += usize::from(best == sample.class);
        of.as_figure += usize::from(best <= 10);
        of.as_sure_figure += usize::from(best <= 10 && sure);
    }
    all
}
