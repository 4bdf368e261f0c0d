//! Installing what a step lacks.

use crate::step::{has, output, root, run};

/// Makes sure of a cargo subcommand; whether it is there.
pub fn cargo_tool(subcommand: &str, package: &str) -> bool {
    if has("cargo", subcommand) || has(&format!("cargo-{subcommand}"), "--version") {
        return true;
    }
    println!("installing {package}");
    let installed = run(package, "cargo", &["install", "--locked", "--quiet", package]).is_ok();
    if !installed {
        println!("skipped: {package} can't be installed here; `cargo install {package}` brings it");
    }
    installed
}

/// A Python at least this new (`3.12`), if the machine has one or apt brings it.
pub fn python(minor: u32) -> Option<String> {
    let found = |name: &str| {
        let (code, text) = output(name, &["-c", "import sys; print(sys.version_info[1])"]).ok()?;
        (code == 0 && text.trim().parse::<u32>().ok()? >= minor).then(|| name.to_owned())
    };
    let mut names: Vec<String> = (minor..=minor + 4).rev().map(|minor| format!("python3.{minor}")).collect();
    names.insert(0, "python3".to_owned());
    // Machines that keep several Pythons side by side.
    if let Ok(home) = std::env::var("HOME") {
        let versions = std::path::Path::new(&home).join(".pyenv/versions");
        for entry in std::fs::read_dir(versions).into_iter().flatten().flatten() {
            names.push(entry.path().join("bin/python3").display().to_string());
        }
    }
    names.iter().find_map(|name| found(name))
}

/// A virtual environment with these packages below `target/`; none: it could not be made, and why was printed.
pub fn venv(name: &str, python: &str, packages: &[&str]) -> Option<String> {
    let folder = root().join("target/venv").join(name);
    let bin = folder.join("bin");
    let marker = folder.join("ready");
    if !marker.exists() {
        println!("installing {} into {}", packages.join(", "), folder.display());
        let made = output(python, &["-m", "venv", &folder.display().to_string()]);
        if !made.as_ref().is_ok_and(|(code, _)| *code == 0) {
            println!("skipped: {python} makes no virtual environment (apt-get install python3-venv)");
            return None;
        }
        let mut arguments = vec!["install", "--quiet", "--disable-pip-version-check"];
        arguments.extend(packages);
        let pip = bin.join("pip").display().to_string();
        match output(&pip, &arguments) {
            Ok((0, _)) => {}
            Ok((_, text)) => {
                println!(
                    "skipped: {} can't be installed: {}",
                    packages.join(", "),
                    text.lines().last().unwrap_or("")
                );
                return None;
            }
            Err(error) => {
                println!("skipped: {error}");
                return None;
            }
        }
        if std::fs::write(&marker, "").is_err() {
            return None;
        }
    }
    Some(bin.display().to_string())
}

/// Installs one of Debian's packages; whether that went well.
pub fn apt_only(package: &str) -> bool {
    println!("installing {package}");
    output("apt-get", &["install", "--yes", "--quiet", package]).is_ok_and(|(code, _)| code == 0)
}

/// Makes sure of a program from Debian's packages; whether it is there.
pub fn apt(program: &str, package: &str) -> bool {
    if has(program, "--version") {
        return true;
    }
    let there = apt_only(package) && has(program, "--version");
    if !there {
        println!("skipped: {package} can't be installed here; `apt-get install {package}` brings it");
    }
    there
}

/// Chromium's name, if the machine has one or apt brings it.
pub fn chromium() -> Option<&'static str> {
    let names = ["chromium-browser", "google-chrome"];
    let other = names.into_iter().find(|name| has(name, "--version"));
    other.or_else(|| apt("chromium", "chromium").then_some("chromium"))
}
