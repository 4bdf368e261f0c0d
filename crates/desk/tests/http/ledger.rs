//! Statements through the desk into the ledger.

use crate::support::ledger::{self as book, Book, commission, figures, key, key_note, registrar, sheet_note};
use crate::support::{self, Person, Running, STATION};
use desk::intake::Intake;
use desk::store::Sql as _;
use ledger::{Policy, SigningKey, TlogProof};
use serde_json::{Value, json};

fn state(person: &Person, note: &[u8]) -> support::Answer {
    person.post_text("/api/statements", std::str::from_utf8(note).unwrap())
}

/// Keys that the ledger has: a phone's at the station, and that of its district's chair.
fn keys_of_phone_and_district(intake: &Intake) -> [SigningKey; 2] {
    let phone = key(&format!("kpps/{STATION}/hp1"));
    intake.take(key_note(&phone, "kpps", STATION, &[&registrar()])).unwrap();
    let district = key("ppk/980101/ketua");
    intake.take(key_note(&district, "ppk", "980101", &[&registrar()])).unwrap();
    [phone, district]
}

/// Makes codes for a role and a place.
fn codes(admin: &Person, role: &str, place: &str) -> Vec<Value> {
    let made = admin.post("/api/codes", json!({ "role": role, "places": [place] })).ok();
    made["codes"].as_array().unwrap().clone()
}

/// Enrols a key for a station by a code.
fn enrol(desk: &Running, code: &Value, name: &str) -> support::Answer {
    let phone = desk.nobody();
    let about = phone.post("/api/enrol/begin", json!({ "code": code["code"] })).ok();
    let (role, scope) = (about["role"].as_str().unwrap(), about["scope"].as_str().unwrap());
    let note = key_note(&key(name), role, scope, &[]);
    phone.post("/api/enrol", json!({ "code": code["code"], "note": String::from_utf8(note).unwrap() }))
}

#[test]
fn a_phone_with_a_code_gets_a_key_in_and_what_it_signs_is_in_the_ledger_with_a_proof() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let admin = desk.admin();
    let made = codes(&admin, "kpps", "9801012001");
    assert_eq!(made.len(), 2, "a code for every station of the village");
    assert_eq!(made[0]["place"], "TPS 001, MAWAR, MELATI, SIMULASI RAYA, SIMULASI");
    let name = format!("kpps/{STATION}/hp1");
    let enrolled = enrol(&desk, &made[0], &name);
    assert_eq!(enrolled.status, 201, "{}", enrolled.text);
    assert!(enrolled.ok()["fingerprint"].as_str().unwrap().len() == 19);

    let note = sheet_note(&key(&name), STATION, &figures(&support::election(), STATION, &[]));
    let taken = state(&desk.nobody(), &note);
    assert_eq!(taken.status, 201, "{}", taken.text);
    let told = taken.ok();
    let proof = TlogProof::parse(told["proof"].as_str().unwrap().as_bytes()).unwrap();
    let log = key("example.org/ledger").verifying_key().to_string();
    let policy = Policy::parse(&format!("log {log}\nquorum none\n")).unwrap();
    let (entry, _) = proof.verify_entry(&policy).unwrap();
    assert!(entry.ends_with(&note), "the proof is of the statement as it was sent");
    // Sent again, as over a bad line, it is where it was.
    let again = state(&desk.nobody(), &note);
    assert_eq!((again.status, &again.ok()["entry"]), (200, &told["entry"]));
    let receipt = desk.nobody().get(&format!("/api/statements/{}", told["id"].as_str().unwrap())).ok();
    assert_eq!(receipt["entry"], told["entry"]);
    // What an outsider reads in the ledger is what was sent.
    drop(intake);
    assert_eq!(book.read().tally.size(), 5);
}

#[test]
fn a_code_lets_in_one_key_and_only_for_its_place() {
    let (book, desk) = (Book::new(), Running::new());
    let _running = book.behind(&desk.desk);
    let admin = desk.admin();
    let made = codes(&admin, "kpps", STATION);
    let phone = desk.nobody();
    let other = key_note(&key("kpps/9801012001002/hp1"), "kpps", "9801012001002", &[]);
    let other = json!({ "code": made[0]["code"], "note": String::from_utf8(other).unwrap() });
    assert_eq!(phone.post("/api/enrol", other).code(), "bad-key");
    // A refusal by the ledger leaves the code good.
    let unproven = key_note(&key("kpps/x"), "kpps", STATION, &[]);
    let unproven = String::from_utf8(unproven).unwrap();
    let asked = json!({ "code": made[0]["code"], "note": unproven });
    assert_eq!(phone.post("/api/enrol", asked).code(), "bad-key");
    assert_eq!(enrol(&desk, &made[0], &format!("kpps/{STATION}/hp1")).status, 201);
    let note = key_note(&key(&format!("kpps/{STATION}/hp2")), "kpps", STATION, &[]);
    let second = json!({ "code": made[0]["code"], "note": String::from_utf8(note).unwrap() });
    assert_eq!(phone.post("/api/enrol", second).code(), "bad-code");
    assert_eq!(phone.post("/api/enrol/begin", json!({ "code": "AAAA-BBBB" })).code(), "bad-code");
}

#[test]
fn what_no_key_of_this_ledger_signed_is_refused_by_name_and_changes_nothing() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let values = figures(&support::election(), STATION, &[]);
    let nobodys = key(&format!("kpps/{STATION}/nobody"));
    assert_eq!(state(&desk.nobody(), &sheet_note(&nobodys, STATION, &values)).code(), "unknown-key");
    let note = sheet_note(&commission(), STATION, &values);
    let turned = String::from_utf8(note).unwrap().replace("\"votes.1\":100", "\"votes.1\":101");
    assert_eq!(state(&desk.nobody(), turned.as_bytes()).code(), "bad-signature");
    assert_eq!(state(&desk.nobody(), b"hello").code(), "no-statement-text");
    let empty = state(&desk.nobody(), b"");
    assert_eq!((empty.status, empty.code().as_str()), (422, "statement-length"));
    assert_eq!(state(&desk.nobody(), &sheet_note(&registrar(), STATION, &values)).code(), "not-this-key");
    let short = &values[1..];
    assert_eq!(state(&desk.nobody(), &sheet_note(&commission(), STATION, short)).code(), "no-sense");
    assert_eq!(intake.counted().tally.size(), 3);
}

