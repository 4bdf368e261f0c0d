//! Moving what was checked to where it is seen.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use mirror::step_of;

use super::read;
use crate::error::Failure;
use crate::folder::write_whole;

/// The note that everything staged is checked and durable: from here on it is moved, whatever comes.
const READY: &str = "ready";

/// Shows what is staged; what is `gone`, redacted bytes, goes first.
pub fn show(folder: &Path, state: &Path, gone: &[String]) -> Result<(), Failure> {
    publish::sync(state)?;
    write_whole(&state.join(READY), gone.join("\n").as_bytes(), 0o644)?;
    finish(folder, state)?;
    Ok(())
}

/// Moves what a round that came so far has left to be moved; whether there was such a round.
pub fn finish(folder: &Path, state: &Path) -> Result<bool, Failure> {
    let ready = state.join(READY);
    let Some(gone) = read(&ready)? else { return Ok(false) };
    for path in String::from_utf8_lossy(&gone).lines() {
        remove(&folder.join(path))?;
    }
    let staging = state.join("staging");
    let mut staged = Vec::new();
    list(&staging, "", &mut staged)?;
    staged.sort_unstable_by(|one, other| (step_of(one), one).cmp(&(step_of(other), other)));
    for path in &staged {
        let (from, to) = (staging.join(path), folder.join(path));
        let moved = match fs::rename(&from, &to) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let parent = to.parent().unwrap_or(folder);
                fs::create_dir_all(parent)
                    .map_err(|error| Failure::file("creating the folder", parent, error))?;
                fs::rename(&from, &to)
            }
            other => other,
        };
        moved.map_err(|error| Failure::file("renaming to", &to, error))?;
    }
    publish::sync(folder)?;
    let checkpoint = folder.join("ledger/checkpoint");
    if let Some(head) = read(&checkpoint)? {
        write_whole(&state.join("checkpoint"), &head, 0o644)?;
    }
    clear(&staging)?;
    remove(&ready)?;
    Ok(true)
}

/// Removes what is staged.
pub fn clear(staging: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(staging) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::file("removing", staging, error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::file("removing", path, error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Every file below a folder, by its path from the top; what was only begun is left out.
fn list(root: &Path, below: &str, found: &mut Vec<String>) -> Result<(), Failure> {
    let place = root.join(below);
    let entries = match fs::read_dir(&place) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::file("listing", &place, error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| Failure::file("listing", &place, error))?;
        let kind = entry.file_type().map_err(|error| Failure::file("listing", &place, error))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if kind.is_dir() {
            list(root, &path, found)?;
        } else if kind.is_file() && !name.starts_with('.') {
            found.push(path);
        }
    }
    Ok(())
}
