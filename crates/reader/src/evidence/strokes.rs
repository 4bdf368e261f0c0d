//! Tally strokes: how many stand in each row of the grid.
//!
//! A cell takes five: four upright and one across them. The upright ones are counted along their own slant; whether there
//! is one across is told by the cell's ink, weighed against that of the page's full cells, and by whether the gaps between the
//! upright ones are crossed. What closes the unused rest runs from cell to cell and is no stroke.

use crate::gray::Gray;
use crate::joint::Evidence;
use crate::layout::{Spot, Strokes};
use crate::logs::log;
use crate::page::Field;
use crate::sample::cut;

/// Pixels of a cell as it is cut: about 3.5 a millimetre across, 3 down.
const WIDE: usize = 72;
const HIGH: usize = 48;

/// Pixels at each side among which the grid's own lines may be.
const EDGE: usize = 5;

/// A cell as it was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellRead {
    /// Ink of strokes: darkness times pixels, thousandths of the paper's brightness.
    pub ink: i64,
    /// Upright strokes.
    pub upright: u8,
    /// Darkest place in the gap that is lightest there, thousandths of the strokes' darkness: what crosses all strokes
    /// leaves no gap light from end to end. 0 where there are fewer than two strokes.
    pub bridge: i64,
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
        Some(cell(&cut(picture, corners, WIDE, HIGH)?, grid.cell))
    };
    let columns = i32::from(grid.across);
    (0..i32::from(grid.down)).map(|row| (0..columns).map(|column| each(row, column)).collect()).collect()
}

/// What a page's full cells look like: those that another follows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Full {
    /// Median of their ink; `None` where there are none.
    ink: Option<i64>,
    /// How many of them show so many upright strokes: up to six.
    upright: [i64; 7],
}

impl Full {
    /// Of all rows of a page.
    pub fn of<'a>(rows: impl Iterator<Item = &'a Vec<CellRead>> + Clone) -> Full {
        let heaviest = rows.clone().flatten().map(|cell| cell.ink).max().unwrap_or(0);
        // A speck beside strokes is no stroke.
        let stroke = |cell: &CellRead| cell.ink * 8 > heaviest;
        let followed = rows.flat_map(|row| row.iter().zip(row.iter().skip(1)));
        let full: Vec<&CellRead> =
            followed.filter(|(here, next)| stroke(here) && stroke(next)).map(|(here, _)| here).collect();
        // On a page of few votes no cell is full; what closes the rest may leave patches side by side.
        if !full.iter().any(|cell| cell.upright >= 3) {
            return Full::default();
        }
        let mut inks: Vec<i64> = full.iter().map(|cell| cell.ink).collect();
        inks.sort_unstable();
        let mut upright = [0; 7];
        for cell in full {
            if let Some(count) = upright.get_mut(usize::from(cell.upright.min(6))) {
                *count += 1;
            }
        }
        Full { ink: inks.get(inks.len() / 2).copied(), upright }
    }

    /// How likely a full cell is to show so many upright strokes: as often as on this page, or as on most.
    fn log(&self, upright: u8) -> i64 {
        const ON_MOST: [u128; 7] = [1, 2, 5, 20, 65, 6, 1];
        let at = usize::from(upright.min(6));
        let here = self.upright.get(at).and_then(|count| u128::try_from(*count).ok()).unwrap_or(0);
        let all: u128 = self.upright.iter().filter_map(|count| u128::try_from(*count).ok()).sum();
        let usual = ON_MOST.get(at).copied().unwrap_or(1);
        // Those of most pages count as four of this one.
        log(((here * 100 + usual * 4) << 56) / (all * 100 + 400)).unwrap_or(LEAST)
    }

    /// Whether upright strokes can be counted on this page: most full cells show four.
    fn sharp(&self) -> bool {
        let [.., four, five, six] = self.upright;
        (four + five + six) * 10 >= self.upright.iter().sum::<i64>() * 7
    }
}

/// Least log-likelihood of a row that is begun before the one above is full: officers fill rows in order.
const OUT_OF_ORDER: i32 = -14_000;

/// Judges the rows of a grid.
pub fn judged(rows: &[Vec<CellRead>], full: &Full, each: u8) -> Vec<RowRead> {
    let alone: Vec<Evidence> = rows.iter().map(|cells| evidence(cells, full, each)).collect();
    let most = |row: usize| rows.get(row).map_or(0, |cells| cells.len() * usize::from(each));
    let read = |(row, cells): (usize, &Vec<CellRead>)| {
        // How likely the row above is full, and the one below empty.
        let full_above = row.checked_sub(1).and_then(|above| {
            let full = u16::try_from(most(above)).ok()?;
            Some(alone.get(above)?.log(full).max(OUT_OF_ORDER))
        });
        let empty_below = alone.get(row + 1).map(|below| below.log(0).max(OUT_OF_ORDER));
        let evidence = Evidence::of((0_u16..).take(most(row) + 1).map(|count| {
            let begun = if count > 0 { full_above.unwrap_or(0) } else { 0 };
            let ended = if usize::from(count) < most(row) { empty_below.unwrap_or(0) } else { 0 };
            alone.get(row).map_or(0, |alone| alone.log(count)) + begun + ended
        }));
        RowRead { strokes: evidence.best(), evidence, cells: cells.clone() }
    };
    rows.iter().enumerate().map(read).collect()
}

