//! Reading the page tag where the frame says it stands.

use super::homography::Homography;
use crate::gray::Gray;
use crate::layout::{Spot, TagPlace};
use crate::sample::between;
use crate::tags::{CELLS, nearest};

/// A page tag as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagRead {
    /// Its id in the family.
    pub id: u16,
    /// Bits that were wrong.
    pub wrong: u32,
    /// Contrast between its black and white, grey levels.
    pub contrast: i64,
}

/// Smallest contrast at which bits are told.
const LEAST_CONTRAST: i64 = 25;

/// The tag, if there is one the right way up. Paper waves: places up to `far` millimetres off are tried too.
pub fn read_tag(picture: &Gray, perspective: &Homography, place: &TagPlace, far: i32) -> Option<TagRead> {
    let mut best: Option<TagRead> = None;
    for ring in 0..=far {
        for dy in -ring..=ring {
            for dx in -ring..=ring {
                if i32::max(dx.abs(), dy.abs()) != ring {
                    continue;
                }
                let at = place.at.moved(dx * 100, dy * 100);
                let read = read_at(picture, perspective, at, place);
                best = match (best, read) {
                    (Some(first), Some(read))
                        if (read.wrong, -read.contrast) < (first.wrong, -first.contrast) =>
                    {
                        Some(read)
                    }
                    (None, read) => read,
                    (first, _) => first,
                };
            }
        }
        if best.is_some_and(|read| read.wrong == 0) {
            break;
        }
    }
    best
}

fn read_at(picture: &Gray, perspective: &Homography, at: Spot, place: &TagPlace) -> Option<TagRead> {
    let cells = i32::try_from(CELLS).ok()?;
    let cell = place.side.0 / cells;
    // Quiet paper, border and bits: ten by ten cells around the tag.
    let mut paper = Mean::default();
    let mut border = Mean::default();
    let mut bits = Vec::with_capacity(36);
    for row in -1..=cells {
        for column in -1..=cells {
            let outside = |at: i32| at < 0 || at >= cells;
            let edge = |at: i32| at == 0 || at == cells - 1;
            let brightness = cell_mean(picture, perspective, at, cell, column, row)?;
            if outside(row) || outside(column) {
                paper.add(brightness);
            } else if edge(row) || edge(column) {
                border.add(brightness);
            } else {
                bits.push(brightness);
            }
        }
    }
    let (paper, border) = (paper.mean(), border.mean());
    let contrast = paper - border;
    if contrast < LEAST_CONTRAST {
        return None;
    }
    let seen = bits.iter().fold(0_u64, |code, bit| code << 1 | u64::from(2 * bit > paper + border));
    let (id, turns, wrong) = nearest(seen)?;
    (turns == place.turned).then_some(TagRead { id, wrong, contrast })
}

/// Mean brightness over the middle of a cell: nine places.
fn cell_mean(
    picture: &Gray,
    perspective: &Homography,
    at: Spot,
    cell: i32,
    column: i32,
    row: i32,
) -> Option<i64> {
    let mut mean = Mean::default();
    for v in [-1, 0, 1] {
        for u in [-1, 0, 1] {
            let place =
                at.moved(cell * column + cell / 2 + u * cell / 5, cell * row + cell / 2 + v * cell / 5);
            mean.add(between(picture, perspective.at(place)?));
        }
    }
    Some(mean.mean())
}

#[derive(Default)]
struct Mean {
    sum: i64,
    count: i64,
}

impl Mean {
    fn add(&mut self, value: i64) {
        self.sum += value;
        self.count += 1;
    }

    fn mean(&self) -> i64 {
        self.sum / self.count.max(1)
    }
}
