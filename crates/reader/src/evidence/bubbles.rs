//! Bubbles: which of ten in a column is filled.

use crate::gray::Gray;
use crate::layout::{Bubbles, Spot};
use crate::page::{Field, Point, Shift};
use crate::sample::between;

/// What a column of ten bubbles shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// One is filled.
    Filled(u8),
    /// One is marked, faintly or by a tick.
    Ticked(u8),
    /// More than one is marked.
    Several,
    /// None is marked.
    Unmarked,
}

/// A column as it was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnRead {
    /// What it shows.
    pub shows: Column,
    /// How much darker each bubble is than an empty one of the same column, thousandths of the paper's brightness.
    pub darkness: [i32; 10],
    /// Log-likelihood of each digit, milli-nats, the likeliest at 0.
    pub log: [i32; 10],
}

/// Twelve directions, in 1/1024.
const ROUND: [(i32, i32); 12] = [
    (1024, 0),
    (887, 512),
    (512, 887),
    (0, 1024),
    (-512, 887),
    (-887, 512),
    (-1024, 0),
    (-887, -512),
    (-512, -887),
    (0, -1024),
    (512, -887),
    (887, -512),
];

/// From this much darker than an empty bubble, one is filled.
const FILLED: i32 = 180;
/// From this much, one is marked: ticked at least.
const MARKED: i32 = FILLED / 3;

/// Log-odds of "marked" for each thousandth above half of [`FILLED`], milli-nats.
const SLOPE: i32 = 90;

/// Most that one bubble says, milli-nats: one in three thousand officers fills another than they write.
const MOST: i32 = 8_000;

/// Where the rows of bubbles stand: rings are found as boxes are by their lines.
pub fn ring_shifts(picture: &Gray, field: &Field, bubbles: &Bubbles, columns: usize) -> Vec<Shift> {
    let columns = i32::try_from(columns).unwrap_or(0);
    let mut shifts: Vec<Shift> = Vec::new();
    for row in 0..10 {
        let first = bubbles.first.moved(0, bubbles.down.0 * row);
        let middle = first.moved(bubbles.across.0 * (columns - 1) / 2, 0);
        // Where the row above stands is the best guess of where this one does.
        let (x, y) =
            shifts.last().and_then(|above| above.x.zip(above.y)).unwrap_or_else(|| field.shift(middle));
        let mut best: Option<(i64, i32, i32)> = None;
        for dy in -6..=6 {
            for dx in -6..=6 {
                let (dx, dy) = (dx * 20, dy * 20);
                let rings = (0..columns).map(|column| {
                    ring(
                        picture,
                        field,
                        first.moved(bubbles.across.0 * column + x + dx, y + dy),
                        bubbles.radius.0,
                    )
                });
                let Some(found) = rings.sum::<Option<i64>>() else { continue };
                let score = found - i64::from(dx.abs() + dy.abs()) / 8;
                if best.is_none_or(|(most, _, _)| score > most) {
                    best = Some((score, dx, dy));
                }
            }
        }
        if let Some((_, dx, dy)) = best {
            shifts.push(Shift { at: middle, x: Some(x + dx), y: Some(y + dy) });
        }
    }
    shifts
}

/// How much darker a ring is than the paper outside it, thousandths.
fn ring(picture: &Gray, field: &Field, middle: Spot, radius: i32) -> Option<i64> {
    let circle = |radius: i32| -> Option<i64> {
        ROUND
            .iter()
            .map(|(x, y)| brightness(picture, field, middle.moved(x * radius / 1024, y * radius / 1024)))
            .sum()
    };
    let (on, outside) = (circle(radius - 20)?, circle(radius + 100)?);
    Some((outside - on) * 1_000 / outside.max(1))
}

fn brightness(picture: &Gray, field: &Field, at: Spot) -> Option<i64> {
    field.perspective().at(at).map(|at: Point| between(picture, at))
}

/// Reads a column, whose bubbles stand where `field` says.
pub fn read_column(picture: &Gray, field: &Field, bubbles: &Bubbles, column: usize) -> Option<ColumnRead> {
    let across = bubbles.across.0.checked_mul(i32::try_from(column).ok()?)?;
    let mut levels = [0_i64; 10];
    for (row, level) in (0..10).zip(&mut levels) {
        let at = bubbles.first.moved(across, bubbles.down.0 * row);
        let (x, y) = field.shift(at);
        *level = darkness(picture, field, at.moved(x, y), bubbles.radius.0)?;
    }
    let mut sorted = levels;
    sorted.sort_unstable();
    let empty = sorted.get(3).copied().unwrap_or(0);
    let darkness = levels.map(|level| i32::try_from(level - empty).unwrap_or(0));
    Some(judged(darkness))
}

