//! The folder backend on this machine's own file system: full, read-only, damaged, held by another, killed.

use crate::common::{START, key, notes, published};
use ledger::Entry;
use sequencer::{
    DiskError, FolderLock, FolderStore, LedgerReader, Lock, LockError, Sequencer, SequencerError, Store,
    StoreError, check_log,
};
use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tempfile::TempDir;

type FolderSequencer = Sequencer<FolderStore, FolderLock>;

fn parts(folder: &Path) -> (FolderStore, Result<FolderLock, LockError>) {
    (FolderStore::new(folder.join("ledger")), FolderLock::open(folder.join("head")))
}

fn create(folder: &Path) -> FolderSequencer {
    let (store, lock) = parts(folder);
    Sequencer::create(store, lock.unwrap(), key(), START).unwrap()
}

fn open(folder: &Path) -> Result<FolderSequencer, SequencerError> {
    let (store, lock) = parts(folder);
    Sequencer::open(store, lock?, key())
}

fn check(sequencer: &FolderSequencer) {
    check_log(sequencer.store(), Some(&sequencer.head().note), key().verifying_key()).unwrap();
}

#[test]
fn a_ledger_in_a_folder_is_created_grown_and_opened_again() {
    let folder = TempDir::new().unwrap();
    let mut sequencer = create(folder.path());
    for (number, range) in [0..3, 3..256, 256..257, 257..1_200].into_iter().enumerate() {
        sequencer.append(&notes(range), START + number as u64).unwrap();
        check(&sequencer);
    }
    let head = sequencer.head().clone();
    drop(sequencer);
    let mut sequencer = open(folder.path()).unwrap();
    assert_eq!((sequencer.size(), sequencer.head()), (1_200, &head));
    sequencer.append(&notes(1_200..1_300), START + 9).unwrap();
    check(&sequencer);
    assert_eq!(published(sequencer.store()).len(), 1_300);
    assert!(
        fs::read_dir(folder.path().join("ledger/.tmp")).unwrap().next().is_none(),
        "unfinished files were left"
    );
    assert!(matches!(
        Sequencer::create(
            parts(folder.path()).0,
            FolderLock::open(folder.path().join("b")).unwrap(),
            key(),
            1
        ),
        Err(SequencerError::AlreadyCreated { .. })
    ));
}

#[test]
fn an_object_is_created_once_and_never_changes() {
    let folder = TempDir::new().unwrap();
    let store = FolderStore::new(folder.path().join("a/ledger"));
    assert!(matches!(store.put_new("x", b"1"), Err(StoreError::Disk(_))), "the folder above must exist");
    let store = FolderStore::new(folder.path().join("ledger"));
    assert_eq!(store.get("tile/0/000").unwrap(), None);
    assert!(store.list("tile/").unwrap().is_empty());
    store.put_new("tile/0/000", b"one").unwrap();
    store.put_new("tile/0/000", b"one").unwrap();
    assert!(
        matches!(store.put_new("tile/0/000", b"two"), Err(StoreError::Differs { path }) if path == "tile/0/000")
    );
    let many = [("tile/0/001".to_owned(), b"x".to_vec()), ("tile/0/000".to_owned(), b"two".to_vec())];
    assert!(matches!(store.put_new_many(&many), Err(StoreError::Differs { .. })));
    assert_eq!(store.get("tile/0/000").unwrap().unwrap(), b"one");
    assert_eq!(store.get("tile/0/000/under").unwrap(), None);
    store.put_new("tile/0/001.p/7", b"p").unwrap();
    assert_eq!(store.list("tile/0/001").unwrap(), ["tile/0/001", "tile/0/001.p/7"]);
    store.delete("tile/0/001.p/7").unwrap();
    store.delete("tile/0/001.p/7").unwrap();
    assert!(!folder.path().join("ledger/tile/0/001.p").exists());
    store.put_new("tile/0/001.p/7", b"p").unwrap();
    assert_eq!(store.list("").unwrap(), ["tile/0/000", "tile/0/001", "tile/0/001.p/7"]);
}

