//! One round: what is new at the origin, checked, and shown.

use std::cell::Cell;
use std::collections::BTreeSet;

use ledger::{
    BuildError, BundleId, CheckError, Checkpoint, Edge, Hash, SignedCheckpoint, WIDTH, bundles_for_size,
    decode_bundle, new_bundles, sha256,
};
use mirror::{Evidence, Growth, Manifests, Names, RelateError, Relation, Tiles, relate};
use publish::CutRow;
use rayon::prelude::*;
use record::{Kept, LATEST_PATH, MIRROR_PATH, MIRRORS_PATH, MirrorNote, SERVICES_PATH, Tree};
use serde::Deserialize;
use serde_json::json;
use tally::{Replay, Trust};

use super::failure::MirrorFailure;
use super::overlay::Overlay;
use super::stage::{Brought, Stage};
use super::{HEAD, Mirror, Origin, show};
use crate::checking::check;
use crate::error::Failure;
use crate::folder::write_whole;
use crate::programs::PROGRAMS;
use crate::progress::Bar;
use crate::texts::say;

/// Most bytes of a bundle: 256 entries with their lengths.
const BUNDLE: u64 = 256 * (2 + 65_535);
/// Most bytes of a tile: 256 hashes.
const TILE: u64 = 256 * 32;
/// Most bytes of the list of cuts, of a manifest or a table of changes, of a blob, of a photo.
const LIST: u64 = 1 << 28;
const MANIFEST: u64 = 1 << 30;
const BLOB: u64 = 1 << 28;
const PHOTO: u64 = 1 << 26;
/// Files asked for at once: each waits for the line far longer than for a processor.
const LINES: usize = 16;
/// Bundles fetched, and read, at a time.
const BUNDLES: usize = 64;
/// Times a round begins again because the origin went on meanwhile.
const TRIES: u32 = 5;

/// What a round came to.
#[derive(Debug)]
pub enum Outcome {
    /// The head is the one that is shown.
    Nothing,
    /// A newer cut is shown.
    Shown(Done),
}

/// A cut that was brought.
#[derive(Debug)]
pub struct Done {
    /// Its number.
    pub cut: u64,
    /// What was fetched and what was here.
    pub brought: Brought,
    /// Blobs taken away since their bytes are redacted.
    pub gone: u64,
    /// Findings about what the ledger itself says, which any faithful copy has; the first of them.
    pub told: Option<(u64, String)>,
}

/// What is needed of `latest.json`.
#[derive(Deserialize)]
struct Latest {
    cut: u64,
    root: String,
    manifest: String,
}

/// What is staged, to be checked as a whole.
struct Staged {
    gone: Vec<String>,
    tree: Tree,
}

impl Mirror {
    /// Brings the folder up to date. `now_ms` is the time, for evidence; `warn` is told what is no reason to stop.
    pub fn round(&self, now_ms: u64, warn: &mut dyn FnMut(&str)) -> Result<Outcome, Failure> {
        for _ in 0..TRIES {
            let offered = self.head(&self.origin)?;
            self.follow(&offered, now_ms)?;
            self.compare(&offered, now_ms, warn)?;
            if self.shows(&offered)? {
                return Ok(Outcome::Nothing);
            }
            match self.bring(&offered) {
                Ok(done) => return Ok(Outcome::Shown(done)),
                Err(Failure::Mirror(failure)) if failure.may_be_moved() => {
                    let now = self.head(&self.origin)?;
                    if now.checkpoint == offered.checkpoint {
                        return Err(failure.into());
                    }
                }
                Err(failure) => return Err(failure),
            }
        }
        Err(MirrorFailure::MovesOn { from: self.origin.address.clone() }.into())
    }