/// Fewest columns of a page from which can be told how dark the printed digits make empty bubbles.
const LEAST_COLUMNS: usize = 6;

/// Takes off what the digits printed in the bubbles add: an 8 is darker than a 1. What a digit adds is seen in the columns of
/// the page in which it is not marked: mostly three in four of them, or more.
pub fn without_print(columns: &mut [&mut ColumnRead]) {
    if columns.len() < LEAST_COLUMNS {
        return;
    }
    let mut print = [0_i32; 10];
    for (digit, print) in print.iter_mut().enumerate() {
        let mut levels: Vec<i32> =
            columns.iter().filter_map(|column| column.darkness.get(digit).copied()).collect();
        levels.sort_unstable();
        // Where a digit is marked in most columns (0 before small numbers), the one that is least dark may be unmarked; if not
        // even that one is, nothing is known. Print alone is never as dark as a mark.
        let unmarked = |at: usize| levels.get(at).copied().filter(|level| *level < MARKED);
        *print = unmarked(levels.len() / 4).or_else(|| unmarked(0)).unwrap_or(0);
    }
    for column in columns {
        let mut darkness = column.darkness;
        darkness.iter_mut().zip(print).for_each(|(dark, print)| *dark -= print);
        **column = judged(darkness);
    }
}

/// How dark a bubble is inside, thousandths of the brightness around it.
fn darkness(picture: &Gray, field: &Field, middle: Spot, radius: i32) -> Option<i64> {
    let (mut inside, mut count) = (0, 0);
    for share in [0, 22, 42, 60, 74] {
        for (x, y) in ROUND {
            let reach = radius * share / 100;
            inside += brightness(picture, field, middle.moved(x * reach / 1024, y * reach / 1024))?;
            count += 1;
            if share == 0 {
                break;
            }
        }
    }
    // To the sides, where nothing is printed.
    let mut paper: Vec<i64> = Vec::with_capacity(12);
    for times in [150, 165, 180] {
        for (x, y) in [(1, -1), (1, 1), (-1, 1), (-1, -1)] {
            paper.push(brightness(picture, field, middle.moved(x * radius * times / 100, y * radius / 4))?);
        }
    }
    paper.sort_unstable();
    let paper = paper.get(7).copied().unwrap_or(1).max(1);
    Some((paper - inside / count) * 1_000 / paper)
}

/// What a column shows by its darknesses.
fn judged(darkness: [i32; 10]) -> ColumnRead {
    let odds = darkness.map(|dark| ((dark - FILLED / 2) * SLOPE).clamp(-MOST, MOST));
    let best = odds.iter().copied().max().unwrap_or(0);
    let log = odds.map(|odd| odd - best);
    let marked: Vec<(u8, i32)> = (0..10).zip(darkness).filter(|(_, dark)| *dark >= MARKED).collect();
    let filled: Vec<u8> =
        marked.iter().filter(|(_, dark)| *dark >= FILLED).map(|(digit, _)| *digit).collect();
    let shows = match (filled.as_slice(), marked.as_slice()) {
        ([one], _) => Column::Filled(*one),
        ([], [(one, _)]) => Column::Ticked(*one),
        ([], []) => Column::Unmarked,
        _ => Column::Several,
    };
    ColumnRead { shows, darkness, log }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_that_most_columns_mark_is_not_taken_for_print() {
        let column = |marked: usize| {
            let mut darkness = [0, 5, 20, 20, 10, 20, 30, 5, 40, 30];
            if let Some(dark) = darkness.get_mut(marked) {
                *dark += 300;
            }
            judged(darkness)
        };
        // Eight columns: seven zeros before a five, and then all of them.
        for marks in [[0, 0, 0, 0, 0, 0, 0, 5], [0; 8]] {
            let mut columns = marks.map(column);
            without_print(&mut columns.iter_mut().collect::<Vec<_>>());
            for (column, mark) in columns.iter().zip(marks) {
                assert_eq!(column.shows, Column::Filled(u8::try_from(mark).unwrap()));
            }
            // What an 8's print adds is gone.
            assert_eq!(columns[0].darkness[8], 0);
        }
    }
}
