//! Outsiders' tools on the published election reports: each must accept them, and each must refuse a copy in which one thing is wrong.

use std::fs;
use std::path::{Path, PathBuf};

use crate::install;
use crate::step::{output, root};

/// What the tools are, at the versions they were tried with.
const PACKAGES: [&str; 2] = ["civics-cdf-validator==1.66", "jsonschema==4.26.0"];

/// Rules that are for a guide to coming elections: the election is not over, a person has a party. And those that want names written
/// otherwise than on the ballot.
const LEFT_OUT: &str = "ElectionEndDatesInThePast,ElectionStartDates,PersonsMissingPartyData,AllCaps,BadCharactersInPersonFullName";

/// What it may warn of or remark on all the same: no profile says which office a contest fills, or which parties put a candidate up.
const KNOWN: [&str; 3] = [
    "* The element Candidate is missing field PartyId.",
    "* Contest has no associated offices.",
    // A contest's `Name` is the schema's one plain text of that name.
    "* No \"english\" version found for the InternationalizedText.",
];

/// Runs all of them on an election's public tree.
pub fn run(public: &str) -> Result<(), String> {
    let Some(python) = install::python(10) else {
        println!("skipped: tools on the election reports need Python 3.10 or newer");
        return Ok(());
    };
    let Some(bin) = install::venv("reports", &python, &PACKAGES) else { return Ok(()) };
    civics(&bin, public)?;
    let script = root().join("xtask/outside/reports_nist.py").display().to_string();
    for (arguments, wanted) in [(vec![script.as_str(), public], 0), (vec![&script, public, "--broken"], 1)] {
        let (code, text) = output(&format!("{bin}/python"), &arguments)?;
        println!("   reports_nist.py: exit {code} {}", text.trim().lines().last().unwrap_or(""));
        if code != wanted {
            return Err(format!("reports_nist.py: exit {code}, not {wanted}: {text}"));
        }
    }
    Ok(())
}

/// `civics-cdf-validator`, Google's own, on every report in its dialect. Its answer is 0 or 1 where it finds nothing, 2 where it
/// warns, 3 where it finds an error.
fn civics(bin: &str, public: &str) -> Result<(), String> {
    let schema = root().join("xtask/outside/civics.xsd").display().to_string();
    let ids = format!("{public}/data/ocd-ids.csv");
    let judge = |path: &str| {
        output(
            &format!("{bin}/civics_cdf_validator"),
            &[
                "validate",
                "-v",
                "-x",
                &schema,
                "--ocdid_file",
                &ids,
                "-c",
                "id",
                "--required_languages",
                "id,en",
                "-r",
                "election_results",
                "-e",
                LEFT_OUT,
                path,
            ],
        )
    };
    let folder = root().join("target/reports");
    fs::create_dir_all(&folder).map_err(|error| format!("creating {}: {error}", folder.display()))?;
    let mut packed = Vec::new();
    find(&Path::new(public).join("data"), &mut packed)?;
    let mut last = None;
    for path in &packed {
        let to = folder.join(path.file_stem().unwrap_or_default());
        let (code, text) = output("gzip", &["--decompress", "--stdout", &path.display().to_string()])?;
        if code != 0 {
            return Err(format!("{} is no gzip file: {text}", path.display()));
        }
        fs::write(&to, &text).map_err(|error| format!("writing {}: {error}", to.display()))?;
        let (code, said) = judge(&to.display().to_string())?;
        let unknown = said
            .lines()
            .map(str::trim)
            .find(|line| line.starts_with("* ") && !KNOWN.iter().any(|known| line == known));
        if !(0..=2).contains(&code) || unknown.is_some() {
            return Err(format!("civics-cdf-validator refuses {} (exit {code}): {said}", path.display()));
        }
        last = Some((to, text));
    }
    let (path, text) = last.ok_or_else(|| format!("{public}/data has no election report"))?;
    println!(
        "   civics-cdf-validator: {} reports, no error and no warning but those that are known",
        packed.len()
    );
    // A reference to nothing, a count that is no number, a place that no list has.
    for (from, to) in [
        ("<ElectoralDistrictId>r-", "<ElectoralDistrictId>x-"),
        ("<Count>", "<Count>x"),
        ("<Value>ocd-division/country:", "<Value>ocd-division/country:x"),
    ] {
        fs::write(&path, text.replacen(from, to, 1))
            .map_err(|error| format!("writing {}: {error}", path.display()))?;
        let (code, said) = judge(&path.display().to_string())?;
        if code != 3 {
            return Err(format!("civics-cdf-validator takes a report with {to} (exit {code}): {said}"));
        }
    }
    println!("   civics-cdf-validator: refuses three broken copies (exit 3)");
    Ok(())
}

/// The reports below a folder, in order.
fn find(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    let listed = fs::read_dir(folder).map_err(|error| format!("listing {}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = listed.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            find(&path, found)?;
        } else if path.to_string_lossy().ends_with(".xml.gz") {
            found.push(path);
        }
    }
    Ok(())
}
