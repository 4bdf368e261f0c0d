//! Papers for a court: everything in them holds, on its own and against the publication.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::common::{failure, ok, saksi, text};
use ledger::{Entry, Policy, SignedCheckpoint, TlogProof, sha256};
use proof::{Given, Outcome, Source, Step, examine};
use serde_json::Value;

/// A small practice with everything that can go wrong in it.
fn demo(place: &Path) -> String {
    let folder = text(&place.join("demo"));
    ok(&["demo", "--folder", &folder, "--stations", "40", "--on-paper", "0", "--no-serve"]);
    folder
}

/// Every file below a folder by its path.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut all, mut folders) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = text(path.strip_prefix(root).unwrap());
                all.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    all
}

/// Stations of a published record for which something holds.
fn stations(folder: &str, of: impl Fn(&Value) -> bool) -> Vec<Value> {
    let mut found = Vec::new();
    for (_, bytes) in files(&Path::new(folder).join("public/record/ppwp")) {
        let Ok(record) = serde_json::from_slice::<Value>(&bytes) else { continue };
        found.extend(record["stations"].as_array().into_iter().flatten().filter(|one| of(one)).cloned());
    }
    found
}

fn count(station: &Value, member: &str) -> usize {
    station[member].as_array().map_or(0, Vec::len)
}

