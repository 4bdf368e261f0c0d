//! The officers' server: who types what, what two people's figures make of a sheet, and how that is kept.
//!
//! - [`entry`]: blind double entry as states and steps, pure.
//! - [`enrol`]: one-time codes by which keys come in.
//! - [`store`]: the same SQL on SQLite and PostgreSQL.
//! - [`writer`]: one writer, whose commits many requests share.
//! - [`access`], [`people`]: who may do what, accounts and sessions.
//! - [`turns`]: how much an address may ask for without an account.
//! - [`trail`]: what everybody did, with the values.
//! - [`http`]: the routes, each with who may.
//! - [`intake`]: signed statements into the ledger; [`follow`]: what they change here.
//! - [`compose`]: texts for somebody to sign.
//! - [`plenary`]: regions added up in open meeting: compared, explained, printed, disputed.
//! - [`sheets`]: the queue of sheets, leases, and every figure that was typed.

pub mod access;
pub mod compose;
pub mod enrol;
pub mod entry;
pub mod follow;
pub mod http;
pub mod intake;
pub mod people;
pub mod plenary;
pub mod sheets;
pub mod store;
pub mod trail;
pub mod turns;
pub mod writer;
