//! How well a photo can be seen, asked only once something could not be found in it.

use super::found::Found;
use super::homography::Homography;
use super::ink::shrunk;
use super::not_found::NotFound;
use super::point::Point;
use crate::gray::Gray;
use crate::layout::{Layout, Spot};
use crate::sample::between;

/// Brightness that the lightest fiftieth of a photo must have, grey levels.
const LEAST_LIGHT: usize = 60;

/// Difference over a few pixels that print makes against paper, grey levels.
const LEAST_PRINT: usize = 24;

/// What is wrong with a photo in which no frame was found, where that can be told from the whole of it.
pub(super) fn why_nothing(picture: &Gray) -> Option<NotFound> {
    if share(&levels(picture.pixels().iter().copied()), 980) < LEAST_LIGHT {
        return Some(NotFound::Dark);
    }
    // Of half the size: noise makes edges of its own, from pixel to pixel.
    let half = shrunk(picture, 2)?;
    // The steepest thousandth of it, from one pixel to the next and over eight.
    let (near, far) = (steepest(&half, 1), steepest(&half, 8));
    if far < LEAST_PRINT {
        return Some(NotFound::Blank);
    }
    // A sharp edge rises by a half or more within two pixels of the photo; a Gaussian of three lets it rise by a quarter.
    (near * 3 < far).then_some(NotFound::Blurred)
}

/// The difference of pixels so far apart, right or down, that one in a thousand exceeds.
fn steepest(picture: &Gray, apart: usize) -> usize {
    let level = (0..picture.height()).flat_map(|y| {
        let row = picture.row(y);
        row.iter().zip(row.get(apart..).unwrap_or(&[])).map(|(a, b)| a.abs_diff(*b))
    });
    let upright = (apart..picture.height())
        .flat_map(|y| picture.row(y).iter().zip(picture.row(y - apart)).map(|(a, b)| a.abs_diff(*b)));
    share(&levels(level), 999).max(share(&levels(upright), 999))
}

fn levels(values: impl Iterator<Item = u8>) -> [u64; 256] {
    let mut levels = [0_u64; 256];
    for value in values {
        if let Some(count) = levels.get_mut(usize::from(value)) {
            *count += 1;
        }
    }
    levels
}

/// The level that so many thousandths don't exceed.
fn share(levels: &[u64; 256], thousandths: u64) -> usize {
    let all: u64 = levels.iter().sum();
    let mut below = 0;
    levels
        .iter()
        .position(|count| {
            below += count;
            below * 1_000 >= all * thousandths
        })
        .unwrap_or(0)
}

/// How wide the edges of the corner marks look, hundredths of a millimetre from a quarter to three quarters of the way from
/// black to white: the mean of those that can be told. `None` where none can.
pub(crate) fn edge_width(picture: &Gray, found: &Found, layout: &Layout) -> Option<i32> {
    let side = layout.marks.side.0;
    let mut widths: Vec<i32> = Vec::new();
    for corner in super::Corner::ALL {
        let crossing = corner.place(layout);
        for sign in [-1, 1] {
            let middle = crossing.moved(sign * side / 2, sign * side / 2);
            for along in [(sign, 0), (0, sign)] {
                widths.extend(rise(picture, &found.perspective, middle, along, side));
            }
        }
    }
    let count = i32::try_from(widths.len()).ok()?;
    widths.iter().sum::<i32>().checked_div(count)
}

/// The width of the edge between a square's middle and the paper a side away.
fn rise(
    picture: &Gray,
    perspective: &Homography,
    middle: Spot,
    (across, down): (i32, i32),
    side: i32,
) -> Option<i32> {
    const STEPS: i32 = 48;
    let seen: Vec<i64> = (0..=STEPS)
        .map(|step| {
            let far = side * step / STEPS;
            let at: Point = perspective.at(middle.moved(across * far, down * far))?;
            picture.holds(at).then(|| between(picture, at))
        })
        .collect::<Option<_>>()?;
    let (dark, light) = (*seen.first()?, *seen.last()?);
    if light - dark < 20 {
        return None;
    }
    let passes =
        |quarters: i64| seen.iter().position(|level| (level - dark) * 4 >= (light - dark) * quarters);
    let steps = i32::try_from(passes(3)?.checked_sub(passes(1)?)?).ok()?;
    Some(steps * side / STEPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripes(soft: i64, dark: i64, light: i64) -> Gray {
        // Upright bars of forty pixels whose edges take `soft` pixels.
        let row: Vec<u8> = (0..400_i64)
            .map(|x| {
                let within = (x % 80 - 40).abs();
                let share = ((within - 20) * 256 / soft.max(1) + 128).clamp(0, 256);
                u8::try_from(dark + (light - dark) * share / 256).unwrap()
            })
            .collect();
        Gray::new(400, 300, row.repeat(300)).unwrap()
    }

    #[test]
    fn what_is_wrong_with_a_whole_photo_is_named() {
        assert_eq!(why_nothing(&stripes(1, 40, 200)), None);
        assert_eq!(why_nothing(&stripes(16, 40, 200)), Some(NotFound::Blurred));
        assert_eq!(why_nothing(&stripes(1, 2, 30)), Some(NotFound::Dark));
        assert_eq!(why_nothing(&stripes(1, 200, 210)), Some(NotFound::Blank));
    }
}
