//! Objections at the desk and their answers; words beside statements.

use desk::store::Sql as _;
use ledger::{Hash, sha256};
use serde_json::{Value, json};

use crate::photos;
use crate::support::STATION;
use crate::support::ledger::{commission, key, key_note, registrar};
use crate::support::meeting::{DISTRICT, Meeting, OTHER, PLENARY, composes};

#[test]
fn an_objection_is_stated_by_its_hash_listed_with_its_clock_and_answered_by_a_statement() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let witness = key("saksi/980101/1");
    meeting.intake.take(key_note(&witness, "saksi", DISTRICT, &[&registrar()])).unwrap();
    let words = "Suara paslon 2 di TPS 001 dicatat 50, saksi kami punya 60";
    let bytes = photos::photo(77, 3_000);
    let paper =
        json!({ "page": 1, "sha256": sha256(&bytes).to_hex(), "bytes": bytes.len(), "media": "image/jpeg" });
    let asked = json!({ "contest": "ppwp", "place": DISTRICT, "text": words, "evidence": [paper] });
    assert_eq!(meeting.ketua.post("/api/compose/objection", asked.clone()).code(), "not-your-role");
    let composed = meeting.saksi.post("/api/compose/objection", asked);
    let text = composed.ok();
    // Whoever signs sees the words, and can hash them again; the text itself says their hash alone.
    let file = format!("{}\n{words}", text["said"]["salt"].as_str().unwrap());
    let hash = sha256(file.as_bytes()).to_hex();
    assert!(
        text["text"].as_str().unwrap().contains(&hash) && !text["text"].as_str().unwrap().contains("paslon")
    );
    let list = || meeting.ketua.get("/api/objections/ppwp/980101").ok()["objections"].clone();
    let answer = |objection: &Value, outcome: &str| {
        let text = "Formulir dibuka dan dihitung bersama: 50";
        let asked = json!({
            "contest": "ppwp", "place": DISTRICT, "objection": objection, "outcome": outcome, "text": text,
        });
        meeting.ketua.post("/api/compose/answer", asked)
    };
    // Written and not signed it is nothing yet.
    let nothing = json!(sha256(b"nothing").to_hex());
    assert_eq!((list(), answer(&nothing, "rejected").code()), (json!([]), "no-objection".to_owned()));
    let stated = meeting.signs_as(&witness, &composed).ok();
    let listed = list();
    assert_eq!((&listed[0]["id"], &listed[0]["words"]), (&stated["id"], &json!(hash)));
    assert_eq!(
        (&listed[0]["text"]["text"], &listed[0]["clock"]["until"]),
        (&json!(words), &json!("closing"))
    );
    assert!(listed[0]["clock"]["legal"].as_str().unwrap().contains("UU 7/2017"));
    // Its photo comes once the statement names it, and without an account.
    assert_eq!(listed[0]["photos"][0]["sha256"], paper["sha256"]);
    assert_eq!(photos::whole(&meeting.desk.nobody(), &bytes).status, 204);
    // Whoever is given salt and text makes the hash again; the file that is published of them is there.
    let file = format!("{}\n{words}", listed[0]["text"]["salt"].as_str().unwrap());
    let name = ledger::sha256(file.as_bytes());
    assert_eq!(name.to_hex(), hash);
    assert_eq!(meeting.desk.blob(&name).as_deref(), Some(file.as_bytes()));
    // Their own people's, with their clocks, is on the dashboard of every account of the mandate; others have their own.
    let [office, observer] =
        meeting.desk.more_people_in([("kantor", "saksi", ""), ("pemantau", "observer", DISTRICT)]);
    let own = || office.get("/api/mandate/objections").ok()["objections"].clone();
    assert_eq!((&own()[0]["place"], &own()[0]["contest"]), (&json!(DISTRICT), &json!("ppwp")));
    assert_eq!((&own()[0]["until"], &own()[0]["due"]), (&json!("closing"), &json!(null)));
    assert_eq!((&own()[0]["answered"], &own()[0]["outcome"]), (&json!(null), &json!(null)));
    assert_eq!(observer.get("/api/mandate/objections").ok()["objections"], json!([]));
    assert_eq!(meeting.ketua.get("/api/mandate/objections").code(), "not-your-role");
    // The answer is a statement, too: nothing before it is signed, and its words are a file that is published.
    assert_eq!(answer(&stated["id"], "maybe").code(), "body");
    let composed = answer(&stated["id"], "rejected");
    assert_eq!(list()[0]["answers"], json!([]));
    let answered = meeting.signs(&composed).ok();
    let came = list()[0]["answers"][0].clone();
    assert_eq!((&came["id"], &came["outcome"]), (&answered["id"], &json!("rejected")));
    assert_eq!((&came["key"], &came["text"]), (&json!("ppk/980101/ketua"), &composed.ok()["said"]));
    let words = Hash::from_hex(came["words"].as_str().unwrap()).unwrap();
    let said = meeting.desk.blob(&words).unwrap();
    assert_eq!(statement::text_of(&said), came["text"]["text"].as_str());
    assert_eq!(own()[0]["outcome"], "rejected");
    assert!(own()[0]["answered"].as_i64().unwrap() >= own()[0]["stated"].as_i64().unwrap());
    assert_eq!(meeting.shown()["status"], "under-dispute");
}

