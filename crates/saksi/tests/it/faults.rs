//! Kill -9 at any moment, wrong folders, damaged locks: nothing acknowledged is missing, nothing is there twice.
//!
//! `SAKSI_LONG=1` kills a hundred times; otherwise a handful.

use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use crate::common::{command, ok, saksi, size, status, text};
use crate::reference::reference_data;
use serde_json::Value;

/// Bengkulu's places and rows, in a new election.
fn bengkulu(data: &Path, place: &Path) -> (String, String) {
    let data = data.join("id-2024");
    let keep = |name: &str, column: usize| {
        let mut all = String::new();
        let bytes = std::fs::read(data.join(name)).unwrap();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut all).unwrap();
        let kept: Vec<&str> = all
            .lines()
            .enumerate()
            .filter(|(number, line)| {
                *number == 0 || line.split(',').nth(column).unwrap_or("").starts_with("17")
            })
            .map(|(_, line)| line)
            .collect();
        let path = place.join(name.trim_end_matches(".gz"));
        std::fs::write(&path, format!("{}\n", kept.join("\n"))).unwrap();
        text(&path)
    };
    let (regions, stations) = (keep("regions.csv.gz", 0), keep("stations.csv.gz", 0));
    let folder = text(&place.join("count"));
    ok(&["init", &folder, "--profile", "id-2024", "--places", &regions, "--stations", &stations]);
    (folder, text(&data.join("bengkulu-ppwp-stations.csv.gz")))
}

/// A small generator: tests need no more than different waiting times.
struct Waits(u64);

impl Waits {
    fn next(&mut self, below: u64) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Duration::from_millis((self.0 >> 33) % below)
    }
}

#[test]
fn killed_at_any_moment_nothing_is_lost_and_nothing_is_twice() {
    let Some(data) = reference_data("kill -9 on Bengkulu's count") else { return };
    let kills = if std::env::var_os("SAKSI_LONG").is_some() { 100 } else { 6 };
    let place = tempfile::tempdir().unwrap();
    let (folder, rows) = bengkulu(&data, place.path());
    let begun = size(&folder);
    let mut waits = Waits(42);
    let mut acknowledged = begun;
    let mut killed = 0;
    for round in 0..kills {
        let arguments = if round % 2 == 0 {
            vec!["import", "kpu", rows.as_str(), "--into", folder.as_str()]
        } else {
            vec!["publish", folder.as_str()]
        };
        let mut child = command(&arguments).stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(waits.next(if round % 2 == 0 { 1500 } else { 4000 }));
        killed += u64::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
        let now = size(&folder);
        assert!(now >= acknowledged, "the ledger shrank from {acknowledged} to {now}");
        if acknowledged > begun {
            // A consistency proof exists only if the old tree is a prefix of the new one.
            ok(&["log", "consistency", &acknowledged.to_string(), "--folder", &folder]);
        }
        acknowledged = now;
    }
    assert!(killed > 0, "no run was killed: the waits are too long for this machine");
    let imported: Value =
        serde_json::from_str(&ok(&["import", "kpu", &rows, "--into", &folder, "--json"])).unwrap();
    assert_eq!(imported["size"].as_u64(), Some(begun + 6210), "each row is in exactly once");
    assert_eq!(imported["refused"], 0);
    ok(&["publish", &folder]);
    let public = format!("{folder}/public");
    let policy = format!("{public}/policy");
    ok(&["verify", &public, "--policy", &policy]);
    assert_eq!(status(&folder)["contests"]["ppwp"]["stated"], 6210);
    eprintln!("killed {killed} of {kills} runs");
}

#[test]
fn the_public_folder_thrown_away_comes_back_byte_for_byte() {
    let Some(data) = reference_data("rebuilding Bengkulu's publication") else { return };
    let place = tempfile::tempdir().unwrap();
    let (folder, rows) = bengkulu(&data, place.path());
    ok(&["publish", &folder, "--no-tables"]);
    ok(&["import", "kpu", &rows, "--into", &folder]);
    ok(&["publish", &folder]);
    let public = Path::new(&folder).join("public");
    let kept = place.path().join("kept");
    std::fs::rename(&public, &kept).unwrap();
    std::fs::create_dir(&public).unwrap();
    std::fs::copy(kept.join("policy"), public.join("policy")).unwrap();
    ok(&["publish", &folder]);
    let difference =
        std::process::Command::new("diff").args(["-rq", &text(&kept), &text(&public)]).output().unwrap();
    assert!(difference.status.success(), "{}", String::from_utf8_lossy(&difference.stdout));
}

