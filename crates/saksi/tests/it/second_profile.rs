//! Another country, two levels, two contests: the whole chain runs from its profile alone.

use std::path::Path;

use crate::common::{kept_key, ok, saksi, status, text};
use ledger::{KeyKind, KeyName, SigningKey};
use sequencer::{FolderLock, FolderStore, Sequencer};
use statement::{Body, Key, Moment, Pairs, Sheet, encode_text, sign};

const HEADER: &str = "mini-2026/v1";

fn at(second: u32) -> Moment {
    Moment::parse(&format!("2026-05-03T21:00:{second:02}+01:00")).unwrap()
}

fn sheet(station: &str, votes: [u32; 2], counted: u32, second: u32) -> String {
    let [first, other] = votes;
    let values = vec![
        ("register", 200),
        ("turnout", counted),
        ("votes.1", first),
        ("votes.2", other),
        ("blank", 1),
        ("spoilt", 2),
        ("counted", counted),
    ];
    let body = Body::Sheet(Sheet {
        text: None,
        contest: "chair",
        station,
        stage: "count",
        run: None,
        values: Pairs::new(values).unwrap(),
        unread: Pairs::default(),
        evidence: Vec::new(),
        method: Pairs::default(),
        confidence: Pairs::default(),
        source: None,
        supersedes: None,
        reason: None,
        at: at(second),
    });
    encode_text(HEADER, &body).unwrap()
}

#[test]
fn a_second_profile_runs_the_whole_chain() {
    let profile = Path::new(env!("CARGO_MANIFEST_DIR")).join("../election/tests/profiles/mini");
    let file = |name: &str| text(&profile.join(name));
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("fairland"));
    let lists = [file("regions.csv"), file("stations.csv"), file("candidates.csv")];
    let [regions, stations, candidates] = &lists;
    ok(&[
        "init",
        &folder,
        "--profile",
        &text(&profile),
        "--places",
        regions,
        "--stations",
        stations,
        "--candidates",
        candidates,
        "--contests",
        "chair,council",
    ]);
    ok(&["publish", &folder]);

    let commission = kept_key(&folder, "commission");
    let board = SigningKey::from_seed(KeyName::new("board/01").unwrap(), KeyKind::Ed25519, [7; 32]);
    let vkey = board.verifying_key().to_string();
    let key = Body::Key(Key { key: &vkey, role: "board", scope: "01", source: None, at: at(0) });
    let key = sign(&encode_text(HEADER, &key).unwrap(), &[&commission, &board]).unwrap();
    let good = sign(&sheet("01001", [60, 30], 93, 1), &[&board]).unwrap();
    let broken = sign(&sheet("01002", [10, 20], 90, 2), &[&board]).unwrap();
    let path = Path::new(&folder);
    let lock = FolderLock::open(path.join("ledger/head")).unwrap();
    let store = FolderStore::new(path.join("ledger"));
    let mut sequencer = Sequencer::open(store, lock, kept_key(&folder, "log")).unwrap();
    let now = sequencer.last_time_ms();
    sequencer.append(&[key], now + 1).unwrap();
    sequencer.append(&[good, broken], now + 2).unwrap();
    drop(sequencer);
    ok(&["publish", &folder]);

    let status = status(&folder);
    let quality = |name: &str| status.pointer(&format!("/contests/chair/quality/{name}")).cloned().unwrap();
    let found = [quality("consistent"), quality("conflict"), quality("expected")];
    assert_eq!(found, [1, 1, lines(stations) - 2].map(serde_json::Value::from));
    assert_eq!(
        status.pointer("/contests/chair/all_standing/sums/votes.1"),
        Some(&serde_json::Value::from(70))
    );
    assert_eq!(
        status.pointer("/contests/chair/consistent_or_better/stations"),
        Some(&serde_json::Value::from(2)),
        "a board confirms"
    );

    let public = format!("{folder}/public");
    ok(&["verify", &public, "--policy", &format!("{public}/policy")]);
    assert!(!Path::new(&public).join("pemilu").exists(), "no adapter, no foreign tree");
    let page = std::fs::read_to_string(format!("{public}/en/chair/01.html")).unwrap();
    assert!(page.contains("Ada Birch") && page.contains("School"), "the pages speak its words");

    let total = format!("{public}/record/chair/N/totals.json");
    let changed = std::fs::read_to_string(&total).unwrap().replacen("\"votes.1\":70", "\"votes.1\":71", 1);
    std::fs::write(&total, changed).unwrap();
    let found = saksi(&["verify", &public]);
    assert_eq!(found.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&found.stdout).contains("totals.json"), "the finding names the file");
}

fn lines(path: &str) -> u64 {
    std::fs::read_to_string(path).unwrap().lines().count() as u64 - 1
}
