//! From paper to pixels.

use super::conditions::Conditions;
use crate::paper::luck::Luck;

/// A perspective: rows of a matrix over (x, y, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix(pub [[f64; 3]; 3]);

impl Matrix {
    /// Where a place goes.
    pub(super) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let Matrix([[a, b, c], [d, e, f], [g, h, i]]) = self;
        let below = g * x + h * y + i;
        ((a * x + b * y + c) / below, (d * x + e * y + f) / below)
    }

    /// First `first`, then this.
    pub(super) fn after(&self, first: &Matrix) -> Matrix {
        let Matrix([[a, b, c], [d, e, f], [g, h, i]]) = *first;
        Matrix(self.0.map(|[x, y, w]| [x * a + y * d + w * g, x * b + y * e + w * h, x * c + y * f + w * i]))
    }

    /// The way back; a perspective from paper to pixels always has one.
    pub(super) fn back(&self) -> Matrix {
        let Matrix([[a, b, c], [d, e, f], [g, h, i]]) = *self;
        // Cofactors; a common factor doesn't matter.
        Matrix([
            [e * i - f * h, c * h - b * i, b * f - c * e],
            [f * g - d * i, a * i - c * g, c * d - a * f],
            [d * h - e * g, b * g - a * h, a * e - b * d],
        ])
    }
}

/// How a sheet is looked at.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// From millimetres on flat paper to pixels.
    pub forward: Matrix,
    pub width: usize,
    pub height: usize,
    pub turned: f32,
    pub tilt: f32,
    pub per_mm: f32,
}

/// A camera's view of a frame `[left, top, right, bottom]` in millimetres.
pub(super) fn view(frame: [f64; 4], conditions: &Conditions, luck: &mut Luck) -> View {
    let [left, top, right, bottom] = frame;
    let mut span = |span: super::Span| luck.between(span.0, span.1);
    let (per_mm, tilt, turn) = (span(conditions.per_mm), span(conditions.tilt), span(conditions.turn));
    let [above, beside, below, across] = [0; 4].map(|_| f64::from(span(conditions.margin)));
    let turn = if luck.chance(0.5) { turn } else { -turn };
    let quarters = if luck.chance(conditions.quarter) { 1 + luck.below(3) } else { 0 };
    let turned = (turn + 90.0 * quarters as f32).rem_euclid(360.0);
    let (sin, cos) = f64::from(turned).to_radians().sin_cos();
    let (tilt_sin, tilt_cos) = f64::from(tilt).to_radians().sin_cos();
    let (axis_sin, axis_cos) = f64::from(luck.between(0.0, 360.0)).to_radians().sin_cos();
    // How far away the camera is, in heights of the frame: telephones see about 65 degrees.
    let far = (bottom - top).hypot(right - left) * f64::from(luck.between(0.95, 1.5));
    let (middle_x, middle_y) = (f64::midpoint(left, right), f64::midpoint(top, bottom));
    let scale = f64::from(per_mm);
    // A place turned in its plane, then split along the axis of the tilt and across it, where it goes up and away.
    let turned_row = |x: f64, y: f64| (cos * x - sin * y, sin * x + cos * y);
    let project = |x: f64, y: f64| {
        let (u, v) = turned_row(x, y);
        let (along, off) = (axis_cos * u + axis_sin * v, axis_cos * v - axis_sin * u);
        let flat = off * tilt_cos;
        [
            scale * (axis_cos * along - axis_sin * flat),
            scale * (axis_sin * along + axis_cos * flat),
            off * tilt_sin / far,
        ]
    };
    let ([xx, yx, wx], [xy, yy, wy]) = (project(1.0, 0.0), project(0.0, 1.0));
    let centred = |a: f64, b: f64, c: f64| [a, b, c - a * middle_x - b * middle_y];
    let mut forward = Matrix([centred(xx, xy, 0.0), centred(yx, yy, 0.0), centred(wx, wy, 1.0)]);
    // What is in the picture: the frame with its margins.
    let seen = [
        (left - beside, top - above),
        (right + across, top - above),
        (right + across, bottom + below),
        (left - beside, bottom + below),
    ]
    .map(|(x, y)| forward.at(x, y));
    let least = |of: fn(&(f64, f64)) -> f64| seen.iter().map(of).fold(f64::MAX, f64::min);
    let most = |of: fn(&(f64, f64)) -> f64| seen.iter().map(of).fold(f64::MIN, f64::max);
    let (x, y) = (least(|at| at.0), least(|at| at.1));
    let size = |length: f64| (length.round() as usize).clamp(64, 8_000);
    let (width, height) = (size(most(|at| at.0) - x), size(most(|at| at.1) - y));
    let Matrix([row_x, row_y, row_w]) = forward;
    let less = |row: [f64; 3], by: f64| {
        let [a, b, c] = row;
        let [g, h, i] = row_w;
        [a - by * g, b - by * h, c - by * i]
    };
    forward = Matrix([less(row_x, x), less(row_y, y), row_w]);
    View { forward, width, height, turned, tilt, per_mm }
}
