//! 4.xx

use std::sync::atomic::{AtomicUsize, Ordering};

use ledger::sha256;
use record::{Tree, parse_head};
use verify::{Found, Listed, Source, SourceError};

use crate::good;
use crate::world::{Files, REGISTER, assert_found, assert_only, hex, of, policy, sign};

#[test]
fn c4_01_a_changed_entry_is_found() {
    let mut files = good();
    let bundle = &files.0["ledger/tile/entries/000"];
    let at = bundle.windows(7).position(|window| window == b"002-40\"").unwrap();
    files.flip("ledger/tile/entries/000", at + 5);
    let report = files.verify();
    // Seven entries stand before disclosure 0.
    assert_found(&report, "4.01", "ledger/tile/entries, entry 47");
    assert!(of(&report, "4.02").is_empty() && !of(&report, "2.03").is_empty());
}

#[test]
fn c4_01_a_dropped_entry_is_found() {
    let mut files = good();
    let bundle = files.0["ledger/tile/entries/001.p/11"].clone();
    let mut entries = ledger::decode_bundle(&bundle).unwrap();
    entries.remove(3);
    files.0.insert("ledger/tile/entries/001.p/11".to_owned(), ledger::encode_bundle(entries).unwrap());
    let report = files.verify();
    assert_found(&report, "4.01", "ledger/tile/entries/001.p/11");
    assert_found(&report, "4.01", "ledger/tile/entries, entry 259");
}

#[test]
fn c4_01_a_changed_partial_bundle_of_an_earlier_size_is_found() {
    let mut files = good();
    files.flip("ledger/tile/entries/000.p/7", 900);
    let report = files.verify();
    assert_only(&report, &["4.01"]);
    assert!(of(&report, "4.01")[0].place.path.ends_with("000.p/7"));
}

#[test]
fn c4_02_a_changed_tile_is_found() {
    let mut files = good();
    files.flip("ledger/tile/1/000.p/1", 9);
    let report = files.verify();
    assert_found(&report, "4.02", "ledger/tile/1/000.p/1, hash 0");
    assert_only(&report, &["4.02"]);
}

#[test]
fn c4_02_a_changed_leaf_hash_is_found_from_both_sides() {
    let mut files = good();
    files.flip("ledger/tile/0/000", 32 * 100);
    let report = files.verify();
    assert_found(&report, "4.01", "ledger/tile/entries, entry 100");
    assert_found(&report, "4.02", "ledger/tile/1/000.p/1, hash 0");
    assert_found(&report, "4.02", "ledger/checkpoint");
    assert_only(&report, &["4.01", "4.02"]);
}

#[test]
fn c4_02_a_changed_partial_tile_of_an_earlier_size_is_found() {
    let mut files = good();
    files.flip("ledger/tile/0/000.p/3", 40);
    let report = files.verify();
    assert_only(&report, &["4.02"]);
    assert!(of(&report, "4.02")[0].place.path.ends_with("000.p/3"));
}

#[test]
fn c4_01_a_partial_file_with_more_in_it_than_its_name_says_is_found() {
    for (path, more) in [
        ("ledger/tile/entries/001.p/11", vec![0, 1, b'x']),
        ("ledger/tile/entries/000.p/7", vec![0, 1, b'x']),
        ("ledger/tile/0/001.p/11", vec![7; 32]),
        ("ledger/tile/0/000.p/3", vec![7; 32]),
        ("ledger/tile/0/000", vec![7; 32]),
    ] {
        let mut files = good();
        files.0.get_mut(path).unwrap().extend(more);
        let findings = files.verify().findings;
        assert!(findings.iter().any(|finding| finding.place.path == path), "{path}: {findings:#?}");
    }
}

#[test]
fn c4_03_a_cut_of_another_history_is_found_though_the_log_signed_it() {
    let mut files = good();
    let forked = sign(7, sha256(b"another history"), 1_708_000_000);
    files.0.insert("cuts/7/checkpoint".to_owned(), forked.note);
    let report = files.verify();
    assert_found(&report, "4.03", "cuts/7/checkpoint");
    assert_only(&report, &["4.03"]);
    let other_size = files.0["cuts/3/checkpoint"].clone();
    files.0.insert("cuts/7/checkpoint".to_owned(), other_size);
    assert_eq!(of(&files.verify(), "4.03")[0].expected, "size 7");
}

#[test]
fn c4_04_an_old_manifest_in_the_place_of_a_newer_is_found() {
    let mut files = good();
    let old = files.0["cuts/3/manifest"].clone();
    files.0.insert("cuts/7/manifest".to_owned(), old);
    let report = files.verify();
    assert_found(&report, "4.04", "cuts/7/manifest, line 6");
    assert_found(&report, "4.04", "cuts/267/manifest, line 6");
    assert_found(&report, "4.05", "cuts/7/manifest, line 2");
}

