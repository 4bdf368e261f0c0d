//! What can go wrong, for whoever runs the services; and what is refused, for whoever asks something of them.

use std::io;
use std::path::{Path, PathBuf};

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum ServicesError {
    /// The file system refused.
    #[error("{action} {}: {source}; free space or give access", path.display())]
    File {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// `services.toml` is wrong.
    #[error("{}: {what}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what is expected.
        what: String,
    },
    /// The published folder is not there, or not one.
    #[error("{}: {what}; name the folder that `saksi publish` writes", path.display())]
    Publication {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The database refused.
    #[error("the services' database: {0}")]
    Sql(#[from] rusqlite::Error),
    /// The publication is being written just now.
    #[error("{}: it is being published just now; it is looked at again", path.display())]
    Changing {
        /// The file.
        path: PathBuf,
    },
    /// Sending is set up wrong.
    #[error("sending: {0}")]
    Sending(String),
    /// No randomness.
    #[error("this machine gives no randomness: {0}")]
    Random(String),
    /// Photos, or a bucket.
    #[error(transparent)]
    Blob(#[from] blobs::BlobError),
    /// What somebody asked for is refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl ServicesError {
    /// For `map_err` on a file.
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> ServicesError {
        let path = path.to_owned();
        move |source| ServicesError::File { action, path, source }
    }
}

/// Why what somebody asked for is refused. Each has a text for people, by [`Refusal::key`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A contest that is not held.
    #[error("there is no contest {0:?}")]
    Contest(String),
    /// A station that is not in the list.
    #[error("there is no station {0:?}")]
    Station(String),
    /// A contest that this station does not hold.
    #[error("station {station} does not hold {contest}")]
    NotHeld {
        /// The contest.
        contest: String,
        /// The station.
        station: String,
    },
    /// Neither a kind of error.
    #[error("{0:?} is no kind of error")]
    Kind(String),
    /// Nothing is said.
    #[error("say what is wrong")]
    NoWords,
    /// More than fits.
    #[error("{what} is too long: at most {most}")]
    TooLong {
        /// Which field.
        what: &'static str,
        /// Characters at most.
        most: usize,
    },
    /// A photo that is none.
    #[error("a photo is JPEG or PNG")]
    NotAPhoto,
    /// A photo that is too large.
    #[error("a photo has at most 20 MB")]
    PhotoTooLarge,
    /// The field that people leave empty is not.
    #[error("the field `website` stays empty")]
    Trap,
    /// Another report under the same key.
    #[error("this form was sent before with something else in it: open the form again")]
    OtherReport,
    /// A receipt that is none.
    #[error("{0:?} is no receipt: look at each character")]
    Receipt(String),
    /// A receipt that nobody has.
    #[error("there is no report {0}")]
    NoReport(String),
    /// What is no address.
    #[error("{0:?} is no address that can be sent to")]
    Address(String),
    /// A region that is not sent.
    #[error("there is no region {0:?} whose tables are sent")]
    Region(String),
    /// No region is chosen.
    #[error("choose a region")]
    NoRegions,
    /// Nothing that can be sent.
    #[error("{0:?} is nothing that is sent")]
    What(String),
    /// A link that leads to no subscription.
    #[error("this link leads to no subscription: it was ended, or never confirmed in time")]
    NoSubscription,
    /// Mail is not set up.
    #[error("nothing is sent by mail from here")]
    NotOffered,
    /// A receiver that is not there.
    #[error("there is no receiver {0}")]
    NoReceiver(i64),
    /// A delivery that is not among the dead.
    #[error("there is no dead delivery {0}")]
    NotDead(i64),
    /// Too often.
    #[error("too much at once: wait a minute")]
    TooOften,
    /// The day's room is used up.
    #[error("no more can be taken in today")]
    Full,
    /// What was sent can't be read.
    #[error("what was sent can't be read: {0}")]
    Unreadable(String),
}

impl Refusal {
    /// Key of its text for people.
    pub fn key(&self) -> &'static str {
        match self {
            Refusal::Contest(_) => "refused-contest",
            Refusal::Station(_) => "refused-station",
            Refusal::NotHeld { .. } => "refused-not-held",
            Refusal::Kind(_) => "refused-kind",
            Refusal::NoWords => "refused-no-words",
            Refusal::TooLong { .. } => "refused-too-long",
            Refusal::NotAPhoto => "refused-not-a-photo",
            Refusal::PhotoTooLarge => "refused-photo-too-large",
            Refusal::Trap => "refused-trap",
            Refusal::OtherReport => "refused-other-report",
            Refusal::Receipt(_) => "refused-receipt",
            Refusal::NoReport(_) => "refused-no-report",
            Refusal::Address(_) => "refused-address",
            Refusal::Region(_) => "refused-region",
            Refusal::NoRegions => "refused-no-regions",
            Refusal::What(_) => "refused-what",
            Refusal::NoSubscription => "refused-no-subscription",
            Refusal::NotOffered => "refused-not-offered",
            Refusal::NoReceiver(_) => "refused-no-receiver",
            Refusal::NotDead(_) => "refused-not-dead",
            Refusal::TooOften => "refused-too-often",
            Refusal::Full => "refused-full",
            Refusal::Unreadable(_) => "refused-unreadable",
        }
    }

    /// What stands in its text's place.
    pub fn about(&self) -> String {
        match self {
            Refusal::Contest(text)
            | Refusal::Station(text)
            | Refusal::Kind(text)
            | Refusal::Receipt(text)
            | Refusal::NoReport(text)
            | Refusal::Address(text)
            | Refusal::Region(text)
            | Refusal::What(text)
            | Refusal::Unreadable(text) => text.chars().take(80).collect(),
            Refusal::NotHeld { contest, station } => format!("{contest}, {station}"),
            Refusal::TooLong { most, .. } => most.to_string(),
            Refusal::NoReceiver(number) | Refusal::NotDead(number) => number.to_string(),
            Refusal::NoWords
            | Refusal::NoRegions
            | Refusal::NoSubscription
            | Refusal::NotOffered
            | Refusal::NotAPhoto
            | Refusal::PhotoTooLarge
            | Refusal::Trap
            | Refusal::OtherReport
            | Refusal::TooOften
            | Refusal::Full => String::new(),
        }
    }

    /// HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::NoReport(_)
            | Refusal::NoSubscription
            | Refusal::NotOffered
            | Refusal::NoReceiver(_)
            | Refusal::NotDead(_) => 404,
            Refusal::OtherReport => 409,
            Refusal::PhotoTooLarge => 413,
            Refusal::NotAPhoto => 415,
            Refusal::TooOften => 429,
            Refusal::Full => 503,
            Refusal::Unreadable(_) => 400,
            Refusal::Contest(_)
            | Refusal::Station(_)
            | Refusal::NotHeld { .. }
            | Refusal::Kind(_)
            | Refusal::NoWords
            | Refusal::TooLong { .. }
            | Refusal::Trap
            | Refusal::Address(_)
            | Refusal::Region(_)
            | Refusal::NoRegions
            | Refusal::What(_)
            | Refusal::Receipt(_) => 422,
        }
    }
}
