//! Closing what is left free, so that nobody adds to it.

use super::Writer;
use super::curve::At;
use super::mark::Rest;
use super::tally::Grid;
use crate::paper::luck::Luck;
use crate::paper::raster::Raster;

impl Writer {
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
        let mut at = |column: f32, row: f32| grid.at(column + luck.bell() * 0.06, row + luck.bell() * 0.06);
        // From the first free cell; where only one row is left, one line does.
        let start = row + 0.5;
        let end = bottom - 0.55;
        // Where the row is nearly full, diagonals start lower, under its strokes.
        let turn = row + if column * 2.0 > right { 0.85 } else { 0.55 };
        let lines: Vec<Vec<At>> = match rest {
            Rest::Open => Vec::new(),
            _ if end - start < 0.7 => vec![vec![at(column + 0.1, start), at(right - 0.3, start)]],
            Rest::Zed => vec![vec![
                at(column + 0.1, start),
                at(right - 0.4, turn),
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
            Rest::Slash => vec![vec![at(right - 0.3, turn), at(0.3, end)]],
        };
        for line in lines {
            self.pen.draw(raster, &line, luck);
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
}
