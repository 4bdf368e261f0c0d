//! Printed figures on a photo of minutes, held against what was printed: what a pen, a blade or another printer changed since.
//!
//! Nothing is recognised. What should stand in a cell is known to the dot, so the photo of it is explained by the print alone:
//! moved a little, blurred a little, of some contrast. Where what is left unexplained is as dark, or as light, as ink is, over a
//! spot as large as a stroke of a pen, the cell differs. A fold's shadow or a drop of coffee differs as well: a person looks.

use crate::gray::Gray;
use crate::layout::Spot;
use crate::page::{Homography, PART, Point};
use crate::sample::cut;

/// Dots that a millimetre of a cell has, here and in [`Printed::ink`].
pub const PER_MM: i32 = 10;

/// Hundredths of a millimetre that a dot has.
const STEP: i32 = 100 / PER_MM;

/// What was printed in a cell.
#[derive(Clone, Debug)]
pub struct Printed {
    /// Upper left corner of what is compared, inside the cell's lines.
    pub at: Spot,
    /// How much of each dot is ink: 0 none, 255 all.
    pub ink: Gray,
}

/// Whether a photo shows in a cell what was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// What was printed, and nothing else.
    Same,
    /// Something else: ink beside it, ink gone, other figures.
    Differs,
    /// It can't be told: blurred, too small, too faint, or not in the picture.
    Unclear,
}

// Each was chosen on prints that another program drew and `print`'s tests photographed, with pens' marks and without.

/// How far a cell may lie from where flat paper would have it, dots: paper waves by a millimetre.
const FAR: i64 = 10;
/// How far from where its neighbour was found.
const NEAR: i64 = 4;
/// How well a print has to explain a photo at least to say where it lies, in millionths: half.
const SEEN: i64 = 500_000;
/// Pixels that a millimetre must have at least.
const LEAST_PIXELS: i64 = 5;
/// Difference between paper and ink at least, of 255.
const LEAST_CONTRAST: i64 = 40;
/// Most blur under which a pen's stroke is still seen: how often each dot becomes the mean of the nine around it.
const MOST_BLUR: usize = 6;
/// Dots on a side of the spot whose mean tells: half a millimetre, a pen's stroke.
const SPOT: usize = 5;
/// Share of ink's darkness, in hundredths, that the mean of a spot may be off. Measured: at most 22 where nobody touched anything,
/// in noise and poor light; from 28 on for six kinds of marks on a hundred figures.
const OFF: i64 = 25;

/// Holds cells of one page against a photo of it. `paper` says where the page's places are in the photo. Cells that are
/// neighbours in the list should be neighbours on paper: where one lies says where to look for the next.
pub fn compare(picture: &Gray, paper: &Homography, cells: &[Printed]) -> Vec<Agreement> {
    let mut shift = None;
    let patches: Vec<Option<Patch>> = cells
        .iter()
        .map(|cell| {
            let lies = Patch::around(picture, paper, cell)?.lies(&cell.ink, shift);
            // One that hardly shows its print says nothing of where the next one lies.
            shift = (lies.alike >= SEEN).then_some(lies.dots);
            Patch::moved(picture, paper, cell, lies.exactly)
        })
        .collect();
    // A page is as sharp, and its ink as dark, as in most of its cells. What looks more blurred has more on it than was printed;
    // what looks much fainter has less.
    let looked = cells.iter().zip(&patches);
    let fits: Vec<Fit> = looked
        .clone()
        .filter_map(|(cell, patch)| Some(patch.as_ref()?.fit(&cell.ink, MOST_BLUR + 1)))
        .collect();
    let blur = middle(fits.iter().map(|fit| fit.blur)).unwrap_or(0);
    let contrast = middle(fits.iter().map(|fit| fit.contrast)).unwrap_or(0);
    let unclear = blur > MOST_BLUR || contrast < LEAST_CONTRAST;
    let each = looked.map(|(cell, patch)| {
        let fit = patch.as_ref().filter(|_| !unclear).map(|patch| patch.fit(&cell.ink, blur + 1));
        match fit {
            Some(fit) if 2 * fit.contrast < contrast || fit.unexplained > OFF => Agreement::Differs,
            Some(_) => Agreement::Same,
            None => Agreement::Unclear,
        }
    });
    each.collect()
}

/// The one in the middle of all.
fn middle<T: Ord + Copy>(all: impl Iterator<Item = T>) -> Option<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all.get(all.len() / 2).copied()
}

/// A cell and two millimetres around it as the photo shows them, upright; `None` where that isn't in the picture.
pub fn shown(picture: &Gray, paper: &Homography, cell: &Printed) -> Option<Gray> {
    const AROUND: usize = 20;
    let from = cell.at.moved(-length(AROUND), -length(AROUND));
    let (wide, high) = (cell.ink.width() + 2 * AROUND, cell.ink.height() + 2 * AROUND);
    cut(picture, corners(picture, paper, from, (wide, high))?, 2 * wide, 2 * high)
}

