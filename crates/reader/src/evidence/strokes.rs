//! Tally strokes: how many stand in each row of the grid.
//!
//! A cell takes five: four upright and one across them. The upright ones are counted along their own slant; whether there
//! is one across is told by the cell's ink, weighed against that of the page's full cells, and by the ink between the
//! upright ones. What crosses out the unused rest runs from cell to cell and is no stroke.

use crate::gray::Gray;
use crate::joint::Evidence;
use crate::layout::Strokes;
use crate::page::Field;
use crate::sample::cut;

/// Pixels of a cell as it is cut: about 3.5 a millimetre across, 3 down.
const WIDE: usize = 72;
const HIGH: usize = 48;

/// Pixels at each side that belong to the grid's own lines.
const EDGE: usize = 4;

/// A cell as it was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellRead {
    /// Ink of strokes: darkness times pixels, thousandths of the paper's brightness.
    pub ink: i64,
    /// Upright strokes.
    pub upright: u8,
    /// Ink between the upright strokes, thousandths of that on them; 0 where there are fewer than two.
    pub between: i64,
}

/// A row as it was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRead {
    /// Its cells, from the left.
    pub cells: Vec<CellRead>,
    /// How many strokes it most likely has.
    pub strokes: u16,
    /// Log-likelihood of each number of strokes.
    pub evidence: Evidence,
}

/// Measures the rows of a grid, whose lines stand where `field` says.
pub fn measured(picture: &Gray, field: &Field, grid: &Strokes) -> Option<Vec<Vec<CellRead>>> {
    let each = |row: i32, column: i32| {
        let at = grid.at.moved(grid.cell.x.0 * column, grid.cell.y.0 * row);
        let corners = field.rectangle(at, grid.cell.x.0, grid.cell.y.0)?;
        Some(cell(&cut(picture, corners, WIDE, HIGH)?))
    };
    let columns = i32::from(grid.across);
    (0..i32::from(grid.down)).map(|row| (0..columns).map(|column| each(row, column)).collect()).collect()
}

/// Judges the rows of a grid; `full` is the ink of a full cell on this page, see [`full_cell`].
pub fn judged(rows: Vec<Vec<CellRead>>, full: Option<i64>, each: u8) -> Vec<RowRead> {
    let read = |cells: Vec<CellRead>| {
        let evidence = evidence(&cells, full, each);
        RowRead { strokes: evidence.best(), evidence, cells }
    };
    rows.into_iter().map(read).collect()
}

/// Measures a cell.
fn cell(patch: &Gray) -> CellRead {
    let mut sorted: Vec<u8> = patch.pixels().to_vec();
    sorted.sort_unstable();
    let paper = i64::from(sorted.get(sorted.len() * 3 / 4).copied().unwrap_or(255)).max(1);
    let darkest = i64::from(sorted.get(sorted.len() / 100).copied().unwrap_or(0));
    // Ink is at least an eighth darker than paper, and more than a third of the way to the darkest.
    let least = (paper / 8).max((paper - darkest) * 2 / 5);
    let (wide, high) = (WIDE - 2 * EDGE, HIGH - 2 * EDGE);
    let mut dark: Vec<i64> = Vec::with_capacity(wide * high);
    for y in EDGE..HIGH - EDGE {
        let row = patch.row(y).get(EDGE..WIDE - EDGE).unwrap_or(&[]);
        dark.extend(
            row.iter()
                .map(|pixel| (paper - i64::from(*pixel)).max(0))
                .map(|dark| if dark >= least { dark } else { 0 }),
        );
    }
    let kept = strokes_only(&dark, wide, high);
    let ink = kept.iter().sum::<i64>() * 1_000 / paper;
    let (upright, between) = upright(&kept, wide);
    CellRead { ink, upright, between }
}

/// Slants at which strokes are looked for: sideways pixels for each eight down.
const SLANTS: std::ops::RangeInclusive<i64> = -4..=4;

