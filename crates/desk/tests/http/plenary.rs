//! Plenaries at the desk: made from what stands, compared, explained, printed, closed, opened again, disputed.

use crate::photos;
use crate::support::ledger::{Book, commission, figures, key, key_note, registrar, sheet_note};
use crate::support::{self, Answer, Person, Running, STATION};
use desk::intake::{Intake, TakingIn};
use desk::store::Sql;
use ledger::{Hash, SigningKey, sha256};
use sequencer::Fault;
use serde_json::{Map, Value, json};
use std::sync::Arc;

const OTHER: &str = "9801012001002";
const DISTRICT: &str = "980101";
const PLENARY: &str = "/api/plenary/ppwp/980101";

/// A district whose committee has a key, and people at its desk.
struct Meeting {
    book: Book,
    desk: Running,
    intake: Arc<Intake>,
    _taking_in: TakingIn,
    committee: SigningKey,
    ketua: Person,
    anggota: Person,
    saksi: Person,
}

impl Meeting {
    fn new() -> Meeting {
        let (book, desk) = (Book::new(), Running::new());
        let (intake, taking_in) = book.behind(&desk.desk);
        let [ketua, anggota, saksi] = desk.people_in([
            ("ketua", "ppk", DISTRICT),
            ("anggota", "ppk", DISTRICT),
            ("wakil", "saksi", DISTRICT),
        ]);
        let committee = key("ppk/980101/ketua");
        intake.take(key_note(&committee, "ppk", DISTRICT, &[&registrar()])).unwrap();
        Meeting { book, desk, intake, _taking_in: taking_in, committee, ketua, anggota, saksi }
    }

    /// A station's own sheet, all of whose checks hold.
    fn sheet(&self, station: &str, other: &[(&str, u32)]) {
        let phone = key(&format!("kpps/{station}/hp1"));
        let note = key_note(&phone, "kpps", station, &[&registrar()]);
        self.intake.take(note).unwrap();
        let values = figures(&support::election(), station, other);
        self.intake.take(sheet_note(&phone, station, &values)).unwrap();
    }

    /// Signs a text as the committee and hands it in.
    fn signs(&self, composed: &Answer) -> Answer {
        self.signs_as(&self.committee, composed)
    }

    fn signs_as(&self, key: &SigningKey, composed: &Answer) -> Answer {
        let note = statement::sign(composed.ok()["text"].as_str().unwrap(), &[key]).unwrap();
        self.desk.nobody().post_text("/api/statements", std::str::from_utf8(&note).unwrap())
    }

    /// A photo that is here, as a statement names it.
    fn photo(&self, number: u64) -> Value {
        let bytes = photos::photo(number, 3_000);
        assert_eq!(photos::whole(&self.ketua, &bytes).status, 204);
        json!({ "page": 1, "sha256": sha256(&bytes).to_hex(), "bytes": bytes.len(), "media": "image/jpeg" })
    }

    fn shown(&self) -> Value {
        self.ketua.get(PLENARY).ok()
    }

    /// The form as it stands, typed by somebody; of the sums some fields otherwise.
    fn types(&self, person: &Person, sums: &[(&str, Value)]) -> Answer {
        self.types_columns(person, sums, &[])
    }

    /// The same, and in the columns of some regions some fields otherwise.
    fn types_columns(
        &self,
        person: &Person,
        sums: &[(&str, Value)],
        columns: &[(&str, &str, Value)],
    ) -> Answer {
        let mut form = as_it_stands(&self.shown());
        for (field, value) in sums {
            form["cells"][field] = value.clone();
        }
        for (region, field, value) in columns {
            form["columns"][region][field] = value.clone();
        }
        person.post(&format!("{PLENARY}/typed"), form)
    }
}

/// A form with every column as it stands; empty where there is no figure.
fn as_it_stands(shown: &Value) -> Value {
    let told = |sums: &Value| -> Map<String, Value> {
        let each = sums.as_object().unwrap().iter();
        let cell = |figure: &Value| if figure.is_null() { json!("empty") } else { figure.clone() };
        each.map(|(field, figure)| (field.clone(), cell(figure))).collect()
    };
    let columns = shown["columns"].as_array().unwrap().iter();
    let columns: Map<String, Value> = columns
        .map(|column| (column["region"].as_str().unwrap().to_owned(), Value::Object(told(&column["sums"]))))
        .collect();
    json!({ "cells": told(&shown["sums"]), "columns": columns })
}

/// Asks for the plenary's text.
fn composes(person: &Person, mut asked: Value) -> Answer {
    asked["contest"] = json!("ppwp");
    asked["region"] = json!(DISTRICT);
    // Who closes says who signed the paper.
    if asked["closes"] == json!(true) && asked.get("signatories").is_none() {
        asked["signatories"] = json!([{ "name": "Sari", "office": "Ketua PPK" }]);
    }
    person.post("/api/compose/plenary", asked)
}

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

const VILLAGE: &str = "9801012001";

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

