//! `saksi verify`: checks a publication.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

use ledger::{Policy, SignedCheckpoint};
use verify::{FolderSource, Options, Report, Source, Stage};

use crate::cli::Verify;
use crate::error::Failure;
use crate::fetch::UrlSource;
use crate::progress::Bar;

/// Findings printed before the rest is only counted; all of them are in `--json`.
const SHOWN: usize = 50;

/// Runs the command.
pub fn run(arguments: &Verify) -> Result<ExitCode, Failure> {
    let policy = match &arguments.policy {
        Some(path) => Some(read_policy(path)?),
        None => None,
    };
    let known = match &arguments.known {
        Some(path) => Some(read_checkpoint(path)?),
        None => None,
    };
    let target = arguments.target.as_str();
    let source: Box<dyn Source> = if target.starts_with("http://") || target.starts_with("https://") {
        Box::new(UrlSource::new(target))
    } else {
        Box::new(FolderSource::new(target))
    };
    if policy.is_none() && !arguments.json {
        println!("no policy given: self-consistent at best, origin not proven");
    }
    let bar: Mutex<(Option<Stage>, Bar)> = Mutex::new((None, Bar::new("verifying", 0)));
    let progress = |stage: Stage, done: u64, of: u64| {
        if let Ok(mut bar) = bar.lock() {
            if bar.0 != Some(stage) {
                *bar = (Some(stage), Bar::new(name_of(stage), of));
            }
            bar.1.set(done, of);
        }
    };
    let options = Options { policy: policy.as_ref(), known, progress: &progress };
    let report = match verify::verify(source.as_ref(), &options) {
        Ok(report) => report,
        Err(unreadable) => {
            eprintln!("saksi: {target} can't be verified: {unreadable}");
            return Ok(ExitCode::from(2));
        }
    };
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print(&report);
    }
    Ok(if report.holds() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn name_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Ledger => "checking the ledger",
        Stage::Rebuild => "making the cuts again",
        Stage::Files => "comparing the files",
    }
}

fn print(report: &Report) {
    println!("{}{} at {}", report.election, if report.practice { " (PRACTICE)" } else { "" }, report.source);
    println!("ledger {} · {} entries · root {}", report.origin, report.size, report.root);
    println!("{} statements, {} cuts, {} files", report.statements, report.cuts.len(), report.files);
    for contest in &report.counted {
        println!(
            "{}: {} of {} sheets counted, {} consistent or better, {} in conflict (published as such), {} corrected, {} withdrawn",
            contest.contest,
            contest.counted,
            contest.expected,
            contest.consistent_or_better,
            contest.conflict,
            contest.corrected,
            contest.withdrawn
        );
    }
    let titles = verify::controls();
    for control in &report.controls {
        let verdict =
            if control.findings == 0 { "holds".to_owned() } else { format!("{} FINDINGS", control.findings) };
        let title =
            titles.iter().find(|info| info.id == control.id).map_or("", |info| info.title.en.as_str());
        println!("  {} {title:<58} {:>9} checked  {verdict}", control.id, control.checked);
    }
    if !report.listed {
        println!("the source can't list its files: files that nobody expects were not looked for");
    }
    for finding in report.findings.iter().take(SHOWN) {
        println!("finding {finding}");
    }
    if report.findings.len() > SHOWN {
        println!("and {} more findings (see --json)", report.findings.len() - SHOWN);
    }
    let milliseconds = report.timings.total_ms;
    println!(
        "{} in {}.{} s{}",
        if report.holds() { "it holds" } else { "IT DOES NOT HOLD" },
        milliseconds / 1000,
        milliseconds % 1000 / 100,
        if report.self_consistent_only { "; self-consistent, origin not proven (give --policy)" } else { "" }
    );
}

fn read_policy(path: &Path) -> Result<Policy, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::file("reading", path, error))?;
    Policy::parse(&text).map_err(|error| Failure::Policy { path: path.to_owned(), what: error.to_string() })
}

fn read_checkpoint(path: &Path) -> Result<SignedCheckpoint, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::file("reading", path, error))?;
    SignedCheckpoint::parse(&bytes)
        .map_err(|error| Failure::Policy { path: path.to_owned(), what: error.to_string() })
}
