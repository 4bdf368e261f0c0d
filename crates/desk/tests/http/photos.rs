//! Photos on their way to the desk, over lines that break and past people who mean no good.

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use crate::support::{self, Answer, Kept, Person, RATE, ROOM, Running, STATION};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use blobs::{BlobError, Blobs};
use desk::photos::naming::{self, By};
use desk::photos::uploads::{MOST_BYTES, Room};
use desk::photos::{self, Named};
use desk::rates::Rate;
use desk::sheets;
use desk::store::Sql;
use ledger::{Hash, sha256};
use serde_json::json;

/// The same tests, whose results are the same, of photos in a folder and in a bucket.
macro_rules! on_each_store {
    ($($test:ident)*) => {
        mod in_a_folder {
            $(#[test]
            fn $test() {
                super::$test(&super::Kept::Folder);
            })*
        }
        mod in_a_bucket {
            $(#[test]
            fn $test() {
                if let Some(kept) = super::Kept::s3(stringify!($test)) {
                    super::$test(&kept);
                }
            })*
        }
    };
}

on_each_store! {
    a_witness_s_photo_is_shown_after_the_count_s_own_and_labelled
    a_field_is_cut_out_of_the_count_s_own_photo_before_any_other
    one_key_may_name_so_many_photos_of_a_sheet_that_have_not_come
    bytes_of_many_lines_are_gathered_in_bounded_memory
    a_photo_that_takes_long_keeps_no_other_typist_waiting_and_is_looked_into_once
    a_named_photo_is_taken_without_an_account_and_shown_to_who_types
    a_photo_that_no_statement_names_is_taken_from_who_types_alone
    half_an_upload_goes_on_after_a_restart
    a_photo_that_is_held_is_whole_at_once
    bytes_that_are_there_without_a_row_are_found
    all_bytes_that_came_are_looked_at_even_when_nobody_waits_for_it
    other_bytes_than_declared_are_thrown_away_and_it_can_be_begun_again
    bytes_for_another_place_and_more_than_declared_change_nothing
    what_came_before_a_line_broke_is_kept
    whoever_asked_last_has_the_upload
    what_is_no_picture_or_more_than_one_is_refused_though_it_is_named
    lengths_and_names_that_can_t_be_are_refused_before_anything_is_sent
    the_version_is_asked_for_and_told
    an_address_that_asks_too_often_is_put_off
    begun_uploads_have_so_much_room_and_give_way_after_an_hour
    what_nobody_went_on_with_for_a_day_is_thrown_away
    a_typist_is_shown_each_field_as_it_stands_in_the_photo
    a_desk_that_is_killed_loses_no_photo_that_it_has_acknowledged
}

/// A JPEG of so many bytes, different by its number, whose pixels nobody looks at.
pub fn photo(number: u64, length: usize) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 3, 232, 3, 232, 1, 1, 0x11, 0];
    bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
    let mut state = number + 1;
    while bytes.len() < length - 2 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        bytes.push(u8::try_from(state >> 57).unwrap());
    }
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// As an accepted statement names a photo.
fn name_as(sql: &mut dyn Sql, bytes: &[u8], length: usize, page: u8) {
    let named = Named {
        sha256: sha256(bytes),
        bytes: Some(length.try_into().unwrap()),
        media: Some("image/jpeg"),
        contest: "ppwp",
        station: STATION,
        page: Some(page),
    };
    photos::named(sql, &named).unwrap();
}

fn name(desk: &Running, bytes: &[u8]) {
    name_as(&mut desk.sql(), bytes, bytes.len(), 1);
}

fn metadata(hash: &Hash) -> String {
    format!("sha256 {}", STANDARD.encode(hash.to_hex()))
}

pub fn begun(person: &Person, bytes: &[u8]) -> Answer {
    try_begun(person, bytes).unwrap()
}

fn try_begun(person: &Person, bytes: &[u8]) -> Result<Answer, ureq::Error> {
    let (length, metadata) = (bytes.len().to_string(), metadata(&sha256(bytes)));
    let headers = [("tus-resumable", "1.0.0"), ("upload-length", &length), ("upload-metadata", &metadata)];
    person.try_ask("POST", "/api/photos", &headers, b"")
}

fn sent(person: &Person, place: &str, offset: usize, bytes: &[u8]) -> Answer {
    try_sent(person, place, offset, bytes).unwrap()
}

fn try_sent(person: &Person, place: &str, offset: usize, bytes: &[u8]) -> Result<Answer, ureq::Error> {
    let offset = offset.to_string();
    let media = ("content-type", "application/offset+octet-stream");
    person.try_ask("PATCH", place, &[("tus-resumable", "1.0.0"), ("upload-offset", &offset), media], bytes)
}

fn far(person: &Person, place: &str) -> Answer {
    person.ask("HEAD", place, &[("tus-resumable", "1.0.0")], b"")
}

/// Sends a photo in one piece; the last answer.
pub fn whole(person: &Person, bytes: &[u8]) -> Answer {
    let begun = begun(person, bytes);
    assert_eq!(begun.status, 201, "{}", begun.text);
    sent(person, begun.header("location"), 0, bytes)
}

fn held(desk: &Running, bytes: &[u8]) -> bool {
    let hash = sha256(bytes);
    let row = photos::held(&mut desk.sql(), &hash).unwrap();
    assert!(!row || desk.blob(&hash).as_deref() == Some(bytes), "held, and not there");
    row
}

/// Files of uploads that are not whole.
fn parts(desk: &Running) -> usize {
    std::fs::read_dir(desk.folder().join("uploads")).unwrap().count()
}

