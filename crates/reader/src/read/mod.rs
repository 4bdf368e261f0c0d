//! From photos to a sheet.

pub mod number;
pub mod page;
pub mod photos;
pub mod sheet;
