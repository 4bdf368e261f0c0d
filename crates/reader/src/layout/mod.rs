//! Where everything stands on a form: data, so that another form is a file.

mod file;
mod length;
mod moved;
mod printed;
mod template;
mod usual;

pub use file::{LayoutFile, LayoutFiles};
pub use length::{Mm, Spot};
pub use printed::{Align, Dotted, Fit, Frame, Line, Printed, Text};
pub use template::{MOST_PAGES, Template, TemplateForm};
pub use usual::{Sizes, Usual};

use serde::Deserialize;

/// A form's pages. The printer draws them and the reader finds them from the same file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Id of the form in the profile.
    pub form: String,
    /// Its own name, where it is not the form's only layout: see [`Layout::name`].
    #[serde(default)]
    pub id: Option<String>,
    /// Width and height of a sheet.
    pub sheet: Spot,
    /// The corner marks.
    pub marks: Marks,
    /// The page tag.
    pub tag: TagPlace,
    /// The code that says whose sheet it is, if the form has one.
    #[serde(default)]
    pub qr: Option<QrPlace>,
    /// How large some of its numbers usually are.
    #[serde(default)]
    pub usual: Usual,
    /// What is printed on every page besides what is read.
    #[serde(default)]
    pub printed: Printed,
    /// Its pages.
    pub pages: Vec<Page>,
}

/// The mark at each corner: two black squares that touch at a point, the upper left and the lower right one of four.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// Where the squares touch: left, top, right, bottom.
    pub crossings: [Mm; 4],
    /// A square's side.
    pub side: Mm,
}

/// Where the page tag stands, on every page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagPlace {
    /// Upper left corner.
    pub at: Spot,
    /// Side, with its black border.
    pub side: Mm,
    /// Quarter turns clockwise as it is printed.
    #[serde(default)]
    pub turned: u8,
}

/// Where the station's code stands, on every page: see [`crate::station`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QrPlace {
    /// Upper left corner of its first module.
    pub at: Spot,
    /// Side, without the quiet paper around it.
    pub side: Mm,
}

/// One page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Its number, from 1.
    pub page: u8,
    /// Id of its tag in the family 36h10.
    pub tag: u16,
    /// The numbers on it.
    pub numbers: Vec<Number>,
    /// What is printed on it besides.
    #[serde(default)]
    pub printed: Printed,
}

/// One number, in every way it is written on the page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// Its field in the profile's form, such as `votes.2`.
    pub field: String,
    /// A box a digit.
    pub boxes: Boxes,
    /// A column of ten bubbles under each box.
    #[serde(default)]
    pub bubbles: Option<Bubbles>,
    /// The grid of tally strokes.
    #[serde(default)]
    pub strokes: Option<Strokes>,
    /// What each row of strokes comes to.
    #[serde(default)]
    pub row_sums: Option<RowSums>,
    /// The number in words: left, top, width, height.
    #[serde(default)]
    pub words: Option<[Mm; 4]>,
}

/// Digit boxes, from the left.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boxes {
    /// Upper left corner of each.
    pub at: Vec<Spot>,
    /// Side.
    pub side: Mm,
    /// Whether a dotted seven-segment guide is printed in them.
    #[serde(default)]
    pub guide: bool,
}

/// Bubbles 0 to 9, a column a digit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bubbles {
    /// Centre of the first column's 0.
    pub first: Spot,
    /// From one column to the next.
    pub across: Mm,
    /// From one bubble to the next.
    pub down: Mm,
    /// Radius.
    pub radius: Mm,
}

/// The grid in which each vote is a stroke.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strokes {
    /// Upper left corner.
    pub at: Spot,
    /// Width and height of a cell.
    pub cell: Spot,
    /// Cells in a row.
    pub across: u8,
    /// Rows.
    pub down: u8,
    /// Strokes in a full cell.
    pub each: u8,
}

/// The sum of each row of strokes, written beside it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowSums {
    /// Upper left corner of the first.
    pub at: Spot,
    /// Width and height of a digit's cell.
    pub cell: Spot,
    /// Digits.
    pub digits: u8,
}