    /// The head at an address, signed and cosigned as the policy wants.
    fn head(&self, origin: &Origin) -> Result<SignedCheckpoint, MirrorFailure> {
        let path = "ledger/checkpoint";
        let lacks = || MirrorFailure::Lacks { from: origin.address.clone(), path: path.to_owned() };
        let bytes = origin.get(path, HEAD)?.ok_or_else(lacks)?;
        let untrusted = |what: String| MirrorFailure::Untrusted {
            from: origin.address.clone(),
            pinned: self.pinned(),
            what,
        };
        let head = SignedCheckpoint::parse(&bytes).map_err(|error| untrusted(error.to_string()))?;
        let verdict = self.policy.check(&head).map_err(|error: CheckError| untrusted(error.to_string()))?;
        if verdict.quorum_met { Ok(head) } else { Err(untrusted(say!("mirror-no-quorum"))) }
    }

    /// Refuses a head that does not begin with everything that is held.
    fn follow(&self, offered: &SignedCheckpoint, now_ms: u64) -> Result<(), Failure> {
        let Some(held) = self.held()? else { return Ok(()) };
        let (was, is) = (&held.checkpoint, &offered.checkpoint);
        let relation = if was.size < is.size {
            related(was, is, &self.origin)?
        } else {
            // Where the folder's own tiles can't tell, a smaller head is old all the same.
            let shown = Origin::at(&self.folder.display().to_string());
            related(was, is, &shown).unwrap_or(Relation::Older)
        };
        let here = self.folder.display().to_string();
        self.judge((&here, &held), (&self.origin.address, offered), &relation, true, now_ms)
    }

    /// Compares the head with those that others give.
    fn compare(
        &self,
        offered: &SignedCheckpoint,
        now_ms: u64,
        warn: &mut dyn FnMut(&str),
    ) -> Result<(), Failure> {
        for other in &self.also {
            let theirs = match self.head(other) {
                Ok(head) => head,
                Err(failure) => {
                    warn(&super::told(&failure));
                    continue;
                }
            };
            let (ours, is) = (&offered.checkpoint, &theirs.checkpoint);
            match related(ours, is, if ours.size < is.size { other } else { &self.origin }) {
                Ok(relation) => {
                    let (one, two) =
                        ((self.origin.address.as_str(), offered), (other.address.as_str(), &theirs));
                    self.judge(one, two, &relation, false, now_ms)?;
                }
                Err(failure) => warn(&super::told(&failure)),
            }
        }
        Ok(())
    }

    /// Keeps the evidence that two heads are, if they are any.
    fn judge(
        &self,
        held: (&str, &SignedCheckpoint),
        offered: (&str, &SignedCheckpoint),
        relation: &Relation,
        shrinks: bool,
        now_ms: u64,
    ) -> Result<(), Failure> {
        let Some(evidence) = Evidence::of(held, offered, relation, shrinks, now_ms) else { return Ok(()) };
        let folder = self.state.join("evidence");
        std::fs::create_dir_all(&folder)
            .map_err(|error| Failure::file("creating the folder", &folder, error))?;
        let path = folder.join(evidence.file_name());
        if !path.exists() {
            write_whole(&path, evidence.to_json().as_bytes(), 0o644)?;
        }
        Err(MirrorFailure::Evidence { from: offered.0.to_owned(), forked: evidence.is_fork(), path }.into())
    }

    /// Whether this very head is shown, whole.
    fn shows(&self, offered: &SignedCheckpoint) -> Result<bool, Failure> {
        let shown = super::read(&self.folder.join("ledger/checkpoint"))?;
        let held = self.held()?.is_some_and(|held| held.note == offered.note);
        Ok(held
            && shown.is_some_and(|shown| shown == offered.note)
            && self.folder.join(LATEST_PATH).is_file())
    }

    fn bring(&self, offered: &SignedCheckpoint) -> Result<Done, Failure> {
        let stage = Stage::new(&self.origin, &self.folder, self.staging());
        let pool = rayon::ThreadPoolBuilder::new().num_threads(LINES).build();
        let pool = pool.map_err(|error| Failure::Network(error.to_string()))?;
        let staged = pool.install(|| self.stage(&stage, offered))?;
        let told = if self.recount { self.count_again(&stage, &staged, offered)? } else { None };
        show::show(&self.folder, &self.state, &staged.gone)?;
        let gone = staged.gone.len() as u64;
        Ok(Done { cut: offered.checkpoint.size, brought: stage.brought(), gone, told })
    }

