//! A station's phones: what a second one is told, and what a committee's may do for a station.

use crate::support::ledger::{self as book, Book, figures, key, key_note, registrar};
use crate::support::{self, Person, Running, STATION};
use ledger::{SigningKey, sha256};
use serde_json::{Value, json};
use statement::{Blob, Body, Capture, encode_text, sign};

/// The photo that everybody names.
const PHOTO: &[u8] = b"a page";

fn blob() -> Blob<'static> {
    Blob::of(PHOTO, "image/jpeg")
}

/// A sheet with a photo.
fn sheet(by: &SigningKey, station: &str) -> Vec<u8> {
    let values = figures(&support::election(), STATION, &[]);
    book::sheet_with_photos(by, station, &values, &[(2, PHOTO)])
}

/// That a page was photographed, or brought.
fn capture(by: &SigningKey, station: &str, second: i64) -> Vec<u8> {
    let at = statement::Moment::new(1_700_000_000 + second, 420).unwrap();
    let body = Body::Capture(Capture { contest: "ppwp", station, page: 2, photo: blob(), at });
    sign(&encode_text("id-2024/v1", &body).unwrap(), &[by]).unwrap()
}

fn state(person: &Person, note: &[u8]) -> support::Answer {
    person.post_text("/api/statements", std::str::from_utf8(note).unwrap())
}

fn held(desk: &Running, station: &str) -> Value {
    desk.nobody().get(&format!("/api/station/{station}/held")).ok()
}

#[test]
fn a_second_phone_is_told_what_is_in_the_ledger_and_which_photos_have_come() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    assert_eq!(held(&desk, STATION)["sheets"], json!([]));
    let phone = key(&format!("kpps/{STATION}/hp1"));
    intake.take(key_note(&phone, "kpps", STATION, &[&registrar()])).unwrap();
    let note = sheet(&phone, STATION);
    let taken = state(&desk.nobody(), &note).ok();
    let told = held(&desk, STATION);
    let [one] = told["sheets"].as_array().unwrap().as_slice() else { panic!("{told}") };
    assert_eq!((&one["contest"], &one["id"], &one["entry"]), (&json!("ppwp"), &taken["id"], &taken["entry"]));
    assert_eq!((&one["by"], &one["role"]), (&json!(format!("kpps/{STATION}/hp1")), &json!("kpps")));
    // The statement itself, so that the second phone can show it as codes.
    assert_eq!(one["note"].as_str().unwrap().as_bytes(), note);
    let photo = |told: &Value| told["sheets"][0]["photos"][0].clone();
    let missing = json!({ "sha256": sha256(PHOTO).to_hex(), "page": 2, "bytes": PHOTO.len(), "media": "image/jpeg", "held": false });
    assert_eq!(photo(&told), missing);
    desk::photos::hold(&mut desk.sql(), &sha256(PHOTO), 1).unwrap();
    assert_eq!(photo(&held(&desk, STATION))["held"], true);
    assert_eq!(held(&desk, "9801012001002")["sheets"], json!([]));
    assert_eq!(desk.nobody().get("/api/station/9801012001/held").code(), "no-place");
}

#[test]
fn a_code_for_a_place_that_had_a_key_says_which_so_that_a_cleared_phone_learns_of_it() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let admin = desk.admin();
    let code = || {
        let made = admin.post("/api/codes", json!({ "role": "kpps", "places": [STATION] })).ok();
        made["codes"][0]["code"].clone()
    };
    let begun = |code: &Value| desk.nobody().post("/api/enrol/begin", json!({ "code": code })).ok();
    let first = begun(&code());
    assert_eq!((&first["before"], &first["stands"]), (&json!([]), &json!(true)));
    let phone = key(&format!("kpps/{STATION}/hp1"));
    intake.take(key_note(&phone, "kpps", STATION, &[&registrar()])).unwrap();
    let fingerprint = statement::fingerprint(&phone.verifying_key().to_string());
    let before =
        json!([{ "name": format!("kpps/{STATION}/hp1"), "fingerprint": fingerprint, "revoked": false }]);
    assert_eq!(begun(&code())["before"], before);
}

