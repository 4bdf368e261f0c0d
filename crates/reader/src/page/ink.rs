//! What is dark against the paper around it.

use crate::gray::Gray;

/// A picture of a whole fraction of the size, each pixel the mean of the ones it stands for.
pub fn shrunk(picture: &Gray, by: usize) -> Option<Gray> {
    if by <= 1 {
        return Some(picture.clone());
    }
    let (width, height) = (picture.width() / by, picture.height() / by);
    let area = u32::try_from(by * by).ok()?;
    let mut pixels = Vec::with_capacity(width * height);
    let mut sums = vec![0_u32; width];
    for y in 0..height {
        sums.fill(0);
        for row in 0..by {
            for (sum, some) in sums.iter_mut().zip(picture.row(y * by + row).chunks_exact(by)) {
                *sum += some.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
            }
        }
        pixels.extend(sums.iter().map(|sum| u8::try_from((sum + area / 2) / area).unwrap_or(u8::MAX)));
    }
    Gray::new(width, height, pixels)
}

/// Which pixels are ink: 1, else 0, row by row.
#[derive(Clone, Debug)]
pub struct Ink {
    /// Pixels in a row.
    pub width: usize,
    /// Row by row.
    pub dark: Vec<u8>,
}

/// Furthest that the mean reaches: beyond it sums of shares would not fit 32 bits.
const MOST_REACH: usize = 200;

/// Ink is darker than `share` hundredths of the mean over `2 * reach + 1` pixels each way (Bradley and Roth, "Adaptive
/// thresholding using the integral image", 2007), so that shadows and colour casts don't matter.
///
/// Sums wrap, unchecked, so that many are made at a time; what lies between two running ones fits 32 bits all the same, and so
/// does a hundred times it: `100 × 255 × (2 × MOST_REACH + 1)²`.
pub fn ink(picture: &Gray, reach: usize, share: u32) -> Ink {
    let (width, height) = (picture.width(), picture.height());
    let reach = reach.min(MOST_REACH);
    let share = share.min(100);
    let mut dark = vec![0; width * height];
    // Sums of the rows within reach, column by column; the window slides down.
    let mut columns = vec![0_u32; width];
    let mut rows_in = 0_usize;
    // Running sums of those from the left, with as much as the window reaches beyond either edge.
    let mut running = vec![0_u32; width + 2 * reach + 1];
    // How many columns of the picture are in the window around each.
    let across: Vec<u32> = (0..width)
        .map(|x| u32::try_from((x + reach).min(width - 1) + 1 - x.saturating_sub(reach)).unwrap_or(0))
        .collect();
    for (y, line) in dark.chunks_exact_mut(width).enumerate() {
        while rows_in <= (y + reach).min(height - 1) {
            for (sum, pixel) in columns.iter_mut().zip(picture.row(rows_in)) {
                *sum = sum.wrapping_add(u32::from(*pixel));
            }
            rows_in += 1;
        }
        if y > reach {
            for (sum, pixel) in columns.iter_mut().zip(picture.row(y - reach - 1)) {
                *sum = sum.wrapping_sub(u32::from(*pixel));
            }
        }
        let rows = u32::try_from(rows_in - y.saturating_sub(reach)).unwrap_or(0);
        let mut sum = 0;
        let beyond = std::iter::repeat_n(&0, reach);
        for (slot, column) in running.iter_mut().skip(reach + 1).zip(columns.iter().chain(beyond)) {
            sum = column.wrapping_add(sum);
            *slot = sum;
        }
        let upto = running.get(2 * reach + 1..).unwrap_or(&[]);
        let seen = picture.row(y).iter().zip(&across).zip(upto).zip(&running);
        for (dark, (((pixel, across), end), start)) in line.iter_mut().zip(seen) {
            let own = u32::from(*pixel).wrapping_mul(100).wrapping_mul(rows.wrapping_mul(*across));
            *dark = u8::from(own < end.wrapping_sub(*start).wrapping_mul(share));
        }
    }
    Ink { width, dark }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_is_told_by_the_mean_around_it() {
        let (width, height) = (23, 17);
        let pixels: Vec<u8> = (0..width * height).map(|at| u8::try_from(at * 7919 % 251).unwrap()).collect();
        let picture = Gray::new(width, height, pixels).unwrap();
        for reach in [1, 3, 8, 40] {
            let found = ink(&picture, reach, 80);
            for y in 0..height {
                for x in 0..width {
                    let (mut sum, mut area) = (0_u64, 0_u64);
                    for v in y.saturating_sub(reach)..=(y + reach).min(height - 1) {
                        for u in x.saturating_sub(reach)..=(x + reach).min(width - 1) {
                            sum += u64::from(picture.row(v)[u]);
                            area += 1;
                        }
                    }
                    let dark = u64::from(picture.row(y)[x]) * 100 * area < sum * 80;
                    assert_eq!(found.dark[y * width + x], u8::from(dark), "{x} {y} {reach}");
                }
            }
        }
    }

    #[test]
    fn shrinking_takes_means() {
        let picture = Gray::new(5, 4, (0..20).map(|at| at * 10).collect()).unwrap();
        let half = shrunk(&picture, 2).unwrap();
        assert_eq!((half.width(), half.height()), (2, 2));
        assert_eq!(half.pixels(), [30, 50, 130, 150]);
    }
}
