//! Work that was done without a network, carried to the nation's desk.

use sequencer::Fault;
use serde_json::{Map, Value, json};

use crate::support::ledger::{figures, key, key_note, registrar, sheet_note};
use crate::support::meeting::{DISTRICT, Meeting, OTHER, composes};
use crate::support::{self, Person, STATION};

/// All notes of a desk's ledger, as they are carried away.
fn carried(person: &Person) -> Vec<Value> {
    let (mut notes, mut from) = (Vec::new(), 0);
    loop {
        let given = person.get(&format!("/api/notes/{from}")).ok();
        let more = given["notes"].as_array().unwrap().clone();
        if more.is_empty() {
            return notes;
        }
        from = given["next"].as_u64().unwrap();
        notes.extend(more);
    }
}

#[test]
fn a_plenary_held_for_two_days_without_a_network_joins_the_ledger_later_in_its_order() {
    // The nation's desk, and a laptop that has its ledger from before the network went.
    let (nation, laptop) = (Meeting::new(), Meeting::new());
    nation.sheet(STATION, &[("votes.1", 160)]);
    laptop.sheet(STATION, &[("votes.1", 160)]);
    // In the hall the sheet is corrected, and the plenary closes.
    let cells: Map<String, Value> = figures(&support::election(), STATION, &[])
        .into_iter()
        .map(|(name, figure)| (name, json!(figure)))
        .collect();
    let asked = json!({
        "contest": "ppwp", "station": STATION, "cells": cells, "reason": "plenary-correction",
        "evidence": [laptop.photo(1)],
    });
    assert_eq!(laptop.signs(&laptop.ketua.post("/api/compose/sheet", asked)).status, 201);
    let closes = json!({ "closes": true, "untyped": "tanpa jaringan" });
    let stated = laptop.signs(&composes(&laptop.ketua, closes)).ok()["id"].clone();
    // Outside another station's sheet has come in meanwhile.
    nation.sheet(OTHER, &[]);
    let notes = carried(&laptop.ketua);
    assert_eq!(nation.saksi.post("/api/notes", json!({ "notes": notes })).code(), "not-your-role");
    let told = nation.ketua.post("/api/notes", json!({ "notes": notes })).ok();
    assert!(told["taken"].as_array().unwrap().iter().all(|one| one["code"].is_null()), "{told}");
    assert_eq!(told["new"], 2, "what both had is known");
    let changed = json!([{ "contest": "ppwp", "place": DISTRICT, "what": "changed" }]);
    assert_eq!(told["conflicts"], changed, "what came in meanwhile is told");
    let shown = nation.shown();
    assert_eq!((&shown["status"], &shown["stands"]["id"]), (&json!("plenary-closed"), &stated));
    assert_eq!(
        (&shown["stands"]["values"]["votes.1"], &shown["sums"]["votes.1"]),
        (&json!(100), &json!(200))
    );
    // Carried again, nothing is new.
    assert_eq!(nation.ketua.post("/api/notes", json!({ "notes": notes })).ok()["new"], 0);
}

#[test]
fn two_corrections_of_one_sheet_made_apart_are_rivals_and_told() {
    let (nation, laptop) = (Meeting::new(), Meeting::new());
    let correct = |meeting: &Meeting, votes: u32| {
        let cells: Map<String, Value> = figures(&support::election(), STATION, &[("votes.1", votes)])
            .into_iter()
            .map(|(name, figure)| (name, json!(figure)))
            .collect();
        let asked = json!({
            "contest": "ppwp", "station": STATION, "cells": cells, "reason": "recount",
            "evidence": [meeting.photo(u64::from(votes))],
        });
        assert_eq!(meeting.signs(&meeting.ketua.post("/api/compose/sheet", asked)).status, 201);
    };
    for (meeting, votes) in [(&nation, 101), (&laptop, 102)] {
        meeting.sheet(STATION, &[]);
        correct(meeting, votes);
    }
    let told = nation.ketua.post("/api/notes", json!({ "notes": carried(&laptop.ketua) })).ok();
    assert_eq!(told["conflicts"], json!([{ "contest": "ppwp", "place": STATION, "what": "rivals" }]));
    assert_eq!(nation.shown()["open"][0]["why"], "conflict");
}