    /// Fetches what is not shown yet, each file held against what names it.
    fn stage(&self, stage: &Stage<'_>, offered: &SignedCheckpoint) -> Result<Staged, Failure> {
        self.itself(stage)?;
        let head = &offered.checkpoint;
        let list = stage.needed("cuts/index", LIST, true)?;
        let rows = rows(&list, head.size)?;
        self.entries(stage, head)?;
        let (manifests, shown) = self.manifests(stage, &rows, head)?;
        let (replay, names) = self.replay(stage, head)?;
        let kept = self.kept(&replay)?;
        let publishes = |hash: &Hash| replay.tally.publishes(hash);
        let wanted: Vec<Hash> = names.wanted().filter(publishes).collect();
        self.blobs(stage, &wanted)?;
        files(stage, &manifests.tree, &shown, &kept)?;
        self.cuts(stage, &rows)?;
        latest(stage, head, &manifests)?;
        stage.put("ledger/checkpoint", &offered.note)?;
        let places = |hash: &Hash| FOLDERS.map(|folder| format!("{folder}/{}", hash.to_hex()));
        let gone = replay.tally.redacted().iter().flat_map(places).filter(|path| stage.has(path)).collect();
        Ok(Staged { gone, tree: manifests.tree })
    }

    /// What the mirror says of itself, or has of its own: all that no manifest names.
    fn itself(&self, stage: &Stage<'_>) -> Result<(), Failure> {
        let note = MirrorNote::new(&self.origin.address, &self.part).to_json();
        let staged = super::read(&stage.root().join(MIRROR_PATH))?;
        // What another part has staged would be shown with this one.
        if staged
            .is_some_and(|staged| MirrorNote::parse(&staged).is_none_or(|staged| staged.part() != self.part))
        {
            show::clear(stage.root())?;
        }
        stage.put(MIRROR_PATH, note.as_bytes())?;
        stage.own("policy", self.policy_text.as_bytes())?;
        for (path, bytes) in PROGRAMS {
            stage.own(path, bytes)?;
        }
        // Nobody signs where others are: what stands here is what whoever runs the mirror was told.
        let others: Vec<_> = [&self.origin]
            .into_iter()
            .chain(&self.also)
            .filter(|other| other.address.starts_with("http"))
            .map(|other| json!({ "name": other.address, "url": other.address }))
            .collect();
        stage.own(MIRRORS_PATH, json!({ "mirrors": others }).to_string().as_bytes())?;
        stage.own(SERVICES_PATH, json!({ "url": null }).to_string().as_bytes())
    }

    /// Brings the entries; tiles are made of them.
    fn entries(&self, stage: &Stage<'_>, head: &Checkpoint) -> Result<(), Failure> {
        let edge = self.edge();
        let from = edge.size();
        let mut growth = Growth::new(edge, head.size);
        let ids: Vec<BundleId> = new_bundles(from, head.size).collect();
        let bar = Bar::new(say!("bar-mirroring-ledger"), ids.len() as u64);
        let grown = ids.chunks(BUNDLES).try_for_each(|chunk| {
            let read: Vec<Vec<u8>> = chunk
                .par_iter()
                .map(|id| stage.needed(&format!("ledger/{}", id.path()), BUNDLE, false))
                .collect::<Result<_, _>>()?;
            for (id, bytes) in chunk.iter().zip(read) {
                let made = growth.take(*id, &bytes).map_err(not_the_ledger)?;
                for (path, tile) in made {
                    stage.put(&format!("ledger/{path}"), &tile)?;
                }
            }
            bar.advance(chunk.len() as u64);
            Ok(())
        });
        let grown: Result<(), Failure> =
            grown.and_then(|()| Ok(growth.finish(head.root).map_err(not_the_ledger)?));
        if matches!(&grown, Err(Failure::Mirror(MirrorFailure::Wrong { .. }))) {
            stage.forget("ledger");
        }
        grown
    }

