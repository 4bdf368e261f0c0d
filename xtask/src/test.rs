//! `cargo xtask test`: everything that CI runs.

use std::path::Path;

use crate::demo::fresh;
use crate::programs::Programs;
use crate::step::{self, output, reference_data, root};
use crate::{
    api, browser, install, outside, outside_bundles, outside_data, outside_pages, outside_reports, postgres,
    s3, second_reader, smtp,
};

/// Runs the command. `--quick` leaves out the slow steps and says so; `--nightly` adds what a slow disk takes half an hour for, the whole
/// real count as a publication.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let asked = |name: &str| arguments.iter().any(|argument| argument == name);
    let (quick, nightly) = (asked("--quick"), asked("--nightly"));
    if !nightly {
        println!("skipped: the whole real count as a publication (--nightly)");
    }
    if reference_data().is_none() {
        println!("skipped: tests on real data (no reference data at ../shared/data)");
    }
    step::run("format", "cargo", &["fmt", "--all", "--check"])?;
    crate::web::run()?;
    crate::web::check()?;
    crate::web::texts()?;
    step::run(
        "lints",
        "cargo",
        &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
    )?;
    tests(nightly)?;
    wasm()?;
    let programs = Programs::build()?;
    check_docs(&programs)?;
    crate::web::types()?;
    outsiders(&programs)?;
    if quick {
        println!(
            "skipped: the desk's API, one statement and officers in a browser, the reader's bits, the phone, licences (--quick)"
        );
        return Ok(());
    }
    api::run(&programs.program("saksi"))?;
    crate::web::public(&root().join("target/test-demo/public").display().to_string())?;
    crate::web::officers(&programs)?;
    browser::same_bits(&programs)?;
    crate::phone::run(&programs)?;
    deny()
}

/// All tests; those of stores on PostgreSQL and on S3, of letters by a mail server, and of signatures by a device, too, where these can be had.
fn tests(nightly: bool) -> Result<(), String> {
    install::apt("softhsm2-util", "softhsm2");
    // What is printed is looked at: drawn as pictures, and its codes read by somebody else's program.
    if output("pdftoppm", &["-v"]).is_err() {
        install::apt_only("poppler-utils");
    }
    install::apt("zbarimg", "zbar-tools");
    if !output("openssl", &["engine", "pkcs11"]).is_ok_and(|(code, _)| code == 0) {
        install::apt_only("libengine-pkcs11-openssl");
    }
    let (tables, photos, letters) = (postgres::start(), s3::start(), smtp::start());
    let tables = tables.iter().map(|server| ("SAKSI_POSTGRES", server.url.as_str()));
    let photos = photos.iter().map(|server| ("SAKSI_S3", server.url.as_str()));
    let letters = letters.iter().map(|server| ("SAKSI_SMTP", server.place.as_str()));
    let environment: Vec<(&str, &str)> = tables.chain(photos).chain(letters).collect();
    let all = ["test", "--workspace", "--locked", "--no-fail-fast", "--quiet"];
    step::run_with("tests", "cargo", &all, &environment)?;
    if !nightly {
        return Ok(());
    }
    let whole =
        ["test", "--workspace", "--locked", "--test", "it", "--", "--ignored", "the_whole_real_count"];
    step::run("the whole real count", "cargo", &whole)
}

fn wasm() -> Result<(), String> {
    let (code, _) =
        output("rustup", &["target", "add", "wasm32-unknown-unknown"]).unwrap_or((-1, String::new()));
    if code != 0 {
        println!("skipped: the wasm32 target can't be had here; nothing else needs it");
        return Ok(());
    }
    let mut arguments = vec!["check", "--locked", "--target", "wasm32-unknown-unknown"];
    for package in ["ledger", "election", "statement", "tally", "reader", "proof"] {
        arguments.extend(["--package", package]);
    }
    step::run("wasm32", "cargo", &arguments)
}

