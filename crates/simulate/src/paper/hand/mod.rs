//! A person writing: one style for all of a sheet.

mod alphabet;
mod bubble;
mod curve;
mod digits;
mod ink;
mod letters;
mod mark;
mod name;
mod number;
mod pen;
mod real;
mod rest;
mod tally;
mod words;

pub use ink::{Crop, Ink};
pub use mark::{Correction, Filling, Mark, Rest};
pub(super) use number::Place;
pub use real::RealInk;
pub(super) use tally::Grid;
pub use words::{Shapes, words};

use self::pen::Pen;
use self::words::Lettering;
use super::luck::Luck;

/// How a full group of strokes is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fifth {
    /// Falling from the upper left to the lower right, as in an N.
    Falling,
    /// Rising.
    Rising,
    /// Level.
    Level,
}

/// A writer's habits, from a seed.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    pen: Pen,
    /// Sideways per height; positive leans right.
    slant: f32,
    /// Height of a free digit, as a share of the box.
    size: f32,
    /// Width of a free digit, as a share of its height.
    aspect: f32,
    /// Where free digits stand off the box's middle, as shares of its side.
    off: (f32, f32),
    /// How far places in a shape stray, as a share of its size.
    jitter: f32,
    /// How often the guide is traced.
    traces: f32,
    /// How far corners of traced digits are rounded off, as a share of a side.
    rounding: f32,
    /// A throw each that prefers one form of a digit.
    taste: [u8; 10],
    /// How often the preferred form is taken.
    steady: f32,
    /// Whether an X runs from corner to corner.
    wide_cross: bool,
    /// What this writer puts before a number's first digit.
    pub leading: Mark,
    /// How bubbles are mostly filled.
    pub filling: Filling,
    /// How the rest of a grid is closed.
    pub rest: Rest,
    fifth: Fifth,
    /// Height of a stroke, as a share of its cell.
    stroke: f32,
    /// Height of a capital, millimetres.
    capital: f32,
    lettering: Lettering,
}

impl Writer {
    /// A person.
    pub(super) fn new(seed: u64) -> Writer {
        let mut luck = Luck::new(seed, "writer");
        let blue = luck.chance(0.72);
        let shade = luck.between(0.75, 1.25);
        let base = if blue { [38.0, 62.0, 140.0] } else { [36.0, 36.0, 44.0] };
        let colour = base.map(|level: f32| (level * shade) as u8);
        let thick = luck.chance(0.15);
        let width = if thick { luck.between(1.1, 1.6) } else { luck.between(0.6, 1.0) };
        let traces = if luck.chance(0.68) { luck.between(0.85, 1.0) } else { luck.between(0.0, 0.1) };
        let mut taste = [0; 10];
        for one in &mut taste {
            *one = luck.below(240) as u8;
        }
        Writer {
            pen: Pen { colour, width, ink: luck.between(0.55, 0.97), wobble: luck.between(0.05, 0.22) },
            slant: luck.bell() * 0.10 + 0.04,
            size: luck.between(0.46, 0.76),
            aspect: luck.between(0.5, 0.75),
            off: (luck.bell() * 0.05, luck.bell() * 0.05 + 0.03),
            jitter: luck.between(0.012, 0.045),
            traces,
            rounding: if luck.chance(0.6) { luck.between(0.02, 0.1) } else { luck.between(0.1, 0.3) },
            taste,
            steady: luck.between(0.82, 1.0),
            wide_cross: luck.chance(0.6),
            leading: luck
                // Of 1,013 such places on 2024's forms 748 hold X, 262 a 0, three nothing; dashes are known from 2019.
                .weighted(&[
                    (0.735, Mark::Cross),
                    (0.255, Mark::Digit(0)),
                    (0.005, Mark::Empty),
                    (0.005, Mark::Dash),
                ])
                .unwrap_or(Mark::Cross),
            filling: luck
                .weighted(&[
                    (0.8, Filling::Well),
                    (0.1, Filling::Over),
                    (0.05, Filling::Small),
                    (0.03, Filling::Light),
                    (0.02, Filling::Tick),
                ])
                .unwrap_or(Filling::Well),
            rest: luck
                .weighted(&[
                    (0.5, Rest::Zed),
                    (0.2, Rest::Cross),
                    (0.08, Rest::Lines),
                    (0.07, Rest::Slash),
                    (0.15, Rest::Open),
                ])
                .unwrap_or(Rest::Zed),
            fifth: luck
                .weighted(&[(0.6, Fifth::Falling), (0.25, Fifth::Rising), (0.15, Fifth::Level)])
                .unwrap_or(Fifth::Falling),
            stroke: luck.between(0.42, 0.72),
            capital: luck.between(7.0, 13.0),
            lettering: Lettering::new(seed, Shapes::Any),
        }
    }

    /// The same person writing on paper so wide, millimetres: with a finer pen than on the large sheets.
    pub(super) fn on_paper(mut self, wide: f32) -> Writer {
        let share = (wide / 600.0).sqrt();
        self.pen = Pen { width: self.pen.width * share, wobble: self.pen.wobble * share, ..self.pen };
        self.capital *= share;
        self
    }

    /// One of `forms`: mostly the one that this writer likes.
    fn form<'a, T>(&self, digit: u8, forms: &'a [T], luck: &mut Luck) -> Option<&'a T> {
        let taste = self.taste.get(usize::from(digit)).copied().unwrap_or(0);
        if luck.chance(self.steady) {
            forms.get(usize::from(taste) % forms.len().max(1))
        } else {
            luck.pick(forms)
        }
    }
}
