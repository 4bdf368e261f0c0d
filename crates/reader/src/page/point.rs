//! Places in a picture.

/// Parts of a pixel that places are told in.
pub const PART: i64 = 256;

/// A place in a picture, in 1/256 pixels; `(0, 0)` is the middle of the first pixel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// To the right.
    pub x: i64,
    /// Down.
    pub y: i64,
}

impl Point {
    /// A place.
    pub fn new(x: i64, y: i64) -> Point {
        Point { x, y }
    }

    /// The middle of pixel `(x, y)`.
    pub fn of_pixel(x: i64, y: i64) -> Point {
        Point { x: x * PART, y: y * PART }
    }

    /// From here to `other`.
    #[must_use]
    pub fn to(self, other: Point) -> Point {
        Point { x: other.x - self.x, y: other.y - self.y }
    }

    /// This, moved by `step`.
    #[must_use]
    pub fn moved(self, step: Point) -> Point {
        Point { x: self.x + step.x, y: self.y + step.y }
    }

    /// Square of its length.
    pub fn squared(self) -> i64 {
        self.x * self.x + self.y * self.y
    }

    /// Product of lengths and cosine.
    pub fn dot(self, other: Point) -> i64 {
        self.x * other.x + self.y * other.y
    }

    /// Twice the area between this and `other`: positive where `other` lies clockwise, as seen on a screen.
    pub fn cross(self, other: Point) -> i64 {
        self.x * other.y - self.y * other.x
    }

    /// The pixel it lies in.
    pub fn pixel(self) -> (i64, i64) {
        ((self.x + PART / 2).div_euclid(PART), (self.y + PART / 2).div_euclid(PART))
    }

    /// Its length, rounded down.
    pub fn length(self) -> i64 {
        self.squared().isqrt()
    }
}
