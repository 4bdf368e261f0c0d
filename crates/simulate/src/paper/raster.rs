//! A sheet as a colour picture.

use reader::Gray;

/// Red, green, blue.
pub type Colour = [u8; 3];

/// A picture of paper, red, green and blue of each pixel, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    width: usize,
    height: usize,
    per_mm: f32,
    pixels: Vec<u8>,
}

impl Raster {
    /// Paper of one colour; its size in millimetres, its fineness in pixels per millimetre.
    pub fn new(wide: f32, high: f32, per_mm: f32, colour: Colour) -> Raster {
        let pixels = |length: f32| ((length * per_mm).round() as usize).max(1);
        let (width, height) = (pixels(wide), pixels(high));
        Raster { width, height, per_mm, pixels: colour.repeat(width * height) }
    }

    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Pixels per millimetre.
    pub fn per_mm(&self) -> f32 {
        self.per_mm
    }

    /// Every pixel's red, green and blue, row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Its luma (ITU-R BT.601, as in JPEG).
    pub fn luma(&self) -> Option<Gray> {
        let grey = self.pixels.chunks_exact(3).map(|pixel| match pixel {
            [red, green, blue] => {
                let sum = 299 * u32::from(*red) + 587 * u32::from(*green) + 114 * u32::from(*blue);
                u8::try_from((sum + 500) / 1_000).unwrap_or(u8::MAX)
            }
            _ => 0,
        });
        Gray::new(self.width, self.height, grey.collect())
    }

    /// Part of a row, from column `from` to before `to`.
    pub(crate) fn span(&mut self, y: usize, from: usize, to: usize) -> &mut [u8] {
        let to = to.min(self.width);
        if y >= self.height || from >= to {
            return &mut [];
        }
        self.pixels.get_mut((y * self.width + from) * 3..(y * self.width + to) * 3).unwrap_or(&mut [])
    }

    /// Two neighbours in each of two rows, from `(x, y)` on: `None` where they aren't all on the sheet.
    pub(crate) fn four(&self, x: usize, y: usize) -> Option<[&[u8]; 2]> {
        if x + 1 >= self.width {
            return None;
        }
        let start = (y * self.width + x) * 3;
        let below = start + self.width * 3;
        Some([self.pixels.get(start..start + 6)?, self.pixels.get(below..below + 6)?])
    }
}

/// Lays ink of a colour over a pixel: 255 covers, less lets the paper through. Ink only takes light away, so that a blue
/// line over a black one stays black.
pub(crate) fn stain(pixel: &mut [u8], colour: Colour, cover: u32) {
    for (channel, ink) in pixel.iter_mut().zip(colour) {
        let taken = cover * (255 - u32::from(ink));
        *channel = u8::try_from(u32::from(*channel) * (65_025 - taken.min(65_025)) / 65_025).unwrap_or(0);
    }
}
