//! Tally strokes: how many stand in each row of the grid.
//!
//! A cell takes five: four upright and one across them. Each cell's ink is weighed against that of the sheet's full cells,
//! and its strokes are counted where they stand apart. What crosses out the unused rest runs from cell to cell and is no
//! stroke.

use crate::gray::Gray;
use crate::joint::Evidence;
use crate::layout::Strokes;
use crate::page::Field;
use crate::sample::cut;

/// Pixels of a cell as it is cut: about 2.5 a millimetre.
const WIDE: usize = 48;
const HIGH: usize = 40;

/// Pixels at each side that belong to the grid's own lines.
const EDGE: usize = 3;

/// A cell as it was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellRead {
    /// Ink of strokes: darkness times pixels, thousandths of the paper's brightness.
    pub ink: i64,
    /// Strokes counted side by side, in most of the cell's height; 0 where there are none.
    pub side_by_side: u8,
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

/// Reads the rows of a grid, whose lines stand where `field` says.
pub fn read_strokes(picture: &Gray, field: &Field, grid: &Strokes) -> Option<Vec<RowRead>> {
    let mut rows = Vec::new();
    for row in 0..i32::from(grid.down) {
        let mut cells = Vec::new();
        for column in 0..i32::from(grid.across) {
            let at = grid.at.moved(grid.cell.x.0 * column, grid.cell.y.0 * row);
            let corners = field.rectangle(at, grid.cell.x.0, grid.cell.y.0)?;
            cells.push(cell(&cut(picture, corners, WIDE, HIGH)?));
        }
        rows.push(cells);
    }
    let full = full_cell(&rows, grid.each);
    let judged = rows.into_iter().map(|cells| {
        let evidence = evidence(&cells, full, grid.each);
        RowRead { strokes: evidence.best(), evidence, cells }
    });
    Some(judged.collect())
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
    let mut counts: Vec<usize> = kept
        .chunks_exact(wide)
        .map(|row| {
            row.iter()
                .zip(std::iter::once(&0).chain(row))
                .filter(|(here, before)| **here > 0 && **before == 0)
                .count()
        })
        .filter(|count| *count > 0)
        .collect();
    counts.sort_unstable();
    let side_by_side = counts.get(counts.len() * 2 / 3).copied().unwrap_or(0);
    CellRead { ink, side_by_side: u8::try_from(side_by_side).unwrap_or(u8::MAX) }
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

/// The ink of a full cell on this sheet: the median of the cells that another follows; `None` where there are none.
fn full_cell(rows: &[Vec<CellRead>], each: u8) -> Option<i64> {
    let followed = rows.iter().flat_map(|row| row.iter().zip(row.iter().skip(1)));
    let mut inks: Vec<i64> =
        followed.filter(|(here, next)| here.ink > 0 && next.ink > 0).map(|(here, _)| here.ink).collect();
    inks.sort_unstable();
    let median = inks.get(inks.len() / 2).copied();
    // A sheet with one cell only: its strokes, if they can be counted, tell what five would weigh.
    median.or_else(|| {
        let only = rows.iter().flatten().find(|cell| cell.ink > 0)?;
        let count = i64::from(only.side_by_side.min(each)).max(1);
        Some(only.ink * i64::from(each) / count)
    })
}

/// Spread of a stroke's ink, hundredths of a stroke.
const SPREAD: i64 = 45;

/// Least log-likelihood of a count in one cell: smudges happen.
const LEAST: i64 = -9_000;

/// How likely a cell is to be seen like this with each number of strokes.
fn cell_logs(cell: &CellRead, full: Option<i64>, each: u8) -> Vec<i64> {
    let each = i64::from(each);
    let counts = 0..=each;
    let Some(full) = full else {
        return counts.map(|count| if count == 0 { 0 } else { LEAST }).collect();
    };
    // In hundredths of a stroke; the one across is a fifth longer than the others.
    let weighed = cell.ink * (each * 100 + 20) / full.max(1);
    counts
        .map(|count| {
            let expected = if count == each { each * 100 + 20 } else { count * 100 };
            let off = weighed - expected;
            let by_ink = -(off * off * 500) / (SPREAD * SPREAD);
            let off = (i64::from(cell.side_by_side) - count).abs();
            // Strokes that run together are counted as fewer; a full cell's are crossed.
            let by_count = if count == each { -300 * off.min(3) } else { -1_200 * off.min(4) };
            (by_ink + by_count).max(LEAST)
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
