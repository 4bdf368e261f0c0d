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
use crate::layout::Layout;

/// Most guesses that are looked at further.
const MOST: usize = 24;

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

/// Furthest that the lines are looked for at a time, hundredths of a millimetre: less than what is between boxes.
const REACH: i32 = 320;

/// Furthest that the corner is moved at a time, hundredths of a millimetre.
const FURTHEST: i64 = 4_000;

/// How often the corner is moved at most.
const ROUNDS: usize = 8;

/// The frame with its unseen corner moved to where the printed lines want it.
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
        let field = Field::flat(perspective);
        let mut across = Vec::new();
        let mut down = Vec::new();
        for one in printed {
            let share = share(layout, without, one);
            let (x, y) = measured(picture, &field, one, REACH);
            across.extend(x.map(|x| (share, i64::from(x))));
            down.extend(y.map(|y| (share, i64::from(y))));
        }
        let (x, y) = (i32::try_from(voted(&across)).ok()?, i32::try_from(voted(&down)).ok()?);
        without.put(&mut corners, perspective.at(without.place(layout).moved(x, y))?);
        perspective = Homography::of_frame(layout.marks.crossings, corners)?;
        if x.abs() < 30 && y.abs() < 30 {
            break;
        }
    }
    Some((corners, perspective))
}

/// How much of the corner's movement a printed rectangle follows, thousandths: about the product of its nearness both ways.
fn share(layout: &Layout, corner: Corner, printed: &Printed) -> i64 {
    let [left, top, right, bottom] = layout.marks.crossings;
    let far = corner.opposite().place(layout);
    let part = |at: i32, far: i32, from: i32, to: i32| {
        i64::from(at.abs_diff(far)) * 1_000 / i64::from(to.abs_diff(from).max(1))
    };
    let x = part(printed.at.x.0 + printed.wide / 2, far.x.0, left.0, right.0);
    let y = part(printed.at.y.0 + printed.high / 2, far.y.0, top.0, bottom.0);
    x * y / 1_000
}

/// The movement of the corner that most measured shifts agree with, each by as much as it follows.
fn voted(shifts: &[(i64, i64)]) -> i64 {
    /// How far paper that waves may be off, hundredths of a millimetre.
    const WAVE: i64 = 150;
    let score = |moved: i64| -> i64 {
        let votes = shifts.iter().map(|(share, shift)| {
            let expected = share * moved / 1_000;
            // What follows little says little.
            (WAVE - (shift - expected).abs()).max(0) * (share + 50)
        });
        votes.sum()
    };
    let steps = (-FURTHEST / 50..=FURTHEST / 50).map(|step| step * 50);
    // Of equals the nearest.
    steps.max_by_key(|moved| (score(*moved), -moved.abs())).unwrap_or(0)
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
        let right: Vec<(i64, i64)> = (1..20).map(|at| (at * 20, at * 20 * 700 / 1_000)).collect();
        let wrong = [(300, -250), (310, 40), (100, 300)];
        let all: Vec<(i64, i64)> = right.into_iter().chain(wrong).collect();
        assert!((voted(&all) - 700).abs() <= 100, "{}", voted(&all));
        assert_eq!(voted(&[]), 0);
    }
}
