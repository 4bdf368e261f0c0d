//! What one digit box shows: a small net in whole numbers, the same bits on every machine.
//!
//! A [`Patch`] of 32 × 32 luma values goes in, a log-probability for every [`Class`] comes out. The steps are the levelling
//! of paper and ink (`level`), four convolutions and a last layer over `i8` weights (`plain` defines them, `fast` equals it
//! bit by bit), and a softmax by tables (`crate::logs`). `train/` makes the weights.

mod class;
mod fast;
mod lanes;
mod level;
mod net;
mod patch;
mod plain;
pub(crate) mod shipped;
pub mod weights;

pub use class::{CLASSES, Class};
pub use level::level;
pub use net::{BoxReading, Net, parts_per_million};
pub use patch::{Patch, SIDE};
pub use weights::WeightsError;
