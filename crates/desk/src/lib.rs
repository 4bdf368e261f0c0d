//! The officers' server: who types what, what two people's figures make of a sheet, and how that is kept.
//!
//! - [`entry`]: blind double entry as states and steps, pure.
//! - [`store`]: the same SQL on SQLite and PostgreSQL.
//! - [`writer`]: one writer, whose commits many requests share.
//! - [`sheets`]: the queue of sheets, leases, and every figure that was typed.

pub mod entry;
pub mod sheets;
pub mod store;
pub mod writer;
