//! What stands on a filled sheet, beside what was meant.

use serde::{Deserialize, Serialize};

use super::error::OfficerError;
use crate::paper::hand::{Correction, Filling, Mark, Rest};

/// A filled sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetTruth {
    /// Id of the form.
    pub form: String,
    /// Seed of the writer and of every stroke.
    pub seed: u64,
    /// Its pages.
    pub pages: Vec<PageTruth>,
    /// Where the officers erred; everything else is written as it was meant.
    pub errors: Vec<OfficerError>,
}

/// A filled page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageTruth {
    /// Its number.
    pub page: u8,
    /// Its numbers, in the layout's order.
    pub numbers: Vec<NumberTruth>,
}

/// A number in every way it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberTruth {
    /// Its field.
    pub field: String,
    /// What should stand here.
    pub meant: u32,
    /// What the boxes say.
    pub written: u32,
    /// Each box, from the left.
    pub boxes: Vec<BoxTruth>,
    /// Which bubbles are filled, a column a box.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bubbles: Vec<Vec<BubbleTruth>>,
    /// Each row of the grid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<RowTruth>,
    /// How the grid is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Rest>,
    /// The number in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// One box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxTruth {
    /// What stands in it.
    pub mark: Mark,
    /// What was corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
}

/// A filled bubble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BubbleTruth {
    /// Its digit.
    pub digit: u8,
    /// How it is filled.
    pub filling: Filling,
}

/// A row of strokes and its sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowTruth {
    /// Strokes in it.
    pub strokes: u16,
    /// What stands in the cells of its sum; empty where nothing was written.
    pub sum: Vec<Mark>,
}

impl RowTruth {
    /// What the sum says; `None` where nothing was written.
    pub fn sum_value(&self) -> Option<u32> {
        (!self.sum.is_empty()).then(|| value(self.sum.iter().copied()))
    }
}

impl NumberTruth {
    /// All strokes of the grid; `None` where the form has no grid for it.
    pub fn strokes(&self) -> Option<u32> {
        (!self.rows.is_empty()).then(|| self.rows.iter().map(|row| u32::from(row.strokes)).sum())
    }

    /// What the bubbles say, where each column has exactly one.
    pub fn bubbled(&self) -> Option<u32> {
        if self.bubbles.is_empty() {
            return None;
        }
        self.bubbles.iter().try_fold(0, |sum, column| match column.as_slice() {
            [one] => Some(sum * 10 + u32::from(one.digit)),
            _ => None,
        })
    }
}

impl SheetTruth {
    /// Every number, page by page.
    pub fn numbers(&self) -> impl Iterator<Item = &NumberTruth> {
        self.pages.iter().flat_map(|page| &page.numbers)
    }

    /// A field's number.
    pub fn number(&self, field: &str) -> Option<&NumberTruth> {
        self.numbers().find(|number| number.field == field)
    }
}

/// The number that marks stand for.
pub(super) fn value(marks: impl Iterator<Item = Mark>) -> u32 {
    marks.fold(0, |sum, mark| sum * 10 + u32::from(mark.value()))
}
