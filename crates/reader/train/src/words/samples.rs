//! Texts in many hands, as the reader cuts them from photos.

use reader::Gray;
use reader::page::{PART, Point};
use reader::sample::cut;
use reader::words::alphabet::sign;
use reader::words::lines::{HEIGHT, Line, lines};
use simulate::paper::{Raster, Shapes, spelled, words};

use crate::rng::Rng;

/// What is written somewhere, and its lines as the reader finds them.
#[derive(Clone, Debug)]
pub struct Sample {
    pub text: String,
    /// The number meant; `None` for other texts.
    pub number: Option<u16>,
    pub lines: Vec<Line>,
}

impl Sample {
    /// The signs of its text.
    pub fn signs(&self) -> Vec<usize> {
        self.text.chars().filter(|one| *one != ' ').map(sign).collect()
    }
}

/// Words that are no numbers.
const OTHERS: [&str; 28] = [
    "SAKSI", "SUARA", "TIDAK", "SAH", "JUMLAH", "RIBU", "RUPIAH", "LEMBAR", "KETUA", "MELATI", "KENANGA",
    "BUDI", "DARMA", "PUTIH", "TERATAI", "SEMUA", "BATAL", "HABIS", "PEMILIH", "LEBIH", "KURANG", "TPS",
    "PASLON", "TANPA", "SALAH", "DAN", "SEPERTI", "LAINNYA",
];

/// A text, and the number it means.
pub fn text(rng: &mut Rng, numbers: f32) -> (String, Option<u16>) {
    if rng.chance(numbers) {
        let number = match rng.below(10) {
            0..4 => rng.below(1000),
            4..8 => rng.below(320),
            8 => rng.below(30),
            _ => 0,
        };
        return (spelled(number as u32, rng.bits()), Some(number as u16));
    }
    let mut text = String::new();
    match rng.below(3) {
        // A numeral misspelled as nobody foresaw.
        0 => {
            let usual: Vec<char> = spelled(rng.below(1000) as u32, rng.bits()).chars().collect();
            let at = rng.below(usual.len());
            let letter = char::from(b'A' + rng.below(26) as u8);
            match rng.below(3) {
                0 => text
                    .extend(usual.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, one)| one)),
                1 => text.extend(
                    usual.iter().enumerate().map(|(place, one)| if place == at { letter } else { *one }),
                ),
                _ => text.extend(usual.iter().enumerate().flat_map(|(place, one)| {
                    [Some(*one), (place == at).then_some(letter)].into_iter().flatten()
                })),
            }
        }
        1 => {
            for _ in 0..1 + rng.below(3) {
                text.push_str(OTHERS[rng.below(OTHERS.len())]);
                text.push(' ');
            }
        }
        _ => {
            for _ in 0..1 + rng.below(3) {
                (0..2 + rng.below(7)).for_each(|_| text.push(char::from(b'A' + rng.below(26) as u8)));
                text.push(' ');
            }
        }
    }
    (text.trim().to_owned(), None)
}

/// A text written on a piece of paper and seen by a quick stand-in for a telephone.
pub fn drawn(seed: u64, shapes: Shapes, numbers: f32) -> Sample {
    let mut rng = Rng::new(seed);
    let (text, number) = text(&mut rng, numbers);
    // A piece of a field: its height as forms have it, its width what the text may need.
    let high = rng.range(32.0, 62.0);
    let wide = (text.len() as f32 * rng.range(6.0, 13.0) + rng.range(8.0, 40.0)).clamp(40.0, 270.0);
    let fine = 3.0;
    let mut raster = Raster::new(wide, high, fine, [250; 3]);
    words(&mut raster, &text, [2.0, 2.0, wide - 4.0, high - 4.0], shapes, rng.bits());
    let ink = raster.luma().expect("a picture");
    let photo = seen(&ink, fine, &mut rng);
    // Cut as fields are, up to a millimetre and a half off.
    let scale = photo.width() as f32 / wide;
    let mut corner = |x: f32, y: f32| {
        let off = |rng: &mut Rng| rng.bell(0.6) * scale * PART as f32;
        let at = |length: f32| length * scale * PART as f32;
        let (dx, dy) = (off(&mut rng), off(&mut rng));
        Point::new((at(x) + dx) as i64, (at(y) + dy) as i64)
    };
    let corners = [corner(0.0, 0.0), corner(wide, 0.0), corner(wide, high), corner(0.0, high)];
    let crop = cut(&photo, corners, (wide * 2.0) as usize, (high * 2.0) as usize).expect("a crop");
    Sample { text, number, lines: lines(&crop, &[]) }
}

