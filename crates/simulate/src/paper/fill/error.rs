//! Officers' errors: real ones, in two of 25 real forms.

use std::collections::BTreeMap;

use reader::layout::{Layout, Number};
use serde::{Deserialize, Serialize};

use super::sums::Sum;
use crate::paper::luck::Luck;

/// A kind of error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorKind {
    /// A total added up wrongly.
    WrongSum,
    /// The figure of another line in a total's place.
    CopiedFigure,
    /// Two digits of a number changed places.
    Transposed,
    /// A row of strokes summed wrongly.
    WrongRowSum,
    /// More or fewer strokes than the boxes say.
    StrokesDiffer,
    /// A bubble other than the box above says.
    BubblesDiffer,
    /// Two numbers off by the same, up and down: no sum shows it.
    Cancelling,
}

impl ErrorKind {
    /// All of them.
    pub const ALL: [ErrorKind; 7] = [
        ErrorKind::WrongSum,
        ErrorKind::CopiedFigure,
        ErrorKind::Transposed,
        ErrorKind::WrongRowSum,
        ErrorKind::StrokesDiffer,
        ErrorKind::BubblesDiffer,
        ErrorKind::Cancelling,
    ];
}

/// One error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerError {
    /// What kind.
    pub kind: ErrorKind,
    /// What is written otherwise than it was meant; two for [`ErrorKind::Cancelling`].
    pub changes: Vec<Change>,
}

/// One number written otherwise than it was meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its field.
    pub field: String,
    /// Where.
    pub part: Part,
    /// What should stand there.
    pub meant: u32,
    /// What stands there.
    pub written: u32,
}

/// Where a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// In the boxes; bubbles and words follow them, strokes and row sums don't.
    Boxes,
    /// In the bubbles alone.
    Bubbles,
    /// In the strokes; row sums follow them.
    Strokes,
    /// In the sum of this row alone, from 0.
    RowSum(u8),
    /// Everywhere the number stands.
    All,
}

/// An error of this kind on a sheet with these figures; `None` where the form gives no room for it.
pub(super) fn erred(
    kind: ErrorKind,
    layout: &Layout,
    figures: &BTreeMap<String, u32>,
    sums: &[Sum],
    luck: &mut Luck,
) -> Option<OfficerError> {
    let numbers: Vec<&Number> = layout.pages.iter().flat_map(|page| &page.numbers).collect();
    let meant = |field: &str| figures.get(field).copied().unwrap_or(0);
    let one = |field: &str, part, meant, written| Change { field: field.to_owned(), part, meant, written };
    let changes = match kind {
        ErrorKind::WrongSum => {
            let total = &luck.pick(sums)?.total;
            let off = *luck.pick(&[1, -1, 10, -10, 2, 9, -9, 20, 100])?;
            vec![one(total, Part::Boxes, meant(total), moved(meant(total), off)?)]
        }
        ErrorKind::CopiedFigure => {
            let sum = luck.pick(sums)?;
            let other = meant(luck.pick(&sum.parts)?);
            vec![one(&sum.total, Part::Boxes, meant(&sum.total), other)]
        }
        ErrorKind::Transposed => {
            let field = &luck.pick(&numbers)?.field;
            let (value, low) = (meant(field), luck.chance(0.6));
            let (ones, tens, hundreds) = (value % 10, value / 10 % 10, value / 100 % 10);
            let other =
                if low { hundreds * 100 + ones * 10 + tens } else { tens * 100 + hundreds * 10 + ones };
            vec![one(field, Part::Boxes, value, other)]
        }
        ErrorKind::WrongRowSum => {
            let number = one_with(&numbers, |number| number.row_sums.is_some(), luck)?;
            let strokes = number.strokes.as_ref()?;
            let most = u32::from(strokes.across) * u32::from(strokes.each);
            let row = luck.below(usize::from(strokes.down)) as u32;
            let sum = meant(&number.field).saturating_sub(row * most).min(most);
            let off = *luck.pick(&[1, -1, 5, -5, 10, -10])?;
            let written = moved(sum, off).filter(|written| sum > 0 && *written < 100)?;
            vec![one(&number.field, Part::RowSum(row as u8), sum, written)]
        }
        ErrorKind::StrokesDiffer => {
            let number = one_with(&numbers, |number| number.strokes.is_some(), luck)?;
            let off = *luck.pick(&[1, -1, 2, -2, 5, -5])?;
            let written = moved(meant(&number.field), off)?;
            vec![one(&number.field, Part::Strokes, meant(&number.field), written)]
        }
        ErrorKind::BubblesDiffer => {
            let number = one_with(&numbers, |number| number.bubbles.is_some(), luck)?;
            let off = *luck.pick(&[1, -1, 10, -10, 100])?;
            let written = moved(meant(&number.field), off)?;
            vec![one(&number.field, Part::Bubbles, meant(&number.field), written)]
        }
        ErrorKind::Cancelling => {
            let parts = &luck.pick(sums)?.parts;
            let (up, down) = (luck.pick(parts)?, luck.pick(parts)?);
            let off = *luck.pick(&[1, 2, 5, 10, 20])?;
            let part = if luck.chance(0.5) { Part::All } else { Part::Boxes };
            let changed =
                [(up, off), (down, -off)].map(|(field, off)| Some((field, moved(meant(field), off)?)));
            let [Some(up), Some(down)] = changed else { return None };
            let value =
                |field: &str| [up, down].iter().find(|(name, _)| *name == field).map(|(_, value)| *value);
            // Off in one sum, and not seen by any other.
            let unseen =
                sums.iter().all(|sum| sum.holds(|field| value(field).unwrap_or_else(|| meant(field))));
            if up.0 == down.0 || !unseen {
                return None;
            }
            [up, down].map(|(field, written)| one(field, part, meant(field), written)).to_vec()
        }
    };
    let real = changes
        .iter()
        .all(|change| change.meant != change.written && fits(change.written, &numbers, &change.field));
    real.then_some(OfficerError { kind, changes })
}

/// One of the numbers that have something.
fn one_with<'n>(
    numbers: &[&'n Number],
    has: impl Fn(&Number) -> bool,
    luck: &mut Luck,
) -> Option<&'n Number> {
    let having: Vec<&Number> = numbers.iter().copied().filter(|number| has(number)).collect();
    luck.pick(&having).copied()
}

/// A number off by something, where it stays a number.
fn moved(value: u32, off: i32) -> Option<u32> {
    value.checked_add_signed(off)
}

/// Whether a number has room in its boxes.
fn fits(value: u32, numbers: &[&Number], field: &str) -> bool {
    let boxes = numbers.iter().find(|number| number.field == field).map_or(0, |number| number.boxes.at.len());
    value < 10_u32.saturating_pow(u32::try_from(boxes).unwrap_or(0))
}
