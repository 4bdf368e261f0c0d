//! Corner marks: two black squares that touch at a point.

use super::blobs::Blob;
use super::point::{PART, Point};

/// What may be a corner mark, seen in a small picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// About where the squares touch.
    pub at: Point,
    /// Area of one square, pixels.
    pub area: i64,
    /// From one square's middle to the other's; which one is unknown. `None` where they ran into one patch.
    pub along: Option<Point>,
}

/// Most candidates that are tried together: a form has four, a page of text a few dozen.
const MOST: usize = 120;

/// Every pair of patches that may be a mark's two squares, and every patch that may be both.
pub fn marks(blobs: &[Blob]) -> Vec<Mark> {
    let squares: Vec<&Blob> = blobs.iter().filter(|blob| (820..1_080).contains(&blob.solidity)).collect();
    let mut found = Vec::new();
    for (position, a) in squares.iter().enumerate() {
        for b in squares.get(position + 1..).unwrap_or(&[]) {
            if let Some(mark) = pair(a, b) {
                found.push(mark);
            }
        }
    }
    let joined = blobs.iter().filter(|blob| (480..660).contains(&blob.solidity) && blob.area >= 30);
    found.extend(joined.map(|blob| Mark { at: blob.middle, area: blob.area / 2, along: None }));
    // The largest first: marks are the largest such things on a form.
    found.sort_by_key(|mark| (std::cmp::Reverse(mark.area), mark.at.x, mark.at.y));
    found.truncate(MOST);
    found
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
    Some(Mark { at, area: mean, along: Some(along) })
}
