//! Numbers: a [`Figure`] stands on one form, a [`Cell`] says it or why there is none, a [`Count`] is a total.
//!
//! An unread figure is never a zero: the type keeps the two apart, and only what was read can become a count.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One number as it is written on one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Figure(pub u32);

/// Why a field has no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unread {
    /// Something is written and nobody could read it.
    Illegible,
    /// The form has nothing there.
    Empty,
    /// The source has the field and did not publish it (yet).
    NotPublished,
    /// The source never has this field.
    NoField,
    /// A figure stood there and was taken back.
    Withdrawn,
}

impl Unread {
    /// Every variant, in the order of declaration.
    pub const ALL: [Self; 5] =
        [Self::Illegible, Self::Empty, Self::NotPublished, Self::NoField, Self::Withdrawn];

    /// The word used in statements and files.
    pub fn text(self) -> &'static str {
        match self {
            Self::Illegible => "illegible",
            Self::Empty => "empty",
            Self::NotPublished => "not-published",
            Self::NoField => "no-field",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The variant of a word; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unread| unread.text() == text)
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

/// What one field of one sheet says: a figure, or why there is none. 8 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cell {
    /// The figure as read.
    Read(Figure),
    /// No figure, and why.
    Unread(Unread),
}

impl Cell {
    /// The figure, if one was read.
    pub fn figure(self) -> Option<Figure> {
        match self {
            Self::Read(figure) => Some(figure),
            Self::Unread(_) => None,
        }
    }

    /// Why there is no figure.
    pub fn unread(self) -> Option<Unread> {
        match self {
            Self::Read(_) => None,
            Self::Unread(unread) => Some(unread),
        }
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Read(Figure(number))
    }
}

/// A total. It adds and subtracts only through checked methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Count(u64);

/// A total left the range of 64-bit whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// The sum is above 2^64 - 1.
    #[error("{0} + {1} is too large for a count")]
    TooLarge(u64, u64),
    /// The difference is below zero.
    #[error("{0} - {1} is below zero")]
    BelowZero(u64, u64),
}

impl Count {
    /// Nothing counted.
    pub const ZERO: Self = Self(0);

    /// A count of a known size.
    pub fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub fn get(self) -> u64 {
        self.0
    }

    /// The sum of two counts.
    pub fn checked_add(self, other: Self) -> Result<Self, CountError> {
        self.0.checked_add(other.0).map(Self).ok_or(CountError::TooLarge(self.0, other.0))
    }

    /// The difference of two counts.
    pub fn checked_sub(self, other: Self) -> Result<Self, CountError> {
        self.0.checked_sub(other.0).map(Self).ok_or(CountError::BelowZero(self.0, other.0))
    }
}

impl From<Figure> for Count {
    fn from(figure: Figure) -> Self {
        Self(u64::from(figure.0))
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_takes_eight_bytes() {
        assert_eq!(size_of::<Cell>(), 8);
    }

    #[test]
    fn every_reason_of_no_figure_has_one_word() {
        for unread in Unread::ALL {
            assert_eq!(Unread::parse(unread.text()), Some(unread));
            assert_eq!(serde_json::to_string(&unread).unwrap(), format!("\"{unread}\""));
        }
        assert_eq!(Unread::parse("missing"), None);
    }

    #[test]
    fn counts_refuse_to_leave_their_range() {
        let (one, top) = (Count::from(Figure(1)), Count::new(u64::MAX));
        assert_eq!(top.checked_add(one), Err(CountError::TooLarge(u64::MAX, 1)));
        assert_eq!(Count::ZERO.checked_sub(one), Err(CountError::BelowZero(0, 1)));
        assert_eq!(top.checked_sub(one).unwrap().checked_add(one), Ok(top));
    }
}
