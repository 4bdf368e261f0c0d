//! Signatures.

use super::Writer;
use super::curve::smooth;
use crate::paper::luck::Luck;
use crate::paper::raster::Raster;

impl Writer {
    /// A signature: a few swings and a long one, and sometimes a line under it.
    pub(in crate::paper) fn signature(
        &self,
        raster: &mut Raster,
        [x, y, wide, high]: [f32; 4],
        luck: &mut Luck,
    ) {
        let count = 5 + luck.below(6);
        let mut places = Vec::new();
        for step in 0..count {
            let across = step as f32 / count as f32;
            places.push((
                x + wide * (across * 0.7 + luck.bell() * 0.09),
                y + high * (0.5 + luck.bell() * 0.28),
            ));
        }
        places.push((x + wide * luck.between(0.75, 1.0), y + high * luck.between(0.3, 0.7)));
        self.pen.draw(raster, &smooth(&places), luck);
        if luck.chance(0.5) {
            let line =
                [(x, y + high * luck.between(0.5, 0.9)), (x + wide * 0.9, y + high * luck.between(0.4, 0.8))];
            self.pen.draw(raster, &line, luck);
        }
    }
}
