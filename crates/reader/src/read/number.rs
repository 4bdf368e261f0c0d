//! One number from everything seen of it.

use serde::Deserialize;

use super::page::NumberRead;
use crate::boxes::{BoxReading, Class};
use crate::joint::{Evidence, LEAST};
use crate::logs::{log, weight};
use crate::page::Footing;
use crate::words::WordsRead;

/// How often officers and eyes slip, as logs in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Slips {
    /// A bubble is filled that is not the digit's above it.
    pub bubble: i32,
    /// The rows of strokes come to another number than is written.
    pub rows: i32,
    /// A row's sum is not that of its strokes.
    pub row_sum: i32,
    /// The words are another number, or are taken for one.
    pub words: i32,
    /// Least that a box says of any digit, however sure the net is.
    pub box_floor: i32,
}

impl Default for Slips {
    fn default() -> Slips {
        Slips { bubble: -6_000, rows: -5_000, row_sum: -5_000, words: -4_500, box_floor: -9_000 }
    }
}

/// What was seen of a number, way by way.
#[derive(Clone, Debug)]
pub struct NumberEvidence {
    /// In its boxes.
    pub boxes: Evidence,
    /// In its bubbles, if it has any.
    pub bubbles: Option<Evidence>,
    /// In the sums beside its rows of strokes, if anything is written there.
    pub row_sums: Option<Evidence>,
    /// In its rows of strokes, if it has any.
    pub strokes: Option<Evidence>,
    /// In words, if any are written that can be read.
    pub words: Option<Evidence>,
    /// Altogether.
    pub all: Evidence,
    /// Whether beside a row of strokes a sum is written that is more than the row holds.
    pub odd_row: bool,
    /// Whether one of its boxes may have been written over, or struck out and written anew: one in twenty, or more.
    pub corrected: bool,
    /// Whether nothing at all is written in its boxes.
    pub empty: bool,
    /// How surely its page was found.
    pub footing: Footing,
}

/// Share of a leading place's ways to be written: X, 0, nothing, a dash, a slash (facts of 1,010 real ones: three in four
/// are X, one in four 0). A figure struck out with none beside it leaves nothing, too.
const LEADING: [(Class, i32); 6] = [
    (Class::Struck, -1_609),
    (Class::Crossed, -300),
    (Class::Digit(0), -1_400),
    (Class::Empty, -4_000),
    (Class::Dash, -4_500),
    (Class::Slash, -5_000),
];

/// What can't be told apart says as much of each of eleven signs: log(1/11).
const UNTOLD: i32 = -2_398;

/// A figure struck out has mostly another beside it, which is hard to make out: eight in ten, so log(0.8/10) for each. Two
/// in ten leave nothing.
const STRUCK: i32 = -2_526;

/// Judges what was seen of a number.
pub fn evidence(read: &NumberRead, slips: &Slips) -> NumberEvidence {
    let boxes = figures(&read.boxes, slips.box_floor);
    let bubbles = (!read.columns.is_empty()).then(|| bubbles(read, slips));
    let strokes: Vec<Evidence> = read.rows.iter().map(|row| row.evidence.clone()).collect();
    let (written, odd_row) = row_sums_in_order(read, slips);
    let row_sums = written.iter().any(Option::is_some).then(|| {
        let open = Evidence::of([0]);
        sum(
            &written.iter().map(|row| row.clone().unwrap_or_else(|| open.clone())).collect::<Vec<_>>(),
            boxes.figures(),
        )
    });
    let rows: Vec<Evidence> = strokes
        .iter()
        .enumerate()
        .map(|(at, row)| match written.get(at) {
            Some(Some(sum)) => row.with_slips(slips.row_sum).and(&sum.with_slips(slips.row_sum)),
            Some(None) | None => row.clone(),
        })
        .collect();
    let mut all = match &read.usual {
        Some(sizes) => boxes.and(&sizes.evidence(boxes.figures())),
        None => boxes.clone(),
    };
    if let Some(bubbles) = &bubbles {
        all = all.and(bubbles);
    }
    if !rows.is_empty() {
        all = all.and(&sum(&rows, boxes.figures()).with_slips(slips.rows));
    }
    let words = match &read.words {
        Some(WordsRead::Number(words)) => Some(words.clone()),
        Some(WordsRead::Empty | WordsRead::Illegible) | None => None,
    };
    if let Some(words) = &words {
        // Of numbers that have no words here, they say no less than of any other than theirs.
        let most = u16::try_from(boxes.figures()).unwrap_or(u16::MAX);
        all = all.and(&Evidence::of((0..most).map(|figure| words.log(figure).max(slips.words))));
    }
    let strokes = (!strokes.is_empty()).then(|| sum(&strokes, boxes.figures()));
    let correction = |one: &BoxReading| {
        let of = |class: Class| one.log.get(class.index()).copied().unwrap_or(LEAST);
        together([Class::Overwritten, Class::Struck].map(of).into_iter()) >= CLEAR
    };
    // An X over the printed guide looks like a figure struck out: what was corrected has a figure beside.
    let figure = |one: &BoxReading| one.best() != Class::Crossed;
    let corrected = read.boxes.iter().any(|one| figure(one) && correction(one));
    let empty = !read.boxes.is_empty() && read.boxes.iter().all(|one| one.best() == Class::Empty);
    NumberEvidence {
        boxes,
        bubbles,
        row_sums,
        strokes,
        words,
        all,
        odd_row,
        corrected,
        empty,
        footing: read.footing,
    }
}

