//! The desk over HTTP, as officers meet it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]

mod ledger;
mod plenary;
mod support;

use desk::http::Gate;
use serde_json::{Value, json};
use support::{Person, Running, STATION};

/// A sheet's cells as they are sent: all of them 0, but these.
fn cells(fields: &[String], set: &[(&str, u32)]) -> Value {
    let each = fields.iter().map(|field| {
        let value = set.iter().find(|(name, _)| name == field).map_or(0, |(_, value)| *value);
        (field.clone(), json!(value))
    });
    json!({ "cells": each.collect::<serde_json::Map<_, _>>() })
}

fn fields(shown: &Value) -> Vec<String> {
    shown["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["name"].as_str().unwrap().to_owned())
        .collect()
}

/// Claims the next sheet, types it, finalises it; what state it then is in.
fn types(person: &Person, set: &[(&str, u32)]) -> (i64, String) {
    let shown = person.post("/api/sheets/next", json!({})).ok();
    let sheet = shown["sheet"].as_i64().unwrap();
    person.post(&format!("/api/sheets/{sheet}/save"), cells(&fields(&shown), set)).ok();
    let done = person.post(&format!("/api/sheets/{sheet}/finalise"), json!({})).ok();
    (sheet, done["state"].as_str().unwrap().to_owned())
}

#[test]
fn only_who_reads_the_console_becomes_the_first_administrator_and_only_once() {
    let desk = Running::new();
    let setup = |code: &str, name: &str| {
        let asked = json!({ "code": code, "name": name, "password": "kotak suara nomor 7" });
        desk.nobody().post("/api/setup", asked)
    };
    assert_eq!(setup("guess", "eve").code(), "wrong-code");
    assert_eq!(setup(desk.code(), "ad").code(), "name");
    assert_eq!(setup(desk.code(), "admin").status, 201);
    assert_eq!(setup(desk.code(), "eve").code(), "wrong-code");
    // After a restart there is an account, so there is no code.
    assert_eq!(desk.restarted().code, None);
}

#[test]
fn two_people_type_a_sheet_neither_seeing_the_other_and_a_third_decides() {
    let desk = Running::new();
    let [siti, budi, ketua] = desk.people([("siti", "pps"), ("budi", "pps"), ("ketua", "ppk")]);
    let (sheet, state) = types(&siti, &[("votes.1", 90), ("votes.2", 110), ("valid", 200)]);
    assert_eq!(state, "once");
    // The second is told nothing of the first.
    let shown = budi.post(&format!("/api/sheets/{sheet}/claim"), json!({})).ok();
    assert_eq!((&shown["station"], &shown["saved"]), (&json!(STATION), &Value::Null));
    assert!(!shown.to_string().contains("110"));
    let (_, state) = types(&budi, &[("votes.1", 90), ("votes.2", 160), ("valid", 200)]);
    assert_eq!(state, "different");
    // Neither of them decides, and nobody types on.
    let decide = |person: &Person, how: &str, looked: &Value| {
        person.post(&format!("/api/sheets/{sheet}/resolve"), json!({ "how": how, "looked": looked }))
    };
    assert_eq!(decide(&budi, "keep-second", &json!([1, 2])).code(), "not-your-role");
    // Who has not looked does not decide.
    assert_eq!(decide(&ketua, "keep-second", &json!([1, 2])).code(), "changed");
    assert_eq!(siti.post(&format!("/api/sheets/{sheet}/claim"), json!({})).code(), "waits-for-decision");
    let seen = ketua.post(&format!("/api/sheets/{sheet}/look"), json!({})).ok();
    assert_eq!(seen["fields"], json!(["votes.2"]));
    assert_eq!((&seen["first"]["votes.2"], &seen["second"]["votes.2"]), (&json!(110), &json!(160)));
    assert_eq!(ketua.get("/api/differences").ok()["sheets"][0]["sheet"], sheet);
    assert_eq!(decide(&ketua, "correct-second", &seen["looked"]).ok()["state"], "returned");
    assert_eq!(siti.post(&format!("/api/sheets/{sheet}/claim"), json!({})).code(), "others-correction");
    let (same, state) = types(&budi, &[("votes.1", 90), ("votes.2", 110), ("valid", 200)]);
    assert_eq!((same, state.as_str()), (sheet, "agreed"));
    assert_eq!(decide(&ketua, "discard-both", &seen["looked"]).code(), "no-difference");
    assert_eq!(desk.broken_trail(), None);
}

#[test]
fn who_has_seen_what_others_typed_types_no_figures_of_that_sheet() {
    let desk = Running::new();
    let [siti, ketua, wakil] = desk.people([("siti", "pps"), ("ketua", "ppk"), ("wakil", "ppk")]);
    let (sheet, _) = types(&siti, &[("votes.2", 110)]);
    assert_eq!(types(&ketua, &[("votes.2", 160)]).1, "different");
    let look = |person: &Person| person.post(&format!("/api/sheets/{sheet}/look"), json!({}));
    // Who typed it is shown nothing of the other, whatever their role.
    assert_eq!(look(&ketua).code(), "own-difference");
    let looked = look(&wakil).ok()["looked"].clone();
    let asked = json!({ "how": "keep-first", "looked": looked });
    assert_eq!(wakil.post(&format!("/api/sheets/{sheet}/resolve"), asked.clone()).ok()["state"], "once");
    assert_eq!(wakil.post(&format!("/api/sheets/{sheet}/claim"), json!({})).code(), "has-seen");
    assert_eq!(wakil.post("/api/sheets/next", json!({})).code(), "nothing-to-do");
    // A decision about what is not there any more is none.
    assert_eq!(types(&ketua, &[("votes.2", 160)]).1, "different");
    assert_eq!(wakil.post(&format!("/api/sheets/{sheet}/resolve"), asked).code(), "changed");
}

#[test]
fn what_comes_back_is_what_was_finalised_not_an_older_save() {
    let desk = Running::new();
    let [siti, budi, ketua] = desk.people([("siti", "pps"), ("budi", "pps"), ("ketua", "ppk")]);
    let shown = siti.post("/api/sheets/next", json!({})).ok();
    let sheet = shown["sheet"].as_i64().unwrap();
    siti.post(&format!("/api/sheets/{sheet}/save"), cells(&fields(&shown), &[("votes.1", 9)])).ok();
    siti.post(&format!("/api/sheets/{sheet}/save"), cells(&fields(&shown), &[("votes.1", 90)])).ok();
    siti.post(&format!("/api/sheets/{sheet}/finalise"), json!({})).ok();
    assert_eq!(types(&budi, &[("votes.1", 91)]).1, "different");
    let looked = ketua.post(&format!("/api/sheets/{sheet}/look"), json!({})).ok()["looked"].clone();
    let asked = json!({ "how": "correct-first", "looked": looked });
    assert_eq!(ketua.post(&format!("/api/sheets/{sheet}/resolve"), asked).ok()["state"], "returned");
    let again = siti.post("/api/sheets/next", json!({})).ok();
    assert_eq!((&again["sheet"], &again["saved"]["votes.1"]), (&json!(sheet), &json!(90)));
    assert_eq!(siti.post(&format!("/api/sheets/{sheet}/finalise"), json!({})).code(), "nothing-saved");
}

#[test]
fn failing_checks_are_told_before_anything_is_finalised_and_hold_nobody_up() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let shown = siti.post("/api/sheets/next", json!({})).ok();
    let sheet = shown["sheet"].as_i64().unwrap();
    let sent = cells(&fields(&shown), &[("votes.1", 90), ("votes.2", 110), ("votes.3", 10), ("valid", 310)]);
    let told = siti.post(&format!("/api/sheets/{sheet}/save"), sent).ok();
    let check =
        told["checks"].as_array().unwrap().iter().find(|check| check["check"] == "votes-are-valid").unwrap();
    assert_eq!(check["sides"], json!(["210", "310"]));
    assert_eq!(siti.post(&format!("/api/sheets/{sheet}/finalise"), json!({})).ok()["state"], "once");
}