    /// The right edge of the ledger that is shown; that of an empty one where its tiles are damaged: then all is fetched again.
    fn edge(&self) -> Edge {
        let shown = Origin::at(&self.folder.display().to_string());
        let edge = || -> Option<Edge> {
            let held = self.held().ok()??.checkpoint;
            let note = shown.get("ledger/checkpoint", HEAD).ok()??;
            if SignedCheckpoint::parse(&note).ok()?.checkpoint != held {
                return None;
            }
            let tiles =
                Tiles { size: held.size, read: |path: &str| shown.get(&format!("ledger/{path}"), TILE) };
            Edge::from_tiles(&tiles, held.size, &held.root).ok()
        };
        edge().unwrap_or_default()
    }

    /// The chain of manifests up to the head, and the tree of the cut that is shown.
    fn manifests(
        &self,
        stage: &Stage<'_>,
        rows: &[CutRow],
        head: &Checkpoint,
    ) -> Result<(Manifests, Tree), Failure> {
        let (mut manifests, mut shown, mut showing) = (Manifests::default(), Tree::new(), true);
        for row in rows {
            let path = format!("cuts/{}/manifest", row.size);
            if showing && !self.folder.join(&path).is_file() {
                showing = false;
                shown = manifests.tree.clone();
            }
            let bytes = if showing {
                stage.keep();
                super::read(&self.folder.join(&path))?.unwrap_or_default()
            } else {
                stage.needed(&path, MANIFEST, false)?
            };
            let taken = std::str::from_utf8(&bytes).map_err(|error| error.to_string()).and_then(|text| {
                let head = (row.size == head.size).then_some(head);
                manifests.take(row.size, text, head).map_err(|error| error.to_string())
            });
            if let Err(what) = taken {
                stage.forget(&path);
                return Err(MirrorFailure::wrong(&path, what).into());
            }
        }
        if showing {
            shown = manifests.tree.clone();
        }
        Ok((manifests, shown))
    }

    /// The count at the head, by whose statements blobs are named.
    fn replay(&self, stage: &Stage<'_>, head: &Checkpoint) -> Result<(Replay, Names), Failure> {
        let bundle = |id: &BundleId| -> Result<Vec<Vec<u8>>, Failure> {
            let path = format!("ledger/{}", id.path());
            let wrong = || MirrorFailure::wrong(&path, say!("mirror-wrong-bundle"));
            let bytes = stage.read(&path)?.ok_or_else(wrong)?;
            Ok(decode_bundle(&bytes).map_err(|_| wrong())?.into_iter().map(<[u8]>::to_vec).collect())
        };
        let ids: Vec<BundleId> = bundles_for_size(head.size).collect();
        let first = ids.first().map(&bundle).transpose()?.unwrap_or_default();
        let definition = first.first().ok_or(Failure::EmptyLedger)?;
        // What is wrong with a file of the law, or with the disk, says more than that it is not there.
        let failed = Cell::new(None);
        let law = |hash: &Hash| {
            Mirror::law(stage, *hash).unwrap_or_else(|failure| {
                failed.set(Some(failure));
                None
            })
        };
        let begun = Replay::begin(definition, &law);
        if let Some(failure) = failed.take() {
            return Err(failure);
        }
        let mut replay = begun?;
        let header = replay.election().profile.header.clone();
        let election = std::sync::Arc::clone(replay.election());
        let kept = kept(&self.part, &election)?;
        let mut names = Names::default();
        names.take(&header, &kept, first.get(..1).unwrap_or_default());
        let bar = Bar::new(say!("bar-checking-ledger"), ids.len() as u64);
        for chunk in ids.chunks(BUNDLES) {
            let read: Vec<Vec<Vec<u8>>> = chunk.par_iter().map(&bundle).collect::<Result<_, _>>()?;
            let mut entries: Vec<Vec<u8>> = read.into_iter().flatten().collect();
            let mut from = chunk.first().map_or(0, |id| id.index.saturating_mul(WIDTH));
            if from == 0 {
                // The definition began it all.
                entries.drain(..1.min(entries.len()));
                from = 1;
            }
            names.take(&header, &kept, &entries);
            replay.apply(from, &entries, Trust::Nobody, &mut |_| {});
            bar.advance(chunk.len() as u64);
        }
        Ok((replay, names))
    }

