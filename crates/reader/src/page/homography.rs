//! From millimetres on paper to pixels of a photo.

use super::point::Point;
use crate::layout::{Mm, Spot};

/// The perspective that takes a sheet's plane to a photo's.
///
/// Whole numbers only: the four corners fix it exactly, as fractions over one denominator, which are then cut to 36 bits;
/// a place comes out within 1/16 pixel of the exact one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Homography {
    /// Rows of the matrix over (x, y, 1), x and y in hundredths of a millimetre.
    x: [i64; 3],
    y: [i64; 3],
    scale: [i64; 3],
}

/// Bits that the denominator keeps.
const BITS: u32 = 36;

/// Furthest place that is computed: beyond it a place is nowhere near a photo.
const FURTHEST: i64 = 1 << 23;

impl Homography {
    /// The perspective that takes the rectangle `[left, top, right, bottom]` of the paper to four places: upper left,
    /// upper right, lower right, lower left. `None` where they are no convex quadrangle in this order.
    ///
    /// The closed form is Heckbert's ("Fundamentals of texture mapping and image warping", 1989, section 2.2.3).
    pub fn of_frame([left, top, right, bottom]: [Mm; 4], corners: [Point; 4]) -> Option<Homography> {
        if !convex(corners) || corners.iter().any(|at| at.x.abs() > FURTHEST || at.y.abs() > FURTHEST) {
            return None;
        }
        let [p0, p1, p2, p3] = corners.map(|at| (i128::from(at.x), i128::from(at.y)));
        let (sx, sy) = (p0.0 - p1.0 + p2.0 - p3.0, p0.1 - p1.1 + p2.1 - p3.1);
        let (dx1, dx2) = (p1.0 - p2.0, p3.0 - p2.0);
        let (dy1, dy2) = (p1.1 - p2.1, p3.1 - p2.1);
        let whole = dx1 * dy2 - dx2 * dy1;
        let (g, h) = (sx * dy2 - dx2 * sy, dx1 * sy - sx * dy1);
        let unit = [
            [(p1.0 - p0.0) * whole + g * p1.0, (p3.0 - p0.0) * whole + h * p3.0, p0.0 * whole],
            [(p1.1 - p0.1) * whole + g * p1.1, (p3.1 - p0.1) * whole + h * p3.1, p0.1 * whole],
            [g, h, whole],
        ];
        // Of the unit square so far; now of the rectangle.
        let (wide, high) =
            (i128::from(right.0) - i128::from(left.0), i128::from(bottom.0) - i128::from(top.0));
        if wide <= 0 || high <= 0 {
            return None;
        }
        let (left, top) = (i128::from(left.0), i128::from(top.0));
        let rows = unit.map(|[a, b, c]| {
            let (a, b) = (a * high, b * wide);
            [a, b, c * wide * high - a * left - b * top]
        });
        let [_, _, [_, _, last]] = rows;
        // The denominator at the paper's middle sets the scale.
        let bits = i128::BITS - last.unsigned_abs().leading_zeros();
        let shift = bits.saturating_sub(BITS);
        let sign = if whole < 0 { -1 } else { 1 };
        let cut = |value: i128| i64::try_from((sign * value) >> shift).ok();
        let cut_row = |[a, b, c]: [i128; 3]| Some([cut(a)?, cut(b)?, cut(c)?]);
        let [x, y, scale] = rows;
        Some(Homography { x: cut_row(x)?, y: cut_row(y)?, scale: cut_row(scale)? })
    }

    /// Where a place on the paper stands in the photo; `None` where it is beyond the horizon.
    pub fn at(&self, at: Spot) -> Option<Point> {
        let (x, y) = (i64::from(at.x.0), i64::from(at.y.0));
        let over = |[a, b, c]: [i64; 3]| a.checked_mul(x)?.checked_add(b.checked_mul(y)?)?.checked_add(c);
        let below = over(self.scale)?;
        if below <= 0 {
            return None;
        }
        let place = Point::new(rounded(over(self.x)?, below), rounded(over(self.y)?, below));
        (place.x.abs() <= FURTHEST && place.y.abs() <= FURTHEST).then_some(place)
    }

    /// Pixels (in 256ths) along each of the paper's two directions, for a millimetre at this place.
    pub fn millimetre_at(&self, at: Spot) -> Option<(Point, Point)> {
        let here = self.at(at)?;
        // Over ten millimetres, so that 1/256 pixel matters little.
        let right = here.to(self.at(at.moved(1_000, 0))?);
        let down = here.to(self.at(at.moved(0, 1_000))?);
        Some((Point::new(right.x / 10, right.y / 10), Point::new(down.x / 10, down.y / 10)))
    }
}

/// The quotient to the nearest whole; `below` is positive.
fn rounded(above: i64, below: i64) -> i64 {
    (above.saturating_add(below / 2)).div_euclid(below)
}

/// Whether four places, clockwise on a screen, are a convex quadrangle.
pub fn convex(corners: [Point; 4]) -> bool {
    let [a, b, c, d] = corners;
    [(a, b, c), (b, c, d), (c, d, a), (d, a, b)].iter().all(|(p, q, r)| p.to(*q).cross(q.to(*r)) > 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FRAME: [Mm; 4] = [Mm(4_720), Mm(6_500), Mm(55_280), Mm(87_500)];

    fn corner() -> impl Strategy<Value = Point> {
        (-200_000..200_000_i64, -200_000..200_000_i64).prop_map(|(x, y)| Point::new(x, y))
    }

    proptest! {
        #[test]
        fn the_frame_s_corners_come_out_where_they_were_seen(a in corner(), b in corner(), c in corner(), d in corner()) {
            let base = [Point::new(0, 0), Point::new(900_000, 0), Point::new(900_000, 1_400_000), Point::new(0, 1_400_000)];
            let mut corners = base;
            for (corner, by) in corners.iter_mut().zip([a, b, c, d]) {
                *corner = corner.moved(by);
            }
            let Some(found) = Homography::of_frame(FRAME, corners) else { return Ok(()) };
            let [left, top, right, bottom] = FRAME;
            for ((x, y), corner) in [(left, top), (right, top), (right, bottom), (left, bottom)].into_iter().zip(corners) {
                let at = found.at(Spot { x, y }).unwrap();
                prop_assert!((at.x - corner.x).abs() <= 16 && (at.y - corner.y).abs() <= 16, "{at:?} {corner:?}");
            }
        }
    }

    #[test]
    fn corners_in_another_order_are_no_frame() {
        let corners =
            [Point::new(0, 0), Point::new(0, 100_000), Point::new(100_000, 100_000), Point::new(100_000, 0)];
        assert_eq!(Homography::of_frame(FRAME, corners), None);
    }
}
