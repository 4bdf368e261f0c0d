//! A [`Disk`] in memory that loses on a power cut what a real one may lose, and nothing else.
//!
//! The model: a file's content is safe once synced, else what survives is nothing, a prefix, or all of it. A name in a
//! folder (made by create, link, rename, make_folder, or taken away) is safe once that folder was synced, else it
//! survives or not, each by itself. That is harsher than journalling file systems, where renames are whole.
//! Which of the possible outcomes comes true is drawn from a seed, so that every failure can be repeated.

use crate::Disk;
use std::{
    any::Any,
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    fmt, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The disk. Clones share it.
#[derive(Clone, Default)]
pub struct FragileDisk(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    nodes: Vec<Node>,
    held: BTreeSet<PathBuf>,
    off: bool,
    full: bool,
    steps_left: Option<u64>,
    steps: u64,
    seed: u64,
}

enum Node {
    File { now: Vec<u8>, safe: Vec<u8> },
    Folder { now: BTreeMap<String, usize>, safe: BTreeMap<String, usize> },
}

impl FragileDisk {
    /// An empty disk, drawing its accidents from `seed`.
    pub fn new(seed: u64) -> Self {
        let root = Node::Folder { now: BTreeMap::new(), safe: BTreeMap::new() };
        Self(Arc::new(Mutex::new(State { nodes: vec![root], seed, ..State::default() })))
    }

    /// Cuts the power after `steps` more changes (a create, a write, a sync, a link are one each).
    pub fn cut_after(&self, steps: u64) {
        self.state().steps_left = Some(steps);
    }

    /// Changes made since the beginning.
    pub fn steps(&self) -> u64 {
        self.state().steps
    }

    /// From now on there is (no) space left for new content.
    pub fn set_full(&self, full: bool) {
        self.state().full = full;
    }

    /// The process died, the machine did not: holds are released, nothing is lost.
    pub fn kill(&self) {
        let mut state = self.state();
        state.held.clear();
        state.off = false;
        state.steps_left = None;
    }

    /// The power failed and is back: what wasn't synced is kept, torn or lost as the seed says.
    pub fn power_cycle(&self) {
        self.kill();
        let state = &mut *self.state();
        let seed = &mut state.seed;
        for node in &mut state.nodes {
            match node {
                Node::File { now, safe } => {
                    if now != safe {
                        match draw(seed) % 3 {
                            0 => now.clone_from(safe),
                            1 => now.truncate(now.len() / 2),
                            2.. => {}
                        }
                    }
                    safe.clone_from(now);
                }
                Node::Folder { now, safe } => {
                    let names: BTreeSet<_> = now.keys().chain(safe.keys()).cloned().collect();
                    for name in names {
                        if now.get(&name) != safe.get(&name) && draw(seed).is_multiple_of(2) {
                            match safe.get(&name) {
                                Some(node) => drop(now.insert(name, *node)),
                                None => drop(now.remove(&name)),
                            }
                        }
                    }
                    safe.clone_from(now);
                }
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn step(&mut self) -> io::Result<()> {
        if self.off || self.steps_left == Some(0) {
            self.off = true;
            return Err(io::Error::other("the power is off"));
        }
        self.steps_left = self.steps_left.map(|left| left - 1);
        self.steps += 1;
        Ok(())
    }

    fn find(&self, path: &Path) -> io::Result<usize> {
        if self.off {
            return Err(io::Error::other("the power is off"));
        }
        path.iter().filter(|part| *part != OsStr::new("/")).try_fold(0, |at, part| match self.nodes.get(at) {
            Some(Node::Folder { now, .. }) => {
                now.get(&*part.to_string_lossy()).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
            }
            Some(Node::File { .. }) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        })
    }

    fn names(&mut self, folder: &Path) -> io::Result<&mut BTreeMap<String, usize>> {
        let at = self.find(folder)?;
        match self.nodes.get_mut(at) {
            Some(Node::Folder { now, .. }) => Ok(now),
            Some(Node::File { .. }) | None => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    fn split(path: &Path) -> (PathBuf, String) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (path.parent().unwrap_or(Path::new("/")).to_owned(), name)
    }

    fn name_new(&mut self, path: &Path, node: usize) -> io::Result<()> {
        let (folder, name) = Self::split(path);
        let names = self.names(&folder)?;
        if names.contains_key(&name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        names.insert(name, node);
        Ok(())
    }

    fn unname(&mut self, path: &Path) -> io::Result<usize> {
        let (folder, name) = Self::split(path);
        self.names(&folder)?.remove(&name).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Disk for FragileDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let state = self.state();
        match state.nodes.get(state.find(path)?) {
            Some(Node::File { now, .. }) => Ok(now.clone()),
            Some(Node::Folder { .. }) => Err(io::ErrorKind::IsADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn write_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        let at = state.nodes.len();
        state.name_new(path, at)?;
        state.nodes.push(Node::File { now: Vec::new(), safe: Vec::new() });
        if state.full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        state.step()?;
        if let Some(Node::File { now, .. }) = state.nodes.get_mut(at) {
            *now = bytes.to_vec();
        }
        state.step()?;
        if let Some(Node::File { now, safe }) = state.nodes.get_mut(at) {
            safe.clone_from(now);
        }
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        let node = state.find(from)?;
        state.name_new(to, node)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        let node = state.unname(from)?;
        let (folder, name) = State::split(to);
        state.names(&folder)?.insert(name, node);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        state.unname(path).map(drop)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        let node = state.nodes.len();
        state.name_new(path, node)?;
        state.nodes.push(Node::Folder { now: BTreeMap::new(), safe: BTreeMap::new() });
        Ok(())
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        if state.names(path)?.is_empty() {
            state.unname(path).map(drop)
        } else {
            Err(io::ErrorKind::DirectoryNotEmpty.into())
        }
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        let at = state.find(path)?;
        if let Some(Node::Folder { now, safe }) = state.nodes.get_mut(at) {
            safe.clone_from(now);
        }
        Ok(())
    }

    fn list(&self, path: &Path) -> io::Result<Vec<(String, bool)>> {
        let mut state = self.state();
        let names = state.names(path)?.clone();
        let is_folder = |node| matches!(state.nodes.get(node), Some(Node::Folder { .. }));
        Ok(names.into_iter().map(|(name, node)| (name, is_folder(node))).collect())
    }

    fn hold(&self, path: &Path) -> io::Result<Box<dyn Any + Send + Sync>> {
        let mut state = self.state();
        state.step()?;
        if !state.held.insert(path.to_owned()) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        Ok(Box::new(()))
    }
}

impl fmt::Debug for FragileDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FragileDisk").field("steps", &self.steps()).finish_non_exhaustive()
    }
}

/// xorshift64: any sequence that differs by seed will do.
fn draw(seed: &mut u64) -> u64 {
    let mut x = *seed | 1;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    *seed = x;
    x >> 24
}