fn a_named_photo_is_taken_without_an_account_and_shown_to_who_types(kept: &Kept) {
    let desk = Running::keeping(kept);
    let bytes = photo(1, 300_000);
    let [siti, other] = desk.people_in([("siti", "pps", "9801012001"), ("orang", "pps", "9801012002")]);
    let path = format!("/api/photos/{}", sha256(&bytes).to_hex());
    assert_eq!(siti.get(&path).code(), "no-photo");
    name(&desk, &bytes);
    name_as(&mut desk.sql(), &photo(2, 1_000), 1_000, 2);
    let listed = siti.get("/api/sheets/1/photos").ok();
    assert_eq!(
        listed["photos"][0],
        json!({ "sha256": sha256(&bytes).to_hex(), "page": 1, "bytes": 300_000, "held": false, "by": [], "official": false, "redacted": null })
    );
    assert_eq!((siti.get(&path).status, siti.get(&path).code()), (404, "not-held".to_owned()));
    let done = whole(&desk.nobody(), &bytes);
    assert_eq!((done.status, done.header("upload-offset")), (204, "300000"));
    assert!(held(&desk, &bytes) && parts(&desk) == 0);
    let shown = siti.get(&path);
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/jpeg"));
    assert!(shown.bytes == bytes);
    assert_eq!(shown.header("cache-control"), "private, max-age=3600, immutable");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert_eq!(desk.nobody().get(&path).code(), "no-session");
    assert_eq!(other.get(&path).code(), "not-your-region");
    assert_eq!(other.get("/api/sheets/1/photos").code(), "not-your-region");
    let listed = siti.get("/api/sheets/1/photos").ok();
    assert_eq!((&listed["photos"][0]["held"], &listed["photos"][1]["held"]), (&json!(true), &json!(false)));
}

#[test]
fn what_is_held_can_be_written_to_by_nobody() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Running::new();
    let bytes = photo(1, 1_000);
    name(&desk, &bytes);
    assert_eq!(whole(&desk.nobody(), &bytes).status, 204);
    let file = std::fs::metadata(desk.folder().join("blobs").join(sha256(&bytes).to_hex())).unwrap();
    assert_eq!(file.permissions().mode() & 0o777, 0o444);
}

fn a_photo_that_no_statement_names_is_taken_from_who_types_alone(kept: &Kept) {
    let desk = Running::keeping(kept);
    let bytes = photo(1, 1_000);
    let [siti, pemeriksa, other] = desk.people_in([
        ("siti", "pps", "9801012001"),
        ("pemeriksa", "auditor", ""),
        ("orang", "pps", "9801012002"),
    ]);
    for stranger in [&desk.nobody(), &pemeriksa] {
        assert_eq!(begun(stranger, &bytes).code(), "not-named");
    }
    let place = begun(&siti, &bytes).header("location").to_owned();
    assert_eq!(sent(&siti, &place, 0, &bytes[..500]).header("upload-offset"), "500");
    // Who has no right to begin has none to go on.
    assert_eq!(sent(&desk.nobody(), &place, 500, &bytes[500..]).code(), "not-named");
    assert_eq!(sent(&siti, &place, 500, &bytes[500..]).status, 204);
    assert!(held(&desk, &bytes));
    let path = format!("/api/photos/{}", sha256(&bytes).to_hex());
    assert!(siti.get(&path).bytes == bytes);
    assert_eq!(other.get(&path).code(), "not-your-region");
    let written = desk.sql().rows("SELECT detail FROM act WHERE what = 'bring-photo'", &[]).unwrap();
    assert_eq!(written[0][0].text().unwrap(), format!("{} 1000", sha256(&bytes).to_hex()));
    assert_eq!(desk.broken_trail(), None);
}

fn half_an_upload_goes_on_after_a_restart(kept: &Kept) {
    let desk = Running::keeping(kept);
    let bytes = photo(1, 300_000);
    name(&desk, &bytes);
    let place = begun(&desk.nobody(), &bytes).header("location").to_owned();
    assert_eq!(far(&desk.nobody(), &place).header("upload-offset"), "0");
    assert_eq!(sent(&desk.nobody(), &place, 0, &bytes[..100_000]).header("upload-offset"), "100000");
    let again = desk.restarted();
    let answer = far(&again.nobody(), &place);
    assert_eq!(
        (answer.status, answer.header("upload-offset"), answer.header("upload-length")),
        (200, "100000", "300000")
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(sent(&again.nobody(), &place, 100_000, &bytes[100_000..]).status, 204);
    assert!(held(&again, &bytes));
}

fn a_photo_that_is_held_is_whole_at_once(kept: &Kept) {
    let desk = Running::keeping(kept);
    let bytes = photo(1, 1_000);
    name(&desk, &bytes);
    assert_eq!(whole(&desk.nobody(), &bytes).status, 204);
    let replayed = begun(&desk.nobody(), &bytes);
    assert_eq!((replayed.status, replayed.header("upload-offset")), (201, "1000"));
    let place = replayed.header("location").to_owned();
    assert_eq!(far(&desk.nobody(), &place).header("upload-offset"), "1000");
    assert_eq!(sent(&desk.nobody(), &place, 0, &bytes).code(), "offset");
    assert_eq!(parts(&desk), 0);
}

fn bytes_that_are_there_without_a_row_are_found(kept: &Kept) {
    let desk = Running::keeping(kept);
    let bytes = photo(1, 1_000);
    name(&desk, &bytes);
    // As when the desk ends between the two.
    let put = |bytes: &[u8], name: &Hash| desk.photos().put(desk.folder(), &name.to_hex(), bytes);
    put(&bytes[..500], &sha256(&bytes));
    assert_eq!(begun(&desk.nobody(), &bytes).header("upload-offset"), "0");
    put(&bytes, &sha256(&bytes));
    assert_eq!(begun(&desk.nobody(), &bytes).header("upload-offset"), "1000");
    assert!(held(&desk, &bytes));
}

fn all_bytes_that_came_are_looked_at_even_when_nobody_waits_for_it(kept: &Kept) {
    let desk = Running::keeping(kept);
    let bytes = photo(1, 1_000);
    name(&desk, &bytes);
    let place = begun(&desk.nobody(), &bytes).header("location").to_owned();
    // As when the desk ends between the last byte and the look.
    let part = std::fs::read_dir(desk.folder().join("uploads")).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&part, &bytes).unwrap();
    let again = desk.restarted();
    assert_eq!(far(&again.nobody(), &place).header("upload-offset"), "1000");
    assert!(held(&again, &bytes));
}

