//! A frame of which one mark can't be seen.
//!
//! Three marks leave two numbers of the perspective open. How large the marks look tells them roughly: a square's area goes
//! with the third power of its nearness. The printed lines then tell them well: a corner that is off by so much moves every
//! line by a known part of that, more the nearer it is.

use super::field::Field;
use super::found::Corner;
use super::frame::{Guess, alike, far_enough, misfit, slanted};
use super::homography::{Homography, convex};
use super::lines::{Printed, measured};
use super::marks::Mark;
use super::point::Point;
use crate::gray::Gray;
use crate::layout::{Layout, Spot};

/// Most guesses that are looked at further: the text of a page makes dozens.
const MOST: usize = 80;

/// Frames that three of the marks may make, the best first, the fourth corner where their sizes say.
pub(super) fn threes(marks: &[Mark], layout: &Layout) -> Vec<Guess> {
    let [left, top, right, bottom] = layout.marks.crossings;
    let side = i64::from(layout.marks.side.0);
    let (wide, high) = (i64::from(right.0 - left.0) * 100 / side, i64::from(bottom.0 - top.0) * 100 / side);
    let mut found: Vec<Guess> = Vec::new();
    for (a, middle) in marks.iter().enumerate() {
        for (b, beside) in marks.iter().enumerate().filter(|(b, _)| *b != a) {
            let Some(level) = far_enough(middle, beside, wide) else { continue };
            if ![middle, beside].iter().all(|mark| slanted(mark, level)) {
                continue;
            }
            for (_, over) in marks.iter().enumerate().filter(|(c, _)| *c != a && *c != b) {
                let Some(upright) = far_enough(middle, over, high) else { continue };
                let turn = level.cross(upright);
                if level.dot(upright).abs() > turn.abs() || !alike(beside, over) {
                    continue;
                }
                // The corner between the other two; as everything looks the same upside down, there are always two ways.
                let ways = if turn > 0 {
                    [Corner::UpperLeft, Corner::LowerRight]
                } else {
                    [Corner::UpperRight, Corner::LowerLeft]
                };
                found.extend(ways.into_iter().filter_map(|way| guess([middle, beside, over], way, layout)));
            }
        }
    }
    found.sort_by_key(|guess| guess.misfit);
    found.truncate(MOST);
    found
}

/// The frame whose corner `between` the others is the first mark, the one beside it the second, the one over or under it the
/// third.
fn guess(three: [&Mark; 3], between: Corner, layout: &Layout) -> Option<Guess> {
    let [middle, beside, over] = three;
    let fourth = fourth(three)?;
    let (a, b, c) = (middle.at, beside.at, over.at);
    let (corners, marks) = match between {
        Corner::UpperLeft => ([a, b, fourth, c], [Some(middle), Some(beside), None, Some(over)]),
        Corner::UpperRight => ([b, a, c, fourth], [Some(beside), Some(middle), Some(over), None]),
        Corner::LowerRight => ([fourth, c, a, b], [None, Some(over), Some(middle), Some(beside)]),
        Corner::LowerLeft => ([c, fourth, b, a], [Some(over), None, Some(beside), Some(middle)]),
    };
    if !convex(corners) {
        return None;
    }
    let perspective = Homography::of_frame(layout.marks.crossings, corners)?;
    let (misfit, side) = misfit(marks, &perspective, layout)?;
    Some(Guess { corners, side, misfit, without: Some(between.opposite()) })
}

/// Where the corner across from the first mark stands: with nearness `w`, `w·p` of it is the other two's less the first's.
fn fourth([middle, beside, over]: [&Mark; 3]) -> Option<Point> {
    let [a, b, c] = [middle, beside, over].map(|mark| nearness(mark.area));
    let last = b + c - a;
    if last <= 0 {
        return None;
    }
    let of = |a_at: i64, b_at: i64, c_at: i64| (b * b_at + c * c_at - a * a_at) / last;
    let at = |of_point: fn(Point) -> i64| of(of_point(middle.at), of_point(beside.at), of_point(over.at));
    Some(Point::new(at(|point| point.x), at(|point| point.y)))
}

/// The reciprocal of the cube root of an area, in 2^-16.
fn nearness(area: i64) -> i64 {
    let wanted = (1_i128 << 60) / i128::from(area.max(1));
    // The largest whole number whose cube is no larger.
    let mut root: i128 = 0;
    for bit in (0..20).rev() {
        let next = root | 1 << bit;
        if next * next * next <= wanted {
            root = next;
        }
    }
    i64::try_from(root).unwrap_or(i64::MAX) >> 4
}

/// Furthest that the lines are looked for at a time, hundredths of a millimetre: half of the narrowest rows there are.
const REACH: i32 = 600;

/// How often the corner is moved at most.
const ROUNDS: usize = 8;

/// How far the corner is moved to see what follows it, hundredths of a millimetre.
const NUDGE: i32 = 1_000;

/// A line that was found: how far it follows the corner right and down, thousandths, and how far it is off.
#[derive(Clone, Copy, Debug)]
struct Vote {
    follows: [i64; 2],
    off: i64,
}

