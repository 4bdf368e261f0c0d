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
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

use blobs::{BlobError, Blobs};
use ledger::Hash;
use reader::file::{FileError, whole};

use crate::rates::customer;

/// Most bytes of a photo: 12 MiB, which is what a telephone's best picture takes.
pub const MOST_BYTES: u64 = 12 * 1024 * 1024;

/// After this long untouched an upload is given up: a day.
pub const GIVEN_UP_MS: i64 = 24 * 60 * 60 * 1_000;

/// After this long untouched an upload gives way where there is no room for others: an hour.
const GIVES_WAY_MS: i64 = 60 * 60 * 1_000;

/// Who begins an upload sends its first bytes within this: fifteen seconds, a few times what the worst line takes to answer.
const SENT_WITHIN_MS: i64 = 15 * 1_000;

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
    /// All bytes came, and they are moving to where photos stay.
    #[error("all bytes came, and are moving to where photos stay: ask again in a moment")]
    Moving,
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
    /// The disk that parts are on.
    #[error("the disk: {0}")]
    Io(#[from] io::Error),
    /// Where photos stay.
    #[error(transparent)]
    Blob(#[from] BlobError),
}

/// One photo on its way.
struct Upload {
    id: UploadId,
    sha256: Hash,
    bytes: u64,
    /// From where it was begun; forgotten at a restart.
    from: Option<IpAddr>,
    touched: AtomicI64,
    /// Whether bytes came, ever. What has none is forgotten first where room is short.
    is_empty: AtomicBool,
    /// Whether it is on its way to where photos stay. Nobody waits for that with a lock.
    is_moving: AtomicBool,
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

/// While it lasts, an upload is on its way to where photos stay.
struct Moving<'a>(&'a Upload);

impl Drop for Moving<'_> {
    fn drop(&mut self) {
        self.0.is_moving.store(false, Ordering::Relaxed);
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
    blobs: Arc<dyn Blobs>,
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
                is_empty: AtomicBool::new(about.len() == 0),
                is_moving: AtomicBool::new(false),
                part: Mutex::new(part),
            };
            open.insert(id, Arc::new(upload));
        }
        Ok(Uploads { folder: folder.to_owned(), blobs: Arc::from(blobs), room, open: Mutex::new(open) })
    }

    /// Where photos stay.
    pub fn blobs(&self) -> &dyn Blobs {
        self.blobs.as_ref()
    }

    /// The same, for who keeps something there beside requests.
    pub fn shared(&self) -> Arc<dyn Blobs> {
        Arc::clone(&self.blobs)
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
            is_empty: AtomicBool::new(true),
            is_moving: AtomicBool::new(false),
            part: Mutex::new(part),
        };
        self.make_room(&upload, now_ms)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&upload.part().path)?;
        self.all().insert(id, Arc::new(upload));
        Ok(id)
    }

    /// Makes room for an upload where there is none: those that were begun and never sent give way first, the oldest of them before
    /// the others; then, where there is none for anybody, those that nobody has gone on with for an hour.
    fn make_room(&self, new: &Upload, now_ms: i64) -> Result<(), UploadError> {
        let Err(refused) = self.has_room(new) else { return Ok(()) };
        let here_alone = matches!(refused, UploadError::NoRoomHere);
        let old = |upload: &Upload, than_ms| upload.touched.load(Ordering::Relaxed) < now_ms - than_ms;
        let gives_way = |upload: &Upload| {
            upload.is_empty.load(Ordering::Relaxed)
                && old(upload, SENT_WITHIN_MS)
                && (!here_alone || upload.from == new.from)
        };
        let mut empty: Vec<Arc<Upload>> = self.all().values().filter(|one| gives_way(one)).cloned().collect();
        empty.sort_by_key(|upload| upload.touched.load(Ordering::Relaxed));
        // One makes room for one; those before may have been sent meanwhile.
        for upload in empty {
            self.give_up(&upload, &gives_way)?;
            if self.has_room(new).is_ok() {
                return Ok(());
            }
        }
        if !here_alone {
            self.sweep(now_ms - GIVES_WAY_MS)?;
        }
        self.has_room(new)
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
        if upload.is_moving.load(Ordering::Relaxed) {
            return Err(UploadError::Moving);
        }
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
        turn.upload.is_empty.store(length == 0, Ordering::Relaxed);
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
        let upload = &turn.upload;
        if upload.is_moving.load(Ordering::Relaxed) {
            return Err(UploadError::Moving);
        }
        let mut part = turn.part()?;
        upload.is_moving.store(true, Ordering::Relaxed);
        let _moving = Moving(upload);
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
            self.give_up(&upload, &old)?;
        }
        Ok(())
    }

    /// Throws an upload away, if that still holds which it is thrown away for: somebody may have gone on with it meanwhile.
    fn give_up(&self, upload: &Upload, because: &dyn Fn(&Upload) -> bool) -> io::Result<()> {
        if upload.is_moving.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut part = upload.part();
        if part.has_ended || !because(upload) {
            return Ok(());
        }
        match fs::remove_file(&part.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        part.has_ended = true;
        self.all().remove(&upload.id);
        Ok(())
    }
}