#[test]
fn a_key_enrolled_in_a_practice_states_nothing_in_the_real_election_and_the_reverse() {
    let books = [Book::new(), Book::real()];
    let desks = [Running::new(), Running::new()];
    let _running = [books[0].behind(&desks[0].desk), books[1].behind(&desks[1].desk)];
    let values = figures(&support::election(), STATION, &[]);
    let mut ledgers = Vec::new();
    let mut notes = Vec::new();
    for (desk, name) in desks.iter().zip(["latihan", "hp1"]) {
        let code = codes(&desk.admin(), "kpps", STATION).remove(0);
        let begun = desk.nobody().post("/api/enrol/begin", json!({ "code": code["code"] })).ok();
        assert_eq!(begun["practice"], name == "latihan");
        ledgers.push(begun["ledger"].clone());
        let name = format!("kpps/{STATION}/{name}");
        assert_eq!(enrol(desk, &code, &name).status, 201);
        notes.push(sheet_note(&key(&name), STATION, &values));
    }
    // One name, one header, one station: only the definition tells them apart.
    assert_ne!(ledgers[0], ledgers[1]);
    for (own, other) in [(0, 1), (1, 0)] {
        assert_eq!(state(&desks[other].nobody(), &notes[own]).code(), "unknown-key");
        assert_eq!(state(&desks[own].nobody(), &notes[own]).status, 201);
    }
}

#[test]
fn a_sheet_that_does_not_add_up_comes_to_people_and_leaves_when_it_is_confirmed() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [siti] = desk.people([("siti", "pps")]);
    // The one sheet that is there from the start.
    let first = siti.post("/api/sheets/next", json!({})).ok();
    assert_eq!(first["station"], STATION);
    let other = "9801012001002";
    let phone = key(&format!("kpps/{other}/hp1"));
    intake.take(key_note(&phone, "kpps", other, &[&registrar()])).unwrap();
    let values = figures(&support::election(), other, &[("votes.1", 110)]);
    let taken = intake.take(sheet_note(&phone, other, &values)).unwrap();
    let next = siti.post("/api/sheets/next", json!({})).ok();
    assert_eq!(next["station"], other, "what conflicts comes before what only waits");
    siti.post(&format!("/api/sheets/{}/give-back", next["sheet"]), json!({}));
    let ruling = statement::Body::Ruling(statement::Ruling {
        text: None,
        contest: "ppwp",
        place: other,
        stands: statement::HexHash(taken.id),
        reason: "better-evidence",
        at: book::at(),
    });
    let district = key("ppk/980101/ketua");
    intake.take(key_note(&district, "ppk", "980101", &[&registrar()])).unwrap();
    let text = statement::encode_text("id-2024/v1", &ruling).unwrap();
    intake.take(statement::sign(&text, &[&district]).unwrap()).unwrap();
    let next = siti.post("/api/sheets/next", json!({})).ok();
    assert_eq!(next["station"], STATION, "what somebody who decides has confirmed needs nobody");
}

#[test]
fn fields_in_doubt_and_missing_pages_come_to_people_by_urgency_and_progress_says_why() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    desk.tamper("DELETE FROM sheet");
    let [siti] = desk.people([("siti", "pps")]);
    let [phone, _] = keys_of_phone_and_district(&intake);
    let other = "9801012001002";
    let second = key(&format!("kpps/{other}/hp1"));
    intake.take(key_note(&second, "kpps", other, &[&registrar()])).unwrap();
    let election = support::election();
    let values = |station: &str| figures(&election, station, &[]);
    // Everything fits, and every page is there: nobody is needed.
    intake.take(book::sheet_of_paper(&phone, STATION, &values(STATION), &[], &[1, 2, 3])).unwrap();
    assert_eq!(siti.post("/api/sheets/next", json!({})).code(), "nothing-to-do");
    // Of the other station a page is missing; of the first, then, votes can't be read.
    intake.take(book::sheet_of_paper(&second, other, &values(other), &[], &[1, 3])).unwrap();
    let next = siti.post("/api/sheets/next", json!({})).ok();
    assert_eq!(next["station"], other);
    siti.post(&format!("/api/sheets/{}/give-back", next["sheet"]), json!({}));
    let [ketua] = desk.more_people_in([("ketua", "ppk", "980101")]);
    let cells: serde_json::Map<String, Value> = values(STATION)
        .into_iter()
        .map(|(name, figure)| {
            let cell = if name == "votes.2" { json!("illegible") } else { json!(figure) };
            (name, cell)
        })
        .collect();
    let asked = json!({ "contest": "ppwp", "station": STATION, "reason": "typing-error", "cells": cells });
    let text = ketua.post("/api/compose/sheet", asked).ok();
    let note = statement::sign(text["text"].as_str().unwrap(), &[&phone]).unwrap();
    intake.take(note).unwrap();
    let next = siti.post("/api/sheets/next", json!({})).ok();
    assert_eq!(next["station"], STATION, "what is in doubt comes before what is missing");
    let needs = siti.get("/api/progress").ok()["needs"].clone();
    assert_eq!(needs, json!([{ "why": "doubtful", "sheets": 1 }, { "why": "missing", "sheets": 1 }]));
}

