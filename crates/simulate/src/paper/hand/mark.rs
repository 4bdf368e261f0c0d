//! What one box or one bubble shows.

use serde::{Deserialize, Serialize};

/// What stands in a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// A digit.
    Digit(u8),
    /// An X: nothing in this place.
    Cross,
    /// Nothing at all.
    Empty,
    /// A dash.
    Dash,
    /// A slash that looks like a one.
    Slash,
    /// A zero struck by an X.
    CrossedZero,
}

impl Mark {
    /// The digit it stands for: nothing is zero.
    pub fn value(self) -> u8 {
        match self {
            Mark::Digit(digit) => digit,
            Mark::Cross | Mark::Empty | Mark::Dash | Mark::Slash | Mark::CrossedZero => 0,
        }
    }
}

/// What happened before a box showed what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Correction {
    /// Written over this digit.
    Over(u8),
    /// This digit struck out, the right one beside it.
    Beside(u8),
    /// Covered with white, then written anew, fainter.
    Whitened,
}

/// How a bubble is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Filling {
    /// To its ring.
    Well,
    /// Beyond its ring.
    Over,
    /// In the middle only.
    Small,
    /// A few loose lines.
    Light,
    /// A tick.
    Tick,
}

/// How the rest of a grid is closed, so that nobody adds strokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rest {
    /// A line, a long diagonal, a line.
    Zed,
    /// Two diagonals.
    Cross,
    /// One line in each row.
    Lines,
    /// One diagonal.
    Slash,
    /// Left open.
    Open,
}
