//! Measuring how far printed lines stand from where a flat sheet would have them.

use super::field::{Field, Shift};
use crate::gray::Gray;
use crate::layout::{Number, Page, Spot};
use crate::sample::between;

/// A printed rectangle: its lines' middles.
#[derive(Clone, Copy, Debug)]
pub struct Printed {
    /// Upper left corner.
    pub at: Spot,
    /// Width, hundredths of a millimetre.
    pub wide: i32,
    /// Height, hundredths of a millimetre.
    pub high: i32,
    /// Thickness of its lines, hundredths of a millimetre.
    pub line: i32,
    /// Whether its lines are dark enough to be made out in any photo that can be read.
    pub plain: bool,
}

/// The printed rectangles by which a page is placed: its boxes, and its grids in pieces of a few cells.
pub fn rectangles(page: &Page) -> Vec<Printed> {
    page.numbers.iter().flat_map(rectangles_of).collect()
}

/// One number's, in the same order.
pub fn rectangles_of(number: &Number) -> Vec<Printed> {
    let side = number.boxes.side.0;
    let mut all: Vec<Printed> = number
        .boxes
        .at
        .iter()
        .map(|at| Printed { at: *at, wide: side, high: side, line: number.boxes.line(), plain: true })
        .collect();
    if let Some(grid) = &number.strokes {
        for row in 0..i32::from(grid.down) {
            for piece in 0..i32::from(grid.across) / 3 {
                let at = grid.at.moved(grid.cell.x.0 * 3 * piece, grid.cell.y.0 * row);
                all.push(Printed {
                    at,
                    wide: grid.cell.x.0 * 3,
                    high: grid.cell.y.0,
                    line: 60,
                    plain: false,
                });
            }
        }
    }
    all
}

/// How far apart offsets are tried, hundredths of a millimetre.
const STEP: i32 = 20;

/// Places along a side at which its line is looked for.
const PLACES: i32 = 14;

/// Least contrast of a line against the paper beside it, thousandths of the paper's brightness.
const LEAST: i64 = 60;

/// How far a rectangle's lines stand from where `field` has them, as a shift on top of it, looked for within `reach`
/// hundredths of a millimetre. `None` in a direction where no line stands out.
pub fn measured(picture: &Gray, field: &Field, printed: &Printed, reach: i32) -> (Option<i32>, Option<i32>) {
    let steps = reach / STEP;
    let Printed { at, wide, high, line, plain: _ } = *printed;
    let (shift_x, shift_y) = field.shift(at.moved(wide / 2, high / 2));
    let moved = at.moved(shift_x, shift_y);
    let upright = |x: i32, offset: i32| {
        contrast(
            picture,
            field,
            (1..=PLACES).map(|place| moved.moved(x + offset, high * place / (PLACES + 1))),
            (line, 0),
        )
    };
    let level = |y: i32, offset: i32| {
        contrast(
            picture,
            field,
            (1..=PLACES).map(|place| moved.moved(wide * place / (PLACES + 1), y + offset)),
            (0, line),
        )
    };
    let x = best(steps, |offset| Some((upright(0, offset)?, upright(wide, offset)?)));
    let y = best(steps, |offset| Some((level(0, offset)?, level(high, offset)?)));
    (x, y)
}

/// The offset at which both lines of a pair are darkest against their sides.
fn best(steps: i32, contrasts: impl Fn(i32) -> Option<(i64, i64)>) -> Option<i32> {
    let mut found: Option<(i64, i32)> = None;
    let mut along = Vec::new();
    for step in -steps..=steps {
        let (one, other) = contrasts(step * STEP)?;
        // Both count, the fainter one as much as the darker: writing over one side must not win.
        let both = one.min(other) * 2 + one.max(other).min(one.min(other) * 2 + LEAST);
        along.push(both);
        // Near is likelier than far: two thousandths of contrast a step.
        let score = both - i64::from(step.abs()) * 2;
        if found.is_none_or(|(most, _)| score > most) {
            found = Some((score, step));
        }
    }
    let (_, step) = found.filter(|(score, _)| *score >= LEAST * 3)?;
    // A finer place from the neighbours: the top of the parabola through three.
    let at = |step: i32| usize::try_from(step + steps).ok().and_then(|at| along.get(at)).copied();
    let fine = match (at(step - 1), at(step), at(step + 1)) {
        (Some(before), Some(here), Some(after)) if 2 * here - before - after > 0 => {
            i64::from(STEP) * (after - before) / (2 * (2 * here - before - after))
        }
        _ => 0,
    };
    let half = i64::from(STEP) / 2;
    Some(step * STEP + i32::try_from(fine.clamp(-half, half)).unwrap_or(0))
}

/// How much darker the places are than those a line's thickness and a half to either side, thousandths of the latter.
fn contrast(
    picture: &Gray,
    field: &Field,
    places: impl Iterator<Item = Spot>,
    (across, down): (i32, i32),
) -> Option<i64> {
    let (mut line, mut beside) = (0, 0);
    for place in places {
        let seen = |times: i32| {
            let at = place.moved(across * times / 2, down * times / 2);
            field.perspective().at(at).map(|at| between(picture, at))
        };
        line += 2 * seen(0)?;
        // The darker side counts twice: a step from dark to light is no line.
        let (one, other) = (seen(-3)?, seen(3)?);
        beside += 2 * one.min(other);
    }
    Some((beside - line) * 1_000 / beside.max(1))
}

/// The field that the printed rectangles show; also how many of the plain ones were found.
pub fn settled(picture: &Gray, field: Field, printed: &[Printed]) -> (Field, usize) {
    let mut field = field;
    let mut found = 0;
    for reach in [320, 140] {
        let mut shifts: Vec<Shift> = Vec::new();
        for one in printed {
            let middle = one.at.moved(one.wide / 2, one.high / 2);
            let (x, y) = field.shift(middle);
            let (dx, dy) = measured(picture, &field, one, reach);
            shifts.push(Shift { at: middle, x: dx.map(|dx| x + dx), y: dy.map(|dy| y + dy) });
        }
        let kept: Vec<Shift> = shifts.iter().map(|shift| agreeing(shift, &shifts)).collect();
        let plain = kept.iter().zip(printed).filter(|(_, printed)| printed.plain);
        found = plain.filter(|(shift, _)| shift.x.is_some() && shift.y.is_some()).count();
        field = Field::of(*field.perspective(), kept);
    }
    (field, found)
}

/// Most that a shift differs from those around it, hundredths of a millimetre: paper bends, it doesn't jump.
const MOST_APART: i32 = 150;

/// The parts of a shift that are like those around it.
fn agreeing(shift: &Shift, all: &[Shift]) -> Shift {
    let like = |of: fn(&Shift) -> Option<i32>| {
        let value = of(shift)?;
        let mut near: Vec<(i64, i32)> = all
            .iter()
            .filter(|other| other.at != shift.at)
            .filter_map(|other| {
                let (dx, dy) =
                    (i64::from(other.at.x.0 - shift.at.x.0), i64::from(other.at.y.0 - shift.at.y.0));
                Some((dx * dx + dy * dy, of(other)?))
            })
            .collect();
        near.sort_unstable();
        near.truncate(5);
        let mut values: Vec<i32> = near.into_iter().map(|(_, value)| value).collect();
        values.sort_unstable();
        let middle = values.get(values.len() / 2).copied().unwrap_or(value);
        (value.abs_diff(middle) <= MOST_APART.unsigned_abs()).then_some(value)
    };
    Shift { at: shift.at, x: like(|shift| shift.x), y: like(|shift| shift.y) }
}
