//! A form's pages, printed once and filled many times.

use reader::layout::Layout;

use super::fill::{SheetTruth, write};
use super::hand::Ink;
use super::raster::Raster;
use super::sheet::{blank, coded};

/// Every page of a layout, as printed: drawing the print takes as long as filling it.
#[derive(Clone, Debug)]
pub struct Blanks {
    layout: Layout,
    pages: Vec<(u8, Raster)>,
}

impl Blanks {
    /// Prints a form at so many pixels per millimetre: 4 is enough for photos as fine as that, and takes 26 MB a page
    /// of 600 × 900 mm.
    pub fn print(layout: Layout, per_mm: f32) -> Blanks {
        let pages = layout
            .pages
            .iter()
            .filter_map(|page| Some((page.page, blank(&layout, page.page, per_mm)?)))
            .collect();
        Blanks { layout, pages }
    }

    /// The layout that was printed.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// A page with what a plan says written on it; `None` where the form has no such page.
    pub fn filled(&self, sheet: &SheetTruth, page: u8, ink: Option<&dyn Ink>) -> Option<Raster> {
        let (_, blank) = self.pages.iter().find(|(number, _)| *number == page)?;
        let mut raster = blank.clone();
        write(&mut raster, &self.layout, sheet, page, ink);
        Some(raster)
    }

    /// The same with a station's code on it, where the layout has a place for one.
    pub fn filled_of(
        &self,
        station: &str,
        sheet: &SheetTruth,
        page: u8,
        ink: Option<&dyn Ink>,
    ) -> Option<Raster> {
        let mut raster = self.filled(sheet, page, ink)?;
        coded(&mut raster, &self.layout, page, station);
        Some(raster)
    }
}
