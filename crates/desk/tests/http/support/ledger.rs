//! A ledger in memory, begun as `saksi init` begins one, and who signs in it.

use std::sync::Arc;

use desk::http::Desk;
use desk::intake::{Beside, Intake, TakingIn};
use election::{Election, Unread};
use ledger::{Entry, KeyKind, KeyName, SigningKey};
use sequencer::{MemoryLock, MemoryStore, Power, Sequencer, Store};
use statement::{
    Blob, Body, Definition, Evidence, HexHash, Key, Moment, Pairs, Roster, Sheet, UnreadText, encode_text,
    sign,
};
use tally::{Replay, Trust};

use crate::support::{bundle, places};

/// When everything was stated, and after which the desk's clock begins.
const AT: i64 = 1_700_000_000;

/// Files that are held nowhere; tests name photos that nobody took, so all others are.
pub static GONE: std::sync::Mutex<Vec<ledger::Hash>> = std::sync::Mutex::new(Vec::new());

pub fn at() -> Moment {
    Moment::new(AT, 420).unwrap()
}

/// The desk's time, milliseconds since 1970: the day of every contest has come.
pub fn clock() -> u64 {
    u64::try_from(AT).unwrap_or(0) * 1_000 + 100_000_000_000
}

/// A key of this name; its secret is its name, which is enough for a test.
pub fn key(name: &str) -> SigningKey {
    let seed = ledger::sha256(name.as_bytes()).0;
    SigningKey::from_seed(KeyName::new(name).unwrap(), KeyKind::Ed25519, seed)
}

pub fn commission() -> SigningKey {
    key("kpu/ID")
}

pub fn registrar() -> SigningKey {
    key("administrator/ID/desk")
}

/// A key's statement, signed by itself and whoever vouches.
pub fn key_note(new: &SigningKey, role: &str, scope: &str, vouch: &[&SigningKey]) -> Vec<u8> {
    let vkey = new.verifying_key().to_string();
    let body = Body::Key(Key { key: &vkey, role, scope, source: None, at: at() });
    let keys: Vec<&SigningKey> = vouch.iter().copied().chain([new]).collect();
    sign(&encode_text("id-2024/v1", &body).unwrap(), &keys).unwrap()
}

/// Figures of a sheet whose every check holds, but for what is said otherwise.
pub fn figures(election: &Election, station: &str, other: &[(&str, u32)]) -> Vec<(String, u32)> {
    let place = election.places.find_station(station).unwrap();
    let form = election.form(election.profile.contest("ppwp").unwrap(), place).unwrap();
    let usual = |name: &str| match name {
        "voters.roll.male" | "voters.roll.female" | "votes.1" => 100,
        "voters.roll.total" => 200,
        "voters.used-roll.male" | "voters.used.male" => 80,
        "voters.used-roll.female" | "voters.used.female" => 90,
        "voters.used-roll.total" | "voters.used.total" | "ballots.used" | "cast" => 170,
        "ballots.received" => 204,
        "ballots.unused" => 34,
        "votes.2" => 50,
        "votes.3" => 15,
        "valid" => 165,
        "invalid" => 5,
        _ => 0,
    };
    let fields = election.form_by_ix(form).fields.iter();
    fields
        .map(|field| {
            let said = other.iter().find(|(name, _)| *name == &*field.name);
            (field.name.to_string(), said.map_or_else(|| usual(&field.name), |(_, figure)| *figure))
        })
        .collect()
}

/// A sheet's statement.
pub fn sheet_note(by: &SigningKey, station: &str, values: &[(String, u32)]) -> Vec<u8> {
    sheet_of_paper(by, station, values, &[], &[])
}

/// The same, naming photos by their pages.
pub fn sheet_with_photos(
    by: &SigningKey,
    station: &str,
    values: &[(String, u32)],
    photos: &[(u8, &[u8])],
) -> Vec<u8> {
    let photos: Vec<(u8, ledger::Hash, u64)> =
        photos.iter().map(|(page, bytes)| (*page, ledger::sha256(bytes), bytes.len() as u64)).collect();
    sheet_naming(by, station, values, &[], &photos)
}

/// The same, with fields that can't be read, and photos of these pages.
pub fn sheet_of_paper(
    by: &SigningKey,
    station: &str,
    values: &[(String, u32)],
    illegible: &[&str],
    pages: &[u8],
) -> Vec<u8> {
    let photo = |page: &u8| (*page, ledger::sha256(format!("{station} {page}").as_bytes()), 1_000);
    let photos: Vec<(u8, ledger::Hash, u64)> = pages.iter().map(photo).collect();
    sheet_naming(by, station, values, illegible, &photos)
}

