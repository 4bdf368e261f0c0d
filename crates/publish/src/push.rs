//! The public tree in another place, a bucket behind a network of caches: what the tree on disk has and the place hasn't goes there, in
//! the order in which a cut is written to disk, so that who looks at the place sees whole cuts.
//!
//! Which cut the place shows it says itself, by its `latest.json`. What lies beside the tree of cuts (photos, lists, the programs of the
//! offline page) is noted in a file of its own once it has gone, so that a place with a million photos is not listed at every cut.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use blobs::BlobError;
use ledger::{Hash, sha256};
use record::Tree;

use crate::error::PublishError;
use crate::files::{inside, write_durably};
use crate::publisher::{FOLDERS, Publisher};

/// Where files can be put under their paths.
pub trait Place: Sync {
    /// Puts a file whole, in the place of what had the path; durable when it returns.
    fn put(&self, path: &str, file: &Path, sha256: &Hash) -> Result<(), BlobError>;

    /// What has a path; none: nothing.
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, BlobError>;

    /// Removes what has a path; nothing there is as good.
    fn remove(&self, path: &str) -> Result<(), BlobError>;

    /// Where this is, for people.
    fn name(&self) -> String;
}

/// What has gone to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Pushed {
    /// The cut that the place shows now.
    pub cut: u64,
    /// Files put.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files removed: redacted photos and texts.
    pub removed: u64,
}

/// A file to put.
struct Item {
    path: String,
    bytes: u64,
    sha256: Hash,
}

/// Files put at once; each waits for the line far longer than for a processor.
const LINES: usize = 16;

impl Publisher {
    /// Brings a place up to the newest finished cut; `list` is the file in which what went there is noted. Interrupted, it is begun
    /// again, and nothing that went before goes twice. `redacted` names what must not be there.
    ///
    /// # Errors
    /// When a file can't be read, when the place refuses, or when it shows a cut that isn't one of this publication's.
    pub fn push(
        &self,
        place: &dyn Place,
        list: &Path,
        redacted: impl Iterator<Item = Hash>,
    ) -> Result<Pushed, PublishError> {
        let Some(newest) = self.finished() else { return Ok(Pushed::default()) };
        let shown = self.shown(place)?;
        let mut pushed = Pushed { cut: newest.size, ..Pushed::default() };

        let mut notes = Notes::open(list)?;
        let beside = self.beside(&notes.there)?;
        // Redacted ones first: whatever fails afterwards, they are gone. Who has lost the notes doesn't know whether they were there.
        let unknown = notes.are_new && shown > 0;
        for hash in redacted.filter(|_| unknown) {
            for folder in FOLDERS {
                place.remove(&format!("{folder}/{}", hash.to_hex()))?;
            }
        }
        let gone = notes.there.take_missing_in(&beside);
        for path in &gone {
            place.remove(path)?;
            pushed.removed += 1;
        }
        if !gone.is_empty() {
            notes.write()?;
        }
        let ledger = self.ledger_files(shown, newest.size)?;
        self.put_all(place, &ledger, &mut pushed)?;
        // Noted in portions: an interruption costs one of them.
        for fresh in beside.without(&notes.there).chunks(2_000) {
            let item = |(path, sha256): &(String, Hash)| {
                let file = inside(&self.root, path)?;
                let bytes = fs::metadata(&file).map_err(PublishError::file("looking at", &file))?.len();
                Ok(Item { path: path.clone(), bytes, sha256: *sha256 })
            };
            let items = fresh.iter().map(item).collect::<Result<Vec<_>, PublishError>>()?;
            self.put_all(place, &items, &mut pushed)?;
            notes.add(fresh)?;
        }
        self.put_all(place, &self.changed_since(shown)?, &mut pushed)?;
        // In this order, one after the other: the last is what clients look at.
        let mut pointers = Vec::new();
        for row in self.rows().iter().filter(|row| row.size > shown && row.size <= newest.size) {
            pointers.extend(
                ["changes.csv", "checkpoint", "manifest"].map(|name| format!("cuts/{}/{name}", row.size)),
            );
        }
        pointers.extend(["ledger/checkpoint", "cuts/index", record::LATEST_PATH].map(str::to_owned));
        for path in if shown == newest.size { &[] } else { pointers.as_slice() } {
            let item = read_item(path, &inside(&self.root, path)?)?;
            self.put_all(place, &[item], &mut pushed)?;
        }
        Ok(pushed)
    }

