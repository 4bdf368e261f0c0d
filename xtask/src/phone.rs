//! The phone's program (`web/capture`): its rules held against the crates, and the whole way in a real browser.

use crate::browser::{councils, target};
use crate::demo::fresh;
use crate::install;
use crate::step::{self, has, root};

/// The seed of the sheet that is photographed.
const SEED: &str = "7";

/// Runs the tests, with the release binary. Where there is no browser those that need one are left out, and a line says so.
pub fn run(saksi: &str) -> Result<(), String> {
    if !has("node", "--version") {
        println!("skipped: the phone's program (no node here)");
        return Ok(());
    }
    step::run(
        "what the phone is held against",
        "cargo",
        &[
            "build",
            "--release",
            "--locked",
            "--package",
            "simulate",
            "--example",
            "phone",
            "--example",
            "reader_photos",
            "--example",
            "councils",
        ],
    )?;
    let example = |name: &str| target().join("release/examples").join(name).display().to_string();
    let photos = fresh(&root().join("target/phone-photos"))?;
    step::run("a sheet's photos", &example("reader_photos"), &["photos", &photos, "1", "3", SEED])?;
    let environment = [("SAKSI_PHONE", example("phone")), ("SAKSI_PHOTOS", photos)];
    let environment: Vec<(&str, &str)> =
        environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let test = |name: &str| root().join("web/test").join(name).display().to_string();
    step::run_with("the phone's rules", "node", &["--test", &test("capture.test.mjs")], &environment)?;
    let Some(browser) = install::chromium() else {
        println!("skipped: the phone's whole way (no Chromium here)");
        return Ok(());
    };
    let councils = councils()?;
    let own = [("SAKSI_CHROMIUM", browser), ("SAKSI", saksi), ("SAKSI_COUNCILS", councils.as_str())];
    let environment = [&environment[..], &own].concat();
    for (title, file) in [
        ("the phone's whole way", "capture-browser.test.mjs"),
        ("a practice and the election on one phone", "capture-elections.test.mjs"),
        ("a committee's phone, and a second one", "capture-committee.test.mjs"),
        ("what a phone loses", "capture-loss.test.mjs"),
        ("what a phone refuses, and its codes", "capture-refusals.test.mjs"),
        ("the phone and the desk", "capture-desk.test.mjs"),
        ("councils' forms on the phone", "capture-councils.test.mjs"),
        ("officers who sign", "desk-signing.test.mjs"),
    ] {
        step::run_with(title, "node", &["--test", &test(file)], &environment)?;
    }
    Ok(())
}
