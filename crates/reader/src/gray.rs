//! Luma images.

use crate::page::Point;

/// A picture's luma, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gray {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Gray {
    /// A picture of `width` × `height` pixels; `None` where `pixels` are not as many, or there are none.
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Option<Gray> {
        let fits = width > 0 && height > 0 && width.checked_mul(height) == Some(pixels.len());
        fits.then_some(Gray { width, height, pixels })
    }

    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Every pixel, row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// A PNG of it; `None` where it is too large for one.
    pub fn to_png(&self) -> Option<Vec<u8>> {
        let mut file = Vec::new();
        let (width, height) = (u32::try_from(self.width).ok()?, u32::try_from(self.height).ok()?);
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        let mut writer = encoder.write_header().ok()?;
        writer.write_image_data(&self.pixels).ok()?;
        writer.finish().ok()?;
        Some(file)
    }

    /// One row; empty outside the picture.
    pub fn row(&self, y: usize) -> &[u8] {
        let start = y.saturating_mul(self.width);
        self.pixels.get(start..start.saturating_add(self.width)).unwrap_or(&[])
    }

    /// Whether a place lies in the picture.
    pub fn holds(&self, at: Point) -> bool {
        let (x, y) = at.pixel();
        let holds = |at: i64, size: usize| usize::try_from(at).is_ok_and(|at| at < size);
        holds(x, self.width) && holds(y, self.height)
    }

    /// The pixel nearest to `(x, y)`: outside the picture, that of its edge.
    pub fn at(&self, x: i64, y: i64) -> u8 {
        let x = usize::try_from(x.max(0)).unwrap_or(0).min(self.width - 1);
        let y = usize::try_from(y.max(0)).unwrap_or(0).min(self.height - 1);
        self.pixels.get(y * self.width + x).copied().unwrap_or(0)
    }

    /// The pixels [`Gray::at`] `(x, y)`, right of it, below it, and right below.
    #[inline]
    pub fn four(&self, x: i64, y: i64) -> [[u8; 2]; 2] {
        self.four_within(x, y).unwrap_or_else(|| {
            [[self.at(x, y), self.at(x + 1, y)], [self.at(x, y + 1), self.at(x + 1, y + 1)]]
        })
    }

    /// The same; `None` where one of them is outside.
    #[inline]
    fn four_within(&self, x: i64, y: i64) -> Option<[[u8; 2]; 2]> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        let rest = self.pixels.get(y.checked_mul(self.width)?..)?.get(x..)?;
        if x + 1 >= self.width {
            return None;
        }
        Some([*rest.first_chunk()?, *rest.get(self.width..)?.first_chunk()?])
    }
}
