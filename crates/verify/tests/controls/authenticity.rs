//! 2.xx

use ledger::{KeyKind, sha256};

use crate::good;
use crate::world::{
    Files, ORIGIN, STATIONS, Story, assert_found, assert_only, commission, committee, figures, key, note, of,
    policy_of, registration, sheet,
};

/// Damages the signature line that begins so.
fn damage(files: &mut Files, path: &str, signer: &str) {
    let text = files.text(path);
    let line = text.lines().find(|line| line.starts_with(&format!("— {signer} "))).unwrap().to_owned();
    let at = line.len() - 30;
    let other = if line.as_bytes()[at] == b'A' { "B" } else { "A" };
    files.replace(path, &line, &format!("{}{other}{}", &line[..at], &line[at + 1..]));
}

#[test]
fn c2_01_a_checkpoint_with_a_false_signature_is_found() {
    let mut files = good();
    damage(&mut files, "ledger/checkpoint", ORIGIN);
    assert_found(&files.verify(), "2.01", "ledger/checkpoint");
    assert_only(&files.try_verify(None, None).unwrap(), &["2.01"]);
}

#[test]
fn c2_02_a_checkpoint_without_the_quorum_is_found() {
    let mut files = good();
    let text = files.text("ledger/checkpoint");
    let line = text.lines().find(|line| line.starts_with("— witness.example ")).unwrap().to_owned();
    files.replace("ledger/checkpoint", &format!("{line}\n"), "");
    let report = files.verify();
    assert_found(&report, "2.02", "ledger/checkpoint");
    assert_only(&report, &["2.02"]);
}

#[test]
fn c2_02_a_false_line_of_a_witness_is_found() {
    let mut files = good();
    damage(&mut files, "ledger/checkpoint", "witness.example");
    let report = files.verify();
    assert_only(&report, &["2.02"]);
    assert!(of(&report, "2.02")[0].found.contains("does not verify"));
}

/// A statement that the operator logs and counts; the publication agrees with it, the ledger's rules don't.
fn with(notes: Vec<Vec<u8>>) -> (verify::Report, String) {
    let mut story = Story::begin();
    let place = format!("ledger/tile/entries, entry {}", story.next());
    for note in notes {
        story.log(note);
    }
    story.cut(true);
    (story.publish().verify(), place)
}

#[test]
fn c2_03_a_statement_by_an_unregistered_key_is_found() {
    let stranger = key("kpps/1101012001002", KeyKind::Ed25519);
    let (report, place) =
        with(vec![note("sheet", &sheet(STATIONS[1], &figures([1, 1, 1], 0), ""), &[&stranger])]);
    assert_found(&report, "2.03", &place);
    assert_only(&report, &["2.03"]);
}

#[test]
fn c2_03_a_swapped_signature_is_found_and_so_is_all_that_follows_from_it() {
    let one = note("sheet", &sheet(STATIONS[0], &figures([1, 1, 1], 0), ""), &[&committee()]);
    let two = note("sheet", &sheet(STATIONS[0], &figures([9, 1, 1], 0), ""), &[&committee()]);
    let (one, two) = (String::from_utf8(one).unwrap(), String::from_utf8(two).unwrap());
    let (text, _) = one.split_once("\n\n").unwrap();
    let (_, signature) = two.split_once("\n\n").unwrap();
    let (report, place) = with(vec![format!("{text}\n\n{signature}").into_bytes()]);
    assert_found(&report, "2.03", &place);
    assert!(of(&report, "4.05").len() == 1 && !of(&report, "3.04").is_empty(), "it was counted");
    assert!(of(&report, "4.06").is_empty(), "the operator's manifests fit its files");
}

#[test]
fn c2_03_a_statement_by_a_revoked_key_is_found() {
    let committee = committee();
    let revoke = format!(
        r#"{{"key":"{}","reason":"key-lost","at":"2024-02-14T00:00:00Z"}}"#,
        committee.verifying_key()
    );
    let mut story = Story::begin();
    story.log(note("revoke", &revoke, &[&commission()]));
    let place = format!("ledger/tile/entries, entry {}", story.next());
    story.log(note("sheet", &sheet(STATIONS[0], &figures([1, 1, 1], 0), ""), &[&committee]));
    story.cut(false);
    assert_found(&story.publish().verify(), "2.03", &place);
}

