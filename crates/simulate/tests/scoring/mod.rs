//! What was seen of a number against what was written, place by place: one rule for every test that reads whole sheets.

use std::fmt;
use std::ops::Add;

use reader::boxes::BoxReading;
use reader::evidence::bubbles::{Column, ColumnRead};
use reader::evidence::strokes::RowRead;
use reader::read::page::NumberRead;
use simulate::paper::{BubbleTruth, Mark, NumberTruth, RowTruth};

/// Of how many, how many were right.
#[derive(Clone, Copy, Debug, Default)]
pub struct Share {
    pub right: u64,
    pub of: u64,
}

impl Share {
    pub fn count(&mut self, right: bool) {
        self.right += u64::from(right);
        self.of += 1;
    }

    /// Whether at least so many of ten thousand were right; of none, all were.
    pub fn at_least(self, of_ten_thousand: u64) -> bool {
        self.right * 10_000 >= self.of * of_ten_thousand
    }

    /// In hundredths, for people.
    pub fn percent(self) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a percentage for people")]
        let percent = 100.0 * self.right as f64 / self.of.max(1) as f64;
        format!("{percent:.2} %")
    }
}

impl Add for Share {
    type Output = Share;

    fn add(self, other: Share) -> Share {
        Share { right: self.right + other.right, of: self.of + other.of }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} of {} ({})", self.right, self.of, self.percent())
    }
}

/// One place of a number: a box, a column of bubbles, a row of strokes.
pub struct Place<'a, Seen, Wanted> {
    /// Which, from the first.
    pub at: usize,
    pub seen: &'a Seen,
    pub wanted: Wanted,
    pub right: bool,
}

/// Its boxes, corrected ones left out: what a correction leaves standing is a matter of its own.
pub fn boxes<'a>(
    number: &'a NumberRead,
    written: &'a NumberTruth,
) -> impl Iterator<Item = Place<'a, BoxReading, String>> {
    let places = number.boxes.iter().zip(&written.boxes).enumerate();
    places.filter(|(_, (_, wanted))| wanted.correction.is_none()).filter_map(|(at, (seen, wanted))| {
        let wanted = match wanted.mark {
            Mark::Digit(digit) => digit.to_string(),
            Mark::Cross => "X".to_owned(),
            Mark::Empty => "empty".to_owned(),
            Mark::Dash => "dash".to_owned(),
            Mark::Slash => "slash".to_owned(),
            // Anything that stands for nothing will do.
            Mark::CrossedZero => return None,
        };
        Some(Place { at, seen, right: seen.best().name() == wanted, wanted })
    })
}

/// Its columns of bubbles.
pub fn columns<'a>(
    number: &'a NumberRead,
    written: &'a NumberTruth,
) -> impl Iterator<Item = Place<'a, ColumnRead, &'a [BubbleTruth]>> {
    number.columns.iter().zip(&written.bubbles).enumerate().map(|(at, (seen, wanted))| {
        let right = match wanted.as_slice() {
            [one] => {
                matches!(seen.shows, Column::Filled(digit) | Column::Ticked(digit) if digit == one.digit)
            }
            [] => seen.shows == Column::Unmarked,
            _ => seen.shows == Column::Several,
        };
        Place { at, seen, wanted: wanted.as_slice(), right }
    })
}

/// Its rows of strokes.
pub fn rows<'a>(
    number: &'a NumberRead,
    written: &'a NumberTruth,
) -> impl Iterator<Item = Place<'a, RowRead, &'a RowTruth>> {
    let places = number.rows.iter().zip(&written.rows).enumerate();
    places.map(|(at, (seen, wanted))| Place { at, seen, wanted, right: seen.strokes == wanted.strokes })
}