fn other_bytes_than_declared_are_thrown_away_and_it_can_be_begun_again(kept: &Kept) {
    let desk = Running::keeping(kept);
    let bytes = photo(1, 1_000);
    name(&desk, &bytes);
    let place = begun(&desk.nobody(), &bytes).header("location").to_owned();
    let wrong = sent(&desk.nobody(), &place, 0, &photo(2, 1_000));
    assert_eq!((wrong.status, wrong.code()), (460, "wrong-hash".to_owned()));
    assert!(!held(&desk, &bytes) && parts(&desk) == 0);
    assert_eq!(far(&desk.nobody(), &place).status, 404);
    assert_eq!(whole(&desk.nobody(), &bytes).status, 204);
    assert!(held(&desk, &bytes));
}

fn bytes_for_another_place_and_more_than_declared_change_nothing(kept: &Kept) {
    let desk = Running::keeping(kept);
    let bytes = photo(1, 1_000);
    name(&desk, &bytes);
    let place = begun(&desk.nobody(), &bytes).header("location").to_owned();
    assert_eq!(sent(&desk.nobody(), &place, 0, &bytes[..400]).status, 204);
    for offset in [0, 399, 401, 1_000] {
        let refused = sent(&desk.nobody(), &place, offset, &bytes[400..401]);
        assert_eq!((refused.status, refused.code()), (409, "offset".to_owned()));
    }
    let more = [&bytes[400..], b"x"].concat();
    let refused = sent(&desk.nobody(), &place, 400, &more);
    assert_eq!((refused.status, refused.code()), (413, "too-long".to_owned()));
    // The same from a body that does not say how long it is.
    let chunked = format!(
        "PATCH {place} HTTP/1.1\r\nhost: desk\r\nx-saksi: 1\r\ntus-resumable: 1.0.0\r\nupload-offset: 400\r\n\
         content-type: application/offset+octet-stream\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n",
        more.len()
    );
    let mut line = TcpStream::connect(desk.nobody().address()).unwrap();
    line.write_all(&[chunked.as_bytes(), &more, b"\r\n0\r\n\r\n"].concat()).unwrap();
    let mut status = [0; 12];
    line.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 413");
    assert_eq!(far(&desk.nobody(), &place).header("upload-offset"), "400");
    assert_eq!(sent(&desk.nobody(), &place, 400, &bytes[400..]).status, 204);
    assert!(held(&desk, &bytes));
}

/// Sends the beginning of a request and no more.
fn half_a_patch(desk: &Running, place: &str, bytes: &[u8], of: usize) -> TcpStream {
    let mut line = TcpStream::connect(desk.nobody().address()).unwrap();
    let head = format!(
        "PATCH {place} HTTP/1.1\r\nhost: desk\r\nx-saksi: 1\r\ntus-resumable: 1.0.0\r\nupload-offset: 0\r\n\
         content-type: application/offset+octet-stream\r\ncontent-length: {of}\r\n\r\n"
    );
    line.write_all(&[head.as_bytes(), bytes].concat()).unwrap();
    line
}

