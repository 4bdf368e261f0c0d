//! From a request to its answer.

use std::sync::Arc;
use std::time::SystemTime;

use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};

use crate::accept::{Packing, taken};
use crate::body::Body;
use crate::entry::{Content, Entry, Shape};
use crate::kind;
use crate::range::{self, Part};
use crate::site::{Missing, Site};

/// Answers a request.
pub(crate) async fn answer<B>(site: &Arc<Site>, request: &Request<B>) -> Response<Body> {
    let method = request.method();
    if method == Method::OPTIONS {
        return preflight();
    }
    if method != Method::GET && method != Method::HEAD {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED);
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, OPTIONS"));
        return response;
    }
    let Some(path) = kind::file_of(request.uri().path()) else { return plain(StatusCode::NOT_FOUND) };
    // A file that is replaced between the look and the opening is looked for again.
    for _ in 0..3 {
        let entry = match site.find(&path).await {
            Ok(entry) => entry,
            Err(missing) => return refused(&missing, request.uri().path()),
        };
        if let Some(response) = of(site, &entry, request).await {
            return response;
        }
    }
    plain(StatusCode::SERVICE_UNAVAILABLE)
}

/// The answer of a version of a file; none: it is gone.
async fn of<B>(site: &Arc<Site>, entry: &Arc<Entry>, request: &Request<B>) -> Option<Response<Body>> {
    let headers = request.headers();
    let wants_part = headers.get(header::RANGE).filter(|_| request.method() == Method::GET);
    let packing = if wants_part.is_some() { None } else { packing(site, entry, headers).await };
    let shape = packing.and_then(|packing| entry.packed(packing).get()?.as_ref()).unwrap_or(&entry.plain);
    if is_known(headers, shape) {
        let mut response = with(StatusCode::NOT_MODIFIED, shape, Body::Empty);
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_ENCODING);
        return Some(response);
    }
    let length = shape.length();
    let part = match wants_part {
        // The rest of another version would be the end of nothing. A date is too coarse to tell versions by.
        Some(range) if headers.get(header::IF_RANGE).is_none_or(|tag| *tag == shape.tag) => {
            range::part(range.as_bytes(), length)
        }
        Some(_) | None => Part::Whole,
    };
    let is_head = request.method() == Method::HEAD;
    match part {
        Part::Whole if is_head => {
            let mut response = with(StatusCode::OK, shape, Body::Empty);
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
            Some(response)
        }
        Part::Whole => Some(with(StatusCode::OK, shape, bytes(shape, 0, length)?)),
        Part::Some(from, count) => {
            let mut response = with(StatusCode::PARTIAL_CONTENT, shape, bytes(shape, from, count)?);
            let last = from.saturating_add(count).saturating_sub(1);
            put(&mut response, header::CONTENT_RANGE, &format!("bytes {from}-{last}/{length}"));
            Some(response)
        }
        Part::Beyond => {
            let mut response = plain(StatusCode::RANGE_NOT_SATISFIABLE);
            put(&mut response, header::CONTENT_RANGE, &format!("bytes */{length}"));
            Some(response)
        }
    }
}

/// The compression to answer in. One that is not made yet is made: gzip at once, the others for those who ask next.
async fn packing(site: &Arc<Site>, entry: &Arc<Entry>, headers: &HeaderMap) -> Option<Packing> {
    let accepted = headers.get(header::ACCEPT_ENCODING)?;
    if !kind::packs(&entry.path) {
        return None;
    }
    let mut made_now = None;
    let mut later = Vec::new();
    for packing in taken(accepted.as_bytes()).filter(|packing| site.packer().packs(entry, *packing)) {
        match (entry.packed(packing).get(), packing) {
            (Some(Some(_)), _) if later.is_empty() => return Some(packing),
            (Some(Some(_)), _) => {
                made_now = Some(packing);
                break;
            }
            (Some(None), _) => {}
            (None, Packing::Gzip) if matches!(entry.plain.content, Content::Memory(_)) => {
                if let Some(making) = site.make(entry, packing) {
                    let _ = making.await;
                }
                made_now = Some(packing);
                break;
            }
            (None, Packing::Brotli | Packing::Zstd | Packing::Gzip) => later.push(packing),
        }
    }
    for packing in later {
        // Nobody waits for it.
        drop(site.make(entry, packing));
    }
    made_now
}

/// Whether the client has this version already.
fn is_known(headers: &HeaderMap, shape: &Shape) -> bool {
    let mut tags = headers.get_all(header::IF_NONE_MATCH).iter().peekable();
    if tags.peek().is_some() {
        let same = |tag: &[u8]| {
            let tag = tag.trim_ascii();
            tag == b"*" || tag.strip_prefix(b"W/").unwrap_or(tag) == shape.tag.as_bytes()
        };
        return tags.any(|list| list.as_bytes().split(|byte| *byte == b',').any(same));
    }
    let date = |headers: &HeaderMap, name| -> Option<SystemTime> {
        httpdate::parse_http_date(headers.get(name)?.to_str().ok()?).ok()
    };
    let since = date(headers, header::IF_MODIFIED_SINCE);
    let changed = date(&shape.headers, header::LAST_MODIFIED);
    matches!((since, changed), (Some(since), Some(changed)) if changed <= since)
}

fn bytes(shape: &Shape, from: u64, count: u64) -> Option<Body> {
    match &shape.content {
        Content::Memory(bytes) if count == bytes.len() as u64 => Some(Body::Memory(bytes.clone())),
        Content::Memory(bytes) => {
            let from = usize::try_from(from).ok()?;
            let end = from.checked_add(usize::try_from(count).ok()?)?;
            (end <= bytes.len()).then(|| Body::Memory(bytes.slice(from..end)))
        }
        Content::File(place) => {
            let mut file = place.open().ok()??;
            if from > 0 {
                std::io::Seek::seek_relative(&mut file, i64::try_from(from).ok()?).ok()?;
            }
            Some(Body::part(file, count))
        }
    }
}

fn refused(missing: &Missing, path: &str) -> Response<Body> {
    match missing {
        Missing::Not => plain(StatusCode::NOT_FOUND),
        Missing::Unreadable => plain(StatusCode::SERVICE_UNAVAILABLE),
        // `index.html` may be no folder.
        Missing::Folder if path.ends_with('/') => plain(StatusCode::NOT_FOUND),
        Missing::Folder => {
            let mut response = plain(StatusCode::TEMPORARY_REDIRECT);
            put(&mut response, header::LOCATION, &format!("{path}/"));
            response
        }
    }
}

/// What browsers ask before another site's page may ask more than the plainest things.
fn preflight() -> Response<Body> {
    let mut response = plain(StatusCode::NO_CONTENT);
    let mut set = |name, value| response.headers_mut().insert(name, HeaderValue::from_static(value));
    set(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD");
    set(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        "range, if-range, if-none-match, if-modified-since, cache-control",
    );
    set(header::ACCESS_CONTROL_MAX_AGE, "86400");
    response
}

fn with(status: StatusCode, shape: &Shape, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = shape.headers.clone();
    response
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = status;
    let mut set = |name, value| response.headers_mut().insert(name, HeaderValue::from_static(value));
    // What is not there may be there with the next cut.
    set(header::CACHE_CONTROL, "public, max-age=10");
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    response
}

fn put(response: &mut Response<Body>, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}
