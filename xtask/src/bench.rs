//! `cargo xtask bench`: the figures of the README, each beside the machine's own limit measured in the same run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::demo::fresh;
use crate::install;
use crate::step::{self, output, reference_data, root, saksi};

/// How a program ran.
struct Measured {
    milliseconds: u128,
    peak_mib: u64,
    printed: String,
}

/// Runs the command on the real count, or on `--from FOLDER`; `reader` measures the reading of photos, `desk` the officers' server, `serve` that
/// of the public's files beside Debian's nginx, `ocr` other readers of boxes.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let from = match arguments {
        [what] if what == "reader" => return crate::bench_reader::run(),
        [what] if what == "ocr" => return crate::bench_ocr::run(),
        [what] if what == "desk" => return crate::bench_desk::run(),
        [what] if what == "serve" => return crate::bench_serve::run(),
        [] => reference_data().map(|data| data.join("id-2024")),
        [flag, folder] if flag == "--from" => Some(PathBuf::from(folder)),
        _ => return Err("usage: cargo xtask bench [reader | ocr | desk | serve | --from FOLDER]".to_owned()),
    };
    let Some(from) = from else {
        println!("skipped: the benchmark needs the real count (../shared/data/id-2024, or --from FOLDER)");
        return Ok(());
    };
    let saksi = saksi()?;
    step::run(
        "examples",
        "cargo",
        &["build", "--release", "--locked", "--package", "ledger", "--example", "bare_limit"],
    )?;
    step::run(
        "examples",
        "cargo",
        &["build", "--release", "--locked", "--package", "sequencer", "--example", "commit_speed"],
    )?;
    step::run(
        "examples",
        "cargo",
        &["build", "--release", "--locked", "--package", "record", "--example", "readd"],
    )?;
    let folder = fresh(&root().join("target/bench"))?;
    let file = |name: &str| from.join(name).display().to_string();
    measure(
        &saksi,
        &[
            "init",
            &folder,
            "--profile",
            "id-2024",
            "--places",
            &file("regions.csv.gz"),
            "--stations",
            &file("stations.csv.gz"),
        ],
    )?;
    let import =
        measure(&saksi, &["import", "kpu", &file("sirekap-ppwp-stations.csv.gz"), "--into", &folder])?;
    let publish = measure(&saksi, &["publish", &folder])?;
    let public = format!("{folder}/public");
    let written = published_files(&public)?;
    let disk = bare_files(&root().join("target/bench-files"), &written)?;
    let policy = format!("{public}/policy");
    let verify = measure(&saksi, &["verify", &public, "--policy", &policy])?;
    let bare = bare_limit(&public)?;

    println!();
    let whole = import.milliseconds + publish.milliseconds;
    println!("import                 {} s   {:5} MiB at most", tenths(import.milliseconds), import.peak_mib);
    println!(
        "publish                {} s   {:5} MiB at most",
        tenths(publish.milliseconds),
        publish.peak_mib
    );
    println!("import to publication  {} s   (at most 120 s, 1,536 MiB)", tenths(whole));
    println!("bare writing           {} s   as many files of the same sizes, nothing else", tenths(disk));
    println!(
        "verify                 {} s   {:5} MiB at most (at most 45 s)",
        tenths(verify.milliseconds),
        verify.peak_mib
    );
    let percent = bare * 100 / verify.milliseconds.max(1);
    println!("bare hashing + checks  {} s   {percent} % of verify's time (at least 50 %)", tenths(bare));
    println!("{}", verify.printed.lines().last().unwrap_or(""));
    cut_latency(&saksi, &folder)?;
    commit_speed()?;
    readding(&public)
}

/// Milliseconds as seconds with one decimal.
fn tenths(milliseconds: u128) -> String {
    format!("{:5}.{}", milliseconds / 1000, milliseconds % 1000 / 100)
}

fn measure(program: &str, arguments: &[&str]) -> Result<Measured, String> {
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{program} can't be run: {error}"))?;
    let status_file = format!("/proc/{}/status", child.id());
    let mut stdout = child.stdout.take();
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        if let Some(stdout) = stdout.as_mut() {
            let _ = std::io::Read::read_to_string(stdout, &mut text);
        }
        text
    });
    let mut peak_kib = 0;
    let status = loop {
        // The kernel keeps the high-water mark, so looking now and then misses only a last rise.
        if let Ok(text) = std::fs::read_to_string(&status_file) {
            let mark = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kib = mark.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
            peak_kib = peak_kib.max(kib.unwrap_or(0));
        }
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let milliseconds = begun.elapsed().as_millis();
    let printed = reader.join().unwrap_or_default();
    if status.success() {
        Ok(Measured { milliseconds, peak_mib: peak_kib / 1024, printed })
    } else {
        Err(format!("{program} {} failed:\n{printed}", arguments.join(" ")))
    }
}

