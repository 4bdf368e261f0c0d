//! From photos to a sheet.

mod crops;
mod gate;
pub mod number;
pub mod page;
pub mod photos;
pub mod sheet;
pub mod together;

pub use crops::Crops;
