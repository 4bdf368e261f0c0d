//! A small election with a key for everybody, and short ways to state things in it.

use std::collections::BTreeMap;
use std::path::Path;

use election::{ContestIx, ProfileBundle, RegionIx};
use ledger::{Entry, Hash, KeyKind, KeyName, SigningKey};
use statement::{Moment, statement_id};
use tally::{FoldError, RefusalReason, RegionRecord, Replay, Sheet, State, Totals};

pub const HEADER: &str = "mini-2026/v1";
pub const START: u64 = 1_777_777_777_000;
/// Signers of every role. A name is `<role>/<scope>`; the importer's scope is the nation.
pub const SIGNERS: [&str; 13] = [
    "board/01",
    "board/02",
    "clerk/01001",
    "clerk/01002",
    "clerk/01003",
    "clerk/01901",
    "clerk/02001",
    "clerk/02002",
    "agent/01001",
    "agent/01001/2",
    "agent/02001",
    "importer/gazette",
    "commission/N",
];

pub struct World {
    pub replay: Replay,
    blobs: BTreeMap<Hash, Vec<u8>>,
    first: Vec<u8>,
    second: u64,
}

/// A key that follows from its name.
pub fn key(name: &str) -> SigningKey {
    SigningKey::from_seed(KeyName::new(name).unwrap(), KeyKind::Ed25519, ledger::sha256(name.as_bytes()).0)
}

pub fn sign(kind: &str, body: &str, names: &[&str]) -> Vec<u8> {
    let keys: Vec<SigningKey> = names.iter().map(|name| key(name)).collect();
    let keys: Vec<&SigningKey> = keys.iter().collect();
    statement::sign(&format!("{HEADER} {kind}\n{body}\n"), &keys).unwrap()
}

pub fn at(second: u64) -> Moment {
    let (minute, second) = (second / 60, second % 60);
    Moment::parse(&format!("2026-05-03T{:02}:{:02}:{second:02}+01:00", minute / 60, minute % 60)).unwrap()
}

/// `"values":{...}` of a form of the chair's contest (or of a return) on which every sum holds.
pub fn values([first, other]: [u32; 2]) -> String {
    let counted = first + other;
    format!(
        r#""values":{{"register":1000,"turnout":{counted},"votes.1":{first},"votes.2":{other},"blank":0,"spoilt":0,"counted":{counted}}}"#
    )
}

