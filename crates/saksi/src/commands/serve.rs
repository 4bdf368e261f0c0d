//! `saksi serve`: the public files over HTTP, and nothing else.

use std::path::{Path, PathBuf};

use serve::{Limits, Server, Site};

use crate::cli::Serve;
use crate::error::Failure;
use crate::folder::Folder;
use crate::out;
use crate::texts::say;

/// Where a folder of public files alone is served, if nobody says.
const LISTEN: &str = "127.0.0.1:8080";

/// Runs the command.
pub fn run(arguments: &Serve) -> Result<(), Failure> {
    if is_bare(&arguments.folder) {
        return serve_bare(&arguments.folder, arguments.listen.as_deref().unwrap_or(LISTEN));
    }
    let folder = Folder::open(&arguments.folder)?;
    let listen = arguments.listen.clone().unwrap_or_else(|| folder.config.listen.clone());
    serve(&folder.public(), Some(folder.packed()), &listen, &|address| {
        out::line(&say!("serve-ready", folder = folder.public(), address = address.to_string()));
    })
}

/// Whether a folder is public files, a mirror's for example, and no election.
fn is_bare(folder: &Path) -> bool {
    let has = |path: &str| folder.join(path).is_file();
    !has("saksi.toml") && has(record::LATEST_PATH) && has("ledger/checkpoint")
}

/// Serves public files. Compressed copies stay in memory: nothing is written beside what may be somebody else's.
fn serve_bare(public: &Path, listen: &str) -> Result<(), Failure> {
    serve(public, None, listen, &|address| {
        out::line(&say!("serve-ready", folder = public, address = address.to_string()));
    })
}

/// Serves a public folder until interrupted; compressed copies of its files are kept in `copies`.
pub fn serve(
    public: &Path,
    copies: Option<PathBuf>,
    listen: &str,
    ready: &dyn Fn(std::net::SocketAddr),
) -> Result<(), Failure> {
    let refuse = |error: std::io::Error| {
        Failure::Network(say!("serve-refused", address = listen, why = error.to_string()))
    };
    let site = Site::open(public, copies).map_err(|error| Failure::file("opening", public, error))?;
    let server = Server::bind(listen, site, Limits::default()).map_err(refuse)?;
    ready(server.address().map_err(refuse)?);
    server.run().map_err(refuse)
}
