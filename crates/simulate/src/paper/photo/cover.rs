//! What lies over a sheet.

use super::camera::View;
use crate::paper::luck::Luck;

/// An ellipse of skin that reaches over a corner mark from outside, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Finger {
    x: f32,
    y: f32,
    /// Along the finger, of length 1.
    along: (f32, f32),
    long: f32,
    wide: f32,
    skin: [f32; 3],
}

/// Brightness of skin by colour, from light to dark.
const SKINS: [[f32; 3]; 4] = [[0.82, 0.62, 0.5], [0.68, 0.46, 0.34], [0.5, 0.32, 0.22], [0.34, 0.21, 0.15]];

impl Finger {
    /// A finger whose tip lies on a corner; `inwards` leads from there to the sheet's middle, `per_mm` pixels long.
    pub(super) fn over(corner: [f32; 2], inwards: (f32, f32), per_mm: f32, luck: &mut Luck) -> Finger {
        let [x, y] = corner;
        let far = (inwards.0 * inwards.0 + inwards.1 * inwards.1).sqrt().max(1.0);
        let along = (inwards.0 / far, inwards.1 / far);
        let (long, wide) = (luck.between(60.0, 90.0) * per_mm, luck.between(11.0, 18.0) * per_mm);
        // The tip ends a little inside the mark.
        let back = long - luck.between(8.0, 20.0) * per_mm;
        let skin = luck.pick(&SKINS).copied().unwrap_or([0.6; 3]);
        Finger { x: x - along.0 * back, y: y - along.1 * back, along, long, wide, skin }
    }

    /// Its colour at a pixel, lighter in its middle; `None` beside it.
    pub(super) fn at(&self, x: f32, y: f32) -> Option<[f32; 3]> {
        let (dx, dy) = (x - self.x, y - self.y);
        let along = (dx * self.along.0 + dy * self.along.1) / self.long;
        let off = (dx * self.along.1 - dy * self.along.0) / self.wide;
        let squared = along * along + off * off;
        (squared < 1.0).then(|| self.skin.map(|level| level * (1.0 - 0.45 * squared)))
    }
}

/// A card on the paper, of one grey.
#[derive(Clone, Copy, Debug)]
struct Card {
    /// Its corners in pixels, clockwise.
    corners: [(f32, f32); 4],
    grey: f32,
}

impl Card {
    fn on(view: &View, [left, top, wide, high]: [f32; 4], grey: f32) -> Card {
        let at = |x: f32, y: f32| {
            let (x, y) = view.forward.at(f64::from(x), f64::from(y));
            (x as f32, y as f32)
        };
        let (right, bottom) = (left + wide, top + high);
        Card { corners: [at(left, top), at(right, top), at(right, bottom), at(left, bottom)], grey }
    }

    fn holds(&self, x: f32, y: f32) -> bool {
        let [a, b, c, d] = self.corners;
        let within =
            |(px, py): (f32, f32), (qx, qy): (f32, f32)| (qx - px) * (y - py) - (qy - py) * (x - px) >= 0.0;
        within(a, b) && within(b, c) && within(c, d) && within(d, a)
    }
}

/// All that lies over a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Covers {
    pub fingers: Vec<Finger>,
    cards: Vec<Card>,
}

impl Covers {
    /// Lays a card on the paper, its place in millimetres.
    pub(super) fn card(&mut self, view: &View, place: [f32; 4], grey: f32) {
        self.cards.push(Card::on(view, place, grey));
    }

    /// The colour of what lies over a pixel.
    pub(super) fn at(&self, x: f32, y: f32) -> Option<[f32; 3]> {
        let finger = self.fingers.iter().find_map(|finger| finger.at(x, y));
        finger.or_else(|| self.cards.iter().find(|card| card.holds(x, y)).map(|card| [card.grey; 3]))
    }
}
