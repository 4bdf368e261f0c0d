//! Corner marks: two black squares that touch at a point.

use super::blobs::Blob;
use super::point::{PART, Point};
use crate::gray::Gray;
use crate::sample::between;

/// What may be a corner mark, seen in a small picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// About where the squares touch.
    pub at: Point,
    /// Area of one square, pixels.
    pub area: i64,
    /// From one square's middle to the other's; which one is unknown.
    pub along: Point,
}

/// Most candidates that are tried together: a form has four, a page of text a few dozen.
const MOST: usize = 120;

/// Every pair of patches that may be a mark's two squares, and every patch that may be both, in the picture they are of.
pub fn marks(picture: &Gray, blobs: &[Blob]) -> Vec<Mark> {
    let squares: Vec<&Blob> = blobs.iter().filter(|blob| (820..1_080).contains(&blob.solidity)).collect();
    let mut found = Vec::new();
    for (position, a) in squares.iter().enumerate() {
        for b in squares.get(position + 1..).unwrap_or(&[]) {
            found.extend(pair(a, b).filter(|mark| checkered(picture, mark.at, mark.along)));
        }
    }
    // Squares that ran together, more or less.
    let joined = blobs.iter().filter(|blob| (480..820).contains(&blob.solidity) && blob.area >= 30);
    found.extend(joined.filter_map(|blob| {
        let area = blob.area / 2;
        let along = longest(blob, area)?;
        checkered(picture, blob.middle, along).then_some(Mark { at: blob.middle, area, along })
    }));
    // The largest first: marks are the largest such things on a form.
    found.sort_by_key(|mark| (std::cmp::Reverse(mark.area), mark.at.x, mark.at.y));
    found.truncate(MOST);
    found
}

/// The diagonal along which a patch of two squares of this area spreads most, to the nearest of sixteen directions.
fn longest(blob: &Blob, area: i64) -> Option<Point> {
    /// Cosine and sine of each 16th of half a turn, in 1/1024.
    const ROUND: [(i64, i64); 16] = [
        (1024, 0),
        (1004, 200),
        (946, 392),
        (851, 569),
        (724, 724),
        (569, 851),
        (392, 946),
        (200, 1004),
        (0, 1024),
        (-200, 1004),
        (-392, 946),
        (-569, 851),
        (-724, 724),
        (-851, 569),
        (-946, 392),
        (-1004, 200),
    ];
    let diagonal = (2 * area * PART * PART).isqrt();
    let [xx, xy, yy] = blob.spread;
    let (x, y) = ROUND.iter().max_by_key(|(x, y)| xx * x * x + 2 * xy * x * y + yy * y * y)?;
    Some(Point::new(diagonal * x / 1024, diagonal * y / 1024))
}

/// Whether the two squares are dark and the places beside them light.
pub fn checkered(picture: &Gray, at: Point, along: Point) -> bool {
    let (dark, light) = shades(picture, at, along);
    light - dark > 20 && light * 3 > dark * 4
}

/// The lighter of the two squares' middles, and the darker of the places beside them.
fn shades(picture: &Gray, at: Point, along: Point) -> (i64, i64) {
    let seen = |x: i64, y: i64| between(picture, Point::new(at.x + x / 2, at.y + y / 2));
    let dark = seen(along.x, along.y).max(seen(-along.x, -along.y));
    let light = seen(-along.y, along.x).min(seen(along.y, -along.x));
    (dark, light)
}

/// Two squares whose middles are a diagonal apart: √2 of a side, half to twice that square in a slanted view.
fn pair(a: &Blob, b: &Blob) -> Option<Mark> {
    let (small, large) = (a.area.min(b.area), a.area.max(b.area));
    if small * 2 < large {
        return None;
    }
    let along = a.middle.to(b.middle);
    let apart = along.squared() / (PART * PART);
    let mean = i64::midpoint(a.area, b.area);
    if apart < mean || apart > 4 * mean {
        return None;
    }
    let at = Point::new(i64::midpoint(a.middle.x, b.middle.x), i64::midpoint(a.middle.y, b.middle.y));
    Some(Mark { at, area: mean, along })
}
