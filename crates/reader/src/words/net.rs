//! The net that tells letters in a line of writing, in whole numbers.
//!
//! One piece of code is compiled twice: for any machine, and for those with AVX2. Whole numbers whose sums can't overflow
//! come out the same however they are added.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined into the call for AVX2 is not compiled for AVX2"
)]

use std::fmt;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::WordsRead;
use super::alphabet::SIGNS;
use super::lines::{HEIGHT, Line};
use super::score::judged;
use super::shipped;
use super::weights::{Last, Layer, SHAPES, Shape, Weights, WeightsError};
use crate::layers::{rescale, score_of};
use crate::logs::log_probabilities;

/// What each column of a text shows: log-probabilities of every sign, thousandths of a nat.
pub type Letters = Vec<[i32; SIGNS]>;

/// A net ready to read.
#[derive(Clone)]
pub struct WordsNet {
    weights: Weights,
    /// Each layer's weights as they are multiplied.
    taps: Vec<Vec<i16>>,
    hash: [u8; 32],
}

static SHIPPED: LazyLock<WordsNet> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "compiled in; a test reads them")]
    WordsNet::parse(shipped::WEIGHTS).expect("the weights shipped are sound")
});

impl WordsNet {
    /// The net that comes with this crate: `weights/WORDS-CARD.md` says what it was trained on and how well it reads.
    pub fn shipped() -> &'static WordsNet {
        &SHIPPED
    }

    /// The net of a weights file ([`super::weights`] documents it).
    pub fn parse(bytes: &[u8]) -> Result<WordsNet, WeightsError> {
        let weights = Weights::parse(bytes)?;
        let wide = |taps: &[i8]| taps.iter().copied().map(i16::from).collect();
        let mut taps: Vec<Vec<i16>> = weights.layers.iter().map(|layer| wide(&layer.taps)).collect();
        taps.push(wide(&weights.last.taps));
        Ok(WordsNet { weights, taps, hash: Sha256::digest(bytes).into() })
    }

    /// SHA-256 of the weights file.
    pub fn hash(&self) -> [u8; 32] {
        self.hash
    }

    /// What the lines of a field say, together.
    pub fn read(&self, lines: &[Line]) -> WordsRead {
        if lines.is_empty() {
            return WordsRead::Empty;
        }
        let letters = self.text(lines);
        judged(&letters, i64::from(self.weights.free), i64::from(self.weights.share))
    }

    /// What each column of all lines shows, with a blank one before each line.
    pub fn text(&self, lines: &[Line]) -> Letters {
        let mut between = [-LEAST_LOG; SIGNS];
        if let Some(blank) = between.first_mut() {
            *blank = 0;
        }
        lines.iter().flat_map(|line| std::iter::once(between).chain(self.letters(line))).collect()
    }

    /// What each column of a line shows, with whatever the processor offers; a column is four of the line's. The same bits
    /// as [`WordsNet::letters_plain`].
    #[cfg(target_arch = "x86_64")]
    pub fn letters(&self, line: &Line) -> Letters {
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || self.letters_plain(line),
        )
    }

    /// What each column of a line shows; a column is four of the line's.
    #[cfg(not(target_arch = "x86_64"))]
    pub fn letters(&self, line: &Line) -> Letters {
        self.letters_plain(line)
    }

    /// The same, compiled for any machine.
    #[inline(always)]
    pub fn letters_plain(&self, line: &Line) -> Letters {
        let mut map = Map {
            rows: HEIGHT,
            columns: line.width,
            channels: 1,
            values: line.pixels.iter().copied().map(i16::from).collect(),
        };
        let mut shapes = SHAPES.iter().zip(&self.taps);
        for (layer, (shape, taps)) in self.weights.layers.iter().zip(&mut shapes) {
            map = convolved(&map, shape, taps, layer);
        }
        shapes.next().map_or_else(Vec::new, |(shape, taps)| signs(&map, shape, taps, &self.weights.last))
    }
}

