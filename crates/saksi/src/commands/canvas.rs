//! Pictures in colours that are drawn on, for eyes.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use reader::Gray;
use reader::page::{PART, Point};

use crate::error::Failure;

/// A picture in colours.
pub struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 3]>,
}

impl Canvas {
    /// A photo's luma.
    pub fn of(picture: &Gray) -> Canvas {
        Canvas {
            width: picture.width(),
            height: picture.height(),
            pixels: picture.pixels().iter().map(|luma| [*luma; 3]).collect(),
        }
    }

    /// White paper.
    pub fn blank(width: usize, height: usize) -> Canvas {
        Canvas { width, height, pixels: vec![[255; 3]; width * height] }
    }

    fn set(&mut self, x: i64, y: i64, colour: [u8; 3]) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x < self.width
            && let Some(pixel) = self.pixels.get_mut(y * self.width + x)
        {
            *pixel = colour;
        }
    }

    /// Puts a picture's luma with its upper left corner there.
    pub fn paste(&mut self, picture: &Gray, left: usize, top: usize) {
        for y in 0..picture.height() {
            let start = (top + y) * self.width + left;
            let row = self.pixels.get_mut(start..(start + picture.width()).min((top + y + 1) * self.width));
            for (pixel, luma) in row.into_iter().flatten().zip(picture.row(y)) {
                *pixel = [*luma; 3];
            }
        }
    }

    /// A line two pixels thick.
    pub fn line(&mut self, from: Point, to: Point, colour: [u8; 3]) {
        let step = from.to(to);
        let count = (step.x.abs().max(step.y.abs()) / PART).clamp(1, 20_000);
        for at in 0..=count {
            let place = Point::new(from.x + step.x * at / count, from.y + step.y * at / count);
            let (x, y) = place.pixel();
            for (dx, dy) in [(0, 0), (1, 0), (0, 1)] {
                self.set(x + dx, y + dy, colour);
            }
        }
    }

    /// A quadrangle's four sides.
    pub fn outline(&mut self, corners: [Point; 4], colour: [u8; 3]) {
        let [a, b, c, d] = corners;
        for (from, to) in [(a, b), (b, c), (c, d), (d, a)] {
            self.line(from, to, colour);
        }
    }

    /// Writes it as PNG.
    pub fn write(&self, path: &Path) -> Result<(), Failure> {
        let failed = |error: String| Failure::file("writing", path, std::io::Error::other(error));
        let file = File::create(path).map_err(|error| Failure::file("writing", path, error))?;
        let size = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let mut encoder = png::Encoder::new(BufWriter::new(file), size(self.width), size(self.height));
        encoder.set_color(png::ColorType::Rgb);
        let bytes: Vec<u8> = self.pixels.iter().flatten().copied().collect();
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&bytes));
        written.map_err(|error| failed(error.to_string()))
    }
}
