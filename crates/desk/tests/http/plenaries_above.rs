//! Plenaries above the districts, and abroad: each made of those below it, all the way from what stands to its closing.

use std::sync::Arc;

use desk::intake::{Intake, TakingIn};
use ledger::{SigningKey, sha256};
use serde_json::{Value, json};

use crate::photos;
use crate::support::ledger::{Book, commission, figures, key, key_note, registrar, sheet_note};
use crate::support::meeting::{OTHER, as_it_stands};
use crate::support::{ABROAD, Answer, Person, Running, STATION, election_of};

/// A plenary's place: region, who leads it, when it is held, and its form.
struct Level {
    region: &'static str,
    role: &'static str,
    stage: &'static str,
    form: &'static str,
}

const DISTRICT: Level =
    Level { region: "980101", role: "ppk", stage: "plenary-district", form: "d-hasil-kecamatan/ppwp" };
const REGENCY: Level =
    Level { region: "9801", role: "kpu-regency", stage: "plenary-regency", form: "d-hasil-kabko/ppwp" };
const PROVINCE: Level =
    Level { region: "98", role: "kpu-province", stage: "plenary-province", form: "d-hasil-prov/ppwp" };
const MISSION: Level =
    Level { region: "9901", role: "ppln", stage: "plenary-overseas", form: "d-hasil-ppln/ppwp" };
/// All missions together, which the nation's commission adds up.
const ABROAD_ALL: Level =
    Level { region: "99", role: "kpu", stage: "plenary-province", form: "d-hasil-ppln/ppwp" };
const NATION: Level =
    Level { region: "ID", role: "kpu", stage: "plenary-nation", form: "d-hasil-nasional/ppwp" };
const STATION_ABROAD: &str = "9901010001001";

/// A count with people of every level at its desk.
struct Count {
    _book: Book,
    desk: Running,
    intake: Arc<Intake>,
    _taking_in: TakingIn,
}

/// Who leads a plenary, who types its form, and the key that signs.
struct Office<'a> {
    count: &'a Count,
    level: &'static Level,
    leads: Person,
    types: Person,
    key: SigningKey,
}

impl Count {
    fn new() -> Count {
        let (book, desk) = (Book::at(ABROAD), Running::abroad());
        let (intake, taking_in) = book.behind(&desk.desk);
        desk.first_account();
        Count { _book: book, desk, intake, _taking_in: taking_in }
    }

    fn sheet(&self, station: &str, other: &[(&str, u32)]) {
        let phone = key(&format!("kpps/{station}/hp1"));
        self.intake.take(key_note(&phone, "kpps", station, &[&registrar()])).unwrap();
        let values = figures(&election_of(ABROAD), station, other);
        self.intake.take(sheet_note(&phone, station, &values)).unwrap();
    }

    fn office(&self, level: &'static Level) -> Office<'_> {
        let Level { region, role, .. } = *level;
        // Whose role is the nation's acts everywhere, and signs by the nation's key.
        let of = if role == "kpu" { "" } else { region };
        let [leads, types] = self.desk.more_people_in([
            (&*format!("ketua-{region}").to_lowercase(), role, of),
            (&*format!("anggota-{region}").to_lowercase(), role, of),
        ]);
        let key = if role == "kpu" {
            commission()
        } else {
            let key = key(&format!("{role}/{region}/ketua"));
            self.intake.take(key_note(&key, role, region, &[&registrar()])).unwrap();
            key
        };
        Office { count: self, level, leads, types, key }
    }
}

impl Office<'_> {
    fn path(&self, more: &str) -> String {
        format!("/api/plenary/ppwp/{}{more}", self.level.region)
    }

    fn shown(&self) -> Value {
        self.leads.get(&self.path("")).ok()
    }

    /// The form as it stands, typed; in the column of a region, or in that of the sums, a field otherwise.
    fn types(&self, other: &[(Option<&str>, &str, u32)]) -> Answer {
        let mut form = as_it_stands(&self.shown());
        for (column, field, figure) in other {
            match column {
                Some(region) => form["columns"][region][field] = json!(figure),
                None => form["cells"][field] = json!(figure),
            }
        }
        self.types.post(&self.path("/typed"), form)
    }

    fn explains(&self, column: Option<&str>, field: &str) -> Answer {
        let asked = json!({ "field": field, "column": column, "text": "Salah salin, dibetulkan di rapat" });
        self.leads.post(&self.path("/explain"), asked)
    }

