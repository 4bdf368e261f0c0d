//! A district's plenary as tests hold it: who sits there, what they type, ask for and sign.

use std::sync::Arc;

use desk::intake::{Intake, TakingIn};
use ledger::{SigningKey, sha256};
use serde_json::{Map, Value, json};

use super::ledger::{Book, figures, key, key_note, registrar, sheet_note};
use super::{Answer, Kept, Person, Running, election};
use crate::photos;

pub const OTHER: &str = "9801012001002";
pub const VILLAGE: &str = "9801012001";
pub const DISTRICT: &str = "980101";
pub const PLENARY: &str = "/api/plenary/ppwp/980101";

/// A district whose committee has a key, and people at its desk.
pub struct Meeting {
    pub book: Book,
    pub desk: Running,
    pub intake: Arc<Intake>,
    _taking_in: TakingIn,
    pub committee: SigningKey,
    pub ketua: Person,
    pub anggota: Person,
    pub saksi: Person,
}

impl Meeting {
    pub fn new() -> Meeting {
        Meeting::at(Running::new())
    }

    /// One whose photos and words stay there.
    pub fn keeping(kept: &Kept) -> Meeting {
        Meeting::at(Running::keeping(kept))
    }

    fn at(desk: Running) -> Meeting {
        let book = Book::new();
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

    /// The same at another desk on the same folder and ledger, as after a crash.
    pub fn started_again(self) -> Meeting {
        let Meeting { book, desk, intake, committee, ketua, anggota, saksi, .. } = self;
        let desk = desk.restarted();
        drop(intake);
        let (intake, taking_in) = book.behind(&desk.desk);
        let [ketua, anggota, saksi] = [ketua, anggota, saksi].map(|person| person.at(&desk));
        Meeting { book, desk, intake, _taking_in: taking_in, committee, ketua, anggota, saksi }
    }

    /// A station's own sheet, all of whose checks hold.
    pub fn sheet(&self, station: &str, other: &[(&str, u32)]) {
        let phone = key(&format!("kpps/{station}/hp1"));
        let note = key_note(&phone, "kpps", station, &[&registrar()]);
        self.intake.take(note).unwrap();
        let values = figures(&election(), station, other);
        self.intake.take(sheet_note(&phone, station, &values)).unwrap();
    }

    /// Signs a text as the committee and hands it in.
    pub fn signs(&self, composed: &Answer) -> Answer {
        self.signs_as(&self.committee, composed)
    }

    pub fn signs_as(&self, key: &SigningKey, composed: &Answer) -> Answer {
        let note = statement::sign(composed.ok()["text"].as_str().unwrap(), &[key]).unwrap();
        self.desk.nobody().post_text("/api/statements", std::str::from_utf8(&note).unwrap())
    }

    /// A photo that is here, as a statement names it.
    pub fn photo(&self, number: u64) -> Value {
        let bytes = photos::photo(number, 3_000);
        assert_eq!(photos::whole(&self.ketua, &bytes).status, 204);
        json!({ "page": 1, "sha256": sha256(&bytes).to_hex(), "bytes": bytes.len(), "media": "image/jpeg" })
    }

    pub fn shown(&self) -> Value {
        self.ketua.get(PLENARY).ok()
    }

    /// The form as it stands, typed by somebody; of the sums some fields otherwise.
    pub fn types(&self, person: &Person, sums: &[(&str, Value)]) -> Answer {
        self.types_columns(person, sums, &[])
    }

    /// The same, and in the columns of some regions some fields otherwise.
    pub fn types_columns(
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
pub fn as_it_stands(shown: &Value) -> Value {
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
pub fn composes(person: &Person, mut asked: Value) -> Answer {
    asked["contest"] = json!("ppwp");
    asked["region"] = json!(DISTRICT);
    // Who closes says who signed the paper.
    if asked["closes"] == json!(true) && asked.get("signatories").is_none() {
        asked["signatories"] = json!([{ "name": "Sari", "office": "Ketua PPK" }]);
    }
    person.post("/api/compose/plenary", asked)
}
