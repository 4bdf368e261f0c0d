//! Where writing stands in a field, and its lines brought to one height.
//!
//! Ink is what is darker than the paper around it, so that light, casts and shadows don't matter. What is left after specks
//! and printed lines is turned level by the slope that parts rows of ink best, split where rows hold none, and each line is
//! brought to the height the net was trained on.

use crate::gray::Gray;

/// Rows of a line as the net takes it.
pub const HEIGHT: usize = 24;
/// Percent of a line's ink that lies above, and below, what its height is measured by: one tall letter doesn't make the others
/// small.
const OUTSIDE: usize = 12;
/// Rows that the ink between fills.
const FILLED: i64 = 12;
/// Longest line, columns; longer ones are pressed together.
pub const LONGEST: usize = 512;
/// Most lines that are read.
const MOST_LINES: usize = 3;
/// Reach of the paper around a place, pixels.
const REACH: usize = 16;
/// Least darkness of ink, 1024ths of the paper's brightness.
const FAINTEST: i32 = 90;
/// Least inked pixels of a field that is not empty: about 12 square millimetres.
const LEAST_INK: usize = 48;
/// Least pixels of a speck that counts.
const LEAST_SPECK: usize = 8;
/// Steepest slope, 64ths.
const STEEPEST: i64 = 8;

/// A line of writing: [`HEIGHT`] rows, dark is high.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Columns.
    pub width: usize,
    /// Row by row.
    pub pixels: Vec<u8>,
}

/// The lines of a field of which a pixel is half a millimetre; none where it is empty. `printed` are the pixels (left, top,
/// right, bottom) where something is printed.
pub fn lines(field: &Gray, printed: &[[usize; 4]]) -> Vec<Line> {
    let dark = darkness(field, printed);
    let (width, height) = (field.width(), field.height());
    let soft = softened(&dark, width);
    let strong = strongest(&soft, 500);
    let least = (strong * 45 / 100).max(FAINTEST);
    let inked = specks_removed(&soft, width, least);
    if inked.len() < LEAST_INK {
        return Vec::new();
    }
    let level = inked.iter().filter_map(|(x, y)| dark.get(y * width + x)).copied().collect::<Vec<i32>>();
    let level = quantile(level, 70).max(FAINTEST);
    let slope = slope(&inked, height);
    let bands = bands(&inked, slope, height);
    let mut lines: Vec<Line> = Vec::new();
    for band in bands.into_iter().take(MOST_LINES) {
        lines.extend(line(&dark, (width, height), &inked, slope, band, level));
    }
    lines
}

/// How much darker than the paper around it each pixel is, 1024ths.
fn darkness(field: &Gray, printed: &[[usize; 4]]) -> Vec<i32> {
    let (width, height) = (field.width(), field.height());
    // Sums over everything above and left of a corner.
    let mut sums = vec![0_i64; (width + 1) * (height + 1)];
    for y in 0..height {
        let mut along = 0;
        for (x, luma) in field.row(y).iter().enumerate() {
            along += i64::from(*luma);
            let above = sums.get(y * (width + 1) + x + 1).copied().unwrap_or(0);
            if let Some(sum) = sums.get_mut((y + 1) * (width + 1) + x + 1) {
                *sum = above + along;
            }
        }
    }
    let corner = |x: usize, y: usize| sums.get(y * (width + 1) + x).copied().unwrap_or(0);
    let mut dark = Vec::with_capacity(width * height);
    for y in 0..height {
        let (top, bottom) = (y.saturating_sub(REACH), (y + REACH + 1).min(height));
        for (x, luma) in field.row(y).iter().enumerate() {
            let (left, right) = (x.saturating_sub(REACH), (x + REACH + 1).min(width));
            let sum = corner(right, bottom) - corner(left, bottom) - corner(right, top) + corner(left, top);
            let count = i64::try_from((right - left) * (bottom - top)).unwrap_or(1);
            let below = (sum - i64::from(*luma) * count) * 1024 / sum.max(1);
            dark.push(i32::try_from(below.max(0)).unwrap_or(0));
        }
    }
    for [left, top, right, bottom] in printed {
        for row in dark.chunks_exact_mut(width).take(*bottom).skip(*top) {
            row.iter_mut().take(*right).skip(*left).for_each(|dark| *dark = 0);
        }
    }
    dark
}

