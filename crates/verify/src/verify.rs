//! The verification: what is read in which order.

use std::time::{Duration, Instant};

use ledger::{BundleId, Hash, SignedCheckpoint, bundles_for_size};
use record::{RenderError, Renderer};
use tally::{Replay, ReplayError};

use crate::controls;
use crate::observed::{HeadSeen, Observed};
use crate::options::{Options, Stage};
use crate::passes::rebuild::Rebuild;
use crate::passes::scan::{self, Chunk, Scan};
use crate::passes::walk::Walk;
use crate::passes::{blobs, cuts, foreign, head, partials, programs, tiles};
use crate::reader::{Reader, limit};
use crate::report::{LeftOut, Report, Timings};
use crate::source::{Found, Source, SourceError};

/// Where the checkpoint lies.
pub(crate) const CHECKPOINT: &str = "ledger/checkpoint";

/// Why nothing can be said about a source.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// A file could not be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// There is no checkpoint.
    #[error("there is no `{CHECKPOINT}`: this is no publication of a ledger")]
    NoCheckpoint,
    /// The checkpoint is longer than one can be.
    #[error("`{CHECKPOINT}` is longer than the {0} bytes that a checkpoint can have")]
    LongCheckpoint(u64),
    /// The checkpoint is malformed.
    #[error("`{CHECKPOINT}`: {0}")]
    Checkpoint(#[from] ledger::CheckpointError),
    /// The ledger is empty.
    #[error("the ledger is empty: it has no definition to verify by")]
    Empty,
    /// The first entry can't be read.
    #[error("`{0}` doesn't hold the first entry, which defines the election")]
    NoFirstEntry(String),
    /// The definition can't be used.
    #[error("the definition: {0}")]
    Definition(#[from] ReplayError),
    /// What the ledger gives can't be rendered.
    #[error("rendering what the ledger gives: {0}")]
    Render(#[from] RenderError),
}

/// Verifies a publication: reads the whole ledger, replays it, makes every cut again and holds every published file
/// against it. Trusts nothing but the keys of the policy.
///
/// # Errors
/// Only when there is nothing to verify at all; whatever else is wrong is in the report.
pub fn verify(source: &dyn Source, options: &Options<'_>) -> Result<Report, Unreadable> {
    let start = Instant::now();
    let mut checkpoint = Vec::new();
    match source.read(CHECKPOINT, limit::HEAD, &mut checkpoint)? {
        Found::Absent => return Err(Unreadable::NoCheckpoint),
        // Its beginning may be a checkpoint; the file is none.
        Found::Longer => return Err(Unreadable::LongCheckpoint(limit::HEAD)),
        Found::Whole => {}
    }
    let signed = SignedCheckpoint::parse(&checkpoint)?;
    let size = signed.checkpoint.size;
    let reader = Reader::new(source);
    let listed_cuts = cuts::index(&reader, size);
    let known_size = options.known.as_ref().map(|known| known.checkpoint.size);
    let mut scan = Scan::new(size, listed_cuts.rows.iter().map(|row| row.size).chain(known_size));
    let mut ids = bundles_for_size(size);
    let mut chunk = scan::read(&reader, &next(&mut ids));
    let replay = begin(&reader, size, &chunk)?;
    scan.vouched = head::signature(&signed, options.policy, &replay.definition.log).wrong.is_none();
    let rebuild = Rebuild::new(Renderer::new(replay.election())?);
    let mut walk = Walk::new(&reader, options, replay, rebuild, listed_cuts);
    while !chunk.entries.is_empty() {
        let first = scan.position();
        if !scan.take(&chunk) {
            break;
        }
        let (ahead, roots) = (next(&mut ids), &scan.roots);
        let (read, taken) = rayon::join(|| scan::read(&reader, &ahead), || walk.take(first, &chunk, roots));
        taken?;
        chunk = read;
        (options.progress)(Stage::Ledger, scan.position(), size);
    }
    walk.unreached();
    if scan.position() == size {
        walk.cosigned(CHECKPOINT, &signed);
    }
    let ledger_end = start.elapsed();
    let seen = finish(&reader, options, signed, scan, walk);
    let moved_on = moved_on(source, &checkpoint);
    Ok(report(&reader, options, seen, moved_on, start, ledger_end))
}

fn next(ids: &mut dyn Iterator<Item = BundleId>) -> Vec<BundleId> {
    ids.take(scan::CHUNK).collect()
}

fn begin(reader: &Reader<'_>, size: u64, chunk: &Chunk) -> Result<Replay, Unreadable> {
    let (Some(first), Some(held)) = (chunk.entries.first(), chunk.held.first()) else {
        return Err(Unreadable::Empty);
    };
    if !held {
        let path = BundleId::at_size(0, size).map_or_else(String::new, |id| id.path());
        return Err(Unreadable::NoFirstEntry(format!("{}{path}", scan::FOLDER)));
    }
    let blob = |hash: &Hash| reader.get(&format!("blob/{}", hash.to_hex()), limit::BLOB);
    Ok(Replay::begin(first, &blob)?)
}

/// What was seen, and what the report says beside the controls.
struct Seen {
    observed: Observed,
    election: String,
    practice: bool,
    counted: Vec<crate::report::ContestCount>,
    redacted: u64,
    listed: bool,
    rebuilding: Duration,
    comparing: Duration,
}

fn finish(
    reader: &Reader<'_>,
    options: &Options<'_>,
    signed: SignedCheckpoint,
    mut scan: Scan,
    mut walk: Walk<'_>,
) -> Seen {
    let size = signed.checkpoint.size;
    let whole = scan.position() == size;
    scan.seen.root = scan.root();
    if whole {
        let level = std::mem::take(&mut scan.level);
        tiles::check(reader, size, level, &mut scan.seen);
    }
    let rebuilt = walk.files.latest.is_some();
    let tree = rebuilt.then_some(&walk.rebuild.tree);
    let listing = foreign::look(reader, tree, &walk.cuts, size);
    let listed = listing.as_ref().map(|listing| listing.outside.as_slice());
    let sizes: Vec<u64> = walk.cuts.rows.iter().map(|row| row.size).collect();
    partials::check(reader, size, &sizes, listed, &mut scan.seen);
    walk.entries.by_kind = std::mem::take(&mut walk.notes.by_kind);
    let blobs = blobs::look(reader, std::mem::take(&mut walk.notes), &walk.replay.tally, listed);
    let is_listed = listing.is_some();
    walk.files.foreign = listing.map(|listing| listing.foreign);
    let definition = &walk.replay.definition;
    let policy_keys = |policy: &ledger::Policy| policy.logs().iter().map(|log| log.key.to_string()).collect();
    let root_at = |size: u64| match size {
        0 => Some(ledger::empty_root()),
        size => scan.roots.get(&size).copied().flatten(),
    };
    let known_root = options.known.as_ref().and_then(|known| root_at(known.checkpoint.size));
    let head = HeadSeen {
        signature: head::signature(&signed, options.policy, &definition.log),
        quorum: options.policy.map(|policy| head::quorum(&signed, policy)),
        served_policy: head::served_policy(reader, &definition.log),
        log_keys: (definition.log.to_string(), options.policy.map(policy_keys)),
        known: options.known.clone().map(|known| (known, known_root)),
        signed,
    };
    Seen {
        election: definition.name.clone(),
        practice: definition.practice,
        counted: walk.counted,
        redacted: walk.replay.tally.redacted().len() as u64,
        listed: is_listed,
        rebuilding: walk.rebuilding,
        comparing: walk.comparing,
        observed: Observed {
            head,
            ledger: scan.seen,
            entries: walk.entries,
            cuts: walk.cuts,
            files: walk.files,
            blobs,
            readings: walk.readings.map(|readings| readings.seen),
            unreadable: reader.unreadable(),
        },
    }
}

/// Whether the publication went on to a newer head while it was read.
fn moved_on(source: &dyn Source, checkpoint: &[u8]) -> bool {
    let mut now = Vec::new();
    matches!(source.read(CHECKPOINT, limit::HEAD, &mut now), Ok(Found::Whole)) && now != checkpoint
}

fn report(
    reader: &Reader<'_>,
    options: &Options<'_>,
    seen: Seen,
    moved_on: bool,
    start: Instant,
    ledger_end: Duration,
) -> Report {
    let Seen { observed, election, practice, counted, redacted, listed, rebuilding, comparing } = seen;
    let (controls, findings) = controls::judge(&observed);
    let programs = programs::look(reader, options.programs);
    let checkpoint = &observed.head.signed.checkpoint;
    let total = start.elapsed();
    let ms = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    Report {
        self_consistent_only: options.policy.is_none(),
        source: reader.name(),
        election,
        practice,
        origin: checkpoint.origin.clone(),
        size: checkpoint.size,
        root: checkpoint.root.to_string(),
        cosigned: observed.head.quorum.as_ref().map_or_else(Vec::new, |quorum| quorum.cosigned.clone()),
        cuts: observed.cuts.rows.iter().map(|row| row.size).collect(),
        statements: observed.entries.count.saturating_sub(observed.entries.refusals.count()),
        files: observed.files.expected,
        counted,
        readings: observed.readings.as_ref().map(|readings| readings.counted),
        redacted,
        left_out: reader.part.clone().map(|part| LeftOut {
            region: part.region,
            photos: part.photos,
            files: observed.files.left_out,
            photos_missing: observed.blobs.left_out,
        }),
        programs,
        listed,
        moved_on,
        controls,
        findings,
        timings: Timings {
            ledger_ms: ms(ledger_end.saturating_sub(rebuilding + comparing)),
            rebuild_ms: ms(rebuilding),
            files_ms: ms(total.saturating_sub(ledger_end) + comparing),
            total_ms: ms(total),
        },
    }
}