/// Sizes of all published files, a folder at a time.
fn published_files(public: &str) -> Result<Vec<Vec<u64>>, String> {
    let mut sizes = Vec::new();
    let mut folders = vec![PathBuf::from(public)];
    while let Some(folder) = folders.pop() {
        let mut here = Vec::new();
        let entries =
            std::fs::read_dir(&folder).map_err(|error| format!("listing {}: {error}", folder.display()))?;
        for entry in entries.flatten() {
            let Ok(metadata) = entry.metadata() else { continue };
            if metadata.is_dir() { folders.push(entry.path()) } else { here.push(metadata.len()) }
        }
        sizes.push(here);
    }
    Ok(sizes)
}

/// Milliseconds to write as many files of the same sizes into as many folders, by two threads.
fn bare_files(place: &Path, sizes: &[Vec<u64>]) -> Result<u128, String> {
    fresh(place)?;
    std::fs::create_dir_all(place).map_err(|error| error.to_string())?;
    let bytes = vec![b'x'; usize::try_from(sizes.iter().flatten().max().copied().unwrap_or(0)).unwrap_or(0)];
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for part in 0..2 {
            let bytes = &bytes;
            scope.spawn(move || {
                for (number, folder) in sizes.iter().enumerate().filter(|(number, _)| number % 2 == part) {
                    let path = place.join(number.to_string());
                    let _ = std::fs::create_dir(&path);
                    for (file, size) in folder.iter().enumerate() {
                        let content = bytes.get(..usize::try_from(*size).unwrap_or(0)).unwrap_or(&[]);
                        let _ = std::fs::write(path.join(file.to_string()), content);
                    }
                }
            });
        }
    });
    let milliseconds = begun.elapsed().as_millis();
    fresh(place)?;
    Ok(milliseconds)
}

fn bare_limit(public: &str) -> Result<u128, String> {
    let keys =
        std::fs::read_to_string(format!("{public}/record/keys.json")).map_err(|error| error.to_string())?;
    let vkeys: Vec<&str> =
        keys.split("\"key\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let tool = example("bare_limit");
    let ledger = format!("{public}/ledger");
    let mut arguments = vec![ledger.as_str(), "2"];
    arguments.extend(vkeys);
    let (code, text) = output(&tool, &arguments)?;
    let words: Vec<&str> = text.split_whitespace().collect();
    match (code, words.as_slice()) {
        (0, [size, checked, milliseconds]) if size == checked => {
            milliseconds.parse().map_err(|error| format!("{error}"))
        }
        _ => Err(format!("the bare limit could not be measured: {text}")),
    }
}

fn cut_latency(saksi: &str, folder: &str) -> Result<(), String> {
    let measured = measure(saksi, &["bench-cut", folder, "--rounds", "30"])?;
    let number = |line: &str, name: &str| -> Option<u128> {
        let rest = line.split(&format!("\"{name}\":")).nth(1)?;
        rest.split([',', '}']).next()?.parse().ok()
    };
    let median_and_worst = |name: &str| {
        let mut all: Vec<u128> = measured.printed.lines().filter_map(|line| number(line, name)).collect();
        all.sort_unstable();
        (all.get(all.len() / 2).copied().unwrap_or(0), all.last().copied().unwrap_or(0))
    };
    let ((cut, worst), (commit, _)) = (median_and_worst("cut_us"), median_and_worst("commit_us"));
    println!(
        "commit to cut          {cut:7} us  median of 30, {worst} us worst (at most 150,000 us); the commit itself {commit} us"
    );
    Ok(())
}

fn commit_speed() -> Result<(), String> {
    let folder = root().join("target/bench-ledger");
    let place = fresh(&folder)?;
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let (code, text) = output(&example("commit_speed"), &[&place])?;
    println!("{}", text.trim_end());
    fresh(&folder)?;
    if code == 0 { Ok(()) } else { Err("the ledger's speed could not be measured".to_owned()) }
}

/// Re-adding every level from the Parquet files: ours, and DuckDB's wheel from the same files.
fn readding(public: &str) -> Result<(), String> {
    let (code, text) = output(&example("readd"), &[public, "ppwp"])?;
    println!("{}", text.trim_end());
    if code != 0 {
        return Err("re-adding could not be measured".to_owned());
    }
    let Some(python) = install::python(9) else {
        println!("skipped: DuckDB's wheel needs Python");
        return Ok(());
    };
    let Some(bin) = install::venv("duckdb", &python, &["duckdb==1.4.1", "numpy"]) else { return Ok(()) };
    let script = root().join("bench/readd_duckdb.py").display().to_string();
    let (code, text) = output(&format!("{bin}/python"), &[&script, public, "ppwp"])?;
    println!("{}", text.trim_end());
    if code == 0 { Ok(()) } else { Err("DuckDB could not be measured".to_owned()) }
}

fn example(name: &str) -> String {
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root().join("target"), PathBuf::from);
    target.join("release/examples").join(name).display().to_string()
}
