//! Who is let in where: every role at every route, and every route from outside of one's region. A route that is not in these tables
//! fails here.

use std::collections::BTreeMap;
use std::sync::Arc;

use desk::access::Act;
use desk::enrol::{self, Late};
use desk::entry::Person as PersonId;
use desk::http::Gate;
use desk::intake::{Intake, TakingIn};
use desk::photos::{self, Named};
use desk::plenary::Whose;
use desk::plenary::kept::{self, Printed};
use ledger::{Hash, sha256};
use serde_json::{Value, json};

use crate::support::ledger::{Book, figures, key, key_note, registrar, sheet_note};
use crate::support::{self, Answer, Person, Running, STATION};

/// The village of [`STATION`], and the one beside it.
const HERE: &str = "9801012001";
const BESIDE: &str = "9801012002";

/// Every role that has something to do at the desk, as the profile has them.
fn roles(desk: &Running) -> Vec<String> {
    let profile = support::election().profile;
    let all = profile.roles.iter().map(|role| role.id.clone());
    all.filter(|role| desk.access().knows(role)).collect()
}

/// A person of each role in a region.
fn one_of_each(desk: &Running, region: &str) -> Vec<(String, Person)> {
    let made = roles(desk).into_iter().enumerate().map(|(at, role)| {
        let [person] =
            desk.more_people_in([(format!("orang-{region}-{at}").as_str(), role.as_str(), region)]);
        (role, person)
    });
    made.collect()
}

fn ask(person: &Person, method: &str, path: &str, body: &Value) -> Answer {
    let (media, bytes) = match body.as_str() {
        Some(text) => ("text/plain", text.to_owned()),
        None if body.is_null() => ("application/json", String::new()),
        None => ("application/json", body.to_string()),
    };
    person.ask(method, path, &[("content-type", media)], bytes.as_bytes())
}