/// Each pixel's mean with its right, lower and lower right neighbour and, weighed double, itself: noise is halved.
fn softened(dark: &[i32], width: usize) -> Vec<i32> {
    let at = |place: usize| dark.get(place).copied().unwrap_or(0);
    let one = |place: usize| {
        let before = place.saturating_sub(1);
        let above = place.saturating_sub(width);
        (4 * at(place) + at(before) + at(place + 1) + at(above) + at(place + width)) / 8
    };
    (0..dark.len()).map(one).collect()
}

/// What one in `parts` lies above.
fn strongest(dark: &[i32], parts: usize) -> i32 {
    let mut counts = [0_usize; 1025];
    for one in dark {
        if let Some(count) = usize::try_from(*one).ok().and_then(|one| counts.get_mut(one.min(1024))) {
            *count += 1;
        }
    }
    let mut above = 0;
    for (level, count) in (0_i32..=1024).rev().zip(counts.into_iter().rev()) {
        above += count;
        if above * parts > dark.len() {
            return level;
        }
    }
    0
}

/// What `percent` of them lie below.
fn quantile(mut values: Vec<i32>, percent: usize) -> i32 {
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) * percent / 100).copied().unwrap_or(0)
}

/// The inked pixels, without specks and without what is printed along an edge of the field or right across it.
fn specks_removed(dark: &[i32], width: usize, least: i32) -> Vec<(usize, usize)> {
    let height = dark.len() / width.max(1);
    let mut open: Vec<bool> = dark.iter().map(|dark| *dark >= least).collect();
    let mut kept = Vec::new();
    let mut found = Vec::new();
    let mut around = Vec::new();
    for start in 0..open.len() {
        if !open.get(start).copied().unwrap_or(false) {
            continue;
        }
        found.clear();
        around.push(start);
        if let Some(open) = open.get_mut(start) {
            *open = false;
        }
        let (mut left, mut top, mut right, mut bottom) = (width, height, 0, 0);
        while let Some(place) = around.pop() {
            let (x, y) = (place % width, place / width);
            (left, top, right, bottom) = (left.min(x), top.min(y), right.max(x), bottom.max(y));
            found.push((x, y));
            let columns = x.saturating_sub(1)..=(x + 1).min(width - 1);
            for (x, y) in columns.flat_map(|x| (y.saturating_sub(1)..=y + 1).map(move |y| (x, y))) {
                if let Some(open) = open.get_mut(y * width + x).filter(|open| **open) {
                    *open = false;
                    around.push(y * width + x);
                }
            }
        }
        let (wide, high) = (right - left + 1, bottom - top + 1);
        let edge = left < 3 || top < 3 || right + 3 >= width || bottom + 3 >= height;
        let thin = wide < 5 || high < 5;
        let across = wide > 10 * high && wide * 4 > width;
        if found.len() >= LEAST_SPECK && !(edge && thin) && !across {
            kept.append(&mut found);
        }
    }
    kept
}

/// How far down a place stands on a sheet turned level.
fn levelled((x, y): (usize, usize), slope: i64) -> i64 {
    let (x, y) = (i64::try_from(x).unwrap_or(0), i64::try_from(y).unwrap_or(0));
    y - (x * slope).div_euclid(64)
}

/// The slope, 64ths, by which rows are fullest.
fn slope(inked: &[(usize, usize)], height: usize) -> i64 {
    let fullness =
        |slope: i64| -> i64 { profile(inked, slope, height).1.iter().map(|count| count * count).sum() };
    let mut best = (i64::MIN, 0);
    for slope in -STEEPEST..=STEEPEST {
        // Of equals the flattest.
        let score = fullness(slope) * 64 / (64 + slope.abs());
        if score > best.0 {
            best = (score, slope);
        }
    }
    best.1
}

