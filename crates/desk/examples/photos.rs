//! How many photos a desk takes durably: begun, sent, on disk, looked at, held.
//!
//!     cargo run --release -p desk --example photos -- FOLDER CLIENTS PHOTOS
//!
//! Prints one line of JSON. The folder should lie on the disk that counts; clients and desk share the machine. Beside it stands what
//! the disk does by itself: the same files written and flushed, with nothing else.

#![expect(clippy::unwrap_used, reason = "a measurement that can't be made ends")]

use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blobs::Folder;
use desk::access::Access;
use desk::http::{self, About, Desk};
use desk::photos::uploads::{Room, Uploads};
use desk::photos::{self, Named, Photos};
use desk::rates::Rate;
use desk::store::{Sql, SqlError, Sqlite};
use election::{Election, Places, Profile};
use ledger::Hash;
use reader::layout::LayoutFiles;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[path = "../../election/tests/it/bundle.rs"]
mod bundle;

/// Bytes of a photo.
const BYTES: usize = 300_000;

/// Threads that write by themselves, as many as a desk has on the disk at once.
const WRITERS: usize = 24;

fn election() -> Election {
    let profile = Profile::from_bundle(&bundle::bundle("profiles/id-2024")).unwrap();
    let regions = "code,name,level,parent,source_id\n98,SIMULASI,1,,1\n9801,RAYA,2,98,2\n980101,MELATI,3,9801,3\n\
                   9801012001,MAWAR,4,980101,4\n";
    let stations = "code,name,region,source_id\n9801012001001,TPS 001,9801012001,5\n";
    let places = Places::parse(&profile, regions.as_bytes(), stations.as_bytes()).unwrap();
    Election::new(profile, places, None, None).unwrap()
}

/// A JPEG that differs by its number.
fn photo(number: usize) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 3, 232, 3, 232, 1, 1, 0x11, 0];
    bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
    let mut state = u64::try_from(number).unwrap() + 1;
    while bytes.len() < BYTES - 2 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Never 0xff, which would be a marker.
        bytes.extend(state.to_be_bytes().map(|byte| byte & 0x7f));
    }
    bytes.truncate(BYTES - 2);
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// A connection that is kept, and speaks no more HTTP than it must.
struct Client(TcpStream);

impl Client {
    async fn ask(&mut self, what: &str, headers: &str, body: &[u8]) -> String {
        let head = format!(
            "{what} HTTP/1.1\r\nhost: desk\r\nx-saksi: 1\r\ntus-resumable: 1.0.0\r\ncontent-length: {}\r\n{headers}\r\n",
            body.len()
        );
        self.0.write_all(head.as_bytes()).await.unwrap();
        self.0.write_all(body).await.unwrap();
        let mut answer = Vec::new();
        while !answer.windows(4).any(|four| four == b"\r\n\r\n") {
            assert!(self.0.read_buf(&mut answer).await.unwrap() > 0, "the desk closed the connection");
        }
        String::from_utf8(answer).unwrap()
    }
}

async fn send(client: &mut Client, number: usize, hash: &Hash) -> Duration {
    let bytes = photo(number);
    let begun = Instant::now();
    let name = STANDARD.encode(hash.to_hex());
    let headers = format!("upload-length: {BYTES}\r\nupload-metadata: sha256 {name}\r\n");
    let answer = client.ask("POST /api/photos", &headers, b"").await;
    let place = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
    let headers = "content-type: application/offset+octet-stream\r\nupload-offset: 0\r\n";
    let answer = client.ask(&format!("PATCH {place}"), headers, &bytes).await;
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    begun.elapsed()
}

