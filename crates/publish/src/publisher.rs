//! Making a cut.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use blobs::Blobs;
use ledger::{BundleId, Hash, TileId};
use rayon::prelude::*;
use record::{Renderer, Tree, Unit, View, Was};
use tally::Changes;

use crate::cut_list::{CutList, CutRow};
use crate::error::PublishError;
use crate::files::{self, write_durably};

/// Units rendered between two looks at the progress bar.
const CHUNK: usize = 20_000;

/// How far a cut has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Files rendered.
    pub done: u64,
    /// Files to render.
    pub of: u64,
}

/// A cut that has been published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its number.
    pub size: u64,
    /// Files looked at.
    pub rendered: u64,
    /// Files that had changed and were written.
    pub written: u64,
    /// SHA-256 of its manifest.
    pub manifest: Hash,
}

/// Writes an election's public tree. One publisher a tree.
pub struct Publisher {
    pub(crate) root: PathBuf,
    pub(crate) ledger: PathBuf,
    blobs: Box<dyn Blobs>,
    cuts: CutList,
    tree: Tree,
    manifest: Option<Hash>,
    finished: usize,
    /// Held for the publisher's lifetime: two publishers would write the same files.
    _lock: std::fs::File,
}

impl Publisher {
    /// Opens the public tree at `root` of the election whose ledger's files lie in `ledger`, its blobs in `blobs`, and
    /// whose list of cuts is the file `cuts`. Damaged or missing parts of the tree are made again.
    pub fn open(
        root: &Path,
        ledger: &Path,
        blobs: Box<dyn Blobs>,
        cuts: &Path,
    ) -> Result<Publisher, PublishError> {
        let lock = lock(cuts)?;
        let mut publisher = Publisher {
            _lock: lock,
            root: root.to_owned(),
            ledger: ledger.to_owned(),
            blobs,
            cuts: CutList::open(cuts)?,
            tree: Tree::new(),
            manifest: None,
            finished: 0,
        };
        let latest = latest_cut(root, ledger);
        for row in publisher.cuts.rows() {
            if latest.is_none_or(|latest| row.size > latest) {
                break;
            }
            let path = root.join(format!("cuts/{}/manifest", row.size));
            let Ok(text) = std::fs::read_to_string(&path) else { break };
            publisher
                .tree
                .replay(&text)
                .map_err(|source| PublishError::Manifest { path: path.clone(), source })?;
            publisher.manifest = Some(ledger::sha256(text.as_bytes()));
            publisher.finished += 1;
        }
        Ok(publisher)
    }

    /// The newest cut that is wholly published; the state to begin from.
    pub fn finished(&self) -> Option<CutRow> {
        self.cuts.rows().get(self.finished.checked_sub(1)?).copied()
    }

    /// Cuts that were begun and not finished, oldest first: they are made again before any new one.
    pub fn unfinished(&self) -> &[CutRow] {
        self.cuts.rows().get(self.finished..).unwrap_or(&[])
    }

    /// The cuts, finished or not, oldest first.
    pub(crate) fn rows(&self) -> &[CutRow] {
        self.cuts.rows()
    }

