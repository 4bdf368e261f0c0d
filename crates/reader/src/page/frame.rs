//! The four corner marks among everything that looks like one.

use super::found::Corner;
use super::homography::{Homography, convex};
use super::marks::Mark;
use super::point::{PART, Point};
use crate::layout::Layout;

/// Marks that may be a form's frame: upper left, upper right, lower right, lower left, as it may be printed.
#[derive(Clone, Copy, Debug)]
pub struct Guess {
    /// Where the squares of each touch.
    pub corners: [Point; 4],
    /// The corner that is no mark, but stands where the other three want it.
    pub without: Option<Corner>,
    /// About the side of a mark's square, pixels in 256ths.
    pub side: i64,
    /// How far marks and perspective disagree about sizes and directions, thousandths; 0 is best.
    pub misfit: i64,
}

/// Most frames that are looked at further.
const MOST: usize = 80;

/// Furthest a square's area may be off what the perspective says, hundredths either way.
const AREA_OFF: i64 = 260;

/// Every frame the marks may make, the best first. Both ways up are among them: marks look the same upside down.
pub fn frames(marks: &[Mark], layout: &Layout) -> Vec<Guess> {
    let [left, top, right, bottom] = layout.marks.crossings;
    let side = i64::from(layout.marks.side.0);
    let (wide, high) = (i64::from(right.0 - left.0) * 100 / side, i64::from(bottom.0 - top.0) * 100 / side);
    let mut found = Vec::new();
    for (a, upper_left) in marks.iter().enumerate() {
        let apart = |other: &Mark, times: i64| far_enough(upper_left, other, times);
        for (b, upper_right) in marks.iter().enumerate().filter(|(b, _)| *b != a) {
            let Some(across) = apart(upper_right, wide) else { continue };
            if ![upper_left, upper_right].iter().all(|mark| slanted(mark, across)) {
                continue;
            }
            for (c, lower_left) in marks.iter().enumerate().filter(|(c, _)| *c != a && *c != b) {
                let Some(down) = apart(lower_left, high) else { continue };
                // About a right angle, clockwise.
                if across.cross(down) <= 0 || across.dot(down).abs() > across.cross(down) {
                    continue;
                }
                let expected = upper_right.at.moved(down);
                for (d, lower_right) in marks.iter().enumerate() {
                    let off = expected.to(lower_right.at);
                    if d == a || d == b || d == c || off.squared() * 9 > across.squared() {
                        continue;
                    }
                    let four = [upper_left, upper_right, lower_right, lower_left];
                    found.extend(frame(four, layout));
                }
            }
        }
    }
    found.sort_by_key(|frame| frame.misfit);
    // Two marks in nearly the same place make nearly the same frame.
    let mut kept: Vec<Guess> = Vec::new();
    for frame in found {
        let same = |other: &Guess| {
            frame
                .corners
                .iter()
                .zip(other.corners)
                .all(|(a, b)| a.to(b).squared() < frame.side * frame.side / 4)
        };
        if !kept.iter().any(same) {
            kept.push(frame);
        }
        if kept.len() == MOST {
            break;
        }
    }
    kept
}

/// From one mark to another that may be `times` hundredths of its side away: from half to double that.
pub(super) fn far_enough(from: &Mark, other: &Mark, times: i64) -> Option<Point> {
    let step = from.at.to(other.at);
    let expected = from.area.saturating_mul(times.saturating_mul(times)).saturating_mul(PART * PART) / 10_000;
    let squared = step.squared();
    (squared * 4 > expected && squared < expected.saturating_mul(4) && alike(from, other)).then_some(step)
}

/// Sizes that may belong to marks of one sheet, near and far.
pub(super) fn alike(a: &Mark, b: &Mark) -> bool {
    a.area * 4 > b.area && b.area * 4 > a.area
}

/// Whether a mark's diagonal lies about half a right angle clockwise of the upper edge.
pub(super) fn slanted(mark: &Mark, across: Point) -> bool {
    let (dot, cross) = (across.dot(mark.along), across.cross(mark.along));
    (dot > 0) == (cross > 0) && dot.abs() < cross.abs() * 4 && cross.abs() < dot.abs() * 4
}

fn frame(four: [&Mark; 4], layout: &Layout) -> Option<Guess> {
    let corners = four.map(|mark| mark.at);
    if !convex(corners) {
        return None;
    }
    let perspective = Homography::of_frame(layout.marks.crossings, corners)?;
    let (misfit, side) = misfit(four.map(Some), &perspective, layout)?;
    Some(Guess { corners, without: None, side, misfit })
}

/// How far the marks' sizes and directions are off what the perspective says, thousandths, and their mean side in 256ths
/// of pixels. `None` where one is too far off to be a mark of this frame.
pub(super) fn misfit(
    marks: [Option<&Mark>; 4],
    perspective: &Homography,
    layout: &Layout,
) -> Option<(i64, i64)> {
    let side = i64::from(layout.marks.side.0);
    let (mut misfit, mut sides, mut count) = (0, 0, 0);
    for (mark, corner) in marks.into_iter().zip(Corner::ALL) {
        let Some(mark) = mark else { continue };
        let (across, down) = perspective.millimetre_at(corner.place(layout))?;
        // In 256ths of pixels and hundredths of millimetres.
        let area = across.cross(down).saturating_mul(side.saturating_mul(side)) / (10_000 * PART * PART);
        if area <= 0 || mark.area * 100 > area * AREA_OFF || area * 100 > mark.area * AREA_OFF {
            return None;
        }
        misfit += (mark.area - area).abs() * 1_000 / area;
        sides += (area * PART * PART).isqrt();
        count += 1;
        let expected = Point::new((across.x + down.x) * side / 100, (across.y + down.y) * side / 100);
        let off = expected
            .to(mark.along)
            .squared()
            .min(expected.to(Point::new(-mark.along.x, -mark.along.y)).squared());
        if off * 4 > expected.squared() {
            return None;
        }
        misfit += (off * 1_000_000 / expected.squared().max(1)).isqrt();
    }
    Some((misfit, sides.checked_div(count)?))
}
