//! What is sent as JSON, read and held against the law and a ledger, without a desk around it: for `fuzz/src/bodies.rs` alone.

use std::sync::LazyLock;

use ledger::Hash;
use serde::de::DeserializeOwned;
use statement::Moment;
use tally::Replay;

use super::plenary::bodies as plenary;
use super::signing::bodies as signing;
use super::spec::Says;

/// What every route says of itself; made once, since millions of bodies are held against it.
static ROUTES: LazyLock<Vec<Says>> =
    LazyLock::new(|| super::routes().said.into_iter().map(|(_, says)| says).collect());

/// How many routes would read these bytes as their body: each is asked.
pub fn readers(body: &[u8]) -> usize {
    ROUTES.iter().filter(|says| says.reads(body) == Some(true)).count()
}

/// The texts to sign that these bytes ask for, whichever route they are sent to; `said` is the hash of what is said beside.
pub fn texts(replay: &Replay, body: &[u8], said: Hash, at: Moment) -> Vec<String> {
    signing::texts(replay, body, said, at).into_iter().chain(plenary::texts(replay, body, said, at)).collect()
}

/// A body of a type, as its route reads it.
pub(super) fn sent<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_json::from_slice(body).ok()
}
