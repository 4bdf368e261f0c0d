//! The pages of the officers' desk and of the phone: `web/` into `web/dist/`, which the program holds; and what publications have for
//! checking one statement and for asking the tables, into `web/program/`.

use crate::programs::Programs;
use crate::step::{self, has, root};

/// Makes the pages. Where node is missing the program is built without them, and a line says so.
pub fn run() -> Result<(), String> {
    if !has("node", "--version") || !has("npm", "--version") {
        println!("skipped: the officers' pages (no node and npm here); the desk answers its API alone");
        return Ok(());
    }
    let web = root().join("web").display().to_string();
    packages(&web)?;
    // The phone's program carries them; without them it is built all the same, and everything is typed.
    crate::browser::modules()?;
    crate::browser::verifier()?;
    step::run("the officers' pages", "npm", &["--prefix", &web, "run", "--silent", "build"])
}

/// The pages' programs say of every value what it is, and it fits.
pub fn check() -> Result<(), String> {
    if !has("npm", "--version") {
        println!("skipped: types of the officers' pages (no npm here)");
        return Ok(());
    }
    let web = root().join("web").display().to_string();
    packages(&web)?;
    step::run("types of the pages", "npm", &["--prefix", &web, "run", "--silent", "check"])
}

/// What the pages know of the API is what the desk says of it.
pub fn types() -> Result<(), String> {
    if !has("npm", "--version") {
        println!("skipped: whether the pages' types are the desk's (no npm here)");
        return Ok(());
    }
    let web = root().join("web").display().to_string();
    packages(&format!("{web}/types"))?;
    step::run("types are the desk's", "npm", &["--prefix", &web, "run", "--silent", "types:check"])
}

/// Both languages say everything that the pages say.
pub fn texts() -> Result<(), String> {
    if !has("node", "--version") {
        println!("skipped: texts of the officers' pages (no node here)");
        return Ok(());
    }
    let [desk, plenary, verify, explorer] = ["desk-texts", "plenary-texts", "verify-texts", "explorer-texts"]
        .map(|name| root().join(format!("web/test/{name}.test.mjs")).display().to_string());
    step::run("texts of the pages", "node", &["--test", &desk, &plenary, &verify, &explorer])
}

/// The public's pages in a real browser, looked at by axe too; one statement checked in it, on a publication and by the one file that needs none;
/// and the tables asked.
pub fn public(public: &str) -> Result<(), String> {
    let Some(browser) =
        crate::install::chromium().filter(|_| has("node", "--version") && has("npm", "--version"))
    else {
        println!("skipped: the public's pages in a browser (no node, npm or Chromium here)");
        return Ok(());
    };
    packages(&root().join("web").display().to_string())?;
    let test = |name: &str| root().join(format!("web/test/{name}.test.mjs")).display().to_string();
    let mut arguments =
        vec!["--test".to_owned(), "--test-concurrency=1".to_owned(), test("public"), test("access")];
    if root().join("web/program/verify.html").is_file() {
        arguments.push(test("verify"));
    } else {
        println!("skipped: one statement checked in a browser (its program was not built)");
    }
    if root().join("web/program/explorer.js").is_file() {
        arguments.push(test("explorer"));
    } else {
        println!("skipped: the tables asked in a browser (the program was not built)");
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let environment = [("SAKSI_CHROMIUM", browser), ("SAKSI_PUBLIC", public)];
    step::run_with("the public's pages in a browser", "node", &arguments, &environment)
}

/// Officers at a desk in a real browser, from the first start to a decided difference; a plenary to its printed minutes, and one
/// on the program itself until what was signed is published and verifies.
pub fn officers(programs: &Programs) -> Result<(), String> {
    if !has("node", "--version") || !has("npm", "--version") || !has("/usr/bin/chromium", "--version") {
        println!("skipped: officers in a browser (no node, npm or /usr/bin/chromium here)");
        return Ok(());
    }
    packages(&root().join("web").display().to_string())?;
    let [carried, desk, plenary] = ["carried", "desk", "plenary"]
        .map(|name| root().join(format!("web/test/{name}.test.mjs")).display().to_string());
    let arguments = ["--test", "--test-concurrency=1", &carried, &desk, &plenary];
    let (saksi, pages, plenary) =
        (programs.program("saksi"), programs.example("pages"), programs.example("plenary"));
    let environment =
        [("SAKSI", saksi.as_str()), ("SAKSI_PAGES_PROGRAM", &pages), ("SAKSI_PLENARY", &plenary)];
    step::run_with("officers in a browser", "node", &arguments, &environment)
}

/// Installs what the lock file names, unless it is there already.
pub fn packages(web: &str) -> Result<(), String> {
    let lock =
        std::fs::read(format!("{web}/package-lock.json")).map_err(|error| format!("{web}: {error}"))?;
    let marker = format!("{web}/node_modules/.of-this-lock");
    if std::fs::read(&marker).is_ok_and(|of| of == lock) {
        return Ok(());
    }
    step::run(
        "packages for the pages",
        "npm",
        &["--prefix", web, "ci", "--no-audit", "--no-fund", "--silent"],
    )?;
    std::fs::write(&marker, lock).map_err(|error| format!("{marker}: {error}"))
}
