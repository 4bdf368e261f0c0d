//! Cutting small pictures straight out of a photo: thirty times cheaper than straightening a page.

use crate::gray::Gray;
use crate::page::{PART, Point};

/// Brightness at a place between pixels: the four around it, weighed by nearness.
#[inline]
pub fn between(picture: &Gray, at: Point) -> i64 {
    let (column, row) = (at.x.div_euclid(PART), at.y.div_euclid(PART));
    let (right, down) = (at.x.rem_euclid(PART), at.y.rem_euclid(PART));
    let [upper, lower] = picture.four(column, row);
    let across = |[left, right_one]: [u8; 2]| i64::from(left) * (PART - right) + i64::from(right_one) * right;
    (across(upper) * (PART - down) + across(lower) * down + PART * PART / 2) / (PART * PART)
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
        let step = left.to(right);
        let (mut x, mut y) = (Share::new(step.x, steps_x), Share::new(step.y, steps_x));
        for sum in &mut sums {
            for _ in 0..over_x {
                *sum += between(picture, Point::new(left.x + x.next(), left.y + y.next()));
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

/// `length * (2 * n + 1) / (2 * steps)`, rounded towards zero, for `n` = 0, 1, 2, ...: as [`mixed`] has it, with one division
/// for all.
struct Share {
    whole: i64,
    rest: i64,
    step: (i64, i64),
    by: i64,
    sign: i64,
}

impl Share {
    fn new(length: i64, steps: i64) -> Share {
        let (long, by) = (length.abs(), 2 * steps);
        let step = (2 * long / by, 2 * long % by);
        Share { whole: long / by, rest: long % by, step, by, sign: length.signum() }
    }

    fn next(&mut self) -> i64 {
        let here = self.whole * self.sign;
        self.whole += self.step.0;
        self.rest += self.step.1;
        if self.rest >= self.by {
            self.rest -= self.by;
            self.whole += 1;
        }
        here
    }
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
    fn shares_are_the_quotients_they_stand_for() {
        for (length, steps) in [(0, 3), (1, 1), (-1, 64), (9_999, 32), (-12_345, 96), (77, 576), (-5, 2)] {
            let mut share = Share::new(length, steps);
            for n in 0..steps {
                let plain = mixed(Point::new(0, 0), Point::new(length, 0), 2 * n + 1, 2 * steps);
                assert_eq!(share.next(), plain.x, "{length} {steps} {n}");
            }
        }
    }

    #[test]
    fn outside_a_picture_its_edge_goes_on() {
        let picture = Gray::new(2, 2, vec![10, 20, 30, 40]).unwrap();
        for (x, y) in [(-3, -3), (-1, 0), (0, 0), (1, 1), (0, 1), (1, 0), (5, -1), (0, 7)] {
            let plain = [[(x, y), (x + 1, y)], [(x, y + 1), (x + 1, y + 1)]];
            assert_eq!(picture.four(x, y), plain.map(|row| row.map(|(x, y)| picture.at(x, y))), "{x} {y}");
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
