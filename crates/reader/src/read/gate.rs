//! The quality gate: whether what was found can be read, and if not, what a person can do about it.

use super::page::{NotRead, Quality};
use crate::gray::Gray;
use crate::layout::{Layout, Number, Page};
use crate::page::lines::{Printed, rectangles_of};
use crate::page::{Field, Found, Homography, PART, edge_width};
use crate::sample::between;

/// Hundredths of a pixel that a millimetre must take at least, where boxes are large.
const LEAST_SCALE: i64 = 115;

/// Side of large boxes, hundredths of a millimetre.
const LARGE: i32 = 1_800;

/// Hundredths of a pixel that a millimetre of this page must take at least: more, the smaller its boxes are.
pub(super) fn least_scale(page: &Page) -> i64 {
    let sides = page.numbers.iter().map(|number| number.boxes.side.0);
    let smallest = sides.min().unwrap_or(LARGE).clamp(1, LARGE);
    (LEAST_SCALE * i64::from(LARGE)).div_euclid(i64::from(smallest))
}

/// Brightness of paper below which a page is called dark, grey levels.
const LEAST_PAPER: i64 = 45;

/// Width of a mark's edge above which a page is called blurred, hundredths of a millimetre: lines are a millimetre thick.
const MOST_EDGE: i32 = 75;

/// Brightness from which a place is blown out, grey levels.
const BLOWN: i64 = 250;

/// Refuses a page a number of which is beyond the photo's edge.
pub(super) fn whole(picture: &Gray, perspective: &Homography, page: &Page) -> Result<(), NotRead> {
    let within = |number: &Number| {
        let side = number.boxes.side.0;
        let corners = |dx: i32, dy: i32| number.boxes.at.iter().map(move |at| at.moved(dx, dy));
        let mut all =
            corners(0, 0).chain(corners(side, 0)).chain(corners(side, side)).chain(corners(0, side));
        all.all(|at| perspective.at(at).is_some_and(|at| picture.holds(at)))
    };
    match page.numbers.iter().find(|number| !within(number)) {
        Some(number) => Err(NotRead::CutOff(number.field.clone())),
        None => Ok(()),
    }
}

/// Refuses a page that can't be seen well enough, or whose print isn't where paper can have it.
pub(super) fn clear(
    picture: &Gray,
    found: &Found,
    layout: &Layout,
    page: &Page,
    field: &Field,
    quality: &Quality,
) -> Result<(), NotRead> {
    // Fewer than six boxes in ten.
    let unclear = quality.seen * 10 < quality.printed * 6;
    // A glare hides one number even where the rest is clear; it must not pass for an empty box.
    let mut shifts = field.shifts().iter();
    for number in &page.numbers {
        let boxes = rectangles_of(number);
        let lost = boxes
            .iter()
            .zip(shifts.by_ref())
            .filter(|(one, shift)| one.plain && (shift.x.is_none() || shift.y.is_none()))
            .any(|(one, _)| blown(picture, field, one));
        if lost {
            return Err(NotRead::Glare(number.field.clone()));
        }
    }
    if !unclear {
        return Ok(());
    }
    if paper(picture, &found.perspective, page).is_some_and(|paper| paper < LEAST_PAPER) {
        return Err(NotRead::Dark);
    }
    if edge_width(picture, found, layout).is_some_and(|width| width > MOST_EDGE) {
        return Err(NotRead::Blurred);
    }
    Err(NotRead::Unclear { seen: quality.seen, printed: quality.printed })
}

/// Places across a rectangle at which it is looked at.
const STEPS: i64 = 8;

/// Whether more than half of a rectangle is white without any shade.
fn blown(picture: &Gray, field: &Field, printed: &Printed) -> bool {
    let Some([upper_left, upper_right, lower_right, lower_left]) =
        field.rectangle(printed.at, printed.wide, printed.high)
    else {
        return false;
    };
    let mut white = 0;
    for down in 0..=STEPS {
        for across in 0..=STEPS {
            let mix = |a: i64, b: i64, c: i64, d: i64| {
                let (left, right) = (STEPS - across, across);
                ((a * left + b * right) * (STEPS - down) + (d * left + c * right) * down) / (STEPS * STEPS)
            };
            let at = crate::page::Point::new(
                mix(upper_left.x, upper_right.x, lower_right.x, lower_left.x),
                mix(upper_left.y, upper_right.y, lower_right.y, lower_left.y),
            );
            white += i64::from(between(picture, at) >= BLOWN);
        }
    }
    white * 2 > (STEPS + 1) * (STEPS + 1)
}

/// Brightness of the paper: the median over the boxes of the lightest of five places in each.
fn paper(picture: &Gray, perspective: &Homography, page: &Page) -> Option<i64> {
    let mut all: Vec<i64> = Vec::new();
    for number in &page.numbers {
        let side = number.boxes.side.0;
        for at in &number.boxes.at {
            let places = [(1, 1), (3, 1), (2, 2), (1, 3), (3, 3)];
            let seen = places.iter().filter_map(|(right, down)| {
                let at = perspective.at(at.moved(side * right / 4, side * down / 4))?;
                Some(between(picture, at))
            });
            all.extend(seen.max());
        }
    }
    all.sort_unstable();
    all.get(all.len() / 2).copied()
}

/// Hundredths of a pixel that a millimetre takes, at the corner where it takes fewest.
pub(super) fn scale(found: &Found, layout: &Layout) -> Option<i64> {
    let mut least = i64::MAX;
    for corner in crate::page::Corner::ALL {
        let (across, down) = found.perspective.millimetre_at(corner.place(layout))?;
        least = least.min(across.length()).min(down.length());
    }
    Some(least * 100 / PART)
}

/// Whether a picture has too few pixels for one of the layouts, however it is held: of a form that wasn't found nobody knows
/// which it is, and to go nearer is the best that can be said.
pub(super) fn too_few(picture: &Gray, layouts: &[Layout]) -> bool {
    let longest = i64::try_from(picture.width().max(picture.height())).unwrap_or(i64::MAX);
    layouts.iter().any(|layout| {
        let [left, top, right, bottom] = layout.marks.crossings;
        longest * 10_000 < i64::from((right.0 - left.0).max(bottom.0 - top.0)) * LEAST_SCALE
    })
}
