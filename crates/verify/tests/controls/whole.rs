//! The report as a whole.

use std::sync::atomic::{AtomicU64, Ordering};

use ledger::{Checkpoint, KeyKind, KeyName, SignedCheckpoint, SigningKey};
use proptest::prelude::*;
use verify::{Found, Listed, ListedKind, Source, SourceError, Unreadable, controls};

use crate::good;
use crate::world::{
    Files, ORIGIN, Story, assert_found, assert_only, hex, key, log, note, of, policy, policy_of, sign,
};

#[test]
fn an_untampered_publication_has_no_findings_and_every_control_looked() {
    let report = good().verify();
    assert_eq!(report.findings, []);
    assert!(report.holds() && !report.self_consistent_only && report.listed);
    assert_eq!(report.cuts, [3, 7, 267]);
    assert_eq!((report.size, report.statements), (267, 267));
    assert_eq!(report.controls.len(), controls().len());
    for control in &report.controls {
        assert!(control.checked > 0 || !control.asked, "{} looked at nothing", control.id);
    }
    let unasked: Vec<&str> =
        report.controls.iter().filter(|control| !control.asked).map(|control| control.id).collect();
    assert_eq!(unasked, ["5.03"]);
    assert_eq!(report.redacted, 1);
}

#[test]
fn without_a_policy_the_report_says_self_consistent_only() {
    let report = good().try_verify(None, None).unwrap();
    assert!(report.holds() && report.self_consistent_only);
    let unchecked: Vec<&str> =
        report.controls.iter().filter(|control| control.checked == 0).map(|control| control.id).collect();
    assert_eq!(unchecked, ["2.02", "5.03"]);
}

#[test]
fn a_failing_sum_published_as_conflict_is_counted_and_no_finding() {
    let report = good().verify();
    let counted = &report.counted[0];
    assert_eq!((counted.contest.as_str(), counted.conflict), ("ppwp", 1));
    // The sheet in conflict is stated by a deciding role, which confirms it.
    assert_eq!((counted.expected, counted.counted, counted.consistent_or_better), (6, 3, 3));
    assert_eq!((counted.corrected, counted.evidence_pending), (1, 1));
}

#[test]
fn a_source_without_a_ledger_is_unreadable() {
    let nothing = Files(std::collections::BTreeMap::new());
    assert!(matches!(nothing.try_verify(None, None), Err(Unreadable::NoCheckpoint)));
    let mut files = good();
    files.remove("ledger/tile/entries/000");
    assert!(matches!(files.try_verify(None, None), Err(Unreadable::NoFirstEntry(_))));
    files = good();
    files.remove(&format!("blob/{}", hex(&Story::begin().blobs[0])));
    assert!(matches!(files.try_verify(None, None), Err(Unreadable::Definition(_))));
}

#[test]
fn a_checkpoint_longer_than_one_can_be_is_unreadable() {
    let mut files = good();
    let line = b"\xe2\x80\x94 stranger.example AAAAAAAAAAAA\n".repeat(40_000);
    files.0.get_mut("ledger/checkpoint").unwrap().extend(line);
    assert!(matches!(files.try_verify(Some(&policy()), None), Err(Unreadable::LongCheckpoint(_))));
}

#[test]
fn what_lies_beside_the_ledger_and_nobody_names_is_not_published() {
    let mut story = Story::whole();
    story.blobs.push(b"a photo that was sent in and refused".to_vec());
    let files = story.publish();
    assert_eq!(files.0.keys().collect::<Vec<_>>(), good().0.keys().collect::<Vec<_>>());
}

#[test]
fn the_report_is_written_as_json() {
    let mut files = good();
    files.flip("ledger/tile/0/000", 32 * 5);
    let json = serde_json::to_value(files.verify()).unwrap();
    assert_eq!(json["findings"][0]["control"], "4.01");
    assert_eq!(json["findings"][0]["place"]["within"]["entry"], 5);
}