#[test]
fn a_ledger_that_cannot_be_written_stops_the_intake_and_the_next_start_has_what_was_acknowledged() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, taking_in) = book.behind(&desk.desk);
    let values = figures(&support::election(), STATION, &[]);
    let note = sheet_note(&commission(), STATION, &values);
    book.power.cut_after(0, 7);
    let refused = state(&desk.nobody(), &note);
    assert_eq!((refused.status, refused.code()), (503, "ledger-stopped".to_owned()));
    assert!(taking_in.ended().is_err(), "whoever runs the desk is told");
    assert_eq!(state(&desk.nobody(), &note).code(), "ledger-stopped");
    book.power.restore();
    let again = desk.restarted();
    let (second, _) = book.behind(&again.desk);
    let taken = state(&again.nobody(), &note);
    assert!(taken.status < 300, "{}", taken.text);
    drop((intake, second));
}

#[test]
fn tables_that_lag_behind_the_ledger_are_brought_up_at_the_start() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let other = "9801012001002";
    let phone = key(&format!("kpps/{other}/hp1"));
    intake.take(key_note(&phone, "kpps", other, &[&registrar()])).unwrap();
    let values = figures(&support::election(), other, &[("votes.1", 110)]);
    intake.take(sheet_note(&phone, other, &values)).unwrap();
    drop(intake);
    // A desk with new tables on the same ledger: as after a crash between the two.
    let fresh = Running::new();
    let _running = book.behind(&fresh.desk);
    let [siti] = fresh.people([("siti", "pps")]);
    assert_eq!(siti.post("/api/sheets/next", json!({})).ok()["station"], other);
}

/// Types a sheet as its figures are, and finalises it.
fn types(person: &Person, sheet: &Value, values: &[(String, u32)]) {
    let cells: serde_json::Map<String, Value> =
        values.iter().map(|(name, figure)| (name.clone(), json!(figure))).collect();
    person.post(&format!("/api/sheets/{sheet}/save"), json!({ "cells": cells })).ok();
    person.post(&format!("/api/sheets/{sheet}/finalise"), json!({})).ok();
}

#[test]
fn what_two_people_agree_on_is_signed_by_a_third_and_takes_the_place_of_what_stood() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [siti, budi, ketua] = desk.people([("siti", "pps"), ("budi", "pps"), ("ketua", "ppk")]);
    let [phone, district] = keys_of_phone_and_district(&intake);
    // The phone's figures don't add up; the paper's do.
    let election = support::election();
    intake.take(sheet_note(&phone, STATION, &figures(&election, STATION, &[("votes.1", 160)]))).unwrap();
    let sheet = siti.post("/api/sheets/next", json!({})).ok()["sheet"].clone();
    let paper = figures(&election, STATION, &[]);
    types(&siti, &sheet, &paper);
    assert_eq!(ketua.get("/api/unsigned").ok()["sheets"], json!([]));
    assert_eq!(ketua.get(&format!("/api/sheets/{sheet}/statement")).code(), "not-agreed");
    budi.post("/api/sheets/next", json!({})).ok();
    types(&budi, &sheet, &paper);
    assert_eq!(ketua.get("/api/unsigned").ok()["sheets"][0]["station"], STATION);
    let text = ketua.get(&format!("/api/sheets/{sheet}/statement")).ok();
    assert_eq!(text["kind"], "sheet");
    let text = text["text"].as_str().unwrap();
    assert!(text.contains("\"reason\":\"typed-twice\"") && text.contains("\"votes.1\":100"));
    let note = statement::sign(text, &[&district]).unwrap();
    assert_eq!(state(&desk.nobody(), &note).status, 201);
    assert_eq!(ketua.get("/api/unsigned").ok()["sheets"], json!([]));
    let stands = ketua.get(&format!("/api/standing/ppwp/{STATION}")).ok();
    assert_eq!((&stands["quality"], &stands["values"]["votes.1"]), (&json!("consistent"), &json!(100)));
    assert_eq!(
        (&stands["confirmed"], &stands["versions"][0]["values"]["votes.1"]),
        (&json!(true), &json!(160))
    );
}

#[test]
fn what_two_people_agree_on_and_stands_already_is_ruled_to_stand() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [siti, budi, ketua] = desk.people([("siti", "pps"), ("budi", "pps"), ("ketua", "ppk")]);
    let [phone, district] = keys_of_phone_and_district(&intake);
    // The paper itself doesn't add up, and was stated as it is.
    let paper = figures(&support::election(), STATION, &[("votes.1", 101)]);
    intake.take(sheet_note(&phone, STATION, &paper)).unwrap();
    let sheet = siti.post("/api/sheets/next", json!({})).ok()["sheet"].clone();
    types(&siti, &sheet, &paper);
    budi.post("/api/sheets/next", json!({})).ok();
    types(&budi, &sheet, &paper);
    let text = ketua.get(&format!("/api/sheets/{sheet}/statement")).ok();
    assert_eq!(text["kind"], "ruling");
    let note = statement::sign(text["text"].as_str().unwrap(), &[&district]).unwrap();
    assert_eq!(state(&desk.nobody(), &note).status, 201);
    let stands = ketua.get(&format!("/api/standing/ppwp/{STATION}")).ok();
    assert_eq!((&stands["quality"], &stands["confirmed"]), (&json!("conflict"), &json!(true)));
    assert_eq!(ketua.get("/api/unsigned").ok()["sheets"], json!([]));
}

