//! A bucket: any server that speaks S3's `PUT`, `GET`, `HEAD` and `ListObjectsV2`.
//!
//! What holds:
//! - an object's name is `PREFIX/` and the SHA-256 of its bytes; the same hash is signed with the request and sent as
//!   `x-amz-checksum-sha256`, so a server that got other bytes refuses them; what comes back is hashed again;
//! - kept means that `PUT` was answered with success, which S3 says after it has the bytes durably;
//! - what may pass (no answer, a broken line, 429, 5xx) is asked again, [`TRIES`] times with growing pauses; then it is an error, and
//!   nothing was acknowledged. Asking again is harmless: the same name gets the same bytes.
//!
//! A photo on its way is never in memory: it goes from the disk to the line.

mod set_up;
mod sign;

use std::collections::HashMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::{Hash, sha256};
use ureq::http::{Request, Response};
use ureq::{AsSendBody, Body};

use crate::{BlobError, Blobs, checked};
use sign::{ToSign, date};

pub use set_up::{SetUp, SetUpError};

/// Seconds since 1970: a request says when it was signed, and a server takes none of another quarter of an hour.
pub type Clock = fn() -> u64;

/// How often a bucket is asked before that is an error.
const TRIES: u32 = 4;

/// The first pause; the next are twice as long each.
const PAUSE: Duration = Duration::from_millis(200);

/// After this long nothing is begun again: who waits is told.
const PATIENCE: Duration = Duration::from_secs(40);

/// Connections kept open: as many as the desk has photos moving to the bucket at once.
const CONNECTIONS: usize = 24;

/// Bytes of an object at most; a photo has 12 MiB, a list of the nation's stations some sixty.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// Bytes of a page of the list at most: a thousand names.
const MOST_LISTED: u64 = 4 * 1024 * 1024;

/// Lengths remembered at most: who has kept a photo is asked at once whether it is held.
const REMEMBERED: usize = 65_536;

/// A bucket.
pub struct S3 {
    set_up: SetUp,
    clock: Clock,
    agent: ureq::Agent,
    /// Of objects that were kept or asked for here. They are never removed while an election goes on.
    lengths: Mutex<HashMap<Hash, u64>>,
}

/// An answer that is none, and whether asking again may help.
enum Failed {
    Line(String),
    Answer { status: u16, code: String },
}

impl Failed {
    fn may_pass(&self) -> bool {
        match self {
            Failed::Line(_) => true,
            Failed::Answer { status, .. } => matches!(status, 408 | 429) || *status >= 500,
        }
    }
}

/// What is asked for.
struct Asked<'a> {
    method: &'a str,
    /// Object's name below the prefix; empty: the bucket itself.
    object: &'a str,
    query: &'a str,
    /// SHA-256 of the content.
    content: &'a Hash,
    /// Whether the content's hash goes along as the object's checksum.
    keeps: bool,
    /// Headers that the server gives out again with the object. What they say is nobody's secret, and not signed.
    told: &'a [(&'static str, &'a str)],
}

/// A file that goes under a name of its own, not that of its hash.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The name, below the bucket's prefix.
    pub name: &'a str,
    /// SHA-256 of its bytes: the server refuses others.
    pub sha256: &'a Hash,
    /// The header `Content-Type` it is given out with.
    pub media: &'static str,
    /// The header `Cache-Control` it is given out with.
    pub keeping: &'static str,
}

impl S3 {
    /// A bucket. Nothing is asked yet.
    pub fn new(set_up: SetUp, clock: Clock) -> S3 {
        let config = ureq::Agent::config_builder()
            .timeout_connect(Some(Duration::from_secs(5)))
            .timeout_send_body(Some(Duration::from_secs(60)))
            .timeout_recv_response(Some(Duration::from_secs(30)))
            .timeout_recv_body(Some(Duration::from_secs(120)))
            .max_idle_connections(CONNECTIONS)
            .max_idle_connections_per_host(CONNECTIONS)
            .http_status_as_error(false)
            // A signature is for one host.
            .max_redirects(0)
            .build();
        let agent = ureq::Agent::new_with_config(config);
        S3 { set_up, clock, agent, lengths: Mutex::default() }
    }

