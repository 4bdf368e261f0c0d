//! The net run as it is defined, one sum after another: slow, and what every faster way must equal bit by bit.
//!
//! Sums are added without a check for overflow: the weights file that could overflow one is refused.

use super::class::CLASSES;
use super::patch::SIDE;
use super::weights::{POOLED, SIDES, STRIDES, TAPS, Weights};
use crate::layers::{Layer, rescale, score_of};

/// Each class's score in thousandths of a nat, before they are brought to sum to one.
pub fn scores(weights: &Weights, levelled: &[u8; SIDE * SIDE]) -> [i64; CLASSES] {
    let mut map = Map { side: SIDE, channels: 1, values: levelled.to_vec() };
    for ((layer, side), stride) in weights.convolutions.iter().zip(SIDES).zip(STRIDES) {
        map = convolve(layer, &map, side, stride);
    }
    let pooled = pool(&map);
    let last = &weights.last;
    let mut scores = [0; CLASSES];
    for ((score, taps), &bias) in scores.iter_mut().zip(last.taps.chunks_exact(pooled.len())).zip(&last.bias)
    {
        let sum = taps
            .iter()
            .zip(&pooled)
            .fold(bias, |sum, (&tap, &value)| sum.wrapping_add(i32::from(tap) * value));
        *score = score_of(sum, last.scale, last.shift);
    }
    scores
}

/// Values by row, column, channel.
struct Map {
    side: usize,
    channels: usize,
    values: Vec<u8>,
}

impl Map {
    /// The channels of one pixel; `None` outside.
    fn at(&self, y: Option<usize>, x: Option<usize>) -> Option<&[u8]> {
        let (y, x) = (y.filter(|&y| y < self.side)?, x.filter(|&x| x < self.side)?);
        self.values.get((y * self.side + x) * self.channels..)?.get(..self.channels)
    }
}

fn convolve(layer: &Layer, map: &Map, side: usize, stride: usize) -> Map {
    let mut values = Vec::with_capacity(side * side * layer.bias.len());
    let nothing = vec![0; layer.inputs];
    for (y, x) in (0..side).flat_map(|y| (0..side).map(move |x| (y, x))) {
        // the 3 × 3 pixels around, by row, column, channel, zeros outside
        let places = (0..TAPS).map(|place| {
            let row = (y * stride + place / 3).checked_sub(1);
            let column = (x * stride + place % 3).checked_sub(1);
            map.at(row, column).unwrap_or(&nothing)
        });
        let window: Vec<u8> = places.flatten().copied().collect();
        let outputs = layer.taps.chunks_exact(window.len()).zip(&layer.bias).zip(&layer.scale);
        values.extend(outputs.map(|((taps, &bias), &scale)| {
            let products = taps.iter().zip(&window).map(|(&tap, &value)| i32::from(tap) * i32::from(value));
            rescale(products.fold(bias, i32::wrapping_add), scale, layer.shift)
        }));
    }
    Map { side, channels: layer.bias.len(), values }
}

/// The sums of 2 × 2 neighbours, by row, column, channel.
fn pool(map: &Map) -> Vec<i32> {
    let mut sums = Vec::with_capacity(POOLED * POOLED * map.channels);
    for y in 0..POOLED {
        for x in 0..POOLED {
            for channel in 0..map.channels {
                let four = [(0, 0), (0, 1), (1, 0), (1, 1)].into_iter().map(|(down, right)| {
                    let pixel = map.at(Some(2 * y + down), Some(2 * x + right)).unwrap_or_default();
                    i32::from(pixel.get(channel).copied().unwrap_or(0))
                });
                sums.push(four.sum());
            }
        }
    }
    sums
}
