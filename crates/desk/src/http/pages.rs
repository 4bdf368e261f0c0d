//! The officers' pages: files that are in the program.

use std::sync::LazyLock;

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::sha256;

use super::problem::Problem;

/// Paths below `web/dist`, and the bytes.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// Each file's tag: its content's hash.
static TAGS: LazyLock<Vec<String>> =
    LazyLock::new(|| FILES.iter().map(|(_, bytes)| format!("\"{}\"", sha256(bytes).to_hex())).collect());

/// What the name of a file's smaller copy ends in.
const SMALLER: &str = ".gz";

/// Whether the program has pages: it was built after `cargo xtask web`.
pub fn are_there() -> bool {
    !FILES.is_empty()
}

/// What may run on the pages: their own scripts and WebAssembly, and nothing of anybody else's.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' \
                                 blob: data:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src \
                                 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Answers with a file; what is none is a problem, as everywhere here.
pub(super) async fn answer(request: Request) -> Result<Response, Problem> {
    let nothing = || Problem::new(StatusCode::NOT_FOUND, "no-such-thing", "there is nothing at this address");
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(nothing());
    }
    let path = request.uri().path().trim_start_matches('/');
    let name = match path.strip_suffix('/') {
        Some(folder) => format!("{folder}/index.html"),
        None if path.is_empty() => "index.html".to_owned(),
        None => path.to_owned(),
    };
    let file = |name: &str| FILES.iter().zip(TAGS.iter()).find(|((file, _), _)| *file == name);
    let whole = file(&name).filter(|_| !name.ends_with(SMALLER)).ok_or_else(nothing)?;
    let takes = request.headers().get(header::ACCEPT_ENCODING).and_then(|takes| takes.to_str().ok());
    let takes = takes.is_some_and(|takes| takes.split(',').any(|one| one.trim().starts_with("gzip")));
    let smaller = file(&format!("{name}{SMALLER}")).filter(|_| takes);
    let ((_, bytes), tag) = smaller.unwrap_or(whole);
    let same = request.headers().get(header::IF_NONE_MATCH).is_some_and(|asked| asked == tag.as_str());
    let mut response = if same { StatusCode::NOT_MODIFIED.into_response() } else { (*bytes).into_response() };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media(&name)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if smaller.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    // Kept, and asked about at each use: a new program is seen at once, and the same one costs no bytes.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}

fn media(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("wasm") => "application/wasm",
        Some(_) | None => "application/octet-stream",
    }
}
