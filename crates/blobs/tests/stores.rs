//! The same tests on a folder, a bucket, and a bucket behind a folder; and what a server that fails is told as.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use blobs::{BlobError, Blobs, Both, Folder, Named, S3, SetUp};
use ledger::{Hash, sha256};

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn bucket(server: &str, address: &str) -> S3 {
    let variable = |name: &str| match name {
        "AWS_ENDPOINT_URL" => Some(server.to_owned()),
        "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("saksi".to_owned()),
        _ => None,
    };
    S3::new(SetUp::new(address, &variable).unwrap(), now)
}

/// The server that the test command starts; without it these tests say that they were skipped.
fn server() -> Option<String> {
    let server = std::env::var("SAKSI_S3").ok();
    if server.is_none() {
        println!("skipped: a bucket (SAKSI_S3 names no server; `cargo xtask test` starts one)");
    }
    server
}

/// A prefix of this test's own in a bucket that all share.
fn own(server: &str, test: &str) -> S3 {
    // It may be there already.
    let _ = ureq::put(format!("{server}/saksi-blobs")).send_empty();
    bucket(server, &format!("s3://saksi-blobs/{test}/{}-{}", std::process::id(), now()))
}

/// Runs a test on each kind of store.
fn on_each(name: &str, test: impl Fn(&dyn Blobs, &Path)) {
    let place = tempfile::tempdir().unwrap();
    test(&Folder::open(&place.path().join("blobs")).unwrap(), place.path());
    if let Some(server) = server() {
        test(&own(&server, name), place.path());
        let folder = Folder::open(&place.path().join("before")).unwrap();
        test(&Both::new(folder, own(&server, &format!("{name}-both"))), place.path());
    }
}

fn sorted(mut all: Vec<Hash>) -> Vec<Hash> {
    all.sort_by_key(|hash| hash.0);
    all
}

#[test]
fn what_is_kept_is_given_back_measured_and_listed_and_nothing_else_is() {
    on_each("kept", |blobs, place| {
        assert_eq!(blobs.list().unwrap(), []);
        let (photo, file) = (vec![7; 700_000], place.join("photo.part"));
        std::fs::write(&file, &photo).unwrap();
        let photo_hash = sha256(&photo);
        assert_eq!(blobs.length(&photo_hash).unwrap(), None);
        assert_eq!(blobs.get(&photo_hash).unwrap(), None);
        blobs.keep(&photo_hash, &file).unwrap();
        assert!(!file.exists());
        let text = blobs.keep_bytes(b"a register").unwrap();
        let empty = blobs.keep_bytes(b"").unwrap();
        assert_eq!(blobs.get(&photo_hash).unwrap().as_deref(), Some(photo.as_slice()));
        assert_eq!(blobs.get(&text).unwrap().as_deref(), Some(b"a register".as_slice()));
        assert_eq!(blobs.get(&empty).unwrap().as_deref(), Some(b"".as_slice()));
        assert_eq!(blobs.length(&photo_hash).unwrap(), Some(700_000));
        assert_eq!(blobs.list().unwrap(), sorted(vec![photo_hash, text, empty]));
        // Kept again it is the same.
        assert_eq!(blobs.keep_bytes(b"a register").unwrap(), text);
        std::fs::write(&file, &photo).unwrap();
        blobs.keep(&photo_hash, &file).unwrap();
        assert_eq!(blobs.list().unwrap().len(), 3);
    });
}

#[test]
fn other_bytes_than_the_name_says_are_never_given_out() {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::open(place.path()).unwrap();
    let hash = sha256(b"the photo");
    std::fs::write(place.path().join(hash.to_hex()), "another photo").unwrap();
    assert!(matches!(folder.get(&hash), Err(BlobError::Damaged { .. })));
    folder.keep_bytes(b"the photo").unwrap();
    assert_eq!(folder.get(&hash).unwrap().as_deref(), Some(b"the photo".as_slice()));
    let Some(server) = server() else { return };
    let blobs = own(&server, "damaged");
    let object = format!("{server}{}/{}", blobs.name().trim_start_matches("s3:/"), hash.to_hex());
    ureq::put(object).send("another photo").unwrap();
    assert!(matches!(blobs.get(&hash), Err(BlobError::Damaged { .. })));
    blobs.keep_bytes(b"the photo").unwrap();
    assert_eq!(blobs.get(&hash).unwrap().as_deref(), Some(b"the photo".as_slice()));
}

#[test]
fn what_came_before_there_was_a_bucket_is_found_in_the_folder() {
    let Some(server) = server() else { return };
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::open(place.path()).unwrap();
    let (before, file) = (folder.keep_bytes(b"before").unwrap(), place.path().join("x"));
    let both = Both::new(folder, own(&server, "before"));
    assert_eq!(both.get(&before).unwrap().as_deref(), Some(b"before".as_slice()));
    std::fs::write(&file, "after").unwrap();
    both.keep(&sha256(b"after"), &file).unwrap();
    assert_eq!(both.list().unwrap(), sorted(vec![before, sha256(b"after")]));
    assert!(both.file(&before).is_some() && both.file(&sha256(b"after")).is_none());
}

