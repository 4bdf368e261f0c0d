//! A mirror on disk: somebody's publication, copied so that it never shows what was not checked.
//!
//! `FOLDER` is the publication, for any web server. Beside it lies `FOLDER.mirror`, which is shown to nobody: the policy that is trusted
//! (`policy`), the newest head that was shown (`checkpoint`), files on their way (`staging`), and evidence against a ledger (`evidence`).
//!
//! A round, in [`round`]: the origin's head is checked and related to the held one; what changed is fetched into `staging`; the count is made
//! again on the folder with the staged files over it; then they are moved into place in the order in which cuts are published ([`show`]).
//! It may be killed at any moment: before the note `ready` is written nothing was replaced, and what is staged is used by the next round;
//! after it the next round first moves what is left.

mod failure;
mod overlay;
mod round;
mod show;
mod stage;

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ledger::{Policy, SignedCheckpoint};
use record::{MIRROR_PATH, MirrorNote, Part};
use verify::{Found, Source};

use crate::error::Failure;
use crate::fetch::source_at;
use crate::folder::write_whole;

pub use failure::{MirrorFailure, told};
pub use round::{Done, Outcome};

/// Most bytes of a head, a policy, a cut's summary.
const HEAD: u64 = 1 << 20;

/// A mirror that no other process works on.
pub struct Mirror {
    folder: PathBuf,
    state: PathBuf,
    origin: Origin,
    also: Vec<Origin>,
    part: Part,
    policy: Policy,
    policy_text: String,
    recount: bool,
    /// Held as long as the mirror is.
    _lock: File,
}

/// Where a publication is.
struct Origin {
    address: String,
    source: Box<dyn Source + Send>,
}

/// What a mirror is told.
pub struct Told<'t> {
    /// Whose publication.
    pub from: &'t str,
    /// Others who have it.
    pub also: &'t [String],
    /// The folder of the copy.
    pub folder: &'t Path,
    /// What it keeps.
    pub part: Part,
    /// A policy, by its file.
    pub policy: Option<&'t Path>,
    /// Whether the count is made again before anything is shown.
    pub recount: bool,
}

/// What was found out while a mirror was opened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opened {
    /// The origin's own policy was taken, because none was given and none was held.
    pub pinned: bool,
    /// A round that was interrupted while it showed its files was brought to its end.
    pub finished: bool,
}

impl Mirror {
    /// Opens a mirror, or begins one.
    pub fn open(told: &Told<'_>) -> Result<(Mirror, Opened), Failure> {
        let (folder, state) = places(told.folder)?;
        is_mirror(&folder, &told.part)?;
        for place in [&folder, &state] {
            fs::create_dir_all(place).map_err(|error| Failure::file("creating the folder", place, error))?;
        }
        same_file_system(&folder, &state)?;
        let lock = lock(&state)?;
        let finished = show::finish(&folder, &state)?;
        let origin = Origin::at(told.from);
        let (policy_text, pinned) = policy(&state, &origin, told.policy)?;
        let path = state.join("policy");
        let policy =
            Policy::parse(&policy_text).map_err(|error| Failure::Policy { path, what: error.to_string() })?;
        let mirror = Mirror {
            folder,
            state,
            origin,
            also: told.also.iter().map(|address| Origin::at(address)).collect(),
            part: told.part.clone(),
            policy,
            policy_text,
            recount: told.recount,
            _lock: lock,
        };
        Ok((mirror, Opened { pinned, finished }))
    }

    /// The folder of the copy.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The policy that it trusts.
    pub fn pinned(&self) -> PathBuf {
        self.state.join("policy")
    }

    /// The newest head that was shown here. It outlives the folder: who empties that gets no older state.
    fn held(&self) -> Result<Option<SignedCheckpoint>, Failure> {
        let path = self.state.join("checkpoint");
        let Some(bytes) = read(&path)? else { return Ok(None) };
        let damaged = |error: ledger::CheckpointError| Failure::Policy { path, what: error.to_string() };
        SignedCheckpoint::parse(&bytes).map(Some).map_err(damaged)
    }

    fn staging(&self) -> PathBuf {
        self.state.join("staging")
    }
}

impl Origin {
    fn at(address: &str) -> Origin {
        Origin { address: address.trim_end_matches('/').to_owned(), source: source_at(address) }
    }

