//! A second factor: set up by its own person, asked for beside the password, required of some roles, taken off where it was lost.

use std::time::{SystemTime, UNIX_EPOCH};

use desk::http::Gate;
use desk::totp::Secret;
use serde_json::{Value, json};

use crate::support::{Answer, PASSWORD, Person, Running};

/// A step of codes.
const STEP_MS: i64 = 30_000;

/// Sets one up by the code before the present one; its secret, and the recovery codes.
fn set_up(person: &Person) -> (Secret, Vec<String>) {
    let begun = person.post("/api/session/second-factor", json!({ "password": PASSWORD })).ok();
    let secret = Secret::from_text(begun["secret"].as_str().unwrap()).unwrap();
    let confirmed = confirm(person, &code(&secret, -STEP_MS)).ok();
    let codes = confirmed["codes"].as_array().unwrap();
    (secret, codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect())
}

fn confirm(person: &Person, code: &str) -> Answer {
    person.post("/api/session/second-factor/confirm", json!({ "code": code }))
}

/// What the app shows so many milliseconds from now.
fn code(secret: &Secret, from_now_ms: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    format!("{:06}", secret.code(i64::try_from(now).unwrap() + from_now_ms).unwrap())
}

/// Some code that is none of those around now.
fn wrong(secret: &Secret) -> String {
    let near: Vec<String> = (-3..=3).map(|steps| code(secret, steps * STEP_MS)).collect();
    (0..9).map(|one| format!("00000{one}")).find(|one| !near.contains(one)).unwrap()
}

fn logs_in(desk: &Running, password: &str, code: Option<&str>) -> Answer {
    let mut asked = json!({ "name": "siti", "password": password });
    if let Some(code) = code {
        asked["code"] = json!(code);
    }
    desk.nobody().post("/api/session", asked)
}

fn id(desk: &Running, name: &str) -> i64 {
    let listed = desk.logged_in("pengurus", PASSWORD).get("/api/accounts").ok();
    let all = listed["accounts"].as_array().unwrap().clone();
    all.iter().find(|account| account["name"] == name).unwrap()["id"].as_i64().unwrap()
}

/// What the trail says was done, and its values.
fn trail(desk: &Running, what: &str) -> Vec<(Value, Value)> {
    let rows = desk.logged_in("pengurus", PASSWORD).get("/api/trail").ok()["rows"].clone();
    let rows = rows.as_array().unwrap().iter().filter(|row| row["what"] == what);
    rows.map(|row| (row["by"].clone(), row["values"].clone())).collect()
}

#[test]
fn it_counts_once_a_code_of_it_was_right_and_needs_the_password_to_be_set_up() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let there = desk.logged_in("siti", PASSWORD);
    assert_eq!(confirm(&siti, "000000").code(), "no-second-factor");
    let begin = |password: &str| siti.post("/api/session/second-factor", json!({ "password": password }));
    assert_eq!(begin("not the password").code(), "wrong-password");
    let shown = begin(PASSWORD).ok();
    let secret = Secret::from_text(shown["secret"].as_str().unwrap()).unwrap();
    assert_eq!(confirm(&siti, &wrong(&secret)).code(), "wrong-second-factor");
    // It was shown, and nothing more.
    assert_eq!(logs_in(&desk, PASSWORD, None).status, 200);
    assert_eq!(siti.get("/api/session").ok()["second_factor"], false);
    let codes = confirm(&siti, &code(&secret, 0)).ok();
    assert_eq!(codes["codes"].as_array().unwrap().len(), 8);
    assert_eq!(siti.get("/api/session").ok()["second_factor"], true);
    // Who was logged in without it is out.
    assert_eq!(there.get("/api/session").code(), "no-session");
    assert_eq!(confirm(&siti, &code(&secret, STEP_MS)).code(), "no-second-factor");
    assert_eq!(trail(&desk, "second-factor"), [(json!("siti"), json!(""))]);
    // Neither the secret nor a recovery code stands in the trail.
    let all = desk.logged_in("pengurus", PASSWORD).get("/api/trail").text;
    assert!(!all.contains(&secret.text()) && !all.contains(codes["codes"][0].as_str().unwrap()));
    assert_eq!(desk.broken_trail(), None);
}

