//! `saksi verify`: checks a publication.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use ledger::{Policy, SignedCheckpoint};
use verify::{LeftOut, Report};

use crate::checking::check;
use crate::cli::Verify;
use crate::error::Failure;
use crate::fetch::source_at;
use crate::layout::Table;
use crate::out;
use crate::texts::{Language, Said as _, language, say};

/// Findings printed before the rest is only counted; `--json` has more of them.
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
    let source = source_at(target);
    if policy.is_none() && !arguments.json {
        out::line(&say!("verify-no-policy"));
        out::gap();
    }
    let report = match check(source.as_ref(), policy.as_ref(), known, arguments.reread) {
        Ok(report) => report,
        Err(unreadable) => {
            return Err(Failure::Unreadable { target: target.to_owned(), what: unreadable.to_string() });
        }
    };
    if arguments.json {
        out::line(&serde_json::to_string_pretty(&report)?);
    } else {
        print(&report);
    }
    Ok(if report.holds() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn print(report: &Report) {
    out::line(&say!("verify-election", name = report.election, source = report.source));
    if report.practice {
        out::line(&say!("practice"));
    }
    out::gap();
    print_what(report);
    print_counted(report);
    print_controls(report);
    print_readings(report);
    print_left_out(report);
    if !report.listed {
        out::line(&say!("verify-not-listed"));
        out::gap();
    }
    print_programs(report);
    print_findings(report);
    if report.moved_on {
        out::line(&say!("verify-moved-on"));
        out::gap();
    }
    let seconds = report.timings.total_ms.div_ceil(1000);
    let verdict = if report.holds() {
        let asked = report.controls.iter().filter(|control| control.asked).count();
        say!("verify-holds", controls = asked, seconds = seconds)
    } else {
        say!("verify-fails", findings = report.count(), seconds = seconds)
    };
    out::line(&verdict);
    if report.self_consistent_only {
        out::line(&say!("verify-self-consistent"));
    }
}

fn print_what(report: &Report) {
    let mut table = Table::of_words();
    table.row([say!("status-ledger"), report.origin.clone()]);
    table.row([say!("status-checkpoint"), say!("status-entries", size = report.size, root = report.root)]);
    let cosigned: Vec<&str> = report.cosigned.iter().map(|(name, _)| name.as_str()).collect();
    if !cosigned.is_empty() {
        table.row([say!("verify-cosigned"), cosigned.join(", ")]);
    }
    table.row([say!("verify-cuts"), report.cuts.len().said()]);
    table.row([say!("verify-files"), report.files.said()]);
    if report.redacted > 0 {
        table.row([say!("verify-redacted"), report.redacted.said()]);
    }
    table.print();
    out::gap();
}

fn print_counted(report: &Report) {
    if report.counted.is_empty() {
        return;
    }
    out::line(&say!("verify-counted"));
    let mut table = Table::of_numbers();
    table.row([
        String::new(),
        say!("verify-expected"),
        say!("verify-sheets"),
        say!("verify-sound"),
        say!("verify-conflict"),
        say!("verify-corrected"),
        say!("verify-withdrawn"),
    ]);
    for contest in &report.counted {
        table.row([
            contest.contest.clone(),
            contest.expected.said(),
            contest.counted.said(),
            contest.consistent_or_better.said(),
            contest.conflict.said(),
            contest.corrected.said(),
            contest.withdrawn.said(),
        ]);
    }
    table.print();
    out::gap();
}

fn print_controls(report: &Report) {
    let titles = verify::controls();
    let mut table = Table::of_numbers();
    table.row([say!("verify-control"), say!("verify-checked"), say!("verify-findings")]);
    for control in &report.controls {
        let title = titles.iter().find(|info| info.id == control.id).map_or("", |info| match language() {
            Language::Indonesian => info.title.id.as_str(),
            Language::English => info.title.en.as_str(),
        });
        let checked = if control.asked { control.checked.said() } else { say!("verify-not-asked") };
        table.row([format!("{} {title}", control.id), checked, control.findings.said()]);
    }
    table.print();
    out::gap();
}

/// Only what was read again is vouched for, so the rest is said.
fn print_readings(report: &Report) {
    let Some(readings) = &report.readings else { return };
    out::line(&say!("verify-readings", again = readings.again));
    let others = [
        (say!("verify-other-reader"), readings.other_reader),
        (say!("verify-by-person"), readings.by_person),
        (say!("verify-photos-not-held"), readings.not_held),
    ];
    let mut table = Table::of_words();
    for (why, count) in others.into_iter().filter(|(_, count)| *count > 0) {
        table.row([why, count.said()]);
    }
    table.print();
    out::gap();
}

/// What a mirror of a part leaves out is no finding; but nobody may take it for looked at.
fn print_left_out(report: &Report) {
    let Some(LeftOut { region, photos, files, photos_missing }) = &report.left_out else { return };
    let about = match region {
        Some(region) => say!("verify-part-region", region = region),
        None => say!("verify-part-all"),
    };
    let without = if *photos { String::new() } else { say!("verify-part-photos") };
    out::line(&say!(
        "verify-part",
        about = about,
        without = without,
        files = *files,
        photos = *photos_missing
    ));
    out::gap();
}

/// A program can't be wrong as a figure can; but who uses it has to know whether anybody vouches for it.
fn print_programs(report: &Report) {
    let unknown: Vec<&str> =
        report.programs.iter().filter(|program| !program.own).map(|program| program.path.as_str()).collect();
    if !unknown.is_empty() {
        out::line(&say!("verify-programs", files = unknown.join(", ")));
        out::gap();
    }
}

fn print_findings(report: &Report) {
    for finding in report.findings.iter().take(SHOWN) {
        out::line(&say!("verify-finding", finding = finding.to_string()));
    }
    let more = report.count().saturating_sub(report.findings.len().min(SHOWN) as u64);
    if more > 0 {
        out::line(&say!("verify-more", count = more));
    }
    if !report.findings.is_empty() {
        out::gap();
    }
}

pub(super) fn read_policy(path: &Path) -> Result<Policy, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::file("reading", path, error))?;
    Policy::parse(&text).map_err(|error| Failure::Policy { path: path.to_owned(), what: error.to_string() })
}

fn read_checkpoint(path: &Path) -> Result<SignedCheckpoint, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::file("reading", path, error))?;
    SignedCheckpoint::parse(&bytes)
        .map_err(|error| Failure::Policy { path: path.to_owned(), what: error.to_string() })
}