/// Measures a cell of this size on paper.
fn cell(patch: &Gray, size: Spot) -> CellRead {
    let mut sorted: Vec<u8> = patch.pixels().to_vec();
    sorted.sort_unstable();
    let paper = i64::from(sorted.get(sorted.len() * 3 / 4).copied().unwrap_or(255)).max(1);
    let darkest = i64::from(sorted.get(sorted.len() / 100).copied().unwrap_or(0));
    // Ink is at least a ninth darker than paper, and a quarter of the way to the darkest.
    let least = (paper / 9).max((paper - darkest) / 4);
    let darkness = |pixel: &u8| Some(paper - i64::from(*pixel)).filter(|dark| *dark >= least).unwrap_or(0);
    let mut dark: Vec<i64> = patch.pixels().iter().map(darkness).collect();
    without_lines(&mut dark);
    let kept = strokes_only(&dark, size);
    let ink = kept.iter().sum::<i64>() * 1_000 / paper;
    let Upright { count, bridge } = upright(&kept, WIDE);
    CellRead { ink, upright: count, bridge }
}

/// Takes away the grid's lines: columns and rows near the edges that are ink nearly all along.
fn without_lines(dark: &mut [i64]) {
    let near = |at: usize, of: usize| at < EDGE || at + EDGE >= of;
    let mut columns = [0_usize; WIDE];
    let mut rows = [0_usize; HIGH];
    for (row, count) in dark.chunks_exact(WIDE).zip(&mut rows) {
        for (ink, column) in row.iter().zip(&mut columns) {
            *count += usize::from(*ink > 0);
            *column += usize::from(*ink > 0);
        }
    }
    for (y, (row, count)) in dark.chunks_exact_mut(WIDE).zip(rows).enumerate() {
        let line = near(y, HIGH) && count * 10 >= WIDE * 7;
        for (x, (ink, count)) in row.iter_mut().zip(columns).enumerate() {
            if line || (near(x, WIDE) && count * 10 >= HIGH * 8) {
                *ink = 0;
            }
        }
    }
}

/// Slants at which strokes are looked for: sideways pixels for each eight down.
const SLANTS: std::ops::RangeInclusive<i64> = -4..=4;

/// Upright strokes of a cell: see [`CellRead`].
#[derive(Default)]
struct Upright {
    count: u8,
    bridge: i64,
}

/// Counts the upright strokes, and looks at what lies between them.
fn upright(kept: &[i64], wide: usize) -> Upright {
    let along = SLANTS.map(|slant| (slant, projected(kept, wide, slant)));
    // Along their slant strokes stand out most.
    let most = along.max_by_key(|(_, profile)| profile.iter().map(|ink| ink * ink / 1_024).sum::<i64>());
    let Some((slant, profile)) = most else { return Upright::default() };
    let highest = profile.iter().copied().max().unwrap_or(0);
    if highest == 0 {
        return Upright::default();
    }
    // Strokes and the gaps between them: a gap is at most two thirds of the lower of its strokes.
    let mut strokes: usize = 0;
    let mut gaps: Vec<usize> = Vec::new();
    let (mut top, mut gap) = (0, None::<(i64, usize)>);
    for (at, ink) in profile.iter().copied().chain([0]).enumerate() {
        match gap {
            // Rising, or on top.
            None if ink >= top => top = ink,
            None if ink * 3 <= top * 2 && top * 100 >= highest * 38 => {
                strokes += 1;
                gap = Some((ink, at));
            }
            None => {
                // A bump too low to be a stroke ends where the ink does.
                if ink * 8 < top && top * 100 < highest * 38 {
                    top = 0;
                }
            }
            Some((lowest, _)) if ink <= lowest => gap = Some((ink, at)),
            Some((lowest, low)) if ink * 2 >= lowest * 3 && ink * 100 >= highest * 38 => {
                gaps.push(low);
                (top, gap) = (ink, None);
            }
            Some(_) => {}
        }
    }
    let count = u8::try_from(strokes).unwrap_or(u8::MAX);
    if gaps.is_empty() {
        return Upright { count, bridge: 0 };
    }
    // How dark strokes are: what three in four of their pixels don't reach.
    let mut dark: Vec<i64> = kept.iter().copied().filter(|ink| *ink > 0).collect();
    dark.sort_unstable();
    let stroke = dark.get(dark.len() * 3 / 4).copied().unwrap_or(1).max(1);
    let darkest = |at: &usize| darkest_along(kept, wide, slant, *at) * 1_000 / stroke;
    let bridge = gaps.iter().map(darkest).min().unwrap_or(0);
    Upright { count, bridge }
}

