//! Whole ledgers, grown, broken and opened again. One binary, so that the helpers are compiled once.
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod common;
mod faults;
mod folder;
mod pool;
mod power;
mod tree;
