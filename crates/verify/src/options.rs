//! What a verification is told.

use ledger::{Policy, SignedCheckpoint};

/// What the caller knows and wants to hear.
#[derive(Clone)]
pub struct Options<'a> {
    /// Which ledgers and witnesses to trust; none: the publication's own key, so that its origin isn't proven.
    pub policy: Option<&'a Policy>,
    /// Told how far it has come: stage, done, of how many.
    pub progress: &'a (dyn Fn(Stage, u64, u64) + Sync),
    /// An older checkpoint that the caller kept: the ledger must continue it.
    pub known: Option<SignedCheckpoint>,
    /// Whether photos are read again, as the readings in the ledger say they were.
    pub reread: bool,
    /// The programs for checking one statement that the caller vouches for: path in a publication, and bytes.
    pub programs: &'a [(&'a str, &'a [u8])],
}

/// Which part is running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Entries read and replayed.
    Ledger,
    /// Files of a cut rendered again.
    Rebuild,
    /// Published files read and compared.
    Files,
    /// Photos of a part of the ledger's readings read again.
    Readings,
}
