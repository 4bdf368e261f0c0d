//! What is said of a statement: all of it where everything holds, and each step seen failing where one thing is changed.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod changed;
mod dropped;
mod served;
mod texts;
mod world;

use proof::{Outcome, Report};

/// The words of all that is said with this outcome.
fn words(report: &Report, outcome: Outcome) -> Vec<&'static str> {
    report.steps.iter().filter(|line| line.outcome == outcome).map(|line| line.says.word()).collect()
}

/// The words of all that failed.
fn failed(report: &Report) -> Vec<&'static str> {
    words(report, Outcome::Failed)
}