#[test]
fn the_words_of_an_objection_that_were_taken_out_are_shown_to_nobody() {
    let meeting = Meeting::new();
    let witness = key("saksi/980101/1");
    meeting.intake.take(key_note(&witness, "saksi", DISTRICT, &[&registrar()])).unwrap();
    let asked =
        json!({ "contest": "ppwp", "place": DISTRICT, "text": "NIK 3275011212800001 terdaftar dua kali" });
    let composed = meeting.saksi.post("/api/compose/objection", asked);
    assert_eq!(meeting.signs_as(&witness, &composed).status, 201);
    let listed = || meeting.ketua.get("/api/objections/ppwp/980101").ok()["objections"][0].clone();
    let words = listed()["words"].as_str().unwrap().to_owned();
    let [kpu] = meeting.desk.more_people_in([("kpu", "kpu", "")]);
    let asked = |place: &str, sha256: &str| {
        let asked = json!({ "contest": "ppwp", "place": place, "sha256": sha256, "reason": "personal-data" });
        kpu.post("/api/compose/redaction", asked)
    };
    assert_eq!(asked(STATION, &words).code(), "no-photo", "nothing about that station says these words");
    assert_eq!(meeting.signs_as(&commission(), &asked(DISTRICT, &words)).status, 201);
    assert_eq!((&listed()["words"], &listed()["text"]), (&json!(words), &Value::Null));
    assert_eq!(asked(DISTRICT, &words).code(), "redacted");
}

