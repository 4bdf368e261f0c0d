//! A mail server for tests, which keeps what it is sent in a folder.

use crate::server::{self, Server, Wanted};
use crate::step::root;

/// The server, others' work, at the version it was tried with.
const WANTED: Wanted<'_> =
    Wanted { tests: "a mail server", name: "aiosmtpd", package: "aiosmtpd==1.4.6", program: "aiosmtpd" };

/// A server that runs until this is dropped.
pub struct Smtp {
    _server: Server,
    /// Where it listens, and the folder of what it took: `127.0.0.1:PORT=FOLDER`.
    pub place: String,
}

/// Starts one; `None` where it can't be had, and why was printed.
pub fn start() -> Option<Smtp> {
    let letters = root().join("target/letters");
    let _ = std::fs::remove_dir_all(&letters);
    let folder = letters.display().to_string();
    let server = server::start(&WANTED, |address| {
        let listen = address.to_string();
        ["--nosetuid", "--listen", &listen, "--class", "aiosmtpd.handlers.Mailbox", &folder]
            .map(str::to_owned)
            .to_vec()
    })?;
    let place = format!("{}={folder}", server.address);
    Some(Smtp { _server: server, place })
}
