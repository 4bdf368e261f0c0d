//! The disk is full, read-only; lock files hold garbage; the clock went back: a clear error, nothing lost, and the same
//! command goes on afterwards.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{Village, failure, kept_key, ok, saksi, size, status, text, verify};
use ledger::{KeyKind, KeyName, SigningKey};
use sequencer::{FolderLock, FolderStore, Sequencer};
use serde_json::Value;
use statement::{Body, Key, Moment, encode_text, sign};

const STATIONS: u32 = 900;

/// A small file system of its own, unmounted in the end.
pub struct Disk(pub PathBuf);

impl Disk {
    /// `None`, and one line that says so, where this user can't mount.
    pub fn mount(place: &Path, test: &str) -> Option<Disk> {
        let at = place.join("disk");
        std::fs::create_dir(&at).unwrap();
        if !run("mount", &["-t", "tmpfs", "-o", "size=64m", "saksi-test", &text(&at)]) {
            eprintln!("skipped: {test} (this user can't mount a tmpfs)");
            return None;
        }
        Some(Disk(at))
    }

    pub fn remount(&self, options: &str) {
        assert!(run("mount", &["-o", &format!("remount,{options}"), &text(&self.0)]), "{options}");
    }

    /// Leaves so many kibibytes free.
    pub fn leave(&self, free: u64) {
        self.remount("size=64m");
        let output = Command::new("df").args(["--output=used", "-k", &text(&self.0)]).output().unwrap();
        let used: u64 =
            String::from_utf8(output.stdout).unwrap().lines().nth(1).unwrap().trim().parse().unwrap();
        self.remount(&format!("size={}k", used + free));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        run("umount", &[&text(&self.0)]);
    }
}

fn run(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}

/// The error names a file of the election and says what to do.
fn says_what_to_do(said: &str, folder: &str) {
    assert!(said.contains(folder), "it names the file: {said}");
    assert!(said.contains("the disk is full") && said.contains("Free space"), "{said}");
}

#[test]
fn an_import_on_a_full_disk_goes_on_when_there_is_space() {
    let place = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(place.path(), "an import on a full disk") else { return };
    let village = Village::write(place.path(), STATIONS);
    let folder = text(&disk.0.join("count"));
    village.init(&folder);
    let begun = size(&folder);
    let mut failed = 0;
    // From no space at all in small steps: every file of a batch is the one that doesn't fit once.
    for free in (0..).step_by(128) {
        disk.leave(free);
        let output = village.import(&folder);
        let now = size(&folder);
        assert!(
            now == begun || now == begun + u64::from(STATIONS),
            "a batch is in as a whole or not at all: {now}"
        );
        if output.status.success() {
            break;
        }
        says_what_to_do(&failure(&output), &folder);
        failed += 1;
    }
    assert!(failed > 3, "{failed}");
    assert_eq!(size(&folder), begun + u64::from(STATIONS));
    disk.remount("size=64m");
    ok(&["publish", &folder]);
    verify(&folder);
    assert_eq!(status(&folder)["contests"]["ppwp"]["counted"], STATIONS);
}

#[test]
fn a_publication_on_a_full_disk_goes_on_when_there_is_space() {
    let place = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(place.path(), "a publication on a full disk") else { return };
    let village = Village::write(place.path(), STATIONS);
    let folder = text(&disk.0.join("count"));
    village.init(&folder);
    ok(&["publish", &folder]);
    let first = std::fs::read_to_string(disk.0.join("count/public/latest.json")).unwrap();
    assert!(village.import(&folder).status.success());
    let mut failed = 0;
    for free in (0..).step_by(64) {
        disk.leave(free);
        let output = saksi(&["publish", &folder]);
        if output.status.success() {
            break;
        }
        says_what_to_do(&failure(&output), &folder);
        let latest = std::fs::read_to_string(disk.0.join("count/public/latest.json")).unwrap();
        assert_eq!(latest, first, "clients look at the cut before, whole");
        failed += 1;
    }
    assert!(failed > 3, "{failed}");
    disk.remount("size=64m");
    verify(&folder);
}

#[test]
fn a_read_only_disk_is_a_clear_error_and_can_be_read() {
    let place = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(place.path(), "a read-only disk") else { return };
    let village = Village::write(place.path(), 12);
    let folder = text(&disk.0.join("count"));
    village.init(&folder);
    ok(&["publish", &folder]);
    disk.remount("ro");
    let other = text(&disk.0.join("other"));
    let init = ["init", &other, "--profile", "id-2024", "--places", &village.regions];
    for output in [village.import(&folder), saksi(&["publish", &folder]), saksi(&init)] {
        let said = failure(&output);
        assert!(said.contains("read-only") && said.contains(&text(&disk.0)), "{said}");
        assert!(said.contains("Make it writable"), "{said}");
    }
    ok(&["status", &folder]);
    verify(&folder);
    disk.remount("rw");
    assert!(village.import(&folder).status.success());
    ok(&["publish", &folder]);
    verify(&folder);
}

