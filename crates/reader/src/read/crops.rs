//! Where in the photo each way of writing a number stands: what a person is shown beside it.

use crate::layout::{Number, Spot};
use crate::page::{Field, Point};

/// Upper left, upper right, lower right and lower left corner in the photo of each way that the form has for a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crops {
    /// All its boxes.
    pub boxes: Option<[Point; 4]>,
    /// All its bubbles.
    pub bubbles: Option<[Point; 4]>,
    /// The grid of strokes.
    pub strokes: Option<[Point; 4]>,
    /// The rows' sums.
    pub row_sums: Option<[Point; 4]>,
    /// The words.
    pub words: Option<[Point; 4]>,
}

impl Crops {
    /// Of a number of a page that lies as `field` says.
    pub(super) fn of(field: &Field, number: &Number) -> Crops {
        let (at, side) = (&number.boxes.at, number.boxes.side.0);
        let columns = i32::try_from(at.len()).unwrap_or(1) - 1;
        let boxes = at.first().zip(at.last()).and_then(|(first, last)| {
            let (wide, high) = (last.x.0 - first.x.0 + side, last.y.0 - first.y.0 + side);
            // Boxes stand in a row; whoever lays them out otherwise is shown the first.
            field.rectangle(*first, wide.max(side), high.max(side))
        });
        let bubbles = number.bubbles.as_ref().and_then(|bubbles| {
            let radius = bubbles.radius.0;
            let (wide, high) = (bubbles.across.0 * columns + 2 * radius, bubbles.down.0 * 9 + 2 * radius);
            field.rectangle(bubbles.first.moved(-radius, -radius), wide, high)
        });
        let grid = number.strokes.as_ref();
        let strokes = grid.and_then(|grid| {
            let (wide, high) = (grid.cell.x.0 * i32::from(grid.across), grid.cell.y.0 * i32::from(grid.down));
            field.rectangle(grid.at, wide, high)
        });
        let row_sums = number.row_sums.as_ref().zip(grid).and_then(|(sums, grid)| {
            let (wide, high) = (sums.cell.x.0 * i32::from(sums.digits), sums.cell.y.0 * i32::from(grid.down));
            field.rectangle(sums.at, wide, high)
        });
        let words =
            number.words.and_then(|[x, y, wide, high]| field.rectangle(Spot { x, y }, wide.0, high.0));
        Crops { boxes, bubbles, strokes, row_sums, words }
    }
}
