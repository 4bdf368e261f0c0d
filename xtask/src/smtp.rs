//! A mail server for tests, which keeps what it is sent in a folder: installed where it lacks, started on a port of its own, gone afterwards.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::install;
use crate::step::root;

/// The server, others' work, and its version.
const PACKAGE: &str = "aiosmtpd==1.4.6";

/// How long it may take to begin.
const TENTHS: u32 = 300;

/// A server that runs until this is dropped.
pub struct Smtp {
    process: Child,
    /// Where it listens, and the folder of what it took: `127.0.0.1:PORT=FOLDER`.
    pub place: String,
}

/// Starts one; `None` where it can't be had, and why was printed.
pub fn start() -> Option<Smtp> {
    let Some(python) = install::python(10) else {
        println!("skipped: tests on a mail server (they need Python 3.10 or newer)");
        return None;
    };
    let bin = install::venv("aiosmtpd", &python, &[PACKAGE])?;
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).ok()?;
    let letters = root().join("target/letters");
    let _ = std::fs::remove_dir_all(&letters);
    let folder = letters.display().to_string();
    let started = Command::new(format!("{bin}/aiosmtpd"))
        .args(["--nosetuid", "--listen", &address.to_string()])
        .args(["--class", "aiosmtpd.handlers.Mailbox", &folder])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut server = match started {
        Ok(process) => Smtp { process, place: format!("{address}={folder}") },
        Err(error) => {
            println!("skipped: tests on a mail server ({bin}/aiosmtpd can't be run: {error})");
            return None;
        }
    };
    for _ in 0..TENTHS {
        if TcpStream::connect(address).is_ok() {
            return Some(server);
        }
        if !matches!(server.process.try_wait(), Ok(None)) {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    println!("skipped: tests on a mail server (it did not start)");
    None
}

impl Drop for Smtp {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
