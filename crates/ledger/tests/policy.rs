//! Policies: every rule of the format, quorums, and whole proofs with one character changed.
#![expect(clippy::unwrap_used, reason = "a setup that fails is a failed test")]

use std::collections::BTreeSet;

use ledger::policy::PolicyProblem as Problem;
use ledger::{
    CheckError, Checkpoint, CheckpointError, Edge, Entry, Hash, HashReader, KeyError, KeyKind, KeyName,
    NoteError, Policy, PolicyError, SignedCheckpoint, SigningKey, TileId, TlogProof, TlogProofError,
    cosignature, inclusion_proof, leaf_hash,
};
use proptest::prelude::*;

const ORIGIN: &str = "hasil.example/pemilu2029";

fn log() -> SigningKey {
    SigningKey::from_seed(KeyName::new(ORIGIN).unwrap(), KeyKind::Ed25519, [1; 32])
}

fn witness(name: &str) -> SigningKey {
    let seed = ledger::sha256(name.as_bytes()).0;
    SigningKey::from_seed(KeyName::new(format!("{name}.example")).unwrap(), KeyKind::Cosignature, seed)
}

fn witness_line(name: &str) -> String {
    format!("witness {name} {}\n", witness(name).verifying_key())
}

/// A policy over these witnesses, with the rest of the file given.
fn policy_text(witnesses: &[&str], rest: &str) -> String {
    let lines: Vec<String> = witnesses.iter().map(|name| witness_line(name)).collect();
    format!("log {} https://{ORIGIN}\n{}{rest}", log().verifying_key(), lines.concat())
}

fn policy(witnesses: &[&str], rest: &str) -> Policy {
    Policy::parse(&policy_text(witnesses, rest)).unwrap()
}

fn problem(witnesses: &[&str], rest: &str) -> (usize, Problem) {
    let PolicyError { line, problem } = Policy::parse(&policy_text(witnesses, rest)).unwrap_err();
    (line, problem)
}

fn head(checkpoint: &Checkpoint, cosigners: &[(&str, u64)]) -> SignedCheckpoint {
    let mut signed = SignedCheckpoint::sign(checkpoint, &log()).unwrap();
    for (name, time) in cosigners {
        let key = witness(name);
        let line = cosignature::sign(&key, *time, &checkpoint.text()).unwrap();
        signed = signed.with_cosignature(key.verifying_key(), line).unwrap();
    }
    signed
}

fn some_head(cosigners: &[(&str, u64)]) -> SignedCheckpoint {
    let root = ledger::sha256(b"root");
    head(&Checkpoint { origin: ORIGIN.to_owned(), size: 9, root }, cosigners)
}

#[test]
fn the_example_of_the_specification_decides_by_two_levels_of_groups() {
    let policy = policy(
        &["X1", "X2", "X3", "Y1", "Y2", "Y3"],
        "# two organisations\n\n \tgroup X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any  Y1\tY2 Y3 \n\
         group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n",
    );
    let quorum = |names: &[&str]| policy.is_quorum(&names.iter().copied().collect());
    assert!(quorum(&["X1", "X3", "Y2"]));
    assert!(quorum(&["X1", "X2", "X3", "Y1", "Y2", "Y3"]));
    assert!(!quorum(&["X1", "Y1", "Y2", "Y3"]));
    assert!(!quorum(&["X1", "X2", "X3"]));
    assert!(!quorum(&[]));
    assert_eq!(policy.witnesses().len(), 6);
    assert_eq!(policy.logs()[0].url.as_deref(), Some("https://hasil.example/pemilu2029"));
}

#[test]
fn a_checkpoint_with_k_of_n_witnesses_meets_the_quorum() {
    let policy = policy(&["a", "b", "c"], "group g 2 a b c\nquorum g\n");
    let verdict = policy.check(&some_head(&[("c", 30), ("a", 10)])).unwrap();
    assert!(verdict.quorum_met);
    assert_eq!(verdict.log_key, *log().verifying_key());
    assert_eq!(verdict.cosigned, [("a".to_owned(), 10), ("c".to_owned(), 30)]);
    let verdict = policy.check(&some_head(&[("b", 10), ("stranger", 5)])).unwrap();
    assert!(!verdict.quorum_met);
    assert_eq!(verdict.cosigned, [("b".to_owned(), 10)]);
}