/// Counts the upright strokes, and weighs the ink between them against that on them, thousandths.
fn upright(kept: &[i64], wide: usize) -> (u8, i64) {
    let along = SLANTS.map(|slant| projected(kept, wide, slant));
    // Along their slant strokes stand out most.
    let Some(profile) = along.max_by_key(|profile| profile.iter().map(|ink| ink * ink / 1_024).sum::<i64>())
    else {
        return (0, 0);
    };
    let highest = profile.iter().copied().max().unwrap_or(0);
    if highest == 0 {
        return (0, 0);
    }
    // Strokes and the gaps between them: a gap is at most two thirds of the lower of its strokes.
    let mut strokes: Vec<i64> = Vec::new();
    let mut gaps: Vec<i64> = Vec::new();
    let (mut top, mut gap) = (0, None::<i64>);
    for ink in profile.iter().copied().chain([0]) {
        match gap {
            // Rising, or on top.
            None if ink >= top => top = ink,
            None if ink * 3 <= top * 2 && top * 100 >= highest * 38 => {
                strokes.push(top);
                gap = Some(ink);
            }
            None => {
                // A bump too low to be a stroke ends where the ink does.
                if ink * 8 < top && top * 100 < highest * 38 {
                    top = 0;
                }
            }
            Some(lowest) if ink <= lowest => gap = Some(ink),
            Some(lowest) if ink * 2 >= lowest * 3 && ink * 100 >= highest * 38 => {
                gaps.push(lowest);
                (top, gap) = (ink, None);
            }
            Some(_) => {}
        }
    }
    let between = if gaps.is_empty() {
        0
    } else {
        let mean = |all: &[i64]| all.iter().sum::<i64>() / i64::try_from(all.len()).unwrap_or(1).max(1);
        mean(&gaps) * 1_000 / mean(&strokes).max(1)
    };
    (u8::try_from(strokes.len()).unwrap_or(u8::MAX), between)
}

/// Ink of each column along a slant, smoothed.
fn projected(kept: &[i64], wide: usize, slant: i64) -> Vec<i64> {
    let high = i64::try_from(kept.len() / wide.max(1)).unwrap_or(0);
    let mut sums = vec![0_i64; wide * 2];
    for (y, row) in (0..).zip(kept.chunks_exact(wide)) {
        let shift =
            usize::try_from((y - high / 2) * slant / 8 + i64::try_from(wide / 2).unwrap_or(0)).unwrap_or(0);
        for (sum, ink) in sums.iter_mut().skip(shift).zip(row) {
            *sum += ink;
        }
    }
    let before = std::iter::once(&0).chain(&sums);
    let after = sums.iter().skip(1).chain([&0]);
    sums.iter()
        .zip(before)
        .zip(after)
        .map(|((here, before), after)| (before + 2 * here + after) / 4)
        .collect()
}

/// The ink of patches that are tall enough for a stroke and don't run from edge to edge.
fn strokes_only(dark: &[i64], wide: usize, high: usize) -> Vec<i64> {
    let mut kept = dark.to_vec();
    let mut seen = vec![false; dark.len()];
    for start in 0..dark.len() {
        if seen.get(start).copied().unwrap_or(true) || dark.get(start).copied().unwrap_or(0) == 0 {
            continue;
        }
        let mut patch = Vec::new();
        let mut open = vec![start];
        let (mut left, mut right, mut top, mut bottom) = (wide, 0, high, 0);
        while let Some(at) = open.pop() {
            match seen.get_mut(at) {
                Some(seen) if !*seen && dark.get(at).copied().unwrap_or(0) > 0 => *seen = true,
                Some(_) | None => continue,
            }
            let (x, y) = (at % wide, at / wide);
            (left, right, top, bottom) = (left.min(x), right.max(x), top.min(y), bottom.max(y));
            patch.push(at);
            for dy in [wide, 0, wide.wrapping_neg()] {
                let near = at.wrapping_add(dy);
                open.push(near);
                if x > 0 {
                    open.push(near.wrapping_sub(1));
                }
                if x + 1 < wide {
                    open.push(near.wrapping_add(1));
                }
            }
        }
        let (across, tall) = (right - left + 1, bottom - top + 1);
        let stroke = tall * 10 >= high * 3 && across * 10 < wide * 9 && across < tall * 3;
        if !stroke {
            for at in patch {
                if let Some(pixel) = kept.get_mut(at) {
                    *pixel = 0;
                }
            }
        }
    }
    kept
}

