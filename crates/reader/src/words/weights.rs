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
//! The layers' windows and steps are [`SHAPES`]. What becomes of sums is in [`layers`](crate::layers).

use super::alphabet::SIGNS;
use crate::layers::{HIGHEST, Reading, sealed, written};
pub use crate::layers::{Last, Layer, WeightsError};

const MAGIC: [u8; 8] = *b"SAKSIWRD";
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
    pub fn parse(bytes: &[u8]) -> Result<Weights, WeightsError> {
        let mut from = Reading::open(bytes, MAGIC)?;
        let channels = from.array::<LAYERS>()?.map(usize::from);
        let [signs] = from.array()?.map(usize::from);
        if signs != SIGNS || channels.iter().any(|count| !(1..=96).contains(count)) {
            return Err(WeightsError::Shape);
        }
        let [first, second, third, fourth, fifth] = channels;
        let [one, two, three, four, five, last] = SHAPES.map(|shape| shape.window[0] * shape.window[1]);
        let layers = [
            from.layer(one, 1, first)?,
            from.layer(two, first, second)?,
            from.layer(three, second, third)?,
            from.layer(four, third, fourth)?,
            from.layer(five, fourth, fifth)?,
        ];
        let last = from.last(last * fifth, SIGNS, HIGHEST)?;
        let free = u16::from_le_bytes(from.array()?);
        let share = u16::from_le_bytes(from.array()?);
        if share > 1024 {
            return Err(WeightsError::Range { layer: LAYERS + 1 });
        }
        from.close()?;
        Ok(Weights { layers, last, free, share })
    }

    /// The file that holds these weights. Weights of another shape, or out of range, give one that is refused.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = written(MAGIC, &self.layers, &self.last);
        bytes.extend(self.free.to_le_bytes());
        bytes.extend(self.share.to_le_bytes());
        sealed(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::shipped::WEIGHTS;

    #[test]
    fn the_file_is_small() {
        assert!(WEIGHTS.len() <= 60_000, "{} bytes", WEIGHTS.len());
    }

    #[test]
    fn other_shapes_and_numbers_out_of_range_are_named() {
        for (at, to) in [(10, 0), (15, 21)] {
            let mut bytes = WEIGHTS.to_vec();
            bytes[at] = to;
            assert_eq!(Weights::parse(&bytes), Err(WeightsError::Shape));
        }
        let mut weights = Weights::parse(WEIGHTS).unwrap();
        weights.layers[2].bias[5] = i32::MAX;
        assert_eq!(Weights::parse(&weights.encode()), Err(WeightsError::Range { layer: 3 }));
        let mut weights = Weights::parse(WEIGHTS).unwrap();
        weights.share = 1025;
        assert_eq!(Weights::parse(&weights.encode()), Err(WeightsError::Range { layer: 6 }));
    }
}