#[test]
fn a_correction_and_a_withdrawal_are_written_for_their_signer_with_a_reason() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [ketua, lain] = desk.people_in([("ketua", "ppk", "980101"), ("lain", "ppk", "9801012002")]);
    let district = key("ppk/980101/ketua");
    intake.take(key_note(&district, "ppk", "980101", &[&registrar()])).unwrap();
    let values = figures(&support::election(), STATION, &[]);
    let cells: serde_json::Map<String, Value> =
        values.iter().map(|(name, figure)| (name.clone(), json!(figure))).collect();
    let ask = |person: &Person, reason: Option<&str>| {
        let asked = json!({ "contest": "ppwp", "station": STATION, "reason": reason, "cells": cells });
        person.post("/api/compose/sheet", asked)
    };
    let taken_back = json!({ "contest": "ppwp", "station": STATION, "reason": "wrong-station" });
    assert_eq!(ketua.post("/api/compose/withdrawal", taken_back.clone()).code(), "nothing-stands");
    assert_eq!(ask(&lain, None).code(), "not-your-region");
    let signed = |text: &Value| statement::sign(text["text"].as_str().unwrap(), &[&district]).unwrap();
    assert_eq!(state(&desk.nobody(), &signed(&ask(&ketua, None).ok())).status, 201);
    assert_eq!(ask(&ketua, None).code(), "no-reason");
    assert_eq!(state(&desk.nobody(), &signed(&ask(&ketua, Some("typing-error")).ok())).status, 201);
    let back = ketua.post("/api/compose/withdrawal", taken_back).ok();
    assert_eq!(state(&desk.nobody(), &signed(&back)).status, 201);
    let stands = ketua.get(&format!("/api/standing/ppwp/{STATION}")).ok();
    assert_eq!((&stands["standing"], stands["versions"].as_array().unwrap().len()), (&json!("withdrawn"), 3));
}

#[test]
fn a_photo_that_a_statement_took_out_is_shown_to_nobody_and_taken_from_nobody() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [siti, kpu, ketua] =
        desk.people_in([("siti", "pps", "9801012001"), ("kpu", "kpu", ""), ("ketua", "ppk", "980101")]);
    let [phone, _] = keys_of_phone_and_district(&intake);
    let bytes = crate::photos::photo(1, 1_000);
    let hash = ledger::sha256(&bytes);
    let values = figures(&support::election(), STATION, &[]);
    intake.take(book::sheet_with_photos(&phone, STATION, &values, &[(1, &bytes)])).unwrap();
    assert_eq!(crate::photos::whole(&desk.nobody(), &bytes).status, 204);
    let path = format!("/api/photos/{}", hash.to_hex());
    assert_eq!((siti.get(&path).status, kpu.get(&path).status), (200, 200));
    let asked = |sha256: &str| json!({ "contest": "ppwp", "place": STATION, "sha256": sha256, "reason": "personal-data" });
    // Whose key may not sign it is not given its text, and no other bytes than the sheet's are taken out.
    assert_eq!(ketua.post("/api/compose/redaction", asked(&hash.to_hex())).code(), "not-your-role");
    for other in ["x".to_owned(), "ab".repeat(32)] {
        assert_eq!(kpu.post("/api/compose/redaction", asked(&other)).code(), "no-photo");
    }
    let text = kpu.post("/api/compose/redaction", asked(&hash.to_hex())).ok();
    assert_eq!(text["kind"], "redaction");
    let text = text["text"].as_str().unwrap();
    let note = |by: &SigningKey| statement::sign(text, &[by]).unwrap();
    assert_eq!(state(&desk.nobody(), &note(&phone)).code(), "not-this-key");
    let taken = state(&desk.nobody(), &note(&commission())).ok();
    for person in [&siti, &kpu] {
        let gone = person.get(&path);
        assert_eq!((gone.status, gone.code()), (410, "redacted".to_owned()));
        assert!(gone.detail().contains(taken["id"].as_str().unwrap()), "{}", gone.detail());
    }
    let listed = siti.get("/api/sheets/1/photos").ok()["photos"][0].clone();
    assert_eq!((&listed["held"], &listed["redacted"]), (&json!(false), &taken["id"]));
    assert_eq!(crate::photos::begun(&desk.nobody(), &bytes).code(), "redacted");
    assert_eq!(crate::photos::begun(&siti, &bytes).code(), "redacted");
    assert_eq!(kpu.post("/api/compose/redaction", asked(&hash.to_hex())).code(), "redacted");
    // A desk with new tables learns it from the ledger.
    let fresh = Running::new();
    let _running = book.behind(&fresh.desk);
    let [wati] = fresh.people([("wati", "pps")]);
    assert_eq!(wati.get(&path).code(), "redacted");
}

#[test]
fn another_key_of_a_station_needs_two_levels_from_polling_day_on() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [kabupaten] = desk.people_in([("kabupaten", "kpu-regency", "9801")]);
    let admin = desk.logged_in("pengurus", support::PASSWORD);
    let regency = key("kpu-regency/9801/ketua");
    intake.take(key_note(&regency, "kpu-regency", "9801", &[&registrar()])).unwrap();
    let made = [codes(&admin, "kpps", STATION), codes(&admin, "kpps", STATION)].concat();
    assert_eq!(enrol(&desk, &made[0], &format!("kpps/{STATION}/hp1")).status, 201);
    // The first phone is lost. The second waits for somebody of another level.
    let name = format!("kpps/{STATION}/hp2");
    let second = enrol(&desk, &made[1], &name);
    assert_eq!(second.status, 202, "{}", second.text);
    let values = figures(&support::election(), STATION, &[]);
    let note = sheet_note(&key(&name), STATION, &values);
    assert_eq!(state(&desk.nobody(), &note).code(), "unknown-key");
    let waiting = kabupaten.get("/api/late-keys").ok()["keys"][0].clone();
    assert_eq!(waiting["fingerprint"], second.ok()["fingerprint"], "as the phone shows it");
    let text = waiting["text"].as_str().unwrap();
    let sign = |by: &ledger::SigningKey, text: &str| {
        let note = statement::sign(text, &[by]).unwrap();
        let path = format!("/api/late-keys/{}/sign", waiting["id"].as_str().unwrap());
        kabupaten.post_text(&path, std::str::from_utf8(&note).unwrap())
    };
    assert_eq!(sign(&regency, &text.replace("hp2", "hp3")).code(), "bad-second");
    assert_eq!(sign(&registrar(), text).code(), "needs-second", "one level twice is no second one");
    assert_eq!(sign(&key("kpps/x"), text).code(), "needs-second");
    assert_eq!(sign(&regency, text).status, 201);
    assert_eq!(kabupaten.get("/api/late-keys").ok()["keys"], json!([]));
    assert_eq!(state(&desk.nobody(), &note).status, 201);
    // Nor does one of them get by alone.
    let third = key_note(&key(&format!("kpps/{STATION}/hp3")), "kpps", STATION, &[&regency]);
    assert_eq!(state(&desk.nobody(), &third).code(), "needs-second");
}

