//! Plenaries at the desk: made from what stands, compared, explained, closed, opened again.

use crate::photos;
use crate::support::ledger::figures;
use crate::support::meeting::{DISTRICT, Meeting, OTHER, PLENARY, VILLAGE, as_it_stands, composes};
use crate::support::{self, Person, STATION};
use serde_json::{Map, Value, json};

#[test]
fn a_plenary_shows_a_column_for_each_village_and_station_and_says_who_is_missing() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let shown = meeting.shown();
    assert_eq!(
        (&shown["stage"], &shown["form"]),
        (&json!("plenary-district"), &json!("d-hasil-kecamatan/ppwp"))
    );
    // The village without stations has no column.
    let columns = shown["columns"].as_array().unwrap();
    assert_eq!((columns.len(), &columns[0]["name"]), (1, &json!("MAWAR")));
    assert_eq!((&columns[0]["sums"]["votes.1"], &shown["sums"]["votes.1"]), (&json!(100), &json!(100)));
    assert_eq!((&shown["sheets"]["expected"], &shown["sheets"]["counted"]), (&json!(2), &json!(1)));
    assert_eq!((&shown["open"][0]["station"], &shown["open"][0]["why"]), (&json!(OTHER), &json!("missing")));
    assert_eq!(shown["opens"]["missing"], 1);
    let label = shown["fields"].as_array().unwrap().iter().find(|field| field["name"] == "voters.roll.male");
    assert_eq!(label.unwrap()["label"]["id"], "Pemilih dalam DPT, laki-laki");
    let village = meeting.ketua.get(&format!("{PLENARY}/9801012001")).ok();
    let stations = village["stations"].as_array().unwrap();
    assert_eq!((stations.len(), &stations[0]["values"]["votes.1"]), (2, &json!(100)));
    assert_eq!((&stations[1]["open"], &stations[1]["values"]), (&json!("missing"), &Value::Null));
    assert_eq!(meeting.ketua.get(&format!("{PLENARY}/9801")).code(), "not-below");
    assert_eq!(meeting.ketua.get("/api/plenary/ppwp/9801012001").code(), "no-plenary");
    assert_eq!(meeting.ketua.get("/api/plenary/ppwp/9801").code(), "not-your-region");
}

#[test]
fn what_no_counted_sheet_has_is_no_zero() {
    let meeting = Meeting::new();
    let shown = meeting.shown();
    assert_eq!(shown["sums"]["votes.1"], Value::Null);
    let composed = composes(&meeting.ketua, json!({}));
    let text = composed.ok()["text"].as_str().unwrap().to_owned();
    assert!(
        text.contains("\"unread\":{")
            && text.contains("\"votes\":\"empty\"")
            && text.contains("\"values\":{}"),
        "{text}"
    );
}

#[test]
fn a_sheet_in_conflict_is_named_until_the_plenary_corrects_it_with_a_reason_and_a_photo() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[("votes.1", 160)]);
    meeting.sheet(OTHER, &[]);
    let shown = meeting.shown();
    assert_eq!(
        (&shown["open"][0]["station"], &shown["open"][0]["why"]),
        (&json!(STATION), &json!("conflict"))
    );
    assert!(shown["failing"].as_array().unwrap().iter().any(|check| check["check"] == "votes-are-valid"));
    let cells: Map<String, Value> = figures(&support::election(), STATION, &[])
        .into_iter()
        .map(|(name, figure)| (name, json!(figure)))
        .collect();
    let ask = |evidence: Value| {
        let asked = json!({
            "contest": "ppwp", "station": STATION, "cells": cells, "reason": "plenary-correction",
            "evidence": evidence,
        });
        meeting.ketua.post("/api/compose/sheet", asked)
    };
    // The photo comes first.
    let refused = ask(json!([]));
    assert_eq!((refused.status, refused.code()), (422, "no-photo".to_owned()));
    let not_here = json!([{ "page": 2, "sha256": "ab".repeat(32), "bytes": 3_000, "media": "image/jpeg" }]);
    assert_eq!(ask(not_here).code(), "no-photo");
    let named = meeting.photo(2);
    let photo = named["sha256"].as_str().unwrap().to_owned();
    let composed = ask(json!([named]));
    assert!(composed.ok()["text"].as_str().unwrap().contains(&photo));
    // The same is held where statements come in, however one was written.
    let text = composed.ok()["text"].as_str().unwrap().to_owned();
    let (from, to) = (text.find(",\"evidence\":[").unwrap(), text.find("}]").unwrap() + 2);
    let bare = format!("{}{}", &text[..from], &text[to..]);
    let note = statement::sign(&bare, &[&meeting.committee]).unwrap();
    let refused = meeting.desk.nobody().post_text("/api/statements", std::str::from_utf8(&note).unwrap());
    assert_eq!((refused.status, refused.code()), (422, "no-photo".to_owned()));
    assert_eq!(meeting.signs(&composed).status, 201);
    let shown = meeting.shown();
    assert_eq!((&shown["open"], &shown["failing"]), (&json!([]), &json!([])));
    assert_eq!(shown["sums"]["votes.1"], 200);
    let village = meeting.ketua.get(&format!("{PLENARY}/9801012001")).ok();
    assert_eq!(village["stations"][0]["photos"][0]["sha256"], photo);
}

