//! The desk over HTTP, as officers meet it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says what is wrong by failing")]

mod api;
mod behind;
mod carried;
mod ledger;
mod mandates;
mod matrix;
mod minutes;
mod objections;
mod photos;
mod plenaries_above;
mod plenary;
mod second_factor;
mod station;
mod support;
mod words;

use desk::http::Gate;
use desk::store::Sql as _;
use serde_json::{Value, json};
use support::{PASSWORD, Person, Running, STATION};

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
    // What is typed in part is kept, and is no sheet.
    assert_eq!(save(&|cells| drop(cells.remove("votes.1"))), "");
    assert_eq!(siti.post(&format!("/api/sheets/{sheet}/finalise"), json!({})).code(), "unfinished");
    assert_eq!(save(&|cells| drop(cells.insert("votes.9".to_owned(), json!(1)))), "unknown-field");
    assert_eq!(save(&|cells| drop(cells.insert("votes.1".to_owned(), json!(1000)))), "too-large");
    assert_eq!(save(&|cells| drop(cells.insert("votes.1".to_owned(), json!("withdrawn")))), "unknown-word");
    for other in [json!(-1), json!(1.5), json!(null), json!([1])] {
        let mut sent = cells(&fields(&shown), &[]);
        sent["cells"]["votes.1"] = other;
        assert_eq!(siti.post(&format!("/api/sheets/{sheet}/save"), sent).status, 422);
    }
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
    for empty in [admin.post_text("/api/accounts", ""), table("")] {
        assert_eq!((empty.status, empty.code().as_str()), (422, "accounts"));
    }
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

#[test]
fn a_password_that_somebody_else_gave_is_changed_before_anything_else() {
    let desk = Running::new();
    let made = desk.admin().post_text("/api/accounts", "name,role,region\nsiti,pps,\n").text;
    let password = made.lines().find_map(|line| line.strip_prefix("siti,")).unwrap().to_owned();
    for (method, path, gate) in desk.declared() {
        // Anew for each: one of the routes is the way out.
        let siti = desk.logged_in_only("siti", &password);
        let path = path.replace("{sheet}", "1").replace("{person}", "0");
        let answer = if method == "GET" { siti.get(&path) } else { siti.without_body(&path) };
        let held = answer.code() == "change-password";
        assert_eq!(held, matches!(gate, Gate::Known | Gate::May(_)), "{method} {path}: {}", answer.text);
    }
    let siti = desk.logged_in_only("siti", &password);
    let change =
        |old: &str, new: &str| siti.post("/api/session/password", json!({ "old": old, "new": new })).code();
    assert_eq!(change("not the password", PASSWORD), "wrong-password");
    assert_eq!(change(&password, &password), "password-same");
    assert_eq!(change(&password, "short"), "password-length");
    assert_eq!(change(&password, PASSWORD), "");
    assert_eq!(siti.get("/api/session").ok()["must_change"], false);
    assert_eq!(siti.post("/api/sheets/next", json!({})).status, 200);
    let old = json!({ "name": "siti", "password": password });
    assert_eq!(desk.nobody().post("/api/session", old).code(), "wrong-password");
}

#[test]
fn a_changed_password_ends_every_other_session_of_the_account_at_once() {
    let desk = Running::new();
    let [here, budi] = desk.people([("siti", "pps"), ("budi", "pps")]);
    let there = desk.logged_in("siti", PASSWORD);
    // Both stand in the desk's memory.
    assert_eq!((here.get("/api/session").status, there.get("/api/session").status), (200, 200));
    let change = json!({ "old": PASSWORD, "new": "kotak suara nomor 8" });
    assert_eq!(here.post("/api/session/password", change).status, 204);
    assert_eq!(there.get("/api/session").code(), "no-session");
    assert_eq!((here.get("/api/session").status, budi.get("/api/session").status), (200, 200));
    assert_eq!(there.at(&desk.restarted()).get("/api/session").code(), "no-session");
}

