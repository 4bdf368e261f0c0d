//! What can go wrong while publishing.

use std::path::{Path, PathBuf};

/// Why a cut could not be published. What was published before stands as it was.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The file system refused.
    #[error("{action} {}: {source}; free space or give access, then publish again", path.display())]
    File {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Bytes that statements name can't be had from where they stay.
    #[error(transparent)]
    Blob(#[from] blobs::BlobError),
    /// A file would be written outside the public tree.
    #[error("the path {0:?} leads out of the public folder: a name in the election's lists is no plain name")]
    Path(String),
    /// A file can't be rendered.
    #[error(transparent)]
    Render(#[from] record::RenderError),
    /// A published manifest is damaged.
    #[error("{}: {source}; remove the public folder and publish again: it is made anew from the ledger", path.display())]
    Manifest {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        source: record::ManifestError,
    },
    /// The list of cuts is damaged.
    #[error("{}, line {line}: expected a tree size above the one before, and `yes` or `no`", path.display())]
    CutList {
        /// Which file.
        path: PathBuf,
        /// Line number, from 1.
        line: usize,
    },
    /// A cut would be older than the newest.
    #[error("a cut of size {size} can't follow the cut {last}")]
    Older {
        /// Size of the refused cut.
        size: u64,
        /// The newest cut.
        last: u64,
    },
    /// Another process publishes this election.
    #[error("another process publishes this election (it holds {}); wait for it, or stop it", path.display())]
    Busy {
        /// The lock file.
        path: PathBuf,
    },
    /// The signed checkpoint of an unfinished cut is not kept.
    #[error("{} is missing: the signed checkpoint of a cut that was begun; bring it back from `cuts/<size>/checkpoint` of any mirror", path.display())]
    NoCheckpoint {
        /// Where it should be.
        path: PathBuf,
    },
    /// What a bucket shows is not an earlier cut of this publication.
    #[error(
        "{place} shows {found}, which is no cut of this publication: name an empty place, or remove what is there by hand"
    )]
    OtherPlace {
        /// Where.
        place: String,
        /// What it shows: a cut's number, or a file.
        found: String,
    },
    /// A published file is not what the manifests say.
    #[error("{} is not what was published: remove the public folder and publish again, it is made anew from the ledger", path.display())]
    Changed {
        /// Which.
        path: PathBuf,
    },
    /// A total leaves its range.
    #[error(transparent)]
    Count(#[from] election::CountError),
}

impl PublishError {
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> PublishError {
        let path = path.to_owned();
        move |source| PublishError::File { action, path, source }
    }
}
