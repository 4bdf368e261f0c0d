//! The weights file: what it holds, byte for byte, and what is refused.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `SAKSIBOX` |
//! | 2 | version, 1; all numbers are little-endian |
//! | 4 | channels of the four convolutions, each a multiple of 16 from 16 to 128 |
//! | 1 | classes, 17 |
//! | per convolution | weights `i8` by output, row, column, input; bias `i32` by output; scale `i16` by output, at least 0; shift `u8`, 0 to 15 |
//! | last layer | weights `i8` by class, row, column, channel; bias `i32` by class; scale `u32`; shift `u8`, 0 to 40 |
//! | 32 | SHA-256 of everything before |
//!
//! The convolutions are 3 × 3 with a border of zeros, of strides 2, 1, 2, 1 over 32 × 32; a sum `s` becomes
//! `(clamp(s >> shift, -32768, 32767) × scale + 16384) >> 15`, kept within 0 to 255. The last layer takes the sums of 2 × 2
//! neighbours; its sum `s` becomes `(s × scale + half) >> shift` thousandths of a nat, the calibrating temperature included.
//! No layer's weights can overflow its 32-bit sum: a file that could is refused, so that no order of adding matters.

use sha2::{Digest, Sha256};

use super::class::CLASSES;
use super::patch::SIDE;

const MAGIC: &[u8; 8] = b"SAKSIBOX";
const VERSION: u16 = 1;
/// Convolutions.
pub const LAYERS: usize = 4;
/// Step of each convolution.
pub const STRIDES: [usize; LAYERS] = [2, 1, 2, 1];
/// Pixels along the side of what each convolution gives.
pub const SIDES: [usize; LAYERS] = [SIDE / 2, SIDE / 2, SIDE / 4, SIDE / 4];
/// Cells along the side of what the last layer takes.
pub const POOLED: usize = SIDE / 8;
/// Weights from one input channel to one output channel.
pub const TAPS: usize = 9;

/// Why a weights file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// It does not begin as a weights file does.
    #[error("not a weights file")]
    Magic,
    /// A version this reader does not know.
    #[error("weights of version {0}; this reader knows version {VERSION}")]
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

/// A convolution in whole numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Convolution {
    /// Channels in.
    pub inputs: usize,
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
    /// Weights by class, row, column, channel.
    pub taps: Vec<i8>,
    /// Added to each class's sum.
    pub bias: Vec<i32>,
    /// What sums are multiplied by to become thousandths of a nat, in units of 2^-shift.
    pub scale: u32,
    /// See `scale`.
    pub shift: u8,
}

/// All the numbers of a net.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// The convolutions in order.
    pub convolutions: [Convolution; LAYERS],
    /// The last layer.
    pub last: Last,
}

impl Weights {
    /// Reads a weights file, strictly: what it accepts, [`Weights::encode`] writes back byte for byte.
    pub fn parse(bytes: &[u8]) -> Result<Weights, WeightsError> {
        let mut from = Cursor(bytes);
        if from.array::<8>().map_err(|_| WeightsError::Magic)? != *MAGIC {
            return Err(WeightsError::Magic);
        }
        let version = u16::from_le_bytes(from.array()?);
        if version != VERSION {
            return Err(WeightsError::Version(version));
        }
        let channels = from.array::<LAYERS>()?.map(usize::from);
        let [classes] = from.array()?.map(usize::from);
        if classes != CLASSES || channels.iter().any(|&count| count == 0 || count > 128 || count % 16 != 0) {
            return Err(WeightsError::Shape);
        }
        let [first, second, third, fourth] = channels;
        let convolutions = [
            convolution(&mut from, 1, first)?,
            convolution(&mut from, first, second)?,
            convolution(&mut from, second, third)?,
            convolution(&mut from, third, fourth)?,
        ];
        let last = Last {
            taps: from.signed(CLASSES * POOLED * POOLED * fourth)?,
            bias: from.words(CLASSES)?,
            scale: u32::from_le_bytes(from.array()?),
            shift: u8::from_le_bytes(from.array()?),
        };
        let before = bytes.len() - from.0.len();
        let checksum = from.array::<32>()?;
        if !from.0.is_empty() {
            return Err(WeightsError::Length);
        }
        let weights = Weights { convolutions, last };
        weights.check()?;
        let body = bytes.get(..before).unwrap_or_default();
        if <[u8; 32]>::from(Sha256::digest(body)) != checksum {
            return Err(WeightsError::Checksum);
        }
        Ok(weights)
    }

