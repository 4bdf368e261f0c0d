//! The tree of KPU's site: which files there are, and what they hold.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what is wrong by failing"
)]

mod fixture;
mod lists;
mod nobody;
mod plenaries;
mod shapes;
mod tree;
