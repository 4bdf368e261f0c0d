//! Finding a page by its printed lines, where a corner mark or the tag can't be seen.
//!
//! Slower than by four marks and the tag, and only run where those fail. What is found this way is told apart
//! ([`super::Footing::Loose`]); where the lines don't say it clearly, nothing is found.

use super::alike::{first, like};
use super::field::Field;
use super::found::{Corner, Found, Frame, Named};
use super::four::{MOST_WRONG_OF_OTHERS, TagSays, sharpened, tag_says};
use super::frame::Guess;
use super::homography::Homography;
use super::lines::{Printed, measured, rectangles, settled};
use super::marks::Mark;
use super::not_found::NotFound;
use super::point::Point;
use super::three::{settled_corner, threes};
use crate::gray::Gray;
use crate::layout::{Layout, Page};

/// Most frames without a tag whose lines are compared with those of a layout's pages.
const MOST_FRAMES: usize = 8;

/// Most pages that are tried in all, each frame for itself: a bound on time for photos of anything.
const MOST_TRIES: usize = 240;

/// Furthest that a tag is looked for, millimetres.
const TAG_REACH: i32 = 3;

/// A page whose lines fit.
struct Fit {
    found: Found,
    /// Rectangles whose lines were found less those whose weren't.
    score: i64,
}

/// The page whose printed lines fit a frame of three or four marks. `None` where none does; an error where it is known what
/// is wrong.
pub(super) fn by_lines(
    picture: &Gray,
    layouts: &[Layout],
    frames: &[Vec<Guess>],
    marks: &[Mark],
    by: usize,
) -> Result<Option<Found>, NotFound> {
    let mut search = Search { picture, layouts, fits: Vec::new(), tries: 0, lost: None };
    let mut unnamed: Vec<(usize, Sharp)> = Vec::new();
    for (position, (layout, frames)) in layouts.iter().zip(frames).enumerate() {
        if !first(layouts, position) {
            continue;
        }
        for frames in [frames, &threes(marks, layout)] {
            let sharp = frames.iter().filter_map(|frame| {
                let (corners, perspective) = sharpened(picture, frame, by, layout)?;
                let says = tag_says(picture, &perspective, (layouts, position), TAG_REACH);
                Some(Sharp { corners, without: frame.without, says })
            });
            let mut left = MOST_FRAMES;
            for sharp in sharp {
                match sharp.says {
                    TagSays::Page(position, ..) => search.frame(position, &sharp),
                    TagSays::Nothing if left > 0 => {
                        left -= 1;
                        unnamed.push((position, sharp));
                    }
                    TagSays::Other | TagSays::Nothing => {}
                }
            }
        }
    }
    // Where a tag was read, that page is there, found or not.
    if search.fits.is_empty() && search.lost.is_none() {
        for (position, sharp) in &unnamed {
            for position in like(layouts, *position) {
                search.frame(position, sharp);
            }
        }
    }
    search.best()
}

/// A frame, its corners to a fraction of a pixel.
struct Sharp {
    corners: [Point; 4],
    without: Option<Corner>,
    says: TagSays,
}

struct Search<'a> {
    picture: &'a Gray,
    layouts: &'a [Layout],
    fits: Vec<Fit>,
    tries: usize,
    /// A page known by its tag, one of whose corners was not found.
    lost: Option<NotFound>,
}