fn what_came_before_a_line_broke_is_kept(kept: &Kept) {
    let desk = Running::keeping(kept);
    let bytes = photo(1, 300_000);
    name(&desk, &bytes);
    let place = begun(&desk.nobody(), &bytes).header("location").to_owned();
    drop(half_a_patch(&desk, &place, &bytes[..50_000], bytes.len()));
    let part = || std::fs::read_dir(desk.folder().join("uploads")).unwrap().next().unwrap().unwrap();
    while part().metadata().unwrap().len() < 50_000 {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(far(&desk.nobody(), &place).header("upload-offset"), "50000");
    assert_eq!(sent(&desk.nobody(), &place, 50_000, &bytes[50_000..]).status, 204);
    assert!(held(&desk, &bytes));
}

fn whoever_asked_last_has_the_upload(kept: &Kept) {
    let desk = Running::keeping(kept);
    let bytes = photo(1, 300_000);
    name(&desk, &bytes);
    let place = begun(&desk.nobody(), &bytes).header("location").to_owned();
    // A line that died without a word, in the middle of it.
    let mut dead = half_a_patch(&desk, &place, &bytes[..100], 200);
    std::thread::sleep(Duration::from_millis(100));
    let offset: usize = far(&desk.nobody(), &place).header("upload-offset").parse().unwrap();
    assert_eq!(sent(&desk.nobody(), &place, offset, &bytes[offset..200_000]).status, 204);
    dead.write_all(&[7; 100]).unwrap();
    let mut status = [0; 12];
    dead.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 409");
    assert_eq!(sent(&desk.nobody(), &place, 200_000, &bytes[200_000..]).status, 204);
    assert!(held(&desk, &bytes));
}

fn what_is_no_picture_or_more_than_one_is_refused_though_it_is_named(kept: &Kept) {
    let desk = Running::keeping(kept);
    let one = photo(1, 1_000);
    let mut large = photo(2, 1_000);
    // A hundred million pixels.
    large[7..11].copy_from_slice(&[0x27, 0x10, 0x27, 0x10]);
    let behind = [&one[..], b"PK\x03\x04"].concat();
    let before = [b"%PDF-1.7\n", &one[..]].concat();
    for (bytes, why) in [
        (&b"<html>"[..], "no JPEG or PNG"),
        (&behind, "4 bytes stand behind"),
        (&before, "but a PDF"),
        (&large, "10000 × 10000 pixels are too many"),
        (&one[..900], "cut short"),
    ] {
        name(&desk, bytes);
        let refused = whole(&desk.nobody(), bytes);
        assert_eq!((refused.status, refused.code()), (422, "not-a-picture".to_owned()), "{why}");
        assert!(refused.detail().contains(why), "{}", refused.detail());
        assert!(!held(&desk, bytes) && parts(&desk) == 0);
    }
}

/// A part of a PNG.
fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for byte in kind.iter().chain(data) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length[..], kind, data, &(!crc).to_be_bytes()].concat()
}

/// A PNG of so many pixels a side, in eight bits of gray, all of whose bytes are deflated to this.
fn png(side: u32, deflated: &[u8]) -> Vec<u8> {
    let head = [&side.to_be_bytes()[..], &side.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &head), &chunk(b"IDAT", deflated), &chunk(b"IEND", b"")]
        .concat()
}

#[test]
fn a_decompression_bomb_is_refused_by_name_and_costs_no_memory() {
    let desk = Running::new();
    // Nine hundred million pixels in a few bytes.
    let bomb = png(30_000, &[0x78, 0x9c, 0xed, 0xc1, 0x01]);
    assert!(bomb.len() < 100);
    name(&desk, &bomb);
    let before = memory();
    let refused = whole(&desk.nobody(), &bomb);
    assert_eq!((refused.status, refused.code()), (422, "not-a-picture".to_owned()));
    assert!(refused.detail().contains("30000 × 30000 pixels are too many"), "{}", refused.detail());
    assert!(memory() < before + 400_000, "{before} kB became {} kB", memory());
    assert!(!held(&desk, &bomb) && parts(&desk) == 0);
    // Whoever sends the next is not made to wait for it.
    let bytes = photo(1, 1_000);
    name(&desk, &bytes);
    assert_eq!(whole(&desk.nobody(), &bytes).status, 204);
}

/// Kilobytes that this process, the desk in it, has had at once.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    most.and_then(|most| most.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

fn lengths_and_names_that_can_t_be_are_refused_before_anything_is_sent(kept: &Kept) {
    let desk = Running::keeping(kept);
    let bytes = photo(1, 1_000);
    name_as(&mut desk.sql(), &bytes, 999, 1);
    let ask = |length: &str, metadata: &str| {
        let headers = [("tus-resumable", "1.0.0"), ("upload-length", length), ("upload-metadata", metadata)];
        let answer = desk.nobody().ask("POST", "/api/photos", &headers, b"");
        (answer.status, answer.code())
    };
    let named = metadata(&sha256(&bytes));
    assert_eq!(ask("1000", &named), (422, "other-length".to_owned()));
    assert_eq!(ask("0", &named), (422, "empty".to_owned()));
    assert_eq!(ask(&(MOST_BYTES + 1).to_string(), &named), (413, "too-large".to_owned()));
    for odd in ["-1", "1e3", "", "+5", "99999999999999999999999"] {
        assert_eq!(ask(odd, &named), (400, "header".to_owned()), "{odd}");
    }
    let path = format!("{named},filename {}", STANDARD.encode("../../desk.sqlite"));
    assert_eq!(ask("999", &path), (400, "path".to_owned()));
    assert_eq!(ask("999", ""), (400, "metadata".to_owned()));
    for place in
        ["/api/photos/..%2f..%2fdesk.sqlite", "/api/photos/x", "/api/photos/00000000000000000000000000000000"]
    {
        assert_eq!(far(&desk.nobody(), place).status, 404);
        assert_eq!(sent(&desk.nobody(), place, 0, b"x").code(), "no-upload");
    }
    assert_eq!(parts(&desk), 0);
    assert_eq!(ask("999", &named).0, 201);
}

fn the_version_is_asked_for_and_told(kept: &Kept) {
    let desk = Running::keeping(kept);
    let told = desk.nobody().ask("OPTIONS", "/api/photos", &[], b"");
    assert_eq!(told.status, 204);
    for (name, value) in [
        ("tus-resumable", "1.0.0"),
        ("tus-version", "1.0.0"),
        ("tus-extension", "creation"),
        ("tus-max-size", "12582912"),
    ] {
        assert_eq!(told.header(name), value);
    }
    for version in ["0.2.2", ""] {
        let refused = desk.nobody().ask("POST", "/api/photos", &[("tus-resumable", version)], b"");
        assert_eq!((refused.status, refused.header("tus-version")), (412, "1.0.0"));
    }
    let bytes = photo(1, 1_000);
    name(&desk, &bytes);
    let place = begun(&desk.nobody(), &bytes).header("location").to_owned();
    let other = [("tus-resumable", "1.0.0"), ("upload-offset", "0"), ("content-type", "image/jpeg")];
    assert_eq!(desk.nobody().ask("PATCH", &place, &other, &bytes).status, 415);
}

