//! From photos to a sheet.

mod crops;
mod gate;
mod judgement;
pub mod look;
pub mod number;
pub mod page;
pub mod photos;
pub mod screen;
pub mod sheet;
pub mod shown;
pub mod together;
mod whose;

pub use crops::Crops;
pub use judgement::{Judgement, JudgementError};
