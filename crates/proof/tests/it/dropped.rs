//! By files that a person has.

use proof::Outcome;
use proof::dropped::Refused;

use crate::world::*;
use crate::{failed, words};

const WAY: [u64; 4] = [SHEET, 0, 1, 2];

#[test]
fn with_the_whole_way_and_the_photo_all_is_shown() {
    let report = World::new().dropped(&WAY, &[PHOTO]);
    assert_eq!(failed(&report), [""; 0]);
    let shown = words(&report, Outcome::Shown);
    for word in [
        "checkpoint-signed",
        "inclusion-shown",
        "signature-fits",
        "authority-shown",
        "figures-hold",
        "photo-named",
    ] {
        assert!(shown.contains(&word), "{word}");
    }
    assert_eq!(
        words(&report, Outcome::NotShown),
        ["policy-brought", "witnesses-none-asked", "standing-not-shown", "truth-not-shown"]
    );
}

#[test]
fn with_the_proof_alone_the_entry_is_shown_and_nothing_of_whose_it_is() {
    let report = World::new().dropped(&[SHEET], &[]);
    assert_eq!(words(&report, Outcome::Shown), ["checkpoint-signed", "inclusion-shown", "subject-sheet"]);
    let open = words(&report, Outcome::NotShown);
    for word in [
        "definition-missing",
        "law-no-definition",
        "signature-no-key",
        "authority-no-definition",
        "figures-no-law",
    ] {
        assert!(open.contains(&word), "{word}");
    }
}

#[test]
fn a_proof_of_a_key_is_looked_at_when_there_is_no_other() {
    let report = World::new().dropped(&[0, 1, 2], &[]);
    assert!(failed(&report).is_empty());
    assert!(words(&report, Outcome::Shown).contains(&"subject-else"));
}

#[test]
fn without_the_step_between_the_key_is_nobodys() {
    let report = World::new().dropped(&[SHEET, 0, 2], &[]);
    assert!(words(&report, Outcome::Shown).contains(&"signature-fits"));
    assert!(words(&report, Outcome::NotShown).contains(&"authority-no-key"));
}

#[test]
fn a_photo_with_other_bytes_is_not_the_one_that_is_named() {
    let report = World::new().dropped(&WAY, &[b"\xff\xd8\xff a photo sent on"]);
    assert_eq!(failed(&report), ["photo-other"]);
}

#[test]
fn a_proof_for_another_index_does_not_hold() {
    let world = World::new();
    let mut proof = world.proof(SHEET);
    proof.index = 5;
    let files = [proof.encode(), world.policy.into_bytes()];
    assert_eq!(failed(&dropped_files(&files).unwrap()), ["inclusion-false"]);
}

#[test]
fn proofs_under_another_head_of_the_same_ledger_are_not_taken_together() {
    let (world, mut older) = (World::new(), World::new());
    older.notes.truncate(300);
    let files =
        [world.proof(SHEET), older.proof(0), world.proof(1), world.proof(2)].map(|proof| proof.encode());
    let files: Vec<Vec<u8>> = files.into_iter().chain([world.policy.into_bytes()]).collect();
    assert_eq!(failed(&dropped_files(&files).unwrap()), ["definition-false"]);
}

#[test]
fn another_policy_does_not_know_the_ledger() {
    let mut world = World::new();
    world.policy = format!("log {}\nquorum none\n", key("elsewhere.example", 8).verifying_key());
    assert_eq!(failed(&world.dropped(&WAY, &[])), ["checkpoint-unknown"]);
}

#[test]
fn a_damaged_policy_is_said_to_be_damaged() {
    let mut world = World::new();
    world.policy = world.policy.replace("quorum none\n", "quorum");
    assert_eq!(failed(&world.dropped(&WAY, &[])), ["policy-unreadable"]);
}

#[test]
fn lists_are_taken_by_their_hash_and_other_files_are_said_to_be_of_no_use() {
    let list = candidates();
    let report = World::new().dropped(&WAY, &[list.as_bytes(), b"something else"]);
    let open = words(&report, Outcome::NotShown);
    assert_eq!(open.iter().filter(|word| **word == "file-unknown").count(), 1);
}

#[test]
fn what_cant_be_sorted_is_refused_in_a_word() {
    let world = World::new();
    let policy = world.policy.clone().into_bytes();
    assert_eq!(dropped_files(std::slice::from_ref(&policy)), Err(Refused::NoProof));
    let (one, two) = (world.proof(SHEET).encode(), world.proof(3).encode());
    assert_eq!(dropped_files(&[one.clone(), two]), Err(Refused::Several));
    assert_eq!(
        dropped_files(&[one.clone(), policy, b"log x\nquorum none\n".to_vec()]),
        Err(Refused::Policies)
    );
    assert_eq!(dropped_files(&[one[..one.len() - 20].to_vec()]), Err(Refused::BadProof));
}
