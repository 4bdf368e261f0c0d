//! The head of a page. It only has to look like a form's: nothing reads it.

use reader::layout::{Layout, Page};

use super::text::{centred, dotted, lettered, printed, running};
use super::{BLACK, mm, spot};
use crate::paper::raster::Raster;
use crate::paper::shape::{outline, rectangle};

/// Printed large on every page, so that nobody takes it for a real one.
const PRACTICE: &str = "SIMULASI";

/// Places on which an officer writes something at the head of a page: left end, right end and line.
pub(in crate::paper) fn blanks(layout: &Layout, page: u8) -> Vec<[f32; 3]> {
    let [left, top, ..] = layout.marks.crossings.map(mm);
    let at = |x: f32, y: f32, wide: f32| [left + x, left + x + wide, top + y];
    if page == 1 {
        let dates =
            [at(62.0, 101.5, 48.0), at(136.0, 101.5, 68.0), at(229.0, 101.5, 58.0), at(310.0, 101.5, 168.0)];
        let places = [
            at(81.0, 147.0, 106.0),
            at(81.0, 159.5, 106.0),
            at(276.0, 147.0, 106.0),
            at(276.0, 159.5, 106.0),
        ];
        return [dates, places].concat().into_iter().chain([at(276.0, 172.0, 106.0)]).collect();
    }
    let rows =
        [at(114.0, 24.0, 106.0), at(114.0, 37.0, 106.0), at(309.0, 24.0, 106.0), at(309.0, 37.0, 106.0)];
    rows.into_iter().chain([at(309.0, 49.5, 106.0)]).collect()
}

/// The head of a page: names to fill in, the form's name by the tag, the margins' notes.
pub(super) fn header(raster: &mut Raster, layout: &Layout, page: &Page) {
    let first =
        page.numbers.iter().flat_map(|number| &number.boxes.at).map(|at| mm(at.y)).fold(f32::MAX, f32::min);
    let page = page.page;
    let [left, top, right, bottom] = layout.marks.crossings.map(mm);
    let (tag_x, tag_y) = spot(layout.tag.at);
    let tag = mm(layout.tag.side);
    outline(raster, [tag_x - 11.0, tag_y - 29.5, tag + 12.0, 20.0], 0.8, BLACK);
    centred(raster, (tag_x + tag / 2.0 - 5.0, tag_y - 25.5), 2.9, 0.75, "MODEL");
    centred(raster, (tag_x + tag / 2.0 - 5.0, tag_y - 18.5), 2.9, 0.75, &layout.form.to_uppercase());
    let of = format!("Halaman {page} dari {}", layout.pages.len());
    centred(raster, (tag_x + tag / 2.0 - 5.0, tag_y - 6.5), 2.6, 0.6, &of);
    for x in [left + 7.0, right - 97.0] {
        let grey = [150, 150, 150];
        let y = if x < right / 2.0 { bottom + 14.0 } else { top - 54.0 };
        lettered(raster, (x - 7.0, y), 2.4, 0.5, &format!("{PRACTICE} - {of}"), grey);
    }
    let middle = f32::midpoint(left, right);
    centred(raster, (middle, top + if page == 1 { 54.5 } else { 6.0 }), 4.8, 1.2, PRACTICE);
    emblem(raster, (left + if page == 1 { 43.0 } else { 36.5 }, top + if page == 1 { 34.0 } else { 28.0 }));
    for [from, to, y] in blanks(layout, page) {
        dotted(raster, from, to, y);
    }
    let words = |raster: &mut Raster, x: f32, y: f32, text: &str| {
        printed(raster, (left + x, top + y), 2.9, 0.7, text);
    };
    if page != 1 {
        for (x, y, text) in [
            (58.0, 20.0, "Provinsi"),
            (58.0, 33.0, "Kabupaten / Kota"),
            (236.0, 20.0, "Kecamatan"),
            (236.0, 33.0, "Kelurahan / Desa *)"),
            (236.0, 45.5, "Nomor TPS"),
        ] {
            words(raster, x, y, text);
        }
        let title =
            if page == 2 { "IV. DATA RINCIAN PEROLEHAN SUARA" } else { "V. DATA SUARA SAH DAN TIDAK SAH" };
        printed(raster, (left + 26.0, top + 70.0), 3.9, 1.0, title);
        return;
    }
    for (y, high, text) in [
        (27.0, 4.2, "BERITA ACARA DAN SERTIFIKAT HASIL PENGHITUNGAN SUARA"),
        (36.0, 4.2, "DI TEMPAT PEMUNGUTAN SUARA"),
        (45.0, 4.8, "PEMILIHAN UMUM"),
        (64.0, 4.2, "TAHUN 2024"),
    ] {
        centred(raster, (middle, top + y), high, 1.1, text);
    }
    for (x, y, text) in [
        (26.0, 98.0, "Pada hari ini"),
        (113.0, 98.0, "tanggal"),
        (207.0, 98.0, "bulan"),
        (290.0, 98.0, "tahun"),
        (26.0, 143.0, "Provinsi"),
        (26.0, 155.5, "Kabupaten / Kota"),
        (203.0, 143.0, "Kecamatan"),
        (203.0, 155.5, "Kelurahan / Desa *)"),
        (203.0, 168.0, "Nomor TPS"),
    ] {
        words(raster, x, y, text);
    }
    for (line, y) in [109.5, 121.0, 188.0, 199.5, 211.0, 222.5, 234.0].into_iter().enumerate() {
        let right = if y > 230.0 { middle } else { right - 26.0 };
        // Another form may have its numbers higher up.
        if top + y + 25.0 < first {
            running(raster, [left + 26.0, right, top + y], line * 7);
        }
    }
}

/// A round emblem, dark enough to look like one.
fn emblem(raster: &mut Raster, (x, y): (f32, f32)) {
    for (dx, dy, wide, high) in [(-5.0, -6.0, 10.0, 11.0), (-3.5, 5.0, 7.0, 2.5)] {
        rectangle(raster, [x + dx, y + dy, wide, high], [95, 95, 97]);
    }
    centred(raster, (x, y + 9.5), 1.5, 0.4, "KPU");
}
