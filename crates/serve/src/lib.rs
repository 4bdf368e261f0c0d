//! The public files over HTTP: fast, whole, and nothing else.
//!
//! What holds:
//! - **Only published files are given**: by GET and HEAD, plain files below the public folder; no name that begins with a dot, no link, nothing
//!   outside.
//! - **An answer is of one version of a file.** Files kept in memory or compressed beside the tree are held against the file's place, time
//!   and length at every request, and compressed copies against its SHA-256: a stale one is never given.
//! - **The entity tag is the content's hash**, so it is the same on every mirror.
//! - **Who reads slowly holds up nobody**: a connection that sends no request, or takes too little of its answer, is closed.
//!
//! The way of a request: [`server`](Server) takes the connection, `answer` reads what is asked, `site` finds the file, `packed` has it
//! compressed.

mod accept;
mod answer;
mod body;
mod cache;
mod entry;
mod kind;
mod packed;
mod patient;
mod range;
mod server;
mod site;
mod warm;

pub use kind::{CONTENT_SECURITY, Keeping, file_of, keeping, media};
pub use server::{Limits, Server};
pub use site::Site;
