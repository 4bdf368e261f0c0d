//! What the sheet lies on.

use super::noise::Noise;
use crate::paper::luck::Luck;

/// A table, a floor, a cloth: a colour with patches and streaks.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    colour: [f32; 3],
    noise: Noise,
    /// Patches and streaks: sizes in millimetres, and how much they change the brightness.
    layers: [(f32, f32, f32); 3],
    /// Tiles: their side in millimetres.
    tiles: Option<f32>,
}

/// Wood, tiles, concrete, cloth: brightness by colour.
const COLOURS: [[f32; 3]; 7] = [
    [0.55, 0.40, 0.26],
    [0.36, 0.24, 0.16],
    [0.62, 0.60, 0.56],
    [0.42, 0.43, 0.44],
    [0.66, 0.55, 0.42],
    [0.30, 0.38, 0.36],
    [0.72, 0.36, 0.20],
];

impl Ground {
    pub(super) fn new(luck: &mut Luck) -> Ground {
        let colour = luck.pick(&COLOURS).copied().unwrap_or([0.5; 3]);
        let streak = luck.between(1.0, 14.0);
        Ground {
            colour,
            noise: Noise::new(luck),
            layers: [
                (luck.between(60.0, 160.0), luck.between(60.0, 160.0), luck.between(0.1, 0.4)),
                (4.0 * streak, 4.0, luck.between(0.05, 0.35)),
                (1.5, 1.5, luck.between(0.02, 0.15)),
            ],
            tiles: luck.chance(0.3).then(|| luck.between(200.0, 400.0)),
        }
    }

    /// Brightness by colour at a place in millimetres.
    pub(super) fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let mut level = 1.0;
        for (wide, high, depth) in self.layers {
            level += depth * self.noise.at(x / wide, y / high);
        }
        if let Some(side) = self.tiles
            && (x.rem_euclid(side) < 3.0 || y.rem_euclid(side) < 3.0)
        {
            level *= 0.55;
        }
        self.colour.map(|colour| colour * level)
    }
}
