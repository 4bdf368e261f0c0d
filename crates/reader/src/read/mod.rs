//! From photos to a sheet.

mod gate;
pub mod number;
pub mod page;
pub mod photos;
pub mod screen;
pub mod sheet;
pub mod together;