/// The ink of a full cell on this page: the median of the cells that another follows; `None` where there are none.
pub fn full_cell<'a>(rows: impl Iterator<Item = &'a Vec<CellRead>>) -> Option<i64> {
    let followed = rows.flat_map(|row| row.iter().zip(row.iter().skip(1)));
    let mut inks: Vec<i64> =
        followed.filter(|(here, next)| here.ink > 0 && next.ink > 0).map(|(here, _)| here.ink).collect();
    inks.sort_unstable();
    inks.get(inks.len() / 2).copied()
}

/// Least log-likelihood of a count in one cell: smudges happen.
const LEAST: i64 = -12_000;

/// Share of a full cell's ink, thousandths, in one, two, three, four strokes; and its spread. The one across is longer than
/// the others and counts for more of them the slacker the hand.
const SHARES: [(i64, i64); 4] = [(170, 70), (330, 90), (500, 110), (660, 120)];

/// How likely a cell is to be seen like this with each number of strokes, from none.
fn cell_logs(cell: &CellRead, full: Option<i64>, each: u8) -> Vec<i64> {
    let count_of = |count: u8| i64::from(count);
    if cell.ink == 0 {
        return (0..=each).map(|count| if count == 0 { 0 } else { LEAST }).collect();
    }
    // A smudge: less than half a stroke.
    let smudge = full.is_some_and(|full| cell.ink * 1_000 < full * 60);
    (0..=each)
        .map(|count| {
            if count == 0 {
                return if smudge { -1_000 } else { LEAST };
            }
            let by_ink = full.map_or(0, |full| {
                let share = cell.ink * 1_000 / full.max(1);
                let (expected, spread) = SHARES
                    .get(usize::from(count) - 1)
                    .filter(|_| count < each)
                    .copied()
                    .unwrap_or((1_000, 230));
                // Heavier than full is no less full.
                let off = if count == each { (expected - share).max(0) } else { share - expected };
                (-(off * off * 500) / (spread * spread)).max(-8_000)
            });
            let upright = i64::from(cell.upright);
            let by_count = if count == each {
                // Four, and one across that may join, hide or look like one of them.
                -[6_000, 5_000, 3_000, 1_200, 0, 300, 1_500]
                    .get(usize::from(cell.upright))
                    .copied()
                    .unwrap_or(4_000)
            } else {
                -2_500 * (upright - count_of(count)).abs().min(3)
            };
            // Between strokes that nothing crosses is next to no ink.
            let by_gaps = match (count == each, cell.upright >= 3) {
                (true, true) => -((60 - cell.between).max(0) * 40),
                (false, true) => -((cell.between - 40).max(0) * 12).min(3_000),
                (_, false) => 0,
            };
            (by_ink + by_count + by_gaps).max(LEAST)
        })
        .collect()
}

/// How likely a row is to be seen like this with each number of strokes: full cells from the left, then at most one that
/// is not, then empty ones.
fn evidence(cells: &[CellRead], full: Option<i64>, each: u8) -> Evidence {
    let logs: Vec<Vec<i64>> = cells.iter().map(|cell| cell_logs(cell, full, each)).collect();
    let at = |cell: usize, count: u8| {
        logs.get(cell).and_then(|logs| logs.get(usize::from(count))).copied().unwrap_or(LEAST)
    };
    let mut totals = Vec::new();
    for whole in 0..=cells.len() {
        let filled: i64 = (0..whole).map(|cell| at(cell, each)).sum();
        let empty: i64 = (whole + 1..cells.len()).map(|cell| at(cell, 0)).sum();
        if whole == cells.len() {
            totals.push(filled);
        } else {
            totals.extend((0..each).map(|count| filled + at(whole, count) + empty));
        }
    }
    Evidence::of(totals.into_iter().map(|total| i32::try_from(total).unwrap_or(i32::MIN / 2)))
}
