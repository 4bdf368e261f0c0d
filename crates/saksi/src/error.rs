//! What a command can fail with, in words that say what to do.

use std::path::{Path, PathBuf};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The file system refused.
    #[error("{action} {}: {source}", path.display())]
    File {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// No election there.
    #[error("{} holds no election (no saksi.toml); make one with `saksi init {}  --profile id-2024`", .0.display(), .0.display())]
    NoElection(PathBuf),
    /// The folder isn't empty.
    #[error("{} is not empty; an election begins in a new or empty folder", .0.display())]
    Occupied(PathBuf),
    /// The configuration is wrong.
    #[error("{}: {what}", path.display())]
    Config {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A key file is wrong, or its passphrase is.
    #[error("the key {}: {what}", path.display())]
    Key {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// No such profile.
    #[error("there is no profile `{name}`; there are: {known}. A folder with a profile.toml works too")]
    NoProfile {
        /// As given.
        name: String,
        /// Those in the binary.
        known: String,
    },
    /// No such contest.
    #[error("the profile has no contest `{name}`; it has: {known}")]
    NoContest {
        /// As given.
        name: String,
        /// Those in the profile.
        known: String,
    },
    /// No such station or region.
    #[error("there is no station or region `{0}` in this election")]
    NoPlace(String),
    /// A file that is none of the known kinds.
    #[error("{}: none of the known kinds of file; give KPU's station rows, versions, official totals, or JSON", .0.display())]
    UnknownFile(PathBuf),
    /// The ledger's files don't give its checkpoint.
    #[error(
        "the ledger's entries don't give the root in its checkpoint: a file was damaged or changed; `saksi verify` says which"
    )]
    DamagedLedger,
    /// The ledger is shorter than what was published.
    #[error(
        "the ledger has {size} entries, but {} was published with {published}: the ledger is an older copy. Going on would \
         say two things about the same election. Bring back the newer ledger/, or copy the missing files from public/ledger/",
        path.display()
    )]
    LedgerBehind {
        /// What was published.
        path: PathBuf,
        /// Its size.
        published: u64,
        /// The ledger's.
        size: u64,
    },
    /// The ledger is another than what was published.
    #[error(
        "the ledger's first {published} entries are not those that {} was signed for: this is another ledger, or a changed \
         one; nothing is written. Bring back the ledger/ that belongs to this public/",
        path.display()
    )]
    LedgerForked {
        /// What was published.
        path: PathBuf,
        /// Its size.
        published: u64,
    },
    /// The ledger has no entries.
    #[error("the ledger is empty; `saksi init` did not finish: remove the folder and begin again")]
    EmptyLedger,
    /// A statement of our own making was refused.
    #[error("the statement {position} of this election's beginning was refused: {what}")]
    Beginning {
        /// Its position.
        position: usize,
        /// Why.
        what: String,
    },
    /// An index or size that the ledger doesn't have.
    #[error("the ledger has {size} entries; {asked} is not among them")]
    NotInLedger {
        /// What was asked for.
        asked: String,
        /// What there is.
        size: u64,
    },
    /// The network refused.
    #[error("{0}")]
    Network(String),
    /// The policy file is wrong.
    #[error("the policy {}: {what}", path.display())]
    Policy {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// Randomness is not to be had.
    #[error("the system gives no randomness for a key: {0}")]
    Randomness(String),
    /// A demonstration can't be made.
    #[error("the demonstration: {0}")]
    Simulation(String),
    /// Reading the ledger.
    #[error("reading the ledger: {0}")]
    Ledger(#[from] sequencer::ReadError),
    /// Writing the ledger.
    #[error("{0}")]
    Sequencer(#[from] sequencer::SequencerError),
    /// The ledger's lock.
    #[error("{0}")]
    Lock(#[from] sequencer::LockError),
    /// What the ledger says can't be understood.
    #[error("{0}")]
    Replay(#[from] tally::ReplayError),
    /// Publishing.
    #[error("{0}")]
    Publish(#[from] publish::PublishError),
    /// Rendering.
    #[error("{0}")]
    Render(#[from] record::RenderError),
    /// Importing.
    #[error("{0}")]
    Import(#[from] exchange::ImportError),
    /// A statement can't be written.
    #[error("{0}")]
    Statement(#[from] statement::StatementError),
    /// A profile is wrong.
    #[error("{0}")]
    Profile(#[from] election::ProfileError),
    /// Places are wrong.
    #[error("{0}")]
    Places(#[from] election::PlacesError),
    /// A table is wrong.
    #[error("{0}")]
    Table(#[from] election::TableError),
    /// An election can't be made.
    #[error("{0}")]
    Election(#[from] election::ElectionError),
    /// A proof can't be made.
    #[error("{0}")]
    Proof(String),
    /// Output can't be written.
    #[error("writing the output: {0}")]
    Output(#[from] std::io::Error),
    /// JSON can't be written.
    #[error("writing JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl Failure {
    /// A file-system refusal.
    pub fn file(action: &'static str, path: &Path, source: std::io::Error) -> Failure {
        Failure::File { action, path: path.to_owned(), source }
    }
}