    /// A file that the election is made of.
    fn law(stage: &Stage<'_>, hash: Hash) -> Result<Option<Vec<u8>>, Failure> {
        let path = format!("blob/{}", hash.to_hex());
        if let Some(held) = stage.read(&path)?.filter(|held| sha256(held) == hash) {
            return Ok(Some(held));
        }
        let Some(bytes) = stage.fetch(&path, BLOB)? else { return Ok(None) };
        if sha256(&bytes) != hash {
            return Err(MirrorFailure::wrong(&path, say!("mirror-wrong-hash")).into());
        }
        stage.put(&path, &bytes)?;
        Ok(Some(bytes))
    }

    fn kept<'r>(&self, replay: &'r Replay) -> Result<Kept<'r>, Failure> {
        kept(&self.part, replay.election())
    }

    /// Brings blobs. One that the origin doesn't have may be waited for, as photos and texts are: `verify` says what must be there.
    fn blobs(&self, stage: &Stage<'_>, wanted: &[Hash]) -> Result<(), Failure> {
        let bar = Bar::new(say!("bar-mirroring-photos"), wanted.len() as u64);
        wanted.par_iter().try_for_each(|hash| {
            self.blob(stage, *hash)?;
            bar.advance(1);
            Ok(())
        })
    }

    fn blob(&self, stage: &Stage<'_>, hash: Hash) -> Result<(), Failure> {
        let places = FOLDERS.map(|folder| format!("{folder}/{}", hash.to_hex()));
        if places.iter().any(|path| stage.has(path)) {
            stage.keep();
            return Ok(());
        }
        for (path, most) in places.iter().zip([BLOB, PHOTO]).rev() {
            if most == PHOTO && !self.part.photos {
                continue;
            }
            let Some(bytes) = stage.fetch(path, most)? else { continue };
            if sha256(&bytes) != hash {
                return Err(MirrorFailure::wrong(path, say!("mirror-wrong-hash")).into());
            }
            return stage.put(path, &bytes);
        }
        Ok(())
    }

    /// Brings what else lies in the cuts' folders.
    fn cuts(&self, stage: &Stage<'_>, rows: &[CutRow]) -> Result<(), Failure> {
        rows.par_iter().try_for_each(|row| {
            let of_cut = |file: &str| format!("cuts/{}/{file}", row.size);
            let (changes, checkpoint) = (of_cut("changes.csv"), of_cut("checkpoint"));
            for path in [&changes, &checkpoint] {
                if stage.has(path) {
                    stage.keep();
                    continue;
                }
                let bytes = stage.needed(path, MANIFEST, false)?;
                let signed = || {
                    let head = SignedCheckpoint::parse(&bytes).ok()?;
                    (head.checkpoint.size == row.size && self.policy.check(&head).is_ok()).then_some(())
                };
                if path == &checkpoint && signed().is_none() {
                    stage.forget(path);
                    return Err(MirrorFailure::wrong(path, say!("mirror-wrong-head")).into());
                }
            }
            Ok(())
        })
    }

    /// Makes the count again on what will be shown. A shown file that was damaged here is fetched again, once. What is only of the
    /// ledger comes back, to be told.
    fn count_again(
        &self,
        stage: &Stage<'_>,
        staged: &Staged,
        offered: &SignedCheckpoint,
    ) -> Result<Option<(u64, String)>, Failure> {
        let mut mended = false;
        loop {
            let overlay = Overlay::new(stage.root(), &self.folder, staged.gone.iter().cloned());
            let report = check(&overlay, Some(&self.policy), self.held()?, false).map_err(|error| {
                Failure::Unreadable { target: self.folder.display().to_string(), what: error.to_string() }
            })?;
            debug_assert_eq!(report.size, offered.checkpoint.size);
            let (stopping, told): (Vec<_>, Vec<_>) =
                report.findings.iter().partition(|finding| mirror::stops(finding.control));
            let Some(first) = stopping.first() else {
                return Ok(told.first().map(|first| (told.len() as u64, first.to_string())));
            };
            let failed: BTreeSet<&str> = stopping.iter().map(|finding| finding.place.path.as_str()).collect();
            let here = failed.into_iter().filter(|path| !stage.root().join(path).exists());
            let damaged: Vec<_> = here.filter_map(|path| Some((path, *staged.tree.get(path)?))).collect();
            if mended || damaged.is_empty() {
                let (count, first) = (stopping.len() as u64, first.to_string());
                // Tables of changes are named by no manifest: what was fetched wrong must not be found again.
                stage.forget("cuts");
                return Err(MirrorFailure::Findings { count, first }.into());
            }
            for (path, entry) in damaged {
                stage.named(path, entry.bytes, entry.sha256)?;
            }
            mended = true;
        }
    }
}