#[test]
fn c4_05_a_changed_line_of_a_manifest_is_found() {
    let mut files = good();
    files.replace("cuts/267/manifest", "tables yes", "tables no");
    let report = files.verify();
    assert_found(&report, "4.05", "cuts/267/manifest, line 7");
    assert_only(&report, &["4.05"]);
}

/// Writes a file and makes the newest manifest, and the summary that names it, fit.
fn publish_dishonestly(files: &mut Files, path: &str, bytes: Vec<u8>) {
    let mut tree = Tree::new();
    let mut previous = None;
    for cut in [3, 7] {
        let manifest = files.text(&format!("cuts/{cut}/manifest"));
        tree.replay(&manifest).unwrap();
        previous = Some(sha256(manifest.as_bytes()));
    }
    let honest = files.text("cuts/267/manifest");
    let (head, _) = parse_head(&honest).unwrap();
    let mut folder = String::new();
    for line in honest.lines().skip(9) {
        if let Some(path) = line.strip_prefix('/') {
            path.clone_into(&mut folder);
        } else if let Some(("F", rest)) = line.split_once(' ') {
            let words: Vec<&str> = rest.split(' ').collect();
            let hash = ledger::Hash::from_hex(words[2]).unwrap();
            tree.set(&format!("{folder}{}", words[0]), words[1].parse().unwrap(), hash);
        }
    }
    tree.set(path, bytes.len() as u64, sha256(&bytes));
    let manifest = tree.seal(&head.cut, previous, head.tables);
    files.0.insert(path.to_owned(), bytes);
    files.replace("latest.json", &hex(honest.as_bytes()), &hex(manifest.as_bytes()));
    files.0.insert("cuts/267/manifest".to_owned(), manifest.into_bytes());
}

#[test]
fn c4_05_a_manifest_made_to_fit_a_false_total_is_found() {
    let mut files = good();
    let path = "record/ppwp/ID/totals.json";
    let false_total = files.text(path).replace("\"votes.1\":62", "\"votes.1\":90");
    publish_dishonestly(&mut files, path, false_total.into_bytes());
    let report = files.verify();
    assert_only(&report, &["3.03", "3.09", "4.05"]);
    assert!(of(&report, "4.05")[0].place.path == "cuts/267/manifest");
}

#[test]
fn c4_05_a_manifest_far_longer_than_the_ledger_gives_is_not_read_to_its_end() {
    let mut files = good();
    files.0.get_mut("cuts/7/manifest").unwrap().extend(b"x".repeat(9 << 20));
    let longest = AtomicUsize::new(0);
    let measured = Measured { files: &files, longest: &longest };
    let options = verify::Options {
        policy: Some(&policy()),
        progress: &|_, _, _| {},
        known: None,
        reread: false,
        programs: &[],
    };
    let report = verify::verify(&measured, &options).unwrap();
    assert!(!of(&report, "4.05").is_empty());
    assert!(of(&report, "1.08").is_empty());
    assert!(longest.into_inner() < 2 << 20);
}

/// Remembers how much was read of one manifest at most.
struct Measured<'f> {
    files: &'f Files,
    longest: &'f AtomicUsize,
}

impl Source for Measured<'_> {
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError> {
        let found = self.files.read(path, at_most, bytes);
        if path == "cuts/7/manifest" {
            self.longest.fetch_max(bytes.len(), Ordering::Relaxed);
        }
        found
    }
    fn list(&self, folder: &str) -> Result<Option<Vec<Listed>>, SourceError> {
        self.files.list(folder)
    }
    fn name(&self) -> String {
        "a test".to_owned()
    }
}

#[test]
fn c4_06_a_file_that_differs_from_its_manifest_is_found() {
    let mut files = good();
    files.flip("id/index.html", 200);
    assert_found(&files.verify(), "4.06", "id/index.html");
    // Also where the manifest isn't the ledger's either.
    let path = "record/ppwp/ID/totals.json";
    let honest = files.0[path].clone();
    let false_total = files.text(path).replace("\"votes.1\":62", "\"votes.1\":90");
    publish_dishonestly(&mut files, path, false_total.into_bytes());
    files.0.insert(path.to_owned(), honest);
    let report = files.verify();
    assert_found(&report, "4.06", path);
    assert!(of(&report, "3.03").is_empty(), "the file itself is what the ledger gives");
}

#[test]
fn c4_07_a_blob_with_other_bytes_is_found() {
    let mut files = good();
    let path = format!("blob/{}", hex(REGISTER));
    files.flip(&path, 3);
    let report = files.verify();
    assert_found(&report, "4.07", &path);
    assert_only(&report, &["4.07"]);
}

#[test]
fn c4_08_a_replayed_older_checkpoint_is_found() {
    let mut files = good();
    let older = files.0["cuts/7/checkpoint"].clone();
    files.0.insert("ledger/checkpoint".to_owned(), older);
    let report = files.verify();
    assert_found(&report, "4.08", "ledger/checkpoint");
    assert_found(&report, "4.03", "cuts/267/checkpoint");
}
