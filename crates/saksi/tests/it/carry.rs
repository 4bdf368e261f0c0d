//! A plenary's two days without a network, carried to the desk that went on meanwhile: by file, as whoever holds the stick does it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use desk::carry::file::{Head, Piece, Writer, read};
use ledger::{Hash, KeyKind, KeyName, SigningKey, sha256};
use serde_json::{Map, Value, json};
use statement::{Body, Key, encode_text, sign};

use crate::common::{Village, command, failure, kept_key, ok, saksi, size, text, verify};
use crate::crash::{photo, tus};
use crate::desk::{HEADER, Running, at, enrol_all, key, sheet, station};

const DISTRICT: &str = "170101";
const PASSWORD: &str = "kotak suara nomor 8";

/// The nation's folder, and copies of it from before the network went.
struct Split {
    place: tempfile::TempDir,
    nation: String,
    committee: SigningKey,
    /// Fields of the presidential sheet.
    fields: Vec<String>,
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

impl Split {
    /// Three stations; the first two have stated their sheets, and the district's committee has a key and an account.
    fn new() -> Split {
        let place = tempfile::tempdir().unwrap();
        let nation = text(&place.path().join("count"));
        Village::write(place.path(), 3).init(&nation);
        ok(&["key", "make", &nation, "--role", "ppk", "--place", DISTRICT]);
        let committee = kept_key(&nation, "ppk-170101");
        let desk = Running::first(&nation);
        let admin = desk.administrator();
        enrol_all(&desk, &admin, &["1701012001".to_owned()]);
        let firsts = desk.people(&admin, &format!("ketua,ppk,{DISTRICT}\nwakil,saksi,{DISTRICT}\n"));
        for name in ["ketua", "wakil"] {
            desk.logged_in(name, &firsts[name]);
        }
        for number in [1, 2] {
            let note = sheet(&desk, &station(number), 7);
            assert_eq!(desk.sent("/api/statements", "", "text/plain", &note).0, 201);
        }
        let about = desk.get(&format!("/api/station/{}", station(1))).unwrap();
        let fields = about["contests"][0]["fields"].as_array().unwrap().iter();
        let fields = fields.map(|field| field["name"].as_str().unwrap().to_owned()).collect();
        drop(desk);
        Split { place, nation, committee, fields }
    }

