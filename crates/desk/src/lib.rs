//! The officers' server: who types what, what two people's figures make of a sheet, and how that is kept.
//!
//! - [`entry`]: blind double entry as states and steps, pure.
//! - [`enrol`]: one-time codes by which keys come in; [`late`]: those that need two levels.
//! - [`store`]: the same SQL on SQLite and PostgreSQL.
//! - [`writer`]: one writer, whose commits many requests share.
//! - [`access`], [`people`]: who may do what, accounts and sessions; [`attempts`]: what wrong passwords cost.
//! - [`totp`]: codes of an app; [`second_factor`]: how an account's second factor is kept.
//! - [`ready`]: whether phones are ready for polling day.
//! - [`rates`]: how often an address may ask; [`behind`]: which address that is behind proxies.
//! - [`trail`]: what everybody did, with the values.
//! - [`photos`]: which are named and held, and how their bytes come.
//! - [`anchor`]: the trail's end in the ledger.
//! - [`http`]: the routes, each with who may.
//! - [`intake`]: signed statements into the ledger; [`follow`]: what they change here.
//! - [`compose`]: texts for somebody to sign; [`keys`]: the keys of a place, and how one ends.
//! - [`carry`]: work that was done without a network, carried to where the others are.
//! - [`progress`]: how far everything is.
//! - [`plenary`]: regions added up in open meeting: compared, explained, printed, disputed.
//! - [`said`]: texts beside statements, which say them by their hashes; [`filing`]: when they become files.
//! - [`sheets`]: the queue of sheets, leases, and every figure that was typed.

pub mod access;
pub mod anchor;
pub mod attempts;
pub mod behind;
pub mod carry;
pub mod compose;
pub mod enrol;
pub mod entry;
pub mod filing;
pub mod follow;
pub mod http;
pub mod intake;
pub mod keys;
pub mod late;
pub mod leases;
pub mod mandates;
pub mod people;
pub mod photos;
pub mod plenary;
pub mod progress;
pub mod rates;
pub mod ready;
pub mod said;
pub mod second_factor;
pub mod sheets;
pub mod store;
pub mod totp;
pub mod trail;
pub mod writer;