#[test]
fn a_damaged_head_is_a_clear_error() {
    let Some(data) = reference_data("a damaged head") else { return };
    let place = tempfile::tempdir().unwrap();
    let (folder, rows) = bengkulu(&data, place.path());
    let head = Path::new(&folder).join("ledger/head");
    let good = std::fs::read(&head).unwrap();
    let mut bad = good.clone();
    let middle = bad.len() / 2;
    bad[middle] ^= 1;
    std::fs::write(&head, &bad).unwrap();
    let output = saksi(&["import", "kpu", &rows, "--into", &folder]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("head"), "it names the file: {said}");
    std::fs::write(&head, &good).unwrap();
    ok(&["import", "kpu", &rows, "--into", &folder]);
}

#[test]
fn a_ledger_brought_back_from_a_backup_is_refused_before_it_forks() {
    let Some(data) = reference_data("an old copy of a ledger") else { return };
    let place = tempfile::tempdir().unwrap();
    let (folder, rows) = bengkulu(&data, place.path());
    ok(&["publish", &folder, "--no-tables"]);
    let (ledger, backup) = (format!("{folder}/ledger"), text(&place.path().join("backup")));
    let copy = |from: &str, to: &str| {
        let copied = std::process::Command::new("cp").args(["-a", from, to]).status().unwrap();
        assert!(copied.success());
    };
    copy(&ledger, &backup);
    ok(&["import", "kpu", &rows, "--into", &folder]);
    ok(&["publish", &folder, "--no-tables"]);
    let newer = text(&place.path().join("newer"));
    std::fs::rename(&ledger, &newer).unwrap();
    copy(&backup, &ledger);
    for arguments in [vec!["import", "kpu", &rows, "--into", &folder], vec!["publish", &folder]] {
        let output = saksi(&arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("public/ledger/checkpoint"), "it names what was published: {said}");
    }
    // Another ledger that has grown beyond what was published is no better.
    std::fs::rename(format!("{folder}/public"), place.path().join("public")).unwrap();
    std::fs::create_dir(format!("{folder}/public")).unwrap();
    ok(&["import", "kpu", &rows, "--into", &folder]);
    std::fs::remove_dir(format!("{folder}/public")).unwrap();
    std::fs::rename(place.path().join("public"), format!("{folder}/public")).unwrap();
    let output = saksi(&["publish", &folder]);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::remove_dir_all(&ledger).unwrap();
    std::fs::rename(&newer, &ledger).unwrap();
    ok(&["verify", &format!("{folder}/public")]);
    ok(&["publish", &folder]);
}

#[test]
fn a_folder_without_an_election_says_what_to_do() {
    let place = tempfile::tempdir().unwrap();
    let output = saksi(&["status", &text(place.path())]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("saksi init"));
}

#[test]
fn keys_are_for_their_owner_alone_and_never_public() {
    use std::os::unix::fs::PermissionsExt as _;
    let Some(data) = reference_data("keys") else { return };
    let place = tempfile::tempdir().unwrap();
    let (folder, _) = bengkulu(&data, place.path());
    for entry in std::fs::read_dir(Path::new(&folder).join("keys")).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
    ok(&["publish", &folder, "--no-tables"]);
    let found = std::process::Command::new("grep")
        .args(["-rl", "saksi-key/1", &format!("{folder}/public")])
        .output()
        .unwrap();
    assert!(found.stdout.is_empty(), "{}", String::from_utf8_lossy(&found.stdout));
}

#[test]
fn sealed_keys_open_with_their_passphrase_only() {
    let Some(data) = reference_data("sealed keys") else { return };
    let place = tempfile::tempdir().unwrap();
    let (first, rows) = bengkulu(&data, place.path());
    std::fs::remove_dir_all(&first).unwrap();
    let lists = [text(&place.path().join("regions.csv")), text(&place.path().join("stations.csv"))];
    let made =
        command(&["init", &first, "--profile", "id-2024", "--places", &lists[0], "--stations", &lists[1]])
            .env("SAKSI_PASSPHRASE", "correct horse")
            .output()
            .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let import = |passphrase: Option<&str>| {
        let mut command = command(&["import", "kpu", &rows, "--into", &first]);
        if let Some(passphrase) = passphrase {
            command.env("SAKSI_PASSPHRASE", passphrase);
        }
        command.output().unwrap().status.code()
    };
    assert_eq!(import(None), Some(2));
    assert_eq!(import(Some("wrong")), Some(2));
    assert_eq!(import(Some("correct horse")), Some(0));
}