#[test]
fn a_plenary_closes_only_when_every_difference_to_what_somebody_else_typed_is_explained() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    meeting.sheet(OTHER, &[]);
    let close = |person: &Person| composes(person, json!({ "closes": true }));
    assert_eq!(close(&meeting.ketua).code(), "not-typed");
    assert_eq!(meeting.types(&meeting.anggota, &[("votes.1", json!(210))]).status, 201);
    assert_eq!(close(&meeting.anggota).code(), "own-typing");
    let shown = meeting.shown();
    let difference = &shown["differences"][0];
    assert_eq!(
        (&difference["field"], &difference["summed"], &difference["typed"]),
        (&json!("votes.1"), &json!(200), &json!(210))
    );
    let refused = close(&meeting.ketua);
    assert_eq!((refused.status, refused.code()), (409, "unexplained".to_owned()));
    assert!(refused.detail().contains("votes.1"));
    // What does not differ has nothing to explain; what differs is explained in words.
    let explain = |field: &str, text: &str| {
        meeting.ketua.post(&format!("{PLENARY}/explain"), json!({ "field": field, "text": text }))
    };
    assert_eq!(explain("votes.2", "salah").code(), "no-difference");
    assert_eq!(explain("votes.1", "  ").code(), "text-length");
    assert_eq!(explain("votes.1", "Salah ketik: kertas menyebut 200").status, 201);
    assert!(
        meeting.shown()["differences"][0]["explained"]["text"].as_str().unwrap().starts_with("Salah ketik")
    );
    let composed = close(&meeting.ketua);
    let text = composed.ok()["text"].as_str().unwrap().to_owned();
    assert!(!text.contains("Salah ketik"), "no free text goes into the ledger");
    // Other figures are another difference: the explanation was of these.
    assert_eq!(meeting.types(&meeting.anggota, &[("votes.1", json!(220))]).status, 201);
    assert_eq!(close(&meeting.ketua).code(), "unexplained");
    assert_eq!(meeting.types(&meeting.anggota, &[]).status, 201);
    assert_eq!(meeting.signs(&close(&meeting.ketua)).status, 201);
    let shown = meeting.shown();
    assert_eq!((&shown["status"], &shown["stands"]["closes"]), (&json!("plenary-closed"), &json!(true)));
    assert_eq!((&shown["typed"]["version"], &shown["sheets"]["confirmed"]), (&json!(3), &json!(2)));
    assert_eq!(meeting.desk.broken_trail(), None);
}

