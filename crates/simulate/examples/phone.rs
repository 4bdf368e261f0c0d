//! What the phone's program is held against: the same rules, in the one place that decides them.
//!
//! ```text
//! phone form CONTEST                     the form of a contest at a station, as the desk hands it to phones
//! phone checks CONTEST COUNT SEED        sheets by chance, a line each: values, and what every check says of them
//! phone sign                             a statement signed here: the key and the note, for the browser to check
//! phone admit < NOTES                    notes by phones, with a zero byte between; each must be admitted
//! ```
//!
//! `admit` begins a ledger's keys with a definition of its own, adds the registrar's signature to key statements as a desk
//! does, and prints of every note its id and who signed it; the first that is refused ends it with the reason.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read as _;
use std::path::Path;
use std::{env, fs};

use election::{Cell, Code, Field, Figure, Form, Outcome, Profile, ProfileBundle, Unread};
use ledger::{KeyKind, KeyName, Note, SigningKey};
use serde_json::{Map, Value, json};
use statement::{Blob, Body, Definition, Key, Keyring, Moment, Statement};

const HEADER: &str = "id-2024/v1";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let profile = profile()?;
    match arguments.as_slice() {
        ["form", contest] => println!("{}", form(&profile, contest)?),
        ["checks", contest, count, seed] => checks(&profile, contest, count.parse()?, seed.parse()?)?,
        ["sign"] => sign()?,
        ["admit"] => admit(&profile)?,
        _ => return Err("usage: phone form | checks | sign | admit (see its source)".into()),
    }
    Ok(())
}

fn profile() -> Result<Profile, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024");
    let mut files = BTreeMap::new();
    for folder in ["", "forms"] {
        for entry in fs::read_dir(root.join(folder))? {
            let path = entry?.path();
            if path.is_file() {
                let name = path.strip_prefix(&root)?.display().to_string();
                files.insert(name, fs::read_to_string(&path)?);
            }
        }
    }
    Ok(Profile::from_bundle(&ProfileBundle { files: files.into_iter().collect() })?)
}

fn station_form(profile: &Profile, contest: &str) -> Result<Form, Box<dyn Error>> {
    let (_, contest) =
        profile.contests().find(|(_, one)| one.id == contest).ok_or("the profile has no such contest")?;
    let ix = profile.contest(&contest.id).ok_or("the profile has no such contest")?;
    Ok(profile.station_form(ix, false)?.ok_or("it has no form at stations")?)
}

fn form(profile: &Profile, contest: &str) -> Result<Value, Box<dyn Error>> {
    let form = station_form(profile, contest)?;
    let both = |text: &dyn Fn(&str) -> String| json!({"id": text("id"), "en": text("en")});
    let message = |language: &str, key: &str| profile.message(language, key).unwrap_or(key).to_owned();
    let label = |language: &str, field: &Field| {
        let option =
            form.options.iter().find(|option| form.fields.get(usize::from(option.field.0)) == Some(field));
        let name = message(language, &field.label_key);
        option.map_or(name.clone(), |option| format!("{name}: {} {}", option.number, option.name))
    };
    let fields: Vec<Value> = form
        .fields
        .iter()
        .map(|field| {
            json!({"name": *field.name, "page": field.page, "digits": field.digits, "label": both(&|language| label(language, field))})
        })
        .collect();
    let checks: Vec<Value> = form
        .checks
        .iter()
        .map(|check| {
            let fields = check.fields().iter().filter_map(|field| form.fields.get(usize::from(field.0)));
            let fields: Vec<&str> = fields.map(|field| &*field.name).collect();
            json!({"id": *check.id, "hard": check.hard, "rule": *check.text, "fields": fields, "text": both(&|language| message(language, &check.message_key))})
        })
        .collect();
    Ok(json!({
        "contest": contest,
        "name": both(&|language| message(language, &form.name_key)),
        "form": *form.id,
        "stage": "count",
        "pages": form.pages,
        "fields": fields,
        "checks": checks,
    }))
}