#[test]
fn what_is_no_sheet_is_refused_by_name_and_nothing_is_kept() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let shown = siti.post("/api/sheets/next", json!({})).ok();
    let sheet = shown["sheet"].as_i64().unwrap();
    let save = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
        let mut sent = cells(&fields(&shown), &[]);
        change(sent["cells"].as_object_mut().unwrap());
        siti.post(&format!("/api/sheets/{sheet}/save"), sent).code()
    };
    assert_eq!(save(&|cells| drop(cells.remove("votes.1"))), "missing-field");
    assert_eq!(save(&|cells| drop(cells.insert("votes.9".to_owned(), json!(1)))), "unknown-field");
    assert_eq!(save(&|cells| drop(cells.insert("votes.1".to_owned(), json!(1000)))), "too-large");
    assert_eq!(save(&|cells| drop(cells.insert("votes.1".to_owned(), json!("withdrawn")))), "unknown-word");
    for other in [json!(-1), json!(1.5), json!(null), json!([1])] {
        let mut sent = cells(&fields(&shown), &[]);
        sent["cells"]["votes.1"] = other;
        assert_eq!(siti.post(&format!("/api/sheets/{sheet}/save"), sent).status, 422);
    }
    assert_eq!(siti.post(&format!("/api/sheets/{sheet}/finalise"), json!({})).code(), "nothing-saved");
    for other in ["999", "abc", "-1", "99999999999999999999"] {
        assert_eq!(siti.post(&format!("/api/sheets/{other}/claim"), json!({})).code(), "no-sheet");
    }
    assert_eq!(siti.post(&format!("/api/sheets/{sheet}/save"), json!([])).code(), "body");
    assert_eq!(siti.post(&format!("/api/sheets/{sheet}/give-back"), json!({})).status, 204);
    assert_eq!(siti.post(&format!("/api/sheets/{sheet}/finalise"), json!({})).code(), "not-claimed");
}

