//! A file as it was found, with what is ready to be given of it.

use std::fs::{File, Metadata};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;

use bytes::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use ledger::Hash;

use crate::accept::Packing;
use crate::kind;

/// What tells a version of a file from every other: who replaces it makes another file, who writes into it moves its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Device and inode; zero where there is no such thing.
    file: (u64, u64),
    time: Option<SystemTime>,
    /// Length in bytes.
    pub(crate) length: u64,
}

impl Stamp {
    pub(crate) fn of(metadata: &Metadata) -> Stamp {
        #[cfg(unix)]
        let file = {
            use std::os::unix::fs::MetadataExt as _;
            (metadata.dev(), metadata.ino())
        };
        #[cfg(not(unix))]
        let file = (0, 0);
        Stamp { file, time: metadata.modified().ok(), length: metadata.len() }
    }
}

/// A version of a file.
pub(crate) struct Entry {
    pub(crate) path: String,
    pub(crate) stamp: Stamp,
    pub(crate) sha256: Hash,
    pub(crate) plain: Shape,
    /// In the order of [`Packing::ALL`]; none inside: it gets no smaller.
    packed: [OnceLock<Option<Shape>>; 3],
    begun: [AtomicBool; 3],
}

/// What is given: headers and bytes.
pub(crate) struct Shape {
    pub(crate) headers: HeaderMap,
    pub(crate) tag: HeaderValue,
    pub(crate) content: Content,
}

/// Where bytes are.
pub(crate) enum Content {
    Memory(Bytes),
    File(Place),
}

/// Bytes in a file.
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    /// The first that is given.
    pub(crate) from: u64,
    pub(crate) length: u64,
    pub(crate) known_by: KnownBy,
}

/// How a file is known to be the one that was looked at.
pub(crate) enum KnownBy {
    Stamp(Stamp),
    /// A compressed copy begins with the hash of what it is a copy of.
    Head(Hash),
}

impl Entry {
    pub(crate) fn new(path: &str, stamp: Stamp, sha256: Hash, content: Content) -> Entry {
        let plain = Shape::new(path, stamp, &sha256, None, content);
        let (packed, begun) = Default::default();
        Entry { path: path.to_owned(), stamp, sha256, plain, packed, begun }
    }

    pub(crate) fn packed(&self, packing: Packing) -> &OnceLock<Option<Shape>> {
        let [brotli, zstd, gzip] = &self.packed;
        match packing {
            Packing::Brotli => brotli,
            Packing::Zstd => zstd,
            Packing::Gzip => gzip,
        }
    }

    /// Set while, and after, somebody makes this one.
    pub(crate) fn begun(&self, packing: Packing) -> &AtomicBool {
        let [brotli, zstd, gzip] = &self.begun;
        match packing {
            Packing::Brotli => brotli,
            Packing::Zstd => zstd,
            Packing::Gzip => gzip,
        }
    }

    /// What it takes of memory, and may come to take.
    pub(crate) fn weight(&self) -> usize {
        let content = match &self.plain.content {
            Content::Memory(bytes) => bytes.len(),
            Content::File(_) => 0,
        };
        content.saturating_add(OVERHEAD)
    }
}

/// Headers and names of an entry, about.
const OVERHEAD: usize = 4096;

impl Shape {
    pub(crate) fn new(
        path: &str,
        stamp: Stamp,
        sha256: &Hash,
        packing: Option<Packing>,
        content: Content,
    ) -> Shape {
        let hash = sha256.to_hex();
        let tag =
            packing.map_or_else(|| format!("\"{hash}\""), |packing| format!("\"{hash}-{}\"", packing.name()));
        // A hash and a name are plain characters.
        let tag = HeaderValue::try_from(tag).unwrap_or_else(|_| HeaderValue::from_static("\"\""));
        Shape { headers: headers(path, stamp, &tag, packing), tag, content }
    }

    pub(crate) fn length(&self) -> u64 {
        match &self.content {
            Content::Memory(bytes) => bytes.len() as u64,
            Content::File(place) => place.length,
        }
    }
}

impl Place {
    /// Opens the file at its first byte; none: it is another one by now.
    pub(crate) fn open(&self) -> io::Result<Option<File>> {
        let mut file = File::open(&self.path)?;
        match &self.known_by {
            KnownBy::Stamp(stamp) if Stamp::of(&file.metadata()?) != *stamp => return Ok(None),
            KnownBy::Stamp(_) => {}
            KnownBy::Head(hash) => {
                let mut head = [0; 32];
                file.read_exact(&mut head)?;
                if head != hash.0 || file.metadata()?.len().checked_sub(self.from) != Some(self.length) {
                    return Ok(None);
                }
            }
        }
        file.seek(SeekFrom::Start(self.from))?;
        Ok(Some(file))
    }
}

fn headers(path: &str, stamp: Stamp, tag: &HeaderValue, packing: Option<Packing>) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(16);
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_TYPE, kind::media(path));
    set(header::CACHE_CONTROL, kind::keeping(path).header());
    set(header::ACCEPT_RANGES, "bytes");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(header::ACCESS_CONTROL_EXPOSE_HEADERS, "etag, content-range, accept-ranges, content-encoding");
    set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    if kind::packs(path) {
        set(header::VARY, "accept-encoding");
    }
    if let Some(packing) = packing {
        set(header::CONTENT_ENCODING, packing.name());
    }
    if let Some(policy) = kind::security(path) {
        set(header::CONTENT_SECURITY_POLICY, policy);
        set(header::REFERRER_POLICY, "no-referrer");
        set(HeaderName::from_static("permissions-policy"), NO_PERMISSIONS);
    }
    headers.insert(header::ETAG, tag.clone());
    if let Some(time) = stamp.time
        && let Ok(time) = HeaderValue::try_from(httpdate::fmt_http_date(time))
    {
        headers.insert(header::LAST_MODIFIED, time);
    }
    headers
}

/// The pages look at nothing of who reads them.
const NO_PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
