//! Printed texts. They only have to look like a form's: nothing reads them.

use super::BLACK;
use crate::paper::glyphs;
use crate::paper::raster::{Colour, Raster};
use crate::paper::shape::{Dot, rectangle, trace};

/// A text from its upper left corner: height of a capital and thickness of its strokes in millimetres. Returns where it
/// ends.
pub(super) fn printed(raster: &mut Raster, (x, y): (f32, f32), high: f32, thick: f32, text: &str) -> f32 {
    lettered(raster, (x, y), high, thick, text, BLACK)
}

/// The same in a colour.
pub(super) fn lettered(
    raster: &mut Raster,
    (x, y): (f32, f32),
    high: f32,
    thick: f32,
    text: &str,
    colour: Colour,
) -> f32 {
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
    left
}

/// The same, its middle at `x`.
pub(super) fn centred(raster: &mut Raster, (x, y): (f32, f32), high: f32, thick: f32, text: &str) {
    printed(raster, (x - glyphs::width(text) * high / 2.0, y), high, thick, text);
}

/// A dotted line to write on.
pub(super) fn dotted(raster: &mut Raster, from: f32, to: f32, y: f32) {
    let mut x = from;
    while x < to {
        rectangle(raster, [x, y, 0.7, 0.7], BLACK);
        x += 2.5;
    }
}

/// Running text from one place to the right end of a line, beginning with the word at `from`.
pub(super) fn running(raster: &mut Raster, [left, right, y]: [f32; 3], from: usize) {
    let (high, thick) = (2.9, 0.7);
    let mut x = left;
    for word in WORDS.iter().cycle().skip(from) {
        if x + glyphs::width(word) * high > right {
            return;
        }
        x = printed(raster, (x, y), high, thick, word) + 0.5 * high;
    }
}

/// Words of a form.
const WORDS: [&str; 20] = [
    "Kelompok",
    "Penyelenggara",
    "Pemungutan",
    "Suara",
    "mengadakan",
    "Rapat",
    "dan",
    "Penghitungan",
    "dalam",
    "Pemilihan",
    "Umum",
    "yang",
    "dihadiri",
    "oleh",
    "Saksi",
    "serta",
    "memeriksa",
    "seluruh",
    "kotak",
    "suara",
];
