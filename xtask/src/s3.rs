//! A server that speaks S3, for tests.

use crate::server::{self, Server, Wanted};

/// The server, others' work, at the version it was tried with.
const WANTED: Wanted<'_> =
    Wanted { tests: "S3", name: "moto", package: "moto[server]==5.2.5", program: "moto_server" };

/// A server that runs until this is dropped.
pub struct S3 {
    _server: Server,
    /// Where it answers: `http://127.0.0.1:PORT`.
    pub url: String,
}

/// Starts one; `None` where it can't be had, and why was printed.
pub fn start() -> Option<S3> {
    let server = server::start(&WANTED, |address| {
        ["-H", "127.0.0.1", "-p", &address.port().to_string()].map(str::to_owned).to_vec()
    })?;
    let url = format!("http://{}", server.address);
    Some(S3 { _server: server, url })
}
