//! Builds the laws into the program: of each profile the files that decide of statements, and the hash of all of them, which is what
//! a ledger's first entry names. Where everything stands on paper, and how photos are judged, is left out: it is half of the bytes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use election::ProfileBundle;

/// What no statement is held against.
const LEFT_OUT: [&str; 6] =
    ["layouts/", "desk.toml", "map.toml", "provinces.csv", "reader.toml", "regencies.csv"];

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut code = String::from(
        "/// The hash of a profile, and its files: name and text.\npub const LAWS: &[(&str, &[(&str, &str)])] = &[\n",
    );
    for profile in entries(&root)?.into_iter().filter(|path| path.is_dir()) {
        let mut paths = Vec::new();
        collect(&profile, &mut paths)?;
        let mut bundle = ProfileBundle::default();
        for path in paths {
            println!("cargo::rerun-if-changed={}", path.display());
            let name = path.strip_prefix(&profile).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            bundle.files.insert(name, fs::read_to_string(&path)?);
        }
        let hash = ledger::sha256(bundle.to_json().as_bytes()).to_hex();
        let _ = writeln!(code, "    ({hash:?}, &[");
        for (name, text) in &bundle.files {
            if !LEFT_OUT.iter().any(|left| name.starts_with(left)) {
                let _ = writeln!(code, "        ({name:?}, {text:?}),");
            }
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("laws.rs"), code)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for path in entries(folder)? {
        if path.is_dir() { collect(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<PathBuf>>>()?;
    found.sort();
    Ok(found)
}