#[test]
fn a_code_is_asked_for_once_the_password_is_right_and_each_is_taken_once() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let (secret, _) = set_up(&siti);
    // Who has not the password learns nothing of it.
    assert_eq!(logs_in(&desk, "not the password", None).code(), "wrong-password");
    assert_eq!(logs_in(&desk, "not the password", Some(&code(&secret, 0))).code(), "wrong-password");
    let asked = logs_in(&desk, PASSWORD, None);
    assert_eq!((asked.code().as_str(), asked.status, asked.header("set-cookie")), ("second-factor", 401, ""));
    // What was used to set it up is used.
    assert_eq!(logs_in(&desk, PASSWORD, Some(&code(&secret, -STEP_MS))).code(), "wrong-second-factor");
    let desk = desk.restarted();
    let now = code(&secret, 0);
    assert_eq!(logs_in(&desk, PASSWORD, Some(&now)).ok()["second_factor"], true);
    assert_eq!(logs_in(&desk, PASSWORD, Some(&now)).code(), "wrong-second-factor");
    // Also after a restart.
    assert_eq!(logs_in(&desk.restarted(), PASSWORD, Some(&now)).code(), "wrong-second-factor");
    // A clock that is ahead by two steps and more, and one that is by one.
    let again = desk.restarted();
    let spaced = code(&secret, STEP_MS);
    let (first, last) = spaced.split_at(3);
    assert_eq!(logs_in(&again, PASSWORD, Some(&code(&secret, 3 * STEP_MS))).code(), "wrong-second-factor");
    assert_eq!(logs_in(&again, PASSWORD, Some(&format!("{first} {last}"))).status, 200);
}

#[test]
fn of_two_who_show_the_same_code_at_once_one_comes_in() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let (secret, codes) = set_up(&siti);
    for code in [code(&secret, 0), codes[0].clone()] {
        let answers: Vec<u16> = std::thread::scope(|scope| {
            let each: Vec<_> =
                (0..2).map(|_| scope.spawn(|| logs_in(&desk, PASSWORD, Some(&code)).status)).collect();
            each.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    }
}

#[test]
fn a_recovery_code_lets_in_once_and_the_trail_says_how_many_are_left() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let (_, codes) = set_up(&siti);
    assert_eq!(logs_in(&desk, PASSWORD, Some(&codes[0].to_lowercase())).status, 200);
    assert_eq!(logs_in(&desk, PASSWORD, Some(&codes[0])).code(), "wrong-second-factor");
    assert_eq!(logs_in(&desk, PASSWORD, Some(&codes[7].replace('-', " "))).status, 200);
    assert_eq!(trail(&desk, "recovery-code"), [(json!("siti"), json!("7")), (json!("siti"), json!("6"))]);
    // One that is another's is none.
    let [budi] = desk.more_people_in([("budi", "pps", "")]);
    let (_, others) = set_up(&budi);
    assert_eq!(logs_in(&desk, PASSWORD, Some(&others[0])).code(), "wrong-second-factor");
}

#[test]
fn wrong_codes_cost_a_wait_and_the_right_password_between_them_forgives_none() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let (secret, _) = set_up(&siti);
    let code = wrong(&secret);
    for _ in 0..3 {
        assert_eq!(logs_in(&desk, PASSWORD, None).code(), "second-factor");
        assert_eq!(logs_in(&desk, PASSWORD, Some(&code)).code(), "wrong-second-factor");
    }
    assert_eq!(logs_in(&desk, PASSWORD, Some(&code)).code(), "not-yet");
    assert_eq!(logs_in(&desk, PASSWORD, None).code(), "not-yet");
    // Codes that are asked for again and again are no wrong ones.
    let other = desk.restarted();
    for _ in 0..6 {
        assert_eq!(logs_in(&other, PASSWORD, None).code(), "second-factor");
    }
}

#[test]
fn another_takes_its_place_by_a_code_of_the_one_that_counts() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let (old, codes) = set_up(&siti);
    let begin =
        |code: &str| siti.post("/api/session/second-factor", json!({ "password": PASSWORD, "code": code }));
    assert_eq!(begin("").code(), "second-factor");
    assert_eq!(begin(&wrong(&old)).code(), "wrong-second-factor");
    let shown = begin(&codes[0]).ok();
    let new = Secret::from_text(shown["secret"].as_str().unwrap()).unwrap();
    // Until the new one is confirmed the old one counts.
    assert_eq!(logs_in(&desk, PASSWORD, Some(&code(&old, 0))).status, 200);
    let fresh = confirm(&siti, &code(&new, -STEP_MS)).ok()["codes"].clone();
    assert_eq!(logs_in(&desk, PASSWORD, Some(&code(&old, STEP_MS))).code(), "wrong-second-factor");
    assert_eq!(logs_in(&desk, PASSWORD, Some(&codes[1])).code(), "wrong-second-factor");
    assert_eq!(logs_in(&desk, PASSWORD, Some(&code(&new, 0))).status, 200);
    assert_eq!(logs_in(&desk, PASSWORD, fresh[1].as_str()).status, 200);
}