#[test]
fn c2_04_a_statement_about_a_place_outside_the_signers_scope_is_found() {
    let (report, place) =
        with(vec![note("sheet", &sheet(STATIONS[1], &figures([1, 1, 1], 0), ""), &[&committee()])]);
    assert_found(&report, "2.04", &place);
    assert!(of(&report, "2.03").is_empty());
}

#[test]
fn c2_04_a_statement_of_a_kind_the_role_may_not_make_is_found() {
    let notice = r#"{"kind":"paused","reason":"maintenance","at":"2024-02-14T00:00:00Z"}"#;
    let (report, place) = with(vec![note("notice", notice, &[&committee()])]);
    assert_found(&report, "2.04", &place);
}

#[test]
fn c2_05_a_weak_key_is_found() {
    // The point of order one, under its right name and id.
    let public = [&[1u8][..], &[0; 31]].concat();
    let id = sha256(&[b"kpps/1101012001002\n\x01".as_slice(), &public].concat());
    let material = [&[1u8][..], &public].concat();
    let vkey = format!("kpps/1101012001002+{}+{}", &id.to_hex()[..8], base64(&material));
    assert!(ledger::VerifyingKey::parse(&vkey).is_err_and(|error| error == ledger::KeyError::Weak));
    let (report, place) =
        with(vec![note("key", &registration(&vkey, "kpps", STATIONS[1]), &[&commission()])]);
    assert_found(&report, "2.05", &place);
    assert_only(&report, &["2.05"]);
}

#[test]
fn c2_05_a_registration_without_possession_is_found() {
    let other = key("kpps/1101012001002", KeyKind::Ed25519);
    let body = registration(&other.verifying_key().to_string(), "kpps", STATIONS[1]);
    let (report, place) = with(vec![note("key", &body, &[&commission()])]);
    assert_found(&report, "2.05", &place);
}

#[test]
fn c2_06_a_definition_with_another_log_key_than_the_policys_is_found() {
    let other =
        ledger::SigningKey::from_seed(ledger::KeyName::new(ORIGIN).unwrap(), KeyKind::Ed25519, [77; 32]);
    let report = good().try_verify(Some(&policy_of(&other)), None).unwrap();
    assert_found(&report, "2.06", "ledger/tile/entries, entry 0");
    assert_found(&report, "2.01", "ledger/checkpoint");
}

#[test]
fn c2_06_a_served_policy_that_names_another_log_is_found() {
    let mut files = good();
    let served =
        |key: &ledger::SigningKey| format!("log {}\nquorum none\n", key.verifying_key()).into_bytes();
    files.0.insert("policy".to_owned(), served(&crate::world::log()));
    assert_only(&files.verify(), &[]);
    files.0.insert("policy".to_owned(), served(&key("elsewhere.example/log", KeyKind::Ed25519)));
    assert_found(&files.verify(), "2.06", "policy");
    files.0.insert("policy".to_owned(), b"log nothing\n".to_vec());
    assert_found(&files.verify(), "2.06", "policy");
}

#[test]
fn c2_06_a_checkpoint_by_another_log_of_the_policy_is_found() {
    let mut files = good();
    let other = key("elsewhere.example/log", KeyKind::Ed25519);
    let served = ledger::SignedCheckpoint::parse(&files.0["ledger/checkpoint"]).unwrap().checkpoint;
    let origin = "elsewhere.example/log".to_owned();
    let head = ledger::Checkpoint { origin, ..served };
    files
        .0
        .insert("ledger/checkpoint".to_owned(), ledger::SignedCheckpoint::sign(&head, &other).unwrap().note);
    let text =
        format!("log {}\nlog {}\nquorum none\n", crate::world::log().verifying_key(), other.verifying_key());
    let both = ledger::Policy::parse(&text).unwrap();
    assert_found(&files.try_verify(Some(&both), None).unwrap(), "2.06", "ledger/checkpoint");
}

#[test]
fn c2_07_a_cuts_checkpoint_with_a_false_signature_is_found() {
    for signer in [ORIGIN, "witness.example"] {
        let mut files = good();
        damage(&mut files, "cuts/7/checkpoint", signer);
        let report = files.verify();
        assert_found(&report, "2.07", "cuts/7/checkpoint");
        assert_only(&report, &["2.07"]);
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .map(|three| {
            let number =
                three.iter().fold(0u32, |sum, byte| sum << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
            (0..4u32)
                .map(|at| {
                    let digit = DIGITS[(number >> (18 - 6 * at)) as usize & 63];
                    if at as usize > three.len() { '=' } else { char::from(digit) }
                })
                .collect::<String>()
        })
        .collect()
}