/// What another program reads in a paper; none where it isn't here.
fn read(path: &Path) -> Option<String> {
    let output = std::process::Command::new("pdftotext").arg("-layout").arg(path).arg("-").output();
    let Ok(output) = output else {
        println!("skipped: no pdftotext here");
        return None;
    };
    assert!(output.status.success() && output.stderr.is_empty());
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Every file is listed with its hash, and nothing else is.
fn manifest_holds(files: &BTreeMap<String, Vec<u8>>) {
    let listed: BTreeMap<String, String> = String::from_utf8(files["manifest.sha256"].clone())
        .unwrap()
        .lines()
        .map(|line| line.split_once("  ").map(|(hash, path)| (path.to_owned(), hash.to_owned())).unwrap())
        .collect();
    let own: BTreeMap<String, String> = files
        .iter()
        .filter(|(path, _)| *path != "manifest.sha256")
        .map(|(path, bytes)| (path.clone(), sha256(bytes).to_hex()))
        .collect();
    assert_eq!(listed, own);
}

/// Every statement is proven by what lies beside it alone: head, policy, law, keys.
fn proofs_hold(files: &BTreeMap<String, Vec<u8>>) -> usize {
    let policy = files["policy"].clone();
    let head = SignedCheckpoint::parse(&files["checkpoint"]).unwrap();
    Policy::parse(std::str::from_utf8(&policy).unwrap()).unwrap().check(&head).unwrap();
    let beside = files.iter().filter(|(path, _)| path.starts_with("law/") || path.starts_with("lists/"));
    let blobs: BTreeMap<_, _> = beside
        .map(|(path, bytes)| {
            assert_eq!(path.split_once('/').unwrap().1, sha256(bytes).to_hex());
            (sha256(bytes), bytes.clone())
        })
        .collect();
    let proofs: Vec<TlogProof> = files
        .iter()
        .filter(|(path, _)| path.starts_with("proofs/"))
        .map(|(path, bytes)| {
            let proof = TlogProof::parse(bytes).unwrap();
            assert_eq!(*path, format!("proofs/{}.tlog-proof", proof.index));
            let note = Entry::parse(proof.extra.as_deref().unwrap()).unwrap().note.to_vec();
            assert_eq!(files[&format!("statements/{}.txt", proof.index)], note);
            assert_eq!(proof.checkpoint, files["checkpoint"]);
            proof
        })
        .collect();
    for proof in &proofs {
        let report = examine(&Given {
            policy: Some(policy.clone()),
            source: Source::Brought,
            asked: None,
            statement: proof.clone(),
            rests_on: proofs.clone(),
            blobs: blobs.clone(),
            photos: Vec::new(),
            unused: Vec::new(),
            built_in: &[],
            language: "id".to_owned(),
        });
        assert!(!report.failed(), "{}: {:?}", proof.index, report.steps);
        for step in
            [Step::Checkpoint, Step::Inclusion, Step::Definition, Step::Law, Step::Signature, Step::Authority]
        {
            let line = report.steps.iter().find(|line| line.step == step).unwrap();
            assert_eq!(line.outcome, Outcome::Shown, "{}: {line:?}", proof.index);
        }
    }
    assert_eq!(proofs.len(), files.keys().filter(|path| path.starts_with("statements/")).count());
    proofs.len()
}

#[test]
fn a_stations_papers_hold_on_their_own_and_say_figures_hashes_and_words() {
    let place = tempfile::tempdir().unwrap();
    let folder = demo(place.path());
    let sure = stations(&folder, |one| count(one, "objections") > 0 && count(one, "versions") > 0);
    let station = sure.first().unwrap();
    let code = station["station"].as_str().unwrap();
    let into = place.path().join("court");
    ok(&["dossier", code, "--from", &folder, "--into", &text(&into), "--contest", "ppwp"]);
    let files = files(&into);
    manifest_holds(&files);
    let versions = station["versions"].as_array().unwrap();
    assert!(proofs_hold(&files) > versions.len() + count(station, "objections"));
    for version in versions {
        assert!(files.contains_key(&format!("statements/{}.txt", version["entry"])));
        for photo in version["evidence"].as_array().unwrap().iter().filter_map(|one| one["sha256"].as_str()) {
            let mut held = files.iter().filter(|(path, _)| path.starts_with(&format!("photos/{photo}.")));
            assert_eq!(sha256(held.next().unwrap().1).to_hex(), photo);
        }
    }
    let record: Value = serde_json::from_slice(&files["record.json"]).unwrap();
    assert_eq!(record["ppwp"]["station"], code);
    let readme = String::from_utf8(files["README.txt"].clone()).unwrap();
    assert!(readme.contains("BERKAS BUKTI") && readme.contains("EVIDENCE FILE"));
    let Some(paper) = read(&into.join("dossier.pdf")) else { return };
    let squeezed: String = paper.split_whitespace().collect();
    for said in [code, "SIMULASI", "BERKAS BUKTI TPS", "Keberatan"] {
        assert!(paper.contains(said), "{said}");
    }
    for (_, value) in record["ppwp"]["versions"][0]["values"].as_object().unwrap() {
        assert!(value.as_u64().is_none_or(|value| paper.contains(&value.to_string())), "{value}");
    }
    let hashes = versions
        .iter()
        .flat_map(|one| one["evidence"].as_array().unwrap())
        .filter_map(|one| one["sha256"].as_str());
    let ids = versions.iter().filter_map(|one| one["id"].as_str());
    for hash in hashes.chain(ids) {
        assert!(squeezed.contains(hash), "{hash}");
    }
    let root = SignedCheckpoint::parse(&files["checkpoint"]).unwrap().checkpoint.root;
    assert!(squeezed.contains(&root.to_string()) && squeezed.contains(&root.to_hex()));
}

#[test]
fn a_regions_papers_have_a_part_for_each_station_in_doubt_and_no_other() {
    let place = tempfile::tempdir().unwrap();
    let folder = demo(place.path());
    let into = place.path().join("court");
    ok(&["dossier", "9801", "--from", &folder, "--into", &text(&into), "--contest", "ppwp"]);
    let files = files(&into);
    manifest_holds(&files);
    let doubtful = stations(&folder, |one| {
        one["station"].as_str().is_some_and(|code| code.starts_with("9801"))
            && (one["quality"] == "conflict" || one["disputed"] == true)
    });
    assert!(!doubtful.is_empty());
    let mut expected: Vec<String> = doubtful
        .iter()
        .map(|one| format!("stations/{}/dossier.pdf", one["station"].as_str().unwrap()))
        .collect();
    expected.sort();
    let own = files.keys().filter(|path| path.starts_with("stations/") && path.ends_with("dossier.pdf"));
    assert_eq!(own.cloned().collect::<Vec<_>>(), expected);
    for station in &doubtful {
        for version in station["versions"].as_array().into_iter().flatten() {
            assert!(files.contains_key(&format!("proofs/{}.tlog-proof", version["entry"])));
        }
    }
    let Some(paper) = read(&into.join("dossier.pdf")) else { return };
    for station in &doubtful {
        assert!(paper.contains(station["station"].as_str().unwrap()));
    }
}

#[test]
fn the_same_cut_makes_the_same_bytes_from_a_folder_and_from_public_files() {
    let place = tempfile::tempdir().unwrap();
    let folder = demo(place.path());
    let made = |from: &str, into: &str| {
        let into = place.path().join(into);
        ok(&["dossier", "9801", "--from", from, "--into", &text(&into), "--language", "en"]);
        fs::read(into).unwrap()
    };
    let first = made(&folder, "one.zip");
    assert!(first == made(&format!("{folder}/public"), "two.zip"));
    assert!(first.starts_with(b"PK\x03\x04"));
}

#[test]
fn a_photo_that_is_not_held_is_said_and_stops_nothing() {
    let place = tempfile::tempdir().unwrap();
    let folder = demo(place.path());
    let with = |one: &Value| one["versions"][0]["evidence"][0]["sha256"].is_string();
    let station = &stations(&folder, with)[0];
    let code = station["station"].as_str().unwrap();
    let photo = station["versions"][0]["evidence"][0]["sha256"].as_str().unwrap();
    fs::remove_file(format!("{folder}/public/photo/{photo}")).unwrap();
    let into = place.path().join("court");
    let said = ok(&["dossier", code, "--from", &folder, "--into", &text(&into), "--contest", "ppwp"]);
    assert!(said.contains("not in it"), "{said}");
    assert!(!files(&into).keys().any(|path| path.contains(photo)));
    let Some(paper) = read(&into.join("dossier.pdf")) else { return };
    assert!(paper.contains("publikasi tidak memegang bitanya"));
    assert!(paper.split_whitespace().collect::<String>().contains(photo));
}

#[test]
fn what_is_asked_wrongly_or_copied_half_is_said_and_leaves_nothing_behind() {
    let place = tempfile::tempdir().unwrap();
    let folder = demo(place.path());
    let public = format!("{folder}/public");
    let into = text(&place.path().join("court"));
    let refused =
        |place: &str, from: &str| failure(&saksi(&["dossier", place, "--from", from, "--into", &into]));
    assert!(refused("9801062001999", &folder).contains("9801062001"), "what is like it");
    assert!(refused("../../x", &folder).contains("search.html"));
    assert!(refused("9801", &text(place.path())).contains("latest.json"));
    let unknown = saksi(&["dossier", "9801", "--from", &folder, "--into", &into, "--contest", "mayor"]);
    assert!(failure(&unknown).contains("ppwp"));
    assert!(failure(&saksi(&["dossier", "9801", "--from", &folder, "--into", &folder])).contains("already"));
    let cut = fs::read_dir(format!("{public}/cuts"))
        .unwrap()
        .filter_map(|one| one.unwrap().file_name().into_string().ok());
    let cut = cut.filter_map(|name| name.parse::<u64>().ok()).max().unwrap();
    let head = format!("{public}/cuts/{cut}/checkpoint");
    let kept = fs::read(&head).unwrap();
    fs::remove_file(&head).unwrap();
    assert!(refused("9801", &public).contains("only in part"));
    // A head that another key signed.
    let forged = String::from_utf8(kept.clone()).unwrap().replacen(" A", " B", 1).replacen('/', "+", 1);
    fs::write(&head, forged).unwrap();
    assert!(!refused("9801", &public).is_empty());
    fs::write(&head, kept).unwrap();
    let tile = format!("{public}/ledger/tile/entries/000");
    let mut bytes = fs::read(&tile).unwrap();
    let last = bytes.len() - 10;
    bytes[last] ^= 1;
    fs::write(&tile, bytes).unwrap();
    assert!(!refused("9801", &public).is_empty());
    let left: Vec<_> = fs::read_dir(place.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
    assert_eq!(left, ["demo"], "nothing half done is left");
}
