//! How many complete double entries a desk takes: claim, save, finalise, by two people, compared.
//!
//!     cargo run --release -p desk --example load -- FOLDER CLIENTS SECONDS
//!
//! Prints one line of JSON. The folder should lie on the disk that counts; clients and desk share the machine.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that can't be made ends")]

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use blobs::Folder;
use desk::access::Access;
use desk::http::{self, About, Desk};
use desk::people::{self, First};
use desk::photos::Photos;
use desk::photos::uploads::{Room, Uploads};
use desk::rates::Rate;
use desk::sheets::{self, Names};
use desk::store::{Sql, SqlError, Sqlite};
use election::{Election, Places, Profile};
use reader::layout::LayoutFiles;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[path = "../../election/tests/it/bundle.rs"]
mod bundle;

/// Sheets there are: open ones, as before a count.
const SHEETS: u32 = 100_000;

fn profile_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024")
}

fn election() -> Election {
    let profile = Profile::from_bundle(&bundle::bundle("profiles/id-2024")).unwrap();
    let mut regions =
        "code,name,level,parent,source_id\n98,SIMULASI,1,,1\n9801,RAYA,2,98,2\n980101,MELATI,3,9801,3\n"
            .to_owned();
    let mut stations = "code,name,region,source_id\n".to_owned();
    for village in 0..SHEETS / 500 {
        let code = format!("980101{:04}", 2_001 + village);
        writeln!(regions, "{code},DESA {village},4,980101,{}", 10 + village).unwrap();
        for station in 1..=500 {
            let name = 1_000_000 + village * 1_000 + station;
            writeln!(stations, "{code}{station:03},TPS {station:03},{code},{name}").unwrap();
        }
    }
    let places = Places::parse(&profile, regions.as_bytes(), stations.as_bytes()).unwrap();
    Election::new(profile, places, None, None).unwrap()
}

/// A connection that is kept, and speaks no more HTTP than it must.
struct Client {
    stream: TcpStream,
    cookie: String,
    buffer: Vec<u8>,
}

impl Client {
    async fn new(address: SocketAddr, token: &str) -> Client {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Client { stream, cookie: format!("__Host-saksi-desk={token}"), buffer: Vec::new() }
    }

    async fn post(&mut self, path: &str, body: &str) -> (u16, String) {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: desk\r\nx-saksi: 1\r\ncookie: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.cookie,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await.unwrap();
        self.buffer.clear();
        let (head, length) = loop {
            let read = self.stream.read_buf(&mut self.buffer).await.unwrap();
            assert!(read > 0, "the desk closed the connection");
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(self.buffer.get(..at).unwrap()).to_lowercase();
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                let length: usize = length.expect("a length").trim().parse().unwrap();
                break (at + 4, length);
            }
        };
        while self.buffer.len() < head + length {
            let read = self.stream.read_buf(&mut self.buffer).await.unwrap();
            assert!(read > 0, "the desk closed the connection");
        }
        let status = std::str::from_utf8(self.buffer.get(9..12).unwrap()).unwrap().parse().unwrap();
        (status, String::from_utf8(self.buffer.get(head..head + length).unwrap().to_vec()).unwrap())
    }
}

