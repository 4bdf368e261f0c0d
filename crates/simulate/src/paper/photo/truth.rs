//! What is known about a photo.

use serde::{Deserialize, Serialize};

/// Where things stand in a photo, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhotoTruth {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Page of the form.
    pub page: u8,
    /// The corner marks' crossings, upper left, upper right, lower right and lower left of the paper: pixels right and
    /// down; `(0, 0)` is the middle of the first pixel.
    pub corners: [[f32; 2]; 4],
    /// How far the sheet is turned clockwise, degrees, 0 to 360.
    pub turned: f32,
    /// How far the camera looks from the side, degrees.
    pub tilt: f32,
    /// Pixels per millimetre at the frame's middle.
    pub per_mm: f32,
    /// What else was done to it, in order.
    pub defects: Vec<Defect>,
}

/// Something that makes a photo harder to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Defect {
    /// Folds, and how far the paper stands off at them, millimetres.
    Folds(usize, f32),
    /// Waves, millimetres at most.
    Waves(f32),
    /// A shadow that takes this share of the light.
    Shadow(f32),
    /// A light mirrored around these pixels, with this radius.
    Glare {
        /// To the right.
        x: f32,
        /// Down.
        y: f32,
        /// Radius at which half of it is left.
        radius: f32,
    },
    /// A corner mark lies outside the picture: 0 upper left, 1 upper right, 2 lower right, 3 lower left of the paper.
    Cut(u8),
    /// A finger lies over a corner mark, counted alike.
    Covered(u8),
    /// A screen was photographed.
    Screen {
        /// From one of its pixels to the next, millimetres.
        pitch: f32,
        /// Pixels of it for one of the photo.
        pixels: f32,
    },
    /// Colours of the light: red, green, blue.
    Cast(f32, f32, f32),
    /// Out of focus: standard deviation, pixels.
    Focus(f32),
    /// Moved: length, pixels.
    Motion(f32),
    /// Noise: standard deviation, grey levels.
    Noise(f32),
}