/// Inked pixels of each row of a sheet turned level; the first row.
fn profile(inked: &[(usize, usize)], slope: i64, height: usize) -> (i64, Vec<i64>) {
    let rows = inked.iter().map(|at| levelled(*at, slope));
    let first = rows.clone().min().unwrap_or(0);
    let last = rows.clone().max().unwrap_or(0);
    let count = usize::try_from(last - first + 1).unwrap_or(1).min(height * 4);
    let mut profile = vec![0_i64; count];
    for row in rows {
        if let Some(count) = usize::try_from(row - first).ok().and_then(|row| profile.get_mut(row)) {
            *count += 1;
        }
    }
    (first, profile)
}

/// The lines' upper and lower ends, on a sheet turned level.
fn bands(inked: &[(usize, usize)], slope: i64, height: usize) -> Vec<(i64, i64)> {
    let (first, profile) = profile(inked, slope, height);
    let at = |row: usize| profile.get(row).copied().unwrap_or(0);
    let smooth: Vec<i64> =
        (0..profile.len()).map(|row| at(row.saturating_sub(1)) + at(row) + at(row + 1)).collect();
    let least = smooth.iter().copied().max().unwrap_or(0) / 8;
    // Runs of rows with ink: first, after last, how much.
    let mut runs: Vec<(usize, usize, i64)> = Vec::new();
    for (row, count) in smooth.iter().enumerate() {
        match runs.last_mut() {
            Some((_, end, ink)) if *end == row && *count > least => {
                *end = row + 1;
                *ink += count;
            }
            _ if *count > least => runs.push((row, row + 1, *count)),
            _ => {}
        }
    }
    let most = runs.iter().map(|(_, _, ink)| *ink).max().unwrap_or(0);
    let tall = |run: &(usize, usize, i64)| run.1 - run.0 >= 6 && run.2 * 5 >= most;
    let lines: Vec<(usize, usize, i64)> = runs.iter().filter(|run| tall(run)).copied().collect();
    // Short runs near a line are its risers.
    let near = |(start, end, _): &(usize, usize, i64)| {
        let reach = (end - start) / 3;
        let own = runs
            .iter()
            .filter(|run| !tall(run) && run.0 + reach >= start.saturating_sub(0) && run.1 <= end + reach);
        let top =
            own.clone().map(|run| run.0).min().unwrap_or(*start).min(*start).max(start.saturating_sub(reach));
        let bottom = own.map(|run| run.1).max().unwrap_or(*end).max(*end);
        (top, bottom)
    };
    lines
        .iter()
        .map(|line| {
            let (top, bottom) = near(line);
            let row = |row: usize| first + i64::try_from(row).unwrap_or(0);
            (row(top), row(bottom))
        })
        .collect()
}

