//! What the files of both nets have in common: layers in whole numbers, and the checksum that seals them.
//!
//! A file begins with eight letters that say which net it is, and a version; a count of outputs a layer; then layer after
//! layer; at the end SHA-256 of everything before. `docs/formats.md` has every byte. All numbers are little-endian. No layer's
//! weights can overflow its 32-bit sum: a file that could is refused, so that no order of adding matters.

#![expect(clippy::inline_always, reason = "the innermost steps of code that is compiled for AVX2 as well")]

use sha2::{Digest, Sha256};

const VERSION: u16 = 1;
/// The highest value that a layer before the last gives.
pub(crate) const HIGHEST: i64 = 255;

/// Why a weights file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// It does not begin as the weights file of this net does.
    #[error("not a weights file of this net")]
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

/// A layer before the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
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
    /// Weights by output, row, column, input.
    pub taps: Vec<i8>,
    /// Added to each output's sum.
    pub bias: Vec<i32>,
    /// What sums are multiplied by to become thousandths of a nat, in units of 2^-shift.
    pub scale: u32,
    /// See `scale`.
    pub shift: u8,
}

/// A layer's sum as the next layer takes it.
#[inline(always)]
#[expect(clippy::cast_sign_loss, reason = "kept within 0 to 255 just before")]
pub(crate) fn rescale(sum: i32, scale: i16, shift: u8) -> u8 {
    let shifted = (sum >> (shift & 31)).clamp(-0x8000, 0x7fff);
    let scaled = shifted.wrapping_mul(i32::from(scale)).wrapping_add(1 << 14) >> 15;
    scaled.clamp(0, 255) as u8
}

/// A sum of the last layer in thousandths of a nat.
#[inline(always)]
pub(crate) fn score_of(sum: i32, scale: u32, shift: u8) -> i64 {
    // At most 2^31 × 2^32, which 64 bits with a sign hold; the half added is far below what is left.
    (i64::from(sum) * i64::from(scale)).saturating_add((1 << shift) >> 1) >> shift
}

/// A weights file, read from its beginning.
pub(crate) struct Reading<'a> {
    bytes: &'a [u8],
    left: &'a [u8],
    /// How many were read.
    layers: usize,
}

impl<'a> Reading<'a> {
    /// The file of a net that begins with these letters.
    pub fn open(bytes: &'a [u8], magic: [u8; 8]) -> Result<Reading<'a>, WeightsError> {
        let mut from = Reading { bytes, left: bytes, layers: 0 };
        if from.array::<8>().map_err(|_| WeightsError::Magic)? != magic {
            return Err(WeightsError::Magic);
        }
        match u16::from_le_bytes(from.array()?) {
            VERSION => Ok(from),
            version => Err(WeightsError::Version(version)),
        }
    }

    /// The next bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], WeightsError> {
        let (taken, left) = self.left.split_first_chunk().ok_or(WeightsError::Length)?;
        self.left = left;
        Ok(*taken)
    }

    /// The next layer, of a window of so many places.
    pub fn layer(&mut self, window: usize, inputs: usize, outputs: usize) -> Result<Layer, WeightsError> {
        let layer = Layer {
            inputs,
            taps: self.taps(outputs * window * inputs)?,
            bias: self.bias(outputs)?,
            scale: self.take(outputs * 2)?.as_chunks().0.iter().map(|&two| i16::from_le_bytes(two)).collect(),
            shift: u8::from_le_bytes(self.array()?),
        };
        let scales = layer.scale.iter().all(|&scale| scale >= 0);
        self.checked(scales && layer.shift < 16 && !overflows(&layer.taps, &layer.bias, HIGHEST))?;
        Ok(layer)
    }

    /// The last layer, which takes values up to `highest`.
    pub fn last(&mut self, inputs: usize, outputs: usize, highest: i64) -> Result<Last, WeightsError> {
        let last = Last {
            taps: self.taps(outputs * inputs)?,
            bias: self.bias(outputs)?,
            scale: u32::from_le_bytes(self.array()?),
            shift: u8::from_le_bytes(self.array()?),
        };
        self.checked(last.shift <= 40 && !overflows(&last.taps, &last.bias, highest))?;
        Ok(last)
    }

    /// Nothing is left but the checksum, and it fits.
    pub fn close(mut self) -> Result<(), WeightsError> {
        let body = self.bytes.get(..self.bytes.len() - self.left.len()).unwrap_or_default();
        let checksum = self.array::<32>()?;
        if !self.left.is_empty() {
            return Err(WeightsError::Length);
        }
        if <[u8; 32]>::from(Sha256::digest(body)) == checksum { Ok(()) } else { Err(WeightsError::Checksum) }
    }

