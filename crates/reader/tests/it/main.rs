//! The promises of the crate, on real boxes where they are at hand.
#![cfg(test)]

mod boxes;
mod files;
mod real_photos;
mod support;
