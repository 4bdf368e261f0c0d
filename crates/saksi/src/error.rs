//! What a command can fail with, in words that say what to do.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use blobs::{BlobError, SetUpError};
use print::PrintError;
use publish::PublishError;
use sequencer::{DiskError, LockError, ReadError, SequencerError, StoreError};

use crate::client::{DeskError, Refusal};
use crate::dossier::DossierFailure;
use crate::mirroring::MirrorFailure;
use crate::texts::{say, word};

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// There are no papers for a court.
    Dossier(DossierFailure),
    /// A mirror was not brought up to date.
    Mirror(MirrorFailure),
    /// A backup can't be made or used.
    Backup {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        what: String,
    },
    /// The file system refused.
    File {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// No election there.
    NoElection(PathBuf),
    /// The folder isn't empty.
    Occupied(PathBuf),
    /// The configuration is wrong.
    Config {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A key file is wrong, or its passphrase is.
    Key {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A file can't be signed.
    Sign {
        /// Which file.
        path: PathBuf,
        /// Why.
        what: String,
    },
    /// The ledger is another process's, most likely the desk's: there the same is done on a page.
    DeskRuns {
        /// What it holds.
        path: PathBuf,
        /// The page.
        page: String,
    },
    /// A running desk did not do what it was asked.
    Desk(DeskError),
    /// Work can't be carried in.
    Carry(CarryFailure),
    /// A key can't be revoked.
    Revoke {
        /// As it was named.
        key: String,
        /// Why.
        what: String,
    },
    /// No such profile.
    NoProfile {
        /// As given.
        name: String,
        /// Those in the binary.
        known: String,
    },
    /// No such contest.
    NoContest {
        /// As given.
        name: String,
        /// Those in the profile.
        known: String,
    },
    /// A contest that a station has no form for.
    NotHeld {
        /// The contest.
        name: String,
        /// The station.
        station: String,
        /// Those it has forms for.
        held: String,
    },
    /// No such station or region.
    NoPlace(String),
    /// A photo that can't be read.
    Photo {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// Photos of two forms.
    MixedForms {
        /// A photo and its form.
        one: (PathBuf, String),
        /// Another and its form.
        other: (PathBuf, String),
    },
    /// Pages of two stations.
    MixedStations {
        /// A photo and the station its code names.
        one: (PathBuf, String),
        /// Another and its station.
        other: (PathBuf, String),
    },
    /// A page of another station than was said.
    OtherStation {
        /// The photo.
        path: PathBuf,
        /// The station its code names.
        station: String,
        /// The station that was said.
        given: String,
    },
    /// A page whose code belongs on another.
    OtherPage {
        /// The photo.
        path: PathBuf,
        /// Form and page by its code.
        code: (String, u8),
        /// Form and page by its tag.
        tag: (String, u8),
    },
    /// A form that follows a list of candidates, and no list.
    NoLists {
        /// The form.
        form: String,
    },
    /// A page of a form that follows a list of candidates, and nobody says whose it is.
    NoStation {
        /// The photo.
        path: PathBuf,
        /// The form.
        form: String,
    },
    /// No photo to read.
    NoPhoto,
    /// A layout of a form that no contest has.
    NoForm {
        /// The form.
        form: String,
        /// Those that contests have.
        known: String,
        /// Folder or profile.
        law: String,
    },
    /// No layout of a form.
    NoLayout {
        /// The form.
        form: String,
        /// Those there are.
        known: String,
    },
    /// Stations with other forms.
    OtherForm {
        /// The station.
        station: String,
        /// Its form.
        form: String,
        /// The first station's form.
        first: String,
    },
    /// Forms that can't be printed.
    Print(print::PrintError),
    /// A file that is none of the known kinds.
    UnknownFile(PathBuf),
    /// The ledger's files don't give its checkpoint.
    DamagedLedger,
    /// The ledger is shorter than what was published.
    LedgerBehind {
        /// What was published.
        path: PathBuf,
        /// Its size.
        published: u64,
        /// The ledger's.
        size: u64,
    },
    /// The ledger is another than what was published.
    LedgerForked {
        /// What was published.
        path: PathBuf,
        /// Its size.
        published: u64,
    },
    /// The ledger has no entries.
    EmptyLedger,
    /// A statement of our own making was refused.
    Beginning {
        /// Its position.
        position: usize,
        /// Why.
        what: String,
    },
    /// An index or size that the ledger doesn't have.
    NotInLedger {
        /// What was asked for.
        asked: String,
        /// What there is.
        size: u64,
    },
    /// The network refused.
    Network(String),
    /// A publication in which not even the beginning can be verified.
    Unreadable {
        /// Folder or URL.
        target: String,
        /// Why.
        what: String,
    },
    /// The policy file is wrong.
    Policy {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The machine's clock is far behind the ledger's last entry.
    ClockWentBack {
        /// The last entry's time, unix milliseconds.
        last: u64,
        /// The clock's.
        now: u64,
    },
    /// The two passphrases typed for new keys differ.
    PassphrasesDiffer,
    /// The terminal gave no passphrase.
    Prompt(io::Error),
    /// Randomness is not to be had.
    Randomness(String),
    /// A demonstration can't be made.
    Simulation(String),
    /// Reading the ledger.
    Ledger(sequencer::ReadError),
    /// Writing the ledger.
    Sequencer(sequencer::SequencerError),
    /// The ledger's lock.
    Lock(sequencer::LockError),
    /// What the ledger says can't be understood.
    Replay(tally::ReplayError),
    /// What the public's services could not do.
    Services(services::ServicesError),
    /// Where photos stay.
    Blob(blobs::BlobError),
    /// A store that can't be asked.
    Store(blobs::SetUpError),
    /// Publishing.
    Publish(publish::PublishError),
    /// Rendering.
    Render(record::RenderError),
    /// Importing.
    Import(exchange::ImportError),
    /// A statement can't be written.
    Statement(statement::StatementError),
    /// A profile is wrong.
    Profile(election::ProfileError),
    /// Places are wrong.
    Places(election::PlacesError),
    /// A table is wrong.
    Table(election::TableError),
    /// An election can't be made.
    Election(election::ElectionError),
    /// A proof can't be made.
    Proof(String),
    /// Output can't be written.
    Output(std::io::Error),
    /// JSON can't be written.
    Json(serde_json::Error),
}

/// Why work can't be carried in.
#[derive(Debug)]
pub enum CarryFailure {
    /// The file is wrong.
    File {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The file is of another election's ledger.
    OtherLedger {
        /// Where it was to go.
        folder: PathBuf,
    },
    /// It goes into a folder whose ledger another process holds, most likely the desk.
    DeskRuns {
        /// What it holds.
        path: PathBuf,
    },
    /// Nobody says where it goes.
    Where,
    /// A secret that is in no variable, and no terminal to ask for it.
    NoSecret(&'static str),
}

impl Failure {
    /// A file-system refusal. `action` is one of the words that `errors.ftl` has as `action-...`.
    pub fn file(action: &'static str, path: &Path, source: std::io::Error) -> Failure {
        Failure::File { action, path: path.to_owned(), source }
    }
}

macro_rules! from {
    ($($variant:ident $source:ty)*) => { $(
        impl From<$source> for Failure {
            fn from(source: $source) -> Failure {
                Failure::$variant(source)
            }
        }
    )* };
}

from! {
    Ledger ReadError
    Sequencer SequencerError
    Lock LockError
    Desk DeskError
    Carry CarryFailure
    Mirror MirrorFailure
    Replay tally::ReplayError
    Services services::ServicesError
    Blob BlobError
    Store SetUpError
    Publish PublishError
    Render record::RenderError
    Import exchange::ImportError
    Statement statement::StatementError
    Profile election::ProfileError
    Places election::PlacesError
    Table election::TableError
    Election election::ElectionError
    Output io::Error
    Json serde_json::Error
}

impl std::error::Error for Failure {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&told(self))
    }
}

fn told(failure: &Failure) -> String {
    match failure {
        Failure::File { action, path, source } => file(action, path, source),
        Failure::NoElection(folder) => say!("error-no-election", folder = folder),
        Failure::Occupied(folder) => say!("error-occupied", folder = folder),
        Failure::Config { path, what } => say!("error-config", path = path, what = what),
        Failure::Key { path, what } => say!("error-key", path = path, what = what),
        Failure::Sign { path, what } => say!("error-sign", path = path, what = what),
        Failure::DeskRuns { path, page } => say!("error-desk-runs", path = path, page = page),
        Failure::Desk(error) => desk(error),
        Failure::Carry(failure) => carry(failure),
        Failure::Dossier(failure) => dossier(failure),
        Failure::Mirror(failure) => crate::mirroring::told(failure),
        Failure::Revoke { key, what } => say!("error-revoke", key = key, what = what),
        Failure::NoProfile { name, known } => say!("error-no-profile", name = name, known = known),
        Failure::NoContest { name, known } => say!("error-no-contest", name = name, known = known),
        Failure::NotHeld { name, station, held } => {
            say!("error-not-held", name = name, station = station, held = held)
        }
        Failure::Photo { path, what } => say!("error-photo", path = path.display().to_string(), what = what),
        Failure::MixedForms { one, other } => say!(
            "error-mixed-forms",
            one = one.0.display().to_string(),
            form = one.1,
            other = other.0.display().to_string(),
            other_form = other.1,
        ),
        Failure::MixedStations { one, other } => say!(
            "error-mixed-stations",
            one = one.0.display().to_string(),
            station = one.1,
            other = other.0.display().to_string(),
            other_station = other.1,
        ),
        Failure::OtherStation { path, station, given } => {
            say!("error-other-station", path = path.display().to_string(), station = station, given = given)
        }
        Failure::OtherPage { path, code, tag } => say!(
            "error-other-page",
            path = path.display().to_string(),
            form = tag.0,
            page = u32::from(tag.1),
            code_form = code.0,
            code_page = u32::from(code.1),
        ),
        Failure::NoLists { form } => say!("error-no-lists", form = form),
        Failure::NoStation { path, form } => {
            say!("error-no-station", path = path.display().to_string(), form = form)
        }
        Failure::NoPhoto => say!("error-no-photo"),
        Failure::NoForm { form, known, law } => {
            say!("error-no-form", form = form, known = known, law = law)
        }
        Failure::NoLayout { form, known } => say!("error-no-layout", form = form, known = known),
        Failure::OtherForm { station, form, first } => {
            say!("error-other-form", station = station, form = form, first = first)
        }
        Failure::Print(error) => print(error),
        Failure::NoPlace(place) => say!("error-no-place", place = place),
        Failure::UnknownFile(path) => say!("error-unknown-file", path = path),
        Failure::DamagedLedger => say!("error-damaged-ledger"),
        Failure::LedgerBehind { path, published, size } => {
            say!("error-ledger-behind", path = path, published = *published, size = *size)
        }
        Failure::LedgerForked { path, published } => {
            say!("error-ledger-forked", path = path, published = *published)
        }
        Failure::EmptyLedger => say!("error-empty-ledger"),
        Failure::Beginning { position, what } => {
            say!("error-beginning", position = position.to_string(), what = what)
        }
        Failure::NotInLedger { asked, size } => say!("error-not-in-ledger", asked = asked, size = *size),
        Failure::Backup { path, what } => say!("error-backup", path = path, what = what),
        Failure::Network(what) => say!("error-network", what = what),
        Failure::Unreadable { target, what } => say!("error-unreadable", target = target, what = what),
        Failure::Policy { path, what } => say!("error-policy", path = path, what = what),
        Failure::ClockWentBack { last, now } => clock(*last, *now),
        Failure::PassphrasesDiffer => say!("error-passphrases-differ"),
        Failure::Prompt(source) => say!("error-prompt", why = why(source)),
        Failure::Randomness(what) => say!("error-randomness", what = what),
        Failure::Simulation(what) => say!("error-simulation", what = what),
        Failure::Ledger(error) => read(error),
        Failure::Sequencer(error) => sequencer(error),
        Failure::Lock(error) => lock(error),
        Failure::Replay(error) => say!("error-replay", what = error.to_string()),
        Failure::Services(error) => services(error),
        Failure::Blob(error) => blob(error),
        Failure::Store(error) => set_up(error),
        Failure::Publish(error) => publish(error),
        Failure::Render(error) => say!("error-render", what = error.to_string()),
        Failure::Import(error) => say!("error-import", what = error.to_string()),
        Failure::Statement(error) => say!("error-statement", what = error.to_string()),
        Failure::Profile(error) => say!("error-profile", what = error.to_string()),
        Failure::Places(error) => say!("error-places", what = error.to_string()),
        Failure::Table(error) => say!("error-table", what = error.to_string()),
        Failure::Election(error) => say!("error-election", what = error.to_string()),
        Failure::Proof(what) => say!("error-proof", what = what),
        Failure::Output(error) => say!("error-output", why = why(error)),
        Failure::Json(error) => say!("error-json", what = error.to_string()),
    }
}

/// Why a form can't be set.
fn print(error: &PrintError) -> String {
    match error {
        PrintError::NoPlace { form } => say!("error-print-place", form = form),
        PrintError::NoCode { form, station } => say!("error-print-code", form = form, station = station),
    }
}

/// A refusal of the file system: the file, what was tried, why it failed, what to do.
fn file(action: &str, path: &Path, source: &io::Error) -> String {
    let said = say!("error-file", path = path, action = word("action", action), why = why(source));
    format!("{said}\n{}", advice(source.kind()))
}

fn why(source: &io::Error) -> String {
    match kind_of(source.kind()) {
        Some(Trouble::Full) => say!("io-full"),
        Some(Trouble::ReadOnly) => say!("io-read-only"),
        Some(Trouble::Denied) => say!("io-denied"),
        Some(Trouble::Missing) => say!("io-missing"),
        None => source.to_string(),
    }
}

fn advice(kind: ErrorKind) -> String {
    match kind_of(kind) {
        Some(Trouble::Full) => say!("advice-full"),
        Some(Trouble::ReadOnly) => say!("advice-read-only"),
        Some(Trouble::Denied) => say!("advice-denied"),
        Some(Trouble::Missing) => say!("advice-missing"),
        None => say!("advice-other"),
    }
}

/// What people can do something about.
enum Trouble {
    Full,
    ReadOnly,
    Denied,
    Missing,
}

fn kind_of(kind: ErrorKind) -> Option<Trouble> {
    if matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge) {
        Some(Trouble::Full)
    } else if kind == ErrorKind::ReadOnlyFilesystem {
        Some(Trouble::ReadOnly)
    } else if kind == ErrorKind::PermissionDenied {
        Some(Trouble::Denied)
    } else if kind == ErrorKind::NotFound {
        Some(Trouble::Missing)
    } else {
        None
    }
}

fn services(error: &services::ServicesError) -> String {
    use services::ServicesError as Error;
    match error {
        Error::File { action, path, source } => file(action, path, source),
        Error::Config { path, what } => say!("error-config", path = path, what = what),
        Error::Blob(error) => blob(error),
        Error::Refused(refusal) => {
            let texts = services::texts::AllTexts::new();
            texts.of(crate::texts::language().tag()).about(refusal.key(), &refusal.about())
        }
        Error::Publication { .. }
        | Error::Changing { .. }
        | Error::Sending(_)
        | Error::Sql(_)
        | Error::Random(_) => {
            say!("error-services", what = error.to_string())
        }
    }
}

fn disk(error: &DiskError) -> String {
    match error {
        DiskError::Full { path } => file("writing", path, &ErrorKind::StorageFull.into()),
        DiskError::ReadOnly { path } => file("writing", path, &ErrorKind::ReadOnlyFilesystem.into()),
        DiskError::Denied { path } => file("opening", path, &ErrorKind::PermissionDenied.into()),
        DiskError::Failed { action, path, source } => file(action, path, source),
    }
}

fn store(error: &StoreError) -> String {
    match error {
        StoreError::Disk(error) => disk(error),
        StoreError::Differs { .. } | StoreError::BadPath { .. } | StoreError::Injected { .. } => {
            say!("error-ledger", what = error.to_string())
        }
    }
}

fn read(error: &ReadError) -> String {
    match error {
        ReadError::Store(error) => store(error),
        ReadError::Missing { .. }
        | ReadError::Malformed { .. }
        | ReadError::Checkpoint(_)
        | ReadError::BeyondEnd { .. } => say!("error-ledger", what = error.to_string()),
    }
}

fn carry(failure: &CarryFailure) -> String {
    match failure {
        CarryFailure::File { path, what } => say!("error-carry", path = path, what = what),
        CarryFailure::OtherLedger { folder } => say!("error-carry-other", folder = folder),
        CarryFailure::DeskRuns { path } => say!("error-carry-to-desk", path = path),
        CarryFailure::Where => say!("error-carry-where"),
        CarryFailure::NoSecret(variable) => say!("error-no-secret", variable = *variable),
    }
}

fn dossier(failure: &DossierFailure) -> String {
    match failure {
        DossierFailure::NoCut { from } => say!("dossier-error-no-cut", from = from),
        DossierFailure::HalfCopied { path } => say!("dossier-error-half", path = path),
        DossierFailure::Damaged { path, what } => say!("dossier-error-damaged", path = path, what = what),
        DossierFailure::NoPlace { place, close } if close.is_empty() => {
            say!("dossier-error-place", place = place)
        }
        DossierFailure::NoPlace { place, close } => {
            say!("dossier-error-close", place = place, close = close.join(", "))
        }
        DossierFailure::NotHeld { place } => say!("dossier-error-not-held", place = place),
        DossierFailure::Exists { path } => say!("dossier-error-exists", path = path),
    }
}

fn desk(error: &DeskError) -> String {
    match error {
        DeskError::Address(url) => say!("error-desk-address", url = url),
        DeskError::OpenLine(url) => say!("error-desk-open-line", url = url),
        DeskError::NoAnswer { desk, why } => say!("error-desk-no-answer", desk = desk, why = why),
        DeskError::Refused(Refusal { status, code, detail }) => {
            say!("error-desk-refused", status = status.to_string(), code = code, detail = detail)
        }
        DeskError::Strange { desk, what } => say!("error-desk-strange", desk = desk, what = what),
        DeskError::OtherLedger { desk } => say!("error-desk-other-ledger", desk = desk),
    }
}

fn lock(error: &LockError) -> String {
    match error {
        LockError::InUse { path } => say!("error-ledger-in-use", path = path),
        LockError::Corrupt { path, detail } => say!("error-head-damaged", path = path, what = *detail),
        LockError::Disk(error) => disk(error),
        LockError::Changed | LockError::Exists | LockError::Missing | LockError::Injected => {
            say!("error-ledger", what = error.to_string())
        }
    }
}

fn sequencer(error: &SequencerError) -> String {
    match error {
        SequencerError::Store(error) => store(error),
        SequencerError::Lock(error) => lock(error),
        SequencerError::Read(error) => read(error),
        SequencerError::ClockWentBack { last, now } => clock(*last, *now),
        SequencerError::NotCreated => say!("error-head-missing"),
        SequencerError::Edge(_)
        | SequencerError::Sign(_)
        | SequencerError::AlreadyCreated { .. }
        | SequencerError::ForeignHead(_)
        | SequencerError::ForeignCheckpoint(_)
        | SequencerError::PublicAhead { .. }
        | SequencerError::Forked { .. }
        | SequencerError::StagingMissing { .. }
        | SequencerError::Staging { .. }
        | SequencerError::ReadBack { .. }
        | SequencerError::TailDiffers { .. }
        | SequencerError::Bundle(_)
        | SequencerError::LastEntry
        | SequencerError::EmptyBatch
        | SequencerError::EmptyNote { .. }
        | SequencerError::NoteTooLong { .. }
        | SequencerError::Stopped => say!("error-ledger", what = error.to_string()),
    }
}

fn publish(error: &PublishError) -> String {
    match error {
        PublishError::File { action, path, source } => file(action, path, source),
        PublishError::Blob(error) => blob(error),
        PublishError::Busy { path } => say!("error-publish-busy", path = path),
        PublishError::OtherPlace { place, found } => {
            say!("error-publish-other-place", place = place, found = found)
        }
        PublishError::Render(_)
        | PublishError::Manifest { .. }
        | PublishError::CutList { .. }
        | PublishError::Older { .. }
        | PublishError::NoCheckpoint { .. }
        | PublishError::Changed { .. }
        | PublishError::Path(_)
        | PublishError::Count(_) => say!("error-publish", what = error.to_string()),
    }
}

fn blob(error: &BlobError) -> String {
    match error {
        BlobError::File { action, path, source } => file(action, path, source),
        BlobError::NoAnswer { store, why, tries } => {
            say!("error-store-no-answer", store = store, why = why, tries = u64::from(*tries))
        }
        BlobError::Refused { store, what, status, code } => {
            say!(
                "error-store-refused",
                store = store,
                what = word("store", what),
                status = status.to_string(),
                code = code
            )
        }
        BlobError::Damaged { store, name } => say!("error-store-damaged", store = store, name = name),
    }
}

fn set_up(error: &SetUpError) -> String {
    match error {
        SetUpError::Address(address) => say!("error-store-address", address = address),
        SetUpError::NotSet(name) => say!("error-store-not-set", name = *name),
        SetUpError::Endpoint(endpoint) => say!("error-store-endpoint", endpoint = endpoint),
    }
}

fn clock(last: u64, now: u64) -> String {
    say!(
        "error-clock",
        last = moment(last),
        now = moment(now),
        seconds = last.saturating_sub(now).div_ceil(1000)
    )
}

/// A time of the ledger, in UTC.
fn moment(unix_ms: u64) -> String {
    i64::try_from(unix_ms / 1000)
        .ok()
        .and_then(|seconds| statement::Moment::new(seconds, 0).ok())
        .map_or_else(|| unix_ms.to_string(), |moment| moment.to_string())
}
