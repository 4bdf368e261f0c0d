//! `saksi publish --to s3://...`: a bucket shows what the public folder does, whole cuts only, whatever happens on the way.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Output;
use std::sync::{Arc, Mutex};

use crate::common::{Village, command, failure, ok, text};

/// A server that keeps what is put, and writes down in which order.
#[derive(Clone, Default)]
struct Bucket(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    /// Bytes; how long they may be kept, and of what kind they are.
    objects: BTreeMap<String, (Vec<u8>, [String; 2])>,
    /// Names, as they were put.
    order: Vec<String>,
    /// After so many it refuses.
    left: Option<usize>,
}

impl Bucket {
    fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let bucket = self.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let bucket = bucket.clone();
                std::thread::spawn(move || bucket.answer(&stream));
            }
        });
        address
    }

    fn answer(&self, stream: &TcpStream) {
        let mut lines = BufReader::new(stream);
        loop {
            let mut head = Vec::new();
            loop {
                let mut line = String::new();
                if lines.read_line(&mut line).unwrap_or(0) == 0 {
                    return;
                }
                if line == "\r\n" {
                    break;
                }
                head.push(line.trim_end().to_owned());
            }
            let header = |name: &str| {
                head.iter().find_map(|line| {
                    let (found, value) = line.split_once(": ")?;
                    found.eq_ignore_ascii_case(name).then(|| value.to_owned())
                })
            };
            let mut body = if header("transfer-encoding").is_some() {
                chunked(&mut lines)
            } else {
                let length = header("content-length").map_or(0, |length| length.parse().unwrap());
                let mut body = vec![0; length];
                lines.read_exact(&mut body).unwrap();
                body
            };
            let mut parts = head[0].split(' ');
            let (method, name) = (parts.next().unwrap(), parts.next().unwrap().trim_start_matches("/shown/"));
            let status = self.done(
                method,
                name,
                &mut body,
                [header("cache-control"), header("content-type")].map(Option::unwrap_or_default),
            );
            let length = body.len();
            let answer = format!("HTTP/1.1 {status} x\r\ncontent-length: {length}\r\n\r\n");
            let mut out = stream;
            if out.write_all(answer.as_bytes()).and_then(|()| out.write_all(&body)).is_err() {
                return;
            }
        }
    }

    fn done(&self, method: &str, name: &str, body: &mut Vec<u8>, told: [String; 2]) -> u16 {
        let mut kept = self.0.lock().unwrap();
        let bytes = std::mem::take(body);
        match method {
            "PUT" if kept.left == Some(0) => 403,
            "PUT" => {
                kept.left = kept.left.map(|left| left - 1);
                kept.objects.insert(name.to_owned(), (bytes, told));
                kept.order.push(name.to_owned());
                200
            }
            "GET" => match kept.objects.get(name) {
                Some((bytes, _)) => {
                    body.clone_from(bytes);
                    200
                }
                None => 404,
            },
            "DELETE" => {
                kept.objects.remove(name);
                204
            }
            other => panic!("{other}"),
        }
    }

    /// What it has now is what the folder has, and nothing else.
    fn shows(&self, public: &str) {
        let mut wanted = BTreeMap::new();
        let mut folders = vec![Path::new(public).to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = text(path.strip_prefix(public).unwrap());
                    wanted.insert(name, std::fs::read(&path).unwrap());
                }
            }
        }
        let kept = self.0.lock().unwrap();
        for (name, bytes) in &wanted {
            assert!(kept.objects.get(name).is_some_and(|(there, _)| there == bytes), "{name}");
        }
        for name in kept.objects.keys() {
            // A partial tile of an earlier size may stay; what is asked for is the newer one.
            assert!(wanted.contains_key(name) || name.contains(".p/"), "{name}");
        }
    }

    fn take_order(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap().order)
    }
}

fn chunked(lines: &mut impl std::io::BufRead) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let length = usize::from_str_radix(line.trim(), 16).unwrap();
        let mut part = vec![0; length + 2];
        lines.read_exact(&mut part).unwrap();
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&part[..length]);
    }
}

fn publish_to(folder: &str, server: &str) -> Output {
    let mut publish = command(&["publish", folder, "--to", "s3://shown"]);
    publish.env("AWS_ENDPOINT_URL", server).env("AWS_ACCESS_KEY_ID", "a").env("AWS_SECRET_ACCESS_KEY", "b");
    publish.output().unwrap()
}