#[test]
fn a_quorum_may_be_one_witness_or_none() {
    let one = policy(&["a"], "quorum a\n");
    assert!(!one.check(&some_head(&[])).unwrap().quorum_met);
    assert!(one.check(&some_head(&[("a", 1)])).unwrap().quorum_met);
    assert!(policy(&[], "quorum none\n").check(&some_head(&[])).unwrap().quorum_met);
}

#[test]
fn a_witness_that_signs_twice_counts_once_with_its_latest_time() {
    let policy = policy(&["a", "b"], "group g 2 a b\nquorum g\n");
    let mut signed = some_head(&[("a", 7)]);
    let earlier = cosignature::sign(&witness("a"), 3, &signed.checkpoint.text()).unwrap();
    signed.note.extend_from_slice(earlier.to_string().as_bytes());
    let verdict = policy.check(&signed).unwrap();
    assert_eq!((verdict.cosigned, verdict.quorum_met), (vec![("a".to_owned(), 7)], false));
}

#[test]
fn a_false_line_of_a_known_witness_voids_the_checkpoint() {
    let policy = policy(&["a", "b"], "group g any a b\nquorum g\n");
    let mut signed = some_head(&[("a", 7)]);
    let elsewhere = cosignature::sign(&witness("b"), 3, "another text\n").unwrap();
    signed.note.extend_from_slice(elsewhere.to_string().as_bytes());
    assert_eq!(policy.check(&signed), Err(CheckError::BadCosignature("b".to_owned())));
}

#[test]
fn a_ledger_the_policy_does_not_name_is_refused() {
    let policy = policy(&["a"], "quorum none\n");
    let other = SigningKey::from_seed(KeyName::new("other.example").unwrap(), KeyKind::Ed25519, [1; 32]);
    let checkpoint = Checkpoint { origin: "other.example".to_owned(), ..some_head(&[]).checkpoint };
    let signed = SignedCheckpoint::sign(&checkpoint, &other).unwrap();
    assert_eq!(policy.check(&signed), Err(CheckError::UnknownLog("other.example".to_owned())));
    let impostor = SigningKey::from_seed(KeyName::new(ORIGIN).unwrap(), KeyKind::Ed25519, [9; 32]);
    let signed = SignedCheckpoint::sign(&some_head(&[]).checkpoint, &impostor).unwrap();
    let unsigned = CheckError::Checkpoint(CheckpointError::Note(NoteError::NoKnownKey));
    assert_eq!(policy.check(&signed), Err(unsigned));
}

#[test]
fn a_log_line_after_another_with_the_same_origin_is_accepted_too() {
    let next = SigningKey::from_seed(KeyName::new(ORIGIN).unwrap(), KeyKind::Ed25519, [9; 32]);
    let policy = policy(&[], &format!("log {}\nquorum none\n", next.verifying_key()));
    let signed = SignedCheckpoint::sign(&some_head(&[]).checkpoint, &next).unwrap();
    assert_eq!(policy.check(&signed).unwrap().log_key, *next.verifying_key());
}

