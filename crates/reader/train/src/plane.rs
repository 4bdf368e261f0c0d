//! A 32 × 32 plane of numbers, and what light, lens and pen do to it.

use reader::boxes::SIDE;

use crate::rng::Rng;

/// 32 × 32 numbers, row by row: luma from 0 to 255, or ink from 0 (none) to 1.
#[derive(Clone)]
pub struct Plane(pub Vec<f32>);

impl Plane {
    pub fn of(value: f32) -> Plane {
        Plane(vec![value; SIDE * SIDE])
    }

    /// Every pixel by its centre.
    pub fn each(&mut self, mut change: impl FnMut(f32, f32, f32) -> f32) {
        for (at, value) in self.0.iter_mut().enumerate() {
            *value = change((at % SIDE) as f32 + 0.5, (at / SIDE) as f32 + 0.5, *value);
        }
    }

    /// Each pixel replaced by a weighted mean with its neighbours along both axes: `part` of each neighbour.
    pub fn blur(&mut self, across: f32, down: f32) {
        let old = self.0.clone();
        for y in 0..SIDE {
            for x in 0..SIDE {
                let (left, right) = (x.saturating_sub(1), (x + 1).min(SIDE - 1));
                let row = &old[y * SIDE..];
                self.0[y * SIDE + x] = (1.0 - 2.0 * across) * row[x] + across * (row[left] + row[right]);
            }
        }
        let old = self.0.clone();
        for y in 0..SIDE {
            let (up, below) = (y.saturating_sub(1), (y + 1).min(SIDE - 1));
            for x in 0..SIDE {
                self.0[y * SIDE + x] = (1.0 - 2.0 * down) * old[y * SIDE + x]
                    + down * (old[up * SIDE + x] + old[below * SIDE + x]);
            }
        }
    }

    /// Part of the way to the lowest (`towards` below 0) or highest of each pixel's cross of neighbours: in luma, thicker
    /// or thinner ink.
    pub fn spread(&mut self, towards: f32) {
        let old = self.0.clone();
        for y in 0..SIDE {
            for x in 0..SIDE {
                let cross = [
                    old[y * SIDE + x.saturating_sub(1)],
                    old[y * SIDE + (x + 1).min(SIDE - 1)],
                    old[y.saturating_sub(1) * SIDE + x],
                    old[(y + 1).min(SIDE - 1) * SIDE + x],
                ];
                let here = old[y * SIDE + x];
                let aim = if towards < 0.0 {
                    cross.into_iter().fold(here, f32::min)
                } else {
                    cross.into_iter().fold(here, f32::max)
                };
                self.0[y * SIDE + x] = here + towards.abs() * (aim - here);
            }
        }
    }

    /// What lies between pen and file: shadow, lens, motion, sensor, compression, contrast.
    pub fn photograph(&mut self, rng: &mut Rng, strength: f32) {
        if rng.chance(0.5 * strength) {
            let thick = rng.range(-0.7, 0.5) * strength;
            self.spread(thick);
        }
        if rng.chance(0.6 * strength) {
            let part = rng.range(0.0, 0.33);
            self.blur(part, part);
            if rng.chance(0.35) {
                let part = rng.range(0.1, 0.33);
                self.blur(part, part);
                self.blur(part * 0.7, part * 0.7);
            }
        }
        if rng.chance(0.1 * strength) {
            let (across, down) = (rng.range(0.0, 0.33), rng.range(0.0, 0.33));
            for _ in 0..1 + rng.below(2) {
                self.blur(across, down * 0.3);
            }
        }
        if rng.chance(0.5 * strength) {
            let (gx, gy, bend) = (rng.bell(0.006), rng.bell(0.006), rng.bell(0.0003));
            self.each(|x, y, value| {
                let (x, y) = (x - 16.0, y - 16.0);
                value * (1.0 + gx * x + gy * y + bend * (x * x - y * y))
            });
        }
        if rng.chance(0.06 * strength) {
            // a shadow's edge
            let (angle, offset, depth) = (rng.range(0.0, 6.3), rng.range(-10.0, 10.0), rng.range(0.6, 0.95));
            let (sin, cos) = angle.sin_cos();
            self.each(|x, y, value| {
                let side = ((x - 16.0) * cos + (y - 16.0) * sin - offset).clamp(-2.0, 2.0) / 4.0 + 0.5;
                value * (1.0 - side * (1.0 - depth))
            });
        }
        let noise = if rng.chance(0.6 * strength) { rng.range(0.0, 5.0) } else { 0.5 };
        let (gain, lift) = (rng.range(0.75, 1.0), rng.range(0.0, 25.0));
        let curve = if rng.chance(0.4 * strength) { rng.range(0.7, 1.4) } else { 1.0 };
        self.each(|_, _, value| {
            let bent = (value.clamp(0.0, 255.0) / 255.0).powf(curve) * 255.0;
            bent * gain + lift + rng.bell(noise)
        });
        if rng.chance(0.2 * strength) {
            self.compress(rng.range(3.0, 14.0), rng.below(8), rng.below(8));
        }
    }

    /// The coarsest part of what JPEG does: in blocks of 8 × 8 (placed anywhere), fine detail along rows and columns is
    /// rounded away.
    fn compress(&mut self, step: f32, right: usize, down: usize) {
        for by in (0..SIDE + 8).step_by(8) {
            for bx in (0..SIDE + 8).step_by(8) {
                let inside = |v: usize, shift: usize| v.checked_sub(shift).filter(|&v| v < SIDE);
                let mut block = [[None; 8]; 8];
                for (dy, row) in block.iter_mut().enumerate() {
                    for (dx, cell) in row.iter_mut().enumerate() {
                        *cell = inside(by + dy, down).zip(inside(bx + dx, right)).map(|(y, x)| y * SIDE + x);
                    }
                }
                // Haar pairs stand in for the cosine: their differences are what gets rounded
                for row in block {
                    for pair in row.as_chunks::<2>().0 {
                        if let [Some(left), Some(right)] = *pair {
                            let (mean, half) =
                                ((self.0[left] + self.0[right]) / 2.0, (self.0[left] - self.0[right]) / 2.0);
                            let half = (half / step).round() * step;
                            (self.0[left], self.0[right]) = (mean + half, mean - half);
                        }
                    }
                }
            }
        }
    }

    /// As bytes.
    pub fn bytes(&self) -> [u8; SIDE * SIDE] {
        std::array::from_fn(|at| self.0[at].round().clamp(0.0, 255.0) as u8)
    }
}

/// The value between pixels of any picture; the edge's own beyond it.
pub fn bilinear(pixels: &[f32], width: usize, height: usize, x: f32, y: f32) -> f32 {
    let (x, y) = ((x - 0.5).clamp(0.0, width as f32 - 1.0), (y - 0.5).clamp(0.0, height as f32 - 1.0));
    let (left, top) = (x as usize, y as usize);
    let (right, below) = ((left + 1).min(width - 1), (top + 1).min(height - 1));
    let (fx, fy) = (x - left as f32, y - top as f32);
    let upper = pixels[top * width + left] * (1.0 - fx) + pixels[top * width + right] * fx;
    let lower = pixels[below * width + left] * (1.0 - fx) + pixels[below * width + right] * fx;
    upper * (1.0 - fy) + lower * fy
}
