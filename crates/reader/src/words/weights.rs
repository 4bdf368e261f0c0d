//! The weights file of the net that reads words: what it holds, byte for byte, and what is refused.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `SAKSIWRD` |
//! | 2 | version, 1; all numbers are little-endian |
//! | 5 | channels of the five layers that come first, each from 1 to 96 |
//! | 1 | signs, 20 |
//! | per layer | weights `i8` by output, row, column, input; bias `i32` by output; scale `i16` by output, at least 0; shift `u8`, 0 to 15 |
//! | last layer | weights `i8` by sign, column, channel; bias `i32` by sign; scale `u32`; shift `u8`, 0 to 40 |
//! | 4 | what letters that are no number cost each, thousandths of a nat `u16`; share of scores that is believed, 1024ths `u16` |
//! | 32 | SHA-256 of everything before |
//!
//! The layers' windows and steps are [`SHAPES`]; a sum `s` becomes
//! `(clamp(s >> shift, -32768, 32767) × scale + 16384) >> 15`, kept within 0 to 255. The last layer's sum becomes
//! `(s × scale + half) >> shift` thousandths of a nat. No layer's weights can overflow its 32-bit sum: a file that could is
//! refused, so that no order of adding matters.

use sha2::{Digest, Sha256};

use super::alphabet::SIGNS;

const MAGIC: &[u8; 8] = b"SAKSIWRD";
const VERSION: u16 = 1;
/// Layers before the last.
pub const LAYERS: usize = 5;

/// How a layer looks at the one before.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Rows and columns of its window.
    pub window: [usize; 2],
    /// Its steps, down and to the right.
    pub step: [usize; 2],
    /// Rows and columns of zeros before the first.
    pub border: [usize; 2],
    /// Rows of what it gives.
    pub rows: usize,
}

/// The windows of all layers, the last one's last: 24 rows become 12, 6, 3, and one.
pub const SHAPES: [Shape; LAYERS + 1] = [
    Shape { window: [3, 3], step: [2, 2], border: [1, 1], rows: 12 },
    Shape { window: [3, 3], step: [2, 1], border: [1, 1], rows: 6 },
    Shape { window: [3, 3], step: [2, 2], border: [1, 1], rows: 3 },
    Shape { window: [3, 3], step: [1, 1], border: [0, 1], rows: 1 },
    Shape { window: [1, 5], step: [1, 1], border: [0, 2], rows: 1 },
    Shape { window: [1, 3], step: [1, 1], border: [0, 1], rows: 1 },
];

/// Why a weights file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsWeightsError {
    /// It does not begin as a weights file does.
    #[error("not a weights file for words")]
    Magic,
    /// A version this reader does not know.
    #[error("weights for words of version {0}; this reader knows version {VERSION}")]
    Version(u16),
    /// A shape this reader does not know.
    #[error("the net's shape is not one this reader knows")]
    Shape,
    /// Too few bytes for the shape it names, or bytes left over.
    #[error("the file's length does not fit the shape it names")]
    Length,
    /// A scale or shift outside its range, or weights that could overflow a sum.
    #[error("layer {layer} holds numbers outside their range")]
    Range {
        /// Which layer, from 1.
        layer: usize,
    },
    /// The checksum at the end does not fit.
    #[error("the file is damaged: its checksum does not fit")]
    Checksum,
}

/// A layer in whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Weights by output, row, column, input.
    pub taps: Vec<i8>,
    /// Added to each output's sum.
    pub bias: Vec<i32>,
    /// What each output's shifted sum is multiplied by, in 32768ths.
    pub scale: Vec<i16>,
    /// How far sums are shifted right before.
    pub shift: u8,
}

/// The last layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// Weights by sign, column, channel.
    pub taps: Vec<i8>,
    /// Added to each sign's sum.
    pub bias: Vec<i32>,
    /// What sums are multiplied by to become thousandths of a nat, in units of 2^-shift.
    pub scale: u32,
    /// See `scale`.
    pub shift: u8,
}

