//! The verification: what is read in which order.

use std::time::{Duration, Instant};

use ledger::{BundleId, Hash, SignedCheckpoint, bundles_for_size};
use record::{RenderError, Renderer};
use tally::{Replay, ReplayError};

use crate::controls;
use crate::observed::{HeadSeen, Observed};
use crate::options::{Options, Stage};
use crate::passes::rebuild::{Rebuild, RebuildError};
use crate::passes::scan::{self, Chunk, Scan};
use crate::passes::walk::Walk;
use crate::passes::{blobs, cuts, foreign, head, partials, tiles};
use crate::report::{Report, Timings};
use crate::source::{Source, SourceError};

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

impl From<RebuildError> for Unreadable {
    fn from(error: RebuildError) -> Unreadable {
        match error {
            RebuildError::Render(error) => Unreadable::Render(error),
            RebuildError::Source(error) => Unreadable::Source(error),
        }
    }
}

/// Verifies a publication: reads the whole ledger, replays it, makes every cut again and holds every published file
/// against it. Trusts nothing but the keys of the policy.
///
/// # Errors
/// Only when there is nothing to verify at all; whatever else is wrong is in the report.
pub fn verify(source: &dyn Source, options: &Options<'_>) -> Result<Report, Unreadable> {
    let start = Instant::now();
    let checkpoint = source.get(CHECKPOINT)?.ok_or(Unreadable::NoCheckpoint)?;
    let signed = SignedCheckpoint::parse(&checkpoint)?;
    let size = signed.checkpoint.size;
    let listed_cuts = cuts::index(source)?;
    let known_size = options.known.as_ref().map(|known| known.checkpoint.size);
    let mut scan = Scan::new(size, listed_cuts.rows.iter().map(|row| row.size).chain(known_size));
    let mut ids = bundles_for_size(size);
    let mut chunk = scan::read(source, &next(&mut ids))?;
    let replay = begin(source, size, &chunk)?;
    let rebuild = Rebuild::new(Renderer::new(replay.election())?);
    let mut walk = Walk::new(source, options, replay, rebuild, listed_cuts);
    while !chunk.entries.is_empty() {
        let first = scan.position();
        if !scan.take(&chunk) {
            break;
        }
        let (ahead, roots) = (next(&mut ids), &scan.roots);
        let (read, taken) = rayon::join(|| scan::read(source, &ahead), || walk.take(first, &chunk, roots));
        taken?;
        chunk = read?;
        (options.progress)(Stage::Ledger, scan.position(), size);
    }
    walk.unreached()?;
    if scan.position() == size {
        walk.cosigned(CHECKPOINT, &signed);
    }
    let ledger_end = start.elapsed();
    let observed = finish(source, options, signed, scan, walk)?;
    Ok(report(source, options, observed, start, ledger_end))
}

fn next(ids: &mut dyn Iterator<Item = BundleId>) -> Vec<BundleId> {
    ids.take(scan::CHUNK).collect()
}

fn begin(source: &dyn Source, size: u64, chunk: &Chunk) -> Result<Replay, Unreadable> {
    let (Some(first), Some(held)) = (chunk.entries.first(), chunk.held.first()) else {
        return Err(Unreadable::Empty);
    };
    if !held {
        let path = BundleId::at_size(0, size).map_or_else(String::new, |id| id.path());
        return Err(Unreadable::NoFirstEntry(format!("{}{path}", scan::FOLDER)));
    }
    let blob = |hash: &Hash| source.get(&format!("blob/{}", hash.to_hex())).ok().flatten();
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
    source: &dyn Source,
    options: &Options<'_>,
    signed: SignedCheckpoint,
    mut scan: Scan,
    mut walk: Walk<'_>,
) -> Result<Seen, Unreadable> {
    let size = signed.checkpoint.size;
    let whole = scan.position() == size;
    scan.seen.root = scan.root();
    if whole {
        let level = std::mem::take(&mut scan.level);
        tiles::check(source, size, level, &mut scan.seen)?;
    }
    let listed = source.list("")?;
    let sizes: Vec<u64> = walk.cuts.rows.iter().map(|row| row.size).collect();
    partials::check(source, size, &sizes, listed.as_deref(), &mut scan.seen)?;
    let rebuilt = walk.files.latest.is_some();
    walk.files.foreign = listed
        .as_deref()
        .filter(|_| rebuilt)
        .map(|listed| foreign::look(listed, &walk.rebuild.tree, &walk.cuts.rows, size));
    walk.entries.by_kind = std::mem::take(&mut walk.notes.by_kind);
    let blobs = blobs::look(source, std::mem::take(&mut walk.notes), &walk.replay.tally, listed.as_deref())?;
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
        served_policy: head::served_policy(source, &definition.log)?,
        log_keys: (definition.log.to_string(), options.policy.map(policy_keys)),
        known: options.known.clone().map(|known| (known, known_root)),
        signed,
    };
    Ok(Seen {
        election: definition.name.clone(),
        practice: definition.practice,
        counted: walk.counted,
        redacted: walk.replay.tally.redacted().len() as u64,
        listed: listed.is_some(),
        rebuilding: walk.rebuilding,
        comparing: walk.comparing,
        observed: Observed {
            head,
            ledger: scan.seen,
            entries: walk.entries,
            cuts: walk.cuts,
            files: walk.files,
            blobs,
        },
    })
}

fn report(
    source: &dyn Source,
    options: &Options<'_>,
    seen: Seen,
    start: Instant,
    ledger_end: Duration,
) -> Report {
    let Seen { observed, election, practice, counted, redacted, listed, rebuilding, comparing } = seen;
    let (controls, findings) = controls::judge(&observed);
    let checkpoint = &observed.head.signed.checkpoint;
    let total = start.elapsed();
    let ms = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    Report {
        self_consistent_only: options.policy.is_none(),
        source: source.name(),
        election,
        practice,
        origin: checkpoint.origin.clone(),
        size: checkpoint.size,
        root: checkpoint.root.to_string(),
        cosigned: observed.head.quorum.as_ref().map_or_else(Vec::new, |quorum| quorum.cosigned.clone()),
        cuts: observed.cuts.rows.iter().map(|row| row.size).collect(),
        statements: observed.entries.count.saturating_sub(observed.entries.refusals.len() as u64),
        files: observed.files.expected,
        counted,
        redacted,
        listed,
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