    /// A file of at most so many bytes; none: it isn't there.
    fn get(&self, path: &str, at_most: u64) -> Result<Option<Vec<u8>>, MirrorFailure> {
        let mut bytes = Vec::new();
        let found = self.source.read(path, at_most, &mut bytes);
        match found.map_err(|error| MirrorFailure::gone(&self.address, &error.to_string()))? {
            Found::Absent => Ok(None),
            Found::Whole => Ok(Some(bytes)),
            Found::Longer => Err(MirrorFailure::Longer { path: path.to_owned(), most: at_most }),
        }
    }
}

/// The folder of a mirror and that of its state.
fn places(folder: &Path) -> Result<(PathBuf, PathBuf), Failure> {
    let folder = std::path::absolute(folder).map_err(|error| Failure::file("opening", folder, error))?;
    let Some(name) = folder.file_name() else { return Err(MirrorFailure::NoMirror(folder).into()) };
    let mut beside = name.to_owned();
    beside.push(".mirror");
    let state = folder.with_file_name(beside);
    Ok((folder, state))
}

/// Refuses a folder that holds something else, or a mirror of another part: half of it would be left behind.
fn is_mirror(folder: &Path, part: &Part) -> Result<(), Failure> {
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::file("listing", folder, error)),
    };
    if entries.next().is_none() {
        return Ok(());
    }
    let note = read(&folder.join(MIRROR_PATH))?.and_then(|bytes| MirrorNote::parse(&bytes));
    match note {
        None => Err(MirrorFailure::NoMirror(folder.to_owned()).into()),
        Some(note) if note.part() == *part => Ok(()),
        Some(note) => Err(MirrorFailure::OtherPart { folder: folder.to_owned(), part: note.part() }.into()),
    }
}

/// Moving a file into place is one step only within one file system.
fn same_file_system(folder: &Path, state: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let device = |place: &Path| {
            fs::metadata(place)
                .map(|known| known.dev())
                .map_err(|error| Failure::file("opening", place, error))
        };
        if device(folder)? != device(state)? {
            let (folder, state) = (folder.to_owned(), state.to_owned());
            return Err(MirrorFailure::TwoFileSystems { folder, state }.into());
        }
    }
    #[cfg(not(unix))]
    let _ = (folder, state);
    Ok(())
}

fn lock(state: &Path) -> Result<File, Failure> {
    let path = state.join("lock");
    let file = File::create(&path).map_err(|error| Failure::file("opening", &path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(MirrorFailure::Busy(path).into()),
        Err(TryLockError::Error(error)) => Err(Failure::file("locking", &path, error)),
    }
}

/// The policy that is trusted: the one held, else the one given, else the one that the origin has. With it, whether it is the last.
fn policy(state: &Path, origin: &Origin, given: Option<&Path>) -> Result<(String, bool), Failure> {
    let path = state.join("policy");
    let wrong = |path: &Path, what: String| Failure::Policy { path: path.to_owned(), what };
    let text = |path: &Path, bytes: Vec<u8>| {
        String::from_utf8(bytes).map_err(|error| wrong(path, error.to_string()))
    };
    let given = match given {
        None => None,
        Some(path) => {
            let bytes = fs::read(path).map_err(|error| Failure::file("reading", path, error))?;
            let given = text(path, bytes)?;
            Policy::parse(&given).map_err(|error| wrong(path, error.to_string()))?;
            Some(given)
        }
    };
    if let Some(held) = read(&path)? {
        let held = text(&path, held)?;
        return match given {
            Some(given) if given != held => Err(MirrorFailure::OtherPolicy { pinned: path }.into()),
            Some(_) | None => Ok((held, false)),
        };
    }
    let (taken, found) = match given {
        Some(given) => (given, false),
        None => match origin.get("policy", HEAD)? {
            Some(bytes) => (text(Path::new("policy"), bytes)?, true),
            None => {
                return Err(
                    MirrorFailure::Lacks { from: origin.address.clone(), path: "policy".to_owned() }.into()
                );
            }
        },
    };
    Policy::parse(&taken).map_err(|error| wrong(Path::new("policy"), error.to_string()))?;
    write_whole(&path, taken.as_bytes(), 0o644)?;
    Ok((taken, found))
}

/// A file's bytes; none: there is none.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::file("reading", path, error)),
    }
}