#[test]
fn a_party_enrols_its_own_people_and_sees_where_their_figures_differ() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [partai] = desk.people_in([("partai", "saksi", "9801")]);
    let asked =
        |role: &str, place: &str| partai.post("/api/mandate", json!({ "role": role, "places": [place] }));
    assert_eq!(asked("kpps", STATION).code(), "not-your-role");
    assert_eq!(asked("saksi", "98").code(), "not-your-region");
    let made = asked("saksi", STATION).ok()["codes"].clone();
    assert_eq!(partai.get("/api/mandate").ok()["covered"], 0);
    let witness = key(&format!("saksi/{STATION}/hp1"));
    assert_eq!(enrol(&desk, &made[0], &format!("saksi/{STATION}/hp1")).status, 201);
    let election = support::election();
    intake.take(sheet_note(&commission(), STATION, &figures(&election, STATION, &[]))).unwrap();
    let theirs = figures(&election, STATION, &[("votes.1", 99), ("votes.2", 51)]);
    assert_eq!(state(&desk.nobody(), &sheet_note(&witness, STATION, &theirs)).status, 201);
    let told = partai.get("/api/mandate").ok();
    assert_eq!((&told["stations"], &told["covered"]), (&json!(2), &json!(1)));
    assert_eq!(told["people"][0]["differs"], json!([["ppwp", STATION]]));
    // A mandate is the organisation's: who comes after whoever made the codes sees the same; another role sees its own alone.
    let [colleague, pemantau] =
        desk.more_people_in([("rekan", "saksi", "9801"), ("pemantau", "observer", "9801")]);
    assert_eq!(colleague.get("/api/mandate").ok(), told);
    assert_eq!(pemantau.get("/api/mandate").ok()["people"], json!([]));
    let made = pemantau.post("/api/mandate", json!({ "role": "observer", "places": [STATION] }));
    let made = made.ok()["codes"][0].clone();
    let seen = pemantau.get("/api/mandate").ok();
    assert_eq!((&seen["covered"], &seen["people"][0]["fingerprint"]), (&json!(0), &json!(null)));
    let observer = key(&format!("observer/{STATION}/hp1"));
    assert_eq!(enrol(&desk, &made, &format!("observer/{STATION}/hp1")).status, 201);
    assert_eq!(state(&desk.nobody(), &sheet_note(&observer, STATION, &theirs)).status, 201);
    let seen = pemantau.get("/api/mandate").ok();
    assert_eq!((&seen["covered"], &seen["people"][0]["stated"]), (&json!(1), &json!(1)));
    assert_eq!(seen["people"][0]["differs"], json!([["ppwp", STATION]]));
    // What a witness states takes nothing out of a total; it brings the sheet to people.
    let disputed = intake.counted();
    let place = election.places.find_station(STATION).unwrap();
    let state =
        disputed.tally.contest(election.profile.contest("ppwp").unwrap()).unwrap().state(place).unwrap();
    assert!(state.disputed && state.counted);
}

#[test]
fn codes_are_set_as_letters_for_who_was_told_them_and_kept_nowhere() {
    let (book, desk) = (Book::new(), Running::new());
    let (_intake, _) = book.behind(&desk.desk);
    let admin = desk.admin();
    let [partai, kpps] = desk.more_people_in([("partai", "saksi", "9801"), ("budi", "pps", "9801012001")]);
    let made = codes(&admin, "kpps", "9801012001");
    let told: Vec<Value> =
        made.iter().map(|one| json!({ "code": one["code"], "scope": one["scope"] })).collect();
    let asked = |codes: &[Value]| json!({ "role": "kpps", "origin": "https://meja.example", "codes": codes });
    let answer = admin.post("/api/codes/letters", asked(&told));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"), "{}", answer.text);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.text.starts_with("%PDF-") && answer.text.contains("/Count 2"));
    let code = made[0]["code"].as_str().unwrap();
    for file in std::fs::read_dir(desk.folder()).unwrap().map(|file| file.unwrap().path()) {
        let bytes = if file.is_file() { std::fs::read(&file).unwrap() } else { Vec::new() };
        assert!(!bytes.windows(code.len()).any(|part| part == code.as_bytes()), "kept in {}", file.display());
    }
    assert_eq!(partai.post("/api/mandate/letters", asked(&told)).status, 200);
    assert_eq!(kpps.post("/api/codes/letters", asked(&told)).code(), "not-your-role");
    assert_eq!(partai.post("/api/codes/letters", asked(&told)).code(), "not-your-role");
    let nowhere = json!({ "code": "8QX4-M2F7-0KTR-9WZ1", "scope": "77" });
    assert_eq!(admin.post("/api/codes/letters", asked(&[nowhere])).code(), "no-place");
    let mut script = asked(&told);
    script["origin"] = json!("javascript:alert(1)");
    assert_eq!(admin.post("/api/codes/letters", script).code(), "no-address");
    let many = vec![told[0].clone(); 2_001];
    assert_eq!(admin.post("/api/codes/letters", asked(&many)).code(), "too-many-codes");
}

#[test]
fn a_trail_made_anew_differs_from_what_the_ledger_holds_of_it() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [siti, auditor] = desk.people([("siti", "pps"), ("auditor", "auditor")]);
    let admin = desk.logged_in("pengurus", support::PASSWORD);
    siti.get("/api/session").ok();
    let anchored = admin.post("/api/trail/anchor", json!({}));
    assert_eq!(anchored.status, 201, "{}", anchored.text);
    let holds = json!({ "anchors": 1, "broken": null, "row": null, "index": null });
    assert_eq!(auditor.get("/api/trail/anchors").ok(), holds);
    // The whole chain made anew, without what somebody did: by itself it holds.
    desk.tamper("DELETE FROM act WHERE id > 1");
    desk.tamper("UPDATE anchored SET act = 1");
    assert_eq!(desk.broken_trail(), None);
    let entry = anchored.ok()["entry"].clone();
    assert_eq!(auditor.get("/api/trail/anchors").ok()["broken"], entry);
    drop(intake);
}