#[test]
fn what_was_saved_is_there_after_a_restart() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let shown = siti.post("/api/sheets/next", json!({})).ok();
    let sheet = shown["sheet"].as_i64().unwrap();
    siti.post(&format!("/api/sheets/{sheet}/save"), cells(&fields(&shown), &[("votes.1", 90)])).ok();
    let again = desk.restarted();
    let siti = siti.at(&again);
    // The session lasts, the lease doesn't.
    assert_eq!(siti.post(&format!("/api/sheets/{sheet}/finalise"), json!({})).code(), "not-claimed");
    let shown = siti.post(&format!("/api/sheets/{sheet}/claim"), json!({})).ok();
    assert_eq!(shown["saved"]["votes.1"], 90);
}

#[test]
fn a_person_acts_in_their_own_region_alone() {
    let desk = Running::new();
    let [here, there] = desk.people_in([("siti", "pps", "9801012001"), ("orang", "pps", "9801012002")]);
    let (sheet, _) = types(&here, &[]);
    assert_eq!(there.post(&format!("/api/sheets/{sheet}/claim"), json!({})).code(), "not-your-region");
    assert_eq!(there.post("/api/sheets/next", json!({})).code(), "nothing-to-do");
}

#[test]
fn every_role_is_let_in_where_the_table_says_and_nowhere_else() {
    let desk = Running::new();
    let roles = ["pps", "ppk", "kpu-regency", "auditor", "administrator"];
    let people = desk.people(roles.map(|role| (role_name(role), role)));
    let declared = desk.declared();
    assert!(declared.iter().any(|(_, _, gate)| matches!(gate, Gate::May(_))));
    for (method, path, gate) in declared {
        let path = path.replace("{sheet}", "1");
        let ask = |person: &Person| {
            if method == "GET" { person.get(&path) } else { person.post(&path, json!({})) }
        };
        let Gate::May(act) = gate else { continue };
        assert_eq!(ask(&desk.nobody()).code(), "no-session", "{path}");
        for (person, role) in people.iter().zip(roles) {
            let refused = ask(person).code() == "not-your-role";
            assert_eq!(refused, !desk.access().allows(role, act), "{role} {method} {path}");
        }
        // Another site's page can send a cookie, and no header of ours.
        if method != "GET" {
            assert_eq!(people[0].without_header(&path).code(), "not-ours", "{path}");
        }
    }
}

fn role_name(role: &'static str) -> &'static str {
    match role {
        "pps" => "petugas",
        "ppk" => "kecamatan",
        "kpu-regency" => "kabupaten",
        "auditor" => "pemeriksa",
        _ => "pengelola",
    }
}

#[test]
fn a_wrong_password_costs_a_wait_and_a_session_ends_when_it_is_ended() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let wrong = || {
        let asked = json!({ "name": "siti", "password": "not the password" });
        desk.nobody().post("/api/session", asked)
    };
    for _ in 0..3 {
        assert_eq!(wrong().code(), "wrong-password");
    }
    let odd = json!({ "name": "a\u{0}b", "password": "not the password" });
    assert_eq!(desk.nobody().post("/api/session", odd).code(), "wrong-password");
    let told = wrong();
    assert_eq!((told.code(), told.status), ("not-yet".to_owned(), 429));
    assert_eq!(siti.get("/api/session").ok()["role"], "pps");
    assert_eq!(siti.post("/api/session/end", json!({})).status, 204);
    assert_eq!(siti.get("/api/session").code(), "no-session");
}

#[test]
fn accounts_come_from_a_table_all_or_none() {
    let desk = Running::new();
    let admin = desk.admin();
    let table = |rows: &str| admin.post_text("/api/accounts", &format!("name,role,region\n{rows}"));
    assert!(
        table("siti,pps,9801012001\nbudi,importer,9801012001\n")
            .detail()
            .starts_with("line 3: the role importer")
    );
    assert!(table("siti,pps,1234567890\n").detail().contains("no region 1234567890"));
    assert_eq!(table("siti,pps,9801012001\nsiti,pps,9801012001\n").code(), "name-taken");
    let made = table("siti,pps,9801012001\nbudi,ppk,980101\n");
    assert_eq!(made.status, 201);
    let lines: Vec<&str> = made.text.lines().collect();
    assert!(lines.len() == 3 && lines[1].starts_with("siti,") && lines[2].starts_with("budi,"));
    let password = lines[1].strip_prefix("siti,").unwrap();
    let asked = json!({ "name": "siti", "password": password });
    assert_eq!(desk.nobody().post("/api/session", asked).status, 200);
}

#[test]
fn a_changed_or_missing_row_of_the_trail_is_found() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let _ = types(&siti, &[("votes.1", 90)]);
    assert_eq!(desk.broken_trail(), None);
    desk.tamper("UPDATE act SET detail = 'x' WHERE id = 3");
    assert_eq!(desk.broken_trail(), Some(3));
    let other = Running::new();
    let _ = other.people([("siti", "pps"), ("budi", "pps")]);
    other.tamper("DELETE FROM act WHERE id = 2");
    assert_eq!(other.broken_trail(), Some(2));
}
