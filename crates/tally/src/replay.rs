//! From a ledger's entries to the state of the election: the ledger explains itself, from its first entry.
//!
//! Entries are parsed and their signatures checked in parallel; what depends on order (keys, times, the fold) goes one by
//! one. An entry that is refused changes nothing and is reported; the rest goes on, so that a verifier sees everything.

use std::collections::HashMap;
use std::sync::Arc;

use election::{
    CandidateTable, ConstituencyTable, Election, ElectionError, Outlines, Places, PlacesError, Profile,
    ProfileBundle, ProfileError, TableError,
};
use ledger::{Entry, EntryError, Hash, VerifyingKey};
use rayon::prelude::*;
use statement::{Blob, Body, Keyring, KeyringError, Kind, Learned, Signer, Statement, StatementError};

use crate::error::FoldError;
use crate::fold::Tally;

/// Whether signatures are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Nobody is trusted: every signature is checked.
    Nobody,
    /// The entries were checked when they were admitted to this very ledger.
    Admission,
}

/// What the definition says, kept.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Name of the election.
    pub name: String,
    /// Whether it is a practice.
    pub practice: bool,
    /// The ledger's key; its name is the origin.
    pub log: VerifyingKey,
    /// Every blob the definition names: hash, length, media type.
    pub blobs: Vec<(Hash, u64, String)>,
}