#[test]
fn leftovers_of_interrupted_writes_are_removed_when_opening() {
    let folder = TempDir::new().unwrap();
    drop(create(folder.path()));
    let left = folder.path().join("ledger/.tmp/1-1");
    fs::write(&left, b"half").unwrap();
    open(folder.path()).unwrap();
    assert!(!left.exists());
}

#[test]
fn a_damaged_lock_file_is_named_and_nothing_is_written() {
    let folder = TempDir::new().unwrap();
    create(folder.path()).append(&notes(0..3), START).unwrap();
    let path = folder.path().join("head");
    let good = fs::read(&path).unwrap();
    let mut damaged =
        vec![Vec::new(), b"\n".to_vec(), good[..good.len() - 1].to_vec(), [&good[..], b"x"].concat()];
    for at in [0, 20, 100, good.len() - 3] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        damaged.push(bad);
    }
    for bad in damaged {
        fs::write(&path, &bad).unwrap();
        let error = open(folder.path()).unwrap_err();
        assert!(
            matches!(&error, SequencerError::Lock(LockError::Corrupt { path: at, .. }) if *at == path),
            "{error}"
        );
        let lock = FolderLock::open(&path).unwrap();
        assert!(matches!(lock.create(b"new"), Err(LockError::Corrupt { .. })));
        assert!(matches!(lock.compare_and_swap(b"old", b"new"), Err(LockError::Corrupt { .. })));
    }
    fs::write(&path, good).unwrap();
    check(&open(folder.path()).unwrap());
}

#[test]
fn a_lock_moves_only_from_the_head_that_is_there() {
    let folder = TempDir::new().unwrap();
    let lock = FolderLock::open(folder.path().join("head")).unwrap();
    assert!(matches!(lock.compare_and_swap(b"", b"a"), Err(LockError::Missing)));
    lock.create(b"a").unwrap();
    assert!(matches!(lock.create(b"b"), Err(LockError::Exists)));
    assert!(matches!(lock.compare_and_swap(b"b", b"c"), Err(LockError::Changed)));
    lock.compare_and_swap(b"a", b"b\n\nc").unwrap();
    assert_eq!(lock.read().unwrap().unwrap(), b"b\n\nc");
}

/// A small file system of its own at `folder`; `None` (and one line) where that isn't allowed.
struct Mount(TempDir);

