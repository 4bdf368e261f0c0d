//! `saksi export`: the election in others' formats.

use std::fs;
use std::io::{self, BufWriter, Write};

use tally::ContestTally;

use super::{next, quoted};
use crate::cli::{Export, ExportActasum};
use crate::error::Failure;
use crate::folder::Folder;
use crate::out;
use crate::session::{Session, store};
use crate::texts::say;

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
    let to = &arguments.out;
    fs::create_dir_all(to).map_err(|error| Failure::file("creating the folder", to, error))?;
    let write = |name: &str, content: &dyn Fn(&mut dyn Write) -> io::Result<()>| {
        let path = to.join(name);
        let file = fs::File::create(&path).map_err(|error| Failure::file("creating", &path, error))?;
        let mut file = BufWriter::new(file);
        content(&mut file).and_then(|()| file.flush()).map_err(|error| Failure::file("writing", &path, error))
    };
    let contest = counted.contest;
    write("statements.jsonl", &|file| exchange::actasum::write_statements(tally, contest, file).map(|_| ()))?;
    write("official.json", &|file| exchange::actasum::write_official(tally, contest, 1, file))?;
    out::line(&say!("export-done", contest = profile.contest_at(counted.contest).id, folder = to));
    out::gap();
    let [statements, official] = ["statements.jsonl", "official.json"].map(|name| quoted(&to.join(name)));
    next(&[format!("actasum verify --statements {statements} --official {official}")]);
    Ok(())
}
