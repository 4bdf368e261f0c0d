//! What the passes saw. Nothing is judged here: the controls make findings of it.

use std::collections::{BTreeMap, HashMap};
use std::mem::{Discriminant, discriminant};

use ledger::{Hash, SignedCheckpoint};
use statement::{KeyringError, Kind};
use tally::{FoldError, Refusal, RefusalReason};

use crate::differ::Difference;
use crate::report::ReadingCount;

/// Things of one sort that are told one by one; the rest is counted. A publication with more of them is wrong as a whole,
/// and a hostile one must not fill the memory with what is wrong about it.
pub(crate) const KEPT: usize = 1_000;

/// The first [`KEPT`] of something, and how many more there were.
#[derive(Debug)]
pub(crate) struct Capped<T> {
    pub kept: Vec<T>,
    pub more: u64,
}

impl<T> Default for Capped<T> {
    fn default() -> Capped<T> {
        Capped { kept: Vec::new(), more: 0 }
    }
}

impl<T> Capped<T> {
    pub(crate) fn push(&mut self, one: T) {
        if self.kept.len() < KEPT { self.kept.push(one) } else { self.more += 1 }
    }

    /// Those that came after.
    pub(crate) fn append(&mut self, after: Capped<T>) {
        for one in after.kept {
            self.push(one);
        }
        self.more += after.more;
    }
}

/// Refused entries: the first [`KEPT`] of each sort of reason, so that none hides another sort.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    /// With how many more of the sort there were behind it, at the last one kept.
    kept: Vec<(Refusal, u64)>,
    /// How many of a sort are kept, and where the last of them is.
    sorts: HashMap<Sort, (usize, usize)>,
    count: u64,
}

/// What controls tell refusals apart by.
type Sort =
    (Discriminant<RefusalReason>, Option<Discriminant<KeyringError>>, Option<Discriminant<FoldError>>);

impl Refusals {
    pub(crate) fn push(&mut self, refusal: Refusal) {
        let (keyring, fold) = match &refusal.reason {
            RefusalReason::Keyring(error) => (Some(discriminant(error)), None),
            RefusalReason::Fold(error) => (None, Some(discriminant(error))),
            RefusalReason::Entry(_) | RefusalReason::Order { .. } | RefusalReason::Statement(_) => {
                (None, None)
            }
        };
        let (kept, last) = self.sorts.entry((discriminant(&refusal.reason), keyring, fold)).or_default();
        self.count += 1;
        if *kept < KEPT {
            (*kept, *last) = (*kept + 1, self.kept.len());
            self.kept.push((refusal, 0));
        } else if let Some((_, more)) = self.kept.get_mut(*last) {
            *more += 1;
        }
    }

    /// Every refusal that was kept, and how many more of its sort it stands for.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Refusal, u64)> {
        self.kept.iter().map(|(refusal, more)| (refusal, *more))
    }

    /// How many there were.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }
}

/// Everything that was seen.
#[derive(Debug)]
pub(crate) struct Observed {
    pub head: HeadSeen,
    pub ledger: LedgerSeen,
    pub entries: EntriesSeen,
    pub cuts: CutsSeen,
    pub files: FilesSeen,
    pub blobs: BlobsSeen,
    /// None: it was not asked for.
    pub readings: Option<ReadingsSeen>,
    /// Files and folders that are there, or may be, and could not be read: path, why.
    pub unreadable: Vec<(String, String)>,
}

/// The served checkpoint and who vouches for it.
#[derive(Debug)]
pub(crate) struct HeadSeen {
    pub signed: SignedCheckpoint,
    pub signature: SignatureSeen,
    /// What the policy's witnesses say; none: no policy.
    pub quorum: Option<QuorumSeen>,
    /// The definition's log key, and those of the policy; none: no policy.
    pub log_keys: (String, Option<Vec<String>>),
    /// What is wrong with the policy that the publication serves for its readers' convenience; none: it serves none.
    pub served_policy: Option<Result<(), String>>,
    /// The older checkpoint the caller kept, and the root this ledger has at its size.
    pub known: Option<(SignedCheckpoint, Option<Hash>)>,
}

