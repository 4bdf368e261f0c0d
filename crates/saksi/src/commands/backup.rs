//! `saksi backup`: an election's data copied while everything runs, checked, and made an election's folder again. Keys are never
//! in it, and neither is the ledger's head: an older one would let a second history be signed.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use desk::photos::all_held;
use desk::store::{SqlError, Sqlite};
use ledger::{Hash, SignedCheckpoint, VerifyingKey, sha256};
use rayon::prelude::*;
use sequencer::{FolderLock, FolderStore, Lock as _, check_log};

use super::{next, quoted};
use crate::cli::Backup;
use crate::error::Failure;
use crate::folder::{Folder, write_whole};
use crate::layout::Table;
use crate::out;
use crate::session::{Session, store};
use crate::texts::{Said as _, say};

/// What a backup holds, by its own list: a line each, `sha256 bytes path`.
const LIST: &str = "backup";

/// Folders whose files never change once they are there.
const LASTING: [&str; 3] = ["ledger/tile", "ledger/checkpoints", "blobs"];

/// What is copied anew each time. The checkpoint first: everything that it covers is there by then.
const ANEW: [&str; 3] = ["ledger/checkpoint", "ledger/cuts", "saksi.toml"];

/// The desk's tables, where they are in a file.
const TABLES: &str = "desk/desk.sqlite";

/// Runs the command.
pub fn run(arguments: &Backup) -> Result<(), Failure> {
    match arguments {
        Backup::Make { folder, out } => make(&Folder::open(folder)?, out),
        Backup::Check { backup } => {
            let found = check(backup)?;
            tell(&say!("backup-holds", folder = backup), &found);
            Ok(())
        }
        Backup::Restore { backup, folder, known } => restore(backup, folder, known.as_deref()),
    }
}

/// What a backup holds.
struct Held {
    files: BTreeMap<String, (Hash, u64)>,
    head: SignedCheckpoint,
    /// Photos that the desk's tables name as held, all of which are there; none where there are no tables to say so.
    photos: Option<u64>,
    /// Where photos stay, if not in the folder.
    store: Option<String>,
}

fn tell(what: &str, held: &Held) {
    out::line(what);
    out::gap();
    let mut table = Table::of_numbers();
    table.row([say!("backup-files"), held.files.len().said()]);
    table.row([say!("backup-bytes"), held.files.values().map(|(_, bytes)| bytes).sum::<u64>().said()]);
    table.row([say!("backup-entries"), held.head.checkpoint.size.said()]);
    if let Some(photos) = held.photos {
        table.row([say!("backup-photos"), photos.said()]);
    }
    table.print();
    out::gap();
    if let Some(store) = &held.store {
        let known = held.photos.map(|_| say!("backup-store", store = store));
        out::line(&known.unwrap_or_else(|| say!("backup-store-unknown", store = store)));
        out::gap();
    }
}

fn make(folder: &Folder, out: &Path) -> Result<(), Failure> {
    let (root, inside) = (absolute(folder.root())?, absolute(out)?);
    if inside.starts_with(&root) {
        return Err(Failure::Backup { path: out.to_owned(), what: say!("backup-inside") });
    }
    let before = list(out).unwrap_or_default();
    let mut files = BTreeMap::new();
    // Tables first: what they follow is in the ledger that is copied after them.
    if root.join(TABLES).exists() {
        let copied = out.join(TABLES);
        parents(&copied)?;
        // SQLite writes no file that is there.
        match fs::remove_file(&copied) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Failure::file("removing", &copied, error));
            }
            Ok(()) | Err(_) => {}
        }
        Sqlite::open(&root.join(TABLES))
            .and_then(|tables| tables.copy_to(&copied))
            .map_err(|error| Failure::Backup { path: copied.clone(), what: error.to_string() })?;
        crate::folder::private(&copied, 0o600)?;
        let bytes = read(&copied)?;
        files.insert(TABLES.to_owned(), (sha256(&bytes), bytes.len() as u64));
    }
    for name in ANEW {
        copy(&root, out, name, &mut files)?;
    }
    for name in LASTING {
        let mut found = Vec::new();
        walk(&root.join(name), &root, &mut found)?;
        for name in found {
            match before.get(&name).filter(|(_, bytes)| size_of(&out.join(&name)) == Some(*bytes)) {
                Some(held) => drop(files.insert(name, *held)),
                None => copy(&root, out, &name, &mut files)?,
            }
        }
    }
    let line = |(name, (hash, bytes)): (&String, &(Hash, u64))| format!("{} {bytes} {name}\n", hash.to_hex());
    let text = files.iter().map(line).collect::<Vec<_>>().concat();
    write_whole(&out.join(LIST), text.as_bytes(), 0o600)?;
    let head = head(out)?;
    let (photos, store) = photos(&Folder::open(out)?)?;
    tell(&say!("backup-made", folder = out), &Held { files, head, photos, store });
    next(&[format!("saksi backup check {}", quoted(out))]);
    Ok(())
}

