//! The public folder: finding a file in it, whole and of one version.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use ledger::Hash;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use crate::accept::Packing;
use crate::cache::Cache;
use crate::entry::{Content, Entry, KnownBy, Place, Stamp};
use crate::packed::Packer;

/// Files up to this length are given from memory; larger ones are read while they are sent.
const SMALL: u64 = 2 << 20;

/// Bytes of files kept in memory at most.
const IN_MEMORY: usize = 256 << 20;

/// Times a file is read again that changes under the reading.
const TRIES: u32 = 3;

/// A public folder.
pub struct Site {
    root: PathBuf,
    cache: Cache,
    packer: Packer,
    /// Copies made at once, so that compressing never takes what answering needs.
    making: Arc<Semaphore>,
}

/// Why a file is not given.
#[derive(Debug)]
pub(crate) enum Missing {
    /// There is none, or none that is public.
    Not,
    /// It is a folder.
    Folder,
    /// It is there and can't be read.
    Unreadable,
}

impl From<io::Error> for Missing {
    fn from(error: io::Error) -> Missing {
        let absent = [ErrorKind::NotFound, ErrorKind::NotADirectory, ErrorKind::InvalidFilename];
        if absent.contains(&error.kind()) { Missing::Not } else { Missing::Unreadable }
    }
}

impl Site {
    /// The public folder `root`; compressed copies are kept in `copies`, which lies outside of it, or in memory alone.
    ///
    /// # Errors
    /// Where the folder is not there.
    pub fn open(root: &Path, copies: Option<PathBuf>) -> io::Result<Site> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Site {
            root: root.canonicalize()?,
            cache: Cache::new(IN_MEMORY),
            packer: Packer::new(copies),
            making: Arc::new(Semaphore::new(cores.saturating_mul(2))),
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn packer(&self) -> &Packer {
        &self.packer
    }

    /// The file at a path, as it is now.
    pub(crate) async fn find(self: &Arc<Site>, path: &str) -> Result<Arc<Entry>, Missing> {
        // One call to the system for what is in memory; the disk is waited for as little as any server of files does.
        let metadata = fs::metadata(self.root.join(path))?;
        if metadata.is_dir() {
            return Err(Missing::Folder);
        }
        let stamp = Stamp::of(&metadata);
        if let Some(entry) = self.cache.get(path, &stamp) {
            return Ok(entry);
        }
        let entry = if stamp.length <= SMALL {
            self.load(path)?
        } else {
            let (site, path) = (Arc::clone(self), path.to_owned());
            let loading = tokio::task::spawn_blocking(move || site.load(&path));
            loading.await.unwrap_or(Err(Missing::Unreadable))?
        };
        let entry = Arc::new(entry);
        self.cache.put(&entry);
        Ok(entry)
    }

    /// Reads a file, or of a large one its hash. Waits for the disk.
    pub(crate) fn load(&self, path: &str) -> Result<Entry, Missing> {
        for _ in 0..TRIES {
            if let Some(entry) = self.load_once(path)? {
                return Ok(entry);
            }
        }
        Err(Missing::Unreadable)
    }

    fn load_once(&self, path: &str) -> Result<Option<Entry>, Missing> {
        let (place, seen) = self.plain_file(path)?;
        let mut file = File::open(&place)?;
        let stamp = Stamp::of(&file.metadata()?);
        if stamp != seen {
            return Ok(None);
        }
        let (sha256, content) = if stamp.length <= SMALL {
            let mut bytes = Vec::with_capacity(usize::try_from(stamp.length).unwrap_or(0));
            file.by_ref().take(SMALL.saturating_add(1)).read_to_end(&mut bytes)?;
            (ledger::sha256(&bytes), Content::Memory(Bytes::from(bytes)))
        } else {
            let known_by = KnownBy::Stamp(stamp);
            let sha256 = hash(&mut file)?;
            (sha256, Content::File(Place { path: place, from: 0, length: stamp.length, known_by }))
        };
        // Written to meanwhile: then what was read is of no version.
        let same = Stamp::of(&file.metadata()?) == stamp;
        let whole = match &content {
            Content::Memory(bytes) => bytes.len() as u64 == stamp.length,
            Content::File(_) => true,
        };
        Ok((same && whole).then(|| Entry::new(path, stamp, sha256, content)))
    }

    /// The place of a plain file, to which no link leads: one could lead out of the public folder.
    fn plain_file(&self, path: &str) -> Result<(PathBuf, Stamp), Missing> {
        let mut place = self.root.clone();
        let mut seen = None;
        for part in path.split('/') {
            if seen.is_some() {
                return Err(Missing::Not);
            }
            place.push(part);
            let metadata = fs::symlink_metadata(&place)?;
            if metadata.is_file() {
                seen = Some(Stamp::of(&metadata));
            } else if !metadata.is_dir() {
                return Err(Missing::Not);
            }
        }
        seen.map(|stamp| (place, stamp)).ok_or(Missing::Folder)
    }

    /// Has a compressed copy made, unless that is going on, or too much is. Who waits for the answer has it at once after.
    pub(crate) fn make(
        self: &Arc<Site>,
        entry: &Arc<Entry>,
        packing: Packing,
    ) -> Option<tokio::task::JoinHandle<()>> {
        let permit = Arc::clone(&self.making).try_acquire_owned().ok()?;
        if entry.begun(packing).swap(true, Ordering::Relaxed) {
            return None;
        }
        let (site, entry) = (Arc::clone(self), Arc::clone(entry));
        Some(tokio::task::spawn_blocking(move || {
            entry.packed(packing).get_or_init(|| site.packer.packed(&entry, packing));
            drop(permit);
        }))
    }
}

fn hash(file: &mut File) -> io::Result<Hash> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(Hash(hash.finalize().into()));
        }
        hash.update(buffer.get(..read).unwrap_or_default());
    }
}
