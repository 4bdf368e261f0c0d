//! What lens, hand, sensor and the telephone's own program do to a picture.

use crate::paper::luck::Luck;

/// A picture in three planes of fractions, 0 to 255.
#[derive(Clone, Debug)]
pub(super) struct Planes {
    pub width: usize,
    pub colours: [Vec<f32>; 3],
}

impl Planes {
    /// Out of focus: a Gaussian of this standard deviation in pixels.
    pub(super) fn blur(&mut self, sigma: f32) {
        let Some(weights) = gaussian(sigma) else { return };
        for plane in &mut self.colours {
            across(plane, self.width, &weights);
            down(plane, self.width, &weights);
        }
    }

    /// Moved while the shutter was open, by so many pixels right and down: the mean of the places passed.
    pub(super) fn smear(&mut self, right: f32, below: f32) {
        let length = (right * right + below * below).sqrt();
        if length < 0.2 {
            return;
        }
        let steps = (length * 2.0).ceil() as usize + 1;
        // Each place lies between four pixels.
        let mut taps: Vec<(isize, isize, f32)> = Vec::new();
        for step in 0..steps {
            let share = step as f32 / (steps - 1).max(1) as f32 - 0.5;
            let (x, y) = (right * share, below * share);
            let (column, row) = (x.floor(), y.floor());
            let (u, v) = (x - column, y - row);
            for (dx, dy, weight) in
                [(0, 0, (1.0 - u) * (1.0 - v)), (1, 0, u * (1.0 - v)), (0, 1, (1.0 - u) * v), (1, 1, u * v)]
            {
                let (dx, dy) = (column as isize + dx, row as isize + dy);
                match taps.iter_mut().find(|tap| (tap.0, tap.1) == (dx, dy)) {
                    Some(tap) => tap.2 += weight / steps as f32,
                    None => taps.push((dx, dy, weight / steps as f32)),
                }
            }
        }
        taps.retain(|tap| tap.2 > 0.001);
        for plane in &mut self.colours {
            *plane = summed(plane, self.width, &taps);
        }
    }

    /// Noise of the sensor: on every colour alike by so much, on each colour half of that.
    pub(super) fn noise(&mut self, sigma: f32, luck: &mut Luck) {
        if sigma <= 0.0 {
            return;
        }
        let [red, green, blue] = &mut self.colours;
        for ((red, green), blue) in red.iter_mut().zip(green).zip(blue) {
            // Eight bytes make one throw for all and one each: sums of two are about bell-shaped.
            let bytes = luck.bits().to_le_bytes().map(|byte| f32::from(byte) - 127.5);
            let [a, b, c, d, e, f, g, h] = bytes;
            // A byte's spread is 73.9, the sum of two's 104.5.
            let all = (a + b) * sigma / 104.5;
            *red += all + (c + d) * sigma * 0.5 / 104.5;
            *green += all + (e + f) * sigma * 0.5 / 104.5;
            *blue += all + (g + h) * sigma * 0.5 / 104.5;
        }
    }

    /// Sharpened as telephones do: what differs from the neighbourhood differs more.
    pub(super) fn sharpen(&mut self, amount: f32) {
        if amount <= 0.0 {
            return;
        }
        let Some(weights) = gaussian(1.1) else { return };
        for plane in &mut self.colours {
            let mut soft = plane.clone();
            across(&mut soft, self.width, &weights);
            down(&mut soft, self.width, &weights);
            for (pixel, soft) in plane.iter_mut().zip(soft) {
                *pixel += amount * (*pixel - soft);
            }
        }
    }

    /// Whole levels, red, green and blue of each pixel.
    pub(super) fn pixels(&self) -> Vec<u8> {
        let [red, green, blue] = &self.colours;
        let level = |value: &f32| value.round().clamp(0.0, 255.0) as u8;
        red.iter()
            .zip(green)
            .zip(blue)
            .flat_map(|((red, green), blue)| [level(red), level(green), level(blue)])
            .collect()
    }
}

/// Weights to either side of the middle, the middle first; `None` for next to no blur.
fn gaussian(sigma: f32) -> Option<Vec<f32>> {
    if sigma < 0.1 {
        return None;
    }
    let reach = (sigma * 3.0).ceil() as usize;
    let weight = |at: usize| (-(at as f32 * at as f32) / (2.0 * sigma * sigma)).exp();
    let sum: f32 = weight(0) + 2.0 * (1..=reach).map(weight).sum::<f32>();
    Some((0..=reach).map(|at| weight(at) / sum).collect())
}

/// Each row with itself shifted both ways; the edge goes on.
fn across(plane: &mut [f32], width: usize, weights: &[f32]) {
    let reach = weights.len() - 1;
    let mut padded = vec![0.0; width + 2 * reach];
    for row in plane.chunks_exact_mut(width) {
        let (first, last) = (row.first().copied().unwrap_or(0.0), row.last().copied().unwrap_or(0.0));
        padded.clear();
        padded.extend(std::iter::repeat_n(first, reach));
        padded.extend_from_slice(row);
        padded.extend(std::iter::repeat_n(last, reach));
        for (at, weight) in weights.iter().enumerate() {
            let (before, after) =
                (padded.get(reach - at..).unwrap_or(&[]), padded.get(reach + at..).unwrap_or(&[]));
            for ((pixel, before), after) in row.iter_mut().zip(before).zip(after) {
                if at == 0 {
                    *pixel = before * weight;
                } else {
                    *pixel += (before + after) * weight;
                }
            }
        }
    }
}

/// Each column likewise, row by row.
fn down(plane: &mut [f32], width: usize, weights: &[f32]) {
    let source = plane.to_vec();
    let rows: Vec<&[f32]> = source.chunks_exact(width).collect();
    let last = rows.len().saturating_sub(1);
    for (y, row) in plane.chunks_exact_mut(width).enumerate() {
        for (at, weight) in weights.iter().enumerate() {
            let above = rows.get(y.saturating_sub(at)).copied().unwrap_or(&[]);
            let below = rows.get((y + at).min(last)).copied().unwrap_or(&[]);
            for ((pixel, above), below) in row.iter_mut().zip(above).zip(below) {
                if at == 0 {
                    *pixel = above * weight;
                } else {
                    *pixel += (above + below) * weight;
                }
            }
        }
    }
}

/// The weighed sum of a plane's shifts; the edge goes on.
fn summed(plane: &[f32], width: usize, taps: &[(isize, isize, f32)]) -> Vec<f32> {
    let rows: Vec<&[f32]> = plane.chunks_exact(width).collect();
    let last = rows.len().saturating_sub(1);
    let mut sums = vec![0.0; plane.len()];
    for (y, sums) in sums.chunks_exact_mut(width).enumerate() {
        for (dx, dy, weight) in taps {
            let Some(row) = rows.get(y.saturating_add_signed(*dy).min(last)) else { continue };
            let skip = dx.unsigned_abs();
            if *dx >= 0 {
                let edge = row.last().copied().unwrap_or(0.0);
                let shifted = row.iter().skip(skip).copied().chain(std::iter::repeat(edge));
                sums.iter_mut().zip(shifted).for_each(|(sum, pixel)| *sum += pixel * weight);
            } else {
                let edge = row.first().copied().unwrap_or(0.0);
                let shifted = std::iter::repeat_n(edge, skip).chain(row.iter().copied());
                sums.iter_mut().zip(shifted).for_each(|(sum, pixel)| *sum += pixel * weight);
            }
        }
    }
    sums
}