/// Where blobs are published.
const FOLDERS: [&str; 2] = ["blob", "photo"];

/// Relates two heads by the tiles at an origin.
fn related(held: &Checkpoint, offered: &Checkpoint, tiles: &Origin) -> Result<Relation, MirrorFailure> {
    let size = held.size.max(offered.size);
    let tiles_at = Tiles { size, read: |path: &str| tiles.get(&format!("ledger/{path}"), TILE) };
    relate(held, offered, &tiles_at).map_err(|error| {
        let what = match error {
            RelateError::Tiles(BuildError::Reader(failure)) => return failure,
            RelateError::Tiles(_) | RelateError::Root => say!("mirror-wrong-tiles"),
            RelateError::OtherLedger { held, offered } => {
                say!("mirror-other-ledger", held = held, offered = offered)
            }
        };
        MirrorFailure::wrong("ledger/tile", what)
    })
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` wants")]
fn not_the_ledger(error: mirror::GrowthError) -> MirrorFailure {
    MirrorFailure::wrong("ledger/tile/entries", error.to_string())
}

/// The list of cuts, whose last must be the head's.
fn rows(list: &[u8], size: u64) -> Result<Vec<CutRow>, MirrorFailure> {
    let wrong = |what: String| MirrorFailure::wrong("cuts/index", what);
    let text = std::str::from_utf8(list).map_err(|error| wrong(error.to_string()))?;
    let rows = publish::parse_cuts(text).map_err(|line| wrong(say!("mirror-wrong-line", line = line)))?;
    if rows.last().is_some_and(|last| last.size == size) {
        Ok(rows)
    } else {
        Err(wrong(say!("mirror-wrong-cut")))
    }
}

fn kept<'e>(part: &record::Part, election: &'e election::Election) -> Result<Kept<'e>, Failure> {
    let none = || MirrorFailure::NoRegion(part.region.clone().unwrap_or_default());
    Ok(Kept::new(part, election).ok_or_else(none)?)
}

/// Brings the files of the tree that are not shown as they must be.
fn files(stage: &Stage<'_>, tree: &Tree, shown: &Tree, kept: &Kept<'_>) -> Result<(), Failure> {
    let mut wanted = Vec::new();
    tree.visit(&mut |path, entry| {
        if !kept.file(path) {
            return;
        }
        let same = shown.get(path).is_some_and(|shown| shown.sha256 == entry.sha256);
        if same && stage.shows(path, entry.bytes) {
            stage.keep();
        } else {
            wanted.push((path.to_owned(), entry.bytes, entry.sha256));
        }
    });
    let bar = Bar::new(say!("bar-mirroring-files"), wanted.len() as u64);
    wanted.par_iter().try_for_each(|(path, bytes, hash)| {
        stage.named(path, *bytes, *hash)?;
        bar.advance(1);
        Ok(())
    })
}

/// The newest cut's summary: what clients look at must speak of this head and this manifest.
fn latest(stage: &Stage<'_>, head: &Checkpoint, manifests: &Manifests) -> Result<(), Failure> {
    let bytes = stage.needed(LATEST_PATH, HEAD, true)?;
    let wrong = |what: String| MirrorFailure::wrong(LATEST_PATH, what);
    let latest: Latest = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
    let manifest = manifests.newest.map(|hash| hash.to_hex());
    let fits = latest.cut == head.size && latest.root == head.root.to_string();
    if fits && Some(latest.manifest) == manifest {
        Ok(())
    } else {
        Err(wrong(say!("mirror-wrong-cut")).into())
    }
}