/// Where the corners of an area of so many dots are in the photo; `None` where not all of them are in it.
fn corners(
    picture: &Gray,
    paper: &Homography,
    from: Spot,
    (wide, high): (usize, usize),
) -> Option<[Point; 4]> {
    let corner = |x: usize, y: usize| paper.at(from.moved(length(x), length(y)));
    let corners = [corner(0, 0)?, corner(wide, 0)?, corner(wide, high)?, corner(0, high)?];
    corners.iter().all(|corner| picture.holds(*corner)).then_some(corners)
}

/// Hundredths of a millimetre that so many dots are.
fn length(dots: usize) -> i32 {
    i32::try_from(dots).unwrap_or(i32::MAX / STEP).saturating_mul(STEP)
}

/// Where a cell was found, right and down of where flat paper would have it.
#[derive(Clone, Copy)]
struct Lies {
    /// Whole dots.
    dots: (i64, i64),
    /// Hundredths of a millimetre.
    exactly: (i32, i32),
    /// How well the print explains it there, in millionths ([`Sums::alike`]).
    alike: i64,
}

/// How the photo of a cell is best explained by its print.
struct Fit {
    /// How often blurred.
    blur: usize,
    /// How much darker ink is than paper, of 255.
    contrast: i64,
    /// What is left in the worst spot, in hundredths of that.
    unexplained: i64,
}

/// What a photo shows at a cell, in dots.
struct Patch(Gray);

impl Patch {
    /// The cell and [`FAR`] dots around it; `None` where that isn't wholly in the picture, or too small there.
    fn around(picture: &Gray, paper: &Homography, cell: &Printed) -> Option<Patch> {
        let (right, down) = paper.millimetre_at(cell.at)?;
        if right.length().min(down.length()) < LEAST_PIXELS * PART {
            return None;
        }
        let far = usize::try_from(FAR).ok()?;
        let from = cell.at.moved(-length(far), -length(far));
        Patch::of(picture, paper, from, (cell.ink.width() + 2 * far, cell.ink.height() + 2 * far))
    }

    /// The cell where it lies.
    fn moved(picture: &Gray, paper: &Homography, cell: &Printed, by: (i32, i32)) -> Option<Patch> {
        Patch::of(picture, paper, cell.at.moved(by.0, by.1), (cell.ink.width(), cell.ink.height()))
    }

    fn of(picture: &Gray, paper: &Homography, from: Spot, (wide, high): (usize, usize)) -> Option<Patch> {
        cut(picture, corners(picture, paper, from, (wide, high))?, wide, high).map(Patch)
    }

    /// Where in this, which is more than the cell, the print lies best.
    fn lies(&self, ink: &Gray, neighbour: Option<(i64, i64)>) -> Lies {
        let print = Print::of(ink).blurred();
        let (middle, reach) = neighbour.map_or(((0, 0), FAR), |at| (at, NEAR));
        let around = |(x, y): (i64, i64), reach: i64, step: usize| {
            let line = move |at: i64| ((at - reach).max(-FAR)..=(at + reach).min(FAR)).step_by(step);
            line(y).flat_map(move |y| line(x).map(move |x| (x, y)))
        };
        let alike = |(x, y): (i64, i64)| self.sums(&print, (FAR + x, FAR + y)).alike();
        let best = |shifts: &mut dyn Iterator<Item = (i64, i64)>| {
            shifts.map(|shift| (alike(shift), shift)).max_by_key(|(alike, shift)| {
                // Of equal ones the nearest.
                (*alike, -(shift.0 - middle.0).abs() - (shift.1 - middle.1).abs())
            })
        };
        let coarse = best(&mut around(middle, reach, 2)).map_or(middle, |(_, shift)| shift);
        let dots = best(&mut around(coarse, 1, 1)).map_or(coarse, |(_, shift)| shift);
        // Between dots: where a parabola through the best and its neighbours is highest.
        let top = |before: i64, best: i64, after: i64| {
            let bend = 2 * (2 * best - before - after);
            let off = if bend > 0 { (after - before) * i64::from(STEP) / bend } else { 0 };
            i32::try_from(off.clamp(-i64::from(STEP) / 2, i64::from(STEP) / 2)).unwrap_or(0)
        };
        let ((x, y), best) = (dots, alike(dots));
        let whole = |dots: i64| i32::try_from(dots).unwrap_or(0) * STEP;
        let across = top(alike((x - 1, y)), best, alike((x + 1, y)));
        let down = top(alike((x, y - 1)), best, alike((x, y + 1)));
        Lies { dots, exactly: (whole(x) + across, whole(y) + down), alike: best }
    }

    /// How the print explains this, which is as large, blurred so often at most.
    fn fit(&self, ink: &Gray, most: usize) -> Fit {
        let blurred = std::iter::successors(Some(Print::of(ink)), |print| Some(print.blurred()));
        let sharpest = (0..=most)
            .zip(blurred)
            .map(|(blur, print)| (self.sums(&print, (0, 0)), blur, print))
            .max_by_key(|(sums, blur, _)| (sums.alike(), std::cmp::Reverse(*blur)));
        let Some((sums, blur, print)) = sharpest else {
            return Fit { blur: usize::MAX, contrast: 0, unexplained: 0 };
        };
        // Where all is ink it is so much darker than paper.
        let contrast = -sums.slope() * Print::FULL / Sums::PARTS;
        Fit { blur, contrast, unexplained: self.unexplained(&print, &sums, contrast) }
    }

