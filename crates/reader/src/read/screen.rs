//! Whether a photo shows a screen instead of paper.
//!
//! A display is a grid. Photographed, it leaves waves of one length and direction all over the page, of its dots where those can
//! be seen and of their beat with the sensor's where not (moiré). Paper, ink, folds, light and noise leave none.
//!
//! The quietest square of each part of the page is looked at: its spectrum, and in it the waves that stand out from all of about
//! their length. A wave of noise is another one in the next part of the page; a display's is the same, or nearly: seen from
//! the side its length changes from part to part, but little.

use crate::gray::Gray;
use crate::layout::{Layout, Mm, Spot};
use crate::page::Homography;

/// What is photographed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// Nothing says that it is not paper.
    Paper,
    /// A screen that shows the form.
    Screen,
}

/// What was seen of waves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waves {
    /// Parts of the page that could be looked at.
    pub looked: usize,
    /// Of them, those with a wave that at least two of their neighbours have too.
    pub alike: usize,
}

/// Parts alike from which it is a screen. Photos of paper have none (`docs/reader.md`, Measured); one chance agreement of noise
/// makes three.
const LEAST_ALIKE: usize = 4;

impl Waves {
    /// What they say.
    pub fn surface(self) -> Surface {
        if self.alike >= LEAST_ALIKE { Surface::Screen } else { Surface::Paper }
    }
}

/// Parts of the page across and down: each one's quietest square is looked at.
const ACROSS: i32 = 4;
/// Likewise.
const DOWN: i32 = 8;
/// Squares of a part, each way, of which one is taken.
const TRIES: i32 = 4;

/// Side of a square in pixels.
const SIDE: usize = 64;
/// Its pixels.
const AREA: usize = SIDE * SIDE;

/// Looks for a screen's waves on a page.
pub fn waves(picture: &Gray, perspective: &Homography, layout: &Layout) -> Waves {
    let [left, top, right, bottom] = layout.marks.crossings;
    let place =
        |part: i32, parts: i32, from: Mm, to: Mm| Mm(from.0 + (to.0 - from.0) * (2 * part + 1) / (2 * parts));
    let quietest = |(across, down): (i32, i32)| {
        let tries = (0..TRIES).flat_map(|y| (0..TRIES).map(move |x| (x, y)));
        let squares = tries.filter_map(|(x, y)| {
            let at = Spot {
                x: place(across * TRIES + x, ACROSS * TRIES, left, right),
                y: place(down * TRIES + y, DOWN * TRIES, top, bottom),
            };
            let (x, y) = perspective.at(at)?.pixel();
            Square::at(picture, x, y)
        });
        squares.min_by_key(|square| square.loudness)
    };
    let parts: Vec<(i32, i32)> = (0..DOWN).flat_map(|y| (0..ACROSS).map(move |x| (x, y))).collect();
    let squares: Vec<((i32, i32), Square)> =
        parts.into_iter().filter_map(|part| Some((part, quietest(part)?))).collect();
    let mut peaks: Vec<((i32, i32), Vec<Peak>)> = Vec::with_capacity(squares.len());
    for pair in squares.chunks(2) {
        // Two real pictures are the two parts of one complex one.
        let of = |at: usize| pair.get(at).map(|(_, square)| square);
        let spectra = spectra(picture, of(0), of(1));
        peaks.extend(pair.iter().zip(&spectra).map(|((part, _), spectrum)| (*part, standing_out(spectrum))));
    }
    let near = |(ax, ay): (i32, i32), (bx, by): (i32, i32)| (ax - bx).abs().max((ay - by).abs()) == 1;
    let alike = peaks
        .iter()
        .filter(|(part, mine)| {
            mine.iter().any(|peak| {
                let same = |theirs: &[Peak]| theirs.iter().any(|other| peak.alike(*other));
                peaks.iter().filter(|(other, theirs)| near(*part, *other) && same(theirs)).count() >= 2
            })
        })
        .count();
    Waves { looked: peaks.len(), alike }
}

/// Brightness from which a place tells nothing, grey levels: a light mirrors there.
const BLOWN: i32 = 250;

/// A square of a picture.
struct Square {
    left: usize,
    top: usize,
    mean: i32,
    /// How much it differs from its mean, as 4096ths of that: nothing but blank paper has little.
    loudness: i64,
}

