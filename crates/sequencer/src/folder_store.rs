//! A [`Store`] in a folder, durable by construction.
//!
//! Every object is written under `.tmp/`, synced, and only then linked to its final name (create-only); at the
//! end every folder touched is synced once, and so is the parent of every folder made. A folder that this
//! process sees for the first time counts as newly made: the process that made it may have died before syncing.

use crate::{Disk, DiskError, RealDisk, Store, StoreError, store::check_path};
use std::{
    collections::{BTreeSet, HashSet},
    fmt, io,
    path::{Path, PathBuf},
    process,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    thread,
};

/// Syncs in flight at a time; a journalling file system commits them together.
const THREADS: usize = 16;

/// Where unfinished writes live; the leading dot keeps them out of every path of the store.
const UNFINISHED: &str = ".tmp";

/// A ledger's files in a folder. Opening one reads and writes nothing; the folder is made by the first write.
pub struct FolderStore {
    root: PathBuf,
    disk: Arc<dyn Disk>,
    threads: usize,
    counter: AtomicU64,
    /// Folders whose own name is known to be durable.
    durable: Mutex<HashSet<PathBuf>>,
}

impl FolderStore {
    /// The store under `root`, on the machine's file system.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self::on_disk(root, Arc::new(RealDisk), THREADS)
    }

    /// The store on another disk, writing with `threads` threads.
    pub fn on_disk(root: impl Into<PathBuf>, disk: Arc<dyn Disk>, threads: usize) -> Self {
        let (counter, durable) = (AtomicU64::new(0), Mutex::default());
        Self { root: root.into(), disk, threads: threads.max(1), counter, durable }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn full(&self, path: &str) -> Result<PathBuf, StoreError> {
        check_path(path)?;
        Ok(self.root.join(path))
    }

    /// Writes `bytes` durably under a name nobody else uses, with no durable name yet.
    fn write_unfinished(&self, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let folder = self.root.join(UNFINISHED);
        loop {
            let number = self.counter.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("{}-{number}", process::id()));
            match self.disk.write_synced(&path, bytes) {
                Ok(()) => return Ok(path),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    // What is left of it is swept by the next start; the first error is the one to tell.
                    let _ = self.disk.remove(&path);
                    return Err(DiskError::new("write", &path, error).into());
                }
            }
        }
    }

    /// Links one object to its final name, which is not durable until the folder is synced.
    fn put_undurable(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let target = self.full(path)?;
        if self.same(path, &target, bytes)? {
            return Ok(());
        }
        let unfinished = self.write_unfinished(bytes)?;
        let linked = self.disk.link(&unfinished, &target);
        let _ = self.disk.remove(&unfinished);
        match linked {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.same(path, &target, bytes).map(drop)
            }
            Err(error) => Err(DiskError::new("name", &target, error).into()),
        }
    }

    /// Whether the object is there already, byte for byte.
    fn same(&self, path: &str, target: &Path, bytes: &[u8]) -> Result<bool, StoreError> {
        match self.disk.read(target) {
            Ok(old) if old == bytes => Ok(true),
            Ok(_) => Err(StoreError::Differs { path: path.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(DiskError::new("read", target, error).into()),
        }
    }

    /// Makes `folder` and its ancestors up to the root's parent; adds to `to_sync` each folder that holds a name
    /// not known to be durable.
    fn make_folders(&self, folder: &Path, to_sync: &mut BTreeSet<PathBuf>) -> Result<(), StoreError> {
        let known = |path: &Path| self.durable.lock().unwrap_or_else(PoisonError::into_inner).contains(path);
        let mut missing = Vec::new();
        let mut at = Some(folder);
        while let Some(path) = at.filter(|path| !path.as_os_str().is_empty() && !known(path)) {
            missing.push(path);
            // The root's own parents belong to whoever chose them, but the root's name must be durable.
            at = if path == self.root { None } else { path.parent() };
        }
        for path in missing.into_iter().rev() {
            match self.disk.make_folder(path) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(DiskError::new("make the folder", path, error).into()),
            }
            to_sync.insert(parent(path));
        }
        Ok(())
    }

    /// One after the other: the first sync commits the names in all of them, the others find little to do.
    fn sync_folders(&self, folders: &BTreeSet<PathBuf>) -> Result<(), StoreError> {
        folders.iter().try_for_each(|folder| {
            self.disk
                .sync_folder(folder)
                .map_err(|error| DiskError::new("sync the folder", folder, error).into())
        })
    }

    /// Makes the folders of `paths`, runs `write`, syncs every folder concerned.
    fn durably<'a>(
        &self,
        paths: impl Iterator<Item = &'a str>,
        write: impl FnOnce() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut folders = BTreeSet::new();
        for path in paths {
            folders.insert(parent(&self.full(path)?));
        }
        let mut to_sync = folders.clone();
        self.make_folders(&self.root.join(UNFINISHED), &mut to_sync)?;
        for folder in &folders {
            self.make_folders(folder, &mut to_sync)?;
        }
        write()?;
        self.sync_folders(&to_sync)?;
        let mut durable = self.durable.lock().unwrap_or_else(PoisonError::into_inner);
        for folder in folders {
            durable.extend(
                folder.ancestors().take_while(|path| path.starts_with(&self.root)).map(Path::to_owned),
            );
        }
        durable.insert(self.root.join(UNFINISHED));
        Ok(())
    }

    /// Runs `work(0..count)` on several threads, this one among them; the first error stops the rest.
    fn in_parallel(
        &self,
        count: usize,
        work: impl Fn(usize) -> Result<(), StoreError> + Sync,
    ) -> Result<(), StoreError> {
        let threads = self.threads.min(count);
        if threads <= 1 {
            return (0..count).try_for_each(work);
        }
        let (next, failed, first) = (AtomicUsize::new(0), AtomicBool::new(false), Mutex::new(None));
        let share = || {
            while !failed.load(Ordering::Relaxed) {
                let i = next.fetch_add(1, Ordering::Relaxed);
                if i >= count {
                    return;
                }
                if let Err(error) = work(i) {
                    failed.store(true, Ordering::Relaxed);
                    first.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                }
            }
        };
        thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(share);
            }
            share();
        });
        first.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }

    fn walk(&self, folder: &Path, name: &str, found: &mut Vec<String>) -> Result<(), StoreError> {
        let names = match self.disk.list(folder) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(DiskError::new("list", folder, error).into()),
        };
        for (child, is_folder) in names {
            if child.starts_with('.') {
                continue;
            }
            let path = if name.is_empty() { child.clone() } else { format!("{name}/{child}") };
            if is_folder {
                self.walk(&folder.join(&child), &path, found)?;
            } else {
                found.push(path);
            }
        }
        Ok(())
    }
}