/// Each figure's likelihood by its boxes: all ways to write it, leading places in any of theirs.
fn figures(boxes: &[BoxReading], floor: i32) -> Evidence {
    let places: Vec<(Vec<i32>, i32)> = boxes.iter().map(|one| place(one, floor)).collect();
    let count = u32::try_from(places.len()).unwrap_or(0).min(4);
    let figures = 10_u32.pow(count);
    Evidence::of((0..figures).map(|figure| {
        let mut rest = figure;
        let mut total = 0_i32;
        for (digits, leading) in places.iter().rev() {
            let digit = usize::try_from(rest % 10).unwrap_or(0);
            // From here to the left nothing but leading places, and the last place of 0 too.
            total += if rest == 0 { *leading } else { digits.get(digit).copied().unwrap_or(LEAST) };
            rest /= 10;
        }
        total
    }))
}

/// A box's log-likelihoods as each digit, and as a leading place.
fn place(one: &BoxReading, floor: i32) -> (Vec<i32>, i32) {
    let of = |class: Class| one.log.get(class.index()).copied().unwrap_or(LEAST);
    let untold = [Class::Overwritten, Class::Illegible].map(|class| of(class).saturating_add(UNTOLD));
    let digit = |digit: u8| {
        let struck = of(Class::Struck).saturating_add(STRUCK);
        together([of(Class::Digit(digit)), struck].into_iter().chain(untold))
    };
    let digits: Vec<i32> = (0..10).map(digit).collect();
    let leading = LEADING.map(|(class, share)| of(class).saturating_add(share));
    let leading = together(leading.into_iter().chain(untold));
    let best = digits.iter().copied().max().unwrap_or(0).max(leading);
    let floored = |log: i32| (log - best).max(floor);
    (digits.into_iter().map(floored).collect(), floored(leading))
}

/// The log of a sum of likelihoods.
fn together(logs: impl Iterator<Item = i32>) -> i32 {
    let sum: u128 = logs.map(|log| u128::from(weight(i64::from(log).min(0)))).sum();
    log(sum).and_then(|log| i32::try_from(log).ok()).unwrap_or(LEAST)
}

/// Each figure's likelihood by its bubbles.
fn bubbles(read: &NumberRead, slips: &Slips) -> Evidence {
    let count = u32::try_from(read.columns.len()).unwrap_or(0).min(4);
    Evidence::of((0..10_u32.pow(count)).map(|figure| {
        let mut rest = figure;
        let mut total = 0_i32;
        for column in read.columns.iter().rev() {
            let digit = usize::try_from(rest % 10).unwrap_or(0);
            total += column.log.get(digit).copied().unwrap_or(LEAST).max(slips.bubble);
            rest /= 10;
        }
        total
    }))
}

/// Each row's written sum, down to the first row that is not full: officers fill rows in order, and what stands below is the
/// line that closes the rest. And whether one of them is clearly more than its row holds: that is no sum of its strokes.
fn row_sums_in_order(read: &NumberRead, slips: &Slips) -> (Vec<Option<Evidence>>, bool) {
    let (mut open, mut odd) = (true, false);
    let mut sums = Vec::new();
    for (cells, row) in read.row_sums.iter().zip(&read.rows) {
        let most = u16::try_from(row.evidence.figures() - 1).unwrap_or(u16::MAX);
        // Beside a row without strokes stands no sum, but what closes the rest.
        let open_row = open && row.strokes > 0;
        let sum = row_sum(cells, slips).filter(|_| open_row).map(|sum| {
            let within = (0..=most).map(|figure| sum.log(figure)).max().unwrap_or(0);
            odd |= within < CLEAR;
            sum.up_to(most)
        });
        open = sum.as_ref().is_some_and(|sum| sum.best() == most);
        sums.push(sum);
    }
    (sums, odd)
}

/// What is less likely than this, a log in thousandths, is clearly not what stands there.
pub(super) const CLEAR: i32 = -3_000;

/// A row's written sum; `None` where nothing is written that can be one.
fn row_sum(cells: &[BoxReading], slips: &Slips) -> Option<Evidence> {
    let written = |class: Class| match class {
        Class::Digit(_) | Class::Overwritten | Class::Struck => true,
        Class::Crossed | Class::Empty | Class::Dash | Class::Slash | Class::Illegible => false,
    };
    cells.iter().any(|cell| written(cell.best())).then(|| figures(cells, slips.box_floor))
}

/// Each figure's likelihood as a sum of one of each: by the likeliest way to make it.
fn sum(parts: &[Evidence], figures: usize) -> Evidence {
    let mut totals = vec![LEAST * 8; figures.max(1)];
    if let Some(first) = totals.first_mut() {
        *first = 0;
    }
    for part in parts {
        let likeliest = part.likeliest(-12_000, 64);
        let mut next = vec![LEAST * 8; totals.len()];
        for (at, total) in totals.iter().enumerate().filter(|(_, total)| **total > LEAST * 4) {
            for (figure, log) in &likeliest {
                if let Some(slot) = next.get_mut(at + usize::from(*figure)) {
                    *slot = (*slot).max(total + log);
                }
            }
        }
        totals = next;
    }
    Evidence::of(totals)
}

impl NumberEvidence {
    /// Whether this figure is seen by itself: in the boxes, at least at this log against what they show best, or in the
    /// bubbles and in the strokes. Where a box may have been corrected only what they show best will do: officers correct where
    /// they err, and sums that are asked what stands there would mend it.
    pub fn shows(&self, figure: u16, least: i32) -> bool {
        let is = |way: &Option<Evidence>| way.as_ref().is_some_and(|way| way.best() == figure);
        let least = if self.corrected { 0 } else { least };
        self.boxes.log(figure) >= least || (is(&self.bubbles) && is(&self.strokes))
    }
}