    /// The tree of published files.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Makes the cut of `view`, which `changes` lead to from the newest finished cut.
    ///
    /// `checkpoint` is the signed checkpoint of the cut's size; it may be left out for a cut that was begun before, which
    /// kept it. `tables` says whether the tables are remade; for an
    /// unfinished cut, what the list says counts.
    pub fn publish(
        &mut self,
        renderer: &Renderer,
        view: &View<'_>,
        changes: &Changes,
        tables: bool,
        checkpoint: Option<&[u8]>,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Published, PublishError> {
        let size = view.cut.size;
        let checkpoint = self.keep_checkpoint(size, checkpoint)?;
        let tables = match self.unfinished().first() {
            Some(row) if row.size == size => row.tables,
            Some(_) | None => {
                self.cuts.push(CutRow { size, tables })?;
                tables
            }
        };
        self.link_ledger(view)?;
        let mut published = Published { size, rendered: 0, written: 0, manifest: Hash([0; 32]) };
        self.write_units(renderer, view, changes, progress, &mut published)?;
        if tables {
            self.write_tables(view, &mut published)?;
        }
        self.write_changes(view, changes)?;
        self.write_cut(view, tables, &checkpoint, &mut published)?;
        Ok(published)
    }

    fn write_units(
        &mut self,
        renderer: &Renderer,
        view: &View<'_>,
        changes: &Changes,
        progress: &(dyn Fn(Progress) + Sync),
        published: &mut Published,
    ) -> Result<(), PublishError> {
        let units = renderer.units(view, changes);
        let fresh = self.finished == 0;
        let of = units.len() as u64;
        for chunk in units.chunks(CHUNK) {
            let tree = &self.tree;
            let root = &self.root;
            let written: Vec<Option<(String, u64, Hash)>> = chunk
                .par_iter()
                .with_min_len(32)
                .map(|unit| write_unit(root, tree, renderer, view, *unit, fresh))
                .collect::<Result<_, PublishError>>()?;
            for (path, bytes, sha256) in written.into_iter().flatten() {
                self.tree.set(&path, bytes, sha256);
                published.written += 1;
            }
            published.rendered += chunk.len() as u64;
            progress(Progress { done: published.rendered, of });
        }
        Ok(())
    }

    fn write_tables(&mut self, view: &View<'_>, published: &mut Published) -> Result<(), PublishError> {
        let (root, tree, fresh) = (&self.root, &mut self.tree, self.finished == 0);
        record::packages::<PublishError>(view, &mut |file| {
            published.rendered += 1;
            if tree.set(&file.path, file.bytes.len() as u64, ledger::sha256(&file.bytes)) != Was::Same {
                files::write(root, &file.path, &file.bytes, fresh)?;
                published.written += 1;
            }
            Ok(())
        })?;
        Ok(())
    }

    // Before the manifest is made, so that the two, a hundred megabytes each at a first cut, aren't held together.
    fn write_changes(&self, view: &View<'_>, changes: &Changes) -> Result<(), PublishError> {
        let table = record::tables::changes_table(view, changes)?;
        files::write(&self.root, &format!("cuts/{}/changes.csv", view.cut.size), &table, false)
    }

    fn write_cut(
        &mut self,
        view: &View<'_>,
        tables: bool,
        checkpoint: &[u8],
        published: &mut Published,
    ) -> Result<(), PublishError> {
        let size = view.cut.size;
        let manifest = self.tree.seal(view.cut, self.manifest, tables);
        let hash = ledger::sha256(manifest.as_bytes());
        let root = &self.root;
        files::write(root, &format!("cuts/{size}/checkpoint"), checkpoint, false)?;
        files::write(root, &format!("cuts/{size}/manifest"), manifest.as_bytes(), false)?;
        files::write(root, "ledger/checkpoint", checkpoint, false)?;
        let list = self.cuts.text_to(size);
        files::write(root, "cuts/index", list.as_bytes(), false)?;
        files::write(root, record::LATEST_PATH, &record::latest(view, &hash), false)?;
        // Readers see the cut now. It counts as finished once it is on the disk: after a power cut before that it is made
        // again, the same.
        files::sync(root)?;
        write_durably(&finished_path(&self.ledger), size.to_string().as_bytes(), 0o644)
            .map_err(PublishError::file("noting the finished cut in", &finished_path(&self.ledger)))?;
        self.manifest = Some(hash);
        self.finished += 1;
        published.manifest = hash;
        Ok(())
    }

    // Kept durably beside the ledger before the cut is listed: a signature can't be made again from the ledger.
    fn keep_checkpoint(&self, size: u64, checkpoint: Option<&[u8]>) -> Result<Vec<u8>, PublishError> {
        let folder = self.ledger.join("checkpoints");
        let path = folder.join(size.to_string());
        let kept = match std::fs::read(&path) {
            Ok(kept) => Some(kept),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(PublishError::file("reading", &path)(error)),
        };
        match (kept, checkpoint) {
            (Some(kept), _) => Ok(kept),
            (None, None) => Err(PublishError::NoCheckpoint { path }),
            (None, Some(bytes)) => {
                std::fs::create_dir_all(&folder)
                    .and_then(|()| write_durably(&path, bytes, 0o644))
                    .map_err(PublishError::file("keeping", &path))?;
                Ok(bytes.to_vec())
            }
        }
    }

    /// Everything a ledger of this size serves, and every blob named; of what was redacted the bytes go.
    fn link_ledger(&self, view: &View<'_>) -> Result<(), PublishError> {
        let size = view.cut.size;
        let places = |hash: &Hash| FOLDERS.map(|folder| self.root.join(folder).join(hash.to_hex()));
        for path in view.tally.redacted().iter().flat_map(places) {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(PublishError::file("removing", &path)(error));
                }
                Ok(()) | Err(_) => {}
            }
        }
        let from = self.finished().map_or(0, |row| row.size);
        let tiles = ledger::new_tiles(from, size).map(|tile: TileId| tile.path());
        let bundles = ledger::new_bundles(from, size).map(|bundle: BundleId| bundle.path());
        for path in tiles.chain(bundles) {
            let source = self.ledger.join(&path);
            // A partial file is not kept once the full one is there; the ledger's readers fall back to the full one.
            if source.exists() || !path.contains(".p/") {
                files::link(&source, &self.root, &format!("ledger/{path}"))?;
            }
        }
        self.link_blobs(view)
    }

    /// Links the blobs that statements name, or brings them from another machine; what else lies there may be a photo of somebody,
    /// and stays where it is.
    fn link_blobs(&self, view: &View<'_>) -> Result<(), PublishError> {
        let mut away = Vec::new();
        for hash in self.blobs.list()?.into_iter().filter(|hash| view.tally.publishes(hash)) {
            let Some(file) = self.blobs.file(&hash) else {
                let there = FOLDERS.iter().any(|folder| self.root.join(folder).join(hash.to_hex()).exists());
                away.extend((!there).then_some(hash));
                continue;
            };
            let folder = folder_of(files::is_picture(&file)?);
            files::link(&file, &self.root, &format!("{folder}/{}", hash.to_hex()))?;
        }
        self.bring(&away)
    }

    /// Brings blobs from another machine, some at once: each waits for the line far longer than for a processor.
    fn bring(&self, away: &[Hash]) -> Result<(), PublishError> {
        let next = AtomicUsize::new(0);
        let bring = || {
            while let Some(hash) = away.get(next.fetch_add(1, Ordering::Relaxed)) {
                // One that is gone since it was listed is missing from the publication, and `verify` says so.
                let Some(bytes) = self.blobs.get(hash)? else { continue };
                let folder = folder_of(files::are_picture(&bytes));
                files::write(&self.root, &format!("{folder}/{}", hash.to_hex()), &bytes, false)?;
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..LINES.min(away.len())).map(|_| scope.spawn(bring)).collect();
            let ended = all.into_iter().map(|one| match one.join() {
                Ok(ended) => ended,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            ended.collect::<Result<(), PublishError>>()
        })
    }
}

