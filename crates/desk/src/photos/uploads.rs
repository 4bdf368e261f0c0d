//! Photos on their way: the bytes that have come so far of each, over bad lines and across restarts.
//!
//! What holds, and why nothing acknowledged is lost:
//! - an upload is a file `<id>-<sha256>-<bytes>.part`, all of whose name is the desk's own; after a restart the names say
//!   everything that must be known, and the file's length how far it is;
//! - an offset is told only after everything before it is on disk ([`Uploads::settle`]);
//! - whole bytes are hashed and looked at, are on disk, and have moved to the blobs before anybody is told that they are held
//!   ([`Uploads::finish`]);
//! - whoever asked last has the upload ([`Turn`]): a connection that died unnoticed can't write behind a new one's back. Ids are
//!   secrets, so nobody else can ask.
//!
//! Everything here waits for the disk.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

use ledger::Hash;
use reader::file::{FileError, whole};

use super::blobs::{Blobs, sync_folder};
use crate::rates::customer;

/// Most bytes of a photo: 12 MiB, which is what a telephone's best picture takes.
pub const MOST_BYTES: u64 = 12 * 1024 * 1024;

/// After this long untouched an upload is given up: a day.
pub const GIVEN_UP_MS: i64 = 24 * 60 * 60 * 1_000;

/// After this long untouched an upload gives way where there is no room for others: an hour.
const GIVES_WAY_MS: i64 = 60 * 60 * 1_000;

/// What an upload takes of the room there is, at the least: so many empty ones are no less of a burden.
const LEAST_ROOM: u64 = 256 * 1024;

/// Bytes that may be on their way, as they were declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Altogether.
    pub all: u64,
    /// From one address.
    pub each: u64,
}

/// Names an upload. Who knows it has it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct UploadId([u8; 16]);

impl UploadId {
    fn new() -> io::Result<UploadId> {
        let mut id = [0; 16];
        getrandom::fill(&mut id).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(UploadId(id))
    }

    /// 32 hexadecimal digits.
    pub fn to_hex(self) -> String {
        format!("{:032x}", u128::from_be_bytes(self.0))
    }

    /// Reads 32 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<UploadId> {
        let lower = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        let id = u128::from_str_radix(text, 16).ok().filter(|_| lower && text.len() == 32)?;
        Some(UploadId(id.to_be_bytes()))
    }
}

/// Why bytes were not taken.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// There is none of this name, or it has ended.
    #[error("there is no such upload, or not any more: begin it again")]
    NoUpload,
    /// Bytes for another place.
    #[error("the upload goes on at byte {0}")]
    Elsewhere(u64),
    /// More than was declared.
    #[error("more bytes than the {0} that were declared; none of this request were kept")]
    TooLong(u64),
    /// Another request goes on with it.
    #[error("another request goes on with this upload")]
    TakenOver,
    /// Too many bytes, or none.
    #[error("a photo has 1 to {MOST_BYTES} bytes, and this one is said to have {0}")]
    Length(u64),
    /// Too much from one address.
    #[error("too many photos are on their way from your address: end those that are begun")]
    NoRoomHere,
    /// Too much altogether.
    #[error("too many photos are on their way: try again later")]
    NoRoom,
    /// All bytes came, and they are others.
    #[error(
        "the bytes that came have another SHA-256 than the photo that was declared: they were thrown away; send it again"
    )]
    WrongHash,
    /// They are what was declared, which is no picture that is taken.
    #[error("{0}")]
    File(#[from] FileError),
    /// The disk.
    #[error("the disk: {0}")]
    Io(#[from] io::Error),
}

/// One photo on its way.
struct Upload {
    id: UploadId,
    sha256: Hash,
    bytes: u64,
    /// From where it was begun; forgotten at a restart.
    from: Option<IpAddr>,
    touched: AtomicI64,
    part: Mutex<Part>,
}

/// Its file. Nobody touches it without this lock.
struct Part {
    path: PathBuf,
    /// Bytes that came.
    length: u64,
    /// Of them on disk.
    on_disk: u64,
    /// Whether its name is.
    is_named: bool,
    turn: u64,
    has_ended: bool,
}

impl Upload {
    fn part(&self) -> MutexGuard<'_, Part> {
        self.part.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn room(&self) -> u64 {
        self.bytes.max(LEAST_ROOM)
    }
}

/// A request's turn at an upload: over as soon as another request has one.
#[derive(Clone)]
pub struct Turn {
    upload: Arc<Upload>,
    number: u64,
    from: u64,
}

impl Turn {
    /// The photo that is declared.
    pub fn sha256(&self) -> Hash {
        self.upload.sha256
    }

    /// Bytes that are declared.
    pub fn bytes(&self) -> u64 {
        self.upload.bytes
    }

    /// How many bytes there were when the turn began.
    pub fn from(&self) -> u64 {
        self.from
    }

    fn part(&self) -> Result<MutexGuard<'_, Part>, UploadError> {
        let part = self.upload.part();
        if part.has_ended {
            return Err(UploadError::NoUpload);
        }
        if part.turn == self.number { Ok(part) } else { Err(UploadError::TakenOver) }
    }
}