#[test]
fn a_kept_checkpoint_that_the_ledger_continues_is_no_finding() {
    let files = good();
    let kept = ledger::SignedCheckpoint::parse(&files.0["cuts/7/checkpoint"]).unwrap();
    assert_only(&files.try_verify(Some(&policy()), Some(kept)).unwrap(), &[]);
    let forked = sign(7, ledger::sha256(b"another history"), 1_708_000_000);
    let report = files.try_verify(Some(&policy()), Some(forked)).unwrap();
    assert_only(&report, &["4.08"]);
    assert_found(&report, "4.08", "ledger/checkpoint");
}

#[test]
fn a_finding_never_hides_another() {
    let mut files = good();
    files.flip("ledger/tile/0/000", 32 * 5);
    files.replace("latest.json", "\"paused\":false", "\"paused\":true");
    files.remove("cuts/7/changes.csv");
    let report = files.try_verify(Some(&policy_of(&log())), None).unwrap();
    assert_only(&report, &["1.06", "3.09", "4.01", "4.02"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_byte_changed_in_any_file_is_found(file: prop::sample::Index, byte: prop::sample::Index, bit in 0u8..8) {
        let mut files = good();
        let path = file.get(&files.0.keys().cloned().collect::<Vec<_>>()).clone();
        let bytes = files.0.get_mut(&path).unwrap();
        prop_assume!(!bytes.is_empty());
        let at = byte.index(bytes.len());
        // A line by an unknown signer means nothing (C2SP signed-note), and a cut's checkpoint needs no quorum: there,
        // a witness's line may become an unknown one.
        let witness = bytes.windows(10).rposition(|window| window == "— witness".as_bytes().get(..10).unwrap());
        prop_assume!(!(path.starts_with("cuts/") && path.ends_with("/checkpoint") && witness.is_some_and(|line| at >= line)));
        bytes[at] ^= 1 << bit;
        match files.try_verify(Some(&policy()), None) {
            Ok(report) => prop_assert!(!report.holds(), "byte {at} of {path} went unseen"),
            // A damaged checkpoint or definition: there is nothing to verify by.
            Err(_) => prop_assert!(path == "ledger/checkpoint" || path.starts_with("blob/") || path.ends_with("entries/000"), "{path}"),
        }
    }

    #[test]
    fn any_file_left_out_is_found(file: prop::sample::Index) {
        let mut files = good();
        let path = file.get(&files.0.keys().cloned().collect::<Vec<_>>()).clone();
        // A partial tile or bundle goes once the full one is there, and a photo's bytes are named by a capture alone.
        prop_assume!(!(path.starts_with("ledger/tile/") && path.contains("000.p/") && !path.contains("tile/1")));
        files.remove(&path);
        if let Ok(report) = files.try_verify(Some(&policy()), None) {
            prop_assert!(!report.holds(), "{path} went unmissed");
        }
    }

    #[test]
    fn any_file_added_under_another_name_is_found(from: prop::sample::Index, folder: prop::sample::Index, name: prop::sample::Index) {
        let mut files = good();
        let paths: Vec<String> = files.0.keys().cloned().collect();
        let folders: Vec<&str> = paths.iter().map(|path| path.rfind('/').map_or("", |end| &path[..=end])).collect();
        let names: Vec<&str> = paths.iter().map(|path| path.rsplit('/').next().unwrap()).collect();
        let path = format!("{}{}", folder.get(&folders), name.get(&names));
        let below = format!("{path}/");
        prop_assume!(paths.iter().all(|known| *known != path && !known.starts_with(&below)));
        let bytes = files.0[from.get(&paths)].clone();
        // A named blob may lie among the blobs or the photos, or both.
        let named = ["blob/", "photo/"].iter().any(|folder| path.strip_prefix(folder) == Some(&hex(&bytes)));
        prop_assume!(!named);
        files.0.insert(path.clone(), bytes);
        let report = files.try_verify(Some(&policy()), None).unwrap();
        prop_assert!(!report.holds(), "{path} went unseen");
    }
}

#[test]
fn a_publication_that_cant_be_listed_and_names_countless_cuts_is_verified_all_the_same() {
    let mut files = good();
    let many: Vec<String> = (1..300_000).map(|size| format!("{size} no\n")).collect();
    files.0.insert("cuts/index".to_owned(), many.concat().into_bytes());
    let report = verify::verify(
        &Unlistable(&files),
        &verify::Options {
            policy: Some(&policy()),
            progress: &|_, _, _| {},
            known: None,
            reread: false,
            programs: &[],
        },
    )
    .unwrap();
    assert!(!report.holds() && !report.listed);
    assert_found(&report, "1.06", "cuts/1/manifest");
}

/// A web server: it gives files and lists none.
struct Unlistable<'f>(&'f Files);

impl Source for Unlistable<'_> {
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError> {
        self.0.read(path, at_most, bytes)
    }
    fn list(&self, _: &str) -> Result<Option<Vec<Listed>>, SourceError> {
        Ok(None)
    }
    fn name(&self) -> String {
        "a web server".to_owned()
    }
}