/// Why a text is no layout.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// Not TOML of this shape.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// Something stands where it can't.
    #[error("page {page}, {what}: {why}")]
    Misplaced {
        /// The page; 0 for what stands on every one.
        page: u8,
        /// Which field or part.
        what: String,
        /// What is wrong.
        why: &'static str,
    },
    /// A number of the form has no place.
    #[error("the layout of {form} has no place for {field}")]
    Unplaced {
        /// The form.
        form: String,
        /// The number's field.
        field: String,
    },
    /// Two layouts can't be told apart.
    #[error("the layouts {one} and {other} have the same name or page tag")]
    Alike {
        /// One.
        one: String,
        /// The other.
        other: String,
    },
}

impl Boxes {
    /// Thickness of their lines, hundredths of a millimetre: a millimetre from 18 mm on, as on the official sheets.
    pub fn line(&self) -> i32 {
        (self.side.0 / 18).min(100)
    }
}

impl Layout {
    /// Reads a layout file and checks that everything is on the sheet.
    pub fn parse(text: &str) -> Result<Layout, LayoutError> {
        let layout: Layout = toml::from_str(text)?;
        layout.check()?;
        Ok(layout)
    }

    fn check(&self) -> Result<(), LayoutError> {
        let whole = |what: &str, why| Err(LayoutError::Misplaced { page: 0, what: what.to_owned(), why });
        let Spot { x: width, y: height } = self.sheet;
        let [left, top, right, bottom] = self.marks.crossings;
        if width.0 < 1_000 || height.0 < 1_000 {
            return whole("sheet", "is smaller than a centimetre");
        }
        if left.0 <= 0
            || top.0 <= 0
            || right.0 - left.0 < 1_000
            || bottom.0 - top.0 < 1_000
            || right > width
            || bottom > height
        {
            return whole("marks", "left, top, right and bottom don't span a frame on the sheet");
        }
        if self.marks.side.0 < 100 || self.marks.side.0 > 10_000 {
            return whole(
                "marks",
                "the squares are smaller than a millimetre or larger than ten centimetres",
            );
        }
        if self.tag.side.0 < 800
            || self.tag.turned > 3
            || !self.holds(self.tag.at, self.tag.side.0, self.tag.side.0)
        {
            return whole(
                "tag",
                "is off the sheet, smaller than 8 mm, or turned by more than three quarters",
            );
        }
        if let Some(why) = self.qr.as_ref().and_then(|qr| self.wrong_code(qr)) {
            return whole("qr", why);
        }
        if let Some(why) = self.printed.wrong(self.sheet) {
            return whole("printed", why);
        }
        if self.pages.is_empty() {
            return whole("pages", "there is none");
        }
        for (position, page) in self.pages.iter().enumerate() {
            let before = self.pages.get(..position).unwrap_or(&[]);
            if before.iter().any(|other| other.page == page.page || other.tag == page.tag) {
                return Err(LayoutError::Misplaced {
                    page: page.page,
                    what: "page".to_owned(),
                    why: "its number or tag stands twice",
                });
            }
            if let Some(why) = page.printed.wrong(self.sheet) {
                return Err(LayoutError::Misplaced { page: page.page, what: "printed".to_owned(), why });
            }
            for number in &page.numbers {
                if let Some(why) = self.wrong(number) {
                    return Err(LayoutError::Misplaced { page: page.page, what: number.field.clone(), why });
                }
                let twice = before
                    .iter()
                    .chain([page])
                    .flat_map(|page| &page.numbers)
                    .filter(|other| other.field == number.field);
                if twice.count() != 1 {
                    return Err(LayoutError::Misplaced {
                        page: page.page,
                        what: number.field.clone(),
                        why: "stands twice",
                    });
                }
            }
        }
        let numbers: Vec<&Number> = self.pages.iter().flat_map(|page| &page.numbers).collect();
        match self.usual.stray(&numbers) {
            Some(name) => Err(LayoutError::Misplaced {
                page: 0,
                what: format!("usual, {name}"),
                why: "no number of the form stands under this name",
            }),
            None => Ok(()),
        }
    }

