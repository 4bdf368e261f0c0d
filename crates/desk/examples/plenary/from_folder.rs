//! Pages from a folder, so that they can be worked on without building the program anew: for every example that shows them.

use std::path::{Component, Path};

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// Hands out a folder's files instead of the program's.
pub async fn from_folder(request: Request, next: Next) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let mut response = next.run(request).await;
    let Ok(folder) = std::env::var("SAKSI_PAGES") else { return response };
    let name = if path.is_empty() { "index.html" } else { &path };
    let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    if let Ok(bytes) = std::fs::read(Path::new(&folder).join(name))
        && plain
    {
        let media = match name.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            _ => "application/octet-stream",
        };
        *response.status_mut() = StatusCode::OK;
        *response.body_mut() = Body::from(bytes);
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        response.headers_mut().remove(header::CONTENT_LENGTH);
        // The program's own may be compressed; these are not.
        response.headers_mut().remove(header::CONTENT_ENCODING);
    }
    response
}