/// A path whose names are those of things that there are none of.
fn of_nothing(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "0" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn every_role_is_let_in_where_the_table_says_and_nowhere_else() {
    let desk = Running::new();
    let _ = desk.admin();
    let people = one_of_each(&desk, "");
    let known: Vec<&str> = people.iter().map(|(role, _)| role.as_str()).collect();
    for role in [
        "pps",
        "ppk",
        "ppln",
        "kpu-regency",
        "kpu-province",
        "kpu",
        "bawaslu",
        "saksi",
        "observer",
        "auditor",
        "administrator",
    ] {
        assert!(known.contains(&role), "{role} is missing: {known:?}");
    }
    let declared = desk.declared();
    for act in Act::ALL {
        assert!(declared.iter().any(|(_, _, gate)| *gate == Gate::May(act)), "no route is for {act:?}");
    }
    for (method, path, gate) in declared {
        let (method, path) = (method.as_str(), of_nothing(path));
        if gate != Gate::Open {
            assert_eq!(ask(&desk.nobody(), method, &path, &Value::Null).code(), "no-session", "{path}");
        }
        // Another site's page can send a cookie, and no header of ours.
        if method == "POST" {
            assert_eq!(people[0].1.without_header(&path).code(), "not-ours", "{path}");
        }
        let Gate::May(act) = gate else { continue };
        for (role, person) in &people {
            let refused = ask(person, method, &path, &Value::Null).code() == "not-your-role";
            assert_eq!(refused, !desk.access().allows(role, act), "{role} {method} {path}");
        }
    }
}

#[test]
fn a_role_that_has_nothing_to_do_here_gets_no_account() {
    let desk = Running::new();
    let admin = desk.admin();
    let profile = support::election().profile;
    let others = profile.roles.iter().filter(|role| !desk.access().knows(&role.id));
    let mut tried = 0;
    for role in others {
        let made = admin.post_text("/api/accounts", &format!("name,role,region\nsiti,{},\n", role.id));
        assert!(made.detail().contains("has nothing to do at the desk"), "{}: {}", role.id, made.text);
        tried += 1;
    }
    assert!(tried > 0);
}

/// A desk on which everything that a path can name is there, in the village of [`STATION`].
struct Full {
    desk: Running,
    _intake: Arc<Intake>,
    _taking_in: TakingIn,
    /// What stands in the paths.
    names: BTreeMap<&'static str, String>,
}

impl Full {
    fn new() -> Full {
        let (book, desk) = (Book::new(), Running::new());
        let (intake, taking_in) = book.behind(&desk.desk);
        let _ = desk.admin();
        let [victim] = desk.more_people_in([("penghuni", "pps", HERE)]);
        drop(victim);
        let phone = key(&format!("kpps/{STATION}/hp1"));
        intake.take(key_note(&phone, "kpps", STATION, &[&registrar()])).unwrap();
        let values = figures(&support::election(), STATION, &[("votes.1", 101)]);
        intake.take(sheet_note(&phone, STATION, &values)).unwrap();
        let mut sql = desk.sql();
        let (photo, print, late) = (sha256(b"photo"), sha256(b"print"), sha256(b"late"));
        let of_sheet = Named {
            sha256: photo,
            bytes: Some(5),
            media: None,
            contest: "ppwp",
            station: STATION,
            page: Some(1),
        };
        photos::named(&mut sql, &of_sheet).unwrap();
        let whose = Whose { contest: "ppwp".to_owned(), region: HERE.to_owned(), constituency: None };
        let printed = Printed { sha256: print, statement: sha256(b"x"), at_ms: 1, bytes: 5, pages: None };
        let set = print::minutes::Set { file: b"print".to_vec(), codes: Vec::new(), grids: Vec::new() };
        kept::print(&mut sql, &whose, PersonId(1), &printed, &set).unwrap();
        let waits = Late { id: late, scope: STATION.to_owned(), note: "note".to_owned(), at_ms: 1 };
        enrol::wait(&mut sql, &waits).unwrap();
        let listed = desk.logged_in("pengurus", support::PASSWORD).get("/api/accounts").ok();
        let person = listed["accounts"].as_array().unwrap().iter().find(|one| one["name"] == "penghuni");
        let hex = |hash: Hash| hash.to_hex();
        let names = BTreeMap::from([
            ("sheet", "1".to_owned()),
            ("field", "valid".to_owned()),
            ("contest", "ppwp".to_owned()),
            ("station", STATION.to_owned()),
            ("region", HERE.to_owned()),
            ("below", STATION.to_owned()),
            ("photo", hex(photo)),
            ("print", hex(print)),
            ("id", hex(late)),
            ("person", person.unwrap()["id"].to_string()),
        ]);
        Full { desk, _intake: intake, _taking_in: taking_in, names }
    }

    /// A declared path with what is there in it.
    fn filled(&self, path: &str) -> String {
        let parts = path.split('/').map(|part| {
            let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
            name.map_or(part, |name| self.names[name].as_str())
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// What becomes of who asks a route about a place outside of their own.
enum Outside {
    /// Refused so, whatever is sent with it, here this.
    Refused(Value, &'static str),
    /// The same, where the place stands after the question mark.
    Asked(&'static str, &'static str),
    /// It names no place, and answers of one's own alone.
    OwnAlone,
    /// It is about the whole ledger or the whole trail, and no place's.
    Whole,
}

/// Every route that asks who one is, and what it does for somebody of another village.
fn outside(method: &str, path: &str, role: &str) -> Option<Outside> {
    use Outside::{Asked, OwnAlone, Refused, Whole};
    let whose = || json!({ "contest": "ppwp", "station": STATION, "reason": "recount" });
    let with = |more: Value| {
        let mut all = whose();
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let none = Value::Null;
    Some(match (method, path) {
        (
            "GET",
            "/api/sheets/{sheet}/form"
            | "/api/sheets/{sheet}/photos"
            | "/api/sheets/{sheet}/crops/{field}"
            | "/api/sheets/{sheet}/statement"
            | "/api/photos/{photo}"
            | "/api/prints/{print}"
            | "/api/standing/{contest}/{station}"
            | "/api/standing/{contest}/{station}/photos"
            | "/api/plenary/{contest}/{region}"
            | "/api/plenary/{contest}/{region}/{below}"
            | "/api/objections/{contest}/{region}",
        )
        | (
            "POST",
            "/api/sheets/{sheet}/claim"
            | "/api/sheets/{sheet}/look"
            | "/api/plenary/{contest}/{region}/print",
        ) => Refused(none, "not-your-region"),
        ("POST", "/api/sheets/{sheet}/resolve") => {
            Refused(json!({ "looked": [1, 2], "how": "keep-first" }), "not-your-region")
        }
        // What can't be claimed is nobody's to go on with.
        ("POST", "/api/sheets/{sheet}/save") => Refused(json!({ "cells": {} }), "not-claimed"),
        ("POST", "/api/sheets/{sheet}/finalise") => Refused(none, "not-claimed"),
        ("POST", "/api/sheets/next") => Refused(none, "nothing-to-do"),
        ("POST", "/api/compose/sheet") => Refused(with(json!({ "cells": {} })), "not-your-region"),
        ("POST", "/api/compose/withdrawal") => Refused(whose(), "not-your-region"),
        ("POST", "/api/compose/redaction") => {
            let photo = sha256(b"photo").to_hex();
            let asked = json!({ "contest": "ppwp", "place": STATION, "sha256": photo, "reason": "personal-data" });
            Refused(asked, "not-your-region")
        }
        ("POST", "/api/compose/ruling") => {
            Refused(with(json!({ "stands": sha256(b"x").to_hex() })), "not-your-region")
        }
        ("POST", "/api/compose/plenary") => {
            Refused(json!({ "contest": "ppwp", "region": HERE }), "not-your-region")
        }
        ("POST", "/api/compose/objection") => {
            Refused(json!({ "contest": "ppwp", "place": STATION, "text": "salah" }), "not-your-region")
        }
        ("POST", "/api/plenary/{contest}/{region}/typed") => {
            Refused(json!({ "cells": {} }), "not-your-region")
        }
        ("POST", "/api/plenary/{contest}/{region}/explain") => {
            Refused(json!({ "field": "valid", "text": "salah" }), "not-your-region")
        }
        ("POST", "/api/compose/answer") => {
            let (id, place) = (sha256(b"objection").to_hex(), STATION);
            let asked = json!({ "contest": "ppwp", "place": place, "objection": id, "outcome": "noted", "text": "x" });
            Refused(asked, "not-your-region")
        }
        ("POST", "/api/codes" | "/api/mandate") => {
            Refused(json!({ "role": role, "places": [STATION] }), "not-your-region")
        }
        // Who is not of one's region is not there.
        ("POST", "/api/late-keys/{id}/sign" | "/api/late-keys/{id}/refuse") => {
            Refused(Value::String("note".to_owned()), "no-late-key")
        }
        ("POST", "/api/plenary/{contest}/{region}/photographed") => {
            Refused(json!({ "photos": [] }), "not-your-region")
        }
        ("POST", "/api/compose/revoke") => {
            let key = key(&format!("kpps/{STATION}/hp1")).verifying_key().to_string();
            Refused(json!({ "key": key, "reason": "key-lost" }), "not-your-region")
        }
        ("POST", "/api/accounts/{person}/end" | "/api/accounts/{person}/second-factor/off") => {
            Refused(none, "no-account")
        }
        ("POST", "/api/accounts/renew") => Refused(json!({ "name": "penghuni" }), "no-account"),
        ("POST", "/api/accounts") => {
            Refused(Value::String(format!("name,role,region\nbaru,pps,{HERE}\n")), "accounts")
        }
        ("GET", "/api/progress") => Asked("?region=9801012001", "not-your-region"),
        ("GET", "/api/keys") => Asked("?place=9801012001", "not-your-region"),
        (
            "GET",
            "/api/ready" | "/api/differences" | "/api/unsigned" | "/api/late-keys" | "/api/accounts"
            | "/api/mandate" | "/api/mandate/objections" | "/api/trail",
        )
        | ("POST", "/api/sheets/{sheet}/give-back") => OwnAlone,
        (
            "GET",
            "/api/notes/{from}" | "/api/carry/{from}" | "/api/trail/anchors" | "/api/trail/check" | "/api/contests"
            | "/api/reasons"
            | "/api/roles",
        )
        // Letters are set from codes that are sent along, and say nothing but what is printed.
        // Which text is a statement's, the ledger says.
        | ("POST", "/api/statements/{id}/text" | "/api/notes" | "/api/trail/anchor" | "/api/codes/letters" | "/api/mandate/letters") => Whole,
        _ => return None,
    })
}

#[test]
fn nobody_reaches_anything_outside_of_their_region_by_any_route() {
    let full = Full::new();
    let people = one_of_each(&full.desk, BESIDE);
    for (method, path, gate) in full.desk.declared() {
        let may = |role: &str| match gate {
            Gate::Open | Gate::New => false,
            Gate::Known => true,
            Gate::May(act) => full.desk.access().allows(role, act),
        };
        for (role, person) in people.iter().filter(|(role, _)| may(role)) {
            let method = method.as_str();
            let told = outside(method, path, role);
            match told
                .unwrap_or_else(|| panic!("say what {method} {path} does for somebody of another region"))
            {
                Outside::Refused(body, code) => {
                    let answer = ask(person, method, &full.filled(path), &body);
                    assert_eq!(answer.code(), code, "{role} {method} {path}: {}", answer.text);
                }
                Outside::Asked(query, code) => {
                    let answer = ask(person, method, &format!("{path}{query}"), &Value::Null);
                    assert_eq!(answer.code(), code, "{role} {method} {path}: {}", answer.text);
                }
                Outside::OwnAlone => {
                    let answer = ask(person, method, &full.filled(path), &Value::Null);
                    assert!(answer.status < 300, "{role} {method} {path}: {}", answer.text);
                    assert!(!answer.text.contains(HERE), "{role} {method} {path}: {}", answer.text);
                }
                Outside::Whole => {}
            }
        }
    }
    // And nothing of it was done.
    let mut sql = full.desk.sql();
    let late = Hash::from_hex(full.names.get("id").unwrap()).unwrap();
    assert!(enrol::late_of(&mut sql, &late).unwrap().is_some());
    let penghuni = full.desk.logged_in("penghuni", support::PASSWORD);
    assert_eq!(penghuni.post("/api/sheets/1/claim", json!({})).status, 200);
}
