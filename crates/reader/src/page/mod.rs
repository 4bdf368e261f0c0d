//! Finding a form's page in a photo.

mod alike;
mod blobs;
mod crossing;
mod fallback;
mod field;
mod found;
mod four;
mod frame;
mod homography;
mod ink;
pub mod lines;
mod marks;
mod not_found;
mod point;
mod sight;
mod tag;
mod three;

pub use field::{Field, Shift};
pub use found::{Corner, Footing, Found, Frame, Named};
pub use homography::Homography;
pub use not_found::NotFound;
pub use point::{PART, Point};
pub(crate) use sight::edge_width;
pub use tag::TagRead;

use crate::gray::Gray;
use crate::layout::Layout;

/// Longest side, pixels, of the picture in which marks are looked for.
const SMALL: usize = 2_560;

/// Finds the page of one of `layouts` in a photo.
///
/// By its four corner marks and its tag; where those don't do, by three marks and the printed lines, or by the lines alone.
/// [`Found`] says which.
pub fn find(picture: &Gray, layouts: &[Layout]) -> Result<Found, NotFound> {
    let by = smaller_by(picture);
    let (small, dark) = inked(picture, by).ok_or(NotFound::NoFrame)?;
    let most = i64::try_from(small.pixels().len() / 400).unwrap_or(i64::MAX);
    let marks = marks::marks(&small, &blobs::blobs(&dark, 12, most));
    let frames: Vec<Vec<frame::Guess>> = layouts
        .iter()
        .enumerate()
        .map(
            |(at, layout)| if alike::first(layouts, at) { frame::frames(&marks, layout) } else { Vec::new() },
        )
        .collect();
    let refusal = match four::by_four(picture, layouts, &frames, by)? {
        Ok(found) => return Ok(found),
        Err(refusal) => refusal,
    };
    let refusal = match fallback::by_lines(picture, layouts, &frames, &marks, by) {
        Ok(Some(found)) => return Ok(found),
        Ok(None) => refusal,
        Err(NotFound::NoTag) => NotFound::NoTag,
        Err(known) => return Err(known),
    };
    Err(sight::why_nothing(&small).unwrap_or(refusal))
}

/// How many times smaller the picture is in which marks are looked for.
fn smaller_by(picture: &Gray) -> usize {
    picture.width().max(picture.height()).div_ceil(SMALL)
}

/// A smaller picture, and what is ink in it.
fn inked(picture: &Gray, by: usize) -> Option<(Gray, ink::Ink)> {
    let small = ink::shrunk(picture, by)?;
    let reach = (small.width().max(small.height()) / 40).max(8);
    let dark = ink::ink(&small, reach, 70);
    Some((small, dark))
}

/// What is taken for ink when marks are looked for: black on white, for eyes.
pub fn ink_of(picture: &Gray) -> Option<Gray> {
    let (small, ink) = inked(picture, smaller_by(picture))?;
    Gray::new(
        small.width(),
        small.height(),
        ink.dark.iter().map(|dark| if *dark == 0 { 255 } else { 0 }).collect(),
    )
}
