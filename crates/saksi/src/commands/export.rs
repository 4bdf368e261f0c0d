//! `saksi export`: the election in others' formats.

use std::fs;
use std::io::BufWriter;

use crate::cli::{Export, ExportActasum};
use crate::error::Failure;
use crate::folder::Folder;
use crate::session::{Session, store};

/// Runs the command.
pub fn run(arguments: &Export) -> Result<(), Failure> {
    let Export::Actasum(arguments) = arguments;
    actasum(arguments)
}

fn actasum(arguments: &ExportActasum) -> Result<(), Failure> {
    let folder = Folder::open(&arguments.folder)?;
    let session = Session::open(&folder, &store(&folder))?;
    let tally = &session.replay.tally;
    let profile = &session.replay.election().profile;
    let counted = tally.contests().iter().find(|counted| match &arguments.contest {
        Some(id) => counted.rostered && profile.contest_at(counted.contest).id == *id,
        None => counted.rostered,
    });
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
        "{0}/statements.jsonl and {0}/official.json; check with: actasum verify {0}/statements.jsonl {0}/official.json",
        out.display()
    );
    Ok(())
}
