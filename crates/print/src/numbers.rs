//! Where numbers are written: boxes, bubbles, grids of strokes and their sums.

use reader::layout::{Align, Boxes, Bubbles, RowSums, Spot, Strokes};

use crate::canvas::{BLACK, Canvas, GREY, Shade, Type, Way};

/// The guide's dots.
const DOTS: Shade = Shade(78);

/// Thickness of a box's lines: as on the official forms, those of 18 mm boxes are a little thicker.
fn box_line(boxes: &Boxes) -> i32 {
    if boxes.side.0 == 1_800 { 106 } else { boxes.line() }
}

/// Digit boxes, with their guide.
pub(crate) fn boxes(canvas: &mut Canvas, boxes: &Boxes) {
    let side = boxes.side.0;
    for at in &boxes.at {
        if boxes.guide {
            guide(canvas, *at, side);
        }
        canvas.outline(*at, side, side, box_line(boxes), BLACK);
    }
}

/// A dotted eight with a line down its middle: which strokes a digit that is easy to read takes. Places and dots are those of
/// the official form's, as hundredths of the side: three columns of nine dots, three rows of five.
fn guide(canvas: &mut Canvas, at: Spot, side: i32) {
    let dot = side * 35 / 1_000;
    let place = |across: i32, down: i32| {
        let (x, y) = (2_900 + (7_100 - 2_900) * across / 4, 1_700 + (8_350 - 1_700) * down / 8);
        (at.moved(side * x / 10_000 - dot / 2, side * y / 10_000 - dot / 2), dot, dot)
    };
    let eight = (0..=4).flat_map(|across| (0..=8).map(move |down| (across, down)));
    let dots = eight.filter(|(across, down)| across % 2 == 0 || down % 4 == 0);
    canvas.fill_all(dots.map(|(across, down)| place(across, down)).collect::<Vec<_>>(), DOTS);
}

/// Columns of ten bubbles, their digits in them.
pub(crate) fn bubbles(canvas: &mut Canvas, bubbles: &Bubbles, columns: usize) {
    for column in 0..i32::try_from(columns).unwrap_or(0) {
        for (row, digit) in (0..).zip('0'..='9') {
            let centre = bubbles.first.moved(bubbles.across.0 * column, bubbles.down.0 * row);
            bubble(canvas, centre, bubbles.radius.0, digit);
        }
    }
}

fn bubble(canvas: &mut Canvas, centre: Spot, radius: i32, digit: char) {
    canvas.ring(centre, radius, 35, BLACK);
    // A digit's height is seven tenths of the type's.
    let size = radius * 12 / 10;
    canvas.words(
        &digit.to_string(),
        centre.moved(0, size * 36 / 100),
        Align::Middle,
        Way::Right,
        Type::plain(size),
    );
}

/// How a bubble is filled, as an example: an empty one, an arrow, and a black one.
pub(crate) fn example(canvas: &mut Canvas, centre: Spot) {
    bubble(canvas, centre, 400, '0');
    let (from, to) = (centre.moved(610, 0), centre.moved(1_180, 0));
    canvas.line(from, to, 80, BLACK);
    for lean in [-180, 180] {
        canvas.line(to.moved(-200, lean), to, 80, BLACK);
    }
    canvas.disc(centre.moved(1_800, 0), 420, Shade(20));
}

/// A grid of strokes in light lines, black around; the cells of its rows' sums beside it.
pub(crate) fn grid(canvas: &mut Canvas, strokes: &Strokes, sums: Option<&RowSums>) {
    let (wide, high) = (strokes.cell.x.0, strokes.cell.y.0);
    let (across, down) = (i32::from(strokes.across), i32::from(strokes.down));
    light(canvas, strokes.at, [wide, high], [across, down], false);
    if let Some(sums) = sums {
        light(canvas, sums.at, [sums.cell.x.0, sums.cell.y.0], [i32::from(sums.digits), down], true);
    }
    canvas.outline(strokes.at, wide * across, high * down, 80, BLACK);
}

/// Light lines between cells; upright ones at both ends too where asked.
fn light(canvas: &mut Canvas, at: Spot, [wide, high]: [i32; 2], [across, down]: [i32; 2], ends: bool) {
    let columns = if ends { 0..=across } else { 1..=across - 1 };
    for column in columns {
        canvas.line(at.moved(wide * column, 0), at.moved(wide * column, high * down), 50, GREY);
    }
    for row in 1..down {
        canvas.line(at.moved(0, high * row), at.moved(wide * across, high * row), 80, GREY);
    }
}
