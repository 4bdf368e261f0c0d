//! The server over real connections: what it gives, what it refuses, and how long it waits.

#![cfg(test)]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use serve::{Limits, Server, Site};

/// A server on a folder; it ends with the process.
fn serving(public: &Path, copies: Option<&Path>, limits: Limits) -> SocketAddr {
    let site = Site::open(public, copies.map(Path::to_owned)).unwrap();
    let server = Server::bind("127.0.0.1:0", site, limits).unwrap();
    let address = server.address().unwrap();
    std::thread::spawn(move || server.run());
    address
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// One request on a connection of its own.
fn ask(address: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let headers: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let headers = headers.concat();
    write!(stream, "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n").unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    let end = all.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
    let head = String::from_utf8(all[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head, body: all.split_off(end + 4) }
}

fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Answer {
    ask(address, "GET", path, headers)
}

fn page() -> String {
    "<p>halaman</p>\n".repeat(200)
}

#[test]
fn a_file_comes_with_its_kind_its_tag_and_how_long_it_may_be_kept() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir_all(place.path().join("cuts/9")).unwrap();
    fs::write(place.path().join("latest.json"), "{}").unwrap();
    fs::write(place.path().join("cuts/9/manifest"), "x").unwrap();
    fs::write(place.path().join("index.html"), page()).unwrap();
    let address = serving(place.path(), None, Limits::default());
    let latest = get(address, "/latest.json?x=1", &[]);
    assert_eq!((latest.status, latest.body.as_slice()), (200, b"{}".as_slice()));
    assert_eq!(latest.header("content-type"), Some("application/json"));
    assert_eq!(latest.header("etag"), Some(format!("\"{}\"", ledger::sha256(b"{}").to_hex()).as_str()));
    assert!(latest.header("cache-control").unwrap().contains("max-age=10,"));
    assert_eq!(latest.header("access-control-allow-origin"), Some("*"));
    assert_eq!(latest.header("x-content-type-options"), Some("nosniff"));
    assert!(latest.header("last-modified").is_some());
    let manifest = get(address, "/cuts/9/manifest", &[]);
    assert!(manifest.header("cache-control").unwrap().contains("immutable"));
    let page = get(address, "/", &[]);
    assert_eq!(page.header("content-security-policy"), Some(serve::CONTENT_SECURITY));
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(page.header("vary"), Some("accept-encoding"));
    let head = ask(address, "HEAD", "/", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), Some(page.body.len().to_string().as_str()));
    assert_eq!(get(address, "/cuts", &[]).header("location"), Some("/cuts/"));
    assert_eq!(ask(address, "POST", "/", &[]).status, 405);
    assert_eq!(ask(address, "OPTIONS", "/", &[]).status, 204);
}

#[test]
fn who_has_a_version_is_told_so_and_another_version_is_seen_at_once() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("latest.json");
    fs::write(&file, "1").unwrap();
    let address = serving(place.path(), None, Limits::default());
    let first = get(address, "/latest.json", &[]);
    let tag = first.header("etag").unwrap();
    let again = get(address, "/latest.json", &[("if-none-match", &format!("\"a\", W/{tag}"))]);
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, Some(tag)));
    let since = first.header("last-modified").unwrap();
    assert_eq!(get(address, "/latest.json", &[("if-modified-since", since)]).status, 304);
    // Same length, and as a publisher replaces it.
    fs::write(place.path().join(".latest.json.tmp"), "2").unwrap();
    fs::rename(place.path().join(".latest.json.tmp"), &file).unwrap();
    let now = get(address, "/latest.json", &[("if-none-match", tag)]);
    assert_eq!((now.status, now.body.as_slice()), (200, b"2".as_slice()));
}

#[test]
fn one_part_of_a_file_is_given_and_the_rest_of_another_version_is_not() {
    let place = tempfile::tempdir().unwrap();
    let small: Vec<u8> = (0..=99).collect();
    let large: Vec<u8> = (0..3_000_000_u32).map(|number| number.to_le_bytes()[1]).collect();
    fs::write(place.path().join("small.parquet"), &small).unwrap();
    fs::write(place.path().join("large.parquet"), &large).unwrap();
    let address = serving(place.path(), None, Limits::default());
    for (name, bytes) in [("small", &small), ("large", &large)] {
        let path = format!("/{name}.parquet");
        let whole = get(address, &path, &[]);
        assert!(whole.status == 200 && whole.body == **bytes, "{name}");
        let tag = whole.header("etag").unwrap();
        let part = get(address, &path, &[("range", "bytes=10-19"), ("if-range", tag)]);
        assert_eq!((part.status, part.body.as_slice()), (206, &bytes[10..20]));
        assert_eq!(part.header("content-range"), Some(format!("bytes 10-19/{}", bytes.len()).as_str()));
        let end = get(address, &path, &[("range", "bytes=-5")]);
        assert_eq!((end.status, end.body.as_slice()), (206, &bytes[bytes.len() - 5..]));
        assert_eq!(get(address, &path, &[("range", "bytes=10-19"), ("if-range", "\"other\"")]).status, 200);
        assert_eq!(get(address, &path, &[("range", "bytes=0-1,5-6")]).status, 200);
        let beyond = get(address, &path, &[("range", "bytes=9000000-")]);
        assert_eq!(beyond.status, 416);
        assert_eq!(beyond.header("content-range"), Some(format!("bytes */{}", bytes.len()).as_str()));
    }
}