/// All the numbers of a net.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// The layers in order.
    pub layers: [Layer; LAYERS],
    /// The last one.
    pub last: Last,
    /// What each letter costs where letters are taken as they look best, thousandths of a nat.
    pub free: u16,
    /// Share of the scores that is believed, 1024ths.
    pub share: u16,
}

impl Weights {
    /// Reads a weights file, strictly: what it accepts, [`Weights::encode`] writes back byte for byte.
    pub fn parse(bytes: &[u8]) -> Result<Weights, WordsWeightsError> {
        let mut from = Cursor(bytes);
        if from.array::<8>().map_err(|_| WordsWeightsError::Magic)? != *MAGIC {
            return Err(WordsWeightsError::Magic);
        }
        let version = u16::from_le_bytes(from.array()?);
        if version != VERSION {
            return Err(WordsWeightsError::Version(version));
        }
        let channels = from.array::<LAYERS>()?.map(usize::from);
        let [signs] = from.array()?.map(usize::from);
        if signs != SIGNS || channels.iter().any(|count| !(1..=96).contains(count)) {
            return Err(WordsWeightsError::Shape);
        }
        let [first, second, third, fourth, fifth] = channels;
        let inputs = [1, first, second, third, fourth];
        let mut layers = SHAPES.iter().zip(inputs.into_iter().zip(channels));
        let mut next = || match layers.next() {
            Some((shape, (inputs, outputs))) => from.layer(shape, inputs, outputs),
            None => Err(WordsWeightsError::Shape),
        };
        let layers = [next()?, next()?, next()?, next()?, next()?];
        let [.., Shape { window: [rows, columns], .. }] = SHAPES;
        let last = Last {
            taps: from.signed(SIGNS * rows * columns * fifth)?,
            bias: from.words(SIGNS)?,
            scale: u32::from_le_bytes(from.array()?),
            shift: u8::from_le_bytes(from.array()?),
        };
        let free = u16::from_le_bytes(from.array()?);
        let share = u16::from_le_bytes(from.array()?);
        let before = bytes.len() - from.0.len();
        let checksum = from.array::<32>()?;
        if !from.0.is_empty() {
            return Err(WordsWeightsError::Length);
        }
        let weights = Weights { layers, last, free, share };
        weights.check()?;
        let body = bytes.get(..before).unwrap_or_default();
        if <[u8; 32]>::from(Sha256::digest(body)) != checksum {
            return Err(WordsWeightsError::Checksum);
        }
        Ok(weights)
    }

    /// The file that holds these weights. Weights of another shape, or out of range, give one that is refused.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(self.layers.iter().map(|layer| u8::try_from(layer.bias.len()).unwrap_or(0)));
        bytes.extend(u8::try_from(SIGNS));
        for layer in &self.layers {
            bytes.extend(layer.taps.iter().flat_map(|tap| tap.to_le_bytes()));
            bytes.extend(layer.bias.iter().flat_map(|bias| bias.to_le_bytes()));
            bytes.extend(layer.scale.iter().flat_map(|scale| scale.to_le_bytes()));
            bytes.push(layer.shift);
        }
        bytes.extend(self.last.taps.iter().flat_map(|tap| tap.to_le_bytes()));
        bytes.extend(self.last.bias.iter().flat_map(|bias| bias.to_le_bytes()));
        bytes.extend(self.last.scale.to_le_bytes());
        bytes.push(self.last.shift);
        bytes.extend(self.free.to_le_bytes());
        bytes.extend(self.share.to_le_bytes());
        let checksum = <[u8; 32]>::from(Sha256::digest(&bytes));
        bytes.extend(checksum);
        bytes
    }

    /// No number outside its range, no sum that could overflow.
    fn check(&self) -> Result<(), WordsWeightsError> {
        for (layer, numbers) in (1..).zip(&self.layers) {
            let scales = numbers.scale.iter().all(|&scale| scale >= 0) && numbers.shift < 16;
            if !scales || overflows(&numbers.taps, &numbers.bias) {
                return Err(WordsWeightsError::Range { layer });
            }
        }
        if self.last.shift > 40 || self.share > 1024 || overflows(&self.last.taps, &self.last.bias) {
            return Err(WordsWeightsError::Range { layer: LAYERS + 1 });
        }
        Ok(())
    }
}