fn an_address_that_asks_too_often_is_put_off(kept: &Kept) {
    let desk = Running::keeping(kept).restarted_with(ROOM, Rate { per_second: 1, at_once: 3 });
    let bytes = photo(1, 1_000);
    name(&desk, &bytes);
    let answers: Vec<Answer> = (0..5).map(|_| begun(&desk.nobody(), &bytes)).collect();
    assert_eq!(answers[2].status, 201);
    let put_off = &answers[4];
    assert_eq!((put_off.status, put_off.code()), (429, "too-often".to_owned()));
    let seconds: u32 = put_off.header("retry-after").parse().unwrap();
    assert!((1..=6).contains(&seconds));
}

fn begun_uploads_have_so_much_room_and_give_way_after_an_hour(kept: &Kept) {
    const MIB: u64 = 1024 * 1024;
    let desk = Running::keeping(kept).restarted_with(Room { all: MIB, each: MIB / 2 }, RATE);
    let bytes: Vec<Vec<u8>> = (0..5).map(|number| photo(number, 1_000)).collect();
    for bytes in &bytes {
        name(&desk, bytes);
    }
    // However small, an upload counts for a quarter of a mebibyte.
    assert_eq!(begun(&desk.nobody(), &bytes[0]).status, 201);
    assert_eq!(begun(&desk.nobody(), &bytes[1]).status, 201);
    let refused = begun(&desk.nobody(), &bytes[2]);
    assert_eq!((refused.status, refused.code()), (429, "too-many-uploads".to_owned()));
    assert!(!refused.header("retry-after").is_empty());
    let age = |hours: u64| {
        for part in std::fs::read_dir(desk.folder().join("uploads")).unwrap() {
            let file = std::fs::File::options().write(true).open(part.unwrap().path()).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(hours * 3_600)).unwrap();
        }
    };
    let full = Room { all: MIB / 2, each: MIB / 2 };
    let again = desk.restarted_with(full, RATE);
    let refused = begun(&again.nobody(), &bytes[2]);
    assert_eq!((refused.status, refused.code()), (503, "busy".to_owned()));
    age(2);
    let again = desk.restarted_with(full, RATE);
    // One that was never sent gives way to one.
    assert_eq!(begun(&again.nobody(), &bytes[2]).status, 201);
    assert_eq!(parts(&desk), 2);
}

fn what_nobody_went_on_with_for_a_day_is_thrown_away(kept: &Kept) {
    let desk = Running::keeping(kept);
    let (old, new) = (photo(1, 1_000), photo(2, 1_000));
    let places = [&old, &new].map(|bytes| {
        name(&desk, bytes);
        let place = begun(&desk.nobody(), bytes).header("location").to_owned();
        assert_eq!(sent(&desk.nobody(), &place, 0, &bytes[..500]).status, 204);
        place
    });
    for part in std::fs::read_dir(desk.folder().join("uploads")).unwrap() {
        let path = part.unwrap().path();
        if path.to_str().unwrap().contains(&sha256(&old).to_hex()) {
            let file = std::fs::File::options().write(true).open(path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(25 * 3_600)).unwrap();
        }
    }
    let again = desk.restarted();
    while parts(&again) > 1 {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(far(&again.nobody(), &places[0]).status, 404);
    assert_eq!(far(&again.nobody(), &places[1]).header("upload-offset"), "500");
}

fn a_typist_is_shown_each_field_as_it_stands_in_the_photo(kept: &Kept) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/forms/photos");
    let Ok(bytes) = std::fs::read(folder.join("real_8271021022008_p2.jpg")) else {
        println!("skipped: the real photo (no reference data at ../shared/data)");
        return;
    };
    // As published it carries a signature behind its end.
    assert!(matches!(reader::file::whole(&bytes), Err(reader::file::FileError::Behind(2_174))));
    let bytes = reader::file::strip(&bytes).unwrap();
    let desk = Running::keeping(kept);
    let [siti, other] = desk.people_in([("siti", "pps", "9801012001"), ("orang", "pps", "9801012002")]);
    // One with no form in it is passed over.
    let wall = reader::Gray::new(600, 800, vec![200; 480_000]).unwrap().to_png().unwrap();
    for (bytes, page) in [(&wall, 1), (&bytes, 2)] {
        name_as(&mut desk.sql(), bytes, bytes.len(), page);
    }
    assert_eq!(siti.get("/api/sheets/1/crops/votes.2").code(), "no-crop");
    assert_eq!(whole(&desk.nobody(), &wall).status, 204);
    assert_eq!(siti.get("/api/sheets/1/crops/votes.2").code(), "no-crop");
    assert_eq!(whole(&desk.nobody(), &bytes).status, 204);
    let shown = siti.get("/api/sheets/1/crops/votes.2");
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/png"));
    let layouts = support::layouts().fixed();
    let laid = reader::read::shown::Laid::find(reader::decode::decode(&bytes).unwrap(), &layouts).unwrap();
    assert!(reader::decode::decode(&shown.bytes).unwrap() == laid.number("votes.2").unwrap());
    assert!(siti.get("/api/sheets/1/crops/votes.2").bytes == shown.bytes);
    assert_eq!(siti.get("/api/sheets/1/crops/votes.9").code(), "unknown-field");
    assert_eq!(siti.get("/api/sheets/x/crops/votes.2").code(), "no-sheet");
    assert_eq!(other.get("/api/sheets/1/crops/votes.2").code(), "not-your-region");
    // Of a page that has not come there is nothing to see.
    assert_eq!(siti.get("/api/sheets/1/crops/valid").code(), "no-crop");
}

