//! `saksi serve`: the public files over HTTP, and nothing else.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::serve::ListenerExt as _;
use tower_http::cors::CorsLayer;
use tower_http::services::ServeDir;

use crate::cli::Serve;
use crate::error::Failure;
use crate::folder::Folder;
use crate::out;
use crate::texts::say;

/// Files up to this size get an entity tag of their content; larger ones never change or are tables with their hash in the
/// package.
const TAGGED: u64 = 1 << 20;

/// Runs the command.
pub fn run(arguments: &Serve) -> Result<(), Failure> {
    let folder = Folder::open(&arguments.folder)?;
    let listen = arguments.listen.clone().unwrap_or_else(|| folder.config.listen.clone());
    serve(&folder.public(), &listen, &|address| {
        out::line(&say!("serve-ready", folder = folder.public(), address = address.to_string()));
    })
}

/// Serves a public folder until interrupted.
pub fn serve(public: &Path, listen: &str, ready: &dyn Fn(std::net::SocketAddr)) -> Result<(), Failure> {
    let refuse = |error: std::io::Error| {
        Failure::Network(say!("serve-refused", address = listen, why = error.to_string()))
    };
    let listener = TcpListener::bind(listen).map_err(refuse)?;
    listener.set_nonblocking(true).map_err(refuse)?;
    ready(listener.local_addr().map_err(refuse)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(refuse)?;
    runtime
        .block_on(async {
            // Small answers must not wait for the acknowledgement of the one before: 40 ms each, for a million files.
            let listener = tokio::net::TcpListener::from_std(listener)?.tap_io(|connection| {
                let _ = connection.set_nodelay(true);
            });
            axum::serve(listener, router(public))
                .with_graceful_shutdown(async {
                    // Without signals the server is ended by ending the process.
                    if tokio::signal::ctrl_c().await.is_err() {
                        std::future::pending::<()>().await;
                    }
                })
                .await
        })
        .map_err(refuse)
}

/// The routes: files below the public folder, by GET and HEAD.
pub fn router(public: &Path) -> Router {
    let files = ServeDir::new(public).append_index_html_on_directories(true);
    Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn_with_state(public.to_owned(), caching))
        .layer(
            CorsLayer::new().allow_origin(tower_http::cors::Any).allow_methods([Method::GET, Method::HEAD]),
        )
}

/// How long an answer may be kept: permanent paths for ever, fixed ones for seconds, with a tag of their content.
async fn caching(State(public): State<PathBuf>, request: Request, next: Next) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    // No published name begins with a dot or needs escaping.
    if path.split('/').any(|part| part.starts_with('.') || part.contains('%')) {
        return status(StatusCode::NOT_FOUND);
    }
    let permanent = is_permanent(&path);
    let tag = if permanent || is_blob(&path) { None } else { entity_tag(&public, &path).await };
    let asked = request.headers().get(header::IF_NONE_MATCH).cloned();
    if let (Some(tag), Some(asked)) = (&tag, &asked)
        && asked.as_bytes().split(|byte| *byte == b',').any(|one| one.trim_ascii() == tag.as_bytes())
    {
        let mut response = status(StatusCode::NOT_MODIFIED);
        set(response.headers_mut(), permanent, Some(tag), &path);
        return response;
    }
    let mut response = next.run(request).await;
    if response.status().is_success() {
        set(response.headers_mut(), permanent, tag.as_ref(), &path);
    }
    response
}

fn set(headers: &mut HeaderMap, permanent: bool, tag: Option<&HeaderValue>, path: &str) {
    let control = if permanent {
        "public, max-age=31536000, immutable"
    } else if is_blob(path) {
        // It never changes, but it may be redacted, and then it should be gone from caches within the hour.
        "public, max-age=3600"
    } else {
        "public, max-age=10, stale-while-revalidate=30, stale-if-error=86400"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(control));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(tag) = tag {
        headers.insert(header::ETAG, tag.clone());
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let kind = match name.rsplit_once('.') {
        Some((_, "html")) => Some("text/html; charset=utf-8"),
        Some((_, "csv")) => Some("text/csv; charset=utf-8"),
        Some((_, "parquet")) => Some("application/vnd.apache.parquet"),
        _ if matches!(name, "checkpoint" | "manifest" | "index" | "policy") => {
            Some("text/plain; charset=utf-8")
        }
        _ if path.starts_with("ledger/tile/") => Some("application/octet-stream"),
        _ => None,
    };
    if let Some(kind) = kind {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
}

fn is_permanent(path: &str) -> bool {
    path.starts_with("ledger/tile/") || (path.starts_with("cuts/") && path != "cuts/index")
}

fn is_blob(path: &str) -> bool {
    path.starts_with("blob/") || path.starts_with("photo/")
}

async fn entity_tag(public: &Path, path: &str) -> Option<HeaderValue> {
    if path.split('/').any(|part| part == ".." || part.contains(['\\', '\0'])) {
        return None;
    }
    let path =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let file = public.join(path);
    let read = move || {
        let length = std::fs::metadata(&file).ok().filter(std::fs::Metadata::is_file)?.len();
        if length > TAGGED {
            return None;
        }
        std::fs::read(&file).ok()
    };
    let bytes = tokio::task::spawn_blocking(read).await.ok()??;
    HeaderValue::from_str(&format!("\"{}\"", ledger::sha256(&bytes).to_hex())).ok()
}

fn status(code: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = code;
    response
}
