//! A page as it was found, and by what.

use super::homography::Homography;
use super::point::Point;
use super::tag::TagRead;
use crate::layout::{Layout, Spot};

/// A corner of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corner {
    /// The first, as the page is read.
    UpperLeft,
    /// The one beside it.
    UpperRight,
    /// The one across from the first.
    LowerRight,
    /// The one below the first.
    LowerLeft,
}

impl Corner {
    /// All, clockwise, in the order in which corners are listed everywhere.
    pub const ALL: [Corner; 4] =
        [Corner::UpperLeft, Corner::UpperRight, Corner::LowerRight, Corner::LowerLeft];

    /// Its mark's crossing on paper.
    pub fn place(self, layout: &Layout) -> Spot {
        let [left, top, right, bottom] = layout.marks.crossings;
        match self {
            Corner::UpperLeft => Spot { x: left, y: top },
            Corner::UpperRight => Spot { x: right, y: top },
            Corner::LowerRight => Spot { x: right, y: bottom },
            Corner::LowerLeft => Spot { x: left, y: bottom },
        }
    }

    /// This corner's of four things.
    pub fn of<T>(self, four: &[T; 4]) -> &T {
        let [upper_left, upper_right, lower_right, lower_left] = four;
        match self {
            Corner::UpperLeft => upper_left,
            Corner::UpperRight => upper_right,
            Corner::LowerRight => lower_right,
            Corner::LowerLeft => lower_left,
        }
    }

    /// Puts another in this corner's place.
    pub(super) fn put<T>(self, four: &mut [T; 4], value: T) {
        let [upper_left, upper_right, lower_right, lower_left] = four;
        match self {
            Corner::UpperLeft => *upper_left = value,
            Corner::UpperRight => *upper_right = value,
            Corner::LowerRight => *lower_right = value,
            Corner::LowerLeft => *lower_left = value,
        }
    }

    /// The one across.
    pub(super) fn opposite(self) -> Corner {
        match self {
            Corner::UpperLeft => Corner::LowerRight,
            Corner::UpperRight => Corner::LowerLeft,
            Corner::LowerRight => Corner::UpperLeft,
            Corner::LowerLeft => Corner::UpperRight,
        }
    }
}

impl std::fmt::Display for Corner {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(match self {
            Corner::UpperLeft => "upper left",
            Corner::UpperRight => "upper right",
            Corner::LowerRight => "lower right",
            Corner::LowerLeft => "lower left",
        })
    }
}

/// What places a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// All four corner marks.
    Four,
    /// Three of them, and the printed lines.
    Three {
        /// The one that can't be seen.
        without: Corner,
    },
}

/// What says which page it is, and which way up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Its tag.
    Tag(TagRead),
    /// The printed lines alone: they fit this page, and no other nearly as well.
    Lines,
}

/// A page found in a photo.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Position of the layout in the list it was looked for in.
    pub layout: usize,
    /// Page number.
    pub page: u8,
    /// From paper to photo.
    pub perspective: Homography,
    /// Its corners' crossings: upper left, upper right, lower right, lower left.
    pub corners: [Point; 4],
    /// What placed it.
    pub frame: Frame,
    /// What named it.
    pub named: Named,
}

/// How surely a page was placed and named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Footing {
    /// By four corner marks and its tag.
    Firm,
    /// By the printed lines where a mark or the tag can't be seen, or not on paper.
    Loose,
}

impl Found {
    /// The id of its tag, if that was read.
    pub fn tag(&self) -> Option<u16> {
        match self.named {
            Named::Tag(tag) => Some(tag.id),
            Named::Lines => None,
        }
    }

    /// How surely it was found.
    pub fn footing(&self) -> Footing {
        match (self.frame, self.named) {
            (Frame::Four, Named::Tag(_)) => Footing::Firm,
            (Frame::Three { .. }, _) | (_, Named::Lines) => Footing::Loose,
        }
    }
}
