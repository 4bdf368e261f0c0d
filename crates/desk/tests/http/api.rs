//! What the API says of itself, and that nothing it answers is anything else.

use desk::http::Gate;
use serde_json::{Value, json};

use crate::support::Running;

/// A path with its names filled in.
fn filled(path: &str, with: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { with } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn the_document_says_of_every_route_who_may_and_what_it_takes_and_gives() {
    let desk = Running::new();
    let document = desk.nobody().get("/api/openapi.json").ok();
    for (method, path, gate) in desk.declared() {
        let route = &document["paths"][path][method.as_str().to_lowercase()];
        assert!(route["summary"].is_string(), "{method} {path}");
        assert_eq!(route["security"] == json!([]), gate == Gate::Open, "{method} {path}");
        let responses = route["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{method} {path}");
        assert!(responses.contains_key("4XX") && responses.contains_key("5XX"), "{method} {path}");
    }
    assert_eq!(document.to_string(), desk::http::openapi().parse::<Value>().unwrap().to_string());
}

// That each is a problem with a known code, `support` looks at.
#[test]
fn whatever_is_wrong_with_a_request_the_answer_is_a_problem() {
    let desk = Running::new();
    let [siti, ketua] = desk.people([("siti", "pps"), ("ketua", "ppk")]);
    let admin = desk.logged_in("pengurus", crate::support::PASSWORD);
    let large = vec![b'1'; 300 * 1024];
    for (method, path, _) in desk.declared() {
        // It would end the session that asks.
        if path == "/api/session/end" {
            continue;
        }
        let method = method.as_str();
        for person in [&siti, &ketua, &admin] {
            for name in ["%FF", "%00", "a%2Fb", "-1", "99999999999999999999"] {
                let answer = person.ask(method, &filled(path, name), &[], b"");
                assert_ne!(answer.status, 500, "{method} {path}");
            }
            // Who refuses what is too large may hang up before all of it came.
            let too_large = person.try_ask(method, &filled(path, "1"), &[], &large);
            assert!(too_large.map_or(true, |answer| answer.status != 500), "{method} {path}");
            for body in [&b"\xff\xfe"[..], b"", b"{", b"[]", b"null"] {
                let json = [("content-type", "application/json")];
                assert_ne!(
                    person.ask(method, &filled(path, "1"), &json, body).status,
                    500,
                    "{method} {path}"
                );
                assert_ne!(person.ask(method, &filled(path, "1"), &[], body).status, 500, "{method} {path}");
            }
            person.ask(method, &format!("{}?after=x&after=%FF&&=&other", filled(path, "1")), &[], b"");
        }
    }
}

#[test]
fn another_method_is_told_which_are_answered() {
    let desk = Running::new();
    for path in ["/api/about", "/api/session", "/api/sheets/1/claim", "/api/photos"] {
        for method in ["PUT", "DELETE", "TRACE"] {
            let answer = desk.nobody().ask(method, path, &[], b"");
            assert_eq!((answer.status, answer.code().as_str()), (405, "method"), "{method} {path}");
            assert!(!answer.header("allow").is_empty(), "{method} {path}");
        }
    }
}

#[test]
fn a_request_that_changes_something_says_that_it_is_ours_and_in_the_one_way_there_is() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    assert_eq!(siti.without_header("/api/sheets/next").code(), "not-ours");
    for other in ["0", "true", ""] {
        let answer = siti.with_header("/api/sheets/next", other);
        assert_eq!(answer.code(), "not-ours", "{other}");
    }
    assert_eq!(siti.with_header("/api/sheets/next", "1").status, 200);
}

#[test]
fn the_phone_and_the_desk_are_told_the_same_fields_and_checks() {
    let desk = Running::new();
    let [siti] = desk.people([("siti", "pps")]);
    let sheet = siti.post("/api/sheets/next", json!({})).ok()["sheet"].clone();
    let form = siti.get(&format!("/api/sheets/{sheet}/form")).ok();
    let station = desk.nobody().get(&format!("/api/station/{}", crate::support::STATION)).ok();
    let contests = station["contests"].as_array().unwrap();
    let same = contests.iter().find(|contest| contest["contest"] == "ppwp").unwrap();
    for part in ["fields", "checks"] {
        assert_eq!(form[part], same[part], "{part}");
    }
    assert_eq!((&form["id"], &form["contest"]), (&same["form"], &same["name"]));
    let vote = form["fields"].as_array().unwrap().iter().find(|field| field["name"] == "votes.1").unwrap();
    // Of votes the whole name says whose, and the words beside the box do not.
    assert_ne!(vote["label"]["id"], vote["words"]["id"]);
}
