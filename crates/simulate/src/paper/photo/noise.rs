//! Smooth noise: throws on a lattice, and what lies between.

use crate::paper::luck::Luck;

/// Throws on a lattice, wrapped around.
#[derive(Clone, Debug)]
pub(super) struct Noise(Vec<f32>);

const SIDE: usize = 64;

impl Noise {
    pub(super) fn new(luck: &mut Luck) -> Noise {
        Noise((0..SIDE * SIDE).map(|_| luck.unit() - 0.5).collect())
    }

    /// -0.5 to 0.5, changing over lengths of one.
    pub(super) fn at(&self, x: f32, y: f32) -> f32 {
        let (column, row) = (x.floor(), y.floor());
        let (right, down) = (x - column, y - row);
        let wrapped = |at: f32| at.rem_euclid(SIDE as f32) as usize % SIDE;
        let (column, row) = (wrapped(column), wrapped(row));
        let throw = |dx: usize, dy: usize| {
            let at = (row + dy) % SIDE * SIDE + (column + dx) % SIDE;
            self.0.get(at).copied().unwrap_or(0.0)
        };
        let upper = throw(0, 0) * (1.0 - right) + throw(1, 0) * right;
        let lower = throw(0, 1) * (1.0 - right) + throw(1, 1) * right;
        upper * (1.0 - down) + lower * down
    }
}