impl Search<'_> {
    /// Tries the pages of a layout in a frame: the one that the tag names, if it is read, else all.
    fn frame(&mut self, position: usize, sharp: &Sharp) {
        let Some(layout) = self.layouts.get(position) else { return };
        let named = match sharp.says {
            TagSays::Page(_, page, _) => Some(page),
            TagSays::Other | TagSays::Nothing => None,
        };
        for page in layout.pages.iter().filter(|page| named.is_none_or(|number| number == page.page)) {
            self.tries += 1;
            if self.tries > MOST_TRIES {
                return;
            }
            let fit = self.page(position, layout, page, sharp.corners, sharp.without);
            if fit.is_none()
                && let (Some(without), Some(_)) = (sharp.without, named)
            {
                self.lost = Some(lost(self.picture, page.page, without, &sharp.corners));
            }
            self.fits.extend(fit);
        }
    }

    /// The page in this frame, if its lines are there.
    fn page(
        &self,
        position: usize,
        layout: &Layout,
        page: &Page,
        corners: [Point; 4],
        without: Option<Corner>,
    ) -> Option<Fit> {
        let printed = rectangles(page);
        let (corners, perspective) = match without {
            Some(without) => settled_corner(self.picture, layout, corners, without, &some(&printed, 40))?,
            None => (corners, Homography::of_frame(layout.marks.crossings, corners)?),
        };
        // A few first: most pages are not this one.
        let flat = Field::flat(perspective);
        let few = some(&printed, 10);
        let there = few.iter().filter(|one| {
            let (x, y) = measured(self.picture, &flat, one, 320);
            x.is_some() && y.is_some()
        });
        if there.count() * 10 < few.len() * 4 {
            return None;
        }
        let (field, plain) = settled(self.picture, flat, &printed);
        if plain * 10 < printed.iter().filter(|printed| printed.plain).count() * 6 {
            return None;
        }
        let named = match tag_says(self.picture, &perspective, (self.layouts, position), TAG_REACH) {
            TagSays::Page(at, number, tag) if (at, number) == (position, page.page) => Named::Tag(tag),
            TagSays::Page(_, _, tag) if tag.wrong <= MOST_WRONG_OF_OTHERS => return None,
            TagSays::Page(..) | TagSays::Nothing => Named::Lines,
            TagSays::Other => return None,
        };
        let seen = field.shifts().iter().filter(|shift| shift.x.is_some() && shift.y.is_some()).count();
        let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let score = 2 * whole(seen) - whole(printed.len());
        let frame = without.map_or(Frame::Four, |without| Frame::Three { without });
        let found = Found { layout: position, page: page.page, perspective, corners, frame, named };
        Some(Fit { found, score })
    }

    /// The page that fits best, if no other fits nearly as well.
    fn best(self) -> Result<Option<Found>, NotFound> {
        // A tag says more than lines; four marks more than three.
        let order = |fit: &Fit| {
            let tag = matches!(fit.found.named, Named::Tag(_));
            (tag, fit.score, fit.found.frame == Frame::Four)
        };
        let Some(best) = self.fits.iter().max_by_key(|fit| order(fit)) else {
            return self.lost.map_or(Ok(None), Err);
        };
        let same = |other: &Fit| {
            let side = best.found.corners.map(|corner| corner.to(*Corner::UpperLeft.of(&best.found.corners)));
            // A tenth of the frame: the same page in the same place.
            let near = Corner::UpperRight.of(&side).squared() / 100;
            let apart = |one: &Point, two: &Point| one.to(*two).squared() > near;
            let moved = best.found.corners.iter().zip(&other.found.corners).filter(|(a, b)| apart(a, b));
            (other.found.layout, other.found.page) == (best.found.layout, best.found.page)
                && moved.count() < 2
        };
        match best.found.named {
            Named::Tag(_) => Ok(Some(best.found)),
            Named::Lines => {
                let rival = self.fits.iter().filter(|fit| !same(fit)).map(|fit| fit.score).max();
                let clear = best.score >= LEAST_SCORE && rival.is_none_or(|rival| rival * 2 <= best.score);
                if clear { Ok(Some(best.found)) } else { Err(NotFound::NoTag) }
            }
        }
    }
}

/// Least score by which lines alone name a page: a few boxes stand anywhere.
const LEAST_SCORE: i64 = 6;

/// At most so many of them, from all over the page.
fn some(printed: &[Printed], most: usize) -> Vec<Printed> {
    printed.iter().step_by(printed.len().div_ceil(most.max(1)).max(1)).copied().collect()
}

fn lost(picture: &Gray, page: u8, corner: Corner, corners: &[Point; 4]) -> NotFound {
    NotFound::NoCorner { page, corner, outside: !picture.holds(*corner.of(corners)) }
}