/// Steps through numbers that look like chance; the same seed gives the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn checks(profile: &Profile, contest: &str, count: u64, seed: u64) -> Result<(), Box<dyn Error>> {
    let form = station_form(profile, contest)?;
    let mut chance = Chance(seed);
    for _ in 0..count {
        let mut cells = form.blank(Unread::Empty);
        let mut values = Map::new();
        // Small figures, so that identities hold on some sheets; a gap now and then, so that checks are undecided.
        let most = if chance.below(2) == 0 { 2 } else { 400 };
        for (cell, field) in cells.iter_mut().zip(&form.fields) {
            if chance.below(40) != 0 {
                let figure = u32::try_from(chance.below(most))?;
                *cell = Cell::Read(Figure(figure));
                values.insert(field.name.to_string(), figure.into());
            }
        }
        let said: Map<String, Value> = form
            .checks
            .iter()
            .map(|check| {
                let word = match check.evaluate(&cells) {
                    Outcome::Holds => "holds",
                    Outcome::Fails => "fails",
                    Outcome::Undecided => "undecided",
                    Outcome::NotApplicable => "not-applicable",
                };
                let sides =
                    check.sides(&cells).map(|(left, right)| vec![left.to_string(), right.to_string()]);
                (check.id.to_string(), json!({"outcome": word, "sides": sides}))
            })
            .collect();
        println!("{}", json!({"values": values, "checks": said}));
    }
    Ok(())
}

fn registrar() -> Result<SigningKey, Box<dyn Error>> {
    Ok(SigningKey::from_seed(KeyName::new("kpu/ID")?, KeyKind::Ed25519, [7; 32]))
}

fn sign() -> Result<(), Box<dyn Error>> {
    let key = registrar()?;
    let vkey = key.verifying_key().to_string();
    let body = Body::Key(Key {
        key: &vkey,
        role: "kpu",
        scope: "ID",
        source: None,
        at: Moment::parse("2024-02-01T08:00:00+07:00")?,
    });
    let text = statement::encode_text(HEADER, &body)?;
    let note = String::from_utf8(statement::sign(&text, &[&key])?)?;
    println!("{}", json!({"key": vkey, "note": note, "id": statement::statement_id(&text).to_hex()}));
    Ok(())
}

fn admit(profile: &Profile) -> Result<(), Box<dyn Error>> {
    let registrar = registrar()?;
    let vkey = registrar.verifying_key().to_string();
    let blob = Blob::of(b"as in a test", "text/plain");
    let definition = Body::Definition(Definition {
        election: "practice",
        practice: true,
        profile: blob,
        regions: blob,
        stations: blob,
        constituencies: None,
        candidates: None,
        outlines: None,
        log: &vkey,
        key: &vkey,
        role: "kpu",
        at: Moment::parse("2024-02-01T08:00:00+07:00")?,
    });
    let note = statement::sign(&statement::encode_text(HEADER, &definition)?, &[&registrar])?;
    let mut ring = Keyring::begin(Code::new("ID")?, &Statement::parse(HEADER, &note)?)?;
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    for (index, note) in (1..).zip(input.split(|byte| *byte == 0).filter(|note| !note.is_empty())) {
        let mut note = note.to_vec();
        if matches!(Statement::parse(HEADER, &note)?.body, Body::Key(_)) {
            let parsed = Note::parse(&note)?;
            let mut lines = parsed.signatures.clone();
            lines.push(registrar.sign_text(parsed.text)?);
            note = ledger::encode_note(parsed.text, &lines)?;
        }
        let statement = Statement::parse(HEADER, &note)?;
        let signers = ring.check(profile, index, &statement)?;
        let names: Vec<String> = signers.iter().map(|signer| signer.record.key.to_string()).collect();
        println!("{}", json!({"id": statement::statement_id(statement.text).to_hex(), "by": names}));
        ring.learn(index, &statement)?;
    }
    Ok(())
}