#[test]
fn an_ended_account_is_out_at_once_and_what_it_did_stays() {
    let desk = Running::new();
    let [siti, budi] = desk.people([("siti", "pps"), ("budi", "pps")]);
    let (sheet, _) = types(&siti, &[("votes.1", 90)]);
    let admin = desk.logged_in("pengurus", PASSWORD);
    let listed = admin.get("/api/accounts").ok();
    let id = |name: &str| {
        let accounts = listed["accounts"].as_array().unwrap();
        accounts.iter().find(|account| account["name"] == name).unwrap()["id"].as_i64().unwrap()
    };
    // Budi has the sheet just now.
    assert_eq!(budi.post("/api/sheets/next", json!({})).ok()["sheet"], sheet);
    assert_eq!(admin.post(&format!("/api/accounts/{}/end", id("budi")), json!({})).status, 204);
    assert_eq!(budi.get("/api/session").code(), "no-session");
    let again = json!({ "name": "budi", "password": PASSWORD });
    assert_eq!(desk.nobody().post("/api/session", again).code(), "wrong-password");
    let end = |name: &str| admin.post(&format!("/api/accounts/{}/end", id(name)), json!({})).code();
    assert_eq!((end("budi").as_str(), end("pengurus").as_str()), ("no-account", "own-account"));
    // Its name is nobody else's, its sheet is others' to type, and what others typed stays.
    let taken = admin.post_text("/api/accounts", "name,role,region\nbudi,pps,\n");
    assert_eq!(taken.code(), "name-taken");
    let made = admin.post_text("/api/accounts", "name,role,region\nwati,pps,\n").text;
    let wati = desk.logged_in("wati", made.lines().last().unwrap().strip_prefix("wati,").unwrap());
    assert_eq!(types(&wati, &[("votes.1", 90)]).1, "agreed");
    let listed = admin.get("/api/accounts").ok();
    let ended = listed["accounts"].as_array().unwrap().iter().find(|account| account["name"] == "budi");
    assert!(ended.unwrap()["ended"].is_i64());
    assert_eq!(desk.broken_trail(), None);
}

#[test]
fn a_forgotten_password_is_given_anew_and_the_old_one_and_its_sessions_are_over() {
    let desk = Running::new();
    let [siti, here] =
        desk.people_in([("siti", "pps", "9801012001"), ("lain", "administrator", "9801012002")]);
    let admin = desk.logged_in("pengurus", PASSWORD);
    let renew = |by: &Person, name: &str| by.post("/api/accounts/renew", json!({ "name": name }));
    assert_eq!(renew(&here, "siti").code(), "no-account");
    assert_eq!(renew(&admin, "pengurus").code(), "no-account");
    let answer = renew(&admin, "siti");
    let password = answer.text.lines().last().unwrap().strip_prefix("siti,").unwrap();
    assert_eq!(siti.get("/api/session").code(), "no-session");
    let old = json!({ "name": "siti", "password": PASSWORD });
    assert_eq!(desk.nobody().post("/api/session", old).code(), "wrong-password");
    let again = desk.logged_in_only("siti", password);
    assert_eq!(again.post("/api/sheets/next", json!({})).code(), "change-password");
    assert_eq!(desk.broken_trail(), None);
}

#[test]
fn an_administrator_of_a_region_sees_and_ends_that_region_s_accounts_alone() {
    let desk = Running::new();
    let [here, _, _] = desk.people_in([
        ("pengelola", "administrator", "9801012001"),
        ("siti", "pps", "9801012001"),
        ("orang", "pps", "9801012002"),
    ]);
    let listed = here.get("/api/accounts").ok();
    let names: Vec<&str> =
        listed["accounts"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["pengelola", "siti"]);
    let all = desk.logged_in("pengurus", PASSWORD).get("/api/accounts").ok();
    let other = all["accounts"].as_array().unwrap().iter().find(|one| one["name"] == "orang").unwrap();
    assert_eq!(here.post(&format!("/api/accounts/{}/end", other["id"]), json!({})).code(), "no-account");
}

