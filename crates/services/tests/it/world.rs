//! A small published folder, services on it, and somebody who asks.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use ledger::{
    BundleId, Checkpoint, Entry, KeyKind, KeyName, SignedCheckpoint, SigningKey, encode_bundle, leaf_hash,
    sha256,
};
use services::config::Config;
use services::courier::{self, Carrier, Parcel, Turned, Undelivered};
use services::http::{Parts, Services, serve};
use services::publication::Publication;
use services::receivers::{self, Wish};
use services::tokens::Does;
use services::{ServicesError, Surroundings};
use statement::{Blob, Body, Definition, Moment, encode_text, sign};

pub const STATION: &str = "9801012001001";
pub const OTHER: &str = "9802012001001";

const REGIONS: &str = "code,name,level,parent,source_id\n98,SIMULASI,1,,1\n9801,RAYA,2,98,2\n9802,JAYA,2,98,3\n\
    980101,MELATI,3,9801,4\n980201,ANGGREK,3,9802,5\n9801012001,MAWAR,4,980101,6\n9802012001,KENANGA,4,980201,7\n";
const STATIONS: &str = "code,name,region,source_id\n9801012001001,TPS 001,9801012001,8\n\
    9801012001002,TPS 002,9801012001,9\n9802012001001,TPS 001,9802012001,10\n";

/// 14 February 2024, 21:00 UTC.
pub const START: i64 = 1_707_944_400_000;

/// A clock that a test sets, and bytes that are never the same.
#[derive(Clone)]
pub struct Set {
    pub now: Arc<AtomicI64>,
    next: Arc<AtomicU64>,
}

impl Set {
    pub fn new() -> Set {
        Set { now: Arc::new(AtomicI64::new(START)), next: Arc::default() }
    }

    pub fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::Relaxed);
    }
}

impl Surroundings for Set {
    fn now_ms(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), ServicesError> {
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        let drawn = sha256(&next.to_be_bytes());
        bytes.iter_mut().zip(drawn.0.iter().cycle()).for_each(|(byte, drawn)| *byte = *drawn);
        Ok(())
    }
}

fn key(name: &str) -> SigningKey {
    SigningKey::from_seed(KeyName::new(name).unwrap(), KeyKind::Ed25519, sha256(name.as_bytes()).0)
}

fn put(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// Writes a published folder as `saksi publish` leaves it, as far as the services read it.
pub fn publish(root: &Path) {
    let bundle = super::bundle::bundle("profiles/id-2024").to_json();
    let log = key("example.org/ledger");
    let first = key("kpu/ID");
    let (log_key, first_key) = (log.verifying_key().to_string(), first.verifying_key().to_string());
    let definition = Body::Definition(Definition {
        election: "latihan",
        practice: true,
        profile: Blob::of(bundle.as_bytes(), "application/json"),
        regions: Blob::of(REGIONS.as_bytes(), "text/csv"),
        stations: Blob::of(STATIONS.as_bytes(), "text/csv"),
        constituencies: None,
        candidates: None,
        outlines: None,
        log: &log_key,
        key: &first_key,
        role: "kpu",
        at: Moment::new(1_700_000_000, 420).unwrap(),
    });
    let note = sign(&encode_text("id-2024/v1", &definition).unwrap(), &[&first]).unwrap();
    let entry = Entry { time_ms: 1_700_000_000_000, batch: 0, note: &note }.encode();
    let head = Checkpoint { origin: "example.org/ledger".to_owned(), size: 1, root: leaf_hash(&entry) };
    let head = SignedCheckpoint::sign(&head, &log).unwrap();
    put(root, "ledger/checkpoint", &head.note);
    let path = format!("ledger/{}", BundleId::at_size(0, 1).unwrap().path());
    put(root, &path, &encode_bundle([entry.as_slice()]).unwrap());
    for blob in [bundle.as_str(), REGIONS, STATIONS] {
        put(root, &format!("blob/{}", sha256(blob.as_bytes()).to_hex()), blob.as_bytes());
    }
    put(root, "data/ppwp/datapackage.json", b"{}");
}

/// Services on a folder of their own.
pub struct World {
    pub place: tempfile::TempDir,
    pub set: Set,
    pub services: Arc<Services>,
    pub told: Arc<Mutex<Vec<String>>>,
}

impl World {
    pub fn new() -> World {
        World::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut Config)) -> World {
        let place = tempfile::tempdir().unwrap();
        publish(&place.path().join("public"));
        let mut config = Config::example();
        config.limits.at_once = 100;
        change(&mut config);
        let set = Set::new();
        std::fs::create_dir_all(place.path().join("own")).unwrap();
        let (services, told) = open(place.path(), config, &set);
        World { place, set, services, told }
    }

    pub fn out(&self) -> PathBuf {
        self.place.path().join("out")
    }

    /// The same folder after the process has ended.
    pub fn again(self) -> World {
        let World { place, set, services, .. } = self;
        let config = services.config.clone();
        drop(services);
        let (services, told) = open(place.path(), config, &set);
        World { place, set, services, told }
    }
}

