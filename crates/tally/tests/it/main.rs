//! The rules of counting, each by the outcome it must have, over the second profile of `election`'s tests.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what is wrong by failing"
)]

mod history;
mod keys;
mod plenaries;
mod random;
mod readings;
mod reasons;
mod rulings;
mod sheets;
mod sources;
mod status;
mod totals;
mod twice;
mod withdrawals;
mod world;