#[test]
fn the_trail_shows_a_region_s_acts_with_values_and_whether_it_holds() {
    let desk = Running::new();
    let [siti, periksa, lain] = desk.people_in([
        ("siti", "pps", "9801012001"),
        ("periksa", "auditor", ""),
        ("lain", "auditor", "9801012002"),
    ]);
    let (sheet, _) = types(&siti, &[("votes.1", 90)]);
    let told = periksa.get("/api/trail?after=0").ok();
    let rows = told["rows"].as_array().unwrap();
    assert_eq!(
        (rows.len(), &rows[0]["what"]),
        (usize::try_from(told["last"].as_i64().unwrap()).unwrap(), &json!("setup"))
    );
    let done = rows.iter().find(|row| row["what"] == "finalise").unwrap();
    assert_eq!(
        (&done["by"], &done["sheet"], &done["station"]),
        (&json!("siti"), &json!(sheet), &json!(STATION))
    );
    assert!(done["values"].as_str().unwrap().contains("90"));
    assert!(!lain.get("/api/trail").text.contains("finalise"));
    assert_eq!(periksa.get("/api/trail?after=x").code(), "query");
    assert_eq!(periksa.get("/api/trail/check").ok()["broken"], Value::Null);
    desk.tamper("UPDATE act SET detail = 'x' WHERE id = 2");
    assert_eq!(periksa.get("/api/trail/check").ok()["broken"], 2);
}

#[test]
fn progress_counts_each_part_of_a_region_and_says_since_when_it_waits() {
    let desk = Running::new();
    let [siti, budi, kec] =
        desk.people_in([("siti", "pps", ""), ("budi", "pps", ""), ("kec", "ppk", "9801012001")]);
    let _ = types(&siti, &[("votes.1", 90)]);
    let _ = types(&budi, &[("votes.1", 91)]);
    let told = siti.get("/api/progress").ok();
    let row = &told["rows"][0];
    assert_eq!((&row["code"], &row["different"], &row["open"]), (&json!("98"), &json!(1), &json!(0)));
    assert!(row["waiting"].is_i64() && row["waiting"] == row["latest"]);
    let villages = siti.get("/api/progress?region=980101").ok();
    let named: Vec<(&Value, &Value)> =
        villages["rows"].as_array().unwrap().iter().map(|row| (&row["name"], &row["different"])).collect();
    assert_eq!(named, [(&json!("MAWAR"), &json!(1)), (&json!("KENANGA"), &json!(0))]);
    // A village's parts are its stations.
    let own = kec.get("/api/progress").ok();
    assert_eq!((&own["stations"], &own["rows"][0]["code"]), (&json!(true), &json!(STATION)));
    assert_eq!(kec.get("/api/progress?region=9801012002").code(), "not-your-region");
    assert_eq!(siti.get("/api/progress?region=77").code(), "no-region");
}

#[test]
fn a_sheet_s_form_has_words_for_every_field_and_check_and_nobody_s_figures() {
    let desk = Running::new();
    let [siti, there] = desk.people_in([("siti", "pps", ""), ("lain", "pps", "9801012002")]);
    let (sheet, _) = types(&siti, &[("votes.1", 987)]);
    let told = siti.get(&format!("/api/sheets/{sheet}/form"));
    let form = told.ok();
    for part in ["fields", "checks"] {
        for one in form[part].as_array().unwrap() {
            let words = if part == "fields" { &one["label"] } else { &one["text"] };
            assert!(words["id"].is_string() && words["en"].is_string(), "{one}");
        }
    }
    let vote = form["fields"].as_array().unwrap().iter().find(|field| field["name"] == "votes.1").unwrap();
    assert!(vote["option"]["number"] == 1 && vote["option"]["name"].is_string());
    assert!(!told.text.contains("987"));
    assert_eq!(there.get(&format!("/api/sheets/{sheet}/form")).code(), "not-your-region");
}