fn entries(folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(folder).join("ledger/tile")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                found.push((path, bytes));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn garbage_in_the_lock_files_loses_nothing() {
    let place = tempfile::tempdir().unwrap();
    let village = Village::write(place.path(), 12);
    let folder = text(&place.path().join("count"));
    village.init(&folder);
    ok(&["publish", &folder]);
    let ledger = Path::new(&folder).join("ledger");

    // What is held, but not read, may hold anything.
    for held in ["head.held", "cuts.lock"] {
        assert!(ledger.join(held).is_file(), "{held}");
        std::fs::write(ledger.join(held), b"\x00garbage\xff").unwrap();
    }
    // The signed head decides what the ledger is: without it nothing is written.
    let (head, before) = (std::fs::read(ledger.join("head")).unwrap(), entries(&folder));
    let garbage: [&[u8]; 3] = [b"garbage", b"", &head[..head.len() / 2]];
    for garbage in garbage {
        std::fs::write(ledger.join("head"), garbage).unwrap();
        let said = failure(&village.import(&folder));
        assert!(said.contains("ledger/head is damaged") && said.contains("Never restore"), "{said}");
        assert_eq!(entries(&folder), before);
        assert_eq!(std::fs::read(ledger.join("head")).unwrap(), garbage, "nobody writes a head over it");
    }
    std::fs::remove_file(ledger.join("head")).unwrap();
    let said = failure(&village.import(&folder));
    assert!(said.contains("ledger/head is missing") && said.contains("Never restore"), "{said}");
    assert!(!ledger.join("head").exists(), "no ledger is begun a second time");
    // Reading goes on, and so does publishing: it needs no lock of the ledger.
    ok(&["status", &folder]);
    ok(&["publish", &folder]);

    std::fs::write(ledger.join("head"), &head).unwrap();
    assert!(village.import(&folder).status.success());
    ok(&["publish", &folder]);
    verify(&folder);
}

fn now_ms() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    since.as_millis().try_into().unwrap()
}

/// Writes an entry so many milliseconds ahead of the clock, as a machine would whose clock was wrong then.
fn write_ahead(folder: &str, ahead_ms: u64, seed: u8) {
    let commission = kept_key(folder, "commission");
    let supervisor = SigningKey::from_seed(KeyName::new("bawaslu/17").unwrap(), KeyKind::Ed25519, [seed; 32]);
    let vkey = supervisor.verifying_key().to_string();
    let at = Moment::parse("2024-02-14T13:00:00+07:00").unwrap();
    let body = Body::Key(Key { key: &vkey, role: "bawaslu", scope: "17", source: None, at });
    let note = sign(&encode_text("id-2024/v1", &body).unwrap(), &[&commission, &supervisor]).unwrap();
    let path = Path::new(folder);
    let lock = FolderLock::open(path.join("ledger/head")).unwrap();
    let mut sequencer =
        Sequencer::open(FolderStore::new(path.join("ledger")), lock, kept_key(folder, "log")).unwrap();
    sequencer.append(&[note], now_ms() + ahead_ms).unwrap();
}

#[test]
fn a_clock_that_went_back_is_refused_and_times_are_not_invented() {
    let place = tempfile::tempdir().unwrap();
    let village = Village::write(place.path(), 12);
    let folder = text(&place.path().join("count"));
    village.init(&folder);

    // What a time server corrects is no trouble: the next entry is a millisecond later.
    write_ahead(&folder, 3_000, 7);
    let imported = village.import(&folder);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));

    write_ahead(&folder, 3_600_000, 8);
    let before = size(&folder);
    let fresh = Village::write(place.path(), 11);
    let said = failure(&fresh.import(&folder));
    assert!(said.contains("clock") && said.contains("3,6") && said.contains("seconds behind"), "{said}");
    assert!(said.contains("Set the clock right"), "{said}");
    assert_eq!(size(&folder), before);
    ok(&["publish", &folder]);
    verify(&folder);
}

#[test]
fn links_in_a_tree_are_named_and_not_followed() {
    let place = tempfile::tempdir().unwrap();
    let village = Village::write(place.path(), 12);
    let folder = text(&place.path().join("count"));
    village.init(&folder);
    let object = "{\"mode\":\"hhcw\",\"chart\":{\"100025\":1,\"100026\":2,\"100027\":3},\"images\":[null],\
                  \"administrasi\":{\"suara_sah\":6},\"psu\":null,\"ts\":\"2024-02-20 13:00:00\",\
                  \"status_suara\":true,\"status_adm\":true}";
    let put = |top: &str, station: &str| {
        let inside = place.path().join(top).join("pemilu/hhcw/ppwp/17/1701/170101/1701012001");
        std::fs::create_dir_all(&inside).unwrap();
        std::fs::write(inside.join(format!("{station}.json")), object).unwrap();
        inside
    };
    let inside = put("tree", "1701012001001");
    let outside = put("elsewhere", "1701012001002");
    let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, inside.join(name)).unwrap();
    link(&outside.join("1701012001002.json"), "1701012001002.json");
    link(&outside, "more");
    link(&place.path().join("tree"), "round");

    let tree = text(&place.path().join("tree"));
    let told = ok(&["import", "kpu", &tree, "--into", &folder, "--json"]);
    let imported: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(imported["added"], 1, "{told}");
    assert_eq!(imported["counts"]["links not followed"], 3, "{told}");
    let report = std::fs::read_to_string(imported["report"].as_str().unwrap()).unwrap();
    for name in ["1701012001002.json", "more", "round"] {
        assert!(
            report.contains(&format!("/{name},0,refused,unreadable,a symbolic link is not followed")),
            "{report}"
        );
    }
    let told = ok(&["import", "kpu", &tree, "--into", &folder]);
    assert!(told.contains("symbolic links, not followed  3") && told.contains("Nothing new"), "{told}");
}