    /// The cut that a place shows, 0 where it shows none.
    fn shown(&self, place: &dyn Place) -> Result<u64, PublishError> {
        let Some(latest) = place.get(record::LATEST_PATH)? else { return Ok(0) };
        let other = |found: String| PublishError::OtherPlace { place: place.name(), found };
        // Its own bytes say it: a cut of ours has the manifest that it names.
        let text = String::from_utf8_lossy(&latest);
        let after = |key: &str| text.split_once(key).map(|(_, rest)| rest);
        let cut =
            after("\"cut\":").and_then(|rest| rest.split([',', '}']).next()?.trim().parse::<u64>().ok());
        let manifest = after("\"manifest\":\"").and_then(|rest| rest.split('"').next());
        let (Some(cut), Some(manifest)) = (cut, manifest) else {
            return Err(other(record::LATEST_PATH.to_owned()));
        };
        let path = self.root.join(format!("cuts/{cut}/manifest"));
        match fs::read(&path) {
            Ok(own) if sha256(&own).to_hex() == manifest => Ok(cut),
            Ok(_) => Err(other(cut.to_string())),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(other(cut.to_string())),
            Err(error) => Err(PublishError::file("reading", &path)(error)),
        }
    }

    /// Files of the tree that differ from those of the cut that is shown.
    fn changed_since(&self, shown: u64) -> Result<Vec<Item>, PublishError> {
        let mut before = Tree::new();
        for row in self.rows().iter().take_while(|row| row.size <= shown) {
            let path = self.root.join(format!("cuts/{}/manifest", row.size));
            let text = fs::read_to_string(&path).map_err(PublishError::file("reading", &path))?;
            before.replay(&text).map_err(|source| PublishError::Manifest { path, source })?;
        }
        let mut items = Vec::new();
        self.tree().visit(&mut |path, entry| {
            let same =
                before.get(path).is_some_and(|was| was.bytes == entry.bytes && was.sha256 == entry.sha256);
            if !same {
                items.push(Item { path: path.to_owned(), bytes: entry.bytes, sha256: entry.sha256 });
            }
        });
        Ok(items)
    }

    /// The ledger's files from one size to another. Partial ones may have gone with the next cut; then the full one is there.
    fn ledger_files(&self, from: u64, to: u64) -> Result<Vec<Item>, PublishError> {
        let tiles = ledger::new_tiles(from, to).map(|tile| tile.path());
        let paths = tiles.chain(ledger::new_bundles(from, to).map(|bundle| bundle.path()));
        let mut items = Vec::new();
        for path in paths.map(|path| format!("ledger/{path}")) {
            let file = inside(&self.root, &path)?;
            if file.exists() || !path.contains(".p/") {
                items.push(read_item(&path, &file)?);
            }
        }
        Ok(items)
    }

    /// What is published beside the tree of cuts and the ledger. Of bundles that are `known` the hash is not worked out again: days of
    /// tables are gigabytes, and never change.
    fn beside(&self, known: &Beside) -> Result<Beside, PublishError> {
        let mut found = Beside::default();
        let mut folders = vec![(String::new(), self.root.clone())];
        while let Some((above, folder)) = folders.pop() {
            let listed = fs::read_dir(&folder).map_err(PublishError::file("listing", &folder))?;
            for entry in listed {
                let entry = entry.map_err(PublishError::file("listing", &folder))?;
                let kind = entry.file_type().map_err(PublishError::file("looking at", &entry.path()))?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = format!("{above}{name}");
                if kind.is_dir() {
                    // Of the tree's own folders, which are many, none has anything else in it.
                    let own = above.is_empty()
                        && (matches!(name.as_str(), "cuts" | "ledger")
                            || self.tree().folder(&name).is_some());
                    if !own {
                        folders.push((format!("{path}/"), entry.path()));
                    }
                } else if kind.is_file()
                    && !name.starts_with('.')
                    && path != record::LATEST_PATH
                    && self.tree().get(&path).is_none()
                {
                    let permanent = is_permanent(&path).then(|| known.others.get(&path)).flatten();
                    if let Some(hash) = permanent {
                        found.others.insert(path, *hash);
                        continue;
                    }
                    found.add(&path, || read_item(&path, &entry.path()).map(|item| item.sha256))?;
                }
            }
        }
        Ok(found)
    }

    /// Puts files, some at once, in no order.
    fn put_all(&self, place: &dyn Place, items: &[Item], pushed: &mut Pushed) -> Result<(), PublishError> {
        let next = AtomicUsize::new(0);
        let put = || -> Result<(), PublishError> {
            while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                place.put(&item.path, &inside(&self.root, &item.path)?, &item.sha256)?;
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..LINES.min(items.len())).map(|_| scope.spawn(put)).collect();
            let ended = all.into_iter().map(|one| match one.join() {
                Ok(ended) => ended,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            ended.collect::<Result<(), PublishError>>()
        })?;
        pushed.files += items.len() as u64;
        pushed.bytes += items.iter().map(|item| item.bytes).sum::<u64>();
        Ok(())
    }
}

