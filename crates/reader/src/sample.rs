//! Cutting small pictures straight out of a photo: thirty times cheaper than straightening a page.

use crate::gray::Gray;
use crate::page::{PART, Point};

/// Brightness at a place between pixels: the four around it, weighed by nearness.
pub fn between(picture: &Gray, at: Point) -> i64 {
    let (column, row) = (at.x.div_euclid(PART), at.y.div_euclid(PART));
    let (right, down) = (at.x.rem_euclid(PART), at.y.rem_euclid(PART));
    let pixel = |x: i64, y: i64| i64::from(picture.at(x, y));
    let upper = pixel(column, row) * (PART - right) + pixel(column + 1, row) * right;
    let lower = pixel(column, row + 1) * (PART - right) + pixel(column + 1, row + 1) * right;
    (upper * (PART - down) + lower * down + PART * PART / 2) / (PART * PART)
}

/// A picture of `width` × `height` of what lies between four corners: upper left, upper right, lower right, lower left.
///
/// Each pixel is the mean of as many places of the photo as it covers, so that a large photo doesn't turn to noise.
pub fn cut(picture: &Gray, corners: [Point; 4], width: usize, height: usize) -> Option<Gray> {
    let [upper_left, upper_right, lower_right, lower_left] = corners;
    let across = upper_left.to(upper_right).length().max(lower_left.to(lower_right).length());
    let down = upper_left.to(lower_left).length().max(upper_right.to(lower_right).length());
    let (wide, high) = (i64::try_from(width).ok()?, i64::try_from(height).ok()?);
    if wide == 0 || high == 0 {
        return None;
    }
    let over = |length: i64, pixels: i64| ((length + PART * pixels / 2) / (PART * pixels)).clamp(1, 8);
    let (over_x, over_y) = (over(across, wide), over(down, high));
    let (steps_x, steps_y) = (wide * over_x, high * over_y);
    // Between corners, each step in the middle of its share: weights in parts of 2 * steps.
    let mut sums = vec![0_i64; width];
    let mut pixels = Vec::with_capacity(width * height);
    for row in 0..steps_y {
        let v = 2 * row + 1;
        let left = mixed(upper_left, lower_left, v, 2 * steps_y);
        let right = mixed(upper_right, lower_right, v, 2 * steps_y);
        let mut column = 0;
        for sum in &mut sums {
            for _ in 0..over_x {
                *sum += between(picture, mixed(left, right, 2 * column + 1, 2 * steps_x));
                column += 1;
            }
        }
        if (row + 1) % over_y == 0 {
            let count = over_x * over_y;
            pixels.extend(sums.iter().map(|sum| u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX)));
            sums.fill(0);
        }
    }
    Gray::new(width, height, pixels)
}

/// `part` of `whole` of the way from one place to another.
fn mixed(from: Point, to: Point, part: i64, whole: i64) -> Point {
    let step = from.to(to);
    Point::new(from.x + step.x * part / whole, from.y + step.y * part / whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_of_the_same_size_is_the_picture_itself() {
        let pixels: Vec<u8> = (0..20 * 10).map(|at| u8::try_from(at * 31 % 256).unwrap()).collect();
        let picture = Gray::new(20, 10, pixels).unwrap();
        let (half, x, y) = (PART / 2, 8 * PART, 6 * PART);
        let at = |u: i64, v: i64| Point::new(u - half + 4 * PART, v - half + 2 * PART);
        let same = cut(&picture, [at(0, 0), at(x, 0), at(x, y), at(0, y)], 8, 6).unwrap();
        for row in 0..6 {
            assert_eq!(same.row(row), &picture.row(row + 2)[4..12]);
        }
    }

    #[test]
    fn a_smaller_cut_takes_means() {
        let pixels: Vec<u8> = (0..64).map(|at| if at % 2 == 0 { 0 } else { 200 }).collect();
        let picture = Gray::new(8, 8, pixels).unwrap();
        let edge = |at: i64| at * PART - PART / 2;
        let corners = [(0, 0), (8, 0), (8, 8), (0, 8)].map(|(x, y)| Point::new(edge(x), edge(y)));
        let small = cut(&picture, corners, 4, 4).unwrap();
        assert!(small.pixels().iter().all(|pixel| *pixel == 100), "{small:?}");
    }
}
