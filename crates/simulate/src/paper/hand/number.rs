//! Writing in boxes.

use super::Writer;
use super::curve::{At, Path, smooth, softened};
use super::digits::{free, square};
use super::ink::{Crop, Ink};
use super::mark::{Correction, Mark};
use crate::paper::luck::Luck;
use crate::paper::raster::{Raster, stain};
use crate::paper::shape::whiten;
use crate::paper::sheet::{GUIDE_COLUMNS, GUIDE_ROWS};

/// A box, or a cell without lines of its own: millimetres.
#[derive(Clone, Copy, Debug)]
pub(in crate::paper) struct Place {
    pub x: f32,
    pub y: f32,
    pub wide: f32,
    pub high: f32,
    /// Whether a guide to trace is printed in it.
    pub guide: bool,
}

impl Place {
    fn at(&self, (across, down): At) -> At {
        (self.x + across * self.wide, self.y + down * self.high)
    }
}

impl Writer {
    /// Writes a mark, and before it whatever had to be corrected; in real ink where there is some.
    pub(in crate::paper) fn mark(
        &self,
        raster: &mut Raster,
        mark: Mark,
        correction: Option<Correction>,
        place: Place,
        ink: Option<&dyn Ink>,
        luck: &mut Luck,
    ) {
        match correction {
            None => {
                if let Some(crop) = ink.and_then(|ink| ink.crop(mark, luck.bits())) {
                    self.paste(raster, &crop, place, luck);
                } else {
                    self.shape(raster, mark, place, 1.0, luck);
                }
            }
            Some(Correction::Over(before)) => {
                self.shape(raster, Mark::Digit(before), place, 1.0, luck);
                // The right one twice, and harder.
                self.shape(raster, mark, place, 1.5, luck);
                self.shape(raster, mark, place, 1.3, luck);
            }
            Some(Correction::Whitened) => {
                let mut edge = |at: f32| at + luck.between(-0.08, 0.08);
                let (left, top, right, bottom) = (edge(0.16), edge(0.14), edge(0.84), edge(0.86));
                let (x, y) = place.at((left, top));
                whiten(raster, [x, y, (right - left) * place.wide, (bottom - top) * place.high]);
                let faint = Writer { pen: self.pen.fainter(0.55), ..self.clone() };
                faint.shape(raster, mark, place, 0.9, luck);
            }
            Some(Correction::Beside(before)) => {
                let part = |x, y| Place {
                    x: place.x + place.wide * x,
                    y: place.y + place.high * y,
                    wide: place.wide * 0.6,
                    high: place.high * 0.6,
                    guide: false,
                };
                self.shape(raster, Mark::Digit(before), part(-0.02, 0.3), 1.0, luck);
                for lift in [0.0, 0.12] {
                    let line = [place.at((0.02, 0.75 - lift)), place.at((0.6, 0.5 - lift))];
                    self.pen.draw(raster, &line, luck);
                }
                self.shape(raster, mark, part(0.42, 0.0), 1.0, luck);
            }
        }
    }

    /// A mark in strokes.
    fn shape(&self, raster: &mut Raster, mark: Mark, place: Place, press: f32, luck: &mut Luck) {
        match mark {
            Mark::Digit(digit) => self.digit(raster, digit, place, press, luck),
            Mark::Cross => self.cross(raster, place, luck),
            Mark::CrossedZero => {
                self.digit(raster, 0, place, press, luck);
                self.cross(raster, place, luck);
            }
            Mark::Dash => {
                let y = 0.5 + luck.bell() * 0.04;
                let path = [
                    place.at((luck.between(0.2, 0.32), y)),
                    place.at((luck.between(0.65, 0.8), y + luck.bell() * 0.03)),
                ];
                self.pen.wider(press).draw(raster, &path, luck);
            }
            Mark::Slash => {
                let path =
                    [place.at((luck.between(0.55, 0.75), 0.18)), place.at((luck.between(0.3, 0.45), 0.85))];
                self.pen.wider(press).draw(raster, &path, luck);
            }
            Mark::Empty => {}
        }
    }

    /// Two diagonals, from corner to corner or small; rarely with a swing.
    fn cross(&self, raster: &mut Raster, place: Place, luck: &mut Luck) {
        let wide = if luck.chance(0.92) { self.wide_cross } else { !self.wide_cross };
        let reach = if wide { luck.between(0.4, 0.5) } else { luck.between(0.2, 0.34) };
        let middle = if wide { (0.5, 0.5) } else { (0.5 + self.off.0, 0.5 + self.off.1) };
        let swing = if luck.chance(0.15) { luck.bell() * 0.08 } else { 0.0 };
        for side in [-1.0, 1.0] {
            let mut end = |x: f32, y: f32| {
                let stray = if wide { 0.03 } else { 0.04 };
                place.at((
                    middle.0 + x * reach + luck.bell() * stray,
                    middle.1 + y * reach + luck.bell() * stray,
                ))
            };
            let (from, to) = (end(-side, -1.0), end(side, 1.0));
            let bow = (f32::midpoint(from.0, to.0) + swing * place.wide * side, f32::midpoint(from.1, to.1));
            self.pen.draw(raster, &smooth(&[from, bow, to]), luck);
        }
    }

