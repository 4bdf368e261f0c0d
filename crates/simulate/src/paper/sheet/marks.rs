//! What a camera finds a page by: corner marks, page tag, and the thin frame between them.

use reader::layout::Layout;
use reader::station::StationCode;
use reader::tags::{CELLS, code, turned};

use super::{BLACK, GREY, mm, spot};
use crate::paper::raster::Raster;
use crate::paper::shape::{line, mosaic, rectangle};

/// Two squares at each corner that touch at its crossing: upper left and lower right.
pub(super) fn corners(raster: &mut Raster, layout: &Layout) {
    let [left, top, right, bottom] = layout.marks.crossings.map(mm);
    let side = mm(layout.marks.side);
    for (x, y) in [(left, top), (right, top), (right, bottom), (left, bottom)] {
        rectangle(raster, [x - side, y - side, side, side], BLACK);
        rectangle(raster, [x, y, side, side], BLACK);
    }
}

/// The page tag as the layout has it turned.
pub(super) fn tag(raster: &mut Raster, layout: &Layout, id: u16) {
    let Some(upright) = code(id) else { return };
    let bits = (0..layout.tag.turned).fold(upright, |bits, _| turned(bits));
    let (left, top) = spot(layout.tag.at);
    let edge = |at: usize| at == 0 || at == CELLS - 1;
    mosaic(raster, [left, top, mm(layout.tag.side)], CELLS, BLACK, |row, column| {
        // Six by six bits inside the border, the first one highest; white is 1.
        edge(row) || edge(column) || bits >> (35 - ((row - 1) * (CELLS - 2) + column - 1)) & 1 == 0
    });
}

/// The station's code; nothing where the layout has no place for one, or no code can be made.
pub(super) fn station(raster: &mut Raster, layout: &Layout, page: u8, station: &str) {
    let Some(place) = &layout.qr else { return };
    let code = StationCode::new(layout.name(), page, station).and_then(|code| code.modules());
    if let Some(modules) = code {
        let (left, top) = spot(place.at);
        mosaic(raster, [left, top, mm(place.side)], modules.side(), BLACK, |row, column| {
            modules.dark(column, row)
        });
    }
}

/// Light lines beside the marks, and the dotted line at which the sheet is torn off its pad.
pub(super) fn frame(raster: &mut Raster, layout: &Layout) {
    let [left, top, right, bottom] = layout.marks.crossings.map(mm);
    let side = mm(layout.marks.side);
    let (outer, gap, thick) = (side, 2.0 * side, side / 9.0);
    for x in [left - outer, right + outer] {
        line(raster, (x, top + gap), (x, bottom - gap), thick, GREY);
    }
    for y in [top - outer - thick, bottom + outer + thick] {
        line(raster, (left + gap, y), (right - gap, y), thick, GREY);
    }
    let mut x = left - outer;
    while x < right + outer {
        rectangle(raster, [x, top - 2.0 * side, thick * 1.4, thick * 1.1], [120, 120, 120]);
        x += thick * 4.0;
    }
}
