//! Boxes of filled, photographed sheets, cut out as the reader cuts them: what real boxes are short of is page 1, which has
//! no guide, row sums, and everything a telephone does to a page.

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use reader::Gray;
use reader::boxes::{Class, Net};
use reader::layout::{Layout, Spot};
use reader::page::Field;
use reader::read::page::read_page;
use simulate::paper::{
    Blanks, Conditions, Correction, Crop, Habits, Ink, Mark, RealInk, Span, photograph, plan, ppwp_figures,
    ppwp_sums,
};

use crate::data::{Digit, Real};
use crate::rng::Rng;

/// A box of a photographed sheet.
pub struct Shot {
    pub class: usize,
    /// The figure that stands where something was corrected.
    pub stands: Option<usize>,
    pub crop: Gray,
}

/// Pixels of a side of a crop: finer than the net's input, which moves it.
const SIDE: usize = 44;

/// The boxes and row sums of this many sheets. Of six, three are filled with the ink of `real` boxes, two with `others`'
/// digits, which are free where officers of the real boxes traced a guide, and one with strokes; one in three is photographed
/// badly.
pub fn shots(real: &[&Real], others: &[Digit], sheets: u64, seed: u64) -> Vec<Shot> {
    if sheets == 0 {
        return Vec::new();
    }
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../profiles/id-2024/layouts/c-hasil-ppwp.toml");
    let layout = Layout::parse(&fs::read_to_string(path).expect("the layout")).expect("a layout");
    let blanks = Blanks::print(layout, 4.0);
    let mut ink = RealInk::default();
    for real in real {
        if let Some(class) = real.seen {
            ink.add(Class::ALL[class], &real.crop);
        }
    }
    let free = Free { others };
    (0..sheets)
        .into_par_iter()
        .flat_map_iter(|sheet| {
            let ink: Option<&dyn Ink> = match sheet % 6 {
                0..=2 => Some(&ink),
                3 | 4 => Some(&free),
                _ => None,
            };
            of_sheet(&blanks, ink, (seed << 24) + sheet)
        })
        .collect()
}

/// Other people's digits, somewhere in a box at the size that officers write.
struct Free<'a> {
    others: &'a [Digit],
}

impl Ink for Free<'_> {
    fn crop(&self, mark: Mark, throw: u64) -> Option<Crop> {
        let Mark::Digit(wanted) = mark else { return None };
        let mut rng = Rng::new(throw);
        let digit = (0..200)
            .map(|_| &self.others[rng.below(self.others.len())])
            .find(|digit| digit.label == usize::from(wanted))?;
        // MNIST's 20 pixels of ink in 28, optdigits' 32 in 32.
        let ink = if digit.side == 28 { 20.0 } else { 32.0 };
        let side = (ink / rng.range(0.34, 0.8)).max(digit.side as f32) as usize;
        let free = side - digit.side;
        let place = |rng: &mut Rng| ((free as f32 * (0.5 + rng.bell(0.12))).max(0.0) as usize).min(free);
        let (left, top) = (place(&mut rng), place(&mut rng));
        let mut canvas = vec![0; side * side];
        for (y, row) in digit.ink.chunks_exact(digit.side).enumerate() {
            canvas[(top + y) * side + left..][..digit.side].copy_from_slice(row);
        }
        Crop::new(side, side, canvas)
    }
}

fn of_sheet(blanks: &Blanks, ink: Option<&dyn Ink>, seed: u64) -> Vec<Shot> {
    let layout = blanks.layout();
    let habits = Habits { slash: 0.02, overwritten: 0.05, rewritten: 0.03, ..Habits::default() };
    let truth = plan(layout, &ppwp_figures(seed), &ppwp_sums(), &habits, seed);
    // Finer photos give the same boxes at many times the cost.
    let conditions = if seed / 6 % 3 == 0 { Conditions::poor() } else { Conditions::phone() };
    let conditions = Conditions { per_mm: Span(1.5, 2.8), ..conditions };
    let mut shots = Vec::new();
    for page in &layout.pages {
        let filled = blanks.filled(&truth, page.page, ink).expect("a page of the layout");
        let Some(photo) =
            photograph(&filled, layout, page.page, &conditions, seed * 4 + u64::from(page.page))
        else {
            continue;
        };
        let picture = reader::decode::decode(&photo.jpeg).expect("a JPEG");
        let Ok(read) = read_page(&picture, std::slice::from_ref(layout), Net::shipped()) else { continue };
        for number in &page.numbers {
            let Some(written) = truth.number(&number.field) else { continue };
            let side = number.boxes.side.0;
            for (at, written) in number.boxes.at.iter().zip(&written.boxes) {
                let shot = shot(&picture, &read.field, *at, (side, side), written.mark);
                shots.extend(shot.map(|shot| match written.correction {
                    None | Some(Correction::Whitened) => shot,
                    Some(Correction::Over(_)) => corrected(Class::Overwritten, shot),
                    Some(Correction::Beside(_)) => corrected(Class::Struck, shot),
                }));
            }
            let Some(sums) = &number.row_sums else { continue };
            for (row, written) in (0..).zip(&written.rows) {
                for (digit, mark) in (0..i32::from(sums.digits)).zip(&written.sum) {
                    let at = sums.at.moved(sums.cell.x.0 * digit, sums.cell.y.0 * row);
                    shots.extend(shot(&picture, &read.field, at, (sums.cell.x.0, sums.cell.y.0), *mark));
                }
            }
        }
    }
    shots
}

fn shot(picture: &Gray, field: &Field, at: Spot, (wide, high): (i32, i32), mark: Mark) -> Option<Shot> {
    let (x, y) = (wide / 10, high / 10);
    let corners = field.rectangle(at.moved(-x, -y), wide + 2 * x, high + 2 * y)?;
    let crop = reader::sample::cut(picture, corners, SIDE, SIDE)?;
    let class = match mark {
        Mark::Digit(digit) => Class::Digit(digit),
        Mark::Cross | Mark::CrossedZero => Class::Crossed,
        Mark::Empty => Class::Empty,
        Mark::Dash => Class::Dash,
        Mark::Slash => Class::Slash,
    };
    Some(Shot { class: class.index(), stands: None, crop })
}

/// A box that was corrected.
fn corrected(as_what: Class, shot: Shot) -> Shot {
    Shot { class: as_what.index(), stands: Some(shot.class), ..shot }
}