#[test]
fn a_statement_that_closes_over_unexplained_differences_is_refused_at_the_ledger_s_door_too() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    meeting.sheet(OTHER, &[]);
    // Written while nobody had typed the form; handed in when somebody has.
    let composed = composes(&meeting.ketua, json!({ "closes": true, "untyped": "hanya satu laptop" }));
    assert_eq!(meeting.types(&meeting.anggota, &[("votes.1", json!(210))]).status, 201);
    let refused = meeting.signs(&composed);
    assert_eq!((refused.status, refused.code()), (409, "unexplained".to_owned()));
    assert!(refused.detail().contains("votes.1"), "{}", refused.text);
    // Nor does one get by with the paper's own figures, whatever the sheets say.
    let text = composed.ok()["text"].as_str().unwrap().to_owned();
    let by_hand = |text: &str| {
        let note = statement::sign(text, &[&meeting.committee]).unwrap();
        meeting.desk.nobody().post_text("/api/statements", std::str::from_utf8(&note).unwrap())
    };
    assert_eq!(by_hand(&text.replace("\"votes.1\":200", "\"votes.1\":210")).code(), "unexplained");
    // One that does not close is stated as ever, and what another desk's ledger has is taken in as it is.
    let open = text.replace(",\"closes\":true", "");
    assert_ne!(open, text);
    assert_eq!(by_hand(&open).status, 201);
    let explain = json!({ "field": "votes.1", "text": "Salah ketik: kertas menyebut 200" });
    assert_eq!(meeting.ketua.post(&format!("{PLENARY}/explain"), explain).status, 201);
    let photo = meeting.photo(1);
    let closes = json!({ "closes": true, "reason": "plenary-correction", "evidence": [photo] });
    let composed = composes(&meeting.ketua, closes);
    // All is explained; without its photo it does not come in all the same.
    let text = composed.ok()["text"].as_str().unwrap().to_owned();
    let (from, to) = (text.find(",\"evidence\":[").unwrap(), text.find("}]").unwrap() + 2);
    assert_eq!(by_hand(&format!("{}{}", &text[..from], &text[to..])).code(), "no-photo");
    let taken = meeting.signs(&composed);
    assert_eq!(taken.status, 201, "{}", taken.text);
    // What is in stays in: sent again it is told where, though the form was typed otherwise since.
    assert_eq!(meeting.types(&meeting.anggota, &[("votes.1", json!(230))]).status, 201);
    assert_eq!(
        (meeting.signs(&composed).status, meeting.signs(&composed).ok()["entry"].clone()),
        (200, taken.ok()["entry"].clone())
    );
}

#[test]
fn a_form_is_typed_with_the_column_of_every_region_below_and_of_no_other() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let form = as_it_stands(&meeting.shown());
    let type_in = |change: &dyn Fn(&mut Value)| {
        let mut form = form.clone();
        change(&mut form);
        meeting.anggota.post(&format!("{PLENARY}/typed"), form)
    };
    let refused = type_in(&|form| form["columns"] = json!({}));
    assert_eq!((refused.status, refused.code()), (422, "missing-column".to_owned()));
    assert!(refused.detail().contains(VILLAGE), "{}", refused.text);
    // The village without stations has no column on the paper.
    let refused = type_in(&|form| form["columns"]["9801012002"] = json!({}));
    assert_eq!(refused.code(), "not-below");
    let refused = type_in(&|form| {
        form["columns"][VILLAGE].as_object_mut().unwrap().remove("votes.1");
    });
    assert_eq!(refused.code(), "missing-field");
    assert!(refused.detail().contains(VILLAGE) && refused.detail().contains("votes.1"), "{}", refused.text);
    assert_eq!(type_in(&|form| form["columns"][VILLAGE]["votes.1"] = json!("nol")).code(), "unknown-word");
    assert_eq!(meeting.shown()["typed"], Value::Null, "nothing of these was kept");
    assert_eq!(type_in(&|form| form["columns"][VILLAGE]["votes.1"] = json!("illegible")).status, 201);
    let shown = meeting.shown();
    assert_eq!(shown["typed"]["columns"][VILLAGE]["votes.1"], "illegible");
    // What can't be read is no zero: the cell differs from what stands, and its row is not said not to add up.
    let found = &shown["differences"];
    assert_eq!((found.as_array().unwrap().len(), &found[0]["column"]), (1, &json!(VILLAGE)));
    assert_eq!((&found[0]["summed"], &found[0]["typed"]), (&json!(100), &Value::Null));
}

