//! What a camera finds a page by: corner marks, page tag, the station's code; and the thin frame between the marks.

use reader::layout::{Align, Layout, Mm, QrPlace, Spot};
use reader::station::Modules;
use reader::tags::{CELLS, code, turned};

use crate::canvas::{BLACK, Canvas, GREY, Type, Way};

/// Two squares at each corner that touch at its crossing: upper left and lower right.
pub(crate) fn corners(canvas: &mut Canvas, layout: &Layout) {
    let [left, top, right, bottom] = layout.marks.crossings;
    let side = layout.marks.side.0;
    for corner in [[left, top], [right, top], [right, bottom], [left, bottom]].map(Spot::from) {
        canvas.fill_all([(corner.moved(-side, -side), side, side), (corner, side, side)], BLACK);
    }
}

/// Light lines between the marks, and the dotted line at which a sheet is torn off.
pub(crate) fn frame(canvas: &mut Canvas, layout: &Layout) {
    let [left, top, right, bottom] = layout.marks.crossings.map(|length| length.0);
    let side = layout.marks.side.0;
    let at = |x: i32, y: i32| Spot::from([Mm(x), Mm(y)]);
    // As thick, and as far off, as on the official sheets, whose marks' squares are 7.2 mm.
    let (thick, off) = (side / 12, side / 9);
    for x in [left - side, right + side] {
        canvas.line(at(x, top + 2 * side), at(x, bottom - 2 * side), thick, GREY);
    }
    for y in [top - side - off, bottom + side + off] {
        canvas.line(at(left + 2 * side, y), at(right - 2 * side, y), thick, GREY);
    }
    canvas.dotted(at(left - side, top - 2 * side), right - left + 2 * side, side * 250 / 720);
}

/// The page tag as the layout has it turned, and its number beside it, sideways.
pub(crate) fn tag(canvas: &mut Canvas, layout: &Layout, id: u16) {
    bare_tag(canvas, layout, id);
    let (at, side) = (layout.tag.at, layout.tag.side.0);
    let cell = side / 8;
    canvas.words(
        &id.to_string(),
        at.moved(-cell * 3 / 4 - cell / 2, side / 2),
        Align::Middle,
        Way::Up,
        Type::bold(cell * 5 / 4),
    );
}

/// The page tag without its number.
pub(crate) fn bare_tag(canvas: &mut Canvas, layout: &Layout, id: u16) {
    let Some(upright) = code(id) else { return };
    let bits = (0..layout.tag.turned).fold(upright, |bits, _| turned(bits));
    let (at, side) = (layout.tag.at, layout.tag.side.0);
    let edge = |at: usize| at == 0 || at == CELLS - 1;
    // Six by six bits inside the border, the first one highest; white is 1.
    let dark = |column: usize, row: usize| {
        edge(row) || edge(column) || bits >> (35 - ((row - 1) * (CELLS - 2) + column - 1)) & 1 == 0
    };
    canvas.fill_all(mosaic(at, side, CELLS, &dark), BLACK);
}

/// The station's code.
pub(crate) fn qr(canvas: &mut Canvas, place: &QrPlace, modules: &Modules) {
    let dark = |column: usize, row: usize| modules.dark(column, row);
    canvas.fill_all(mosaic(place.at, place.side.0, modules.side(), &dark), BLACK);
}

/// Dark cells of a square as areas, neighbours in a row as one.
pub(crate) fn mosaic(
    at: Spot,
    side: i32,
    count: usize,
    dark: &dyn Fn(usize, usize) -> bool,
) -> Vec<(Spot, i32, i32)> {
    let cells = i32::try_from(count).unwrap_or(1);
    let edge = |cell: usize| side * i32::try_from(cell).unwrap_or(0) / cells;
    let mut areas = Vec::new();
    for row in 0..count {
        let mut column = 0;
        while column < count {
            let from = column;
            while column < count && dark(column, row) {
                column += 1;
            }
            if column > from {
                let (left, top) = (edge(from), edge(row));
                areas.push((at.moved(left, top), edge(column) - left, edge(row + 1) - top));
            }
            column += 1;
        }
    }
    areas
}