    /// A copy of the folder as it is now.
    fn copied(&self, name: &str) -> String {
        let to = self.place.path().join(name);
        copy(Path::new(&self.nation), &to);
        text(&to)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }
}

/// The session of somebody of the copied accounts.
fn session(desk: &Running, name: &str) -> String {
    let asked = json!({ "name": name, "password": PASSWORD });
    let (status, told, cookie) = desk.post("/api/session", "", &asked);
    assert_eq!(status, 200, "{told}");
    cookie
}

/// Signs what the desk wrote; the id of what came in.
fn signs(desk: &Running, key: &SigningKey, composed: &(u16, Value, String)) -> String {
    assert_eq!(composed.0, 200, "{}", composed.1);
    let note = sign(composed.1["text"].as_str().unwrap(), &[key]).unwrap();
    let (status, told, _) =
        desk.sent("/api/statements", "", "text/plain", std::str::from_utf8(&note).unwrap());
    assert_eq!(status, 201, "{told}");
    told["id"].as_str().unwrap().to_owned()
}

/// Corrects the first station's sheet, with a photo; the photo's hash.
fn corrects(split: &Split, desk: &Running, ketua: &str, figure: u32) -> String {
    let bytes = photo(figure as usize);
    let hash = sha256(&bytes).to_hex();
    let metadata = format!("sha256 {}", base64(&hash));
    let length = bytes.len().to_string();
    let begun = [("cookie", ketua), ("upload-length", &length), ("upload-metadata", &metadata)];
    let (status, place, _) = tus(desk, "POST", "/api/photos", &begun, b"").unwrap();
    assert_eq!(status, 201);
    let part =
        [("cookie", ketua), ("upload-offset", "0"), ("content-type", "application/offset+octet-stream")];
    assert_eq!(tus(desk, "PATCH", &place, &part, &bytes).unwrap().0, 204);
    let cells: Map<String, Value> = split.fields.iter().map(|field| (field.clone(), json!(figure))).collect();
    let asked = json!({
        "contest": "ppwp", "station": station(1), "cells": cells, "reason": "plenary-correction",
        "evidence": [{ "page": 1, "sha256": hash, "bytes": bytes.len(), "media": "image/jpeg" }],
    });
    signs(desk, &split.committee, &desk.post("/api/compose/sheet", ketua, &asked));
    hash
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// Brings a file in through a running desk.
fn brought(desk: &Running, name: &str, file: &Path) -> Output {
    let to = format!("http://{}", desk.address);
    command(&["carry", "in", &text(file), "--to", &to, "--as", name])
        .env("SAKSI_DESK_PASSWORD", PASSWORD)
        .output()
        .unwrap()
}

/// The hash of the words that a text to sign says.
fn words_of(composed: &Value) -> String {
    let said = composed["text"].as_str().unwrap().lines().nth(1).unwrap();
    serde_json::from_str::<Value>(said).unwrap()["text"].as_str().unwrap().to_owned()
}

/// What a run said, and its exit code.
fn said(output: &Output) -> (String, Option<i32>) {
    let said = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    (String::from_utf8_lossy(&said).into_owned(), output.status.code())
}

fn pieces(file: &Path) -> (Head, Vec<Piece>) {
    let (mut head, mut pieces) = (None, Vec::new());
    read::<desk::carry::file::FileError>(fs::File::open(file).unwrap(), |piece| {
        match piece {
            Piece::Head(found) => head = Some(found),
            other @ (Piece::Note { .. } | Piece::Photo { .. } | Piece::Text { .. }) => pieces.push(other),
        }
        Ok(())
    })
    .unwrap();
    (head.unwrap(), pieces)
}

#[test]
fn two_days_without_a_network_come_in_with_their_photo_and_text_and_twice_adds_nothing() {
    let split = Split::new();
    let (laptop, apart, plain) = (split.copied("laptop"), split.copied("apart"), split.copied("plain"));
    let words = "Saksi pasangan 2 tidak diberi salinan";

    // The first day in the hall: a correction with a photo, and an objection with a text. The second: the plenary closes.
    let hall = Running::again(&laptop);
    let ketua = session(&hall, "ketua");
    let shot = corrects(&split, &hall, &ketua, 9);
    let asked = json!({ "contest": "ppwp", "place": station(1), "text": words });
    let composed = hall.post("/api/compose/objection", &session(&hall, "wakil"), &asked);
    let objection = words_of(&composed.1);
    signs(&hall, &key(&station(1)), &composed);
    let asked = json!({ "contest": "ppwp", "region": DISTRICT, "closes": true, "untyped": "tanpa jaringan",
        "signatories": [{ "name": "Sari", "office": "Ketua PPK" }] });
    let composed = hall.post("/api/compose/plenary", &ketua, &asked);
    let closing = words_of(&composed.1);
    let closed = signs(&hall, &split.committee, &composed);
    // A running desk does not hinder; what is there already is not written over.
    let stick = split.file("stick.tar");
    let made = ok(&["carry", "make", &laptop, "--out", &text(&stick)]);
    assert!(made.contains("saksi carry in"), "{made}");
    assert!(failure(&saksi(&["carry", "make", &laptop, "--out", &text(&stick)])).contains("stick.tar"));
    // The page gives the same away.
    let given = split.file("page.tar");
    let mut answer = crate::desk::agent()
        .get(format!("http://{}/api/carry/0", hall.address))
        .header("cookie", &ketua)
        .call()
        .unwrap();
    fs::write(&given, answer.body_mut().read_to_vec().unwrap()).unwrap();
    assert_eq!(fs::read(&given).unwrap(), fs::read(&stick).unwrap());
    drop(hall);

    // Outside the count went on.
    let nation = Running::again(&split.nation);
    let note = sheet(&nation, &station(3), 5);
    assert_eq!(nation.sent("/api/statements", "", "text/plain", &note).0, 201);
    assert!(failure(&brought(&nation, "wakil", &stick)).contains("not-your-role"));
    let into = failure(&saksi(&["carry", "in", &text(&stick), "--into", &split.nation]));
    assert!(into.contains("--to"), "{into}");

    let (told, code) = said(&brought(&nation, "ketua", &stick));
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(told.matches("new: entry").count(), 3, "{told}");
    assert!(
        told.contains(&format!("new: photo {shot}")) && told.contains("new: text of statement"),
        "{told}"
    );
    assert!(told.contains(&format!("LOOK: ppwp {DISTRICT}")), "what came in meanwhile is told: {told}");
    let entries = size(&split.nation);
    let (told, code) = said(&brought(&nation, "ketua", &stick));
    assert_eq!((code, told.contains("new: "), size(&split.nation)), (Some(0), false, entries), "{told}");

    // The desk shows both.
    let ketua = session(&nation, "ketua");
    let shown = nation.get_as(&format!("/api/plenary/ppwp/{DISTRICT}"), &ketua).1;
    assert_eq!(shown["stands"]["id"], closed);
    let listed = nation.get_as(&format!("/api/objections/ppwp/{DISTRICT}"), &ketua).1;
    assert_eq!(listed["objections"][0]["text"]["text"], words);
    assert_eq!(nation.get_as(&format!("/api/photos/{shot}"), &ketua).0, 200);

    // A second laptop corrected the same sheet to other figures: it comes in, and is told.
    let other = Running::again(&apart);
    let theirs = session(&other, "ketua");
    corrects(&split, &other, &theirs, 11);
    drop(other);
    let second = split.file("second.tar");
    ok(&["carry", "make", &apart, "--out", &text(&second)]);
    let (told, code) = said(&brought(&nation, "ketua", &second));
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains(&format!("LOOK: ppwp {}", station(1))), "{told}");
    drop(nation);
    ok(&["publish", &split.nation]);
    verify(&split.nation);
    for file in [format!("photo/{shot}"), format!("blob/{objection}"), format!("blob/{closing}")] {
        assert!(Path::new(&split.nation).join("public").join(&file).exists(), "{file}");
    }

    // The same into a folder without a desk.
    let (told, code) = said(&saksi(&["carry", "in", &text(&stick), "--into", &plain]));
    assert_eq!((code, told.matches("new: ").count()), (Some(0), 6), "{told}");
    let (told, code) = said(&saksi(&["carry", "in", &text(&stick), "--into", &plain]));
    assert_eq!((code, told.contains("new: ")), (Some(0), false), "{told}");
    ok(&["publish", &plain]);
    verify(&plain);
    // Its desk holds the photo when it starts.
    let desk = Running::again(&plain);
    let ketua = session(&desk, "ketua");
    assert_eq!(desk.get_as(&format!("/api/photos/{shot}"), &ketua).0, 200);
    // And has what the objection says.
    let listed = desk.get_as(&format!("/api/objections/ppwp/{DISTRICT}"), &ketua).1;
    assert_eq!(listed["objections"][0]["text"]["text"], words);
}

#[test]
fn what_is_refused_is_told_by_name_and_everything_else_goes_in() {
    let split = Split::new();
    let apart = split.copied("apart");
    let hall = Running::again(&apart);
    let ketua = session(&hall, "ketua");
    corrects(&split, &hall, &ketua, 9);
    drop(hall);
    let whole = split.file("whole.tar");
    ok(&["carry", "make", &apart, "--out", &text(&whole)]);
    let (head, all) = pieces(&whole);

    // The anchor that the hall's desk made of its trail stays there.
    let anchored = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("desk-trail");
    let first =
        all.iter().find_map(|piece| if let Piece::Note { entry, .. } = piece { Some(*entry) } else { None });
    assert_eq!(first, Some(0));
    for piece in &all {
        assert!(!matches!(piece, Piece::Note { bytes, .. } if anchored(bytes)), "{piece:?}");
    }

    // A stranger's note between, one that no request holds, a text and a photo that nobody names, and what is no picture.
    let stranger = SigningKey::from_seed(KeyName::new("kpps/x").unwrap(), KeyKind::Ed25519, [7; 32]);
    let vkey = stranger.verifying_key().to_string();
    let body = Body::Key(Key { key: &vkey, role: "kpps", scope: &station(1), source: None, at: at() });
    let unknown = sign(&encode_text(HEADER, &body).unwrap(), &[&stranger]).unwrap();
    let mixed = split.file("mixed.tar");
    let mut writer =
        Writer::new(fs::File::create(&mixed).unwrap(), &Head { size: head.size + 2, ..head }).unwrap();
    writer.note(0, &unknown).unwrap();
    for piece in &all {
        match piece {
            Piece::Head(_) => {}
            Piece::Note { entry, bytes } => writer.note(entry + 1, bytes).unwrap(),
            Piece::Photo { sha256, bytes } => writer.photo(sha256, bytes).unwrap(),
            Piece::Text { statement, bytes } => writer.text(statement, bytes).unwrap(),
        }
    }
    writer.note(head.size + 1, &vec![1; 60_000]).unwrap();
    let nobodys = photo(77);
    writer.photo(&sha256(&nobodys), &nobodys).unwrap();
    writer.photo(&sha256(b"no picture"), b"no picture").unwrap();
    writer.text(&sha256(b"nobody"), b"no text of anybody's").unwrap();
    writer.finish().unwrap();

    let nation = Running::again(&split.nation);
    for where_to in ["desk", "folder"] {
        let output = if where_to == "desk" {
            brought(&nation, "ketua", &mixed)
        } else {
            saksi(&["carry", "in", &text(&mixed), "--into", &split.copied("plain")])
        };
        let (told, code) = said(&output);
        // A desk holds what a phone might have sent before its statement; a folder keeps only what is named.
        let refused = if where_to == "desk" { 4 } else { 5 };
        assert_eq!((code, told.matches("REFUSED").count()), (Some(1), refused), "{where_to}: {told}");
        assert_eq!(told.contains("not-named"), where_to == "folder", "{told}");
        assert!(told.contains("REFUSED: entry 0 (key kpps"), "{told}");
        assert!(told.contains("not-a-picture"), "{told}");
        if where_to == "desk" {
            assert_eq!(told.matches("new: ").count(), 3, "the correction, its photo, and the other: {told}");
        }
    }

    // Another election's file is refused whole; one that was cut off is told, and what came before it is in.
    let other = split.file("other.tar");
    let mut writer =
        Writer::new(fs::File::create(&other).unwrap(), &Head { ledger: Hash([9; 32]), from: 0, size: 1 })
            .unwrap();
    writer.note(0, &unknown).unwrap();
    writer.finish().unwrap();
    assert!(failure(&brought(&nation, "ketua", &other)).contains("another election"));
    let bytes = fs::read(&whole).unwrap();
    let cut = split.file("cut.tar");
    fs::write(&cut, &bytes[..bytes.len() - 2_048]).unwrap();
    let told = failure(&brought(&nation, "ketua", &cut));
    assert!(told.contains("cut off"), "{told}");
    fs::write(&cut, "not a file of ours").unwrap();
    assert!(failure(&brought(&nation, "ketua", &cut)).contains("saksi carry make"));
}
