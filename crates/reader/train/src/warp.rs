//! Where each pixel of a sample comes from: small turns, scales, shifts, and the waves of a hand or of paper.

use reader::boxes::SIDE;

use crate::plane::{Plane, bilinear};
use crate::rng::Rng;

/// A map from sample to source, both in 0 to 1.
pub struct Warp {
    matrix: [f32; 4],
    shift: [f32; 2],
    waves: [[f32; 4]; 4],
}

/// How far a warp may go: each a deviation or bound in parts of the side (turns in radians).
pub struct Reach {
    pub turn: f32,
    pub scale: f32,
    pub shear: f32,
    pub shift: f32,
    pub wave: f32,
}

impl Warp {
    pub fn new(rng: &mut Rng, reach: &Reach) -> Warp {
        let (sin, cos) = rng.bell(reach.turn).sin_cos();
        let both = 1.0 + rng.bell(reach.scale);
        let (wide, tall) =
            (both * (1.0 + rng.bell(reach.scale / 2.0)), both * (1.0 + rng.bell(reach.scale / 2.0)));
        let (lean, slope) = (rng.bell(reach.shear), rng.bell(reach.shear));
        Warp {
            matrix: [cos * wide, lean - sin, slope + sin, cos * tall],
            shift: [rng.bell(reach.shift), rng.bell(reach.shift)],
            waves: std::array::from_fn(|_| {
                [rng.bell(reach.wave), rng.range(2.0, 9.0), rng.range(-6.0, 6.0), rng.range(0.0, 6.3)]
            }),
        }
    }

    /// Makes what is seen through it smaller.
    pub fn shrink(&mut self, times: f32) {
        self.matrix = self.matrix.map(|part| part * times);
    }

    /// The source of a place, both in 0 to 1.
    pub fn of(&self, x: f32, y: f32) -> (f32, f32) {
        let (cx, cy) = (x - 0.5, y - 0.5);
        let [a, b, c, d] = self.matrix;
        let (mut sx, mut sy) = (a * cx + b * cy + 0.5 + self.shift[0], c * cx + d * cy + 0.5 + self.shift[1]);
        for (at, [height, along, across, phase]) in self.waves.into_iter().enumerate() {
            if height == 0.0 {
                continue;
            }
            let wave = height * (along * if at % 2 == 0 { cy } else { cx } + across * cx * 0.5 + phase).sin();
            if at % 2 == 0 { sx += wave } else { sy += wave }
        }
        (sx, sy)
    }

    /// A picture of any size through this warp: each of the 32 × 32 the mean of four places within it.
    pub fn sample(&self, pixels: &[f32], width: usize, height: usize) -> Plane {
        let mut plane = Plane::of(0.0);
        let unit = 1.0 / SIDE as f32;
        plane.each(|x, y, _| {
            // waves are long against a pixel: the warp's slope at its centre serves the four places
            let (sx, sy) = self.of(x * unit, y * unit);
            let [a, b, c, d] = self.matrix.map(|part| part * unit * 0.25);
            [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)]
                .into_iter()
                .map(|(u, v)| {
                    let (px, py) = (sx + a * u + b * v, sy + c * u + d * v);
                    bilinear(pixels, width, height, px * width as f32, py * height as f32)
                })
                .sum::<f32>()
                / 4.0
        });
        plane
    }
}