#[test]
fn a_phone_says_whether_it_is_ready_and_nobody_says_it_for_it() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [kabupaten] = desk.people_in([("kabupaten", "kpu-regency", "9801")]);
    let phone = key(&format!("kpps/{STATION}/hp1"));
    intake.take(key_note(&phone, "kpps", STATION, &[&registrar()])).unwrap();
    let say = |by: &ledger::SigningKey, scope: &str, camera: bool, at: i64| {
        let said = json!({ "scope": scope, "answers": { "key": true, "camera": camera }, "at": at });
        let note = statement::sign(&format!("id-2024/v1 ready\n{said}\n"), &[by]).unwrap();
        desk.nobody().post_text("/api/ready", std::str::from_utf8(&note).unwrap())
    };
    let seen = || kabupaten.get("/api/ready").ok();
    assert_eq!((&seen()["stations"], &seen()["ready"]), (&json!(2), &json!(0)));
    assert_eq!(say(&phone, STATION, false, 10).status, 204);
    assert_eq!(seen()["others"][0]["lacks"], json!(["camera"]));
    assert_eq!(seen()["others"][1]["lacks"], json!(null), "of the other station nobody has heard");
    assert_eq!((&seen()["unheard"], &seen()["lacking"]), (&json!(1), &json!({ "camera": 1 })));
    // From the regency down to the village, and no further up than one's own region.
    let part = &seen()["parts"][0];
    assert_eq!(
        (&part["code"], &part["stations"], &part["unheard"], &part["ready"]),
        (&json!("980101"), &json!(2), &json!(1), &json!(0))
    );
    let village = kabupaten.get("/api/ready?region=9801012001").ok();
    assert_eq!((&village["parts"], &village["stations"]), (&json!([]), &json!(2)));
    assert_eq!(kabupaten.get("/api/ready?region=98").code(), "not-your-region");
    assert_eq!(kabupaten.get("/api/ready?region=98019").code(), "no-region");
    assert_eq!(say(&phone, STATION, true, 20).status, 204);
    // What comes late does not undo what was said since.
    assert_eq!(say(&phone, STATION, false, 15).status, 204);
    assert_eq!(seen()["ready"], 1);
    assert_eq!(say(&key("kpps/x"), STATION, true, 30).code(), "unknown-key");
    assert_eq!(say(&phone, "9801012001002", true, 30).code(), "unknown-key");
    assert_eq!(desk.nobody().post_text("/api/ready", "ready").code(), "no-answer-of-phone");
    // An answer is no statement, and a statement no answer.
    let note = statement::sign("id-2024/v1 ready\n{}\n", &[&phone]).unwrap();
    assert_eq!(state(&desk.nobody(), &note).code(), "no-statement-text");
}

