//! Connected patches of ink, by their moments.

use super::ink::Ink;
use super::point::{PART, Point};

/// A patch of ink whose pixels touch by their sides.
#[derive(Clone, Copy, Debug, Default)]
pub struct Blob {
    /// Pixels.
    pub area: i64,
    /// Its middle.
    pub middle: Point,
    /// `area² / (144 · determinant of the covariance)` in thousandths: 1,000 for any filled parallelogram, 1,097 for any
    /// filled ellipse, 571 for two equal squares that touch at a corner. It is the same in any affine view.
    pub solidity: i64,
    /// Its spread right, right and down, down: 256ths of square pixels.
    pub spread: [i64; 3],
}

/// Patches of between `least` and `most` pixels.
///
/// Runs of ink in each row are joined to those they touch in the row above.
pub fn blobs(ink: &Ink, least: i64, most: i64) -> Vec<Blob> {
    let mut sums: Vec<Sums> = Vec::new();
    let mut parents: Vec<usize> = Vec::new();
    let mut above: Vec<Run> = Vec::new();
    for (y, row) in ink.dark.chunks_exact(ink.width.max(1)).enumerate() {
        let mut here: Vec<Run> = Vec::new();
        let mut touching = above.as_slice();
        for (start, end) in runs(row) {
            while let [first, rest @ ..] = touching
                && first.end <= start
            {
                touching = rest;
            }
            let mut group = None;
            for run in touching.iter().take_while(|run| run.start < end) {
                let other = root(&mut parents, run.group);
                group = Some(match group {
                    None => other,
                    Some(first) if first == other => first,
                    Some(first) => {
                        let from = sums.get_mut(other).map(std::mem::take).unwrap_or_default();
                        if let Some(into) = sums.get_mut(first) {
                            into.join(&from);
                        }
                        if let Some(parent) = parents.get_mut(other) {
                            *parent = first;
                        }
                        first
                    }
                });
            }
            let group = group.unwrap_or_else(|| {
                parents.push(parents.len());
                sums.push(Sums::default());
                sums.len() - 1
            });
            if let Some(sums) = sums.get_mut(group) {
                sums.add(y, start, end);
            }
            here.push(Run { start, end, group });
        }
        above = here;
    }
    sums.iter().filter(|sums| sums.area >= least && sums.area <= most).filter_map(Sums::blob).collect()
}

#[derive(Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    group: usize,
}

/// Where ink starts and ends in a row.
fn runs(row: &[u8]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut rest = row;
    let mut at = 0;
    std::iter::from_fn(move || {
        let skip = rest.iter().position(|dark| *dark != 0)?;
        let after = rest.get(skip..)?;
        let length = after.iter().position(|dark| *dark == 0).unwrap_or(after.len());
        let start = at + skip;
        rest = after.get(length..)?;
        at = start + length;
        Some((start, at))
    })
}

fn root(parents: &mut [usize], mut group: usize) -> usize {
    while let Some(parent) = parents.get(group).copied().filter(|parent| *parent != group) {
        let grand = parents.get(parent).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(group) {
            *slot = grand;
        }
        group = grand;
    }
    group
}

/// Sums over a patch's pixels.
#[derive(Clone, Copy, Default)]
struct Sums {
    area: i64,
    x: i64,
    y: i64,
    xx: i128,
    xy: i128,
    yy: i128,
}

impl Sums {
    fn add(&mut self, y: usize, start: usize, end: usize) {
        let whole = |value: usize| i64::try_from(value).unwrap_or(0);
        let (y, start, end) = (whole(y), whole(start), whole(end));
        let (count, x) = (end - start, (start + end - 1) * (end - start) / 2);
        let squares_to = |n: i64| i128::from(n) * i128::from(n - 1) * i128::from(2 * n - 1) / 6;
        self.area += count;
        self.x += x;
        self.y += y * count;
        self.xx += squares_to(end) - squares_to(start);
        self.xy += i128::from(x) * i128::from(y);
        self.yy += i128::from(y) * i128::from(y) * i128::from(count);
    }

    fn join(&mut self, other: &Sums) {
        self.area += other.area;
        self.x += other.x;
        self.y += other.y;
        self.xx += other.xx;
        self.xy += other.xy;
        self.yy += other.yy;
    }

    fn blob(&self) -> Option<Blob> {
        let (area, x, y) = (i128::from(self.area), i128::from(self.x), i128::from(self.y));
        // Each pixel is a square, not a point: 1/12 is its own spread.
        let spread =
            |squares: i128, a: i128, b: i128, own: i128| 12 * (area * squares - a * b) + own * area * area;
        let (xx, xy, yy) = (spread(self.xx, x, x, 1), spread(self.xy, x, y, 0), spread(self.yy, y, y, 1));
        // These are 12 area² times the covariance.
        let determinant = xx.checked_mul(yy)?.checked_sub(xy.checked_mul(xy)?)?;
        let solidity = area.checked_pow(6)?.checked_mul(1_000)?.checked_div(determinant)?;
        let of_area = |twelfths: i128| i64::try_from(twelfths * 256 / (12 * area * area)).ok();
        let middle = |sum: i64| (sum * PART + self.area / 2).div_euclid(self.area);
        Some(Blob {
            area: self.area,
            middle: Point::new(middle(self.x), middle(self.y)),
            solidity: i64::try_from(solidity).ok()?,
            spread: [of_area(xx)?, of_area(xy)?, of_area(yy)?],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(rows: &[&str]) -> Ink {
        Ink {
            width: rows[0].len(),
            dark: rows.iter().flat_map(|row| row.bytes().map(|byte| u8::from(byte == b'#'))).collect(),
        }
    }

    #[test]
    fn squares_that_touch_by_a_corner_are_two_and_solid() {
        let found = blobs(&drawn(&["......", ".##...", ".##...", "...##.", "...##.", "......"]), 1, 100);
        assert_eq!(found.len(), 2);
        for blob in &found {
            assert_eq!((blob.area, blob.solidity), (4, 1_000));
        }
        assert_eq!(found[0].middle, Point::new(384, 384));
    }

    #[test]
    fn a_joined_pair_of_squares_has_four_sevenths() {
        let mut rows = vec![String::from("#").repeat(20) + &".".repeat(20); 20];
        rows.extend(vec![String::from(".").repeat(20) + &"#".repeat(20); 20]);
        rows[19].replace_range(20..21, "#");
        let found = blobs(&drawn(&rows.iter().map(String::as_str).collect::<Vec<_>>()), 1, 1_000);
        assert_eq!(found.len(), 1);
        assert!((565..577).contains(&found[0].solidity), "{found:?}");
    }

    #[test]
    fn patches_that_meet_further_down_are_one() {
        let found = blobs(&drawn(&["#.#.#", "#.#.#", "#####"]), 1, 100);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].area, 11);
        assert!(found[0].solidity < 900);
    }
}