impl Square {
    /// The one around a pixel; `None` beyond the picture and where it is blown out.
    fn at(picture: &Gray, x: i64, y: i64) -> Option<Square> {
        let half = i64::try_from(SIDE / 2).ok()?;
        let (left, top) = (usize::try_from(x - half).ok()?, usize::try_from(y - half).ok()?);
        if left + SIDE > picture.width() || top + SIDE > picture.height() {
            return None;
        }
        // Every fourth pixel of every fourth row tells print from paper as well as all.
        let mut seen: Vec<i32> = Vec::with_capacity(AREA / 16);
        for y in (top..top + SIDE).step_by(4) {
            let row = picture.row(y).get(left..left + SIDE).unwrap_or(&[]);
            seen.extend(row.chunks_exact(4).filter_map(|four| four.first()).map(|pixel| i32::from(*pixel)));
        }
        let count = i32::try_from(seen.len()).ok().filter(|count| *count > 0)?;
        let mean = seen.iter().sum::<i32>() / count;
        if mean == 0 || mean >= BLOWN {
            return None;
        }
        let off: i32 = seen.iter().map(|pixel| (pixel - mean).abs()).sum();
        let loudness = i64::from(off) * 4096 / i64::from(count * mean);
        Some(Square { left, top, mean, loudness })
    }
}

/// Furthest a pixel is taken from its square's mean, grey levels: a speck of ink is no wave.
const FURTHEST: i32 = 32;

/// A picture's power by wave: by its periods to the right, from none to [`HALF`], and those down, [`SIDE`] of them. Waves that
/// run to the left are these again.
struct Spectrum(Vec<u64>);

/// Half a square's side.
const HALF: usize = SIDE / 2;

impl Spectrum {
    /// The power of a wave of so many periods; none of the shortest, which are cut off.
    fn at(&self, right: i32, down: i32) -> u64 {
        let right = right.rem_euclid(SIDE_I32);
        let (right, down) = if right > SIDE_I32 / 2 { (SIDE_I32 - right, -down) } else { (right, down) };
        let at = usize::try_from(right * SIDE_I32 + down.rem_euclid(SIDE_I32)).ok();
        at.and_then(|at| self.0.get(at)).copied().unwrap_or(0)
    }

    /// The power of one block of waves, its mean.
    fn blocks(&self) -> Vec<u64> {
        let mut blocks = vec![0; BLOCKS_RIGHT * BLOCKS];
        for (line, blocks) in self.0.chunks_exact(SIDE * BLOCK).zip(blocks.chunks_exact_mut(BLOCKS)) {
            for line in line.chunks_exact(SIDE) {
                for (block, powers) in blocks.iter_mut().zip(line.chunks_exact(BLOCK)) {
                    *block += powers.iter().sum::<u64>() / (BLOCK * BLOCK) as u64;
                }
            }
        }
        blocks
    }
}

/// Complex numbers, parts apart, so that many are worked on at a time.
struct Complex {
    real: Vec<i32>,
    imaginary: Vec<i32>,
}

/// Powers of two squares.
fn spectra(picture: &Gray, one: Option<&Square>, other: Option<&Square>) -> [Spectrum; 2] {
    let weighed = |square: Option<&Square>| -> Vec<i32> {
        let Some(square) = square else { return vec![0; AREA] };
        let mut all = Vec::with_capacity(AREA);
        for (y, weight) in (square.top..).zip(WINDOW) {
            let row = picture.row(y).iter().skip(square.left);
            // Windows are in 256ths; 32nds of a grey level stay.
            all.extend(row.zip(WINDOW).map(|(pixel, across)| {
                let off = (i32::from(*pixel) - square.mean).clamp(-FURTHEST, FURTHEST);
                (off * across * weight + 1024) >> 11
            }));
        }
        all.resize(AREA, 0);
        all
    };
    let mut both = Complex { real: weighed(one), imaginary: weighed(other) };
    both.transform_down();
    both.turn();
    both.transform_down();
    both.apart()
}