#[test]
fn a_carried_note_that_nobody_known_signed_is_refused_by_name_and_the_others_go_in() {
    let meeting = Meeting::new();
    let stranger = sheet_note(&key("kpps/x"), STATION, &figures(&support::election(), STATION, &[]));
    let notes = json!({ "notes": [String::from_utf8(stranger).unwrap(), "not a note"] });
    let told = meeting.ketua.post("/api/notes", notes).ok();
    assert_eq!((&told["taken"][0]["code"], &told["new"]), (&json!("unknown-key"), &json!(0)));
    assert_eq!(told["taken"][1]["code"], "no-statement-text");
    assert_eq!(meeting.ketua.get("/api/notes/x").code(), "no-entry");
}

#[test]
fn what_came_in_before_a_desk_had_to_stop_is_in_its_trail() {
    let (nation, laptop) = (Meeting::new(), Meeting::new());
    laptop.sheet(STATION, &[]);
    let mut batches = 0;
    nation.book.lock.on_write(move |_| {
        batches += 1;
        if batches > 1 { Fault::Fails } else { Fault::None }
    });
    let told = nation.ketua.post("/api/notes", json!({ "notes": carried(&laptop.ketua) }));
    assert_eq!(told.status, 503);
    let trail = nation.desk.logged_in("pengurus", support::PASSWORD).get("/api/trail").text;
    assert!(trail.contains("1 new, ") && trail.contains("0 refused"), "{trail}");
}

#[test]
fn the_anchor_of_another_desk_s_trail_is_told_and_stays_there() {
    let (nation, laptop) = (Meeting::new(), Meeting::new());
    let admin = laptop.desk.logged_in("pengurus", support::PASSWORD);
    assert!(admin.post("/api/trail/anchor", json!({})).status < 300);
    let notes = carried(&laptop.ketua);
    let told = nation.ketua.post("/api/notes", json!({ "notes": notes })).ok();
    assert_eq!(told["new"], 0, "{told}");
    assert_eq!(told["taken"].as_array().unwrap().last().unwrap()["code"], "stays-there");
    // Nor does the file hold it.
    let file = laptop.ketua.get("/api/carry/0");
    assert_eq!(file.status, 200);
    assert!(file.text.contains("notes/0") && !file.text.contains("desk-trail"));
    assert_eq!(laptop.ketua.get("/api/carry/1000").code(), "no-entry");
}

#[test]
fn the_text_of_a_carried_objection_is_taken_once_and_no_other_text() {
    let (nation, laptop) = (Meeting::new(), Meeting::new());
    let asked = json!({ "contest": "ppwp", "place": STATION, "text": "Salinan tidak diberikan" });
    let witness = key("saksi/980101/1");
    for meeting in [&nation, &laptop] {
        meeting.intake.take(key_note(&witness, "saksi", DISTRICT, &[&registrar()])).unwrap();
    }
    let composed = laptop.saksi.post("/api/compose/objection", asked);
    let id = laptop.signs_as(&witness, &composed).ok()["id"].as_str().unwrap().to_owned();
    let told = laptop.ketua.get("/api/objections/ppwp/980101").ok();
    let text = &told["objections"][0]["text"];
    let file = format!("{}\n{}", text["salt"].as_str().unwrap(), text["text"].as_str().unwrap());
    let path = format!("/api/statements/{id}/text");
    assert_eq!(nation.ketua.post_text(&path, &file).code(), "no-statement");
    assert_eq!(nation.ketua.post_text(&path, &"x".repeat(240 * 1024 + 1)).code(), "not-its-text");
    nation.ketua.post("/api/notes", json!({ "notes": carried(&laptop.ketua) })).ok();
    assert_eq!(nation.ketua.post_text(&path, &format!("{file}!")).code(), "not-its-text");
    assert_eq!(nation.saksi.post_text(&path, &file).code(), "not-your-role");
    assert_eq!(nation.ketua.post_text(&path, &file).status, 201);
    assert_eq!(nation.ketua.post_text(&path, &file).status, 200);
    let shown = nation.ketua.get("/api/objections/ppwp/980101").ok();
    assert_eq!(shown["objections"][0]["text"]["text"], "Salinan tidak diberikan");
    // And it can be answered here.
    let asked = json!({
        "contest": "ppwp", "place": STATION, "objection": id, "outcome": "upheld", "text": "Salinan diserahkan",
    });
    let answered = nation.signs(&nation.ketua.post("/api/compose/answer", asked));
    assert_eq!(answered.status, 201);
}