    /// Rows under a print whose corner is at a place.
    fn under<'a>(
        &'a self,
        print: &'a Print,
        (x, y): (i64, i64),
    ) -> impl Iterator<Item = (&'a [u8], &'a [i64])> {
        let left = usize::try_from(x).ok();
        let top = usize::try_from(y).ok();
        let rows = top.into_iter().flat_map(|top| (top..).zip(print.dots.chunks(print.wide.max(1))));
        rows.filter_map(move |(row, printed)| {
            let left = left?;
            Some((self.0.row(row).get(left..left + print.wide)?, printed))
        })
    }

    fn sums(&self, print: &Print, at: (i64, i64)) -> Sums {
        let (mut count, mut of_print, mut of_photo, mut squares, mut own, mut both) = (0, 0, 0, 0, 0, 0);
        for (row, printed) in self.under(print, at) {
            for (dot, ink) in row.iter().zip(printed) {
                let dot = i64::from(*dot);
                count += 1;
                of_print += ink;
                of_photo += dot;
                squares += dot * dot;
                own += ink * ink;
                both += dot * ink;
            }
        }
        Sums {
            both: both * count - of_print * of_photo,
            print: own * count - of_print * of_print,
            photo: squares * count - of_photo * of_photo,
            means: (of_photo / count.max(1), of_print / count.max(1)),
        }
    }

    /// The worst spot's mean of what the print doesn't explain, in hundredths of the contrast.
    fn unexplained(&self, print: &Print, sums: &Sums, contrast: i64) -> i64 {
        let (slope, (of_photo, of_print)) = (sums.slope(), sums.means);
        let left: Vec<i64> = self
            .under(print, (0, 0))
            .flat_map(|(row, printed)| row.iter().zip(printed))
            .map(|(dot, ink)| i64::from(*dot) - of_photo - slope * (ink - of_print) / Sums::PARTS)
            .collect();
        let most = boxed(&left, print.wide, SPOT).into_iter().map(i64::abs).max().unwrap_or(0);
        most * 100 / (contrast * i64::try_from(SPOT * SPOT).unwrap_or(1)).max(1)
    }
}

/// Sums over a cell, each taken from its mean and times the number of dots.
struct Sums {
    both: i64,
    print: i64,
    photo: i64,
    /// Of photo and print.
    means: (i64, i64),
}

impl Sums {
    /// Parts that a slope is told in.
    const PARTS: i64 = 1 << 16;

    /// How the photo changes with ink.
    fn slope(&self) -> i64 {
        let wide = i128::from(self.both) * i128::from(Self::PARTS) / i128::from(self.print.max(1));
        i64::try_from(wide).unwrap_or(0)
    }

    /// Square of the correlation of print and photo, in millionths; 0 where the photo is lighter where ink is.
    fn alike(&self) -> i64 {
        if self.both >= 0 || self.print <= 0 || self.photo <= 0 {
            return 0;
        }
        let (both, print, photo) = (i128::from(self.both), i128::from(self.print), i128::from(self.photo));
        i64::try_from(both * both / (print * photo / 1_000_000).max(1)).unwrap_or(0)
    }
}

/// What was printed, blurred as a lens does.
struct Print {
    wide: usize,
    dots: Vec<i64>,
}

impl Print {
    fn of(ink: &Gray) -> Print {
        // In sixteenths, so that blurring loses nothing to rounding.
        Print { wide: ink.width(), dots: ink.pixels().iter().map(|dot| 16 * i64::from(*dot)).collect() }
    }

    /// Where all is ink.
    const FULL: i64 = 16 * 255;

    /// Once more blurred.
    fn blurred(&self) -> Print {
        let around = boxed(&edged(&self.dots, self.wide), self.wide + 2, 3);
        Print { wide: self.wide, dots: around.into_iter().map(|sum| sum / 9).collect() }
    }
}

/// With a dot of bare paper around: what is compared ends inside a cell, where nothing is printed.
fn edged(dots: &[i64], wide: usize) -> Vec<i64> {
    let line = vec![0; wide + 2];
    let middle = dots.chunks(wide.max(1)).flat_map(|row| [&[0], row, &[0]].concat());
    line.iter().copied().chain(middle).chain(line.iter().copied()).collect()
}

/// Sums of every square of this side that lies within, row by row.
fn boxed(dots: &[i64], wide: usize, side: usize) -> Vec<i64> {
    let lines: Vec<Vec<i64>> = dots
        .chunks(wide.max(1))
        .map(|row| row.windows(side).map(|window| window.iter().sum()).collect())
        .collect();
    lines
        .windows(side)
        .flat_map(|rows| {
            let across = rows.first().map_or(0, Vec::len);
            (0..across).map(|at| rows.iter().filter_map(|row| row.get(at)).sum())
        })
        .collect()
}
