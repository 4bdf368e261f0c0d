//! The phone's program (`web/capture`): its rules held against the crates, and the whole way in a real browser.

use crate::browser::councils;
use crate::demo::fresh;
use crate::install;
use crate::programs::Programs;
use crate::step::{self, has, root};

/// The seed of the sheet that is photographed.
const SEED: &str = "7";

/// Runs the tests. Where there is no browser those that need one are left out, and a line says so.
pub fn run(programs: &Programs) -> Result<(), String> {
    if !has("node", "--version") {
        println!("skipped: the phone's program (no node here)");
        return Ok(());
    }
    let photos = fresh(&root().join("target/phone-photos"))?;
    step::run("a sheet's photos", &programs.example("reader_photos"), &["photos", &photos, "1", "3", SEED])?;
    let environment = [("SAKSI_PHONE", programs.example("phone")), ("SAKSI_PHOTOS", photos)];
    let environment: Vec<(&str, &str)> =
        environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let test = |name: &str| root().join("web/test").join(name).display().to_string();
    step::run_with("the phone's rules", "node", &["--test", &test("capture.test.mjs")], &environment)?;
    let Some(browser) = install::chromium() else {
        println!("skipped: the phone's whole way (no Chromium here)");
        return Ok(());
    };
    let (councils, saksi) = (councils(programs)?, programs.program("saksi"));
    let own = [("SAKSI_CHROMIUM", browser), ("SAKSI", saksi.as_str()), ("SAKSI_COUNCILS", councils.as_str())];
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
