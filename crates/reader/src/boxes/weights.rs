//! The weights file of the net that reads boxes: what it holds, byte for byte, and what is refused.
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
//! The convolutions are 3 × 3 with a border of zeros, of strides 2, 1, 2, 1 over 32 × 32. The last layer takes the sums of
//! 2 × 2 neighbours; what its sums are multiplied by includes the calibrating temperature. What becomes of sums is in
//! [`layers`](crate::layers).

use super::class::CLASSES;
use super::patch::SIDE;
use crate::layers::{HIGHEST, Reading, sealed, written};
pub use crate::layers::{Last, Layer, WeightsError};

const MAGIC: [u8; 8] = *b"SAKSIBOX";
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

/// All the numbers of a net.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// The convolutions in order.
    pub convolutions: [Layer; LAYERS],
    /// The last layer.
    pub last: Last,
}

impl Weights {
    /// Reads a weights file, strictly: what it accepts, [`Weights::encode`] writes back byte for byte.
    pub fn parse(bytes: &[u8]) -> Result<Weights, WeightsError> {
        let mut from = Reading::open(bytes, MAGIC)?;
        let channels = from.array::<LAYERS>()?.map(usize::from);
        let [classes] = from.array()?.map(usize::from);
        if classes != CLASSES || channels.iter().any(|&count| count == 0 || count > 128 || count % 16 != 0) {
            return Err(WeightsError::Shape);
        }
        let [first, second, third, fourth] = channels;
        let convolutions = [
            from.layer(TAPS, 1, first)?,
            from.layer(TAPS, first, second)?,
            from.layer(TAPS, second, third)?,
            from.layer(TAPS, third, fourth)?,
        ];
        let last = from.last(POOLED * POOLED * fourth, CLASSES, 4 * HIGHEST)?;
        from.close()?;
        Ok(Weights { convolutions, last })
    }

    /// The file that holds these weights. Weights of another shape, or out of range, give one that is refused.
    pub fn encode(&self) -> Vec<u8> {
        sealed(written(MAGIC, &self.convolutions, &self.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boxes::shipped::WEIGHTS;

    #[test]
    fn other_shapes_and_numbers_out_of_range_are_named() {
        let file = WEIGHTS[0];
        for (at, to) in [(10, 8), (14, 16)] {
            let mut bytes = file.to_vec();
            bytes[at] = to;
            assert_eq!(Weights::parse(&bytes), Err(WeightsError::Shape));
        }
        let mut weights = Weights::parse(file).unwrap();
        weights.convolutions[2].bias[5] = i32::MAX;
        assert_eq!(Weights::parse(&weights.encode()), Err(WeightsError::Range { layer: 3 }));
        let mut weights = Weights::parse(file).unwrap();
        weights.last.shift = 41;
        assert_eq!(Weights::parse(&weights.encode()), Err(WeightsError::Range { layer: 5 }));
    }
}
