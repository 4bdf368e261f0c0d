//! The promises of the crate, on real boxes where they are at hand.
#![cfg(test)]

mod boxes;
mod support;
