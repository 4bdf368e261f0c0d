//! The net in floating point: forwards and backwards.

use reader::boxes::CLASSES;

use crate::matrix::{gather, multiply, multiply_back, spread};
use crate::rng::Rng;

/// Channels of the four convolutions.
pub const CHANNELS: [usize; 4] = [16, 32, 48, 64];
/// Channels into each convolution.
pub const INPUTS: [usize; 4] = [1, 16, 32, 48];
/// Side of each convolution's input and output.
const IN: [usize; 4] = [32, 16, 16, 8];
const OUT: [usize; 4] = [16, 16, 8, 8];
/// Inputs of the last layer: 4 × 4 cells.
pub const LAST: usize = 16 * CHANNELS[3];
/// Samples that go through together, so that their windows stay in the second cache.
pub const TOGETHER: usize = 8;

/// Where each layer's weights and biases lie in the one long vector: weights by input then output, biases after.
pub fn place(layer: usize) -> (usize, usize, usize) {
    let size = |layer: usize| if layer < 4 { (9 * INPUTS[layer], CHANNELS[layer]) } else { (LAST, CLASSES) };
    let start = (0..layer).map(|layer| (size(layer).0 + 1) * size(layer).1).sum();
    (start, size(layer).0, size(layer).1)
}

/// How many numbers a net has.
pub fn count() -> usize {
    place(5 - 1).0 + (LAST + 1) * CLASSES
}

/// Fresh weights (He's deviation), biases zero.
pub fn fresh(rng: &mut Rng) -> Vec<f32> {
    let mut all = vec![0.0; count()];
    for layer in 0..5 {
        let (start, inputs, outputs) = place(layer);
        let deviation = (if layer < 4 { 2.0 } else { 0.5 } / inputs as f32).sqrt();
        all[start..start + inputs * outputs].iter_mut().for_each(|weight| *weight = rng.bell(deviation));
    }
    all
}

/// What one pass keeps, used again from pass to pass.
#[derive(Default)]
pub struct Room {
    windows: [Vec<f32>; 4],
    maps: [Vec<f32>; 4],
    pooled: Vec<f32>,
    scores: Vec<f32>,
    spare: [Vec<f32>; 3],
}

impl Room {
    /// The scores of `samples` inputs of 32 × 32, [sample][class].
    pub fn forward(&mut self, net: &[f32], input: &[f32], samples: usize) -> &[f32] {
        for layer in 0..4 {
            let (start, inputs, outputs) = place(layer);
            let (before, after) = self.maps.split_at_mut(layer);
            let from = before.last().map_or(input, |map| map.as_slice());
            let pixels = samples * OUT[layer] * OUT[layer];
            windows(&mut self.windows[layer], from, layer, samples);
            let map = &mut after[0];
            spread(map, &net[start + inputs * outputs..][..outputs], pixels);
            multiply(map, &self.windows[layer], &net[start..], [pixels, inputs, outputs]);
            map.iter_mut().for_each(|value| *value = value.max(0.0));
        }
        pool(&mut self.pooled, &self.maps[3], samples);
        let (start, inputs, outputs) = place(4);
        spread(&mut self.scores, &net[start + inputs * outputs..][..outputs], samples);
        multiply(&mut self.scores, &self.pooled, &net[start..], [samples, inputs, outputs]);
        &self.scores
    }

    /// Highest values of each layer's outputs, and how often values lie above `at` of them: what quantisation needs.
    pub fn map(&self, layer: usize) -> &[f32] {
        &self.maps[layer]
    }

    /// Adds the gradient of the last forward pass, whose scores' gradient is given, to `gradient`.
    pub fn backward(&mut self, net: &[f32], by_score: &[f32], samples: usize, gradient: &mut [f32]) {
        let (start, inputs, outputs) = place(4);
        gather(gradient, &self.pooled, by_score, start, [samples, inputs, outputs]);
        let [mut by_map, mut by_window, mut by_input] = std::mem::take(&mut self.spare);
        by_input.resize(samples * inputs, 0.0);
        multiply_back(&mut by_input, by_score, &net[start..], [samples, inputs, outputs]);
        unpool(&mut by_map, &by_input, samples);
        for layer in (0..4).rev() {
            let (start, inputs, outputs) = place(layer);
            let pixels = samples * OUT[layer] * OUT[layer];
            for (by, &value) in by_map.iter_mut().zip(&self.maps[layer]) {
                *by = if value > 0.0 { *by } else { 0.0 };
            }
            gather(gradient, &self.windows[layer], &by_map, start, [pixels, inputs, outputs]);
            if layer > 0 {
                by_window.resize(pixels * inputs, 0.0);
                multiply_back(&mut by_window, &by_map, &net[start..], [pixels, inputs, outputs]);
                fold_windows(&mut by_input, &by_window, layer, samples);
                std::mem::swap(&mut by_map, &mut by_input);
            }
        }
        self.spare = [by_map, by_window, by_input];
    }
}

