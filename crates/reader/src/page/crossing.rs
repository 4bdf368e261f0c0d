//! Where two squares touch, to a fraction of a pixel.

use super::point::{PART, Point};
use crate::gray::Gray;

/// Furthest from the first guess that the place may move, as a share of the reach: beyond it something else was found.
const MOST_STEPS: usize = 5;

/// The place near `guess` at which the brightness has a saddle: every edge within `reach` pixels points at it.
///
/// The square sum of the distances from the place to the edges, weighed by their steepness, is least there (Förstner and
/// Gülch, 1987). `None` where there are no edges of two directions, or the place runs away from the guess.
pub fn crossing(picture: &Gray, guess: Point, reach: i64) -> Option<Point> {
    let reach = reach.clamp(2, 40);
    let mut at = guess;
    for _ in 0..MOST_STEPS {
        let next = step(picture, at, reach)?;
        let moved = at.to(next);
        at = next;
        if guess.to(at).squared() > (reach * PART).pow(2) {
            return None;
        }
        if moved.squared() < 64 {
            break;
        }
    }
    Some(at)
}

fn step(picture: &Gray, around: Point, reach: i64) -> Option<Point> {
    let (column, row) = around.pixel();
    let (mut xx, mut xy, mut yy, mut px, mut py) = (0_i64, 0_i64, 0_i64, 0_i64, 0_i64);
    for y in -reach..=reach {
        for x in -reach..=reach {
            if x * x + y * y > reach * reach {
                continue;
            }
            let pixel = |dx: i64, dy: i64| i64::from(picture.at(column + x + dx, row + y + dy));
            let (gx, gy) = (pixel(1, 0) - pixel(-1, 0), pixel(0, 1) - pixel(0, -1));
            xx += gx * gx;
            xy += gx * gy;
            yy += gy * gy;
            px += gx * gx * x + gx * gy * y;
            py += gx * gy * x + gy * gy * y;
        }
    }
    let wide = |value: i64| i128::from(value);
    let determinant = wide(xx) * wide(yy) - wide(xy) * wide(xy);
    // Edges of one direction only leave the place free along them.
    if determinant * 100 < (wide(xx) + wide(yy)).pow(2) * 2 || determinant <= 0 {
        return None;
    }
    let part = wide(PART);
    let x = (wide(px) * wide(yy) - wide(py) * wide(xy)) * part / determinant;
    let y = (wide(py) * wide(xx) - wide(px) * wide(xy)) * part / determinant;
    Some(Point::of_pixel(column, row).moved(Point::new(i64::try_from(x).ok()?, i64::try_from(y).ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saddle_is_found_to_a_tenth_of_a_pixel() {
        // Drawn at 16 times the size: the squares touch at (30.5 + 3/16, 24.5 - 5/16) in pixels, whose middles are at .0.
        let (cx, cy) = (31 * 16 + 3, 25 * 16 - 5);
        let mut pixels = Vec::new();
        for y in 0..50 {
            for x in 0..60 {
                let mut white = 0_u32;
                for v in 0..16 {
                    for u in 0..16 {
                        let (dx, dy) = (x * 16 + u - cx, y * 16 + v - cy);
                        let within = |d: i32| (-12 * 16..12 * 16).contains(&d);
                        white += u32::from(!((dx < 0) == (dy < 0) && within(dx) && within(dy)));
                    }
                }
                pixels.push(u8::try_from(30 + white * 200 / 256).unwrap());
            }
        }
        let picture = Gray::new(60, 50, pixels).unwrap();
        let found = crossing(&picture, Point::of_pixel(28, 26), 8).unwrap();
        let truth = Point::new((cx * 256 / 16 - 128).into(), (cy * 256 / 16 - 128).into());
        assert!(truth.to(found).squared() < 26 * 26, "{found:?} {truth:?}");
    }
}