/// How far an upload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Far {
    /// So many bytes are on disk.
    At(u64),
    /// All came, and none is looked at yet.
    Whole,
}

/// All photos on their way, and where they go.
pub struct Uploads {
    folder: PathBuf,
    blobs: Box<dyn Blobs>,
    room: Room,
    open: Mutex<HashMap<UploadId, Arc<Upload>>>,
}

impl Uploads {
    /// Those that a folder has; the folder is made where it is not there.
    pub fn open(folder: &Path, blobs: Box<dyn Blobs>, room: Room) -> io::Result<Uploads> {
        fs::create_dir_all(folder)?;
        let mut open = HashMap::new();
        for file in fs::read_dir(folder)? {
            let file = file?;
            let name = file.file_name();
            let Some((id, sha256, bytes)) = name.to_str().and_then(parse_name) else { continue };
            let about = file.metadata()?;
            let touched = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
            let part = Part {
                path: file.path(),
                length: about.len(),
                on_disk: 0,
                is_named: false,
                turn: 0,
                has_ended: false,
            };
            let upload = Upload {
                id,
                sha256,
                bytes,
                from: None,
                touched: AtomicI64::new(i64::try_from(touched).unwrap_or(i64::MAX)),
                part: Mutex::new(part),
            };
            open.insert(id, Arc::new(upload));
        }
        Ok(Uploads { folder: folder.to_owned(), blobs, room, open: Mutex::new(open) })
    }

    /// Where photos stay.
    pub fn blobs(&self) -> &dyn Blobs {
        self.blobs.as_ref()
    }