#[test]
fn every_broken_rule_is_named_with_its_line() {
    let text = |s: &str| s.to_owned();
    let log_key = log().verifying_key().to_string();
    let a_key = witness("a").verifying_key().to_string();
    let cases = [
        ("quorum none", 4, Problem::CutOff),
        ("quorum none\r\n", 4, Problem::Control),
        ("# \u{7f}\nquorum none\n", 4, Problem::Control),
        ("quorums none\n", 4, Problem::Keyword(text("quorums"))),
        ("# only\n\n", 6, Problem::NoQuorum),
        ("quorum none\nquorum none\n", 5, Problem::SecondQuorum),
        ("quorum\n", 4, Problem::Items("quorum <name>|none")),
        ("quorum a b\n", 4, Problem::Items("quorum <name>|none")),
        ("quorum g\ngroup g any a\n", 4, Problem::Unknown(text("g"))),
        ("group g any a z\n", 4, Problem::Unknown(text("z"))),
        ("group g any g\n", 4, Problem::Unknown(text("g"))),
        ("group g any none\n", 4, Problem::Unknown(text("none"))),
        ("group g any a a\n", 4, Problem::MemberTwice(text("a"))),
        ("group g any a\ngroup h any a\n", 5, Problem::MemberTwice(text("a"))),
        ("group a any b\n", 4, Problem::NameTaken(text("a"))),
        ("group none any b\n", 4, Problem::NameTaken(text("none"))),
        ("group g any\n", 4, Problem::Items("group <name> all|any|<k> <member>...")),
        ("group g 0 a b\n", 4, Problem::Threshold(2)),
        ("group g 3 a b\n", 4, Problem::Threshold(2)),
        ("group g 02 a b\n", 4, Problem::Threshold(2)),
        ("group g some a b\n", 4, Problem::Threshold(2)),
        ("log x\n", 4, Problem::Key(KeyError::Form)),
        ("log\n", 4, Problem::Items("log <vkey> [<url>]")),
        ("witness x\n", 4, Problem::Items("witness <name> <vkey> [<url>]")),
    ];
    for (rest, line, expected) in cases {
        assert_eq!(problem(&["a", "b"], rest), (line, expected), "{rest:?}");
    }
    let more = [
        (format!("log {log_key}\n"), Problem::DuplicateKey(text(ORIGIN))),
        (format!("witness again {a_key}\n"), Problem::DuplicateKey(text("a.example"))),
        (format!("log {a_key}\n"), Problem::Kind { name: text("a.example"), expected: "log (0x01)" }),
        (format!("witness x {log_key}\n"), Problem::Kind { name: text(ORIGIN), expected: "witness (0x04)" }),
        (format!("witness a {}\n", witness("c").verifying_key()), Problem::NameTaken(text("a"))),
    ];
    for (rest, expected) in more {
        assert_eq!(problem(&["a", "b"], &rest), (4, expected), "{rest:?}");
    }
}

#[test]
fn a_duplicate_key_is_found_under_another_name() {
    let seed = ledger::sha256(b"a").0;
    let renamed = SigningKey::from_seed(KeyName::new("z.example").unwrap(), KeyKind::Cosignature, seed);
    let rest = format!("witness z {}\nquorum none\n", renamed.verifying_key());
    assert_eq!(problem(&["a"], &rest), (3, Problem::DuplicateKey("z.example".to_owned())));
}

#[test]
fn thirty_two_of_each_are_supported() {
    let names: Vec<String> = (0..32).map(|i| format!("w{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let group = |i: usize| match i {
        0 => "group g0 all w0\n".to_owned(),
        _ => format!("group g{i} all w{i} g{}\n", i - 1),
    };
    let rest = (0..32).map(group).collect::<Vec<_>>().concat();
    let policy = policy(&names, &format!("{rest}quorum g31\n"));
    assert!(policy.is_quorum(&names.iter().copied().collect()));
    assert!(!policy.is_quorum(&names[1..].iter().copied().collect()));
}

/// All tiles of a small ledger.
struct Tiles(Vec<(TileId, Vec<Hash>)>);

impl HashReader for Tiles {
    type Error = TileId;

    fn tile(&self, id: TileId) -> Result<Vec<Hash>, TileId> {
        self.0.iter().find(|(tile, _)| *tile == id).map(|(_, hashes)| hashes.clone()).ok_or(id)
    }
}

/// A proof of entry 5 of 300 under a head that witnesses a and b cosigned, with the entry as extra.
fn proof() -> TlogProof {
    let entry = |i: u64| Entry { time_ms: 1_000 + i, batch: i, note: b"note\n" }.encode();
    let leaves: Vec<Hash> = (0..300).map(|i| leaf_hash(&entry(i))).collect();
    let mut edge = Edge::new();
    let tiles = Tiles(edge.extend(&leaves));
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: 300, root: edge.root() };
    TlogProof {
        extra: Some(entry(5)),
        index: 5,
        hashes: inclusion_proof(&tiles, 5, 300).unwrap(),
        checkpoint: head(&checkpoint, &[("a", 10), ("b", 20)]).note,
    }
}

#[test]
fn a_proof_file_verifies_offline_and_hands_out_the_entry() {
    let policy = policy(&["a", "b"], "group g all a b\nquorum g\n");
    let read = TlogProof::parse(&proof().encode()).unwrap();
    assert_eq!(read, proof());
    let (entry, verdict) = read.verify_entry(&policy).unwrap();
    assert_eq!(Entry::parse(entry).unwrap().batch, 5);
    assert_eq!((verdict.checkpoint.size, verdict.policy.cosigned.len()), (300, 2));
    assert!(read.verify(&policy, &leaf_hash(entry)).is_ok());
}