impl fmt::Debug for WordsNet {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "WordsNet {}", crate::hex(&self.hash))
    }
}

/// Values by row, column, channel, each from 0 to 255.
struct Map {
    rows: usize,
    columns: usize,
    channels: usize,
    values: Vec<i16>,
}

impl Map {
    /// The window whose upper left corner is this place less the shape's border, by row, column, channel; zeros outside.
    #[inline(always)]
    fn window(&self, shape: &Shape, row: usize, column: usize, to: &mut Vec<i16>) {
        to.clear();
        let ([rows, columns], [above, before]) = (shape.window, shape.border);
        for row in (row..row + rows).map(|row| row.checked_sub(above).filter(|row| *row < self.rows)) {
            let end = (column + columns).saturating_sub(before).min(self.columns);
            let start = column.saturating_sub(before).min(end);
            let source = row.and_then(|row| {
                let first = row * self.columns;
                self.values.get((first + start) * self.channels..(first + end) * self.channels)
            });
            let full = to.len() + columns * self.channels;
            if let Some(source) = source {
                to.resize(to.len() + before.saturating_sub(column).min(columns) * self.channels, 0);
                to.extend_from_slice(source);
            }
            to.resize(full, 0);
        }
    }
}

/// Products summed. They fit: the weights file that could overflow is refused.
#[inline(always)]
fn sum(bias: i32, taps: &[i16], window: &[i16]) -> i32 {
    taps.iter()
        .zip(window)
        .fold(bias, |sum, (tap, value)| sum.wrapping_add(i32::from(*tap) * i32::from(*value)))
}

#[inline(always)]
fn convolved(map: &Map, shape: &Shape, taps: &[i16], layer: &Layer) -> Map {
    let [down, right] = shape.step;
    let columns = map.columns.div_ceil(right);
    let mut values = Vec::with_capacity(shape.rows * columns * layer.bias.len());
    let mut window = Vec::new();
    for row in 0..shape.rows {
        for column in 0..columns {
            map.window(shape, row * down, column * right, &mut window);
            let outputs = taps.chunks_exact(window.len().max(1)).zip(&layer.bias).zip(&layer.scale);
            values.extend(outputs.map(|((taps, bias), scale)| {
                i16::from(rescale(sum(*bias, taps, &window), *scale, layer.shift))
            }));
        }
    }
    Map { rows: shape.rows, columns, channels: layer.bias.len(), values }
}

/// Log-probabilities of each column's signs.
#[inline(always)]
fn signs(map: &Map, shape: &Shape, taps: &[i16], last: &Last) -> Letters {
    let mut window = Vec::new();
    let mut letters = Vec::with_capacity(map.columns);
    for column in 0..map.columns {
        map.window(shape, 0, column, &mut window);
        let mut scores = [0_i64; SIGNS];
        let signs = taps.chunks_exact(window.len().max(1)).zip(&last.bias);
        for (score, (taps, bias)) in scores.iter_mut().zip(signs) {
            *score = score_of(sum(*bias, taps, &window), last.scale, last.shift);
        }
        letters.push(log_probabilities(&scores).map(|log| log.max(-LEAST_LOG)));
    }
    letters
}

/// No column says less than this of a sign: one bad column must not rule out a word.
const LEAST_LOG: i32 = 9_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_processor_sees_the_same_letters(
            pixels in proptest::collection::vec(any::<u8>(), 16 * HEIGHT..70 * HEIGHT),
        ) {
            let width = pixels.len() / HEIGHT;
            let line = Line { width, pixels: pixels.into_iter().take(width * HEIGHT).collect() };
            let net = WordsNet::shipped();
            let letters = net.letters(&line);
            prop_assert_eq!(&letters, &net.letters_plain(&line));
            prop_assert_eq!(letters.len(), width.div_ceil(4));
        }
    }
}
