//! Filling bubbles.

use super::Writer;
use super::curve::At;
use super::mark::Filling;
use crate::paper::luck::Luck;
use crate::paper::raster::Raster;
use crate::paper::shape::{Dot, trace};

impl Writer {
    /// Fills the bubble around a middle, to a radius in millimetres.
    pub(in crate::paper) fn bubble(
        &self,
        raster: &mut Raster,
        (x, y): At,
        radius: f32,
        filling: Filling,
        luck: &mut Luck,
    ) {
        let (x, y) = (x + luck.bell() * 0.3, y + luck.bell() * 0.3);
        let (reach, gap) = match filling {
            Filling::Well => (luck.between(0.9, 1.04), 0.75),
            Filling::Over => (luck.between(1.12, 1.4), 0.75),
            Filling::Small => (luck.between(0.5, 0.75), 0.75),
            Filling::Light => (luck.between(0.85, 1.0), 2.4),
            Filling::Tick => {
                let at = |across: f32, down: f32| (x + across * radius, y + down * radius);
                let path = [at(-0.8, -0.1), at(-0.2, 0.8), at(1.1, -1.3)];
                return self.pen.wider(1.2).draw(raster, &path, luck);
            }
        };
        // To and fro in close lines, then once around.
        let reach = reach * radius;
        let pen = self.pen.wider(if gap > 1.0 { 1.0 } else { 1.35 });
        let lean = luck.bell() * 0.4;
        let step = pen.width * gap;
        let mut path = Vec::new();
        let mut down = -reach * 0.95;
        let mut side = 1.0;
        while down < reach * 0.95 {
            let half = (reach * reach - down * down).max(0.0).sqrt() * luck.between(0.88, 1.0);
            for side in [side, -side] {
                path.push((x + side * half - lean * down * 0.2, y + down + side * half * lean * 0.3));
            }
            side = -side;
            down += step;
        }
        pen.draw(raster, &path, luck);
        if gap < 1.0 {
            // Gone over again until the digit is hidden.
            trace(raster, &[Dot { x, y, width: 1.8 * reach, ink: self.pen.ink * 0.8 }], self.pen.colour);
            let around: Vec<At> = CIRCLE
                .iter()
                .map(|(across, down)| {
                    let far = (reach - pen.width * 0.4) * luck.between(0.94, 1.05);
                    (x + across * far, y + down * far)
                })
                .collect();
            pen.draw(raster, &super::curve::smooth(&around), luck);
        }
    }
}

/// Eight places around a circle, closed.
const CIRCLE: [At; 9] = [
    (0.0, -1.0),
    (0.707, -0.707),
    (1.0, 0.0),
    (0.707, 0.707),
    (0.0, 1.0),
    (-0.707, 0.707),
    (-1.0, 0.0),
    (-0.707, -0.707),
    (0.0, -1.0),
];