    fn closes(&self, mut asked: Value) -> Answer {
        asked["contest"] = json!("ppwp");
        asked["region"] = json!(self.level.region);
        asked["closes"] = json!(true);
        asked["signatories"] = json!([{ "name": "Sari", "office": "Ketua" }]);
        self.leads.post("/api/compose/plenary", asked)
    }

    fn signs(&self, composed: &Answer) -> Answer {
        let note = statement::sign(composed.ok()["text"].as_str().unwrap(), &[&self.key]).unwrap();
        self.count.desk.nobody().post_text("/api/statements", std::str::from_utf8(&note).unwrap())
    }

    /// Types the form as it stands, and closes.
    fn holds(&self) {
        assert_eq!(self.types(&[]).status, 201);
        let signed = self.signs(&self.closes(json!({})));
        assert_eq!(signed.status, 201, "{}", signed.text);
    }

    /// From what stands, over a column that was typed wrongly, to the closing. `columns`: the regions below, with their `votes.1`.
    fn holds_it_all_the_way(&self, columns: &[(&str, u32)]) {
        let votes: u32 = columns.iter().map(|(_, votes)| votes).sum();
        let (below, of_first) = columns[0];
        let shown = self.shown();
        assert_eq!((&shown["stage"], &shown["form"]), (&json!(self.level.stage), &json!(self.level.form)));
        let told = shown["columns"].as_array().unwrap().iter();
        let told: Vec<_> = told.map(|one| (one["region"].clone(), one["sums"]["votes.1"].clone())).collect();
        let expected: Vec<_> = columns.iter().map(|(region, votes)| (json!(region), json!(votes))).collect();
        assert_eq!((told, &shown["sums"]["votes.1"]), (expected, &json!(votes)));
        assert_eq!((&shown["differences"], &shown["open"]), (&json!([]), &json!([])));
        assert_eq!(self.closes(json!({})).code(), "not-typed");
        let typed = self.types(&[(Some(below), "votes.1", of_first + 1), (None, "votes.1", votes + 1)]);
        assert_eq!(typed.status, 201, "{}", typed.text);
        let refused = self.closes(json!({}));
        assert_eq!((refused.status, refused.code()), (409, "unexplained".to_owned()));
        assert!(refused.detail().contains(&format!("votes.1 in {below}, votes.1")), "{}", refused.text);
        assert_eq!(self.explains(Some(below), "votes.1").status, 201);
        assert_eq!(self.closes(json!({})).code(), "unexplained", "the sums are explained for themselves");
        assert_eq!(self.explains(None, "votes.1").status, 201);
        let composed = self.closes(json!({}));
        let text = composed.ok()["text"].as_str().unwrap().to_owned();
        assert!(text.contains(&format!("\"votes.1\":{votes}")), "what stands is stated: {text}");
        let signed = self.signs(&composed);
        assert_eq!(signed.status, 201, "{}", signed.text);
        let shown = self.shown();
        assert_eq!(
            (&shown["status"], &shown["stands"]["id"]),
            (&json!("plenary-closed"), &signed.ok()["id"])
        );
        assert_eq!((&shown["stands"]["values"]["votes.1"], &shown["changed"]), (&json!(votes), &json!([])));
    }

    /// The difference of `votes.1` in a column, or in the sums: what stands, and what the plenaries below state.
    fn difference(&self, column: Option<&str>) -> Option<[Value; 2]> {
        let shown = self.shown();
        let mut each = shown["differences"].as_array().unwrap().iter();
        let found = each.find(|one| one["field"] == "votes.1" && one["column"] == json!(column))?;
        Some(["summed", "below"].map(|name| found[name].clone()))
    }
}

#[test]
fn a_regency_s_plenary_is_held_all_the_way_over_its_districts() {
    let count = Count::new();
    count.sheet(STATION, &[]);
    count.sheet(OTHER, &[]);
    count.office(&DISTRICT).holds();
    let regency = count.office(&REGENCY);
    assert_eq!(regency.shown()["columns"][0]["status"], "plenary-closed");
    regency.holds_it_all_the_way(&[("980101", 200)]);
    assert_eq!(count.desk.broken_trail(), None);
}