#[test]
fn a_list_of_objections_goes_on_where_it_is_asked_to_and_has_those_of_its_own_places_alone() {
    let meeting = Meeting::new();
    let witness = key("saksi/980101/1");
    meeting.intake.take(key_note(&witness, "saksi", DISTRICT, &[&registrar()])).unwrap();
    for (place, text) in [(DISTRICT, "Pertama"), (STATION, "Kedua")] {
        let asked = json!({ "contest": "ppwp", "place": place, "text": text });
        let composed = meeting.saksi.post("/api/compose/objection", asked);
        assert_eq!(meeting.signs_as(&witness, &composed).status, 201);
    }
    let texts = |path: &str| {
        let told = meeting.ketua.get(path).ok();
        let all = told["objections"].as_array().unwrap().iter();
        let all: Vec<String> = all.map(|one| one["text"]["text"].as_str().unwrap().to_owned()).collect();
        (all, told["next"].clone(), told["objections"][0]["entry"].as_u64())
    };
    let (all, next, first) = texts("/api/objections/ppwp/980101");
    assert_eq!((all, next), (vec!["Pertama".to_owned(), "Kedua".to_owned()], Value::Null));
    let (later, ..) = texts(&format!("/api/objections/ppwp/980101?from={}", first.unwrap() + 1));
    assert_eq!(later, ["Kedua"]);
    assert_eq!(texts(&format!("/api/objections/ppwp/{STATION}")).0, ["Kedua"]);
    assert_eq!(texts(&format!("/api/objections/ppwp/{OTHER}")).0, Vec::<String>::new());
    assert_eq!(meeting.ketua.get("/api/objections/ppwp/980101?to=1").code(), "query");
    // One's own people's goes on the same way.
    let own = |query: &str| meeting.saksi.get(&format!("/api/mandate/objections{query}"));
    let places = |told: &Value| {
        let all = told["objections"].as_array().unwrap().iter();
        all.map(|one| one["place"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        (places(&own("").ok()), &own("").ok()["next"]),
        (vec![DISTRICT.to_owned(), STATION.to_owned()], &Value::Null)
    );
    assert_eq!(places(&own(&format!("?from={}", first.unwrap() + 1)).ok()), [STATION]);
    assert_eq!(own("?to=1").code(), "query");
}

#[test]
fn words_that_came_from_another_desk_are_read_from_their_file() {
    let meeting = Meeting::new();
    let witness = key("saksi/980101/1");
    meeting.intake.take(key_note(&witness, "saksi", DISTRICT, &[&registrar()])).unwrap();
    let asked = json!({ "contest": "ppwp", "place": DISTRICT, "text": "Segel kotak rusak" });
    assert_eq!(meeting.signs_as(&witness, &meeting.saksi.post("/api/compose/objection", asked)).status, 201);
    meeting.desk.sql().run("DELETE FROM said", &[]).unwrap();
    let listed = meeting.ketua.get("/api/objections/ppwp/980101").ok();
    assert_eq!(listed["objections"][0]["text"]["text"], "Segel kotak rusak");
}

#[test]
fn what_is_said_beside_a_correction_is_published_and_only_its_hash_is_in_the_ledger() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let [desk_officer] = meeting.desk.more_people_in([("petugas", "ppk", DISTRICT)]);
    let stands = desk_officer.get(&format!("/api/standing/ppwp/{STATION}")).ok();
    let why = "Angka 7 dibaca 1: lihat kotak ketiga";
    let asked = json!({
        "contest": "ppwp", "station": STATION, "reason": "typing-error", "cells": stands["values"], "text": why,
    });
    let text =
        desk_officer.post("/api/compose/sheet", asked.clone()).ok()["text"].as_str().unwrap().to_owned();
    let said: Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
    let hash = Hash::from_hex(said["text"].as_str().unwrap()).unwrap();
    assert!(!text.contains(why));
    assert_eq!(meeting.desk.blob(&hash), None, "nobody has signed it");
    let note = statement::sign(&text, &[&meeting.committee]).unwrap();
    meeting.intake.take(note).unwrap();
    assert_eq!(statement::text_of(&meeting.desk.blob(&hash).unwrap()), Some(why));
    let stands = desk_officer.get(&format!("/api/standing/ppwp/{STATION}")).ok();
    // The same of what is taken back and of what is ruled; of nothing said there is nothing.
    for (path, more) in [
        ("/api/compose/withdrawal", json!({ "reason": "wrong-station" })),
        ("/api/compose/ruling", json!({ "reason": "ruling", "stands": stands["stands"] })),
    ] {
        let mut asked = json!({ "contest": "ppwp", "station": STATION, "text": why });
        asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let text = desk_officer.post(path, asked.clone()).ok()["text"].as_str().unwrap().to_owned();
        assert!(text.contains("\"text\":\""), "{path}: {text}");
        asked["text"] = json!("  ");
        let text = desk_officer.post(path, asked).ok()["text"].as_str().unwrap().to_owned();
        assert!(!text.contains("\"text\":\""), "{path}: {text}");
    }
    let long = json!("x".repeat(10_001));
    let mut asked = asked;
    asked["text"] = long;
    assert_eq!(desk_officer.post("/api/compose/sheet", asked).code(), "text-length");
}

#[test]
fn a_closing_says_to_everybody_how_differences_were_explained_and_who_signed_and_who_did_not() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    assert_eq!(meeting.types(&meeting.anggota, &[("votes.1", json!(10))]).status, 201);
    let explain = json!({ "field": "votes.1", "text": "Salah ketik:\nangka nol hilang" });
    assert_eq!(meeting.ketua.post(&format!("{PLENARY}/explain"), explain).status, 201);
    let close = |signatories: Value| {
        let asked =
            json!({ "closes": true, "signatories": signatories, "text": "Rapat selesai pukul 22.10" });
        composes(&meeting.ketua, asked)
    };
    assert_eq!(close(json!([])).code(), "no-signatories");
    assert_eq!(close(json!([{ "name": " ", "office": "Ketua PPK" }])).code(), "text-length");
    let refused = json!({ "name": "Budi", "office": "Saksi 02", "refused": "Menunggu\n- Sari, Ketua PPK: menandatangani" });
    let composed = close(json!([{ "name": "Sari", "office": "Ketua PPK" }, refused]));
    let text = composed.ok()["text"].as_str().unwrap().to_owned();
    let said: Value = serde_json::from_str(text.lines().nth(1).unwrap()).unwrap();
    let hash = Hash::from_hex(said["text"].as_str().unwrap()).unwrap();
    assert_eq!(meeting.signs(&composed).status, 201);
    let file = meeting.desk.blob(&hash).unwrap();
    assert_eq!(
        statement::text_of(&file).unwrap(),
        "Selisih dengan D.HASIL yang diketik tersendiri dan dengan rekapitulasi di bawahnya\n\
         - 1 H. ANIES RASYID BASWEDAN, Ph.D. - Dr. (H.C.) H. A. MUHAIMIN ISKANDAR (Jumlah: 100; Diketik: 10 (kolom: 100); Rekapitulasi di bawah: \u{2013}). Salah ketik: angka nol hilang\n\n\
         Penanda tangan\n\
         - Sari, Ketua PPK: menandatangani\n\
         - Budi, Saksi 02: tidak menandatangani, karena: Menunggu - Sari, Ketua PPK: menandatangani\n\n\
         Keterangan lain\nRapat selesai pukul 22.10"
    );
}

#[test]
fn a_report_of_a_supervisor_has_seven_working_days() {
    let meeting = Meeting::new();
    let supervisor = key("bawaslu/980101/1");
    meeting.intake.take(key_note(&supervisor, "bawaslu", DISTRICT, &[&registrar()])).unwrap();
    let [panwas] = meeting.desk.more_people_in([("panwas", "bawaslu", DISTRICT)]);
    let asked =
        json!({ "contest": "ppwp", "place": STATION, "kind": "finding", "text": "Segel kotak rusak" });
    let composed = panwas.post("/api/compose/objection", asked);
    assert_eq!(meeting.signs_as(&supervisor, &composed).status, 201);
    let listed = panwas.get("/api/objections/ppwp/980101").ok();
    let found = &listed["objections"][0];
    assert_eq!((&found["clock"]["id"], &found["place"]), (&json!("report"), &json!(STATION)));
    let due = found["clock"]["due"].as_i64().unwrap();
    assert!(due > 0);
    let own = &panwas.get("/api/mandate/objections").ok()["objections"][0];
    assert_eq!(
        (&own["kind"], &own["due"], &own["clock"]),
        (&json!("finding"), &json!(due), &json!("report"))
    );
}