/// Blobs brought from another machine at once; each is in memory while it is written.
const LINES: usize = 16;

/// Where blobs are published.
pub(crate) const FOLDERS: [&str; 2] = ["blob", "photo"];

fn folder_of(is_picture: bool) -> &'static str {
    let [blob, photo] = FOLDERS;
    if is_picture { photo } else { blob }
}

/// Renders a unit and writes its file if that differs from what is published.
fn write_unit(
    root: &Path,
    tree: &Tree,
    renderer: &Renderer,
    view: &View<'_>,
    unit: Unit,
    fresh: bool,
) -> Result<Option<(String, u64, Hash)>, PublishError> {
    let Some(path) = renderer.path(view, unit) else { return Ok(None) };
    let content = renderer.render(view, unit)?;
    let (bytes, sha256) = (content.len() as u64, ledger::sha256(&content));
    if tree.get(&path).is_some_and(|entry| entry.bytes == bytes && entry.sha256 == sha256) {
        return Ok(None);
    }
    files::write(root, &path, &content, fresh)?;
    Ok(Some((path, bytes, sha256)))
}

fn lock(cuts: &Path) -> Result<std::fs::File, PublishError> {
    let path = cuts.with_extension("lock");
    let file = std::fs::File::create(&path).map_err(PublishError::file("opening", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(PublishError::Busy { path }),
        Err(std::fs::TryLockError::Error(error)) => Err(PublishError::file("locking", &path)(error)),
    }
}

/// Where the newest cut is noted that is wholly on the disk.
fn finished_path(ledger: &Path) -> PathBuf {
    ledger.join("published")
}

/// The newest cut that is wholly on the disk; nothing is published where `latest.json` is not there.
fn latest_cut(root: &Path, ledger: &Path) -> Option<u64> {
    if !root.join(record::LATEST_PATH).is_file() {
        return None;
    }
    std::fs::read_to_string(finished_path(ledger)).ok()?.parse().ok()
}