/// As a key's accepted statement names a photo.
fn named_by(sql: &mut dyn Sql, bytes: &[u8], role: &str, page: Option<u8>) -> bool {
    let photo =
        Named { sha256: sha256(bytes), bytes: None, media: None, contest: "ppwp", station: STATION, page };
    let by = By { signer: format!("{role}'s key"), role: role.to_owned() };
    naming::named_by(sql, &photo, &by).unwrap()
}

fn a_witness_s_photo_is_shown_after_the_count_s_own_and_labelled(kept: &Kept) {
    let desk = Running::keeping(kept);
    let [siti] = desk.people_in([("siti", "pps", "9801012001")]);
    let [witness, village, station] = [1, 2, 3].map(|number| photo(number, 1_000));
    let mut sql = desk.sql();
    assert!(named_by(&mut sql, &witness, "saksi", Some(1)));
    assert!(named_by(&mut sql, &village, "pps", Some(1)));
    assert!(named_by(&mut sql, &station, "kpps", Some(1)));
    let order = || {
        let listed = siti.get("/api/sheets/1/photos").ok();
        let each = listed["photos"].as_array().unwrap().clone();
        each.iter().map(|one| (one["by"].clone(), one["official"].clone())).collect::<Vec<_>>()
    };
    let (yes, no) = (json!(true), json!(false));
    let expected = [(json!(["kpps"]), yes.clone()), (json!(["pps"]), yes.clone()), (json!(["saksi"]), no)];
    assert_eq!(order(), expected);
    // A photo that a witness names and the count as well is the count's.
    assert!(named_by(&mut sql, &witness, "kpps", Some(1)));
    assert!(order().contains(&(json!(["kpps", "saksi"]), yes)));
}

fn a_field_is_cut_out_of_the_count_s_own_photo_before_any_other(kept: &Kept) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/forms/photos");
    let Ok(bytes) = std::fs::read(folder.join("real_8271021022008_p2.jpg")) else {
        println!("skipped: the real photo (no reference data at ../shared/data)");
        return;
    };
    let station = reader::file::strip(&bytes).unwrap();
    let desk = Running::keeping(kept);
    let [siti] = desk.people_in([("siti", "pps", "9801012001")]);
    // The same paper in other bytes: a comment stands behind the beginning. It says no page, which would come before all pages.
    let witness = [&station[..2], b"\xff\xfe\x00\x07saksi", &station[2..]].concat();
    assert!(named_by(&mut desk.sql(), &witness, "saksi", None));
    assert!(named_by(&mut desk.sql(), &station, "kpps", Some(2)));
    let shown = || siti.get("/api/sheets/1/crops/votes.2").header("x-saksi-photo").to_owned();
    assert_eq!(whole(&desk.nobody(), &witness).status, 204);
    assert_eq!(shown(), sha256(&witness).to_hex());
    assert_eq!(whole(&desk.nobody(), &station).status, 204);
    assert_eq!(shown(), sha256(&station).to_hex());
}

fn one_key_may_name_so_many_photos_of_a_sheet_that_have_not_come(kept: &Kept) {
    let desk = Running::keeping(kept);
    let most = u64::try_from(naming::MOST_OPEN).unwrap();
    let mut sql = desk.sql();
    for number in 0..most {
        assert!(named_by(&mut sql, &photo(number, 1_000), "saksi", None));
    }
    let [more, last] = [most, most + 1].map(|number| photo(number, 1_000));
    assert!(!named_by(&mut sql, &more, "saksi", None));
    assert_eq!(begun(&desk.nobody(), &more).code(), "not-named");
    // Said again it is what it was, and another key has room of its own.
    assert!(named_by(&mut sql, &photo(0, 1_000), "saksi", None));
    assert!(named_by(&mut sql, &last, "kpps", None));
    assert_eq!(begun(&desk.nobody(), &last).status, 201);
    // As soon as one has come there is room for one.
    assert_eq!(whole(&desk.nobody(), &photo(0, 1_000)).status, 204);
    assert!(named_by(&mut sql, &more, "saksi", None));
    assert_eq!(begun(&desk.nobody(), &more).status, 201);
    // What is held is named by as many as like.
    assert!(named_by(&mut sql, &photo(0, 1_000), "saksi", Some(1)));
}