impl Complex {
    /// Fourier's transform of each column (Gentleman and Sande: natural order in, reversed bits out). Entries are below
    /// 2^10 at first, so below 2^16 after six sums; they are cut by a quarter before the second way, so below 2^20 at last. The
    /// products with 11 bits of cosine fit, so that sums may wrap unchecked.
    fn transform_down(&mut self) {
        let mut half = SIDE / 2;
        while half > 0 {
            let step = SIDE / (2 * half);
            let blocks = self.real.chunks_exact_mut(2 * half * SIDE);
            for (real, imaginary) in blocks.zip(self.imaginary.chunks_exact_mut(2 * half * SIDE)) {
                let (upper, lower) = real.split_at_mut(half * SIDE);
                let (upper_i, lower_i) = imaginary.split_at_mut(half * SIDE);
                let upper = upper.chunks_exact_mut(SIDE).zip(upper_i.chunks_exact_mut(SIDE));
                let lower = lower.chunks_exact_mut(SIDE).zip(lower_i.chunks_exact_mut(SIDE));
                for (((a, a_i), (b, b_i)), [cos, sin]) in upper.zip(lower).zip(TURNS.iter().step_by(step)) {
                    for (((a, a_i), b), b_i) in a.iter_mut().zip(a_i).zip(b).zip(b_i) {
                        let (x, y) = (a.wrapping_sub(*b), a_i.wrapping_sub(*b_i));
                        *a = a.wrapping_add(*b);
                        *a_i = a_i.wrapping_add(*b_i);
                        *b = x.wrapping_mul(*cos).wrapping_add(y.wrapping_mul(*sin)).wrapping_add(1024) >> 11;
                        *b_i =
                            y.wrapping_mul(*cos).wrapping_sub(x.wrapping_mul(*sin)).wrapping_add(1024) >> 11;
                    }
                }
            }
            half /= 2;
        }
    }

    /// Rows become columns, at a quarter.
    fn turn(&mut self) {
        for part in [&mut self.real, &mut self.imaginary] {
            let turned =
                (0..SIDE).flat_map(|x| part.iter().skip(x).step_by(SIDE).map(|value| (value + 2) >> 2));
            *part = turned.collect();
        }
    }

    /// The powers of the two pictures: what is alike under reversal is the one's, what is opposite the other's.
    fn apart(&self) -> [Spectrum; 2] {
        let mut one = Vec::with_capacity(HALF * SIDE);
        let mut other = Vec::with_capacity(HALF * SIDE);
        // Rows became columns.
        let line = |at: u8| {
            let from = usize::from(at) * SIDE;
            let part = |of: &'_ Vec<i32>| -> [i32; SIDE] {
                of.get(from..).and_then(|rest| rest.first_chunk()).copied().unwrap_or([0; SIDE])
            };
            (part(&self.real), part(&self.imaginary))
        };
        let backwards = || REVERSED.iter().take(1).chain(REVERSED.iter().skip(1).rev());
        let value = |line: &[i32; SIDE], at: u8| i64::from(line.get(usize::from(at)).copied().unwrap_or(0));
        for (right, left) in REVERSED.iter().zip(backwards()).take(HALF) {
            let (here, there) = (line(*right), line(*left));
            for (down, up) in REVERSED.iter().zip(backwards()) {
                let (a, b) = (value(&here.0, *down), value(&here.1, *down));
                let (c, d) = (value(&there.0, *up), value(&there.1, *up));
                let power = |x: i64, y: i64| (x * x + y * y).unsigned_abs();
                one.push(power(a + c, b - d));
                other.push(power(b + d, a - c));
            }
        }
        [Spectrum(one), Spectrum(other)]
    }
}

/// A wave that stands out: periods in a square, to the right (never fewer than none) and down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Peak {
    right: i32,
    down: i32,
    /// How much it stands out: hundredths of the power of the waves around it.
    power: u64,
}

/// How far two waves may be from each other and count as one, periods in a square.
const ALIKE: i32 = 2;

impl Peak {
    fn off(self, other: Peak) -> i32 {
        let around = |off: i32| off.rem_euclid(SIDE_I32).min((-off).rem_euclid(SIDE_I32));
        let near =
            |sign: i32| around(self.right - sign * other.right).max(around(self.down - sign * other.down));
        near(1).min(near(-1))
    }

    fn alike(self, other: Peak) -> bool {
        self.off(other) <= ALIKE
    }
}

/// Fewest periods in a square, so that waves of more than 6.4 pixels are not looked for: blurred print makes such.
const LEAST_PERIODS: i32 = 10;

/// How far a wave reaches in the spectrum, and how far it must stand alone. Ruled lines make ridges and combs, a grid does not.
const NEAR: i32 = 3;
/// Likewise.
const FAR: i32 = 8;
/// How many times as strong as all from [`NEAR`] to [`FAR`] it must be.
const ALONE: u64 = 2;
/// Periods of light's and folds' changes, which are left out there.
const LIGHT: i32 = 4;

/// [`SIDE`] in the spectrum's numbers.
const SIDE_I32: i32 = 64;

