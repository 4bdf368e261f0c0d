//! The address that every limit goes by: set once, before anything looks at it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderName;
use axum::middleware::Next;
use axum::response::Response;

use super::{Desk, From};

/// In it a proxy names who asked.
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Puts the address of who asks in the place of the proxy's ([`crate::behind`]). A line that is no text is one that can't be read.
pub(super) async fn named(State(desk): State<Arc<Desk>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<From>().map(|ConnectInfo(peer)| *peer);
    if let (Some(peer), Some(proxies)) = (peer, desk.proxies.get()) {
        let lines = request.headers().get_all(FORWARDED).iter();
        let lines = lines.map(|line| line.to_str().unwrap_or("not text"));
        let client = proxies.client(peer.ip(), lines);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, peer.port())));
    }
    next.run(request).await
}
