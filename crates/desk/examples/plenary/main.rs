//! A plenary to look at and to drive by a browser: an invented district on a ledger in memory, gone when it ends.
//!
//!     cargo run --release -p desk --example plenary -- [STATIONS] [ADDRESS]
//!
//! Prints one line of JSON: the address, people's names and passwords, and the committee's key. `SAKSI_PAGES` names a folder whose
//! files are handed out instead of those in the program, so that pages can be worked on without building it anew. It ends with its
//! standard input.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what can't be shown ends")]

use std::io::Read as _;
use std::sync::Arc;
use std::time::Instant;

use axum::middleware;
use blobs::Folder;
use desk::access::Access;
use desk::http::{self, About, Desk};
use desk::intake::Way;
use desk::photos::Photos;
use desk::photos::uploads::{Room, Uploads};
use desk::rates::Rate;
use desk::store::{Sql, Sqlite};
use election::{Election, Places, Profile};
use reader::layout::LayoutFiles;
use serde_json::{Value, json};
use support::ledger::{Book, figures, key, key_note, registrar, sheet_note};
use support::{REGIONS, STATIONS, bundle};

mod from_folder;
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

/// A request as a browser makes it; the answer's text.
fn post(address: &str, path: &str, cookie: &str, (media, body): (&str, &str)) -> (String, String) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let request = agent.post(format!("{address}{path}")).header("content-type", media);
    let mut response = request.header("x-saksi", "1").header("cookie", cookie).send(body).unwrap();
    let set = response.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
    let set = set.and_then(|cookie| cookie.split(';').next()).unwrap_or_default().to_owned();
    (set, response.body_mut().read_to_string().unwrap())
}

const JSON: &str = "application/json";
const PASSWORD: &str = "kotak suara nomor 7";

/// Makes people; their names and passwords.
fn people(address: &str, code: &str) -> Value {
    let setup = json!({ "code": code, "name": "pengurus", "password": PASSWORD }).to_string();
    post(address, "/api/setup", "", (JSON, &setup));
    let log_in = json!({ "name": "pengurus", "password": PASSWORD }).to_string();
    let (cookie, _) = post(address, "/api/session", "", (JSON, &log_in));
    let table = "name,role,region\nketua,ppk,980101\nanggota,ppk,980101\nwakil,saksi,980101\nkabupaten,kpu-regency,9801\n";
    let (_, made) = post(address, "/api/accounts", &cookie, ("text/csv", table));
    let each = made.lines().skip(1).filter_map(|line| line.split_once(','));
    each.map(|(name, first)| {
        // A first password is changed before anything else.
        let log_in = json!({ "name": name, "password": first }).to_string();
        let (cookie, _) = post(address, "/api/session", "", (JSON, &log_in));
        let change = json!({ "old": first, "new": PASSWORD }).to_string();
        post(address, "/api/session/password", &cookie, (JSON, &change));
        (name.to_owned(), json!(PASSWORD))
    })
    .collect()
}