/// Many lines that bring a little and then nothing hold no more in memory than is said: what is over that is on the disk.
fn bytes_of_many_lines_are_gathered_in_bounded_memory(kept: &Kept) {
    const LINES: u64 = 200;
    let desk = Running::keeping(kept);
    let lines: Vec<TcpStream> = (0..LINES)
        .map(|number| {
            let bytes = photo(number, 10_000);
            name(&desk, &bytes);
            let place = begun(&desk.nobody(), &bytes).header("location").to_owned();
            half_a_patch(&desk, &place, &bytes[..1_000], bytes.len())
        })
        .collect();
    let written = || {
        let parts = std::fs::read_dir(desk.folder().join("uploads")).unwrap();
        parts.filter(|part| part.as_ref().unwrap().metadata().unwrap().len() == 1_000).count()
    };
    while written() < 72 {
        std::thread::sleep(Duration::from_millis(5));
    }
    // When the lines break everything that came is kept.
    drop(lines);
    while written() < 200 {
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A store that counts what it gives, and keeps one photo back until it is let go.
struct Slow {
    inner: Box<dyn Blobs>,
    held_back: Hash,
    go: Arc<AtomicBool>,
    given: Arc<AtomicUsize>,
}

impl Blobs for Slow {
    fn keep(&self, sha256: &Hash, file: &Path) -> Result<(), BlobError> {
        self.inner.keep(sha256, file)
    }
    fn keep_bytes(&self, bytes: &[u8]) -> Result<Hash, BlobError> {
        self.inner.keep_bytes(bytes)
    }
    fn get(&self, sha256: &Hash) -> Result<Option<Vec<u8>>, BlobError> {
        self.given.fetch_add(1, Ordering::SeqCst);
        while *sha256 == self.held_back && !self.go.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(2));
        }
        self.inner.get(sha256)
    }
    fn length(&self, sha256: &Hash) -> Result<Option<u64>, BlobError> {
        self.inner.length(sha256)
    }
    fn list(&self) -> Result<Vec<Hash>, BlobError> {
        self.inner.list()
    }
    fn file(&self, sha256: &Hash) -> Option<PathBuf> {
        self.inner.file(sha256)
    }
    fn name(&self) -> String {
        self.inner.name()
    }
}

fn a_photo_that_takes_long_keeps_no_other_typist_waiting_and_is_looked_into_once(kept: &Kept) {
    let before = Running::keeping(kept);
    let names = sheets::Names::after(&mut before.sql()).unwrap();
    sheets::add(&mut before.sql(), &names, "ppwp", "9801012001002", 0).unwrap();
    let [siti] = before.people_in([("siti", "pps", "9801012001")]);
    // Pictures of a wall: no form is in them, which is found out by looking.
    let [slow, quick] =
        [200, 100].map(|shade| reader::Gray::new(600, 800, vec![shade; 480_000]).unwrap().to_png().unwrap());
    name(&before, &slow);
    let other = Named {
        sha256: sha256(&quick),
        bytes: None,
        media: None,
        contest: "ppwp",
        station: "9801012001002",
        page: Some(1),
    };
    photos::named(&mut before.sql(), &other).unwrap();
    for bytes in [&slow, &quick] {
        assert_eq!(whole(&before.nobody(), bytes).status, 204);
    }
    let (go, given) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let desk = before.restarted_on(Box::new(Slow {
        inner: kept.blobs(before.folder()),
        held_back: sha256(&slow),
        go: Arc::clone(&go),
        given: Arc::clone(&given),
    }));
    let siti = siti.at(&desk);
    std::thread::scope(|scope| {
        // All fields of the page at once.
        for field in ["votes.1", "votes.2", "votes.3", "valid", "invalid", "cast"] {
            let siti = &siti;
            scope.spawn(move || {
                assert_eq!(siti.get(&format!("/api/sheets/1/crops/{field}")).code(), "no-crop");
            });
        }
        while given.load(Ordering::SeqCst) == 0 {
            std::thread::sleep(Duration::from_millis(2));
        }
        // The other sheet's typist is answered meanwhile.
        assert_eq!(siti.get("/api/sheets/2/crops/votes.1").code(), "no-crop");
        assert!(!go.swap(true, Ordering::SeqCst));
    });
    assert_eq!(given.load(Ordering::SeqCst), 2);
}

