//! The officers' server: who types what, what two people's figures make of a sheet, and how that is kept.
//!
//! - [`entry`]: blind double entry as states and steps, pure.
//! - [`store`]: the same SQL on SQLite and PostgreSQL.
//! - [`writer`]: one writer, whose commits many requests share.
//! - [`access`], [`people`]: who may do what, accounts and sessions.
//! - [`trail`]: what everybody did, with the values.
//! - [`http`]: the routes, each with who may.
//! - [`progress`]: how far everything is.
//! - [`sheets`]: the queue of sheets, leases, and every figure that was typed.

pub mod access;
pub mod entry;
pub mod http;
pub mod people;
pub mod progress;
pub mod sheets;
pub mod store;
pub mod trail;
pub mod writer;