fn holds(file: &[u8], what: &str) -> bool {
    file.windows(what.len()).any(|window| window == what.as_bytes())
}

#[test]
fn minutes_are_printed_from_what_stands_kept_by_their_hash_and_handed_out_as_they_were() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let print = || meeting.ketua.post(&format!("{PLENARY}/print"), json!({}));
    assert_eq!(print().code(), "nothing-stands");
    let closes = json!({ "closes": true, "untyped": "latihan" });
    let stated = meeting.signs(&composes(&meeting.ketua, closes)).ok();
    let made = print();
    assert_eq!(made.status, 201, "{}", made.text);
    let told = made.ok();
    assert_eq!(told["statement"], stated["id"]);
    let address = told["address"].as_str().unwrap();
    let (media, file) = meeting.saksi.get_bytes(address);
    assert_eq!(media, "application/pdf");
    assert_eq!(json!(ledger::sha256(&file).to_hex()), told["sha256"]);
    assert!(file.starts_with(b"%PDF-1.7") && holds(&file, "<pdfaid:part>2</pdfaid:part>"));
    // Printed again from the same ledger it is the same file; and the first stays when the figures change.
    assert_eq!(print().ok()["sha256"], told["sha256"]);
    meeting.sheet(OTHER, &[]);
    assert_ne!(print().ok()["sha256"], told["sha256"]);
    assert_eq!(meeting.saksi.get_bytes(address).1, file);
    assert_eq!(meeting.shown()["prints"].as_array().unwrap().len(), 2);
    assert_eq!(meeting.ketua.get(&format!("/api/prints/{}", "0".repeat(64))).code(), "no-print");
    if let Ok(path) = std::env::var("MINUTES") {
        std::fs::write(path, &file).unwrap();
    }
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

/// A print's pages as pictures, by others' program; none where it isn't here.
fn pictures(file: &[u8]) -> Option<Vec<Vec<u8>>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("minutes.pdf");
    std::fs::write(&path, file).unwrap();
    let mut draw = std::process::Command::new("pdftoppm");
    let drawn = draw.args(["-gray", "-png", "-r", "150"]).arg(&path).arg(folder.path().join("page")).status();
    if !drawn.is_ok_and(|status| status.success()) {
        println!("skipped: there is no pdftoppm (package poppler-utils)");
        return None;
    }
    let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "png")).collect();
    files.sort();
    Some(files.iter().map(|path| std::fs::read(path).unwrap()).collect())
}

/// A page with a stroke of a pen half a millimetre wide at the left of its first figure's cell.
fn stroked(page: &[u8]) -> Vec<u8> {
    let picture = reader::decode::decode(page).unwrap();
    let dots = |hundredths: usize| hundredths * picture.width() / 29_700;
    let mut pixels = picture.pixels().to_vec();
    for row in dots(4_720)..dots(4_940) {
        pixels[row * picture.width() + dots(9_550)..][..dots(50)].fill(60);
    }
    reader::Gray::new(picture.width(), picture.height(), pixels).unwrap().to_png().unwrap()
}

#[test]
fn photos_of_signed_minutes_are_told_page_by_page_and_what_is_missing_is_named() {
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let closes = json!({ "closes": true, "untyped": "latihan" });
    let stated = meeting.signs(&composes(&meeting.ketua, closes)).ok()["id"].clone();
    let print = meeting.ketua.post(&format!("{PLENARY}/print"), json!({})).ok();
    let file = meeting.ketua.get_bytes(print["address"].as_str().unwrap()).1;
    let Some(pages) = pictures(&file) else { return };
    assert_eq!(print["pages"], pages.len());
    assert_eq!(meeting.shown()["prints"][0]["pages"], print["pages"]);
    let brought = |bytes: &[u8]| {
        assert_eq!(photos::whole(&meeting.ketua, bytes).status, 204);
        sha256(bytes).to_hex()
    };
    let hashes: Vec<String> = pages.iter().map(|bytes| brought(bytes)).collect();
    let look = |photos: &[String]| {
        meeting.ketua.post(&format!("{PLENARY}/photographed"), json!({ "photos": photos }))
    };
    let all = look(&hashes).ok();
    assert_eq!((&all["print"], &all["missing"]), (&print["sha256"], &json!([])));
    for (shown, page) in all["photos"].as_array().unwrap().iter().zip(1..) {
        assert_eq!((&shown["shows"], &shown["page"]), (&json!("page"), &json!(page)));
        assert_eq!((&shown["statement"], &shown["pages"]), (&stated, &print["pages"]));
        let figures = &shown["figures"];
        assert!(figures.is_null() || (&figures["unclear"], &figures["differ"]) == (&json!(0), &json!(0)));
    }
    assert!(all["photos"][0]["figures"]["same"].as_u64() > Some(10), "the first page has figures");
    // A pen's stroke in the first figure's cell is told, with its place on the photo.
    let told = look(&[brought(&stroked(&pages[0]))]).ok()["photos"][0].clone();
    assert_eq!((&told["shows"], &told["figures"]["differ"]), (&json!("page"), &json!(1)));
    let differing = &told["figures"]["differing"][0];
    assert!(["column", "item", "printed", "photo"].iter().all(|part| differing[*part].is_string()));
    // Without the first, with a wall.
    let wall = reader::Gray::new(600, 800, vec![200; 480_000]).unwrap().to_png().unwrap();
    let some: Vec<String> = hashes[1..].iter().cloned().chain([brought(&wall)]).collect();
    let told = look(&some).ok();
    assert_eq!(
        (&told["missing"], &told["photos"][some.len() - 1]["shows"]),
        (&json!([1]), &json!("no-page"))
    );
    // Once other figures stand, these are pages of what stood before.
    meeting.sheet(OTHER, &[]);
    let mut again = json!({ "closes": true, "untyped": "latihan", "reason": "recount" });
    again["evidence"] = json!([meeting.photo(1)]);
    assert_eq!(meeting.signs(&composes(&meeting.ketua, again)).status, 201);
    assert_eq!(look(&hashes).ok()["photos"][0]["shows"], "other-statement");
    assert_eq!(look(&["ab".repeat(32)]).code(), "no-photo");
    assert_eq!(look(&vec![hashes[0].clone(); 61]).code(), "too-many-photos");
    assert_eq!(
        meeting.saksi.post(&format!("{PLENARY}/photographed"), json!({ "photos": [] })).code(),
        "not-your-role"
    );
}