#[test]
fn anybody_is_told_which_election_this_is_and_that_it_is_a_practice() {
    let desk = Running::new();
    let about = desk.nobody().get("/api/about").ok();
    assert_eq!(
        (&about["name"], &about["practice"], &about["setup"]),
        (&json!("Latihan"), &json!(true), &json!(true))
    );
    let _ = desk.admin();
    assert_eq!(desk.nobody().get("/api/about").ok()["setup"], false);
}

#[test]
fn pages_come_smaller_to_who_takes_them_so_and_are_kept_until_they_change() {
    let desk = Running::new();
    if !desk::http::pages::are_there() {
        println!("skipped: the program was built without its pages");
        return;
    }
    let ask = |headers: &[(&str, &str)]| desk.nobody().ask("GET", "/desk.js", headers, b"");
    let (plain, small) = (ask(&[("accept-encoding", "identity")]), ask(&[("accept-encoding", "br, gzip")]));
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(small.header("content-encoding"), "gzip");
    let tag = small.header("etag");
    assert_ne!(plain.header("etag"), tag);
    let again = ask(&[("accept-encoding", "gzip"), ("if-none-match", tag)]);
    assert_eq!(again.status, 304);
    assert_eq!(desk.nobody().get("/desk.js.gz").code(), "no-such-thing");
    assert_eq!(desk.nobody().get("/../Cargo.toml").code(), "no-such-thing");
}

#[test]
fn whichever_of_two_entries_a_third_keeps_the_other_is_discarded_and_typed_anew() {
    let desk = Running::new();
    let [siti, budi, ketua, wati] =
        desk.people([("siti", "pps"), ("budi", "pps"), ("ketua", "ppk"), ("wati", "pps")]);
    let (sheet, _) = types(&siti, &[("votes.1", 90)]);
    assert_eq!(types(&budi, &[("votes.1", 91)]).1, "different");
    let look = || ketua.post(&format!("/api/sheets/{sheet}/look"), json!({}));
    let seen = look().ok();
    let keep = json!({ "how": "keep-second", "looked": seen["looked"] });
    let kept = ketua.post(&format!("/api/sheets/{sheet}/resolve"), keep);
    assert_eq!(kept.ok()["state"], "once");
    assert_eq!(look().code(), "no-difference");
    // The second's stands alone now: they don't type it again; the first may, and anybody else.
    assert_eq!(budi.post(&format!("/api/sheets/{sheet}/claim"), json!({})).code(), "same-person");
    let again = siti.post(&format!("/api/sheets/{sheet}/claim"), json!({})).ok();
    assert_eq!(again["saved"], Value::Null, "what was discarded is nobody's to go on from");
    siti.post(&format!("/api/sheets/{sheet}/give-back"), json!({}));
    // What the first typed once more does not agree with what was kept; what another types of the kept does.
    assert_eq!(types(&wati, &[("votes.1", 91)]), (sheet, "agreed".to_owned()));
    let done = desk.sql().rows("SELECT fate, cells FROM typed ORDER BY id", &[]).unwrap();
    let fates: Vec<i64> = done.iter().map(|row| row[0].int().unwrap()).collect();
    assert_eq!(fates, [2, 1, 1], "the first was discarded, and stays on record");
    let acts = desk.sql().rows("SELECT detail FROM act WHERE what = 'keep-second'", &[]).unwrap();
    assert!(acts[0][0].text().unwrap().contains("91"), "the trail has what was decided, with both entries");
    assert_eq!(desk.broken_trail(), None);
}

