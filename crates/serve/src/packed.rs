//! Compressed copies: in memory, and where a folder for them is given, in files beside the tree. Never in the tree.
//!
//! A kept copy is the SHA-256 of what it is a copy of, and then the compressed bytes. So one of an older version is seen to be that, whatever
//! clocks and copying have done to its time; and a file has one copy of a kind, so that the folder never outgrows the tree.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use ledger::Hash;
use sha2::{Digest as _, Sha256};

use crate::accept::Packing;
use crate::entry::{Content, Entry, KnownBy, Place, Shape};
use crate::kind;

/// Less than this fits into one packet anyway.
const LEAST: u64 = 512;

/// Where the compressed bytes begin in a kept copy.
const HEAD: usize = 32;

/// Who makes compressed copies.
pub(crate) struct Packer {
    folder: Option<PathBuf>,
}

impl Packer {
    pub(crate) fn new(folder: Option<PathBuf>) -> Packer {
        Packer { folder }
    }

    /// Whether copies outlive this process.
    pub(crate) fn keeps(&self) -> bool {
        self.folder.is_some()
    }

    /// Whether such a copy of a file is ever made.
    pub(crate) fn packs(&self, entry: &Entry, packing: Packing) -> bool {
        let kept = self.keeps() || matches!(entry.plain.content, Content::Memory(_));
        let wanted = matches!(packing, Packing::Gzip) || kind::is_busy(&entry.path);
        kept && wanted && entry.stamp.length >= LEAST && kind::packs(&entry.path)
    }

    /// The compressed copy, kept or made; none: it gets no smaller, or can't be made now. Waits for disk and processor.
    pub(crate) fn packed(&self, entry: &Entry, packing: Packing) -> Option<Shape> {
        let content = match &entry.plain.content {
            Content::Memory(bytes) => Content::Memory(self.small(entry, bytes, packing)?),
            Content::File(place) => Content::File(self.large(entry, place, packing)?),
        };
        Some(Shape::new(&entry.path, entry.stamp, &entry.sha256, Some(packing), content))
    }

    fn small(&self, entry: &Entry, bytes: &[u8], packing: Packing) -> Option<Bytes> {
        let kept = self.folder.as_deref().map(|folder| copy_of(folder, &entry.path, packing));
        let read = kept.as_deref().and_then(|kept| fs::read(kept).ok());
        if let Some(copy) = read
            && copy.get(..HEAD).is_some_and(|head| head == entry.sha256.0)
        {
            let copy = Bytes::from(copy).split_off(HEAD);
            return (copy.len() < bytes.len()).then_some(copy);
        }
        let mut copy = entry.sha256.0.to_vec();
        compress(packing, &entry.path, &mut &*bytes, &mut copy).ok()?;
        if let Some(kept) = kept {
            // Without room or right to keep it, it is made again another time.
            let _ = write_whole(&kept, |file| file.write_all(&copy));
        }
        let copy = Bytes::from(copy).split_off(HEAD);
        (copy.len() < bytes.len()).then_some(copy)
    }

    fn large(&self, entry: &Entry, plain: &Place, packing: Packing) -> Option<Place> {
        let path = copy_of(self.folder.as_deref()?, &entry.path, packing);
        let place = |length: u64| Place {
            path: path.clone(),
            from: HEAD as u64,
            length,
            known_by: KnownBy::Head(entry.sha256),
        };
        let length = |path: &Path| fs::metadata(path).ok()?.len().checked_sub(HEAD as u64);
        if let Some(length) = length(&path)
            && matches!(place(length).open(), Ok(Some(_)))
        {
            return (length < plain.length).then(|| place(length));
        }
        let mut source = Hashing { from: plain.open().ok()??, hash: Sha256::new() };
        let made = write_whole(&path, |file| {
            file.write_all(&entry.sha256.0)?;
            compress(packing, &entry.path, &mut source, file)?;
            if Hash(source.hash.finalize_reset().into()) == entry.sha256 {
                return Ok(());
            }
            Err(io::Error::other("the file was changed while it was compressed"))
        });
        made.ok()?;
        let length = length(&path)?;
        (length < plain.length).then(|| place(length))
    }
}

fn copy_of(folder: &Path, path: &str, packing: Packing) -> PathBuf {
    folder.join(packing.name()).join(path)
}

/// Compresses as hard as the file deserves it: programs stay for months, pages of upper levels are asked for by many.
fn compress(packing: Packing, path: &str, from: &mut dyn Read, to: &mut dyn Write) -> io::Result<()> {
    let program = kind::is_program(path);
    match packing {
        Packing::Brotli => {
            let mut packed = brotli::CompressorWriter::new(to, 64 * 1024, if program { 11 } else { 9 }, 22);
            io::copy(from, &mut packed)?;
            packed.flush()
        }
        Packing::Zstd => {
            let mut packed = zstd::stream::write::Encoder::new(to, if program { 19 } else { 12 })?;
            io::copy(from, &mut packed)?;
            packed.finish().map(|_| ())
        }
        Packing::Gzip => {
            let mut packed = GzEncoder::new(to, Compression::new(6));
            io::copy(from, &mut packed)?;
            packed.finish().map(|_| ())
        }
    }
}

/// Writes a file beside its place and renames it; on any error nothing is left.
fn write_whole(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = path.with_file_name(format!(".{name}.{:?}.tmp", std::thread::current().id()));
    let mut file = match File::create(&unfinished) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            File::create(&unfinished)?
        }
        other => other?,
    };
    let written = write(&mut file).and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}

/// Hashes what is read.
struct Hashing {
    from: File,
    hash: Sha256,
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}