/// Photos a second that the disk takes with nothing else to do: written, flushed, named.
fn by_itself(folder: &Path, photos: usize) -> u128 {
    std::fs::create_dir_all(folder).unwrap();
    let (next, begun) = (AtomicUsize::new(0), Instant::now());
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= photos {
                        return;
                    }
                    let mut file = File::create(folder.join(number.to_string())).unwrap();
                    file.write_all(&photo(number)).unwrap();
                    file.sync_all().unwrap();
                    File::open(folder).unwrap().sync_all().unwrap();
                }
            });
        }
    });
    let second = u128::try_from(photos).unwrap() * 1_000 / begun.elapsed().as_millis().max(1);
    std::fs::remove_dir_all(folder).unwrap();
    second
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, clients, photos] = arguments.as_slice() else {
        eprintln!("photos FOLDER CLIENTS PHOTOS");
        std::process::exit(2)
    };
    let (folder, clients, photos): (_, usize, usize) =
        (Path::new(folder), clients.parse().unwrap(), photos.parse().unwrap());
    let path = folder.join("desk.sqlite");
    let mut sql = Sqlite::open(&path).unwrap();
    sql.schema().unwrap();
    sql.begin().unwrap();
    let hashes: Vec<Hash> = (0..photos).map(|number| ledger::sha256(&photo(number))).collect();
    for sha256 in &hashes {
        let named = Named {
            sha256: *sha256,
            bytes: u64::try_from(BYTES).ok(),
            media: Some("image/jpeg"),
            contest: "ppwp",
            station: "9801012001001",
            page: Some(1),
        };
        photos::named(&mut sql, &named).unwrap();
    }
    sql.commit().unwrap();
    let by_itself = by_itself(&folder.join("plain"), photos);
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024").join(Access::FILE);
    let access = Access::parse(&std::fs::read_to_string(table).unwrap(), |_| true).unwrap();
    let blobs = Box::new(Folder::open(&folder.join("blobs")).unwrap());
    let room = Room { all: 1 << 40, each: 1 << 40 };
    let uploads = Uploads::open(&folder.join("uploads"), blobs, room).unwrap();
    let open_path: PathBuf = path.clone();
    let open =
        move || Sqlite::open(&open_path).map(|sql| Box::new(sql) as Box<dyn Sql>) as Result<_, SqlError>;
    let rate = Rate { per_second: 1_000_000, at_once: 1_000_000 };
    let held = Photos { uploads, rate, layouts: LayoutFiles::default() };
    let (desk, _, _) =
        Desk::new(About::practice("photos"), Arc::new(election()), access, Arc::new(open), held).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let all = Arc::new(hashes);
    let sent = Arc::clone(&all);
    let (mut each, took) = runtime.block_on(async move {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        tokio::spawn(http::serve(desk, listener, std::future::pending()));
        let (next, begun) = (Arc::new(AtomicUsize::new(0)), Instant::now());
        let mut tasks = Vec::new();
        for _ in 0..clients {
            let (next, hashes) = (Arc::clone(&next), Arc::clone(&sent));
            tasks.push(tokio::spawn(async move {
                let stream = TcpStream::connect(address).await.unwrap();
                stream.set_nodelay(true).unwrap();
                let (mut client, mut each) = (Client(stream), Vec::new());
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(hash) = hashes.get(number) else { return each };
                    each.push(send(&mut client, number, hash).await);
                }
            }));
        }
        let mut each = Vec::new();
        for task in tasks {
            each.extend(task.await.unwrap());
        }
        (each, begun.elapsed())
    });
    for sha256 in all.iter() {
        let bytes = std::fs::read(folder.join("blobs").join(sha256.to_hex())).unwrap();
        assert!(ledger::sha256(&bytes) == *sha256 && photos::held(&mut sql, sha256).unwrap());
    }
    each.sort_unstable();
    let at = |share: usize| each.get(each.len() * share / 1_000).map_or(0, Duration::as_millis);
    let second = u128::try_from(photos).unwrap() * 1_000 / took.as_millis().max(1);
    let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("?").trim().to_owned();
    println!(
        "{}",
        json!({
            "clients": clients, "photos": photos, "photos_per_second": u64::try_from(second).unwrap(),
            "disk_by_itself": u64::try_from(by_itself).unwrap(), "p50_ms": u64::try_from(at(500)).unwrap(),
            "p99_ms": u64::try_from(at(990)).unwrap(), "peak_memory": peak,
        })
    );
}
