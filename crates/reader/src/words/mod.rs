//! A number in words, as one more way in which it is written: used where legible, and mostly absent.
//!
//! The field is cut from the photo, its [`lines`] are brought to one height, a small [`net`] gives each column of a line a
//! probability of every letter, and [`score`] weighs how well each number's spellings ([`numerals`]) explain them against
//! how well any letters would. Where no number explains them about as well as any letters, the words say nothing.

pub mod alphabet;
pub mod lines;
mod net;
mod numerals;
mod score;
pub(crate) mod shipped;
pub mod weights;

pub use net::{Letters, WordsNet};
pub use score::judged;
pub use weights::WeightsError;

use crate::gray::Gray;
use crate::joint::Evidence;
use crate::layout::{Align, Mm, Number, Page, Spot};
use crate::page::Field;
use crate::sample::cut;
use lines::lines;

/// What a field for words shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordsRead {
    /// Nothing is written.
    Empty,
    /// Something that can't be told.
    Illegible,
    /// A number, with how well each figure explains what is written.
    Number(Evidence),
}

/// Hundredths of a millimetre a pixel takes.
const PIXEL: i32 = 50;
/// Longest and highest field, hundredths of a millimetre.
const MOST: (i32, i32) = (60_000, 15_000);

/// Reads the words of a number; `None` where the form has no place for them, or it is outside the photo.
pub fn read_words(
    picture: &Gray,
    field: &Field,
    page: &Page,
    number: &Number,
    net: &WordsNet,
) -> Option<WordsRead> {
    let (crop, printed) = cut_words(picture, field, page, number)?;
    Some(net.read(&lines(&crop, &printed)))
}

/// The field for words straightened, a pixel half a millimetre, and where in it something is printed: left, top, right,
/// bottom.
pub fn cut_words(
    picture: &Gray,
    field: &Field,
    page: &Page,
    number: &Number,
) -> Option<(Gray, Vec<[usize; 4]>)> {
    let [x, y, wide, high] = number.words?;
    let fits = (PIXEL * 8..=MOST.0).contains(&wide.0) && (PIXEL * 8..=MOST.1).contains(&high.0);
    if !fits {
        return None;
    }
    let at = Spot { x, y };
    let corners = field.rectangle(at, wide.0, high.0)?;
    let pixels = |length: i32| usize::try_from(length / PIXEL).ok();
    let crop = cut(picture, corners, pixels(wide.0)?, pixels(high.0)?)?;
    Some((crop, printed(page, at, wide, high)))
}

/// Where in a field texts are printed.
fn printed(page: &Page, at: Spot, wide: Mm, high: Mm) -> Vec<[usize; 4]> {
    let mut all = Vec::new();
    for text in &page.printed.texts {
        if text.turned != 0 {
            continue;
        }
        // Slim type is less than half as wide as it is high.
        let long =
            i32::try_from(text.text.chars().count()).unwrap_or(i32::MAX).saturating_mul(text.size.0 / 2);
        let start = match text.align {
            Align::Left => text.at.x.0,
            Align::Middle => text.at.x.0.saturating_sub(long / 2),
            Align::Right => text.at.x.0.saturating_sub(long),
        };
        // Two millimetres around it, as paper bends.
        let around = 200;
        let left = start.saturating_sub(at.x.0 + around);
        let right = start.saturating_add(long).saturating_add(around - at.x.0);
        let top = text.at.y.0.saturating_sub(text.size.0 + at.y.0 + around / 2);
        let bottom = text.at.y.0.saturating_add(text.size.0 / 3 + around / 2 - at.y.0);
        if right <= 0 || bottom <= 0 || left >= wide.0 || top >= high.0 {
            continue;
        }
        let pixels = |length: i32| usize::try_from(length / PIXEL).unwrap_or(0);
        all.push([left, top, right, bottom].map(pixels));
    }
    all
}