/// Every file is what the list says, and the ledger is what its checkpoint signs.
fn check(backup: &Path) -> Result<Held, Failure> {
    let files = list(backup)?;
    let wrong = files.par_iter().find_map_first(|(name, (hash, _))| {
        let path = backup.join(name);
        let same = fs::read(&path).is_ok_and(|bytes| sha256(&bytes) == *hash);
        (!same).then_some(path)
    });
    if let Some(path) = wrong {
        return Err(Failure::Backup { path, what: say!("backup-damaged") });
    }
    let folder = Folder::open(backup)?;
    let head = head(backup)?;
    let session = Session::begin(&folder, &store(&folder))?;
    let key: VerifyingKey = session.replay.definition.log.clone();
    check_log(&FolderStore::new(folder.ledger()), None, &key)
        .map_err(|error| Failure::Backup { path: folder.ledger(), what: error.to_string() })?;
    let (photos, store) = photos(&folder)?;
    Ok(Held { files, head, photos, store })
}

/// How many photos a backup's copy of the tables names as held, every one of which is in the backup or in the store that its
/// `saksi.toml` names; and that store. A store is backed up by its own means: here it is only asked what it has.
fn photos(backup: &Folder) -> Result<(Option<u64>, Option<String>), Failure> {
    let store = backup.config.store.clone();
    let tables = backup.root().join(TABLES);
    if !tables.exists() {
        return Ok((None, store));
    }
    let wrong = |error: SqlError| Failure::Backup { path: tables.clone(), what: error.to_string() };
    let mut copy = Sqlite::open_copy(&tables).map_err(wrong)?;
    let held = all_held(&mut copy).map_err(wrong)?;
    let blobs = backup.all_blobs()?;
    let there: HashSet<Hash> =
        if held.is_empty() { HashSet::new() } else { blobs.list()?.into_iter().collect() };
    let missing: Vec<&Hash> = held.iter().filter(|hash| !there.contains(*hash)).collect();
    if let Some(first) = missing.first() {
        let (missing, store, first) = (missing.len() as u64, blobs.name(), first.to_hex());
        let what = say!("backup-photo-gone", missing = missing, store = store, first = first);
        return Err(Failure::Backup { path: tables, what });
    }
    Ok((Some(held.len() as u64), store))
}

fn restore(backup: &Path, into: &Path, known: Option<&Path>) -> Result<(), Failure> {
    let held = check(backup)?;
    if let Some(known) = known {
        let note = SignedCheckpoint::parse(&read(known)?)
            .map_err(|error| Failure::Backup { path: known.to_owned(), what: error.to_string() })?;
        let size = held.head.checkpoint.size;
        if note.checkpoint.size > size {
            return Err(Failure::LedgerBehind {
                path: known.to_owned(),
                published: note.checkpoint.size,
                size,
            });
        }
    }
    if fs::read_dir(into).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failure::Occupied(into.to_owned()));
    }
    let mut files = BTreeMap::new();
    for name in held.files.keys().filter(|name| *name != "saksi.toml") {
        copy(backup, into, name, &mut files)?;
    }
    for name in ["keys", "ledger", "blobs", "public", "reports"] {
        let path = into.join(name);
        fs::create_dir_all(&path).map_err(|error| Failure::file("creating the folder", &path, error))?;
    }
    crate::folder::private(&into.join("keys"), 0o700)?;
    FolderLock::open(into.join("ledger/head"))?.create(&held.head.note)?;
    // A folder with it is whole.
    copy(backup, into, "saksi.toml", &mut files)?;
    tell(&say!("backup-restored", folder = into), &held);
    out::line(&say!("backup-keys", folder = into.join("keys")));
    out::gap();
    next(&[format!("saksi publish {}", quoted(into)), format!("saksi desk {}", quoted(into))]);
    Ok(())
}