/// A server of a bucket that answers `PUT` with 500 or hangs up, by turns, until it is well; how often it was asked.
fn ailing() -> (String, Arc<AtomicBool>, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (is_well, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let (well, count) = (Arc::clone(&is_well), Arc::clone(&asked));
    std::thread::spawn(move || {
        for line in listener.incoming() {
            let mut line = BufReader::new(line.unwrap());
            let (mut length, mut method) = (0, String::new());
            for text in line.by_ref().lines().map_while(Result::ok).take_while(|text| !text.is_empty()) {
                if method.is_empty() {
                    text.split(' ').next().unwrap().clone_into(&mut method);
                }
                if let Some(said) = text.to_lowercase().strip_prefix("content-length: ") {
                    length = said.parse().unwrap();
                }
            }
            let mut body = vec![0; length];
            line.read_exact(&mut body).unwrap();
            let status = match (well.load(Ordering::SeqCst), method.as_str()) {
                (true, "PUT") => 200,
                (_, "PUT") if count.fetch_add(1, Ordering::SeqCst) % 2 == 0 => 500,
                (_, "PUT") => continue,
                // Nothing is there.
                _ => 404,
            };
            let answer = format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            let _ = line.get_mut().write_all(answer.as_bytes());
        }
    });
    (address, is_well, asked)
}

#[test]
fn of_a_bucket_that_fails_nothing_is_acknowledged_and_the_photo_goes_on_when_it_is_well() {
    let (server, is_well, asked) = ailing();
    let desk = Running::keeping(&Kept::S3 { server, prefix: "ailing".to_owned() });
    let told = Arc::new(Mutex::new(Vec::new()));
    let said = Arc::clone(&told);
    desk.desk.tell_with(Box::new(move |what| said.lock().unwrap().push(what.to_owned())));
    let bytes = photo(1, 50_000);
    name(&desk, &bytes);
    let place = begun(&desk.nobody(), &bytes).header("location").to_owned();
    let refused = sent(&desk.nobody(), &place, 0, &bytes);
    assert_eq!((refused.status, refused.code()), (500, "not-kept".to_owned()));
    assert!(!refused.header("retry-after").is_empty());
    // Asked four times, and whoever runs the desk is told which store and why; who sends is not.
    assert_eq!(asked.load(Ordering::SeqCst), 4);
    assert!(told.lock().unwrap()[0].contains("s3://saksi-desk/ailing"), "{:?}", told.lock().unwrap());
    assert!(!refused.text.contains("s3://"), "{}", refused.text);
    assert!(!photos::held(&mut desk.sql(), &sha256(&bytes)).unwrap() && parts(&desk) == 1);
    is_well.store(true, Ordering::SeqCst);
    assert_eq!(far(&desk.nobody(), &place).header("upload-offset"), "50000");
    assert!(photos::held(&mut desk.sql(), &sha256(&bytes)).unwrap() && parts(&desk) == 0);
}

/// Where the desk that is killed keeps what it has.
const FOLDER: &str = "SAKSI_TEST_DESK";
/// And below which prefix its photos stay, if in a bucket.
const PREFIX: &str = "SAKSI_TEST_PREFIX";

#[test]
#[ignore = "the desk that another test starts, and kills"]
fn a_desk_to_be_killed() {
    let kept = match (std::env::var("SAKSI_S3"), std::env::var(PREFIX)) {
        (Ok(server), Ok(prefix)) => Kept::S3 { server, prefix },
        (Ok(_) | Err(_), Ok(_) | Err(_)) => Kept::Folder,
    };
    let desk = Running::in_folder(Path::new(&std::env::var(FOLDER).unwrap()), &kept);
    println!("\ndesk at {}", desk.nobody().address());
    loop {
        std::thread::park();
    }
}

struct Killed(std::process::Child);

impl Killed {
    /// A desk in a process of its own.
    fn start(desk: &Running) -> (Killed, SocketAddr) {
        let prefix = match desk.photos() {
            Kept::Folder => None,
            Kept::S3 { prefix, .. } => Some((PREFIX, prefix)),
        };
        let mut child = Command::new(std::env::current_exe().unwrap())
            .envs(prefix)
            .args(["--exact", "photos::a_desk_to_be_killed", "--ignored", "--nocapture"])
            .env(FOLDER, desk.folder())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address =
            lines.map_while(Result::ok).find_map(|line| line.strip_prefix("desk at ").map(str::to_owned));
        (Killed(child), address.unwrap().parse().unwrap())
    }
}

impl Drop for Killed {
    fn drop(&mut self) {
        // Signal 9: nothing of it is asked.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn a_desk_that_is_killed_loses_no_photo_that_it_has_acknowledged(kept: &Kept) {
    let desk = Running::keeping(kept);
    let all: Vec<Vec<u8>> = (0..600).map(|number| photo(number, 40_000)).collect();
    {
        let mut sql = desk.sql();
        sql.begin().unwrap();
        for bytes in &all {
            name_as(&mut sql, bytes, bytes.len(), 1);
        }
        sql.commit().unwrap();
    }
    let (acknowledged, begun_ones) = (Arc::new(Mutex::new(HashSet::new())), Arc::new(Mutex::new(Vec::new())));
    let mut kills = 0;
    while kills < 3 {
        let (killed, address) = Killed::start(&desk);
        let before = acknowledged.lock().unwrap().len();
        std::thread::scope(|scope| {
            for client in 0..24 {
                let (all, acknowledged, begun_ones) = (&all, &acknowledged, &begun_ones);
                scope.spawn(move || {
                    let person = Person::stranger(address);
                    for (number, bytes) in all.iter().enumerate().filter(|(number, _)| number % 24 == client)
                    {
                        if acknowledged.lock().unwrap().contains(&number) {
                            continue;
                        }
                        let Ok(begun) = try_begun(&person, bytes) else { return };
                        let place = begun.header("location").to_owned();
                        if begun.header("upload-offset") == "0" {
                            let Ok(half) = try_sent(&person, &place, 0, &bytes[..20_000]) else { return };
                            assert_eq!(half.header("upload-offset"), "20000", "{}", half.text);
                            begun_ones.lock().unwrap().push((number, place.clone()));
                            let Ok(done) = try_sent(&person, &place, 20_000, &bytes[20_000..]) else {
                                return;
                            };
                            assert_eq!(done.status, 204, "{}", done.text);
                        }
                        acknowledged.lock().unwrap().insert(number);
                    }
                });
            }
            // In the middle of it.
            while acknowledged.lock().unwrap().len() < before + 60 {
                std::thread::sleep(Duration::from_millis(1));
            }
            drop(killed);
        });
        kills += 1;
    }
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert!(acknowledged.len() >= 180 && acknowledged.len() < all.len(), "{}", acknowledged.len());
    for number in &acknowledged {
        assert!(held(&desk, &all[*number]), "photo {number} was acknowledged and is lost");
    }
    // What was acknowledged by half goes on from there or is whole, and everything comes in the end.
    let (_killed, address) = Killed::start(&desk);
    let person = Person::stranger(address);
    for (number, place) in begun_ones.lock().unwrap().iter() {
        let bytes = &all[*number];
        if !held(&desk, bytes) {
            let answer = far(&person, place);
            if answer.status == 404 {
                // It had moved to where photos stay, and only the row was missing.
                assert_eq!(begun(&person, bytes).header("upload-offset"), "40000");
            } else {
                let offset: usize = answer.header("upload-offset").parse().unwrap();
                assert!(offset >= 20_000, "photo {number} is at {offset}");
                if offset < bytes.len() {
                    assert_eq!(sent(&person, place, offset, &bytes[offset..]).status, 204);
                }
            }
        }
        assert!(held(&desk, &all[*number]));
    }
}
