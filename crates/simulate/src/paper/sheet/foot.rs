//! The foot of a page: the date, and the cells to sign in.

use reader::layout::{Layout, Page};

use super::table::lower_end;
use super::text::{centred, dotted, printed};
use super::{BLACK, mm};
use crate::paper::raster::Raster;
use crate::paper::shape::{line, outline};

/// Height from which a cell is a witness's.
const TALL: f32 = 40.0;

/// Everything under the numbers.
pub(super) fn footer(raster: &mut Raster, layout: &Layout, page: &Page) {
    let dates = date_cells(layout, page);
    if let Some([x, y, _, high]) = dates.first() {
        let middle = y + high / 2.0 - 1.8;
        printed(raster, (x - 208.0, middle), 3.9, 1.0, "DITETAPKAN DI :");
        dotted(raster, x - 145.0, x - 49.0, y + high * 0.6);
        for (left, text) in [(-38.0, "TANGGAL :"), (41.0, "BULAN :"), (109.0, "TAHUN :")] {
            printed(raster, (x + left, middle), 3.9, 1.0, text);
        }
    }
    for cell in dates {
        outline(raster, cell, 0.9, BLACK);
    }
    let cells = signature_cells(layout, page);
    let Some([left, top, _, _]) = cells.first().copied() else { return };
    let wide = 460.0;
    outline(raster, [left, top - 11.0, wide, 113.0], 0.9, BLACK);
    line(raster, (left, top + 45.0), (left + wide, top + 45.0), 0.9, BLACK);
    for (down, text) in [
        (-7.5, "NAMA DAN TANDA TANGAN KELOMPOK PENYELENGGARA"),
        (38.0, "NAMA DAN TANDA TANGAN SAKSI PASANGAN CALON"),
    ] {
        centred(raster, (left + wide / 2.0, top + down), 3.0, 0.8, text);
    }
    for ([x, y, wide, high], place) in cells.into_iter().zip((1..=7_u8).chain(1..=3)) {
        let tall = high > TALL;
        outline(raster, [x, y, wide, high], 0.6, BLACK);
        let number = (x + 4.0, y + if tall { 10.0 } else { 14.0 });
        printed(raster, number, 3.6, 0.9, &format!("{place}."));
        if tall {
            for down in [8.0, 15.0] {
                printed(raster, (x + 20.0, y + down), 3.2, 0.8, "NAMA CALON PRESIDEN");
            }
            line(raster, (x, y + 24.5), (x + wide, y + 24.5), 0.6, BLACK);
        }
        let (from, to) = if tall { (0.27, 0.73) } else { (0.23, 0.93) };
        dotted(raster, x + wide * from, x + wide * to, y + high - 3.5);
    }
}

/// Where the day, the month and the year are written, a digit a cell; only a page that ends early has room for them.
pub(in crate::paper) fn date_cells(layout: &Layout, page: &Page) -> Vec<[f32; 4]> {
    let lowest = lowest(page);
    if !ends_early(layout, page) || page.numbers.iter().all(|number| number.words.is_none()) {
        return Vec::new();
    }
    let [left, ..] = layout.marks.crossings.map(mm);
    let (side, top) = (16.2, lowest + 13.0);
    [(275.0, 2_u8), (345.5, 2), (416.0, 4)]
        .into_iter()
        .flat_map(|(x, count)| {
            (0..count).map(move |place| [left + x + side * f32::from(place), top, side, side])
        })
        .collect()
}

/// Where officers (seven) and witnesses (three) sign: left, top, width, height.
pub(in crate::paper) fn signature_cells(layout: &Layout, page: &Page) -> Vec<[f32; 4]> {
    let [left, _, _, bottom] = layout.marks.crossings.map(mm);
    let lowest = lowest(page);
    // At the foot of a full page, under the numbers and the date of one that ends early.
    let top = if ends_early(layout, page) { lowest + 85.0 } else { bottom - 120.0 };
    if top < lowest + 8.0 {
        return Vec::new();
    }
    let left = left + 23.0;
    let small = (0..7_u8).map(|place| [left + 65.7 * f32::from(place), top, 65.7, 34.5]);
    let large = (0..3_u8).map(|place| [left + 153.3 * f32::from(place), top + 45.0, 153.3, 57.0]);
    small.chain(large).collect()
}

/// How far down a page's numbers reach.
fn lowest(page: &Page) -> f32 {
    page.numbers.iter().map(lower_end).fold(0.0, f32::max)
}

/// Whether the lower half of a page is free.
fn ends_early(layout: &Layout, page: &Page) -> bool {
    lowest(page) * 2.0 < mm(layout.sheet.y)
}
