//! A page as it comes from the printer.

mod marks;
mod numbers;
mod printed;
mod text;

pub(super) use numbers::{GUIDE_COLUMNS, GUIDE_ROWS};

use reader::layout::{Layout, Mm, Spot};

use super::raster::{Colour, Raster};

/// Printed black: toner, not the absence of light.
const BLACK: Colour = [38, 37, 40];
/// Lines inside grids.
const GREY: Colour = [198, 198, 200];
/// Paper.
const PAPER: Colour = [250, 250, 249];

/// A page of a layout, printed and not yet filled, at so many pixels per millimetre. `None` where the layout has no
/// such page.
pub fn blank(layout: &Layout, page: u8, per_mm: f32) -> Option<Raster> {
    let page = layout.page(page)?;
    let mut raster = Raster::new(mm(layout.sheet.x), mm(layout.sheet.y), per_mm, PAPER);
    marks::corners(&mut raster, layout);
    marks::tag(&mut raster, layout, page.tag);
    marks::frame(&mut raster, layout);
    printed::printed(&mut raster, layout, page);
    for number in &page.numbers {
        numbers::boxes(&mut raster, &number.boxes);
        if let Some(bubbles) = &number.bubbles {
            numbers::bubbles(&mut raster, bubbles, number.boxes.at.len());
        }
        if let Some(strokes) = &number.strokes {
            numbers::grid(&mut raster, strokes, number.row_sums.as_ref());
        }
    }
    Some(raster)
}

/// The same with a station's code beside the tag, where the layout has a place for it.
pub fn blank_of(layout: &Layout, page: u8, per_mm: f32, station: &str) -> Option<Raster> {
    let mut raster = blank(layout, page, per_mm)?;
    marks::station(&mut raster, layout, page, station);
    Some(raster)
}

/// Prints a station's code on a page, where the layout has a place for one.
pub(super) fn coded(raster: &mut Raster, layout: &Layout, page: u8, station: &str) {
    marks::station(raster, layout, page, station);
}

/// Millimetres as a fraction.
pub(in crate::paper) fn mm(length: Mm) -> f32 {
    length.0 as f32 / 100.0
}

/// A place in millimetres.
pub(in crate::paper) fn spot(at: Spot) -> (f32, f32) {
    (mm(at.x), mm(at.y))
}
