//! Sheets on paper: a form printed, filled by hand, and photographed with a telephone.
//!
//! What comes out feeds tests of the reader, practice elections and load tests. Guaranteed here:
//! - the same seed and settings make the same bytes;
//! - everything printed stands where the reader's own layout file says, for it is drawn from that file;
//! - every page says that it is a practice, in its head and its margins;
//! - the truth beside each picture says what is *written*, which is not always what was meant.
//!
//! Nothing is copied from real forms: letters, digits and signatures are strokes drawn here, unless the caller brings
//! real ink ([`Ink`]).
//!
//! ```text
//! let blanks = Blanks::print(layout, 4.0)                                  every page as printed
//! let bare = blank_of(layout, 2, 4.0, "8271021022008")                     one, with its station's code
//! let sheet = plan(layout, &figures(form, seed), &sums(form), &habits, seed)   what is written, box by box
//! let page = blanks.filled(&sheet, 2, None)                                one page with its writing
//! let photo = photograph(&page, layout, 2, &Conditions::phone(), seed)     a JPEG, and where everything stands in it
//! ```
#![expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::many_single_char_names,
    reason = "pictures, never votes: places, shades and chances are fractions, and end as pixels"
)]

mod blanks;
mod fill;
mod glyphs;
mod hand;
mod luck;
mod photo;
mod raster;
mod shape;
mod sheet;

pub use blanks::Blanks;
pub use fill::{
    BoxTruth, BubbleTruth, Change, ErrorKind, Habits, NumberTruth, OfficerError, PageTruth, Part, RowTruth,
    SheetTruth, Sum, figures, plan, ppwp_figures, ppwp_figures_unlike_others, ppwp_sums, spelled, sums,
    write,
};
pub use hand::{Correction, Crop, Filling, Ink, Mark, RealInk, Rest, Shapes, words};
pub use photo::{Conditions, Defect, Dots, Photo, PhotoTruth, Placed, Screen, Span, jpeg, photograph};
pub use raster::{Colour, Raster};
pub use sheet::{blank, blank_of};
