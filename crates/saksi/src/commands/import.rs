//! `saksi import`: others' files, and scanned pages ([`super::scans`]), into signed statements.
//!
//! Three stages side by side: the file is read into drafts; drafts are signed, checked and folded; batches are made durable.
//! A run that was interrupted is simply run again: what is in the ledger already is recognised by its id.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use exchange::{Draft, EmitError, Importer, Report, Source};
use ledger::SigningKey;
use rayon::prelude::*;
use sequencer::{FolderLock, FolderStore, Sequencer};
use statement::{Body, Statement, statement_id};
use tally::{Replay, Tally};

use super::init::{LOG_KEY, head_of};
use super::{next, quoted, scans};
use crate::cli::{Import, ImportKpu};
use crate::error::Failure;
use crate::folder::Folder;
use crate::keys::{self, Passphrase};
use crate::layout::Table;
use crate::out;
use crate::progress::Bar;
use crate::session::{Session, now_ms, store, writer};
use crate::texts::{Said as _, say, word};

/// Statements a batch: large enough that a batch costs little more than its bytes.
const BATCH: usize = 16_384;

/// How far the clock may be behind the last entry, milliseconds; the same as the sequencer's own.
const CLOCK_SLACK_MS: u64 = 5_000;

/// What an import did.
#[derive(Debug, Default, serde::Serialize)]
pub struct Imported {
    /// Statements that came in.
    pub added: u64,
    /// Statements that were in the ledger already.
    pub known: u64,
    /// Statements that the ledger's rules refuse; they are in the report.
    pub refused: u64,
    /// Size of the ledger afterwards.
    pub size: u64,
    /// Rows and objects of the input that no statement could be made of; they are in the report.
    pub unusable: u64,
    /// Oddities: in a statement as the source has them, and worth a look; they are in the report.
    pub noted: u64,
    /// Counts of what was read.
    pub counts: std::collections::BTreeMap<String, u64>,
    /// Where the report lies; none: nothing to report.
    pub report: Option<PathBuf>,
}

impl Imported {
    /// Counts what didn't get in or is odd, each once: by the reader of the input, and by the ledger's rules.
    fn account(&mut self, report: &mut Report, refusals: &[Refused]) {
        self.unusable = report.refused() as u64;
        self.noted = report.problems.len() as u64 - self.unusable;
        self.refused = refusals.len() as u64;
        report_refusals(report, refusals);
    }
}

/// Runs the command.
pub fn run(arguments: &Import) -> Result<(), Failure> {
    let (source, into, json, imported) = match arguments {
        Import::Kpu(asked) => {
            (&asked.source, &asked.into, asked.json, import(&Folder::open(&asked.into)?, asked)?)
        }
        Import::Scans(asked) => {
            (&asked.source, &asked.into, asked.json, scans::import(&Folder::open(&asked.into)?, asked)?)
        }
    };
    if json {
        out::line(&serde_json::to_string(&imported)?);
        return Ok(());
    }
    tell(source, into, &imported);
    next(&[format!("saksi publish {}", quoted(into))]);
    Ok(())
}

fn tell(source: &Path, into: &Path, imported: &Imported) {
    out::line(&say!("import-done", source = source, folder = into));
    out::gap();
    let mut table = Table::of_numbers();
    table.row([say!("import-added"), imported.added.said()]);
    table.row([say!("import-known"), imported.known.said()]);
    table.row([say!("import-refused"), imported.refused.said()]);
    table.row([say!("import-size"), imported.size.said()]);
    table.print();
    out::gap();
    if !imported.counts.is_empty() {
        out::line(&say!("import-read"));
        let mut table = Table::of_numbers();
        for (name, count) in &imported.counts {
            table.row([word("count", name), count.said()]);
        }
        table.print();
        out::gap();
    }
    if let Some(report) = &imported.report {
        out::line(&say!(
            "import-report",
            unusable = imported.unusable,
            noted = imported.noted,
            report = report
        ));
        out::gap();
    }
    if imported.added == 0 {
        out::line(&say!("import-nothing-new"));
        out::gap();
    }
}