#[test]
fn a_difference_in_one_region_s_column_is_explained_for_that_column_before_the_plenary_closes() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    meeting.sheet(OTHER, &[]);
    let typed = meeting.types_columns(&meeting.anggota, &[], &[(VILLAGE, "votes.1", json!(201))]);
    assert_eq!(typed.status, 201, "{}", typed.text);
    // The cell differs; and its row, whose sum is right, does not add up any more.
    let shown = meeting.shown();
    let told = |at: usize| {
        let one = &shown["differences"][at];
        ["column", "summed", "typed", "below", "added"].map(|name| one[name].clone())
    };
    assert_eq!(shown["differences"].as_array().unwrap().len(), 2);
    assert_eq!(told(0), [json!(VILLAGE), json!(200), json!(201), Value::Null, Value::Null]);
    assert_eq!(told(1), [Value::Null, json!(200), json!(200), Value::Null, json!(201)]);
    let close = || composes(&meeting.ketua, json!({ "closes": true }));
    let refused = close();
    assert_eq!(refused.code(), "unexplained");
    assert!(refused.detail().contains("votes.1 in 9801012001, votes.1"), "{}", refused.text);
    let explain = |column: Value| {
        let asked = json!({ "field": "votes.1", "column": column, "text": "Kertas dibetulkan dengan paraf" });
        meeting.ketua.post(&format!("{PLENARY}/explain"), asked)
    };
    let nothing = explain(json!("9801012002"));
    assert_eq!(nothing.code(), "no-difference");
    assert!(nothing.detail().contains("votes.1 in 9801012002"));
    // Said of the sums it says nothing of the column.
    assert_eq!(explain(Value::Null).status, 201);
    let refused = close();
    assert_eq!(refused.code(), "unexplained");
    assert!(refused.detail().ends_with("votes.1 in 9801012001"), "{}", refused.text);
    assert_eq!(explain(json!(VILLAGE)).status, 201);
    assert_eq!(close().status, 200);
    // Other figures in the column are another difference.
    meeting.types_columns(&meeting.anggota, &[], &[(VILLAGE, "votes.1", json!(202))]);
    assert_eq!(close().code(), "unexplained");
}

#[test]
fn at_the_ledger_s_door_a_column_s_difference_holds_up_whatever_closes_as_well() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let composed = composes(&meeting.ketua, json!({ "closes": true, "untyped": "hanya satu laptop" }));
    meeting.types_columns(&meeting.anggota, &[], &[(VILLAGE, "votes.1", json!(101))]);
    let refused = meeting.signs(&composed);
    assert_eq!((refused.status, refused.code()), (409, "unexplained".to_owned()));
    assert!(refused.detail().contains("votes.1 in 9801012001, votes.1"), "{}", refused.text);
    for column in [json!(VILLAGE), Value::Null] {
        let asked = json!({ "field": "votes.1", "column": column, "text": "Salah ketik" });
        assert_eq!(meeting.ketua.post(&format!("{PLENARY}/explain"), asked).status, 201);
    }
    assert_eq!(meeting.signs(&composed).status, 201);
}

#[test]
fn a_form_typed_by_its_sums_before_columns_were_asked_for_is_compared_by_them() {
    use desk::plenary::{Whose, kept};
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let whose = Whose { contest: "ppwp".to_owned(), region: DISTRICT.to_owned(), constituency: None };
    let fields = meeting.shown()["fields"].as_array().unwrap().clone();
    let shown = meeting.shown();
    let cells: Vec<election::Cell> = fields
        .iter()
        .map(|field| match shown["sums"][field["name"].as_str().unwrap()].as_u64() {
            Some(figure) => election::Cell::Read(election::Figure(u32::try_from(figure).unwrap())),
            None => election::Cell::Unread(election::Unread::Empty),
        })
        .collect();
    let by = desk::entry::Person(1);
    let mut sql = meeting.desk.sql();
    kept::type_in(&mut sql, &whose, by, 1, (&cells, &kept::Columns::new())).unwrap();
    let shown = meeting.shown();
    assert_eq!((&shown["typed"]["columns"], &shown["differences"]), (&json!({}), &json!([])));
}

#[test]
fn what_another_desk_closed_is_carried_in_whatever_was_typed_here() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let composed = composes(&meeting.ketua, json!({ "closes": true, "untyped": "tanpa jaringan" }));
    assert_eq!(meeting.types(&meeting.anggota, &[("votes.1", json!(210))]).status, 201);
    assert_eq!(meeting.signs(&composed).code(), "unexplained");
    let note = statement::sign(composed.ok()["text"].as_str().unwrap(), &[&meeting.committee]).unwrap();
    let carried =
        meeting.ketua.post("/api/notes", json!({ "notes": [String::from_utf8(note).unwrap()] })).ok();
    assert_eq!((&carried["new"], &carried["taken"][0]["new"]), (&json!(1), &json!(true)));
}

