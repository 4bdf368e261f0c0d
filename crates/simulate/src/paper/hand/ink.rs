//! Ink of real boxes, where the caller has some.

use super::mark::Mark;

/// What stands inside one box, from line to line: 0 is paper, 255 is ink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crop {
    width: usize,
    height: usize,
    ink: Vec<u8>,
}

impl Crop {
    /// From ink as it is; `None` where it isn't `width` × `height`.
    pub fn new(width: usize, height: usize, ink: Vec<u8>) -> Option<Crop> {
        let fits = width > 1 && height > 1 && width.checked_mul(height) == Some(ink.len());
        fits.then_some(Crop { width, height, ink })
    }

    /// From the grey levels of a box's inside in a photo, its lines already cut away. The paper is the level that 15 in
    /// a hundred pixels exceed, the ink the one that 2 in a hundred fall below, a pixel at the edges left out: the box's
    /// line may reach in there. What is nearer to the paper than a quarter of the way, like the printed guide, is left out.
    pub fn of_grey(width: usize, height: usize, grey: &[u8]) -> Option<Crop> {
        let whole = || grey.chunks_exact(width.max(1)).take(height);
        let middle = whole().skip(1).take(height.saturating_sub(2));
        let mut sorted: Vec<u8> =
            middle.flat_map(|row| row.iter().skip(1).take(width.saturating_sub(2))).copied().collect();
        sorted.sort_unstable();
        let level = |hundredths: usize| sorted.get(sorted.len() * hundredths / 100).copied().map(u32::from);
        let (dark, paper) = (level(2)?, level(85)?);
        let span = paper.checked_sub(dark).filter(|span| *span >= 12)?;
        let ink = whole().flatten().map(|pixel| {
            let depth = paper.saturating_sub(u32::from(*pixel)).min(span) * 255 / span;
            u8::try_from(depth.saturating_sub(64) * 4 / 3).unwrap_or(u8::MAX)
        });
        Crop::new(width, height, ink.collect())
    }

    /// Whether a line runs from end to end near one of the sides: what is left of a box that stood askew in its picture. No
    /// stroke of a digit does in the outer fifth.
    pub(super) fn lined(&self) -> bool {
        let ink = |x: usize, y: usize| self.ink.get(y * self.width + x).is_some_and(|ink| *ink >= 128);
        let level = |y: usize, x: usize| ink(x, y);
        lined(self.height, self.width, level) || lined(self.width, self.height, ink)
    }

    /// How much ink lies at a place, both ways from 0 to 1.
    pub(super) fn at(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x * self.width as f32 - 0.5, y * self.height as f32 - 0.5);
        let (column, row) = (x.floor(), y.floor());
        let cell = |dx: f32, dy: f32| {
            let clamped = |at: f32, limit: usize| (at.max(0.0) as usize).min(limit - 1);
            let (x, y) = (clamped(column + dx, self.width), clamped(row + dy, self.height));
            self.ink.get(y * self.width + x).copied().map_or(0.0, f32::from)
        };
        let (right, down) = (x - column, y - row);
        let upper = cell(0.0, 0.0) * (1.0 - right) + cell(1.0, 0.0) * right;
        let lower = cell(0.0, 1.0) * (1.0 - right) + cell(1.0, 1.0) * right;
        (upper * (1.0 - down) + lower * down) / 255.0
    }
}

/// Whether in one of the outer `across` lines of `length` pixels, taken with their neighbours, four in five are ink.
fn lined(across: usize, length: usize, ink: impl Fn(usize, usize) -> bool) -> bool {
    let thick = across.div_ceil(12);
    let full = |first: usize| {
        let along = (0..length).filter(|at| (first..first + thick).any(|line| ink(line, *at)));
        along.count() * 5 > length * 4
    };
    (0..across / 5).any(|first| full(first) || full(across - thick - first))
}

/// A source of real ink. The caller decides whose: one station's boxes make one hand.
pub trait Ink {
    /// A box that shows this mark, chosen by a throw; `None` where the source has none, and strokes are drawn instead.
    fn crop(&self, mark: Mark, throw: u64) -> Option<Crop>;
}
