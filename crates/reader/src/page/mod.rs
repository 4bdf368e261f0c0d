//! Finding a form's page in a photo.

mod blobs;
mod crossing;
mod field;
mod frame;
mod homography;
mod ink;
pub mod lines;
mod marks;
mod point;
mod tag;

pub use field::{Field, Shift};
pub use homography::Homography;
pub use point::{PART, Point};
pub use tag::TagRead;

use crate::gray::Gray;
use crate::layout::{Layout, Spot};

/// Longest side, pixels, of the picture in which marks are looked for.
const SMALL: usize = 2_560;

/// A page found in a photo.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Position of the layout in the list it was looked for in.
    pub layout: usize,
    /// Page number.
    pub page: u8,
    /// From paper to photo.
    pub perspective: Homography,
    /// Its corners' crossings: upper left, upper right, lower right, lower left.
    pub corners: [Point; 4],
    /// The tag that named it.
    pub tag: TagRead,
}

/// Why no page was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// Fewer corner marks than a frame needs, or none that fit together.
    #[error("no form was found: the four corner marks must be in the photo")]
    NoFrame,
    /// There is a frame, and no page tag in it.
    #[error("a form's frame was found, its page tag can't be read")]
    NoTag,
    /// A page tag that none of the layouts has.
    #[error("the page tag {0} belongs to another form")]
    OtherForm(u16),
}

/// Finds the page of one of `layouts` in a photo.
pub fn find(picture: &Gray, layouts: &[Layout]) -> Result<Found, NotFound> {
    let by = smaller_by(picture);
    let (small, dark) = inked(picture, by).ok_or(NotFound::NoFrame)?;
    let most = i64::try_from(small.pixels().len() / 400).unwrap_or(i64::MAX);
    let marks = marks::marks(&small, &blobs::blobs(&dark, 12, most));
    let mut refusal = NotFound::NoFrame;
    // Forms whose marks and tag stand alike are told by the tag alone, and looked for once.
    let alike = |one: &Layout, other: &Layout| (&one.marks, &one.tag) == (&other.marks, &other.tag);
    let frames: Vec<Vec<frame::Frame>> = layouts
        .iter()
        .enumerate()
        .map(|(at, layout)| {
            let before = layouts.get(..at).unwrap_or(&[]);
            let seen = before.iter().any(|other| alike(layout, other));
            if seen { Vec::new() } else { frame::frames(&marks, layout) }
        })
        .collect();
    // Where the tag stands if the paper is flat, of every frame; then, of the best ones, a little aside too.
    for (most, far) in [(usize::MAX, 0), (12, 2)] {
        let mut best: Option<(u32, i64, Found)> = None;
        for (layout, frames) in layouts.iter().zip(&frames) {
            for frame in frames.iter().take(most) {
                let Some((corners, perspective)) = sharpened(picture, frame, by, layout) else { continue };
                let Some(tag) = tag::read_tag(picture, &perspective, &layout.tag, far) else {
                    if refusal == NotFound::NoFrame {
                        refusal = NotFound::NoTag;
                    }
                    continue;
                };
                let tagged = |other: &Layout| {
                    let mut pages = other.pages.iter().filter(|_| alike(layout, other));
                    pages.find(|page| page.tag == tag.id).map(|page| page.page)
                };
                let named = layouts.iter().zip(0..).find_map(|(other, at)| Some((at, tagged(other)?)));
                let Some((position, page)) = named else {
                    refusal = NotFound::OtherForm(tag.id);
                    continue;
                };
                let found = Found { layout: position, page, perspective, corners, tag };
                if best
                    .as_ref()
                    .is_none_or(|(wrong, misfit, _)| (tag.wrong, frame.misfit) < (*wrong, *misfit))
                {
                    best = Some((tag.wrong, frame.misfit, found));
                }
            }
        }
        if let Some((_, _, found)) = best {
            return Ok(found);
        }
    }
    Err(refusal)
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

/// The frame's corners to a fraction of a pixel of the whole photo.
fn sharpened(
    picture: &Gray,
    frame: &frame::Frame,
    by: usize,
    layout: &Layout,
) -> Option<([Point; 4], Homography)> {
    let by = i64::try_from(by).ok()?;
    let half = (by - 1) * PART / 2;
    let mut corners = frame.corners;
    for corner in &mut corners {
        let guess = Point::new(corner.x * by + half, corner.y * by + half);
        *corner = crossing::crossing(picture, guess, frame.side * by * 6 / (10 * PART))?;
    }
    let perspective = Homography::of_frame(layout.marks.crossings, corners)?;
    // Each corner, seen with the perspective of all four, must be a mark.
    let [left, top, right, bottom] = layout.marks.crossings;
    let places = [[left, top], [right, top], [right, bottom], [left, bottom]].map(Spot::from);
    let side = i64::from(layout.marks.side.0);
    for (corner, place) in corners.iter().zip(places) {
        let (across, down) = perspective.millimetre_at(place)?;
        let along = Point::new((across.x + down.x) * side / 100, (across.y + down.y) * side / 100);
        marks::checkered(picture, *corner, along).then_some(())?;
    }
    Some((corners, perspective))
}
