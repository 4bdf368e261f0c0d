//! `saksi import scans`: a stack of pages of mixed stations, into the ledger and the officers' queue.

use std::fs;
use std::path::Path;

use reader::layout::Layout;
use serde_json::{Value, json};
use simulate::paper::{Blanks, Conditions, Habits, Span, photograph, plan, ppwp_figures, ppwp_sums};

use crate::common::{Village, command, failure, ok, saksi, size, text, verify};
use crate::desk::Running;

/// As from a sheet-fed scanner: flat, straight, well lit; of a resolution that a test can wait for.
fn scanner() -> Conditions {
    Conditions {
        per_mm: Span::only(2.6),
        tilt: Span(0.0, 0.3),
        turn: Span(0.0, 0.3),
        quarter: 0.0,
        margin: Span::only(12.0),
        ..Conditions::phone()
    }
}

fn pages(folder: &Path, stations: &[&str]) {
    let layout =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024/layouts/c-hasil-ppwp.toml");
    let blanks = Blanks::print(Layout::parse(&fs::read_to_string(layout).unwrap()).unwrap(), 4.0);
    fs::create_dir_all(folder.join("second tray")).unwrap();
    for (seed, station) in (40..).zip(stations) {
        let truth = plan(blanks.layout(), &ppwp_figures(seed), &ppwp_sums(), &Habits::default(), seed);
        for page in &blanks.layout().pages {
            let raster = blanks.filled_of(station, &truth, page.page, None).unwrap();
            let photo = photograph(&raster, blanks.layout(), page.page, &scanner(), seed * 10).unwrap();
            // Mixed: by the page first, in two folders.
            let tray = if seed % 2 == 0 { folder.to_owned() } else { folder.join("second tray") };
            fs::write(tray.join(format!("scan-{}-{seed}.jpg", page.page)), photo.jpeg).unwrap();
        }
    }
}

#[test]
fn mixed_pages_find_their_sheets_by_their_codes_and_what_is_none_is_named() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let village = Village::write(place.path(), 4);
    village.init(&folder);
    ok(&["key", "make", &folder, "--role", "ppk", "--place", "170101"]);
    let source = place.path().join("scanner");
    pages(&source, &["1701012001001", "1701012001003"]);
    fs::copy(source.join("scan-1-40.jpg"), source.join("again.jpg")).unwrap();
    fs::write(source.join("notes.txt"), "not a picture").unwrap();
    let import = ["import", "scans", &text(&source), "--into", &folder, "--key", "ppk-170101", "--json"];
    let told: Value = serde_json::from_str(&ok(&import)).unwrap();
    // Of each sheet three captures and a reading.
    assert_eq!(
        (&told["added"], &told["counts"]["pages"], &told["counts"]["sheets"]),
        (&8.into(), &6.into(), &2.into())
    );
    assert_eq!(told["unusable"], 2);
    let report = fs::read_to_string(told["report"].as_str().unwrap()).unwrap();
    assert!(report.contains("notes.txt") && report.contains("came before"), "{report}");
    // Done again, nothing is added.
    let again: Value = serde_json::from_str(&ok(&import)).unwrap();
    assert_eq!((&again["added"], &again["known"]), (&0.into(), &8.into()));
    ok(&["publish", &folder]);
    let public = format!("{folder}/public");
    let said = ok(&["verify", &public, "--policy", &format!("{public}/policy"), "--reread"]);
    assert!(said.contains("5.03"), "readings are made again: {said}");
    // Who may not state captures is refused, and nothing is added.
    let log = saksi(&["import", "scans", &text(&source), "--into", &folder, "--key", "commission", "--json"]);
    let refused: Value = serde_json::from_slice(&log.stdout).unwrap();
    assert_eq!((&refused["added"], refused["refused"].as_u64() > Some(0)), (&0.into(), true));
}

