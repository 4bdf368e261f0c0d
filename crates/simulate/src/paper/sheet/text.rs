//! Printed texts. They only have to look like a form's: nothing reads them.

use crate::paper::glyphs;
use crate::paper::raster::{Colour, Raster};
use crate::paper::shape::{Dot, trace};

/// A text from its upper left corner: height of a capital and thickness of its strokes in millimetres.
pub(super) fn lettered(
    raster: &mut Raster,
    (x, y): (f32, f32),
    high: f32,
    thick: f32,
    text: &str,
    colour: Colour,
) {
    let mut left = x;
    for character in text.chars() {
        for stroke in glyphs::strokes(character) {
            let dots: Vec<Dot> = stroke
                .iter()
                .map(|(across, down)| Dot {
                    x: left + across * high,
                    y: y + down * high,
                    width: thick,
                    ink: 1.0,
                })
                .collect();
            trace(raster, &dots, colour);
        }
        left += glyphs::advance(character) * high;
    }
}
