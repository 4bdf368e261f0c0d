//! A stroke for each vote, five to a cell.

use super::curve::At;
use super::mark::Mark;
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
    /// So many cells right and down.
    pub(super) fn at(&self, column: f32, row: f32) -> At {
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

    /// A row's sum, a mark a cell from the left.
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
}