/// The darkest of three rows together, along a slanted line at this place of the profile.
fn darkest_along(kept: &[i64], wide: usize, slant: i64, at: usize) -> i64 {
    let high = i64::try_from(kept.len() / wide.max(1)).unwrap_or(0);
    let column = |y: i64| {
        let shift = (y - high / 2) * slant / 8 + i64::try_from(wide / 2).unwrap_or(0);
        usize::try_from(i64::try_from(at).unwrap_or(0) - shift).ok().filter(|x| *x < wide)
    };
    let row = |(y, row): (i64, &[i64])| column(y).and_then(|x| row.get(x)).copied().unwrap_or(0);
    let along: Vec<i64> = (0..).zip(kept.chunks_exact(wide)).map(row).collect();
    along.windows(3).map(|three| three.iter().sum::<i64>() / 3).max().unwrap_or(0)
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

/// The ink of patches that are tall enough for a stroke, and not so wide for their height as lines that cross cells out.
fn strokes_only(dark: &[i64], size: Spot) -> Vec<i64> {
    let (wide, high) = (WIDE, HIGH);
    let whole = |size: i32| usize::try_from(size).unwrap_or(0);
    let (size_x, size_y) = (whole(size.x.0), whole(size.y.0));
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
        // On paper: at least 3.5 mm or a quarter of the cell tall, at most 2.2 times as wide as tall.
        let tall_enough = tall * size_y >= 350 * high || tall * 4 >= high;
        // What lies among the grid's lines is what is left of one.
        let inside = right >= EDGE && left + EDGE < wide && bottom >= EDGE && top + EDGE < high;
        let stroke = inside && tall_enough && across * size_x * 10 * high <= tall * size_y * 22 * wide;
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

/// Least log-likelihood of a count in one cell: smudges happen.
const LEAST: i64 = -12_000;

/// Share of a full cell's ink, thousandths, in one, two, three, four strokes; and its spread. The one across is longer than
/// the others and counts for more of them the slacker the hand.
const SHARES: [(i64, i64); 4] = [(170, 70), (330, 90), (500, 110), (660, 120)];

/// How likely a cell is to be seen like this with each number of strokes, from none.
fn cell_logs(cell: &CellRead, full: &Full, each: u8) -> Vec<i64> {
    if cell.ink == 0 {
        return (0..=each).map(|count| if count == 0 { 0 } else { LEAST }).collect();
    }
    // A speck: less than half a stroke. A single patch may be the corner of a line that crosses the rest out.
    let speck = full.ink.is_some_and(|full| cell.ink * 1_000 < full * 60);
    let empty = match (speck, cell.upright) {
        (true, _) => -1_000,
        (false, 0 | 1) => -6_000,
        (false, _) => LEAST,
    };
    (0..=each).map(|count| if count == 0 { empty } else { cell_log(cell, full, count, each) }).collect()
}

fn cell_log(cell: &CellRead, full: &Full, count: u8, each: u8) -> i64 {
    let whole = count == each;
    let by_ink = full.ink.map_or(0, |full| {
        let share = cell.ink * 1_000 / full.max(1);
        let part = SHARES.get(usize::from(count) - 1).filter(|_| !whole).copied();
        let (expected, spread) = part.unwrap_or((1_000, 230));
        // Heavier than full is no less full.
        let off = if whole { (expected - share).max(0) } else { share - expected };
        (-(off * off * 500) / (spread * spread)).max(-6_000)
    });
    let apart = i64::from(cell.upright.abs_diff(count)).min(3);
    let by_count = if whole {
        full.log(cell.upright)
    } else if full.sharp() {
        -3_500 * apart
    } else {
        -1_500 * apart
    };
    // Of 2,292 full cells on photographed sheets two in a hundred had a gap that was light from end to end; of 87 with three
    // or four strokes none had another.
    let by_gaps = match (whole, cell.upright >= 2) {
        (true, true) if cell.bridge == 0 => -3_900,
        (true, true) => -((200 - cell.bridge).max(0) * 8),
        (false, true) => -(cell.bridge * 15).min(6_000),
        (_, false) => 0,
    };
    (by_ink + by_count + by_gaps).max(LEAST)
}

/// How likely a row is to be seen like this with each number of strokes: full cells from the left, then at most one that
/// is not, then empty ones.
fn evidence(cells: &[CellRead], full: &Full, each: u8) -> Evidence {
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
