//! The binary as its users run it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what is wrong by failing"
)]

mod bad_photos;
mod bucket;
mod bundles;
mod carry;
mod common;
mod crash;
mod desk;
mod disk;
mod dossier;
mod faults;
mod forms;
mod kpu_tree;
mod language;
mod minutes;
mod mirror;
mod read;
mod real_count;
mod reference;
mod scans;
mod second_profile;
mod services;
mod status;