#[test]
fn a_province_s_plenary_is_held_all_the_way_over_its_regencies() {
    let count = Count::new();
    count.sheet(STATION, &[]);
    count.sheet(OTHER, &[]);
    count.office(&DISTRICT).holds();
    count.office(&REGENCY).holds();
    let province = count.office(&PROVINCE);
    assert_eq!(province.shown()["columns"][0]["status"], "plenary-closed");
    province.holds_it_all_the_way(&[("9801", 200)]);
}

#[test]
fn a_mission_abroad_holds_its_own_plenary_over_the_stations_there() {
    let count = Count::new();
    count.sheet(STATION_ABROAD, &[]);
    let mission = count.office(&MISSION);
    mission.holds_it_all_the_way(&[("990101", 100)]);
    // There is none of a district abroad, nor may a mission's committee state one at home.
    assert_eq!(mission.leads.get("/api/plenary/ppwp/9801").code(), "not-your-region");
    assert_eq!(mission.shown()["open"], json!([]));
}

#[test]
fn the_nation_s_plenary_is_held_all_the_way_over_its_provinces_and_those_abroad() {
    let count = Count::new();
    for station in [STATION, OTHER, STATION_ABROAD] {
        count.sheet(station, &[]);
    }
    for level in [&DISTRICT, &REGENCY, &PROVINCE, &MISSION, &ABROAD_ALL] {
        count.office(level).holds();
    }
    let nation = count.office(&NATION);
    let statuses = nation.shown()["columns"].as_array().unwrap().clone();
    assert!(statuses.iter().all(|column| column["status"] == "plenary-closed"), "{statuses:?}");
    nation.holds_it_all_the_way(&[("98", 200), ("99", 100)]);
    assert_eq!(count.desk.broken_trail(), None);
}

#[test]
fn what_a_district_corrects_after_its_regency_closed_differs_there_and_in_the_province_until_each_closes_again()
 {
    let count = Count::new();
    count.sheet(STATION, &[]);
    count.sheet(OTHER, &[]);
    let [district, regency, province] = [&DISTRICT, &REGENCY, &PROVINCE].map(|level| count.office(level));
    district.holds();
    regency.holds();
    assert_eq!((regency.difference(Some("980101")), province.difference(Some("9801"))), (None, None));
    // The district counts a station again.
    let photo = |office: &Office<'_>, number: u64| {
        let bytes = photos::photo(number, 3_000);
        assert_eq!(photos::whole(&office.leads, &bytes).status, 204);
        json!([{ "page": 1, "sha256": sha256(&bytes).to_hex(), "bytes": bytes.len(), "media": "image/jpeg" }])
    };
    let cells: serde_json::Map<String, Value> =
        figures(&election_of(ABROAD), STATION, &[("votes.1", 101), ("votes.2", 49)])
            .into_iter()
            .map(|(name, figure)| (name, json!(figure)))
            .collect();
    let asked = json!({
        "contest": "ppwp", "station": STATION, "cells": cells, "reason": "recount", "evidence": photo(&district, 1),
    });
    assert_eq!(district.signs(&district.leads.post("/api/compose/sheet", asked)).status, 201);
    // Its own plenary has not said so yet, nor has the regency's: both are told, each where it is.
    let told = Some([json!(201), json!(200)]);
    assert_eq!((regency.difference(Some("980101")), regency.difference(None)), (told.clone(), told.clone()));
    assert_eq!((province.difference(Some("9801")), province.difference(None)), (told.clone(), told));
    assert_eq!(province.closes(json!({ "untyped": "latihan" })).code(), "unexplained");
    let again = |office: &Office<'_>, number: u64| {
        assert_eq!(office.types(&[]).status, 201);
        assert_eq!(office.difference(None), None);
        let closes = json!({ "reason": "plenary-correction", "evidence": photo(office, number) });
        let signed = office.signs(&office.closes(closes));
        assert_eq!(signed.status, 201, "{}", signed.text);
    };
    again(&district, 2);
    // What remains there is the form that was typed before.
    assert_eq!(regency.difference(Some("980101")), Some([json!(201), json!(201)]));
    assert!(province.difference(Some("9801")).is_some(), "the regency still states the old figures");
    again(&regency, 3);
    assert_eq!((province.difference(Some("9801")), province.difference(None)), (None, None));
    province.holds();
    assert_eq!(province.shown()["stands"]["values"]["votes.1"], 201);
}