    /// What is wrong with the place of the station's code.
    fn wrong_code(&self, qr: &QrPlace) -> Option<&'static str> {
        let side = qr.side.0;
        if side < 1_000 || !self.holds(qr.at, side, side) {
            return Some("is off the sheet, or smaller than a centimetre");
        }
        // The tag is read with a ring of paper one cell wide.
        let (tag, cell) = (&self.tag, self.tag.side.0 / 8);
        let apart = |one: i32, other: i32| one + side <= other - cell || one >= other + tag.side.0 + cell;
        let clear = apart(qr.at.x.0, tag.at.x.0) || apart(qr.at.y.0, tag.at.y.0);
        (!clear).then_some("stands on the tag or on the paper that must stay empty around it")
    }

    /// What is wrong with a number's places.
    fn wrong(&self, number: &Number) -> Option<&'static str> {
        let boxes = &number.boxes;
        let side = boxes.side.0;
        if boxes.at.is_empty()
            || boxes.at.len() > 4
            || side < 300
            || !boxes.at.iter().all(|at| self.holds(*at, side, side))
        {
            return Some("it needs one to four boxes of at least 3 mm, on the sheet");
        }
        if let Some(bubbles) = &number.bubbles {
            let columns = i32::try_from(boxes.at.len()).unwrap_or(i32::MAX) - 1;
            let right = bubbles.across.0.saturating_mul(columns);
            let down = bubbles.down.0.saturating_mul(9);
            if bubbles.radius.0 < 50
                || bubbles.down.0 < 2 * bubbles.radius.0
                || !self.holds(bubbles.first, right, down)
            {
                return Some("its bubbles are off the sheet, overlap, or are smaller than a millimetre");
            }
        }
        if let Some(strokes) = &number.strokes {
            let Spot { x: wide, y: high } = strokes.cell;
            let (wide, high) =
                (wide.0.saturating_mul(strokes.across.into()), high.0.saturating_mul(strokes.down.into()));
            if strokes.each == 0
                || strokes.each > 10
                || wide < 100
                || high < 100
                || !self.holds(strokes.at, wide, high)
            {
                return Some("its grid of strokes is off the sheet, empty, or has over ten strokes a cell");
            }
        }
        if let Some(sums) = &number.row_sums {
            let Some(strokes) = &number.strokes else { return Some("row sums belong to a grid of strokes") };
            let Spot { x: wide, y: high } = sums.cell;
            let (wide, high) =
                (wide.0.saturating_mul(sums.digits.into()), high.0.saturating_mul(strokes.down.into()));
            if sums.digits == 0
                || sums.digits > 3
                || wide < 300
                || high < 300
                || !self.holds(sums.at, wide, high)
            {
                return Some("its row sums are off the sheet, or have no or over three digits");
            }
        }
        if let Some([x, y, wide, high]) = number.words
            && (wide.0 < 100 || high.0 < 100 || !self.holds(Spot { x, y }, wide.0, high.0))
        {
            return Some("its words are off the sheet");
        }
        None
    }

    fn holds(&self, at: Spot, wide: i32, high: i32) -> bool {
        let within = |at: i32, length: i32, limit: i32| {
            at >= 0 && length >= 0 && at.checked_add(length).is_some_and(|end| end <= limit)
        };
        within(at.x.0, wide, self.sheet.x.0) && within(at.y.0, high, self.sheet.y.0)
    }

    /// Whether it lays out this form: by the form's own id, or by that of the template it was made of.
    pub fn is_of(&self, form: &election::Form) -> bool {
        self.form == *form.id || self.form == file::template(form)
    }

    /// What codes and commands call it: its id, or the form's where it has none.
    pub fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.form)
    }

    /// The page with this number.
    pub fn page(&self, number: u8) -> Option<&Page> {
        self.pages.iter().find(|page| page.page == number)
    }
}