#[test]
fn nothing_is_given_that_is_not_a_plain_file_of_the_tree() {
    let place = tempfile::tempdir().unwrap();
    let public = place.path().join("public");
    fs::create_dir_all(public.join("a")).unwrap();
    fs::create_dir_all(place.path().join("keys")).unwrap();
    fs::write(place.path().join("keys/desk.key"), "secret").unwrap();
    fs::write(public.join(".hidden"), "secret").unwrap();
    fs::write(public.join("a/file"), "x").unwrap();
    std::os::unix::fs::symlink("../keys/desk.key", public.join("link")).unwrap();
    std::os::unix::fs::symlink("../../keys", public.join("a/keys")).unwrap();
    let address = serving(&public, None, Limits::default());
    assert_eq!(get(address, "/a/file", &[]).status, 200);
    for path in [
        "/../keys/desk.key",
        "/a/../../keys/desk.key",
        "/%2e%2e/keys/desk.key",
        "/.hidden",
        "/link",
        "/a/keys/desk.key",
        "/a/file/",
        "/a/file/x",
        "/nothing",
        "//a/file",
        "/a//file",
        "/a\\file",
    ] {
        let answer = get(address, path, &[]);
        assert!(matches!(answer.status, 400 | 404) && answer.body.is_empty(), "{path}: {}", answer.status);
    }
}

#[test]
fn text_comes_compressed_and_never_from_a_stale_copy() {
    let place = tempfile::tempdir().unwrap();
    let (public, copies) = (place.path().join("public"), place.path().join("copies"));
    fs::create_dir_all(public.join("id/ppwp/11/1101")).unwrap();
    let village = "id/ppwp/11/1101/1.html";
    fs::write(public.join(village), page()).unwrap();
    fs::write(public.join("index.html"), page()).unwrap();
    let unpacked = |answer: &Answer| {
        let mut text = String::new();
        GzDecoder::new(answer.body.as_slice()).read_to_string(&mut text).unwrap();
        text
    };
    let gzip = [("accept-encoding", "gzip")];
    let path = format!("/{village}");
    let address = serving(&public, Some(&copies), Limits::default());
    let packed = get(address, &path, &gzip);
    assert_eq!((packed.header("content-encoding"), unpacked(&packed)), (Some("gzip"), page()));
    assert_ne!(packed.header("etag"), get(address, &path, &[]).header("etag"));
    assert_eq!(get(address, &path, &[("accept-encoding", "gzip;q=0")]).header("content-encoding"), None);
    // Another content with the time of the one before, to a server that has only the kept copy.
    let time = fs::metadata(public.join(village)).unwrap().modified().unwrap();
    let other = page().replace("halaman", "HALAMAN");
    fs::write(public.join(village), &other).unwrap();
    fs::File::options().write(true).open(public.join(village)).unwrap().set_modified(time).unwrap();
    let second = serving(&public, Some(&copies), Limits::default());
    assert_eq!(unpacked(&get(second, &path, &gzip)), other);
    // Pages of upper levels are there in the smallest form, which is made ahead.
    let begun = Instant::now();
    loop {
        let page_now = get(second, "/", &[("accept-encoding", "gzip, br")]);
        if page_now.header("content-encoding") == Some("br") {
            let mut text = Vec::new();
            brotli::BrotliDecompress(&mut page_now.body.as_slice(), &mut text).unwrap();
            assert_eq!(text, page().into_bytes());
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "never compressed by brotli");
        std::thread::sleep(Duration::from_millis(50));
    }
    let zstd = get(second, "/", &[("accept-encoding", "zstd")]);
    if zstd.header("content-encoding") == Some("zstd") {
        assert_eq!(zstd::decode_all(zstd.body.as_slice()).unwrap(), page().into_bytes());
    }
}

#[test]
fn who_says_nothing_or_takes_nothing_is_hung_up_on() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("large.parquet"), vec![7; 64 << 20]).unwrap();
    let short = Duration::from_millis(400);
    let limits = Limits { connections: 2, request: short, answer: short };
    let address = serving(place.path(), None, limits);
    let ended = |stream: &mut TcpStream| {
        let begun = Instant::now();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let _ = stream.read_to_end(&mut Vec::new());
        begun.elapsed()
    };
    let mut silent = TcpStream::connect(address).unwrap();
    assert!(ended(&mut silent) < Duration::from_secs(5));
    let mut half = TcpStream::connect(address).unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nhost:").unwrap();
    assert!(ended(&mut half) < Duration::from_secs(5));
    let mut lazy = TcpStream::connect(address).unwrap();
    lazy.write_all(b"GET /large.parquet HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    std::thread::sleep(Duration::from_secs(3));
    let mut taken = Vec::new();
    let _ = lazy.read_to_end(&mut taken);
    assert!(taken.len() < 64 << 20, "it was given all of it");
    // The door is open again, whoever stood in it.
    assert_eq!(get(address, "/nothing", &[]).status, 404);
}
