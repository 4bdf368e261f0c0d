//! Tables around the numbers.

use reader::layout::{Layout, Number, Page, Strokes};

use super::text::{centred, printed};
use super::{BLACK, mm, spot};
use crate::paper::raster::Raster;
use crate::paper::shape::{line, outline, ring};

/// Everything ruled on a page.
pub(super) fn around(raster: &mut Raster, layout: &Layout, page: &Page) {
    let mut above = f32::MIN;
    for number in page.numbers.iter().filter(|number| number.strokes.is_some() || number.words.is_some()) {
        // A table right under another needs no second head.
        block(raster, layout, number, above);
        above = lower_end(number);
    }
    for group in plain_groups(page) {
        rows(raster, layout, &group);
    }
}

/// How far down a number reaches.
pub(super) fn lower_end(number: &Number) -> f32 {
    let boxes = number.boxes.at.iter().map(|at| mm(at.y) + mm(number.boxes.side)).fold(0.0, f32::max);
    let bubbles = number
        .bubbles
        .as_ref()
        .map_or(0.0, |bubbles| mm(bubbles.first.y) + 9.0 * mm(bubbles.down) + mm(bubbles.radius));
    let strokes = number
        .strokes
        .as_ref()
        .map_or(0.0, |strokes| mm(strokes.at.y) + mm(strokes.cell.y) * f32::from(strokes.down));
    let words = number.words.map_or(0.0, |[_, y, _, high]| mm(y) + mm(high));
    boxes.max(bubbles).max(strokes).max(words)
}

/// Left and right end of a page's tables.
fn width(layout: &Layout) -> (f32, f32) {
    let [left, _, right, _] = layout.marks.crossings.map(mm);
    (left + 26.0, right - 26.0)
}

/// A number with a grid, or with words, in a table of its own.
fn block(raster: &mut Raster, layout: &Layout, number: &Number, above: f32) {
    let (left, right) = width(layout);
    let Some((box_x, box_y)) = number.boxes.at.first().map(|at| spot(*at)) else { return };
    let bottom = lower_end(number);
    let right_column = box_x - 5.0;
    if let Some(strokes) = &number.strokes {
        let (x, y) = spot(strokes.at);
        let grid_bottom = y + mm(strokes.cell.y) * f32::from(strokes.down);
        let sums = x + mm(strokes.cell.x) * f32::from(strokes.across);
        let head = y - above > 22.0;
        let top = if head { y - 20.0 } else { y };
        outline(raster, [left, top, right - left, bottom - top], 0.9, BLACK);
        line(raster, (left, y), (right, y), 0.9, BLACK);
        line(raster, (left, grid_bottom), (right_column, grid_bottom), 0.8, BLACK);
        line(raster, (x, top), (x, grid_bottom), 0.8, BLACK);
        line(raster, (sums, top), (sums, grid_bottom), 0.8, BLACK);
        line(raster, (right_column, top), (right_column, bottom), 0.8, BLACK);
        if head {
            table_head(raster, strokes, [x, sums, right_column, right], top);
        } else {
            line(raster, (left, above), (left, y), 0.9, BLACK);
            line(raster, (right, above), (right, y), 0.9, BLACK);
        }
        // An option's number; other fields have a name there.
        let name = number.field.rsplit('.').next().filter(|key| key.len() < 3).unwrap_or("");
        for (down, high, text) in
            [(7.0, 6.5, name), (27.0, 3.6, "NAMA CALON PRESIDEN"), (34.0, 3.6, "NAMA CALON WAKIL")]
        {
            centred(raster, (f32::midpoint(left, x), y + down), high, high / 4.0, text);
        }
        if number.bubbles.is_some() {
            sample(raster, (right_column - 57.5, bottom - 20.5));
        }
    } else if let Some([x, y, wide, high]) = number.words.map(|words| words.map(mm)) {
        outline(raster, [left, y, right - left, high], 0.9, BLACK);
        line(raster, (left + 15.0, y), (left + 15.0, y + high), 0.7, BLACK);
        line(raster, (x - 1.0, y), (x - 1.0, y + high), 0.7, BLACK);
        line(raster, (right_column, y), (right_column, y + high), 0.7, BLACK);
        for (down, text) in [(0.3, "JUMLAH SELURUH"), (0.5, "SUARA SAH"), (0.7, "( IV.1 + IV.2 )")] {
            centred(raster, (f32::midpoint(left + 15.0, x), y + high * down - 2.0), 3.6, 0.9, text);
        }
        printed(
            raster,
            (x + wide - 55.0, y + high - 11.5),
            1.8,
            0.35,
            "( ditulis menggunakan huruf kapital )",
        );
        printed(raster, (left + 6.0, box_y + 9.0), 2.8, 0.8, "A.");
    }
}

