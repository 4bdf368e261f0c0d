//! Photos of filled sheets, and boxes, for measuring the reader and holding its ways against each other. The same arguments
//! make the same bytes.
//!
//! ```text
//! reader_photos photos FOLDER SHEETS MEGAPIXELS SEED     SEED-1.jpg, SEED-2.jpg, ... of each sheet
//! reader_photos phone FOLDER SHEETS SEED                 the same, small, as telephones take them: turned, folded, shadowed
//! reader_photos boxes FILE COUNT SEED [BOXES.tar]        patches of 1,024 bytes; real ones first, where they are at hand
//! ```

#![expect(clippy::float_arithmetic, clippy::cast_possible_truncation, reason = "pictures, never votes")]

use std::error::Error;
use std::io::Read as _;
use std::path::Path;
use std::{env, fs};

use reader::boxes::{Patch, SIDE};
use reader::layout::Layout;
use simulate::paper::{Blanks, Conditions, Habits, Span, photograph, plan, ppwp_figures, ppwp_sums};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["photos", folder, sheets, megapixels, seed] => {
            photos(folder, sheets.parse()?, &steady(megapixels.parse()?), seed.parse()?)
        }
        ["phone", folder, sheets, seed] => {
            // As small as can be read: what is compared takes no less care, and less time.
            let small = Conditions { per_mm: Span(1.5, 2.0), ..Conditions::phone() };
            photos(folder, sheets.parse()?, &small, seed.parse()?)
        }
        ["boxes", file, count, seed] => boxes(file, count.parse()?, seed.parse()?, None),
        ["boxes", file, count, seed, tar] => boxes(file, count.parse()?, seed.parse()?, Some(tar)),
        _ => Err("usage: reader_photos photos | phone | boxes (see its source)".into()),
    }
}

/// A telephone's photo of this many million pixels, give or take what a slant takes: the frame and 25 mm around it fill it.
fn steady(megapixels: f64) -> Conditions {
    let area = (505.6 + 50.0) * (810.0 + 50.0);
    let per_mm = (megapixels * 1e6 / area).sqrt() as f32;
    Conditions {
        per_mm: Span::only(per_mm),
        tilt: Span(1.0, 6.0),
        turn: Span(0.0, 1.5),
        quarter: 0.0,
        margin: Span::only(25.0),
        ..Conditions::phone()
    }
}

fn photos(folder: &str, sheets: u64, conditions: &Conditions, seed: u64) -> Result<(), Box<dyn Error>> {
    let layout =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024/layouts/c-hasil-ppwp.toml");
    let blanks = Blanks::print(Layout::parse(&fs::read_to_string(layout)?)?, 4.0);
    fs::create_dir_all(folder)?;
    for seed in seed..seed + sheets {
        let truth = plan(blanks.layout(), &ppwp_figures(seed), &ppwp_sums(), &Habits::default(), seed);
        for page in &blanks.layout().pages {
            let raster = blanks.filled(&truth, page.page, None).ok_or("no such page")?;
            let photo =
                photograph(&raster, blanks.layout(), page.page, conditions, seed).ok_or("too large")?;
            fs::write(Path::new(folder).join(format!("{seed}-{}.jpg", page.page)), photo.jpeg)?;
        }
    }
    Ok(())
}

fn boxes(file: &str, count: usize, seed: u64, tar: Option<&str>) -> Result<(), Box<dyn Error>> {
    let mut bytes = Vec::with_capacity(count * SIDE * SIDE);
    if let Some(path) = tar {
        for entry in tar::Archive::new(fs::File::open(path)?).entries()?.take(count) {
            let mut crop = Vec::new();
            entry?.read_to_end(&mut crop)?;
            if let Ok(crop) = reader::decode::decode(&crop) {
                bytes.extend(Patch::from_gray(&crop).pixels());
            }
        }
    }
    let mut numbers = Numbers(seed);
    while bytes.len() < count * SIDE * SIDE {
        bytes.extend(numbers.patch());
    }
    Ok(fs::write(file, bytes)?)
}

/// A small stream of numbers.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// Noise, crossed strokes, slanted strokes or gradients: every kind of patch, from blank to all extremes.
    fn patch(&mut self) -> [u8; SIDE * SIDE] {
        let (kind, paper, tilt) = (self.next() % 4, self.next() % 256, self.next() % 5);
        let (x, y, width) = (self.next() % 32, self.next() % 32, 1 + self.next() % 6);
        let mut patch = [0; SIDE * SIDE];
        for (at, pixel) in (0_u64..).zip(&mut patch) {
            let (px, py) = (at % 32, at / 32);
            let value = match kind {
                0 => self.next() % 256,
                1 if px.abs_diff(x) < width || py.abs_diff(y) < width => self.next() % 40,
                2 if (px + tilt * py / 2) % 16 < width => 20,
                _ => paper + (px * tilt) / 2 + self.next() % 9,
            };
            *pixel = u8::try_from(value).unwrap_or(u8::MAX);
        }
        patch
    }
}
