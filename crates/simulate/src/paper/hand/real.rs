//! Real boxes as a source of ink.

use std::collections::BTreeMap;

use reader::Gray;
use reader::boxes::Class;

use super::ink::{Crop, Ink};
use super::mark::Mark;
use crate::paper::luck::Luck;

/// The insides of real boxes by what they show. Whose boxes they are, and where from, is the caller's to say.
#[derive(Clone, Debug, Default)]
pub struct RealInk(BTreeMap<Class, Vec<Crop>>);

impl RealInk {
    /// Adds the ink of a box: its picture with a little around it, and what it shows. One whose lines can't be told, or too
    /// pale to tell ink from paper, is left out.
    pub fn add(&mut self, shows: Class, picture: &Gray) {
        let Some(inside) = inside(picture) else { return };
        let (width, height) = (inside.width(), inside.height());
        if let Some(crop) = Crop::of_grey(width, height, inside.pixels()).filter(|crop| !crop.lined()) {
            self.0.entry(shows).or_default().push(crop);
        }
    }
}

impl RealInk {
    /// What one person writes: of each mark as many ways as given, the same whenever it is thrown.
    #[must_use]
    pub fn one_hand(&self, seed: u64, ways: usize) -> RealInk {
        let mut luck = Luck::new(seed, "hand of real ink");
        let some = |(shows, crops): (&Class, &Vec<Crop>)| {
            let picked = (0..ways).filter_map(|_| luck.pick(crops).cloned()).collect();
            (*shows, picked)
        };
        RealInk(self.0.iter().map(some).collect())
    }
}

/// What lies between a box's printed lines.
fn inside(picture: &Gray) -> Option<Gray> {
    let (width, height) = (picture.width(), picture.height());
    let column = |x: usize| (0..height).map(|y| picture.row(y).get(x).copied().unwrap_or(0)).collect();
    let row = |y: usize| picture.row(y).to_vec();
    let (left, right) = between_lines(&(0..width).map(column).collect::<Vec<_>>())?;
    let (top, bottom) = between_lines(&(0..height).map(row).collect::<Vec<_>>())?;
    let rows = (top..bottom).filter_map(|y| picture.row(y).get(left..right));
    Gray::new(right - left, bottom - top, rows.flatten().copied().collect())
}

/// From where to where there is no printed line, of lines of pixels that lie side by side.
fn between_lines(lines: &[Vec<u8>]) -> Option<(usize, usize)> {
    // A box's line is dark from end to end: no stroke of a digit is.
    let level = |line: &Vec<u8>| {
        let mut part: Vec<u8> = line.get(line.len() / 8..line.len() * 7 / 8)?.to_vec();
        part.sort_unstable();
        part.get(part.len() * 85 / 100).copied()
    };
    let levels: Vec<u8> = lines.iter().map(level).collect::<Option<_>>()?;
    let count = levels.len();
    let mut sorted = levels.get(count / 5..count * 4 / 5)?.to_vec();
    sorted.sort_unstable();
    let paper = *sorted.get(sorted.len() / 2)?;
    let first = inner_end(levels.iter(), count, paper);
    let last = inner_end(levels.iter().rev(), count, paper);
    Some((first, count - last)).filter(|(first, last)| first + 8 < *last)
}

/// How many pixels in from the end a printed line and its blur reach. Where none stands in the outer fifth, the picture was
/// cut along it, and its blur is a twentieth.
fn inner_end<'a>(levels: impl Iterator<Item = &'a u8> + Clone, count: usize, paper: u8) -> usize {
    let darkest = levels.clone().take(count / 5).enumerate().min_by_key(|(_, level)| **level);
    let Some((at, line)) = darkest.filter(|(_, level)| u32::from(**level) * 100 < u32::from(paper) * 93)
    else {
        return count.div_ceil(20);
    };
    let clear = u32::from(paper - line);
    let past = levels.skip(at).take_while(|level| u32::from(paper.saturating_sub(**level)) * 4 > clear);
    (at + past.count()).min(count / 4)
}

impl Ink for RealInk {
    fn crop(&self, mark: Mark, throw: u64) -> Option<Crop> {
        let shows = match mark {
            Mark::Digit(digit) => Class::Digit(digit),
            Mark::Cross => Class::Crossed,
            Mark::Empty | Mark::Dash | Mark::Slash | Mark::CrossedZero => return None,
        };
        let crops = self.0.get(&shows)?;
        let at = throw.checked_rem(u64::try_from(crops.len()).ok()?)?;
        crops.get(usize::try_from(at).ok()?).cloned()
    }
}