fn sheet_naming(
    by: &SigningKey,
    station: &str,
    values: &[(String, u32)],
    illegible: &[&str],
    photos: &[(u8, ledger::Hash, u64)],
) -> Vec<u8> {
    let values = values.iter().filter(|(name, _)| !illegible.contains(&name.as_str()));
    let values = values.map(|(name, figure)| (name.as_str(), *figure)).collect();
    let unread = illegible.iter().map(|name| (*name, UnreadText(Unread::Illegible))).collect();
    let photo = |(page, sha256, bytes): &(u8, ledger::Hash, u64)| Evidence {
        page: Some(*page),
        sha256: Some(HexHash(*sha256)),
        media: Some("image/jpeg"),
        bytes: Some(*bytes),
        uri: None,
    };
    let body = Body::Sheet(Sheet {
        text: None,
        contest: "ppwp",
        station,
        stage: "count",
        run: None,
        values: Pairs::new(values).unwrap(),
        unread: Pairs::new(unread).unwrap(),
        evidence: photos.iter().map(photo).collect(),
        method: Pairs::default(),
        confidence: Pairs::default(),
        source: None,
        supersedes: None,
        reason: None,
        at: at(),
    });
    sign(&encode_text("id-2024/v1", &body).unwrap(), &[by]).unwrap()
}

/// The ledger's files and its head.
#[derive(Clone)]
pub struct Book {
    pub power: Power,
    store: Arc<MemoryStore>,
    pub lock: Arc<MemoryLock>,
    /// Where the election is held: its tables of regions and of stations.
    places: [String; 2],
}

impl Book {
    /// A new one: definition, roster, and the desk's key.
    pub fn new() -> Book {
        Book::of(true, places())
    }

    /// One that is no practice.
    pub fn real() -> Book {
        Book::of(false, places())
    }

    /// One of a practice that is held in these places: tables of regions and of stations.
    pub fn at(places: [&str; 2]) -> Book {
        Book::of(true, places)
    }

    fn of(practice: bool, places: [&str; 2]) -> Book {
        let power = Power::default();
        let book = Book {
            places: places.map(str::to_owned),
            store: Arc::new(MemoryStore::new(power.clone())),
            lock: Arc::new(MemoryLock::new(power.clone())),
            power,
        };
        let (bundle, log) = (bundle::bundle("profiles/id-2024").to_json(), key("example.org/ledger"));
        let (vkey, log_key) = (commission().verifying_key().to_string(), log.verifying_key().to_string());
        let definition = Body::Definition(Definition {
            election: "latihan",
            practice,
            profile: Blob::of(bundle.as_bytes(), "application/json"),
            regions: Blob::of(places[0].as_bytes(), "text/csv"),
            stations: Blob::of(places[1].as_bytes(), "text/csv"),
            constituencies: None,
            candidates: None,
            outlines: None,
            log: &log_key,
            key: &vkey,
            role: "kpu",
            at: at(),
        });
        let note = sign(&encode_text("id-2024/v1", &definition).unwrap(), &[&commission()]).unwrap();
        let count = places[1].lines().count() as u64 - 1;
        let expected = Pairs::new(vec![("ppwp", count)]).unwrap();
        let roster = Body::Roster(Roster { contests: vec!["ppwp"], expected, at: at() });
        let roster = sign(&encode_text("id-2024/v1", &roster).unwrap(), &[&commission()]).unwrap();
        let desk = key_note(&registrar(), "administrator", "ID", &[&commission()]);
        let now = u64::try_from(AT).unwrap() * 1_000;
        let mut sequencer =
            Sequencer::create(Arc::clone(&book.store), Arc::clone(&book.lock), log, now).unwrap();
        sequencer.append(&[note, roster, desk], now + 1).unwrap();
        book
    }

    /// The ledger read to its end.
    pub fn read(&self) -> Replay {
        let reader = sequencer::LedgerReader::new(self.store.as_ref());
        let size = reader.checkpoint().unwrap().unwrap().checkpoint.size;
        let blobs =
            [bundle::bundle("profiles/id-2024").to_json(), self.places[0].clone(), self.places[1].clone()];
        let blob = |hash: &ledger::Hash| {
            blobs
                .iter()
                .find(|blob| ledger::sha256(blob.as_bytes()) == *hash)
                .map(|blob| blob.clone().into_bytes())
        };
        let entries: Vec<Vec<u8>> = (0..size).map(|entry| reader.entry(entry, size).unwrap()).collect();
        assert!(Entry::parse(&entries[0]).is_ok());
        let mut replay = Replay::begin(&entries[0], &blob).unwrap();
        let mut refused = Vec::new();
        replay.apply(1, &entries[1..], Trust::Nobody, &mut |refusal| refused.push(refusal));
        assert_eq!(refused, []);
        replay
    }

    /// Lets a desk state into it.
    pub fn behind(&self, desk: &Desk) -> (Arc<Intake>, TakingIn) {
        let files: Arc<dyn Store> = Arc::clone(&self.store) as Arc<dyn Store>;
        let sequencer =
            Sequencer::open(Arc::clone(&self.store), Arc::clone(&self.lock), key("example.org/ledger"))
                .unwrap();
        let blobs = desk.blobs();
        let beside = Beside {
            held: Box::new(|hash| Ok(!GONE.lock().unwrap().contains(hash))),
            keep: Box::new(move |bytes| blobs.keep_bytes(bytes)),
        };
        let (intake, taking_in) = Intake::start(
            sequencer,
            self.read(),
            files,
            desk.writer().clone(),
            Arc::clone(desk.names()),
            beside,
            clock,
        )
        .unwrap();
        let intake = Arc::new(intake);
        desk.state_into(Arc::clone(&intake));
        desk.vouch_with(registrar());
        (intake, taking_in)
    }
}