fn read_item(path: &str, file: &Path) -> Result<Item, PublishError> {
    let bytes = fs::read(file).map_err(PublishError::file("reading", file))?;
    Ok(Item { path: path.to_owned(), bytes: bytes.len() as u64, sha256: sha256(&bytes) })
}

fn is_permanent(path: &str) -> bool {
    path.strip_prefix("bundles/").is_some_and(|name| name.ends_with(".tar.gz") && name != "latest.tar.gz")
}

/// Files beside the tree of cuts. Those named by their content may be millions.
#[derive(Default)]
struct Beside {
    /// Position of the folder in [`FOLDERS`], and the name.
    named: BTreeSet<(usize, Hash)>,
    others: BTreeMap<String, Hash>,
}

impl Beside {
    /// Adds a file; `hash` is asked where the path doesn't say it.
    fn add<E>(&mut self, path: &str, hash: impl FnOnce() -> Result<Hash, E>) -> Result<(), E> {
        let named = path.split_once('/').and_then(|(folder, name)| {
            let folder = FOLDERS.iter().position(|known| *known == folder)?;
            Some((folder, Hash::from_hex(name).ok()?))
        });
        match named {
            Some(named) => drop(self.named.insert(named)),
            None => drop(self.others.insert(path.to_owned(), hash()?)),
        }
        Ok(())
    }

    /// What is here and not, or otherwise, in the other.
    fn without(&self, other: &Beside) -> Vec<(String, Hash)> {
        let changed = |(path, hash): &(&String, &Hash)| other.others.get(*path) != Some(*hash);
        let named = self.named.difference(&other.named).map(named_line);
        let others = self.others.iter().filter(changed).map(|(path, hash)| (path.clone(), *hash));
        named.chain(others).collect()
    }

    /// Takes what the other has nothing under the path of; gives it.
    fn take_missing_in(&mut self, other: &Beside) -> Vec<String> {
        let named: Vec<(usize, Hash)> = self.named.difference(&other.named).copied().collect();
        let gone = |path: &&String| !other.others.contains_key(*path);
        let mut paths: Vec<String> = self.others.keys().filter(gone).cloned().collect();
        for path in &paths {
            self.others.remove(path);
        }
        for one in &named {
            self.named.remove(one);
        }
        paths.extend(named.iter().map(|one| named_line(one).0));
        paths
    }

    /// All of it, a line each.
    fn text(&self) -> String {
        lines(&self.without(&Beside::default()))
    }
}

fn named_line((folder, hash): &(usize, Hash)) -> (String, Hash) {
    let folder = FOLDERS.get(*folder).copied().unwrap_or_default();
    (format!("{folder}/{}", hash.to_hex()), *hash)
}

fn lines(files: &[(String, Hash)]) -> String {
    let mut text = String::new();
    for (path, hash) in files {
        text.extend([&hash.to_hex(), " ", path, "\n"]);
    }
    text
}

/// What has gone to a place beside the tree of cuts: a line a file, its SHA-256 and its path.
struct Notes {
    file: PathBuf,
    there: Beside,
    /// There were none.
    are_new: bool,
}

impl Notes {
    /// Those of a file. A line that can't be understood, as a crash leaves one, is none: what it spoke of goes again.
    fn open(file: &Path) -> Result<Notes, PublishError> {
        let (text, are_new) = match fs::read_to_string(file) {
            Ok(text) => (text, false),
            Err(error) if error.kind() == ErrorKind::NotFound => (String::new(), true),
            Err(error) => return Err(PublishError::file("reading", file)(error)),
        };
        let mut there = Beside::default();
        for (hash, path) in text.lines().filter_map(|line| line.split_once(' ')) {
            let Ok(hash) = Hash::from_hex(hash) else { continue };
            there.add(path, || Ok::<_, PublishError>(hash))?;
        }
        Ok(Notes { file: file.to_owned(), there, are_new })
    }

    /// Notes what has gone there; durable when it returns.
    fn add(&mut self, gone: &[(String, Hash)]) -> Result<(), PublishError> {
        let mut options = fs::OpenOptions::new();
        let append = options.create(true).append(true).open(&self.file);
        append
            .and_then(|mut file| file.write_all(lines(gone).as_bytes()).and_then(|()| file.sync_all()))
            .map_err(PublishError::file("noting what went in", &self.file))?;
        for (path, hash) in gone {
            self.there.add(path, || Ok::<_, PublishError>(*hash))?;
        }
        Ok(())
    }

    /// Writes all of it anew.
    fn write(&self) -> Result<(), PublishError> {
        write_durably(&self.file, self.there.text().as_bytes(), 0o644)
            .map_err(PublishError::file("noting what went in", &self.file))
    }
}