/// Power, in hundredths of that of the waves around, from which one stands out: noise has it in one square of ten.
const LEAST_POWER: u64 = 800;

/// Power of a picture's roundings: what is less is nothing.
const FLOOR: u64 = 100_000;

/// Side of the blocks of waves over which means are taken.
const BLOCK: usize = 4;
/// Blocks by periods down.
const BLOCKS: usize = SIDE / BLOCK;
/// Blocks by periods to the right.
const BLOCKS_RIGHT: usize = HALF / BLOCK;

/// The two waves that stand out most, if they stand alone.
fn standing_out(spectrum: &Spectrum) -> Vec<Peak> {
    let blocks = spectrum.blocks();
    let around = |right: usize, down: usize| -> u64 {
        let near = |at: usize, most: usize| [at.saturating_sub(1), at, (at + 1).min(most)];
        let downs = [(down + BLOCKS - 1) % BLOCKS, down, (down + 1) % BLOCKS];
        let mut nine = near(right, BLOCKS_RIGHT - 1)
            .map(|right| downs.map(|down| blocks.get(right * BLOCKS + down).copied().unwrap_or(0)));
        let nine = nine.as_flattened_mut();
        nine.sort_unstable();
        // The middle one: a wave reaches into four at most.
        nine.get(nine.len() / 2).copied().unwrap_or(0).max(FLOOR)
    };
    let mut found: Vec<Peak> = Vec::new();
    for (right, line) in spectrum.0.chunks_exact(SIDE).enumerate() {
        for (block, powers) in line.chunks_exact(BLOCK).enumerate() {
            let most = powers.iter().max().copied().unwrap_or(0);
            if most < FLOOR * LEAST_POWER / 100 {
                continue;
            }
            let mean = around(right / BLOCK, block);
            if most * 100 / mean < LEAST_POWER {
                continue;
            }
            for (down, power) in (block * BLOCK..).zip(powers) {
                let (Ok(right), Ok(down)) = (i32::try_from(right), i32::try_from(down)) else { continue };
                let down = if down >= SIDE_I32 / 2 { down - SIDE_I32 } else { down };
                let long = right * right + down * down < LEAST_PERIODS * LEAST_PERIODS;
                let power = power * 100 / mean;
                if power >= LEAST_POWER && !long {
                    found.push(Peak { right, down, power });
                }
            }
        }
    }
    found.sort_by_key(|peak| (std::cmp::Reverse(peak.power), peak.right, peak.down));
    let first = found.first().copied();
    let second = first.and_then(|first| found.iter().copied().find(|peak| peak.off(first) > NEAR));
    let alone = |peak: &Peak| {
        let around = -FAR..=FAR;
        let ring = around.clone().flat_map(|y| around.clone().map(move |x| (x, y)));
        let most = ring
            .filter(|(x, y)| x.abs().max(y.abs()) > NEAR)
            .map(|(x, y)| (peak.right + x, peak.down + y))
            .filter(|(x, y)| x * x + y * y >= LIGHT * LIGHT)
            .map(|(x, y)| spectrum.at(x, y))
            .max();
        spectrum.at(peak.right, peak.down) >= ALONE * most.unwrap_or(0).max(FLOOR)
    };
    first.into_iter().chain(second).filter(alone).collect()
}

/// Hann's window, 256ths: 128 (1 - cos (2π (n + 1/2) / 64)).
const WINDOW: [i32; SIDE] = [
    0, 1, 4, 7, 12, 18, 25, 33, 42, 52, 62, 73, 85, 97, 109, 122, 134, 147, 159, 171, 183, 194, 204, 214,
    223, 231, 238, 244, 249, 252, 255, 256, 256, 255, 252, 249, 244, 238, 231, 223, 214, 204, 194, 183, 171,
    159, 147, 134, 122, 109, 97, 85, 73, 62, 52, 42, 33, 25, 18, 12, 7, 4, 1, 0,
];

/// Cosine and sine of n 64ths of a turn, 2048ths.
const TURNS: [[i32; 2]; SIDE / 2] = [
    [2048, 0],
    [2038, 201],
    [2009, 400],
    [1960, 595],
    [1892, 784],
    [1806, 965],
    [1703, 1138],
    [1583, 1299],
    [1448, 1448],
    [1299, 1583],
    [1138, 1703],
    [965, 1806],
    [784, 1892],
    [595, 1960],
    [400, 2009],
    [201, 2038],
    [0, 2048],
    [-201, 2038],
    [-400, 2009],
    [-595, 1960],
    [-784, 1892],
    [-965, 1806],
    [-1138, 1703],
    [-1299, 1583],
    [-1448, 1448],
    [-1583, 1299],
    [-1703, 1138],
    [-1806, 965],
    [-1892, 784],
    [-1960, 595],
    [-2009, 400],
    [-2038, 201],
];