pub fn bundle() -> ProfileBundle {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../election/tests/profiles/mini"));
    let mut bundle = ProfileBundle::default();
    for below in [folder.to_path_buf(), folder.join("forms")] {
        for entry in std::fs::read_dir(&below).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                bundle.files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    bundle
}

/// `"supersedes":...` with a reason.
pub fn over(id: Hash) -> String {
    format!(r#""supersedes":"{}","reason":"typing-error","#, id.to_hex())
}

impl World {
    pub fn new() -> World {
        World::under(&[])
    }

    /// Under another law: texts of the profile's file replaced.
    pub fn under(changes: &[(&str, &str)]) -> World {
        let mut world = World::bare(changes);
        for name in SIGNERS {
            world.register(name).unwrap();
        }
        world.roster();
        world
    }

    /// Nothing but the definition.
    pub fn bare(changes: &[(&str, &str)]) -> World {
        let mut bundle = bundle();
        let law = bundle.files.get_mut("profile.toml").unwrap();
        for (from, to) in changes {
            assert!(law.contains(from), "the profile has {from}");
            *law = law.replacen(from, to, 1);
        }
        let files = ["regions.csv", "stations.csv", "candidates.csv"];
        let mut blobs = vec![bundle.to_json().into_bytes()];
        blobs.extend(files.map(|name| bundle.files[name].clone().into_bytes()));
        let named: Vec<String> = blobs
            .iter()
            .map(|bytes| {
                let hash = ledger::sha256(bytes).to_hex();
                format!(r#"{{"sha256":"{hash}","bytes":{},"media":"text/plain"}}"#, bytes.len())
            })
            .collect();
        let definition = format!(
            r#"{{"election":"A test","profile":{},"regions":{},"stations":{},"candidates":{},"log":"{}","key":"{}","role":"commission","at":"2026-04-01T00:00:00Z"}}"#,
            named[0],
            named[1],
            named[2],
            named[3],
            key("mini.example/log").verifying_key(),
            key("commission/N").verifying_key(),
        );
        let note = sign("definition", &definition, &["commission/N"]);
        let first = Entry { time_ms: START, batch: 0, note: &note }.encode();
        let blobs: BTreeMap<Hash, Vec<u8>> =
            blobs.into_iter().map(|bytes| (ledger::sha256(&bytes), bytes)).collect();
        let replay = Replay::begin(&first, &|hash| blobs.get(hash).cloned()).unwrap();
        World { replay, blobs, first, second: 0 }
    }

    /// The ledger as it was after its first entry.
    pub fn begin_again(&self) -> Replay {
        Replay::begin(&self.first, &|hash| self.blobs.get(hash).cloned()).unwrap()
    }

    /// Registers a signer by its name.
    pub fn register(&mut self, name: &str) -> Result<Hash, RefusalReason> {
        let mut parts = name.split('/');
        let (role, scope) = (parts.next().unwrap(), parts.next().unwrap());
        match role {
            // The first key is in the definition.
            "commission" => Ok(Hash([0; 32])),
            "importer" => self.register_as(name, role, "N", Some(scope)),
            _ => self.register_as(name, role, scope, None),
        }
    }

    pub fn register_as(
        &mut self,
        name: &str,
        role: &str,
        scope: &str,
        source: Option<&str>,
    ) -> Result<Hash, RefusalReason> {
        let source = source.map_or(String::new(), |source| format!(r#""source":"{source}","#));
        let body = format!(
            r#"{{"key":"{}","role":"{role}","scope":"{scope}",{source}"at":"2026-04-02T00:00:00Z"}}"#,
            key(name).verifying_key()
        );
        self.try_say(&["commission/N", name], "key", &body)
    }

    pub fn roster(&mut self) {
        self.say(
            &["commission/N"],
            "roster",
            r#"{"contests":["chair","council"],"expected":{"chair":6,"council":5},"at":"2026-04-03T00:00:00Z"}"#,
        );
    }

    /// States something, as one batch.
    pub fn try_say(&mut self, names: &[&str], kind: &str, body: &str) -> Result<Hash, RefusalReason> {
        self.second += 1;
        let id = statement_id(&format!("{HEADER} {kind}\n{body}\n"));
        let note = sign(kind, body, names);
        let mut admission = self.replay.admit(vec![note], START + 1000 * self.second);
        match admission.refused.pop() {
            Some((_, reason)) => Err(reason),
            None => Ok(id),
        }
    }

    #[track_caller]
    pub fn say(&mut self, names: &[&str], kind: &str, body: &str) -> Hash {
        self.try_say(names, kind, body).unwrap_or_else(|reason| panic!("{body}: {reason}"))
    }

    /// What a refusal by the fold says.
    #[track_caller]
    pub fn fold_error(&mut self, names: &[&str], kind: &str, body: &str) -> FoldError {
        match self.try_say(names, kind, body) {
            Err(RefusalReason::Fold(error)) => error,
            other => panic!("{body}: {other:?}"),
        }
    }

    fn moment(&self) -> Moment {
        at(self.second)
    }

    /// The body of a sheet of the chair's contest.
    pub fn sheet_body(&self, station: &str, votes: [u32; 2], more: &str) -> String {
        let stage = if more.contains("\"stage\"") { "" } else { r#""stage":"count","# };
        format!(
            r#"{{"contest":"chair","station":"{station}",{stage}{},{more}"at":"{}"}}"#,
            values(votes),
            self.moment()
        )
    }

    #[track_caller]
    pub fn sheet(&mut self, by: &str, station: &str, votes: [u32; 2], more: &str) -> Hash {
        let body = self.sheet_body(station, votes, more);
        self.say(&[by], "sheet", &body)
    }

    /// A source's figures, with the source's own time.
    #[track_caller]
    pub fn restate(&mut self, station: &str, votes: [u32; 2], second: u64, more: &str) -> Hash {
        self.restate_from("gazette", station, votes, second, more)
    }

    #[track_caller]
    pub fn restate_from(
        &mut self,
        source: &str,
        station: &str,
        votes: [u32; 2],
        second: u64,
        more: &str,
    ) -> Hash {
        let stage = if more.contains("\"stage\"") { "" } else { r#""stage":"count","# };
        let body = format!(
            r#"{{"contest":"chair","station":"{station}",{stage}{},"source":"{source}",{more}"at":"{}"}}"#,
            values(votes),
            at(second)
        );
        self.say(&[&format!("importer/{source}")], "sheet", &body)
    }

    pub fn withdrawal_body(&self, station: &str, id: Hash, more: &str) -> String {
        format!(
            r#"{{"contest":"chair","station":"{station}","stage":"count",{more}"supersedes":"{}","reason":"source-withdrew","at":"{}"}}"#,
            id.to_hex(),
            self.moment()
        )
    }

    pub fn ruling_body(&self, place: &str, id: Hash) -> String {
        format!(
            r#"{{"contest":"chair","place":"{place}","stands":"{}","reason":"decided","at":"{}"}}"#,
            id.to_hex(),
            self.moment()
        )
    }

    #[track_caller]
    pub fn rule(&mut self, by: &str, place: &str, id: Hash) -> Hash {
        let body = self.ruling_body(place, id);
        self.say(&[by], "ruling", &body)
    }

    pub fn plenary_body(&self, region: &str, stage: &str, votes: [u32; 2], more: &str) -> String {
        format!(
            r#"{{"contest":"chair","region":"{region}","stage":"{stage}",{},{more}"at":"{}"}}"#,
            values(votes),
            self.moment()
        )
    }

    /// The plenary of a municipality.
    #[track_caller]
    pub fn plenary(&mut self, by: &str, region: &str, votes: [u32; 2], more: &str) -> Hash {
        let body = self.plenary_body(region, "municipal-plenary", votes, more);
        self.say(&[by], "plenary", &body)
    }

    #[track_caller]
    pub fn object(&mut self, by: &str, place: &str) -> Hash {
        let text = ledger::sha256(&self.second.to_be_bytes()).to_hex();
        let body = format!(
            r#"{{"contest":"chair","place":"{place}","kind":"objection","text":"{text}","at":"{}"}}"#,
            self.moment()
        );
        self.say(&[by], "objection", &body)
    }

    pub fn answer_body(&self, place: &str, objection: Hash, outcome: &str) -> String {
        let text = ledger::sha256(outcome.as_bytes()).to_hex();
        format!(
            r#"{{"contest":"chair","place":"{place}","objection":"{objection}","outcome":"{outcome}","text":"{text}","at":"{}"}}"#,
            self.moment(),
            objection = objection.to_hex(),
        )
    }

    pub fn contest(&self, id: &str) -> ContestIx {
        self.replay.election().profile.contest(id).unwrap()
    }

    pub fn region(&self, code: &str) -> RegionIx {
        self.replay.election().places.find_region(code).unwrap()
    }

    pub fn of(&self, station: &str) -> &Sheet {
        let station = self.replay.election().places.find_station(station).unwrap();
        self.replay.tally.contest(self.contest("chair")).unwrap().sheet(station).unwrap()
    }

    pub fn state(&self, station: &str) -> &State {
        &self.of(station).state
    }

    /// Id of what stands.
    pub fn standing(&self, station: &str) -> Hash {
        self.of(station).standing_version().unwrap().id
    }

    pub fn record(&self, region: &str) -> &RegionRecord {
        self.replay.tally.contest(self.contest("chair")).unwrap().record(self.region(region)).unwrap()
    }

    pub fn standing_plenary(&self, region: &str) -> Hash {
        self.record(region).standing_plenary().unwrap().id
    }

    pub fn totals(&self, region: &str) -> &Totals {
        self.replay.tally.contest(self.contest("chair")).unwrap().totals(self.region(region)).unwrap()
    }
}
