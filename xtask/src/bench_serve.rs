//! `cargo xtask bench serve`: requests a second for two published files, beside Debian's nginx on the same files in the same run.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::browser::target;
use crate::demo::fresh;
use crate::install;
use crate::step::{self, output, root};

/// Rounds, one server after the other in each; the best of each counts, as others use the machine too.
const ROUNDS: u32 = 3;

/// A server that runs until this is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // By SIGTERM: nginx's own workers end with it.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

/// Runs the command; an error where nginx answers more.
pub fn run() -> Result<(), String> {
    // Both say something else than success when they are asked for their version in the usual way.
    let there = |program, package| output(program, &["-v"]).is_ok() || install::apt_only(package);
    if !there("wrk", "wrk") || !there("nginx", "nginx-light") {
        println!("skipped: the public's server beside nginx (no wrk or nginx here)");
        return Ok(());
    }
    step::run(
        "the public's server",
        "cargo",
        &["build", "--release", "--locked", "--package", "serve", "--example", "serving"],
    )?;
    let folder = fresh(&root().join("target/bench-serve"))?;
    let public = format!("{folder}/public");
    let village = "id/ppwp/11/1101/110101/1101012001.html";
    put(&public, "latest.json", &format!("{{\"format\":\"saksi/1\",\"x\":\"{}\"}}", "a".repeat(600)))?;
    put(&public, village, &"<p>halaman desa</p>\n".repeat(1_000))?;
    let (ours, others) = (free_port()?, free_port()?);
    let _ours = start(&target().join("release/examples/serving").display().to_string(), &[&public, &ours])?;
    let settings = format!("{folder}/nginx.conf");
    fs::write(&settings, nginx(&folder, &others)).map_err(|error| format!("{settings}: {error}"))?;
    let _others = start("nginx", &["-c", &settings, "-g", "daemon off;"])?;
    std::thread::sleep(Duration::from_secs(1));
    let mut behind = Vec::new();
    for path in ["latest.json", village] {
        let (mut we, mut they) = (0, 0);
        for _ in 0..ROUNDS {
            they = they.max(requests(&others, path)?);
            we = we.max(requests(&ours, path)?);
        }
        println!("{path:45} {we:7} a second; nginx {they:7} (at least as many)");
        if we < they {
            behind.push(path);
        }
    }
    if behind.is_empty() { Ok(()) } else { Err(format!("nginx answers more for {}", behind.join(", "))) }
}

/// As Debian sets it up, with a port of its own.
fn nginx(folder: &str, address: &str) -> String {
    format!(
        "worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/error.log;\nevents {{ worker_connections 768; }}\n\
         http {{ sendfile on; tcp_nopush on; types_hash_max_size 2048; include /etc/nginx/mime.types; \
         default_type application/octet-stream; access_log {folder}/access.log; gzip on;\n\
         server {{ listen {address}; root {folder}/public; }} }}\n"
    )
}

/// Requests a second, by 64 connections for some seconds.
fn requests(address: &str, path: &str) -> Result<u64, String> {
    let (code, text) = output("wrk", &["-t2", "-c64", "-d5s", &format!("http://{address}/{path}")])?;
    let number = text.lines().find_map(|line| line.strip_prefix("Requests/sec:"));
    let whole = number.and_then(|number| number.trim().split('.').next()?.parse().ok());
    if code != 0 || text.contains("Non-2xx") {
        return Err(format!("wrk on {address}/{path}: {text}"));
    }
    whole.ok_or_else(|| format!("wrk says no number: {text}"))
}

fn start(program: &str, arguments: &[&str]) -> Result<Running, String> {
    let child = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).spawn();
    child.map(Running).map_err(|error| format!("{program} can't be run: {error}"))
}

fn free_port() -> Result<String, String> {
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    address.map(|address| address.to_string()).map_err(|error| error.to_string())
}

fn put(public: &str, path: &str, text: &str) -> Result<(), String> {
    let file = Path::new(public).join(path);
    let folder = file.parent().unwrap_or(Path::new(public));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&file, text))
        .map_err(|error| format!("{}: {error}", file.display()))
}