fn done(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn a_bucket_shows_what_the_folder_does_and_only_what_changed_goes_there() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let (village, bucket) = (Village::write(place.path(), 12), Bucket::default());
    let (server, public) = (bucket.serve(), format!("{folder}/public"));
    village.init(&folder);
    done(&publish_to(&folder, &server));
    bucket.shows(&public);
    let first = bucket.take_order();
    assert_eq!(first.last().unwrap(), "latest.json", "what clients look at comes last");

    assert!(village.import(&folder).status.success());
    // What is redacted goes from there with the cut that says so.
    let name = format!("photo/{}", ledger::sha256(b"a photo").to_hex());
    std::fs::create_dir_all(format!("{public}/photo")).unwrap();
    std::fs::write(format!("{public}/{name}"), b"a photo").unwrap();
    done(&publish_to(&folder, &server));
    bucket.shows(&public);
    let second = bucket.take_order();
    assert_eq!(second.iter().filter(|path| **path == name).count(), 1);
    assert!(!second.contains(&"assets/style.css".to_owned()), "it hasn't changed");
    assert_eq!(second.last().unwrap(), "latest.json");
    let at = |path: &str| second.iter().position(|one| one == path).unwrap();
    assert!(at("ledger/checkpoint") < at("cuts/index"));
    assert!(second.iter().any(|path| path.starts_with("id/ppwp/")));

    std::fs::remove_file(format!("{public}/{name}")).unwrap();
    let said = done(&publish_to(&folder, &server));
    assert!(said.contains("Removed from s3://shown"), "{said}");
    bucket.shows(&public);
    assert_eq!(bucket.take_order(), Vec::<String>::new(), "nothing else was sent");
    let kept = bucket.0.lock().unwrap();
    let keeping = |path: &str| kept.objects[path].1[0].clone();
    assert_eq!(kept.objects["id/index.html"].1[1], "text/html; charset=utf-8");
    assert!(keeping("latest.json").contains("max-age=10"));
    let partial = kept.objects.keys().find(|path| path.starts_with("ledger/tile/entries/000.p/")).unwrap();
    assert!(keeping(partial).contains("max-age=10"));
    assert!(keeping("cuts/5/manifest").contains("immutable"));
}

#[test]
fn a_bucket_that_refuses_half_way_shows_the_cut_before_and_is_brought_up_to_the_next() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let (village, bucket) = (Village::write(place.path(), 12), Bucket::default());
    let server = bucket.serve();
    village.init(&folder);
    done(&publish_to(&folder, &server));
    let before = bucket.0.lock().unwrap().objects["latest.json"].clone();
    assert!(village.import(&folder).status.success());
    for left in [0, 3, 40] {
        bucket.0.lock().unwrap().left = Some(left);
        let said = failure(&publish_to(&folder, &server));
        assert!(said.contains("s3://shown") && said.contains("403"), "{said}");
        assert_eq!(bucket.0.lock().unwrap().objects["latest.json"], before, "the cut before is whole");
    }
    bucket.0.lock().unwrap().left = None;
    done(&publish_to(&folder, &server));
    bucket.shows(&format!("{folder}/public"));
}

#[test]
fn a_bucket_that_shows_another_publication_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let (village, bucket) = (Village::write(place.path(), 2), Bucket::default());
    let server = bucket.serve();
    let [one, other] = ["one", "other"].map(|name| text(&place.path().join(name)));
    village.init(&one);
    village.init(&other);
    done(&publish_to(&one, &server));
    let _ = bucket.take_order();
    assert!(village.import(&other).status.success());
    let said = failure(&publish_to(&other, &server));
    assert!(said.contains("no cut of this publication") && said.contains("s3://shown"), "{said}");
    assert_eq!(bucket.take_order(), Vec::<String>::new());
    // It is published in its own folder all the same.
    ok(&["verify", &format!("{other}/public"), "--policy", &format!("{other}/public/policy")]);
    let wrong = command(&["publish", &other, "--to", "s3:/x"]).output().unwrap();
    assert!(failure(&wrong).contains("s3://BUCKET"));
}
