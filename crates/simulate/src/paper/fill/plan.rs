//! Deciding what is written, box by box.

use std::collections::BTreeMap;

use reader::layout::{Layout, Number};

use super::error::{ErrorKind, OfficerError, Part, erred};
use super::numerals::{in_words, spelled};
use super::sums::Sum;
use super::truth::{BoxTruth, BubbleTruth, NumberTruth, PageTruth, RowTruth, SheetTruth, value};
use crate::paper::hand::{Correction, Filling, Mark, Rest, Writer};
use crate::paper::luck::Luck;

/// How often officers do what, each from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Habits {
    /// A sheet with an error.
    pub errors: f32,
    /// Kinds of errors that may happen, all alike.
    pub kinds: Vec<ErrorKind>,
    /// A box written over.
    pub overwritten: f32,
    /// A box struck out and written anew beside.
    pub rewritten: f32,
    /// A box whitened and written anew.
    pub whitened: f32,
    /// A leading zero struck by an X.
    pub crossed_zero: f32,
    /// A slash for nothing.
    pub slash: f32,
    /// A second bubble filled in a column.
    pub second_bubble: f32,
    /// No bubble filled in a column.
    pub no_bubble: f32,
    /// A number in words.
    pub words: f32,
    /// Words spelled as they come: sometimes otherwise than usual, or run together.
    pub loose_words: f32,
}

impl Default for Habits {
    /// As counted on 8,550 boxes and about 70 forms of 2024 and 2019; no errors.
    fn default() -> Habits {
        Habits {
            errors: 0.0,
            kinds: ErrorKind::ALL.to_vec(),
            overwritten: 0.008,
            rewritten: 0.003,
            whitened: 0.004,
            crossed_zero: 0.012,
            slash: 0.004,
            second_bubble: 0.003,
            no_bubble: 0.003,
            words: 0.45,
            loose_words: 1.0,
        }
    }
}

impl Habits {
    /// Nobody errs, corrects or forgets.
    pub fn careful() -> Habits {
        Habits {
            overwritten: 0.0,
            rewritten: 0.0,
            whitened: 0.0,
            crossed_zero: 0.0,
            slash: 0.0,
            second_bubble: 0.0,
            no_bubble: 0.0,
            loose_words: 0.0,
            ..Habits::default()
        }
    }
}

/// What a sheet with these figures has written on it. A field without a figure is written as 0.
///
/// `sums` say where errors can be made in adding up.
pub fn plan(
    layout: &Layout,
    figures: &BTreeMap<String, u32>,
    sums: &[Sum],
    habits: &Habits,
    seed: u64,
) -> SheetTruth {
    let writer = Writer::new(seed);
    let mut luck = Luck::new(seed, "errors");
    let errors: Vec<OfficerError> = if luck.chance(habits.errors) {
        // Not every throw finds room: a row without strokes has no sum to be wrong.
        (0..50)
            .find_map(|_| {
                let kind = *luck.pick(&habits.kinds)?;
                erred(kind, layout, figures, sums, &mut luck)
            })
            .into_iter()
            .collect()
    } else {
        Vec::new()
    };
    let pages = layout.pages.iter().map(|page| PageTruth {
        page: page.page,
        numbers: page
            .numbers
            .iter()
            .map(|number| {
                let meant = figures.get(&number.field).copied().unwrap_or(0);
                let written = Written::of(number, meant, &errors);
                let mut luck = Luck::new(seed, &format!("plan/{}", number.field));
                number_truth(&writer, number, &written, habits, &mut luck)
            })
            .collect(),
    });
    SheetTruth { form: layout.form.clone(), seed, pages: pages.collect(), errors }
}

/// What the parts of one number say.
struct Written {
    meant: u32,
    boxes: u32,
    bubbles: u32,
    strokes: u32,
    row_sum: Option<(u8, u32)>,
}

impl Written {
    fn of(number: &Number, meant: u32, errors: &[OfficerError]) -> Written {
        let mut written = Written { meant, boxes: meant, bubbles: meant, strokes: meant, row_sum: None };
        let changes = errors.iter().flat_map(|error| &error.changes);
        for change in changes.filter(|change| change.field == number.field) {
            match change.part {
                Part::Boxes => (written.boxes, written.bubbles) = (change.written, change.written),
                Part::Bubbles => written.bubbles = change.written,
                Part::Strokes => written.strokes = change.written,
                Part::RowSum(row) => written.row_sum = Some((row, change.written)),
                Part::All => {
                    (written.boxes, written.bubbles, written.strokes) =
                        (change.written, change.written, change.written);
                }
            }
        }
        written
    }
}