    fn all(&self) -> MutexGuard<'_, HashMap<UploadId, Arc<Upload>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins an upload. Nothing of it is promised yet, so nothing waits for the disk.
    pub fn begin(
        &self,
        sha256: Hash,
        bytes: u64,
        from: IpAddr,
        now_ms: i64,
    ) -> Result<UploadId, UploadError> {
        if bytes == 0 || bytes > MOST_BYTES {
            return Err(UploadError::Length(bytes));
        }
        let id = UploadId::new()?;
        let path = self.folder.join(name(id, &sha256, bytes));
        let part = Part { path, length: 0, on_disk: 0, is_named: false, turn: 0, has_ended: false };
        let upload = Upload {
            id,
            sha256,
            bytes,
            from: Some(customer(from)),
            touched: AtomicI64::new(now_ms),
            part: Mutex::new(part),
        };
        if matches!(self.has_room(&upload), Err(UploadError::NoRoom)) {
            self.sweep(now_ms - GIVES_WAY_MS)?;
        }
        self.has_room(&upload)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&upload.part().path)?;
        self.all().insert(id, Arc::new(upload));
        Ok(id)
    }

    fn has_room(&self, new: &Upload) -> Result<(), UploadError> {
        let all = self.all();
        let here = all.values().filter(|upload| upload.from == new.from).map(|upload| upload.room());
        if here.sum::<u64>() + new.room() > self.room.each {
            return Err(UploadError::NoRoomHere);
        }
        let taken: u64 = all.values().map(|upload| upload.room()).sum();
        if taken + new.room() > self.room.all { Err(UploadError::NoRoom) } else { Ok(()) }
    }

    /// Takes an upload over from whoever had it.
    pub fn take(&self, id: UploadId, now_ms: i64) -> Result<Turn, UploadError> {
        let upload = self.all().get(&id).cloned().ok_or(UploadError::NoUpload)?;
        upload.touched.store(now_ms, Ordering::Relaxed);
        let (number, from) = {
            let mut part = upload.part();
            if part.has_ended {
                return Err(UploadError::NoUpload);
            }
            part.turn += 1;
            (part.turn, part.length)
        };
        Ok(Turn { upload, number, from })
    }

    /// Takes an upload over at the byte where it goes on.
    pub fn take_at(&self, id: UploadId, offset: u64, now_ms: i64) -> Result<Turn, UploadError> {
        let turn = self.take(id, now_ms)?;
        if turn.from == offset { Ok(turn) } else { Err(UploadError::Elsewhere(turn.from)) }
    }

    /// Writes bytes behind those that came. Of a request that sends more than was declared nothing is kept.
    pub fn append(&self, turn: &Turn, bytes: &[u8], now_ms: i64) -> Result<(), UploadError> {
        let mut part = turn.part()?;
        turn.upload.touched.store(now_ms, Ordering::Relaxed);
        let mut file = OpenOptions::new().append(true).open(&part.path)?;
        let length = part.length.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if length > turn.upload.bytes {
            file.set_len(turn.from)?;
            part.length = turn.from;
            return Err(UploadError::TooLong(turn.upload.bytes));
        }
        if let Err(error) = file.write_all(bytes) {
            // Some of them may stand there: they were not counted.
            file.set_len(part.length)?;
            return Err(error.into());
        }
        part.length = length;
        Ok(())
    }

    /// Brings what came to the disk; how far the upload is then.
    pub fn settle(&self, turn: &Turn) -> Result<Far, UploadError> {
        let mut part = turn.part()?;
        if part.length >= turn.upload.bytes {
            return Ok(Far::Whole);
        }
        if part.on_disk < part.length {
            File::open(&part.path)?.sync_all()?;
            part.on_disk = part.length;
        }
        if !part.is_named {
            sync_folder(&self.folder)?;
            part.is_named = true;
        }
        Ok(Far::At(part.length))
    }

    /// Looks at whole bytes and moves them to where they stay; durable when it returns. What is not what was declared, or no
    /// picture, is thrown away.
    pub fn finish(&self, turn: &Turn) -> Result<(), UploadError> {
        let mut part = turn.part()?;
        let upload = &turn.upload;
        let bytes = fs::read(&part.path)?;
        let looked = if ledger::sha256(&bytes) == upload.sha256 {
            whole(&bytes).map_err(UploadError::File)
        } else {
            Err(UploadError::WrongHash)
        };
        drop(bytes);
        match looked {
            Ok(_) => {
                File::open(&part.path)?.sync_all()?;
                self.blobs.keep(&upload.sha256, &part.path)?;
            }
            Err(_) => fs::remove_file(&part.path)?,
        }
        part.has_ended = true;
        self.all().remove(&upload.id);
        looked.map(|_| ())
    }

    /// Throws away what nobody has touched since a time.
    pub fn sweep(&self, since_ms: i64) -> io::Result<()> {
        let old = |upload: &Upload| upload.touched.load(Ordering::Relaxed) < since_ms;
        let all: Vec<Arc<Upload>> = self.all().values().filter(|upload| old(upload)).cloned().collect();
        for upload in all {
            let mut part = upload.part();
            // Somebody may have gone on with it meanwhile.
            if part.has_ended || !old(&upload) {
                continue;
            }
            match fs::remove_file(&part.path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
            part.has_ended = true;
            self.all().remove(&upload.id);
        }
        Ok(())
    }
}

fn name(id: UploadId, sha256: &Hash, bytes: u64) -> String {
    format!("{}-{}-{bytes}.part", id.to_hex(), sha256.to_hex())
}

fn parse_name(text: &str) -> Option<(UploadId, Hash, u64)> {
    let mut parts = text.strip_suffix(".part")?.split('-');
    let id = UploadId::parse(parts.next()?)?;
    let sha256 = Hash::from_hex(parts.next()?).ok()?;
    let bytes: u64 = parts.next()?.parse().ok()?;
    (name(id, &sha256, bytes) == text).then_some((id, sha256, bytes))
}