/// What stands over a grid: titles, and the numbers of its columns.
fn table_head(raster: &mut Raster, strokes: &Strokes, [x, sums, boxes, right]: [f32; 4], top: f32) {
    centred(raster, (f32::midpoint(x, sums), top + 5.0), 3.0, 0.8, "RINCIAN PEROLEHAN SUARA");
    for (down, text) in [(4.0, "JUMLAH"), (9.5, "TIAP BARIS")] {
        centred(raster, (f32::midpoint(sums, boxes), top + down), 2.6, 0.7, text);
    }
    centred(raster, (f32::midpoint(boxes, right), top + 8.5), 2.8, 0.7, "JUMLAH SUARA");
    let (bottom, high) = (top + 20.0, 6.7);
    line(raster, (x, bottom - high), (sums, bottom - high), 0.6, BLACK);
    for column in 0..strokes.across {
        let at = x + mm(strokes.cell.x) * f32::from(column);
        line(raster, (at, bottom - high), (at, bottom), 0.5, BLACK);
        let middle = (at + mm(strokes.cell.x) / 2.0, bottom - high / 2.0 - 1.2);
        centred(raster, middle, 2.3, 0.35, &(column + 1).to_string());
    }
}

/// How a bubble is filled, printed as an example: an empty one, and a black one.
fn sample(raster: &mut Raster, (x, y): (f32, f32)) {
    for (up, text) in [(16.0, "Hitamkan bulatan ini sesuai"), (10.0, "isian angka pada kotak")] {
        centred(raster, (x + 8.0, y - up), 2.7, 0.4, text);
    }
    ring(raster, (x, y), 4.0, 0.45, BLACK);
    printed(raster, (x - 1.2, y - 1.8), 3.6, 0.42, "0");
    printed(raster, (x + 6.0, y - 1.2), 3.0, 1.0, "-");
    ring(raster, (x + 18.0, y), 2.0, 4.0, BLACK);
}

/// Numbers with boxes only, in runs that stand close together: each is one table.
fn plain_groups(page: &Page) -> Vec<Vec<&Number>> {
    let plain = page.numbers.iter().filter(|number| number.strokes.is_none() && number.words.is_none());
    let mut groups: Vec<Vec<&Number>> = Vec::new();
    for number in plain {
        let last = groups.last().and_then(|group| group.last()).map_or(f32::MIN, |last| lower_end(last));
        let near = number.boxes.at.first().is_some_and(|at| mm(at.y) - last < 30.0);
        match groups.last_mut().filter(|_| near) {
            Some(group) => group.push(number),
            None => groups.push(vec![number]),
        }
    }
    groups
}

/// A table with a line a row, a column a sex.
fn rows(raster: &mut Raster, layout: &Layout, group: &[&Number]) {
    let (left, right) = width(layout);
    let firsts = || group.iter().filter_map(|number| number.boxes.at.first()).map(|at| spot(*at));
    let (top, bottom) = (
        firsts().map(|(_, y)| y).fold(f32::MAX, f32::min) - 21.0,
        group.iter().map(|number| lower_end(number)).fold(0.0, f32::max) + 4.7,
    );
    outline(raster, [left, top, right - left, bottom - top], 0.9, BLACK);
    for (y, thick) in [(top + 10.0, 0.7), (top + 17.0, 0.7)] {
        line(raster, (left, y), (right, y), thick, BLACK);
    }
    printed(raster, (left, top - 10.5), 3.9, 1.0, "I. DATA PEMILIH DAN PENGGUNA HAK PILIH");
    let mut columns: Vec<f32> = firsts().map(|(x, _)| x).collect();
    columns.sort_by(f32::total_cmp);
    columns.dedup();
    for x in &columns {
        line(raster, (x - 6.5, top), (x - 6.5, bottom), 0.7, BLACK);
        printed(raster, (x + 8.0, top + 3.5), 2.8, 0.7, "JUMLAH");
    }
    let first = columns.first().copied().unwrap_or(right);
    let mut lines: Vec<f32> = firsts().map(|(_, y)| y).collect();
    lines.sort_by(f32::total_cmp);
    lines.dedup();
    for (place, y) in lines.into_iter().enumerate() {
        if place > 0 {
            line(raster, (left + 18.0, y - 2.5), (right, y - 2.5), 0.5, BLACK);
        }
        let wide = ((first - left - 60.0) / 2.8).max(4.0) as usize / 2;
        let text = "1. Jumlah pengguna hak pilih dalam Daftar Pemilih Tetap dan Tambahan untuk pemilu";
        printed(raster, (left + 22.0, y + 7.5), 2.8, 0.45, text.get(..wide.min(text.len())).unwrap_or(text));
    }
}