/// Scaled down, lit, blurred, shaken, and with a sensor's noise.
fn seen(ink: &Gray, fine: f32, rng: &mut Rng) -> Gray {
    let scale = rng.range(1.5, 2.9) / fine;
    let (width, height) = ((ink.width() as f32 * scale) as usize, (ink.height() as f32 * scale) as usize);
    let mut plane = vec![0.0_f32; width * height];
    let bend = (rng.bell(0.8), rng.range(0.004, 0.02), rng.range(0.0, 6.0));
    for (y, row) in plane.chunks_exact_mut(width).enumerate() {
        for (x, value) in row.iter_mut().enumerate() {
            let sx = (x as f32 + 0.5) / scale - 0.5;
            let sy = (y as f32 + 0.5) / scale - 0.5 + bend.0 * fine * (sx * bend.1 + bend.2).sin();
            let mut sum = 0.0;
            for (dx, dy) in [(-0.3, -0.3), (0.3, -0.3), (-0.3, 0.3), (0.3, 0.3)] {
                sum += between(ink, sx + dx, sy + dy);
            }
            *value = sum / 4.0;
        }
    }
    let paper = rng.range(90.0, 225.0) / 250.0;
    let haze = rng.range(0.0, 0.3) * 200.0 * paper;
    let (tilt_x, tilt_y) = (rng.bell(0.12) / width as f32, rng.bell(0.12) / height as f32);
    let focus = rng.range(0.35, 1.2);
    blur(&mut plane, width, focus, rng.chance(0.3).then(|| rng.range(0.5, 1.6)));
    let noise = rng.range(0.8, 5.5);
    let sharpened = rng.range(0.0, 1.1);
    let soft = {
        let mut soft = plane.clone();
        blur(&mut soft, width, 1.0, None);
        soft
    };
    // A fold, a shadow's edge.
    let fold = rng.chance(0.12).then(|| (rng.unit() * height as f32, rng.bell(0.02), rng.range(0.04, 0.2)));
    let pixels = plane.iter().zip(&soft).enumerate().map(|(at, (value, soft))| {
        let (x, y) = ((at % width) as f32, (at / width) as f32);
        let mut light =
            paper * (1.0 + tilt_x * (x - width as f32 / 2.0) + tilt_y * (y - height as f32 / 2.0));
        if let Some((start, slope, depth)) = fold {
            let far = y - start - slope * x;
            light *= 1.0 - depth * (-far * far / 3.0).exp();
        }
        let value = (value + (value - soft) * sharpened).clamp(0.0, 255.0);
        (value * light * (1.0 - haze / 255.0) + haze + rng.bell(noise)).clamp(0.0, 255.0) as u8
    });
    Gray::new(width, height, pixels.collect()).expect("a picture")
}

fn between(from: &Gray, x: f32, y: f32) -> f32 {
    let (column, row) = (x.floor(), y.floor());
    let (right, down) = (x - column, y - row);
    let at = |x: f32, y: f32| f32::from(from.at(x as i64, y as i64));
    let upper = at(column, row) * (1.0 - right) + at(column + 1.0, row) * right;
    let lower = at(column, row + 1.0) * (1.0 - right) + at(column + 1.0, row + 1.0) * right;
    upper * (1.0 - down) + lower * down
}

/// A lens's blur, and a hand's in the one direction that is its own.
fn blur(plane: &mut Vec<f32>, width: usize, focus: f32, shake: Option<f32>) {
    let weights = |sigma: f32| -> [f32; 5] {
        let raw = [-2.0_f32, -1.0, 0.0, 1.0, 2.0].map(|at| (-at * at / (2.0 * sigma * sigma)).exp());
        let sum: f32 = raw.iter().sum();
        raw.map(|weight| weight / sum)
    };
    let height = plane.len() / width;
    let across = weights((focus * focus + shake.unwrap_or(0.0).powi(2)).sqrt());
    let mut row = vec![0.0; width];
    for line in plane.chunks_exact_mut(width) {
        row.copy_from_slice(line);
        for x in 2..width.saturating_sub(2) {
            line[x] = (0..5).map(|at| across[at] * row[x + at - 2]).sum();
        }
    }
    let down = weights(focus);
    let before = plane.clone();
    for y in 2..height.saturating_sub(2) {
        for x in 0..width {
            plane[y * width + x] = (0..5).map(|at| down[at] * before[(y + at - 2) * width + x]).sum();
        }
    }
}

/// A line as a pass takes it, 0 to 1; moved, stretched and lit a little otherwise where a net is trained.
pub fn input(line: &Line, rng: Option<&mut Rng>) -> Vec<f32> {
    let Some(rng) = rng else { return line.pixels.iter().map(|value| f32::from(*value) / 255.0).collect() };
    let width = ((line.width as f32 * rng.range(0.85, 1.18)) as usize).clamp(16, 512);
    let (gain, noise) = (rng.range(0.7, 1.3), rng.range(0.0, 0.05));
    let (raise, tall) = (rng.bell(0.6), 1.0 + rng.bell(0.06));
    let middle = HEIGHT as f32 / 2.0;
    let at = |x: usize, y: isize| -> f32 {
        if y < 0 || y as usize >= HEIGHT {
            0.0
        } else {
            f32::from(line.pixels[y as usize * line.width + x.min(line.width - 1)])
        }
    };
    let mut pixels = Vec::with_capacity(width * HEIGHT);
    for y in 0..HEIGHT {
        let sy = (y as f32 + 0.5 - middle) * tall + middle + raise - 0.5;
        let (row, down) = (sy.floor() as isize, sy - sy.floor());
        for x in 0..width {
            let sx = ((x as f32 + 0.5) * line.width as f32 / width as f32 - 0.5).max(0.0);
            let (column, right) = (sx as usize, sx.fract());
            let upper = at(column, row) * (1.0 - right) + at(column + 1, row) * right;
            let lower = at(column, row + 1) * (1.0 - right) + at(column + 1, row + 1) * right;
            let value = (upper * (1.0 - down) + lower * down) / 255.0;
            pixels.push((value * gain + rng.bell(noise)).clamp(0.0, 1.0));
        }
    }
    pixels
}