/// A band brought to the net's height.
fn line(
    dark: &[i32],
    (width, height): (usize, usize),
    inked: &[(usize, usize)],
    slope: i64,
    (top, bottom): (i64, i64),
    level: i32,
) -> Option<Line> {
    let own: Vec<(usize, i64)> = inked
        .iter()
        .map(|at| (at.0, levelled(*at, slope)))
        .filter(|(_, row)| (top..bottom).contains(row))
        .collect();
    let left = i64::try_from(own.iter().map(|(x, _)| *x).min()?).ok()?;
    let right = i64::try_from(own.iter().map(|(x, _)| *x).max()?).ok()? + 1;
    let mut rows: Vec<i64> = own.iter().map(|(_, row)| *row).collect();
    rows.sort_unstable();
    let upper = *rows.get(rows.len() * OUTSIDE / 100)?;
    let lower = *rows.get((rows.len() - 1) * (100 - OUTSIDE) / 100)? + 1;
    let core = (lower - upper).max(4);
    // Places are told in 256ths of a pixel: one row of the line is `step` of them.
    let step = core * 256 / FILLED;
    let margin = step * 4;
    // Letters are made a fifth wider: narrow hands need the columns.
    let whole = ((right - left) * 256 + 2 * margin) * 6 / (5 * step) + 1;
    let wide = usize::try_from(whole).ok()?.clamp(16, LONGEST);
    let across = ((right - left) * 256 + 2 * margin) / i64::try_from(wide).ok()?;
    let rest = (i64::try_from(HEIGHT).ok()? - FILLED) / 2;
    let at = |x: i64, y: i64| -> i64 {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return 0 };
        if x >= width || y >= height {
            return 0;
        }
        dark.get(y * width + x).copied().map_or(0, i64::from)
    };
    // Mean of as many places as a row covers, each between four pixels.
    let over = (step / 200).clamp(1, 4);
    let mut pixels = Vec::with_capacity(wide * HEIGHT);
    for row in 0..i64::try_from(HEIGHT).ok()? {
        for column in 0..i64::try_from(wide).ok()? {
            let mut sum = 0;
            for down in 0..over {
                for aside in 0..over {
                    let x =
                        left * 256 - margin + across * column + across * (2 * aside + 1) / (2 * over) - 128;
                    let y = upper * 256 + step * (row - rest) + step * (2 * down + 1) / (2 * over) - 128
                        + (x * slope).div_euclid(64);
                    let (px, py) = (x.div_euclid(256), y.div_euclid(256));
                    let (fx, fy) = (x.rem_euclid(256), y.rem_euclid(256));
                    let upper = at(px, py) * (256 - fx) + at(px + 1, py) * fx;
                    let lower = at(px, py + 1) * (256 - fx) + at(px + 1, py + 1) * fx;
                    sum += upper * (256 - fy) + lower * fy;
                }
            }
            let mean = sum / (65_536 * over * over);
            let value = mean * 220 / i64::from(level.max(1));
            pixels.push(u8::try_from(value.clamp(0, 255)).unwrap_or(0));
        }
    }
    Some(Line { width: wide, pixels })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A field of 285 by 61 mm, paper of a brightness with what is drawn on it.
    fn field(paper: u8, dark: impl Fn(usize, usize) -> bool) -> Gray {
        let shade = |at: usize| if dark(at % 570, at / 570) { paper / 3 } else { paper };
        Gray::new(570, 122, (0..570 * 122).map(shade).collect()).unwrap()
    }

    /// Upright strokes of two pixels, sixteen apart.
    fn strokes(x: usize, y: usize, rows: std::ops::Range<usize>) -> bool {
        (100..300).contains(&x) && x % 16 < 2 && rows.contains(&y)
    }

    #[test]
    fn empty_paper_has_no_lines_nor_have_specks_and_printed_rules() {
        assert!(lines(&field(200, |_, _| false), &[]).is_empty());
        assert!(lines(&field(200, |x, y| x % 97 < 2 && y % 53 < 2), &[]).is_empty());
        assert!(lines(&field(200, |x, y| y < 2 || x < 2 || (60..62).contains(&y)), &[]).is_empty());
        let printed = [[90, 30, 310, 70]];
        assert!(lines(&field(200, |x, y| strokes(x, y, 40..60)), &printed).is_empty());
    }

    #[test]
    fn a_line_is_brought_to_one_height_whatever_its_size_and_light() {
        for (paper, rows) in [(220, 30..50), (120, 30..50), (220, 20..60)] {
            let found = lines(&field(paper, |x, y| strokes(x, y, rows.clone())), &[]);
            let [line] = found.as_slice() else { panic!("{} lines", found.len()) };
            assert_eq!(line.pixels.len(), line.width * HEIGHT);
            let dark = line.pixels.chunks_exact(line.width).map(|row| row.iter().any(|one| *one > 150));
            let rows: Vec<usize> = dark.enumerate().filter(|(_, dark)| *dark).map(|(row, _)| row).collect();
            assert!((13..=18).contains(&rows.len()), "{rows:?}");
        }
    }

    #[test]
    fn two_lines_are_parted_also_where_they_climb() {
        let climbing = |x: usize, y: usize| strokes(x, y + x / 16, 40..60) || strokes(x, y + x / 16, 80..100);
        let found = lines(&field(200, climbing), &[]);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|line| line.width.abs_diff(found[0].width) < 8));
    }
}