fn open(place: &Path, config: Config, set: &Set) -> (Arc<Services>, Arc<Mutex<Vec<String>>>) {
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let telling = Arc::clone(&told);
    let services = Services::open(Parts {
        config,
        publication: Publication::open(&place.join("public")).unwrap(),
        folder: place.join("own"),
        out: place.join("out"),
        around: Box::new(set.clone()),
        asker: Arc::new(|peer, _| peer),
        tell: Box::new(move |what| telling.lock().unwrap().push(what.to_owned())),
    });
    (services.unwrap(), told)
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// The services on a listener.
pub struct Server {
    address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    pub fn start(world: &World) -> Server {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let services = Arc::clone(&world.services);
        runtime.spawn(async move { serve(services, listener, std::future::pending()).await });
        Server { address, _runtime: runtime }
    }

    /// One request, written by hand: nothing between the test and the bytes.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut line = TcpStream::connect(self.address).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.extend(["content-length: ", &body.len().to_string(), "\r\n\r\n"]);
        line.write_all(head.as_bytes()).unwrap();
        // A server that refuses a long body early has closed already.
        let _ = line.write_all(body);
        let mut bytes = Vec::new();
        let _ = line.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    /// A form as a browser sends it with a file.
    pub fn multipart(&self, path: &str, fields: &[(&str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let file = if *name == "photo" { "; filename=\"a.jpg\"\r\nContent-Type: text/html" } else { "" };
            body.extend(
                format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes(),
            );
            body.extend(*value);
            body.extend(b"\r\n");
        }
        body.extend(b"--X--\r\n");
        self.ask("POST", path, &[("content-type", "multipart/form-data; boundary=X")], &body)
    }
}

/// Publishes tables of the contest at a cut, as a package names them; the stations' table of region 98.
pub fn tables(root: &Path, cut: i64, row: &str) -> Vec<u8> {
    let stations = format!("station,name\n{row}\n").into_bytes();
    let totals = "region,name,level,expected,counted,sound,disputed,quality_conflict\n\
        ID,INDONESIA,nation,3,2,1,0,1\n98,SIMULASI,province,3,2,1,0,1\n";
    let named = |path: &str, bytes: &[u8]| {
        put(root, &format!("data/ppwp/{path}"), bytes);
        let hash = sha256(bytes).to_hex();
        serde_json::json!({ "path": path, "bytes": bytes.len(), "hash": format!("sha256:{hash}") })
    };
    let all = named("stations.csv.gz", format!("as if deflated: {row}").as_bytes());
    let totals = named("totals.csv", totals.as_bytes());
    let hash = sha256(&stations).to_hex();
    put(root, "data/ppwp/98/stations.csv", &stations);
    let files = format!("region,path,bytes,sha256\n98,98/stations.csv,{},{hash}\n", stations.len());
    let files = named("files.csv", files.as_bytes());
    let package = serde_json::json!({ "cut": cut, "resources": [totals, files], "documents": [all] });
    put(root, "data/ppwp/datapackage.json", package.to_string().as_bytes());
    stations
}

impl World {
    pub fn public(&self) -> PathBuf {
        self.place.path().join("public")
    }

    /// Publishes tables of a cut.
    pub fn tables(&self, cut: i64, row: &str) -> Vec<u8> {
        tables(&self.public(), cut, row)
    }

    /// A mail address that has confirmed that it wants the tables; its number.
    pub fn subscriber(&self, address: &str, what: &str, regions: &[&str]) -> i64 {
        let Services { store, tokens, publication, around, .. } = self.services.as_ref();
        let regions = regions.iter().map(|code| (*code).to_owned()).collect();
        let wish =
            Wish { contest: "ppwp".to_owned(), regions, what: what.to_owned(), language: "en".to_owned() };
        let wish = wish.checked(publication).unwrap();
        receivers::ask(store, tokens, 1_000_000, around.as_ref(), address, &wish).unwrap();
        let of = receivers::list(store, false).unwrap().pop().unwrap();
        assert_eq!(of.address.as_deref(), Some(address));
        receivers::confirm(store, &tokens.make(Does::Confirm, &of.nonce), around.now_ms()).unwrap().number
    }

    /// Sends what is due with a carrier.
    pub fn send(&self, carrier: &dyn Carrier) -> Turned {
        courier::turn(&self.services, carrier, &AtomicBool::new(false)).unwrap()
    }
}

/// What it carries to whom, and which it can't.
#[derive(Default)]
pub struct Hand {
    /// Receiver and cut, in the order they arrived.
    pub took: Mutex<Vec<(i64, i64)>>,
    /// Receivers that can't be reached now.
    pub away: Mutex<BTreeSet<i64>>,
    /// Receivers that never will.
    pub gone: Mutex<BTreeSet<i64>>,
}

impl Hand {
    pub fn cuts(&self, receiver: i64) -> Vec<i64> {
        self.took.lock().unwrap().iter().filter(|(to, _)| *to == receiver).map(|(_, cut)| *cut).collect()
    }
}

impl Carrier for Hand {
    fn carry(&self, parcel: &Parcel<'_>) -> Result<String, Undelivered> {
        let (to, cut) = (parcel.delivery.to.number, parcel.delivery.cut);
        if self.gone.lock().unwrap().contains(&to) {
            return Err(Undelivered::ForGood("550 no such mailbox".to_owned()));
        }
        if self.away.lock().unwrap().contains(&to) {
            return Err(Undelivered::Passing("451 try later".to_owned()));
        }
        self.took.lock().unwrap().push((to, cut));
        Ok("250 taken".to_owned())
    }
}
