//! One training run.

use std::time::Instant;

use rayon::prelude::*;
use reader::boxes::{CLASSES, SIDE};

use crate::adam::Adam;
use crate::model::{Room, TOGETHER, fresh, loss};
use crate::rng::Rng;
use crate::samples::{Sample, Source};

/// Samples a step.
const BATCH: usize = 128;
/// The highest rate of learning; it rises over the first steps and falls with a cosine.
const RATE: f32 = 2e-3;
const RISE: f32 = 300.0;
/// Decay of the weights.
const DECAY: f32 = 2e-3;
/// What of each target goes evenly to all classes.
const SMOOTH: f32 = 0.01;

/// Trains on `samples` samples of a source; the running mean of the weights is what is given. `watch` sees it at each fifth
/// of the way.
pub fn fit(source: &Source, samples: usize, seed: u64, mut watch: impl FnMut(&[f32])) -> Vec<f32> {
    let mut net = fresh(&mut Rng::new(seed));
    let mut adam = Adam::new(&net, 0.9985);
    let mut rooms: Vec<Room> = (0..BATCH / TOGETHER).map(|_| Room::default()).collect();
    let mut gradients = vec![vec![0.0; net.len()]; rooms.len()];
    let steps = samples.div_ceil(BATCH);
    let (start, mut sum, mut counted) = (Instant::now(), 0.0, 0);
    for step in 0..steps {
        let progress = step as f32 / steps as f32;
        let real = 0.5 + 0.3 * progress;
        let first = (seed << 32) + (step * BATCH) as u64;
        let losses: Vec<f32> = rooms
            .par_iter_mut()
            .zip(&mut gradients)
            .enumerate()
            .map(|(part, (room, gradient))| {
                let seeds = (0..TOGETHER).map(|at| first + (part * TOGETHER + at) as u64);
                let samples: Vec<Sample> = seeds.map(|seed| source.sample(seed, real)).collect();
                gradient.fill(0.0);
                pass(room, gradient, &net, &samples)
            })
            .collect();
        let mut total = vec![0.0; net.len()];
        for gradient in &gradients {
            total.iter_mut().zip(gradient).for_each(|(sum, by)| *sum += by / BATCH as f32);
        }
        let norm = total.iter().map(|by| by * by).sum::<f32>().sqrt();
        if norm > 5.0 {
            total.iter_mut().for_each(|by| *by *= 5.0 / norm);
        }
        let rise = ((step + 1) as f32 / RISE).min(1.0);
        let rate = RATE * rise * (0.5 + 0.5 * (progress * std::f32::consts::PI).cos()).max(0.002);
        adam.step(&mut net, &total, rate, DECAY);
        sum += losses.iter().sum::<f32>();
        counted += BATCH;
        if (step + 1) % 200 == 0 {
            let speed = ((step + 1) * BATCH) as f32 / start.elapsed().as_secs_f32();
            println!("  {:>7} samples, loss {:.4}, {speed:.0}/s", (step + 1) * BATCH, sum / counted as f32);
            (sum, counted) = (0.0, 0);
        }
        if (step + 1) % (steps / 5).max(1) == 0 {
            watch(&adam.average);
        }
    }
    adam.average
}

/// Adds the gradient of a few samples; gives the sum of their losses.
fn pass(room: &mut Room, gradient: &mut [f32], net: &[f32], samples: &[Sample]) -> f32 {
    let mut input = Vec::with_capacity(samples.len() * SIDE * SIDE);
    let mut targets = vec![SMOOTH / CLASSES as f32; samples.len() * CLASSES];
    for (sample, target) in samples.iter().zip(targets.chunks_exact_mut(CLASSES)) {
        input.extend(sample.input.iter().map(|&value| f32::from(value) / 255.0));
        // A correction is one, and yet the figure that stands can mostly be told: sums then decide.
        let corrected = if sample.stands.is_some() { 0.6 } else { 1.0 };
        target[sample.class] += (1.0 - SMOOTH) * corrected;
        if let Some(stands) = sample.stands {
            target[stands] += (1.0 - SMOOTH) * (1.0 - corrected);
        }
    }
    let mut scores = room.forward(net, &input, samples.len()).to_vec();
    let sum = loss(&mut scores, &targets);
    room.backward(net, &scores, samples.len(), gradient);
    sum
}
