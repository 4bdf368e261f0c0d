//! Under what conditions a sheet is photographed.

use super::screen::Screen;

/// From the least to the most; one value is thrown between.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span(pub f32, pub f32);

impl Span {
    /// Always this.
    pub const fn only(value: f32) -> Span {
        Span(value, value)
    }
}

/// Something that lies over the sheet, or shines on it, at a place that is chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Placed {
    /// A finger over a corner mark: 0 upper left, 1 upper right, 2 lower right, 3 lower left of the paper.
    Finger(u8),
    /// A card: left, top, width and height in millimetres of the paper, and its brightness, 0 to 1.
    Card([f32; 4], f32),
    /// A light that mirrors: its middle and the radius at which half of it is left, millimetres of the paper, and its
    /// strength, where 1 alone makes white.
    Light([f32; 2], f32, f32),
}

/// Every knob of a photo. [`Conditions::studio`], [`Conditions::phone`] and [`Conditions::poor`] set all of them; any can
/// be set otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditions {
    /// Pixels per millimetre at the frame's middle.
    pub per_mm: Span,
    /// How far the camera looks from the side, degrees.
    pub tilt: Span,
    /// How far the sheet is turned, degrees either way.
    pub turn: Span,
    /// How often the camera was held the other way: a quarter, half or three quarters of a turn more.
    pub quarter: f32,
    /// How much is seen beyond the corner crossings, millimetres on each side.
    pub margin: Span,
    /// How many folds the sheet has.
    pub folds: (usize, usize),
    /// How far paper stands off at a fold, as it moves what is printed: millimetres.
    pub fold_lift: Span,
    /// How far waves move what is printed: millimetres at most.
    pub wave: Span,
    /// Brightness of the paper, 0 to 1.
    pub paper: Span,
    /// Light that the lens scatters over the picture, which makes black grey: 0 to 1.
    pub haze: Span,
    /// How much darker one side is than the other, 0 to 1.
    pub gradient: Span,
    /// How often a shadow falls on the sheet.
    pub shadow: f32,
    /// How much a shadow takes, 0 to 1.
    pub shadow_depth: Span,
    /// How strongly the picture is coloured, 0 to 1.
    pub cast: Span,
    /// How often a light mirrors in the paper.
    pub glare: f32,
    /// How often a finger lies over a corner mark.
    pub finger: f32,
    /// The screen that shows a photo of the sheet, and is photographed in its stead; nothing of `placed` lies over it. None of
    /// the usual conditions has one.
    pub screen: Option<Screen>,
    /// Blur of the lens: standard deviation, pixels.
    pub focus: Span,
    /// Blur of the hand: length, pixels.
    pub motion: Span,
    /// Noise of a pixel as it comes out of the telephone, sharpened: standard deviation, grey levels.
    pub noise: Span,
    /// How much the telephone sharpens, 0 is not.
    pub sharpen: Span,
    /// Quality of the JPEG, 1 to 100.
    pub quality: Span,
    /// What lies or shines on the sheet besides.
    pub placed: Vec<Placed>,
}

impl Conditions {
    /// A stand, even light, a flat sheet.
    pub fn studio() -> Conditions {
        Conditions {
            per_mm: Span(2.2, 3.2),
            tilt: Span(0.0, 4.0),
            turn: Span(0.0, 3.0),
            quarter: 0.0,
            margin: Span(18.0, 45.0),
            folds: (0, 0),
            fold_lift: Span::only(0.0),
            wave: Span(0.0, 0.3),
            paper: Span(0.8, 0.95),
            haze: Span(0.01, 0.06),
            gradient: Span(0.0, 0.1),
            shadow: 0.0,
            shadow_depth: Span::only(0.0),
            cast: Span(0.0, 0.05),
            glare: 0.0,
            finger: 0.0,
            screen: None,
            focus: Span(0.3, 0.6),
            motion: Span::only(0.0),
            noise: Span(0.5, 2.0),
            sharpen: Span(0.0, 0.3),
            quality: Span(88.0, 95.0),
            placed: Vec::new(),
        }
    }

    /// A telephone held by hand over a sheet that was folded, as in the real photos.
    pub fn phone() -> Conditions {
        Conditions {
            per_mm: Span(1.8, 2.8),
            tilt: Span(1.0, 16.0),
            turn: Span(0.0, 7.0),
            quarter: 0.15,
            margin: Span(14.0, 50.0),
            folds: (1, 3),
            fold_lift: Span(0.2, 1.2),
            wave: Span(0.3, 1.6),
            paper: Span(0.66, 0.88),
            haze: Span(0.05, 0.15),
            gradient: Span(0.05, 0.35),
            shadow: 0.35,
            shadow_depth: Span(0.1, 0.35),
            cast: Span(0.02, 0.4),
            glare: 0.05,
            finger: 0.0,
            screen: None,
            focus: Span(0.5, 0.95),
            motion: Span(0.0, 1.2),
            noise: Span(1.5, 4.0),
            sharpen: Span(0.3, 1.3),
            quality: Span(75.0, 92.0),
            placed: Vec::new(),
        }
    }

    /// The same telephone, sending pictures small enough for a slow network.
    pub fn small() -> Conditions {
        Conditions {
            per_mm: Span(1.75, 2.0),
            tilt: Span(1.0, 12.0),
            noise: Span(1.0, 2.5),
            sharpen: Span(0.3, 0.8),
            motion: Span(0.0, 0.6),
            quality: Span(55.0, 65.0),
            ..Conditions::phone()
        }
    }

    /// Out of focus: nothing on the sheet can be read.
    pub fn blurred() -> Conditions {
        Conditions { focus: Span(6.0, 9.0), ..Conditions::small() }
    }

    /// A bad light, a cheap telephone, a hurried hand.
    pub fn poor() -> Conditions {
        Conditions {
            per_mm: Span(1.5, 2.2),
            tilt: Span(5.0, 35.0),
            turn: Span(0.0, 45.0),
            quarter: 0.5,
            margin: Span(12.0, 60.0),
            folds: (2, 4),
            fold_lift: Span(0.5, 2.0),
            wave: Span(0.5, 2.4),
            paper: Span(0.4, 0.8),
            haze: Span(0.05, 0.25),
            gradient: Span(0.2, 0.6),
            shadow: 0.7,
            shadow_depth: Span(0.2, 0.55),
            cast: Span(0.1, 0.7),
            glare: 0.25,
            finger: 0.0,
            screen: None,
            focus: Span(0.6, 1.5),
            motion: Span(0.0, 2.4),
            noise: Span(2.5, 7.5),
            sharpen: Span(0.0, 1.5),
            quality: Span(60.0, 80.0),
            placed: Vec::new(),
        }
    }
}
