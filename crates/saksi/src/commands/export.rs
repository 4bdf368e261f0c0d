//! `saksi export`: the election in others' formats.

use std::fs;
use std::io::BufWriter;

use tally::ContestTally;

use crate::cli::{Export, ExportActasum};
use crate::error::Failure;
use crate::folder::Folder;
use crate::session::{Session, store};

/// Runs the command.
pub fn run(arguments: &Export) -> Result<(), Failure> {
    let Export::Actasum(arguments) = arguments;
    actasum(arguments)
}

/// How far a contest is counted, in millionths.
fn share(session: &Session, counted: &ContestTally) -> u128 {
    let totals = counted.totals(session.replay.election().places.nation());
    totals
        .filter(|totals| totals.expected > 0)
        .map_or(0, |totals| u128::from(totals.counted()) * 1_000_000 / u128::from(totals.expected))
}

fn actasum(arguments: &ExportActasum) -> Result<(), Failure> {
    let folder = Folder::open(&arguments.folder)?;
    let session = Session::open(&folder, &store(&folder))?;
    let tally = &session.replay.tally;
    let profile = &session.replay.election().profile;
    let rostered = tally.contests().iter().filter(|counted| counted.rostered);
    let counted = match &arguments.contest {
        Some(id) => rostered.into_iter().find(|counted| profile.contest_at(counted.contest).id == *id),
        // Of equals the first: `max_by` would take the last.
        None => rostered.rev().max_by(|a, b| share(&session, a).cmp(&share(&session, b))),
    };
    let counted = counted.ok_or_else(|| Failure::NoContest {
        name: arguments.contest.clone().unwrap_or_default(),
        known: tally
            .contests()
            .iter()
            .filter(|counted| counted.rostered)
            .map(|counted| profile.contest_at(counted.contest).id.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    })?;
    let out = &arguments.out;
    fs::create_dir_all(out).map_err(|error| Failure::file("creating the folder", out, error))?;
    let create = |name: &str| {
        let path = out.join(name);
        fs::File::create(&path).map(BufWriter::new).map_err(|error| Failure::file("creating", &path, error))
    };
    exchange::actasum::write_statements(tally, counted.contest, &mut create("statements.jsonl")?)?;
    exchange::actasum::write_official(tally, counted.contest, 1, &mut create("official.json")?)?;
    println!(
        "{0}/statements.jsonl and {0}/official.json; check with: actasum verify --statements {0}/statements.jsonl --official {0}/official.json",
        out.display()
    );
    Ok(())
}
