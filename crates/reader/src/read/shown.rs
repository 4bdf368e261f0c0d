//! A number cut out of a photo for a person to look at while they type it: upright, however the photo was taken, and with what stands
//! around it. Nothing on the page is read for this.

use crate::gray::Gray;
use crate::layout::{Layout, Mm, Number, Page, Spot};
use crate::page::lines::{rectangles, settled};
use crate::page::{Field, NotFound, find};
use crate::sample::cut;

/// Pixels a millimetre of paper is shown by.
const SCALE: i32 = 8;

/// Hundredths of a millimetre of paper that are shown around a number.
const AROUND: i32 = 400;

/// A photo with a form's page in it.
#[derive(Clone, Debug)]
pub struct Laid {
    picture: Gray,
    field: Field,
    page: Page,
}

impl Laid {
    /// Finds which page of one of `layouts` a photo shows, and how it lies there.
    pub fn find(picture: Gray, layouts: &[Layout]) -> Result<Laid, NotFound> {
        let found = find(&picture, layouts)?;
        let page = layouts.get(found.layout).and_then(|layout| layout.page(found.page));
        let page = page.ok_or(NotFound::NoFrame)?;
        let (field, _) = settled(&picture, Field::flat(found.perspective), &rectangles(page));
        Ok(Laid { page: page.clone(), picture, field })
    }

    /// The photo.
    pub fn picture(&self) -> &Gray {
        &self.picture
    }

    /// The page's number.
    pub fn page(&self) -> u8 {
        self.page.page
    }

    /// The number of a field: its boxes and its words. `None` where the page has none, or it lies outside the photo.
    pub fn number(&self, field: &str) -> Option<Gray> {
        let number = self.page.numbers.iter().find(|number| number.field == field)?;
        let (from, wide, high) = place(number)?;
        let corners = self.field.rectangle(from, wide, high)?;
        if !corners.iter().any(|corner| self.picture.holds(*corner)) {
            return None;
        }
        let pixels = |length: i32| usize::try_from(length * SCALE / 100).ok();
        cut(&self.picture, corners, pixels(wide)?, pixels(high)?)
    }
}

/// The rectangle of paper around a number's boxes and words: upper left corner, width and height.
fn place(number: &Number) -> Option<(Spot, i32, i32)> {
    let side = number.boxes.side;
    let boxes = number.boxes.at.iter().map(|at| [at.x, at.y, side, side]);
    let parts: Vec<[Mm; 4]> = boxes.chain(number.words).collect();
    let left = parts.iter().map(|[x, ..]| x.0).min()? - AROUND;
    let top = parts.iter().map(|[_, y, ..]| y.0).min()? - AROUND;
    let right = parts.iter().map(|[x, _, wide, _]| x.0 + wide.0).max()? + AROUND;
    let bottom = parts.iter().map(|[_, y, _, high]| y.0 + high.0).max()? + AROUND;
    Some((Spot { x: Mm(left), y: Mm(top) }, right - left, bottom - top))
}
