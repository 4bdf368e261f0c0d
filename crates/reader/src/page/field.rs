//! How paper lies: where things stand after folds and waves.

use super::homography::Homography;
use super::point::Point;
use crate::layout::Spot;

/// How far something printed stands from where the flat sheet would have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Where it was measured, on paper.
    pub at: Spot,
    /// To the right, hundredths of a millimetre, where that could be told.
    pub x: Option<i32>,
    /// Down, likewise.
    pub y: Option<i32>,
}

/// The perspective of a sheet and how it differs from flat.
#[derive(Clone, Debug)]
pub struct Field {
    perspective: Homography,
    shifts: Vec<Shift>,
}

impl Field {
    /// A flat sheet.
    pub fn flat(perspective: Homography) -> Field {
        Field { perspective, shifts: Vec::new() }
    }

    /// A sheet on which these shifts were measured.
    pub fn of(perspective: Homography, shifts: Vec<Shift>) -> Field {
        Field { perspective, shifts }
    }

    /// The perspective alone.
    pub fn perspective(&self) -> &Homography {
        &self.perspective
    }

    /// The shifts it was made of.
    pub fn shifts(&self) -> &[Shift] {
        &self.shifts
    }

    /// The shift at a place, right and down: the mean of the measured ones, weighed by the inverse fourth power of
    /// their distance, so that the nearest rule.
    pub fn shift(&self, at: Spot) -> (i32, i32) {
        let (mut x, mut y) = (Mean::default(), Mean::default());
        for shift in &self.shifts {
            let (dx, dy) = (i64::from(shift.at.x.0 - at.x.0) / 50, i64::from(shift.at.y.0 - at.y.0) / 50);
            // Distances in half millimetres; ten are as good as none.
            let squared = dx * dx + dy * dy + 100;
            let weight = 1_000_000_000_000 / (squared * squared);
            x.add(weight, shift.x);
            y.add(weight, shift.y);
        }
        (x.mean(), y.mean())
    }

    /// Where a place on the paper stands in the photo.
    pub fn at(&self, at: Spot) -> Option<Point> {
        let (x, y) = self.shift(at);
        self.perspective.at(at.moved(x, y))
    }

    /// Where the corners of a rectangle stand, all moved as its middle is: upper left, upper right, lower right, lower
    /// left.
    pub fn rectangle(&self, upper_left: Spot, wide: i32, high: i32) -> Option<[Point; 4]> {
        let (x, y) = self.shift(upper_left.moved(wide / 2, high / 2));
        let corner = |dx, dy| self.perspective.at(upper_left.moved(x + dx, y + dy));
        Some([corner(0, 0)?, corner(wide, 0)?, corner(wide, high)?, corner(0, high)?])
    }
}

#[derive(Default)]
struct Mean {
    weights: i64,
    sum: i64,
}

impl Mean {
    fn add(&mut self, weight: i64, value: Option<i32>) {
        if let Some(value) = value {
            self.weights += weight;
            self.sum += weight * i64::from(value);
        }
    }

    fn mean(&self) -> i32 {
        self.sum.checked_div(self.weights).and_then(|mean| i32::try_from(mean).ok()).unwrap_or(0)
    }
}