fn deny() -> Result<(), String> {
    if !install::cargo_tool("deny", "cargo-deny") {
        return Ok(());
    }
    step::run("licences, bans, sources", "cargo", &["deny", "check", "bans", "licenses", "sources"])?;
    let advisories = output("cargo", &["deny", "check", "advisories"])?;
    match advisories {
        (0, _) => println!("   advisories: none apply"),
        (_, text) if text.contains("fetch") || text.contains("clone") || text.contains("network") => {
            println!("skipped: the advisory database can't be reached here");
        }
        (_, text) => return Err(format!("advisories: {text}")),
    }
    Ok(())
}

/// What is not ours on what is: others' tools on the demonstration, a second reader on our nets (`cargo xtask outsiders`).
pub fn outsiders(programs: &Programs) -> Result<(), String> {
    second_reader::run(programs)?;
    on_demo(&programs.program("saksi"))
}

/// The demonstration, verified by us and by others.
fn on_demo(saksi: &str) -> Result<(), String> {
    let folder = fresh(&root().join("target/test-demo"))?;
    step::run("demo", saksi, &["demo", "--folder", &folder, "--no-serve"])?;
    let public = format!("{folder}/public");
    let policy = format!("{public}/policy");
    step::run("verify the demo", saksi, &["verify", &public, "--policy", &policy, "--reread"])?;
    if let Some((code, text)) = outside::actasum(saksi, &folder, None)? {
        println!("   actasum: exit {code} {}", text.lines().last().unwrap_or(""));
        if code != 0 {
            return Err(format!("actasum refuses the demo: {text}"));
        }
    }
    // The other contest has unread figures on purpose: nothing may differ, and nothing more can be said.
    if let Some((_, text)) = outside::actasum(saksi, &folder, Some("ppwp"))? {
        println!("   actasum, ppwp: {}", text.lines().last().unwrap_or(""));
        if !text.contains("Result: undecided") {
            return Err(format!("actasum finds a differing sum in the demo: {text}"));
        }
    }
    outside_data::run(&public)?;
    outside_bundles::run(&public)?;
    outside_reports::run(&public)?;
    outside_pages::run(&public)?;
    let index = std::fs::read_to_string(format!("{public}/cuts/index"))
        .map_err(|error| format!("reading the list of cuts: {error}"))?;
    let first =
        index.lines().next().and_then(|line| line.split(' ').next()).and_then(|size| size.parse().ok());
    outside::tlog(saksi, &folder, first.ok_or("the list of cuts is empty")?)
}

/// Documentation that is made from the same rows as the code.
fn generated(programs: &Programs) -> Result<Vec<(String, String)>, String> {
    let mut pages = Vec::new();
    for (name, example) in [
        ("docs/checks.md", "checks_reference"),
        ("docs/controls.md", "controls_reference"),
        ("docs/problems.md", "problems_reference"),
        ("docs/api.md", "api_reference"),
    ] {
        let (code, text) = output(&programs.example(example), &[])?;
        if code != 0 {
            return Err(format!("{name}: {text}"));
        }
        pages.push((name.to_owned(), text));
    }
    Ok(pages)
}

fn check_docs(programs: &Programs) -> Result<(), String> {
    for (name, text) in generated(programs)? {
        let path = root().join(&name);
        let found = std::fs::read_to_string(&path).map_err(|error| format!("reading {name}: {error}"))?;
        if found != text {
            return Err(format!("{name} is not what the data gives; run `cargo xtask docs`"));
        }
    }
    println!("   generated documentation is current");
    Ok(())
}

/// `cargo xtask docs`: writes the generated documentation.
pub fn write_docs() -> Result<(), String> {
    let programs = &Programs::build()?;
    for (name, text) in generated(programs)? {
        let path = root().join(&name);
        write(&path, &text)?;
        println!("wrote {name}");
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("writing {}: {error}", path.display()))
}