/// Whether some input could leave 32 bits.
fn overflows(taps: &[i8], bias: &[i32]) -> bool {
    let each = taps.len() / bias.len().max(1);
    taps.chunks(each.max(1)).zip(bias).any(|(taps, &bias)| {
        let reach: i64 = taps.iter().map(|&tap| i64::from(tap).abs() * 255).sum();
        reach + i64::from(bias).abs() > i64::from(i32::MAX)
    })
}

/// What is left to read.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn layer(&mut self, shape: &Shape, inputs: usize, outputs: usize) -> Result<Layer, WordsWeightsError> {
        let [rows, columns] = shape.window;
        Ok(Layer {
            taps: self.signed(outputs * rows * columns * inputs)?,
            bias: self.words(outputs)?,
            scale: self.take(outputs * 2)?.as_chunks().0.iter().map(|&two| i16::from_le_bytes(two)).collect(),
            shift: u8::from_le_bytes(self.array()?),
        })
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], WordsWeightsError> {
        let (taken, left) = self.0.split_at_checked(count).ok_or(WordsWeightsError::Length)?;
        self.0 = left;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], WordsWeightsError> {
        let (taken, left) = self.0.split_first_chunk().ok_or(WordsWeightsError::Length)?;
        self.0 = left;
        Ok(*taken)
    }

    fn signed(&mut self, count: usize) -> Result<Vec<i8>, WordsWeightsError> {
        Ok(self.take(count)?.iter().map(|&byte| i8::from_le_bytes([byte])).collect())
    }

    fn words(&mut self, count: usize) -> Result<Vec<i32>, WordsWeightsError> {
        Ok(self.take(count * 4)?.as_chunks().0.iter().map(|&four| i32::from_le_bytes(four)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::shipped::WEIGHTS;

    #[test]
    fn what_is_parsed_encodes_back_to_the_same_bytes() {
        assert_eq!(Weights::parse(WEIGHTS).unwrap().encode(), WEIGHTS);
        assert!(WEIGHTS.len() <= 60_000, "{} bytes", WEIGHTS.len());
    }

    #[test]
    fn a_file_cut_short_anywhere_or_too_long_is_refused() {
        for length in (0..WEIGHTS.len()).rev().step_by(97).chain(0..64) {
            assert!(Weights::parse(&WEIGHTS[..length]).is_err(), "{length} bytes");
        }
        assert_eq!(Weights::parse(&[WEIGHTS, &[0]].concat()), Err(WordsWeightsError::Length));
    }

    #[test]
    fn a_file_changed_in_any_place_is_refused() {
        for at in (0..WEIGHTS.len()).step_by(151).chain(0..32).chain(WEIGHTS.len() - 48..WEIGHTS.len()) {
            let mut bytes = WEIGHTS.to_vec();
            bytes[at] ^= 0x40;
            assert!(Weights::parse(&bytes).is_err(), "byte {at}");
        }
    }

    #[test]
    fn each_fault_is_named() {
        let changed = |at: usize, to: u8| {
            let mut bytes = WEIGHTS.to_vec();
            bytes[at] = to;
            Weights::parse(&bytes).unwrap_err()
        };
        assert_eq!(changed(0, b'Z'), WordsWeightsError::Magic);
        assert_eq!(changed(8, 2), WordsWeightsError::Version(2));
        assert_eq!(changed(10, 0), WordsWeightsError::Shape);
        assert_eq!(changed(15, 21), WordsWeightsError::Shape);
        assert_eq!(changed(16, WEIGHTS[16] ^ 1), WordsWeightsError::Checksum);
        let mut weights = Weights::parse(WEIGHTS).unwrap();
        weights.layers[2].bias[5] = i32::MAX;
        assert_eq!(Weights::parse(&weights.encode()), Err(WordsWeightsError::Range { layer: 3 }));
        let mut weights = Weights::parse(WEIGHTS).unwrap();
        weights.share = 1025;
        assert_eq!(Weights::parse(&weights.encode()), Err(WordsWeightsError::Range { layer: 6 }));
    }
}