fn number_truth(
    writer: &Writer,
    number: &Number,
    written: &Written,
    habits: &Habits,
    luck: &mut Luck,
) -> NumberTruth {
    let count = number.boxes.at.len();
    let marks = marks(writer.leading, written.boxes, count, luck);
    let boxes: Vec<BoxTruth> = marks.into_iter().map(|mark| corrected(mark, habits, luck)).collect();
    let bubbles = if number.bubbles.is_some() {
        digits(written.bubbles, count).into_iter().map(|digit| column(writer, digit, habits, luck)).collect()
    } else {
        Vec::new()
    };
    let (rows, rest) = rows(writer, number, written, luck);
    let words = (number.words.is_some() && luck.chance(habits.words)).then(|| {
        let mut throws = luck.clone();
        if throws.chance(habits.loose_words) {
            spelled(written.boxes, throws.bits())
        } else {
            in_words(written.boxes)
        }
    });
    NumberTruth {
        field: number.field.clone(),
        meant: written.meant,
        written: value(boxes.iter().map(|one| one.mark)),
        boxes,
        bubbles,
        rows,
        rest,
        words,
    }
}

/// A number's digits in so many places.
fn digits(number: u32, count: usize) -> Vec<u8> {
    let mut left = number;
    let mut digits: Vec<u8> = (0..count)
        .map(|_| {
            let digit = (left % 10) as u8;
            left /= 10;
            digit
        })
        .collect();
    digits.reverse();
    digits
}

/// Digits with what this writer puts before the first; a lone zero is often written like the places before it.
fn marks(leading: Mark, number: u32, count: usize, luck: &mut Luck) -> Vec<Mark> {
    let all_alike = luck.chance(0.8);
    let digits = digits(number, count);
    let first = digits.iter().position(|digit| *digit != 0);
    let first = first.unwrap_or(if all_alike { count } else { count.saturating_sub(1) });
    digits
        .into_iter()
        .enumerate()
        .map(|(place, digit)| if place < first { leading } else { Mark::Digit(digit) })
        .collect()
}

fn corrected(mark: Mark, habits: &Habits, luck: &mut Luck) -> BoxTruth {
    let wrong = luck.below(9) as u8;
    match mark {
        Mark::Digit(digit) => {
            let before = if wrong >= digit { wrong + 1 } else { wrong };
            let correction = if luck.chance(habits.overwritten) {
                Some(Correction::Over(before))
            } else if luck.chance(habits.rewritten) {
                Some(Correction::Beside(before))
            } else {
                luck.chance(habits.whitened).then_some(Correction::Whitened)
            };
            let mark = if digit == 0 && luck.chance(habits.crossed_zero) { Mark::CrossedZero } else { mark };
            BoxTruth { mark, correction }
        }
        Mark::Cross | Mark::Empty | Mark::Dash => {
            let mark = if luck.chance(habits.slash) { Mark::Slash } else { mark };
            BoxTruth { mark, correction: None }
        }
        Mark::Slash | Mark::CrossedZero => BoxTruth { mark, correction: None },
    }
}

/// A column of bubbles.
fn column(writer: &Writer, digit: u8, habits: &Habits, luck: &mut Luck) -> Vec<BubbleTruth> {
    if luck.chance(habits.no_bubble) {
        return Vec::new();
    }
    let filling = if luck.chance(0.97) { writer.filling } else { Filling::Small };
    let mut filled = vec![BubbleTruth { digit, filling }];
    if luck.chance(habits.second_bubble) {
        let other = luck.below(9) as u8;
        filled.push(BubbleTruth { digit: if other >= digit { other + 1 } else { other }, filling });
    }
    filled
}

/// Strokes from the first row down, five to a cell, with the sums of the rows that have any.
fn rows(
    writer: &Writer,
    number: &Number,
    written: &Written,
    luck: &mut Luck,
) -> (Vec<RowTruth>, Option<Rest>) {
    let Some(grid) = &number.strokes else { return (Vec::new(), None) };
    let most = u32::from(grid.across) * u32::from(grid.each);
    // Some write a sum of 0 for rows without strokes, most close them.
    let zeros = luck.chance(0.06);
    let lead = luck
        .weighted(&[(0.5, Mark::Empty), (0.3, Mark::Digit(0)), (0.2, Mark::Cross)])
        .unwrap_or(Mark::Empty);
    let rows = (0..grid.down)
        .map(|row| {
            let strokes = written.strokes.saturating_sub(u32::from(row) * most).min(most);
            let changed = written.row_sum.filter(|(changed, _)| *changed == row).map(|(_, sum)| sum);
            let sum = changed.unwrap_or(strokes);
            let cells = number.row_sums.as_ref().map_or(0, |sums| usize::from(sums.digits));
            let sum = if sum > 0 || changed.is_some() || zeros {
                marks(lead, sum, cells, luck)
            } else {
                Vec::new()
            };
            RowTruth { strokes: strokes as u16, sum }
        })
        .collect();
    (rows, Some(if luck.chance(0.95) { writer.rest } else { Rest::Open }))
}