/// For every output pixel its 3 × 3 window, by row, column, channel; zeros outside.
fn windows(to: &mut Vec<f32>, from: &[f32], layer: usize, samples: usize) {
    let (side, out, channels) = (IN[layer], OUT[layer], INPUTS[layer]);
    let stride = side / out;
    // what lies outside is never written to: it stays zero from pass to pass
    to.resize(samples * out * out * 9 * channels, 0.0);
    let mut windows = to.chunks_exact_mut(9 * channels);
    for map in from.chunks_exact(side * side * channels).take(samples) {
        for y in 0..out {
            for (x, window) in (0..out).zip(&mut windows) {
                for (row, run) in window.chunks_exact_mut(3 * channels).enumerate() {
                    let Some(source) = (y * stride + row).checked_sub(1).filter(|&row| row < side) else {
                        continue;
                    };
                    let (skip, left) = (usize::from(x == 0), (x * stride).saturating_sub(1));
                    let right = (x * stride + 2).min(side);
                    let source = &map[(source * side + left) * channels..(source * side + right) * channels];
                    run[skip * channels..][..source.len()].copy_from_slice(source);
                }
            }
        }
    }
}

/// The reverse of [`windows`]: every window's gradient added where it came from.
fn fold_windows(to: &mut Vec<f32>, from: &[f32], layer: usize, samples: usize) {
    let (side, out, channels) = (IN[layer], OUT[layer], INPUTS[layer]);
    let stride = side / out;
    to.clear();
    to.resize(samples * side * side * channels, 0.0);
    let mut windows = from.chunks_exact(9 * channels);
    for map in to.chunks_exact_mut(side * side * channels) {
        for y in 0..out {
            for (x, window) in (0..out).zip(&mut windows) {
                for (row, run) in window.chunks_exact(3 * channels).enumerate() {
                    let Some(target) = (y * stride + row).checked_sub(1).filter(|&row| row < side) else {
                        continue;
                    };
                    let (skip, left) = (usize::from(x == 0), (x * stride).saturating_sub(1));
                    let right = (x * stride + 2).min(side);
                    let target =
                        &mut map[(target * side + left) * channels..(target * side + right) * channels];
                    for (sum, by) in target.iter_mut().zip(&run[skip * channels..]) {
                        *sum += by;
                    }
                }
            }
        }
    }
}

/// Sums of 2 × 2 neighbours.
fn pool(to: &mut Vec<f32>, from: &[f32], samples: usize) {
    let channels = CHANNELS[3];
    to.clear();
    to.resize(samples * LAST, 0.0);
    for (to, from) in to.chunks_exact_mut(LAST).zip(from.chunks_exact(64 * channels)) {
        for (at, pixel) in from.chunks_exact(channels).enumerate() {
            let cell = (at / 16) * 4 + at % 8 / 2;
            to[cell * channels..][..channels].iter_mut().zip(pixel).for_each(|(sum, value)| *sum += value);
        }
    }
}

fn unpool(to: &mut Vec<f32>, from: &[f32], samples: usize) {
    let channels = CHANNELS[3];
    to.clear();
    to.resize(samples * 64 * channels, 0.0);
    for (to, from) in to.chunks_exact_mut(64 * channels).zip(from.chunks_exact(LAST)) {
        for (at, pixel) in to.chunks_exact_mut(channels).enumerate() {
            let cell = (at / 16) * 4 + at % 8 / 2;
            pixel.copy_from_slice(&from[cell * channels..][..channels]);
        }
    }
}

/// Scores' cross-entropy against targets: its sum, and the gradient written over `scores`.
pub fn loss(scores: &mut [f32], targets: &[f32]) -> f32 {
    let mut sum = 0.0;
    for (scores, target) in scores.chunks_exact_mut(CLASSES).zip(targets.chunks_exact(CLASSES)) {
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let total: f32 = scores.iter().map(|score| (score - top).exp()).sum();
        for (score, &target) in scores.iter_mut().zip(target) {
            let log = *score - top - total.ln();
            sum -= target * log;
            *score = log.exp() - target;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gradient_is_the_slope() {
        let mut rng = Rng::new(3);
        let net = fresh(&mut rng);
        let input: Vec<f32> = (0..2 * 1024).map(|_| rng.unit()).collect();
        let mut targets = vec![0.0; 2 * CLASSES];
        (targets[4], targets[CLASSES + 9]) = (1.0, 1.0);
        let mut room = Room::default();
        let mut value = |net: &[f32]| loss(&mut room.forward(net, &input, 2).to_vec(), &targets);
        let mut slopes = Vec::new();
        for layer in 0..5 {
            let (start, inputs, outputs) = place(layer);
            for at in [start + 7, start + inputs * outputs / 2, start + inputs * outputs + 1] {
                let (mut up, mut down) = (net.clone(), net.clone());
                up[at] += 0.01;
                down[at] -= 0.01;
                slopes.push((at, (value(&up) - value(&down)) / 0.02));
            }
        }
        let mut scores = room.forward(&net, &input, 2).to_vec();
        loss(&mut scores, &targets);
        let mut gradient = vec![0.0; net.len()];
        room.backward(&net, &scores, 2, &mut gradient);
        for (at, slope) in slopes {
            assert!(
                (gradient[at] - slope).abs() < 0.02 + 0.05 * slope.abs(),
                "{at}: {} {slope}",
                gradient[at]
            );
        }
    }
}