#[test]
fn a_stack_comes_in_beside_a_running_desk_and_into_its_queue() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    Village::write(place.path(), 4).init(&folder);
    ok(&["key", "make", &folder, "--role", "ppk", "--place", "170101"]);
    let source = place.path().join("scanner");
    pages(&source, &["1701012001001", "1701012001003"]);
    let source = text(&source);
    let import = ["import", "scans", source.as_str(), "--into", &folder, "--key", "ppk-170101", "--json"];
    let read = |arguments: &[&str]| -> Value { serde_json::from_str(&ok(arguments)).unwrap() };

    let desk = Running::first(&folder);
    let admin = desk.administrator();
    let firsts = desk.people(&admin, "juru,pps,1701012001\n");
    let typist = desk.logged_in("juru", &firsts["juru"]);
    let nothing = desk.post("/api/sheets/next", &typist, &json!({}));
    assert_eq!(nothing.1["code"], "nothing-to-do");
    let told = read(&import);
    assert_eq!((&told["added"], &told["refused"]), (&8.into(), &0.into()), "{told}");
    assert_eq!(told["size"], size(&folder));
    // Their sheets are in the queue, with the photos that were named.
    let (status, sheet, _) = desk.post("/api/sheets/next", &typist, &json!({}));
    assert_eq!(status, 200, "{sheet}");
    let photos = desk.get_as(&format!("/api/sheets/{}/photos", sheet["sheet"]), &typist).1;
    let photos = photos["photos"].as_array().unwrap();
    assert_eq!(photos.len(), 3);
    assert!(photos.iter().all(|photo| photo["held"] == true), "{photos:?}");
    let first = format!("/api/photos/{}", photos[0]["sha256"].as_str().unwrap());
    assert_eq!(desk.get_as(&first, &typist).0, 200);
    // Done again, nothing is added; named by its address, neither.
    let to = format!("http://{}", desk.address);
    for arguments in [&import[..], &[&import[..], &["--to", &to]].concat()] {
        let again = read(arguments);
        assert_eq!((&again["added"], &again["known"]), (&0.into(), &8.into()));
    }

    // Where what a desk left behind leads nowhere, or to another election's desk, or is gone, what has the ledger is something else.
    let address = Path::new(&folder).join("desk/address");
    assert_eq!(fs::read_to_string(&address).unwrap().trim(), desk.address);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let locked = || {
        let told = failure(&saksi(&import));
        assert!(told.contains("in use by another process"), "{told}");
    };
    fs::write(&address, format!("{nobody}\n")).unwrap();
    locked();
    fs::remove_file(&address).unwrap();
    locked();
    let elsewhere = text(&place.path().join("elsewhere"));
    Village::write(place.path(), 2).init(&elsewhere);
    let other = Running::first(&elsewhere);
    fs::write(&address, format!("{}\n", other.address)).unwrap();
    locked();
    // A desk that is named says itself what is wrong.
    let to = format!("http://{}", other.address);
    let told = failure(&saksi(&[&import[..], &["--to", &to]].concat()));
    assert!(told.contains("another election"), "{told}");
    drop((desk, other));
    // And after the desk was killed the run writes the ledger itself.
    assert_eq!(read(&import)["known"], 8);
    ok(&["publish", &folder]);
    verify(&folder);
}

/// The most memory that a run held, in KiB, as Linux tells it while it runs.
#[cfg(target_os = "linux")]
fn peak(arguments: &[&str]) -> u64 {
    let mut run = command(arguments)
        .env("RAYON_NUM_THREADS", "2")
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    loop {
        let status = fs::read_to_string(format!("/proc/{}/status", run.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(now.unwrap_or(0));
        if let Some(ended) = run.try_wait().unwrap() {
            assert!(ended.success());
            return most;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// Copies pages, each with so many bytes of comments behind its beginning, of which every copy has its own.
#[cfg(target_os = "linux")]
fn padded(source: &Path, target: &Path, copies: u8, comments: usize) {
    fs::create_dir_all(target).unwrap();
    for folder in [source.to_owned(), source.join("second tray")] {
        for file in
            fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file())
        {
            let bytes = fs::read(&file).unwrap();
            for copy in 0..copies {
                let mut comment = vec![copy; 65_535];
                comment[..2].copy_from_slice(&[0xff, 0xfe]);
                comment[2..4].copy_from_slice(&65_533_u16.to_be_bytes());
                let padding = comment.repeat(comments);
                let name = format!("{copy}-{}", file.file_name().unwrap().display());
                fs::write(target.join(name), [&bytes[..2], &padding, &bytes[2..]].concat()).unwrap();
            }
        }
    }
}

/// A stack of 240 MiB takes no more memory than the same pages in some few: each page is in memory while it is read, and no longer.
#[cfg(target_os = "linux")]
#[test]
fn a_stack_larger_than_memory_is_read_page_by_page() {
    let place = tempfile::tempdir().unwrap();
    let source = place.path().join("scanner");
    pages(&source, &["1701012001001", "1701012001003"]);
    let village = Village::write(place.path(), 4);
    let of = |name: &str, comments: usize| {
        let (folder, stack) = (text(&place.path().join(name)), place.path().join(format!("{name}-stack")));
        village.init(&folder);
        ok(&["key", "make", &folder, "--role", "ppk", "--place", "170101"]);
        padded(&source, &stack, 5, comments);
        peak(&["import", "scans", &text(&stack), "--into", &folder, "--key", "ppk-170101", "--json"])
    };
    let (small, large) = (of("small", 1), of("large", 128));
    println!("peak of 30 pages: {small} KiB; with 8 MiB more each: {large} KiB");
    assert!(
        large < small + 100 * 1_024,
        "{small} KiB for 30 pages, {large} KiB for the same with 8 MiB more each"
    );
}