#[test]
fn every_page_of_the_minutes_says_what_it_was_made_from_and_that_it_is_practice() {
    use desk::plenary::{Plenary, Whose, paper};
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let closes = json!({ "closes": true, "untyped": "latihan" });
    let stated = meeting.signs(&composes(&meeting.ketua, closes)).ok();
    let replay = meeting.intake.counted();
    let whose = Whose { contest: "ppwp".to_owned(), region: DISTRICT.to_owned(), constituency: None };
    let plenary = Plenary::find(&replay, &whose).unwrap();
    let labels = plenary.form().fields.iter().map(|field| field.name.to_string()).collect();
    let head = meeting.intake.head().unwrap();
    let facts = paper::Facts {
        labels,
        typed: None,
        differences: &[],
        objections: Vec::new(),
        head: (head.size, head.root),
    };
    let minutes = paper::minutes(&plenary, &facts).unwrap();
    assert!(minutes.made_from[0].ends_with(stated["id"].as_str().unwrap()));
    assert!(minutes.made_from[1].ends_with(&format!("{}, {}", head.size, head.root.to_hex())));
    assert_eq!(minutes.practice.as_deref(), Some("SIMULASI"));
    // The district's own table, then one for the village with each of its stations.
    let titles: Vec<&str> = minutes.tables.iter().map(|table| table.title.as_str()).collect();
    assert_eq!((titles.len(), titles[1]), (2, "Lampiran: MAWAR"));
    assert_eq!(minutes.tables[1].columns.len(), 2);
    let witnesses = minutes.lists.last().unwrap();
    assert_eq!(witnesses.rows.len(), 3, "a row for each pair's witness");
    assert!(witnesses.columns.iter().any(|(head, _)| head.starts_with("Tidak bersedia")));
}

#[test]
fn the_minutes_name_the_column_of_a_difference_and_what_the_typed_columns_come_to() {
    use desk::plenary::{Difference, Plenary, Whose, paper};
    let meeting = Meeting::new();
    meeting.sheet(STATION, &[]);
    let closes = json!({ "closes": true, "untyped": "latihan" });
    assert_eq!(meeting.signs(&composes(&meeting.ketua, closes)).status, 201);
    let replay = meeting.intake.counted();
    let whose = Whose { contest: "ppwp".to_owned(), region: DISTRICT.to_owned(), constituency: None };
    let plenary = Plenary::find(&replay, &whose).unwrap();
    let of_village = Difference {
        field: "votes.1".to_owned(),
        column: Some(VILLAGE.to_owned()),
        summed: Some(100),
        typed: Some(101),
        below: None,
        added: None,
    };
    let of_sums = Difference { column: None, typed: Some(100), added: Some(101), ..of_village.clone() };
    let facts = paper::Facts {
        labels: plenary.form().fields.iter().map(|field| field.name.to_string()).collect(),
        typed: None,
        differences: &[(of_village, None), (of_sums, None)],
        objections: Vec::new(),
        head: (1, ledger::sha256(b"")),
    };
    let rows = &paper::minutes(&plenary, &facts).unwrap().lists[1].rows;
    let told: Vec<&[String]> = rows.iter().map(|row| &row[..3]).collect();
    assert_eq!(told, [["votes.1, MAWAR", "100", "101"], ["votes.1", "100", "100 (kolom: 101)"]]);
}

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
    assert_eq!(statement::text_of(&meeting.desk.blob(&hash).unwrap()), Some(why));
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
    assert_eq!(meeting.signs(&composed).status, 201);
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