fn head(backup: &Path) -> Result<SignedCheckpoint, Failure> {
    let path = backup.join("ledger/checkpoint");
    SignedCheckpoint::parse(&read(&path)?).map_err(|error| Failure::Backup { path, what: error.to_string() })
}

/// The backup's own list. A path that would lead out of it is refused.
fn list(backup: &Path) -> Result<BTreeMap<String, (Hash, u64)>, Failure> {
    let path = backup.join(LIST);
    let text = String::from_utf8(read(&path)?).unwrap_or_default();
    let line = |line: &str| -> Option<(String, (Hash, u64))> {
        let mut parts = line.splitn(3, ' ');
        let (hash, bytes, name) = (parts.next()?, parts.next()?, parts.next()?);
        let plain = !name.starts_with('/') && name.split('/').all(|part| !part.is_empty() && part != "..");
        plain.then_some((name.to_owned(), (Hash::from_hex(hash).ok()?, bytes.parse().ok()?)))
    };
    let lines: Option<BTreeMap<_, _>> = text.lines().map(line).collect();
    lines
        .filter(|lines| !lines.is_empty())
        .ok_or_else(|| Failure::Backup { path, what: say!("backup-no-list") })
}

/// Copies a file, or all that a folder holds, durably.
fn copy(
    from: &Path,
    to: &Path,
    name: &str,
    files: &mut BTreeMap<String, (Hash, u64)>,
) -> Result<(), Failure> {
    let source = from.join(name);
    if source.is_dir() {
        let mut found = Vec::new();
        walk(&source, from, &mut found)?;
        return found.iter().try_for_each(|name| copy(from, to, name, files));
    }
    if !source.exists() {
        return Ok(());
    }
    let (bytes, target) = (read(&source)?, to.join(name));
    parents(&target)?;
    let mode = if name == TABLES || name == "saksi.toml" { 0o600 } else { 0o444 };
    write_whole(&target, &bytes, mode)?;
    files.insert(name.to_owned(), (sha256(&bytes), bytes.len() as u64));
    Ok(())
}

fn parents(path: &Path) -> Result<(), Failure> {
    let Some(parent) = path.parent() else { return Ok(()) };
    fs::create_dir_all(parent).map_err(|error| Failure::file("creating the folder", parent, error))
}

/// Paths of all files below a folder, from `root` on. What is being written just now is left out.
fn walk(folder: &Path, root: &Path, found: &mut Vec<String>) -> Result<(), Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            found.extend(folder.strip_prefix(root).ok().map(|name| name.display().to_string()));
            return Ok(());
        }
        Err(error) => return Err(Failure::file("listing", folder, error)),
    };
    for entry in entries {
        let path = entry.map_err(|error| Failure::file("listing", folder, error))?.path();
        let unfinished = path.extension().is_some_and(|ending| ending == "tmp" || ending == "part");
        if path.is_dir() {
            walk(&path, root, found)?;
        } else if !unfinished {
            found.extend(path.strip_prefix(root).ok().map(|name| name.display().to_string()));
        }
    }
    Ok(())
}

fn size_of(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().map(|file| file.len())
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::file("reading", path, error))
}

/// A path from the root on, of something that may not be there yet.
fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    std::path::absolute(path).map_err(|error| Failure::file("listing", path, error))
}
