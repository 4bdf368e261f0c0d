//! Builds the profiles into a program, so that one file is all an election needs: into the binary, and into `wasm/`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Writes `profiles.rs` where the program being built includes it.
pub fn main() {
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = package.ancestors().map(|above| above.join("profiles")).find(|folder| folder.is_dir());
    let Some(root) = root else { return println!("cargo::error=there is no folder profiles/") };
    println!("cargo::rerun-if-changed={}", root.display());
    let mut code = String::from(
        "/// Profiles in the binary: id, then file names and texts.\npub const PROFILES: &[(&str, &[(&str, &str)])] = &[\n",
    );
    for profile in folders(&root) {
        let id = name(&profile);
        let _ = writeln!(code, "    ({id:?}, &[");
        let mut files = Vec::new();
        collect(&profile, &mut files);
        files.sort();
        for file in files {
            println!("cargo::rerun-if-changed={}", file.display());
            let relative = file.strip_prefix(&profile).map(|path| path.to_string_lossy().replace('\\', "/"));
            let name = relative.unwrap_or_default();
            let place = fs::canonicalize(&file).unwrap_or(file).display().to_string();
            let _ = writeln!(code, "        ({name:?}, include_str!({place:?})),");
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("profiles.rs");
    if let Err(error) = fs::write(&out, code) {
        println!("cargo::error=writing {}: {error}", out.display());
    }
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = entries(root).into_iter().filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