#[test]
fn a_key_that_decides_needs_two_levels_from_polling_day_on_also_the_first_of_a_place() {
    let (book, desk) = (Book::real(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let admin = desk.admin();
    // Who makes accounts and codes makes no committee alone.
    let made = codes(&admin, "kpu-province", "98");
    assert_eq!(enrol(&desk, &made[0], "kpu-province/98/hp1").status, 202);
    let alone = key_note(&key("ppk/980101/hp1"), "ppk", "980101", &[&registrar()]);
    assert_eq!(state(&desk.nobody(), &alone).code(), "needs-second");
    let notes = json!({ "notes": [String::from_utf8(alone.clone()).unwrap()] });
    let [ketua] = desk.more_people_in([("ketua", "kpu", "")]);
    let carried = ketua.post("/api/notes", notes).ok();
    assert_eq!(carried["taken"][0]["code"], "needs-second", "whatever way it comes");
    let two = key_note(&key("ppk/980101/hp1"), "ppk", "980101", &[&registrar(), &commission()]);
    assert_eq!(state(&desk.nobody(), &two).status, 201);
    assert_eq!(intake.counted().tally.size(), 4);
}

#[test]
fn the_ledger_s_anchors_are_found_whatever_was_done_to_the_desk_s_own_table_of_them() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [_, auditor] = desk.people([("siti", "pps"), ("auditor", "auditor")]);
    let admin = desk.logged_in("pengurus", support::PASSWORD);
    let entry = admin.post("/api/trail/anchor", json!({})).ok()["entry"].clone();
    let checked = || auditor.get("/api/trail/anchors").ok();
    // The index alone: the trail itself is what it was, and it is told that somebody wrote in the table.
    desk.tamper("UPDATE anchored SET act = act + 1");
    assert_eq!(checked(), json!({ "anchors": 1, "broken": null, "row": null, "index": entry }));
    desk.tamper("DELETE FROM anchored");
    assert_eq!(checked(), json!({ "anchors": 1, "broken": null, "row": null, "index": entry }));
    // A row that was changed with its index taken away: it is found by its values, not by the hash beside them.
    desk.tamper("UPDATE act SET detail = 'nothing' WHERE id = 2");
    let told = checked();
    assert_eq!((&told["row"], &told["broken"], &told["anchors"]), (&json!(2), &entry, &json!(1)));
    // The end cut off, so that the chain holds by itself and no row is missing inside.
    desk.tamper("DELETE FROM act WHERE id > 1");
    assert_eq!(desk.broken_trail(), None);
    let told = checked();
    assert_eq!((&told["row"], &told["broken"]), (&Value::Null, &entry));
    drop(intake);
}

/// Hands a text in, signed by a key.
fn signed(desk: &Running, text: &Value, by: &SigningKey) -> support::Answer {
    state(&desk.nobody(), &statement::sign(text["text"].as_str().unwrap(), &[by]).unwrap())
}

#[test]
fn a_lost_phone_s_key_is_revoked_by_its_regency_and_the_next_phone_comes_in_by_a_new_code() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [kabupaten, ketua, lain] = desk.people_in([
        ("kabupaten", "kpu-regency", "9801"),
        ("ketua", "ppk", "980101"),
        ("lain", "kpu-regency", "9801012002"),
    ]);
    let admin = desk.logged_in("pengurus", support::PASSWORD);
    let regency = key("kpu-regency/9801/ketua");
    intake.take(key_note(&regency, "kpu-regency", "9801", &[&registrar()])).unwrap();
    let made = [codes(&admin, "kpps", STATION), codes(&admin, "kpps", STATION)].concat();
    let name = format!("kpps/{STATION}/hp1");
    let lost = enrol(&desk, &made[0], &name).ok();
    let election = support::election();
    let sheet = |by: &str, first: u32| {
        let other = [("votes.1", first), ("votes.3", 115 - first)];
        state(&desk.nobody(), &sheet_note(&key(by), STATION, &figures(&election, STATION, &other)))
    };
    assert_eq!(sheet(&name, 100).status, 201);

    let listed = |person: &Person, place: &str| person.get(&format!("/api/keys?place={place}"));
    let shown = listed(&kabupaten, STATION).ok();
    let one = &shown["keys"][0];
    assert_eq!((&one["fingerprint"], &one["name"]), (&lost["fingerprint"], &json!(name)));
    assert_eq!(
        (&one["registered"]["by"], &one["revoked"]),
        (&json!([registrar().name().as_str()]), &Value::Null)
    );
    assert_eq!(
        (&one["may_revoke"], &listed(&ketua, STATION).ok()["keys"][0]["may_revoke"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(listed(&ketua, "9801").code(), "not-your-region");
    assert_eq!(listed(&admin, "9809").code(), "no-place");
    assert_eq!(listed(&admin, "ID").ok()["keys"].as_array().unwrap().len(), 4, "of the nation all");

    let asks = |person: &Person, key: &Value, reason: &str| {
        person.post("/api/compose/revoke", json!({ "key": key, "reason": reason }))
    };
    assert_eq!(asks(&kabupaten, &one["key"], "recount").code(), "bad-reason");
    assert_eq!(asks(&kabupaten, &json!("kpps/x"), "key-lost").code(), "no-key");
    assert_eq!(asks(&lain, &one["key"], "key-lost").code(), "not-your-region");
    assert_eq!(asks(&ketua, &one["key"], "key-lost").code(), "not-your-role");
    let own = listed(&kabupaten, "9801").ok()["keys"][0]["key"].clone();
    assert_eq!(
        asks(&kabupaten, &own, "key-lost").code(),
        "not-this-key",
        "nobody ends their own colleagues' keys"
    );
    let text = asks(&kabupaten, &one["key"], "key-lost").ok();
    let revoked = signed(&desk, &text, &regency);
    assert_eq!(revoked.status, 201, "{}", revoked.text);

    // From now on it counts no more; what it signed before stands.
    let refused = sheet(&name, 90);
    assert_eq!((refused.status, refused.code().as_str()), (403, "revoked-key"));
    let stands = ketua.get(&format!("/api/standing/ppwp/{STATION}")).ok();
    assert_eq!(
        (&stands["values"]["votes.1"], stands["versions"].as_array().unwrap().len()),
        (&json!(100), 1)
    );
    let one = listed(&kabupaten, STATION).ok()["keys"][0].clone();
    assert_eq!(
        (&one["revoked"]["entry"], &one["revoked"]["reason"]),
        (&revoked.ok()["entry"], &json!("key-lost"))
    );
    assert_eq!(
        (&one["revoked"]["by"], &one["may_revoke"]),
        (&json!(["kpu-regency/9801/ketua"]), &json!(false))
    );
    assert_eq!(asks(&kabupaten, &one["key"], "key-lost").code(), "key-ended");
    // The statement again is where it was; another of the same key is none.
    assert_eq!(signed(&desk, &text, &regency).code(), "bad-key");

    // The next phone: a new code, and from polling day on a second signature.
    let next = format!("kpps/{STATION}/hp2");
    assert_eq!(enrol(&desk, &made[1], &next).status, 202);
    let waiting = kabupaten.get("/api/late-keys").ok()["keys"][0].clone();
    let note = statement::sign(waiting["text"].as_str().unwrap(), &[&regency]).unwrap();
    let path = format!("/api/late-keys/{}/sign", waiting["id"].as_str().unwrap());
    assert_eq!(kabupaten.post_text(&path, std::str::from_utf8(&note).unwrap()).status, 201);
    assert_eq!(sheet(&next, 100).status, 201);
    assert_eq!(desk.broken_trail(), None);
    drop(intake);
    assert!(
        book.read().keyring.records().iter().any(|record| record.revoked.is_some()),
        "an outsider reads it so"
    );
}

#[test]
fn below_the_nation_a_key_ends_only_keys_of_its_place_and_of_a_lower_level() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let regency = key("kpu-regency/9801/ketua");
    let keys = [
        ("kpu-regency", "9801", regency.clone()),
        ("kpu-regency", "9801", key("kpu-regency/9801/wakil")),
        ("ppk", "980101", key("ppk/980101/ketua")),
        ("saksi", STATION, key(&format!("saksi/{STATION}/hp1"))),
        ("bawaslu", "9801", key("bawaslu/9801/hp1")),
        ("kpu-province", "98", key("kpu-province/98/ketua")),
    ];
    for (role, scope, own) in &keys {
        intake.take(key_note(own, role, scope, &[&registrar(), &commission()])).unwrap();
    }
    let revokes = |by: &SigningKey, ended: &SigningKey| {
        let vkey = ended.verifying_key().to_string();
        let body =
            statement::Body::Revoke(statement::Revoke { key: &vkey, reason: "key-exposed", at: book::at() });
        let text = statement::encode_text("id-2024/v1", &body).unwrap();
        state(&desk.nobody(), &statement::sign(&text, &[by]).unwrap())
    };
    for (role, _, other) in keys.iter().filter(|(role, ..)| *role != "ppk") {
        assert_eq!(revokes(&regency, other).code(), "not-this-key", "{role}");
    }
    assert_eq!(revokes(&regency, &registrar()).code(), "not-this-key");
    assert_eq!(
        revokes(&key("ppk/980101/ketua"), &key(&format!("saksi/{STATION}/hp1"))).code(),
        "not-this-key"
    );
    assert_eq!(revokes(&regency, &key("ppk/980101/ketua")).status, 201);
    // The nation's ends any: also a witness's, if its party asks.
    assert_eq!(revokes(&commission(), &key(&format!("saksi/{STATION}/hp1"))).status, 201);
    assert_eq!(revokes(&key("kpu-province/98/ketua"), &regency).status, 201);
    assert_eq!(revokes(&regency, &key("kpu-regency/9801/wakil")).code(), "revoked-key");
}

#[test]
fn who_typed_a_sheet_does_not_sign_what_was_agreed_on() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [siti, budi, ketua] = desk.people([("siti", "ppk"), ("budi", "ppk"), ("ketua", "ppk")]);
    keys_of_phone_and_district(&intake);
    let sheet = siti.post("/api/sheets/next", json!({})).ok()["sheet"].clone();
    let paper = figures(&support::election(), STATION, &[]);
    types(&siti, &sheet, &paper);
    budi.post("/api/sheets/next", json!({})).ok();
    types(&budi, &sheet, &paper);
    let asked = |person: &Person| person.get(&format!("/api/sheets/{sheet}/statement"));
    for own in [&siti, &budi] {
        assert_eq!((asked(own).status, asked(own).code().as_str()), (403, "own-sheet"));
    }
    assert_eq!(asked(&ketua).ok()["kind"], "sheet");
    // Nor is it offered to them.
    assert_eq!(budi.get("/api/unsigned").ok()["sheets"], json!([]));
    assert_eq!(ketua.get("/api/unsigned").ok()["sheets"][0]["sheet"], sheet);
}

#[test]
fn whose_a_photo_is_follows_from_the_key_that_signed_it() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let [phone, _] = keys_of_phone_and_district(&intake);
    let witness = key("saksi/9801012001001/hp1");
    intake.take(key_note(&witness, "saksi", STATION, &[&registrar()])).unwrap();
    let values = figures(&support::election(), STATION, &[]);
    // The witness comes first.
    for (by, photo) in [(&witness, b"the witness's".as_slice()), (&phone, b"the officers'")] {
        intake.take(book::sheet_with_photos(by, STATION, &values, &[(1, photo)])).unwrap();
    }
    let [siti] = desk.people([("siti", "pps")]);
    let listed = siti.get(&format!("/api/standing/ppwp/{STATION}/photos")).ok();
    let whose: Vec<(&Value, &Value)> =
        listed["photos"].as_array().unwrap().iter().map(|one| (&one["by"], &one["official"])).collect();
    assert_eq!(whose, [(&json!(["kpps"]), &json!(true)), (&json!(["saksi"]), &json!(false))]);
}