fn import(folder: &Folder, arguments: &ImportKpu) -> Result<Imported, Failure> {
    let passphrase = Passphrase::for_existing_keys();
    let mut sequencer = writer(folder, keys::open(folder, LOG_KEY, &passphrase)?)?;
    let store = store(folder);
    let session = Session::open(folder, &store)?;
    next_ms(session.replay.tally.last_ms(), now_ms())?;
    let keys = importer_keys(folder, session.replay.election(), &passphrase)?;
    // What the ledger held when the import began; the fold goes on with its own state.
    let before = session.replay.tally.clone();
    let keyring = &session.replay.keyring;
    let own: Vec<usize> = keys.values().filter_map(|key| keyring.position_of(key.verifying_key())).collect();
    let mut report = Report::default();
    let mut imported = Imported::default();

    let (drafts, to_sign) = sync_channel::<Vec<String>>(4);
    let (accepted, to_commit) = sync_channel::<(Vec<Vec<u8>>, u64)>(2);
    let outcome = std::thread::scope(|scope| -> Result<(), Failure> {
        // Each stage owns its ends of the channels, so that one that stops ends its neighbours.
        let (sequencer, keys, replay) = (&mut sequencer, &keys, session.replay);
        let committing = scope.spawn(move || commit(sequencer, &to_commit));
        let signing = scope.spawn(move || sign_and_admit(replay, keys, &to_sign, &accepted));
        let read = read(&arguments.source, &before, &own, &mut report, drafts);
        let signed = join(signing.join());
        let committed = join(committing.join());
        let (added, refusals) = match (committed, signed) {
            (Err(failure), _) | (Ok(()), Err(failure)) => return Err(failure),
            (Ok(()), Ok(signed)) => signed,
        };
        imported.known = read?;
        imported.added = added;
        imported.account(&mut report, &refusals);
        Ok(())
    });
    if outcome.is_err() {
        // What was found until then may be what the failure comes from.
        keep_report(folder, &arguments.source, &report)?;
    }
    outcome?;
    imported.size = sequencer.size();
    imported.counts = report.counts.clone();
    imported.report = keep_report(folder, &arguments.source, &report)?;
    Ok(imported)
}

fn join<T>(result: std::thread::Result<Result<T, Failure>>) -> Result<T, Failure> {
    match result {
        Ok(result) => result,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// The first stage: drafts that none of the importer's own keys has stated, in batches. Returns how many are stated already.
#[expect(clippy::needless_pass_by_value, reason = "the channel ends when this stage does")]
fn read(
    source: &Path,
    before: &Tally,
    own: &[usize],
    report: &mut Report,
    drafts: SyncSender<Vec<String>>,
) -> Result<u64, Failure> {
    let election = before.election();
    let known = |contest, station| before.contest(contest).and_then(|counted| counted.sheet(station));
    let importer = Importer::new(election, &known);
    let mut batch: Vec<String> = Vec::with_capacity(BATCH);
    let mut held = 0u64;
    {
        let mut emit = |draft: Draft<'_>| -> Result<(), EmitError> {
            let id = statement_id(draft.text);
            if own.iter().any(|key| before.has_said(*key, id)) {
                held += 1;
                return Ok(());
            }
            batch.push(draft.text.to_owned());
            if batch.len() == BATCH {
                drafts.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))?;
            }
            Ok(())
        };
        if source.is_dir() {
            let files = tree_files(source, report)?;
            let mut tree = exchange::kpu::JsonTree::new(election, &known);
            // Lists of options and candidates first: they say what the other files' numbers mean.
            for path in &files {
                tree.learn(&path.display().to_string(), &read_file(path)?);
            }
            for path in &files {
                tree.import(&path.display().to_string(), &read_file(path)?, report, &mut emit)?;
            }
        } else {
            let name = source.display().to_string();
            let mut file = fs::File::open(source).map_err(|error| Failure::file("opening", source, error))?;
            match exchange::detect(&head_of(source)?) {
                Some(Source::StationRows) => importer.station_rows(&name, &mut file, report, &mut emit)?,
                Some(Source::Versions) => importer.versions(&name, &mut file, report, &mut emit)?,
                Some(Source::OfficialTotals) => {
                    importer.official_totals(&name, &mut file, report, &mut emit)?;
                }
                Some(Source::Json) => importer.json(&name, &mut file, report, &mut emit)?,
                Some(Source::Regions | Source::Stations | Source::Constituencies | Source::Candidates)
                | None => {
                    return Err(Failure::UnknownFile(source.to_owned()));
                }
            }
        }
    }
    if !batch.is_empty() {
        // A closed channel means that a later stage failed; its failure is the one to tell.
        let _ = drafts.send(batch);
    }
    Ok(held)
}

/// A refused draft: its text and why.
type Refused = (String, String);

/// The second stage: signatures, admission, fold. Returns how many got in, and what didn't.
fn sign_and_admit(
    mut replay: Replay,
    keys: &HashMap<String, SigningKey>,
    to_sign: &Receiver<Vec<String>>,
    accepted: &SyncSender<(Vec<Vec<u8>>, u64)>,
) -> Result<(u64, Vec<Refused>), Failure> {
    let header = replay.election().profile.header.clone();
    let (mut added, mut refusals) = (0u64, Vec::new());
    let mut last_ms = replay.tally.last_ms();
    for texts in to_sign {
        let notes = texts
            .par_iter()
            .with_min_len(64)
            .map(|text| sign_draft(&header, keys, text))
            .collect::<Result<Vec<Vec<u8>>, Failure>>()?;
        last_ms = next_ms(last_ms, now_ms())?;
        let admission = replay.admit(notes, last_ms);
        for (position, reason) in &admission.refused {
            refusals.push((texts.get(*position).cloned().unwrap_or_default(), reason.to_string()));
        }
        // Changes are for a publisher; an import would only pile them up.
        replay.tally.take_changes();
        added += admission.accepted.len() as u64;
        if !admission.accepted.is_empty() && accepted.send((admission.accepted, last_ms)).is_err() {
            break;
        }
    }
    Ok((added, refusals))
}

