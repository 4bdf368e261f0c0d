//! `saksi read boxes`: single digit boxes, one line each.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use reader::boxes::{Class, Net, Patch};
use reader::decode::decode;
use serde_json::json;

use crate::cli::ReadBoxes;
use crate::error::Failure;
use crate::out;

/// Largest picture of a box that is read, in bytes.
const MOST_BYTES: u64 = 4 << 20;

/// Runs the command. 0: every file was a picture; 1: some were not, and are named.
pub fn run(arguments: &ReadBoxes) -> Result<ExitCode, Failure> {
    let mut all = true;
    let mut each = |name: &str, bytes: &[u8]| {
        let read = decode(bytes).map(|picture| Net::shipped().read(&Patch::from_gray(&picture)));
        match read {
            Ok(read) => {
                let (label, confidence) = label(&read.log);
                if arguments.json {
                    out::line(&json!({"file": name, "label": label, "confidence": confidence}).to_string());
                } else {
                    out::line(&format!("{name}\t{label}\t{confidence}"));
                }
            }
            Err(error) => {
                all = false;
                let failure = Failure::Photo { path: PathBuf::from(name), what: error.to_string() };
                if arguments.json {
                    out::line(&json!({"file": name, "error": error.to_string()}).to_string());
                }
                eprintln!("saksi: {failure}");
            }
        }
    };
    if arguments.boxes.is_dir() {
        folder(&arguments.boxes, &mut each)?;
    } else {
        tar(&arguments.boxes, &mut each)?;
    }
    Ok(if all { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// A box's label and how probable it is, parts per million: `0` to `9`, `X`, `empty`, `dash`, and `illegible` for all
/// that a person has to look at.
fn label(log: &[i32]) -> (&'static str, u32) {
    let mut shares: Vec<(&'static str, u64)> = Vec::new();
    for (class, log) in Class::ALL.into_iter().zip(log) {
        let name = match class {
            Class::Digit(_) | Class::Crossed | Class::Empty | Class::Dash => class.name(),
            Class::Slash | Class::Struck | Class::Overwritten | Class::Illegible => Class::Illegible.name(),
        };
        let share = u64::from(reader::boxes::parts_per_million(*log));
        match shares.iter_mut().find(|(other, _)| *other == name) {
            Some((_, sum)) => *sum += share,
            None => shares.push((name, share)),
        }
    }
    let best = shares.into_iter().max_by_key(|(name, share)| (*share, std::cmp::Reverse(*name)));
    best.map_or(("illegible", 0), |(name, share)| (name, u32::try_from(share.min(1_000_000)).unwrap_or(0)))
}

fn folder(folder: &Path, each: &mut dyn FnMut(&str, &[u8])) -> Result<(), Failure> {
    let failed = |error| Failure::file("listing", folder, error);
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    for path in files {
        let file = File::open(&path).map_err(|error| Failure::file("reading", &path, error))?;
        let mut bytes = Vec::new();
        file.take(MOST_BYTES)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::file("reading", &path, error))?;
        each(&path.file_name().unwrap_or_default().to_string_lossy(), &bytes);
    }
    Ok(())
}

fn tar(path: &Path, each: &mut dyn FnMut(&str, &[u8])) -> Result<(), Failure> {
    let failed = |error| Failure::file("reading", path, error);
    let mut archive = tar::Archive::new(File::open(path).map_err(failed)?);
    for entry in archive.entries().map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.header().entry_type().is_file() {
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let mut bytes = Vec::new();
            entry.take(MOST_BYTES).read_to_end(&mut bytes).map_err(failed)?;
            each(&name, &bytes);
        }
    }
    Ok(())
}
