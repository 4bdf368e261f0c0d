//! What importing gives: on made-up places for every rule and every kind of bad input, on the real files for their counts.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking; its helpers are no test functions"
)]

mod actasum;
mod bad_input;
mod histories;
mod json;
mod legislative;
mod official;
mod outlines;
mod places;
mod real_rows;
mod support;
mod tables;