/// A file's name is on disk only when its folder is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
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

#[cfg(test)]
mod tests {
    use blobs::Folder;

    use super::*;

    const SECOND: i64 = 1_000;

    /// Room for four uploads from each address, and for six altogether.
    fn uploads(folder: &Path) -> Uploads {
        let room = Room { all: 6 * LEAST_ROOM, each: 4 * LEAST_ROOM };
        let blobs = Folder::open(&folder.join("blobs")).unwrap();
        Uploads::open(&folder.join("uploads"), Box::new(blobs), room).unwrap()
    }

    #[test]
    fn uploads_that_were_begun_and_never_sent_give_way_first() {
        let place = tempfile::tempdir().unwrap();
        let uploads = uploads(place.path());
        let [town, other]: [IpAddr; 2] = ["10.0.0.1", "10.0.0.2"].map(|one| one.parse().unwrap());
        let begin = |number: u8, from, at| uploads.begin(ledger::sha256(&[number]), 1_000, from, at);
        let sent = begin(0, town, 0).unwrap();
        uploads.append(&uploads.take(sent, SECOND).unwrap(), b"first bytes", SECOND).unwrap();
        let empty: Vec<UploadId> =
            (1..4).map(|number| begin(number, town, SECOND * i64::from(number)).unwrap()).collect();
        // None of them has had the time to be sent.
        assert!(matches!(begin(9, town, 10 * SECOND), Err(UploadError::NoRoomHere)));
        // Somebody goes on with the oldest: then the next gives way, and one alone.
        uploads.take(empty[0], 16 * SECOND).unwrap();
        begin(9, town, 18 * SECOND).unwrap();
        let is_there = |id| uploads.take(id, 18 * SECOND).is_ok();
        assert_eq!([is_there(sent), is_there(empty[0]), is_there(empty[1])], [true, true, false]);
        begin(20, other, 18 * SECOND).unwrap();
        begin(21, other, 18 * SECOND).unwrap();
        // Where there is no room for anybody, whoever's gives way that was never sent in time.
        begin(22, other, 30 * SECOND).unwrap();
        assert!(matches!(begin(23, other, 30 * SECOND), Err(UploadError::NoRoom)));
        begin(23, other, 40 * SECOND).unwrap();
        // What was sent stays for an hour.
        assert!(uploads.take(sent, 40 * SECOND).is_ok());
    }

    #[test]
    fn nobody_waits_with_a_lock_for_a_photo_that_moves_to_where_it_stays() {
        let place = tempfile::tempdir().unwrap();
        let uploads = uploads(place.path());
        let id = uploads.begin(ledger::sha256(b"x"), 1, "10.0.0.1".parse().unwrap(), 0).unwrap();
        let turn = uploads.take(id, 0).unwrap();
        let part = turn.upload.part();
        let moving = Moving(&turn.upload);
        turn.upload.is_moving.store(true, Ordering::Relaxed);
        assert!(matches!(uploads.take(id, 0), Err(UploadError::Moving)));
        uploads.sweep(i64::MAX).unwrap();
        drop((moving, part));
        assert!(uploads.take(id, 0).is_ok());
    }
}
