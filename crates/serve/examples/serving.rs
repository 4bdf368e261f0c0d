//! Serves a folder, for measuring: `serving PUBLIC ADDRESS`.

use std::path::PathBuf;

use serve::{Limits, Server, Site};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let public = PathBuf::from(arguments.next().unwrap_or_default());
    let listen = arguments.next().unwrap_or_else(|| "127.0.0.1:0".to_owned());
    Server::bind(&listen, Site::open(&public, None)?, Limits::default())?.run()
}
