//! The ordinary way: four corner marks, and the tag where they say it stands.

use super::alike::tagged;
use super::crossing::crossing;
use super::found::{Corner, Found, Frame, Named};
use super::frame::Guess;
use super::homography::Homography;
use super::marks::checkered;
use super::not_found::NotFound;
use super::point::{PART, Point};
use super::tag::{TagRead, read_tag};
use crate::gray::Gray;
use crate::layout::{Layout, TagPlace};

/// Most wrong bits at which a tag that no layout has is believed: anything may look like one with more.
pub(super) const MOST_WRONG_OF_OTHERS: u32 = 2;

/// The best frame with a tag in it. The inner error says what was seen instead, the outer one ends the search.
pub(super) fn by_four(
    picture: &Gray,
    layouts: &[Layout],
    frames: &[Vec<Guess>],
    by: usize,
) -> Result<Result<Found, NotFound>, NotFound> {
    let mut refusal = NotFound::NoFrame;
    // Where the tag stands if the paper is flat, of every frame; then, of the best ones, a little aside too.
    for (most, far) in [(usize::MAX, 0), (12, 2)] {
        let mut all: Vec<(u32, i64, Found)> = Vec::new();
        for (position, (layout, frames)) in layouts.iter().zip(frames).enumerate() {
            for frame in frames.iter().take(most) {
                let Some((corners, perspective)) = sharpened(picture, frame, by, layout) else { continue };
                let Some(tag) = read_tag(picture, &perspective, &layout.tag, far) else {
                    if refusal == NotFound::NoFrame {
                        refusal = NotFound::NoTag;
                    }
                    continue;
                };
                let Some((position, page)) = tagged(layouts, position, tag.id) else {
                    if tag.wrong <= MOST_WRONG_OF_OTHERS {
                        refusal = NotFound::OtherForm(tag.id);
                    }
                    continue;
                };
                let (frame, misfit) = (Frame::Four, frame.misfit);
                let named = Named::Tag(tag);
                all.push((
                    tag.wrong,
                    misfit,
                    Found { layout: position, page, perspective, corners, frame, named },
                ));
            }
        }
        all.sort_by_key(|(wrong, misfit, _)| (*wrong, *misfit));
        let Some((_, _, best)) = all.first().copied() else { continue };
        for (wrong, _, other) in &all {
            if *wrong <= MOST_WRONG_OF_OTHERS && apart(&best, other, layouts) {
                return Err(NotFound::TwoPages(best.page.min(other.page), best.page.max(other.page)));
            }
        }
        return Ok(Ok(best));
    }
    if matches!(refusal, NotFound::OtherForm(_)) { Err(refusal) } else { Ok(Err(refusal)) }
}

/// Whether two finds are of different sheets: their tags stand further apart than a tag is wide.
fn apart(one: &Found, other: &Found, layouts: &[Layout]) -> bool {
    let tag = |found: &Found| {
        let place: &TagPlace = &layouts.get(found.layout)?.tag;
        let (at, side) = (found.perspective.at(place.at)?, place.side.0);
        Some((at, at.to(found.perspective.at(place.at.moved(side, side))?).squared()))
    };
    match (tag(one), tag(other)) {
        (Some((a, long)), Some((b, _))) => a.to(b).squared() > long,
        (None, _) | (_, None) => false,
    }
}

/// The frame's corners to a fraction of a pixel of the whole photo.
pub(super) fn sharpened(
    picture: &Gray,
    frame: &Guess,
    by: usize,
    layout: &Layout,
) -> Option<([Point; 4], Homography)> {
    let by = i64::try_from(by).ok()?;
    let half = (by - 1) * PART / 2;
    let seen = |corner: &Corner| frame.without != Some(*corner);
    let mut corners = frame.corners.map(|corner| Point::new(corner.x * by + half, corner.y * by + half));
    for corner in Corner::ALL.iter().filter(|corner| seen(corner)) {
        let place = crossing(picture, *corner.of(&corners), frame.side * by * 6 / (10 * PART))?;
        corner.put(&mut corners, place);
    }
    let perspective = Homography::of_frame(layout.marks.crossings, corners)?;
    // Each corner, seen with the perspective of all four, must be a mark.
    let side = i64::from(layout.marks.side.0);
    for corner in Corner::ALL.iter().filter(|corner| seen(corner)) {
        let (across, down) = perspective.millimetre_at(corner.place(layout))?;
        let along = Point::new((across.x + down.x) * side / 100, (across.y + down.y) * side / 100);
        checkered(picture, *corner.of(&corners), along).then_some(())?;
    }
    Some((corners, perspective))
}

/// What a tag names.
pub(super) enum TagSays {
    /// This page: its layout's position, and its number.
    Page(usize, u8, TagRead),
    /// A page that isn't among them.
    Other,
    /// Nothing.
    Nothing,
}

/// What the tag says within `far` millimetres of where it stands on the layouts like the one at `position`, under a perspective
/// that may be that much off; what another page's tag says counts as an objection only if it is read clearly.
pub(super) fn tag_says(
    picture: &Gray,
    perspective: &Homography,
    (layouts, position): (&[Layout], usize),
    far: i32,
) -> TagSays {
    let Some(layout) = layouts.get(position) else { return TagSays::Nothing };
    match read_tag(picture, perspective, &layout.tag, far) {
        None => TagSays::Nothing,
        Some(tag) => match tagged(layouts, position, tag.id) {
            Some((position, page)) => TagSays::Page(position, page, tag),
            None if tag.wrong <= MOST_WRONG_OF_OTHERS => TagSays::Other,
            None => TagSays::Nothing,
        },
    }
}