/// Whether the log signed a checkpoint: the key that had to, and what is wrong.
#[derive(Clone, Debug)]
pub(crate) struct SignatureSeen {
    pub key: String,
    pub wrong: Option<String>,
}

/// The cosignatures of a checkpoint.
#[derive(Clone, Debug)]
pub(crate) struct QuorumSeen {
    /// Names with times, seconds since 1970.
    pub cosigned: Vec<(String, u64)>,
    pub met: bool,
    /// The first witness's line that doesn't verify, or another reason to void the note.
    pub wrong: Option<String>,
}

/// Tiles and bundles as served.
#[derive(Debug, Default)]
pub(crate) struct LedgerSeen {
    pub tiles: u64,
    pub bundles: u64,
    /// Paths that are not there.
    pub missing: Capped<String>,
    pub given_up: Option<GivenUp>,
    /// Bundles that can't be split into their entries.
    pub malformed: Capped<(String, String)>,
    /// Entries whose hash is not the one in the tile: index, in the tile, of the entry.
    pub leaves: Capped<(u64, Hash, Hash)>,
    /// Hashes of upper tiles that are not those of the tiles below: path, position, below, in the tile.
    pub nodes: Capped<(String, u64, Hash, Hash)>,
    /// Partial bundles (true) and tiles of earlier sizes that are no prefix of what replaced them.
    pub partial: Vec<(bool, Difference)>,
    /// How many of them were looked at: bundles, tiles.
    pub partials: (u64, u64),
    /// Root of the level-0 tiles.
    pub root: Option<Hash>,
}

/// Where the reading of the ledger ended before its end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GivenUp {
    /// The first entry that was not looked at.
    pub from: u64,
    /// Entries that the checkpoint says there are.
    pub size: u64,
    pub why: GaveUp,
}

/// Why the ledger was not read on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum GaveUp {
    /// Nothing was there any more.
    Nothing,
    /// Too much was missing or wrong, and the log vouches for no size.
    Unvouched,
}

/// Entries as replayed.
#[derive(Debug, Default)]
pub(crate) struct EntriesSeen {
    pub count: u64,
    pub by_kind: BTreeMap<Kind, u64>,
    /// Refusals of entries that could be read.
    pub refusals: Refusals,
    /// For each cosigned checkpoint: path, its last entry and that entry's time (ms), witness, its time (s).
    pub cosigned: Vec<CosignedSeen>,
}

/// A cosignature beside the last entry it covers.
#[derive(Debug)]
pub(crate) struct CosignedSeen {
    pub path: String,
    pub entry: u64,
    pub entry_ms: u64,
    pub witness: String,
    pub time_s: u64,
}

/// The list of cuts and what lies in their folders.
#[derive(Debug, Default)]
pub(crate) struct CutsSeen {
    /// `cuts/index` is there.
    pub listed: bool,
    /// Its first wrong line.
    pub bad_line: Option<(u64, String)>,
    /// Ascending. The last may be beyond what could be read of the ledger; none behind it is kept.
    pub rows: Vec<CutRow>,
    /// Those behind the first beyond the ledger.
    pub beyond: Option<Beyond>,
    pub seen: Vec<CutSeen>,
}

/// Listed cuts that nothing can be said about one by one: the ledger ends before even the cut before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Beyond {
    pub count: u64,
    /// Size of the last.
    pub last: u64,
}

impl CutsSeen {
    /// One more row that isn't kept.
    pub(crate) fn pass_over(&mut self, size: u64) {
        let Beyond { count, last } = self.beyond.unwrap_or(Beyond { count: 0, last: 0 });
        self.beyond = Some(Beyond { count: count + 1, last: last.max(size) });
    }

    /// Size of the newest listed cut.
    pub(crate) fn newest(&self) -> Option<u64> {
        self.beyond.map(|beyond| beyond.last).or_else(|| self.rows.last().map(|row| row.size))
    }
}

/// A line of `cuts/index`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CutRow {
    pub size: u64,
    pub tables: bool,
}

/// One cut.
#[derive(Debug)]
pub(crate) struct CutSeen {
    pub size: u64,
    /// Files of its folder that are not there.
    pub missing: Vec<&'static str>,
    pub checkpoint: Option<CutCheckpoint>,
    /// The hash of the manifest before, as served, and what this manifest says it is; none: no manifest.
    pub chain: Option<(Option<Hash>, ChainSeen)>,
    /// The manifest against what the ledger gives.
    pub manifest: Compared,
    pub changes: Compared,
}

