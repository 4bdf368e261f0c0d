//! What a page shows besides what is read on it: for the printer alone, the reader passes it over.

use serde::Deserialize;

use super::{Mm, Spot};

/// Lines and words on paper.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Printed {
    /// Rectangles' outlines.
    pub frames: Vec<Frame>,
    /// Straight lines.
    pub lines: Vec<Line>,
    /// Dotted lines to write on.
    pub dotted: Vec<Dotted>,
    /// Words.
    pub texts: Vec<Text>,
    /// Centres of bubbles shown as an example of filling: an empty one, and a black one 18 mm to its right.
    pub examples: Vec<Spot>,
}

/// A rectangle's outline.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Upper left corner; coordinates are the middle of its lines.
    pub at: Spot,
    /// Width and height.
    pub size: Spot,
    /// Thickness of its lines.
    #[serde(default = "thin")]
    pub line: Mm,
}

/// A straight line.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// One end.
    pub from: Spot,
    /// The other.
    pub to: Spot,
    /// Thickness.
    #[serde(default = "thin")]
    pub line: Mm,
}

/// A row of dots.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dotted {
    /// Its left end.
    pub at: Spot,
    /// Its length.
    pub wide: Mm,
    /// From one dot to the next.
    #[serde(default = "apart")]
    pub step: Mm,
}

/// Words on one line, or on several where they have a width to keep to.
///
/// In braces stand names that the printer puts words for: `{page}`, `{pages}`, `{station}` (its code), `{station-name}`,
/// `{region-1}` (the name of the region of level 1 it lies in), `{option-1}` (who has number 1 on the ballot), and every
/// message of the profile, such as `{field-valid}`. What is not known stays empty.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The words.
    pub text: String,
    /// Where the first line stands on: its left end, middle or right end, as `align` has it.
    pub at: Spot,
    /// Height of the type; a capital is seven tenths of it.
    pub size: Mm,
    /// Whether in bold type.
    #[serde(default)]
    pub bold: bool,
    /// Whether in slanted type.
    #[serde(default)]
    pub slanted: bool,
    /// Whether in grey.
    #[serde(default)]
    pub grey: bool,
    /// Which end of a line `at` is.
    #[serde(default)]
    pub align: Align,
    /// Longest line.
    #[serde(default)]
    pub wide: Option<Mm>,
    /// What becomes of words that are longer than that.
    #[serde(default)]
    pub fit: Fit,
    /// Quarter turns clockwise.
    #[serde(default)]
    pub turned: u8,
}

/// What becomes of words that are longer than their line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// They go on below.
    #[default]
    Wrap,
    /// They are set in smaller type.
    Shrink,
}

/// Which end of a line of words its place is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// The left one.
    #[default]
    Left,
    /// The middle.
    Middle,
    /// The right one.
    Right,
}

fn thin() -> Mm {
    Mm(60)
}

fn apart() -> Mm {
    Mm(250)
}

impl Printed {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.frames.is_empty()
            && self.lines.is_empty()
            && self.dotted.is_empty()
            && self.texts.is_empty()
            && self.examples.is_empty()
    }

    /// What is wrong with it.
    pub(super) fn wrong(&self, sheet: Spot) -> Option<&'static str> {
        let on = |at: Spot| (0..=sheet.x.0).contains(&at.x.0) && (0..=sheet.y.0).contains(&at.y.0);
        let inked = |line: Mm| (5..=500).contains(&line.0);
        if !self.frames.iter().all(|one| {
            one.size.x.0 > 0 && one.size.y.0 > 0 && on(one.at) && on(one.at.moved(one.size.x.0, one.size.y.0))
        }) {
            return Some("a frame is off the sheet or empty");
        }
        if !self.lines.iter().all(|one| on(one.from) && on(one.to)) {
            return Some("a line is off the sheet");
        }
        let lines = self.frames.iter().map(|one| one.line).chain(self.lines.iter().map(|one| one.line));
        if !lines.into_iter().all(inked) {
            return Some("a line is thinner than 0.05 mm or thicker than 5 mm");
        }
        let dotted = |one: &Dotted| {
            one.wide.0 > 0 && one.step.0 >= 40 && on(one.at) && on(one.at.moved(one.wide.0, 0))
        };
        if !self.dotted.iter().all(dotted) {
            return Some("a dotted line is off the sheet, empty, or its dots are closer than 0.4 mm");
        }
        let typed = |one: &Text| {
            on(one.at)
                && (50..=10_000).contains(&one.size.0)
                && one.turned < 4
                && one.wide.is_none_or(|wide| wide.0 >= 100)
        };
        if !self.texts.iter().all(typed) {
            return Some(
                "a text is off the sheet, turned by more than three quarters, or smaller than 0.5 mm or larger than 100 mm",
            );
        }
        (!self.examples.iter().all(|at| on(*at) && on(at.moved(1_800, 0))))
            .then_some("an example is off the sheet")
    }
}
