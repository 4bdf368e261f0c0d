//! Checkpoints and cosignatures: what is read, who may sign, and whose line gets in.
#![expect(clippy::unwrap_used, reason = "a setup that fails is a failed test")]

use ledger::cosignature;
use ledger::{
    Checkpoint, CheckpointError, CosignatureError, Hash, KeyKind, KeyName, NoteError, Signature,
    SignedCheckpoint, SigningKey, empty_root, encode_note,
};
use proptest::prelude::*;

const ORIGIN: &str = "hasil.example/pemilu2029";

fn key(name: &str, kind: KeyKind, seed: u8) -> SigningKey {
    SigningKey::from_seed(KeyName::new(name).unwrap(), kind, [seed; 32])
}

fn log() -> SigningKey {
    key(ORIGIN, KeyKind::Ed25519, 1)
}

fn witness() -> SigningKey {
    key("w.example", KeyKind::Cosignature, 2)
}

fn head() -> Checkpoint {
    Checkpoint { origin: ORIGIN.to_owned(), size: 70_000, root: empty_root() }
}

#[test]
fn the_example_of_the_specification_reads() {
    let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let checkpoint = Checkpoint::parse_text(text).unwrap();
    assert_eq!((checkpoint.origin.as_str(), checkpoint.size), ("example.com/behind-the-sofa", 20_852_163));
    assert_eq!(checkpoint.text(), text);
    let note = format!(
        "{text}\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    );
    let signed = SignedCheckpoint::parse(note.as_bytes()).unwrap();
    assert_eq!((signed.checkpoint, signed.note), (checkpoint, note.into_bytes()));
}

#[test]
fn a_malformed_checkpoint_is_refused() {
    let root = empty_root();
    let cases = [
        (format!("a\n1\n{root}\nextension\n"), CheckpointError::Extension),
        (format!("a\n1\n{root}\n\n"), CheckpointError::Extension),
        (format!("a\n1\n{root}"), CheckpointError::Form),
        (format!("\n1\n{root}\n"), CheckpointError::Form),
        (format!("a\tb\n1\n{root}\n"), CheckpointError::Form),
        (format!("a\n01\n{root}\n"), CheckpointError::Form),
        (format!("a\n+1\n{root}\n"), CheckpointError::Form),
        (format!("a\n18446744073709551616\n{root}\n"), CheckpointError::Form),
        ("a\n1\nAAAA\n".to_owned(), CheckpointError::Form),
        (format!("a\n1\n{root} \n"), CheckpointError::Form),
        ("a\n1\n".to_owned(), CheckpointError::Form),
        (String::new(), CheckpointError::Form),
    ];
    for (text, error) in cases {
        assert_eq!(Checkpoint::parse_text(&text), Err(error), "{text:?}");
    }
}

#[test]
fn a_signed_checkpoint_verifies_and_reads_back() {
    let signed = SignedCheckpoint::sign(&head(), &log()).unwrap();
    assert_eq!(SignedCheckpoint::parse(&signed.note).unwrap(), signed);
    assert_eq!(signed.verify(log().verifying_key()), Ok(()));
}

#[test]
fn only_the_key_of_the_origin_signs_and_verifies() {
    let other = key("other.example", KeyKind::Ed25519, 1);
    let origin = CheckpointError::Origin { origin: ORIGIN.to_owned(), key: "other.example".to_owned() };
    assert_eq!(SignedCheckpoint::sign(&head(), &other), Err(origin.clone()));
    let signed = SignedCheckpoint::sign(&head(), &log()).unwrap();
    assert_eq!(signed.verify(other.verifying_key()), Err(origin));
    let impostor = key(ORIGIN, KeyKind::Ed25519, 9);
    let unknown = CheckpointError::Note(NoteError::NoKnownKey);
    assert_eq!(signed.verify(impostor.verifying_key()), Err(unknown));
    let cosigner = key(ORIGIN, KeyKind::Cosignature, 1);
    let kind = CheckpointError::WrongKind(ORIGIN.to_owned());
    assert_eq!(SignedCheckpoint::sign(&head(), &cosigner), Err(kind.clone()));
    assert_eq!(signed.verify(cosigner.verifying_key()), Err(kind));
}

#[test]
fn a_checkpoint_beside_another_note_is_refused() {
    let mut signed = SignedCheckpoint::sign(&head(), &log()).unwrap();
    signed.checkpoint.size += 1;
    assert_eq!(signed.verify(log().verifying_key()), Err(CheckpointError::Differs));
}

#[test]
fn a_cosignature_says_its_time_and_covers_the_checkpoint() {
    let text = head().text();
    let line = cosignature::sign(&witness(), 1_866_000_000, &text).unwrap();
    assert_eq!(line.bytes.len(), 72);
    let key = witness();
    let key = key.verifying_key();
    assert_eq!(cosignature::verify(key, &text, &line), Ok(1_866_000_000));
    let bad = CosignatureError::Bad("w.example".to_owned());
    let later = Checkpoint { size: 70_001, ..head() };
    assert_eq!(cosignature::verify(key, &later.text(), &line), Err(bad.clone()));
    for at in 0..72 {
        let mut changed = line.clone();
        changed.bytes[at] ^= 1;
        assert!(cosignature::verify(key, &text, &changed).is_err(), "byte {at}");
    }
    let mut moved = line.clone();
    moved.bytes[7] ^= 1;
    assert_eq!(cosignature::verify(key, &text, &moved), Err(bad));
}

#[test]
fn the_cosigned_message_is_the_one_of_the_specification() {
    let text = head().text();
    let line = cosignature::sign(&witness(), 1_679_315_147, &text).unwrap();
    let message = format!("cosignature/v1\ntime 1679315147\n{text}");
    let signature: [u8; 64] = line.bytes[8..].try_into().unwrap();
    assert_eq!(line.bytes[..8], 1_679_315_147u64.to_be_bytes());
    assert!(ledger::verify_one(witness().verifying_key(), message.as_bytes(), &signature));
}

#[test]
fn a_cosignature_has_a_time_above_zero_and_below_2_63() {
    for time in [0, 1 << 63, u64::MAX] {
        assert_eq!(cosignature::sign(&witness(), time, "x\n"), Err(CosignatureError::Time));
        let mut line = cosignature::sign(&witness(), 1, "x\n").unwrap();
        line.bytes[..8].copy_from_slice(&time.to_be_bytes());
        assert_eq!(cosignature::verify(witness().verifying_key(), "x\n", &line), Err(CosignatureError::Time));
    }
    let line = cosignature::sign(&witness(), (1 << 63) - 1, "x\n").unwrap();
    assert_eq!(cosignature::verify(witness().verifying_key(), "x\n", &line), Ok((1 << 63) - 1));
}

#[test]
fn a_line_of_another_key_kind_or_length_is_no_cosignature() {
    let text = head().text();
    let line = cosignature::sign(&witness(), 5, &text).unwrap();
    let other = key("v.example", KeyKind::Cosignature, 3);
    let named = CosignatureError::OtherKey("v.example".to_owned());
    assert_eq!(cosignature::verify(other.verifying_key(), &text, &line), Err(named));
    let wrong = CosignatureError::WrongKind(ORIGIN.to_owned());
    assert_eq!(cosignature::sign(&log(), 5, &text), Err(wrong.clone()));
    assert_eq!(cosignature::verify(log().verifying_key(), &text, &line), Err(wrong));
    let short = Signature { bytes: line.bytes[..71].to_vec(), ..line };
    assert_eq!(
        cosignature::verify(witness().verifying_key(), &text, &short),
        Err(CosignatureError::Length(71))
    );
}

#[test]
fn only_a_cosignature_that_verifies_is_added_and_a_newer_one_replaces_it() {
    let signed = SignedCheckpoint::sign(&head(), &log()).unwrap();
    let key = witness();
    let forged = Signature { bytes: vec![1; 72], ..cosignature::sign(&key, 5, "x\n").unwrap() };
    let refused = signed.with_cosignature(key.verifying_key(), forged);
    assert!(matches!(refused, Err(CheckpointError::Cosignature(_))));
    let first = cosignature::sign(&key, 5, &head().text()).unwrap();
    let second = cosignature::sign(&key, 6, &head().text()).unwrap();
    let once = signed.with_cosignature(key.verifying_key(), first).unwrap();
    let twice = once.with_cosignature(key.verifying_key(), second.clone()).unwrap();
    assert_eq!(once.note.len(), twice.note.len());
    assert!(twice.note.ends_with(second.to_string().as_bytes()));
    assert!(twice.note.starts_with(&signed.note));
    assert_eq!(twice.verify(log().verifying_key()), Ok(()));
}

#[test]
fn a_note_verifies_log_and_witness_together() {
    let signed = SignedCheckpoint::sign(&head(), &log()).unwrap();
    let key = witness();
    let line = cosignature::sign(&key, 5, &head().text()).unwrap();
    let both = signed.with_cosignature(key.verifying_key(), line).unwrap();
    let note = ledger::Note::parse(&both.note).unwrap();
    assert_eq!(note.verify(&[log().verifying_key(), key.verifying_key()]), Ok(vec![0, 1]));
    assert_eq!(note.verify(&[key.verifying_key()]), Ok(vec![1]));
}

#[test]
fn lines_of_unknown_types_are_left_alone() {
    // What an ML-DSA-44 cosignature looks like from outside: 2,428 bytes behind an id nobody here knows.
    let text = head().text();
    let unknown = Signature { name: "w.example".to_owned(), key_id: [6, 6, 6, 6], bytes: vec![6; 2_428] };
    let note = encode_note(&text, &[unknown.clone(), log().sign_text(&text).unwrap()]).unwrap();
    let signed = SignedCheckpoint::parse(&note).unwrap();
    assert_eq!(signed.verify(log().verifying_key()), Ok(()));
    let key = witness();
    let line = cosignature::sign(&key, 5, &text).unwrap();
    let more = signed.with_cosignature(key.verifying_key(), line).unwrap();
    assert!(String::from_utf8(more.note).unwrap().contains(&unknown.to_string()));
}

proptest! {
    #[test]
    fn a_checkpoint_reads_back(origin in "[^\u{0}-\u{1f}]{1,20}", size: u64, root: [u8; 32]) {
        let checkpoint = Checkpoint { origin, size, root: Hash(root) };
        prop_assert_eq!(Checkpoint::parse_text(&checkpoint.text()), Ok(checkpoint));
    }
}
