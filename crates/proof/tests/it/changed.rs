//! Whatever byte of what is given is changed, it is seen; and nothing that is given breaks anything.

use std::sync::OnceLock;

use proof::{Outcome, Report};
use proptest::prelude::*;

use crate::world::*;
use crate::{failed, words};

/// The statement's proof, those it rests on, and the policy.
fn whole_way() -> &'static [Vec<u8>] {
    static FILES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let world = World::new();
        let proofs = [SHEET, 0, 1, 2].map(|index| world.proof(index).encode());
        proofs.into_iter().chain([world.policy.into_bytes()]).collect()
    })
}

/// Whether all is shown that makes people trust a statement.
fn all_shown(report: &Report) -> bool {
    let shown = words(report, Outcome::Shown);
    let wanted =
        ["checkpoint-signed", "inclusion-shown", "signature-fits", "authority-shown", "figures-hold"];
    failed(report).is_empty() && wanted.iter().all(|word| shown.contains(word))
}

#[test]
fn unchanged_all_is_shown() {
    assert!(all_shown(&dropped_files(whole_way()).unwrap()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_changed_byte_of_the_statements_proof_goes_unseen(at: prop::sample::Index, by in 1u8..=255) {
        let mut files = whole_way().to_vec();
        let at = at.index(files[0].len());
        files[0][at] ^= by;
        prop_assert!(!dropped_files(&files).is_ok_and(|report| all_shown(&report)), "byte {at} by {by}");
    }

    #[test]
    fn no_changed_byte_of_the_way_goes_unseen(file in 1usize..4, at: prop::sample::Index, by in 1u8..=255) {
        let mut files = whole_way().to_vec();
        let (head, at) = (files[file].windows(2).rposition(|two| two == b"\n\n").unwrap(), at.index(files[file].len()));
        // Their heads are not looked at: the statement's is the one that all stand under.
        let head = files[file][..head].windows(2).rposition(|two| two == b"\n\n").unwrap();
        prop_assume!(at < head);
        files[file][at] ^= by;
        prop_assert!(!dropped_files(&files).is_ok_and(|report| all_shown(&report)), "byte {at} by {by}");
    }

    #[test]
    fn any_bytes_in_the_place_of_any_file_of_a_publication_break_nothing(
        file: prop::sample::Index,
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        static FILES: OnceLock<std::collections::BTreeMap<String, Vec<u8>>> = OnceLock::new();
        let mut files = FILES.get_or_init(|| World::new().files()).clone();
        let path = files.keys().nth(file.index(files.len())).unwrap().clone();
        let same = files.insert(path.clone(), bytes.clone()).is_some_and(|before| before == bytes);
        if let Ok(report) = served(&files, &asked(SHEET), &[law()]) {
            let needed = path.starts_with("ledger/") && path.contains("/000") || path == "policy";
            prop_assert!(same || !needed || !all_shown(&report), "{path}");
        }
    }
}