    /// Makes sure that the bucket keeps bytes, gives them back, and says of others that it doesn't have them: what a desk must
    /// know before it takes the first photo. It leaves one small object.
    pub fn try_out(&self) -> Result<(), BlobError> {
        let kept = self.keep_bytes(b"saksi")?;
        self.get(&kept)?;
        // Without the right to list, S3 says of what is not there that it may not be asked.
        self.length(&sha256(b"no photo"))?;
        Ok(())
    }

    /// Puts a file under a name, in the place of what had it.
    pub fn put_named(&self, named: &Named<'_>, file: &Path) -> Result<(), BlobError> {
        let told = [("content-type", named.media), ("cache-control", named.keeping)];
        let (object, content) = (named.name, named.sha256);
        let asked = Asked { method: "PUT", object, query: "", content, keeps: true, told: &told };
        self.put(&asked, || fs::File::open(file).map_err(BlobError::file("reading", file)))
    }

    /// Puts bytes under a name, in the place of what had it.
    pub fn put_named_bytes(&self, named: &Named<'_>, bytes: &[u8]) -> Result<(), BlobError> {
        let told = [("content-type", named.media), ("cache-control", named.keeping)];
        let (object, content) = (named.name, named.sha256);
        let asked = Asked { method: "PUT", object, query: "", content, keeps: true, told: &told };
        self.put(&asked, || Ok(bytes))
    }

    /// What has a name; none: nothing.
    pub fn get_named(&self, name: &str) -> Result<Option<Vec<u8>>, BlobError> {
        let empty = sha256(b"");
        let asked =
            Asked { method: "GET", object: name, query: "", content: &empty, keeps: false, told: &[] };
        self.ask_again("to give an object", || self.read(&asked, MOST_BYTES))
    }

    /// Removes what has a name; nothing there is as good.
    pub fn remove_named(&self, name: &str) -> Result<(), BlobError> {
        let empty = sha256(b"");
        let asked =
            Asked { method: "DELETE", object: name, query: "", content: &empty, keeps: false, told: &[] };
        self.ask_again("to remove an object", || self.ask(&asked, ()).map(|_| ())).map(|_| ())
    }

