//! A server that speaks S3, for tests: installed where it lacks, started on a port of its own, gone afterwards.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::install;

/// The server, others' work, and its version.
const PACKAGE: &str = "moto[server]==5.2.5";

/// How long it may take to begin.
const TENTHS: u32 = 300;

/// A server that runs until this is dropped.
pub struct S3 {
    process: Child,
    /// Where it answers: `http://127.0.0.1:PORT`.
    pub url: String,
}

/// Starts one; `None` where it can't be had, and why was printed.
pub fn start() -> Option<S3> {
    let Some(python) = install::python(10) else {
        println!("skipped: tests on S3 (they need Python 3.10 or newer)");
        return None;
    };
    let bin = install::venv("moto", &python, &[PACKAGE])?;
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).ok()?;
    let port = address.port().to_string();
    let started = Command::new(format!("{bin}/moto_server"))
        .args(["-H", "127.0.0.1", "-p", &port])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut server = match started {
        Ok(process) => S3 { process, url: format!("http://{address}") },
        Err(error) => {
            println!("skipped: tests on S3 ({bin}/moto_server can't be run: {error})");
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
    println!("skipped: tests on S3 (the server did not start)");
    None
}

impl Drop for S3 {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