#[test]
fn why_nobody_typed_it_is_said_before_a_plenary_closes_unchecked() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let asked = json!({ "closes": true, "untyped": "Listrik padam, hanya satu laptop" });
    let composed = composes(&meeting.ketua, asked);
    assert_eq!(meeting.signs(&composed).status, 201);
    assert!(!composed.ok()["text"].as_str().unwrap().contains("Listrik"));
}

#[test]
fn a_closed_plenary_is_opened_again_with_a_reason_and_points_to_what_it_replaces() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let close = json!({ "closes": true, "untyped": "satu TPS saja" });
    let first = meeting.signs(&composes(&meeting.ketua, close.clone())).ok()["id"].clone();
    meeting.sheet(OTHER, &[]);
    let shown = meeting.shown();
    assert!(shown["changed"].as_array().unwrap().contains(&json!("votes.1")), "what came later is told");
    assert_eq!(shown["stands"]["values"]["votes.1"], 100);
    assert_eq!(composes(&meeting.ketua, close).code(), "no-reason");
    let mut again = json!({ "closes": true, "untyped": "satu TPS lagi", "reason": "plenary-correction" });
    assert_eq!(composes(&meeting.ketua, again.clone()).code(), "no-photo");
    let photo = meeting.photo(1);
    again["evidence"] = json!([photo]);
    let composed = composes(&meeting.ketua, again);
    assert!(composed.ok()["text"].as_str().unwrap().contains(&format!("\"supersedes\":{first}")));
    assert_eq!(meeting.signs(&composed).status, 201);
    let shown = meeting.shown();
    assert_eq!(
        (&shown["stands"]["supersedes"], &shown["stands"]["values"]["votes.1"]),
        (&first, &json!(200))
    );
    assert_eq!(shown["stands"]["evidence"][0]["sha256"], photo["sha256"]);
    assert_eq!(shown["stands"]["reason"], "plenary-correction");
    assert_eq!((shown["versions"].as_array().unwrap().len(), &shown["changed"]), (2, &json!([])));
    // Whoever reads the ledger finds the same.
    let replay = meeting.book.read();
    let contest = replay.election().profile.contest("ppwp").unwrap();
    let region = replay.election().places.find_region(DISTRICT).unwrap();
    let record = replay.tally.contest(contest).unwrap().record(region).unwrap();
    assert_eq!(record.standing_plenary().unwrap().supersedes.map(|id| json!(id.to_hex())), Some(first));
}

#[test]
fn a_regency_whose_columns_differ_from_its_districts_plenaries_explains_each_before_closing() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let closes = json!({ "closes": true, "untyped": "satu TPS saja" });
    assert_eq!(meeting.signs(&composes(&meeting.ketua, closes)).status, 201);
    meeting.sheet(OTHER, &[]);
    let [regency] = meeting.desk.more_people_in([("kabupaten", "kpu-regency", "9801")]);
    let shown = regency.get("/api/plenary/ppwp/9801").ok();
    let found = shown["differences"].as_array().unwrap().iter().filter(|one| one["field"] == "votes.1");
    // In the column of that district, held against its own plenary, and in the sums.
    let found: Vec<_> = found.map(|one| [&one["column"], &one["summed"], &one["below"]]).collect();
    let [below, sums] = [json!(DISTRICT), Value::Null];
    assert_eq!(found, [[&below, &json!(200), &json!(100)], [&sums, &json!(200), &json!(100)]]);
    assert_eq!(shown["columns"][0]["status"], "plenary-closed");
    let signed = json!([{ "name": "Sari", "office": "Ketua KPU" }]);
    let asked = json!({ "contest": "ppwp", "region": "9801", "closes": true, "untyped": "latihan", "signatories": signed });
    assert_eq!(regency.post("/api/compose/plenary", asked).code(), "unexplained");
}

#[test]
fn a_photo_brought_before_its_statement_is_taken_from_who_leads_a_plenary_and_from_no_witness() {
    let meeting = Meeting::new();
    let [province] = meeting.desk.more_people_in([("provinsi", "kpu-province", "98")]);
    assert_eq!(photos::whole(&province, &photos::photo(1, 1_000)).status, 204);
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("upload-length", "1000"),
        (
            "upload-metadata",
            "sha256 YWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYg==",
        ),
    ];
    assert_eq!(meeting.saksi.ask("POST", "/api/photos", &headers, b"").code(), "not-named");
}