    /// A digit, traced on the guide or free.
    fn digit(&self, raster: &mut Raster, digit: u8, place: Place, press: f32, luck: &mut Luck) {
        // Without a guide few write square.
        let traced = luck.chance(if place.guide { self.traces } else { self.traces * 0.06 });
        let forms = if traced { square(digit) } else { free(digit) };
        // A slashed zero is rare in anyone's hand.
        let forms =
            if digit == 0 && !traced && !luck.chance(0.03) { forms.get(..2).unwrap_or(forms) } else { forms };
        let Some(form) = self.form(digit, forms, luck) else { return };
        let pen = self.pen.wider(press);
        let frame = if traced { Frame::guide(place, luck) } else { Frame::free(self, place, luck) };
        for path in *form {
            let mut strayed = |places: &[At]| -> Vec<At> {
                places
                    .iter()
                    .map(|(x, y)| frame.at((x + luck.bell() * self.jitter, y + luck.bell() * self.jitter)))
                    .collect()
            };
            let path = match path {
                Path::Round(places) => smooth(&strayed(places)),
                Path::Sharp(places) if traced => softened(&strayed(places), self.rounding),
                Path::Sharp(places) => softened(&strayed(places), 0.06),
            };
            pen.draw(raster, &path, luck);
        }
    }

    /// Ink of a real box, in this writer's colour.
    fn paste(&self, raster: &mut Raster, crop: &Crop, place: Place, luck: &mut Luck) {
        let scale = raster.per_mm();
        // Inside the printed line, a little off as hands are.
        let inset = place.wide.min(place.high) * 0.03;
        let (wide, high) = (place.wide - 2.0 * inset, place.high - 2.0 * inset);
        let (x, y) = (place.x + inset + luck.bell() * 0.2, place.y + inset + luck.bell() * 0.2);
        let first = (x * scale).max(0.0) as usize;
        for row in (y * scale).max(0.0) as usize..((y + high) * scale).max(0.0) as usize {
            let down = ((row as f32 + 0.5) / scale - y) / high;
            let span = raster.span(row, first, ((x + wide) * scale).max(0.0) as usize);
            for (column, pixel) in (first..).zip(span.chunks_exact_mut(3)) {
                let across = ((column as f32 + 0.5) / scale - x) / wide;
                let cover = crop.at(across.clamp(0.0, 1.0), down.clamp(0.0, 1.0)) * self.pen.ink;
                if cover > 0.02 {
                    stain(pixel, self.pen.colour, (255.0 * cover) as u32);
                }
            }
        }
    }
}

/// From a digit's unit square to millimetres.
struct Frame {
    left: f32,
    top: f32,
    wide: f32,
    high: f32,
    slant: f32,
}

impl Frame {
    /// Along the printed guide, about.
    fn guide(place: Place, luck: &mut Luck) -> Frame {
        let [left, _, right] = GUIDE_COLUMNS;
        let [top, _, bottom] = GUIDE_ROWS;
        let (wide, high) = (luck.between(0.92, 1.12), luck.between(0.92, 1.1));
        let stray = place.wide * 0.02;
        Frame {
            left: place.x + place.wide * (left - (right - left) * (wide - 1.0) / 2.0) + luck.bell() * stray,
            top: place.y + place.high * (top - (bottom - top) * (high - 1.0) / 2.0) + luck.bell() * stray,
            wide: place.wide * (right - left) * wide,
            high: place.high * (bottom - top) * high,
            slant: luck.bell() * 0.03,
        }
    }

    /// Where and as large as the writer is used to.
    fn free(writer: &Writer, place: Place, luck: &mut Luck) -> Frame {
        let high = place.high * (writer.size + luck.bell() * 0.04).clamp(0.3, 0.9);
        let wide = high * (writer.aspect + luck.bell() * 0.06).clamp(0.3, 1.0);
        let (off_x, off_y) = (writer.off.0 + luck.bell() * 0.04, writer.off.1 + luck.bell() * 0.04);
        Frame {
            left: place.x + place.wide * (0.5 + off_x) - wide / 2.0,
            top: place.y + place.high * (0.5 + off_y) - high / 2.0,
            wide,
            high,
            slant: writer.slant + luck.bell() * 0.03,
        }
    }

    fn at(&self, (x, y): At) -> At {
        (self.left + x * self.wide + (0.5 - y) * self.slant * self.high, self.top + y * self.high)
    }
}
