//! What is sent to the desk as JSON: every route reads or refuses it, and each text to sign that is made of it is a statement that
//! says the same again.

use std::sync::{Arc, LazyLock};

use desk::http::bodies;
use ledger::{Entry, Hash, KeyKind, KeyName, SigningKey, sha256};
use statement::{Blob, Body, Definition, Moment, Pairs, Roster, Sheet, Statement, encode_text, sign};
use tally::Replay;

const HEADER: &str = "id-2024/v1";
const BUNDLE: &str = include_str!(concat!(env!("OUT_DIR"), "/profile.json"));
const REGIONS: &str = "code,name,level,parent,source_id\n98,SIMULASI,1,,1\n9801,SIMULASI RAYA,2,98,2\n\
                       980101,MELATI,3,9801,3\n9801012001,MAWAR,4,980101,4\n9801012002,KENANGA,4,980101,5\n";
const STATIONS: &str =
    "code,name,region,source_id\n9801012001001,TPS 001,9801012001,6\n9801012001002,TPS 002,9801012001,7\n";
const STATION: &str = "9801012001001";

fn at() -> Moment {
    Moment::new(1_700_000_000, 420).expect("a moment")
}

fn key(name: &str) -> SigningKey {
    SigningKey::from_seed(KeyName::new(name).expect("a name"), KeyKind::Ed25519, sha256(name.as_bytes()).0)
}

fn signed(body: &Body<'_>) -> Vec<u8> {
    sign(&encode_text(HEADER, body).expect("a text"), &[&key("kpu/ID")]).expect("a note")
}

/// A ledger in which one of two stations has a sheet.
static LEDGER: LazyLock<Replay> = LazyLock::new(|| {
    let (vkey, log) =
        (key("kpu/ID").verifying_key().to_string(), key("example.org/ledger").verifying_key().to_string());
    let definition = signed(&Body::Definition(Definition {
        election: "latihan",
        practice: true,
        profile: Blob::of(BUNDLE.as_bytes(), "application/json"),
        regions: Blob::of(REGIONS.as_bytes(), "text/csv"),
        stations: Blob::of(STATIONS.as_bytes(), "text/csv"),
        constituencies: None,
        candidates: None,
        outlines: None,
        log: &log,
        key: &vkey,
        role: "kpu",
        at: at(),
    }));
    let blob = |hash: &Hash| {
        let all = [BUNDLE, REGIONS, STATIONS].map(str::as_bytes);
        all.into_iter().find(|blob| sha256(blob) == *hash).map(<[u8]>::to_vec)
    };
    let first = Entry { time_ms: 1_700_000_000_000, batch: 0, note: &definition }.encode();
    let mut replay = Replay::begin(&first, &blob).expect("a ledger");
    let election = Arc::clone(replay.election());
    let place = election.places.find_station(STATION).expect("a station");
    let form = election.form(election.profile.contest("ppwp").expect("a contest"), place).expect("a form");
    let fields = election.form_by_ix(form).fields.iter();
    let sheet = signed(&Body::Sheet(Sheet {
        text: None,
        contest: "ppwp",
        station: STATION,
        stage: "count",
        run: None,
        values: Pairs::new(fields.map(|field| (&*field.name, 0)).collect()).expect("values"),
        unread: Pairs::default(),
        evidence: Vec::new(),
        method: Pairs::default(),
        confidence: Pairs::default(),
        source: None,
        supersedes: None,
        reason: None,
        at: at(),
    }));
    let expected = Pairs::new(vec![("ppwp", 2)]).expect("a contest");
    let roster = signed(&Body::Roster(Roster { contests: vec!["ppwp"], expected, at: at() }));
    let admitted = replay.admit(vec![roster, sheet], 1_700_000_001_000);
    assert_eq!(admitted.accepted.len(), 2, "{:?}", admitted.refused);
    replay
});

/// Runs it on these bytes.
pub fn run(body: &[u8]) {
    let readers = bodies::readers(body);
    let texts = bodies::texts(&LEDGER, body, sha256(b"what is said beside"), at());
    assert!(texts.len() <= readers, "who makes a text has read what asks for it");
    for text in texts {
        let (_, said) = Statement::parse_unsigned(HEADER, &text).expect("a text that somebody may sign");
        assert_eq!(encode_text(HEADER, &said).expect("what was parsed can be written"), text);
    }
}
