//! Why a mirror was not brought up to date, in words that say what to do.

use std::path::PathBuf;

use record::Part;

use crate::texts::say;

/// Why a mirror was not brought up to date. Nothing of what it shows was replaced.
#[derive(Debug)]
pub enum MirrorFailure {
    /// The folder holds something that is no mirror.
    NoMirror(PathBuf),
    /// The folder is a mirror of another part.
    OtherPart {
        /// Which folder.
        folder: PathBuf,
        /// What it keeps.
        part: Part,
    },
    /// The election has no such region.
    NoRegion(String),
    /// Folder and state are on two file systems.
    TwoFileSystems {
        /// The folder.
        folder: PathBuf,
        /// Its state.
        state: PathBuf,
    },
    /// Another process brings it up to date.
    Busy(PathBuf),
    /// Another policy than the one that is trusted.
    OtherPolicy {
        /// The one that is.
        pinned: PathBuf,
    },
    /// The origin does not answer.
    Gone {
        /// Its address.
        from: String,
        /// What was said.
        what: String,
    },
    /// The origin lacks a file.
    Lacks {
        /// Its address.
        from: String,
        /// Which.
        path: String,
    },
    /// A file is longer than it can be.
    Longer {
        /// Which.
        path: String,
        /// How long it can be, bytes.
        most: u64,
    },
    /// A file is not what it must be.
    Wrong {
        /// Which.
        path: String,
        /// What is wrong.
        what: String,
    },
    /// The head is not one that the policy lets pass.
    Untrusted {
        /// Where it was given.
        from: String,
        /// The policy.
        pinned: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// Made again, the count gives other files.
    Findings {
        /// How many there are.
        count: u64,
        /// The first.
        first: String,
    },
    /// The origin went on to newer cuts faster than they could be copied.
    MovesOn {
        /// Its address.
        from: String,
    },
    /// The ledger contradicts itself, or was cut short: the proof is kept.
    Evidence {
        /// Where it was seen.
        from: String,
        /// Whether two heads contradict each other; otherwise one is old.
        forked: bool,
        /// The proof.
        path: PathBuf,
    },
}

impl MirrorFailure {
    /// The origin does not answer.
    pub fn gone(from: &str, what: &str) -> MirrorFailure {
        MirrorFailure::Gone { from: from.to_owned(), what: what.to_owned() }
    }

    /// A file is not what it must be.
    pub fn wrong(path: &str, what: String) -> MirrorFailure {
        MirrorFailure::Wrong { path: path.to_owned(), what }
    }

    /// Whether what is wrong may be that the origin went on to a newer cut meanwhile.
    pub fn may_be_moved(&self) -> bool {
        match self {
            MirrorFailure::Lacks { .. }
            | MirrorFailure::Longer { .. }
            | MirrorFailure::Wrong { .. }
            | MirrorFailure::Findings { .. } => true,
            MirrorFailure::NoMirror(_)
            | MirrorFailure::OtherPart { .. }
            | MirrorFailure::NoRegion(_)
            | MirrorFailure::TwoFileSystems { .. }
            | MirrorFailure::Busy(_)
            | MirrorFailure::OtherPolicy { .. }
            | MirrorFailure::Gone { .. }
            | MirrorFailure::Untrusted { .. }
            | MirrorFailure::MovesOn { .. }
            | MirrorFailure::Evidence { .. } => false,
        }
    }

    /// The exit code: 1 what the origin has is refused, 2 it was not possible, 3 there is evidence against the ledger.
    pub fn exit_code(&self) -> u8 {
        match self {
            MirrorFailure::Lacks { .. }
            | MirrorFailure::Longer { .. }
            | MirrorFailure::Wrong { .. }
            | MirrorFailure::Untrusted { .. }
            | MirrorFailure::Findings { .. } => 1,
            MirrorFailure::NoMirror(_)
            | MirrorFailure::OtherPart { .. }
            | MirrorFailure::NoRegion(_)
            | MirrorFailure::TwoFileSystems { .. }
            | MirrorFailure::Busy(_)
            | MirrorFailure::OtherPolicy { .. }
            | MirrorFailure::Gone { .. }
            | MirrorFailure::MovesOn { .. } => 2,
            MirrorFailure::Evidence { .. } => 3,
        }
    }
}

/// What a part is, in words.
pub fn part(part: &Part) -> String {
    let about = match &part.region {
        Some(region) => say!("mirror-part-region", region = region),
        None => say!("mirror-part-all"),
    };
    if part.photos { about } else { say!("mirror-part-photos", about = about) }
}

/// A failure in words.
pub fn told(failure: &MirrorFailure) -> String {
    match failure {
        MirrorFailure::NoMirror(folder) => say!("mirror-error-no-mirror", folder = folder),
        MirrorFailure::OtherPart { folder, part: held } => {
            say!("mirror-error-other-part", folder = folder, part = part(held))
        }
        MirrorFailure::NoRegion(region) => say!("mirror-error-region", region = region),
        MirrorFailure::TwoFileSystems { folder, state } => {
            say!("mirror-error-two-file-systems", folder = folder, state = state)
        }
        MirrorFailure::Busy(path) => say!("mirror-error-busy", path = path),
        MirrorFailure::OtherPolicy { pinned } => say!("mirror-error-policy", pinned = pinned),
        MirrorFailure::Gone { from, what } => say!("mirror-error-gone", from = from, what = what),
        MirrorFailure::Lacks { from, path } => say!("mirror-error-lacks", from = from, path = path),
        MirrorFailure::Longer { path, most } => say!("mirror-error-longer", path = path, most = *most),
        MirrorFailure::Wrong { path, what } => say!("mirror-error-wrong", path = path, what = what),
        MirrorFailure::Untrusted { from, pinned, what } => {
            say!("mirror-error-untrusted", from = from, pinned = pinned, what = what)
        }
        MirrorFailure::Findings { count, first } => {
            say!("mirror-error-findings", count = *count, first = first)
        }
        MirrorFailure::MovesOn { from } => say!("mirror-error-moves-on", from = from),
        MirrorFailure::Evidence { from, forked: true, path } => {
            say!("mirror-error-forked", from = from, path = path)
        }
        MirrorFailure::Evidence { from, forked: false, path } => {
            say!("mirror-error-shrunk", from = from, path = path)
        }
    }
}