#[test]
fn the_trail_is_anchored_once_a_day_by_the_clock_and_not_more_often() {
    let (book, desk) = (Book::new(), Running::new());
    let (intake, _) = book.behind(&desk.desk);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let at = |now_ms: i64| runtime.block_on(desk.desk.anchor_if_due(now_ms)).map_err(|problem| problem.code);
    // Before anybody did anything there is nothing to hold fast.
    assert_eq!(at(0), Err("no-trail"));
    let [auditor] = desk.people([("auditor", "auditor")]);
    let first = at(0).unwrap().unwrap();
    // When it was, the ledger says.
    let logged = intake.counted().tally.disclosures().last().unwrap().logged_ms;
    let next = i64::try_from(logged).unwrap() + 86_400_000;
    assert_eq!(at(next - 1), Ok(None));
    let _ = desk.logged_in("auditor", support::PASSWORD);
    let second = at(next).unwrap().unwrap();
    assert!(second > first);
    let told = auditor.get("/api/trail/anchors").ok();
    assert_eq!((&told["anchors"], &told["broken"]), (&json!(2), &Value::Null));
    assert_eq!(intake.counted().tally.size(), second + 1);
}

#[test]
fn who_states_too_much_at_once_is_told_when_to_come_again() {
    let (book, desk) = (Book::new(), Running::new());
    let _running = book.behind(&desk.desk);
    let [siti] = desk.people([("siti", "pps")]);
    let nobody = desk.nobody();
    let put_off = (0..400).map(|_| state(&nobody, b"hello")).find(|answer| answer.status != 422).unwrap();
    assert_eq!((put_off.status, put_off.code()), (429, "too-many".to_owned()));
    let seconds: u64 = put_off.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    // Who has an account types on.
    assert_eq!(siti.post("/api/sheets/next", json!({})).status, 200);
}

#[test]
fn a_one_time_code_stands_nowhere_on_the_disk() {
    let (book, desk) = (Book::new(), Running::new());
    let _running = book.behind(&desk.desk);
    let admin = desk.admin();
    let code = codes(&admin, "kpps", STATION)[0]["code"].as_str().unwrap().to_owned();
    let plain = code.replace('-', "");
    let rows = desk.sql().rows("SELECT hash FROM code", &[]).unwrap();
    assert_eq!(rows, [[desk::store::Got::Bytes(desk::enrol::code_hash(&code).to_vec())]]);
    assert!(!desk.holds(&code) && !desk.holds(&plain), "the tables hold a code");
    assert_eq!(enrol(&desk, &json!({ "code": code }), &format!("kpps/{STATION}/hp1")).status, 201);
    assert!(!desk.holds(&code) && !desk.holds(&plain), "the tables hold a code that was used");
}
