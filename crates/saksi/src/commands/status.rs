//! `saksi status`: where the count stands.

use election::{ContestIx, RegionIx};
use serde_json::{Map, Value, json};
use tally::{ContestTally, PlenaryDifference, Quality, Standing, Sums, Totals};

use super::{figures, next, quoted};
use crate::cli::Status;
use crate::error::Failure;
use crate::folder::Folder;
use crate::layout::Table;
use crate::out;
use crate::session::{Session, store};
use crate::texts::say;

/// Runs the command.
pub fn run(arguments: &Status) -> Result<(), Failure> {
    let folder = Folder::open(&arguments.folder)?;
    let session = Session::open_at(&folder, &store(&folder), arguments.at)?;
    if arguments.json {
        out::line(&serde_json::to_string_pretty(&status(&folder, &session))?);
    } else {
        print(&folder, &session);
    }
    Ok(())
}

fn status(folder: &Folder, session: &Session) -> Value {
    let tally = &session.replay.tally;
    let checkpoint = &session.head.checkpoint;
    let cut = newest_cut(folder);
    let contests: Map<String, Value> = tally
        .contests()
        .iter()
        .filter(|counted| counted.rostered)
        .map(|counted| {
            let id = tally.election().profile.contest_at(counted.contest).id.clone();
            (id, contest_status(session, counted))
        })
        .collect();
    json!({
        "election": session.replay.definition.name,
        "practice": session.replay.definition.practice,
        "ledger": { "origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.to_string() },
        "cut": cut,
        "at": session.size(),
        "unpublished": checkpoint.size.saturating_sub(cut.unwrap_or(0)),
        "contests": contests,
    })
}

fn newest_cut(folder: &Folder) -> Option<u64> {
    publish::CutList::open(folder.cuts()).ok().and_then(|cuts| cuts.rows().last().map(|row| row.size))
}

fn contest_status(session: &Session, counted: &ContestTally) -> Value {
    let tally = &session.replay.tally;
    let election = tally.election();
    let nation = election.places.nation();
    let Some(totals) = counted.totals(nation) else { return Value::Null };
    let qualities: Map<String, Value> = Quality::ALL
        .into_iter()
        .map(|quality| (quality.text().to_owned(), totals.with_quality(quality).into()))
        .collect();
    let standings: Map<String, Value> = Standing::ALL
        .into_iter()
        .map(|standing| (standing.text().to_owned(), totals.with_standing(standing).into()))
        .collect();
    let checks: Map<String, Value> = counted
        .checks
        .iter()
        .zip(&totals.checks)
        .map(|(check, counts)| {
            let row = json!({
                "hard": check.hard, "fail": counts.fails, "hold": counts.holds, "undecided": counts.undecided,
            });
            (check.id.clone(), row)
        })
        .collect();
    let plenaries: Vec<Value> = tally::plenary_differences(tally, counted.contest)
        .into_iter()
        .map(|difference| difference_json(session, &difference))
        .collect();
    let rivals: Vec<&str> = figures::rivals(counted)
        .into_iter()
        .map(|region| election.places.region(region).code.as_str())
        .collect();
    let status = counted.record(nation).map_or(tally::LegalStatus::Running, tally::RegionRecord::status);
    json!({
        "expected": totals.expected,
        "stated": totals.stated,
        "counted": totals.counted(),
        "partly_read": totals.partly_read,
        "complete": totals.complete(),
        "legal_status": status.text(),
        "quality": qualities,
        "standing": standings,
        "votes_corrected": totals.votes_corrected,
        "confirmed": totals.confirmed,
        "disputed": totals.disputed,
        "evidence_pending": totals.evidence_pending,
        "consistent_or_better": sums_json(session, counted.contest, nation, &totals.sound),
        "all_standing": sums_json(session, counted.contest, nation, &totals.all),
        "turnout_of_consistent_percent": turnout(session, counted.contest, totals),
        "checks": checks,
        "plenaries": counted.records().values().filter(|record| !record.plenaries.is_empty()).count(),
        "plenary_differences": plenaries,
        "plenary_rivals": rivals,
    })
}

fn sums_json(session: &Session, contest: ContestIx, region: RegionIx, sums: &Sums) -> Value {
    let election = session.replay.election();
    let rules = election.profile.contest_at(contest);
    let level = election.places.region(region).level;
    let columns: Map<String, Value> = rules
        .columns
        .iter()
        .zip(sums.sums.iter().zip(&sums.read))
        .filter(|(column, (_, read))| {
            **read > 0 && (column.option.is_none() || level >= rules.options_from_level)
        })
        .map(|(column, (sum, _))| (column.name.clone(), sum.get().into()))
        .collect();
    json!({ "stations": sums.sheets, "sums": columns })
}

/// Users of the vote per voter on the roll, over the sheets of which both are read; a text, whole-number arithmetic.
fn turnout(session: &Session, contest: ContestIx, totals: &Totals) -> Value {
    let rules = session.replay.election().profile.contest_at(contest);
    let sum = |name: &str| rules.column(name).map(|column| totals.sound.sum(column).get());
    match (sum("voters.used.total"), sum("voters.roll.total")) {
        (Some(used), Some(roll)) if roll > 0 => {
            let hundredths = u128::from(used) * 10_000 / u128::from(roll);
            format!("{}.{:02}", hundredths / 100, hundredths % 100).into()
        }
        _ => Value::Null,
    }
}

fn difference_json(session: &Session, difference: &PlenaryDifference) -> Value {
    let election = session.replay.election();
    let places = &election.places;
    let sheet = |ix: &Option<_>| ix.map(|ix| election.constituency(ix).code.to_string());
    match difference {
        PlenaryDifference::Check { region, constituency, check, left, right } => json!({
            "region": places.region(*region).code.as_str(), "name": places.region(*region).name,
            "constituency": sheet(constituency), "check": check,
            "left": left.to_string(), "right": right.to_string(),
        }),
        PlenaryDifference::Below { region, constituency, field, stated, summed } => json!({
            "region": places.region(*region).code.as_str(), "name": places.region(*region).name,
            "constituency": sheet(constituency), "field": field, "stated": stated, "sum_of_parts": summed.get(),
        }),
    }
}

fn print(folder: &Folder, session: &Session) {
    let definition = &session.replay.definition;
    let checkpoint = &session.head.checkpoint;
    let cut = newest_cut(folder);
    out::line(&say!("status-election", name = definition.name));
    if definition.practice {
        out::line(&say!("practice"));
    }
    out::gap();
    let mut table = Table::of_words();
    table.row([say!("status-ledger"), checkpoint.origin.clone()]);
    table.row([
        say!("status-checkpoint"),
        say!("status-entries", size = checkpoint.size, root = checkpoint.root.to_string()),
    ]);
    let unpublished = checkpoint.size.saturating_sub(cut.unwrap_or(0));
    let state = match cut {
        None => say!("status-no-cut"),
        Some(cut) if unpublished == 0 => say!("status-all-published", cut = cut.to_string()),
        Some(cut) => say!("status-unpublished", cut = cut.to_string(), count = unpublished),
    };
    table.row([say!("status-cut"), state]);
    if session.size() < checkpoint.size {
        table.row([say!("status-at"), say!("status-at-size", size = session.size().to_string())]);
    }
    table.print();
    out::gap();
    let nation = session.replay.election().places.nation();
    let mut contests = session.replay.tally.contests().iter().filter(|counted| counted.rostered).peekable();
    if contests.peek().is_none() {
        out::line(&say!("status-no-contest"));
    }
    for counted in contests {
        figures::print(session, counted, nation);
        figures::print_plenaries(session, counted);
    }
    if unpublished > 0 {
        next(&[format!("saksi publish {}", quoted(folder.root()))]);
    }
}
