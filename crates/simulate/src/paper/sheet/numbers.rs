//! Where numbers are written: boxes, bubbles, grids of strokes and their sums.

use reader::layout::{Boxes, Bubbles, Mm, RowSums, Strokes};

use super::text::lettered;
use super::{BLACK, GREY, mm, spot};
use crate::paper::raster::{Colour, Raster};
use crate::paper::shape::{line, outline, rectangle, ring};

/// The guide's dots.
const DOTS: Colour = [168, 168, 170];

/// Thickness of a box's lines, millimetres.
const BOX_LINE: f32 = 1.06;

/// Where the guide's three columns and three rows run, as shares of a box's side.
pub(in crate::paper) const GUIDE_COLUMNS: [f32; 3] = [0.27, 0.5, 0.73];
pub(in crate::paper) const GUIDE_ROWS: [f32; 3] = [0.15, 0.5, 0.85];

/// Digit boxes, with their guide.
pub(super) fn boxes(raster: &mut Raster, boxes: &Boxes) {
    let side = mm(boxes.side);
    for (x, y) in boxes.at.iter().map(|at| spot(*at)) {
        if boxes.guide {
            guide(raster, x, y, side);
        }
        outline(raster, [x, y, side, side], BOX_LINE.min(mm(Mm(boxes.line())) * BOX_LINE), BLACK);
    }
}

/// A dotted eight with a line down its middle.
fn guide(raster: &mut Raster, x: f32, y: f32, side: f32) {
    let [left, _, right] = GUIDE_COLUMNS;
    let [top, _, bottom] = GUIDE_ROWS;
    let mut dot = |across: f32, down: f32| {
        rectangle(raster, [x + across * side - 0.25, y + down * side - 0.25, 0.5, 0.5], DOTS);
    };
    for column in GUIDE_COLUMNS {
        for step in 0..=12_u8 {
            dot(column, top + (bottom - top) * f32::from(step) / 12.0);
        }
    }
    for row in GUIDE_ROWS {
        for step in 0..=8_u8 {
            dot(left + (right - left) * f32::from(step) / 8.0, row);
        }
    }
}

/// Columns of ten bubbles, their digits in them.
pub(super) fn bubbles(raster: &mut Raster, bubbles: &Bubbles, columns: usize) {
    let (first_x, first_y) = spot(bubbles.first);
    let radius = mm(bubbles.radius);
    for column in 0..columns {
        let x = first_x + column as f32 * mm(bubbles.across);
        for (row, digit) in ('0'..='9').enumerate() {
            let y = first_y + row as f32 * mm(bubbles.down);
            ring(raster, (x, y), radius, 0.45, BLACK);
            let high = radius * 0.9;
            let at = (x - high / 3.0, y - high / 2.0);
            lettered(raster, at, high, 0.42, &digit.to_string(), BLACK);
        }
    }
}

/// A grid of strokes in light lines, black around; the cells of its rows' sums beside it.
pub(super) fn grid(raster: &mut Raster, strokes: &Strokes, sums: Option<&RowSums>) {
    let (x, y) = spot(strokes.at);
    let (cell_wide, cell_high) = spot(strokes.cell);
    let (across, down) = (f32::from(strokes.across), f32::from(strokes.down));
    let (wide, high) = (cell_wide * across, cell_high * down);
    for column in 1..strokes.across {
        let at = x + cell_wide * f32::from(column);
        line(raster, (at, y), (at, y + high), 0.5, GREY);
    }
    for row in 1..strokes.down {
        let at = y + cell_high * f32::from(row);
        line(raster, (x, at), (x + wide, at), 0.8, GREY);
    }
    outline(raster, [x, y, wide, high], 0.7, BLACK);
    if let Some(sums) = sums {
        let (x, y) = spot(sums.at);
        let (cell_wide, cell_high) = spot(sums.cell);
        let wide = cell_wide * f32::from(sums.digits);
        for column in 0..=sums.digits {
            let at = x + cell_wide * f32::from(column);
            line(raster, (at, y), (at, y + cell_high * down), 0.8, GREY);
        }
        for row in 1..strokes.down {
            let at = y + cell_high * f32::from(row);
            line(raster, (x, at), (x + wide, at), 0.8, GREY);
        }
    }
}