/// The frame with its unseen corner moved to where the printed lines want it. `None` where there are too few of them.
pub(super) fn settled_corner(
    picture: &Gray,
    layout: &Layout,
    corners: [Point; 4],
    without: Corner,
    printed: &[Printed],
) -> Option<([Point; 4], Homography)> {
    let mut corners = corners;
    let mut perspective = Homography::of_frame(layout.marks.crossings, corners)?;
    for _ in 0..ROUNDS {
        let moved = |x: i32, y: i32| {
            let mut corners = corners;
            without.put(&mut corners, perspective.at(without.place(layout).moved(x, y))?);
            Some((corners, Homography::of_frame(layout.marks.crossings, corners)?))
        };
        let ((_, right), (_, down)) = (moved(NUDGE, 0)?, moved(0, NUDGE)?);
        let field = Field::flat(perspective);
        let mut votes = Vec::new();
        for one in printed {
            let (x, y) = measured(picture, &field, one, REACH);
            let at = one.at.moved(one.wide / 2, one.high / 2);
            let by_right = followed(&perspective, &right, at)?;
            let by_down = followed(&perspective, &down, at)?;
            votes.extend(x.map(|x| Vote { follows: [by_right.x, by_down.x], off: i64::from(x) }));
            votes.extend(y.map(|y| Vote { follows: [by_right.y, by_down.y], off: i64::from(y) }));
        }
        if votes.len() * 2 < printed.len() {
            return None;
        }
        let [x, y] = voted(&votes);
        (corners, perspective) = moved(i32::try_from(x).ok()?, i32::try_from(y).ok()?)?;
        if x.abs() < 60 && y.abs() < 60 {
            break;
        }
    }
    Some((corners, perspective))
}

/// How far a place on paper moves right and down as the corner is moved by [`NUDGE`], in thousandths of it.
fn followed(before: &Homography, after: &Homography, at: Spot) -> Option<Point> {
    let step = before.at(at)?.to(after.at(at)?);
    let (across, down) = before.millimetre_at(at)?;
    let whole = across.cross(down);
    // Millimetres times the thousandths of a hundredth of them that the corner was moved.
    let part = |area: i64| (area * 100_000).checked_div(whole).map(|part| part / i64::from(NUDGE));
    Some(Point::new(part(step.cross(down))?, part(across.cross(step))?))
}

/// The movement of the corner, right and down in hundredths of a millimetre, that most lines agree with: looked for on a
/// coarse grid with much tolerance, then on finer ones with as little as waves of the paper need.
fn voted(votes: &[Vote]) -> [i64; 2] {
    let score = |[x, y]: [i64; 2], tolerance: i64| -> i64 {
        let each = votes.iter().map(|Vote { follows: [right, down], off }| {
            let expected = (right * x + down * y) / 1_000;
            // What follows little says little.
            (tolerance - (off - expected).abs()).max(0) * (right.abs() + down.abs() + 50)
        });
        each.sum()
    };
    let mut best = [0, 0];
    for (step, steps, tolerance) in [(800, 10, 700), (200, 5, 300), (50, 5, 150)] {
        let [x, y] = best;
        let all = (-steps..=steps)
            .flat_map(|down| (-steps..=steps).map(move |right| [x + right * step, y + down * step]));
        // Of equals the nearest.
        let found = all.max_by_key(|at| {
            let [right, down] = *at;
            (score(*at, tolerance), -(right - x).abs() - (down - y).abs())
        });
        best = found.unwrap_or(best);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(x: i64, y: i64, area: i64) -> Mark {
        Mark { at: Point::new(x, y), area, along: Point::new(0, 0) }
    }

    #[test]
    fn marks_of_one_size_make_a_parallelogram() {
        let three = [mark(0, 0, 200), mark(50_000, 1_000, 200), mark(-2_000, 80_000, 200)];
        assert_eq!(fourth([&three[0], &three[1], &three[2]]), Some(Point::new(48_000, 81_000)));
    }

    #[test]
    fn a_far_side_with_smaller_marks_is_shorter() {
        // The lower side is twice as far: its marks have an eighth of the area, and half of the upper side's length.
        let three = [mark(0, 0, 8_000), mark(60_000, 0, 8_000), mark(15_000, 80_000, 1_000)];
        let at = fourth([&three[0], &three[1], &three[2]]).unwrap();
        assert!(at.to(Point::new(45_000, 80_000)).length() < 300, "{at:?}");
    }

    #[test]
    fn the_corner_moves_as_most_lines_want_it() {
        let right = (1..20).flat_map(|at| {
            let (own, cross) = (at * 20, -at * (20 - at) * 2);
            let off = |right: i64, down: i64| (right * 1_700 - down * 900) / 1_000;
            [
                Vote { follows: [own, cross], off: off(own, cross) },
                Vote { follows: [cross, own], off: off(cross, own) },
            ]
        });
        let wrong = [300, 310, 100].map(|share| Vote { follows: [share, 0], off: -share });
        let all: Vec<Vote> = right.chain(wrong).collect();
        let [x, y] = voted(&all);
        assert!((x - 1_700).abs() <= 100 && (y + 900).abs() <= 100, "{x} {y}");
        assert_eq!(voted(&[]), [0, 0]);
    }
}
