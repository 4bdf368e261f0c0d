//! Every control finds what it guards against, and only an untampered publication has no findings. Each test changes one
//! thing in a copy of a good publication, or lets a dishonest operator, who holds the log's key, publish a bad one.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "the lints spare tests, not what tests share"
)]

mod authenticity;
mod completeness;
mod consistency;
mod evidence;
mod integrity;
mod readings;
mod whole;
mod world;

use std::sync::LazyLock;

use world::{Files, Story};

/// The good publication.
static GOOD: LazyLock<Files> = LazyLock::new(|| Story::whole().publish());

/// A copy of the good publication, to tamper with.
fn good() -> Files {
    GOOD.clone()
}