#[test]
fn a_proof_of_another_entry_or_without_quorum_is_refused() {
    let strict = policy(&["a", "b", "c"], "group g all a b c\nquorum g\n");
    let missing = proof().verify_entry(&strict).map(|_| ());
    assert_eq!(missing, Err(TlogProofError::NoQuorum(vec!["a".to_owned(), "b".to_owned()])));
    let policy = policy(&["a"], "quorum a\n");
    let other = proof().verify(&policy, &leaf_hash(b"another entry"));
    assert!(matches!(other, Err(TlogProofError::Inclusion(_))));
    let bare = TlogProof { extra: None, ..proof() };
    assert_eq!(bare.verify_entry(&policy).map(|_| ()), Err(TlogProofError::NoEntry));
    assert_eq!(TlogProof::parse(&bare.encode()).unwrap(), bare);
}

#[test]
fn a_proof_with_one_character_changed_is_refused() {
    let policy = policy(&["a", "b"], "group g all a b\nquorum g\n");
    let file = proof().encode();
    let accepted = |bytes: &[u8]| TlogProof::parse(bytes).is_ok_and(|p| p.verify_entry(&policy).is_ok());
    assert!(accepted(&file));
    for at in 0..file.len() {
        let mut shorter = file.clone();
        shorter.remove(at);
        assert!(!accepted(&shorter), "byte {at} removed");
        for replacement in [file[at] ^ 1, file[at] ^ 0x20, b'A', b'0', b'\n', b' '] {
            let mut changed = file.clone();
            changed[at] = replacement;
            assert!(changed == file || !accepted(&changed), "byte {at} is {replacement}");
        }
        let mut longer = file.clone();
        longer.insert(at, b'A');
        assert!(!accepted(&longer), "byte {at} inserted");
    }
}

#[test]
fn a_malformed_proof_file_says_what_was_expected() {
    let form = |text: &str| match TlogProof::parse(text.as_bytes()) {
        Err(TlogProofError::Form(expected)) => expected,
        other => panic!("{other:?}"),
    };
    let head = "c2sp.org/tlog-proof@v1\n";
    assert_eq!(form(""), "the line c2sp.org/tlog-proof@v1");
    assert_eq!(form("c2sp.org/tlog-proof@v1"), "the line c2sp.org/tlog-proof@v1");
    assert_eq!(form(head), "one more line");
    assert_eq!(form(&format!("{head}extra !\n")), "extra <base64>");
    assert_eq!(form(&format!("{head}extra AA==\nextra AA==\n")), "index <decimal>");
    assert_eq!(form(&format!("{head}index 01\n")), "index <decimal>");
    assert_eq!(form(&format!("{head}index 1\nAAAA\n")), "a hash in base64");
    let hash = format!("{}\n", ledger::empty_root());
    assert_eq!(form(&format!("{head}index 1\n{}\n", hash.repeat(65))), "at most 64 hashes");
}

proptest! {
    #[test]
    fn a_group_of_k_is_met_by_k_members_and_no_fewer(n in 1usize..9, k: prop::sample::Index, present: u16) {
        let k = k.index(n) + 1;
        let names: Vec<String> = (0..n).map(|i| format!("w{i}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let policy = policy(&names, &format!("group g {k} {}\nquorum g\n", names.join(" ")));
        let cosigned: BTreeSet<&str> =
            names.iter().enumerate().filter(|(i, _)| present >> i & 1 == 1).map(|(_, name)| *name).collect();
        prop_assert_eq!(policy.is_quorum(&cosigned), cosigned.len() >= k);
    }

    #[test]
    fn a_proof_file_reads_back(
        extra in prop::option::of(prop::collection::vec(any::<u8>(), 0..50)),
        index: u64,
        hashes in prop::collection::vec(any::<[u8; 32]>(), 0..=64),
    ) {
        let hashes = hashes.into_iter().map(Hash).collect();
        let proof = TlogProof { extra, index, hashes, checkpoint: some_head(&[("a", 1)]).note };
        prop_assert_eq!(TlogProof::parse(&proof.encode()).unwrap(), proof);
    }
}