#[test]
fn more_than_a_page_of_names_is_listed_whole() {
    let Some(server) = server() else { return };
    let blobs = own(&server, "pages");
    let kept: Vec<Hash> = (0..1_100).map(|number| sha256(format!("{number}").as_bytes())).collect();
    std::thread::scope(|scope| {
        for part in 0..4 {
            let blobs = &blobs;
            scope.spawn(move || {
                (0..1_100).filter(|number| number % 4 == part).for_each(|number| {
                    blobs.keep_bytes(format!("{number}").as_bytes()).unwrap();
                });
            });
        }
    });
    assert_eq!(blobs.list().unwrap(), sorted(kept));
}

#[test]
fn a_bucket_that_is_not_there_is_told_before_the_first_photo() {
    let Some(server) = server() else { return };
    let refused = bucket(&server, "s3://nobody-made-this").try_out().unwrap_err();
    assert!(matches!(&refused, BlobError::Refused { code, .. } if code == "NoSuchBucket"), "{refused}");
    own(&server, "there").try_out().unwrap();
}

/// How a server fails.
#[derive(Clone, Copy)]
enum Fault {
    /// It answers with this status.
    Status(u16),
    /// It reads the request and hangs up.
    HangsUp,
}

/// A server that fails so many times, and then says that all is well; how often it was asked.
fn failing(fault: Fault, times: u32) -> (String, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            read_request(&mut stream);
            let number = count.fetch_add(1, Ordering::SeqCst);
            let status = match fault {
                _ if number >= times => 200,
                Fault::Status(status) => status,
                Fault::HangsUp => continue,
            };
            let body = "<Error><Code>Slow&gt;Down</Code></Error>";
            let length = body.len();
            let answer =
                format!("HTTP/1.1 {status} x\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (address, asked)
}

/// Reads a request and the few bytes that it brings.
fn read_request(stream: &mut TcpStream) {
    let mut request = Vec::new();
    let mut piece = [0; 4_096];
    loop {
        let text = String::from_utf8_lossy(&request).to_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.trim().parse().unwrap()) {
                return;
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return,
            Ok(read) => request.extend(piece.iter().take(read)),
        }
    }
}

#[test]
fn a_server_that_fails_for_a_while_is_asked_again() {
    for fault in [Fault::Status(500), Fault::Status(503), Fault::Status(429), Fault::HangsUp] {
        let (server, asked) = failing(fault, 3);
        bucket(&server, "s3://photos").keep_bytes(b"photo").unwrap();
        assert_eq!(asked.load(Ordering::SeqCst), 4);
    }
}

#[test]
fn a_server_that_keeps_failing_is_an_error_and_the_photo_is_where_it_was() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("photo.part");
    std::fs::write(&file, "photo").unwrap();
    let hash = sha256(b"photo");
    let (server, asked) = failing(Fault::Status(500), u32::MAX);
    let blobs = bucket(&server, "s3://photos");
    let refused = blobs.keep(&hash, &file).unwrap_err();
    let told = refused.to_string();
    assert!(told.contains("s3://photos refuses to keep an object: 500"), "{told}");
    assert_eq!(asked.load(Ordering::SeqCst), 4);
    assert!(file.exists());
    assert!(matches!(blobs.length(&hash), Err(BlobError::Refused { status: 500, .. })));
    assert!(matches!(blobs.get(&hash), Err(BlobError::Refused { status: 500, .. })));
    assert!(matches!(blobs.list(), Err(BlobError::Refused { status: 500, .. })));
    let (server, _) = failing(Fault::HangsUp, u32::MAX);
    let refused = bucket(&server, "s3://photos").keep(&hash, &file).unwrap_err();
    assert!(matches!(refused, BlobError::NoAnswer { tries: 4, .. }), "{refused}");
    assert!(file.exists());
}

#[test]
fn what_will_not_pass_is_asked_once() {
    let (server, asked) = failing(Fault::Status(403), u32::MAX);
    let refused = bucket(&server, "s3://photos").length(&sha256(b"photo")).unwrap_err();
    assert!(matches!(refused, BlobError::Refused { status: 403, .. }), "{refused}");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[test]
fn no_secret_stands_in_what_is_told() {
    let variable = |name: &str| {
        let value = if name == "AWS_ENDPOINT_URL" { "http://127.0.0.1:1" } else { "wJalrXUtnFEMI" };
        Some(value.to_owned())
    };
    let refused =
        S3::new(SetUp::new("s3://photos", &variable).unwrap(), now).keep_bytes(b"photo").unwrap_err();
    assert!(!format!("{refused} {refused:?}").contains("wJalrXUtnFEMI"));
}

#[test]
fn a_named_file_is_given_out_until_it_is_removed_and_the_last_one_counts() {
    let Some(server) = server() else { return };
    let place = tempfile::tempdir().unwrap();
    let blobs = own(&server, "named");
    let file = place.path().join("page");
    for bytes in ["one", "two"] {
        std::fs::write(&file, bytes).unwrap();
        let sha256 = sha256(bytes.as_bytes());
        let named = Named {
            name: "id/a b+c/1.html",
            sha256: &sha256,
            media: "text/html; charset=utf-8",
            keeping: "public, max-age=10",
        };
        blobs.put_named(&named, &file).unwrap();
        assert_eq!(blobs.get_named(named.name).unwrap().as_deref(), Some(bytes.as_bytes()));
    }
    for _ in 0..2 {
        blobs.remove_named("id/a b+c/1.html").unwrap();
        assert_eq!(blobs.get_named("id/a b+c/1.html").unwrap(), None);
    }
}
