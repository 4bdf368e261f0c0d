//! A server of others' work, for tests: installed into `target/venv/`, started on a port of its own, gone afterwards.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::install;

/// How long it may take to begin.
const TENTHS: u32 = 300;

/// What to start: a package of PyPI, and the program in it.
pub struct Wanted<'a> {
    /// What the tests are of that need it, for the line that says they are skipped.
    pub tests: &'a str,
    /// Name of its virtual environment.
    pub name: &'a str,
    /// The package, and its version.
    pub package: &'a str,
    /// Its program.
    pub program: &'a str,
}

/// A server that runs until this is dropped.
pub struct Server {
    process: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

/// Starts one with what `arguments` makes of its address; `None` where it can't be had, and why was printed.
pub fn start(wanted: &Wanted<'_>, arguments: impl FnOnce(SocketAddr) -> Vec<String>) -> Option<Server> {
    let Wanted { tests, name, package, program } = wanted;
    let Some(python) = install::python(10) else {
        println!("skipped: tests on {tests} (they need Python 3.10 or newer)");
        return None;
    };
    let bin = install::venv(name, &python, &[package])?;
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).ok()?;
    let started = Command::new(format!("{bin}/{program}"))
        .args(arguments(address))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut server = match started {
        Ok(process) => Server { process, address },
        Err(error) => {
            println!("skipped: tests on {tests} ({bin}/{program} can't be run: {error})");
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
    println!("skipped: tests on {tests} (the server did not start)");
    None
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