fn main() {
    let address = std::env::args().nth(2).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    let bundle = bundle::bundle("profiles/id-2024");
    let profile = Profile::from_bundle(&bundle).unwrap();
    let places = Places::parse(&profile, REGIONS.as_bytes(), STATIONS.as_bytes()).unwrap();
    let election = Arc::new(Election::new(profile, places, None, None).unwrap());
    let access = Access::parse(bundle.files.get(Access::FILE).unwrap(), |_| true).unwrap();
    let open = move || Sqlite::open(&path).map(|sql| Box::new(sql) as Box<dyn Sql>);
    let blobs = Box::new(Folder::open(&folder.path().join("blobs")).unwrap());
    let room = Room { all: 1 << 30, each: 1 << 30 };
    let uploads = Uploads::open(&folder.path().join("uploads"), blobs, room).unwrap();
    let photos = Photos {
        uploads,
        rate: Rate { per_second: 100, at_once: 1_000 },
        layouts: LayoutFiles::of_profile(&bundle.files).unwrap(),
    };
    let about = About::practice("Pemilu Latihan");
    let (desk, _, code) = Desk::new(about, Arc::clone(&election), access, Arc::new(open), photos).unwrap();
    let book = Book::new();
    let (intake, _) = book.behind(&desk);
    let committee = key("ppk/980101/ketua");
    intake.take(key_note(&committee, "ppk", "980101", &[&registrar()])).unwrap();
    let stations: Vec<&str> = STATIONS.lines().skip(1).map(|line| &line[..13]).collect();
    let last = stations.len() - 1;
    let (told, wait) = std::sync::mpsc::channel();
    for (station, one) in stations.iter().zip(0_u32..) {
        if one as usize == last {
            continue;
        }
        // Figures that hold, but for every ninth sheet's: there the paper says something else.
        let (first, second) = (60 + one * 7 % 41, 40 + one * 3 % 31);
        let valid = first + second + 15;
        let slip = if one % 9 == 4 { 100 } else { 0 };
        let other = [
            ("votes.1", first),
            ("votes.2", second),
            ("valid", valid + slip),
            ("cast", valid + 5),
            ("voters.used.female", valid + 5 - 80),
            ("voters.used-roll.female", valid + 5 - 80),
            ("voters.used.total", valid + 5),
            ("voters.used-roll.total", valid + 5),
            ("ballots.used", valid + 5),
            ("ballots.unused", 204 - valid - 5),
        ];
        let note = sheet_note(&committee, station, &figures(&election, station, &other));
        let told = told.clone();
        intake.submit(note, Way::Stated, move |taken| told.send(taken.is_ok()).unwrap());
    }
    drop(told);
    assert!(wait.iter().all(|taken| taken));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let served = Arc::clone(&desk);
    let (told, wait) = std::sync::mpsc::channel();
    runtime.spawn(async move {
        let listener = tokio::net::TcpListener::bind(address).await.unwrap();
        told.send(format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let (router, _) = http::router(served);
        let router = router.layer(middleware::from_fn(from_folder::from_folder));
        axum::serve(listener, router.into_make_service_with_connect_info::<std::net::SocketAddr>()).await
    });
    let address = wait.recv().unwrap();
    let people = people(&address, &code.unwrap());
    println!("{}", json!({ "address": address, "people": people, "key": "ppk/980101/ketua" }));
    if std::env::args().nth(3).is_some() {
        measure(&address, &people, &committee);
    }
    // Whoever started it closes its input, or is gone: it ends.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    drop(intake);
}

/// How long the plenary takes to show, and its minutes to print.
fn measure(address: &str, people: &Value, committee: &ledger::SigningKey) {
    let log_in = json!({ "name": "ketua", "password": people["ketua"] }).to_string();
    let (cookie, _) = post(address, "/api/session", "", (JSON, &log_in));
    let signed = json!([{ "name": "Sari", "office": "Ketua PPK" }]);
    let asked = json!({ "contest": "ppwp", "region": "980101", "closes": true, "untyped": "latihan", "signatories": signed })
        .to_string();
    let (_, text) = post(address, "/api/compose/plenary", &cookie, (JSON, &asked));
    let text: Value = serde_json::from_str(&text).unwrap();
    let note = statement::sign(text["text"].as_str().unwrap(), &[committee]).unwrap();
    post(address, "/api/statements", "", ("text/plain", std::str::from_utf8(&note).unwrap()));
    let agent: ureq::Agent = ureq::Agent::config_builder().build().into();
    let start = Instant::now();
    let shown = agent.get(format!("{address}/api/plenary/ppwp/980101")).header("cookie", &cookie).call();
    let shown = shown.unwrap().body_mut().read_to_string().unwrap();
    eprintln!("shown in {} ms, {} kB", start.elapsed().as_millis(), shown.len() / 1_000);
    let start = Instant::now();
    let (_, made) = post(address, "/api/plenary/ppwp/980101/print", &cookie, (JSON, "{}"));
    eprintln!("printed in {} ms: {made}", start.elapsed().as_millis());
}
