//! What is in hand.

use std::collections::BTreeMap;

use election::ProfileBundle;
use ledger::{Hash, TlogProof};

/// Whose word the policy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The publication's own.
    Served,
    /// Brought by whoever asks.
    Brought,
}

/// The sheet that a page says the entry is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Index of the entry.
    pub entry: u64,
    /// Contest id.
    pub contest: String,
    /// Station code.
    pub station: String,
}

/// A law built into the program.
#[derive(Clone, Debug)]
pub struct Law {
    /// Hash of the whole profile, by which a ledger's first entry names it.
    pub sha256: Hash,
    /// Those of its files that decide of statements.
    pub bundle: ProfileBundle,
}

/// What is in hand. Nothing in it is trusted.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// The policy's bytes.
    pub policy: Option<Vec<u8>>,
    /// Whose word it is.
    pub source: Source,
    /// What the caller believes the statement to be about.
    pub asked: Option<Asked>,
    /// The proof of the statement, which carries the entry.
    pub statement: TlogProof,
    /// Proofs of entries it rests on: the definition, registrations and revocations of keys. In any order.
    pub rests_on: Vec<TlogProof>,
    /// Bytes by their hash: laws and lists that the definition may name.
    pub blobs: BTreeMap<Hash, Vec<u8>>,
    /// Hashes of photos.
    pub photos: Vec<Hash>,
    /// Names of files that are of no use.
    pub unused: Vec<String>,
    /// Laws built into the program.
    pub built_in: &'a [Law],
    /// Language of labels.
    pub language: String,
}