#[test]
fn a_session_ends_after_sixteen_hours_and_the_tables_hold_its_hash_alone() {
    use desk::people::{self, SESSION_MS};
    use desk::store::{Got, Value as Kept};
    let desk = Running::new();
    let before = milliseconds();
    let [siti] = desk.people([("siti", "pps")]);
    let hash = people::token_hash(siti.token());
    let mut sql = desk.sql();
    let until = sql.first("SELECT until FROM session WHERE token = $1", &[Kept::Bytes(&hash)]).unwrap();
    let until = until.unwrap()[0].int().unwrap();
    assert!((before + SESSION_MS..=milliseconds() + SESSION_MS).contains(&until));
    assert_eq!(SESSION_MS, 16 * 3_600_000);
    let tokens = sql.rows("SELECT token FROM session", &[]).unwrap();
    assert!(tokens.iter().all(|row| matches!(&row[0], Got::Bytes(token) if token.len() == 32)));
    assert!(!desk.holds(siti.token()), "the tables hold a session's token");
    assert!(!desk.holds(PASSWORD), "the tables hold a password");
    // To the moment, and not beyond it.
    assert!(people::session(&mut sql, &hash, until - 1).unwrap().is_some());
    assert!(people::session(&mut sql, &hash, until).unwrap().is_none());
    assert_eq!(siti.get("/api/session").status, 200);
    let over = [Kept::Int(before - 1), Kept::Bytes(&hash)];
    sql.run("UPDATE session SET until = $1 WHERE token = $2", &over).unwrap();
    assert_eq!(siti.at(&desk.restarted()).get("/api/session").code(), "no-session");
    // One that ends while the desk remembers it ends there, too.
    let wati = desk.logged_in("siti", PASSWORD);
    let hash = people::token_hash(wati.token());
    let soon = milliseconds() + 1_500;
    sql.run("UPDATE session SET until = $1 WHERE token = $2", &[Kept::Int(soon), Kept::Bytes(&hash)])
        .unwrap();
    let again = desk.restarted();
    assert_eq!(wati.at(&again).get("/api/session").status, 200);
    std::thread::sleep(std::time::Duration::from_millis(1_600));
    assert_eq!(wati.at(&again).get("/api/session").code(), "no-session");
}

fn milliseconds() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

#[test]
fn every_answer_says_what_a_page_may_load_and_that_nobody_frames_it() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let answers = [
        siti.get("/"),
        siti.get("/api/session"),
        siti.get("/api/sheets/9/form"),
        siti.get("/nothing"),
        siti.without_header("/api/sheets/next"),
        siti.ask("PUT", "/api/session", &[], b""),
        desk.nobody().get("/api/session"),
        desk.nobody().ask("OPTIONS", "/api/photos", &[], b""),
    ];
    for answer in &answers {
        let policy = answer.header("content-security-policy");
        let rules: Vec<&str> = policy.split("; ").collect();
        for rule in [
            "default-src 'none'",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ] {
            assert!(rules.contains(&rule), "{rule}: {policy}");
        }
        // Nothing that stands in a page itself runs, and nothing comes from elsewhere.
        assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert!(!policy.contains("http:") && !policy.contains("https:") && !policy.contains('*'), "{policy}");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
    }
}

#[test]
fn the_desk_hands_out_no_file_of_the_public_s_or_of_its_own_folder() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    std::fs::create_dir_all(desk.folder().join("public")).unwrap();
    std::fs::write(desk.folder().join("public/latest.json"), "{}").unwrap();
    for path in [
        "latest.json",
        "policy",
        "cuts/index",
        "ledger/checkpoint",
        "ledger/tile/0/000",
        "photo/00",
        "blob/00",
        "record/notices.json",
        "public/latest.json",
        "desk.sqlite",
        "blobs/00",
        "uploads/00",
        "keys/desk.key",
        "..%2Fdesk.sqlite",
        "%2e%2e/desk.sqlite",
    ] {
        for person in [&siti, &desk.nobody()] {
            let answer = person.get(&format!("/{path}"));
            assert_eq!((answer.status, answer.code().as_str()), (404, "no-such-thing"), "{path}");
        }
    }
}