    /// The file that holds these weights. Weights of another shape, or out of range, give one that is refused.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(self.convolutions.iter().map(|layer| u8::try_from(layer.bias.len()).unwrap_or(0)));
        bytes.extend(u8::try_from(CLASSES));
        for layer in &self.convolutions {
            bytes.extend(layer.taps.iter().flat_map(|tap| tap.to_le_bytes()));
            bytes.extend(layer.bias.iter().flat_map(|bias| bias.to_le_bytes()));
            bytes.extend(layer.scale.iter().flat_map(|scale| scale.to_le_bytes()));
            bytes.push(layer.shift);
        }
        bytes.extend(self.last.taps.iter().flat_map(|tap| tap.to_le_bytes()));
        bytes.extend(self.last.bias.iter().flat_map(|bias| bias.to_le_bytes()));
        bytes.extend(self.last.scale.to_le_bytes());
        bytes.push(self.last.shift);
        let checksum = <[u8; 32]>::from(Sha256::digest(&bytes));
        bytes.extend(checksum);
        bytes
    }

    /// No number outside its range, no sum that could overflow.
    fn check(&self) -> Result<(), WeightsError> {
        for (layer, numbers) in (1..).zip(&self.convolutions) {
            let scales = numbers.scale.iter().all(|&scale| scale >= 0) && numbers.shift < 16;
            if !scales || overflows(&numbers.taps, &numbers.bias, 255) {
                return Err(WeightsError::Range { layer });
            }
        }
        if self.last.shift > 40 || overflows(&self.last.taps, &self.last.bias, 4 * 255) {
            return Err(WeightsError::Range { layer: LAYERS + 1 });
        }
        Ok(())
    }
}

/// Whether some input of values up to `highest` could leave 32 bits.
fn overflows(taps: &[i8], bias: &[i32], highest: i64) -> bool {
    let each = taps.len() / bias.len().max(1);
    taps.chunks(each.max(1)).zip(bias).any(|(taps, &bias)| {
        let reach: i64 = taps.iter().map(|&tap| i64::from(tap).abs() * highest).sum();
        reach + i64::from(bias).abs() > i64::from(i32::MAX)
    })
}

fn convolution(from: &mut Cursor<'_>, inputs: usize, outputs: usize) -> Result<Convolution, WeightsError> {
    Ok(Convolution {
        inputs,
        taps: from.signed(outputs * TAPS * inputs)?,
        bias: from.words(outputs)?,
        scale: from.take(outputs * 2)?.as_chunks().0.iter().map(|&two| i16::from_le_bytes(two)).collect(),
        shift: u8::from_le_bytes(from.array()?),
    })
}

/// What is left to read.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], WeightsError> {
        let (taken, left) = self.0.split_at_checked(count).ok_or(WeightsError::Length)?;
        self.0 = left;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], WeightsError> {
        let (taken, left) = self.0.split_first_chunk().ok_or(WeightsError::Length)?;
        self.0 = left;
        Ok(*taken)
    }

    fn signed(&mut self, count: usize) -> Result<Vec<i8>, WeightsError> {
        Ok(self.take(count)?.iter().map(|&byte| i8::from_le_bytes([byte])).collect())
    }

    fn words(&mut self, count: usize) -> Result<Vec<i32>, WeightsError> {
        Ok(self.take(count * 4)?.as_chunks().0.iter().map(|&four| i32::from_le_bytes(four)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boxes::shipped;

    const WEIGHTS: &[u8] = shipped::WEIGHTS[0];

    #[test]
    fn what_is_parsed_encodes_back_to_the_same_bytes() {
        assert_eq!(Weights::parse(WEIGHTS).unwrap().encode(), WEIGHTS);
    }

    #[test]
    fn a_file_cut_short_anywhere_or_too_long_is_refused() {
        for length in (0..WEIGHTS.len()).rev().step_by(97).chain(0..64) {
            assert!(Weights::parse(&WEIGHTS[..length]).is_err(), "{length} bytes");
        }
        assert_eq!(Weights::parse(&[WEIGHTS, &[0]].concat()), Err(WeightsError::Length));
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
        assert_eq!(changed(0, b'Z'), WeightsError::Magic);
        assert_eq!(changed(8, 2), WeightsError::Version(2));
        assert_eq!(changed(10, 8), WeightsError::Shape);
        assert_eq!(changed(14, 16), WeightsError::Shape);
        assert_eq!(changed(15, WEIGHTS[15] ^ 1), WeightsError::Checksum);
        let mut weights = Weights::parse(WEIGHTS).unwrap();
        weights.convolutions[2].bias[5] = i32::MAX;
        assert_eq!(Weights::parse(&weights.encode()), Err(WeightsError::Range { layer: 3 }));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>, keep in 0_usize..200) {
            let mut begun = WEIGHTS[..keep].to_vec();
            begun.extend(bytes);
            assert!(Weights::parse(&begun).is_err());
        }
    }
}
