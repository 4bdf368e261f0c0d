//! Pieces of a page at another place.

use super::{Frame, Line, Mm, Number, Printed, Spot};

impl Spot {
    fn by(self, to: Spot) -> Spot {
        Spot { x: Mm(self.x.0.saturating_add(to.x.0)), y: Mm(self.y.0.saturating_add(to.y.0)) }
    }
}

impl Number {
    /// The same number, its page's corner at `to`.
    #[must_use]
    pub fn moved(mut self, to: Spot) -> Number {
        for at in &mut self.boxes.at {
            *at = at.by(to);
        }
        if let Some(bubbles) = &mut self.bubbles {
            bubbles.first = bubbles.first.by(to);
        }
        if let Some(strokes) = &mut self.strokes {
            strokes.at = strokes.at.by(to);
        }
        if let Some(sums) = &mut self.row_sums {
            sums.at = sums.at.by(to);
        }
        self.words = self.words.map(|[x, y, wide, high]| {
            let Spot { x, y } = Spot { x, y }.by(to);
            [x, y, wide, high]
        });
        self
    }
}

impl Printed {
    /// The same, its page's corner at `to`.
    #[must_use]
    pub fn moved(mut self, to: Spot) -> Printed {
        for Frame { at, .. } in &mut self.frames {
            *at = at.by(to);
        }
        for Line { from, to: end, .. } in &mut self.lines {
            (*from, *end) = (from.by(to), end.by(to));
        }
        for one in &mut self.dotted {
            one.at = one.at.by(to);
        }
        for text in &mut self.texts {
            text.at = text.at.by(to);
        }
        for at in &mut self.examples {
            *at = at.by(to);
        }
        self
    }

    /// Adds what another prints.
    pub(super) fn add(&mut self, other: Printed) {
        self.frames.extend(other.frames);
        self.lines.extend(other.lines);
        self.dotted.extend(other.dotted);
        self.texts.extend(other.texts);
        self.examples.extend(other.examples);
    }
}
