//! Capitals by hand.

use super::Writer;
use super::curve::smooth;
use crate::paper::glyphs;
use crate::paper::luck::Luck;
use crate::paper::raster::Raster;

impl Writer {
    /// A text in free capitals, in one or two lines of an area: left, top, width, height.
    pub(in crate::paper) fn capitals(
        &self,
        raster: &mut Raster,
        text: &str,
        [x, y, wide, high]: [f32; 4],
        luck: &mut Luck,
    ) {
        let mut size = self.capital.min(high * 0.3);
        let squeeze = 0.92;
        if glyphs::width(text) * size * squeeze > wide * 0.95 {
            let whole = glyphs::width(text) * size * squeeze;
            if high > size * 3.0 && text.contains(' ') {
                // Broken at the space nearest to the middle.
                let middle = text.len() / 2;
                let near = |at: &usize| at.abs_diff(middle);
                let at = text.match_indices(' ').map(|(at, _)| at).min_by_key(near).unwrap_or(middle);
                let (first, second) = text.split_at_checked(at).unwrap_or((text, ""));
                self.capitals(raster, first.trim(), [x, y, wide, high * 0.5], luck);
                self.capitals(raster, second.trim(), [x, y + high * 0.42, wide, high * 0.5], luck);
                return;
            }
            size *= wide * 0.95 / whole;
        }
        let free = (wide - glyphs::width(text) * size * squeeze).max(0.0);
        let mut left = x + free * luck.between(0.05, 0.4);
        let base = y + (high - size).max(0.0) * luck.between(0.3, 0.6);
        let drift = luck.bell() * 0.02;
        for character in text.chars() {
            let (grown, raised) = (1.0 + luck.bell() * 0.06, luck.bell() * size * 0.04);
            for stroke in glyphs::strokes(character) {
                let places: Vec<(f32, f32)> = stroke
                    .iter()
                    .map(|(across, down)| {
                        let (across, down) = (across + luck.bell() * 0.025, down + luck.bell() * 0.025);
                        let lean = (0.5 - down) * self.slant;
                        (
                            left + (across + lean) * size * grown,
                            base + raised + down * size * grown + (left - x) * drift,
                        )
                    })
                    .collect();
                // Three places or more swing a little, a straight stroke stays straight.
                self.pen.draw(raster, &smooth(&places), luck);
            }
            left += glyphs::advance(character) * size * squeeze * (1.0 + luck.bell() * 0.04);
        }
    }
}