/// Why a ledger can't even be begun.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The first entry is no entry.
    #[error("the first entry: {0}")]
    Entry(#[from] EntryError),
    /// The first entry is no statement.
    #[error("the first entry: {0}")]
    Statement(#[from] StatementError),
    /// The first entry is no definition with its own valid signature.
    #[error("the first entry: {0}")]
    Keyring(#[from] KeyringError),
    /// A blob that the definition names is not there.
    #[error("the definition names the blob {0} ({1}), which is not there")]
    MissingBlob(Hash, String),
    /// A blob's bytes have another hash or length.
    #[error("the blob {0} has other bytes than its name says")]
    WrongBlob(Hash),
    /// The profile is wrong.
    #[error("the profile: {0}")]
    Profile(#[from] ProfileError),
    /// The places are wrong.
    #[error("the places: {0}")]
    Places(#[from] PlacesError),
    /// A table is wrong.
    #[error("constituencies, candidates or outlines: {0}")]
    Table(#[from] TableError),
    /// The election can't be made from them.
    #[error("the election: {0}")]
    Election(#[from] ElectionError),
    /// The definition's log key is no key.
    #[error("the ledger's key in the definition: {0}")]
    LogKey(String),
    /// The definition is for another profile's header.
    #[error("the definition begins with `{found}`, its profile says `{expected}`")]
    Header {
        /// In the definition.
        found: String,
        /// In the profile.
        expected: String,
    },
}

/// Why an entry was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefusalReason {
    /// Not an entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// Its time or batch does not follow the one before.
    #[error("its time {time_ms} and batch {batch} don't follow {last_ms} and {last_batch}")]
    Order {
        /// Its time.
        time_ms: u64,
        /// Its batch.
        batch: u64,
        /// The time before.
        last_ms: u64,
        /// The batch before.
        last_batch: u64,
    },
    /// Not a statement.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// Not authentic.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// Makes no sense.
    #[error(transparent)]
    Fold(#[from] FoldError),
}

/// A refused entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Index of the entry.
    pub entry: u64,
    /// Kind of the statement, where it could be told.
    pub kind: Option<Kind>,
    /// Why.
    pub reason: RefusalReason,
}

/// A ledger being read.
#[derive(Clone, Debug)]
pub struct Replay {
    /// What the definition says.
    pub definition: Definition,
    /// The keys so far.
    pub keyring: Keyring,
    /// The state so far.
    pub tally: Tally,
    election: Arc<Election>,
    last: (u64, u64),
}

struct Parsed<'a> {
    time_ms: u64,
    batch: u64,
    statement: Result<Statement<'a>, StatementError>,
}

impl Replay {
    /// Begins with the ledger's first entry. `blobs` gives the bytes of a blob.
    pub fn begin(entry: &[u8], blobs: &dyn Fn(&Hash) -> Option<Vec<u8>>) -> Result<Replay, ReplayError> {
        let entry = Entry::parse(entry)?;
        let header = header_of(entry.note);
        let statement = Statement::parse(&header, entry.note)?;
        let Body::Definition(body) = &statement.body else {
            return Err(ReplayError::Keyring(KeyringError::NotTheDefinition));
        };
        let fetch = |blob: &Blob<'_>| fetch(blobs, blob);
        let bundle = ProfileBundle::from_json(&fetch(&body.profile)?)?;
        let profile = Profile::from_bundle(&bundle)?;
        if profile.header != header {
            return Err(ReplayError::Header { found: header, expected: profile.header });
        }
        let places = Places::parse(&profile, &fetch(&body.regions)?, &fetch(&body.stations)?)?;
        let constituencies = match &body.constituencies {
            Some(blob) => Some(ConstituencyTable::parse(&fetch(blob)?)?),
            None => None,
        };
        let candidates = match &body.candidates {
            Some(blob) => Some(CandidateTable::parse(&fetch(blob)?)?),
            None => None,
        };
        let log = VerifyingKey::parse(body.log).map_err(|error| ReplayError::LogKey(error.to_string()))?;
        let definition = Definition {
            name: body.election.to_owned(),
            practice: body.practice,
            log,
            blobs: statement
                .body
                .blobs()
                .into_iter()
                .map(|blob| (blob.sha256.0, blob.bytes, blob.media.to_owned()))
                .collect(),
        };
        let nation = profile.nation.code;
        let keyring = Keyring::begin(nation, &statement)?;
        let mut election = Election::new(profile, places, constituencies, candidates)?;
        if let Some(blob) = &body.outlines {
            election.outlines = Outlines::parse(&fetch(blob)?)?;
        }
        let election = Arc::new(election);
        let mut tally = Tally::new(Arc::clone(&election));
        let signers = keyring.check(&election.profile, 0, &statement)?;
        // A definition folded first can't be refused.
        let _ = tally.fold(0, entry.time_ms, &statement, &signers);
        Ok(Replay { definition, keyring, tally, election, last: (entry.time_ms, entry.batch) })
    }

    /// The election.
    pub fn election(&self) -> &Arc<Election> {
        &self.election
    }

    /// Takes in the entries from index `first` on, which must be the next.
    ///
    /// Every entry that is refused is told to `refused`, in order.
    pub fn apply(&mut self, first: u64, entries: &[Vec<u8>], trust: Trust, refused: &mut dyn FnMut(Refusal)) {
        let election = Arc::clone(&self.election);
        let header = election.profile.header.as_str();
        let parsed: Vec<Result<Parsed<'_>, EntryError>> =
            entries.par_iter().with_min_len(64).map(|bytes| parse(header, bytes)).collect();
        let mut early = self.learn_keys(&election, first, &parsed, trust);
        let keyring = &self.keyring;
        let indexed: Vec<(u64, &Result<Parsed<'_>, EntryError>)> = (first..).zip(&parsed).collect();
        let signers: Vec<Option<Result<Vec<Signer<'_>>, KeyringError>>> = indexed
            .par_iter()
            .with_min_len(16)
            .map(|(index, parsed)| {
                let statement = parsed.as_ref().ok()?.statement.as_ref().ok()?;
                if early.contains_key(index) {
                    return None;
                }
                Some(match trust {
                    Trust::Nobody => keyring.check(&election.profile, *index, statement),
                    Trust::Admission => keyring.attribute(*index, statement),
                })
            })
            .collect();
        for ((index, parsed), signers) in indexed.into_iter().zip(signers) {
            let (kind, outcome) = match parsed {
                Err(error) => (None, Err(RefusalReason::Entry(error.clone()))),
                Ok(parsed) => {
                    let kind = parsed.statement.as_ref().ok().map(|statement| statement.kind);
                    (kind, take_in(&mut self.tally, &mut self.last, index, parsed, signers, &mut early))
                }
            };
            if let Err(reason) = outcome {
                self.tally.skip(index);
                refused(Refusal { entry: index, kind, reason });
            }
        }
    }

    /// Takes in what the entries say about keys, and tells which of them say what can't be.
    ///
    /// What holds of an entry must be known before its signatures are checked, so this goes ahead of the fold; an entry
    /// that is refused there, for its order or because the ledger is closed, is passed over here as well.
    fn learn_keys(
        &mut self,
        election: &Election,
        first: u64,
        parsed: &[Result<Parsed<'_>, EntryError>],
        trust: Trust,
    ) -> HashMap<u64, KeyringError> {
        let mut early = HashMap::new();
        let (mut last, mut closed) = (self.last, self.tally.closed());
        for (index, entry) in (first..).zip(parsed) {
            let Ok(Parsed { time_ms, batch, statement }) = entry else { continue };
            let in_order = follows(last, *time_ms, *batch);
            last = (*time_ms, *batch);
            let Ok(statement) = statement else { continue };
            if !in_order || closed {
                continue;
            }
            if changes_keys(statement) {
                let learned = self
                    .keyring
                    .check(&election.profile, index, statement)
                    .map(|_| ())
                    .and_then(|()| self.keyring.learn(index, statement));
                if let Err(error) = learned {
                    early.insert(index, error);
                }
            }
            if statement.kind == Kind::Close {
                closed = match trust {
                    Trust::Nobody => self.keyring.check(&election.profile, index, statement).is_ok(),
                    Trust::Admission => self.keyring.attribute(index, statement).is_ok(),
                };
            }
        }
        early
    }
}

/// Notes sorted by whether they may enter the ledger.
#[derive(Debug, Default)]
pub struct Admission {
    /// Those that may, in order; they are folded in already, as the next entries.
    pub accepted: Vec<Vec<u8>>,
    /// Those that may not: position among the notes given, and why.
    pub refused: Vec<(usize, RefusalReason)>,
}

impl Replay {
    /// Decides, for notes that want to enter the ledger as one batch logged at `time_ms`, which may: signatures strictly
    /// checked, authority, sense, and no text twice. What is accepted is folded in as the next entries, so the caller
    /// must commit exactly these, or stop.
    pub fn admit(&mut self, notes: Vec<Vec<u8>>, time_ms: u64) -> Admission {
        let election = Arc::clone(&self.election);
        let header = election.profile.header.as_str();
        let mut verdicts: Vec<Option<RefusalReason>> = Vec::with_capacity(notes.len());
        {
            let parsed: Vec<Result<Statement<'_>, StatementError>> =
                notes.par_iter().with_min_len(64).map(|note| Statement::parse(header, note)).collect();
            // What a key or a revocation says holds from the next statement on, also within a batch.
            let learns = |one: &Result<Statement<'_>, _>| one.as_ref().is_ok_and(changes_keys);
            for run in parsed.chunk_by(|statement, _| !learns(statement)) {
                verdicts.extend(self.admit_run(&election, run, time_ms));
            }
        }
        self.last = (time_ms, self.last.1 + 1);
        let mut admission = Admission::default();
        for (position, (note, verdict)) in notes.into_iter().zip(verdicts).enumerate() {
            match verdict {
                None => admission.accepted.push(note),
                Some(reason) => admission.refused.push((position, reason)),
            }
        }
        admission
    }

    /// Statements of which none but the last changes the keys.
    fn admit_run(
        &mut self,
        election: &Election,
        run: &[Result<Statement<'_>, StatementError>],
        time_ms: u64,
    ) -> Vec<Option<RefusalReason>> {
        let (first, before_ms) = (self.tally.size(), self.tally.last_ms());
        let keyring = &self.keyring;
        let checked: Vec<Result<(&Statement<'_>, Vec<Signer<'_>>), RefusalReason>> = run
            .par_iter()
            .with_min_len(16)
            .map(|statement| {
                let statement =
                    statement.as_ref().map_err(|error| RefusalReason::Statement(error.clone()))?;
                Ok((statement, keyring.check(&election.profile, first, statement)?))
            })
            .collect();
        let mut learned = None;
        let mut next = first;
        let mut verdicts = Vec::with_capacity(run.len());
        for one in checked {
            let verdict = match one {
                Err(reason) => Err(reason),
                Ok((statement, signers)) => {
                    admit_one(&mut self.tally, keyring, next, time_ms, statement, &signers)
                }
            };
            // A refused note gets no entry: the next one takes its number.
            verdicts.push(match verdict {
                Ok(changed) => {
                    next += 1;
                    learned = changed.or(learned);
                    None
                }
                Err(reason) => Some(reason),
            });
        }
        self.tally.rewind_to(next, if next > first { time_ms } else { before_ms });
        if let Some(learned) = learned {
            self.keyring.take(learned);
        }
        verdicts
    }
}

fn changes_keys(statement: &Statement<'_>) -> bool {
    matches!(statement.kind, Kind::Key | Kind::Revoke)
}

/// Whether an entry of this time and batch can come after the last: in its batch, or as the first of the next.
fn follows((last_ms, last_batch): (u64, u64), time_ms: u64, batch: u64) -> bool {
    let same = (time_ms, batch) == (last_ms, last_batch);
    same || time_ms > last_ms && batch.checked_sub(last_batch) == Some(1)
}

/// Folds a checked statement; gives what it says about keys.
fn admit_one(
    tally: &mut Tally,
    keyring: &Keyring,
    index: u64,
    time_ms: u64,
    statement: &Statement<'_>,
    signers: &[Signer<'_>],
) -> Result<Option<Learned>, RefusalReason> {
    let learned = keyring.learns(index, statement)?;
    tally.fold(index, time_ms, statement, signers)?;
    Ok(learned)
}

fn take_in(
    tally: &mut Tally,
    last: &mut (u64, u64),
    index: u64,
    parsed: &Parsed<'_>,
    signers: Option<Result<Vec<Signer<'_>>, KeyringError>>,
    early: &mut HashMap<u64, KeyringError>,
) -> Result<(), RefusalReason> {
    let (last_ms, last_batch) = *last;
    let Parsed { time_ms, batch, statement } = parsed;
    *last = (*time_ms, *batch);
    if !follows((last_ms, last_batch), *time_ms, *batch) {
        return Err(RefusalReason::Order { time_ms: *time_ms, batch: *batch, last_ms, last_batch });
    }
    let statement = statement.as_ref().map_err(|error| RefusalReason::Statement(error.clone()))?;
    if let Some(error) = early.remove(&index) {
        return Err(RefusalReason::Keyring(error));
    }
    let signers = match signers {
        Some(signers) => signers?,
        None => Vec::new(),
    };
    tally.fold(index, *time_ms, statement, &signers)?;
    Ok(())
}

fn parse<'a>(header: &str, bytes: &'a [u8]) -> Result<Parsed<'a>, EntryError> {
    let Entry { time_ms, batch, note } = Entry::parse(bytes)?;
    Ok(Parsed { time_ms, batch, statement: Statement::parse(header, note) })
}

// The header is what stands before the type in the first line; whether it is the right one, the profile then says.
fn header_of(note: &[u8]) -> String {
    let line = note.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    line.rsplit_once(' ').map_or_else(String::new, |(header, _)| header.to_owned())
}

fn fetch(blobs: &dyn Fn(&Hash) -> Option<Vec<u8>>, blob: &Blob<'_>) -> Result<Vec<u8>, ReplayError> {
    let hash = blob.sha256.0;
    let bytes = blobs(&hash).ok_or_else(|| ReplayError::MissingBlob(hash, blob.media.to_owned()))?;
    if bytes.len() as u64 != blob.bytes || ledger::sha256(&bytes) != hash {
        return Err(ReplayError::WrongBlob(hash));
    }
    Ok(bytes)
}
