//! Texts on photographed sheets.

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use reader::boxes::Net;
use reader::layout::{Layout, Mm};
use reader::page::{PART, Point};
use reader::read::page::read_page;
use reader::sample::cut;
use reader::words::cut_words;
use reader::words::lines::lines;
use simulate::paper::{Conditions, Raster, Shapes, blank, photograph, words};

use crate::rng::Rng;
use crate::samples::{Sample, text};

pub fn layout() -> Layout {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../profiles/id-2024/layouts/c-hasil-ppwp.toml");
    Layout::parse(&fs::read_to_string(path).expect("the layout")).expect("a layout")
}

/// Texts on sheets full of them, photographed, and cut where they are known to stand.
pub fn sheets(count: u64, seed: u64) -> Vec<Sample> {
    let layout = layout();
    let of = |sheet: u64| {
        let mut rng = Rng::new(seed + sheet);
        let mut raster = Raster::new(600.0, 900.0, 3.6, [250; 3]);
        let mut written = Vec::new();
        for row in 0..15 {
            for column in 0..2 {
                let (text, number) = text(&mut rng, 0.72);
                let area = [8.0 + 295.0 * column as f32, 10.0 + 58.0 * row as f32, 280.0, 50.0];
                words(&mut raster, &text, area, Shapes::Common, rng.bits());
                written.push((text, number, area));
            }
        }
        let conditions = conditions(seed + sheet);
        let Some(photo) = photograph(&raster, &layout, 2, &conditions, seed + sheet) else {
            return Vec::new();
        };
        let picture = reader::decode::decode(&photo.jpeg).expect("a JPEG");
        let mut samples = Vec::new();
        for (text, number, [x, y, wide, high]) in written {
            let (dx, dy) = (rng.bell(0.7), rng.bell(0.7));
            let corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)].map(|(x, y)| {
                let [x, y] = photo.place(x + dx, y + dy);
                Point::new((x * PART as f32) as i64, (y * PART as f32) as i64)
            });
            let Some(crop) = cut(&picture, corners, (wide * 2.0) as usize, (high * 2.0) as usize) else {
                continue;
            };
            samples.push(Sample { text, number, lines: lines(&crop, &[]) });
        }
        samples
    };
    (0..count).into_par_iter().flat_map_iter(of).collect()
}

fn conditions(seed: u64) -> Conditions {
    if seed % 4 == 0 { Conditions::poor() } else { Conditions::phone() }
}

/// Texts in the fields of real forms' pages, photographed, found and cut by the reader: `numbers` of them are numbers.
pub fn forms(count: u64, shapes: Shapes, numbers: f32, seed: u64) -> Vec<Sample> {
    let layout = layout();
    let blanks: Vec<(u8, Raster)> =
        [2, 3].into_iter().map(|page| (page, blank(&layout, page, 3.6).expect("a page"))).collect();
    let of = |sheet: u64| {
        let mut rng = Rng::new(seed + sheet);
        let mut samples = Vec::new();
        for (number, raster) in &blanks {
            let page = layout.page(*number).expect("a page");
            let mut raster = raster.clone();
            let hand = rng.bits();
            let mut written = Vec::new();
            for field in &page.numbers {
                let Some(area) = field.words else { continue };
                let (text, number) = text(&mut rng, numbers);
                words(&mut raster, &text, area.map(|Mm(length)| length as f32 / 100.0), shapes, hand);
                written.push((field, text, number));
            }
            let Some(photo) = photograph(&raster, &layout, *number, &Conditions::phone(), hand) else {
                continue;
            };
            let picture = reader::decode::decode(&photo.jpeg).expect("a JPEG");
            let Ok(read) = read_page(&picture, std::slice::from_ref(&layout), Net::shipped()) else {
                continue;
            };
            for (field, text, number) in written {
                let Some((crop, printed)) = cut_words(&picture, &read.field, page, field) else { continue };
                samples.push(Sample { text, number, lines: lines(&crop, &printed) });
            }
        }
        samples
    };
    (0..count).into_par_iter().flat_map_iter(of).collect()
}