#[test]
fn a_chain_of_folders_of_any_depth_is_listed_to_its_end() {
    let files = good();
    let options = verify::Options {
        policy: Some(&policy()),
        progress: &|_, _, _| {},
        known: None,
        reread: false,
        programs: &[],
    };
    let report = verify::verify(&Chain(&files), &options).unwrap();
    assert_only(&report, &["1.05"]);
    assert!(report.findings[0].place.path.ends_with("/a/a/end"));
}

/// A publication beside which folders lie in each other, 20,000 levels deep.
struct Chain<'f>(&'f Files);

impl Source for Chain<'_> {
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError> {
        self.0.read(path, at_most, bytes)
    }
    fn list(&self, folder: &str) -> Result<Option<Vec<Listed>>, SourceError> {
        let deeper = Listed { name: "a".to_owned(), kind: ListedKind::Folder };
        if folder == "a" || folder.starts_with("a/") {
            let end = Listed { name: "end".to_owned(), kind: ListedKind::File };
            return Ok(Some(vec![if folder.len() < 40_000 { deeper } else { end }]));
        }
        let mut listed = self.0.list(folder)?;
        listed.as_mut().filter(|_| folder.is_empty()).unwrap_or(&mut Vec::new()).push(deeper);
        Ok(listed)
    }
    fn name(&self) -> String {
        "a test".to_owned()
    }
}

#[test]
fn a_checkpoint_of_any_size_that_the_log_did_not_sign_is_given_up_in_the_end() {
    let mut files = good();
    let forger =
        SigningKey::from_seed(KeyName::new(ORIGIN).unwrap(), KeyKind::Ed25519, ledger::sha256(b"forger").0);
    let head = Checkpoint { origin: ORIGIN.to_owned(), size: 1 << 40, root: ledger::sha256(b"any") };
    let signed = SignedCheckpoint::sign(&head, &forger).unwrap();
    files.0.insert("ledger/checkpoint".to_owned(), signed.note);
    for policy in [Some(&policy()), None] {
        let options =
            verify::Options { policy, progress: &|_, _, _| {}, known: None, reread: false, programs: &[] };
        let report = verify::verify(&Endless(&files), &options).unwrap();
        assert_found(&report, "1.01", "ledger/tile/entries, entry 20480");
        assert_found(&report, "2.01", "ledger/checkpoint");
        assert!(report.findings.len() < 2_000, "{}", report.findings.len());
    }
}

/// A server that has a bundle and a tile at every index.
struct Endless<'f>(&'f Files);

impl Source for Endless<'_> {
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError> {
        if path.starts_with("ledger/tile/") && !self.0.0.contains_key(path) {
            *bytes = b"anything".to_vec();
            return Ok(Found::Whole);
        }
        self.0.read(path, at_most, bytes)
    }
    fn list(&self, _: &str) -> Result<Option<Vec<Listed>>, SourceError> {
        Ok(None)
    }
    fn name(&self) -> String {
        "a hostile server".to_owned()
    }
}

