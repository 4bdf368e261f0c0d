//! Behind a proxy everybody has their own limits, and nobody chooses whose.

use desk::behind::Proxies;
use desk::rates::Rate;
use serde_json::json;

use crate::support::{PASSWORD, ROOM, Running};

const PROXY: &str = "127.0.0.1";

/// What a try to log in with a wrong password is answered, sent on with this header.
fn tries(desk: &Running, forwarded: &str) -> String {
    let asked = json!({ "name": "siti", "password": "not the password" }).to_string();
    let headers = [("content-type", "application/json"), ("x-forwarded-for", forwarded)];
    desk.nobody().ask("POST", "/api/session", &headers, asked.as_bytes()).code()
}

#[test]
fn a_header_that_comes_from_no_proxy_is_ignored() {
    let desk = Running::new();
    desk.desk.behind(Proxies::new(vec!["10.0.0.0/8".parse().unwrap()]));
    for last in 1..=3 {
        assert_eq!(tries(&desk, &format!("203.0.113.{last}")), "wrong-password");
    }
    assert_eq!(tries(&desk, "203.0.113.4"), "not-yet");
}

#[test]
fn two_clients_behind_a_proxy_have_two_limits_and_what_one_writes_itself_does_not_help() {
    let desk = Running::new();
    desk.desk.behind(Proxies::new(vec![PROXY.parse().unwrap(), "10.0.0.0/8".parse().unwrap()]));
    for _ in 0..3 {
        assert_eq!(tries(&desk, "203.0.113.7"), "wrong-password");
    }
    assert_eq!(tries(&desk, "203.0.113.7"), "not-yet");
    // It writes an address of its own before what the proxies add.
    assert_eq!(tries(&desk, "198.51.100.1, 203.0.113.7, 10.0.0.3"), "not-yet");
    assert_eq!(tries(&desk, "203.0.113.8"), "wrong-password");
    // What can't be read is the proxy's own, and so one for all who send it.
    for forged in ["x", "", "203.0.113.9,"] {
        assert_eq!(tries(&desk, forged), "wrong-password", "{forged}");
    }
    assert_eq!(tries(&desk, "y"), "not-yet");
}

#[test]
fn uploads_and_statements_are_limited_by_who_sends_them_on_behind_a_proxy() {
    let desk = Running::new().restarted_with(ROOM, Rate { per_second: 1, at_once: 2 });
    desk.desk.behind(Proxies::new(vec![PROXY.parse().unwrap()]));
    let begins = |who: &str| {
        let headers = [("tus-resumable", "1.0.0"), ("x-forwarded-for", who)];
        desk.nobody().ask("POST", "/api/photos", &headers, b"").code()
    };
    for _ in 0..2 {
        assert_eq!(begins("203.0.113.7"), "header");
    }
    assert_eq!(begins("203.0.113.7"), "too-often");
    assert_eq!(begins("203.0.113.8"), "header");
    let states = |who: &str| {
        let headers = [("content-type", "text/plain"), ("x-forwarded-for", who)];
        desk.nobody().ask("POST", "/api/statements", &headers, b"x").code()
    };
    let stopped = (0..400).find(|_| states("203.0.113.7") == "too-many");
    assert!(stopped.is_some_and(|after| after >= 240), "{stopped:?}");
    assert_ne!(states("203.0.113.8"), "too-many");
}

#[test]
fn an_officer_does_not_wait_for_what_a_hundred_others_try_in_their_name() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    desk.desk.behind(Proxies::new(vec![PROXY.parse().unwrap()]));
    let tried: Vec<String> = (0..102).map(|last| tries(&desk, &format!("203.0.113.{last}"))).collect();
    assert_eq!(tried.first().map(String::as_str), Some("wrong-password"));
    assert_eq!(tried.last().map(String::as_str), Some("not-yet"));
    let right = json!({ "name": "siti", "password": PASSWORD });
    let from = |address: &str| {
        let headers = [("content-type", "application/json"), ("x-forwarded-for", address)];
        desk.nobody().ask("POST", "/api/session", &headers, right.to_string().as_bytes())
    };
    // Where she has never been she waits as they do; where she has been, and with her session, not.
    assert_eq!(from("198.51.100.1").code(), "not-yet");
    assert_eq!(from(PROXY).status, 200);
    let change = json!({ "old": PASSWORD, "new": "kotak suara nomor 8" });
    assert_eq!(siti.post("/api/session/password", change).status, 204);
}
