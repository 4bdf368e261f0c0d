//! The promises of the crate, on real boxes where they are at hand.
#![cfg(test)]

mod boxes;
#[path = "../../../election/tests/it/bundle.rs"]
mod bundle;
mod files;
mod real_photos;
mod shown;
mod stripped;
mod support;