impl Mount {
    fn new(test: &str, size: &str) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(folder));
        }
        eprintln!("skipped: {test}: a file system of its own absent (mounting isn't allowed here)");
        None
    }

    fn remount(&self, options: &str) {
        let status =
            Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(self.0.path()).status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_is_named_and_after_making_room_everything_acknowledged_is_there() {
    let Some(mount) = Mount::new("disk full", "3m") else { return };
    let folder = mount.0.path();
    let mut sequencer = create(folder);
    let big = |number: u64| (0..200).map(|i| format!("{number}-{i:0>900}").into_bytes()).collect::<Vec<_>>();
    let mut acknowledged = 0;
    let error = loop {
        match sequencer.append(&big(acknowledged), START + acknowledged) {
            Ok(_) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    let full = matches!(
        &error,
        SequencerError::Store(StoreError::Disk(DiskError::Full { path }))
        | SequencerError::Lock(LockError::Disk(DiskError::Full { path })) if path.starts_with(folder)
    );
    assert!(full && acknowledged > 1, "{acknowledged}: {error}");
    assert!(sequencer.is_stopped());
    drop(sequencer);
    mount.remount("size=20m");
    let mut sequencer = open(folder).unwrap();
    assert!(sequencer.size() == acknowledged * 200 || sequencer.size() == (acknowledged + 1) * 200);
    check(&sequencer);
    sequencer.append(&notes(0..300), START + 1_000_000).unwrap();
    check(&sequencer);
}

#[test]
fn a_read_only_folder_is_named_and_can_still_be_read() {
    let Some(mount) = Mount::new("read-only folder", "9m") else { return };
    let folder = mount.0.path();
    let mut sequencer = create(folder);
    sequencer.append(&notes(0..300), START).unwrap();
    drop(sequencer);
    mount.remount("ro");
    let error = open(folder).unwrap_err();
    let named = matches!(
        &error,
        SequencerError::Lock(LockError::Disk(DiskError::ReadOnly { path })) if path.starts_with(folder)
    );
    assert!(named, "{error:?}");
    let store = FolderStore::new(folder.join("ledger"));
    assert!(matches!(store.put_new("tile/0/009", b"x"), Err(StoreError::Disk(DiskError::ReadOnly { .. }))));
    check_log(&store, None, key().verifying_key()).unwrap();
    mount.remount("rw");
    check(&open(folder).unwrap());
}

#[test]
fn a_second_process_is_told_that_the_ledger_is_in_use() {
    let folder = TempDir::new().unwrap();
    drop(create(folder.path()));
    let mut child = child(folder.path(), 0);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while !lines.next().unwrap().unwrap().starts_with("in ") {}
    assert!(matches!(open(folder.path()), Err(SequencerError::Lock(LockError::InUse { .. }))));
    child.kill().unwrap();
    child.wait().unwrap();
    check(&open(folder.path()).unwrap());
}

/// Runs [`writer`] in a process of its own.
fn child(folder: &Path, run: u64) -> std::process::Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "folder::writer", "--nocapture", "--test-threads=1"])
        .env("SAKSI_TEST_WRITER", folder)
        .env("SAKSI_TEST_RUN", run.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// No test by itself: in a child process it appends until it is killed, and says what was acknowledged.
#[test]
fn writer() {
    let Some(folder) = env::var_os("SAKSI_TEST_WRITER") else { return };
    let run = env::var("SAKSI_TEST_RUN").unwrap();
    let mut sequencer = open(Path::new(&folder)).unwrap();
    println!();
    for number in 0_u64.. {
        let count = 1 + (number * 7_919 + sequencer.size()) % 700;
        let notes: Vec<Vec<u8>> =
            (0..count).map(|i| format!("run {run} {number} {i}\n").into_bytes()).collect();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        let committed = sequencer.append(&notes, u64::try_from(now).unwrap()).unwrap();
        println!("in {} {count} run {run} {number} ", committed.first_index);
    }
}

#[test]
fn a_writer_killed_at_any_moment_loses_nothing_it_acknowledged() {
    let runs = if env::var_os("SAKSI_LONG").is_some() { 100 } else { 20 };
    let folder = TempDir::new().unwrap();
    drop(create(folder.path()));
    let (mut recovered, mut acknowledged) = (0, 0);
    for run in 0..runs {
        let mut child = child(folder.path(), run);
        let output = BufReader::new(child.stdout.take().unwrap());
        let reader = thread::spawn(move || output.lines().map_while(Result::ok).collect::<Vec<_>>());
        thread::sleep(Duration::from_micros(30_000 + run * 104_729 % 400_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let lines = reader.join().unwrap();

        // What the public sees holds before anyone recovers.
        let store = FolderStore::new(folder.path().join("ledger"));
        check_log(&store, None, key().verifying_key()).unwrap();
        let sequencer = open(folder.path()).unwrap();
        check(&sequencer);
        recovered += u64::from(sequencer.recovered().is_some());
        let size = sequencer.size();
        let reader = LedgerReader::new(sequencer.store());
        for line in lines.iter().filter_map(|line| line.strip_prefix("in ")) {
            let mut words = line.splitn(3, ' ');
            let first: u64 = words.next().unwrap().parse().unwrap();
            let count: u64 = words.next().unwrap().parse().unwrap();
            // A line may be cut short by the kill.
            let Some(prefix) = words.next().filter(|rest| rest.ends_with(' ')) else { continue };
            let entries = reader.entries(first..first + count, size).map(Result::unwrap);
            for (i, (_, bytes)) in entries.enumerate() {
                assert_eq!(Entry::parse(&bytes).unwrap().note, format!("{prefix}{i}\n").as_bytes());
            }
            acknowledged += count;
        }
    }
    assert!(acknowledged > 0, "no run lived long enough");
    let sequencer = open(folder.path()).unwrap();
    assert!(sequencer.size() >= acknowledged);
    assert!(published(sequencer.store()).values().all(|count| *count == 1), "something is twice");
    println!("{runs} kills, {recovered} recoveries, {acknowledged} entries acknowledged");
}
