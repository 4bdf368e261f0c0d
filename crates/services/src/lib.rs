//! What the public needs a server for: saying that a sheet is wrong, and seeing what came of it; being sent the data, every day.
//!
//! A process of its own. It reads the published folder and writes only its own; it has its own database and its own
//! listener. It can be flooded, stolen or off: no figure of the count passes through it.
//!
//! What holds:
//! - **A report is kept before its receipt is given**, and sent twice it is one ([`reports`]).
//! - **Nobody's address is stored to limit them**: a hash of it under a key that dies with the process ([`turns`]).
//! - **What a reporter wrote is public only once an officer has released it**, who it was never ([`reports::public`]).
//! - **What is sent is sent at least once and never out of order, and a receipt says what went to whom** ([`outbox`], [`courier`]).
//! - **Only who reads an address's letters has data sent to it, and ends that with one press** ([`receivers`]).
//! - The clock, randomness and who carries letters come in as arguments ([`Surroundings`], [`courier::Carrier`]).

pub mod config;
pub mod courier;
pub mod days;
mod error;
mod files;
pub mod http;
pub mod keeping;
pub mod outbox;
pub mod publication;
pub mod receipt;
pub mod receivers;
pub mod reports;
mod store;
mod surroundings;
pub mod tables;
pub mod texts;
pub mod tokens;
pub mod turns;

pub use error::{Refusal, ServicesError};
pub use store::Store;
pub use surroundings::{Machine, Surroundings, moment};
