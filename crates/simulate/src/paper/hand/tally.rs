//! A stroke for each vote, five to a cell.

use super::curve::{At, smooth};
use super::mark::{Mark, Rest};
use super::number::Place;
use super::{Fifth, Writer};
use crate::paper::luck::Luck;
use crate::paper::raster::Raster;

/// A grid in millimetres.
#[derive(Clone, Copy, Debug)]
pub(in crate::paper) struct Grid {
    pub x: f32,
    pub y: f32,
    pub cell_wide: f32,
    pub cell_high: f32,
    pub across: u8,
    pub down: u8,
}

impl Grid {
    fn at(&self, column: f32, row: f32) -> At {
        (self.x + column * self.cell_wide, self.y + row * self.cell_high)
    }
}

impl Writer {
    /// The strokes of one cell: the fifth crosses the four before it.
    pub(in crate::paper) fn strokes(
        &self,
        raster: &mut Raster,
        grid: Grid,
        (column, row): (u8, u8),
        (count, full): (u8, u8),
        luck: &mut Luck,
    ) {
        let (left, top) = grid.at(f32::from(column), f32::from(row));
        let upright = count.min(full.saturating_sub(1));
        let high = grid.cell_high * (self.stroke + luck.bell() * 0.03).clamp(0.3, 0.85);
        let apart = grid.cell_wide * luck.between(0.12, 0.16);
        let (x, y) = (
            left + grid.cell_wide * (0.14 + luck.bell() * 0.03),
            top + (grid.cell_high - high) / 2.0 + luck.bell() * grid.cell_high * 0.04,
        );
        let lean = self.slant * high * 0.6;
        for place in 0..upright {
            let at = x + apart * (f32::from(place) + luck.bell() * 0.08);
            let (above, below) = (luck.bell() * high * 0.05, luck.bell() * high * 0.05);
            let path = [(at + lean, y + above), (at - lean + luck.bell() * 0.3, y + high + below)];
            self.pen.draw(raster, &path, luck);
        }
        if count < full {
            return;
        }
        let (from, to) =
            (x - apart * luck.between(0.3, 0.8), x + apart * (f32::from(upright) - luck.between(0.0, 0.4)));
        let path = match self.fifth {
            Fifth::Falling => {
                [(from, y + high * luck.between(0.0, 0.2)), (to, y + high * luck.between(0.8, 1.0))]
            }
            Fifth::Rising => {
                [(from, y + high * luck.between(0.75, 1.0)), (to, y + high * luck.between(0.0, 0.25))]
            }
            Fifth::Level => {
                [(from, y + high * luck.between(0.4, 0.6)), (to, y + high * luck.between(0.4, 0.6))]
            }
        };
        self.pen.draw(raster, &path, luck);
    }

    /// Closes a grid behind its last stroke: `used` cells are taken.
    pub(in crate::paper) fn close(
        &self,
        raster: &mut Raster,
        grid: Grid,
        used: u16,
        rest: Rest,
        luck: &mut Luck,
    ) {
        let across = u16::from(grid.across.max(1));
        let (row, column) = (f32::from(used / across), f32::from(used % across));
        let (right, bottom) = (f32::from(grid.across), f32::from(grid.down));
        if row >= bottom {
            return;
        }
        let mut at = |column: f32, row: f32| {
            let (x, y) = grid.at(column + luck.bell() * 0.06, row + luck.bell() * 0.06);
            (x, y)
        };
        // From the first free cell; where only one row is left, one line does.
        let start = row + 0.5;
        let end = bottom - 0.55;
        let lines: Vec<Vec<At>> = match rest {
            Rest::Open => Vec::new(),
            _ if end - start < 0.7 => vec![vec![at(column + 0.1, start), at(right - 0.3, start)]],
            Rest::Zed => vec![vec![
                at(column + 0.1, start),
                at(right - 0.4, start + 0.05),
                at(0.5, end - 0.02),
                at(right - 0.4, end),
            ]],
            Rest::Cross => {
                let head = if column > 0.0 { row + 1.0 } else { row };
                let mut lines = vec![
                    vec![at(0.2, head + 0.15), at(right - 0.2, bottom - 0.15)],
                    vec![at(right - 0.2, head + 0.15), at(0.2, bottom - 0.15)],
                ];
                if column > 0.0 {
                    lines.push(vec![at(column + 0.1, start), at(right - 0.2, start)]);
                }
                lines
            }
            Rest::Lines => {
                let rows = (row as u8..grid.down).map(f32::from);
                rows.map(|line| {
                    vec![
                        at(if line > row { 0.2 } else { column + 0.1 }, line + 0.5),
                        at(right - 0.2, line + 0.5),
                    ]
                })
                .collect()
            }
            Rest::Slash => vec![vec![at(right - 0.3, start), at(0.3, end)]],
        };
        for line in lines {
            self.pen.draw(raster, &line, luck);
        }
    }

    /// A row's sum; returns nothing, for the caller says what is written: `marks` from the left, `None` for a free cell.
    pub(in crate::paper) fn row_sum(
        &self,
        raster: &mut Raster,
        marks: &[Mark],
        cells: &[Place],
        luck: &mut Luck,
    ) {
        for (mark, cell) in marks.iter().zip(cells) {
            let part = Place {
                x: cell.x + cell.wide * 0.08,
                y: cell.y + cell.high * 0.06,
                wide: cell.wide * 0.84,
                high: cell.high * 0.88,
                guide: false,
            };
            self.mark(raster, *mark, None, part, None, luck);
        }
    }

    /// Closes the sums of rows without strokes: a Z from the first free row down.
    pub(in crate::paper) fn close_sums(
        &self,
        raster: &mut Raster,
        [x, y, wide, high]: [f32; 4],
        luck: &mut Luck,
    ) {
        let mut at = |across: f32, down: f32| {
            (x + wide * (across + luck.bell() * 0.04), y + high * (down + luck.bell() * 0.02))
        };
        let path = [at(0.15, 0.1), at(0.85, 0.08), at(0.15, 0.9), at(0.85, 0.92)];
        self.pen.draw(raster, &path, luck);
    }

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
