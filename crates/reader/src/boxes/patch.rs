//! What the net looks at: 32 × 32 luma values over a box and a little around it.

use crate::Gray;

/// Pixels along a patch's side.
pub const SIDE: usize = 32;

/// 32 × 32 luma values, row by row, over a square (for a box that is none: a rectangle) of 1.2 times the box's side,
/// centred on it: the printed box and a margin of a tenth on each side. The net was trained on sizes and centres up to
/// 6 % of a side off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    pixels: [u8; SIDE * SIDE],
}

impl Patch {
    /// A patch of these values, row by row.
    pub fn new(pixels: [u8; SIDE * SIDE]) -> Patch {
        Patch { pixels }
    }

    /// A whole crop as one patch: every value the mean luma of the part of the crop it covers, the two sides scaled each
    /// on its own.
    ///
    /// Exact: measured in 32nds of a pixel, source and target edges fall on whole numbers, so that the overlaps are whole
    /// numbers that sum to `width × height` for every target; the one rounding is the last division, halves upwards.
    pub fn from_gray(crop: &Gray) -> Patch {
        let columns = overlaps(crop.width());
        let rows = overlaps(crop.height());
        let area = widen(crop.width()) * widen(crop.height());
        let mut pixels = [0; SIDE * SIDE];
        for (line, row) in pixels.chunks_exact_mut(SIDE).zip(&rows) {
            for (target, column) in line.iter_mut().zip(&columns) {
                let mut sum = 0;
                for (offset, tall) in row.parts.iter().enumerate() {
                    let source = crop.row(row.first + offset).iter().skip(column.first);
                    let across: u64 =
                        source.zip(&column.parts).map(|(&luma, &broad)| u64::from(luma) * broad).sum();
                    sum += across * tall;
                }
                *target = u8::try_from((sum + area / 2) / area).unwrap_or(u8::MAX);
            }
        }
        Patch { pixels }
    }

    /// Every value, row by row.
    pub fn pixels(&self) -> &[u8; SIDE * SIDE] {
        &self.pixels
    }
}

/// The source pixels one target covers, and how much of each in 32nds.
struct Overlap {
    first: usize,
    parts: Vec<u64>,
}

/// Target `i` of 32 covers `[i × length, (i + 1) × length)` where source `j` covers `[32 j, 32 (j + 1))`.
fn overlaps(length: usize) -> Vec<Overlap> {
    (0..SIDE)
        .map(|target| {
            let (start, end) = (target * length, (target + 1) * length);
            let first = start / SIDE;
            let parts = (first..end.div_ceil(SIDE))
                .map(|source| widen(end.min((source + 1) * SIDE) - start.max(source * SIDE)))
                .collect();
            Overlap { first, parts }
        })
        .collect()
}

fn widen(value: usize) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_of_32_pixels_is_its_own_patch() {
        let pixels: [u8; SIDE * SIDE] = std::array::from_fn(|at| u8::try_from(at * 7 % 256).unwrap());
        let crop = Gray::new(SIDE, SIDE, pixels.to_vec()).unwrap();
        assert_eq!(Patch::from_gray(&crop).pixels(), &pixels);
    }

    #[test]
    fn each_value_is_the_mean_of_what_it_covers() {
        let crop =
            Gray::new(64, 96, (0..64 * 96).map(|at| if at % 2 == 0 { 10 } else { 31 }).collect()).unwrap();
        assert!(Patch::from_gray(&crop).pixels().iter().all(|&value| value == 21), "20.5 rounds up");
    }

    #[test]
    fn any_size_keeps_an_even_gray() {
        for (width, height) in [(1, 1), (3, 200), (42, 53), (173, 171), (31, 33)] {
            let crop = Gray::new(width, height, vec![200; width * height]).unwrap();
            assert!(Patch::from_gray(&crop).pixels().iter().all(|&value| value == 200), "{width} × {height}");
        }
    }
}