#[test]
fn a_village_committee_states_for_its_stations_by_its_own_key_and_for_no_other() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let admin = desk.admin();
    let made = admin.post("/api/codes", json!({ "role": "pps", "places": ["9801012001"] })).ok();
    let code = made["codes"][0]["code"].clone();
    let begun = desk.nobody().post("/api/enrol/begin", json!({ "code": code })).ok();
    // It chooses a station; what it states lies beside what the station states.
    let about = (&begun["scope"], &begun["stands"], &begun["contests"]);
    assert_eq!(about, (&json!("9801012001"), &json!(false), &json!([])));
    let listed = desk.nobody().get("/api/region/9801012001/stations").ok();
    assert_eq!(listed["place"], "MAWAR, MELATI, SIMULASI RAYA, SIMULASI");
    let codes: Vec<&Value> =
        listed["stations"].as_array().unwrap().iter().map(|one| &one["station"]).collect();
    assert_eq!(codes, [STATION, "9801012001002"]);
    assert_eq!(
        (&listed["more"], desk.nobody().get("/api/region/77/stations").code()),
        (&json!(0), "no-place".to_owned())
    );

    let village = key("pps/9801012001/hp1");
    let note = String::from_utf8(key_note(&village, "pps", "9801012001", &[])).unwrap();
    assert_eq!(desk.nobody().post("/api/enrol", json!({ "code": code, "note": note })).status, 201);
    assert_eq!(state(&desk.nobody(), &sheet(&village, STATION)).status, 201);
    assert_eq!(state(&desk.nobody(), &capture(&village, STATION, 0)).status, 201);
    let one = held(&desk, STATION)["sheets"][0].clone();
    assert_eq!((&one["by"], &one["role"]), (&json!("pps/9801012001/hp1"), &json!("pps")));
    // Beside: the sheet has no figures that stand from it.
    let election = support::election();
    let counted = intake.counted();
    let contest = counted.tally.contest(election.profile.contest("ppwp").unwrap()).unwrap();
    assert!(!contest.state(election.places.find_station(STATION).unwrap()).unwrap().counted);
    drop(counted);
    let elsewhere = key("pps/9801012002/hp1");
    intake.take(key_note(&elsewhere, "pps", "9801012002", &[&registrar()])).unwrap();
    assert_eq!(state(&desk.nobody(), &sheet(&elsewhere, STATION)).code(), "not-this-key");
    assert_eq!(state(&desk.nobody(), &capture(&elsewhere, STATION, 0)).code(), "not-this-key");
}

#[test]
fn what_a_committee_carries_stays_the_station_s_and_that_it_brought_the_photo_stands_beside() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let phone = key(&format!("kpps/{STATION}/hp1"));
    intake.take(key_note(&phone, "kpps", STATION, &[&registrar()])).unwrap();
    let village = key("pps/9801012001/hp1");
    intake.take(key_note(&village, "pps", "9801012001", &[&registrar()])).unwrap();
    let notes = [sheet(&phone, STATION), capture(&phone, STATION, 0), capture(&village, STATION, 60)];
    for note in &notes {
        assert_eq!(state(&desk.nobody(), note).status, 201);
    }
    let told = held(&desk, STATION);
    assert_eq!(told["sheets"].as_array().unwrap().len(), 1);
    assert_eq!(told["sheets"][0]["by"], format!("kpps/{STATION}/hp1"));
    // Who photographed it and who brought it are both in the ledger.
    let entries =
        intake.notes(5, 3, usize::MAX).unwrap().into_iter().map(|note| String::from_utf8(note).unwrap());
    let signers: Vec<bool> = entries.map(|entry| entry.contains("\u{2014} pps/9801012001/hp1 ")).collect();
    assert_eq!(signers, [false, false, true]);
}