    fn lengths(&self) -> MutexGuard<'_, HashMap<Hash, u64>> {
        self.lengths.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, sha256: &Hash, length: u64) {
        let mut lengths = self.lengths();
        if lengths.len() >= REMEMBERED {
            lengths.clear();
        }
        lengths.insert(*sha256, length);
    }

    /// Asks once.
    fn ask(&self, asked: &Asked<'_>, body: impl AsSendBody) -> Result<Response<Body>, Failed> {
        let set_up = &self.set_up;
        // The bucket itself is asked at its own path, a prefix is told in the query.
        let object = if asked.object.is_empty() {
            String::new()
        } else {
            let parts: Vec<String> = asked.object.split('/').map(encoded).collect();
            format!("{}{}", set_up.prefix, parts.join("/"))
        };
        let path = format!("{}{object}", set_up.path);
        let (content, date) = (asked.content.to_hex(), date((self.clock)()));
        let checksum = STANDARD.encode(asked.content.0);
        let mut headers = vec![("host", set_up.host.as_str())];
        if asked.keeps {
            headers.push(("x-amz-checksum-sha256", &checksum));
        }
        headers.push(("x-amz-content-sha256", &content));
        headers.push(("x-amz-date", &date));
        let to_sign = ToSign {
            method: asked.method,
            path: &path,
            query: asked.query,
            headers: &headers,
            content: &content,
            date: &date,
        };
        let signature = set_up.signer.sign(&to_sign);
        let mark = if asked.query.is_empty() { "" } else { "?" };
        let uri = format!("{}{path}{mark}{}", set_up.server, asked.query);
        let mut request = Request::builder().method(asked.method).uri(uri).header("authorization", signature);
        for (name, value) in headers.iter().chain(asked.told) {
            request = request.header(*name, *value);
        }
        let line = |error: &dyn std::fmt::Display| Failed::Line(error.to_string());
        let request = request.body(body).map_err(|error| line(&error))?;
        let mut response = self.agent.run(request).map_err(|error| line(&error))?;
        let status = response.status().as_u16();
        if (200..300).contains(&status) {
            return Ok(response);
        }
        let mut told = String::new();
        // What can't be read of a refusal says no more than its status.
        let _ = response
            .body_mut()
            .with_config()
            .limit(u64::MAX)
            .reader()
            .take(64 * 1024)
            .read_to_string(&mut told);
        let code = between(&told, "Code").next().unwrap_or_default();
        Err(Failed::Answer {
            status,
            code: code.chars().filter(char::is_ascii_alphanumeric).take(60).collect(),
        })
    }

    /// Asks until there is an answer, and no longer than somebody waits. `Ok(None)`: there is no such object.
    fn ask_again<T>(
        &self,
        what: &'static str,
        mut once: impl FnMut() -> Result<T, Failed>,
    ) -> Result<Option<T>, BlobError> {
        let begun = Instant::now();
        let mut tries = 1;
        let mut pause = PAUSE;
        loop {
            let failed = match once() {
                Ok(done) => return Ok(Some(done)),
                Err(failed) => failed,
            };
            if failed.may_pass() && tries < TRIES && begun.elapsed() < PATIENCE {
                std::thread::sleep(pause);
                (tries, pause) = (tries + 1, pause * 2);
                continue;
            }
            let store = self.name();
            return match failed {
                Failed::Answer { status: 404, code } if code != "NoSuchBucket" => Ok(None),
                Failed::Answer { status, code } => Err(BlobError::Refused { store, what, status, code }),
                Failed::Line(why) => Err(BlobError::NoAnswer { store, why, tries }),
            };
        }
    }

    /// Puts an object; `body` gives its bytes anew for every try.
    fn put<B: AsSendBody>(
        &self,
        asked: &Asked<'_>,
        body: impl Fn() -> Result<B, BlobError>,
    ) -> Result<(), BlobError> {
        let mut unread = None;
        let put = self.ask_again("to keep an object", || match body() {
            Ok(body) => self.ask(asked, body).map(|_| ()),
            Err(error) => {
                unread = Some(error);
                Ok(())
            }
        })?;
        if let Some(error) = unread {
            return Err(error);
        }
        if put.is_none() {
            let (store, code) = (self.name(), String::new());
            return Err(BlobError::Refused { store, what: "to keep an object", status: 404, code });
        }
        Ok(())
    }

    /// Puts an object under its hash.
    fn put_hashed<B: AsSendBody>(
        &self,
        sha256: &Hash,
        length: u64,
        body: impl Fn() -> Result<B, BlobError>,
    ) -> Result<(), BlobError> {
        let object = &sha256.to_hex();
        self.put(&Asked { method: "PUT", object, query: "", content: sha256, keeps: true, told: &[] }, body)?;
        self.remember(sha256, length);
        Ok(())
    }

    fn read(&self, asked: &Asked<'_>, most: u64) -> Result<Vec<u8>, Failed> {
        let mut response = self.ask(asked, ())?;
        let mut bytes = Vec::new();
        let body = response.body_mut().with_config().limit(u64::MAX).reader();
        let read = body.take(most.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| Failed::Line(error.to_string()))?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
            return Err(Failed::Line(format!("more than {most} bytes")));
        }
        Ok(bytes)
    }

    /// Names of objects after one, a page of them, and whether there are more.
    fn page(&self, after: &str) -> Result<(Vec<String>, bool), BlobError> {
        let empty = sha256(b"");
        let (prefix, after) = (encoded(&self.set_up.prefix), encoded(after));
        let query = if after.is_empty() {
            format!("list-type=2&prefix={prefix}")
        } else {
            format!("list-type=2&prefix={prefix}&start-after={after}")
        };
        let asked =
            Asked { method: "GET", object: "", query: &query, content: &empty, keeps: false, told: &[] };
        let bytes = self.ask_again("to list its objects", || self.read(&asked, MOST_LISTED))?;
        let refused = |status, code: &str| BlobError::Refused {
            store: self.name(),
            what: "to list its objects",
            status,
            code: code.to_owned(),
        };
        let bytes = bytes.ok_or_else(|| refused(404, ""))?;
        let text = String::from_utf8(bytes).map_err(|_| refused(200, "NotXML"))?;
        let keys: Vec<String> = between(&text, "Key").map(plain).collect();
        let more = between(&text, "IsTruncated").next() == Some("true");
        // Whoever says that there is more and names nothing would be asked for ever.
        if more && keys.last().is_none_or(|last| encoded(last) == after) {
            return Err(refused(200, "NoEnd"));
        }
        Ok((keys, more))
    }
}

