//! Drawing what was decided.

use reader::layout::{Layout, Number, Page};

use super::truth::{NumberTruth, SheetTruth};
use crate::paper::hand::{Grid, Ink, Place, Writer};
use crate::paper::luck::Luck;
use crate::paper::raster::Raster;
use crate::paper::sheet::{mm, spot};

/// Writes one page of a sheet on its blank. Real ink is used in the boxes where the caller has some.
///
/// Nothing happens where the layout or the sheet has no such page.
pub fn write(raster: &mut Raster, layout: &Layout, sheet: &SheetTruth, page: u8, ink: Option<&dyn Ink>) {
    let writer = Writer::new(sheet.seed).on_paper(mm(layout.sheet.x));
    let truth = sheet.pages.iter().find(|one| one.page == page);
    let (Some(place), Some(truth)) = (layout.page(page), truth) else { return };
    for (number, truth) in place.numbers.iter().zip(&truth.numbers) {
        let luck = Luck::new(sheet.seed, &format!("write/{}", number.field));
        written(raster, &writer, number, truth, ink, &luck);
    }
    names(raster, &writer, layout, place, &mut Luck::new(sheet.seed, &format!("head/{page}")));
}

/// One number, each part with throws of its own.
fn written(
    raster: &mut Raster,
    writer: &Writer,
    number: &Number,
    truth: &NumberTruth,
    ink: Option<&dyn Ink>,
    luck: &Luck,
) {
    let part = |name: &str| luck.stream(&format!("{}/{name}", number.field));
    let side = mm(number.boxes.side);
    let mut throws = part("boxes");
    for (at, one) in number.boxes.at.iter().zip(&truth.boxes) {
        let (x, y) = spot(*at);
        let place = Place { x, y, wide: side, high: side, guide: number.boxes.guide };
        writer.mark(raster, one.mark, one.correction, place, ink, &mut throws);
    }
    if let Some(bubbles) = &number.bubbles {
        let mut throws = part("bubbles");
        let (x, y) = spot(bubbles.first);
        for (column, filled) in truth.bubbles.iter().enumerate() {
            for one in filled {
                let at =
                    (x + column as f32 * mm(bubbles.across), y + f32::from(one.digit) * mm(bubbles.down));
                writer.bubble(raster, at, mm(bubbles.radius), one.filling, &mut throws);
            }
        }
    }
    strokes(raster, writer, number, truth, &mut part("strokes"));
    if let (Some(area), Some(words)) = (number.words, &truth.words) {
        writer.words(raster, words, area.map(mm), &mut part("words"));
    }
}

/// The grid, its rows' sums, and what closes both.
fn strokes(raster: &mut Raster, writer: &Writer, number: &Number, truth: &NumberTruth, luck: &mut Luck) {
    let Some(strokes) = &number.strokes else { return };
    let ((x, y), (cell_wide, cell_high)) = (spot(strokes.at), spot(strokes.cell));
    let grid = Grid { x, y, cell_wide, cell_high, across: strokes.across, down: strokes.down };
    let each = u16::from(strokes.each.max(1));
    let mut used = 0;
    for (row, line) in (0..strokes.down).zip(&truth.rows) {
        let mut left = line.strokes;
        for column in 0..strokes.across {
            if left == 0 {
                break;
            }
            let count = left.min(each);
            writer.strokes(raster, grid, (column, row), (count as u8, strokes.each), luck);
            left -= count;
            used += 1;
        }
    }
    if let Some(rest) = truth.rest {
        writer.close(raster, grid, used, rest, luck);
    }
    let Some(sums) = &number.row_sums else { return };
    let ((x, y), (wide, high)) = (spot(sums.at), spot(sums.cell));
    for (row, line) in (0..strokes.down).zip(&truth.rows) {
        let cells: Vec<Place> = (0..sums.digits)
            .map(|column| Place {
                x: x + wide * f32::from(column),
                y: y + high * f32::from(row),
                wide,
                high,
                guide: false,
            })
            .collect();
        writer.row_sum(raster, &line.sum, &cells, luck);
    }
    let summed = truth.rows.iter().filter(|row| !row.sum.is_empty()).count() as f32;
    let free = f32::from(strokes.down) - summed;
    if free >= 1.0 && luck.chance(0.7) {
        let area = [x, y + high * summed, wide * f32::from(sums.digits), high * free];
        writer.close_sums(raster, area, luck);
    }
}

/// Names and signatures on dotted lines: nothing that counts.
fn names(raster: &mut Raster, writer: &Writer, layout: &Layout, page: &Page, luck: &mut Luck) {
    for one in &page.printed.dotted {
        let (x, y) = spot(one.at);
        // As high as writing on the sheet is: lines' dots stand as far apart as the sheet is large.
        let (wide, high) = (mm(one.wide), mm(one.step) * 8.0);
        if luck.chance(0.07) {
            continue;
        }
        // The upper half is for places and dates, below people sign.
        if one.at.y.0 * 2 > layout.sheet.y.0 {
            writer.signature(raster, [x, y - high * 0.8, wide, high * 0.7], luck);
        }
        let word = luck.pick(&NAMES).copied().unwrap_or("Simulasi");
        writer.capitals(raster, word, [x + wide * 0.03, y - high * 0.6, wide * 0.8, high], luck);
    }
}

/// Invented names: flowers.
const NAMES: [&str; 10] = [
    "Melati",
    "MAWAR",
    "Kenanga",
    "CEMPAKA",
    "Dahlia Putih",
    "ANGGREK",
    "Seroja",
    "TERATAI",
    "Wijaya K.",
    "Kamboja",
];