/// The time of the next batch: the clock's, and later than the last one. A clock that is further behind than a time server
/// would correct is refused: times in the ledger would be invented from there on.
fn next_ms(last: u64, now: u64) -> Result<u64, Failure> {
    if last > now.saturating_add(CLOCK_SLACK_MS) {
        return Err(Failure::ClockWentBack { last, now });
    }
    Ok(now.max(last.saturating_add(1)))
}

fn sign_draft(header: &str, keys: &HashMap<String, SigningKey>, text: &str) -> Result<Vec<u8>, Failure> {
    // The source is in the statement; a draft is parsed only to learn it, by a note with a throw-away signature line.
    let source = source_of(header, text)?;
    let key = keys.get(&source).ok_or_else(|| Failure::Key {
        path: format!("importer-{source}.key").into(),
        what: say!("key-none-for-source"),
    })?;
    Ok(statement::sign(text, &[key])?)
}

fn source_of(header: &str, text: &str) -> Result<String, Failure> {
    let (_, body): (_, Body<'_>) = Statement::parse_unsigned(header, text)?;
    Ok(body.source().unwrap_or_default().to_owned())
}

/// The third stage: batches become durable, in order.
fn commit(
    sequencer: &mut Sequencer<FolderStore, FolderLock>,
    to_commit: &Receiver<(Vec<Vec<u8>>, u64)>,
) -> Result<(), Failure> {
    let bar = Bar::new(say!("bar-writing-ledger"), 0);
    for (notes, time_ms) in to_commit {
        sequencer.append(&notes, time_ms)?;
        bar.advance(notes.len() as u64);
    }
    Ok(())
}

fn importer_keys(
    folder: &Folder,
    election: &election::Election,
    passphrase: &Passphrase,
) -> Result<HashMap<String, SigningKey>, Failure> {
    let profile = &election.profile;
    let role = profile.roles.iter().find(|role| role.restates).map_or("importer", |role| role.id.as_str());
    profile
        .sources
        .iter()
        .map(|source| {
            Ok((source.id.clone(), keys::open(folder, &format!("{role}-{}", source.id), passphrase)?))
        })
        .collect()
}

fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::file("reading", path, error))
}

/// Every JSON file below a folder, in order of their paths. Symbolic links are not followed, so that a tree can't bring in
/// what lies outside it, nor lead round in a circle; they are reported.
fn tree_files(root: &Path, report: &mut Report) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    let mut links = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| Failure::file("listing", &folder, error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Failure::file("listing", &folder, error))?;
            let path = entry.path();
            let kind = entry.file_type().map_err(|error| Failure::file("reading", &path, error))?;
            if kind.is_symlink() {
                links.push(path);
            } else if kind.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    links.sort();
    for link in links {
        report.count("links not followed");
        let spot = exchange::report::Spot { file: &link.display().to_string(), line: 0, content: "" };
        report.refuse(spot, exchange::What::Unreadable, "a symbolic link is not followed");
    }
    Ok(paths)
}

fn report_refusals(report: &mut Report, refusals: &[Refused]) {
    for (text, why) in refusals {
        let spot = exchange::report::Spot { file: "ledger", line: 0, content: text };
        report.refuse(spot, exchange::What::Shape, why.clone());
    }
}

/// Writes what could not be taken in; `None`: there is nothing of it.
pub fn keep_report(folder: &Folder, source: &Path, report: &Report) -> Result<Option<PathBuf>, Failure> {
    if report.problems.is_empty() {
        return Ok(None);
    }
    let name =
        source.file_name().map_or_else(|| "import".to_owned(), |name| name.to_string_lossy().into_owned());
    let path = folder.reports().join(format!("{}-{name}.csv", now_ms()));
    fs::create_dir_all(folder.reports())
        .and_then(|()| fs::write(&path, report.to_csv()))
        .map_err(|error| Failure::file("writing the report", &path, error))?;
    Ok(Some(path))
}

#[cfg(test)]
mod tests {
    use exchange::What;
    use exchange::report::Spot;

    use super::*;

    #[test]
    fn unusable_input_oddities_and_refused_statements_are_counted_apart() {
        let mut report = Report::default();
        let spot = Spot { file: "rows.csv", line: 2, content: "x" };
        report.refuse(spot, What::Number, "`x` is no number");
        report.note(spot, What::Oddity, "white space around the name");
        report.note(spot, What::Truncated, "no line feed at the end");
        let mut imported = Imported::default();
        imported.account(&mut report, &[("text".to_owned(), "no such station".to_owned())]);
        assert_eq!((imported.unusable, imported.noted, imported.refused), (1, 2, 1));
        assert_eq!(report.problems.len(), 4, "all of them are in the report");
        let json = serde_json::to_value(&imported).unwrap();
        assert_eq!((json["unusable"].as_u64(), json["noted"].as_u64()), (Some(1), Some(2)));
    }
}
