//! A pen and the hand that leads it.

use super::curve::{At, stepped};
use crate::paper::luck::Luck;
use crate::paper::raster::{Colour, Raster};
use crate::paper::shape::{Dot, trace};

/// A pen.
#[derive(Clone, Debug)]
pub(super) struct Pen {
    pub colour: Colour,
    /// Millimetres.
    pub width: f32,
    /// How dense its ink is, 0 to 1.
    pub ink: f32,
    /// How far the hand strays, millimetres.
    pub wobble: f32,
}

/// Length over which a hand strays one way, millimetres.
const SWAY: f32 = 5.0;

impl Pen {
    /// This pen, pressed harder or held flatter.
    pub(super) fn wider(&self, times: f32) -> Pen {
        Pen { width: self.width * times, ..self.clone() }
    }

    /// This pen where its ink doesn't hold.
    pub(super) fn fainter(&self, share: f32) -> Pen {
        Pen { ink: self.ink * share, ..self.clone() }
    }

    /// One movement through places in millimetres, strayed from a little.
    pub(super) fn draw(&self, raster: &mut Raster, path: &[At], luck: &mut Luck) {
        let places = stepped(path, 0.8);
        let (mut sway_x, mut sway_y) = (Sway::new(luck), Sway::new(luck));
        let mut press = Sway::new(luck);
        let last = places.len().saturating_sub(1);
        let mut before = places.first().copied().unwrap_or_default();
        let mut dots = Vec::with_capacity(places.len());
        for (position, place) in places.iter().enumerate() {
            let (dx, dy) = (place.0 - before.0, place.1 - before.1);
            let gone = (dx * dx + dy * dy).sqrt();
            before = *place;
            // Pens start and end lighter.
            let end = if position == 0 || position == last { 0.8 } else { 1.0 };
            let pressed = press.at(gone, luck);
            dots.push(Dot {
                x: place.0 + self.wobble * sway_x.at(gone, luck),
                y: place.1 + self.wobble * sway_y.at(gone, luck),
                width: self.width * end * (1.0 + 0.14 * pressed),
                ink: (self.ink * (1.0 + 0.12 * pressed)).clamp(0.1, 1.0),
            });
        }
        trace(raster, &dots, self.colour);
    }
}

/// Something that drifts along a way: a new throw every few millimetres, smooth between.
struct Sway {
    from: f32,
    to: f32,
    gone: f32,
}

impl Sway {
    fn new(luck: &mut Luck) -> Sway {
        Sway { from: luck.bell(), to: luck.bell(), gone: 0.0 }
    }

    fn at(&mut self, further: f32, luck: &mut Luck) -> f32 {
        self.gone += further;
        while self.gone >= SWAY {
            self.gone -= SWAY;
            self.from = self.to;
            self.to = luck.bell();
        }
        let t = self.gone / SWAY;
        self.from + (self.to - self.from) * t * t * (3.0 - 2.0 * t)
    }
}
