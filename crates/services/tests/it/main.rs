//! The promises, over HTTP and by what is left in the folder.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

mod buckets;
#[path = "../../../election/tests/it/bundle.rs"]
mod bundle;
mod letters;
mod reports;
mod sending;
mod subscriptions;
mod webhooks;
mod world;
