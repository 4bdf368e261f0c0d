//! The officers' server: who types what, what two people's figures make of a sheet, and how that is kept.
//!
//! - [`entry`]: blind double entry as states and steps, pure.
//! - [`store`]: the same SQL on SQLite and PostgreSQL.
//! - [`writer`]: one writer, whose commits many requests share.
//! - [`access`], [`people`]: who may do what, accounts and sessions.
//! - [`trail`]: what everybody did, with the values.
//! - [`photos`]: which are named and held, and how their bytes come.
//! - [`http`]: the routes, each with who may.
//! - [`sheets`]: the queue of sheets, leases, and every figure that was typed.

pub mod access;
pub mod entry;
pub mod http;
pub mod people;
pub mod photos;
pub mod sheets;
pub mod store;
pub mod trail;
pub mod writer;