    fn checked(&mut self, sound: bool) -> Result<(), WeightsError> {
        self.layers += 1;
        if sound { Ok(()) } else { Err(WeightsError::Range { layer: self.layers }) }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], WeightsError> {
        let (taken, left) = self.left.split_at_checked(count).ok_or(WeightsError::Length)?;
        self.left = left;
        Ok(taken)
    }

    fn taps(&mut self, count: usize) -> Result<Vec<i8>, WeightsError> {
        Ok(self.take(count)?.iter().map(|&byte| i8::from_le_bytes([byte])).collect())
    }

    fn bias(&mut self, count: usize) -> Result<Vec<i32>, WeightsError> {
        Ok(self.take(count * 4)?.as_chunks().0.iter().map(|&four| i32::from_le_bytes(four)).collect())
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

/// The file of these layers, up to what stands before the checksum.
pub(crate) fn written(magic: [u8; 8], layers: &[Layer], last: &Last) -> Vec<u8> {
    let mut bytes = magic.to_vec();
    bytes.extend(VERSION.to_le_bytes());
    let counts = layers.iter().map(|layer| &layer.bias).chain([&last.bias]);
    bytes.extend(counts.map(|bias| u8::try_from(bias.len()).unwrap_or(0)));
    for layer in layers {
        bytes.extend(layer.taps.iter().flat_map(|tap| tap.to_le_bytes()));
        bytes.extend(layer.bias.iter().flat_map(|bias| bias.to_le_bytes()));
        bytes.extend(layer.scale.iter().flat_map(|scale| scale.to_le_bytes()));
        bytes.push(layer.shift);
    }
    bytes.extend(last.taps.iter().flat_map(|tap| tap.to_le_bytes()));
    bytes.extend(last.bias.iter().flat_map(|bias| bias.to_le_bytes()));
    bytes.extend(last.scale.to_le_bytes());
    bytes.push(last.shift);
    bytes
}

/// The whole file: its checksum behind it.
pub(crate) fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = <[u8; 32]>::from(Sha256::digest(&bytes));
    bytes.extend(checksum);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{boxes, words};

    /// What is read from a file, written again.
    type Again = fn(&[u8]) -> Result<Vec<u8>, WeightsError>;

    /// A file of each net.
    fn files() -> [(&'static [u8], Again); 2] {
        [
            (boxes::shipped::WEIGHTS[0], |bytes| Ok(boxes::weights::Weights::parse(bytes)?.encode())),
            (words::shipped::WEIGHTS, |bytes| Ok(words::weights::Weights::parse(bytes)?.encode())),
        ]
    }

    #[test]
    fn what_is_parsed_encodes_back_to_the_same_bytes() {
        for (file, again) in files() {
            assert_eq!(again(file).unwrap(), file);
        }
    }

    #[test]
    fn a_file_cut_short_anywhere_or_too_long_is_refused() {
        for (file, again) in files() {
            for length in (0..file.len()).rev().step_by(97).chain(0..64) {
                assert!(again(&file[..length]).is_err(), "{length} bytes");
            }
            assert_eq!(again(&[file, &[0]].concat()), Err(WeightsError::Length));
        }
    }

    #[test]
    fn a_file_changed_in_any_place_is_refused() {
        for (file, again) in files() {
            for at in (0..file.len()).step_by(151).chain(0..32).chain(file.len() - 48..file.len()) {
                let mut bytes = file.to_vec();
                bytes[at] ^= 0x40;
                assert!(again(&bytes).is_err(), "byte {at}");
            }
        }
    }

    #[test]
    fn what_is_no_file_of_the_net_is_told_from_a_damaged_one() {
        for (file, again) in files() {
            let changed = |at: usize, to: u8| {
                let mut bytes = file.to_vec();
                bytes[at] = to;
                again(&bytes).unwrap_err()
            };
            assert_eq!(changed(0, b'Z'), WeightsError::Magic);
            assert_eq!(changed(8, 2), WeightsError::Version(2));
            assert_eq!(changed(16, file[16] ^ 1), WeightsError::Checksum);
        }
        let [(boxes, _), (_, as_words)] = files();
        assert_eq!(as_words(boxes), Err(WeightsError::Magic));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>, keep in 0_usize..200) {
            for (file, again) in files() {
                assert!(again(&[&file[..keep], &bytes].concat()).is_err());
            }
        }
    }
}
