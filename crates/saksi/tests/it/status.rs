//! What `status`, `show` and `verify` say of what is out of the ordinary.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::common::{Village, kept_key, ok, saksi, status, text};
use election::Unread;
use ledger::{KeyKind, KeyName, SigningKey};
use sequencer::{FolderLock, FolderStore, Sequencer};
use serde_json::Value;
use statement::{Body, Key, Moment, Pairs, Plenary, UnreadText, encode_text, sign};

const HEADER: &str = "id-2024/v1";
const DISTRICT: &str = "170101";

/// A committee of the district states its plenary.
fn plenary(folder: &str, seed: u8, votes: u32) {
    let at = |minute: u8| Moment::parse(&format!("2024-02-20T13:{minute:02}:00+07:00")).unwrap();
    let ppk =
        SigningKey::from_seed(KeyName::new(format!("ppk/{DISTRICT}")).unwrap(), KeyKind::Ed25519, [seed; 32]);
    let vkey = ppk.verifying_key().to_string();
    let key = Body::Key(Key { key: &vkey, role: "ppk", scope: DISTRICT, source: None, at: at(0) });
    let key = sign(&encode_text(HEADER, &key).unwrap(), &[&kept_key(folder, "commission"), &ppk]).unwrap();
    let empty = ["voters", "ballots", "valid", "invalid", "cast"];
    let body = Body::Plenary(Plenary {
        text: None,
        constituency: None,
        contest: "ppwp",
        region: DISTRICT,
        stage: "plenary-district",
        values: Pairs::new(vec![("votes.1", votes), ("votes.2", 20), ("votes.3", 30)]).unwrap(),
        unread: Pairs::new(empty.map(|name| (name, UnreadText(Unread::Empty))).to_vec()).unwrap(),
        evidence: Vec::new(),
        closes: false,
        source: None,
        supersedes: None,
        reason: None,
        at: at(seed),
    });
    let note = sign(&encode_text(HEADER, &body).unwrap(), &[&ppk]).unwrap();
    let path = Path::new(folder);
    let lock = FolderLock::open(path.join("ledger/head")).unwrap();
    let mut sequencer =
        Sequencer::open(FolderStore::new(path.join("ledger")), lock, kept_key(folder, "log")).unwrap();
    for note in [key, note] {
        let now = sequencer.last_time_ms();
        sequencer.append(&[note], now + 1).unwrap();
    }
}

#[test]
fn rival_plenaries_are_named() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    Village::write(place.path(), 3).init(&folder);
    plenary(&folder, 7, 10);
    assert_eq!(status(&folder)["contests"]["ppwp"]["plenary_rivals"], Value::Array(Vec::new()));
    assert!(!ok(&["status", &folder]).contains("RIVALS"));

    plenary(&folder, 8, 11);
    assert_eq!(status(&folder)["contests"]["ppwp"]["plenary_rivals"][0], DISTRICT);
    let told = ok(&["status", &folder]);
    assert!(told.contains("RIVALS") && told.contains("170101 KOTA"), "{told}");
    assert!(told.contains("saksi publish"), "what is not published is told, with what to do: {told}");
    let told = ok(&["show", DISTRICT, "--folder", &folder]);
    assert!(told.contains("RIVALS") && told.matches("ppk/170101").count() == 2, "{told}");
}

/// Serves a folder, and the head of an earlier cut to the first who asks for the head.
fn serve(public: &Path, earlier: &[u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (public, earlier) = (public.to_owned(), Mutex::new(Some(earlier.to_owned())));
    std::thread::spawn(move || {
        std::thread::scope(|scope| {
            for connection in listener.incoming() {
                // A reader opens several connections, and may be slow to use one.
                scope.spawn(|| answer(connection.unwrap(), &public, &earlier));
            }
        });
    });
    format!("http://{address}")
}

fn answer(mut connection: TcpStream, public: &Path, earlier: &Mutex<Option<Vec<u8>>>) {
    let (mut request, mut bytes) = (Vec::new(), [0; 1024]);
    while !request.ends_with(b"\r\n\r\n") {
        match connection.read(&mut bytes) {
            Ok(read) if read > 0 => request.extend_from_slice(bytes.get(..read).unwrap_or_default()),
            _ => return,
        }
    }
    let request = String::from_utf8(request).unwrap();
    let path = request.split(' ').nth(1).unwrap_or("/").trim_start_matches('/');
    let head = if path == "ledger/checkpoint" { earlier.lock().unwrap().take() } else { None };
    let body = head.or_else(|| std::fs::read(public.join(path)).ok());
    let (code, body) = body.map_or(("404 Not Found", Vec::new()), |body| ("200 OK", body));
    let head = format!("HTTP/1.1 {code}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = connection.write_all(head.as_bytes()).and_then(|()| connection.write_all(&body));
}

#[test]
fn a_publication_that_went_on_while_it_was_read_says_to_run_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let village = Village::write(place.path(), 3);
    village.init(&folder);
    ok(&["publish", &folder]);
    let public = PathBuf::from(&folder).join("public");
    let earlier = std::fs::read(public.join("ledger/checkpoint")).unwrap();
    assert!(village.import(&folder).status.success());
    ok(&["publish", &folder]);

    let told = |language: &str| {
        let address = serve(&public, &earlier);
        let output = saksi(&["verify", &address, "--language", language]);
        assert_eq!(output.status.code(), Some(1), "two cuts read as one don't hold");
        String::from_utf8(output.stdout).unwrap()
    };
    let english = told("en");
    assert!(english.contains("went on to a newer head") && english.contains("again"), "{english}");
    assert!(told("id").contains("Jalankan perintah yang sama sekali lagi"));
    let address = serve(&public, &earlier);
    let report: Value = serde_json::from_slice(&saksi(&["verify", &address, "--json"]).stdout).unwrap();
    assert_eq!(report["moved_on"], true);

    let report: Value = serde_json::from_str(&ok(&["verify", &text(&public), "--json"])).unwrap();
    assert_eq!(report["moved_on"], false);
    assert!(!ok(&["verify", &text(&public)]).contains("newer head"));
}
