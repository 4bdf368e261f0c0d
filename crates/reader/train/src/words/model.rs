//! The net in floating point: one text forwards and backwards.

use reader::words::alphabet::SIGNS;
use reader::words::lines::HEIGHT;
use reader::words::weights::{LAYERS, SHAPES};

use crate::matrix::{gather, multiply, multiply_back, spread};
use crate::rng::Rng;

/// Channels of the layers before the last.
pub const CHANNELS: [usize; LAYERS] = [16, 24, 40, 64, 48];
/// All layers.
pub const ALL: usize = LAYERS + 1;

pub fn inputs(layer: usize) -> usize {
    if layer == 0 { 1 } else { CHANNELS[layer - 1] }
}

pub fn outputs(layer: usize) -> usize {
    if layer < LAYERS { CHANNELS[layer] } else { SIGNS }
}

/// Numbers in a layer's window.
pub fn window(layer: usize) -> usize {
    SHAPES[layer].window[0] * SHAPES[layer].window[1] * inputs(layer)
}

/// Where a layer's weights (by window, then output) and after them its biases begin in the one long vector.
pub fn start(layer: usize) -> usize {
    (0..layer).map(|layer| (window(layer) + 1) * outputs(layer)).sum()
}

/// How many numbers a net has.
pub fn count() -> usize {
    start(ALL)
}

/// Fresh weights (He's deviation), biases zero.
pub fn fresh(rng: &mut Rng) -> Vec<f32> {
    let mut all = vec![0.0; count()];
    for layer in 0..ALL {
        let deviation = (if layer < LAYERS { 2.0 } else { 0.5 } / window(layer) as f32).sqrt();
        all[start(layer)..][..window(layer) * outputs(layer)]
            .iter_mut()
            .for_each(|weight| *weight = rng.bell(deviation));
    }
    all
}

/// What one pass keeps.
#[derive(Default)]
pub struct Room {
    /// Rows and columns of what goes into each layer.
    sizes: [[usize; 2]; ALL + 1],
    windows: [Vec<f32>; ALL],
    maps: [Vec<f32>; ALL],
}

impl Room {
    /// Scores of a line's columns, [column][sign]. `pixels` are 24 rows, 0 to 1.
    pub fn forward(&mut self, net: &[f32], pixels: &[f32]) -> &[f32] {
        self.sizes[0] = [HEIGHT, pixels.len() / HEIGHT];
        for layer in 0..ALL {
            let [_, columns] = self.sizes[layer];
            let out = [SHAPES[layer].rows, columns.div_ceil(SHAPES[layer].step[1])];
            self.sizes[layer + 1] = out;
            let (before, after) = self.maps.split_at_mut(layer);
            let from = before.last().map_or(pixels, Vec::as_slice);
            unfold(&mut self.windows[layer], from, layer, self.sizes[layer], out);
            let (start, count) = (start(layer), window(layer) * outputs(layer));
            let map = &mut after[0];
            let pixels = out[0] * out[1];
            spread(map, &net[start + count..][..outputs(layer)], pixels);
            multiply(map, &self.windows[layer], &net[start..], [pixels, window(layer), outputs(layer)]);
            if layer < LAYERS {
                map.iter_mut().for_each(|value| *value = value.max(0.0));
            }
        }
        &self.maps[ALL - 1]
    }

    /// What a layer gave.
    pub fn map(&self, layer: usize) -> &[f32] {
        &self.maps[layer]
    }

    /// Adds the gradient of the last forward pass.
    pub fn backward(&mut self, net: &[f32], by_score: &[f32], gradient: &mut [f32]) {
        let mut by = by_score.to_vec();
        for layer in (0..ALL).rev() {
            let [rows, columns] = self.sizes[layer + 1];
            let (pixels, window, outputs) = (rows * columns, window(layer), outputs(layer));
            if layer < LAYERS {
                by.iter_mut().zip(&self.maps[layer]).for_each(|(by, value)| {
                    if *value <= 0.0 {
                        *by = 0.0;
                    }
                });
            }
            let start = start(layer);
            gather(gradient, &self.windows[layer], &by, start, [pixels, window, outputs]);
            if layer > 0 {
                let mut by_window = vec![0.0; pixels * window];
                multiply_back(&mut by_window, &by, &net[start..], [pixels, window, outputs]);
                by = folded(&by_window, layer, self.sizes[layer], self.sizes[layer + 1]);
            }
        }
    }
}

/// Every place of a window: where in it, and where in the map before (both in channels' widths).
fn each(
    layer: usize,
    [rows, columns]: [usize; 2],
    [down, right]: [usize; 2],
    mut with: impl FnMut(usize, Option<usize>),
) {
    let shape = &SHAPES[layer];
    let mut place = 0;
    for y in 0..down {
        for x in 0..right {
            for row in 0..shape.window[0] {
                for column in 0..shape.window[1] {
                    let y = (y * shape.step[0] + row).checked_sub(shape.border[0]).filter(|y| *y < rows);
                    let x =
                        (x * shape.step[1] + column).checked_sub(shape.border[1]).filter(|x| *x < columns);
                    with(place, y.zip(x).map(|(y, x)| y * columns + x));
                    place += 1;
                }
            }
        }
    }
}

fn unfold(to: &mut Vec<f32>, from: &[f32], layer: usize, size: [usize; 2], out: [usize; 2]) {
    let channels = inputs(layer);
    to.clear();
    to.resize(out[0] * out[1] * window(layer), 0.0);
    each(layer, size, out, |place, source| {
        if let Some(source) = source {
            to[place * channels..][..channels].copy_from_slice(&from[source * channels..][..channels]);
        }
    });
}

fn folded(from: &[f32], layer: usize, size: [usize; 2], out: [usize; 2]) -> Vec<f32> {
    let channels = inputs(layer);
    let mut to = vec![0.0; size[0] * size[1] * channels];
    each(layer, size, out, |place, source| {
        if let Some(source) = source {
            let sums = to[source * channels..][..channels].iter_mut();
            sums.zip(&from[place * channels..][..channels]).for_each(|(sum, by)| *sum += by);
        }
    });
    to
}