#[test]
fn of_countless_findings_a_thousand_a_control_are_told_and_all_are_counted() {
    let mut story = Story::whole();
    let stranger = key("kpps/stranger", KeyKind::Ed25519);
    let first = story.next();
    for number in 0..1_100 {
        let body = format!(
            r#"{{"register":"003-{number}","content":{{"sha256":"{}","bytes":1,"media":"text/plain"}},"at":"2024-02-15T00:00:00Z"}}"#,
            hex(b"x")
        );
        story.log(note("disclosure", &body, &[&stranger]));
    }
    story.log(b"no statement".to_vec());
    story.cut(true);
    let report = story.publish().verify();
    let counted = report.controls.iter().find(|control| control.id == "2.03").unwrap().findings;
    assert_eq!((counted, of(&report, "2.03").len()), (1_100, 1_000));
    assert_found(&report, "2.03", &format!("ledger/tile/entries, entry {}", first + 999));
    assert_found(&report, "3.01", &format!("ledger/tile/entries, entry {}", first + 1_100));
    assert_eq!(report.count(), 1_101, "{:?}", report.controls);
    assert_eq!(report.statements, report.size - 1_101);
}

#[test]
fn a_server_that_dies_is_asked_a_hundred_times_and_no_more() {
    let mut story = Story::whole();
    story.cuts.splice(2..2, (8..58).map(|size| (size, false)));
    let files = story.publish();
    let dying = Dying { files: &files, failures: AtomicU64::new(0) };
    let options = verify::Options {
        policy: Some(&policy()),
        progress: &|_, _, _| {},
        known: None,
        reread: false,
        programs: &[],
    };
    let report = verify::verify(&dying, &options).unwrap();
    assert_found(&report, "1.08", "a dying server");
    let failures = dying.failures.load(Ordering::Relaxed);
    // Those that were under way when the hundredth failed end as well; the last asks whether the head is still the same.
    assert!((100..=100 + 2 * rayon::current_num_threads() as u64).contains(&failures), "{failures}");
    assert_found(&report, "1.04", "id/index.html");
}

/// A web server that gives the ledger and its blobs, and then nothing more.
struct Dying<'f> {
    files: &'f Files,
    failures: AtomicU64,
}

impl Source for Dying<'_> {
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError> {
        if ["ledger/", "blob/", "cuts/index"].iter().any(|folder| path.starts_with(folder)) {
            return self.files.read(path, at_most, bytes);
        }
        self.failures.fetch_add(1, Ordering::Relaxed);
        Err(SourceError { path: path.to_owned(), what: "no answer".to_owned() })
    }
    fn list(&self, _: &str) -> Result<Option<Vec<Listed>>, SourceError> {
        Ok(None)
    }
    fn name(&self) -> String {
        "a dying server".to_owned()
    }
}

#[test]
fn an_operator_that_stops_early_is_consistent_as_far_as_it_went() {
    assert_only(&Story::begin().publish().verify(), &[]);
}

#[test]
fn programs_for_checking_one_statement_are_no_findings_and_are_told_from_others() {
    let mut files = good();
    files.0.insert("program/verify.js".to_owned(), b"ours".to_vec());
    files.0.insert("program/verify.html".to_owned(), b"of another version".to_vec());
    let options = verify::Options {
        policy: Some(&policy()),
        progress: &|_, _, _| {},
        known: None,
        reread: false,
        programs: &[("program/verify.js", b"ours"), ("program/verify.html", b"ours too")],
    };
    let report = verify::verify(&files, &options).unwrap();
    assert!(report.holds(), "{:#?}", report.findings);
    let seen: Vec<(&str, bool)> =
        report.programs.iter().map(|program| (program.path.as_str(), program.own)).collect();
    assert_eq!(seen, [("program/verify.html", false), ("program/verify.js", true)]);
    files.0.insert("program/verify.css".to_owned(), Vec::new());
    let report = files.verify();
    assert_only(&report, &["1.05"]);
    assert!(report.programs.iter().all(|program| !program.own));
}