impl Blobs for S3 {
    fn keep(&self, sha256: &Hash, file: &Path) -> Result<(), BlobError> {
        let wrong = || BlobError::file("reading", file);
        let length = fs::metadata(file).map_err(wrong())?.len();
        self.put_hashed(sha256, length, || fs::File::open(file).map_err(wrong()))?;
        fs::remove_file(file).map_err(BlobError::file("removing", file))
    }

    fn keep_bytes(&self, bytes: &[u8]) -> Result<Hash, BlobError> {
        let sha256 = sha256(bytes);
        self.put_hashed(&sha256, u64::try_from(bytes.len()).unwrap_or(u64::MAX), || Ok(bytes))?;
        Ok(sha256)
    }

    fn get(&self, sha256: &Hash) -> Result<Option<Vec<u8>>, BlobError> {
        let (object, empty) = (sha256.to_hex(), ledger::sha256(b""));
        let asked =
            Asked { method: "GET", object: &object, query: "", content: &empty, keeps: false, told: &[] };
        let bytes = self.ask_again("to give an object", || self.read(&asked, MOST_BYTES))?;
        bytes.map(|bytes| checked(sha256, bytes, || self.name())).transpose()
    }

    fn length(&self, sha256: &Hash) -> Result<Option<u64>, BlobError> {
        if let Some(length) = self.lengths().get(sha256) {
            return Ok(Some(*length));
        }
        let (object, empty) = (sha256.to_hex(), ledger::sha256(b""));
        let asked =
            Asked { method: "HEAD", object: &object, query: "", content: &empty, keeps: false, told: &[] };
        let length = self.ask_again("to say whether it has an object", || {
            let response = self.ask(&asked, ())?;
            let length = response.headers().get("content-length").and_then(|length| length.to_str().ok());
            let length = length.and_then(|length| length.parse::<u64>().ok());
            length.ok_or_else(|| Failed::Line("an answer without a length".to_owned()))
        })?;
        if let Some(length) = length {
            self.remember(sha256, length);
        }
        Ok(length)
    }

    fn list(&self) -> Result<Vec<Hash>, BlobError> {
        let mut all = Vec::new();
        let mut after = String::new();
        loop {
            let (keys, more) = self.page(&after)?;
            let names = keys.iter().filter_map(|key| key.strip_prefix(&self.set_up.prefix));
            // What is no blob is somebody else's.
            all.extend(
                names.filter_map(|name| Hash::from_hex(name).ok().filter(|hash| hash.to_hex() == name)),
            );
            match keys.into_iter().next_back() {
                Some(last) if more => after = last,
                Some(_) | None => break,
            }
        }
        all.sort_unstable_by_key(|hash| hash.0);
        Ok(all)
    }

    fn file(&self, _sha256: &Hash) -> Option<PathBuf> {
        None
    }

    fn name(&self) -> String {
        self.set_up.name.clone()
    }
}

/// What stands between an element's tags, each time.
fn between<'a>(text: &'a str, element: &str) -> impl Iterator<Item = &'a str> {
    let (begin, end) = (format!("<{element}>"), format!("</{element}>"));
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(begin.as_str())?;
        let (found, after) = after.split_once(end.as_str())?;
        rest = after;
        Some(found)
    })
}

/// Text of XML without its escapes.
fn plain(text: &str) -> String {
    let unescaped =
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    unescaped.replace("&amp;", "&")
}

/// A value of a query, as signatures want it: everything but letters, digits and `-._~` by its bytes.
fn encoded(text: &str) -> String {
    let each = text.bytes().map(|byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    each.collect()
}