/// What a manifest says about the one before.
#[derive(Debug)]
pub(crate) enum ChainSeen {
    Says(Option<Hash>),
    Malformed { line: u64, what: &'static str },
}

/// A file held against the bytes the ledger gives.
#[derive(Debug)]
pub(crate) enum Compared {
    /// Nothing to compare: the file is missing, or the ledger ends before.
    Not,
    Equal,
    Differs(Box<Difference>),
}

/// The checkpoint in a cut's folder.
#[derive(Debug)]
pub(crate) enum CutCheckpoint {
    Malformed(String),
    Read {
        signature: SignatureSeen,
        /// Size and root it says.
        says: (u64, Hash),
        /// Root of the ledger at the cut's size; none: the ledger ends before.
        root: Option<Hash>,
    },
}

/// What a published file is, for the control that answers for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Class {
    Totals,
    Station,
    Record,
    Page,
    Table,
    List,
}

/// The files of the newest cut.
#[derive(Debug, Default)]
pub(crate) struct FilesSeen {
    /// Files of the tree, and their bytes.
    pub expected: u64,
    /// Sheets the rosters expect.
    pub sheets: u64,
    /// Files that are not there.
    pub missing: Vec<String>,
    /// Files that are not there, and that a mirror of a part says it leaves out.
    pub left_out: u64,
    /// Sheets without a place in the files: path, contest, station.
    pub unsheeted: Vec<(String, String, String)>,
    /// Files compared, by class.
    pub compared: BTreeMap<Class, u64>,
    /// Files that are not what the ledger gives.
    pub differing: Vec<(Class, Difference)>,
    /// Files held against the served manifests, and those that differ.
    pub declared: u64,
    pub undeclared: Vec<Difference>,
    pub latest: Option<LatestSeen>,
    /// Files nobody expects; none: the source can't list.
    pub foreign: Option<Foreign>,
}

/// `latest.json`.
#[derive(Debug)]
pub(crate) enum LatestSeen {
    Missing,
    Read(Compared),
}

/// What a listing showed.
#[derive(Debug, Default)]
pub(crate) struct Foreign {
    /// Regular files.
    pub listed: u64,
    /// Files that nobody calls for.
    pub paths: Vec<String>,
    /// Links, pipes, devices.
    pub other: Vec<String>,
}

/// Blobs: bytes named by their hash.
#[derive(Debug, Default)]
pub(crate) struct BlobsSeen {
    pub named: Vec<BlobSeen>,
    /// Blobs that are there and nobody names.
    pub unnamed: Vec<String>,
    /// Photos that are not there, of a mirror that says it leaves out some.
    pub left_out: u64,
}

/// A blob a statement names.
#[derive(Debug)]
pub(crate) struct BlobSeen {
    pub sha256: Hash,
    /// The entry that names it first.
    pub entry: u64,
    pub role: BlobRole,
    pub redacted: bool,
    /// What lies in the places where it may lie.
    pub held: Vec<Held>,
}

/// What a blob is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BlobRole {
    /// Part of the definition, or a register, roll or audit made public.
    Register,
    /// Evidence whose bytes a capture brought.
    Evidence,
    /// Evidence named by its hash, whose bytes nobody has brought: published as pending.
    Pending,
}

/// Readings made again from their photos.
#[derive(Debug, Default)]
pub(crate) struct ReadingsSeen {
    pub counted: ReadingCount,
    /// What a reading says otherwise than its photos.
    pub differing: Capped<Difference>,
}

impl ReadingsSeen {
    /// With those that follow.
    #[must_use]
    pub(crate) fn and(mut self, after: ReadingsSeen) -> ReadingsSeen {
        let ReadingCount { again, other_reader, by_person, not_held } = after.counted;
        self.counted.again += again;
        self.counted.other_reader += other_reader;
        self.counted.by_person += by_person;
        self.counted.not_held += not_held;
        self.differing.append(after.differing);
        self
    }
}

/// What is held of a blob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// Path.
    Whole(String),
    /// Path, hash and length of what is there.
    Wrong(String, Hash, u64),
}
