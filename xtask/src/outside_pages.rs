//! Outsiders' tools on the published pages and feeds: each must accept them, and each must refuse a copy in which one thing is wrong.

use std::path::{Path, PathBuf};

use crate::install;
use crate::step::{has, output, root};

/// The Nu Html Checker at the version it was tried with, as npm has it.
const CHECKER: &str = "vnu-jar@26.9.27";

/// Runs all of them on an election's public tree. (`web::public` has axe look at the same pages in a browser.)
pub fn run(public: &str) -> Result<(), String> {
    html(public)?;
    feeds(public)
}

/// The Nu Html Checker, the one behind the W3C's own service, on one of each kind of page in each language.
fn html(public: &str) -> Result<(), String> {
    if !has("node", "--version") || !has("npm", "--version") {
        println!("skipped: the pages' HTML by the Nu Html Checker (no node and npm here)");
        return Ok(());
    }
    if !has("java", "-version") && !install::apt_only("default-jre-headless") {
        println!("skipped: the pages' HTML by the Nu Html Checker (`apt-get install default-jre-headless`)");
        return Ok(());
    }
    // Its package's own script would look for a Java of its own.
    let folder = root().join("target/vnu").display().to_string();
    let jar = format!("{folder}/node_modules/vnu-jar/build/dist/vnu.jar");
    if !Path::new(&jar).is_file() {
        let arguments = [
            "install",
            "--prefix",
            &folder,
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--silent",
            CHECKER,
        ];
        if !output("npm", &arguments).is_ok_and(|(code, _)| code == 0) {
            println!("skipped: the pages' HTML by the Nu Html Checker ({CHECKER} can't be installed here)");
            return Ok(());
        }
    }
    crate::web::packages(&root().join("web").display().to_string())?;
    let list = root().join("web/test/page-kinds.mjs").display().to_string();
    let said = std::process::Command::new("node")
        .arg(&list)
        .env("SAKSI_PUBLIC", public)
        .output()
        .map_err(|error| format!("{list}: {error}"))?;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let pages: Vec<String> = said.lines().map(|path| format!("{public}/{path}")).collect();
    if pages.len() < 20 {
        return Err(format!("{list} knows {} pages only", pages.len()));
    }
    // It judges by the answer's code: 0 says that there is no error and no warning, in any of the files.
    let judge = |pages: &[String]| {
        let files = pages.iter().map(String::as_str);
        let arguments: Vec<&str> = ["-jar", &jar].into_iter().chain(files).collect();
        output("java", &arguments)
    };
    match judge(&pages)? {
        (0, _) => println!("   vnu: {} pages, one of each kind, have no error and no warning", pages.len()),
        (code, text) => return Err(format!("vnu refuses a page (exit {code}): {text}")),
    }
    let first = pages.get(1).ok_or("no page")?;
    let broken = broken_copy(first, "page.html", |text| text.replacen("</h1>", "</h2>", 1))?;
    match judge(&[broken])? {
        (1, text) if text.contains("h2") => println!("   vnu: refuses a broken copy (exit 1)"),
        (code, text) => {
            return Err(format!("vnu finds something else in a broken page (exit {code}): {text}"));
        }
    }
    Ok(())
}

/// Every feed, by James Clark's `jing` against what RFC 4287 says (`xtask/outside/atom.rnc`).
fn feeds(public: &str) -> Result<(), String> {
    // `jing` without a file prints how it is used and says no; that it can be run at all is enough.
    if output("jing", &[]).is_err() && !install::apt_only("jing") {
        println!("skipped: the feeds against RFC 4287 (`apt-get install jing`)");
        return Ok(());
    }
    let schema = root().join("xtask/outside/atom.rnc").display().to_string();
    let judge = |files: &[String]| {
        let files = files.iter().map(String::as_str);
        let arguments: Vec<&str> = ["-c", schema.as_str()].into_iter().chain(files).collect();
        output("jing", &arguments)
    };
    let mut found = Vec::new();
    below(Path::new(public), &mut found)?;
    if found.is_empty() {
        return Err(format!("{public} has no feed"));
    }
    match judge(&found)? {
        (0, _) => println!("   jing: {} feeds are what RFC 4287 says", found.len()),
        (code, text) => return Err(format!("jing refuses a feed (exit {code}): {text}")),
    }
    for (name, from, to) in [
        ("time.atom", "<updated>", "<updated>on "),
        ("id.atom", "<id>https:", "<id>"),
        ("author.atom", "author>", "by>"),
    ] {
        let first = found.first().ok_or("no feed")?;
        let broken = broken_copy(first, name, |text| text.replace(from, to))?;
        if judge(&[broken])?.0 == 0 {
            return Err(format!("jing takes a feed with {to} for {from}"));
        }
    }
    println!("   jing: refuses three broken copies");
    Ok(())
}

/// The feeds below a folder, in order.
fn below(folder: &Path, found: &mut Vec<String>) -> Result<(), String> {
    let listed =
        std::fs::read_dir(folder).map_err(|error| format!("listing {}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = listed.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            below(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "atom") {
            found.push(path.display().to_string());
        }
    }
    Ok(())
}

/// A copy below `target/` with one thing changed.
fn broken_copy(path: &str, name: &str, change: impl FnOnce(String) -> String) -> Result<String, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("reading {path}: {error}"))?;
    let broken = change(text.clone());
    if broken == text {
        return Err(format!("nothing in {path} can be broken as the test wants it"));
    }
    let folder = root().join("target/broken-pages");
    std::fs::create_dir_all(&folder).map_err(|error| format!("creating {}: {error}", folder.display()))?;
    let to = folder.join(name).display().to_string();
    std::fs::write(&to, broken).map_err(|error| format!("writing {to}: {error}"))?;
    Ok(to)
}