#[test]
fn roles_of_which_the_profile_asks_it_do_nothing_without_one_but_in_a_practice() {
    let desk = Running::real();
    desk.first_account();
    let admin = desk.logged_in("pengurus", PASSWORD);
    let me = admin.get("/api/session").ok();
    assert_eq!((&me["second_factor"], &me["needs_second_factor"]), (&json!(false), &json!(true)));
    for (method, path, gate) in desk.declared() {
        if path == "/api/session/end" {
            continue;
        }
        let path = path.replace("{sheet}", "1").replace("{person}", "0");
        let answer = if method == "GET" { admin.get(&path) } else { admin.without_body(&path) };
        let held = answer.code() == "needs-second-factor";
        assert_eq!(held, matches!(gate, Gate::Known | Gate::May(_)), "{method} {path}: {}", answer.text);
    }
    let (secret, _) = set_up(&admin);
    let me = admin.get("/api/session").ok();
    assert_eq!((&me["second_factor"], &me["needs_second_factor"]), (&json!(true), &json!(false)));
    let made = admin.post_text("/api/accounts", "name,role,region\nsiti,pps,\nwilayah,kpu-regency,9801\n");
    assert_eq!(made.status, 201, "{}", made.text);
    let first = |name: &str| {
        let start = format!("{name},");
        made.text.lines().find_map(|line| line.strip_prefix(&start)).unwrap().to_owned()
    };
    assert_eq!(desk.logged_in("siti", &first("siti")).post("/api/sheets/next", json!({})).status, 200);
    // The first password is changed before the factor is asked for, and no photo is brought by hand without it.
    let kota = desk.logged_in_only("wilayah", &first("wilayah"));
    assert_eq!(kota.post("/api/sheets/next", json!({})).code(), "change-password");
    let kota = desk.logged_in("wilayah", &first("wilayah"));
    assert_eq!(kota.post("/api/sheets/next", json!({})).code(), "needs-second-factor");
    let hash = "a".repeat(64);
    let by_hand = format!("sha256 {}", base64_of(&hash));
    let headers = [("tus-resumable", "1.0.0"), ("upload-length", "5"), ("upload-metadata", by_hand.as_str())];
    assert_eq!(kota.ask("POST", "/api/photos", &headers, b"").code(), "not-named");
    let _ = set_up(&kota);
    // The one sheet there is has been given out.
    assert_eq!(kota.post("/api/sheets/next", json!({})).code(), "nothing-to-do");
    assert_eq!(kota.ask("POST", "/api/photos", &headers, b"").status, 201);
    // In a practice of the same tables nobody needs one; who has one is asked for it.
    let asked = json!({ "name": "pengurus", "password": PASSWORD });
    assert_eq!(desk.nobody().post("/api/session", asked.clone()).code(), "second-factor");
    let mut asked = asked;
    asked["code"] = json!(code(&secret, 0));
    assert_eq!(desk.nobody().post("/api/session", asked).status, 200);
    let practice = Running::new();
    let me = practice.admin().get("/api/session").ok();
    assert_eq!(me["needs_second_factor"], false);
}

fn base64_of(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

#[test]
fn an_administrator_of_the_region_takes_it_off_where_it_was_lost_and_the_trail_says_so() {
    let desk = Running::new();
    let [siti, lain] =
        desk.people_in([("siti", "pps", "9801012001"), ("lain", "administrator", "9801012002")]);
    let admin = desk.logged_in("pengurus", PASSWORD);
    let (siti_id, own) = (id(&desk, "siti"), id(&desk, "pengurus"));
    let off =
        |by: &Person, person: i64| by.post(&format!("/api/accounts/{person}/second-factor/off"), json!({}));
    assert_eq!(off(&admin, siti_id).code(), "no-second-factor");
    let (_, codes) = set_up(&siti);
    assert_eq!(off(&lain, siti_id).code(), "no-account");
    assert_eq!(off(&admin, own).code(), "own-second-factor");
    assert_eq!(off(&siti, siti_id).code(), "not-your-role");
    let listed = admin.get("/api/accounts").ok();
    let shown = listed["accounts"].as_array().unwrap().iter().find(|one| one["name"] == "siti");
    assert_eq!(shown.unwrap()["second_factor"], true);
    assert_eq!(off(&admin, siti_id).status, 204);
    // Whoever holds the telephone now is out, and the password is enough until another is set up.
    assert_eq!(siti.get("/api/session").code(), "no-session");
    assert_eq!(logs_in(&desk, PASSWORD, None).ok()["second_factor"], false);
    assert_eq!(trail(&desk, "second-factor-off"), [(json!("pengurus"), json!("siti"))]);
    let again = desk.logged_in("siti", PASSWORD);
    let _ = set_up(&again);
    assert_eq!(logs_in(&desk, PASSWORD, Some(&codes[0])).code(), "wrong-second-factor");
    assert_eq!(desk.broken_trail(), None);
}