impl Store for FolderStore {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let full = self.full(path)?;
        match self.disk.read(&full) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(None)
            }
            Err(error) => Err(DiskError::new("read", &full, error).into()),
        }
    }

    fn put_new(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.durably([path].into_iter(), || self.put_undurable(path, bytes))
    }

    fn put_new_many(&self, objects: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
        self.durably(objects.iter().map(|(path, _)| path.as_str()), || {
            self.in_parallel(objects.len(), |i| {
                objects.get(i).map_or(Ok(()), |(path, bytes)| self.put_undurable(path, bytes))
            })
        })
    }

    fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let target = self.full(path)?;
        self.durably([path].into_iter(), || {
            let unfinished = self.write_unfinished(bytes)?;
            self.disk
                .rename(&unfinished, &target)
                .map_err(|error| DiskError::new("replace", &target, error).into())
        })
    }

    fn delete(&self, path: &str) -> Result<(), StoreError> {
        let full = self.full(path)?;
        match self.disk.remove(&full) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(DiskError::new("delete", &full, error).into()),
        }
        // The folder of a superseded partial tile goes with its last file: there are as many as tiles.
        let folder = parent(&full);
        if folder.extension().is_some_and(|extension| extension == "p")
            && self.disk.remove_folder(&folder).is_ok()
        {
            self.durable.lock().unwrap_or_else(PoisonError::into_inner).remove(&folder);
        }
        Ok(())
    }

    fn list(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let (folder, name) = match prefix.rsplit_once('/') {
            Some((folder, _)) => (self.full(folder)?, folder),
            None => (self.root.clone(), ""),
        };
        let mut found = Vec::new();
        self.walk(&folder, name, &mut found)?;
        found.retain(|path| path.starts_with(prefix));
        found.sort();
        Ok(found)
    }

    fn tidy(&self) -> Result<(), StoreError> {
        let folder = self.root.join(UNFINISHED);
        match self.disk.list(&folder) {
            Ok(names) => names.into_iter().try_for_each(|(name, _)| {
                let path = folder.join(name);
                self.disk.remove(&path).map_err(|error| DiskError::new("delete", &path, error).into())
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(DiskError::new("list", &folder, error).into()),
        }
    }
}

impl fmt::Debug for FolderStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FolderStore").field("root", &self.root).finish_non_exhaustive()
    }
}

/// The folder a path's name is in; a bare relative name is in the current one.
fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        Some(_) | None => PathBuf::from("."),
    }
}
