//! What officers write on a sheet: decided first, drawn after.

mod draw;
mod error;
mod numerals;
mod plan;
mod sums;
mod truth;

pub use draw::write;
pub use error::{Change, ErrorKind, OfficerError, Part};
pub use numerals::spelled;
pub use plan::{Habits, plan};
pub use sums::{Sum, figures, ppwp_figures, ppwp_figures_unlike_others, ppwp_sums, sums};
pub use truth::{BoxTruth, BubbleTruth, NumberTruth, PageTruth, RowTruth, SheetTruth};