/// A number of six bits with its bits in the other order.
const REVERSED: [u8; SIDE] = [
    0, 32, 16, 48, 8, 40, 24, 56, 4, 36, 20, 52, 12, 44, 28, 60, 2, 34, 18, 50, 10, 42, 26, 58, 6, 38, 22,
    54, 14, 46, 30, 62, 1, 33, 17, 49, 9, 41, 25, 57, 5, 37, 21, 53, 13, 45, 29, 61, 3, 35, 19, 51, 11, 43,
    27, 59, 7, 39, 23, 55, 15, 47, 31, 63,
];

#[cfg(test)]
mod tests {
    #![expect(
        clippy::float_arithmetic,
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the plain way is in fractions"
    )]

    use std::f64::consts::TAU;

    use super::*;

    /// Grey with a wave of so many periods a square, and some noise.
    fn picture(right: f64, down: f64, strong: f64) -> Gray {
        let mut noise = 1_u32;
        let pixels = (0..AREA).map(|at| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (x, y) = ((at % SIDE) as f64, (at / SIDE) as f64);
            let turns = (x * right + y * down) / SIDE as f64;
            (150.0 + strong * (turns * TAU).sin() + f64::from(noise >> 29)).round() as u8
        });
        Gray::new(SIDE, SIDE, pixels.collect()).unwrap()
    }

    fn square() -> Square {
        Square { left: 0, top: 0, mean: 153, loudness: 0 }
    }

    #[test]
    fn the_spectra_of_two_squares_are_those_of_the_definition() {
        let (one, other) = (picture(20.0, -7.0, 20.0), picture(3.0, 12.0, 9.0));
        let mut both = one.pixels().to_vec();
        both.extend(other.pixels());
        let both = Gray::new(SIDE, 2 * SIDE, both).unwrap();
        let below = Square { top: SIDE, ..square() };
        let spectra = spectra(&both, Some(&square()), Some(&below));
        for (spectrum, picture) in spectra.iter().zip([one, other]) {
            for (right, down) in [(20, -7), (3, 12), (0, 0), (1, 0), (0, -1), (9, 30), (31, -32), (17, 3)] {
                let (mut real, mut imaginary) = (0.0, 0.0);
                for (at, pixel) in picture.pixels().iter().enumerate() {
                    let (x, y) = (at % SIDE, at / SIDE);
                    let off = f64::from((i32::from(*pixel) - 153).clamp(-FURTHEST, FURTHEST));
                    let weighed = off * f64::from(WINDOW[x] * WINDOW[y]) / 2048.0;
                    let turns = f64::from(right) * x as f64 + f64::from(down) * y as f64;
                    real += weighed * (turns / SIDE as f64 * TAU).cos();
                    imaginary -= weighed * (turns / SIDE as f64 * TAU).sin();
                }
                // A quarter of each part, and twice that: half the square of the sum of two waves.
                let plain = (real * real + imaginary * imaginary) / 4.0;
                let seen = spectrum.at(right, down) as f64;
                assert!(
                    (seen.sqrt() - plain.sqrt()).abs() < 150.0 + plain.sqrt() / 50.0,
                    "{right} {down}: {seen} {plain}"
                );
            }
        }
    }

    #[test]
    fn a_wave_stands_out_and_a_ruled_line_does_not() {
        let wave = picture(20.0, -7.0, 3.0);
        let [seen, _] = spectra(&wave, Some(&square()), None);
        let peaks = standing_out(&seen);
        assert_eq!(peaks.iter().map(|peak| (peak.right, peak.down)).collect::<Vec<_>>(), [(20, -7)]);
        let mut lines = picture(0.0, 0.0, 0.0).pixels().to_vec();
        for at in [20, 21, 38, 39].into_iter().flat_map(|y| y * SIDE..(y + 1) * SIDE) {
            lines[at] = 90;
        }
        let lines = Gray::new(SIDE, SIDE, lines).unwrap();
        let [seen, _] = spectra(&lines, Some(&square()), None);
        assert_eq!(standing_out(&seen), []);
    }
}
