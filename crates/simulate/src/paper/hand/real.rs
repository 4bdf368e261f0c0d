//! Real boxes as a source of ink.

use std::collections::BTreeMap;

use reader::Gray;
use reader::boxes::Class;

use super::ink::{Crop, Ink};
use super::mark::Mark;

/// Hundredths of a box's picture at each side that are its lines and the paper around them.
const FRAME: usize = 17;

/// The insides of real boxes by what they show. Whose boxes they are, and where from, is the caller's to say.
#[derive(Clone, Debug, Default)]
pub struct RealInk(BTreeMap<Class, Vec<Crop>>);

impl RealInk {
    /// Adds the ink of a box: its picture with a little around it, and what it shows. One too pale to tell ink from paper is
    /// left out.
    pub fn add(&mut self, shows: Class, picture: &Gray) {
        let (left, top) = (picture.width() * FRAME / 100, picture.height() * FRAME / 100);
        let (width, height) = (picture.width() - 2 * left, picture.height() - 2 * top);
        let rows = (top..top + height).filter_map(|y| picture.row(y).get(left..left + width));
        let inside: Vec<u8> = rows.flatten().copied().collect();
        if let Some(crop) = Crop::of_grey(width, height, &inside) {
            self.0.entry(shows).or_default().push(crop);
        }
    }
}

impl Ink for RealInk {
    fn crop(&self, mark: Mark, throw: u64) -> Option<Crop> {
        let shows = match mark {
            Mark::Digit(digit) => Class::Digit(digit),
            Mark::Cross => Class::Crossed,
            Mark::Empty | Mark::Dash | Mark::Slash | Mark::CrossedZero => return None,
        };
        let crops = self.0.get(&shows)?;
        let at = throw.checked_rem(u64::try_from(crops.len()).ok()?)?;
        crops.get(usize::try_from(at).ok()?).cloned()
    }
}
