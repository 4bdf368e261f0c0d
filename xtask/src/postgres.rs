//! A PostgreSQL server for tests: installed where it lacks, started on a port of its own, gone afterwards.

use std::net::TcpListener;
use std::path::PathBuf;

use crate::install;
use crate::step::output;

/// A server that runs until this is dropped.
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    /// Where it answers: `postgres://...` without a database.
    pub url: String,
}

/// Starts one; `None` where it can't be had, and why was printed.
pub fn start() -> Option<Postgres> {
    let programs = programs().or_else(|| {
        // Debian's package keeps the server's programs out of the path, and starts a server of its own that nothing here touches.
        install::apt_only("postgresql").then(programs).flatten()
    });
    let Some(programs) = programs else {
        println!("skipped: tests on PostgreSQL (`apt-get install postgresql` brings it)");
        return None;
    };
    let folder = std::env::temp_dir().join(format!("saksi-postgres-{}", std::process::id()));
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).ok()?.port();
    let url = format!("postgres://postgres@127.0.0.1:{port}");
    let server = Postgres { programs, folder, url };
    // One that is there already is somebody else's.
    let data = server.folder.join("data").display().to_string();
    let log = server.folder.join("log").display().to_string();
    let options = format!("-p {port} -c listen_addresses=127.0.0.1 -k {}", server.folder.display());
    let ready = std::fs::create_dir(&server.folder).is_ok()
        && (!root() || output("chown", &["postgres", &server.folder.display().to_string()]).is_ok())
        && server.run("initdb", &["-D", &data, "-A", "trust", "-U", "postgres"])
        && server.run("pg_ctl", &["-D", &data, "-o", &options, "-l", &log, "-w", "start"]);
    if ready {
        return Some(server);
    }
    println!("skipped: tests on PostgreSQL (it did not start: {log})");
    None
}

/// The newest server's programs.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    found.retain(|programs| programs.join("pg_ctl").exists());
    found.sort();
    found.pop()
}

/// Whether this runs as root, as which PostgreSQL refuses to run.
fn root() -> bool {
    output("id", &["-u"]).is_ok_and(|(_, text)| text.trim() == "0")
}

impl Postgres {
    fn run(&self, program: &str, arguments: &[&str]) -> bool {
        let program = self.programs.join(program).display().to_string();
        let done = if root() {
            let mut all = vec!["-u", "postgres", "--", &program];
            all.extend(arguments);
            output("runuser", &all)
        } else {
            output(&program, arguments)
        };
        match done {
            Ok((0, _)) => true,
            Ok((_, text)) => {
                println!("{program}: {}", text.lines().last().unwrap_or_default());
                false
            }
            Err(error) => {
                println!("{error}");
                false
            }
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.join("data").display().to_string();
        self.run("pg_ctl", &["-D", &data, "-m", "immediate", "-w", "stop"]);
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