/// One person's entry of a sheet; how long the save took.
async fn entry(client: &mut Client, sheet: i64, cells: &str) -> (Duration, String) {
    let (status, text) = client.post(&format!("/api/sheets/{sheet}/claim"), "{}").await;
    assert_eq!(status, 200, "{text}");
    let begun = Instant::now();
    let (status, text) = client.post(&format!("/api/sheets/{sheet}/save"), cells).await;
    let took = begun.elapsed();
    assert_eq!(status, 200, "{text}");
    let (status, text) = client.post(&format!("/api/sheets/{sheet}/finalise"), "{}").await;
    assert_eq!(status, 200, "{text}");
    (took, text)
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, clients, seconds] = arguments.as_slice() else { panic_usage() };
    let (clients, seconds): (usize, u64) = (clients.parse().unwrap(), seconds.parse().unwrap());
    let path = Path::new(folder).join("desk.sqlite");
    let mut sql = Sqlite::open(&path).unwrap();
    sql.schema().unwrap();
    let names = Names::after(&mut sql).unwrap();
    let election = election();
    sql.begin().unwrap();
    let all: Vec<String> =
        election.places.stations().iter().map(|station| station.code.to_string()).collect();
    for station in &all {
        sheets::add(&mut sql, &names, "ppwp", station, 0).unwrap();
    }
    // Sessions are made here: hashing passwords is another measurement.
    let now = i64::try_from(
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis(),
    );
    let tokens: Vec<String> = (0..clients * 2)
        .map(|at| {
            let person = people::add(&mut sql, &format!("petugas{at}"), "pps", "", First::Chosen("-"))
                .unwrap()
                .unwrap();
            let token = people::secret().unwrap();
            people::begin(&mut sql, person, &people::token_hash(&token), *now.as_ref().unwrap()).unwrap();
            token
        })
        .collect();
    sql.commit().unwrap();
    let table = std::fs::read_to_string(profile_folder().join(Access::FILE)).unwrap();
    let access = Access::parse(&table, |_| true).unwrap();
    let form = election.places.find_station(all.first().unwrap()).and_then(|station| {
        Some(election.form_by_ix(election.form(election.profile.contest("ppwp")?, station)?))
    });
    let cells: Value = form.unwrap().fields.iter().map(|field| (field.name.to_string(), json!(7))).collect();
    let cells = json!({ "cells": cells }).to_string();
    let open = move || Sqlite::open(&path).map(|sql| Box::new(sql) as Box<dyn Sql>) as Result<_, SqlError>;
    // None come here.
    let (room, rate) = (Room { all: 0, each: 0 }, Rate { per_second: 0, at_once: 0 });
    let blobs = Box::new(Folder::open(&Path::new(folder).join("blobs")).unwrap());
    let uploads = Uploads::open(&Path::new(folder).join("uploads"), blobs, room).unwrap();
    let photos = Photos { uploads, rate, layouts: LayoutFiles::default() };
    let (desk, _, _) =
        Desk::new(About::practice("load"), Arc::new(election), access, Arc::new(open), photos).unwrap();
    let flushes = flushes(Path::new(folder));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (mut saves, done, took) = runtime.block_on(async move {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(http::serve(desk, listener, std::future::pending()));
        let (next, begun) = (Arc::new(AtomicI64::new(1)), Instant::now());
        let mut tasks = Vec::new();
        for pair in tokens.chunks_exact(2).map(<[String]>::to_vec) {
            let (next, cells) = (Arc::clone(&next), cells.clone());
            tasks.push(tokio::spawn(async move {
                let [one, two] = pair.as_slice() else { unreachable!("pairs") };
                let (mut one, mut two) = (Client::new(address, one).await, Client::new(address, two).await);
                let (mut saves, mut done) = (Vec::new(), 0_u64);
                while begun.elapsed() < Duration::from_secs(seconds) {
                    let sheet = next.fetch_add(1, Ordering::Relaxed);
                    let (save, _) = entry(&mut one, sheet, &cells).await;
                    saves.push(save);
                    let (save, state) = entry(&mut two, sheet, &cells).await;
                    saves.push(save);
                    assert!(state.contains("agreed"), "{state}");
                    done += 1;
                }
                (saves, done)
            }));
        }
        let (mut saves, mut done) = (Vec::new(), 0);
        for task in tasks {
            let (own, count) = task.await.unwrap();
            saves.extend(own);
            done += count;
        }
        (saves, done, begun.elapsed())
    });
    saves.sort_unstable();
    let at = |share: usize| saves.get(saves.len() * share / 1_000).map_or(0, Duration::as_micros);
    let per_second = u128::from(done) * 1_000 / took.as_millis().max(1);
    let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("?").trim().to_owned();
    println!(
        "{}",
        json!({
            "clients": clients, "entries": done, "entries_per_second": u64::try_from(per_second).unwrap(),
            "save_p50_us": u64::try_from(at(500)).unwrap(), "save_p99_us": u64::try_from(at(990)).unwrap(),
            "flushes_per_second": flushes, "peak_memory": peak,
        })
    );
}

/// How many small writes a second the disk makes durable, one after the other.
fn flushes(folder: &Path) -> u64 {
    use std::io::Write as _;
    let mut file = std::fs::File::create(folder.join("flushes")).unwrap();
    let (begun, mut count) = (Instant::now(), 0);
    while begun.elapsed() < Duration::from_secs(1) {
        file.write_all(&[7; 4_096]).unwrap();
        file.sync_data().unwrap();
        count += 1;
    }
    count
}

fn panic_usage() -> ! {
    eprintln!("load FOLDER CLIENTS SECONDS");
    std::process::exit(2)
}
